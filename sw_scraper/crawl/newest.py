"""Where the newest end of a list ends: enough known, unchanged articles in a row. Pure.

A pinned article is known and says nothing of what stands below it, so it neither counts nor breaks the row. The row
must be in the order that is known, and every known article that should stand above it and does not (gone, or the row
is one of articles that were pinned together) makes it longer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sw_scraper.crawl.past import Past
    from sw_scraper.crawl.steps import Entry

MARGIN = 5
"""So many more in a row after news, and for each article that is missed."""
_LEAST = 3
_MOST_MISSED = 3


@dataclass(slots=True, kw_only=True)
class NewestEnd:
    """Follows the entries of a list from its top.

    Attributes:
        past: what is known.
        page_size: entries on the first page: so many in a row are enough where nothing is new.
        row: how many known, unchanged articles were read in a row.
        news: something was read that is not known, or not known like that.
    """

    past: Past
    page_size: int
    row: int = 0
    news: bool = False
    _begin: int = 0
    _last: int = -1
    _pinned: int = 0
    _seen: set[str] = field(default_factory=set)

    def read(self, entries: Sequence[Entry]) -> None:
        """Go on with the entries of a page."""
        for entry in entries:
            if entry.identity in self._seen:
                continue
            self._seen.add(entry.identity)
            same = self.past.hashes.get(entry.identity) == entry.content_hash
            self.news = self.news or not same
            if entry.identity in self.past.pinned:
                self._pinned += 1
            elif not same:
                self.row, self._last = 0, -1
            else:
                self._count(self.past.ranks[entry.identity])

    def _count(self, rank: int) -> None:
        """One more in the row, or, where the known order says otherwise, the first of a new one."""
        if self.row == 0 or rank < self._last:
            self.row, self._begin = 0, rank
        self.row, self._last = self.row + 1, rank

    @property
    def is_reached(self) -> bool:
        """Nothing that is new can stand further down, as far as the list keeps its order."""
        missed = self._missed()
        if not self.row or missed > _MOST_MISSED:
            return False
        least = max(min(_LEAST, self.page_size), self.page_size - self._pinned)
        return self.row >= least + MARGIN * (missed + self.news)

    def _missed(self) -> int:
        """Known articles that belong above the end of the row and were not read; more than enough are not counted."""
        missed = 0
        for identity, rank in self.past.ranks.items():
            if rank >= self._last or missed > _MOST_MISSED:
                break
            missed += identity not in self._seen and identity not in self.past.pinned
        return missed
