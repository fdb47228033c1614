"""Which releases were made of a dataset, so that `forget` can name the copies that it does not reach."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sw_scraper.errors import StoreError
from sw_scraper.store import disk

if TYPE_CHECKING:
    from pathlib import Path

RELEASES_FILE = "releases.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One release.

    Attributes:
        version_id: the state that it holds.
        folder: where it was written, absolute.
        published_at: when, ISO 8601 in UTC.
    """

    version_id: str
    folder: str
    published_at: str


def note_release(root: Path, release: Release) -> None:
    """Remember a release; a repeated one is noted once.

    Args:
        root: folder of the dataset.
        release: that was just written.

    Raises:
        StoreError: the dataset's folder cannot be written.
    """
    kept = [one for one in releases_of(root) if (one.version_id, one.folder) != (release.version_id, release.folder)]
    lines = "".join(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in [*kept, release])
    with disk.explained("note the release", root):
        temporary = root / f".{RELEASES_FILE}.{os.getpid()}"
        disk.write_file(root / RELEASES_FILE, lines.encode(), temporary=temporary)


def releases_of(root: Path) -> list[Release]:
    """The releases that were noted, oldest first.

    Args:
        root: folder of the dataset.

    Raises:
        StoreError: the file is damaged.
    """
    file = root / RELEASES_FILE
    try:
        return [Release(**json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()]
    except FileNotFoundError:
        return []
    except (ValueError, TypeError) as error:
        raise StoreError(
            "The list of releases is damaged", where=str(file), hint="Mend the line, or move the file away"
        ) from error
