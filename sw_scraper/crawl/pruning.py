"""Old recordings removed: their rows stay, and so does every body that a later recording refers to."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sw_scraper.store import disk
from sw_scraper.store.commits import instant_text
from sw_scraper.store.ledger import Entry, read_ledger, write_ledger
from sw_scraper.warc.members import rewrite
from sw_scraper.warc.originals import Reference
from sw_scraper.warc.scan import RawRecord, iter_records

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sw_scraper.store.store import Store


@dataclass(slots=True, kw_only=True)
class Pruning:
    """What was removed, or would be.

    Attributes:
        removed: recordings that are gone, relative to the dataset.
        reduced: recordings of which only bodies are left that later ones refer to.
        n_records: records that are gone.
        bytes_before, bytes_after: of these files.
    """

    removed: list[str]
    reduced: list[str]
    n_records: int = 0
    bytes_before: int = 0
    bytes_after: int = 0


def prune(store: Store, root: Path, *, before: datetime, dry: bool) -> Pruning:
    """Remove the recordings of harvests that saw what they saw before a time.

    Args:
        store: the dataset.
        root: its folder.
        before: aware.
        dry: only say what would be done.

    Raises:
        StoreLockedError: a harvest of a tag is running; the tags before it are done.
        StoreError: a recording is damaged, or cannot be written.
    """
    files: dict[str, dict[str, bool]] = defaultdict(dict)
    for commit in store.commits():
        file = commit.row.get("warc_file") if commit.kind == "harvest" else None
        if file and (root / file).is_file():
            files[commit.tag_id][file] = files[commit.tag_id].get(file, True) and commit.seen_at < before
    found = Pruning(removed=[], reduced=[])
    for tag_id, of_tag in sorted(files.items()):
        old = sorted(file for file, is_old in of_tag.items() if is_old)
        if not old:
            continue
        with store.lock(tag_id):
            needed = _needed(root / file for file, is_old in of_tag.items() if not is_old)
            for file in old:
                _prune_one(root, file, needed, found, dry=dry, work=store.work.tag(tag_id))
    return found


def _needed(recordings: Iterable[Path]) -> set[str]:
    """Ids of the records whose bodies later recordings refer to."""
    return {
        Reference.of(record.headers).record_id
        for file in recordings
        for record in iter_records(file, lambda _: None)
        if record.kind == "revisit"
    }


def _prune_one(root: Path, file: str, needed: set[str], found: Pruning, *, dry: bool, work: Path) -> None:
    path = root / file
    entries = read_ledger(root)
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    entry = entries.get(file)
    size = path.stat().st_size
    temporary = work / "pruned.warc.gz"
    made = rewrite(path, temporary, lambda record: _kept(record, needed))
    is_needed = any(record.kind == "response" for record in iter_records(temporary, lambda _: None))
    if is_needed and made.n_changed == 0:
        disk.remove(temporary)
        return
    (found.reduced if is_needed else found.removed).append(file)
    found.n_records += made.n_changed
    found.bytes_before += size
    found.bytes_after += temporary.stat().st_size if is_needed else 0
    if not dry:
        before = entry.sha256_before if entry is not None else digest
        entries[file] = Entry(
            deed="pruned",
            sha256=made.sha256 if is_needed else None,
            sha256_before=before,
            at=str(instant_text(datetime.now(UTC))),
            records=made.n_changed + (entry.records if entry is not None and entry.deed == "pruned" else 0),
        )
        write_ledger(root, entries)  # first: a file that is gone without a word would look lost
        if is_needed:
            temporary.replace(path)
        else:
            disk.remove(path)
        disk.sync_folder(path.parent)
    disk.remove(temporary)


def _kept(record: RawRecord, needed: set[str]) -> bytes | None:
    is_kept = record.kind == "warcinfo" or record.headers.get("warc-record-id") in needed
    return None if is_kept else b""
