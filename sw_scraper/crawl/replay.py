"""The twin of the download handler: it answers from recordings, in recorded order, and never touches the network.

Of several attempts at one address that follow each other directly (the retries of the recorded run) the last counts;
recorded failures are raised again with their class and words.
"""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from w3lib.url import safe_url_string

from sw_scraper.crawl.connection import Answer
from sw_scraper.crawl.decoding import decode
from sw_scraper.crawl.failures import FetchError, NotRecordedError, RecordedError
from sw_scraper.crawl.limits import Limits
from sw_scraper.crawl.origin import DEFAULT_PORTS
from sw_scraper.crawl.retry import RETRIES_BY_STATUS
from sw_scraper.crawl.tally import RobotsState, Tallies
from sw_scraper.crawl.wire_response import wire_response
from sw_scraper.model import Exchange
from sw_scraper.warc.reader import RecordedPage, Recording, read_recordings
from sw_scraper.warc.records import digest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_STATES: dict[str, RobotsState] = {"allowed": "allowed", "disallowed": "disallowed", "unreachable": "unreachable"}


class Replay:
    """The recordings of a run, and how far each address has been served.

    Args:
        recordings: in the order in which they are to be read.
    """

    _of: ClassVar[WeakKeyDictionary[Crawler, Replay]] = WeakKeyDictionary()

    def __init__(self, recordings: Sequence[Recording]) -> None:
        self.recordings = tuple(recordings)
        self._queues = {recording.harvest_id: _queues(recording.pages) for recording in recordings}

    @classmethod
    def of(cls, crawler: Crawler) -> Replay:
        """The crawler's one object; reads the files of the setting ``SW_REPLAY`` when first asked for.

        Raises:
            ConfigError: a file cannot be read or holds no page.
        """
        if crawler not in cls._of:
            files = [Path(name.strip()) for name in str(crawler.settings.get("SW_REPLAY") or "").split(",")]
            cls._of[crawler] = cls(read_recordings([file for file in files if str(file) != "."]))
        return cls._of[crawler]

    @classmethod
    def put(cls, crawler: Crawler, replay: Replay) -> None:
        """Give a crawler recordings that were read already."""
        cls._of[crawler] = replay

    def next_page(self, harvest_id: str | None, url: str, method: str) -> tuple[RecordedPage, int] | None:
        """The next recorded answer for an address, and how many attempts it stands for; None when there is none.

        Args:
            harvest_id: whose recording; one that is not known takes any.
            url: as asked for; http and https, and default ports written out, count as the same.
            method: of the request.
        """
        own = self._queues.get(harvest_id or "")
        for queues in [own] if own is not None else list(self._queues.values()):
            for key in (_key(url, twin=False), _key(url, twin=True)):
                queue = queues.get((method, key))
                if queue:
                    return queue.popleft()
        return None

    def robots(self, harvest_id: str | None) -> RobotsState | None:
        """What robots.txt said when the harvest was recorded."""
        for recording in self.recordings:
            if recording.harvest_id == harvest_id or len(self.recordings) == 1:
                return _STATES.get(recording.robots or "")
        return None


class ReplayHandler(BaseDownloadHandler):
    """Answers from recordings (see the module); meta keys as the wire handler's."""

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._limits = Limits.of(crawler.settings)
        self._replay = Replay.of(crawler)
        self._tallies = Tallies.of(crawler)

    async def download_request(self, request: Request) -> Response:
        """Serve the next recorded answer.

        Raises:
            NotRecordedError: there is none (left).
            RecordedError: a failure was recorded.
            FetchError: the recorded body is beyond the limits or cannot be unpacked.
        """
        harvest_id = request.meta.get("sw_harvest")
        found = self._replay.next_page(harvest_id, request.url, request.method)
        if found is None:
            raise NotRecordedError(url=request.url)
        page, attempts = found
        tally = self._tallies[harvest_id]
        tally.n_requests += attempts
        tally.n_retries += attempts - 1
        tally.n_errors += attempts - 1
        tally.robots = tally.robots or self._replay.robots(harvest_id)
        try:
            return self._served(request, page)
        except FetchError:
            tally.n_errors += 1
            raise

    def _served(self, request: Request, page: RecordedPage) -> Response:
        received = page.body() if page.head else b""
        failure_class, words = page.failure or ("", "")
        body = b""
        try:
            if page.failure or page.head is None:
                raise RecordedError(words, url=request.url, failure_class=failure_class, truncated=page.truncated)
            answer = Answer(
                status=page.head.status, version=page.head.version, headers=list(page.head.headers), whole=True
            )
            encoding = ",".join(page.head.values(b"content-encoding"))
            body = decode(received, encoding, limits=self._limits.narrowed(request.meta), url=request.url)
        finally:
            request.meta["sw_exchange"] = _exchange(request, page, received, len(body))
        tally = self._tallies[request.meta.get("sw_harvest")]
        tally.n_errors += answer.status >= 400
        tally.n_not_modified += answer.status == 304
        tally.wire_bytes += len(received)
        tally.body_bytes += len(body)
        return wire_response(request, answer, body)


def _exchange(request: Request, page: RecordedPage, received: bytes, body_bytes: int) -> Exchange:
    recorded = page.digest if page.digest and page.digest.startswith("sha256:") else None
    return Exchange(
        url=request.url,
        fetched_at=page.fetched_at,
        record_id=page.record_id,
        payload_digest=(recorded or digest(received)) if page.head else None,
        wire_bytes=len(received),
        body_bytes=body_bytes,
        truncated=page.truncated,
    )


def _queues(pages: Sequence[RecordedPage]) -> dict[tuple[str, str], deque[tuple[RecordedPage, int]]]:
    """Answers by method and address (and its twin), each with the attempts that it ended."""
    queues: dict[tuple[str, str], deque[tuple[RecordedPage, int]]] = {}
    attempts = 0
    for page, following in zip(pages, [*pages[1:], None], strict=True):
        attempts += 1
        if following is not None and following.url == page.url and _was_retried(page):
            continue
        exact = queues.setdefault((page.method, _key(page.url, twin=False)), deque())
        exact.append((page, attempts))
        queues.setdefault((page.method, _key(page.url, twin=True)), exact)
        attempts = 0
    return queues


def _was_retried(page: RecordedPage) -> bool:
    return page.failure is not None or (page.head is not None and page.head.status in RETRIES_BY_STATUS)


def _key(url: str, *, twin: bool) -> str:
    """An address as recordings are looked up by; ``twin`` leaves the scheme aside."""
    try:
        parts = urlsplit(safe_url_string(url))
        port = parts.port
    except ValueError:
        return url
    default = DEFAULT_PORTS.get(parts.scheme)
    host = (parts.hostname or "").removesuffix(".")
    place = host if port in {None, default} else f"{host}:{port}"
    scheme = "" if twin else f"{parts.scheme}:"
    query = f"?{parts.query}" if parts.query else ""
    return f"{scheme}//{place}{parts.path or '/'}{query}"
