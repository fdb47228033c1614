"""Reading pages again that may have shifted while the list was read: which next, and when it is enough. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sw_scraper.crawl.past import Past
    from sw_scraper.crawl.shifts import Shifts

_MOST = 40


class Rereads:
    """The pages still to be read again.

    Args:
        addresses: of all pages of the list, in reading order.
        doubtful: indexes of those to read again.
        entered: entries that came in at the top while the list was read and were not seen yet.

    Attributes:
        found: entries that only the second reading saw.
        total: pages that were asked for again.
    """

    def __init__(self, addresses: Sequence[str], doubtful: Collection[int], entered: int) -> None:
        self._addresses = addresses
        self._waiting = sorted(doubtful)
        self._asked: set[int] = set()
        self._entered = entered
        self._at = 0
        self.found = 0
        self.total = 0

    @classmethod
    def of(cls, shifts: Shifts, past: Past | None) -> Self:
        """What is to be read again of a list."""
        return cls([page.asked for page in shifts.pages], shifts.doubtful(past), shifts.entered)

    def next(self) -> str | None:
        """The next address; None when all is read."""
        if not self._waiting or self.total >= _MOST:
            return None
        self._at = self._waiting.pop(0)
        self._asked.add(self._at)
        self.total += 1
        return self._addresses[self._at]

    @property
    def number(self) -> int:
        """Of the page that is being read again, 1-based in reading order."""
        return self._at + 1

    def read(self, entries: Sequence[str], known: Collection[str]) -> None:
        """A page came.

        Args:
            entries: identities in page order.
            known: what was seen before.
        """
        fresh = [identity for identity in entries if identity not in known]
        self.found += len(fresh)
        self._entered -= len(fresh)
        if fresh and entries[0] == fresh[0] and self._at:
            self._want(self._at - 1)  # more slipped up than this page holds
        if self._entered > 0 and fresh:
            self._want(self._at + 1)  # more came in than the pages before hold

    def _want(self, at: int) -> None:
        if at not in self._asked and at not in self._waiting and at < len(self._addresses):
            self._waiting = sorted([*self._waiting, at])
