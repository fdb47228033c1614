"""Progress while a run goes on: a live line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import logging
import sys
import time
from typing import TYPE_CHECKING, Protocol, TextIO

from scrapy.utils.log import get_scrapy_root_handler

from sw_scraper.crawl.log import one_line

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

    from sw_scraper.crawl.harvest import Harvest
    from sw_scraper.crawl.outcome import Outcome


class Progress(Protocol):
    """What a run tells while it goes on."""

    def page_read(self, harvest: Harvest, number: int) -> None:
        """A page of the list was read."""

    def harvest_ended(self, outcome: Outcome) -> None:
        """A harvest is over."""

    def close(self) -> None:
        """Nothing more comes."""


def progress_for(stream: TextIO) -> Progress:
    """Live on a terminal, plain lines otherwise."""
    return LiveProgress(stream) if stream.isatty() else PlainProgress(stream)


class PlainProgress:
    """One line a page, for pipes, files and cron.

    Args:
        stream: where the lines go.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._began: dict[str, float] = {}

    def page_read(self, harvest: Harvest, number: int) -> None:
        """``secondowelfare/sdgs/partnership: page 3 of 9, 42 teasers, 0.9 pages/s, 7 s left``."""
        self._say(f"{harvest.key.tag_id}: {state_words(harvest, number, self._began)}")

    def harvest_ended(self, outcome: Outcome) -> None:
        """The verdict of a harvest."""
        self._say(f"{outcome.key.tag_id}: {outcome.verdict}")

    def close(self) -> None:
        """Nothing is left open."""

    def _say(self, text: str) -> None:
        print(one_line(text), file=self._stream, flush=True)


class LiveProgress:
    """One moving line for every harvest that runs; log lines are printed above.

    Args:
        stream: the terminal.
    """

    def __init__(self, stream: TextIO) -> None:
        from rich.console import Console
        from rich.progress import Progress as RichProgress
        from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn
        from rich.table import Column

        self._console = Console(file=stream, highlight=False, markup=False)
        self._bar: RichProgress = RichProgress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False, table_column=Column(no_wrap=True, overflow="ellipsis")),
            TimeElapsedColumn(),
            console=self._console,
            transient=True,
        )
        self._tasks: dict[str, TaskID] = {}
        self._began: dict[str, float] = {}
        self._bar.start()
        self._log_stream = _redirected_log(self._console)

    def page_read(self, harvest: Harvest, number: int) -> None:
        """Move the harvest's line on."""
        text = one_line(f"{harvest.key.slug}: {state_words(harvest, number, self._began)}")
        if harvest.harvest_id not in self._tasks:
            self._tasks[harvest.harvest_id] = self._bar.add_task(text, total=None)
        self._bar.update(self._tasks[harvest.harvest_id], description=text)

    def harvest_ended(self, outcome: Outcome) -> None:
        """Take the harvest's line away."""
        task = self._tasks.pop(outcome.harvest_id, None)
        if task is not None:
            self._bar.remove_task(task)

    def close(self) -> None:
        """Leave the terminal as it was."""
        self._bar.stop()
        handler = get_scrapy_root_handler()
        if self._log_stream is not None and isinstance(handler, logging.StreamHandler):
            handler.setStream(self._log_stream)


def state_words(harvest: Harvest, number: int, began: dict[str, float]) -> str:
    """How far a harvest is: ``page 3 of 9, 42 teasers, 0.9 pages/s, 7 s left``.

    Args:
        harvest: with the page that was just read.
        number: of that page.
        began: harvest id to the time of its first page; filled here.
    """
    now = time.monotonic()
    start = began.setdefault(harvest.harvest_id, now)
    of = f" of {harvest.last_page}" if harvest.last_page and harvest.last_page >= number else ""
    pages = harvest.walk.pages
    if pages < 2 or now <= start:
        return f"page {number}{of}, {harvest.teasers_in} teasers"
    rate = (pages - 1) / (now - start)
    left = f", {_duration((harvest.last_page or 0) - number, rate)} left" if of else ""
    return f"page {number}{of}, {harvest.teasers_in} teasers, {rate:.1f} pages/s{left}"


def _duration(n_pages: int, rate: float) -> str:
    """How long pages take: ``45 s``, ``3 min``, ``2.5 h``."""
    seconds = n_pages / rate
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 100 * 60 else f"{seconds / 3600:.1f} h"


class _ConsoleStream:
    """A stream for log handlers that prints above the live lines."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def write(self, text: str) -> None:
        if text.strip():
            self._console.print(text.rstrip("\n"), markup=False, highlight=False, soft_wrap=True)

    def flush(self) -> None:
        return


def _redirected_log(console: Console) -> TextIO | None:
    """Send the terminal's log lines through the console; the stream they went to before, None without one."""
    handler = get_scrapy_root_handler()
    if not isinstance(handler, logging.StreamHandler) or isinstance(handler, logging.FileHandler):
        return None
    return handler.setStream(_ConsoleStream(console)) or sys.stderr
