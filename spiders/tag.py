"""The spider ``tag``: harvests the archives of tags, page by page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import scrapy
from scrapy import signals
from scrapy.exceptions import CloseSpider, DontCloseSpider

from sw_scraper.crawl.arguments import CrawlPlan, parse_arguments
from sw_scraper.crawl.arrivals import exchange_of, read_arrival, trouble_of
from sw_scraper.crawl.enrich_requests import Enricher, note_root
from sw_scraper.crawl.items import HarvestEnd, PageItem
from sw_scraper.crawl.limits import Limits
from sw_scraper.crawl.prepare import prepare_settings
from sw_scraper.crawl.run import Run, host_of_target
from sw_scraper.crawl.validators import validator_of
from sw_scraper.errors import ConfigError, StoreError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response
    from twisted.python.failure import Failure

    from sw_scraper.crawl.harvest import Harvest
    from sw_scraper.crawl.progress import Progress
    from sw_scraper.crawl.steps import Arrival, Step


class TagSpider(scrapy.Spider):
    """Harvests tags; ``sw_scraper.crawl.arguments.ARGUMENTS`` has the arguments.

    Args:
        run: the run that it works for.
    """

    name = "tag"

    def __init__(self, run: Run, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.run = run
        self.enricher = Enricher(run)

    @classmethod
    def from_crawler(
        cls,
        crawler: Crawler,
        *args: Any,
        plan: CrawlPlan | None = None,
        progress: Progress | None = None,
        **kwargs: Any,
    ) -> Self:
        """Check the arguments and make the settings that follow from them.

        Args:
            crawler: Scrapy's.
            args: none.
            plan: arguments that were checked already; None checks ``kwargs``.
            progress: told while the run goes on.
            kwargs: the spider's arguments as text.

        Raises:
            ConfigError: an argument or setting is wrong (the user acts); nothing was requested.
        """
        checked = plan or parse_arguments(kwargs, today=datetime.now(UTC).date())
        folder = prepare_settings(crawler.settings, checked)
        run = Run(crawler, checked, folder)
        run.progress = progress
        spider = cls(run, *args)
        spider._set_crawler(crawler)
        crawler.signals.connect(spider.begin_next, signal=signals.item_scraped)
        crawler.signals.connect(spider.go_on, signal=signals.spider_idle)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """The first request of the first harvest of every host."""
        for host in self.run.hosts:
            for request in self._first_request(host):
                yield request

    def begin_next(self, item: Any) -> None:
        """A harvest was committed, and its tag let go: begin the next one of its host."""
        if isinstance(item, HarvestEnd):
            for request in self._first_request(item.host):
                self.crawler.engine.crawl(request)

    def go_on(self) -> None:
        """Nothing is under way: end what an error stranded, and begin what still waits.

        Raises:
            DontCloseSpider: a harvest was begun.
        """
        self.run.end_stranded()
        requests = [request for host in self.run.hosts for request in self._first_request(host)]
        for request in requests:
            self.crawler.engine.crawl(request)
        if requests:
            raise DontCloseSpider

    def parse_page(self, response: Response, harvest: Harvest, asked: str) -> Iterator[Any]:
        """Judge a response and go on."""
        if harvest.over:
            return
        if response.status == 304 and _was_conditional(response) and harvest.conditions():
            harvest.steps.append((asked, 0))
            harvest.note_fetch(exchange_of(response))
            harvest.confirm()
            yield from self._onward(harvest, harvest.walk.not_modified())
            return
        cpu_s = Limits.of(self.crawler.settings).page_cpu_s
        arrival = read_arrival(response, asked=asked, profile=harvest.profile, cpu_s=cpu_s)
        step = harvest.walk.arrived(arrival)
        harvest.steps.append((asked, step.number or 0))
        if arrival.page is not None and (step.number is not None or arrival.page.kind == "empty"):
            if harvest.tag_url is None and not self.run.settle(harvest, arrival.url):
                yield from self._first_request(host_of_target(harvest.target))
                return
            harvest.note_page(arrival.page, arrival.url)
            note_root(harvest, response)
        harvest.note_fetch(exchange_of(response))
        if step.number == 1:
            harvest.note_first_page(response.url, response.body)
            harvest.note_validator(validator_of(_plain_headers(response), url=asked, entries=arrival.entries))
        if step.number is not None:
            yield self._page_item(response, harvest, arrival, step)
        yield from self._onward(harvest, step)

    def parse_failure(self, failure: Failure) -> Iterator[Any]:
        """No response came: end the harvest, keeping what was read before."""
        harvest: Harvest = failure.request.cb_kwargs["harvest"]  # type: ignore[attr-defined]  # set by Scrapy
        if harvest.over:
            return
        error = failure.value
        assert error is not None
        if isinstance(error, ConfigError):  # a setting of the wire, read when it is first used
            self.run.config_error = error
            raise CloseSpider("configuration") from error
        if isinstance(error, StoreError):  # the recording cannot be written
            self.run.store_failed(error)
            return
        trouble = trouble_of(error)
        if trouble.failure_class == "bug":
            failure.raiseException()
        harvest.steps.append((failure.request.cb_kwargs["asked"], 0))  # type: ignore[attr-defined]  # likewise
        yield from self._onward(harvest, harvest.walk.failed(trouble))

    def _onward(self, harvest: Harvest, step: Step) -> Iterator[Any]:
        """The next request, or the end; a tag that is not at one address is looked for at the next."""
        if step.follow is not None and (trouble := self.run.over_budget(harvest)) is not None:
            step = harvest.walk.failed(trouble)
        if step.follow is not None:
            yield self._request(harvest, step.follow)
            return
        assert step.end is not None
        gone = step.end.verdict == "failed" and step.end.failure_class in ("http_404", "http_410")
        if gone and harvest.next_address():
            yield self._request(harvest, harvest.walk.first())
            return
        yield from self.enricher.finish(harvest, step.end, host=host_of_target(harvest.target))

    def _first_request(self, host: str) -> Iterator[Request]:
        """The first request of the next harvest of a host; none when it has no more."""
        harvest = self.run.next_harvest(host)
        if harvest is not None:
            yield self._request(harvest, harvest.walk.first())

    def _request(self, harvest: Harvest, url: str) -> Request:
        """A request of a harvest."""
        if harvest.walk.pages == 0:
            harvest.tried.append(url)
        return scrapy.Request(
            url,
            callback=self.parse_page,
            errback=self.parse_failure,
            headers=harvest.conditions(),
            cb_kwargs={"harvest": harvest, "asked": url},
            meta={"sw_harvest": harvest.harvest_id, "sw_start": harvest.walk.pages == 0},
            dont_filter=True,
        )

    def _page_item(self, response: Response, harvest: Harvest, arrival: Arrival, step: Step) -> PageItem:
        """A page of the list with the teasers that count."""
        page = arrival.page
        assert page is not None
        assert step.number is not None
        harvest.teasers_in += len(step.taken)
        if self.run.progress is not None:
            self.run.progress.page_read(harvest, step.number)
        teasers = tuple(page.teasers[index] for index in step.taken)
        entries = tuple(arrival.entries[index] for index in step.taken)
        self.enricher.note(harvest, teasers, entries)
        return PageItem(
            harvest_id=harvest.harvest_id,
            number=step.number,
            url=response.url,
            page=page,
            teasers=teasers,
            entries=entries,
            exchange=exchange_of(response),
        )


def _plain_headers(response: Response) -> dict[str, str | None]:
    """The validators of a response that came from the address that was asked for; none after a redirect."""
    if response.meta.get("redirect_urls"):
        return {}
    found = {name: response.headers.get(name) for name in ("ETag", "Last-Modified", "Date", "Cache-Control")}
    return {name: value.decode("latin-1") if value else None for name, value in found.items()}


def _was_conditional(response: Response) -> bool:
    """The request that was answered (the last one, after redirects) had a condition."""
    sent = response.request.headers if response.request is not None else {}
    return "If-None-Match" in sent or "If-Modified-Since" in sent
