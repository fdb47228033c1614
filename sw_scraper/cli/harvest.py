"""``sw-scraper harvest``: ``scrapy crawl tag`` from any folder, and whole lists of tags for cron and systemd."""

from __future__ import annotations

import argparse
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sw_scraper.errors import ConfigError

if TYPE_CHECKING:
    from sw_scraper.crawl.harvest_list import HarvestList

_EPILOG = """arguments (key=value or -a key=value):
  tag=partnership | tag=sdgs/partnership | several with commas | tag=all-sdgs
  url=https://... of any archive, several with commas        site=KEY of a site profile
  mode=auto|full|update|plan    full_every=30d    max_pages=N    max_items=N    since=2026-01-31
  enrich=auto|rest|feed|article|none              replay=FILE[,FILE]

examples:
  sw-scraper harvest tag=partnership
  sw-scraper harvest url=https://example.org/tag/welfare/ max_pages=3 --data data/example
  sw-scraper harvest tag=partnership mode=plan
  sw-scraper harvest tag=partnership -O teasers.jsonl
  sw-scraper harvest --list harvests.toml --check        read the list, ask nothing of the network
  sw-scraper harvest --list harvests.toml                sites side by side, each tag its own commit
  sw-scraper harvest tag=partnership --quiet             for cron: prints only what is wrong

A list without a terminal is quiet: with exit code 0 it prints nothing, else at most ten lines a tag on stderr.
`sw-scraper schedule` prints the crontab line or the systemd units.

exit codes: 0 all complete or unchanged, 2 usage, 3 some partial, held or failed, 4 all failed or the dataset
cannot be written, 75 another harvest is at work, 130 and 143 interrupted, 1 a bug
"""


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The parser of the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "harvest",
        help="harvest the archives of tags",
        description="Harvest the archives of tags; takes exactly the arguments of `scrapy crawl tag`, or a list.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("arguments", nargs="*", metavar="KEY=VALUE", help="arguments of the spider")
    parser.add_argument("-a", dest="more", action="append", default=[], metavar="KEY=VALUE", help="the same")
    parser.add_argument("-s", "--set", action="append", default=[], metavar="NAME=VALUE", help="a Scrapy setting")
    parser.add_argument("-d", "--data", metavar="FOLDER", help="the dataset (default data; -s SW_DATA_DIR=FOLDER)")
    parser.add_argument("-o", "--output", action="append", metavar="FILE", help="append the teasers to FILE as well")
    parser.add_argument("-O", "--overwrite-output", action="append", metavar="FILE", help="the same, overwriting it")
    parser.add_argument("-L", "--loglevel", metavar="LEVEL", help="what to log on the terminal (default WARNING)")
    parser.add_argument("-l", "--list", metavar="FILE", help="harvest what this file lists (harvests.toml)")
    parser.add_argument("--check", action="store_true", help="check the list and say what would be fetched, no more")
    loud = parser.add_mutually_exclusive_group()
    loud.add_argument("-q", "--quiet", action="store_true", help="print nothing but what is wrong")
    loud.add_argument("-v", "--verbose", action="store_true", help="print also without a terminal")
    add_unattended(parser)
    return parser


def add_unattended(parser: argparse.ArgumentParser) -> None:
    """Add the options that ``schedule`` passes on."""
    group = parser.add_argument_group("for cron and systemd (docs/operating.md)")
    group.add_argument("--log", metavar="FILE", help="tell each run in this file; rotated at 1 MB, five are kept")
    group.add_argument("--lock", metavar="FILE", help="held meanwhile; exit 75 when another run holds it")
    group.add_argument("--random-delay", metavar="30m", help="wait up to so long before the first request")
    group.add_argument("--on-failure", metavar="COMMAND", help="run when a verdict gets worse, and on recovery")
    group.add_argument("--prometheus", metavar="FILE", help="write the state of the dataset there afterwards")


def run(args: argparse.Namespace) -> int:
    """Harvest; the exit code.

    Raises:
        ConfigError: a word is no key=value, a list is malformed (the user acts); nothing was requested.
    """
    raw = pairs([*args.arguments, *args.more], "an argument", "tag=partnership")
    settings = pairs(args.set, "a setting", "-s DOWNLOAD_DELAY=2")
    if args.data:
        settings["SW_DATA_DIR"] = args.data
    if args.loglevel:
        settings["LOG_LEVEL"] = args.loglevel
    if args.list or args.check or _is_unattended(args):
        return _run_listed(args, raw, settings)
    from sw_scraper.crawl.outside import run_outside

    return run_outside(raw, settings, output=args.output, overwrite=args.overwrite_output)


def _is_unattended(args: argparse.Namespace) -> bool:
    given = (args.log, args.lock, args.random_delay, args.on_failure, args.prometheus)
    return bool(args.quiet or any(one is not None for one in given))


def _run_listed(args: argparse.Namespace, raw: dict[str, str], settings: dict[str, str]) -> int:
    """Harvest a list, or the tags of the command line as if they were one."""
    if args.output or args.overwrite_output:
        raise ConfigError(
            "-o and -O belong to a run that somebody watches",
            hint="Leave them out: sw-scraper show and the dataset's files have the rows.",
        )
    listed = _listed(args, raw, settings)
    if args.check:
        return _check(listed, settings)
    from sw_scraper.cli.durations import duration
    from sw_scraper.crawl.unattended import Unattended, harvest_list

    watched = sys.stdout.isatty() or sys.stderr.isatty() or args.verbose
    how = Unattended(
        quiet=args.quiet or not watched,
        log=Path(args.log) if args.log else None,
        lock=Path(args.lock) if args.lock else None,
        on_failure=args.on_failure,
        random_delay=duration(args.random_delay, "--random-delay") if args.random_delay else None,
    )
    code = harvest_list(listed, settings, how)
    return code if args.prometheus is None else _with_metrics(Path(args.prometheus), listed, code)


def _with_metrics(file: Path, listed: HarvestList, code: int) -> int:
    """Write the Prometheus file; a run that went wrong keeps its exit code when there is nothing to write of."""
    from sw_scraper.cli.main import print_error
    from sw_scraper.cli.prometheus import write_metrics
    from sw_scraper.errors import SwScraperError

    try:
        write_metrics(file, listed.folder)
    except SwScraperError as error:
        if not code:
            raise
        print_error(error)
    return code


def _listed(args: argparse.Namespace, raw: dict[str, str], settings: dict[str, str]) -> HarvestList:
    from sw_scraper.crawl.harvest_list import list_of_arguments, read_harvest_list

    today, data = datetime.now(UTC).date(), settings.get("SW_DATA_DIR")
    if not args.list:
        return list_of_arguments(raw, today=today, data=data)
    if raw:
        raise ConfigError(
            "arguments of the spider stand in the list",
            where=" ".join(f"{name}={value}" for name, value in raw.items()),
            hint=f"Write them into {args.list}, or leave --list out.",
        )
    return read_harvest_list(Path(args.list), today=today, data=data)


def _check(listed: HarvestList, settings: dict[str, str]) -> int:
    """Say what the list would fetch; nothing is asked of the network, nothing is written."""
    from sw_scraper.crawl.forecast import forecast_lines
    from sw_scraper.crawl.harvest_list import lanes_of
    from sw_scraper.crawl.launch import print_lines
    from sw_scraper.crawl.list_run import list_settings

    made = list_settings(listed, settings)
    lines = [f"{listed.name}: {len(listed.entries)} entries, {len(listed.targets)} tags, "]
    lines[0] += f"{len(lanes_of(listed.entries))} sites side by side, data in {listed.folder}"
    for entry in listed.entries:
        lines += forecast_lines(entry.plan, listed.folder, made)[1:]
        lines += [
            f"{later}: all its tags; which they are is found out when the list is harvested" for later in entry.later
        ]
    lines.append("Nothing was fetched.")
    print_lines(lines, sys.stdout)
    return 0


def pairs(words: list[str], kind: str, example: str) -> dict[str, str]:
    """``key=value`` words as a mapping.

    Raises:
        ConfigError: a word has no key or no equals sign, or a key comes twice.
    """
    found: dict[str, str] = {}
    for word in words:
        match = re.fullmatch(r"(\w+)=(.*)", word, re.DOTALL)
        if match is None:
            raise ConfigError(f"{kind} must be key=value", where=word, hint=f"Such as {example}.")
        if match[1] in found:
            raise ConfigError(f"{kind} was given twice", where=word, hint="Give several values with commas.")
        found[match[1]] = match[2]
    return found
