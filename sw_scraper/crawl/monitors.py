"""Spidermon's monitors over our verdicts, for those who want its actions (mail, Slack, ...): the extra ``[monitor]``.

Switched on with ``-s SW_MONITOR=True``; only then is this module imported. A failing monitor makes the run exit with 3
when it would have exited with 0: Spidermon alone leaves that at 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.utils.misc import load_object
from spidermon import Monitor, MonitorSuite, monitors
from spidermon.contrib.scrapy.extensions import Spidermon
from spidermon.contrib.scrapy.runners import SpiderMonitorRunner
from spidermon.exceptions import NotConfigured

from sw_scraper.crawl.monitoring import ACTION_STAT, FAILED_STAT, wanted_coverage
from sw_scraper.crawl.run import Run
from sw_scraper.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from scrapy import Spider
    from scrapy.crawler import Crawler

    from sw_scraper.crawl.outcome import Outcome


class _OutcomeMonitor(Monitor):  # type: ignore[misc]  # Spidermon has no types
    """Looks at how the harvests of the run ended."""

    @property
    def outcomes(self) -> Sequence[Outcome]:
        """How they ended."""
        return Run.of(self.data.crawler).outcomes

    def assert_none(self, found: Sequence[str]) -> None:
        """Fail with the tags that are named."""
        if found:
            self.fail("; ".join(found))


@monitors.name("Verdicts")
class VerdictMonitor(_OutcomeMonitor):
    """Every harvest is complete or unchanged."""

    @monitors.name("no harvest failed")  # type: ignore[untyped-decorator]  # likewise
    def test_none_failed(self) -> None:
        """No verdict is failed."""
        self._none("failed")

    @monitors.name("no harvest is held")  # type: ignore[untyped-decorator]  # likewise
    def test_none_held(self) -> None:
        """No verdict is held."""
        self._none("held")

    @monitors.name("no harvest is partial")  # type: ignore[untyped-decorator]  # likewise
    def test_none_partial(self) -> None:
        """No verdict is partial."""
        self._none("partial")

    def _none(self, verdict: str) -> None:
        self.assert_none([f"{one.key.tag_id}: {one.reason}" for one in self.outcomes if one.verdict == verdict])


@monitors.name("Values")
class ValueMonitor(_OutcomeMonitor):
    """What was read is as full as was asked for; a field that is null is not covered."""

    @monitors.name("fields are covered")  # type: ignore[untyped-decorator]  # likewise
    def test_coverage(self) -> None:
        """Every share of ``SW_MONITOR_COVERAGE`` is reached."""
        wanted = wanted_coverage(self.data.crawler.settings)
        self.assert_none(
            [
                f"{one.key.tag_id}: {name} {_share(one, name):.0%} of {one.result.n_teasers}"
                for one in self.outcomes
                for name, share in wanted.items()
                if one.result is not None and one.result.n_teasers and _share(one, name) < share
            ]
        )

    @monitors.name("as many as the site says")  # type: ignore[untyped-decorator]  # likewise
    def test_count(self) -> None:
        """A list that was read as a whole has as many entries as the site says."""
        self.assert_none(
            [
                f"{one.key.tag_id}: {one.result.n_teasers} of {one.record.n_expected}"
                for one in self.outcomes
                if one.record is not None
                and one.result is not None
                and one.record.scope == "full"
                and one.record.verdict == "complete"
                and one.result.n_teasers < (one.record.n_expected or 0)
            ]
        )


def _share(outcome: Outcome, name: str) -> float:
    """The share of teasers that have the field; 0 when none was counted."""
    coverage = outcome.result.coverage if outcome.result is not None else None
    return (coverage or {}).get(name, 0.0)


class HarvestSuite(MonitorSuite):  # type: ignore[misc]  # Spidermon has no types
    """The monitors above, with the actions that ``SW_MONITOR_ACTIONS`` names when one of them fails."""

    monitors = (VerdictMonitor, ValueMonitor)

    def __init__(self, *args: Any, crawler: Crawler | None = None, **kwargs: Any) -> None:
        names = crawler.settings.getlist("SW_MONITOR_ACTIONS") if crawler is not None else []
        actions = [load_object(name) for name in names]
        super().__init__(*args, crawler=crawler, monitors_failed_actions=actions, **kwargs)


class HarvestMonitors(Spidermon):  # type: ignore[misc]  # Spidermon has no types
    """Spidermon's extension, whose results count for the exit code."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor.

        Raises:
            ConfigError: a suite or an action cannot be set up (the user acts): Scrapy would go on without monitors.
        """
        try:
            made: Self = super().from_crawler(crawler)
        except (NotConfigured, ImportError, AttributeError, NameError, ValueError, TypeError) as error:
            raise ConfigError(
                f"the monitors cannot be set up: {error}",
                where="SW_MONITOR_ACTIONS or SPIDERMON_...",
                hint="docs/operating.md shows the settings of an action; leave SW_MONITOR out to go without.",
            ) from error
        return made

    def _run_suites(self, spider: Spider, suites: Sequence[MonitorSuite]) -> None:
        data = self._generate_data_for_spider(spider)
        for suite in suites:
            result = SpiderMonitorRunner(spider=spider).run(suite, **data)
            stats = self.crawler.stats
            failed = stats.get_value(FAILED_STAT, []) + [one.item.name for one in result.monitors_failed_results]
            stats.set_value(FAILED_STAT, failed)
            steps = (
                result.monitors_finished_action_results,
                result.monitors_passed_action_results,
                result.monitors_failed_action_results,
            )
            wrong = [
                f"{one.item.name}: {str(one.error).strip().splitlines()[-1]}"
                for step in steps
                for one in step
                if one.error
            ]
            stats.set_value(ACTION_STAT, stats.get_value(ACTION_STAT, []) + wrong)
