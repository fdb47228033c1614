"""One run: its plan, its dataset, its harvests and how each of them ended.

One object a crawler (:meth:`Run.of`). The spider opens harvests and moves them on, the pipelines write, the command
reads the outcomes.
"""

from __future__ import annotations

import logging
import secrets
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from sw_scraper.crawl.baseline import known_tag, reading_plan
from sw_scraper.crawl.data_folder import delta_place
from sw_scraper.crawl.harvest import Harvest
from sw_scraper.crawl.limits import Limits
from sw_scraper.crawl.origin import Origin as WebOrigin
from sw_scraper.crawl.origin import Origins, may_move
from sw_scraper.crawl.outcome import Outcome
from sw_scraper.crawl.recorded_run import known_bodies
from sw_scraper.crawl.recorded_walk import RecordedWalk, limit_facts, recorded_limits
from sw_scraper.crawl.recordings import Recordings
from sw_scraper.crawl.replay import Replay
from sw_scraper.crawl.steps import Trouble, WalkLimits
from sw_scraper.crawl.tally import Tallies
from sw_scraper.crawl.walk import Walk
from sw_scraper.errors import ConfigError, StoreError, StoreLockedError
from sw_scraper.normalize.urls import identity_of
from sw_scraper.store.delta import append_harvests
from sw_scraper.store.ledger import changed_files
from sw_scraper.store.records import new_harvest_id
from sw_scraper.store.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scrapy.crawler import Crawler

    from sw_scraper.crawl.arguments import CrawlPlan, Target
    from sw_scraper.crawl.progress import Progress
    from sw_scraper.model import Origin, TagKey
    from sw_scraper.store.store import Store
    from sw_scraper.store.writer import HarvestWriter
    from sw_scraper.warc.reader import Recording


logger = logging.getLogger(__name__)


class Run:
    """The state that spider, pipelines and command share.

    Args:
        crawler: Scrapy's.
        plan: the checked arguments.
        folder: of the dataset, absolute.

    Attributes:
        outcomes: how the harvests ended, in the order in which they did.
        harvests: those that run, by id.
        store_error: why the dataset could not be written; None when it could.
        feed_error: why a file of ``-o`` or ``-O`` could not be written.
        delta_error: why the table of ``SW_DELTA`` could not be written.
        config_error: a setting that turned out to be wrong only when it was used; nothing was requested.
        interrupted: the number of the signal that ended the run.
    """

    _of: ClassVar[WeakKeyDictionary[Crawler, Run]] = WeakKeyDictionary()

    def __init__(self, crawler: Crawler, plan: CrawlPlan, folder: Path) -> None:
        self.crawler = crawler
        self.plan = plan
        self.folder = folder
        self.run_id = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"
        self.outcomes: list[Outcome] = []
        self.harvests: dict[str, Harvest] = {}
        self.store_error: StoreError | None = None
        self.config_error: ConfigError | None = None
        self.feed_error: StoreError | None = None
        self.delta_error: StoreError | None = None
        self.interrupted: int | None = None
        self.progress: Progress | None = None
        self._store: Store | None = None
        self._waiting: dict[str, list[Target]] = {}
        for target in plan.targets:
            self._waiting.setdefault(host_of_target(target), []).append(target)
        self._of[crawler] = self

    @classmethod
    def of(cls, crawler: Crawler) -> Run:
        """The run of a crawler."""
        return cls._of[crawler]

    @classmethod
    def find(cls, crawler: Crawler) -> Run | None:
        """The run of a crawler; None when its spider was never made."""
        return cls._of.get(crawler)

    @property
    def store(self) -> Store:
        """The dataset, opened for writing when first asked for.

        Raises:
            StoreError: it cannot be written (the operator acts).
        """
        if self._store is None:
            self._store = open_store(self.folder)
        return self._store

    # ------------------------------------------------------------------ harvests begin

    @property
    def hosts(self) -> list[str]:
        """The hosts that still have tags to harvest."""
        return [host for host, targets in self._waiting.items() if targets]

    def next_harvest(self, host: str) -> Harvest | None:
        """Begin the next harvest of a host; None when it has no more, or the run is over.

        Tags of one host are harvested one after the other: lists shift while they are read, and reading two at once
        would double the time between two pages. A tag that another process works on ends as ``locked``.
        """
        waiting = self._waiting.get(host, [])
        while waiting and self.store_error is None and self.config_error is None and self.interrupted is None:
            target = waiting.pop(0)
            try:
                return self._open(target)
            except StoreLockedError as error:
                self._locked(target, target.addresses[0].key, error)
            except StoreError as error:
                self.store_failed(error)
            except ConfigError as error:
                self.config_error = error
        return None

    def _open(self, target: Target) -> Harvest:
        """Lock the tag and begin its recording."""
        now = datetime.now(UTC)
        key, url = target.addresses[0].key, target.addresses[0].url
        recording = self._recording(target) if self.plan.replay else None
        harvest_id = recording.harvest_id if recording else new_harvest_id(now)
        harvest = Harvest(
            harvest_id=harvest_id,
            target=target,
            key=key,
            walk=self._walk(url, harvest_id, recording),
            origin=self._origin(target),
            started_at=now,
            mode=self.plan.mode,
            recording=recording,
        )
        try:
            harvest.locks.enter_context(self.store.lock(key.tag_id))
            if self._reads_live_lists:
                self._compare(harvest, known_tag(self.store, key.tag_id, url), now)
            extra = target.profile.extra_origins if target.profile else ()
            Origins.of(self.crawler).open(harvest_id, url, extra=extra)
            self._record(harvest)
        except BaseException:
            harvest.locks.close()
            raise
        self.harvests[harvest_id] = harvest
        return harvest

    @property
    def _reads_live_lists(self) -> bool:
        """A window wants the pages themselves, and a replay has what it has."""
        return not self.plan.replay and not self._limits().is_window

    def _compare(self, harvest: Harvest, tag_id: str, now: datetime) -> None:
        """Settle how much of the list is to be read, and against what.

        Args:
            harvest: that begins.
            tag_id: of the tag that its address led to the last time.
            now: UTC.
        """
        plan = reading_plan(self.store, tag_id, mode=self.plan.mode, swept_after=now - self.plan.full_every)
        plan.give(harvest.walk)
        harvest.past_of, harvest.validator = tag_id, plan.validator

    def _recording(self, target: Target) -> Recording:
        """The recording of a tag: by its tag or its start address, or the only one.

        Raises:
            ConfigError: none of the recordings is of this tag (the user acts).
        """
        recordings = Replay.of(self.crawler).recordings
        keys = {address.key.tag_id for address in target.addresses}
        places = {identity_of(address.url) for address in target.addresses}
        for recording in recordings:
            if {recording.info.get("sw-tag"), recording.facts.get("sw-tag")} & keys or identity_of(
                recording.start_url
            ) in places:
                return recording
        if len(recordings) == 1 and len(self.plan.targets) == 1 and not recordings[0].is_ours:
            return recordings[0]
        raise ConfigError(
            "the recording is of another tag",
            where=f"{target.asked}, {', '.join(str(path) for path in self.plan.replay)}",
            hint=f"It starts at {', '.join(recording.start_url for recording in recordings)}",
        )

    def _walk(self, url: str, harvest_id: str, recording: Recording | None) -> Walk:
        """A walk by links, or by the steps that a recording holds."""
        if recording is not None:
            recorded = RecordedWalk.of(recording.facts, limits=recorded_limits(recording.info))
            if recorded is not None:
                return recorded
        return Walk(
            start_url=url,
            limits=self._limits(),
            adopt=self._adopter(harvest_id),
            may_repair=recording is None,
        )

    def _limits(self) -> WalkLimits:
        """What ends a walk early."""
        plan = self.plan
        return WalkLimits(
            page_cap=self.crawler.settings.getint("SW_PAGE_CAP", 200),
            max_pages=plan.max_pages,
            max_items=plan.max_items,
            since=plan.since,
        )

    def _origin(self, target: Target) -> Origin:
        """Where the bytes come from."""
        if target.profile is not None and target.profile.origin == "sample":
            return "sample"
        return "replay" if self.plan.replay else "live"

    def _adopter(self, harvest_id: str) -> Callable[[str], str | None]:
        """The rule by which a walk takes a link as one of its own site."""
        origins = Origins.of(self.crawler)

        def adopt(url: str) -> str | None:
            adopted = origins.adopt(harvest_id, url)
            there, here = WebOrigin.of(url), origins.current(harvest_id)
            if adopted is not None or there is None or here is None or not may_move(there, here):
                return adopted
            return url.replace(str(there), str(here), 1) if url.lower().startswith(str(there)) else None

        return adopt

    def _record(self, harvest: Harvest) -> None:
        """Begin the recording of what goes over the wire; a replay records nothing."""
        if self.plan.replay:
            return
        settings = self.crawler.settings
        Recordings.of(self.crawler).open(
            harvest.harvest_id,
            # In the folder of the tag: what a killed run leaves there, the next one clears away.
            self.store.work.tag(harvest.key.tag_id) / f"{harvest.harvest_id}.warc.gz",
            {
                "software": str(settings["USER_AGENT"]).partition(" ")[0],
                "operator": str(settings["SW_CONTACT"]),
                "http-header-user-agent": str(settings["USER_AGENT"]),
                "robots": "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore",
                "sw-run-id": self.run_id,
                "sw-start-url": harvest.address.url,
                "sw-site": harvest.key.site,
                "sw-tag": harvest.key.tag_id,
                "sw-mode": harvest.mode,
                **limit_facts(harvest.walk.limits),
            },
            known=known_bodies(
                self.folder, self.store.commits_of(harvest.key.tag_id), changed=changed_files(self.folder)
            ),
        )

    # ------------------------------------------------------------------ harvests go on

    def writer(self, harvest: Harvest) -> HarvestWriter:
        """What the rows of a harvest are handed to; begun when the identity of its tag is settled.

        Raises:
            StoreError: the journal cannot be written.
        """
        if harvest.writer is None:
            harvest.writer = self.store.begin(harvest.head)
        return harvest.writer

    def over_budget(self, harvest: Harvest) -> Trouble | None:
        """Why a harvest may ask for no further page; None when it may. A replay asks nobody."""
        if harvest.recording is not None:
            return None
        limits = Limits.of(self.crawler.settings)
        requests = Tallies.of(self.crawler)[harvest.harvest_id].n_requests
        seconds = (datetime.now(UTC) - harvest.started_at).total_seconds()
        if requests < limits.harvest_requests and seconds < limits.harvest_s:
            return None
        if requests >= limits.harvest_requests:
            what, setting = f"the harvest has made {requests:,} requests, its limit", "SW_MAX_HARVEST_REQUESTS"
        else:
            what, setting = f"the harvest has taken {seconds:,.0f} s, its limit", "SW_MAX_HARVEST_S"
        return Trouble(
            failure_class="budget", what=what, hint=f"Raise it with -s {setting}=..., or read less of the list"
        )

    def settle(self, harvest: Harvest, url: str) -> bool:
        """Give a harvest the identity of the tag that its first page stands at.

        Returns:
            False when another process or this run has that tag already: this harvest is over.
        """
        key = harvest.settled_key(url)
        if key == harvest.key:
            return True
        twins = [other.target.asked for other in self.harvests.values() if other.key == key]
        twins += [outcome.asked for outcome in self.outcomes if outcome.key == key]
        if twins:
            logger.warning("%s is the same tag as %s and was not read twice", harvest.target.asked, twins[0])
            self.release(harvest)
            return False
        try:
            harvest.locks.enter_context(self.store.lock(key.tag_id))
            if harvest.past_of not in (None, key.tag_id):
                harvest.walk.past, harvest.walk.newest, harvest.past_of = None, False, key.tag_id
        except StoreLockedError as error:
            self._locked(harvest.target, key, error)
            self.release(harvest)
            return False
        harvest.key = key
        return True

    # ------------------------------------------------------------------ harvests end

    def _locked(self, target: Target, key: TagKey, error: StoreLockedError) -> None:
        """Another harvest holds the tag."""
        self.finish(
            Outcome(
                asked=target.asked,
                key=key,
                profile=target.profile,
                verdict="locked",
                reason=error.what,
                hint=error.hint or "",
                where=error.where or "",
                data_dir=self.folder,
            )
        )

    def finish(self, outcome: Outcome) -> None:
        """Note how a harvest ended."""
        self.outcomes.append(outcome)
        if self.progress is not None:
            self.progress.harvest_ended(outcome)

    def release(self, harvest: Harvest) -> None:
        """Let go of the tag, the recording and the origin of a harvest; does nothing the second time."""
        if harvest.over:
            return
        harvest.over = True
        self.harvests.pop(harvest.harvest_id, None)
        if harvest.writer is not None:
            with suppress(StoreError):  # what cannot be removed now, the next harvest of the tag removes
                harvest.writer.abandon()
        Recordings.of(self.crawler).discard(harvest.harvest_id)
        Origins.of(self.crawler).close(harvest.harvest_id)
        harvest.locks.close()

    def store_failed(self, error: StoreError) -> None:
        """The dataset cannot be written: every harvest that has not ended yet ends as failed, the run is over."""
        if self.store_error is not None:
            return
        self.store_error = error
        ended = {outcome.key.tag_id for outcome in self.outcomes}
        for harvest in list(self.harvests.values()):
            self.release(harvest)
        for target in self.plan.targets:
            if target.addresses[0].key.tag_id not in ended:
                self.finish(
                    Outcome(
                        asked=target.asked,
                        key=target.addresses[0].key,
                        profile=target.profile,
                        verdict="failed",
                        reason=error.what,
                        hint=error.hint or "",
                        failure_class="store",
                        where=error.where or str(self.folder),
                        data_dir=self.folder,
                    )
                )

    def end_stranded(self) -> None:
        """End the harvests that an error left without a request under way; nothing of them is committed."""
        for harvest in list(self.harvests.values()):
            self.release(harvest)
            self.finish(
                Outcome(
                    asked=harvest.target.asked,
                    key=harvest.key,
                    profile=harvest.profile,
                    verdict="failed",
                    reason="an error that nobody foresaw ended the harvest",
                    hint="Report it to us, with the log",
                    failure_class="bug",
                    data_dir=self.folder,
                    harvest_id=harvest.harvest_id,
                )
            )

    def close(self, *, refresh: bool = True) -> None:
        """End what is still open (after an interruption or a bug) and bring the derived tables up to date.

        Args:
            refresh: False leaves the derived tables to the last run of a list.
        """
        if self.interrupted is None:
            self.end_stranded()
        for harvest in list(self.harvests.values()):
            self.release(harvest)
        if not refresh or not any(outcome.result for outcome in self.outcomes):
            return
        if self._store is not None and self.store_error is None:
            try:
                self._store.refresh_views()
            except StoreError as error:
                self.store_failed(error)
            self.append_to_delta()

    def append_to_delta(self) -> None:
        """Bring the Delta table that ``SW_DELTA`` names up to date; nothing happens when it names none."""
        place = delta_place(self.crawler.settings)
        if place is None:
            return
        try:
            append_harvests(self.store, place)
        except StoreError as error:
            self.delta_error = error


def host_of_target(target: Target) -> str:
    """Host and port, by which harvests wait for each other."""
    return urlsplit(target.addresses[0].url).netloc.lower()
