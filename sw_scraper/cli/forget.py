"""``sw-scraper forget``: an article out of every table, history and recording, and kept out."""

from __future__ import annotations

import argparse
import json
import re
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sw_scraper.cli.dataset_argument import add_dataset_argument, folder_of
from sw_scraper.cli.screen import harmless
from sw_scraper.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sw_scraper.crawl.forgetting import Erased
    from sw_scraper.store.releases import Release

_EPILOG = """examples:
  sw-scraper forget https://example.org/rapporti/patto/
  sw-scraper forget 5f3a9c1e02b4d6a8c0e1 --yes          by article_id, without being asked
  sw-scraper forget https://example.org/rapporti/patto/ --delta /srv/delta/sightings

What goes: every row and change of the article, and what recordings say of it; its entry on an archived page is emptied
and the record marked as redacted. A keyed hash in forgotten.json keeps it out of later harvests, their recordings
included. There is no way back but a backup.

What you must see to yourself: backups, exports, a Delta table that is not named here, and the releases
that are listed (what `publish` wrote is remembered in releases.jsonl).

exit codes: 0 done, 2 usage, 4 the dataset cannot be written or a recording is damaged, 75 a harvest is running
"""
_ID = re.compile(r"[0-9a-f]{20}")


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The parser of the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "forget",
        help="remove an article from everything, and keep it out",
        description="Remove an article from every table, history and recording, and keep it out of later harvests.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("articles", nargs="+", metavar="URL|ID", help="addresses or article_ids")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--delta", metavar="PLACE", help="remove its rows from this Delta table too, and vacuum it")
    parser.add_argument("--json", action="store_true", help="what was done, as JSON")
    add_dataset_argument(parser)
    return parser


def run(args: argparse.Namespace) -> int:
    """Forget; the exit code.

    Raises:
        ConfigError: a name is neither an address nor an id, or nobody said yes.
        StoreError: the dataset cannot be written.
    """
    from sw_scraper.crawl.forgetting import erase, erase_from_delta
    from sw_scraper.normalize.keys import article_id
    from sw_scraper.normalize.urls import absolute_url
    from sw_scraper.store.dataset import open_dataset
    from sw_scraper.store.releases import releases_of
    from sw_scraper.store.store import open_store

    root = folder_of(args)
    if isinstance(root, str):
        hint = "Copy it to a local folder, run the command there, and copy it back"
        raise ConfigError("Articles are forgotten in local datasets only", where=root, hint=hint)
    ids = [name for name in args.articles if _ID.fullmatch(name)]
    urls = [name for name in args.articles if name not in ids]
    for url in urls:
        if absolute_url(url, url) is None:
            raise ConfigError(
                "This is neither an address nor an article_id", where=url, hint="https://... or 20 digits"
            )
    open_dataset(root)  # a folder without a dataset is not made one
    _confirm(args, len(args.articles))
    if args.delta:
        from sw_scraper.store.delta import check_delta

        check_delta(args.delta)
    erased = erase(open_store(root), root, urls, ids)
    if args.delta:
        erased.n_delta = erase_from_delta(args.delta, {*ids, *(article_id(url) for url in urls)})
    releases = releases_of(root)
    if args.json:
        told = asdict(erased) | {"releases": [asdict(one) for one in releases]}
        print(harmless(json.dumps(told, ensure_ascii=False)))
    else:
        print(harmless("\n".join([*_lines(erased), *_yours(releases)])))
    return 0


def _confirm(args: argparse.Namespace, number: int) -> None:
    if args.yes:
        return
    if not sys.stdin.isatty():
        raise ConfigError("Forgetting cannot be undone", hint="Give --yes where nobody can be asked")
    answer = input(f"Remove {number:,} articles from {args.data} for good? [y/N] ")
    if answer.strip().lower() not in ("y", "yes"):
        raise ConfigError("Nothing was done", hint="Answer y, or give --yes")


def _lines(erased: Erased) -> list[str]:
    lines = [f"{erased.n_rows:,} rows removed, {erased.n_records:,} records redacted"]
    if not erased.commit_files:
        lines.append("Nothing in the dataset named it; it is kept out of later harvests.")
    lines += [f"  commit     {path}" for path in erased.commit_files]
    lines += [f"  recording  {path}" for path in erased.recordings]
    lines += [f"  note       other entries of {url} cannot be rebuilt exactly any more" for url in erased.whole_pages]
    if erased.n_delta is not None:
        lines.append(f"  Delta      {erased.n_delta:,} rows removed, older versions vacuumed")
    else:
        lines.append("  Delta      no table was named; one that you keep (SW_DELTA) still has the rows: --delta PLACE")
    return lines


def _yours(releases: Sequence[Release]) -> list[str]:
    """What the user must see to: copies that this command does not reach."""
    lines = [f"  published  {one.folder} (version {one.version_id}, {one.published_at[:10]})" for one in releases]
    lines.append("  yours      backups, exports and published versions still have it, and everybody who copied them")
    return lines
