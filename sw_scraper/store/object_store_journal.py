"""What a harvest is about to put on an object store, so that nothing of one that never committed stays there.

A request that was under way when its process died may still arrive. A store refuses requests that were signed a quarter
of an hour ago, so only after ``GRACE_S`` (by the store's clock) it is certain that a noted commit never comes: until
then its rows stay, invisible to everybody who reads by commits.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sw_scraper.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sw_scraper.store.object_store import ObjectPath

GRACE_S = 20 * 60.0
_ENDING = ".journal"


@dataclass(slots=True)
class SharedJournal:
    """The note of one commit.

    Args:
        root: the dataset.
        folder: of the tag's journals; the tag is held.
        name: stem of the commit file.
        commit_file: relative to the dataset.
        files: what is put before the commit file, relative to the dataset.

    Attributes:
        tried: the commit file may be there.
        committed: it is.
    """

    root: ObjectPath
    folder: ObjectPath
    name: str
    commit_file: str
    files: Sequence[str]
    tried: bool = field(default=False, init=False)
    committed: bool = field(default=False, init=False)

    def write(self) -> None:
        """Note it, before anything else is put."""
        text = json.dumps({"commit_file": self.commit_file, "files": list(self.files)})
        self._place.store.put(self._place.path, text.encode())

    @property
    def _place(self) -> ObjectPath:
        return self.folder / f"{self.name}{_ENDING}"

    def settle(self) -> None:
        """Strike it out once it is certain what became of the commit; else the next harvest of the tag does."""
        with suppress(StoreError):
            if not self.committed:
                if self.tried:
                    return
                _remove(self.root, self.files)
            self._place.store.remove(self._place.path)


def settle_journals(root: ObjectPath, folder: ObjectPath) -> None:
    """Clear away what harvests of a tag that never committed left; those of the last minutes are left alone.

    Args:
        root: the dataset.
        folder: of the tag's journals; the tag is held, so that its claims say what time the store has.
    """
    objects = list(folder.iter_objects())
    for one in objects:
        if not one.path.endswith(_ENDING):
            continue
        try:
            noted = json.loads((root / one.path).read_bytes())
            commit_file, files = str(noted["commit_file"]), [str(file) for file in noted["files"]]
        except FileNotFoundError:
            continue
        except (ValueError, KeyError, TypeError) as error:
            raise StoreError(
                "The journal of a harvest is damaged", where=str(root / one.path), hint="Remove it"
            ) from error
        now = max(other.changed_at for other in objects)
        if not (root / commit_file).exists():
            if (now - one.changed_at).total_seconds() < GRACE_S:
                continue
            _remove(root, files)
        root.store.remove(one.path)


def tags_with_journals(work: ObjectPath) -> set[str]:
    """Names of the tags' folders that have journals.

    Args:
        work: the folder of all tags.
    """
    paths = [one.path for one in work.iter_objects() if one.path.endswith(_ENDING)]
    return {path.rsplit("/", 2)[-2] for path in paths}


def _remove(root: ObjectPath, files: Sequence[str]) -> None:
    for file in files:
        root.store.remove(file)
