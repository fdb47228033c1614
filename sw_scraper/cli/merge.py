"""``sw-scraper merge``: two datasets in one."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

_EPILOG = """examples:
  sw-scraper merge laptop/data server/data --into united

Both stay as they are. A harvest that is in both is taken once; one that has the same id and other bytes is an error.
A merge that was interrupted goes on with the same command.
"""


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The parser of the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "merge",
        help="unite two datasets",
        description="Unite two datasets in a new folder.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("first", metavar="A", help="a dataset")
    parser.add_argument("second", metavar="B", help="another one")
    parser.add_argument("--into", required=True, metavar="FOLDER", help="a new folder")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    return parser


def run(args: argparse.Namespace) -> int:
    """Unite; the exit code.

    Raises:
        ConfigError: the folder is something else.
        StoreError: the datasets contradict each other, or cannot be read or written.
    """
    from sw_scraper.store.merging import merge

    done = merge(args.first, args.second, Path(args.into).absolute())
    if args.json:
        print(json.dumps(asdict(done), indent=1))
    else:
        print(
            f"{done.n_commits:,} commits in {args.into} ({done.n_shared:,} were in both), {done.n_files:,} files copied"
        )
    return 0
