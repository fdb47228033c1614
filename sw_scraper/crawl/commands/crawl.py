"""``scrapy crawl``: Scrapy's own command exits 0 whatever was lost; this one says how the harvests ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.commands import BaseRunSpiderCommand
from scrapy.crawler import AsyncCrawlerProcess

from sw_scraper.crawl import exitcodes
from sw_scraper.crawl.discover_run import launch_tags
from sw_scraper.crawl.launch import announce, launch, print_error
from sw_scraper.errors import ConfigError, StoreError
from sw_scraper.sites.profiles import nearest_hint

if TYPE_CHECKING:
    import argparse


class Command(BaseRunSpiderCommand):
    """Runs a spider of the project by name."""

    requires_project = True

    def syntax(self) -> str:
        """What follows the command's name."""
        return "[options] <spider>"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Run a spider, by name; the exit code says how the harvests ended"

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Take Scrapy's options; the first line of a run says where the dataset is."""
        super().process_options(args, opts)
        assert self.settings is not None
        if not opts.nolog:
            try:
                announce(self.settings)
            except ConfigError as error:
                print_error(error)
                raise SystemExit(exitcodes.USAGE) from error

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run the spider."""
        assert isinstance(self.crawler_process, AsyncCrawlerProcess)
        names = sorted(self.crawler_process.spider_loader.list())
        fault = _fault(args, names)
        if fault is not None:
            print_error(fault)
            self.exitcode = exitcodes.USAGE
            return
        if args[0] == "tags":
            try:
                self.exitcode = launch_tags(self.crawler_process, opts.spargs)
            except ConfigError as error:
                print_error(error)
                self.exitcode = exitcodes.USAGE
            except StoreError as error:
                print_error(error)
                self.exitcode = exitcodes.FAILED
            return
        self.exitcode = launch(self.crawler_process, opts.spargs)


def _fault(args: list[str], names: list[str]) -> ConfigError | None:
    """What is wrong with the words after the options; None for exactly one spider of the project."""
    if not args:
        return ConfigError(
            "no spider was named", hint=f"Such as: scrapy crawl tag -a tag=partnership. Spiders: {names}."
        )
    if args[0] not in names:
        return ConfigError("there is no such spider", where=args[0], hint=nearest_hint(args[0], names, "Spiders"))
    if len(args) > 1:
        return ConfigError(
            "there is more than the name of a spider",
            where=" ".join(args[1:]),
            hint="Arguments are given with -a NAME=VALUE.",
        )
    return None
