"""``sw-scraper status``: how every tag is doing, and what is wrong."""

from __future__ import annotations

import argparse
import json
import shlex
import sys
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sw_scraper.cli.dataset_argument import add_dataset_argument, dataset_of
from sw_scraper.cli.screen import harmless, plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sw_scraper.store.dataset import Dataset
    from sw_scraper.store.health import TagHealth

_EPILOG = """examples:
  sw-scraper status
  sw-scraper status --json
  sw-scraper status --max-age 36h          exit code 3 when a tag has had no good harvest for that long
  sw-scraper status --list harvests.toml --max-age 36h      the tags of a list, those never harvested too
  sw-scraper status --prometheus /var/lib/node_exporter/sw_scraper.prom

Held harvests stand first: look at them, then accept or reject each.
"""
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
    parser.add_argument("-l", "--list", metavar="FILE", help="look at the tags that this file lists, in its dataset")
    parser.add_argument("--prometheus", metavar="FILE", help="write the state there, atomically; - for the terminal")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    add_dataset_argument(parser)
    return parser


def run(args: argparse.Namespace) -> int:
    """Print the state; the exit code.

    Raises:
        ConfigError: ``--max-age`` is no duration, or the list is malformed.
        StoreError: there is no dataset.
    """
    from sw_scraper.cli.durations import duration
    from sw_scraper.store.costs import costs_of
    from sw_scraper.store.health import tag_healths

    max_age = None if args.max_age is None else duration(args.max_age, "--max-age")
    listed: dict[str, str] | None = None
    if args.list:
        dataset, listed = _listed(args)
    else:
        dataset = dataset_of(args)
    healths = [one for one in (tag_healths(dataset) if dataset else []) if listed is None or one.tag_id in listed]
    dataset_id = dataset.dataset_id if dataset else ""
    never = sorted({asked for tag_id, asked in (listed or {}).items() if tag_id not in {one.tag_id for one in healths}})
    late = [*_late(healths, max_age), *(never if max_age is not None else [])]
    if args.prometheus:
        _write_metrics(args.prometheus, dataset_id, healths, late if max_age is not None else None)
    if args.json:
        costs = costs_of(dataset) if dataset is not None else {}
        _print_json(dataset_id, healths, late, max_age=max_age, never=never, costs=costs)
    elif not args.prometheus:
        _print_table(healths, late, args)
        for tag in never:
            print(f"! {plain(tag)}: never harvested")
    elif late:
        print("\n".join(f"! {plain(tag)}: no good harvest in time" for tag in late), file=sys.stderr)
    return _LATE if late else 0


def _listed(args: argparse.Namespace) -> tuple[Dataset | None, dict[str, str]]:
    """The dataset of a list (None before its first harvest), and the tags: their ids in the dataset, and as listed.

    A tag whose address redirects is known by where it ends; the harvests say which address each began at.
    """
    from sw_scraper.crawl.harvest_list import read_harvest_list
    from sw_scraper.store.dataset import open_dataset
    from sw_scraper.store.layout import DATASET_FILE
    from sw_scraper.store.object_store_address import stands_for

    data = None if args.data == "data" else args.data
    found = read_harvest_list(Path(args.list), today=datetime.now(UTC).date(), data=data)
    args.data = str(found.folder)
    later = [f"{one}/" for entry in found.entries for one in entry.later]
    if not (found.folder / DATASET_FILE).is_file() and stands_for(found.folder) is None:
        first_ids = [target.addresses[0].key.tag_id for target in found.targets]
        return None, {one: one for one in [*first_ids, *(f"{prefix}*" for prefix in later)]}
    dataset = open_dataset(found.folder)
    known = {row["tag_id"] for row in dataset.harvests().select(["tag_id"]).to_pylist()}
    settled = {
        row["start_url"]: row["tag_id"]
        for row in dataset.harvests().select(["start_url", "tag_id", "verdict"]).to_pylist()
        if row["verdict"] != "failed"
    }
    tags: dict[str, str] = {}
    for target in found.targets:
        ids = [settled[one.url] for one in target.addresses if one.url in settled]
        ids += [one.key.tag_id for one in target.addresses if one.key.tag_id in known]
        first = target.addresses[0].key.tag_id
        tags[ids[0] if ids else first] = first
    for prefix in later:  # tags that discovery named but nobody harvested yet are not known to be listed
        tags |= {one: one for one in known if one.startswith(prefix)} or {f"{prefix}*": f"{prefix}*"}
    return dataset, tags


def _late(healths: Sequence[TagHealth], max_age: timedelta | None) -> list[str]:
    if max_age is None:
        return []
    border = datetime.now(UTC) - max_age
    return [one.tag_id for one in healths if one.last_good_at is None or one.last_good_at < border]


def _write_metrics(file: str, dataset_id: str, healths: Sequence[TagHealth], late: Sequence[str] | None) -> None:
    from sw_scraper.cli.prometheus import metrics_text, replace_text

    text = metrics_text(dataset_id, healths, late)
    if file == "-":
        print(text, end="")
    else:
        replace_text(Path(file), text)


def _print_json(
    dataset_id: str,
    healths: Sequence[TagHealth],
    late: Sequence[str],
    *,
    max_age: timedelta | None,
    never: Sequence[str],
    costs: Mapping[str, Any],
) -> None:
    """All that is known of every tag; ``n_harvests`` and the like as in the table, instants in UTC."""
    from sw_scraper.store.commits import instant_text

    body = {
        "dataset_id": dataset_id,
        "checked_at": datetime.now(UTC),
        "max_age_s": None if max_age is None else max_age.total_seconds(),
        "late": list(late),
        "never_harvested": list(never),
        "n_tags": len(healths),
        "n_with_problems": sum(bool(one.problems) for one in healths),
        "n_held": sum(len(one.held) for one in healths),
        "tags": [{**asdict(one), "is_late": one.tag_id in late, "cost": costs.get(one.tag_id)} for one in healths],
    }
    print(harmless(json.dumps(body, ensure_ascii=False, indent=1, default=instant_text)))


def _print_table(healths: Sequence[TagHealth], late: Sequence[str], args: argparse.Namespace) -> None:
    from sw_scraper.cli.screen import console, table_of

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
