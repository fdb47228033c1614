"""``sw-scraper publish``: a release of the dataset, ready to be uploaded by hand."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sw_scraper.cli.cite import add_citation_arguments
from sw_scraper.cli.dataset_argument import add_dataset_argument, folder_of

_EPILOG = """examples:
  sw-scraper publish release --author "Rossi, Ada"
  sw-scraper publish release --facts-only                without teasers and descriptions
  sw-scraper publish release --version 0f3a...           the state that was cited under that id
  sw-scraper publish release --with-warc                 with the raw recordings

Writes fewer than 30 files: tables as Parquet and CSV, README.md with one config per table, datapackage.json,
croissant.json, CITATION.cff, a data dictionary, methods, terms and the SHA-256 of every file. Nothing is uploaded.
Whether you may publish the texts is for you to know: TERMS.md in the release says what the source stated.
"""


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The parser of the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "publish",
        help="a release for Zenodo or Hugging Face",
        description="Write a release of the dataset into a folder, ready for Zenodo and Hugging Face.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", metavar="DIR", help="the folder to make")
    parser.add_argument("--version", "--version-id", metavar="ID", dest="version_id", help="the state to publish")
    parser.add_argument("--facts-only", action="store_true", help="leave out teasers and descriptions")
    parser.add_argument("--with-warc", action="store_true", help="put the raw recordings in")
    parser.add_argument("--with-texts", action="store_true", help="put full texts in, where there are any")
    parser.add_argument("--license", metavar="NAME", help="under which you offer what is yours of it")
    add_citation_arguments(parser)
    parser.add_argument("--force", action="store_true", help="replace an earlier release in that folder")
    parser.add_argument("--json", action="store_true", help="say what was written as one JSON object")
    add_dataset_argument(parser)
    return parser


def run(args: argparse.Namespace) -> int:
    """Write the release; the exit code.

    Raises:
        ConfigError: arguments that do not fit, a folder that is taken, or nothing but invented texts.
        StoreError: there is no dataset, or the release cannot be written.
    """
    from sw_scraper.cli.screen import harmless
    from sw_scraper.store.dataset import Dataset
    from sw_scraper.store.facts import Facts
    from sw_scraper.store.publication import Wishes, publish, total_size
    from sw_scraper.store.source import open_source

    source = open_source(folder_of(args))
    facts = Facts(Dataset(source), version=args.version_id)
    facts.require_commits()
    if not args.allow_sample:
        facts.require_real()
    wishes = Wishes(
        authors=tuple(args.author),
        title=args.title,
        licence=" ".join((args.license or "").split()) or None,
        facts_only=args.facts_only,
        with_recordings=args.with_warc,
        with_texts=args.with_texts,
        force=args.force,
    )
    folder = Path(args.folder).absolute()
    files = publish(facts, source, folder, wishes)
    _note(args, folder, str(facts.version_id))
    if args.json:
        told = [{"path": file.path, "bytes": file.size, "sha256": file.sha256} for file in files]
        body = {"folder": str(folder), "version_id": facts.version_id, "files": told}
        print(harmless(json.dumps(body, ensure_ascii=False, indent=1)))
        return 0
    print(harmless(f"{args.folder}: {len(files)} files, {total_size(files):,} bytes, version {facts.version_id}"))
    print("Nothing was uploaded. Read README.md and TERMS.md in it before you pass it on.")
    if not args.author:
        print("Nobody is named as its author: --author 'Family, Given' does that.")
    return 0


def _note(args: argparse.Namespace, folder: Path, version_id: str) -> None:
    """Remember where the release went, for ``forget``; a dataset that may only be read is left as it is."""
    from sw_scraper.errors import StoreError
    from sw_scraper.store.releases import Release, note_release

    root = folder_of(args)
    if isinstance(root, str):
        return
    now = datetime.now(UTC).isoformat(timespec="seconds")
    try:
        note_release(root, Release(version_id=version_id, folder=str(folder), published_at=now))
    except StoreError as error:
        print(f"note: {error.what}; `forget` will not name this release", file=sys.stderr)
