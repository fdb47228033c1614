"""Downloader middleware that refuses addresses off the site before anything else is done for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sw_scraper.crawl.failures import BadUrlError, OffOriginError
from sw_scraper.crawl.origin import Origin, Origins

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler


class OriginGuard:
    """Stands before robots.txt is asked for, so that not even that request leaves the site.

    The handler checks again: it is the one that must be right.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._origins = Origins.of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Refuse what the harvest may not visit.

        Raises:
            BadUrlError, OffOriginError: it may not.
        """
        if Origin.of(request.url) is None:
            raise BadUrlError(url=request.url[:200])
        if not self._origins.allows(
            request.meta.get("sw_harvest"), request.url, robots=bool(request.meta.get("sw_robots"))
        ):
            raise OffOriginError(url=request.url[:200])
