"""Small operations on Arrow arrays that Arrow has no name for; all of them keep the length unless they say so."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc


def flat(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """One array, whatever the number of chunks."""
    if not isinstance(column, pa.ChunkedArray):
        return column
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def lag(array: pa.Array) -> pa.Array:
    """Each element's predecessor; null for the first."""
    return pa.concat_arrays([pa.nulls(min(1, len(array)), array.type), array.slice(0, max(0, len(array) - 1))])


def lead(array: pa.Array) -> pa.Array:
    """Each element's successor; null for the last."""
    return pa.concat_arrays([array.slice(1), pa.nulls(min(1, len(array)), array.type)])


def same(left: pa.Array, right: pa.Array) -> pa.Array:
    """Equal, where null equals null and nothing else; never null."""
    both_null = pc.and_(pc.is_null(left), pc.is_null(right))
    return pc.or_(pc.fill_null(pc.equal(left, right), fill_value=False), both_null)


def starts(key: pa.Array) -> pa.Array:
    """True where a run of equal elements begins."""
    return pc.invert(pc.fill_null(pc.equal(key, lag(key)), fill_value=False))


def ends(key: pa.Array) -> pa.Array:
    """True where a run of equal elements ends."""
    return pc.invert(pc.fill_null(pc.equal(key, lead(key)), fill_value=False))


def where(mask: pa.Array, array: pa.Array) -> pa.Array:
    """The element where the mask is true, else null."""
    return pc.if_else(mask, array, pa.scalar(None, array.type))


def lookup(keys: pa.Array, *, among: pa.Array, values: pa.Array) -> pa.Array:
    """For each key the value that stands beside it.

    Args:
        keys: what to look for.
        among: where to look; no element twice.
        values: beside ``among``.

    Returns:
        As long as ``keys``; null where a key is not found.
    """
    return values.take(pc.index_in(keys, value_set=among))


def joined(lists: pa.Array, separator: str = "\x1f") -> pa.Array:
    """Lists of strings as strings; null for an empty list."""
    text = pc.binary_join(lists.cast(pa.list_(pa.string())), separator)
    return where(pc.greater(pc.list_value_length(lists), 0), text)


def codes(array: pa.Array) -> pa.Array:
    """A small number for each different element (int64); null stays null."""
    return array.dictionary_encode().indices.cast(pa.int64())


def column_order(table: pa.Table, *names: str) -> pa.Array:
    """Indices that sort a table by some columns, ascending; equal rows keep their order."""
    return pc.sort_indices(table, [(name, "ascending") for name in names])


def filled_lists(lists: pa.Array) -> pa.Array:
    """Lists with an empty one for each null."""
    return pc.coalesce(lists, pa.scalar([], type=lists.type))


def constant(value: Any, kind: pa.DataType, length: int) -> pa.Array:
    """The same value again and again."""
    return pa.repeat(pa.scalar(value, kind), length)


def later(left: pa.Array, right: pa.Array) -> pa.Array:
    """The later of two instants; where one is null, the other."""
    return pc.if_else(pc.fill_null(pc.greater(right, left), fill_value=False), right, pc.coalesce(left, right))
