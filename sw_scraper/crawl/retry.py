"""Downloader middleware that asks again, when it makes sense, as often as it makes sense, and not before it is welcome.

A server that asks for a pause (Retry-After) gets it, for all requests to its origin; requests to other hosts go on. A
pause longer than ``SW_RETRY_WAIT_MAX_S`` ends the page at once, with the answer that asked for it.
"""

from __future__ import annotations

import logging
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
)
from sw_scraper.crawl.limits import Limits
from sw_scraper.crawl.origin import Origin
from sw_scraper.crawl.pauses import Pauses, asked_pause
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

PAUSING = frozenset({429, 503})
"""Statuses whose Retry-After is a pause that is asked for."""


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
        self._pauses = Pauses.of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Hold a request back until its origin may be asked again, before it takes a place in the host's queue.

        Raises:
            RateLimitedError: that is further away than anyone should wait for.
            StoppedError: the run was ended meanwhile.
        """
        origin = Origin.of(request.url)
        if origin is not None:
            await self._pauses.wait(origin, url=request.url)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Another attempt, or the response as it is."""
        allowed = RETRIES_BY_STATUS.get(response.status, 0)
        if not allowed:
            return response
        asked = None
        if response.status in PAUSING:
            values = (response.headers.get(name) or b"" for name in ("Retry-After", "Date"))
            asked = asked_pause(*(value.decode("latin-1") for value in values))
        return self._again(request, allowed, f"HTTP status {response.status}", asked=asked) or response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Another attempt, or None: the failure stays."""
        allowed = RETRIES_BY_FAILURE.get(type(exception), 0) if isinstance(exception, FetchError) else 0
        return self._again(request, allowed, str(getattr(exception, "what", exception))) if allowed else None

    def _again(self, request: Request, allowed: int, reason: str, *, asked: float | None = None) -> Request | None:
        meta = request.meta
        times = meta.get("retry_times", 0)
        most = min(allowed, self._limits.retries, meta.get("max_retry_times", allowed))
        if not self._enabled or meta.get("dont_retry") or times >= most or self._pauses.is_closing():
            return None
        wait = max(self._limits.backoff_s * 2**times, asked or 0.0)
        waited = meta.get("sw_waited_s", 0.0) + wait
        if waited > self._limits.retry_wait_s:
            logger.info("Not asking for %s again: %s, and the wait would be %.0f s", request.url, reason, waited)
            return None
        origin = Origin.of(request.url)
        if origin is not None:
            self._pauses.hold(origin, wait)
        again: Request = request.copy()
        again.dont_filter = True
        again.meta["retry_times"] = times + 1
        again.meta["sw_waited_s"] = waited
        self._tallies[meta.get("sw_harvest")].n_retries += 1
        if self._crawler.stats:
            self._crawler.stats.inc_value("retry/count")
        logger.info("Asking for %s again in %.0f s: %s", request.url, wait, reason)
        return again
