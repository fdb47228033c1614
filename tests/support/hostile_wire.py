"""The wire of the hostile server: requests as they arrive, answers as the case wants them, well-formed or not."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import time
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

HEAD_LIMIT = 4 * 1024 * 1024

REASONS = {
    200: "OK",
    206: "Partial Content",
    204: "No Content",
    301: "Moved Permanently",
    302: "Found",
    303: "See Other",
    304: "Not Modified",
    307: "Temporary Redirect",
    308: "Permanent Redirect",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    410: "Gone",
    414: "URI Too Long",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A well-formed answer; whatever is malformed is written to the wire directly."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str | None = "text/html; charset=UTF-8"

    def head(self, *, length: int | None = None, first_line: str | None = None) -> bytes:
        """Status line and headers; ``length`` replaces the true Content-Length, -1 leaves it out."""
        lines = [first_line or f"HTTP/1.1 {self.status} {REASONS.get(self.status, 'Unknown')}"]
        if self.content_type:
            lines.append(f"Content-Type: {self.content_type}")
        size = len(self.body) if length is None else length
        if size >= 0 and self.status != 304:
            lines.append(f"Content-Length: {size}")
        lines += [f"{name}: {value}" for name, value in self.headers]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "surrogateescape")

    def encode(self) -> bytes:
        """The whole answer as bytes."""
        return self.head() + (b"" if self.status == 304 else self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One request as it arrived.

    Attributes:
        at: ``time.monotonic()`` when its head was complete.
        canary: it came to the second port, which nobody may ever talk to.
        run: number of the run during which it came, from 1.
        replies: the answer; empty when none, or one that was written to the wire by hand, was given.
    """

    at: float
    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    canary: bool = False
    run: int = 1
    replies: list[Reply] = field(default_factory=list)

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> dict[str, str]:
        """The query's keys, each with its first value."""
        return {key: values[0] for key, values in parse_qs(urlsplit(self.target).query).items()}

    def header(self, name: str) -> str | None:
        """The first header of that name, or None."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass(slots=True)
class Wire:
    """One connection from a client."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def read_request(self, *, canary: bool, run: int) -> Seen | None:
        """The next request's head, or None when the client went away or speaks no HTTP."""
        try:
            head = await self.reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError) as error:
            cut = error.partial if isinstance(error, asyncio.IncompleteReadError) else b""
            return _garbage(cut, canary=canary, run=run) if cut else None
        lines = head.decode("latin-1").split("\r\n")
        method, _, rest = lines[0].partition(" ")
        parts = [line.partition(":") for line in lines[1:-2]]
        return Seen(
            at=time.monotonic(),
            method=method,
            target=rest.rpartition(" ")[0],
            headers=tuple((name.strip(), value.strip()) for name, _, value in parts),
            canary=canary,
            run=run,
        )

    async def send(self, data: bytes) -> None:
        """Write and wait until the kernel took it."""
        self.writer.write(data)
        await self.writer.drain()

    async def drip(self, data: bytes, *, size: int, every: float) -> None:
        """Write ``data`` in pieces of ``size`` bytes with a pause after each."""
        for start in range(0, len(data), size):
            await self.send(data[start : start + size])
            await asyncio.sleep(every)

    async def reset(self) -> None:
        """Cut the connection with RST after what was written has left."""
        await asyncio.sleep(0.1)
        sock: socket.socket = self.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()

    async def until_gone(self, seconds: float) -> None:
        """Say nothing until the client closes, at most that long."""
        with contextlib.suppress(TimeoutError, ConnectionError):
            await asyncio.wait_for(self.reader.read(), seconds)

    async def close(self) -> None:
        """Close the connection in an orderly way."""
        with contextlib.suppress(ConnectionError, OSError):
            self.writer.close()
            await self.writer.wait_closed()


def _garbage(data: bytes, *, canary: bool, run: int) -> Seen:
    return Seen(at=time.monotonic(), method="?", target=data[:40].decode("latin-1"), headers=(), canary=canary, run=run)


def chunked(*pieces: bytes, end: bool = True) -> bytes:
    """The pieces in chunked transfer coding, with the final chunk unless told."""
    coded = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces if piece)
    return coded + (b"0\r\n\r\n" if end else b"")
