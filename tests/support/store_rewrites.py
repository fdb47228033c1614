"""Datasets that are compacted, cleaned of articles, merged; and all that they answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from store_rows import KEY, harvest, seen

from sw_scraper.model import TagKey
from sw_scraper.store.dataset import open_dataset
from sw_scraper.store.schema import TABLES
from sw_scraper.store.store import Store, open_store

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

KEYS = (KEY, TagKey(site="demo", taxonomy="tag", slug="welfare"))


def filled(root: Path, *, nights: Iterable[int] = range(6), **values: Any) -> Store:
    """A dataset of two tags with new, changed, gone articles, a held harvest, a decision, an empty and a failed one."""
    store = open_store(root)
    for night in nights:
        pages = [
            [seen("a", title=f"A{night // 3}"), seen(f"n{night}")],
            [seen("b"), *([] if night % 4 == 3 else [seen("c")])],
        ]
        how = "held" if night == 4 else "complete"
        harvest(store, pages, night=night, key=KEYS[night % 2], harvest_id=f"h{night:04}", verdict=how, refresh=False,
                **values)  # fmt: skip
        if night == 4:
            store.accept("h0004", by="Ada", reason="it is so")
        if night == 5:
            harvest(store, [], night=night, harvest_id="hf", verdict="failed", failure_class="dns", refresh=False)
    store.refresh_views()
    return store


def answers(root: Path) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    dataset = open_dataset(root)
    names = [name for name in TABLES if hasattr(dataset, name)]
    return {name: getattr(dataset, name)().to_pylist() for name in names}


def versions(root: Path) -> dict[str, list[dict[str, Any]]]:
    """The version id after each commit, and what it opens."""
    dataset = open_dataset(root)
    found = {}
    for commit in dataset.commits():
        name = dataset.version_id(as_of=commit.committed_at)
        rows = dataset.changes(version=name).to_pylist()
        assert dataset.changes(as_of=commit.committed_at).to_pylist() == rows
        assert dataset.harvests(as_of=commit.committed_at - timedelta(0)).num_rows <= len(dataset.commits())
        found[name] = rows + dataset.listings(version=name).to_pylist()
    return found
