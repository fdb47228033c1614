"""What must hold of a dataset on an object store after anything that happened to it."""

from __future__ import annotations

import io
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from sw_scraper.store.dataset import open_dataset

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from object_store_server import ObjectStoreServer


@contextmanager
def environment_of(values: Mapping[str, str]) -> Iterator[None]:
    """Set environment variables for the length of a block: another machine, or another way to the store."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def check_objects(server: ObjectStoreServer, address: str, *, announced: set[str], rows_each: int) -> set[str]:
    """Every announced harvest is there whole, once, and every object under a final name can be read.

    Returns:
        The ids of the committed harvests.
    """
    prefix = address.partition("://")[2].partition("/")[2]
    keys = server.keys(f"{prefix}/")
    for key in keys:
        if key.endswith(".parquet"):
            pq.read_table(io.BytesIO(server.read(key)))
    if f"{prefix}/dataset.json" not in keys:
        assert not announced
        return set()
    dataset = open_dataset(address)
    committed = dataset.harvests().column("harvest_id").to_pylist()
    assert len(set(committed)) == len(committed)
    assert announced <= set(committed)
    sightings = dataset.sightings()
    assert sightings.num_rows == rows_each * len(committed)
    places = sightings.group_by(["harvest_id", "page_number", "position"]).aggregate([([], "count_all")])
    assert places.num_rows == sightings.num_rows
    for name in ("articles", "listings", "tags", "changes"):
        getattr(dataset, name)()
    return set(committed)
