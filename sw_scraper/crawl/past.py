"""What a tag listed when its list was last read properly, in its order: an incremental walk compares with it. Pure."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

NOTE = "counts"
"""Under this name the counts of a sweep stand in the notes of its commit."""
_IN_ORDER = 3 / 4
_FEW_PAIRS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How long a list was, and what its first page said of that.

    Attributes:
        found: articles read.
        expected: entries that the page says there are; None when it does not say.
        last_page: the highest page number that it names; None without any.
        page_size: entries on it.
    """

    found: int
    expected: int | None = None
    last_page: int | None = None
    page_size: int = 0

    @classmethod
    def of_note(cls, text: str | None) -> Self | None:
        """The counts that a commit's note holds; None without one, or for a note that cannot be read."""
        try:
            return cls(**json.loads(text)) if text else None
        except (ValueError, TypeError):
            return None

    def note(self) -> str:
        """The counts as text for a commit's notes."""
        return json.dumps(asdict(self), separators=(",", ":"))

    def disagreement(self, before: Counts | None) -> str | None:
        """Why the list cannot be as long as it is believed to be; None when nothing speaks against it.

        Args:
            before: of the last sweep: what a site says wrongly every time is no news.
        """
        usual = (before.expected - before.found) if before and before.expected is not None else 0
        if self.expected is not None and self.expected - self.found != usual:
            return f"the site says there are {self.expected:,}, and {self.found:,} are known"
        if before is None or None in (self.last_page, before.last_page) or self.page_size != before.page_size:
            return None
        size = self.page_size
        # Where a first page has an entry less or more than others, borders lie elsewhere: any place of theirs will do.
        if any(
            -(-(before.found + shift) // size) == before.last_page
            and -(-(self.found + shift) // size) == self.last_page
            for shift in range(1 - size, size)
        ):
            return None
        usual_pages = abs(-(-before.found // size) - (before.last_page or 0)) > 1
        if usual_pages and self.last_page == before.last_page:
            return None
        return f"the site names {self.last_page:,} pages, and {self.found:,} articles are known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """The list as it was last read, with all that was read of its newest end since.

    Attributes:
        hashes: article_id to content hash, in the order of the list.
        pinned: article_ids that stand on top though others are newer.
        listed: every article_id that the tag lists, those included that only a part of the list was read for.
        counts: of the last sweep.
        page_size: entries on the first page.
        newest_first: the list is in the order of its dates, as far as it has any.
    """

    hashes: Mapping[str, str]
    pinned: frozenset[str] = frozenset()
    listed: frozenset[str] = frozenset()
    counts: Counts | None = None
    page_size: int = 0
    newest_first: bool = True
    ranks: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "ranks", {identity: rank for rank, identity in enumerate(self.hashes)})


def pinned_of(
    order: Sequence[str], days: Mapping[str, date | None], since: Mapping[str, int], *, span: int
) -> set[str]:
    """What stands on top of a list without being its newest: older by its date, or there before what stands below.

    Args:
        order: article_ids as they were read.
        days: when each was published.
        since: the number of the harvest that first had each; it speaks where dates are missing.
        span: how far below one is looked for something newer.
    """
    found: set[str] = set()
    for place, identity in enumerate(order[:span]):
        below = order[place + 1 : place + 1 + span]
        day = days.get(identity)
        if day is not None:
            newer = any(other is not None and other > day for other in map(days.get, below))
        else:
            newer = any(days.get(other) is None and since[other] > since[identity] for other in below)
        if not newer:
            break
        found.add(identity)
    return found


def is_newest_first(days: Sequence[date | None]) -> bool:
    """Whether a list goes from new to old; True where too few dates speak.

    Args:
        days: in the order of the list.
    """
    known = [day for day in days if day is not None]
    pairs = [(above, below) for above, below in pairwise(known) if above != below]
    return len(pairs) < _FEW_PAIRS or sum(above > below for above, below in pairs) >= len(pairs) * _IN_ORDER
