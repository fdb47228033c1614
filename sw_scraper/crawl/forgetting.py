"""Forgetting articles everywhere: rows and commits by the store, recordings here, a Delta table where it is named."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from sw_scraper.crawl.cutting import Cutter, forgotten_rows
from sw_scraper.extract.redaction import forgotten_of
from sw_scraper.normalize.keys import article_id
from sw_scraper.sites.profiles import load_profiles
from sw_scraper.store import disk
from sw_scraper.store.forgetting import commits_with, forget_articles

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from sw_scraper.extract.redaction import Forgotten
    from sw_scraper.store.store import Store

_ROUNDS = 3


@dataclass(slots=True, kw_only=True)
class Erased:
    """What was removed.

    Attributes:
        n_rows: sightings.
        n_records: raw records that were cut.
        recordings: files that were written anew, by their new names.
        whole_pages: pages that had to be cut as a whole, or on which other entries read otherwise now.
        commit_files: of the rewritings; empty when nothing that was committed named the articles.
        n_delta: rows removed from the Delta table; None without one.
    """

    n_rows: int = 0
    n_records: int = 0
    recordings: list[str] = field(default_factory=list)
    whole_pages: list[str] = field(default_factory=list)
    commit_files: list[str] = field(default_factory=list)
    n_delta: int | None = None


def erase(store: Store, root: Path, urls: Collection[str], ids: Collection[str]) -> Erased:
    """Remove articles from tables, history and recordings, and keep them out of later harvests.

    Args:
        store: the dataset.
        root: its folder.
        urls: addresses of articles.
        ids: article_ids, for those that are in the dataset.

    Raises:
        StoreLockedError: a harvest is running.
        StoreError: a recording is damaged, or the dataset cannot be written.
    """
    wanted = {*ids, *(article_id(url) for url in urls)}
    forgotten = _forgotten(store, wanted, urls)
    erased = Erased()
    folder = store.work.folder / "forgetting"
    looked_at: set[str] = set()
    try:
        for _ in range(_ROUNDS):  # a harvest may have ended meanwhile
            new = _recordings(store, root) - looked_at
            if looked_at and not new:
                break
            cut = _cut(store, root, sorted(new), forgotten, folder, erased)
            looked_at |= new
            done = forget_articles(store, wanted, recordings=cut[0], n_records=cut[1])
            looked_at |= set(done.recordings.values())
            erased.n_rows += done.n_rows
            erased.n_records += cut[1]
            erased.recordings += done.recordings.values()
            erased.commit_files += [done.commit_file] if done.commit_file else []
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return erased


def _forgotten(store: Store, wanted: Collection[str], urls: Collection[str]) -> Forgotten:
    """Everything that pages said of the articles, as far as rows have it."""
    rows: list[dict[str, Any]] = []
    ids = pa.array(sorted(wanted), pa.string())
    columns = ("article_id", "url", "url_raw", "title", "title_raw", "teaser", "teaser_raw")
    for commit in commits_with(store, wanted):
        table = store.source.sightings([str(commit.sightings_file)], columns=columns)
        rows += table.filter(pc.is_in(table.column("article_id"), value_set=ids)).to_pylist()
    said = forgotten_rows(rows)
    return forgotten_of({*said.urls, *urls}, said.texts)


def _recordings(store: Store, root: Path) -> set[str]:
    files = {commit.row.get("warc_file") for commit in store.commits() if commit.kind == "harvest"}
    return {str(file) for file in files if file and (root / str(file)).is_file()}


def _cut(
    store: Store, root: Path, files: Collection[str], forgotten: Forgotten, folder: Path, erased: Erased
) -> tuple[dict[str, Path], int]:
    """New recordings in place of those that name the articles, and how many records were cut."""
    profiles = {profile.key: profile for profile in load_profiles()}
    sites = {commit.row.get("warc_file"): commit.row["site"] for commit in store.commits() if commit.kind == "harvest"}
    disk.make_folder(folder)
    made, n_records = {}, 0
    for n, file in enumerate(files):
        cutter = Cutter(forgotten, profiles.get(sites.get(file, "")), [])
        new = cutter.cut(root / file, folder / f"{n}.warc.gz")
        if not new.n_changed:
            disk.remove(new.path)
            continue
        made[file] = new.path
        n_records += new.n_changed
        erased.whole_pages += cutter.inexact
    return made, n_records


def erase_from_delta(place: str, ids: Collection[str]) -> int:
    """Remove articles from a Delta table, its old versions included; the number of rows that were removed.

    Args:
        place: of the table.
        ids: article_ids.

    Raises:
        ConfigError: the extra is not installed, or there is no table.
    """
    from sw_scraper.errors import ConfigError
    from sw_scraper.store.delta import check_delta, storage_options

    check_delta(place)
    from deltalake import DeltaTable
    from deltalake.exceptions import DeltaError

    try:
        table = DeltaTable(place, storage_options=storage_options(place))
        listed = ", ".join(f"'{one}'" for one in sorted(ids))
        removed = table.delete(f"article_id IN ({listed})")
        table.vacuum(retention_hours=0, enforce_retention_duration=False, dry_run=False)
        table.create_checkpoint()
        table.cleanup_metadata()
    except DeltaError as error:
        hint = "Check the place; the rows of the dataset itself are gone already"
        raise ConfigError(f"The Delta table cannot be rewritten ({error})", where=place, hint=hint) from error
    return int(removed.get("num_deleted_rows") or 0)
