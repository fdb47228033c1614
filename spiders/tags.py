"""The spider ``tags``: finds out which tags a site has; one request after the other."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import scrapy

from sw_scraper.crawl.arrivals import trouble_of
from sw_scraper.crawl.discover_run import ADDED, TagsPlan, adopter_of, parse_tags_arguments, prepare_tags_settings
from sw_scraper.crawl.discovery import Discovery
from sw_scraper.crawl.enrich_requests import answer_of
from sw_scraper.crawl.enrichment import Answer
from sw_scraper.crawl.origin import Origins
from sw_scraper.errors import ConfigError
from sw_scraper.store.discoveries import tag_item
from sw_scraper.store.records import new_harvest_id

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from sw_scraper.crawl.enrichment import Ask, Steps


class TagsSpider(scrapy.Spider):
    """Finds the tags of a site; ``sw_scraper.crawl.discover_run.ARGUMENTS`` has the arguments.

    Args:
        plan: the checked arguments.

    Attributes:
        plan: the same.
        discovery_id: of this look at the site.
        discovery: what was found.
        config_error: a setting that turned out to be wrong only when it was used.
    """

    name = "tags"
    # Tags are no teasers: they pass no pipeline of those, and -o writes them as they are.
    custom_settings = {  # noqa: RUF012 - as Scrapy declares it
        "ITEM_PIPELINES": {},
        "EXTENSIONS": {"scrapy.extensions.logstats.LogStats": None},
    }

    def __init__(self, plan: TagsPlan, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.plan = plan
        self.discovery_id = new_harvest_id(datetime.now(UTC))
        self.discovery = Discovery(start_url=plan.start_url, profile=plan.profile, only=plan.only)
        self.config_error: ConfigError | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, plan: TagsPlan | None = None, **kwargs: Any) -> Self:
        """Check the arguments and make the settings that follow from them.

        Args:
            crawler: Scrapy's.
            args: none.
            plan: arguments that were checked already; None checks ``kwargs``.
            kwargs: the spider's arguments as text.

        Raises:
            ConfigError: an argument or setting is wrong (the user acts); nothing was requested.
        """
        checked = plan or parse_tags_arguments(kwargs)
        prepare_tags_settings(crawler.settings, checked)
        spider = cls(checked, *args)
        spider._set_crawler(crawler)
        origins = Origins.of(crawler)
        origins.open(spider.discovery_id, checked.start_url, extra=checked.extra_origins)
        spider.discovery.adopt = adopter_of(origins, spider.discovery_id)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """The first request."""
        steps = self.discovery.steps()
        for request in self._go_on(steps, next(steps, None)):
            yield request

    def parse(self, response: Response, steps: Steps) -> Iterator[Any]:
        """An answer came."""
        yield from self._send(steps, answer_of(response))

    def parse_failure(self, failure: Failure) -> Iterator[Any]:
        """No answer came; the next way is tried.

        Raises:
            BaseException: an error that nobody foresaw.
        """
        error = failure.value
        assert error is not None
        if isinstance(error, ConfigError):
            self.config_error = error
            return
        trouble = trouble_of(error)
        if trouble.failure_class == "bug":
            failure.raiseException()
        answer = Answer(url=failure.request.url, trouble=trouble)  # type: ignore[attr-defined]  # set by Scrapy
        yield from self._send(failure.request.cb_kwargs["steps"], answer)  # type: ignore[attr-defined]  # likewise

    def _send(self, steps: Steps, answer: Answer) -> Iterator[Any]:
        try:
            ask: Ask | None = steps.send(answer)
        except StopIteration:
            ask = None
        yield from self._go_on(steps, ask)

    def _go_on(self, steps: Steps, ask: Ask | None) -> Iterator[Any]:
        if ask is None:
            for tag in self.discovery.found.values():
                yield tag_item(tag)
            return
        yield scrapy.Request(
            ask.url,
            callback=self.parse,
            errback=self.parse_failure,
            headers={"Accept": "application/json"} if ask.kind in ("taxonomies", "terms") else None,
            cb_kwargs={"steps": steps},
            meta={"sw_harvest": self.discovery_id, "sw_start": len(self.discovery.asked) == 1, ADDED: True},
            dont_filter=True,
        )
