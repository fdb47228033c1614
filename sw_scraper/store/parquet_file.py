"""Writing Parquet files whose bytes depend on nothing but their rows and what their metadata names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from sw_scraper import __version__
from sw_scraper.store.schema import FORMAT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sw_scraper.store.disk import NewFile

_ROW_GROUP = 65_536


def file_metadata(*, dataset_id: str, table: str, state: str) -> dict[str, str]:
    """What every Parquet file says of itself.

    Args:
        dataset_id: of ``dataset.json``.
        table: name of the table.
        state: what it was made from: a harvest for sightings, ``commits.state_of`` for derived tables.
    """
    return {
        "sw_scraper.dataset_id": dataset_id,
        "sw_scraper.format": str(FORMAT),
        "sw_scraper.tool_version": __version__,
        "sw_scraper.table": table,
        "sw_scraper.state": state,
    }


def write_parquet(
    file: NewFile, batches: Iterable[pa.RecordBatch], *, schema: pa.Schema, metadata: Mapping[str, str]
) -> None:
    """Write rows; row groups have the same borders however the rows come in.

    Args:
        file: where; stays open.
        batches: the rows in their order.
        schema: of the rows.
        metadata: what the file says of itself.

    Raises:
        OSError: the file cannot be written.
    """
    writer = pq.ParquetWriter(file, schema.with_metadata(dict(metadata)), compression="zstd")
    try:
        for group in _groups(batches, schema):
            writer.write_table(group, row_group_size=_ROW_GROUP)
    except BaseException:
        # Closing writes the footer to a file that is lost anyway, and may fail again.
        _close_quietly(writer)
        raise
    writer.close()


def _groups(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.Table]:
    pending: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        pending.append(batch)
        rows += batch.num_rows
        while rows >= _ROW_GROUP:
            table = pa.Table.from_batches(pending, schema).combine_chunks()
            yield table.slice(0, _ROW_GROUP)
            rest = table.slice(_ROW_GROUP)
            pending, rows = rest.to_batches(), rest.num_rows
    if rows:
        yield pa.Table.from_batches(pending, schema).combine_chunks()


def _close_quietly(writer: pq.ParquetWriter) -> None:
    try:
        writer.close()
    except (OSError, pa.ArrowException, ValueError):
        return
