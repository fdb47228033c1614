"""``sw-scraper replay``: extract again from recordings, without any network."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sw_scraper.cli.dataset_argument import add_dataset_argument, folder_of
from sw_scraper.cli.screen import harmless
from sw_scraper.errors import ConfigError

if TYPE_CHECKING:
    from sw_scraper.crawl.offline import Extraction
    from sw_scraper.crawl.replays import Job
    from sw_scraper.store.records import CommitResult

_EPILOG = """examples:
  sw-scraper replay --all                           every recording of the dataset, with the code of today
  sw-scraper replay 20261122t020304z-5f3a9c1e       one harvest of it
  sw-scraper replay data/warc/2026/11/*.warc.gz --data data/again
  sw-scraper replay crawl.warc.gz --json            a recording of another tool

The same code changes nothing. A newer extractor adds its rows beside the old ones
(<harvest_id>.<extractor_version>.parquet), and what differs is a change with the cause "extractor".

exit codes: 0 all done, 2 usage, 3 a recording could be read in part or not at all, 4 the dataset cannot be written
"""
_PARTIAL = 3
_LOST = ("not_recorded", "drift")


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The parser of the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "replay",
        help="extract again from recordings",
        description="Extract again from recordings (WARC files), without any network.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="FILE|HARVEST_ID", help="recordings, or harvests of the dataset")
    parser.add_argument("--all", action="store_true", help="every harvest of the dataset that has a recording")
    add_workers_argument(parser)
    parser.add_argument("--json", action="store_true", help="one line of JSON a harvest")
    add_dataset_argument(parser)
    return parser


def add_workers_argument(parser: argparse.ArgumentParser) -> None:
    """Add ``--workers``."""
    parser.add_argument("-w", "--workers", type=int, metavar="N", help="processes (default: one a core)")


def workers_of(args: argparse.Namespace) -> int:
    """How many processes.

    Raises:
        ConfigError: fewer than one was asked for.
    """
    from sw_scraper.crawl.replays import default_workers

    if args.workers is not None and args.workers < 1:
        raise ConfigError("There must be at least one worker", where=f"--workers {args.workers}", hint="--workers 2")
    return args.workers or default_workers()


def run(args: argparse.Namespace) -> int:
    """Replay; the exit code.

    Raises:
        ConfigError: nothing to replay was named, or a name is no recording.
        StoreError: the dataset cannot be written.
    """
    from sw_scraper.crawl.replays import Failed, commit_extraction, iter_extractions, jobs_of
    from sw_scraper.store.store import open_store

    if bool(args.names) == args.all:
        raise ConfigError("What is to be replayed?", hint="Name files or harvest ids, or give --all")
    folder = folder_of(args)
    if isinstance(folder, str):
        raise ConfigError("A replay writes to local folders only", where=folder, hint="--data FOLDER")
    workers = workers_of(args)
    for name in args.names:
        if ("/" in name or name.endswith((".warc", ".gz"))) and not Path(name).is_file():
            raise ConfigError("there is no recording", where=str(Path(name).absolute()), hint="Check the path")
    store = open_store(folder)
    names = args.names or [str(folder / str(file)) for file in _recordings(store, folder)]
    code = 0
    for job, found in iter_extractions(
        jobs_of(names, root=folder, store=store), root=folder, workers=workers, store=store
    ):
        result = None if isinstance(found, Failed) else commit_extraction(store, found)
        code = max(code, _told(job, found, result, as_json=args.json))
    store.refresh_views()
    return code


def _recordings(store: Any, folder: Path) -> list[str]:
    """The recordings of the dataset that are there, each once."""
    from sw_scraper.store.ledger import read_ledger

    pruned = {file for file, entry in read_ledger(folder).items() if entry.deed == "pruned"}
    files = dict.fromkeys(commit.row.get("warc_file") for commit in store.commits() if commit.kind == "harvest")
    return [file for file in files if file and file not in pruned and (folder / file).is_file()]


def _told(job: Job, found: Any, result: CommitResult | None, *, as_json: bool) -> int:
    """Say how it went; the exit code of this one."""
    if result is None:
        name = job.harvest_id or str(job.files[0])
        said = {"harvest_id": job.harvest_id or None, "error": found.what, "where": found.where}
        text = f"{name}: {found.what}\n  where  {found.where}"
    else:
        said = _facts(found, result)
        text = _words(said)
    if as_json:
        print(harmless(json.dumps(said, ensure_ascii=False)))
    else:
        print(harmless(text), file=sys.stdout if result else sys.stderr)
    # What was partial when it was recorded is replayed as it was: that is no fault of the replay.
    is_whole = result is not None and found.record.failure_class not in _LOST and not found.problems
    return 0 if is_whole else _PARTIAL


def _facts(found: Extraction, result: CommitResult) -> dict[str, Any]:
    return {
        "harvest_id": found.head.harvest_id,
        "tag_id": found.head.key.tag_id,
        "verdict": found.record.verdict,
        "reason": found.record.reason,
        "extractor_version": found.head.extractor_version,
        "n_pages": found.record.n_pages,
        "n_teasers": sum(len(rows) for rows in found.pages),
        "n_redacted": found.n_redacted,
        "written": not result.repeated,
        "sightings_file": result.sightings_file,
        "problems": list(found.problems),
    }


def _words(said: dict[str, Any]) -> str:
    did = (
        f"written to {said['sightings_file'] or 'no file, it has no rows'}"
        if said["written"]
        else (f"the dataset has it already from extractor {said['extractor_version']}; nothing was changed")
    )
    lines = [
        f"{said['harvest_id']} {said['tag_id']}: {said['verdict']}, {said['n_teasers']:,} rows of {said['n_pages']:,} "
        f"pages; {did}"
    ]
    if said["verdict"] not in ("complete", "unchanged"):
        lines.append(f"  what   {said['reason']}")
    if said["n_redacted"]:
        lines.append(f"  note   {said['n_redacted']:,} records redacted")
    lines += [f"  damage {problem}" for problem in said["problems"][:5]]
    more = len(said["problems"]) - 5
    return "\n".join([*lines, f"  damage and {more:,} more"] if more > 0 else lines)
