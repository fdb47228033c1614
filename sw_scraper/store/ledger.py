"""What was done to recordings after they were committed: pruned by age.

Commits are not rewritten when recordings are pruned; ``warc/ledger.json`` says what became of each file, so that a
missing or changed recording can be told from a damaged one.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal

from sw_scraper.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LEDGER = "warc/ledger.json"
Deed = Literal["pruned"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What became of one recording.

    Attributes:
        deed: the last thing that was done to it.
        sha256: of the file as it is now; None when it was removed.
        sha256_before: of the file as it was committed.
        at: ISO 8601, UTC.
        records: how many records it has lost.
    """

    deed: Deed
    sha256: str | None
    sha256_before: str
    at: str
    records: int


def read_ledger(root: Path) -> dict[str, Entry]:
    """File (relative to the dataset) to what became of it; empty without a ledger.

    Args:
        root: of the dataset.

    Raises:
        StoreError: the ledger cannot be read.
    """
    try:
        data: bytes | None = (root / LEDGER).read_bytes()
    except FileNotFoundError:
        data = None
    except OSError as error:
        raise _unreadable(str(root / LEDGER)) from error
    return parse_ledger(data, where=str(root / LEDGER))


def parse_ledger(data: bytes | None, *, where: str) -> dict[str, Entry]:
    """The bytes of a ledger, read; empty for None.

    Raises:
        StoreError: it is damaged.
    """
    try:
        body = json.loads(data) if data is not None else {"files": {}}
        return {str(name): Entry(**entry) for name, entry in body["files"].items()}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _unreadable(where) from error


def _unreadable(where: str) -> StoreError:
    hint = "Restore it from a backup; without it pruned recordings look lost"
    return StoreError("The ledger of the recordings cannot be read", where=where, hint=hint)


def changed_files(root: Path) -> frozenset[str]:
    """The recordings that are not as they were committed."""
    return frozenset(read_ledger(root))


def write_ledger(root: Path, entries: Mapping[str, Entry]) -> None:
    """Replace the ledger, all at once.

    Args:
        root: of the dataset.
        entries: all of them.

    Raises:
        StoreError: it cannot be written; the old one stays.
    """
    body = {"format": 1, "files": {name: asdict(entry) for name, entry in sorted(entries.items())}}
    path = root / LEDGER
    temporary = path.with_suffix(".tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as stream:
            stream.write((json.dumps(body, indent=1) + "\n").encode())
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except OSError as error:
        hint = "Make room, or check that this user may write there"
        what = f"The ledger of the recordings cannot be written ({error.strerror or error})"
        raise StoreError(what, where=str(path), hint=hint) from error
