"""Ctrl-C and SIGTERM: the run ends within seconds, and nothing half is committed."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scrapy.crawler import AsyncCrawlerProcess

    from sw_scraper.crawl.run import Run

GRACE_S = 1.5
"""How long requests that are under way may still take; what they bring is thrown away."""

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interruption:
    """The signal handlers of a run.

    Args:
        process: that runs.
        runs: gives the runs that are under way.

    Attributes:
        number: of the signal that came; None before.
    """

    def __init__(self, process: AsyncCrawlerProcess, runs: Callable[[], Sequence[Run]]) -> None:
        self._process = process
        self._runs = runs
        self.number: int | None = None
        self._before: dict[int, Any] = {}
        self._stopping: asyncio.Task[None] | None = None

    def install(self) -> None:
        """Take the signals over."""
        for number in _SIGNALS:
            self._before[number] = signal.signal(number, self._on_signal)

    def restore(self) -> None:
        """Give the signals back."""
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _on_signal(self, number: int, _frame: object) -> None:
        """Note the signal; everything else happens in the reactor, where no commit is under way."""
        from twisted.internet import reactor

        reactor.callFromThread(self._stop, number)

    def _stop(self, number: int) -> None:
        """Let go of every harvest that is not committed, then stop."""
        again, self.number = self.number is not None, number
        runs = self._runs()
        if not runs or again:
            self._force()
            return
        for run in runs:
            run.interrupted = number
            for harvest in list(run.harvests.values()):
                run.release(harvest)
        self._stopping = asyncio.ensure_future(self._process.stop())
        asyncio.get_event_loop().call_later(GRACE_S, self._force)

    def _force(self) -> None:
        """Cancel what is still under way; the run ends when it is gone."""
        for task in asyncio.all_tasks():
            if task is not self._stopping:
                task.cancel()
        asyncio.get_event_loop().call_later(GRACE_S, self._stop_reactor)

    def _stop_reactor(self) -> None:
        """The last resort."""
        from twisted.internet import reactor

        if reactor.running:
            reactor.stop()  # type: ignore[misc]  # the module's declared type is not that of the installed reactor
