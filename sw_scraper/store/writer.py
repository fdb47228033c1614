"""One harvest being written: rows as they come, one commit at the end."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from sw_scraper.store import disk, layout
from sw_scraper.store.commits import Commit, commit_bytes, instant, instant_text, parse_commit
from sw_scraper.store.frame import COLUMNS
from sw_scraper.store.leftovers import clear_leftovers, write_journal
from sw_scraper.store.object_store_journal import SharedJournal
from sw_scraper.store.parquet_file import file_metadata, write_parquet
from sw_scraper.store.records import CommitResult, HarvestHead, HarvestRecord
from sw_scraper.store.schema import FORMAT, schema_of
from sw_scraper.store.spool import Spool
from sw_scraper.store.tally import Tally, tally_of
from sw_scraper.store.texts import texts_file, write_texts
from sw_scraper.store.vectors import flat

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sw_scraper.store.store import Store

_COVERED = {"title": "title", "teaser": "teaser", "date": "date_published", "authors": "authors"}
_OUTSIDE = {"tag", "first_fetch_at", "last_fetch_at", "held_as", "pages_not_modified", "expected_source"}
_OUTSIDE |= {"settings", "notes", "recorded_at"}


class HarvestWriter:
    """Spools the rows of a harvest and commits them at once; made by ``Store.begin``.

    Args:
        store: the dataset; holds the tag's lock.
        head: what all rows share.

    Attributes:
        head: the same.
    """

    def __init__(self, store: Store, head: HarvestHead) -> None:
        self.head = head
        self._store = store
        self._folder = store.work.tag(head.key.tag_id)
        with disk.explained("write rows", self._folder):
            self._spool = Spool(self._folder / layout.SPOOL, head)
        self._texts: Sequence[Mapping[str, Any]] = ()
        self._shared: SharedJournal | None = None
        self._forgotten = store.forgotten()
        self._open = True

    @property
    def n_rows(self) -> int:
        """Rows so far."""
        return self._spool.n_rows

    def add_rows(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Append the rows of a page.

        Args:
            rows: columns of sightings except verdict and scope, which come with the commit; rows of forgotten
                articles are left out without a word; what the head says, null
                values and empty lists may be left out.

        Raises:
            ValueError: a row has an unknown column or lacks one that is never null.
            StoreError: the disk cannot be written.
        """
        if self._forgotten:
            rows = [row for row in rows if row["article_id"] not in self._forgotten]
        with disk.explained("write rows", self._folder):
            self._spool.add(rows)

    def enrich(self, patches: Mapping[str, Mapping[str, Any]]) -> None:
        """Say what was found beside the list: filled into the rows where the pages left a column empty.

        Args:
            patches: article_id to columns of sightings.
        """
        self._spool.patches = patches

    def add_texts(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Hand over the full texts that the harvest read; they are committed with it.

        Args:
            rows: columns of texts.
        """
        self._texts = rows

    def forgets(self, article_id: str) -> bool:
        """Whether rows of an article are left out, because somebody asked for that."""
        return bool(self._forgotten) and article_id in self._forgotten

    def abandon(self) -> None:
        """Forget the harvest; nothing of it is ever visible. Harmless after a commit."""
        if self._open:
            self._open = False
            with disk.explained("remove rows", self._folder):
                self._spool.remove()

    def commit(self, record: HarvestRecord) -> CommitResult:
        """Make the harvest visible, all of it at once.

        Args:
            record: what it says of itself. Rows of a failed harvest are not kept.

        Returns:
            What the commit did. A harvest that the same extractor version has committed before changes nothing.

        Raises:
            StoreError: it cannot be written; nothing of it is visible, what was committed before is unharmed.
        """
        if not self._open:
            raise RuntimeError("this harvest has ended already")
        try:
            with disk.explained("commit the harvest", self._store.root):
                return self._commit(record)
        finally:
            self._open = False
            self._clear()

    def _clear(self) -> None:
        if self._shared is not None:
            self._shared.settle()
        try:
            self._spool.remove()
            clear_leftovers(self._store.root, self._folder)
        except OSError:
            # The next harvest of the tag clears it; what has happened is decided by the commit file.
            return

    def _commit(self, record: HarvestRecord) -> CommitResult:
        head = self.head
        known = self._store.find_commit(head.harvest_id, extractor_version=head.extractor_version)
        if known is not None:
            return _result(known, repeated=True)
        older = self._store.find_commit(head.harvest_id)
        name = layout.commit_name(head.harvest_id, head.extractor_version if older else None)
        rows = self._rows(record)
        path = layout.commit_file(name, record.first_fetch_at or record.started_at)
        sightings = layout.sightings_file(head.key, name) if rows.num_rows else None
        body = self._body(record, rows, sightings)
        tally = self._tally(body, path, rows)
        write_journal(self._folder, sightings_file=sightings, commit_file=path)
        self._note_shared(name, path, [file for file in (sightings, record.warc_file) if file])
        if record.warc_file:
            self._store.file_recording(record.warc_file)
        if sightings is not None:
            body["files"] = [self._write_sightings(record, sightings)]
            body["harvest"] |= {"sightings_file": sightings, "sightings_sha256": body["files"][0]["sha256"]}
        if self._texts and record.verdict != "failed":
            body["files"].append(self._write_texts(name))
        body["harvest"] |= asdict(tally)
        temporary = self._folder / "commit.tmp"
        return _result(self._store.publish_commit(path, body, temporary=temporary, journal=self._shared))

    def _note_shared(self, name: str, commit_file: str, files: list[str]) -> None:
        """Note the commit on the object store too, where another machine may have to clear up after this one."""
        work = self._store.work
        folder = work.journals(self._folder)
        if work.shared is not None and folder is not None:
            self._shared = SharedJournal(work.shared, folder, name, commit_file, files)
            self._shared.write()

    def _rows(self, record: HarvestRecord) -> pa.Table:
        """The rows as they will be committed, only the columns that counts are made from."""
        schema = schema_of("sightings")
        schema = pa.schema([schema.field(name) for name in COLUMNS])
        if record.verdict == "failed":
            return schema.empty_table()
        batches = self._spool.sightings(verdict=record.verdict, scope=record.scope)
        return pa.Table.from_batches([batch.select(COLUMNS) for batch in batches], schema)

    def _tally(self, body: Mapping[str, Any], path: str, rows: pa.Table) -> Tally:
        moment = instant_text(datetime.now(UTC))
        harvest = {**body["harvest"], "sightings_file": "" if rows.num_rows else None}
        tried = parse_commit(path, commit_bytes({**body, "harvest": harvest, "committed_at": moment}))
        every = self._store.commits()
        commits = [*(one for one in every if one.tag_id == self.head.key.tag_id), tried]
        base = self._store.base(every)
        return tally_of(self._store.source, commits, self.head.harvest_id, fresh=rows, base=base)

    def _write_texts(self, name: str) -> dict[str, Any]:
        head = self.head
        return write_texts(
            self._store.root,
            texts_file(head.key, name),
            self._texts,
            temporary=self._folder / "texts.tmp",
            dataset_id=self._store.dataset_id(first_harvest_id=head.harvest_id),
            state=head.harvest_id,
        )

    def _write_sightings(self, record: HarvestRecord, path: str) -> dict[str, Any]:
        dataset_id = self._store.dataset_id(first_harvest_id=self.head.harvest_id)
        temporary = self._folder / "sightings.tmp"
        with disk.NewFile(temporary) as file:
            write_parquet(
                file,
                self._spool.sightings(verdict=record.verdict, scope=record.scope),
                schema=schema_of("sightings"),
                metadata=file_metadata(dataset_id=dataset_id, table="sightings", state=self.head.harvest_id),
            )
        disk.publish(temporary, self._store.root / path)
        return {"path": path, "sha256": file.sha256, "bytes": file.size, "rows": self._spool.n_rows}

    def _body(self, record: HarvestRecord, rows: pa.Table, sightings: str | None) -> dict[str, Any]:
        """The commit file but for committed_at and the counts."""
        head, key = self.head, self.head.key
        given = {one.name: getattr(record, one.name) for one in fields(record) if one.name not in _OUTSIDE}
        harvest: dict[str, Any] = {
            "harvest_id": head.harvest_id,
            "tag_id": key.tag_id,
            "site": key.site,
            "taxonomy": key.taxonomy,
            "tag": key.slug,
            "origin": head.origin,
            **{name: instant_text(value) if isinstance(value, datetime) else value for name, value in given.items()},
            "duration_s": (record.finished_at - record.started_at).total_seconds(),
            "n_teasers": rows.num_rows,
            "coverage": _coverage(rows),
            "extractor_version": head.extractor_version,
            "sightings_file": sightings,
            "sightings_sha256": None,
        }
        self._store.dataset_id(first_harvest_id=head.harvest_id)
        return {
            "format": FORMAT,
            "kind": "harvest",
            "harvest_id": head.harvest_id,
            "extractor_version": head.extractor_version,
            "tag_id": key.tag_id,
            "harvest": harvest,
            "tag": asdict(record.tag),
            "expected_source": record.expected_source,
            "held_as": record.held_as,
            "pages_not_modified": list(record.pages_not_modified),
            "first_fetch_at": instant_text(record.first_fetch_at),
            "last_fetch_at": instant_text(record.last_fetch_at),
            "date_sources": _date_sources(rows),
            "files": [],
            "settings": dict(record.settings),
            "notes": dict(record.notes),
            "recorded_at": instant_text(record.recorded_at),
        }


def _coverage(rows: pa.Table) -> dict[str, float] | None:
    if not rows.num_rows:
        return None
    shares = {}
    for name, column in _COVERED.items():
        values = flat(rows.column(column))
        is_list = pa.types.is_list(values.type)
        said = pc.greater(pc.list_value_length(values), 0) if is_list else pc.is_valid(values)
        shares[name] = pc.sum(said).as_py() / rows.num_rows
    return shares


def _date_sources(rows: pa.Table) -> dict[str, int]:
    counted = pc.value_counts(flat(rows.column("date_source")).drop_null())
    return {one["values"]: one["counts"] for one in sorted(counted.to_pylist(), key=lambda one: one["values"])}


def _result(commit: Commit, *, repeated: bool = False) -> CommitResult:
    row = commit.row
    moment = instant(commit.body["committed_at"])
    assert moment is not None
    return CommitResult(
        harvest_id=commit.harvest_id,
        commit_file=commit.path,
        sightings_file=commit.sightings_file,
        n_teasers=row["n_teasers"],
        n_new=row["n_new"],
        n_changed=row["n_changed"],
        n_gone=row["n_gone"],
        coverage=row["coverage"],
        date_sources=commit.body["date_sources"],
        committed_at=moment,
        repeated=repeated,
    )
