"""Articles and listings as a workbook: real dates, a dictionary, a citation, and nothing that runs."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from sw_scraper.errors import ConfigError
from sw_scraper.store.dictionary import type_name
from sw_scraper.store.export_csv import json_text
from sw_scraper.store.export_text import begins_formula, fitting, xml_text
from sw_scraper.store.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from sw_scraper.store.export_selection import Rows

_MAX_ROWS = 1_048_576
_FIRST_DAY = date(1900, 1, 1)  # workbooks count days from there
_BATCH = 4_096
_WIDTHS = {"title": 60, "title_raw": 60, "teaser": 80, "url": 50, "url_raw": 50, "tags": 36, "authors": 30}
_DICTIONARY = {"table": 12, "column": 22, "type": 24, "never null": 10, "meaning": 90}
_CITATION = {"what": 24, "value": 120}


class Workbook:
    """A workbook being written.

    Texts stay as they are but for their length: a cell whose text would be a formula is marked as text (Excel shows
    that as a leading apostrophe that is not part of the value). Lists are joined with ``; ``. Times are UTC.

    Args:
        path: a temporary name.
        made_at: the time that the file says it was made at.

    Attributes:
        cuts: ``table row N column`` of each text that was too long for a cell.

    Raises:
        ConfigError: the library that writes workbooks is not installed.
    """

    def __init__(self, path: Path, *, made_at: datetime | None) -> None:
        require_writer()
        import xlsxwriter  # type: ignore[import-untyped] # it has no stubs

        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(str(path), {**options, "strings_to_numbers": False})
        made = (made_at or datetime(1980, 1, 1, tzinfo=UTC)).replace(tzinfo=None)
        self._book.set_properties({"created": made, "title": "sw_scraper dataset"})
        self._bold = self._book.add_format({"bold": True})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._moment = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._text = self._book.add_format({"quote_prefix": True})
        self.cuts: list[str] = []

    def add_rows(self, rows: Rows) -> None:
        """A sheet with the rows of one table.

        Raises:
            ConfigError: there are more than a sheet can hold.
        """
        if rows.data.num_rows >= _MAX_ROWS:
            raise ConfigError(
                f"A workbook holds {_MAX_ROWS - 1:,} rows a sheet, these are {rows.data.num_rows:,}",
                where=rows.table,
                hint="Filter with --tag, --since or --limit, or export to csv, parquet or sqlite",
            )
        names = rows.data.column_names
        sheet = self._sheet(rows.table, {name: _width(name, rows.data.schema.field(name).type) for name in names})
        n = 0
        for batch in rows.data.to_batches(max_chunksize=_BATCH):
            columns = [_cells(column) for column in batch.columns]
            for cells in zip(*columns, strict=True):
                n += 1
                for m, value in enumerate(cells):
                    if value is not None and self._write(sheet, n, m, value):
                        self.cuts.append(f"{rows.table} row {n + 1} column {names[m]}")
        sheet.autofilter(0, 0, n, len(names) - 1)

    def add_dictionary(self, tables: Sequence[Rows]) -> None:
        """The sheet that says what each column means."""
        sheet = self._sheet("dictionary", _DICTIONARY)
        n = 0
        for rows in tables:
            for column in TABLES[rows.table].columns:
                if column.name in rows.data.column_names:
                    n += 1
                    values = f" ({', '.join(column.values)})" if column.values else ""
                    never = "" if column.nullable else "yes"
                    cells = (rows.table, column.name, type_name(column.type), never, f"{column.text}{values}")
                    for m, text in enumerate(cells):
                        self._write(sheet, n, m, text)

    def add_citation(self, lines: Sequence[tuple[str, str]]) -> None:
        """The sheet that says how to cite it, and what the export is."""
        sheet = self._sheet("citation", _CITATION)
        for n, (label, text) in enumerate(lines, start=1):
            self._write(sheet, n, 0, label)
            self._write(sheet, n, 1, text)

    def close(self) -> None:
        """Write the file.

        Raises:
            OSError: it cannot be written.
        """
        from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped] # it has no stubs

        try:
            self._book.close()
        except FileCreateError as error:
            cause = error.args[0] if error.args else None
            raise cause if isinstance(cause, OSError) else OSError(str(error)) from error

    def _sheet(self, name: str, widths: Mapping[str, int]) -> Any:
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for n, (column, width) in enumerate(widths.items()):
            sheet.set_column(n, n, width)
            sheet.write_string(0, n, column, self._bold)
        return sheet

    def _write(self, sheet: Any, row: int, column: int, value: Any) -> bool:
        """Write a cell; whether its text had to be cut."""
        if isinstance(value, str):
            whole = xml_text(value)
            text = fitting(whole)
            sheet.write_string(row, column, text, self._text if begins_formula(text) else None)
            return text is not whole
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, _Moment):
            sheet.write_datetime(row, column, value.naive, self._moment)
        elif isinstance(value, int | float):
            if math.isfinite(value):
                sheet.write_number(row, column, value)
        elif value >= _FIRST_DAY:
            sheet.write_datetime(row, column, value, self._day)
        else:
            sheet.write_string(row, column, value.isoformat())
        return False


class _Moment:
    """An instant that a workbook can hold: without zone, in UTC."""

    __slots__ = ("naive",)

    def __init__(self, moment: datetime) -> None:
        self.naive = moment.replace(tzinfo=None)


def require_writer() -> None:
    """The library that writes workbooks is there.

    Raises:
        ConfigError: it is not.
    """
    from importlib.util import find_spec

    if find_spec("xlsxwriter") is None:
        raise ConfigError(
            "Workbooks need the library xlsxwriter, which is not installed",
            where="--format xlsx",
            hint="Install it with: pip install 'sw-scraper[export]'; --format csv needs nothing",
        )


def _cells(column: pa.Array) -> list[Any]:
    kind = column.type
    values: list[Any] = column.to_pylist()
    if pa.types.is_timestamp(kind):
        return [None if value is None else _moment(value) for value in values]
    if pa.types.is_list(kind) and pa.types.is_string(kind.value_type):
        return ["; ".join(value) or None for value in values]
    if pa.types.is_nested(kind):
        return [None if value is None else json_text(value, kind) for value in values]
    if pa.types.is_float32(kind):
        return [None if value is None else float(f"{value:.7g}") for value in values]
    return values


def _moment(value: datetime) -> _Moment | str:
    return _Moment(value) if value.date() >= _FIRST_DAY else value.isoformat()


def _width(name: str, kind: pa.DataType) -> int:
    if pa.types.is_timestamp(kind):
        return 19
    if pa.types.is_date(kind):
        return 12
    return _WIDTHS.get(name, 16)
