"""Packs: commits that a rewriting (``compact``, ``forget``) has taken over from their own files.

A rewriting is a commit file of kind ``rewriting``. It names a Parquet file, the pack, that has every commit that was
taken over, its text included. From the moment the rewriting is visible, a commit in its pack counts as the pack has it,
and a file of the same path no longer counts, whether it was removed already or not. Each rewriting takes over the pack
of the one before.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from sw_scraper.errors import StoreError
from sw_scraper.store.commit_table import COMMIT_SCHEMA, commit_rows, commits_from
from sw_scraper.store.commits import damaged_commit, instant, is_checked, too_new
from sw_scraper.store.schema import FORMAT
from sw_scraper.store.vectors import flat

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from sw_scraper.store.commits import Commit
    from sw_scraper.store.source import Source

REWRITING = "rewriting"
NAME = ".rewriting.json"
"""How the commit file of a rewriting ends, so that it is known without being read."""
PACK_SCHEMA = COMMIT_SCHEMA.append(pa.field("text", pa.binary()))
_GROUP = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewriting:
    """The commit file of a rewriting.

    Attributes:
        path: relative to the dataset.
        pack: the pack, relative to the dataset.
        committed_at: UTC.
        body: the whole file.
    """

    path: str
    pack: str
    committed_at: datetime
    body: Mapping[str, Any]


def parse_rewriting(path: str, data: bytes) -> Rewriting:
    """Read the commit file of a rewriting.

    Args:
        path: relative to the dataset.
        data: its bytes.

    Raises:
        StoreError: the file is damaged.
        FormatTooNewError: a newer version wrote it.
    """
    try:
        body = json.loads(data)
        form, moment, pack = int(body["format"]), instant(body["committed_at"]), str(body["pack"])
    except (ValueError, KeyError, TypeError) as error:
        raise damaged_commit(path) from error
    if form > FORMAT:
        raise too_new(form, path)
    if not is_checked(data) or moment is None:
        raise damaged_commit(path)
    return Rewriting(path=path, pack=pack, committed_at=moment, body=body)


def pack_rows(commits: Sequence[Commit], texts: Callable[[Commit], bytes]) -> pa.Table:
    """Some commits as the rows of a pack; few at a time, because of their texts.

    Args:
        commits: in order.
        texts: the bytes of each.
    """
    table = commit_rows(commits)
    return table.append_column(PACK_SCHEMA.field("text"), pa.array([texts(one) for one in commits], pa.binary()))


def write_pack(file: io.RawIOBase | Any, commits: Sequence[Commit], texts: Callable[[Commit], bytes]) -> None:
    """Write a pack in groups, so that memory stays flat and one text can be read without all others.

    Args:
        file: writable.
        commits: in order.
        texts: the bytes of each.
    """
    with pq.ParquetWriter(file, PACK_SCHEMA, compression="zstd") as writer:
        for begin in range(0, len(commits), _GROUP):
            writer.write_table(pack_rows(commits[begin : begin + _GROUP], texts))


def read_pack(source: Source, path: str) -> list[Commit]:
    """The commits of a pack, their texts to be read when they are asked for.

    Args:
        source: the dataset.
        path: the pack.

    Raises:
        StoreError: the pack is missing or damaged.
    """
    try:
        with source.files.open_input_file(path) as file:
            rows = pq.read_table(file, columns=COMMIT_SCHEMA.names)
    except (OSError, pa.ArrowException) as error:
        raise _unreadable(source, path, error) from error
    texts = _Texts(source, path)
    return commits_from(rows, lambda n, _path: partial(texts, n))


class _Texts:
    """The texts in a pack, a group at a time."""

    def __init__(self, source: Source, path: str) -> None:
        self._source = source
        self._path = path
        self._group: tuple[int, pa.Array] | None = None

    def __call__(self, n: int) -> bytes:
        number = n // _GROUP
        if self._group is None or self._group[0] != number:
            try:
                with self._source.files.open_input_file(self._path) as file:
                    rows = pq.ParquetFile(file).read_row_group(number, columns=["text"])
            except (OSError, pa.ArrowException) as error:
                raise _unreadable(self._source, self._path, error) from error
            self._group = (number, flat(rows.column("text")))
        text: bytes = self._group[1][n % _GROUP].as_py()
        return text


def _unreadable(source: Source, path: str, error: Exception) -> StoreError:
    return StoreError(
        "Commits that were packed cannot be read",
        where=f"{source.name}/{path}",
        hint=f"Restore the file from a backup. The reader said: {error}",
    )
