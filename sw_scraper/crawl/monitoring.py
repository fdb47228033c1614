"""The settings of the extra ``[monitor]``, and what its monitors found; imports nothing of Spidermon."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from sw_scraper.errors import ConfigError

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

FAILED_STAT = "sw_scraper/monitors_failed"
ACTION_STAT = "sw_scraper/monitor_actions_failed"
FIELDS = ("title", "teaser", "date", "authors")
_DEFAULT = "title=0.9"
_MODULE = "sw_scraper.crawl.monitors"


def prepare_monitors(settings: BaseSettings) -> None:
    """Put Spidermon into its place when ``SW_MONITOR`` asks for it.

    Args:
        settings: of the crawler, not yet frozen; what the user set of Spidermon's own stays.

    Raises:
        ConfigError: the extra is not installed, or a setting is malformed (the user acts).
    """
    if not settings.getbool("SW_MONITOR"):
        return
    if find_spec("spidermon") is None:
        raise ConfigError(
            "SW_MONITOR needs Spidermon, which is not installed",
            hint="Install the extra: pip install 'sw-scraper[monitor]', or leave SW_MONITOR out.",
        )
    wanted_coverage(settings)
    settings.set("SPIDERMON_ENABLED", True, priority="spider")
    # Null is no value: Spidermon's own coverage would count it as one.
    settings.set("SPIDERMON_FIELD_COVERAGE_SKIP_NONE", True, priority="project")
    if not settings.getlist("SPIDERMON_SPIDER_CLOSE_MONITORS"):
        settings.set("SPIDERMON_SPIDER_CLOSE_MONITORS", [f"{_MODULE}.HarvestSuite"], priority="spider")
    extensions = {**settings.getdict("EXTENSIONS"), f"{_MODULE}.HarvestMonitors": 500}
    settings.set("EXTENSIONS", extensions, priority="spider")


def wanted_coverage(settings: BaseSettings) -> dict[str, float]:
    """``SW_MONITOR_COVERAGE``: fields to the share of teasers that must have them.

    Raises:
        ConfigError: it is malformed (the user acts).
    """
    text = str(settings.get("SW_MONITOR_COVERAGE") or _DEFAULT)
    found: dict[str, float] = {}
    for part in text.split(","):
        name, _, share = part.partition("=")
        try:
            found[name.strip()] = float(share)
        except ValueError:
            found[name.strip()] = -1.0
        if name.strip() not in FIELDS or not 0.0 <= found[name.strip()] <= 1.0:
            raise ConfigError(
                "the coverage that monitors ask for is malformed",
                where=f"SW_MONITOR_COVERAGE={text}",
                hint=f"Such as title=1,date=0.9; fields: {', '.join(FIELDS)}; shares from 0 to 1.",
            )
    return found


def monitor_lines(crawler: Crawler) -> list[str]:
    """What monitors found in a crawl, one line each; none when all passed or none ran."""
    if crawler.stats is None:
        return []
    lines = [f"monitor failed: {name}" for name in crawler.stats.get_value(FAILED_STAT, [])]
    return lines + [f"action of a monitor failed: {name}" for name in crawler.stats.get_value(ACTION_STAT, [])]
