"""Tables as JSON lines: every key on every line, instants with six digits and Z."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from sw_scraper.store.commits import instant_text
from sw_scraper.store.vectors import flat

if TYPE_CHECKING:
    from collections.abc import Iterator

_BATCH = 32_768
# All that JSON wants escaped inside a string; the two short ones come first and are by far the most frequent.
_ESCAPES = [("\\", "\\\\"), ('"', '\\"'), *((chr(code), json.dumps(chr(code))[1:-1]) for code in range(0x20))]
_NEEDS_ESCAPE = r'[\x00-\x1f"\\]'


def json_lines(table: pa.Table) -> Iterator[bytes]:
    """The rows of a table as JSON lines.

    Args:
        table: any of the dataset's tables.

    Yields:
        Some thousand lines at a time, UTF-8, each line with its newline.
    """
    for batch in table.to_batches(max_chunksize=_BATCH):
        pieces: list[pa.Array | pa.Scalar] = []
        for n, (field, column) in enumerate(zip(batch.schema, batch.columns, strict=True)):
            pieces += [pa.scalar(("{" if n == 0 else ",") + json.dumps(field.name) + ":"), _as_json(flat(column))]
        lines = pc.binary_join_element_wise(*pieces, pa.scalar("}\n"), pa.scalar(""))
        # The lines stand one after the other in the array's own buffer.
        _, offsets, data = lines.buffers()
        if data is None or not len(lines):
            continue
        begin, end = _borders(offsets, lines)
        yield data.slice(begin, end - begin).to_pybytes()


def _borders(offsets: pa.Buffer, lines: pa.Array) -> tuple[int, int]:
    places = pa.Array.from_buffers(pa.int32(), len(lines) + 1, [None, offsets], offset=lines.offset)
    return places[0].as_py(), places[-1].as_py()


def _as_json(column: pa.Array) -> pa.Array:
    """Each value as JSON text; null as ``null``."""
    kind = column.type
    if pa.types.is_string(kind):
        text = _quoted(column)
    elif pa.types.is_timestamp(kind):
        text = pc.binary_join_element_wise('"', pc.strftime(column, format="%Y-%m-%dT%H:%M:%SZ"), '"', "")
    elif pa.types.is_date(kind):
        text = pc.binary_join_element_wise('"', column.cast(pa.string()), '"', "")
    elif pa.types.is_floating(kind):
        text = _number(column)
    elif pa.types.is_boolean(kind) or pa.types.is_integer(kind):
        text = column.cast(pa.string())
    elif pa.types.is_list(kind) and pa.types.is_string(kind.value_type):
        text = _bracketed(column)
    else:
        text = pa.array([None if value is None else _dumped(value, kind) for value in column.to_pylist()], pa.string())
    return pc.fill_null(text, "null")


def _number(column: pa.Array) -> pa.Array:
    # Through float64: every reader gets exactly the number that Parquet has.
    text = column.cast(pa.float64()).cast(pa.string())
    # A whole number keeps its point, so that a reader sees one type in the whole column.
    whole = pc.match_substring_regex(text, r"^-?[0-9]+$")
    return pc.if_else(whole, pc.binary_join_element_wise(text, ".0", ""), text)


def _quoted(column: pa.Array) -> pa.Array:
    if pc.any(pc.match_substring_regex(column, _NEEDS_ESCAPE)).as_py():
        for plain, escaped in _ESCAPES:
            if pc.any(pc.match_substring(column, plain)).as_py():
                column = pc.replace_substring(column, pattern=plain, replacement=escaped)
    return pc.binary_join_element_wise('"', column, '"', "")


def _bracketed(column: pa.Array) -> pa.Array:
    """Lists of strings; a list is never null in the dataset."""
    lengths = pc.list_value_length(column)
    offsets = pa.concat_arrays([pa.array([0], pa.int32()), pc.cumulative_sum(lengths)])
    quoted = pa.ListArray.from_arrays(offsets, _quoted(pc.list_flatten(column)))
    return pc.binary_join_element_wise("[", pc.binary_join(quoted, ","), "]", "")


def _dumped(value: object, kind: pa.DataType) -> str:
    if pa.types.is_map(kind):
        value = dict(value)  # type: ignore[call-overload] # a map comes as a list of pairs
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=instant_text)
