"""Unpacking content codings in bounded memory: gzip, deflate (with and without zlib's wrapping), br, zstd, and chains.

Each coding is a generator from pieces to pieces; nothing larger than :data:`PIECE` is held between them, so a bomb
costs no more than the limit that stops it.

Source: RFC 9110 section 8.4, RFC 8878 and RFC 9659 (zstd, window of at most 8 MiB).
"""

from __future__ import annotations

import re
import zlib
from itertools import chain
from typing import TYPE_CHECKING, NoReturn

import brotli
import zstandard

from sw_scraper.crawl.failures import BombError, CutError, EncodingError, TooLargeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sw_scraper.crawl.limits import Limits

PIECE = 128 * 1024
ZSTD_WINDOW = 8 * 1024 * 1024
# zstandard's objects cannot be told where to stop; 4 bytes unpack to 128 KiB at most, so this little to 8 MiB.
ZSTD_SLICE = 256
# Honest pages pack to a twentieth at best; what is too large and packs better is called by its name.
_BOMB_RATIO = 20
_ZSTD_MAGIC = re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18")
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n]*[<{\[]")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")


class _Plain(Exception):  # noqa: N818  # no error: says that the bytes are not packed at all
    """The header lies: the bytes do not begin as the coding would."""


class _Broken(Exception):  # noqa: N818  # becomes an EncodingError where the URL is known
    """The bytes cannot be unpacked."""


class _Short(Exception):  # noqa: N818  # becomes a CutError where the URL is known
    """The packed bytes end too early."""


def codings(header: str) -> tuple[str, ...]:
    """The codings that a Content-Encoding header names, in the order in which they were applied.

    >>> codings("gzip, Identity, x-gzip ,br")
    ('gzip', 'gzip', 'br')
    """
    names = (name.strip().lower().removeprefix("x-") for name in header.split(","))
    return tuple(name for name in names if name and name not in {"identity", "none"})


def decode(body: bytes, encoding: str, *, limits: Limits, url: str) -> bytes:
    """A body unpacked as its Content-Encoding says.

    A body that plainly is not packed although the header says so (no magic number, or markup from the first byte) is
    returned as it is, and so is one with a made-up coding (``utf-8``) that reads as text.

    Args:
        body: as received, without transfer coding.
        encoding: the header's value; several values joined by commas.
        limits: size, ratio and number of codings.
        url: for messages.

    Raises:
        TooLargeError, BombError: more bytes than the limits allow; at most that much was ever held.
        EncodingError: too many codings, an unknown one, or bytes that cannot be unpacked.
        CutError: the packed bytes end too early.
    """
    names = codings(encoding)
    if len(names) > limits.codings:
        raise EncodingError(f"The page is packed {len(names)} times over, more than {limits.codings}", url=url)
    if not names or not body:
        return body
    try:
        return _unpack(body, names, limits=limits, url=url)
    except _Broken as error:
        raise EncodingError(f"The page cannot be unpacked as {encoding[:80]!r}: {error}", url=url) from error
    except _Short as error:
        raise CutError(f"The packed page ({encoding[:80]!r}) ends too early", url=url) from error


def _unpack(body: bytes, names: tuple[str, ...], *, limits: Limits, url: str) -> bytes:
    pieces: Iterator[bytes] = (body[at : at + PIECE] for at in range(0, len(body), PIECE))
    for name in reversed(names):
        pieces = _stage(name, pieces)
    unpacked: list[bytes] = []
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > limits.body_bytes or (size > limits.ratio_free_bytes and size > limits.ratio * len(body)):
            _refuse(size, len(body), limits, url)
        unpacked.append(piece)
    return b"".join(unpacked)


def _refuse(size: int, wire: int, limits: Limits, url: str) -> NoReturn:
    if size > min(limits.ratio, _BOMB_RATIO) * wire:
        raise BombError(f"{wire:,} bytes unpack to more than {size:,}, as an attack would", url=url)
    raise TooLargeError(f"The page unpacks to more than {limits.body_bytes:,} bytes", url=url)


def _stage(name: str, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """One coding; pieces that are not packed pass through unchanged."""
    first = next((piece for piece in pieces if piece), b"")
    if not first:
        return iter(())
    # The magic numbers may be split over tiny pieces (an inner stage yields what it likes).
    while len(first) < 4 and (more := next(pieces, b"")):
        first += more
    unpacker = _UNPACKERS.get(name)
    if unpacker is None:
        if _CONTROL.search(first[:1024]):
            raise _Broken("unknown coding")
        return chain([first], pieces)
    try:
        unpacked = unpacker(first, pieces)
        start = next(unpacked, b"")
    except _Plain:
        return chain([first], pieces)
    except (_Broken, _Short):
        if not _is_markup(first):  # deflate and br have no magic number: only the attempt tells
            raise
        return chain([first], pieces)
    return chain([start], unpacked)


def _is_markup(data: bytes) -> bool:
    return bool(_MARKUP.match(data)) and not _CONTROL.search(data[:1024])


def _gunzip(first: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    if not first.startswith(b"\x1f\x8b"):
        raise _Plain
    yield from _inflate(chain([first], rest), lambda: zlib.decompressobj(zlib.MAX_WBITS + 16), again=b"\x1f\x8b")


def _undeflate(first: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    wrapped = len(first) > 1 and first[0] & 15 == 8 and int.from_bytes(first[:2], "big") % 31 == 0
    bits = zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS
    yield from _inflate(chain([first], rest), lambda: zlib.decompressobj(bits))


def _inflate(
    pieces: Iterable[bytes], new: Callable[[], zlib._Decompress], *, again: bytes | None = None
) -> Iterator[bytes]:
    unpacker = new()
    for packed in pieces:
        data = packed
        while data or unpacker.unconsumed_tail:
            if unpacker.eof:
                if not again or not data.startswith(again):
                    return  # padding behind the last member, which every browser ignores too
                unpacker = new()
            try:
                piece = unpacker.decompress(data, PIECE)
            except zlib.error as error:
                raise _Broken(str(error)) from error
            if piece:
                yield piece
            data = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
            if not data:
                break
    while not unpacker.eof:  # what was read but not yet given out
        piece = unpacker.decompress(unpacker.unconsumed_tail, PIECE)
        if not piece:
            raise _Short
        yield piece


def _unbrotli(first: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    unpacker = brotli.Decompressor()
    for packed in chain([first], rest):
        data, piece = packed, b""
        while data or piece or not unpacker.can_accept_more_data():
            try:
                piece = unpacker.process(data, output_buffer_limit=PIECE)
            except brotli.error as error:
                raise _Broken(str(error)) from error
            data = b""
            if piece:
                yield piece
            if unpacker.is_finished():
                return
    raise _Short


def _unzstd(first: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    if not _ZSTD_MAGIC.match(first):
        raise _Plain
    unpacker = _zstd_frame()
    for packed in chain([first], rest):
        for at in range(0, len(packed), ZSTD_SLICE):
            data = packed[at : at + ZSTD_SLICE]
            while data:
                if unpacker.eof:
                    unpacker = _zstd_frame()
                try:
                    piece = unpacker.decompress(data)
                except zstandard.ZstdError as error:
                    raise _Broken(str(error)) from error
                if piece:
                    yield piece
                data = unpacker.unused_data if unpacker.eof else b""
    if not unpacker.eof:
        raise _Short


def _zstd_frame() -> zstandard.ZstdDecompressionObj:
    return zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW).decompressobj()


_UNPACKERS: dict[str, Callable[[bytes, Iterator[bytes]], Iterator[bytes]]] = {
    "gzip": _gunzip,
    "deflate": _undeflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
