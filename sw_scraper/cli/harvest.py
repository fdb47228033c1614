"""``sw-scraper harvest``: ``scrapy crawl tag`` from any folder."""

from __future__ import annotations

import argparse
import re
from typing import Any

from sw_scraper.errors import ConfigError

_EPILOG = """arguments (key=value or -a key=value):
  tag=partnership | tag=sdgs/partnership | several with commas
  url=https://... of any archive, several with commas        site=KEY of a site profile
  mode=auto|full|update|plan    full_every=30d    max_pages=N    max_items=N    since=2026-01-31
  enrich=auto|none              replay=FILE[,FILE]

examples:
  sw-scraper harvest tag=partnership
  sw-scraper harvest url=https://example.org/tag/welfare/ max_pages=3 --data data/example
  sw-scraper harvest tag=partnership mode=plan
  sw-scraper harvest tag=partnership -O teasers.jsonl

exit codes: 0 all complete or unchanged, 2 usage, 3 some partial, held or failed, 4 all failed or the dataset
cannot be written, 75 another harvest is at work, 130 and 143 interrupted, 1 a bug
"""


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The parser of the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "harvest",
        help="harvest the archives of tags",
        description="Harvest the archives of tags; takes exactly the arguments of `scrapy crawl tag`.",
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
    return parser


def run(args: argparse.Namespace) -> int:
    """Harvest; the exit code.

    Raises:
        ConfigError: a word is no key=value (the user acts); nothing was requested.
    """
    raw = pairs([*args.arguments, *args.more], "an argument", "tag=partnership")
    settings = pairs(args.set, "a setting", "-s DOWNLOAD_DELAY=2")
    if args.data:
        settings["SW_DATA_DIR"] = args.data
    if args.loglevel:
        settings["LOG_LEVEL"] = args.loglevel
    from sw_scraper.crawl.outside import run_outside

    return run_outside(raw, settings, output=args.output, overwrite=args.overwrite_output)


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
