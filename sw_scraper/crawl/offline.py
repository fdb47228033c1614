"""A replay without Scrapy's engine: spider, middlewares and pipelines are the same, only the waiting is gone.

One recording goes in, and what would be committed comes out; nothing is written. That is what several processes can
do at once, while one of them commits in order.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import Settings
from scrapy.utils.misc import build_from_crawler, load_object
from twisted.python.failure import Failure

from sw_scraper.crawl.arguments import Address, CrawlPlan, Target
from sw_scraper.crawl.failures import FetchError
from sw_scraper.crawl.items import HarvestEnd
from sw_scraper.crawl.origin_guard import OriginGuard
from sw_scraper.crawl.prepare import prepare_settings
from sw_scraper.crawl.redirect import SameOriginRedirectMiddleware
from sw_scraper.crawl.replay import Replay, ReplayHandler
from sw_scraper.crawl.reservations import ReservationsMiddleware
from sw_scraper.crawl.run import Run, host_of_target
from sw_scraper.model import TagKey
from sw_scraper.normalize.keys import tag_key
from sw_scraper.sites.profiles import load_profiles, profile_of_url
from sw_scraper.store.records import CommitResult, TagState

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator, Mapping, Sequence
    from pathlib import Path

    from sw_scraper.crawl.harvest import Harvest
    from sw_scraper.model import SiteProfile
    from sw_scraper.store.commits import Commit
    from sw_scraper.store.records import HarvestHead, HarvestRecord
    from sw_scraper.store.store import Store
    from sw_scraper.store.writer import HarvestWriter
    from sw_scraper.warc.reader import Recording


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What a recording gives, ready to be committed.

    Attributes:
        head: what its rows share.
        record: what the harvest says of itself.
        pages: the rows of each page, in the order in which they were read.
        patches, texts: what was found beside the list: columns by article_id, and full texts.
        n_recorded: pages in the recording, redirects, robots.txt and failures included.
        n_redacted: of these, those that were cut at somebody's request.
        problems: what in the files could not be read.
    """

    head: HarvestHead
    record: HarvestRecord
    pages: tuple[tuple[Mapping[str, Any], ...], ...]
    patches: Mapping[str, Any]
    texts: tuple[Mapping[str, Any], ...]
    n_recorded: int
    n_redacted: int
    problems: tuple[str, ...]


def extract_recording(recording: Recording, *, folder: Path, store: Store | None = None) -> Extraction:
    """Everything that the code of today reads in a recording.

    Args:
        recording: one harvest.
        folder: of the dataset, for the name of a recording that is a part of it.
        store: what the verdict of a recording of another tool is judged beside; ours have theirs recorded.

    Raises:
        ConfigError: the recording cannot be replayed (the user acts).
    """
    run = _OfflineRun.of_recording(recording, folder=folder, beside=store)
    with _Stage(run) as stage:
        stage.play()
    assert run.collected is not None
    assert run.collected.record is not None
    return Extraction(
        head=run.collected.head,
        record=run.collected.record,
        pages=tuple(run.collected.pages),
        patches=run.collected.patches,
        texts=tuple(run.collected.texts),
        n_recorded=len(recording.pages),
        n_redacted=sum(page.redacted for page in recording.pages),
        problems=recording.problems,
    )


class _Stage:
    """What stands around the spider: one request at a time, through the middlewares that have a say in a replay."""

    def __init__(self, run: _OfflineRun) -> None:
        crawler = run.crawler
        self._run = run
        self._spider = load_object("spiders.tag.TagSpider")(run)
        self._spider._set_crawler(crawler)
        self._guard = OriginGuard(crawler)
        self._handler = ReplayHandler(crawler)
        self._reservations = ReservationsMiddleware(crawler)
        self._redirect = SameOriginRedirectMiddleware(crawler)
        named = sorted(crawler.settings.getdict("ITEM_PIPELINES").items(), key=lambda item: int(item[1]))
        self._pipelines = [build_from_crawler(load_object(name), crawler) for name, _ in named]

    def __enter__(self) -> _Stage:
        return self

    def __exit__(self, *_: object) -> None:
        for harvest in list(self._run.harvests.values()):
            self._run.release(harvest)

    def play(self) -> None:
        """From the first request to the end of the harvest."""
        harvest = self._run.next_harvest(host_of_target(self._run.plan.targets[0]))
        for error in (self._run.config_error, self._run.store_error):
            if error is not None:
                raise error
        assert harvest is not None
        waiting: list[Request] = [self._spider._request(harvest, harvest.walk.first())]
        while waiting:
            for found in self._answers(waiting.pop(0)):
                if isinstance(found, Request):
                    waiting.append(found)
                    continue
                item = found
                for pipeline in self._pipelines:
                    item = pipeline.process_item(item)
                if isinstance(item, HarvestEnd):
                    return

    def _answers(self, request: Request) -> Iterator[Any]:
        try:
            response = self._fetch(request)
        except FetchError as error:
            failure = Failure(error)  # type: ignore[no-untyped-call]  # Twisted has no types here
            failure.request = request  # type: ignore[attr-defined]  # as Scrapy sets it
            yield from cast("Any", request.errback)(failure)
        else:
            yield from cast("Any", request.callback)(response, **request.cb_kwargs)

    def _fetch(self, request: Request) -> Response:
        while True:
            self._guard.process_request(request)
            response = cast("Response", _now(self._handler.download_request(request)))
            response.request = request
            self._reservations.process_response(request, response)
            followed = self._redirect.process_response(request, response)
            if isinstance(followed, Response):
                return followed
            request = followed


def _now(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """The result of a coroutine that waits for nothing."""
    try:
        coroutine.send(None)
    except StopIteration as done:
        return done.value
    raise RuntimeError("the replay waits for something")


@dataclass(slots=True)
class _Collector:
    """Stands where the writer of a harvest stands, and keeps what it is given."""

    head: HarvestHead
    pages: list[tuple[Mapping[str, Any], ...]] = field(default_factory=list)
    patches: dict[str, Any] = field(default_factory=dict)
    texts: list[Mapping[str, Any]] = field(default_factory=list)
    record: HarvestRecord | None = None

    def add_rows(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Keep the rows of a page."""
        self.pages.append(tuple(rows))

    def enrich(self, patches: Mapping[str, Any]) -> None:
        """Keep what was found beside the list."""
        self.patches.update(patches)

    def add_texts(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Keep full texts."""
        self.texts.extend(rows)

    def forgets(self, _article_id: str) -> bool:
        """The dataset leaves out what it must."""
        return False

    def abandon(self) -> None:
        """Nothing was written."""

    def commit(self, record: HarvestRecord) -> CommitResult:
        """Keep the record."""
        self.record = record
        return CommitResult(
            harvest_id=self.head.harvest_id,
            commit_file="",
            sightings_file=None,
            n_teasers=0,
            n_new=0,
            n_changed=0,
            n_gone=0,
            coverage=None,
            date_sources={},
            committed_at=datetime.now(UTC),
        )


@dataclass(frozen=True, slots=True)
class _Beside:
    """The dataset as the spider's run sees it: nothing is locked and nothing written."""

    store: Store | None

    def lock(self, _tag_id: str) -> nullcontext[None]:
        """No lock."""
        return nullcontext()

    def state_of(self, tag_id: str) -> TagState:
        """What is known of the tag; nothing without a dataset."""
        return self.store.state_of(tag_id) if self.store else TagState(tag_id=tag_id, listed={}, gone=frozenset())

    def commits_of(self, tag_id: str) -> list[Commit]:
        """Its commits."""
        return self.store.commits_of(tag_id) if self.store else []

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)


class _OfflineRun(Run):
    """A run of one recording that commits to a collector.

    Attributes:
        collected: what was written; None until the first page.
    """

    collected: _Collector | None = None
    _beside: _Beside
    _replayed: Recording

    @classmethod
    def of_recording(cls, recording: Recording, *, folder: Path, beside: Store | None) -> _OfflineRun:
        """The run of a recording, its settings made."""
        settings = Settings()
        settings.setmodule("sw_scraper.settings", priority="project")
        settings.set("SW_DATA_DIR", str(folder), priority="cmdline")
        crawler = Crawler(load_object("spiders.tag.TagSpider"), settings)
        plan = CrawlPlan(targets=(target_of(recording),), replay=recording.files)
        prepare_settings(crawler.settings, plan)
        Replay.put(crawler, Replay([recording]))
        run = cls(crawler, plan, folder)
        run._replayed = recording
        run._beside = _Beside(beside)
        return run

    @property
    def store(self) -> Store:
        """What is there, for looking at."""
        return cast("Store", self._beside)

    def writer(self, harvest: Harvest) -> HarvestWriter:
        """The collector."""
        if self.collected is None:
            self.collected = _Collector(harvest.head)
        return cast("HarvestWriter", self.collected)

    def _recording(self, target: Target) -> Recording:  # noqa: ARG002  # there is only one
        return self._replayed


def target_of(recording: Recording) -> Target:
    """The tag that a recording is of, as it says itself; by its first page for one of another tool."""
    profile = _profile_of(recording)
    said = (recording.facts.get("sw-tag") or recording.info.get("sw-tag") or "").split("/", 2)
    known = len(said) == 3 and all(said)
    key = TagKey(site=said[0], taxonomy=said[1], slug=said[2]) if known else tag_key(recording.start_url, profile)
    address = Address(url=recording.start_url, key=key)
    return Target(asked=recording.harvest_id, addresses=(address,), profile=profile)


def _profile_of(recording: Recording) -> SiteProfile | None:
    profiles = load_profiles()
    site = recording.info.get("sw-site")
    named = next((profile for profile in profiles if site and profile.key == site), None)
    return named or profile_of_url(recording.start_url, profiles)
