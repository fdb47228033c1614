"""Commits as rows of an Arrow table: what the index of commit files and the packs of rewritten commits are made of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pyarrow as pa

from sw_scraper.store.commits import Commit
from sw_scraper.store.vectors import flat

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_TEXTS = (
    "path", "digest", "kind", "harvest_id", "extractor_version", "tag_id", "verdict", "scope", "origin",
    "sightings_file", "sightings_sha256",
)  # fmt: skip
_INSTANTS = ("committed_at", "seen_at")
COMMIT_SCHEMA = pa.schema(
    [pa.field(name, pa.string()) for name in _TEXTS] + [pa.field(name, pa.int64()) for name in _INSTANTS]
)
"""One row per commit; instants are microseconds since 1970."""


def microseconds(moment: datetime) -> int:
    """An instant as the table has it."""
    return (moment - _EPOCH) // _MICROSECOND


def commit_rows(commits: Sequence[Commit]) -> pa.Table:
    """Commits as a table.

    Args:
        commits: in the order of the rows.
    """
    columns = {name: pa.array([getattr(one, name) for one in commits], pa.string()) for name in _TEXTS}
    for name in _INSTANTS:
        columns[name] = pa.array([microseconds(getattr(one, name)) for one in commits], pa.int64())
    return pa.Table.from_arrays([columns[name] for name in COMMIT_SCHEMA.names], schema=COMMIT_SCHEMA)


def commits_from(rows: pa.Table, text_of: Callable[[int, str], Callable[[], bytes]]) -> list[Commit]:
    """The commits of a table.

    Args:
        rows: with at least the columns of COMMIT_SCHEMA.
        text_of: from the row and the path of a commit what reads its file.
    """
    said = [flat(rows.column(name)).to_pylist() for name in _TEXTS]
    times = [[_EPOCH + timedelta(microseconds=n) for n in flat(rows.column(name)).to_pylist()] for name in _INSTANTS]
    found = []
    for n, row in enumerate(zip(*said, *times, strict=True)):
        path, digest, kind, harvest, version, tag, verdict, scope, origin, file, sha256, committed, seen = row
        found.append(
            Commit(path, digest, kind, harvest, version, committed, tag, verdict, scope, origin, seen, file, sha256,
                   text_of(n, path))
        )  # fmt: skip
    return found
