"""One connection to one checked address: a request out, an answer in, within the limits."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING

import h11

from sw_scraper.crawl.failures import (
    ConnectionTimeoutError,
    CutError,
    FetchError,
    FirstByteTimeoutError,
    MalformedError,
    RefusedError,
    SlowTransferError,
    StalledError,
    TlsError,
    TooLargeError,
)
from sw_scraper.crawl.head import HeadError, may_become_head, repaired, split_head
from sw_scraper.crawl.stream import ByteStream

if TYPE_CHECKING:
    from sw_scraper.crawl.addresses import Address
    from sw_scraper.crawl.limits import Limits
    from sw_scraper.crawl.origin import Origin

_MAX_INTERIM = 10
# Below this, framing is not looked at; above it, a body must be at least a fifth of what was received.
_FRAMING_FREE_BYTES = 256 * 1024


@dataclass(slots=True)
class Answer:
    """What has come back so far; filled while it is received, so that a failure leaves what was had.

    Attributes:
        begun_at: when the first byte came.
        head: status line and headers as received; None before they are whole.
        status, headers, version: of the final answer, names and values as sent, in order.
        body: without transfer coding, with content coding.
        stray: what came in place of a head.
        received: bytes off the wire, framing included.
        address: that was connected to; None when there was no connection.
        whole: the answer ended as it should.
        stopped: reading was ended on purpose after enough of the body.
        wire_bytes: the size of the body, once it was taken.
    """

    begun_at: datetime | None = None
    head: bytes | None = None
    status: int = 0
    version: str = "HTTP/1.1"
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytearray = field(default_factory=bytearray)
    stray: bytes | None = None
    received: int = 0
    address: str | None = None
    whole: bool = False
    stopped: bool = False
    wire_bytes: int = 0

    def take_body(self, limit: int | None = None) -> bytes:
        """The body, or its beginning; afterwards it is held nowhere else (a page may be as large as the limits)."""
        self.wire_bytes = len(self.body)
        taken = bytes(self.body) if limit is None else bytes(self.body[:limit])
        self.body = bytearray()
        return taken

    def values(self, name: bytes) -> list[str]:
        """The values of a header (lower-case name), in order."""
        return [value.decode("latin-1") for key, value in self.headers if key.lower() == name]


class Connection:
    """An open connection; used for one request at a time.

    Args:
        stream: what arrives and leaves.
        address: the address that was checked and connected to.
    """

    def __init__(self, stream: ByteStream, address: Address) -> None:
        self._stream = stream
        self.address = address
        self.used_until = monotonic()
        self.n_requests = 0
        self._reusable = False

    @property
    def is_reusable(self) -> bool:
        """The last answer ended cleanly, the server keeps the connection, and nothing came unasked."""
        return self._reusable and self._stream.is_quiet

    def close(self) -> None:
        """Drop the connection."""
        self._reusable = False
        self._stream.close()

    async def exchange(  # what goes out, what comes in, and the bounds of both
        self, out: bytes, answer: Answer, *, url: str, method: str, limits: Limits, stop_at: int | None = None
    ) -> None:
        """Send a request and fill ``answer``.

        Args:
            out: the request as :func:`serialized` made it.
            answer: filled as bytes come in.
            url: for messages.
            method: of the request; an answer to HEAD has no body.
            limits: sizes and times.
            stop_at: after this much of the body stop reading and call it enough; None reads on to the end.

        Raises:
            FetchError: the answer is not whole, not HTTP, late, or beyond a limit.
        """
        self.n_requests += 1
        self._reusable = False
        reception = _Reception(self._stream, answer, url=url, method=method, limits=limits, stop_at=stop_at)
        self._stream.write(out)
        self._reusable = await reception.run()
        self.used_until = monotonic()


def serialized(method: str, target: str, headers: list[tuple[bytes, bytes]], body: bytes) -> bytes:
    """A request as it goes on the wire.

    Raises:
        h11.LocalProtocolError: a header or the target holds what would break the message apart.
    """
    machine = h11.Connection(h11.CLIENT)
    if body:
        headers = [*headers, (b"Content-Length", str(len(body)).encode())]
    out = machine.send(h11.Request(method=method, target=target, headers=headers)) or b""
    if body:
        out += machine.send(h11.Data(data=body)) or b""
    return out + (machine.send(h11.EndOfMessage()) or b"")


class _Reception:
    """Reads one answer; holds what the steps of reading share."""

    def __init__(
        self, stream: ByteStream, answer: Answer, *, url: str, method: str, limits: Limits, stop_at: int | None
    ) -> None:
        self._stream = stream
        self._answer = answer
        self._url = url
        self._limits = limits
        self._stop_at = stop_at
        self._started = monotonic()
        self._machine = h11.Connection(h11.CLIENT, max_incomplete_event_size=limits.header_bytes + 1024)
        # The machine must know what it answers: a HEAD has no body, whatever the headers say.
        self._machine.send(h11.Request(method=method, target="/", headers=[(b"Host", b"x")]))
        self._machine.send(h11.EndOfMessage())

    async def run(self) -> bool:
        """Read the answer to its end; True when the connection may be used again."""
        rest = await self._read_head()
        if rest:
            self._machine.receive_data(rest)
        await self._read_body()
        done = self._machine.our_state is h11.DONE and self._machine.their_state is h11.DONE
        return done and self._answer.whole and self._machine.trailing_data == (b"", False)

    async def _read_head(self) -> bytes:
        """The final head into the answer; returns what came behind it."""
        buffer = bytearray()
        for _ in range(_MAX_INTERIM):
            while (parts := split_head(buffer)) is None:
                self._check_head(buffer)
                data = await self._read()
                if not data:
                    self._answer.stray = bytes(buffer) or None
                    where = "in the middle of its headers" if buffer else "without an answer"
                    raise CutError(f"The server closed the connection {where}", url=self._url)
                buffer += data
            self._check_head(parts[0])
            if self._take_head(parts[0]):
                return parts[1]
            buffer = bytearray(parts[1])
        raise MalformedError("The server sends interim answers without end", url=self._url)

    def _check_head(self, head: bytes | bytearray) -> None:
        if not may_become_head(head):
            self._answer.stray = bytes(head[: self._limits.header_bytes])
            raise MalformedError("The server's answer does not begin as HTTP does", url=self._url)
        if len(head) > self._limits.header_bytes:
            self._answer.stray = bytes(head[: self._limits.header_bytes])
            hint = "If the site is honest, raise the limit with -s SW_MAX_HEADER_BYTES=..."
            what = f"The headers are larger than {self._limits.header_bytes:,} bytes"
            raise TooLargeError(what, url=self._url, hint=hint)

    def _take_head(self, head: bytes) -> bool:
        """Parse one head; False when it is an interim one (1xx)."""
        try:
            self._machine.receive_data(repaired(head, max_lines=self._limits.header_lines))
            event = self._machine.next_event()
        except (HeadError, h11.RemoteProtocolError) as error:
            self._answer.stray = head
            raise MalformedError(f"The server's answer is not valid HTTP ({error})", url=self._url) from error
        if isinstance(event, h11.InformationalResponse) and event.status_code != 101:
            return False
        if not isinstance(event, h11.Response):
            self._answer.stray = head
            raise MalformedError("The server wants to speak something other than HTTP", url=self._url)
        self._answer.head = head
        self._answer.status = event.status_code
        self._answer.version = f"HTTP/{event.http_version.decode('ascii')}"
        self._answer.headers = list(event.headers.raw_items())
        return True

    async def _read_body(self) -> None:
        answer = self._answer
        self._check_announced()
        while True:
            event = self._next_event()
            if isinstance(event, h11.Data):
                answer.body += event.data
                self._check_body()
                if self._stop_at is not None and len(answer.body) >= self._stop_at:
                    answer.stopped = True
                    return
            elif isinstance(event, h11.EndOfMessage):
                answer.whole = True
                return
            elif event is h11.NEED_DATA:
                self._machine.receive_data(await self._read())
            else:
                raise CutError(url=self._url)

    def _next_event(self) -> object:
        try:
            return self._machine.next_event()
        except h11.RemoteProtocolError as error:
            if self._machine.trailing_data[1]:  # the end came, and the body was not whole
                raise CutError(f"The page was cut ({error})", url=self._url) from error
            raise MalformedError(f"The body of the answer is not valid HTTP ({error})", url=self._url) from error

    def _check_announced(self) -> None:
        for text in self._answer.values(b"content-length"):
            size = int(text.partition(",")[0]) if text.partition(",")[0].strip().isdigit() else 0
            if size > self._limits.wire_bytes and self._stop_at is None:
                raise TooLargeError(
                    f"The page has {size:,} bytes, more than {self._limits.wire_bytes:,}", url=self._url
                )

    def _check_body(self) -> None:
        size = len(self._answer.body)
        if size > self._limits.wire_bytes:
            raise TooLargeError(f"The page has more than {self._limits.wire_bytes:,} bytes", url=self._url)
        if self._answer.received > _FRAMING_FREE_BYTES + 5 * size:
            raise MalformedError("The page comes in pieces so small as no honest server would send", url=self._url)

    async def _read(self) -> bytes:
        """More bytes; b"" at the end of the connection."""
        answer, limits = self._answer, self._limits
        begun = answer.begun_at is not None
        left = self._started + limits.request_s - monotonic()
        patience = min(left, limits.idle_s if begun else limits.first_byte_s)
        try:
            async with asyncio.timeout(max(patience, 0.0)):
                data = await self._stream.read()
        except TimeoutError as error:
            raise self._late(patience) from error
        except OSError as error:
            raise CutError(f"The connection was cut ({_words(error)})", url=self._url) from error
        if data and not begun:
            answer.begun_at = datetime.now(UTC)
        answer.received += len(data)
        return data

    def _late(self, patience: float) -> FetchError:
        if self._answer.begun_at is None:
            return FirstByteTimeoutError(f"The server did not answer within {patience:.0f} s", url=self._url)
        if monotonic() - self._started >= self._limits.request_s:
            what = f"The answer did not end within {self._limits.request_s:.0f} s"
            return SlowTransferError(what, url=self._url)
        return StalledError(f"The answer stalled for {self._limits.idle_s:.0f} s", url=self._url)


async def connect(
    origin: Origin, address: Address, port: int, *, context: ssl.SSLContext | None, limits: Limits, url: str
) -> Connection:
    """A connection to exactly this address.

    Args:
        origin: whose name the certificate must bear.
        address: where to.
        port: of the server.
        context: for https; None for http.
        limits: connecting and the TLS handshake together take at most ``connect_s``.
        url: for messages.

    Raises:
        RefusedError, ConnectionTimeoutError, TlsError: no connection.
    """
    loop = asyncio.get_running_loop()
    host = origin.host if context else None
    try:
        async with asyncio.timeout(limits.connect_s):
            _, stream = await loop.create_connection(ByteStream, str(address), port, ssl=context, server_hostname=host)
    except TimeoutError as error:
        what = f"{origin.authority} could not be reached within {limits.connect_s:.0f} s"
        raise ConnectionTimeoutError(what, url=url) from error
    except ssl.SSLCertVerificationError as error:
        what = f"The certificate of {origin.host} cannot be verified ({error.verify_message})"
        raise TlsError(what, url=url) from error
    except ssl.SSLError as error:
        what = f"The encrypted connection to {origin.authority} could not be made ({error.reason or 'no reason given'})"
        raise TlsError(what, url=url) from error
    except OSError as error:
        if context and isinstance(error, ConnectionResetError):
            raise TlsError(f"{origin.authority} broke off the TLS handshake", url=url) from error
        raise RefusedError(f"{origin.authority} does not accept connections ({_words(error)})", url=url) from error
    return Connection(stream, address)


def _words(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
