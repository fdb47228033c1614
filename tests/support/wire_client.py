"""The download handler on its own: fetches without an engine, for tests of what it does on the wire."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider
from scrapy.crawler import Crawler

from sw_scraper.crawl.handler import WireHandler
from sw_scraper.crawl.origin import Origins
from sw_scraper.crawl.recordings import Recordings
from sw_scraper.crawl.tally import Tallies
from sw_scraper.crawl.wiring import WIRE_SETTINGS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from scrapy.http import Response

    from sw_scraper.crawl.tally import Tally

HARVEST = "20261122T020304Z-00000000"


class OneSpider(Spider):
    """Stands for any spider."""

    name = "one"


def make_crawler(**settings: Any) -> Crawler:
    """A crawler with the project's wiring, not started."""
    return Crawler(OneSpider, {**WIRE_SETTINGS, **settings})


class WireClient:
    """One harvest's handler; every fetch belongs to the harvest :data:`HARVEST`.

    Args:
        start_url: its origin is the one that may be visited.
        warc: a file to record into; None records nothing.
        settings: of Scrapy and of ours.
    """

    def __init__(self, start_url: str, *, warc: Path | None = None, **settings: Any) -> None:
        self.crawler = make_crawler(**settings)
        Origins.of(self.crawler).open(HARVEST, start_url)
        if warc:
            info = {"software": "test", "sw-start-url": start_url}
            Recordings.of(self.crawler).open(HARVEST, warc, info)
        self.handler = WireHandler(self.crawler)
        self.last: Request | None = None

    @property
    def tally(self) -> Tally:
        """What the harvest cost."""
        return Tallies.of(self.crawler)[HARVEST]

    async def fetch(self, url: str, *, meta: Mapping[str, Any] | None = None, **kwargs: Any) -> Response:
        """One page."""
        self.last = Request(url, meta={"sw_harvest": HARVEST, **(meta or {})}, **kwargs)
        return await self.handler.download_request(self.last)

    def run(self, *urls: str, **kwargs: Any) -> list[Response]:
        """Pages one after the other in one event loop; the first failure is raised."""

        async def all_of_them() -> list[Response]:
            try:
                return [await self.fetch(url, **kwargs) for url in urls]
            finally:
                await self.handler.close()

        return asyncio.run(all_of_them())

    def finish(self) -> Path:
        """End the recording; its file."""
        finished = Recordings.of(self.crawler).finish(HARVEST)
        assert finished is not None
        return finished[0]
