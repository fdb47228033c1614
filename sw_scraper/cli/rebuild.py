"""``sw-scraper rebuild``: all tables again from the recordings, compared with what is there."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sw_scraper.cli.dataset_argument import add_dataset_argument, folder_of
from sw_scraper.cli.replay import add_workers_argument, workers_of
from sw_scraper.cli.screen import harmless
from sw_scraper.errors import ConfigError

if TYPE_CHECKING:
    from sw_scraper.crawl.rebuild import Comparison

_EPILOG = """examples:
  sw-scraper rebuild                      compare; the dataset itself is not touched
  sw-scraper rebuild --keep /tmp/again    keep the tables that were made
  sw-scraper rebuild --json

What cannot be made again (recordings that were pruned, rows of an older extractor) is taken over as it is and listed.

exit codes: 0 identical, 2 usage, 3 something differs (the list says what and why), 4 the dataset cannot be read
"""
_DIFFERS = 3


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The parser of the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "rebuild",
        help="make all tables again from the recordings and compare",
        description="Make all tables again from the recordings (WARC files), in a folder of its own, and compare them.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--keep", metavar="FOLDER", help="make them there, and leave them (an empty or new folder)")
    add_workers_argument(parser)
    parser.add_argument("--json", action="store_true", help="the comparison as JSON")
    add_dataset_argument(parser)
    return parser


def run(args: argparse.Namespace) -> int:
    """Rebuild and compare; the exit code.

    Raises:
        ConfigError: the folder to keep is not empty, or the dataset is not local.
        StoreError: there is no dataset.
    """
    from sw_scraper.crawl.rebuild import rebuild

    root = folder_of(args)
    if isinstance(root, str):
        raise ConfigError("Recordings are read from local folders only", where=root, hint="--data FOLDER")
    if args.keep and Path(args.keep).exists() and (not Path(args.keep).is_dir() or any(Path(args.keep).iterdir())):
        raise ConfigError("The folder is not empty", where=args.keep, hint="Name a new one: --keep FOLDER")
    workers = workers_of(args)
    told = _progress if sys.stderr.isatty() else None
    if args.keep:
        comparison = rebuild(root, Path(args.keep).absolute(), workers=workers, told=told)
    else:
        with tempfile.TemporaryDirectory(prefix="sw-rebuild-") as scratch:
            comparison = rebuild(root, Path(scratch) / "data", workers=workers, told=told)
    if args.json:
        print(harmless(json.dumps({**asdict(comparison), "identical": comparison.is_identical}, ensure_ascii=False)))
    else:
        print(harmless("\n".join(_lines(comparison))))
    return 0 if comparison.is_identical else _DIFFERS


def _progress(done: int, of: int) -> None:
    print(f"\r{done:,} of {of:,} commits", end="\n" if done == of else "", file=sys.stderr, flush=True)


def _lines(found: Comparison) -> list[str]:
    lines = [
        "identical" if found.is_identical else f"{found.n_differences:,} differences",
        f"  harvests {found.n_harvests:,}, made again {found.n_rebuilt:,}, byte for byte {found.n_bytes:,}",
    ]
    lines += [f"  {name:<9}{state}" for name, state in found.tables.items()]
    if found.n_redacted:
        lines.append(f"  {found.n_redacted:,} records redacted")
    for reason, harvests in found.kept.items():
        lines.append(f"  taken over as they are: {len(harvests):,} ({reason})")
    for one in found.differences[:50]:
        lines += [f"{one.where}: {one.what}", f"  why    {one.why}"]
    return lines
