"""Runs without Scrapy's command line, from any folder: for ``sw-scraper harvest``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import UsageError
from scrapy.settings import Settings
from scrapy.utils.conf import feed_process_params_from_cli

from sw_scraper.crawl.launch import announce, launch
from sw_scraper.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping


def run_outside(
    raw: Mapping[str, str],
    settings: Mapping[str, str],
    *,
    output: list[str] | None = None,
    overwrite: list[str] | None = None,
) -> int:
    """Run the spider ``tag``; the exit code.

    Args:
        raw: the spider's arguments.
        settings: Scrapy settings, as ``-s`` gives them.
        output: files that rows are appended to, as ``-o`` takes them.
        overwrite: files that are written anew, as ``-O`` takes them.

    Raises:
        ConfigError: a setting or a file's format is wrong (the user acts); nothing was requested.
    """
    made = Settings()
    made.setmodule("sw_scraper.settings", priority="project")
    made.setdict(dict(settings), priority="cmdline")
    if output or overwrite:
        try:
            feeds = feed_process_params_from_cli(made, output or [], overwrite_output=overwrite)
        except UsageError as error:
            raise ConfigError(str(error).strip().rstrip("."), where="-o or -O") from error
        made.set("FEEDS", feeds, priority="cmdline")
    announce(made)
    return launch(AsyncCrawlerProcess(made), raw)
