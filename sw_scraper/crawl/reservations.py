"""Downloader middleware that notes what a site says of text and data mining, and changes nothing by it.

Headers and pages cost nothing. The site's file ``/.well-known/tdmrep.json`` costs a request per origin and run, and is
asked for with the setting ``SW_TDMREP=True`` only: a harvest of an unchanged archive is to stay at one request.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http.request import NO_CALLBACK

from sw_scraper.crawl.failures import FetchError
from sw_scraper.crawl.limits import Limits
from sw_scraper.crawl.origin import Origin
from sw_scraper.crawl.robots_rules import product_token
from sw_scraper.crawl.tally import Tallies
from sw_scraper.extract.reservations import reservation_of_file, stated_reservation

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from sw_scraper.crawl.tally import TdmState

logger = logging.getLogger(__name__)

_FILE = "/.well-known/tdmrep.json"
_WORSE: dict[TdmState | None, int] = {None: 0, "unknown": 1, "no": 2, "yes": 3}


class ReservationsMiddleware:
    """Puts ``yes``, ``no`` or ``unknown`` into the tally of each harvest."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self._crawler = crawler
        self._tallies = Tallies.of(crawler)
        self._limits = Limits.of(settings)
        self._token = product_token(settings.get("ROBOTSTXT_USER_AGENT") or settings.get("USER_AGENT") or "")
        self._asks = settings.getbool("SW_TDMREP")
        self._files: dict[Origin, bytes] = {}
        self._locks: dict[Origin, asyncio.Lock] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Ask for the site's file before its first page, once an origin and run, where that is wanted."""
        origin = Origin.of(request.url)
        if not self._asks or origin is None or _is_ours(request):
            return
        async with self._locks.setdefault(origin, asyncio.Lock()):
            if origin not in self._files:
                self._files[origin] = await self._file(origin, request.meta.get("sw_harvest"))

    def process_response(self, request: Request, response: Response) -> Response:
        """Note what the response says; it goes on as it came."""
        if _is_ours(request) or response.status >= 400:
            return response
        tally = self._tallies[request.meta.get("sw_harvest")]
        headers = [
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, values in response.headers.items()
            for value in values
        ]
        origin = Origin.of(request.url)
        found = stated_reservation(headers, response.body, token=self._token)
        if origin in self._files and found is None:
            found = reservation_of_file(self._files[origin], request.url)
        state: TdmState = found or "unknown"
        if _WORSE[state] > _WORSE[tally.tdm_reserved]:
            tally.tdm_reserved = state
        return response

    async def _file(self, origin: Origin, harvest_id: str | None) -> bytes:
        """The file; empty when the site has none or it cannot be had."""
        meta = {
            "sw_harvest": harvest_id,
            "sw_tdmrep": True,
            "sw_stop_at": self._limits.robots_bytes,
            "sw_max_redirects": 2,
            "max_retry_times": 0,
            "download_timeout": self._limits.robots_s,
        }
        request = Request(f"{origin}{_FILE}", meta=meta, callback=NO_CALLBACK, dont_filter=True)
        assert self._crawler.engine is not None
        try:
            response = await self._crawler.engine.download_async(request)
        except FetchError as error:
            logger.info("%s of %s could not be read: %s", _FILE, origin, error.what)
            return b""
        return response.body if response.status == 200 else b""


def _is_ours(request: Request) -> bool:
    """A request for a file about the site and not for a page."""
    return bool(request.meta.get("sw_robots") or request.meta.get("sw_tdmrep"))
