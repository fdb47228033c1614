"""What a killed harvest left behind: never visible, cleared away by the next that holds its tag's lock."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sw_scraper.errors import StoreLockedError
from sw_scraper.store import disk, layout, locks
from sw_scraper.store.object_store_journal import settle_journals, tags_with_journals

if TYPE_CHECKING:
    from sw_scraper.store.disk import Place
    from sw_scraper.store.layout import Workplace
    from sw_scraper.store.object_store import ObjectPath


def write_journal(folder: Path, *, sightings_file: str | None, commit_file: str) -> None:
    """Note which files are about to get their final names, before the first of them does.

    Args:
        folder: of the tag, held.
        sightings_file: relative to the dataset; None when there are no rows.
        commit_file: relative to the dataset.
    """
    text = json.dumps({"sightings_file": sightings_file, "commit_file": commit_file})
    disk.write_file(folder / layout.JOURNAL, text.encode(), temporary=folder / "journal.tmp")


def note_recording(folder: Path, warc_file: str, harvest_id: str) -> None:
    """Note that a recording is about to get its final name, so that one without a commit can be found.

    Args:
        folder: of the tag, held.
        warc_file: relative to the dataset.
        harvest_id: whose commit makes it count.
    """
    text = json.dumps({"warc_file": warc_file, "harvest_id": harvest_id})
    with disk.explained("note the recording", folder):
        disk.write_file(folder / layout.RECORDING, text.encode(), temporary=folder / "recording.tmp")


def _clear_recording(root: Path, folder: Path) -> None:
    """Remove the recording of a harvest that was killed before its commit: the next harvest records anew."""
    try:
        noted = json.loads((folder / layout.RECORDING).read_bytes())
    except (FileNotFoundError, ValueError):
        return
    orphan = root / noted["warc_file"]
    name = layout.commit_name(noted["harvest_id"])
    if orphan.exists() and not any((root / layout.HARVESTS).glob(f"*/*/{name}*.json")):
        disk.remove(orphan)
        disk.sync_folder(orphan.parent)


def clear_leftovers(root: Place, folder: Path, *, journals: ObjectPath | None = None) -> None:
    """Undo an interrupted commit and remove all temporary files of a tag.

    Args:
        root: the dataset.
        folder: of the tag; its lock is held, so whoever wrote these files is dead or has given up.
        journals: of the tag on an object store; None leaves them alone.
    """
    if not isinstance(root, Path):
        _clear_workplace(folder)
        if journals is not None:
            settle_journals(root, journals)
        return
    journal = folder / layout.JOURNAL
    try:
        noted = json.loads(journal.read_bytes())
    except (FileNotFoundError, ValueError):
        noted = None
    if noted and noted["sightings_file"] and not (root / noted["commit_file"]).exists():
        orphan = root / noted["sightings_file"]
        if orphan.exists():
            disk.remove(orphan)
            disk.sync_folder(orphan.parent)
    _clear_recording(root, folder)
    for entry in sorted(folder.iterdir()):
        if entry.name not in {layout.LOCK, layout.JOURNAL}:
            disk.remove(entry)
    disk.remove(journal)


def _clear_workplace(folder: Path) -> None:
    """Remove what a harvest that commits to an object store left on this machine."""
    with suppress(FileNotFoundError, ValueError):
        noted = json.loads((folder / layout.RECORDING).read_bytes())
        disk.remove(folder.parents[2] / noted["warc_file"])
    for entry in sorted(folder.iterdir()):
        if entry.name != layout.LOCK:
            disk.remove(entry)


def sweep_leftovers(work: Workplace) -> None:
    """Clear away what killed harvests of any tag left; running ones are left alone.

    Args:
        work: of the dataset.

    Raises:
        StoreError: a file cannot be removed.
    """
    with disk.explained("clear up after an interrupted harvest", work.folder):
        for folder in sorted(work.tags.iterdir()):
            if not folder.is_dir() or all(entry.name == layout.LOCK for entry in folder.iterdir()):
                continue
            descriptor = locks.acquire(folder / layout.LOCK)
            if descriptor is not None:
                try:
                    clear_leftovers(work.shared or work.root, folder)
                finally:
                    locks.release(descriptor)
        _sweep_journals(work)


def _sweep_journals(work: Workplace) -> None:
    """Settle what harvests left on the object store, those of other machines too."""
    if work.shared is None:
        return
    for name in tags_with_journals(work.shared / layout.WORK / "tags"):
        folder = work.tags / name
        # Whoever holds the tag sees to its journals.
        with suppress(StoreLockedError), locks.held(work.lock_in(folder), what="The tag"):
            settle_journals(work.shared, work.shared / layout.WORK / "tags" / name)
