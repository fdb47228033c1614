"""Reading a dataset: local folders and object stores through one interface."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import fs

from sw_scraper.errors import StoreError
from sw_scraper.store import layout
from sw_scraper.store.commit_files import CommitFiles
from sw_scraper.store.commits import Commit, too_new
from sw_scraper.store.object_store import ObjectPath, object_path, object_store_error, patiently
from sw_scraper.store.object_store_address import is_object_store, stands_for
from sw_scraper.store.row_files import rows_of_files
from sw_scraper.store.schema import FORMAT, schema_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sw_scraper.store.disk import Place

_AT_ONCE = 16
_WAITING = 512


@dataclass(frozen=True, slots=True)
class Source:
    """A dataset to read.

    Attributes:
        name: the path or address as given, for messages.
        files: the dataset's folder as a file system of its own.
    """

    name: str
    files: fs.FileSystem

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, or None when there is none.

        Args:
            path: relative to the dataset.

        Raises:
            StoreError: it cannot be read.
        """
        try:
            return patiently(lambda: self._bytes(path))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._unreadable(path, error) from error

    def _bytes(self, path: str) -> bytes:
        with self.files.open_input_stream(path, compression=None) as stream:
            return bytes(stream.read())

    def read_all(self, paths: Sequence[str]) -> Iterator[tuple[str, bytes | None]]:
        """The bytes of small files in their order; from an object store many at once, for each waits for an answer.

        Args:
            paths: relative to the dataset.

        Raises:
            StoreError: one cannot be read.
        """
        if self.local_root is not None or len(paths) < _AT_ONCE:
            yield from ((path, self.read(path)) for path in paths)
            return
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for begin in range(0, len(paths), _WAITING):
                some = paths[begin : begin + _WAITING]
                yield from zip(some, pool.map(self.read, some), strict=True)

    def dataset_id(self) -> str:
        """The id in ``dataset.json``.

        Raises:
            StoreError: there is no dataset, or its file is damaged.
            FormatTooNewError: a newer version wrote it.
        """
        data = self.read(layout.DATASET_FILE)
        where = f"{self.name}/{layout.DATASET_FILE}"
        if data is None:
            raise StoreError(
                "There is no dataset",
                where=self.name,
                hint="Give the folder that has dataset.json (the harvest's first log line names it), "
                "or make one: scrapy crawl tag -a tag=partnership",
            )
        try:
            body = json.loads(data)
            form, dataset_id = int(body["format"]), str(body["dataset_id"])
        except (ValueError, KeyError, TypeError) as error:
            raise StoreError("The file is damaged", where=where, hint="Restore it from a backup") from error
        if form > FORMAT:
            raise too_new(form, where)
        return dataset_id

    @property
    def local_root(self) -> Path | None:
        """The dataset's folder, where it is one on this machine."""
        files = self.files
        if isinstance(files, fs.SubTreeFileSystem) and isinstance(files.base_fs, fs.LocalFileSystem):
            return Path(files.base_path)
        return None

    def commits(self) -> list[Commit]:
        """Every commit that counts, as they became visible.

        Raises:
            StoreError: a commit file is damaged or cannot be read.
        """
        return CommitFiles(self).commits()

    def commit_stamps(self) -> dict[str, tuple[int, int]]:
        """The paths of all commit files, relative to the dataset, with size and time of change."""
        selector = fs.FileSelector(layout.HARVESTS, allow_not_found=True, recursive=True)
        try:
            infos = self.files.get_file_info(selector)
        except OSError as error:
            raise self._unreadable(layout.HARVESTS, error) from error
        return {
            info.path: (info.size, info.mtime_ns)
            for info in infos
            if info.type == fs.FileType.File and info.extension == "json"
        }

    def sightings(self, paths: Sequence[str], *, columns: Sequence[str] | None = None) -> pa.Table:
        """The rows of some sightings files, file after file.

        Args:
            paths: relative to the dataset; also parts of files, as commits name them.
            columns: names; None for all.

        Raises:
            StoreError: a file is missing or damaged.
        """
        schema = schema_of("sightings")
        if columns is not None:
            schema = pa.schema([schema.field(name) for name in columns])
        try:
            return patiently(lambda: rows_of_files(self.files, paths, schema))
        except (OSError, pa.ArrowInvalid) as error:
            raise StoreError(
                "Rows of a committed harvest cannot be read",
                where=f"{self.name}/{layout.SIGHTINGS}",
                hint=f"Restore the file from a backup. The reader said: {error}",
            ) from error

    def derived(self, table: str) -> tuple[str | None, pq.ParquetFile | None]:
        """A derived file with the state that it was made from; twice None when it isn't there or isn't whole.

        Args:
            table: its name.
        """
        path = f"{table}.parquet"
        try:
            if self.local_root is None:
                # Whole and at once: an object that is replaced while it is read in pieces would be a mixture of two.
                file = pq.ParquetFile(pa.BufferReader(patiently(lambda: self._bytes(path))))
            else:
                file = pq.ParquetFile(self.files.open_input_file(path))
        except (OSError, pa.ArrowInvalid):
            return None, None
        metadata = file.schema_arrow.metadata or {}
        state = metadata.get(b"sw_scraper.state")
        return (state.decode() if state else None), file

    def _unreadable(self, path: str, error: OSError) -> StoreError:
        if "://" in self.name:
            return object_store_error("read the dataset", f"{self.name}/{path}", error)
        return StoreError(
            f"The dataset cannot be read ({error.strerror or error})",
            where=f"{self.name}/{path}",
            hint="Check that the folder is there and that this user may read it",
        )


def open_source(path: str | Place) -> Source:
    """A dataset to read.

    Args:
        path: a local folder, or an address: ``s3://bucket/prefix``, or another one that pyarrow.fs knows.

    Raises:
        StoreError: the address is malformed.
        ConfigError: the address of an object store is malformed, or holds credentials.
    """
    if isinstance(path, ObjectPath):
        return Source(str(path), path.store.files)
    address = str(path) if is_object_store(path) else stands_for(path)
    if address is not None:
        return open_source(object_path(address))
    files: Any
    name = str(path)
    if "://" in name:
        try:
            files, base = fs.FileSystem.from_uri(name)
        except (pa.ArrowInvalid, OSError) as error:
            raise StoreError(
                f"The address cannot be opened ({error})", where=name, hint="Addresses look like s3://bucket/prefix"
            ) from error
    else:
        files, base = fs.LocalFileSystem(), str(Path(name).absolute())
    return Source(name.rstrip("/"), fs.SubTreeFileSystem(base, files))


def committed_rows(path: str) -> pq.ParquetFile:
    """A committed file of sightings, to be read batch by batch.

    Args:
        path: of the file, absolute; below a local workplace it is read from the object store.

    Raises:
        OSError: it cannot be read.
    """
    for folder in Path(path).parents:
        if stands_for(folder) is not None:
            name = Path(path).relative_to(folder).as_posix()
            return pq.ParquetFile(open_source(folder).files.open_input_file(name))
    return pq.ParquetFile(path)
