"""The dataset for writers: locks, harvests, decisions, derived tables."""

from __future__ import annotations

import uuid
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sw_scraper import __version__
from sw_scraper.errors import StoreError, StoreLockedError
from sw_scraper.store import disk, layout, locks
from sw_scraper.store.carry import Base, load_base, save_base
from sw_scraper.store.commit_files import CommitFiles
from sw_scraper.store.commits import Commit, commit_bytes, instant, instant_text, parse_commit
from sw_scraper.store.decisions import decide
from sw_scraper.store.derived import ViewFile, write_views
from sw_scraper.store.forgotten import Forgotten, read_forgotten
from sw_scraper.store.layout import Workplace
from sw_scraper.store.leftovers import clear_leftovers, sweep_leftovers
from sw_scraper.store.object_store import object_path
from sw_scraper.store.object_store_address import is_object_store, local_workplace, stands_for, workplace_name
from sw_scraper.store.rewriting import settle_rewriting
from sw_scraper.store.schema import FORMAT
from sw_scraper.store.source import open_source
from sw_scraper.store.tally import tag_state
from sw_scraper.store.writer import HarvestWriter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sw_scraper.store.disk import Place
    from sw_scraper.store.object_store_journal import SharedJournal
    from sw_scraper.store.object_store_lease import Lease
    from sw_scraper.store.records import HarvestHead, TagState

_ID_SPACE = uuid.UUID("6f4bd1f2-6a0e-5d0c-9a7e-0f6f1f1d2b11")
_PUBLISH_WAIT_S = 60.0
_VIEWS_WAIT_S = 600.0


def open_store(path: str | Path) -> Store:
    """Open a dataset for writing; the folder is made when missing, and what killed runs left is cleared away.

    Args:
        path: a local folder, or ``s3://bucket/prefix``.

    Raises:
        StoreError: the folder cannot be made or written, or what is in it is damaged.
        FormatTooNewError: a newer version wrote it.
        ConfigError: the address is malformed, or holds credentials.
    """
    address = str(path) if is_object_store(path) else stands_for(path)
    return Store(object_path(address) if address is not None else Path(path).absolute())


class Store:
    """A dataset, for writers.

    Args:
        root: the dataset's folder, absolute, or its place on an object store.

    Attributes:
        root: the same.
        source: for reading it.
        files: the commits in it.
        work: the folders that are no part of the dataset, on this machine.
    """

    def __init__(self, root: Place) -> None:
        self.root = root
        self.source = open_source(root)
        self.work = _workplace(root)
        self._held: dict[str, Lease | None] = {}
        self.files = CommitFiles(self.source)
        self._base: tuple[tuple[object, ...], Base | None] | None = None
        with disk.explained("write the dataset", root):
            disk.make_folder(self.work.tags)
            disk.make_folder(self.work.views)
        if (root / layout.DATASET_FILE).exists():
            self.source.dataset_id()
        sweep_leftovers(self.work)
        settle_rewriting(self.work)

    @contextmanager
    def lock(self, tag_id: str) -> Iterator[None]:
        """Hold a tag: no other harvest of it can run meanwhile.

        Args:
            tag_id: ``site/taxonomy/slug``.

        Raises:
            StoreLockedError: another harvest of the tag is running; says which process and since when.
            StoreError: the lock cannot be written.
        """
        folder = self.work.tag(tag_id)
        with locks.held(self.work.lock_in(folder), what=f"The tag {tag_id}") as lease:
            self._held[tag_id] = lease
            try:
                with disk.explained("clear up after an interrupted harvest", folder):
                    clear_leftovers(self.root, folder, journals=self.work.journals(folder))
                yield
            finally:
                self._held.pop(tag_id, None)

    def begin(self, head: HarvestHead) -> HarvestWriter:
        """Begin a harvest; the tag must be held.

        Args:
            head: what is known of it already.

        Raises:
            StoreError: the disk cannot be written.
        """
        if head.key.tag_id not in self._held:
            raise RuntimeError(f"begin() without lock({head.key.tag_id!r})")
        return HarvestWriter(self, head)

    def commits(self) -> list[Commit]:
        """Every commit, as they became visible.

        Raises:
            StoreError: a commit file is damaged or cannot be read.
        """
        return self.files.commits()

    def forgotten(self) -> Forgotten:
        """The articles that must not come back.

        Raises:
            StoreError: the list is damaged.
        """
        return read_forgotten(self.source)

    def find_commit(self, harvest_id: str, *, extractor_version: str | None = None) -> Commit | None:
        """The commit of a harvest, the newest when several versions of the extractor made one.

        Args:
            harvest_id: of the harvest.
            extractor_version: only that version's; None for any.
        """
        found = [
            commit
            for commit in self.commits()
            if commit.kind == "harvest"
            and commit.harvest_id == harvest_id
            and extractor_version in (None, commit.extractor_version)
        ]
        return found[-1] if found else None

    def state_of(self, tag_id: str) -> TagState:
        """What the dataset knows of a tag.

        Args:
            tag_id: ``site/taxonomy/slug``.
        """
        commits = self.commits()
        of_tag = [commit for commit in commits if commit.tag_id == tag_id]
        return tag_state(self.source, of_tag, tag_id, base=self.base(commits))

    def base(self, commits: list[Commit]) -> Base | None:
        """What was kept of earlier harvests, where it is of exactly the first of some commits.

        Args:
            commits: all that there are.
        """
        if not commits:
            return None
        state = (len(commits), commits[-1].digest, *(one.path for one in self.files.rewriting()))
        if self._base is None or self._base[0] != state:
            self._base = (state, load_base(self.work.folder, commits))
        return self._base[1]

    def keep_base(self, base: Base) -> None:
        """Keep what the next command can begin with."""
        save_base(base, self.work.folder)
        self._base = None

    def commits_of(self, tag_id: str) -> list[Commit]:
        """The commits of one tag, as they became visible."""
        return [commit for commit in self.commits() if commit.tag_id == tag_id]

    def refresh_views(self) -> list[ViewFile]:
        """Make the derived tables that lag behind the commits; once, at the end of a run.

        Returns:
            What is there now, also when nothing had to be made.

        Raises:
            StoreLockedError: another process has been making them for ten minutes.
            StoreError: they cannot be written; what was there stays.
        """
        sweep_leftovers(self.work)
        with locks.held(self.work.views_lock, what="The derived tables", wait_s=_VIEWS_WAIT_S):
            files = write_views(self)
        self.files.save_index()
        return files

    def dataset_id(self, *, first_harvest_id: str) -> str:
        """The dataset's id; ``dataset.json`` is made when missing.

        Args:
            first_harvest_id: the id is made from it, so that replaying the same recording into an empty folder gives
                the same files.
        """
        file = self.root / layout.DATASET_FILE
        if not file.exists():
            with locks.held(self.work.commit_lock, what="The dataset", wait_s=_PUBLISH_WAIT_S):
                if not file.exists():
                    body = {
                        "dataset_id": str(uuid.uuid5(_ID_SPACE, first_harvest_id)),
                        "format": FORMAT,
                        "tool_version": __version__,
                    }
                    disk.write_new_file(file, commit_bytes(body), temporary=self.work.folder / "dataset.json.tmp")
        return self.source.dataset_id()

    def publish_commit(
        self, path: str, body: dict[str, Any], *, temporary: Path, journal: SharedJournal | None = None
    ) -> Commit:
        """Make a commit visible; from here on it counts.

        Args:
            path: the commit file, relative to the dataset.
            body: all of it but ``committed_at``.
            temporary: the name that the file has until it is whole.
            journal: learns what became of the commit.

        Returns:
            The commit, with a time later than that of every commit before.

        Raises:
            StoreLockedError: the lock of the tag was lost meanwhile, or another process has made that commit.
        """
        with locks.held(self.work.commit_lock, what="The dataset", wait_s=_PUBLISH_WAIT_S):
            moment = max(datetime.now(UTC), self._last_commit() + timedelta(microseconds=1))
            data = commit_bytes({**body, "committed_at": instant_text(moment)})
            disk.write_file(self.work.last_commit, str(instant_text(moment)).encode(), temporary=temporary)
            lease = self._held.get(body.get("tag_id", ""))
            if lease is not None:
                lease.confirm()
            if journal is not None:
                journal.tried = True
            if not disk.write_new_file(self.root / path, data, temporary=temporary):
                raise StoreLockedError(
                    "Another process has committed this harvest meanwhile",
                    where=str(self.root / path),
                    hint="Nothing was written; sw-scraper status shows what is there",
                )
            if journal is not None:
                journal.committed = True
        return parse_commit(path, data)

    def _last_commit(self) -> datetime:
        try:
            moment = instant(self.work.last_commit.read_text(encoding="ascii"))
        except (OSError, ValueError):
            moment = None
        if moment is not None:
            return moment
        return max((commit.committed_at for commit in self.commits()), default=datetime.min.replace(tzinfo=UTC))

    def file_recording(self, warc_file: str) -> None:
        """Put a recording that was finished on this machine beside its dataset on an object store.

        Args:
            warc_file: relative to the dataset; nothing happens when this machine has no such file.
        """
        if self.work.shared is not None and (self.work.root / warc_file).is_file():
            disk.publish(self.work.root / warc_file, self.root / warc_file)

    def accept(self, harvest_id: str, *, by: str, reason: str) -> Commit:
        """Make a held harvest count; a commit of its own, no request.

        Args:
            harvest_id: a held harvest that nobody has decided on.
            by: who decides.
            reason: why.

        Raises:
            StoreError: there is no such harvest, or it is not held.
            StoreLockedError: a harvest of its tag is running.
        """
        return self._decide(harvest_id, "accepted", by=by, reason=reason)

    def reject(self, harvest_id: str, *, by: str, reason: str) -> Commit:
        """Close a held harvest: it never counts. Arguments and errors as in ``accept``."""
        return self._decide(harvest_id, "rejected", by=by, reason=reason)

    def _decide(self, harvest_id: str, kind: str, *, by: str, reason: str) -> Commit:
        commit = self.find_commit(harvest_id)
        if commit is None:
            raise StoreError(
                "There is no such harvest",
                where=harvest_id,
                hint="sw-scraper status lists the held ones with their ids",
            )
        with self.lock(commit.tag_id):
            return decide(self, commit, kind, by=by, reason=reason)


def _workplace(root: Place) -> Workplace:
    """The workplace of a dataset; for one on an object store that of this machine."""
    if isinstance(root, Path):
        return Workplace(root)
    folder = local_workplace(root.store.address)
    with disk.explained("make the folder to work in", folder):
        disk.make_folder(folder)
        return Workplace(folder, root, workplace_name(folder))
