"""All commits of a dataset: from their files, from packs, and from the index that spares reading them again.

The index (``.work/commits.arrow``) is a copy of what stands in the commit files, with size and time of each file. A
file counts as known only when both are still the same; otherwise it is read. The index can be deleted at any time.
"""

from __future__ import annotations

import os
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from sw_scraper.errors import StoreError
from sw_scraper.store import disk, layout
from sw_scraper.store.commit_table import COMMIT_SCHEMA, commit_rows, commits_from
from sw_scraper.store.commits import Commit, in_order, parse_commit
from sw_scraper.store.packs import NAME, Rewriting, parse_rewriting, read_pack
from sw_scraper.store.parquet_file import file_metadata
from sw_scraper.store.vectors import flat

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sw_scraper.store.source import Source

Stamp = tuple[int, int]
"""Size and time of last change (nanoseconds) of a file."""

_INDEX_SCHEMA = COMMIT_SCHEMA.append(pa.field("size", pa.int64())).append(pa.field("changed", pa.int64()))
_INDEX_VERSION = "1"
_UNKNOWN_MANY = 200
_MANY = 2_000
# A folder that was changed this shortly before it was listed may have been changed again in the same tick of its clock.
_RACY_NS = 2_000_000_000


class CommitFiles:
    """The commits of one dataset; asked again, only what is new is read.

    Args:
        source: the dataset.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._root = source.local_root
        self._known: dict[str, tuple[Stamp, Commit]] | None = None
        self._rewritings: dict[str, Rewriting] = {}
        self._packs: dict[str, list[Commit]] = {}
        self._folders: dict[Path, tuple[int, dict[str, Stamp], list[Path]]] = {}
        self._last: tuple[dict[str, Stamp], list[Commit]] | None = None
        self._n_read = 0

    def commits(self) -> list[Commit]:
        """Every commit that counts, as they became visible.

        Raises:
            StoreError: a commit file is damaged or cannot be read.
        """
        listed = self._listed()
        if self._last is not None and self._last[0] == listed:
            return list(self._last[1])
        packed = {one.path: one for rewriting in self._rewritten(listed) for one in self.packed(rewriting)}
        loose = {path: stamp for path, stamp in listed.items() if not path.endswith(NAME) and path not in packed}
        found = in_order([*packed.values(), *self._loose(loose)])
        self._last = (listed, found)
        return list(found)

    def rewriting(self) -> list[Rewriting]:
        """The rewritings that count now: none or one, several only where datasets were merged."""
        return self._rewritten(self._listed())

    def save_index(self) -> None:
        """Note what was read, when it is much; only for writers, and never an error."""
        if self._root is None or self._known is None or self._n_read < _UNKNOWN_MANY:
            return
        work = self._root / layout.WORK
        rows = list(self._known.values())
        table = commit_rows([commit for _, commit in rows])
        for n, name in enumerate(("size", "changed")):
            column = pa.array([stamp[n] for stamp, _ in rows], pa.int64())
            table = table.append_column(_INDEX_SCHEMA.field(name), column)
        metadata = {"sw_scraper.index": _INDEX_VERSION, **file_metadata(dataset_id="", table="commits", state="")}
        try:
            temporary = work / f"commits.{os.getpid()}.tmp"
            with disk.NewFile(temporary) as file, pa.ipc.new_file(file, _INDEX_SCHEMA.with_metadata(metadata)) as out:
                out.write_table(table)
            disk.publish(temporary, work / layout.INDEX)
        except OSError:
            return
        self._n_read = 0

    def _listed(self) -> dict[str, Stamp]:
        """Every file of a commit with its stamp; a folder that did not change is not read again."""
        if self._root is None:
            return self._source.commit_stamps()
        found: dict[str, Stamp] = {}
        waiting = [self._root / layout.HARVESTS]
        try:
            while waiting:
                files, folders = self._folder(waiting.pop())
                found |= files
                waiting += folders
        except OSError as error:
            raise disk.store_error("read the dataset", self._root / layout.HARVESTS, error) from error
        return found

    def _folder(self, folder: Path) -> tuple[dict[str, Stamp], list[Path]]:
        try:
            changed = folder.stat().st_mtime_ns
        except FileNotFoundError:
            return {}, []
        known = self._folders.get(folder)
        if known is not None and known[0] == changed:
            return known[1], known[2]
        assert self._root is not None
        begun = time.time_ns()
        prefix = folder.relative_to(self._root).as_posix()
        files: dict[str, Stamp] = {}
        folders: list[Path] = []
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir():
                    folders.append(folder / entry.name)
                elif entry.name.endswith(".json"):
                    try:
                        about = entry.stat()
                    except FileNotFoundError:
                        continue
                    files[f"{prefix}/{entry.name}"] = (about.st_size, about.st_mtime_ns)
        if begun - changed > _RACY_NS:
            self._folders[folder] = (changed, files, folders)
        return files, folders

    def _rewritten(self, listed: Iterable[str]) -> list[Rewriting]:
        paths = [path for path in listed if path.endswith(NAME)]
        for path in paths:
            if path not in self._rewritings:
                data = self._source.read(path)
                if data is not None:
                    self._rewritings[path] = parse_rewriting(path, data)
        found = [self._rewritings[path] for path in paths if path in self._rewritings]
        taken_over = {path for rewriting in found for path in rewriting.body["rewritings"]}
        return sorted(
            (one for one in found if one.path not in taken_over), key=lambda one: (one.committed_at, one.path)
        )

    def packed(self, rewriting: Rewriting) -> list[Commit]:
        """The commits that a rewriting has taken over."""
        if rewriting.pack not in self._packs:
            self._packs[rewriting.pack] = read_pack(self._source, rewriting.pack)
        return self._packs[rewriting.pack]

    def _loose(self, listed: dict[str, Stamp]) -> list[Commit]:
        if self._known is None:
            self._known = self._index(listed)
        known = self._known
        unread = [path for path, stamp in listed.items() if path not in known or known[path][0] != stamp]
        for path, data in self._source.read_all(unread):
            if data is None:
                known.pop(path, None)
                continue
            commit = parse_commit(path, data)
            if len(listed) > _MANY:
                # A hundred thousand texts are no small thing to keep: it is read again when it is asked for.
                commit.forget_text(partial(self._text, path))
            known[path] = (listed[path], commit)
            self._n_read += 1
        return [known[path][1] for path in listed if path in known]

    def _index(self, listed: dict[str, Stamp]) -> dict[str, tuple[Stamp, Commit]]:
        if self._root is None:
            return {}
        try:
            with pa.memory_map(str(self._root / layout.WORK / layout.INDEX)) as file:
                table = pa.ipc.open_file(file).read_all()
        except (OSError, pa.ArrowException):
            return {}
        metadata = table.schema.metadata or {}
        if metadata.get(b"sw_scraper.index") != _INDEX_VERSION.encode() or table.schema.names != _INDEX_SCHEMA.names:
            return {}
        stamps = zip(flat(table.column("size")).to_pylist(), flat(table.column("changed")).to_pylist(), strict=True)
        commits = commits_from(table, lambda _n, path: partial(self._text, path))
        return {one.path: (stamp, one) for stamp, one in zip(stamps, commits, strict=True) if one.path in listed}

    def _text(self, path: str) -> bytes:
        data = self._source.read(path)
        if data is None:
            raise StoreError(
                "A commit file is gone",
                where=path,
                hint="Another process has rewritten the dataset; run the same command again",
            )
        return data
