"""One connection as a stream of bytes.

Unlike asyncio's own reader it gives out everything that arrived before it tells of a reset: a server that sends a whole
page and then drops the connection has sent a whole page.
"""

from __future__ import annotations

import asyncio
from typing import cast

_HIGH_WATER = 512 * 1024


class ByteStream(asyncio.Protocol):
    """What arrives on a connection, in the order and the pieces in which it is asked for."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._pieces: list[bytes] = []
        self._waiting = 0
        self._ended = False
        self._error: Exception | None = None
        self._paused = False
        self._waiter: asyncio.Future[None] | None = None

    @property
    def is_quiet(self) -> bool:
        """Open, and nothing has arrived that was not asked for: fit to be used for another request."""
        return self._transport is not None and not (self._pieces or self._ended or self._transport.is_closing())

    def write(self, data: bytes) -> None:
        """Send bytes; the transport holds them until the other side takes them."""
        assert self._transport is not None
        self._transport.write(data)

    async def read(self) -> bytes:
        """Whatever has arrived, at least one byte; b"" at the end.

        Raises:
            OSError: the connection broke, after everything that came before was given out.
        """
        while not self._pieces:
            if self._error:
                raise self._error
            if self._ended:
                return b""
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        data = self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)
        self._pieces.clear()
        self._waiting = 0
        if self._paused and self._transport and not self._transport.is_closing():
            self._paused = False
            self._transport.resume_reading()
        return data

    def close(self) -> None:
        """Drop the connection at once, whatever is under way (waits for no one)."""
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:  # noqa: D102  # of asyncio.Protocol
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:  # noqa: D102  # of asyncio.Protocol
        self._pieces.append(data)
        self._waiting += len(data)
        if self._waiting > _HIGH_WATER and not self._paused and self._transport is not None:
            self._paused = True
            self._transport.pause_reading()
        self._wake()

    def eof_received(self) -> None:  # noqa: D102  # of asyncio.Protocol
        self._ended = True
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: D102  # of asyncio.Protocol
        self._ended = True
        self._error = exc
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
