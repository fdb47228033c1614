"""Downloader middleware that asks again, when it makes sense, as often as it makes sense, and not before it is welcome.

A server that asks for a pause (Retry-After) gets it, for all requests to its origin; requests to other hosts go on. A
pause longer than ``SW_RETRY_WAIT_MAX_S`` ends the page at once, with the answer that asked for it.
"""

from __future__ import annotations

import asyncio
import logging
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import TYPE_CHECKING

from sw_scraper.crawl.failures import (
    ConnectionTimeoutError,
    CutError,
    DnsError,
    EncodingError,
    FetchError,
    FirstByteTimeoutError,
    MalformedError,
    RefusedError,
    StalledError,
    StoppedError,
)
from sw_scraper.crawl.limits import Limits
from sw_scraper.crawl.origin import Origin
from sw_scraper.crawl.tally import Tallies

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)

RETRIES_BY_STATUS = {408: 2, 425: 2, 429: 4, 500: 2, 502: 3, 503: 4, 504: 2, 520: 2, 521: 2, 522: 2, 523: 2, 524: 2}
"""Status to how often a page is asked for again."""

RETRIES_BY_FAILURE: dict[type[FetchError], int] = {
    DnsError: 1,
    RefusedError: 1,
    ConnectionTimeoutError: 1,
    FirstByteTimeoutError: 1,
    StalledError: 1,
    CutError: 3,
    MalformedError: 1,
    EncodingError: 1,
}
"""Failure to how often; what stands not here (too large, too slow as a whole, off the site) stays as it is."""

_A_YEAR = 366 * 24 * 3600
_STEP = 0.2


class PatientRetryMiddleware:
    """Asks again after failures that may pass.

    Reads ``dont_retry`` and ``max_retry_times`` from the request's meta; writes ``retry_times`` and ``sw_waited_s``.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._limits = Limits.of(crawler.settings)
        # A replay serves the last of the recorded attempts.
        self._enabled = crawler.settings.getbool("RETRY_ENABLED") and not crawler.settings.get("SW_REPLAY")
        self._tallies = Tallies.of(crawler)
        self._not_before: dict[Origin, float] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Hold a request back until its origin may be asked again.

        Raises:
            StoppedError: the run was ended meanwhile.
        """
        origin = Origin.of(request.url)
        while origin is not None and (left := self._not_before.get(origin, 0.0) - monotonic()) > 0:
            if self._is_closing():
                raise StoppedError(url=request.url)
            await asyncio.sleep(min(left, _STEP))

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Another attempt, or the response as it is."""
        allowed = RETRIES_BY_STATUS.get(response.status, 0)
        if not allowed:
            return response
        asked = _retry_after(response) if response.status in {429, 503} else None
        return self._again(request, allowed, f"HTTP status {response.status}", asked=asked) or response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Another attempt, or None: the failure stays."""
        allowed = RETRIES_BY_FAILURE.get(type(exception), 0) if isinstance(exception, FetchError) else 0
        return self._again(request, allowed, str(getattr(exception, "what", exception))) if allowed else None

    def _again(self, request: Request, allowed: int, reason: str, *, asked: float | None = None) -> Request | None:
        meta = request.meta
        times = meta.get("retry_times", 0)
        most = min(allowed, self._limits.retries, meta.get("max_retry_times", allowed))
        if not self._enabled or meta.get("dont_retry") or times >= most or self._is_closing():
            return None
        wait = max(self._limits.backoff_s * 2**times, asked or 0.0)
        waited = meta.get("sw_waited_s", 0.0) + wait
        if waited > self._limits.retry_wait_s:
            logger.info("Not asking for %s again: %s, and the wait would be %.0f s", request.url, reason, waited)
            return None
        self._hold(request, wait)
        again: Request = request.copy()
        again.dont_filter = True
        again.meta["retry_times"] = times + 1
        again.meta["sw_waited_s"] = waited
        self._tallies[meta.get("sw_harvest")].n_retries += 1
        if self._crawler.stats:
            self._crawler.stats.inc_value("retry/count")
        logger.info("Asking for %s again in %.0f s: %s", request.url, wait, reason)
        return again

    def _hold(self, request: Request, wait: float) -> None:
        origin = Origin.of(request.url)
        if origin is not None:
            self._not_before[origin] = max(self._not_before.get(origin, 0.0), monotonic() + wait)

    def _is_closing(self) -> bool:
        engine = self._crawler.engine
        slot = getattr(engine, "_slot", None)  # Scrapy tells nobody else that a spider is being closed
        return engine is not None and bool(slot is None or slot.closing)


def _retry_after(response: Response) -> float | None:
    """The pause that is asked for, in seconds; None when it is not given or is nonsense."""
    text = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if re.fullmatch(r"\d{1,12}", text):
        wait = float(text)
    else:
        moment = _http_date(text)
        # By the server's own clock where it gives one.
        now = _http_date((response.headers.get("Date") or b"").decode("latin-1")) or datetime.now(UTC)
        wait = (moment - now).total_seconds() if moment else -1.0
    return wait if 0 <= wait <= _A_YEAR else None


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
