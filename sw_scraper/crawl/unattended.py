"""A list harvested by cron, by systemd or by a person: lock, log file, failure command, what is printed."""

from __future__ import annotations

import hashlib
import logging
import random
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING

from sw_scraper import __version__
from sw_scraper.crawl import exitcodes
from sw_scraper.crawl.alerts import judged, read_troubles, run_command, write_troubles
from sw_scraper.crawl.launch import print_lines
from sw_scraper.crawl.list_report import closing_line, is_problem, problem_lines, tag_lines
from sw_scraper.crawl.list_run import list_settings, run_lanes, with_tags_found
from sw_scraper.crawl.log import OneLineFormatter, one_line
from sw_scraper.crawl.progress import progress_for, state_words
from sw_scraper.errors import ConfigError
from sw_scraper.store.layout import WORK
from sw_scraper.store.locks import held

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import timedelta

    from sw_scraper.crawl.harvest import Harvest
    from sw_scraper.crawl.harvest_list import HarvestList
    from sw_scraper.crawl.list_run import ListEnd
    from sw_scraper.crawl.outcome import Outcome
    from sw_scraper.crawl.progress import Progress

_LOG_BYTES = 1_000_000
_LOG_FILES = 5
_WHEN = "%Y-%m-%dT%H:%M:%SZ"
_PLAIN = "%(asctime)s %(levelname)s %(message)s"

story = logging.getLogger("sw_scraper.story")
"""What a person would want to read of a run: its pages, its verdicts, its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unattended:
    """How a list is harvested.

    Attributes:
        quiet: with exit code 0 nothing is printed, and else only what is wrong.
        log: a file that tells each run in plain lines; rotated at 1 MB, five old ones are kept. None for none.
        lock: held while the list is harvested; None for a file in the dataset's folder for work.
        on_failure: the failure command; None takes that of the list.
        random_delay: wait up to so long before the first request; None for no wait.
    """

    quiet: bool = False
    log: Path | None = None
    lock: Path | None = None
    on_failure: str | None = None
    random_delay: timedelta | None = None


def harvest_list(listed: HarvestList, settings: Mapping[str, str], how: Unattended) -> int:
    """Harvest a list; the exit code.

    Args:
        listed: the list, checked.
        settings: of the command line.
        how: quiet or not, and what stands around the run.

    Raises:
        ConfigError: a setting or the log file is wrong (the user acts); nothing was requested.
        StoreLockedError: the list is being harvested already.
        StoreError: the lock cannot be written.
    """
    made = list_settings(listed, settings, silent=how.quiet)
    with story_file(how.log):
        if how.random_delay is not None:
            time.sleep(random.uniform(0, how.random_delay.total_seconds()))  # noqa: S311  # no secret
        lock = how.lock or listed.folder / WORK / f"list-{hashlib.sha256(listed.name.encode()).hexdigest()[:12]}.lock"
        with held(lock, what=f"the list {one_line(listed.name)}"):
            listed, failed = with_tags_found(listed, made)
            first = one_line(f"sw_scraper {__version__}, data in {listed.folder}, {len(listed.targets)} tags")
            story.info(first)
            if not how.quiet:
                print(first, file=sys.stderr, flush=True)
            began = time.monotonic()
            end = run_lanes(listed, made, lambda: _Storyteller(None if how.quiet else progress_for(sys.stderr)))
            end.outcomes += failed
            code = _code_of(end)
            _tell(end, listed, how, seconds=time.monotonic() - began)
            _alert(end, listed, how, code)
    return code


def _code_of(end: ListEnd) -> int:
    code = exitcodes.exit_code(
        [outcome.verdict for outcome in end.outcomes],
        bugs=len(end.bugs),
        interrupted=end.interrupted,
        store_failed=end.store_error is not None,
    )
    return exitcodes.PARTIAL if code == exitcodes.OK and end.monitors else code


def _tell(end: ListEnd, listed: HarvestList, how: Unattended, *, seconds: float) -> None:
    """Print and log how it went."""
    wrong = [outcome for outcome in end.outcomes if is_problem(outcome)]
    lines = [line for outcome in wrong for line in problem_lines(outcome)]
    if end.bugs:
        lines += [f"This is a bug in sw_scraper: {one_line(end.bugs[0])}", f"  where  {end.log_file or 'see above'}"]
    if end.store_error is not None and not any(outcome.failure_class == "store" for outcome in wrong):
        lines.append(one_line(f"error: {end.store_error}"))
    lines += [one_line(line) for line in end.monitors]
    if end.interrupted is not None:
        done = sum(outcome.result is not None for outcome in end.outcomes)
        lines.append(f"Interrupted: {done} of {len(listed.targets)} harvests committed, nothing half; run it again")
    last = closing_line(end, listed=len(listed.targets), seconds=seconds)
    for line in lines:
        story.warning(line)
    story.info(last)
    if not how.quiet:
        print_lines([*tag_lines(end), last], sys.stdout)
    print_lines([*lines, *([last] if lines and how.quiet else [])], sys.stderr)


def _alert(end: ListEnd, listed: HarvestList, how: Unattended, code: int) -> None:
    """Call the failure command, if there is something to tell and somebody to be told."""
    command = how.on_failure or listed.on_failure
    if command is None or end.interrupted is not None:
        return
    work = listed.folder / WORK
    left, alerts = judged(read_troubles(work), end.outcomes, now=datetime.now(UTC))
    if alerts:
        fault = run_command(command, alerts, name=listed.name, exit_code=code)
        story.info("failure command: %s", fault or ", ".join(f"{one.event} {one.tag_id}" for one in alerts))
        if fault is not None:  # not told, so not remembered: the next run tries again
            print_lines([f"error: the failure command {fault}", f"  where  {one_line(command)}"], sys.stderr)
            return
    with suppress(OSError):  # a full disk is told by the harvests themselves
        write_troubles(work, left)


@contextmanager
def story_file(path: Path | None) -> Iterator[None]:
    """Keep the story of the runs in a file, as long as the block lasts.

    Args:
        path: of the file; None for none.

    Raises:
        ConfigError: it cannot be written.
    """
    story.setLevel(logging.INFO)
    story.propagate = False
    if path is None:
        story.addHandler(logging.NullHandler())
        yield
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = _QuietRotation(
            path, maxBytes=_LOG_BYTES, backupCount=_LOG_FILES, encoding="utf-8", errors="backslashreplace"
        )
    except OSError as error:
        raise ConfigError(
            f"the log file cannot be written ({error.strerror})", where=str(path), hint="Name another with --log."
        ) from error
    handler.setFormatter(_UtcFormatter(_PLAIN))
    story.addHandler(handler)
    try:
        yield
    finally:
        story.removeHandler(handler)
        handler.close()


class _UtcFormatter(OneLineFormatter):
    """One line a message, with the time in UTC."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802  # logging's own
        """When it was said."""
        return datetime.fromtimestamp(record.created, UTC).strftime(datefmt or _WHEN)


class _QuietRotation(RotatingFileHandler):
    """A log file that a full disk ends without a word: the harvest's own message says that the disk is full."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802, ARG002  # logging's own name
        """Give up writing."""
        self.setLevel(logging.CRITICAL + 1)


class _Storyteller:
    """Progress into the log file, and onto the terminal when somebody looks on.

    Args:
        screen: None when nothing is to be printed.
    """

    def __init__(self, screen: Progress | None) -> None:
        self._screen = screen
        self._began: dict[str, float] = {}

    def page_read(self, harvest: Harvest, number: int) -> None:
        """A page of the list was read."""
        story.info("%s: %s", harvest.key.tag_id, state_words(harvest, number, self._began))
        if self._screen is not None:
            self._screen.page_read(harvest, number)

    def harvest_ended(self, outcome: Outcome) -> None:
        """A harvest is over."""
        story.info("%s: %s: %s", outcome.key.tag_id, outcome.verdict, outcome.reason)
        if self._screen is not None:
            self._screen.harvest_ended(outcome)

    def close(self) -> None:
        """Nothing more comes."""
        if self._screen is not None:
            self._screen.close()
