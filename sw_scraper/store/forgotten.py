"""The articles that must not come back: keyed hashes of their ids in ``forgotten.json``.

The file tells nobody which articles these are, only whether a given one is among them. It is part of the dataset and of
its backups, and never of a publication.
"""

from __future__ import annotations

import hmac
import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sw_scraper.errors import StoreError
from sw_scraper.store import disk, layout
from sw_scraper.store.commits import commit_bytes, is_checked, too_new
from sw_scraper.store.schema import FORMAT

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sw_scraper.store.disk import Place
    from sw_scraper.store.source import Source

_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A list of articles that must not come back.

    Attributes:
        entries: keys with the hashes made with them; several where datasets were merged.
    """

    entries: tuple[tuple[bytes, frozenset[str]], ...] = ()

    def __len__(self) -> int:
        return sum(len(hashes) for _, hashes in self.entries)

    def __contains__(self, article_id: object) -> bool:
        return any(_hash(key, str(article_id)) in hashes for key, hashes in self.entries)

    def with_articles(self, article_ids: Iterable[str]) -> Forgotten:
        """The list with more articles on it."""
        new = sorted({one for one in article_ids if one not in self})
        if not new:
            return self
        key, hashes = self.entries[0] if self.entries else (secrets.token_bytes(_KEY_BYTES), frozenset())
        return Forgotten(((key, hashes | {_hash(key, one) for one in new}), *self.entries[1:]))

    def united(self, other: Forgotten) -> Forgotten:
        """Both lists in one."""
        merged = dict(self.entries)
        for key, hashes in other.entries:
            merged[key] = merged.get(key, frozenset()) | hashes
        return Forgotten(tuple(sorted(merged.items())))

    def to_bytes(self) -> bytes:
        """The file."""
        entries = [{"key": key.hex(), "hashes": sorted(hashes)} for key, hashes in self.entries]
        return commit_bytes({"format": FORMAT, "entries": entries})


def _hash(key: bytes, article_id: str) -> str:
    return hmac.digest(key, article_id.encode(), "sha256").hex()


def read_forgotten(source: Source) -> Forgotten:
    """The list of a dataset; empty when it has none.

    Args:
        source: the dataset.

    Raises:
        StoreError: the file is damaged.
        FormatTooNewError: a newer version wrote it.
    """
    data = source.read(layout.FORGOTTEN)
    return Forgotten() if data is None else parse_forgotten(data, where=f"{source.name}/{layout.FORGOTTEN}")


def parse_forgotten(data: bytes, *, where: str) -> Forgotten:
    """Read the file's bytes; errors as in ``read_forgotten``."""
    try:
        body = json.loads(data)
        form = int(body["format"])
        entries = tuple((bytes.fromhex(one["key"]), frozenset(one["hashes"])) for one in body["entries"])
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged(where) from error
    if form > FORMAT:
        raise too_new(form, where)
    if not is_checked(data):
        raise _damaged(where)
    return Forgotten(entries)


def _damaged(where: str) -> StoreError:
    hint = "Restore it from a backup; without it forgotten articles would come back with the next harvest"
    return StoreError("The list of forgotten articles is damaged", where=where, hint=hint)


def write_forgotten(root: Place, forgotten: Forgotten, *, temporary: Path) -> None:
    """Replace the list of a dataset.

    Args:
        root: the dataset.
        forgotten: the new list.
        temporary: the name that the file has until it is whole.
    """
    disk.write_file(root / layout.FORGOTTEN, forgotten.to_bytes(), temporary=temporary)
