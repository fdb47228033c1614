"""Compaction: old commits and their sightings in few files, without changing any answer."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from sw_scraper.errors import ConfigError
from sw_scraper.store.commits import parse_commit
from sw_scraper.store.parquet_file import file_metadata, write_parquet
from sw_scraper.store.rewriting import Draft, publish_rewriting, rewriting_of
from sw_scraper.store.row_files import file_of, part_of, span_of
from sw_scraper.store.schema import schema_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sw_scraper.store.commits import Commit
    from sw_scraper.store.store import Store

_SCHEMA = schema_of("sightings")
_AT_ONCE = 128
_LARGE = 65_536
"""A shared file of so many rows is left as it is: merging it again and again would cost more than it saves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compaction:
    """What compaction did.

    Attributes:
        n_commits: commit files that were merged.
        n_files: sightings files that were merged.
        n_new_files: files that have their rows now.
        commit_file: of the rewriting; None when there was nothing to merge.
    """

    n_commits: int
    n_files: int
    n_new_files: int
    commit_file: str | None


def compact(store: Store, *, before: str) -> Compaction:
    """Merge the commits made before a month, and the files of their rows, in a commit of its own.

    Args:
        store: the dataset.
        before: the first month that stays as it is, such as ``2026-01``.

    Raises:
        ConfigError: that is no month.
        StoreLockedError: a harvest is running.
        StoreError: the dataset cannot be read or written, or is on an object store.
    """
    border = _border(before)
    with rewriting_of(store, "compact") as draft:
        packed = {one.path for rewriting in store.files.rewriting() for one in store.files.packed(rewriting)}
        commits = store.commits()
        old = [one for one in commits if one.path in packed or one.committed_at < border]
        loose = [one for one in old if one.path not in packed]
        if not loose:
            return Compaction(n_commits=0, n_files=0, n_new_files=0, commit_file=None)
        taken = {one.path: _copied(one) for one in old}
        n_files = _merge_rows(draft, [one for one in taken.values() if one.committed_at < border])
        draft.removed += [one.path for one in loose]
        about = {"before": before, "n_commits": len(loose), "n_files": n_files}
        path = publish_rewriting(draft, [taken[one.path] for one in old], about=about)
        return Compaction(n_commits=len(loose), n_files=n_files, n_new_files=len(draft.files), commit_file=path)


def _border(before: str) -> datetime:
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", before):
        raise ConfigError("This is no month", where=f"--before {before}", hint="Such as 2026-01")
    return datetime(int(before[:4]), int(before[5:]), 1, tzinfo=UTC)


def _copied(commit: Commit) -> Commit:
    """The commit again, so that it can name another file for its rows."""
    copy = parse_commit(commit.path, commit.text)
    copy.sightings_file = commit.sightings_file
    copy.forget_text(lambda: commit.text)
    return copy


def _merge_rows(draft: Draft, commits: Sequence[Commit]) -> int:
    """Merge the rows of each tag into one new file; the number of files that were merged."""
    by_tag: dict[str, list[Commit]] = defaultdict(list)
    large = _large_files(commits)
    for commit in sorted(commits, key=lambda one: (one.seen_at, one.harvest_id, one.committed_at)):
        if commit.sightings_file and file_of(commit.sightings_file) not in large:
            by_tag[commit.tag_id].append(commit)
    n_files = 0
    for of_tag in by_tag.values():
        files = sorted({file_of(str(one.sightings_file)) for one in of_tag})
        if len(files) > 1:
            _merge_tag(draft, of_tag)
            draft.removed += files
            n_files += len(files)
    return n_files


def _large_files(commits: Sequence[Commit]) -> set[str]:
    rows: dict[str, int] = defaultdict(int)
    for commit in commits:
        if commit.sightings_file and (span := span_of(commit.sightings_file)):
            rows[file_of(commit.sightings_file)] += span[1]
    return {file for file, n in rows.items() if n >= _LARGE}


def _merge_tag(draft: Draft, commits: Sequence[Commit]) -> None:
    folder = file_of(str(commits[0].sightings_file)).rpartition("/")[0]
    final = f"{folder}/{draft.name}.parquet"
    lengths: list[int] = []

    def batches() -> Iterator[pa.RecordBatch]:
        for begin in range(0, len(commits), _AT_ONCE):
            some = commits[begin : begin + _AT_ONCE]
            rows = draft.store.source.sightings([str(one.sightings_file) for one in some])
            lengths.extend(_lengths(some, rows))
            yield from rows.to_batches()

    metadata = file_metadata(dataset_id=draft.store.source.dataset_id(), table="sightings", state=draft.name)
    with draft.new_file(final) as file:
        write_parquet(file, batches(), schema=_SCHEMA, metadata=metadata)
    place = 0
    for commit, length in zip(commits, lengths, strict=True):
        commit.sightings_file = part_of(final, place, length)
        place += length
    entry: dict[str, Any] = {"path": final, "sha256": file.sha256, "bytes": file.size, "rows": place}
    draft.files.append(entry)


def _lengths(commits: Sequence[Commit], rows: pa.Table) -> list[int]:
    """How many of the rows are of each commit; the rows stand commit after commit."""
    keys = rows.select(["harvest_id", "extractor_version"])
    counted = keys.group_by(["harvest_id", "extractor_version"]).aggregate([([], "count_all")]).to_pylist()
    n_rows = {(one["harvest_id"], one["extractor_version"]): one["count_all"] for one in counted}
    return [n_rows.get((one.harvest_id, one.extractor_version), 0) for one in commits]
