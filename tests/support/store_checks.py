"""What must hold of a dataset after anything that happened to it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from sw_scraper.store.dataset import open_dataset
from sw_scraper.store.schema import DERIVED
from sw_scraper.store.store import open_store

if TYPE_CHECKING:
    from pathlib import Path


def parquet_files(root: Path) -> list[Path]:
    """Every Parquet file under a final name."""
    return [path for path in root.rglob("*.parquet") if ".work" not in path.parts]


def check_readable(root: Path, *, announced: set[str], rows_each: int) -> set[str]:
    """A reader finds every announced harvest whole, once, and no file that cannot be opened.

    Returns:
        The ids of the committed harvests.
    """
    for path in parquet_files(root):
        pq.read_table(path)
    for path in root.glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            json.loads(line)
    if not (root / "dataset.json").exists():
        assert not announced
        return set()
    dataset = open_dataset(root)
    sightings = dataset.sightings()
    committed = dataset.harvests().column("harvest_id").to_pylist()
    assert len(set(committed)) == len(committed)
    assert announced <= set(committed)
    assert sightings.num_rows == rows_each * len(committed)
    keys = sightings.group_by(["harvest_id", "page_number", "position"]).aggregate([([], "count_all")])
    assert keys.num_rows == sightings.num_rows
    for name in DERIVED:
        path = root / f"{name}.parquet"
        if path.exists():
            state = pq.read_schema(path).metadata[b"sw_scraper.state"].decode()
            assert int(state.split("-")[0]) <= len(committed), "a derived file is ahead of the commits"
        getattr(dataset, name)()
    return set(committed)


def check_tidy(root: Path) -> None:
    """After a writer has opened the dataset nothing is left but what commits name."""
    store = open_store(root)
    store.refresh_views()
    named = {commit.sightings_file for commit in store.commits() if commit.sightings_file}
    found = {path.relative_to(root).as_posix() for path in parquet_files(root) if path.parent != root}
    assert found == named
    left = [path for path in store.work.tags.rglob("*") if path.is_file() and path.name != "lock"]
    assert left == []
    assert list(store.work.views.iterdir()) == []
