"""``sw-scraper migrate``: to the newest format of datasets."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from sw_scraper.cli.dataset_argument import add_dataset_argument, folder_of
from sw_scraper.errors import ConfigError

_EPILOG = """examples:
  sw-scraper migrate --dry-run
  sw-scraper migrate

The new dataset is made beside the old one, verified, and takes its name; the old one stays under another name.
"""


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The parser of the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "migrate",
        help="move to the newest format",
        description="Move a dataset to the newest format.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be done")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    add_dataset_argument(parser)
    return parser


def run(args: argparse.Namespace) -> int:
    """Migrate; the exit code.

    Raises:
        ConfigError: the dataset is no local folder.
        StoreError: there is no dataset, or no way from its format.
    """
    from sw_scraper.store.migration import migrate

    folder = folder_of(args)
    if not isinstance(folder, Path):
        raise ConfigError("Only a local folder can be migrated", where=str(folder), hint="Copy it here first")
    done = migrate(folder, dry_run=args.dry_run)
    if args.json:
        body = {"old_format": done.old_format, "new_format": done.new_format, "steps": list(done.steps),
                "kept": str(done.kept) if done.kept else None}  # fmt: skip
        print(json.dumps(body, indent=1))
    elif not done.steps:
        print(f"already format {done.new_format}, nothing to do")
    else:
        for step in done.steps:
            print(("would: " if args.dry_run else "done: ") + step)
        if done.kept:
            print(f"now format {done.new_format}; the old dataset is {done.kept}")
    return 0
