"""One page, fetched like every other (robots.txt, limits, address checks), for commands that look at a page.

In a process of its own only: the reactor that it starts cannot be started again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from sw_scraper.crawl.arrivals import exchange_of
from sw_scraper.crawl.failures import FetchError
from sw_scraper.crawl.origin import Origins
from sw_scraper.crawl.prepare import user_agent
from sw_scraper.errors import ConfigError, PageError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.http import Response
    from twisted.python.failure import Failure

_KEY = "one-page"


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedPage:
    """One page as it came.

    Attributes:
        url: where redirects ended.
        status: the HTTP status, whatever it is.
        headers: by lower-case name; the last one where a name comes twice.
        body: decoded from its content coding.
        fetched_at: when the response began, UTC.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    fetched_at: datetime

    @property
    def content_type(self) -> str | None:
        """The Content-Type header; None when there was none."""
        return self.headers.get("content-type")


class _OnePageSpider(scrapy.Spider):
    """Asks for one address and keeps what came."""

    name = "one-page"

    def __init__(self, *, url: str, result: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._url = url
        self._result = result

    async def start(self) -> AsyncIterator[Any]:
        """The one request."""
        yield scrapy.Request(
            self._url,
            callback=self.keep,
            errback=self.keep_failure,
            meta={"sw_harvest": _KEY, "sw_start": True},
            dont_filter=True,
        )

    def keep(self, response: Response) -> None:
        """Keep the response."""
        self._result["page"] = FetchedPage(
            url=response.url,
            status=response.status,
            headers={
                name.decode("latin-1").lower(): values[-1].decode("latin-1")
                for name, values in response.headers.items()
                if values
            },
            body=response.body,
            fetched_at=exchange_of(response).fetched_at.astimezone(UTC),
        )

    def keep_failure(self, failure: Failure) -> None:
        """Keep the reason why there is no response."""
        self._result["error"] = failure.value


def fetch_page(url: str, settings: Mapping[str, Any] | None = None) -> FetchedPage:
    """Fetch one page politely.

    Args:
        url: http or https.
        settings: Scrapy settings, as ``-s`` gives them; None for the project's.

    Raises:
        ConfigError: the address or a setting cannot be used (the user acts).
        PageError: the page could not be fetched; the message says why (``crawl.failures`` has the classes).
    """
    made = Settings()
    made.setmodule("sw_scraper.settings", priority="project")
    made.setdict({"ITEM_PIPELINES": {}, "EXTENSIONS": {}, **dict(settings or {})}, priority="cmdline")
    made.set("USER_AGENT", user_agent(made.get("SW_CONTACT") or ""), priority="spider")
    result: dict[str, Any] = {}
    process = AsyncCrawlerProcess(made)
    crawler = process.create_crawler(_OnePageSpider)
    Origins.of(crawler).open(_KEY, url)
    process.crawl(crawler, url=url, result=result)
    process.start()
    error = result.get("error")
    if isinstance(error, ConfigError | FetchError):
        raise error
    if "page" not in result:
        raise PageError(f"the page could not be fetched ({error or 'the fetch was ended'})", where=url) from error
    page = result["page"]
    assert isinstance(page, FetchedPage)
    return page
