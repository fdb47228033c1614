"""Uniting two datasets in a new one: raw records, then rows, then commits, so that it is valid at every moment."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sw_scraper import __version__
from sw_scraper.errors import ConfigError, StoreError
from sw_scraper.store import disk, layout, locks
from sw_scraper.store.commit_files import CommitFiles
from sw_scraper.store.commits import Commit, commit_bytes
from sw_scraper.store.forgetting import forget_articles
from sw_scraper.store.forgotten import read_forgotten, write_forgotten
from sw_scraper.store.ledger import LEDGER, Entry, parse_ledger, write_ledger
from sw_scraper.store.schema import FORMAT
from sw_scraper.store.source import Source, open_source
from sw_scraper.store.store import open_store
from sw_scraper.store.texts import TEXTS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_SPACE = uuid.UUID("c5f1cf0a-1c3f-5b6e-8f6e-1d6d1a0c2e44")
_BLOCK = 1 << 20
_AT_ONCE = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """What a merge did.

    Attributes:
        dataset_id: of the new dataset.
        n_commits: in it.
        n_shared: commits that both datasets had.
        n_files: files that were copied now.
    """

    dataset_id: str
    n_commits: int
    n_shared: int
    n_files: int


@dataclass(slots=True)
class _Plan:
    """What is to be copied, in the order of copying: path to the dataset that has it and its digest."""

    raw: dict[str, tuple[Source, str]] = field(default_factory=dict)
    rows: dict[str, tuple[Source, str]] = field(default_factory=dict)
    commits: dict[str, tuple[Source, str]] = field(default_factory=dict)
    pruned: dict[str, Entry] = field(default_factory=dict)


def merge(first: str | Path, second: str | Path, into: Path) -> Merge:
    """Unite two datasets; both stay as they are. Killed at any moment, the same call goes on.

    Args:
        first: a dataset, local or not.
        second: another one.
        into: a new folder, or one that this merge was killed in.

    Raises:
        ConfigError: the folder is something else.
        StoreError: the datasets contradict each other, or cannot be read or written.
    """
    sources = (open_source(first), open_source(second))
    dataset_id = _united_id(*(source.dataset_id() for source in sources))
    _check_target(into, dataset_id)
    plan, n_commits, n_shared = _plan(sources)
    work = into / layout.WORK
    with disk.explained("write the dataset", into):
        disk.make_folder(work)
        with locks.held(work / layout.REWRITE_LOCK, what="The dataset"):
            n_files = _copy_all(sources, plan, into, dataset_id)
    store = open_store(into)
    _keep_forgotten(store)
    store.refresh_views()
    return Merge(dataset_id=dataset_id, n_commits=n_commits, n_shared=n_shared, n_files=n_files)


def _united_id(one: str, other: str) -> str:
    return one if one == other else str(uuid.uuid5(_SPACE, "+".join(sorted((one, other)))))


def _check_target(into: Path, dataset_id: str) -> None:
    if not into.exists() or not any(entry.name != layout.WORK for entry in into.iterdir()):
        return
    is_begun = (into / layout.DATASET_FILE).exists() and open_source(into).dataset_id() == dataset_id
    if not is_begun:
        raise ConfigError("There is something else in the folder", where=str(into), hint="Give --into a new folder")


def _plan(sources: tuple[Source, Source]) -> tuple[_Plan, int, int]:
    plan = _Plan()
    files = [CommitFiles(source) for source in sources]
    packs = [{one.pack: one for one in known.rewriting()} for known in files]
    packed = [
        {one.path for rewriting in known.rewriting() for one in known.packed(rewriting)} if pack else set()
        for known, pack in zip(files, packs, strict=True)
    ]
    if packs[0].keys() != packs[1].keys() and packed[0] & packed[1]:
        raise StoreError(
            "Both datasets were compacted or cleaned of articles, each in its own way, with harvests in common",
            where=f"{sources[0].name} and {sources[1].name}",
            hint="Merge an uncompacted copy (a backup) of one of them instead",
        )
    known: dict[tuple[str, str, str], str] = {}
    n_shared = 0
    for n, source in enumerate(sources):
        ledger = parse_ledger(source.read(LEDGER), where=f"{source.name}/{LEDGER}")
        for rewriting in packs[n].values():
            for entry in rewriting.body["files"]:
                _add(plan, entry["path"], source, entry["sha256"])
            _add(plan, rewriting.path, source, hashlib.sha256(source.read(rewriting.path) or b"").hexdigest())
        for commit in files[n].commits():
            key = (commit.kind, commit.harvest_id, commit.extractor_version)
            if key in known:
                _same(commit, known[key], source)
                n_shared += 1
            known[key] = commit.digest
            if commit.path not in packed[n] and commit.path in packed[1 - n]:
                continue
            _add_commit(plan, commit, source, ledger, is_packed=commit.path in packed[n])
    return plan, len(known), n_shared


def _same(commit: Commit, digest: str, source: Source) -> None:
    if commit.digest != digest:
        raise _contradiction(f"{source.name}/{commit.path}")


def _contradiction(where: str) -> StoreError:
    return StoreError(
        "Both datasets have this under the same name, with other bytes",
        where=where,
        hint="One of them was changed or damaged: sw-scraper verify tells which; nothing of the sources was touched",
    )


def _add_commit(plan: _Plan, commit: Commit, source: Source, ledger: Mapping[str, Entry], *, is_packed: bool) -> None:
    if not is_packed:
        _add(plan, commit.path, source, commit.digest)
    if commit.kind != "harvest":
        return
    for entry in commit.body["files"]:
        if entry["path"] == commit.sightings_file or entry["path"] != commit.row["sightings_file"]:
            _add(plan, entry["path"], source, entry["sha256"])
    for entry in commit.body.get("files", ()):
        if str(entry["path"]).startswith(f"{TEXTS}/"):
            _add(plan, entry["path"], source, entry["sha256"])
    warc: Any = commit.row.get("warc_file")
    if warc in ledger:
        plan.pruned[warc] = ledger[warc]
    elif warc:
        _add(plan, warc, source, commit.row["warc_sha256"])


def _add(plan: _Plan, path: str, source: Source, sha256: str) -> None:
    top = path.partition("/")[0]
    part = plan.rows if top == layout.SIGHTINGS else plan.commits if top == layout.HARVESTS else plan.raw
    if path in part and part[path][1] != sha256:
        raise _contradiction(f"{source.name}/{path}")
    part.setdefault(path, (source, sha256))


def _copy_all(sources: tuple[Source, Source], plan: _Plan, into: Path, dataset_id: str) -> int:
    temporary = into / layout.WORK / "merge.tmp"
    if not (into / layout.DATASET_FILE).exists():
        body = {"dataset_id": dataset_id, "format": FORMAT, "tool_version": __version__}
        disk.write_file(into / layout.DATASET_FILE, commit_bytes(body), temporary=temporary)
    forgotten = read_forgotten(sources[0]).united(read_forgotten(sources[1])).united(read_forgotten(open_source(into)))
    if forgotten:
        write_forgotten(into, forgotten, temporary=temporary)
    # A recording that one of them has pruned is whole where the other still has it.
    pruned = {path: entry for path, entry in plan.pruned.items() if path not in plan.raw}
    for path, entry in pruned.items():
        if entry.sha256 is not None:
            holder = next(source for source in sources if source.read(path) is not None)
            plan.raw[path] = (holder, entry.sha256)
    if pruned:
        write_ledger(into, pruned)
    n_files = 0
    # Packs come before the commit file that makes them count.
    commits = sorted(plan.commits.items(), key=lambda item: (not item[0].endswith(".parquet"), item[0]))
    for path, (source, sha256) in [*plan.raw.items(), *plan.rows.items(), *commits]:
        n_files += _copy(source, path, sha256, into, temporary)
    return n_files


def _copy(source: Source, path: str, sha256: str, into: Path, temporary: Path) -> bool:
    final = into / path
    if final.exists() and _digest(final) == sha256:
        return False
    try:
        stream = source.files.open_input_stream(path, compression=None)
    except FileNotFoundError as error:
        raise _unlike(source, path, "is missing") from error
    with stream, disk.NewFile(temporary) as file:
        while block := stream.read(_BLOCK):
            file.write(block)
    if file.sha256 != sha256:
        disk.remove(temporary)
        raise _unlike(source, path, "is not what was committed")
    disk.publish(temporary, final)
    return True


def _unlike(source: Source, path: str, what: str) -> StoreError:
    where = f"{source.name}/{path}"
    return StoreError(
        f"A committed file {what}", where=where, hint="Restore it from a backup; sw-scraper verify lists all"
    )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _keep_forgotten(store: Any) -> None:
    """What one dataset has forgotten goes from the rows of the other too."""
    forgotten = store.forgotten()
    if not forgotten:
        return
    paths = [commit.sightings_file for commit in store.commits() if commit.sightings_file]
    gone: set[str] = set()
    for begin in range(0, len(paths), _AT_ONCE):
        rows = store.source.sightings(paths[begin : begin + _AT_ONCE], columns=("article_id",))
        gone |= {one for one in rows.column("article_id").unique().to_pylist() if one in forgotten}
    if gone:
        forget_articles(store, gone)
