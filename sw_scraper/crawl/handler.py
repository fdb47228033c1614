"""The one download handler: the only place of the project that touches the wire.

It refuses addresses that the harvest may not visit, connects to checked addresses only, reads within limits, unpacks
within limits, records what came (whole, cut and failed), and raises failures that have names.

Reads from ``request.meta``: ``sw_harvest`` (the harvest that the request belongs to), ``sw_stop_at`` (enough bytes of
the body), Scrapy's ``download_timeout`` and ``download_maxsize`` (they may lower the limits).
Writes to it: ``sw_exchange`` (:class:`~sw_scraper.model.Exchange`), ``download_latency``; appends what it saw to the
list ``sw_raw`` where there is one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING

import h11
from scrapy.core.downloader.handlers.base import BaseDownloadHandler

from sw_scraper.crawl.addresses import AddressBook, parse_resolve
from sw_scraper.crawl.connection import Answer, Connection, serialized
from sw_scraper.crawl.decoding import decode
from sw_scraper.crawl.failures import BadUrlError, CutError, FetchError, OffOriginError
from sw_scraper.crawl.limits import Limits
from sw_scraper.crawl.origin import Origin, Origins, request_target
from sw_scraper.crawl.pauses import Pauses, asked_pause
from sw_scraper.crawl.pool import Pool
from sw_scraper.crawl.recordings import Recordings
from sw_scraper.crawl.retry import PAUSING
from sw_scraper.crawl.tally import Tallies
from sw_scraper.crawl.wire_response import wire_response
from sw_scraper.model import Exchange
from sw_scraper.warc.records import RawExchange, digest

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

# Ours alone to set: a request that brings its own would be framed or routed in two ways.
_OWN_HEADERS = frozenset({b"host", b"connection", b"content-length", b"transfer-encoding", b"proxy-authorization"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """A request that may be made: checked, and in bytes."""

    request: Request
    harvest_id: str | None
    origin: Origin
    limits: Limits
    out: bytes


class WireHandler(BaseDownloadHandler):
    """Downloads http and https (see the module)."""

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings = crawler.settings
        self._limits = Limits.of(settings)
        self._origins = Origins.of(crawler)
        self._recordings = Recordings.of(crawler)
        self._tallies = Tallies.of(crawler)
        self._pauses = Pauses.of(crawler)
        self._pool = Pool(
            AddressBook(parse_resolve(settings.get("SW_RESOLVE") or "")),
            verify=settings.getbool("SW_TLS_VERIFY", True),
            ca_file=settings.get("SW_TLS_CA_FILE"),
            size=settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"),
        )

    async def download_request(self, request: Request) -> Response:
        """Fetch one page.

        Raises:
            FetchError: it could not be had as a whole; ``failure_class`` says why.
        """
        job = self._job(request)
        async with self._pool.turn(job.origin):
            # Requests that were queued before a pause was asked for must keep it too.
            await self._pauses.wait(job.origin, url=request.url)
            return await self._fetch(job)

    async def close(self) -> None:
        """Close the connections that are kept."""
        self._pool.close()

    async def _fetch(self, job: _Job) -> Response:
        request = job.request
        answer = Answer()
        received = b""
        try:
            await self._perform(job, answer)
            received = answer.take_body()
            encoding = ",".join(answer.values(b"content-encoding"))
            body = decode(received, encoding, limits=job.limits, url=request.url)
        except FetchError as error:
            # Of an endless body the beginning is evidence enough.
            received = received or answer.take_body(job.limits.failed_bytes if not answer.whole else None)
            self._note(job, answer, received, b"", failure=error)
            raise
        self._note(job, answer, received, body)
        self._keep_pause(job.origin, answer)
        return wire_response(request, answer, body)

    def _job(self, request: Request) -> _Job:
        harvest_id = request.meta.get("sw_harvest")
        limits = self._limits.narrowed(request.meta)
        if len(request.url) > limits.url_bytes:
            shown = request.url[:120] + "…"
            raise BadUrlError(f"The address is longer than {limits.url_bytes:,} bytes", url=shown)
        origin = Origin.of(request.url)
        if origin is None:
            raise BadUrlError(url=request.url)
        if not self._origins.allows(harvest_id, request.url, robots=bool(request.meta.get("sw_robots"))):
            raise OffOriginError(url=request.url)
        try:
            out = serialized(request.method, request_target(request.url), _headers(request, origin), request.body)
        except h11.LocalProtocolError as error:
            raise BadUrlError(f"The request cannot be written as HTTP ({error})", url=request.url) from error
        return _Job(request=request, harvest_id=harvest_id, origin=origin, limits=limits, out=out)

    async def _perform(self, job: _Job, answer: Answer) -> None:
        kept = self._pool.kept(job.origin, limits=job.limits)
        if kept:
            try:
                await self._exchange(job, kept, answer)
            except CutError:
                # The server closed the kept connection before it saw the request: no answer was lost.
                if answer.begun_at is not None or job.request.method not in {"GET", "HEAD"}:
                    raise
            else:
                return
        named = self._origins.is_named(job.harvest_id, job.origin)
        fresh = await self._pool.fresh(job.origin, named=named, limits=job.limits, url=job.request.url)
        await self._exchange(job, fresh, answer)

    async def _exchange(self, job: _Job, connection: Connection, answer: Answer) -> None:
        request = job.request
        started = monotonic()
        answer.address = str(connection.address)
        try:
            await connection.exchange(
                job.out,
                answer,
                url=request.url,
                method=request.method,
                limits=job.limits,
                stop_at=request.meta.get("sw_stop_at"),
            )
        finally:  # a cancelled request too leaves no open connection behind
            self._pool.keep(job.origin, connection)
            request.meta["download_latency"] = monotonic() - started

    def _note(
        self, job: _Job, answer: Answer, received: bytes, body: bytes, *, failure: FetchError | None = None
    ) -> None:
        """Count, record, and leave the exchange in the request's meta."""
        truncated = "length" if answer.stopped else None
        if failure and not answer.whole:
            truncated = failure.truncated
        raw = RawExchange(
            url=job.request.url,
            fetched_at=answer.begun_at or datetime.now(UTC),
            request=job.out,
            head=answer.head,
            body=received,
            stray=answer.stray,
            ip=answer.address,
            failure=(failure.failure_class, failure.what) if failure else None,
            truncated=truncated,
            payload_digest=digest(received),
        )
        recording = self._recordings.get(job.harvest_id)
        if recording:
            recording.write_exchange(raw)
        if "sw_raw" in job.request.meta:
            job.request.meta["sw_raw"].append(raw)
        self._count(job.harvest_id, answer, len(body), failed=failure is not None)
        job.request.meta["sw_exchange"] = Exchange(
            url=raw.url,
            fetched_at=raw.fetched_at,
            record_id=raw.record_id if recording and raw.head is not None else None,
            payload_digest=raw.payload_digest if raw.head is not None else None,
            wire_bytes=answer.wire_bytes,
            body_bytes=len(body),
            truncated=truncated,
        )

    def _keep_pause(self, origin: Origin, answer: Answer) -> None:
        """Leave the origin alone for as long as it asks, from now on and not only when the answer was looked at."""
        if answer.status in PAUSING:
            headers = (",".join(answer.values(name)[:1]) for name in (b"retry-after", b"date"))
            pause = asked_pause(*headers)
            if pause:
                self._pauses.hold(origin, pause)

    def _count(self, harvest_id: str | None, answer: Answer, body_bytes: int, *, failed: bool) -> None:
        tally = self._tallies[harvest_id]
        tally.n_requests += 1
        tally.n_errors += failed or answer.status >= 400
        tally.n_not_modified += answer.status == 304
        tally.wire_bytes += answer.wire_bytes
        tally.body_bytes += body_bytes


def _headers(request: Request, origin: Origin) -> list[tuple[bytes, bytes]]:
    headers = [(b"Host", origin.authority.encode("ascii"))]
    for name, values in request.headers.items():
        if name.lower() not in _OWN_HEADERS:
            headers += [(name, value) for value in values]
    return headers
