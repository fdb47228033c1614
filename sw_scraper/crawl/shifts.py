"""Lists that shift while they are read: how it is noticed, and which pages are read again. Pure.

What enters a list pushes entries down: the next page begins with what the last one ended with. What leaves it pulls
them up: an entry slips from the next page to the one that was read, and is on neither. The first shows by itself; the
second by a smaller count, or by an order of known articles that has a hole, or not at all: where neither a count nor
the past speaks for a border between two pages with something new beside it, the page above is read once more.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sw_scraper.crawl.past import Past

_MOST = 30
"""Pages that are read again for one list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSeen:
    """A page that was read.

    Attributes:
        asked: its address.
        entries: identities in page order.
        expected, last_page: what it says of the length of the list; None when it says nothing.
    """

    asked: str
    entries: tuple[str, ...]
    expected: int | None = None
    last_page: int | None = None


@dataclass(slots=True)
class Shifts:
    """Watches the borders between the pages of one list.

    Attributes:
        pages: in reading order.
        entered: entries that must have come in at the top while the list was read.
        noticed: what was noticed, one clause each.
        is_whole: the list was read to its end.
    """

    pages: list[PageSeen] = field(default_factory=list)
    entered: int = 0
    noticed: list[str] = field(default_factory=list)
    is_whole: bool = False
    _seen: set[str] = field(default_factory=set)

    def note(self, page: PageSeen) -> None:
        """A page of the list was read."""
        self.pages.append(page)
        self._seen.update(page.entries)

    def doubtful(self, past: Past | None) -> list[int]:
        """The pages to read again, as indexes, first page first; empty for a list that stood still.

        Args:
            past: the order that is known; None for a list that was never read.
        """
        if not self.pages or self._overlaps_by_design():
            return []
        wanted: set[int] = set()
        for at in range(len(self.pages) - 1):
            wanted |= self._border(at, past)
        wanted |= self._moved() | self._tail(past)
        if not wanted and past is None:
            wanted |= self._too_few()
        return sorted(wanted)[:_MOST]

    def _overlaps_by_design(self) -> bool:
        """Every page begins with what the one above ended with."""
        borders = list(pairwise(self.pages))
        return len(borders) > 2 and all(overlap_of(above.entries, below.entries) for above, below in borders)

    def _border(self, at: int, past: Past | None) -> set[int]:
        """What the border below a page says."""
        above, below = self.pages[at], self.pages[at + 1]
        overlap = overlap_of(above.entries, below.entries)
        if overlap and overlap < len(below.entries):
            self.entered += overlap
            self.noticed.append(f"{overlap} moved from page {at + 1} to the next")
            return {0}
        lost = _less(above.expected, below.expected) or _less(above.last_page, below.last_page)
        if lost:
            self.noticed.append(f"the list got shorter below page {at + 1}")
            return {at}
        if past is None or not above.entries or not below.entries:
            return set()
        return {at} if self._has_hole(above.entries[-1], below.entries[0], past) else set()

    def _has_hole(self, last: str, first: str, past: Past) -> bool:
        """Something may have slipped through between two entries that follow each other on two pages."""
        begin, end = past.ranks.get(last), past.ranks.get(first)
        if begin is None or end is None or end < begin:
            return True
        order = list(past.hashes)
        return any(identity not in self._seen for identity in order[begin + 1 : end])

    def _tail(self, past: Past | None) -> set[int]:
        """The last page, where something known that belongs below it is on no page: it may have slipped up."""
        ranks = [past.ranks[identity] for identity in self.pages[-1].entries if identity in past.ranks] if past else []
        if past is None or not ranks or not self.is_whole:
            return set()
        below = list(past.hashes)[ranks[-1] + 1 :]
        return {len(self.pages) - 1} if any(identity not in self._seen for identity in below) else set()

    def _moved(self) -> set[int]:
        """Pages between two sights of one entry, where it is no overlap and not on page after page by design."""
        places: dict[str, list[int]] = {}
        for at, page in enumerate(self.pages):
            for identity in page.entries:
                places.setdefault(identity, []).append(at)
        found: set[int] = set()
        for identity, seen in places.items():
            if len(seen) == 2 and seen[1] > seen[0] and not self._overlaps(identity, seen[1]):
                found |= set(range(seen[0], seen[1]))
        return found if len(found) < len(self.pages) or len(self.pages) <= 2 else set()

    def _overlaps(self, identity: str, at: int) -> bool:
        above, below = self.pages[at - 1].entries, self.pages[at].entries
        return identity in below[: overlap_of(above, below)]

    def _too_few(self) -> set[int]:
        """Fewer entries than the first page said there are, by so few that they may have slipped through."""
        expected = self.pages[0].expected if self.pages else None
        if expected is None or not 0 < expected - len(self._seen) < len(self.pages):
            return set()
        self.noticed.append(f"{len(self._seen):,} of {expected:,} were found")
        return set(range(len(self.pages) - 1))


def overlap_of(above: Sequence[str], below: Sequence[str]) -> int:
    """How many entries a page begins with that the page above ended with.

    >>> overlap_of("abcd", "cdef")
    2
    >>> overlap_of("abcd", "efgh")
    0
    """
    longest = min(len(above), len(below))
    return next((size for size in range(longest, 0, -1) if list(above[-size:]) == list(below[:size])), 0)


def _less(above: int | None, below: int | None) -> bool:
    return above is not None and below is not None and below < above
