"""``sw-scraper verify``: whether every committed file is what was committed."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sw_scraper.cli.dataset_argument import add_dataset_argument, folder_of

if TYPE_CHECKING:
    from sw_scraper.store.verification import Verification

_EPILOG = """examples:
  sw-scraper verify
  sw-scraper verify --data s3://bucket/prefix --json

Exit code 0 when all is as committed, 4 when something is damaged or missing. Derived tables (articles.parquet, ...) are
not looked at: they are made again from what was committed.
"""
_DAMAGED = 4


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The parser of the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "verify",
        help="find damage in committed files",
        description="Read every committed file (commits, rows, raw records) and compare it with its recorded SHA-256.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--json", action="store_true", help="one JSON object")
    add_dataset_argument(parser)
    return parser


def run(args: argparse.Namespace) -> int:
    """Look at every file; the exit code.

    Raises:
        StoreError: there is no dataset.
    """
    from sw_scraper.store.source import open_source
    from sw_scraper.store.verification import verify

    found = verify(open_source(folder_of(args)))
    if args.json:
        from sw_scraper.cli.screen import harmless

        print(harmless(json.dumps({"ok": not found.problems, **asdict(found)}, ensure_ascii=False, indent=1)))
    else:
        _print(found)
    return _DAMAGED if found.problems else 0


def _print(found: Verification) -> None:
    from sw_scraper.cli.screen import harmless

    for problem in found.problems:
        harvest = f" (harvest {problem.harvest_id})" if problem.harvest_id else ""
        print(harmless(f"{problem.path}: {problem.what}{harvest}"))
    if found.unchecked:
        print(f"{len(found.unchecked)} files carry no check of themselves; they can be read, no more is known")
    if found.n_pruned:
        print(f"{found.n_pruned} recordings pruned by archive prune: no damage")
    if found.n_redacted_rows or found.n_redacted_records:
        print(f"{found.n_redacted_rows} rows and {found.n_redacted_records} records redacted by forget: no damage")
    about = f"{found.n_files:,} files, {found.n_bytes:,} bytes, {found.n_commits:,} commits"
    if found.problems:
        print(f"{about}: {len(found.problems)} damaged or missing. Restore them from a backup")
    else:
        print(f"{about}: all as committed")
