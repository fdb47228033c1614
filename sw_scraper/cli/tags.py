"""``sw-scraper tags``: the tags of a dataset, or those that a site has now."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from sw_scraper.cli.dataset_argument import add_dataset_argument, dataset_of
from sw_scraper.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence

_EPILOG = """examples:
  sw-scraper tags                                        the tags of the dataset, harvested or only known
  sw-scraper tags --site secondowelfare --taxonomy sdgs  those of one site, of one taxonomy
  sw-scraper tags --find                                 ask the site which tags it has, then list them
  sw-scraper tags --find --url https://example.org/tag/welfare/
  sw-scraper tags --json                                 JSON lines, every column

exit codes: 0 listed, 2 usage, 4 the site has none that could be found, or the dataset cannot be read or written
"""
_SHOWN = ("tag_id", "name", "n_expected", "n_listed", "last_harvest_at", "last_verdict", "discovered_by")


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The parser of the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "tags",
        help="list the tags of a dataset or of a site",
        description="List the tags of a dataset; with --find ask a site first which tags it has.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--site", metavar="KEY", help="of a site profile; with --find default secondowelfare")
    parser.add_argument("--taxonomy", metavar="NAME", help="only its tags, such as sdgs")
    parser.add_argument("--find", action="store_true", help="ask the site, and list what it has")
    parser.add_argument("--url", metavar="URL", help="with --find: a site's home page or any archive on it")
    parser.add_argument("-s", "--set", action="append", default=[], metavar="NAME=VALUE", help="a Scrapy setting")
    parser.add_argument("--json", action="store_true", help="JSON lines in place of a table")
    add_dataset_argument(parser)
    return parser


def run(args: argparse.Namespace) -> int:
    """List the tags; the exit code.

    Raises:
        ConfigError: arguments that do not fit together.
        StoreError: there is no dataset, or it cannot be written.
    """
    if args.find:
        return _find(args)
    if args.url or args.set:
        raise ConfigError("--url and -s are for --find", hint="Such as sw-scraper tags --find --url ADDRESS")
    rows = [
        row
        for row in dataset_of(args).tags().to_pylist()
        if args.site in (None, row["site"]) and args.taxonomy in (None, row["taxonomy"])
    ]
    _show(rows, as_json=args.json)
    return 0


def _find(args: argparse.Namespace) -> int:
    """Ask the site and list what it has."""
    from sw_scraper.cli.harvest import pairs
    from sw_scraper.crawl.outside_tags import find_outside

    settings = pairs(args.set, "a setting", "-s DOWNLOAD_DELAY=2")
    if args.data != "data":
        settings["SW_DATA_DIR"] = args.data
    raw = {"site": args.site, "url": args.url, "taxonomy": args.taxonomy}
    code, found = find_outside({name: value for name, value in raw.items() if value}, settings, quiet=bool(args.json))
    if args.json:
        _show(found, as_json=True)
    return code


def _show(rows: Sequence[dict[str, Any]], *, as_json: bool) -> None:
    from sw_scraper.cli.screen import console, harmless, table_of

    if as_json:
        for row in rows:
            sys.stdout.write(harmless(json.dumps(row, ensure_ascii=False, default=_as_text)) + "\n")
        return
    screen = console()
    shown = [{name: row[name] for name in _SHOWN} for row in rows]
    screen.print(table_of(list(_SHOWN), shown, wide=frozenset({"name"}), width=screen.width))
    screen.print(f"{len(rows):,} tags")


def _as_text(value: object) -> str:
    """An instant as in every JSON of the project."""
    from datetime import datetime

    from sw_scraper.store.commits import instant_text

    return str(instant_text(value) if isinstance(value, datetime) else value)
