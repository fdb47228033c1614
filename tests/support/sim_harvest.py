"""Harvests of a simulated site, by the walk, the rows, the verdict and the store of a real one, without a wire."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from site_history import SimSite, page_url

from pipelines.normalize import sighting_rows
from sw_scraper.crawl.arguments import Address, Target
from sw_scraper.crawl.arrivals import entry_of
from sw_scraper.crawl.baseline import reading_of, reading_plan
from sw_scraper.crawl.commitment import notes_of
from sw_scraper.crawl.harvest import Harvest
from sw_scraper.crawl.items import PageItem
from sw_scraper.crawl.steps import Arrival, End, Trouble
from sw_scraper.crawl.validators import validator_of
from sw_scraper.crawl.verdict import judged
from sw_scraper.crawl.walk import Walk
from sw_scraper.model import Exchange, TagKey
from sw_scraper.normalize.keys import article_id
from sw_scraper.store.records import HarvestRecord, TagFacts, new_harvest_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from sw_scraper.crawl.run import Run
    from sw_scraper.crawl.steps import Step
    from sw_scraper.store.store import Store

START = datetime(2026, 1, 1, 3, tzinfo=UTC)
FULL_EVERY = timedelta(days=30)
SHIFTS = 1
"""So often a list changes at most while one harvest reads it: more is not promised."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a harvest did.

    Attributes:
        requests: pages asked for.
        bodies: those that were answered with a page.
        is_still: nothing happened on the site meanwhile.
        always, ever: identities that were in the list all the time, and at any time.
    """

    verdict: str
    end: End
    requests: int
    bodies: int
    is_still: bool
    always: frozenset[str]
    ever: frozenset[str]
    walk: Walk


@dataclass(kw_only=True)
class SimHarvester:
    """Harvests one site into one dataset.

    Attributes:
        site: the site.
        store: the dataset.
        shifts: the chance that something happens between two requests.
        etag: what the server sends as its first page's validator, by tag; None for a server that sends none.
        read: every article_id that ever stood on a page that was read, by tag.
    """

    site: SimSite
    store: Store
    shifts: float = 0.0
    etag: Callable[[str], str | None] = lambda _tag: None
    days: int = 0

    def harvest(self, tag: str, *, mode: str = "auto") -> Seen:
        """Harvest a tag as it is now."""
        now = START + timedelta(days=self.days)
        url = page_url(tag, 1)
        key = TagKey(site="historia", taxonomy="tag", slug=tag)
        plan = reading_plan(self.store, key.tag_id, mode=mode, swept_after=now - FULL_EVERY)
        target = Target(asked=tag, addresses=(Address(url=url, key=key),), profile=None)
        harvest = Harvest(
            harvest_id=new_harvest_id(now), target=target, key=key, walk=Walk(start_url=url), origin="live",
            started_at=now, mode=mode,
        )  # fmt: skip
        plan.give(harvest.walk)
        harvest.validator = plan.validator
        with self.store.lock(key.tag_id):
            return _Harvesting(self, harvest, tag, now).run()

    def tag_id(self, tag: str) -> str:
        """The key of a tag."""
        return f"historia/tag/{tag}"

    def listed(self, tag: str) -> dict[str, str]:
        """What the dataset says that a tag lists: article_id to content hash."""
        return dict(self.store.state_of(self.tag_id(tag)).listed)

    def truth(self, tag: str) -> dict[str, str]:
        """What the site lists."""
        entries = [entry_of(self.site.teaser(post, 1)) for post in self.site.listed(tag)]
        return {entry.identity: entry.content_hash for entry in entries}


class _Harvesting:
    """One harvest under way."""

    def __init__(self, harvester: SimHarvester, harvest: Harvest, tag: str, now: datetime) -> None:
        self.made, self.harvest, self.tag, self.now = harvester, harvest, tag, now
        self.writer = harvester.store.begin(harvest.head)
        self.requests = self.bodies = self.shifted = 0
        self.always = self.ever = self._list()

    def _list(self) -> frozenset[str]:
        return frozenset(article_id(post.url) for post in self.made.site.listed(self.tag))

    def run(self) -> Seen:
        """Ask for page after page, then commit."""
        follow: str | None = self.harvest.walk.first()
        step: Step | None = None
        while follow is not None:
            assert self.requests < 400, "endless"
            step = self._ask(follow)
            follow = step.follow
        assert step is not None
        assert step.end is not None
        return self._commit(step.end)

    def _ask(self, url: str) -> Step:
        site, walk = self.made.site, self.harvest.walk
        # A list that changes again while its pages are read again can hide an entry until the next sweep: not promised.
        may_shift = self.requests and self.shifted < SHIFTS and walk.repaired is None
        if may_shift and site.chance.random() < self.made.shifts:
            site.shift()
            self.shifted += 1
            now = self._list()
            self.always, self.ever = self.always & now, self.ever | now
        self.requests += 1
        etag = self.made.etag(self.tag)
        if etag and self.harvest.conditions().get("If-None-Match") == etag:
            self.harvest.confirm()
            return walk.not_modified()
        self.bodies += 1
        number = int(url.rstrip("/").rpartition("/")[2]) if "/page/" in url else 1
        found = site.page(self.tag, number)
        if found is None:
            trouble = Trouble(failure_class="http_404", what="The page does not exist")
            return walk.arrived(Arrival(asked=url, url=url, status=404, problem=trouble))
        entries = tuple(entry_of(teaser) for teaser in found[1].teasers)
        arrival = Arrival(asked=url, url=found[0], page=found[1], entries=entries)
        step = walk.arrived(arrival)
        if step.number == 1:
            self.harvest.note_validator(validator_of({"ETag": etag}, url=url, entries=entries))
        if step.number is not None or found[1].kind == "empty":
            self.harvest.note_page(found[1], url)
        if step.number is not None:
            self._write(arrival, step)
        return step

    def _write(self, arrival: Arrival, step: Step) -> None:
        page, number = arrival.page, step.number
        assert page is not None
        assert number is not None
        item = PageItem(
            harvest_id=self.harvest.harvest_id, number=number, url=arrival.url, page=page,
            teasers=tuple(page.teasers[at] for at in step.taken),
            entries=tuple(arrival.entries[at] for at in step.taken),
            exchange=Exchange(url=arrival.url, fetched_at=self.now + timedelta(seconds=self.requests)),
        )  # fmt: skip
        rows = [row for row in sighting_rows(item, None) if row["article_id"] not in self.harvest.seen]
        self.harvest.seen |= {row["article_id"] for row in rows}
        version = self.harvest.head.extractor_version
        self.harvest.readings |= {row["article_id"]: reading_of(row, extractor_version=version) for row in rows}
        self.writer.add_rows(rows)

    def _commit(self, end: End) -> Seen:
        run = cast("Run", SimpleNamespace(store=self.made.store, folder=self.made.store.root))
        verdict, end = judged(run, self.harvest, end)
        ended = self.now + timedelta(seconds=self.requests + 1)
        facts: dict[str, Any] = {"tag": TagFacts(tag_url=page_url(self.tag, 1)), "reason": end.reason}
        record = HarvestRecord(
            run_id="sim", start_url=page_url(self.tag, 1), mode=self.harvest.mode, scope=end.scope, verdict=verdict,
            started_at=self.now, finished_at=ended, first_fetch_at=self.now, last_fetch_at=ended,
            pages_not_modified=(1,) if self.harvest.not_modified else (), n_expected=self.harvest.n_expected,
            n_pages=self.harvest.walk.pages, held_as="partial" if end.verdict == "partial" else "complete",
            notes=notes_of(self.harvest, end), **facts,
        )  # fmt: skip
        self.writer.commit(record)
        return Seen(
            verdict=verdict, end=end, requests=self.requests, bodies=self.bodies, is_still=not self.shifted,
            always=self.always, ever=self.ever, walk=self.harvest.walk,
        )  # fmt: skip
