"""Writing WARC 1.1: one file a harvest, one gzip member a record, credentials and cookies left out.

Source: ISO 28500:2017 (WARC 1.1). Failures that have no response, and the reasons of cut ones, stand in ``metadata``
records of our own fields (``sw-failure``, ``sw-reason``), concurrent to the request.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from sw_scraper.errors import StoreError
from sw_scraper.warc.records import (
    Earlier,
    RawExchange,
    digest,
    new_record_id,
    without_secrets,
    without_transfer_coding,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FIELDS = "application/warc-fields"
REVISIT_PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"


def warc_date(moment: datetime) -> str:
    """An instant as WARC 1.1 writes it, with microseconds.

    >>> warc_date(datetime(2026, 11, 22, 2, 3, 4, tzinfo=UTC))
    '2026-11-22T02:03:04.000000Z'
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def warc_fields(values: Mapping[str, str]) -> bytes:
    """Lines of ``application/warc-fields``; empty values are left out, line breaks inside values become blanks."""
    lines = [f"{name}: {' '.join(str(value).split())}\r\n" for name, value in values.items() if value]
    return "".join(lines).encode()


class _Member:
    """Packs what is written into one gzip member (without a time, so that equal records are equal bytes)."""

    def __init__(self, out: WarcFile, level: int) -> None:
        self._out = out
        self._packer = zlib.compressobj(level, zlib.DEFLATED, zlib.MAX_WBITS + 16)

    def write(self, data: bytes) -> None:
        self._out.append(self._packer.compress(data))

    def flush(self) -> None:
        self._out.append(self._packer.flush())


class WarcFile:
    """A WARC file that is being written.

    Args:
        stream: the open file.
        path: where it stands.
        known: payload digest to a response recorded earlier; an unchanged body is then written as a revisit.

    Attributes:
        bodies: payload digest to the response that was written with it, for the recordings of later harvests. Whole
            ones only.
    """

    def __init__(self, stream: BinaryIO, path: Path, *, known: Mapping[str, Earlier] | None = None) -> None:
        self._stream = stream
        self._path = path
        self._known = known or {}
        self.bodies: dict[str, Earlier] = {}
        self._size = 0
        self._sha256 = hashlib.sha256()
        self._info_id = new_record_id()
        self._writer = WARCWriter(None, gzip=False, warc_version="1.1")

    @classmethod
    def create(cls, path: Path, info: Mapping[str, str], *, known: Mapping[str, Earlier] | None = None) -> WarcFile:
        """A new file with its warcinfo record.

        Raises:
            StoreError: the file exists or cannot be written.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = cls(path.open("xb"), path, known=known)
        except OSError as error:
            raise _cannot_write(path, error) from error
        block = warc_fields({"format": "WARC File Format 1.1", **info})
        headers = [("WARC-Filename", path.name)]
        file._write("warcinfo", file._info_id, datetime.now(UTC), headers, FIELDS, block)
        return file

    def append(self, data: bytes) -> None:
        """Bytes of a finished gzip member, as they go into the file."""
        if data:
            self._sha256.update(data)
            self._size += len(data)
            try:
                self._stream.write(data)
            except OSError as error:
                raise _cannot_write(self._path, error) from error

    def write_exchange(self, raw: RawExchange) -> None:
        """Response, request and the reason of a failure, in this order.

        Raises:
            StoreError: the file cannot be written.
        """
        if raw.head is not None:
            self._write_response(raw, raw.head)
        request_id = new_record_id()
        head, _, body = raw.request.partition(b"\r\n\r\n")
        links = [("WARC-Concurrent-To", raw.record_id)] if raw.head is not None else []
        headers = [("WARC-Target-URI", raw.url), *links, ("WARC-Payload-Digest", digest(body))]
        block = without_secrets(head) + body
        self._write("request", request_id, raw.fetched_at, headers, "application/http; msgtype=request", block)
        if raw.failure:
            self._write_failure(raw, request_id)

    def write_facts(self, facts: Mapping[str, str], *, url: str | None = None) -> None:
        """A metadata record with facts of the harvest itself, such as ``sw-robots``."""
        block = warc_fields(facts)
        target = [("WARC-Target-URI", url)] if url else []
        headers = [*target, ("WARC-Payload-Digest", digest(block))]
        self._write("metadata", new_record_id(), datetime.now(UTC), headers, FIELDS, block)

    def finish(self, *, target: Path | None = None) -> tuple[Path, str]:
        """Sync the file, move it to its place, sync the folder.

        Raises:
            StoreError: the file cannot be written or moved.
        """
        path = target or self._path
        try:
            self._stream.flush()
            os.fsync(self._stream.fileno())
            self._stream.close()
            if target:
                target.parent.mkdir(parents=True, exist_ok=True)
                self._path.replace(target)
                _sync_folder(target.parent)
        except OSError as error:
            raise _cannot_write(path, error) from error
        return path, self._sha256.hexdigest()

    def discard(self) -> None:
        """Close and remove the file."""
        self._stream.close()
        self._path.unlink(missing_ok=True)

    def _write_response(self, raw: RawExchange, received: bytes) -> None:
        head = without_transfer_coding(without_secrets(received))
        payload_digest = raw.payload_digest or digest(raw.body)
        headers = [("WARC-Target-URI", raw.url), ("WARC-Payload-Digest", payload_digest)]
        if raw.ip:
            headers.append(("WARC-IP-Address", raw.ip))
        if raw.truncated:
            headers.append(("WARC-Truncated", raw.truncated))
        earlier = self._known.get(payload_digest) if raw.body and not raw.truncated else None
        if earlier:
            headers += [
                ("WARC-Profile", REVISIT_PROFILE),
                ("WARC-Refers-To", earlier.record_id),
                ("WARC-Refers-To-Target-URI", earlier.url),
                ("WARC-Refers-To-Date", warc_date(earlier.fetched_at)),
            ]
            if earlier.file:
                headers.append(("WARC-Refers-To-Filename", earlier.file))
            if earlier.file and earlier.offset is not None:
                headers.append(("WARC-Refers-To-File-Offset", str(earlier.offset)))
        elif raw.body and not raw.truncated and not raw.failure:
            here = Earlier(
                record_id=raw.record_id,
                url=raw.url,
                fetched_at=raw.fetched_at,
                file=self._path.name,
                offset=self._size,
            )
            self.bodies.setdefault(payload_digest, here)
        kind, block = ("revisit", head) if earlier else ("response", head + raw.body)
        level = 1 if b"content-encoding:" in head.lower() else 6  # packed bodies do not get smaller
        content_type = "application/http; msgtype=response"
        self._write(kind, raw.record_id, raw.fetched_at, headers, content_type, block, level=level)

    def _write_failure(self, raw: RawExchange, request_id: str) -> None:
        failure_class, reason = raw.failure or ("", "")
        concurrent = raw.record_id if raw.head is not None else request_id
        links = [("WARC-Target-URI", raw.url), ("WARC-Concurrent-To", concurrent)]
        if raw.stray:
            headers = [*links, ("WARC-Payload-Digest", digest(raw.stray)), ("WARC-Truncated", "unspecified")]
            self._write("metadata", new_record_id(), raw.fetched_at, headers, "application/octet-stream", raw.stray)
        facts = {"sw-failure": failure_class, "sw-reason": reason, "sw-truncated": raw.truncated or ""}
        block = warc_fields(facts)
        headers = [*links, ("WARC-Payload-Digest", digest(block))]
        self._write("metadata", new_record_id(), raw.fetched_at, headers, FIELDS, block)

    def _write(  # the parts of a record
        self,
        kind: str,
        record_id: str,
        moment: datetime,
        headers: list[tuple[str, str]],
        content_type: str,
        block: bytes,
        *,
        level: int = 6,
    ) -> None:
        own = [("WARC-Type", kind), ("WARC-Record-ID", record_id), ("WARC-Date", warc_date(moment))]
        info = [("WARC-Warcinfo-ID", self._info_id)] if kind != "warcinfo" else []
        fields = StatusAndHeaders(
            "", [*own, *info, *headers, ("WARC-Block-Digest", digest(block))], protocol="WARC/1.1"
        )
        # Built here and not by warcio's builder, which would parse the head and write it again its own way.
        # It is always called a response, because of a revisit warcio would write only a head that it had parsed itself.
        record = ArcWarcRecord("warc", "response", fields, BytesIO(block), None, content_type, len(block))
        self._writer.out = _Member(self, level)
        self._writer.write_record(record)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":  # Windows cannot open folders; its renames are journaled
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _cannot_write(path: Path, error: OSError) -> StoreError:
    hint = "Make room or choose another folder with -s SW_DATA_DIR=...; what was committed before is untouched"
    return StoreError(f"the recording cannot be written ({error.strerror or error})", where=str(path), hint=hint)
