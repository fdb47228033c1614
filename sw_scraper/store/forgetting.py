"""Forgetting articles: out of every row that was committed, and kept out of what is harvested later.

``forget_articles`` is what the command builds on. It does not touch raw records by itself: the caller cuts them and
hands over the new files, which replace the old ones in the same commit as the rows.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sw_scraper.store import disk, layout
from sw_scraper.store.commits import commit_bytes, parse_commit
from sw_scraper.store.forgotten import read_forgotten, write_forgotten
from sw_scraper.store.parquet_file import file_metadata, write_parquet
from sw_scraper.store.rewriting import Draft, publish_rewriting, rewriting_of
from sw_scraper.store.row_files import file_of, part_of
from sw_scraper.store.schema import schema_of
from sw_scraper.store.texts import TEXTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from sw_scraper.store.commits import Commit
    from sw_scraper.store.store import Store

_AT_ONCE = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgetting:
    """What forgetting did.

    Attributes:
        n_rows: sightings that were removed.
        harvest_ids: of the harvests that had them, or whose recordings were replaced; sorted.
        recordings: old to new name of each recording that was replaced.
        commit_file: of the rewriting; None when no commit had to be rewritten.
    """

    n_rows: int
    harvest_ids: tuple[str, ...]
    recordings: Mapping[str, str]
    commit_file: str | None


def commits_with(store: Store, article_ids: Collection[str]) -> list[Commit]:
    """The commits whose rows show any of some articles, whatever their verdicts.

    Args:
        store: the dataset.
        article_ids: of the articles.

    Raises:
        StoreError: rows cannot be read.
    """
    having = [commit for commit in store.commits() if commit.sightings_file]
    wanted = pa.array(sorted(article_ids), pa.string())
    keys: set[tuple[str, str]] = set()
    for begin in range(0, len(having), _AT_ONCE):
        paths = [commit.sightings_file for commit in having[begin : begin + _AT_ONCE] if commit.sightings_file]
        rows = store.source.sightings(paths, columns=("harvest_id", "extractor_version", "article_id"))
        rows = rows.filter(pc.is_in(rows.column("article_id"), value_set=wanted))
        keys |= set(
            zip(rows.column("harvest_id").to_pylist(), rows.column("extractor_version").to_pylist(), strict=True)
        )
    return [commit for commit in having if (commit.harvest_id, commit.extractor_version) in keys]


def forget_articles(
    store: Store, article_ids: Collection[str], *, recordings: Mapping[str, Path] | None = None, n_records: int = 0
) -> Forgetting:
    """Remove articles from every committed row, and keep them out of later harvests.

    The list of what must not come back is written first; then rows, commit files and recordings change in one commit;
    then what they replace is removed and the derived tables are made again. Killed at any moment, the same call ends
    it.

    Args:
        store: the dataset.
        article_ids: of the articles.
        recordings: name of a recording as commit files have it (relative to the dataset) to the whole new file that
            takes its place, on the same file system; it is moved.
        n_records: how many raw records the caller has cut, for the commit file.

    Raises:
        StoreLockedError: a harvest is running.
        StoreError: the dataset cannot be read or written, or is on an object store.
    """
    with rewriting_of(store, "forget") as draft:
        listed = read_forgotten(store.source)
        write_forgotten(store.root, listed.with_articles(article_ids), temporary=draft.folder / "forgotten.tmp")
        done = _rewritten(draft, article_ids, recordings or {}, n_records)
        for name in (layout.CARRY, layout.INDEX):
            disk.remove(store.work.folder / name)
    store.refresh_views()
    return done


def _rewritten(
    draft: Draft, article_ids: Collection[str], recordings: Mapping[str, Path], n_records: int
) -> Forgetting:
    store = draft.store
    draft.forgotten = frozenset(article_ids)
    touched = {commit.path: commit for commit in commits_with(store, article_ids)}
    renamed = _taken(draft, recordings)
    recorded = [one for one in store.commits() if one.kind == "harvest" and one.row.get("warc_file") in renamed] \
        if renamed else []  # fmt: skip
    touched |= {commit.path: commit for commit in recorded}
    if not touched:
        return Forgetting(n_rows=0, harvest_ids=(), recordings={}, commit_file=None)
    packed = {one.path for rewriting in store.files.rewriting() for one in store.files.packed(rewriting)}
    shared = {
        file_of(one.sightings_file) for one in touched.values() if one.sightings_file and "#" in one.sightings_file
    }
    new: dict[str, Commit] = {}
    n_rows = 0
    for commit in touched.values():
        if not commit.sightings_file or "#" not in commit.sightings_file:
            n_rows += _rewrite_own(draft, commit, article_ids, renamed, new)
    for file in sorted(shared):
        n_rows += _rewrite_shared(draft, file, article_ids, renamed, touched, new)
    kept = [new.get(one.path, one) for one in store.commits() if one.path in packed or one.path in new]
    draft.removed += [path for path in new if path not in packed]
    harvests = tuple(sorted({one.harvest_id for one in touched.values()}))
    path = publish_rewriting(draft, kept, about={"n_rows": n_rows, "n_records": n_records, "harvests": harvests})
    return Forgetting(n_rows=n_rows, harvest_ids=harvests, recordings=renamed, commit_file=path)


def _taken(draft: Draft, recordings: Mapping[str, Path]) -> dict[str, str]:
    """Take over the new recordings under new names; old name to new name."""
    renamed = {}
    for old, file in recordings.items():
        new = _successor(old, ".warc.gz")
        draft.ready[new] = file
        draft.removed.append(old)
        renamed[old] = new
    return renamed


def _successor(path: str, ending: str) -> str:
    """A name that the file has not had before: ``a.parquet``, ``a.r1.parquet``, ``a.r2.parquet``."""
    stem = path.removesuffix(ending)
    first, dot, number = stem.rpartition(".r")
    n = 0
    if dot and number.isdigit():
        stem, n = first, int(number)
    return f"{stem}.r{n + 1}{ending}"


def _kept_rows(rows: pa.Table, article_ids: Collection[str]) -> pa.Table:
    wanted = pa.array(sorted(article_ids), pa.string())
    return rows.filter(pc.invert(pc.is_in(rows.column("article_id"), value_set=wanted)))


def _rewrite_own(
    draft: Draft, commit: Commit, article_ids: Collection[str], renamed: Mapping[str, str], new: dict[str, Commit]
) -> int:
    """A commit that has a file of rows for itself, or none; the number of rows that go."""
    old = commit.sightings_file
    if old is None:
        _replace(draft, commit, renamed, new, entry=None, n_gone=0)
        return 0
    rows = draft.store.source.sightings([old])
    kept = _kept_rows(rows, article_ids)
    if kept.num_rows == rows.num_rows:
        _replace(draft, commit, renamed, new, entry=None, n_gone=0)
        return 0
    entry = _write_rows(draft, _successor(old, ".parquet"), iter([kept]), state=commit.harvest_id)
    draft.removed.append(old)
    _replace(draft, commit, renamed, new, entry=entry, n_gone=rows.num_rows - kept.num_rows)
    return int(rows.num_rows - kept.num_rows)


def _rewrite_shared(
    draft: Draft,
    file: str,
    article_ids: Collection[str],
    renamed: Mapping[str, str],
    touched: Mapping[str, Commit],
    new: dict[str, Commit],
) -> int:
    """A file that several harvests share: all of them get new places in the new one; the number of rows that go."""
    store = draft.store
    sharing = [one for one in store.commits() if one.sightings_file and file_of(one.sightings_file) == file]
    final = _successor(file, ".parquet")
    parts: list[tuple[Commit, int, int, str | None]] = []

    def rows_kept() -> Iterator[pa.Table]:
        begin = 0
        for commit in sharing:
            rows = store.source.sightings([str(commit.sightings_file)])
            kept = _kept_rows(rows, article_ids) if commit.path in touched else rows
            n_gone = rows.num_rows - kept.num_rows
            parts.append((commit, begin, n_gone, _rows_digest(kept) if n_gone else None))
            begin += kept.num_rows
            commit_parts[commit.path] = part_of(final, parts[-1][1], kept.num_rows)
            yield kept

    commit_parts: dict[str, str] = {}
    draft.files.append(_write_rows(draft, final, rows_kept(), state=draft.name))
    draft.removed.append(file)
    for commit, _, n_gone, digest in parts:
        entry = {"sha256": digest} if digest else None
        if commit.path in touched:
            _replace(draft, commit, renamed, new, entry=entry, n_gone=n_gone)
        else:
            new[commit.path] = parse_commit(commit.path, commit.text)
        new[commit.path].sightings_file = commit_parts[commit.path]
    return sum(n_gone for _, _, n_gone, _ in parts)


def _rows_digest(rows: pa.Table) -> str:
    """A name for what is left of a harvest's rows."""
    digest = hashlib.sha256()
    for column in ("article_id", "content_hash", "page_number", "position"):
        digest.update("\x1f".join(map(str, rows.column(column).to_pylist())).encode() + b"\n")
    return digest.hexdigest()


def _write_rows(
    draft: Draft, final: str, tables: Iterator[pa.Table], *, state: str, table: str = "sightings"
) -> dict[str, Any]:
    n_rows = 0

    def batches() -> Iterator[pa.RecordBatch]:
        nonlocal n_rows
        for piece in tables:
            n_rows += piece.num_rows
            yield from piece.to_batches()

    metadata = file_metadata(dataset_id=draft.store.source.dataset_id(), table=table, state=state)
    with draft.new_file(final) as file:
        write_parquet(file, batches(), schema=schema_of(table), metadata=metadata)
    return {"path": final, "sha256": file.sha256, "bytes": file.size, "rows": n_rows}


def _replace(
    draft: Draft,
    commit: Commit,
    renamed: Mapping[str, str],
    new: dict[str, Commit],
    *,
    entry: dict[str, Any] | None,
    n_gone: int,
) -> None:
    """Give a commit a new text that names its new files and says that something was taken out."""
    body = dict(commit.body)
    row = dict(commit.row)
    texts = _rewrite_texts(draft, commit, draft.forgotten)
    if entry is not None:
        row["sightings_sha256"] = entry["sha256"]
        if "path" in entry:
            row["sightings_file"] = entry["path"]
            body["files"] = [entry, *(one for one in body["files"] if one["path"] != commit.row["sightings_file"])]
    if row.get("warc_file") in renamed:
        row["warc_file"] = renamed[row["warc_file"]]
        row["warc_sha256"] = _file_digest(draft.ready[row["warc_file"]])
    body["files"] = [texts.get(one["path"], one) for one in body["files"]]
    redacted = dict(body.get("redacted") or {"rows": 0})
    redacted["rows"] += n_gone
    body |= {"harvest": row, "redacted": redacted}
    data = commit_bytes(body)
    draft.texts[commit.path] = data
    new[commit.path] = parse_commit(commit.path, data)


def _rewrite_texts(draft: Draft, commit: Commit, article_ids: Collection[str]) -> dict[str, dict[str, Any]]:
    """New files for the full texts of a commit that had some of the articles; old name to new entry."""
    found = {}
    for entry in commit.body["files"]:
        if not entry["path"].startswith(f"{TEXTS}/"):
            continue
        with draft.store.source.files.open_input_file(entry["path"]) as stream:
            rows = pq.read_table(stream)
        kept = _kept_rows(rows, article_ids)
        if kept.num_rows < rows.num_rows:
            final = _successor(entry["path"], ".parquet")
            found[entry["path"]] = _write_rows(draft, final, iter([kept]), state=commit.harvest_id, table=TEXTS)
            draft.removed.append(entry["path"])
    return found


def _file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def redactions_of(commits: Sequence[Commit]) -> dict[str, int]:
    """Rows that were taken out of each harvest, for those from which something was."""
    found: dict[str, int] = {}
    for commit in commits:
        with suppress(KeyError, TypeError):
            found[commit.path] = int(commit.body["redacted"]["rows"])
    return found
