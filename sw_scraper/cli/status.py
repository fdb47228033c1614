"""``sw-scraper status``: how every tag is doing, and what is wrong."""

from __future__ import annotations

import argparse
import json
import re
import shlex
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sw_scraper.cli.dataset_argument import add_dataset_argument, dataset_of
from sw_scraper.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sw_scraper.store.health import TagHealth

_EPILOG = """examples:
  sw-scraper status
  sw-scraper status --json
  sw-scraper status --max-age 36h          exit code 3 when a tag has had no good harvest for that long

Held harvests stand first: look at them, then accept or reject each.
"""
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_LATE = 3


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The parser of the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "status",
        help="how every tag is doing",
        description="How every tag is doing: counts, last harvest, verdict, coverage of each field, what is wrong.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--max-age", metavar="36h", help="exit 3 when a tag lacks a good harvest that young")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    add_dataset_argument(parser)
    return parser


def run(args: argparse.Namespace) -> int:
    """Print the state; the exit code.

    Raises:
        ConfigError: ``--max-age`` is no duration.
        StoreError: there is no dataset.
    """
    from sw_scraper.store.health import tag_healths

    max_age = None if args.max_age is None else _duration(args.max_age)
    dataset = dataset_of(args)
    healths = tag_healths(dataset)
    late = _late(healths, max_age)
    if args.json:
        _print_json(dataset.dataset_id, healths, late)
    else:
        _print_table(healths, late, args)
    return _LATE if late else 0


def _duration(text: str) -> timedelta:
    match = re.fullmatch(r"(\d{1,6})([mhdw])", text.strip())
    if match is None:
        raise ConfigError("This is no duration", where=f"--max-age {text}", hint="Such as 90m, 36h, 7d or 2w")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def _late(healths: Sequence[TagHealth], max_age: timedelta | None) -> list[str]:
    if max_age is None:
        return []
    border = datetime.now(UTC) - max_age
    return [one.tag_id for one in healths if one.last_good_at is None or one.last_good_at < border]


def _print_json(dataset_id: str, healths: Sequence[TagHealth], late: Sequence[str]) -> None:
    from sw_scraper.cli.screen import harmless
    from sw_scraper.store.commits import instant_text

    body = {"dataset_id": dataset_id, "late": list(late), "tags": [asdict(one) for one in healths]}
    print(harmless(json.dumps(body, ensure_ascii=False, indent=1, default=instant_text)))


def _print_table(healths: Sequence[TagHealth], late: Sequence[str], args: argparse.Namespace) -> None:
    from sw_scraper.cli.screen import console, plain, table_of

    screen = console()
    if not healths:
        screen.print("Nothing was harvested yet. Begin with: scrapy crawl tag -a tag=partnership")
        return
    columns = ["tag", "listed", "verdict", "last harvest", "date", "author", "teaser", "title", "site says", "gone"]
    screen.print(table_of(columns, [_row(one) for one in healths], wide=["tag"], width=screen.width))
    for one in healths:
        for problem in (*one.problems, *(["no good harvest in time"] if one.tag_id in late else [])):
            screen.print(f"! {plain(one.tag_id)}: {plain(problem)}", markup=False)
        for harvest_id in one.held:
            for command in _commands(harvest_id, args.data):
                screen.print(f"    {command}", markup=False, soft_wrap=True)
    n_wrong = sum(bool(one.problems) for one in healths)
    screen.print(f"{len(healths):,} tags, {n_wrong:,} with problems; times are UTC")


def _commands(harvest_id: str, data: str) -> list[str]:
    where = "" if data == "data" else f" --data {shlex.quote(data)}"
    return [f"sw-scraper {verb} {shlex.quote(harvest_id)} --reason TEXT{where}" for verb in ("accept", "reject")]


def _row(health: TagHealth) -> dict[str, Any]:
    shares = health.coverage or {}
    names = {"title": "title", "teaser": "teaser", "date": "date", "author": "authors"}
    return {
        "tag": health.tag_id,
        "listed": health.n_listed,
        "site says": health.n_expected,
        "gone": health.n_gone,
        "last harvest": health.last_harvest_at,
        "verdict": "held" if health.held else health.decision or health.last_verdict,
        **{shown: f"{shares[name]:.0%}" if name in shares else None for shown, name in names.items()},
    }
