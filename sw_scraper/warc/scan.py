"""The records of a WARC file one by one: from whole files, damaged files, and files of other tools.

Read here and not by warcio, which reads on over damage without saying so.

Source: ISO 28500 (WARC 1.0 and 1.1); gzip members as its annex D has them, or one member around many records.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from base64 import b32decode
from binascii import Error as BinasciiError
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

GZIP = b"\x1f\x8b\x08"
RECORD_LIMIT = 256 * 1024 * 1024
_READ = 256 * 1024
_LINE_LIMIT = 64 * 1024
_DIGESTS = frozenset({"sha1", "sha256", "sha512", "md5"})
# Both end where a record begins.
_START = re.compile(rb"\r?\n\r?\n(?=WARC/\d)")
_MAGIC = re.compile(rb"(?=\x1f\x8b\x08)")


class _DamagedError(ValueError):
    """No record can be read here; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a record stands: the byte of its gzip member (or its own, in a plain file), and its number from there."""

    file: Path
    offset: int
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRecord:
    """One record, whole, its block digest checked.

    Attributes:
        headers: WARC headers by lower-case name.
        block: the content, HTTP head included.
    """

    place: Place
    headers: dict[str, str]
    block: bytes

    @property
    def kind(self) -> str:
        """WARC-Type, such as ``response``."""
        return self.headers.get("warc-type", "").lower()


def iter_records(file: Path, report: Callable[[str], None]) -> Iterator[RawRecord]:
    """Every record of a file that can be read, in order.

    Args:
        file: gzip or plain.
        report: called with a sentence for everything that could not be read.

    Raises:
        OSError: the file cannot be opened.
    """
    with file.open("rb") as stream:
        packed = stream.read(3) == GZIP
        yield from _from_offset(stream, file, 0, report, packed=packed)


def read_record(place: Place) -> RawRecord | None:
    """One record again; None when the file has changed since."""
    with place.file.open("rb") as stream:
        packed = stream.read(3) == GZIP
        for record in _from_offset(stream, place.file, place.offset, lambda _: None, packed=packed):
            if record.place == place:
                return record
            if record.place.offset != place.offset:
                break
    return None


def _from_offset(
    stream: BinaryIO, file: Path, offset: int, report: Callable[[str], None], *, packed: bool
) -> Iterator[RawRecord]:
    if not packed:
        yield from _plain(stream, file, offset, report)
        return
    for member in _members(stream, offset, report):
        content = BytesIO(member.data)
        number = 0
        while True:
            place = Place(file=file, offset=member.offset, number=number)
            number += 1
            try:
                found = _next_record(content, place)
            except _DamagedError as error:
                report(f"byte {member.offset:,}: {error}")
                break
            if found is None:
                break
            if _is_intact(found, report):
                yield found


def _plain(stream: BinaryIO, file: Path, offset: int, report: Callable[[str], None]) -> Iterator[RawRecord]:
    stream.seek(offset)
    while True:
        offset = _behind_blank_lines(stream)
        place = Place(file=file, offset=offset)
        try:
            found = _next_record(stream, place)
        except _DamagedError as error:
            report(f"byte {offset:,}: {error}")
            next_start = _find(stream, offset + 1, _START)
            if next_start is None:
                return
            stream.seek(next_start)
            continue
        if found is None:
            return
        if _is_intact(found, report):
            yield found


def _behind_blank_lines(stream: BinaryIO) -> int:
    """Where the next line that is not blank begins; the stream stands there."""
    offset = stream.tell()
    while stream.readline(_LINE_LIMIT) in {b"\r\n", b"\n"}:
        offset = stream.tell()
    stream.seek(offset)
    return offset


def _next_record(stream: BinaryIO, place: Place) -> RawRecord | None:
    """The record that begins where the stream stands (blank lines aside); None at the end."""
    _behind_blank_lines(stream)
    line = stream.readline(_LINE_LIMIT)
    if not line:
        return None
    if not line.startswith(b"WARC/"):
        raise _DamagedError(f"no record of a web archive but {line[:24]!r}")
    headers: dict[str, str] = {}
    name = ""
    while line := stream.readline(_LINE_LIMIT).rstrip(b"\r\n"):
        text = line.decode("utf-8", "replace")
        if text[0] in " \t" and name:
            headers[name] += " " + text.strip()
            continue
        name, _, value = text.partition(":")
        name = name.strip().lower()
        headers.setdefault(name, value.strip())
    length = headers.get("content-length", "")
    if not length.isdecimal() or len(length) > 15:
        raise _DamagedError("a record without its length")
    if int(length) > RECORD_LIMIT:
        raise _DamagedError(f"a record of more than {RECORD_LIMIT:,} bytes was left out")
    block = stream.read(int(length))
    if len(block) < int(length):
        raise _DamagedError("the file ends in the middle of a record")
    return RawRecord(place=place, headers=headers, block=block)


def _is_intact(record: RawRecord, report: Callable[[str], None]) -> bool:
    algorithm, _, expected = record.headers.get("warc-block-digest", "").partition(":")
    algorithm = algorithm.lower().replace("-", "")
    if algorithm not in _DIGESTS:
        return True
    actual = hashlib.new(algorithm, record.block, usedforsecurity=False).digest()
    if _digest_bytes(expected, len(actual)) in {actual, None}:
        return True
    report(f"byte {record.place.offset:,}: the record's bytes do not fit its digest; it was left out")
    return False


def _digest_bytes(text: str, size: int) -> bytes | None:
    """A digest in hex or base32; None when it is neither."""
    try:
        return bytes.fromhex(text) if len(text) == size * 2 else b32decode(text.upper())
    except (ValueError, BinasciiError):
        return None


class _Member:
    """One gzip member: its data, where it ends, or what is wrong with it."""

    def __init__(self, stream: BinaryIO, offset: int) -> None:
        self.offset = offset
        self.problem: str | None = None
        self.is_end = False
        pieces: list[bytes] = []
        size, taken = 0, 0
        unpacker = zlib.decompressobj(zlib.MAX_WBITS + 16)
        while not unpacker.eof:
            packed = unpacker.unconsumed_tail
            if not packed:
                packed = stream.read(_READ)
                taken += len(packed)
            if not packed:
                self.is_end = taken == 0
                self.problem = "the file ends in the middle of a record"
                break
            try:
                piece = unpacker.decompress(packed, 16 * _READ)
            except zlib.error as error:
                self.problem = f"damaged ({error})"
                break
            size += len(piece)
            if size > RECORD_LIMIT:
                self.problem = f"more than {RECORD_LIMIT:,} bytes in one piece; repack the file with: warcio recompress"
                break
            pieces.append(piece)
        self.data = b"".join(pieces)
        self.end = offset + taken - len(unpacker.unused_data)


def _members(stream: BinaryIO, offset: int, report: Callable[[str], None]) -> Iterator[_Member]:
    """The gzip members from an offset on, unpacked; what is damaged is reported and skipped."""
    while True:
        stream.seek(offset)
        member = _Member(stream, offset)
        if member.is_end:
            return
        if member.problem is None:
            yield member
            offset = member.end
            continue
        report(f"byte {offset:,}: {member.problem}")
        found = _find(stream, offset + 1, _MAGIC)
        if found is None:
            return
        offset = found


def _find(stream: BinaryIO, start: int, pattern: re.Pattern[bytes]) -> int | None:
    """The byte at which the next match ends; None without one."""
    stream.seek(start)
    kept, base = b"", start
    while data := stream.read(_READ):
        window = kept + data
        found = pattern.search(window)
        if found:
            return base + found.end()
        kept = window[-16:]
        base += len(window) - len(kept)
    return None
