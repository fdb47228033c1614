"""A release: a folder that is ready for Zenodo and Hugging Face. Nothing is uploaded."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import tarfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from sw_scraper.errors import ConfigError, StoreError
from sw_scraper.store import disk
from sw_scraper.store.citation import as_bibtex, as_cff, citation_of
from sw_scraper.store.export_csv import CsvLines
from sw_scraper.store.export_file import write_blocks
from sw_scraper.store.parquet_file import file_metadata, write_parquet
from sw_scraper.store.publication_metadata import ReleasedFile, croissant, data_package
from sw_scraper.store.publication_pages import Contents, dictionary, methods, readme, terms
from sw_scraper.store.publication_tables import PUBLISHED, published_table
from sw_scraper.store.texts import text_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import IO

    import pyarrow as pa

    from sw_scraper.store.facts import Facts
    from sw_scraper.store.source import Source

SUMS = "SHA256SUMS"
"""The file that lists the digests of all others."""
_RECORDINGS = "warc.tar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the user asked for.

    Attributes:
        authors: who made the dataset, as written.
        title: of the dataset; None for one made from sites and tags.
        licence: its name; None when none is given.
        facts_only: leave out teasers and descriptions.
        with_recordings: put the raw archives in.
        with_texts: put the full texts in.
        force: replace an earlier release in that folder.
    """

    authors: tuple[str, ...] = ()
    title: str | None = None
    licence: str | None = None
    facts_only: bool = False
    with_recordings: bool = False
    with_texts: bool = False
    force: bool = False


def publish(facts: Facts, source: Source, folder: Path, wishes: Wishes) -> list[ReleasedFile]:
    """Write a release; the folder is there whole, or as it was before.

    Args:
        facts: of the state.
        source: the dataset, for recordings and full texts.
        folder: of the release.
        wishes: what is asked for.

    Returns:
        Its files, by path.

    Raises:
        ConfigError: the folder holds something else, or the wishes contradict each other.
        StoreError: it cannot be written, or a recording is missing or damaged.
    """
    facts.require_commits()
    _check_wishes(facts, wishes)
    check_folder(folder, force=wishes.force)
    temporary = folder.with_name(f".sw-{os.getpid()}-{secrets.token_hex(4)}.tmp")
    try:
        disk.make_folder(temporary / "data")
        files = _write(facts, source, temporary, wishes)
        _take_place(temporary, folder)
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else str(error)
        raise StoreError(
            f"The release cannot be written ({why})",
            where=str(folder),
            hint="Nothing is left behind. Make room or choose another place, and run the same command again",
        ) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return files


def check_folder(folder: Path, *, force: bool) -> None:
    """The folder can be made: it is not there, is empty, or is an earlier release that may be replaced.

    Raises:
        ConfigError: it holds anything else.
    """
    if not folder.parent.is_dir():
        raise ConfigError("There is no such folder", where=str(folder.parent), hint="Make it first, or choose another")
    if not os.path.lexists(folder) or (folder.is_dir() and not any(folder.iterdir())):
        return
    if not folder.is_dir() or not _is_release(folder):
        raise ConfigError(
            "There is something else in the place of the release",
            where=str(folder),
            hint="Give a folder that is not there yet; --force replaces nothing but earlier releases",
        )
    if not force:
        raise ConfigError("There is a release already", where=str(folder), hint="Add --force to replace it")


def _is_release(folder: Path) -> bool:
    """Every file in it is one that its own list of digests names: nothing of anybody else's is in it."""
    try:
        lines = (folder / SUMS).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return False
    named = {line.split("  ", 1)[-1] for line in lines} | {SUMS}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    return there <= named and {"datapackage.json", "README.md"} <= there


def _check_wishes(facts: Facts, wishes: Wishes) -> None:
    if wishes.facts_only and (wishes.with_recordings or wishes.with_texts):
        raise ConfigError(
            "Recordings and full texts hold the very texts that --facts-only leaves out",
            where="--facts-only",
            hint="Leave out one or the other",
        )
    if not facts.n_articles:
        raise ConfigError("There are no articles to publish", where=facts.version_id, hint="Look at: sw-scraper status")


def _take_place(temporary: Path, folder: Path) -> None:
    """Give the new folder its name; what had it goes only once the new one is there."""
    for part in (temporary / "data", temporary):
        disk.sync_folder(part)
    if not folder.exists():
        temporary.rename(folder)
        disk.sync_folder(folder.parent)
        return
    old = temporary.with_suffix(".old")
    folder.rename(old)
    try:
        temporary.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    disk.sync_folder(folder.parent)
    shutil.rmtree(old)


def _write(facts: Facts, source: Source, folder: Path, wishes: Wishes) -> list[ReleasedFile]:
    tables = {name: published_table(name, facts.table(name), facts_only=wishes.facts_only) for name in PUBLISHED}
    if wishes.with_texts:
        tables["texts"] = text_table(source, facts.commits)
    release = _Release(folder)
    for name, table in tables.items():
        release.add_table(facts, name, table)
    if wishes.with_recordings:
        release.add_recordings(facts, source)
    citation = citation_of(facts, authors=wishes.authors, title=wishes.title)
    contents = Contents(
        facts_only=wishes.facts_only,
        has_recordings=wishes.with_recordings,
        has_texts=wishes.with_texts,
        licence=wishes.licence,
    )
    data = list(release.files)
    release.add_text("datapackage.json", data_package(citation, tables, data, licence=wishes.licence))
    described = croissant(citation, tables, data, licence=wishes.licence, cited_as=as_bibtex(citation))
    release.add_text("croissant.json", described)
    release.add_text("CITATION.cff", as_cff(citation) + "\n")
    release.add_text("DICTIONARY.md", dictionary(tables))
    release.add_text("METHODS.md", methods(facts))
    release.add_text("TERMS.md", terms(facts, citation, contents))
    release.add_text("README.md", readme(facts, citation, tables, contents))
    release.add_sums()
    return sorted(release.files, key=lambda file: file.path)


class _Release:
    """A release being written into a folder.

    Attributes:
        files: what is in it so far.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.files: list[ReleasedFile] = []

    def add_table(self, facts: Facts, name: str, table: pa.Table) -> None:
        """Parquet and CSV."""
        state = facts.version_id or ""
        with disk.NewFile(self._folder / "data" / f"{name}.parquet") as file:
            metadata = file_metadata(dataset_id=facts.dataset_id, table=name, state=state)
            write_parquet(file, table.to_batches(), schema=table.schema, metadata=metadata)
        self._add(f"data/{name}.parquet")
        write_blocks(self._folder / "data" / f"{name}.csv", CsvLines(table).blocks())
        self._add(f"data/{name}.csv")

    def add_recordings(self, facts: Facts, source: Source) -> None:
        """All recordings of the state in one file, each checked against its commit; nothing in it is of today."""
        known: dict[str, tuple[str, int]] = {}
        for commit in facts.commits:
            row: Any = commit.row if commit.kind == "harvest" else {}
            if row.get("warc_file"):
                known[str(row["warc_file"])] = (str(row["warc_sha256"]), int(commit.committed_at.timestamp()))
        if not known:
            raise ConfigError("The dataset has no recordings", where="--with-warc", hint="Leave --with-warc out")
        with (
            disk.NewFile(self._folder / "data" / _RECORDINGS) as file,
            tarfile.open(fileobj=cast("IO[bytes]", file), mode="w|", format=tarfile.PAX_FORMAT) as tar,
        ):
            for path, (digest, moment) in sorted(known.items()):
                _add_recording(tar, source, path, digest=digest, moment=moment)
        self._add(f"data/{_RECORDINGS}")

    def add_text(self, path: str, text: str) -> None:
        """A file of text, UTF-8."""
        write_blocks(self._folder / path, [text.encode()])
        self._add(path)

    def add_sums(self) -> None:
        """The digests of all that is in it, as ``sha256sum -c`` reads them."""
        lines = [f"{file.sha256}  {file.path}\n" for file in sorted(self.files, key=lambda file: file.path)]
        self.add_text(SUMS, "".join(lines))

    def _add(self, path: str) -> None:
        with (self._folder / path).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        self.files.append(ReleasedFile(path=path, size=(self._folder / path).stat().st_size, sha256=digest))


def _add_recording(tar: tarfile.TarFile, source: Source, path: str, *, digest: str, moment: int) -> None:
    info = tarfile.TarInfo(path)
    info.mtime = moment
    try:
        with source.files.open_input_file(path) as stream:
            info.size = stream.size()
            hashed = _Hashed(stream)
            tar.addfile(info, hashed)
    except FileNotFoundError as error:
        raise StoreError(
            "A recording is missing", where=f"{source.name}/{path}", hint="Restore it, or leave --with-warc out"
        ) from error
    if hashed.sha256 != digest:
        raise StoreError(
            "A recording is not what was committed",
            where=f"{source.name}/{path}",
            hint="Restore it from a backup, or leave --with-warc out",
        )


class _Hashed:
    """A stream that is digested while it is read."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        data = self._stream.read(size)
        self._digest.update(data)
        return data

    @property
    def sha256(self) -> str:
        """Of all that was read."""
        return self._digest.hexdigest()


def total_size(files: Sequence[ReleasedFile]) -> int:
    """Bytes of all files."""
    return sum(file.size for file in files)
