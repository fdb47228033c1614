"""The derived files: articles, listings, tags, harvests, changes as Parquet and JSON lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sw_scraper.store import disk
from sw_scraper.store.commits import Commit, state_of
from sw_scraper.store.earlier import read_earlier
from sw_scraper.store.jsonl import json_lines
from sw_scraper.store.parquet_file import file_metadata, write_parquet
from sw_scraper.store.schema import DERIVED
from sw_scraper.store.views import VIEWS, view_tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from sw_scraper.store.store import Store


_MANY = 100
"""A carry is made anew after so many commits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewFile:
    """A derived file.

    Attributes:
        path: relative to the dataset.
        n_rows: rows in it.
    """

    path: str
    n_rows: int


def view_state(commits: Sequence[Commit]) -> str:
    """What a derived file made from these commits, by this code, names as its state."""
    return f"{state_of(commits)}.{VIEWS}"


def write_views(store: Store) -> list[ViewFile]:
    """Make what lags behind; the views lock is held.

    Args:
        store: the dataset.

    Returns:
        Two files for each table, Parquet first.
    """
    commits = store.commits()
    if not commits:
        return []
    state = view_state(commits)
    stale = [table for table in DERIVED if not _is_current(store, table, state)]
    if stale:
        base = store.base(commits)
        earlier = read_earlier(store.source, commits, VIEWS) if base is not None else None
        views = view_tables(store.source, commits, base=base, earlier=earlier)
        for name in stale:
            _write_view(store, name, views.tables[name], state)
        if base is None or earlier is None or sum(one.committed_at > base.until for one in commits) > _MANY:
            store.keep_base(views.carry())
    return [file for name in DERIVED for file in _files(store, name)]


def _is_current(store: Store, table: str, state: str) -> bool:
    found, _ = store.source.derived(table)
    return found == state and (store.root / f"{table}.jsonl").exists()


def _files(store: Store, table: str) -> list[ViewFile]:
    _, file = store.source.derived(table)
    n_rows = file.metadata.num_rows if file is not None else 0
    return [ViewFile(path=f"{table}.{ending}", n_rows=n_rows) for ending in ("parquet", "jsonl")]


def _write_view(store: Store, name: str, table: pa.Table, state: str) -> None:
    """JSON lines first: the Parquet file names the state, and with it vouches for both."""
    with disk.explained(f"write the table {name}", store.root):
        lines, parquet = (store.work.views / f"{name}.{ending}" for ending in ("jsonl", "parquet"))
        with disk.NewFile(lines) as file:
            for block in json_lines(table):
                file.write(block)
        with disk.NewFile(parquet) as file:
            metadata = file_metadata(dataset_id=store.source.dataset_id(), table=name, state=state)
            write_parquet(file, table.to_batches(), schema=table.schema, metadata=metadata)
        disk.publish(lines, store.root / lines.name)
        disk.publish(parquet, store.root / parquet.name)
