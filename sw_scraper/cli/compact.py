"""``sw-scraper compact``: old commits and their sightings in few files."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import Any

from sw_scraper.cli.dataset_argument import add_dataset_argument, folder_of

_EPILOG = """examples:
  sw-scraper compact --before 2026-01

No answer changes: tables, as_of, versions and history stay as they are. No harvest may run meanwhile, and no
backup should be taken meanwhile.
"""


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The parser of the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "compact",
        help="merge old commits and rows into few files",
        description="Merge the commits made before a month, and the files of their rows, without changing any answer.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--before", required=True, metavar="MONTH", help="the first month that stays, such as 2026-01")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    add_dataset_argument(parser)
    return parser


def run(args: argparse.Namespace) -> int:
    """Merge; the exit code.

    Raises:
        ConfigError: ``--before`` is no month.
        StoreError: there is no dataset, or it cannot be written.
    """
    from sw_scraper.store.compaction import compact
    from sw_scraper.store.dataset import open_dataset
    from sw_scraper.store.store import open_store

    folder = folder_of(args)
    open_dataset(folder)
    done = compact(open_store(folder), before=args.before)
    if args.json:
        print(json.dumps(asdict(done), indent=1))
    elif done.commit_file is None:
        print(f"nothing to merge: no commit of its own is older than {args.before}")
    else:
        print(f"{done.n_commits:,} commits merged, {done.n_files:,} files of rows are {done.n_new_files:,} now")
    return 0
