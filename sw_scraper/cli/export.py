"""``sw-scraper export``: a table, or all of them, as a file for other programs."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sw_scraper.cli.dataset_argument import add_dataset_argument, dataset_of
from sw_scraper.errors import ConfigError

if TYPE_CHECKING:
    from sw_scraper.store.export import Export
    from sw_scraper.store.export_selection import Selection

_FORMATS = ("csv", "xlsx", "jsonl", "parquet", "sqlite", "rss", "bibtex")
_EPILOG = """examples:
  sw-scraper export --format csv                             articles.csv
  sw-scraper export --format csv --delimiter ";" --tag partnership --columns published_on,title,url
  sw-scraper export --format xlsx --since 2025-01-01 -o 2025.xlsx
  sw-scraper export --format sqlite                          every table: dataset.sqlite
  sw-scraper export --format bibtex --tag partnership -o partnership.bib
  sw-scraper export --format jsonl --table changes -o -      to standard output

csv      UTF-8 with a byte order mark; what a spreadsheet would run as a formula gets an apostrophe; lists are JSON
xlsx     sheets articles, listings, dictionary, citation; real dates; needs pip install 'sw-scraper[export]'
parquet  the rows as they are; jsonl likewise
sqlite   every table, article_tags for joins, dictionary, about
rss      the newest 100 articles, or --limit
A date that is only a year or month is in when any day of it is. Nothing is written over without --force.
"""


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The parser of the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "export",
        help="tables as files for other programs",
        description="Write tables of the dataset into one file for other programs.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("-f", "--format", required=True, choices=_FORMATS, help="what to write")
    parser.add_argument("-o", "--output", metavar="FILE", help="file (default TABLE.ENDING; - is standard output)")
    parser.add_argument("--table", metavar="TABLE", help="articles, listings, sightings, tags, harvests, changes")
    parser.add_argument("-t", "--tag", metavar="TAG", action="append", default=[], help="of this tag; may be repeated")
    parser.add_argument("--since", metavar="DAY", help="published on that day or later")
    parser.add_argument("--until", metavar="DAY", help="published on that day or earlier")
    parser.add_argument("-c", "--columns", metavar="A,B", help="which columns, in which order")
    parser.add_argument("-n", "--limit", type=int, metavar="N", help="the first N rows")
    parser.add_argument("--as-of", metavar="TIME", help="the state as of the end of that day (UTC), or of that time")
    parser.add_argument("--version-id", metavar="ID", help="the state that was cited under that id")
    parser.add_argument("--delimiter", metavar="CHAR", help="of csv: , (default) ; | or tab")
    parser.add_argument("--force", action="store_true", help="replace the file if it is there")
    parser.add_argument("--json", action="store_true", help="say what was written as one JSON object")
    add_dataset_argument(parser)
    return parser


def run(args: argparse.Namespace) -> int:
    """Write the file; the exit code.

    Raises:
        ConfigError: arguments that are wrong or do not fit together.
        StoreError: there is no dataset, or the file cannot be written.
    """
    from sw_scraper.store.export import FORMATS, check_format, read_export, write_export
    from sw_scraper.store.export_file import check_free

    check_format(args.format)
    selection = _selection(args)
    delimiter = _delimiter(args)
    form = FORMATS[args.format]
    final = None if args.output == "-" else Path(args.output or f"{_stem(args)}.{form.ending}")
    if final is not None:
        check_free(final, force=args.force)
    elif form.blocks is None or args.json:
        what = "The format cannot go" if form.blocks is None else "With --json nothing else can go"
        raise ConfigError(f"{what} to standard output", where="-o -", hint="Give the name of a file")
    export = read_export(dataset_of(args), args.format, selection, table=args.table, delimiter=delimiter)
    if final is None:
        assert form.blocks is not None
        sys.stdout.flush()
        for block in form.blocks(export):
            sys.stdout.buffer.write(block)
        sys.stdout.buffer.flush()
    else:
        write_export(export, args.format, final, force=args.force)
    _report(export, final, args)
    return 0


def _stem(args: argparse.Namespace) -> str:
    return args.table or ("dataset" if args.format in {"xlsx", "sqlite"} else "articles")


def _selection(args: argparse.Namespace) -> Selection:
    from sw_scraper.store.export_selection import Selection, day_of

    if args.limit is not None and args.limit < 0:
        raise ConfigError("The limit is below zero", where=f"--limit {args.limit}", hint="Such as --limit 50")
    columns = tuple(name.strip() for name in (args.columns or "").split(",") if name.strip())
    if args.columns is not None and not columns:
        raise ConfigError("No column is named", where="--columns", hint="Such as --columns published_on,title,url")
    return Selection(
        tags=tuple(args.tag),
        since=day_of(args.since, name="--since") if args.since else None,
        until=day_of(args.until, name="--until") if args.until else None,
        columns=columns,
        limit=args.limit,
        as_of=args.as_of,
        version=args.version_id,
    )


def _delimiter(args: argparse.Namespace) -> str:
    from sw_scraper.store.export_csv import DELIMITERS

    if args.delimiter is None:
        return ","
    if args.format != "csv":
        raise ConfigError("Only csv has a delimiter", where=f"--format {args.format}", hint="Leave --delimiter out")
    if args.delimiter not in DELIMITERS:
        raise ConfigError("This is no delimiter", where=f"--delimiter {args.delimiter}", hint="One of , ; | tab")
    return DELIMITERS[args.delimiter]


def _report(export: Export, final: Path | None, args: argparse.Namespace) -> None:
    from sw_scraper.cli.screen import harmless

    rows = {one.table: one.data.num_rows for one in export.tables}
    if args.json and final is not None:
        body = {"file": str(final), "format": args.format, "bytes": final.stat().st_size, "rows": rows}
        body |= {"version_id": export.facts.version_id, "notes": export.notes}
        print(harmless(json.dumps(body, ensure_ascii=False, indent=1)))
        return
    for note in export.notes:
        print(harmless(f"note: {note}"), file=sys.stderr)
    if final is not None:
        print(harmless(f"{final}: {', '.join(f'{n:,} {table}' for table, n in rows.items())}"))
