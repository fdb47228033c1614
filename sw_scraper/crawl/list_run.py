"""One process that harvests a list: sites side by side, one request at a time per host, each tag its own commit.

Tags with equal arguments and the same site share a crawler; what else goes to the same site waits until it is done, so
that delays and pauses hold. The derived tables are made once, at the end.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from sw_scraper.crawl.bugs import BugWatcher
from sw_scraper.crawl.harvest_list import found_entries, lanes_of
from sw_scraper.crawl.interrupt import Interruption
from sw_scraper.crawl.log import run_log, tidy_terminal_log
from sw_scraper.crawl.monitoring import monitor_lines
from sw_scraper.crawl.origin import Origins
from sw_scraper.crawl.outcome import Outcome
from sw_scraper.crawl.outside_tags import with_all_tags
from sw_scraper.crawl.pauses import Pauses
from sw_scraper.crawl.prepare import prepare_settings
from sw_scraper.crawl.recordings import Recordings
from sw_scraper.crawl.replay import Replay
from sw_scraper.crawl.run import Run
from sw_scraper.crawl.tally import Tallies
from sw_scraper.errors import ConfigError, StoreError
from sw_scraper.model import TagKey

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from scrapy.crawler import Crawler

    from sw_scraper.crawl.arguments import CrawlPlan
    from sw_scraper.crawl.harvest_list import HarvestList, Lane
    from sw_scraper.crawl.progress import Progress

logger = logging.getLogger(__name__)

SIDE_BY_SIDE = 16
"""Sites that are harvested at the same time."""


@dataclass(slots=True, kw_only=True)
class ListEnd:
    """How the run of a list ended.

    Attributes:
        outcomes: of the harvests, in the order in which they ended.
        cost: ``requests``, ``bytes``, ``new``, ``changed``, ``gone`` over all harvests.
        bugs: errors that nobody foresaw, one line each.
        store_error: why the dataset could not be written; None when it could.
        interrupted: the number of the signal that ended the run; None when none did.
        monitors: what Spidermon's monitors complain of, one line each.
        log_file: the whole log of the run; None when it could not be written.
    """

    outcomes: list[Outcome] = field(default_factory=list)
    cost: Counter[str] = field(default_factory=Counter)
    bugs: list[str] = field(default_factory=list)
    store_error: StoreError | None = None
    interrupted: int | None = None
    monitors: list[str] = field(default_factory=list)
    log_file: Path | None = None


def list_settings(listed: HarvestList, given: Mapping[str, str], *, silent: bool = False) -> Settings:
    """The settings of a list's run.

    Args:
        listed: the list.
        given: Scrapy settings of the command line; they win over what the list says.
        silent: log lines go to files only.

    Raises:
        ConfigError: a setting of ours has an impossible value (the user acts).
    """
    made = Settings()
    made.setmodule("sw_scraper.settings", priority="project")
    contact = {"SW_CONTACT": listed.contact} if listed.contact else {}
    made.setdict({**contact, **given}, priority="cmdline")
    made.set("SW_DATA_DIR", str(listed.folder), priority="cmdline")
    if silent:
        made.set("LOG_ENABLED", False, priority="cmdline")
    for entry in listed.entries:
        prepare_settings(made.copy(), entry.plan)
    return made


def run_lanes(listed: HarvestList, settings: Settings, progress: Callable[[], Progress]) -> ListEnd:
    """Harvest everything that is listed; a tag that fails stops no other.

    Args:
        listed: the list, checked.
        settings: of :func:`list_settings`.
        progress: makes what is told while the run goes on, when logging stands.
    """
    return _ListRun(listed, settings, progress).to_its_end()


def with_tags_found(listed: HarvestList, settings: Settings) -> tuple[HarvestList, list[Outcome]]:
    """The list with the tags that ``all-...`` stands for, asked of the sites now.

    Args:
        listed: the list.
        settings: of :func:`list_settings`.

    Returns:
        The list, and what failed: a site that does not say which tags it has stops no other.
    """
    if not any(entry.later for entry in listed.entries):
        return listed, []
    find = partial(with_all_tags, settings)
    found = found_entries(listed.entries, find, today=datetime.now(UTC).date())
    failed = [
        Outcome(
            asked=f"tag=all-{later.partition('/')[2]}",
            key=TagKey(site=later.partition("/")[0], taxonomy=later.partition("/")[2], slug="*"),
            profile=None,
            verdict="failed",
            reason="the tags of the taxonomy could not be found",
            hint="Run sw-scraper tags --find to see why, or name the tags",
            failure_class="discovery",
            data_dir=listed.folder,
        )
        for entry, code in found
        if code
        for later in entry.later
    ]
    return replace(listed, entries=tuple(entry for entry, _ in found)), failed


class _ListRun:
    """The run of a list while it goes on."""

    def __init__(self, listed: HarvestList, settings: Settings, progress: Callable[[], Progress]) -> None:
        self._listed = listed
        self._settings = settings
        self._process = AsyncCrawlerProcess(settings)
        self._progress = progress()
        self._running: dict[Crawler, CrawlPlan] = {}
        self._writer: Run | None = None
        self._places = asyncio.Semaphore(SIDE_BY_SIDE)
        self._interruption = Interruption(self._process, self._runs)
        self._end = ListEnd()

    def _runs(self) -> list[Run]:
        return [run for crawler in self._running if (run := Run.find(crawler)) is not None]

    def to_its_end(self) -> ListEnd:
        """Start the reactor, and stop it when the last lane is done."""
        bugs = BugWatcher()
        with ExitStack() as stack:
            self._end.log_file = stack.enter_context(run_log(self._listed.folder))
            logging.getLogger().addHandler(bugs)
            stack.callback(logging.getLogger().removeHandler, bugs)
            tidy_terminal_log(self._settings["LOG_FORMAT"])
            driver = asyncio.get_event_loop().create_task(self._drive())
            stack.callback(self._interruption.restore)
            self._interruption.install()
            self._process.start(stop_after_crawl=False, install_signal_handlers=False)
            self._end.interrupted = self._interruption.number
            if driver.done() and not driver.cancelled():
                bugs.note(driver.exception())
            for crawler, plan in list(self._running.items()):  # cut off by an interruption
                self._close(crawler, plan, None)
            self._refresh()
            self._progress.close()
            self._end.bugs += bugs.texts
        return self._end

    async def _drive(self) -> None:
        from twisted.internet import reactor

        try:
            await asyncio.gather(*(self._lane(lane) for lane in lanes_of(self._listed.entries)))
        finally:
            with suppress(RuntimeError):  # being stopped already
                reactor.stop()  # type: ignore[misc]  # the module's declared type is not that of the installed reactor

    async def _lane(self, lane: Lane) -> None:
        """One site: its crawlers one after the other, as far apart as two requests are."""
        async with self._places:
            before: Crawler | None = None
            for plan in lane.plans:
                if before is not None:
                    await asyncio.sleep(_delay_of(before))
                if self._interruption.number is not None or self._end.store_error is not None:
                    return
                now = await self._crawl(plan, before)
                _let_go(before)
                before = now
            _let_go(before)

    async def _crawl(self, plan: CrawlPlan, before: Crawler | None) -> Crawler:
        crawler = self._process.create_crawler("tag")
        if before is not None:
            Pauses.of(crawler).go_on_from(Pauses.of(before))
        self._running[crawler] = plan
        failure: BaseException | None = None
        try:
            await self._process.crawl(crawler, plan=plan, progress=self._progress)
        except Exception as error:  # noqa: BLE001  # whatever it is, the other lanes go on; it is told at the end
            failure = error
        self._close(crawler, plan, failure)
        return crawler

    def _close(self, crawler: Crawler, plan: CrawlPlan, failure: BaseException | None) -> None:
        """Let go of a crawler that is done, and keep what it did."""
        self._running.pop(crawler, None)
        run = Run.find(crawler)
        end = self._end
        if run is not None:
            run.close(refresh=False)
            end.outcomes += run.outcomes
            end.store_error = end.store_error or run.store_error
            failure = failure or run.config_error
            if any(outcome.result for outcome in run.outcomes):
                self._writer = run
            for outcome in run.outcomes:
                end.cost.update(_cost_of(outcome))
        end.monitors += monitor_lines(crawler)
        if isinstance(failure, ConfigError):
            self._refuse(plan, failure)
        elif failure is not None:
            end.bugs.append(f"{type(failure).__name__}: {str(failure)[:300]}")

    def _refuse(self, plan: CrawlPlan, error: ConfigError) -> None:
        """What turned out to be wrong only when it was used: its tags failed, the others did not."""
        ended = {outcome.asked for outcome in self._end.outcomes}
        for target in plan.targets:
            if target.asked not in ended:
                outcome = Outcome(
                    asked=target.asked,
                    key=target.addresses[0].key,
                    profile=target.profile,
                    verdict="failed",
                    reason=error.what,
                    hint=error.hint or "",
                    failure_class="configuration",
                    where=error.where or "",
                    data_dir=self._listed.folder,
                )
                self._end.outcomes.append(outcome)
                self._progress.harvest_ended(outcome)

    def _refresh(self) -> None:
        """Make the derived tables, once."""
        if self._writer is None or self._end.store_error is not None:
            return
        try:
            self._writer.store.refresh_views()
            self._writer.append_to_delta()
            self._end.store_error = self._writer.delta_error
        except StoreError as error:
            self._end.store_error = error


def _let_go(crawler: Crawler | None) -> None:
    """Drop what is kept of a crawler by module: each such table holds its crawler alive, for good."""
    if crawler is not None:
        for kind in (Run, Pauses, Tallies, Recordings, Origins, Replay):
            kind._of.pop(crawler, None)


def _delay_of(crawler: Crawler) -> float:
    """The longest delay that the crawler kept to a host, Crawl-delay included, in seconds."""
    delays = [crawler.settings.getfloat("DOWNLOAD_DELAY")]
    downloader: Any = getattr(getattr(crawler, "_engine", None), "downloader", None)
    if downloader is not None:
        delays += [one.get("delay") or 0.0 for one in downloader.per_slot_settings.values()]
    return max(delays)


def _cost_of(outcome: Outcome) -> dict[str, int]:
    record, result = outcome.record, outcome.result
    found: dict[str, int] = {}
    if record is not None:
        found |= {"requests": record.n_requests, "bytes": record.wire_bytes}
    if result is not None:
        found |= {"new": result.n_new, "changed": result.n_changed, "gone": result.n_gone}
    return found
