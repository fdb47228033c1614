"""What ``accept`` and ``reject`` share."""

from __future__ import annotations

import argparse
import getpass
from typing import Any

from sw_scraper.cli.dataset_argument import add_dataset_argument, folder_of
from sw_scraper.errors import ConfigError


def add_decision_parser(subparsers: Any, verb: str, text: str) -> argparse.ArgumentParser:
    """The parser of a command that decides on a held harvest.

    Args:
        subparsers: of the command line.
        verb: the command.
        text: what it does, one sentence.
    """
    parser: argparse.ArgumentParser = subparsers.add_parser(
        verb,
        help=f"{verb} a held harvest",
        description=text,
        epilog=f'examples:\n  sw-scraper {verb} 20261122t020304z-5f3a9c1e --reason "the site has moved"\n\n'
        "sw-scraper status lists the held ones with their ids.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("harvest_id", help="a held harvest")
    parser.add_argument("--reason", required=True, metavar="TEXT", help="why; stands in the table of harvests")
    parser.add_argument("--by", metavar="NAME", help="who decides (default: the user of this computer)")
    add_dataset_argument(parser)
    return parser


def decide(args: argparse.Namespace, verb: str) -> int:
    """Decide on a held harvest and bring the tables up to date; the exit code.

    Raises:
        ConfigError: the reason is empty, or the dataset is no local folder.
        StoreError: there is no such held harvest.
    """
    from sw_scraper.crawl.data_folder import data_folder
    from sw_scraper.store.dataset import open_dataset
    from sw_scraper.store.store import open_store

    if not args.reason.strip():
        raise ConfigError("The reason is empty", where="--reason", hint="Say why, in a few words")
    folder = data_folder(str(folder_of(args)))
    open_dataset(folder)
    store = open_store(folder)
    commit = getattr(store, verb)(args.harvest_id, by=args.by or _user(), reason=args.reason.strip())
    store.refresh_views()
    counts = commit.body["decision"]["counts"]
    changed = ", ".join(f"{counts[name]} {name.removeprefix('n_')}" for name in counts)
    print(f"{verb}ed {args.harvest_id}" + (f": {changed}" if changed else "; the tables stay as they are"))
    return 0


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
