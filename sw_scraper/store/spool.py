"""The rows of a running harvest: page after page on the disk, so that memory stays flat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from sw_scraper.store.disk import NewFile, remove
from sw_scraper.store.patching import patched
from sw_scraper.store.schema import schema_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from sw_scraper.store.records import HarvestHead

SCHEMA = schema_of("sightings")
_LATE = ("verdict", "scope")
_PAGE_SCHEMA = pa.schema([field for field in SCHEMA if field.name not in _LATE])
_LISTS = tuple(field.name for field in _PAGE_SCHEMA if pa.types.is_list(field.type))


class Spool:
    """Rows of one harvest, in an Arrow stream file that only its writer reads.

    Args:
        path: the file; replaced when there.
        head: what all rows share.

    Attributes:
        n_rows: rows so far.
        patches: article_id to what was found beside the list; filled in when the rows are committed.
    """

    def __init__(self, path: Path, head: HarvestHead) -> None:
        self._path = path
        self._file = NewFile(path)
        self._stream = pa.ipc.new_stream(self._file, _PAGE_SCHEMA)
        self._shared = {
            "harvest_id": head.harvest_id,
            "site": head.key.site,
            "taxonomy": head.key.taxonomy,
            "tag": head.key.slug,
            "tag_id": head.key.tag_id,
            "extractor_version": head.extractor_version,
            "origin": head.origin,
        }
        self._last: tuple[int, int] = (0, 0)
        self._sorted = True
        self.n_rows = 0
        self.patches: Mapping[str, Mapping[str, Any]] = {}

    def add(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Append rows.

        Args:
            rows: columns of sightings except verdict and scope; what the harvest's head says may be left out, and so
                may columns that are null or an empty list.

        Raises:
            ValueError: a row has an unknown column, lacks one that is never null, or contradicts the head.
            OSError: the file cannot be written.
        """
        if not rows:
            return
        batch = pa.RecordBatch.from_pylist([self._completed(row) for row in rows], schema=_PAGE_SCHEMA)
        _refuse_nulls(batch)
        for row in rows:
            place = (int(row["page_number"]), int(row["position"]))
            self._sorted = self._sorted and place > self._last
            self._last = place
        self._stream.write_batch(batch)
        self.n_rows += batch.num_rows

    def _completed(self, row: Mapping[str, Any]) -> dict[str, Any]:
        unknown = row.keys() - set(_PAGE_SCHEMA.names)
        if unknown:
            raise ValueError(f"sightings have no column {', '.join(sorted(unknown))}")
        full: dict[str, Any] = {**dict.fromkeys(_LISTS, ()), "teaser_is_cut": False, "rules": {}, **row}
        for name, value in self._shared.items():
            if full.setdefault(name, value) != value:
                raise ValueError(f"the row says {name} = {full[name]!r}, its harvest {value!r}")
        full["rules"] = list(dict(full["rules"]).items())
        return full

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows as they came in, page after page; nothing can be added afterwards."""
        if not self._file.closed:
            self._stream.close()
            self._file.finish()
        with pa.OSFile(str(self._path)) as file, pa.ipc.open_stream(file) as reader:
            yield from reader

    def sightings(self, *, verdict: str, scope: str) -> Iterator[pa.RecordBatch]:
        """The rows as they are committed, sorted by page_number, position."""
        batches: Iterator[pa.RecordBatch] = self.batches()
        if not self._sorted:
            table = pa.Table.from_batches(list(batches), _PAGE_SCHEMA)
            order = pc.sort_indices(table, [("page_number", "ascending"), ("position", "ascending")])
            batches = iter(_refuse_doubles(table.take(order)).to_batches())
        for batch in batches:
            late = {"verdict": verdict, "scope": scope}
            columns = [
                pa.repeat(pa.scalar(late[name]), batch.num_rows) if name in late else batch.column(name)
                for name in SCHEMA.names
            ]
            yield patched(pa.RecordBatch.from_arrays(columns, schema=SCHEMA), self.patches)

    def remove(self) -> None:
        """Close and remove the file."""
        self._file.close()
        remove(self._path)


def _refuse_nulls(batch: pa.RecordBatch) -> None:
    for field, column in zip(batch.schema, batch.columns, strict=True):
        if not field.nullable and column.null_count:
            raise ValueError(f"the column {field.name} of sightings is never null")


def _refuse_doubles(table: pa.Table) -> pa.Table:
    places = table.group_by(["page_number", "position"]).aggregate([([], "count_all")])
    if places.num_rows < table.num_rows:
        raise ValueError("two rows of one harvest have the same page_number and position")
    return table
