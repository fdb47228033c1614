"""The tables of a release: what of them is published, and what their columns mean there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from sw_scraper.store.export_csv import json_text
from sw_scraper.store.schema import TABLES
from sw_scraper.store.vectors import flat

if TYPE_CHECKING:
    from collections.abc import Mapping

PUBLISHED = ("articles", "listings", "sightings", "tags", "harvests", "changes")
"""The tables of every release, in their order."""
_OPERATOR = {"harvests": ("contact", "user_agent", "accepted_by")}
_TEXTS = {"articles": ("teaser",), "sightings": ("teaser", "teaser_raw"), "tags": ("description",)}
_AS_JSON = {"sightings": {"rules": "JSON object: field to the rule that gave it"}}


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedColumn:
    """A column of a release.

    Attributes:
        name: of the column.
        type: in the Parquet file.
        nullable: null is allowed.
        text: what it means.
        values: all that it can hold; empty when that is no list.
    """

    name: str
    type: pa.DataType
    nullable: bool
    text: str
    values: tuple[str, ...]


def published_table(name: str, table: pa.Table, *, facts_only: bool) -> pa.Table:
    """What of a table is published.

    Who harvested (contact, who accepted) is left out; maps, which not every library reads, become JSON.

    Args:
        name: of the table.
        table: its rows.
        facts_only: leave out teasers and descriptions, in ``changes`` too.
    """
    gone = {*_OPERATOR.get(name, ()), *(_TEXTS.get(name, ()) if facts_only else ())}
    table = table.select([column for column in table.column_names if column not in gone])
    for column in _AS_JSON.get(name, {}):
        n = table.column_names.index(column)
        kind = table.schema.field(n).type
        texts = [json_text(value, kind) for value in table.column(n).to_pylist()]
        table = table.set_column(n, pa.field(column, pa.string(), nullable=False), [pa.array(texts, pa.string())])
    if facts_only and name == "changes":
        is_text = pc.equal(flat(table.column("field")), "teaser")
        for column in ("old_value", "new_value"):
            n = table.column_names.index(column)
            kept = pc.if_else(is_text, pa.scalar(None, pa.string()), flat(table.column(n)))
            table = table.set_column(n, table.schema.field(n), [kept])
    return table.combine_chunks()


def published_columns(name: str, table: pa.Table) -> list[PublishedColumn]:
    """The columns of a published table, in order."""
    meanings: Mapping[str, str] = _AS_JSON.get(name, {})
    known = {column.name: column for column in TABLES[name].columns}
    return [
        PublishedColumn(
            name=field.name,
            type=field.type,
            nullable=field.nullable,
            text=meanings.get(field.name, known[field.name].text),
            values=known[field.name].values,
        )
        for field in table.schema
    ]


def left_out(*, facts_only: bool) -> list[str]:
    """``table.column`` of everything that is not published."""
    parts: list[Mapping[str, tuple[str, ...]]] = [_OPERATOR, _TEXTS] if facts_only else [_OPERATOR]
    return [f"{table}.{name}" for part in parts for table, names in part.items() for name in names]
