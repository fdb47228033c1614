"""The dataset made again from its recordings, in a folder of its own, and compared: identical, or what differs and why.

Nothing of the dataset itself is written. What cannot be made again (its recording was pruned, an older extractor made
it) is taken over as it is, and said.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from sw_scraper.crawl.replays import Failed, Job, commit_extraction, iter_extractions
from sw_scraper.extract.version import EXTRACTOR_VERSION
from sw_scraper.store import disk, layout
from sw_scraper.store.commits import commit_bytes, instant
from sw_scraper.store.dataset import open_dataset
from sw_scraper.store.ledger import Entry, read_ledger
from sw_scraper.store.parquet_file import file_metadata, write_parquet
from sw_scraper.store.schema import DERIVED, TABLES, schema_of
from sw_scraper.store.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from sw_scraper.crawl.offline import Extraction
    from sw_scraper.store.commits import Commit
    from sw_scraper.store.store import Store

_MOST = 20
_COUNTS = ("n_teasers", "n_new", "n_changed", "n_gone", "coverage")
_OF_THE_CODE = frozenset({"extractor", "extractor_version", "confidence", "rules", "verdict", "origin"})
"""Columns that another version of the extractor may fill otherwise without a value being another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Something that came out otherwise.

    Attributes:
        where: a harvest, or a table.
        what: a row and column with both values, or what is missing.
        why: as far as it is known.
    """

    where: str
    what: str
    why: str


@dataclass(slots=True, kw_only=True)
class Comparison:
    """How the dataset and its recordings fit together.

    Attributes:
        n_harvests: extractions that are committed.
        n_rebuilt: of these, those that were made again; ``n_bytes`` of them byte for byte.
        kept: why an extraction was taken over as it is, to the harvests.
        n_redacted: records that were cut at somebody's request.
        tables: table to ``identical`` (byte for byte), ``equal rows`` or ``differs``.
        differences: at most twenty a harvest or table.
        n_differences: all of them.
    """

    n_harvests: int = 0
    n_rebuilt: int = 0
    n_bytes: int = 0
    n_redacted: int = 0
    kept: dict[str, list[str]] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    n_differences: int = 0

    @property
    def is_identical(self) -> bool:
        """Nothing that could be made again came out otherwise."""
        return self.n_differences == 0

    def note(self, found: Sequence[Difference]) -> None:
        """Count differences, and keep the first."""
        self.n_differences += len(found)
        self.differences += found[:_MOST]


def rebuild(root: Path, scratch: Path, *, workers: int, told: Callable[[int, int], None] | None = None) -> Comparison:
    """Make all tables again from the recordings and compare them with what is there.

    Args:
        root: of the dataset.
        scratch: an empty folder.
        workers: processes.
        told: called with the number of harvests that are done, and of all.

    Raises:
        StoreError: there is no dataset, or a folder cannot be read or written.
    """
    dataset = open_dataset(root)
    scratch.mkdir(parents=True, exist_ok=True)
    (scratch / layout.DATASET_FILE).write_bytes((root / layout.DATASET_FILE).read_bytes())
    made = _Rebuild(root, scratch, dataset.commits())
    made.play(workers, told)
    made.store.refresh_views()
    for name in DERIVED:
        _compare_table(name, getattr(dataset, name)(), root, scratch, made)
    return made.comparison


class _Rebuild:
    """One rebuild: the commits of the dataset in order, and the scratch store that they go into."""

    def __init__(self, root: Path, scratch: Path, commits: Sequence[Commit]) -> None:
        self.root = root
        self.scratch = scratch
        self.store: Store = open_store(scratch)
        self.comparison = Comparison()
        self._source = open_dataset(root)._source
        self._commits = list(commits)
        self._ledger = read_ledger(root)
        self._redacted = {commit.tag_id for commit in self._commits if commit.body.get("redacted")}
        self._last = {commit.harvest_id: commit for commit in self._commits if commit.kind == "harvest"}

    def play(self, workers: int, told: Callable[[int, int], None] | None) -> None:
        """Every commit, made again or taken over."""
        reasons = {commit.path: self._unfit(commit) for commit in self._commits if commit.kind == "harvest"}
        wanted = [commit for commit in self._commits if commit.kind == "harvest" and reasons[commit.path] is None]
        jobs = [Job(harvest_id=one.harvest_id, files=(self.root / str(one.row["warc_file"]),)) for one in wanted]
        found = iter_extractions(jobs, root=self.root, workers=workers)
        for n, commit in enumerate(self._commits, start=1):
            if commit.kind != "harvest":
                self._write_commit(commit.path, commit.text)
            elif (reason := reasons[commit.path]) is not None:
                self._keep(commit, reason)
            else:
                self._make(commit, next(found)[1])
            if told is not None:
                told(n, len(self._commits))
        self.comparison.n_harvests = sum(commit.kind == "harvest" for commit in self._commits)

    def make_alike(self, row: dict[str, Any], again: Mapping[str, Any]) -> None:
        """Leave aside what a rewriting changes in a row of harvests.

        Names of files; and where articles were forgotten the counts, which are those of the harvest as it was.
        """
        if row["sightings_file"] and again["sightings_file"]:
            row["sightings_file"] = again["sightings_file"]
        if row["tag_id"] in self._redacted:
            row |= {name: again[name] for name in _COUNTS}

    def _unfit(self, commit: Commit) -> str | None:
        """Why an extraction cannot be made again; None for one that can."""
        file = commit.row.get("warc_file")
        entry: Entry | None = self._ledger.get(str(file))
        if self._last[commit.harvest_id] is not commit:
            return "a later extraction of the same harvest has taken its place"
        if not file:
            return "it has no recording in the dataset"
        if entry is not None and entry.deed == "pruned":
            return "its recording was pruned"
        if not (self.root / str(file)).is_file():
            self._missing(commit, "is missing", "it was removed, and not by `sw-scraper archive prune`")
            return "its recording is missing"
        expected = entry.sha256 if entry is not None else commit.row.get("warc_sha256")
        with (self.root / str(file)).open("rb") as stream:
            if hashlib.file_digest(stream, "sha256").hexdigest() != expected:
                self._missing(commit, "is not what was committed", "it was changed or damaged")
        return None

    def _missing(self, commit: Commit, what: str, why: str) -> None:
        where = f"{commit.harvest_id} ({commit.tag_id})"
        self.comparison.note([Difference(where=where, what=f"its recording {commit.row['warc_file']} {what}", why=why)])

    def _keep(self, commit: Commit, reason: str) -> None:
        """Take an extraction over as it is."""
        self.comparison.kept.setdefault(reason, []).append(commit.harvest_id)
        text, file = commit.text, commit.sightings_file
        if file is not None:
            path = file if "#" not in file else f"sightings/kept/{layout.commit_name(commit.harvest_id)}.parquet"
            target = self.scratch / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if path == file:
                target.write_bytes((self.root / file).read_bytes())
            else:
                metadata = file_metadata(
                    dataset_id=self._source.dataset_id(), table="sightings", state=commit.harvest_id
                )
                rows = self._source.sightings([file])
                with disk.NewFile(target) as stream:
                    write_parquet(stream, rows.to_batches(), schema=schema_of("sightings"), metadata=metadata)
                row = {**commit.row, "sightings_file": path}
                text = commit_bytes({**commit.body, "harvest": row})
        self._write_commit(commit.path, text)

    def _write_commit(self, path: str, text: bytes) -> None:
        target = self.scratch / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text)

    def _make(self, commit: Commit, found: Extraction | Failed) -> None:
        """Extract again, compare, and commit to the scratch folder."""
        where = f"{commit.harvest_id} ({commit.tag_id})"
        if isinstance(found, Failed):
            self.comparison.note([Difference(where=where, what=found.what, why="the recording cannot be read")])
            self._keep(commit, "its recording cannot be read")
            return
        self.comparison.n_redacted += found.n_redacted
        self.comparison.note(
            [Difference(where=where, what=problem, why="the recording is damaged") for problem in found.problems]
        )
        is_older = commit.extractor_version != EXTRACTOR_VERSION
        before = self._rows([commit.sightings_file] if commit.sightings_file else [])
        if is_older:
            rows = [_completed(row, found.patches) for page in found.pages for row in page]
            after = {(row["page_number"], row["position"]): row for row in rows}
            why = f"extractor {commit.extractor_version} made it, this is {EXTRACTOR_VERSION}"
            self.comparison.note(list(_row_differences(where, before, after, why=why, ignored=_OF_THE_CODE)))
            self._keep(commit, f"{why}; `sw-scraper replay --all` adds its rows")
            return
        self._commit(commit, found, before, where)

    def _commit(self, commit: Commit, found: Extraction, before: Mapping[Any, Any], where: str) -> None:
        head = replace(found.head, origin=commit.row["origin"])
        record = replace(
            found.record,
            warc_file=commit.row["warc_file"],
            warc_sha256=commit.row["warc_sha256"],
            recorded_at=instant(commit.body.get("recorded_at")) or commit.committed_at,
        )
        commit_extraction(self.store, replace(found, head=head, record=record))
        self.comparison.n_rebuilt += 1
        made = self.store.find_commit(commit.harvest_id, extractor_version=commit.extractor_version)
        assert made is not None
        if made.sightings_sha256 == commit.sightings_sha256:
            self.comparison.n_bytes += 1
            return
        files = [made.sightings_file] if made.sightings_file else []
        after = _by_key("sightings", self.store.source.sightings(files))
        why = f"the same extractor ({EXTRACTOR_VERSION}) reads it otherwise, or the rows were changed"
        self.comparison.note(list(_row_differences(where, before, after, why=why)))

    def _rows(self, files: Sequence[str]) -> dict[Any, Mapping[str, Any]]:
        rows = _by_key("sightings", self._source.sightings(list(files)))
        return {key[1:]: row for key, row in rows.items()}


def _by_key(table: str, rows: pa.Table) -> dict[tuple[Any, ...], dict[str, Any]]:
    key = TABLES[table].key
    return {tuple(row[name] for name in key): row for row in rows.to_pylist()}


def _row_differences(
    where: str,
    before: Mapping[Any, Mapping[str, Any]],
    after: Mapping[Any, Mapping[str, Any]],
    *,
    why: str,
    ignored: frozenset[str] = frozenset(),
) -> Iterator[Difference]:
    """Rows that are missing or new, and values that differ."""
    for key in [*before, *(key for key in after if key not in before)]:
        name = " ".join(str(part) for part in (key if isinstance(key, tuple) else (key,)))
        if key not in after or key not in before:
            what = f"row {name} is {'not made again' if key not in after else 'new'}"
            yield Difference(where=where, what=what, why=why)
            continue
        for column, value in before[key].items():
            if column in ignored or column not in after[key]:
                continue
            if _comparable(value) != _comparable(after[key][column]):
                what = f"row {name}, {column}: {_short(value)} is now {_short(after[key][column])}"
                yield Difference(where=where, what=what, why=why)


def _completed(row: Mapping[str, Any], patches: Mapping[str, Any]) -> dict[str, Any]:
    """A row with what was found beside the list, as the store fills it in."""
    patch = patches.get(row["article_id"], {})
    return {**row, **{name: value for name, value in patch.items() if not row.get(name)}}


def _comparable(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:79]}…"


def _compare_table(name: str, before: pa.Table, root: Path, scratch: Path, made_again: _Rebuild) -> None:
    """A derived table of the dataset beside the one that was made again."""
    comparison = made_again.comparison
    there, made = root / f"{name}.parquet", scratch / f"{name}.parquet"
    if there.is_file() and made.is_file() and there.read_bytes() == made.read_bytes():
        comparison.tables[name] = "identical"
        return
    after: pa.Table = getattr(open_dataset(scratch), name)()
    if before.equals(after):
        comparison.tables[name] = "equal rows"
        return
    comparison.tables[name] = "differs"
    rows, again = _by_key(name, before), _by_key(name, after)
    if name == "harvests":
        for key in rows.keys() & again.keys():
            made_again.make_alike(rows[key], again[key])
    found = list(_row_differences(name, rows, again, why="it follows from the rows above"))
    if not found and name == "harvests":
        comparison.tables[name] = "equal rows, but for what a rewriting changed"
        return
    comparison.note(found or [Difference(where=name, what="the rows stand in another order", why="not known")])
