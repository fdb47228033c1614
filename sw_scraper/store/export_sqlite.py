"""Tables as an SQLite database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from sw_scraper.errors import StoreError
from sw_scraper.store.commits import instant_text
from sw_scraper.store.dictionary import type_name
from sw_scraper.store.export_csv import json_text
from sw_scraper.store.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from sw_scraper.store.export_selection import Rows

_BATCH = 8_192
_INDEXES = {
    "articles": ("site", "published_on"),
    "listings": ("tag_id",),
    "sightings": ("tag_id", "article_id"),
    "changes": ("article_id",),
}


def write_database(path: Path, tables: Sequence[Rows], *, about: Mapping[str, str]) -> None:
    """Write a database: the tables, the tags of each article, a dictionary, and what the export is.

    Instants and days are ISO text, which SQLite's date functions read; lists, structs and maps are JSON.

    Args:
        path: a temporary name; nothing is there.
        tables: to write.
        about: name to value, for the table ``about``.

    Raises:
        OSError: it cannot be written.
    """
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            # The file has no reader before it is whole: what would make it safe on the way only costs time.
            database.execute("PRAGMA journal_mode = OFF")
            database.execute("PRAGMA synchronous = OFF")
            database.execute("BEGIN")
            for rows in tables:
                _write_table(database, rows)
            _write_article_tags(database, tables)
            _write_dictionary(database, tables)
            database.execute("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
            database.executemany("INSERT INTO about VALUES (?, ?)", about.items())
            database.execute("COMMIT")
    except sqlite3.Error as error:
        raise StoreError(
            f"SQLite cannot write the file ({error})", where=str(path.parent), hint="Make room, or write elsewhere"
        ) from error


def _write_table(database: sqlite3.Connection, rows: Rows) -> None:
    spec = TABLES[rows.table]
    names = rows.data.column_names
    lines = [_column_line(column.name, column.type, nullable=column.nullable) for column in spec.columns]
    kept = [line for name, line in zip(spec.names, lines, strict=True) if name in names]
    if set(spec.key) <= set(names):
        kept.append(f"PRIMARY KEY ({', '.join(map(_quoted, spec.key))})")
    ordered = [name for name in spec.names if name in names]
    database.execute(f"CREATE TABLE {_quoted(rows.table)} ({', '.join(kept)})")
    marks = ", ".join("?" * len(ordered))
    insert = f"INSERT INTO {_quoted(rows.table)} VALUES ({marks})"  # noqa: S608 - the name is one of the schema
    database.executemany(insert, _values(rows.data.select(ordered)))
    for name in _INDEXES.get(rows.table, ()):
        if name in names:
            index = _quoted(f"{rows.table}_{name}")
            database.execute(f"CREATE INDEX {index} ON {_quoted(rows.table)} ({_quoted(name)})")


def _column_line(name: str, kind: pa.DataType, *, nullable: bool) -> str:
    if pa.types.is_boolean(kind) or pa.types.is_integer(kind):
        affinity = "INTEGER"
    else:
        affinity = "REAL" if pa.types.is_floating(kind) else "TEXT"
    return f"{_quoted(name)} {affinity}{'' if nullable else ' NOT NULL'}"


def _values(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    for batch in table.to_batches(max_chunksize=_BATCH):
        yield from zip(*(_column(column) for column in batch.columns), strict=True)


def _column(column: pa.Array) -> list[Any]:
    kind = column.type
    values: list[Any] = column.to_pylist()
    if pa.types.is_timestamp(kind):
        return [instant_text(value) for value in values]
    if pa.types.is_date(kind):
        return [None if value is None else value.isoformat() for value in values]
    if pa.types.is_nested(kind):
        return [None if value is None else json_text(value, kind) for value in values]
    return values


def _write_article_tags(database: sqlite3.Connection, tables: Sequence[Rows]) -> None:
    """One row per article and tag that lists it: a filter by tag is a plain join."""
    for rows in tables:
        if rows.table == "articles" and {"article_id", "tags"} <= set(rows.data.column_names):
            database.execute(
                "CREATE TABLE article_tags (tag_id TEXT NOT NULL, article_id TEXT NOT NULL, "
                "PRIMARY KEY (tag_id, article_id)) WITHOUT ROWID"
            )
            pairs = zip(rows.data.column("article_id").to_pylist(), rows.data.column("tags").to_pylist(), strict=True)
            found = ((tag, article) for article, tags in pairs for tag in tags)
            database.executemany("INSERT INTO article_tags VALUES (?, ?)", found)


def _write_dictionary(database: sqlite3.Connection, tables: Sequence[Rows]) -> None:
    database.execute(
        'CREATE TABLE dictionary ("table" TEXT, "column" TEXT, type TEXT, never_null INTEGER, meaning TEXT, '
        'PRIMARY KEY ("table", "column"))'
    )
    for rows in tables:
        columns = [column for column in TABLES[rows.table].columns if column.name in rows.data.column_names]
        lines = [(rows.table, one.name, type_name(one.type), not one.nullable, one.text) for one in columns]
        database.executemany("INSERT INTO dictionary VALUES (?, ?, ?, ?, ?)", lines)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
