"""The tables of the dataset as Arrow schemas."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import pyarrow as pa

from sw_scraper.store import columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sw_scraper.store.columns import Column

FORMAT = 1
"""The format that this version writes; older ones stay readable, newer ones are refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSpec:
    """One table: its columns, its key and its order.

    Attributes:
        name: as in the file's name and the method of Dataset.
        text: one sentence: what a row is.
        columns: in the order of the files.
        key: the columns that no two rows share.
        order: what rows are sorted by, in words.
        derived: made again from commits and replaced; False for what is only ever added.
    """

    name: str
    text: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    order: str
    derived: bool = True

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema, without metadata."""
        return pa.schema([pa.field(column.name, column.type, nullable=column.nullable) for column in self.columns])

    @property
    def names(self) -> tuple[str, ...]:
        """The column names in order."""
        return tuple(column.name for column in self.columns)


TABLES: Mapping[str, TableSpec] = MappingProxyType(
    {
        spec.name: spec
        for spec in (
            TableSpec(
                name="articles",
                text="One row per article, with the newest values that were said of it.",
                columns=columns.ARTICLES,
                key=("article_id",),
                order="site, published_on (newest first, nulls last), article_id",
            ),
            TableSpec(
                name="listings",
                text="One row per article and tag: the article is, or was, in the tag's list.",
                columns=columns.LISTINGS,
                key=("article_id", "tag_id"),
                order="tag_id, position (nulls last), article_id",
            ),
            TableSpec(
                name="sightings",
                text="One row per teaser seen on a page in a harvest; only ever added to.",
                columns=columns.SIGHTINGS,
                key=("harvest_id", "page_number", "position"),
                order="page_number, position within a harvest",
                derived=False,
            ),
            TableSpec(
                name="tags",
                text="One row per tag that has had a harvest that counts.",
                columns=columns.TAGS,
                key=("tag_id",),
                order="tag_id",
            ),
            TableSpec(
                name="harvests",
                text="One row per harvest, whatever its verdict: the commit files as a table.",
                columns=columns.HARVESTS,
                key=("harvest_id",),
                order="committed_at, harvest_id",
            ),
            TableSpec(
                name="changes",
                text="One row per change that a harvest noticed.",
                columns=columns.CHANGES,
                key=("change_id",),
                order="changed_at, article_id, field",
            ),
            TableSpec(
                name="texts",
                text="Full texts, only with `enrich=article`; never part of articles, never published by default.",
                columns=columns.TEXTS,
                key=("article_id",),
                order="article_id",
                derived=False,
            ),
        )
    }
)
"""Every table by name."""

DERIVED: tuple[str, ...] = tuple(name for name, spec in TABLES.items() if spec.derived)
"""The tables that are made again from the commits: articles, listings, tags, harvests, changes."""


def schema_of(table: str) -> pa.Schema:
    """The Arrow schema of a table.

    Args:
        table: one of TABLES.

    Returns:
        The schema with types and nullability, without metadata.
    """
    return TABLES[table].schema
