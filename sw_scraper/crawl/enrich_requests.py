"""The requests of an enrichment: asked after the last page of a harvest, answered before its end.

All of them go through the one download handler, carry the harvest's id, and are recorded like its pages.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

import scrapy

from sw_scraper.crawl.arrivals import exchange_of, trouble_of
from sw_scraper.crawl.cpu_time import within_cpu_time
from sw_scraper.crawl.enrichment import FACT, Answer, Enrichment, Source
from sw_scraper.crawl.failures import CostlyPageError, explain, failure_class
from sw_scraper.crawl.items import HarvestEnd
from sw_scraper.crawl.limits import Limits
from sw_scraper.crawl.recordings import Recordings
from sw_scraper.crawl.steps import Trouble
from sw_scraper.errors import StoreError
from sw_scraper.extract.link_header import API, linked_url
from sw_scraper.model import Alternate
from sw_scraper.normalize.urls import host_of
from sw_scraper.store.texts import articles_with_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scrapy.http import Response
    from twisted.python.failure import Failure

    from sw_scraper.crawl.enrichment import Ask, Steps, Way
    from sw_scraper.crawl.harvest import Harvest
    from sw_scraper.crawl.run import Run
    from sw_scraper.crawl.steps import End, Entry
    from sw_scraper.extract.article import ArticleFacts
    from sw_scraper.model import Teaser

_ACCEPT = {
    "feed": "application/rss+xml,application/atom+xml,application/feed+json,application/xml;q=0.9,*/*;q=0.8",
    "article": "text/html,application/xhtml+xml,*/*;q=0.8",
}
_MOST_ARTICLES = 5000


def note_root(harvest: Harvest, response: Response) -> None:
    """Remember the root of the REST addresses that a page's Link header names."""
    header = ", ".join(value.decode("latin-1") for value in response.headers.getlist("Link"))
    root = linked_url(header, API, base=response.url) if header else None
    if root is not None:
        harvest.alternates.setdefault(root, Alternate(kind="api", url=root))


class Enricher:
    """Enriches the harvests of a run, one request after the other.

    Args:
        run: that the harvests belong to.
    """

    def __init__(self, run: Run) -> None:
        self.run = run

    def note(self, harvest: Harvest, teasers: Iterable[Teaser], entries: Iterable[Entry]) -> None:
        """Remember what the teasers of a page lack.

        Args:
            harvest: that read them.
            teasers: those that count.
            entries: one for each.
        """
        gaps = harvest.gaps
        gaps.keep_all = self.run.plan.enrich == "article" or (
            harvest.recording is not None and '"article"' in harvest.recording.facts.get(FACT, "")
        )
        for teaser, entry in zip(teasers, entries, strict=True):
            is_whole = teaser.date is not None and bool(teaser.authors)
            gaps.note(entry.identity, teaser.url, is_whole=is_whole, content_hash=entry.content_hash)

    def finish(self, harvest: Harvest, end: End, *, host: str) -> Iterator[Any]:
        """The first request of the enrichment, or the end of the harvest where there is nothing to ask.

        Args:
            harvest: whose list was read.
            end: of its walk.
            host: for the end.
        """
        done = HarvestEnd(harvest_id=harvest.harvest_id, end=end, host=host)
        steps = self._begin(harvest, end)
        if steps is None:
            yield done
            return
        ask = next(steps, None)
        yield from self._go_on(harvest, steps, ask, done)

    def parse(self, response: Response, harvest: Harvest, steps: Steps, done: HarvestEnd) -> Iterator[Any]:
        """An answer came."""
        if not harvest.over:
            harvest.note_fetch(exchange_of(response))
            yield from self._send(harvest, steps, answer_of(response), done)

    def parse_failure(self, failure: Failure) -> Iterator[Any]:
        """No answer came: it is told, and the harvest goes on."""
        arguments: dict[str, Any] = failure.request.cb_kwargs  # type: ignore[attr-defined]  # set by Scrapy
        harvest: Harvest = arguments["harvest"]
        if harvest.over:
            return
        error = failure.value
        assert error is not None
        if isinstance(error, StoreError):  # the recording cannot be written
            self.run.store_failed(error)
            return
        trouble = trouble_of(error)
        if trouble.failure_class == "bug":
            failure.raiseException()
        answer = Answer(url=failure.request.url, trouble=trouble)  # type: ignore[attr-defined]  # likewise
        yield from self._send(harvest, arguments["steps"], answer, arguments["done"])

    def _send(self, harvest: Harvest, steps: Steps, answer: Answer, done: HarvestEnd) -> Iterator[Any]:
        try:
            ask: Ask | None = steps.send(answer)
        except StopIteration:
            ask = None
        yield from self._go_on(harvest, steps, ask, done)

    def _go_on(self, harvest: Harvest, steps: Steps, ask: Ask | None, done: HarvestEnd) -> Iterator[Any]:
        if ask is not None:
            yield scrapy.Request(
                ask.url,
                callback=self.parse,
                errback=self.parse_failure,
                headers={"Accept": _ACCEPT.get(ask.kind, "application/json")},
                cb_kwargs={"harvest": harvest, "steps": steps, "done": done},
                # What is asked beside the list says nothing of the list: not its robots.txt, no long patience.
                meta={"sw_harvest": harvest.harvest_id, "sw_beside": True, "max_retry_times": 1},
                dont_filter=True,
            )
            return
        try:
            self._settle(harvest)
        except StoreError as error:
            self.run.store_failed(error)
            return
        yield done

    # ------------------------------------------------------------------ begin and end

    def _begin(self, harvest: Harvest, end: End) -> Steps | None:
        """The steps of the harvest's enrichment; None where nothing is to be asked."""
        way = self.run.plan.enrich
        if way == "none" or end.verdict == "failed" or harvest.tag_url is None:
            return None
        if harvest.recording is not None:
            return self._recorded(harvest)
        if harvest.not_modified or (end.verdict == "partial" and end.failure_class not in (None, "page_cap")):
            return None
        if end.scope == "newest" and not harvest.walk.has_news:
            return None
        articles = self._articles(harvest) if way == "article" else ()
        if not harvest.gaps.urls and not articles:
            return None
        harvest.enrichment = self._made(harvest, way, whole_list=end.scope == "full", articles=articles)
        return harvest.enrichment.steps()

    def _recorded(self, harvest: Harvest) -> Steps | None:
        assert harvest.recording is not None
        fact = harvest.recording.facts.get(FACT)
        if fact is None:
            return None
        # The way decides what is kept of an answer: article pages were read if the recording has any.
        way = "article" if '"article"' in fact else "auto"
        harvest.enrichment = self._made(harvest, cast("Way", way), whole_list=True, articles=())
        return harvest.enrichment.recorded_steps(fact)

    def _made(
        self, harvest: Harvest, way: Way, *, whole_list: bool, articles: tuple[tuple[str, str], ...]
    ) -> Enrichment:
        profile = harvest.profile
        url = harvest.tag_url or harvest.address.url
        host = host_of(url) or ""
        names = (profile.name, profile.key) if profile is not None else ()
        source = Source(
            tag_url=url,
            slug=harvest.key.slug,
            taxonomy=harvest.key.taxonomy,
            alternates=tuple(harvest.alternates.values()),
            site_names=(*names, host, host.rpartition(".")[0]),
            timezone=profile.timezone if profile is not None else None,
            whole_list=whole_list,
            n_rows=harvest.teasers_in,
            articles=articles,
        )
        zone = source.timezone
        cpu_s = Limits.of(self.run.crawler.settings).page_cpu_s

        def read(answer: Answer) -> ArticleFacts | None:
            from sw_scraper.extract.article import missing_extra, read_article

            if missing_extra() is not None:  # a replay on a machine without the extra
                return None
            parse = partial(read_article, answer.body, url=answer.url, content_type=answer.content_type, timezone=zone)
            try:
                return within_cpu_time(cpu_s, parse, url=answer.url)
            except CostlyPageError:  # told as a page that cannot be read
                return None

        return Enrichment(way=way, gaps=harvest.gaps, source=source, adopt=harvest.walk.adopt, read_article=read)

    def _articles(self, harvest: Harvest) -> tuple[tuple[str, str], ...]:
        """The articles whose pages are to be read: those that are new or changed, or have no text yet."""
        gaps = harvest.gaps
        listed = self.run.store.state_of(harvest.key.tag_id).listed
        have = articles_with_text(self.run.store.source, self.run.store.commits())
        found = [
            (identity, url)
            for identity, url in {**gaps.urls, **gaps.others}.items()
            if identity not in have or listed.get(identity) != gaps.hashes.get(identity)
        ]
        return tuple(found[:_MOST_ARTICLES])

    def _settle(self, harvest: Harvest) -> None:
        """Hand what was found to the store, and note what was asked in the recording."""
        work = harvest.enrichment
        if work is None:
            return
        if work.n_expected is not None:
            harvest.n_expected, harvest.expected_source = work.n_expected, "rest"
        writer = self.run.writer(harvest)
        writer.enrich(work.patches())
        writer.add_texts(work.text_rows())
        file = Recordings.of(self.run.crawler).get(harvest.harvest_id)
        if file is not None and (facts := work.facts()):
            file.write_facts(facts)


def answer_of(response: Response) -> Answer:
    """A response as the value that an enrichment judges."""
    name = failure_class(response)
    words = explain(response) if name is not None else None
    total = (response.headers.get("X-WP-Total") or b"").decode("latin-1").strip()
    return Answer(
        url=response.url,
        body=response.body if name is None else b"",
        link=", ".join(value.decode("latin-1") for value in response.headers.getlist("Link")) or None,
        total=int(total) if total.isascii() and total.isdigit() and len(total) < 10 else None,
        content_type=(response.headers.get("Content-Type") or b"").decode("latin-1") or None,
        fetched_at=exchange_of(response).fetched_at,
        trouble=Trouble(failure_class=name, what=words.what, hint=words.hint) if name and words else None,
    )
