"""Pauses that servers ask for (Retry-After) and that we take by ourselves after failures, by origin.

The handler notes them before anything else can be sent, and waits for their end; the retry middleware waits too, before
a request takes a place in its host's queue.
"""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import TYPE_CHECKING, ClassVar
from weakref import WeakKeyDictionary

from sw_scraper.crawl.failures import RateLimitedError, StoppedError
from sw_scraper.crawl.limits import Limits

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from sw_scraper.crawl.origin import Origin

_A_YEAR = 366 * 24 * 3600
_STEP = 0.2


class Pauses:
    """Until when each origin is left alone.

    Args:
        crawler: its end ends every wait.
    """

    _of: ClassVar[WeakKeyDictionary[Crawler, Pauses]] = WeakKeyDictionary()

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._longest = Limits.of(crawler.settings).retry_wait_s
        self._ends: dict[Origin, float] = {}

    @classmethod
    def of(cls, crawler: Crawler) -> Pauses:
        """The crawler's one object, made when first asked for."""
        if crawler not in cls._of:
            cls._of[crawler] = cls(crawler)
        return cls._of[crawler]

    def go_on_from(self, before: Pauses) -> None:
        """Keep the pauses of a crawler that was at the same host just before."""
        self._ends.update(before._ends)

    def hold(self, origin: Origin, seconds: float) -> None:
        """Leave an origin alone for so long; a longer pause that is under way stays."""
        self._ends[origin] = max(self._ends.get(origin, 0.0), monotonic() + seconds)

    async def wait(self, origin: Origin, *, url: str) -> None:
        """Wait until the origin may be asked.

        Raises:
            RateLimitedError: that is further away than anyone should wait for.
            StoppedError: the run was ended meanwhile.
        """
        while (left := self._ends.get(origin, 0.0) - monotonic()) > 0:
            if left > self._longest:
                raise RateLimitedError(f"The site asks for a pause of {left:,.0f} s", url=url)
            if self.is_closing():
                raise StoppedError(url=url)
            await asyncio.sleep(min(left, _STEP))

    def is_closing(self) -> bool:
        """Whether the run is being ended."""
        engine = self._crawler.engine
        slot = getattr(engine, "_slot", None)  # Scrapy tells nobody else that a spider is being closed
        return slot is not None and slot.closing is not None


def asked_pause(retry_after: str, date: str) -> float | None:
    """The pause that a Retry-After asks for, in seconds; None when it is not given or is nonsense.

    Args:
        retry_after: the header's value: seconds, or a date.
        date: the answer's Date header, because a date is meant by the server's own clock; "" takes ours.
    """
    seconds = retry_after.strip(" \t")
    if re.fullmatch(r"[0-9]{1,12}", seconds):
        wait = float(seconds)
    else:
        moment = _http_date(retry_after)
        now = _http_date(date) or datetime.now(UTC)
        wait = (moment - now).total_seconds() if moment else -1.0
    return wait if 0 <= wait <= _A_YEAR else None


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
