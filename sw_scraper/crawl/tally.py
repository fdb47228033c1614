"""What each harvest cost on the wire: requests, retries, errors, bytes, and what robots.txt said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

RobotsState = Literal["allowed", "disallowed", "unreachable"]
TdmState = Literal["yes", "no", "unknown"]


@dataclass(slots=True)
class Tally:
    """The counts of one harvest; names as in the table ``harvests``.

    Attributes:
        n_requests: every request that went out, robots.txt, redirects and retries included.
        n_not_modified: answers of status 304.
        n_retries: requests that were made again.
        n_errors: requests that ended in a failure, and answers of status 400 or higher.
        wire_bytes: bodies as received; ``body_bytes`` after unpacking.
        robots: the worst that robots.txt said of a page of the harvest; None when it was not asked.
        tdm_reserved: whether any page reserves text and data mining; None when none came.
    """

    n_requests: int = 0
    n_not_modified: int = 0
    n_retries: int = 0
    n_errors: int = 0
    wire_bytes: int = 0
    body_bytes: int = 0
    robots: RobotsState | None = None
    tdm_reserved: TdmState | None = None


class Tallies:
    """The tallies of a run, one a harvest; requests of no harvest are counted under ``""``."""

    _of: ClassVar[WeakKeyDictionary[Crawler, Tallies]] = WeakKeyDictionary()

    def __init__(self) -> None:
        self._tallies: dict[str, Tally] = {}

    @classmethod
    def of(cls, crawler: Crawler) -> Tallies:
        """The crawler's one object, made when first asked for."""
        return cls._of.setdefault(crawler, cls())

    def __getitem__(self, harvest_id: str | None) -> Tally:
        return self._tallies.setdefault(harvest_id or "", Tally())
