"""The harvests table: the commit files as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from sw_scraper.store.commits import instant
from sw_scraper.store.schema import schema_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sw_scraper.store.history import Harvest


def harvest_table(harvests: Sequence[Harvest], before: pa.Table | None = None) -> pa.Table:
    """One row per harvest, sorted by committed_at, harvest_id.

    Args:
        harvests: in any order.
        before: the table of earlier ones.
    """
    schema = schema_of("harvests")
    table = pa.Table.from_pylist([_row(harvest, schema) for harvest in harvests], schema=schema)
    if before is not None:
        table = pa.concat_tables([before.cast(schema), table])
    return table.take(pc.sort_indices(table, [("committed_at", "ascending"), ("harvest_id", "ascending")]))


def _row(harvest: Harvest, schema: pa.Schema) -> dict[str, Any]:
    row: dict[str, Any] = dict(harvest.commit.row)
    row["committed_at"] = instant(harvest.commit.body.get("recorded_at")) or harvest.commit.committed_at
    row["format"] = harvest.commit.body["format"]
    if harvest.accepted is not None:
        decision = harvest.accepted.body["decision"]
        row |= {"accepted_at": harvest.accepted.committed_at, "accepted_by": decision["by"]}
        row |= {"accepted_reason": decision["reason"], **decision["counts"]}
    for field in schema:
        if pa.types.is_timestamp(field.type) and isinstance(row.get(field.name), str):
            row[field.name] = instant(row[field.name])
    return {name: row.get(name) for name in schema.names}
