"""Whether every committed file is, bit for bit, what was committed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sw_scraper.errors import FormatTooNewError, StoreError
from sw_scraper.store import layout
from sw_scraper.store.commits import Commit, is_checked, parse_commit
from sw_scraper.store.ledger import LEDGER, parse_ledger
from sw_scraper.store.packs import NAME, parse_rewriting, read_pack

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sw_scraper.store.source import Source

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A file that is not what was committed.

    Attributes:
        path: relative to the dataset.
        what: what is wrong with it.
        harvest_id: the harvest that names it; None when it is no harvest's.
    """

    path: str
    what: str
    harvest_id: str | None = None


@dataclass(slots=True)
class Verification:
    """What looking at every committed file has found.

    Attributes:
        problems: what is damaged or missing.
        unchecked: files that carry no check of themselves (written by an early version): they can be read, no more.
        n_files: files that were looked at.
        n_bytes: bytes in them.
        n_commits: commits that count.
        n_redacted_rows: sightings that ``forget`` took out.
        n_redacted_records: raw records that ``forget`` cut.
        n_pruned: recordings that ``archive prune`` removed or reduced to what later ones refer to.
    """

    problems: list[Problem] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
    n_files: int = 0
    n_bytes: int = 0
    n_commits: int = 0
    n_redacted_rows: int = 0
    n_redacted_records: int = 0
    n_pruned: int = 0


def verify(source: Source) -> Verification:
    """Look at ``dataset.json``, every commit file, and every file that commits name.

    Derived tables are not looked at: they can be made again at any time.

    Args:
        source: the dataset.

    Raises:
        StoreError: there is no dataset, or a folder cannot be read.
        FormatTooNewError: a newer version wrote it.
    """
    found = Verification()
    _check_own(source, layout.DATASET_FILE, found)
    if found.n_files == 0:
        source.dataset_id()
    _check_own(source, layout.FORGOTTEN, found)
    commits = list(_commits(source, found))
    found.n_commits = len(commits)
    seen: set[tuple[str, str]] = set()
    ledger = parse_ledger(source.read(LEDGER), where=f"{source.name}/{LEDGER}")
    found.n_pruned = len(ledger)
    for commit in commits:
        found.n_redacted_rows += int((commit.body.get("redacted") or {}).get("rows", 0))
        for entry in _files_of(commit):
            if entry["path"] in ledger:
                entry["sha256"] = ledger[entry["path"]].sha256
                if entry["sha256"] is None:
                    continue
            if (entry["path"], entry["sha256"]) not in seen:
                seen.add((entry["path"], entry["sha256"]))
                _check_file(source, entry, found, harvest_id=commit.harvest_id)
    return found


def _check_own(source: Source, path: str, found: Verification) -> None:
    """A small file that carries its own check."""
    data = source.read(path)
    if data is None:
        return
    _count(found, len(data))
    checked = is_checked(data)
    try:
        json.loads(data)
    except ValueError:
        checked = False
    if checked is None:
        found.unchecked.append(path)
        if path == layout.DATASET_FILE:
            source.dataset_id()
    elif not checked:
        found.problems.append(Problem(path=path, what="its bytes are not those that were written"))


def _count(found: Verification, size: int) -> None:
    found.n_files += 1
    found.n_bytes += size


def _commits(source: Source, found: Verification) -> Iterator[Commit]:
    """The commits that count and can be read; those that cannot are noted."""
    packed: set[str] = set()
    for rewriting in _rewritings(source, found):
        n_before = len(found.problems)
        for entry in rewriting["files"]:
            _check_file(source, entry, found, harvest_id=None)
        if len(found.problems) == n_before:
            for commit in read_pack(source, rewriting["pack"]):
                packed.add(commit.path)
                yield commit
    for path in sorted(source.commit_stamps()):
        if path in packed or path.endswith(NAME):
            continue
        data = source.read(path)
        if data is None:
            continue
        _count(found, len(data))
        try:
            yield parse_commit(path, data)
        except FormatTooNewError:
            if is_checked(data):
                raise
            found.problems.append(Problem(path=path, what="its bytes are not those that were written"))
            continue
        except StoreError as error:
            found.problems.append(Problem(path=path, what=error.what))
            continue
        if is_checked(data) is None:
            found.unchecked.append(path)


def _rewritings(source: Source, found: Verification) -> list[Mapping[str, Any]]:
    bodies = {}
    for path in sorted(path for path in source.commit_stamps() if path.endswith(NAME)):
        data = source.read(path) or b""
        _count(found, len(data))
        try:
            bodies[path] = parse_rewriting(path, data).body
        except StoreError as error:
            found.problems.append(Problem(path=path, what=error.what))
    taken_over = {path for body in bodies.values() for path in body["rewritings"]}
    counting = [body for path, body in bodies.items() if path not in taken_over]
    for body in counting:
        for one in [body, *body["history"]]:
            found.n_redacted_records += int(one["about"].get("n_records", 0))
    return counting


def _files_of(commit: Commit) -> Iterator[dict[str, Any]]:
    """The files that a commit names; rows that it shares with others are named by the rewriting that moved them."""
    if commit.kind != "harvest":
        return
    for entry in commit.body["files"]:
        if entry["path"] == commit.sightings_file or entry["path"] != commit.row["sightings_file"]:
            yield entry
    if commit.row.get("warc_file"):
        yield {"path": commit.row["warc_file"], "sha256": commit.row["warc_sha256"]}


def _check_file(source: Source, entry: Mapping[str, Any], found: Verification, *, harvest_id: str | None) -> None:
    digest, size = hashlib.sha256(), 0
    try:
        with source.files.open_input_stream(entry["path"], compression=None) as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
                size += len(block)
    except FileNotFoundError:
        found.problems.append(Problem(path=entry["path"], what="it is missing", harvest_id=harvest_id))
        return
    except OSError as error:
        what = f"it cannot be read ({error.strerror or error})"
        found.problems.append(Problem(path=entry["path"], what=what, harvest_id=harvest_id))
        return
    _count(found, size)
    if digest.hexdigest() != entry["sha256"]:
        what = "its bytes are not those that were committed"
        found.problems.append(Problem(path=entry["path"], what=what, harvest_id=harvest_id))
