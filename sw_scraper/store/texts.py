"""Full texts of articles: files of their own beside the sightings, read only by whoever asks for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import fs

from sw_scraper.errors import StoreError
from sw_scraper.normalize.keys import file_name_part
from sw_scraper.store import disk
from sw_scraper.store.parquet_file import file_metadata, write_parquet
from sw_scraper.store.schema import schema_of
from sw_scraper.store.vectors import ends, flat

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from sw_scraper.model import TagKey
    from sw_scraper.store.commits import Commit
    from sw_scraper.store.source import Source

TEXTS: Final = "texts"
_AGAIN: Final = re.compile(r"\.r(\d{1,6})$", re.ASCII)  # files that were written anew without some articles


def texts_file(key: TagKey, name: str) -> str:
    """The file with the texts that a harvest read, relative to the dataset.

    Args:
        key: the tag.
        name: the stem that the commit file has too.
    """
    parts = (key.site, key.taxonomy, key.slug)
    return "/".join((TEXTS, *(file_name_part(part) for part in parts), f"{name}.parquet"))


def write_texts(
    root: Any, path: str, rows: Sequence[Mapping[str, Any]], *, temporary: Path, dataset_id: str, state: str
) -> dict[str, Any]:
    """Write the texts of one harvest.

    Args:
        root: the dataset.
        path: of the file, relative to it.
        rows: columns of texts.
        temporary: where it stands until it is whole.
        dataset_id: for the file's metadata.
        state: the same.

    Returns:
        What the commit file says of it.

    Raises:
        OSError: it cannot be written.
    """
    schema = schema_of(TEXTS)
    table = pa.Table.from_pylist(sorted(rows, key=lambda row: row["article_id"]), schema=schema)
    with disk.NewFile(temporary) as file:
        metadata = file_metadata(dataset_id=dataset_id, table=TEXTS, state=state)
        write_parquet(file, iter(table.to_batches()), schema=schema, metadata=metadata)
    disk.publish(temporary, root / path)
    return {"path": path, "sha256": file.sha256, "bytes": file.size, "rows": table.num_rows}


def text_table(source: Source, commits: Iterable[Commit]) -> pa.Table:
    """The newest text of every article, sorted by article_id.

    Args:
        source: the dataset.
        commits: those that are to be seen; harvests that do not count give no texts.

    Raises:
        StoreError: a file of a commit is missing or damaged.
    """
    schema = schema_of(TEXTS)
    paths = _paths(source, {_stem(commit.path)[0] for commit in commits if commit.kind == "harvest" and commit.counts})
    tables = []
    for path in paths:
        try:
            with source.files.open_input_file(path) as file:
                tables.append(pq.read_table(file).cast(schema))
        except (OSError, pa.ArrowException) as error:
            raise StoreError(
                "Texts of a committed harvest cannot be read",
                where=f"{source.name}/{path}",
                hint=f"Restore the file from a backup. The reader said: {error}",
            ) from error
    table = pa.concat_tables(tables) if tables else schema.empty_table()
    table = table.take(pc.sort_indices(table, [("article_id", "ascending"), ("fetched_at", "ascending")]))
    return table.filter(ends(flat(table.column("article_id"))))


def _paths(source: Source, stems: Collection[str]) -> list[str]:
    """The files of those commits, found by their names, so that no commit file has to be read for them."""
    selector = fs.FileSelector(TEXTS, allow_not_found=True, recursive=True)
    found: dict[str, tuple[int, str]] = {}
    for info in source.files.get_file_info(selector):
        stem, number = _stem(info.path)
        if info.type == fs.FileType.File and stem in stems:
            folder = info.path.rpartition("/")[0]
            found[f"{folder}/{stem}"] = max(found.get(f"{folder}/{stem}", (-1, "")), (number, info.path))
    return sorted(path for _, path in found.values())


def _stem(path: str) -> tuple[str, int]:
    """The stem that a file has in common with its commit, and how often the file was written anew.

    >>> _stem("texts/a/b/c/20261122t020304z-5f3a9c1e.r2.parquet"), _stem("harvests/2026/11/x.2.json")
    (('20261122t020304z-5f3a9c1e', 2), ('x.2', 0))
    """
    stem = path.rpartition("/")[2].rpartition(".")[0]
    again = _AGAIN.search(stem)
    return (stem[: again.start()], int(again[1])) if again else (stem, 0)


def articles_with_text(source: Source, commits: Iterable[Commit]) -> frozenset[str]:
    """The article_ids that have a text; arguments and errors as in ``text_table``."""
    return frozenset(flat(text_table(source, commits).column("article_id")).to_pylist())
