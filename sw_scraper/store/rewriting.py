"""Rewriting what was committed, in a commit of its own: what ``compact`` and ``forget`` share.

New files get new names, then one commit file of kind ``rewriting`` makes all of them count at once, then what they
replace is removed. A journal says which files these are, so that whoever opens the dataset next ends what was begun: it
removes the new files when the commit is not there, and the old ones when it is.
"""

from __future__ import annotations

import json
import secrets
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sw_scraper.errors import StoreError
from sw_scraper.store import disk, layout, locks
from sw_scraper.store.packs import NAME, REWRITING, write_pack
from sw_scraper.store.schema import FORMAT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sw_scraper.store.commits import Commit
    from sw_scraper.store.layout import Workplace
    from sw_scraper.store.store import Store

_JOURNAL = "journal.json"


@dataclass(slots=True)
class Draft:
    """A rewriting that is being prepared.

    Attributes:
        store: the dataset; every tag of it is held.
        folder: for temporary files; on the same file system as the dataset.
        name: of the rewriting, globally unique.
        why: ``compact`` or ``forget``.
        texts: new bytes of commit files by path; commits that are not named keep theirs.
        files: new files that a commit's own text does not name, as a commit file lists files.
        ready: final name of each new file and the temporary one that it has until then.
        removed: files that are replaced, relative to the dataset.
        forgotten: articles that go.
    """

    store: Store
    folder: Path
    name: str
    why: str
    texts: dict[str, bytes] = field(default_factory=dict)
    files: list[dict[str, Any]] = field(default_factory=list)
    ready: dict[str, Path] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    forgotten: frozenset[str] = frozenset()

    def new_file(self, final: str) -> disk.NewFile:
        """A temporary file that gets its final name with the rewriting.

        Args:
            final: relative to the dataset; no file has that name.
        """
        temporary = self.folder / f"{len(self.ready)}.tmp"
        self.ready[final] = temporary
        return disk.NewFile(temporary)


@contextmanager
def rewriting_of(store: Store, why: str) -> Iterator[Draft]:
    """Prepare a rewriting: every tag is held meanwhile, so that no harvest reads what is about to go.

    Args:
        store: the dataset.
        why: ``compact`` or ``forget``.

    Raises:
        StoreLockedError: a harvest is running, or another rewriting.
        StoreError: the dataset is on an object store, or cannot be written.
    """
    work = store.work
    if not isinstance(store.root, Path):
        raise StoreError(
            f"Cannot {why} a dataset on an object store",
            where=str(store.root),
            hint="Copy it to a local folder, run the command there, and copy it back",
        )
    with ExitStack() as held:
        held.enter_context(locks.held(work.rewrite_lock, what="The dataset"))
        for tag_id in sorted({commit.tag_id for commit in store.commits()}):
            held.enter_context(store.lock(tag_id))
        with disk.explained(f"{why} the dataset", work.folder):
            _settle(work)
            disk.make_folder(work.rewriting)
            moment = datetime.now(UTC)
            yield Draft(store, work.rewriting, f"{moment:%Y%m%dt%H%M%Sz}-{secrets.token_hex(4)}", why)
            _settle(work)


def publish_rewriting(draft: Draft, commits: Sequence[Commit], *, about: Mapping[str, Any]) -> str:
    """Make a rewriting count.

    Args:
        draft: with all its files written.
        commits: those of the new pack, with their new attributes; the pack before is taken over by the caller.
        about: what the commit file says of it.

    Returns:
        The commit file, relative to the dataset.
    """
    store = draft.store
    before = store.files.rewriting()
    folder = f"{layout.HARVESTS}/{datetime.now(UTC):%Y/%m}"
    path, pack = f"{folder}/{draft.name}{NAME}", f"{folder}/{draft.name}.pack.parquet"
    with draft.new_file(pack) as file:
        write_pack(file, commits, lambda one: draft.texts.get(one.path) or one.text)
    removed = [*draft.removed, *(one.path for one in before), *(one.pack for one in before)]
    used = {(one.sightings_file or "").partition("#")[0] for one in commits}
    kept = [entry for one in before for entry in one.body["files"] if entry["path"] in used]
    body = {
        "format": FORMAT,
        "kind": REWRITING,
        "harvest_id": draft.name,
        "extractor_version": "",
        "tag_id": "",
        "why": draft.why,
        "about": dict(about),
        "pack": pack,
        "files": [*kept, *draft.files, {"path": pack, "sha256": file.sha256, "bytes": file.size}],
        "rewritings": [one.path for one in before],
        "history": [entry for one in before for entry in [*one.body["history"], _remembered(one.body)]],
    }
    journal = {"commit_file": path, "new": list(draft.ready), "removed": removed}
    disk.write_file(draft.folder / _JOURNAL, json.dumps(journal).encode(), temporary=draft.folder / "journal.tmp")
    for final, temporary in draft.ready.items():
        disk.publish(temporary, store.root / final)
    store.publish_commit(path, body, temporary=draft.folder / "commit.tmp")
    return path


def _remembered(body: Mapping[str, Any]) -> dict[str, Any]:
    return {name: body[name] for name in ("why", "committed_at", "about")}


def settle_rewriting(work: Workplace) -> None:
    """End a rewriting that was killed; one that is running is left alone.

    Args:
        work: of the dataset.

    Raises:
        StoreError: a file cannot be removed.
    """
    if not work.rewriting.is_dir() or not any(work.rewriting.iterdir()):
        return
    with disk.explained("clear up after an interrupted rewriting", work.folder):
        descriptor = locks.acquire(work.folder / layout.REWRITE_LOCK)
        if descriptor is not None:
            try:
                _settle(work)
            finally:
                locks.release(descriptor)


def _settle(work: Workplace) -> None:
    journal = work.rewriting / _JOURNAL
    try:
        noted = json.loads(journal.read_bytes())
    except (FileNotFoundError, ValueError):
        noted = None
    if noted is not None:
        done = (work.root / noted["commit_file"]).exists()
        folders = set()
        for path in noted["removed"] if done else noted["new"]:
            disk.remove(work.root / path)
            folders.add((work.root / path).parent)
        for folder in sorted(folders):
            if folder.is_dir():
                disk.sync_folder(folder)
    if work.rewriting.is_dir():
        for entry in sorted(work.rewriting.iterdir()):
            if entry != journal:
                disk.remove(entry)
    disk.remove(journal)
