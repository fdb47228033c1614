"""Recordings as they are replayed: pages in recorded order, from our own WARC files and from other tools'.

Bodies stay in the files until they are asked for.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sw_scraper.errors import ConfigError
from sw_scraper.warc.message import HttpHead, dechunked, split_message
from sw_scraper.warc.originals import Reference, find_original
from sw_scraper.warc.scan import Place, RawRecord, iter_records, read_record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

REDACTED, DIGEST_BEFORE = "sw-redacted", "sw-original-payload-digest"
"""Headers (lower case) of a record that was cut at somebody's request."""

# What a truncated response of another tool means; ours says more, in a metadata record.
_TRUNCATED = {"length": "too_large", "time": "timeout", "disconnect": "cut", "unspecified": "cut"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedPage:
    """One recorded exchange.

    Attributes:
        url: as recorded.
        fetched_at: WARC-Date, aware UTC.
        record_id: of the response; None when there was none.
        head: status and headers; None when there was no answer.
        truncated: WARC-Truncated.
        failure: failure class and words; None for a whole response.
        place: of the record that holds the body; None when there is none.
        digest: the recorded WARC-Payload-Digest; of a record that was cut at somebody's request the one it had before.
        refers_to: what a revisit says of the record that has its body; None when this is no revisit.
        redacted: the body was cut at somebody's request.
    """

    url: str
    method: str
    fetched_at: datetime
    record_id: str | None = None
    head: HttpHead | None = None
    truncated: str | None = None
    failure: tuple[str, str] | None = None
    place: Place | None = None
    digest: str | None = None
    refers_to: Reference | None = None
    redacted: bool = False

    def body(self) -> bytes:
        """The payload: transfer coding removed, content coding kept.

        Raises:
            ConfigError: the file has changed since it was read first.
        """
        if self.place is None:
            return b""
        record = read_record(self.place)
        if record is None:
            raise ConfigError("the recording has changed while it was read", where=str(self.place.file))
        head, body = split_message(record.block)
        return dechunked(body) if head and head.is_chunked else body


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """One harvest as it was recorded.

    Attributes:
        harvest_id: from the warcinfo record; made from the files' bytes when another tool wrote them.
        start_url: from the warcinfo record; else the first page that came whole.
        info: all lines of the warcinfo record, names in lower case; ``is_ours`` when we wrote it.
        pages: in recorded order, redirects, robots.txt and failures included.
        robots: what robots.txt said when it was recorded (allowed, disallowed, unreachable); None when unknown.
        problems: a sentence for everything in the files that could not be read.
        facts: what the harvest wrote of itself at its end, names in lower case.
    """

    harvest_id: str
    start_url: str
    info: Mapping[str, str]
    pages: tuple[RecordedPage, ...]
    files: tuple[Path, ...]
    robots: str | None = None
    problems: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_ours(self) -> bool:
        """Whether sw_scraper recorded it."""
        return "sw-harvest-id" in self.info


def read_recording(files: Sequence[Path]) -> Recording:
    """The recording that some files hold together.

    Raises:
        ConfigError: a file is missing, there is no page in them, or they hold more than one harvest.
    """
    recordings = read_recordings(files)
    if len(recordings) > 1:
        names = ", ".join(recording.harvest_id for recording in recordings)
        hint = "Replay one harvest at a time"
        raise ConfigError("the files hold recordings of several harvests", where=names, hint=hint)
    return recordings[0]


def read_recordings(files: Sequence[Path]) -> tuple[Recording, ...]:
    """The recordings that some files hold, in the order of the files; files of other tools make one together.

    Raises:
        ConfigError: a file is missing, or there is no page in them.
    """
    groups: dict[str, list[_Scan]] = {}
    for file in files:
        scan = _Scan(file)
        groups.setdefault(scan.info.get("sw-harvest-id", ""), []).append(scan)
    recordings = tuple(_recording(scans) for scans in groups.values())
    for recording in recordings:
        if not recording.pages:
            reason = f" ({recording.problems[0]})" if recording.problems else ""
            where = ", ".join(str(file) for file in recording.files)
            hint = "Give a WARC file (.warc or .warc.gz) with responses"
            raise ConfigError(f"no recorded page can be read{reason}", where=where, hint=hint)
    return recordings


def first_info(file: Path) -> dict[str, str]:
    """The lines of the warcinfo record that a file begins with, names in lower case; empty without one.

    Raises:
        ConfigError: the file cannot be read.
    """
    try:
        record = next(iter_records(file, lambda _: None), None)
    except OSError as error:
        hint = "Check the path"
        what = f"the recording cannot be read ({error.strerror or error})"
        raise ConfigError(what, where=str(file), hint=hint) from error
    return _fields(record.block) if record is not None and record.kind == "warcinfo" else {}


def _recording(scans: Sequence[_Scan]) -> Recording:
    pages = _resolved([(scan.file, page) for scan in scans for page in scan.finished()])
    info = scans[0].info
    whole = [page for page in pages if page.head and page.head.status == 200 and not page.failure]
    pageish = [page for page in whole if not page.url.endswith("/robots.txt")] or whole or pages
    problems = [f"{scan.file}: {text}" for scan in scans for text in scan.problems]
    return Recording(
        harvest_id=info.get("sw-harvest-id") or _foreign_id(scans, pages),
        start_url=info.get("sw-start-url") or (pageish[0].url if pageish else ""),
        info=info,
        pages=pages,
        files=tuple(scan.file for scan in scans),
        robots=next((scan.robots for scan in reversed(scans) if scan.robots), None),
        problems=tuple(problems),
        facts={name: value for scan in scans for name, value in scan.facts.items()},
    )


def _foreign_id(scans: Sequence[_Scan], pages: Sequence[RecordedPage]) -> str:
    """An id that the same files always give."""
    together = hashlib.sha256("".join(scan.sha256() for scan in scans).encode()).hexdigest()
    first = min((page.fetched_at for page in pages), default=datetime.fromtimestamp(0, UTC))
    return f"{first:%Y%m%dT%H%M%SZ}-{together[:8]}"


def _resolved(pages: Sequence[tuple[Path, RecordedPage]]) -> tuple[RecordedPage, ...]:
    """Revisits with the body of the response that they refer to, or as failures when no file has it."""
    by_digest = {page.digest: page for _, page in pages if page.place and page.digest}
    by_id = {page.record_id: page for _, page in pages if page.place and page.record_id}
    done = []
    for file, page in pages:
        if page.refers_to is None:
            done.append(page)
            continue
        here = by_id.get(page.refers_to.record_id) or by_digest.get(page.digest or "")
        if here is not None:
            done.append(replace(page, place=here.place, head=page.head or here.head, redacted=here.redacted))
            continue
        done.append(_resolved_elsewhere(file, page, page.refers_to))
    return tuple(done)


def _resolved_elsewhere(file: Path, page: RecordedPage, reference: Reference) -> RecordedPage:
    """A revisit with the body from another recording of the dataset, or as the failure that says what is missing."""
    original = find_original(file, reference)
    if original is None:
        return replace(page, failure=("not_recorded", reference.words))
    head = page.head or split_message(original.block)[0]
    return replace(page, place=original.place, head=head, redacted=REDACTED in original.headers)


@dataclass(slots=True)
class _Scan:
    """One file, read once from end to end."""

    file: Path
    info: dict[str, str] = field(default_factory=dict)
    pages: list[RecordedPage] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    robots: str | None = None
    facts: dict[str, str] = field(default_factory=dict)
    _methods: dict[str, str] = field(default_factory=dict)
    _failures: dict[str, tuple[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        try:
            for record in iter_records(self.file, self.problems.append):
                self._take(record)
        except OSError as error:
            hint = "Check the path; several files are separated by commas"
            what = f"the recording cannot be read ({error.strerror or error})"
            raise ConfigError(what, where=str(self.file), hint=hint) from error

    def finished(self) -> list[RecordedPage]:
        """The pages, with what later records say of them."""
        return [self._finished(page) for page in self.pages]

    def sha256(self) -> str:
        """Of the whole file."""
        with self.file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    def _finished(self, page: RecordedPage) -> RecordedPage:
        method = self._methods.get(page.record_id or "", page.method)
        failure = self._failures.get(page.record_id or "", page.failure)
        return replace(page, method=method, failure=failure)

    def _take(self, record: RawRecord) -> None:
        reader = {
            "warcinfo": self._take_info,
            "response": self._take_response,
            "revisit": self._take_response,
            "request": self._take_request,
            "metadata": self._take_facts,
        }.get(record.kind)
        if reader:
            reader(record)

    def _take_info(self, record: RawRecord) -> None:
        for name, value in _fields(record.block).items():
            self.info.setdefault(name, value)

    def _take_response(self, record: RawRecord) -> None:
        url = _target(record)
        if not url.startswith(("http://", "https://")):
            return
        head, _ = split_message(record.block)
        if head is None and record.kind == "response":
            self.problems.append(f"byte {record.place.offset:,}: a response without HTTP headers was left out")
            return
        truncated = record.headers.get("warc-truncated")
        words = f"recorded as truncated ({truncated})"
        is_revisit = record.kind == "revisit"
        page = RecordedPage(
            url=url,
            method="GET",
            fetched_at=_date(record),
            record_id=record.headers.get("warc-record-id"),
            head=head,
            truncated=truncated,
            failure=(_TRUNCATED.get(truncated, "cut"), words) if truncated else None,
            place=None if is_revisit else record.place,
            digest=(record.headers.get(DIGEST_BEFORE) or record.headers.get("warc-payload-digest", "").lower() or None),
            refers_to=Reference.of(record.headers) if is_revisit else None,
            redacted=REDACTED in record.headers,
        )
        self.pages.append(page)

    def _take_request(self, record: RawRecord) -> None:
        method = record.block.partition(b" ")[0].decode("latin-1").upper()
        concurrent = record.headers.get("warc-concurrent-to")
        if concurrent:
            self._methods[concurrent] = method

    def _take_facts(self, record: RawRecord) -> None:
        if not record.headers.get("content-type", "").startswith("application/warc-fields"):
            return
        facts = _fields(record.block)
        self.robots = facts.get("sw-robots", self.robots)
        if "sw-failure" not in facts:
            self.facts.update(facts)
            return
        failure = (facts["sw-failure"], facts.get("sw-reason", ""))
        concurrent = record.headers.get("warc-concurrent-to", "")
        if any(page.record_id == concurrent for page in self.pages[-3:]):
            self._failures[concurrent] = failure
            return
        truncated = facts.get("sw-truncated")
        self.pages.append(
            RecordedPage(
                url=_target(record), method="GET", fetched_at=_date(record), failure=failure, truncated=truncated
            )
        )


def _target(record: RawRecord) -> str:
    return record.headers.get("warc-target-uri", "").strip("<>").replace(" ", "%20")


def _date(record: RawRecord) -> datetime:
    """WARC-Date; the beginning of time when a record has none that can be read."""
    try:
        moment = datetime.fromisoformat(record.headers.get("warc-date", ""))
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return datetime.fromtimestamp(0, UTC)


def _fields(block: bytes) -> dict[str, str]:
    """Lines of ``application/warc-fields``, names in lower case."""
    pairs = (line.partition(":") for line in block.decode("utf-8", "replace").splitlines())
    return {name.strip().lower(): value.strip() for name, colon, value in pairs if colon}
