"""``sw-scraper archive``: the recordings of a dataset, and removing old ones."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime, time
from typing import Any

from sw_scraper.cli.dataset_argument import add_dataset_argument, folder_of
from sw_scraper.cli.screen import harmless
from sw_scraper.errors import ConfigError

_EPILOG = """examples:
  sw-scraper archive                               how many recordings, how large
  sw-scraper archive prune --before 2026-01-01 --dry-run
  sw-scraper archive prune --before 2026-01-01     recordings of harvests before that day (UTC) go

Rows, tables and commits stay. Of a page that did not change since, the bytes stay too: later recordings refer to them.
What was pruned cannot be explained, replayed or rebuilt any more; `sw-scraper rebuild` says so and not "lost".
"""


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The parser of the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "archive",
        help="look after the recordings: how large, remove old ones",
        description="Look after the recordings (WARC files) of a dataset.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("what", nargs="?", choices=["status", "prune"], default="status", help="(default status)")
    parser.add_argument("--before", metavar="DAY", help="for prune: 2026-01-31, in UTC; that day itself stays")
    parser.add_argument("--dry-run", action="store_true", help="for prune: only say what would go")
    parser.add_argument("--json", action="store_true", help="as JSON")
    add_dataset_argument(parser)
    return parser


def run(args: argparse.Namespace) -> int:
    """Do it; the exit code.

    Raises:
        ConfigError: the day is missing or malformed.
        StoreError: there is no dataset, or it cannot be written.
    """
    root = folder_of(args)
    if isinstance(root, str):
        raise ConfigError("Recordings are looked after in local folders only", where=root, hint="--data FOLDER")
    said = _prune(args, root) if args.what == "prune" else _status(args, root)
    if args.json:
        print(harmless(json.dumps(said, ensure_ascii=False)))
    else:
        print("\n".join(f"{name.replace('_', ' '):<14}{_shown(value)}" for name, value in said.items()))
    return 0


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return f"{len(value):,} recordings"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _status(args: argparse.Namespace, root: Any) -> dict[str, Any]:
    from sw_scraper.store.ledger import read_ledger

    if args.before or args.dry_run:
        raise ConfigError("--before and --dry-run are for prune", hint="sw-scraper archive prune --before 2026-01-31")
    files = sorted((root / "warc").glob("*/*/*.warc.gz"))
    return {
        "recordings": len(files),
        "bytes": sum(file.stat().st_size for file in files),
        "pruned": len(read_ledger(root)),
    }


def _prune(args: argparse.Namespace, root: Any) -> dict[str, Any]:
    from sw_scraper.crawl.pruning import prune
    from sw_scraper.store.dataset import open_dataset
    from sw_scraper.store.store import open_store

    try:
        day = datetime.strptime(args.before or "", "%Y-%m-%d").date()  # noqa: DTZ007  # a day, made UTC below
    except ValueError as error:
        hint = "Such as --before 2026-01-31"
        raise ConfigError("prune needs a day", where=f"--before {args.before or ''}", hint=hint) from error
    open_dataset(root)  # a folder without a dataset is not made one
    found = prune(open_store(root), root, before=datetime.combine(day, time(), tzinfo=UTC), dry=args.dry_run)
    return {
        "done": "nothing, this is a dry run" if args.dry_run else "pruned",
        "removed": found.removed,
        "reduced": found.reduced,
        "records": found.n_records,
        "bytes_before": found.bytes_before,
        "bytes_after": found.bytes_after,
    }
