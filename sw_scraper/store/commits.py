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
    from collections.abc import Callable, Iterable, Mapping

    from sw_scraper.model import Scope, Verdict

Kind = Literal["harvest", "accepted", "rejected", "discovery"]
_LIKE = 9
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


@dataclass(slots=True, eq=False)
class Commit:
    """One commit, read from its file, from the index of commit files, or from a pack.

    What tables need of every commit is here; the whole file is read when ``body`` is asked for. Treat it as frozen
    (it is not made so because a hundred thousand of them are made at once).

    Attributes:
        path: relative to the dataset.
        digest: SHA-256 of the file.
        kind: a harvest, a decision on a held one, or tags that a site was found to have.
        harvest_id: the harvest that it is, or is about.
        extractor_version: the extraction that it is, or is about.
        committed_at: UTC.
        tag_id: the tag.
        verdict: of the harvest, as committed; empty for a decision, like the next two.
        scope: of the harvest.
        origin: of the harvest.
        seen_at: when the harvest saw what it saw: its last fetch, or its end when it fetched nothing; None for a
            decision.
        sightings_file: its rows, relative to the dataset; None when it saw none. ``file#17+12`` are twelve rows of a
            file that several harvests share.
        sightings_sha256: digest of the rows' file as committed.
    """

    path: str
    digest: str
    kind: Kind
    harvest_id: str
    extractor_version: str
    committed_at: datetime
    tag_id: str
    verdict: Verdict
    scope: Scope
    origin: str
    seen_at: datetime
    sightings_file: str | None
    sightings_sha256: str | None
    _text: Callable[[], bytes]
    _body: Mapping[str, Any] | None = None

    @property
    def body(self) -> Mapping[str, Any]:
        """The whole file.

        Raises:
            StoreError: the file is damaged or gone.
        """
        if self._body is None:
            data = self._text()
            if hashlib.sha256(data).hexdigest() != self.digest:
                raise damaged_commit(self.path)
            self._body = _loaded(self.path, data)
        return self._body

    @property
    def text(self) -> bytes:
        """The bytes of the file."""
        return self._text()

    def forget_text(self, read: Callable[[], bytes]) -> None:
        """Keep no more than the attributes; the file is read again when ``body`` or ``text`` is asked for."""
        self._text, self._body = read, None

    @property
    def row(self) -> Mapping[str, Any]:
        """The columns of the harvests table; instants as text. Only of kind ``harvest``."""
        return cast("Mapping[str, Any]", self.body["harvest"])

    @property
    def counts(self) -> bool:
        """The harvest changes the tables by itself."""
        return self.verdict in _COUNTING


def parse_commit(path: str, data: bytes) -> Commit:
    """Read a commit file.

    Args:
        path: relative to the dataset.
        data: its bytes.

    Raises:
        StoreError: the file is damaged.
        FormatTooNewError: a newer version wrote it.
    """
    body = _loaded(path, data)
    try:
        row = body.get("harvest") or {}
        moment = instant(body["committed_at"])
        seen = instant(body.get("last_fetch_at")) or instant(row.get("finished_at")) or moment
        assert moment is not None
        assert seen is not None
        return Commit(
            path=path,
            digest=hashlib.sha256(data).hexdigest(),
            kind=body["kind"],
            harvest_id=body["harvest_id"],
            extractor_version=body["extractor_version"],
            committed_at=moment,
            tag_id=str(body["tag_id"]),
            verdict=row.get("verdict", ""),
            scope=row.get("scope", ""),
            origin=row.get("origin", ""),
            seen_at=seen,
            sightings_file=row.get("sightings_file"),
            sightings_sha256=row.get("sightings_sha256"),
            _text=lambda: data,
            _body=body,
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise damaged_commit(path) from error


def _loaded(path: str, data: bytes) -> Mapping[str, Any]:
    try:
        body = json.loads(data)
        form = int(body["format"])
    except (ValueError, KeyError, TypeError) as error:
        raise damaged_commit(path) from error
    if form > FORMAT:
        raise too_new(form, path)
    if is_checked(data) is False:
        raise damaged_commit(path)
    return cast("Mapping[str, Any]", body)


def damaged_commit(path: str) -> StoreError:
    """The error for a commit file that is not what was written."""
    return StoreError(
        "The commit file is damaged",
        where=path,
        hint="Restore it from a backup, or move it out of harvests/ to go on without that harvest",
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
    """A commit file's bytes: JSON whose last key, ``check``, is the SHA-256 of all bytes before it."""
    plain = {name: value for name, value in body.items() if name != "check"}
    before = json.dumps(plain, ensure_ascii=False, indent=1).encode().removesuffix(b"\n}")
    return before + _ending(before)


def _ending(before: bytes) -> bytes:
    return b',\n "check": "' + hashlib.sha256(before).hexdigest().encode() + b'"\n}\n'


def is_checked(data: bytes) -> bool | None:
    """Whether a file of the dataset is, bit for bit, what was written; None when it carries no check."""
    before = data[: -len(_ending(b""))]
    expected = _ending(before)
    tail = data[len(before) :]
    if tail == expected:
        return True
    # A check that is itself damaged is still known by most of its bytes.
    is_like = sum(one != other for one, other in zip(tail, expected, strict=False)) < _LIKE
    return False if is_like or b'"check"' in data else None


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
                str(commit.sightings_sha256) if commit.kind == "harvest" else "",
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
