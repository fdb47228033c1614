"""Where things are in a dataset."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sw_scraper.normalize.keys import file_name_part
from sw_scraper.store.object_store_lease import SharedLock

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from sw_scraper.model import TagKey
    from sw_scraper.store.disk import Place
    from sw_scraper.store.object_store import ObjectPath

DATASET_FILE = "dataset.json"
SIGHTINGS = "sightings"
HARVESTS = "harvests"
WORK = ".work"
LOCK = "lock"
JOURNAL = "journal.json"
RECORDING = "recording.json"
SPOOL = "rows.arrows"
INDEX = "commits.arrow"
CARRY = "carry.arrow"
FORGOTTEN = "forgotten.json"
REWRITE_LOCK = "rewrite.lock"


def sightings_file(key: TagKey, name: str) -> str:
    """The file with a harvest's rows, relative to the dataset.

    Args:
        key: the tag.
        name: the stem that the commit file has too (``commit_name``).

    Returns:
        A path with forward slashes; every part is a valid file name on every system.
    """
    parts = (key.site, key.taxonomy, key.slug)
    return "/".join((SIGHTINGS, *(file_name_part(part) for part in parts), f"{name}.parquet"))


def commit_name(harvest_id: str, extractor_version: str | None = None) -> str:
    """The stem of a harvest's files.

    Args:
        harvest_id: of the harvest.
        extractor_version: only for a harvest that was committed before by another version.

    Returns:
        ``<harvest_id>`` or ``<harvest_id>.<extractor_version>``, as a file name.
    """
    name = file_name_part(harvest_id)
    return name if extractor_version is None else f"{name}.{file_name_part(extractor_version)}"


def commit_file(name: str, when: datetime) -> str:
    """The commit file, relative to the dataset.

    Args:
        name: the stem of ``commit_name``.
        when: UTC; its year and month are the folders.
    """
    return f"{HARVESTS}/{when:%Y}/{when:%m}/{name}.json"


@dataclass(frozen=True, slots=True)
class Workplace:
    """The folders below ``.work``: nothing in them is part of the dataset.

    Attributes:
        root: the dataset's folder, or where this machine works on one that is on an object store.
        shared: the dataset on the object store; None for a local one.
        name: tells the workplaces of several machines apart; "" for a local dataset.
    """

    root: Path
    shared: ObjectPath | None = None
    name: str = ""

    @property
    def folder(self) -> Path:
        """All of it."""
        return self.root / WORK

    @property
    def tags(self) -> Path:
        """One folder per tag, guarded by the lock in it."""
        return self.folder / "tags"

    @property
    def views(self) -> Path:
        """Derived files before they are published, guarded by the views lock."""
        return self.folder / "views"

    @property
    def rewriting(self) -> Path:
        """What ``compact`` and ``forget`` write before it counts, guarded by the lock for that."""
        return self.folder / "rewriting"

    @property
    def rewrite_lock(self) -> Path | SharedLock:
        """Held while what was committed is rewritten."""
        return self._lock(self.folder / REWRITE_LOCK, "rewrite")

    @property
    def views_lock(self) -> Path | SharedLock:
        """Held while derived tables are made."""
        return self._lock(self.folder / "views.lock", "views")

    @property
    def commit_lock(self) -> Path | SharedLock:
        """Held for the moment in which a commit file gets its name and time."""
        return self._lock(self.folder / "commit.lock", "commit")

    @property
    def last_commit(self) -> Place:
        """The time of the last commit, so that times of commits only grow."""
        return (self.shared / WORK if self.shared else self.folder) / "last_commit"

    def tag(self, tag_id: str) -> Path:
        """The folder of one tag: its lock, and the journal, rows and temporary files of the harvest that holds it."""
        return self.tags / file_name_part(tag_id)

    def lock_in(self, folder: Path) -> Path | SharedLock:
        """The lock in a tag's folder; held while the tag is harvested."""
        return self._lock(folder / LOCK, f"tags/{folder.name}")

    def journals(self, folder: Path) -> ObjectPath | None:
        """Where the journals of a tag's folder are on the object store; None for a local dataset."""
        return self.shared / WORK / f"tags/{folder.name}" if self.shared else None

    def _lock(self, path: Path, name: str) -> Path | SharedLock:
        if self.shared is None:
            return path
        return SharedLock(path, self.shared / WORK / name, self.name)
