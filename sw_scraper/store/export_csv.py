"""Tables as CSV that spreadsheets open rightly and run nothing of."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from sw_scraper.store.commits import instant_text
from sw_scraper.store.export_text import neutralised, xml_text

if TYPE_CHECKING:
    from collections.abc import Iterator

DELIMITERS = {",": ",", ";": ";", "|": "|", "tab": "\t", "\\t": "\t", "\t": "\t"}
"""What a user may write for a delimiter, and what it means."""
_BOM = "\ufeff"
_BATCH = 8_192


class CsvLines:
    """The lines of a table as CSV, in UTF-8 with a byte order mark; RFC 4180 but for the choice of delimiter.

    Null is an empty cell, an empty text is two quotes, lists and structs are JSON, instants as everywhere in the
    dataset. Texts are neutralised and
    without control characters.

    Args:
        table: any of the dataset's tables.
        delimiter: one character.

    Attributes:
        n_neutralised: cells that were changed so far, so that no spreadsheet runs them.
    """

    def __init__(self, table: pa.Table, *, delimiter: str = ",") -> None:
        self._table = table
        self._delimiter = delimiter
        self._special = frozenset((delimiter, '"', "\r", "\n"))
        self.n_neutralised = 0

    def blocks(self) -> Iterator[bytes]:
        """Some thousand lines at a time, each with its CR LF; the first has the names of the columns."""
        yield f"{_BOM}{self._delimiter.join(map(self._quoted, self._table.column_names))}\r\n".encode()
        for batch in self._table.to_batches(max_chunksize=_BATCH):
            columns = [self._cells(column) for column in batch.columns]
            lines = (self._delimiter.join(cells) for cells in zip(*columns, strict=True))
            yield "".join(f"{line}\r\n" for line in lines).encode()

    def _cells(self, column: pa.Array) -> list[str]:
        kind = column.type
        values = column.to_pylist()
        if pa.types.is_string(kind):
            return [self._text(value) for value in values]
        if pa.types.is_nested(kind):
            return ["" if value is None else self._quoted(plain_text(value, kind)) for value in values]
        # Most columns of a batch hold few different days, instants and numbers.
        written = {value: self._quoted(plain_text(value, kind)) for value in set(values) if value is not None}
        return [written.get(value, "") for value in values]

    def _text(self, value: str | None) -> str:
        if value is None:
            return ""
        if value.isalnum():
            return value
        plain = xml_text(value)  # readers in C end a text at NUL
        safe = neutralised(plain)
        self.n_neutralised += safe != plain
        return self._quoted(safe) or '""'

    def _quoted(self, text: str) -> str:
        if self._special.isdisjoint(text) and text == text.strip():
            return text
        return '"' + text.replace('"', '""') + '"'


def plain_text(value: Any, kind: pa.DataType) -> str:
    """A value that is no string as text: as in JSON lines, without quotes around days and instants.

    Args:
        value: not None.
        kind: its type.
    """
    if pa.types.is_timestamp(kind):
        return str(instant_text(value))
    if pa.types.is_date(kind):
        return str(value.isoformat())
    if pa.types.is_boolean(kind):
        return "true" if value else "false"
    if pa.types.is_floating(kind):
        # As precise as the column is: 0.9 of 32 bits is no 0.8999999761581421.
        return str(value) if kind == pa.float64() else f"{value:.7g}"
    if pa.types.is_integer(kind):
        return str(value)
    return json_text(value, kind)


def json_text(value: Any, kind: pa.DataType) -> str:
    """A list, struct or map as JSON on one line.

    Args:
        value: not None.
        kind: its type; a map is an object.
    """
    if pa.types.is_map(kind):
        value = dict(value)
    return json.dumps(value, ensure_ascii=False, default=instant_text)
