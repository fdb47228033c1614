"""The rows of sightings files, and of parts of files that several harvests share.

A part is written ``file#begin+length``: so many rows from that row on. File names are percent-encoded, so no name of a
file has a ``#``.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.dataset as pds
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pyarrow import fs

_FILES_AT_ONCE = 256


def part_of(path: str, begin: int, length: int) -> str:
    """Name a part of a file.

    >>> part_of("sightings/demo/tag/welfare/a.parquet", 17, 12)
    'sightings/demo/tag/welfare/a.parquet#17+12'
    """
    return f"{path}#{begin}+{length}"


def file_of(path: str) -> str:
    """The file that a file or a part of one is in.

    >>> file_of("a.parquet#17+12"), file_of("a.parquet")
    ('a.parquet', 'a.parquet')
    """
    return path.partition("#")[0]


def span_of(path: str) -> tuple[int, int] | None:
    """First row and number of rows of a part; None for a whole file.

    >>> span_of("a.parquet#17+12"), span_of("a.parquet")
    ((17, 12), None)
    """
    begin, _, length = path.partition("#")[2].partition("+")
    return (int(begin), int(length)) if length else None


def rows_of_files(files: fs.FileSystem, paths: Sequence[str], schema: pa.Schema) -> pa.Table:
    """Rows, file after file.

    Args:
        files: where they are.
        paths: of files and parts of files.
        schema: the columns to read.

    Raises:
        OSError: a file is missing.
        pa.ArrowInvalid: a file is damaged.
    """
    tables = [table for run in _runs(paths) for table in _run_rows(files, run, schema)]
    return pa.concat_tables(tables) if tables else schema.empty_table()


def _runs(paths: Iterable[str]) -> Iterator[list[str]]:
    """Neighbours that are read together: some whole files, or parts of one file."""
    run: list[str] = []
    for path in paths:
        together = run and (
            len(run) < _FILES_AT_ONCE and "#" not in run[-1]
            if "#" not in path
            else "#" in run[-1] and file_of(run[-1]) == file_of(path)
        )
        if run and not together:
            yield run
            run = []
        run.append(path)
    if run:
        yield run


def _run_rows(files: fs.FileSystem, paths: Sequence[str], schema: pa.Schema) -> Iterator[pa.Table]:
    """The rows in one piece for many files: a reader of many small files keeps much more than their rows."""
    if "#" not in paths[0]:
        found = pds.dataset(list(paths), schema=schema, filesystem=files, format="parquet")
        yield found.to_table().cast(schema).combine_chunks()
        return
    with files.open_input_file(file_of(paths[0])) as stream:
        file = pq.ParquetFile(stream)
        for begin, length in _joined_spans(paths):
            yield _span_rows(file, begin, length, schema)


def _joined_spans(paths: Iterable[str]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for path in paths:
        begin, length = span_of(path) or (0, 0)
        if spans and sum(spans[-1]) == begin:
            spans[-1] = (spans[-1][0], spans[-1][1] + length)
        else:
            spans.append((begin, length))
    return spans


def _span_rows(file: pq.ParquetFile, begin: int, length: int, schema: pa.Schema) -> pa.Table:
    about = file.metadata
    borders = [0, *accumulate(about.row_group(n).num_rows for n in range(about.num_row_groups))]
    if not length or not about.num_row_groups:
        return schema.empty_table()
    first, last = bisect_right(borders, begin) - 1, bisect_right(borders, begin + length - 1) - 1
    if begin + length > borders[-1]:
        raise pa.ArrowInvalid(f"the file has {borders[-1]} rows, and {begin + length} were committed")
    table = file.read_row_groups(list(range(first, last + 1)), columns=schema.names)
    return table.slice(begin - borders[first], length).select(schema.names).cast(schema)
