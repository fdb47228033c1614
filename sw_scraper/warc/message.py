"""HTTP messages as they stand in WARC records: head apart from body, chunks joined when a tool left them in."""

from __future__ import annotations

import re
from dataclasses import dataclass

_END = re.compile(rb"\r?\n\r?\n|\r?\n\Z")
_STATUS = re.compile(rb"HTTP/(\d(?:\.\d)?)[ \t]+(\d{3})(?![0-9])[ \t]*(.*)")
_CHUNK = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpHead:
    """Status and headers of a recorded response.

    Attributes:
        headers: names and values as recorded, in order.
    """

    status: int
    reason: str
    version: str
    headers: tuple[tuple[bytes, bytes], ...]

    def values(self, name: bytes) -> list[str]:
        """The values of a header (lower-case name), in order."""
        return [value.decode("latin-1") for key, value in self.headers if key.lower() == name]

    @property
    def is_chunked(self) -> bool:
        """The headers speak of chunks; the body may have them or not."""
        return any("chunked" in value.lower() for value in self.values(b"transfer-encoding"))


def split_message(block: bytes) -> tuple[HttpHead | None, bytes]:
    """A response's head and its body; None for the head when there is none, and then the whole block as body."""
    end = _END.search(block)
    if end is None:
        return None, block
    status, *lines = re.split(rb"\r?\n", block[: end.start()])
    found = _STATUS.match(status)
    if found is None:
        return None, block
    headers: list[tuple[bytes, bytes]] = []
    for line in lines:
        name, colon, value = line.partition(b":")
        if line[:1] in (b" ", b"\t") and headers:
            headers[-1] = (headers[-1][0], headers[-1][1] + b" " + line.strip())
        elif colon and name.strip():
            headers.append((name.strip(), value.strip()))
    head = HttpHead(
        status=int(found[2]),
        reason=found[3].decode("latin-1").strip(),
        version=f"HTTP/{found[1].decode('ascii')}",
        headers=tuple(headers),
    )
    return head, block[end.end() :]


def dechunked(body: bytes) -> bytes:
    r"""A body with its chunks joined; a body that is not chunked (whatever the headers say) as it is.

    >>> dechunked(b"3\\r\\nabc\\r\\n0\\r\\n\\r\\n"), dechunked(b"<html>")
    (b'abc', b'<html>')
    """
    pieces: list[bytes] = []
    at = 0
    while found := _CHUNK.match(body, at):
        size = int(found[1], 16)
        if size == 0:
            return b"".join(pieces)
        piece = body[found.end() : found.end() + size]
        pieces.append(piece)
        at = found.end() + size
        if len(piece) < size:  # cut inside a chunk: what can be had
            return b"".join(pieces)
        at += 2 if body[at : at + 2] == b"\r\n" else 1 if body[at : at + 1] == b"\n" else 0
    if pieces and at >= len(body):  # the last chunk is missing
        return b"".join(pieces)
    return body
