"""Connections that servers keep open, by origin, and the making of new ones."""

from __future__ import annotations

import asyncio
import ssl
from time import monotonic
from typing import TYPE_CHECKING

from sw_scraper.crawl.connection import Connection, connect
from sw_scraper.crawl.failures import ConnectionTimeoutError, FetchError, RefusedError

if TYPE_CHECKING:
    from sw_scraper.crawl.addresses import AddressBook
    from sw_scraper.crawl.limits import Limits
    from sw_scraper.crawl.origin import Origin


class Pool:
    """Unused connections, newest last; each is used by one request at a time.

    Args:
        book: says which addresses an origin may be looked for at.
        verify: check TLS certificates.
        ca_file: a file of further certificate authorities; None for the system's alone.
        size: requests to an origin at once, and connections kept for it.
    """

    def __init__(self, book: AddressBook, *, verify: bool = True, ca_file: str | None = None, size: int = 1) -> None:
        self._book = book
        self._verify = verify
        self._ca_file = ca_file
        self._size = max(size, 1)
        self._idle: dict[Origin, list[Connection]] = {}
        self._turns: dict[Origin, asyncio.Semaphore] = {}
        self._context: ssl.SSLContext | None = None

    def turn(self, origin: Origin) -> asyncio.Semaphore:
        """Held while a request to the origin is made: no more than ``size`` at once.

        Scrapy 2.19 means to see to that, but without a delay it lets everything go that was queued at the same moment.
        """
        return self._turns.setdefault(origin, asyncio.Semaphore(self._size))

    def kept(self, origin: Origin, *, limits: Limits) -> Connection | None:
        """A kept connection that is still good, or None."""
        connections = self._idle.get(origin, [])
        while connections:
            connection = connections.pop()
            if connection.is_reusable and monotonic() - connection.used_until < limits.keep_alive_s:
                return connection
            connection.close()
        return None

    async def fresh(self, origin: Origin, *, named: bool, limits: Limits, url: str) -> Connection:
        """A new connection; the origin's addresses are tried in turn.

        Raises:
            FetchError: no permitted address, or none that answers.
        """
        context = self._tls() if origin.scheme == "https" else None
        places = await self._book.lookup(origin, named=named, limits=limits, url=url)
        last: FetchError | None = None
        for address, port in places[:4]:
            try:
                return await connect(origin, address, port, context=context, limits=limits, url=url)
            except (RefusedError, ConnectionTimeoutError) as error:
                last = error
        assert last is not None
        raise last

    def keep(self, origin: Origin, connection: Connection) -> None:
        """Give a connection back; it is closed when it cannot be used again."""
        connections = self._idle.setdefault(origin, [])
        if connection.is_reusable and len(connections) < self._size:
            connections.append(connection)
        else:
            connection.close()

    def close(self) -> None:
        """Close all of them."""
        for connections in self._idle.values():
            for connection in connections:
                connection.close()
        self._idle.clear()

    def _tls(self) -> ssl.SSLContext:
        if self._context is None:
            context = ssl.create_default_context()
            paths = ssl.get_default_verify_paths()
            if not (paths.cafile or paths.capath or context.get_ca_certs()):  # Python from python.org on macOS
                import certifi

                context.load_verify_locations(certifi.where())
            if self._ca_file:
                context.load_verify_locations(self._ca_file)
            if not self._verify:
                context.check_hostname = False
                context.verify_mode = ssl.CERT_NONE
            context.set_alpn_protocols(["http/1.1"])
            self._context = context
        return self._context
