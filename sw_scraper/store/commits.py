"""The commit files: what makes a harvest visible, and the only thing that does.

A commit file is JSON. Its name tells what it is: ``<harvest>.json`` and ``<harvest>.<extractor_version>.json`` are
harvests, ``<harvest>....accepted.json`` and ``....rejected.json`` are decisions on a held one.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, cast

from sw_scraper.errors import FormatTooNewError, StoreError
from sw_scraper.store.schema import FORMAT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sw_scraper.model import Scope, Verdict

Kind = Literal["harvest", "accepted", "rejected"]
_COUNTING = frozenset({"complete", "unchanged", "partial"})


def instant_text(moment: datetime | None) -> str | None:
    """An instant as in every JSON file of the dataset.

    >>> instant_text(datetime(2026, 11, 22, 2, 3, 4, tzinfo=UTC))
    '2026-11-22T02:03:04.000000Z'
    """
    return None if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def instant(text: str | None) -> datetime | None:
    """The instant that ``instant_text`` wrote; None for None."""
    return None if text is None else datetime.fromisoformat(text).astimezone(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """One commit file, read.

    Attributes:
        path: relative to the dataset.
        digest: SHA-256 of the file.
        kind: a harvest, or a decision on a held one.
        harvest_id: the harvest that it is, or is about.
        extractor_version: the extraction that it is, or is about.
        committed_at: UTC.
        body: the whole file.
    """

    path: str
    digest: str
    kind: Kind
    harvest_id: str
    extractor_version: str
    committed_at: datetime
    body: Mapping[str, Any]

    @property
    def row(self) -> Mapping[str, Any]:
        """The columns of the harvests table; instants as text. Only of kind ``harvest``."""
        return cast("Mapping[str, Any]", self.body["harvest"])

    @property
    def tag_id(self) -> str:
        """The tag."""
        return str(self.body["tag_id"])

    @property
    def verdict(self) -> Verdict:
        """Of the harvest, as committed."""
        return cast("Verdict", self.row["verdict"])

    @property
    def scope(self) -> Scope:
        """Of the harvest."""
        return cast("Scope", self.row["scope"])

    @property
    def counts(self) -> bool:
        """The harvest changes the tables by itself."""
        return self.verdict in _COUNTING

    @property
    def seen_at(self) -> datetime:
        """When the harvest saw what it saw: its last fetch, or its end when it fetched nothing."""
        moment = instant(self.body["last_fetch_at"]) or instant(self.row["finished_at"])
        assert moment is not None
        return moment

    @property
    def sightings_file(self) -> str | None:
        """Its rows, relative to the dataset; None when it saw none."""
        return cast("str | None", self.row["sightings_file"])


def parse_commit(path: str, data: bytes) -> Commit:
    """Read a commit file.

    Args:
        path: relative to the dataset.
        data: its bytes.

    Raises:
        StoreError: the file is damaged.
        FormatTooNewError: a newer version wrote it.
    """
    try:
        body = json.loads(data)
        form = int(body["format"])
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(
            "The commit file is damaged",
            where=path,
            hint="Restore it from a backup, or move it out of harvests/ to go on without that harvest",
        ) from error
    if form > FORMAT:
        raise too_new(form, path)
    moment = instant(body["committed_at"])
    assert moment is not None
    return Commit(
        path=path,
        digest=hashlib.sha256(data).hexdigest(),
        kind=body["kind"],
        harvest_id=body["harvest_id"],
        extractor_version=body["extractor_version"],
        committed_at=moment,
        body=body,
    )


def too_new(form: int, path: str) -> FormatTooNewError:
    """The error for a file of a newer format."""
    return FormatTooNewError(
        f"The dataset has format {form}, this version of sw_scraper reads up to {FORMAT}",
        where=path,
        hint="Update sw_scraper: pip install --upgrade sw-scraper",
    )


def in_order(commits: Iterable[Commit]) -> list[Commit]:
    """Commits as they became visible."""
    return sorted(commits, key=lambda commit: (commit.committed_at, commit.path))


def commit_bytes(body: Mapping[str, Any]) -> bytes:
    """A commit file's bytes."""
    return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode()


def state_of(commits: Iterable[Commit]) -> str:
    """Name the state that a set of commits makes; the same for a replay, whenever it is made.

    Args:
        commits: in any order.

    Returns:
        The number of commits, a dash, and 16 hex digits over what they committed (no time and no run in it).
    """
    lines = sorted(
        "\t".join(
            (
                commit.kind,
                commit.harvest_id,
                commit.extractor_version,
                str(commit.row["sightings_sha256"]) if commit.kind == "harvest" else "",
            )
        )
        for commit in commits
    )
    return f"{len(lines)}-{hashlib.sha256(chr(10).join(lines).encode()).hexdigest()[:16]}"


def version_id(dataset_id: str, commits: Iterable[Commit]) -> str:
    """The id under which exactly this state is cited.

    Args:
        dataset_id: of ``dataset.json``.
        commits: at least one.

    Returns:
        ``<first 8 of the dataset id>-<UTC time of the last commit>-<first 12 of the SHA-256 over the sorted digests>``.
    """
    known = list(commits)
    last = max(commit.committed_at for commit in known)
    digest = hashlib.sha256("\n".join(sorted(commit.digest for commit in known)).encode()).hexdigest()
    return f"{dataset_id[:8]}-{last:%Y%m%dT%H%M%SZ}-{digest[:12]}"
