"""``sw-scraper show``: look at a table of the dataset."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from sw_scraper.cli.dataset_argument import add_dataset_argument, dataset_of
from sw_scraper.errors import ConfigError

if TYPE_CHECKING:
    import pyarrow as pa

_EPILOG = """examples:
  sw-scraper show                                   the newest articles
  sw-scraper show articles --tag partnership --limit 50
  sw-scraper show changes --columns changed_at,kind,field,old_value,new_value
  sw-scraper show articles --as-of 2026-11-01
  sw-scraper show tags --json                       JSON lines, every column and row
"""
_SHOWN = {
    "articles": ("published_on", "title", "url", "authors", "tags"),
    "listings": ("position", "published_on", "title", "tag", "first_seen", "gone_since"),
    "sightings": ("harvest_id", "page_number", "position", "date_published", "title", "url"),
    "tags": ("tag_id", "name", "n_listed", "n_gone", "n_expected", "last_harvest_at", "last_verdict", "share_dated"),
    "harvests": ("harvest_id", "tag", "scope", "verdict", "n_teasers", "n_new", "n_changed", "n_gone", "reason"),
    "changes": ("changed_at", "kind", "field", "cause", "old_value", "new_value", "url"),
}
_WIDE = frozenset(
    {"title", "url", "authors", "tags", "reason", "old_value", "new_value", "teaser", "description", "name"}
)
_NEWEST_LAST = frozenset({"harvests", "changes", "sightings"})


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The parser of the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "show",
        help="look at a table",
        description="Look at a table of the dataset.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("table", nargs="?", default="articles", choices=list(_SHOWN), help="(default articles)")
    parser.add_argument("-t", "--tag", metavar="TAG", help="slug, taxonomy/slug or tag_id")
    parser.add_argument("-n", "--limit", type=int, metavar="N", help="rows (default 20; with --json all)")
    parser.add_argument("-c", "--columns", metavar="A,B", help="which columns, in which order")
    parser.add_argument("--as-of", metavar="TIME", help="the state as of the end of that day (UTC), or of that time")
    parser.add_argument("--version-id", metavar="ID", help="the state that was cited under that id")
    parser.add_argument("--json", action="store_true", help="JSON lines instead of a table")
    add_dataset_argument(parser)
    return parser


def run(args: argparse.Namespace) -> int:
    """Print the table; the exit code.

    Raises:
        ConfigError: no such tag, column or time.
        StoreError: there is no dataset.
    """
    if args.limit is not None and args.limit < 0:
        raise ConfigError("The limit is below zero", where=f"--limit {args.limit}", hint="Such as --limit 50")
    dataset = dataset_of(args)
    table: pa.Table = getattr(dataset, args.table)(tag=args.tag, as_of=args.as_of, version=args.version_id)
    names = _names(args.columns, table) if args.columns else None
    if args.json:
        _print_json(table if names is None else table.select(names), args.limit)
    else:
        _print_table(args.table, table, names or list(_SHOWN[args.table]), 20 if args.limit is None else args.limit)
    return 0


def _names(text: str, table: pa.Table) -> list[str]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    unknown = [name for name in names if name not in table.column_names]
    if unknown or not names:
        raise ConfigError(
            "The table has no such column",
            where=", ".join(unknown) or "--columns",
            hint=f"It has: {', '.join(table.column_names)}",
        )
    return names


def _print_json(table: pa.Table, limit: int | None) -> None:
    from sw_scraper.cli.screen import harmless
    from sw_scraper.store.jsonl import json_lines

    sys.stdout.flush()
    for block in json_lines(table if limit is None else table.slice(0, limit)):
        sys.stdout.buffer.write(harmless(block.decode()).encode())
    sys.stdout.buffer.flush()


def _print_table(name: str, table: pa.Table, names: list[str], limit: int) -> None:
    from sw_scraper.cli.screen import console, table_of

    shown = table.slice(max(0, table.num_rows - limit)) if name in _NEWEST_LAST else table.slice(0, limit)
    screen = console()
    screen.print(table_of(names, shown.select(names).to_pylist(), wide=_WIDE, width=screen.width))
    which = "the last " if name in _NEWEST_LAST else ""
    more = "" if shown.num_rows == table.num_rows else f"; {which}{shown.num_rows:,} are shown, --limit N shows more"
    screen.print(f"{table.num_rows:,} {name}{more}")
