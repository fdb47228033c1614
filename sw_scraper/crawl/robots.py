"""Downloader middleware that obeys robots.txt by RFC 9309.

400 to 499 means allowed; a server error, a broken answer and silence mean no. Crawl-delay is kept, up to a cap.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.exceptions import NotConfigured
from scrapy.http.request import NO_CALLBACK

from sw_scraper.crawl.failures import (
    BlockedAddressError,
    ConnectionTimeoutError,
    DnsError,
    FetchError,
    RedirectLimitError,
    RefusedError,
    RobotsDisallowedError,
    RobotsUnreachableError,
    StoppedError,
    TlsError,
)
from sw_scraper.crawl.limits import Limits
from sw_scraper.crawl.origin import Origin, request_target
from sw_scraper.crawl.recordings import Recordings
from sw_scraper.crawl.robots_rules import RobotsRules, parse_robots, product_token
from sw_scraper.crawl.tally import RobotsState, Tallies
from sw_scraper.warc.records import RawExchange, new_record_id

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)

# True of the page as well, and better words than "robots.txt could not be read".
_OF_THE_SERVER = (DnsError, RefusedError, ConnectionTimeoutError, TlsError, BlockedAddressError, StoppedError)
_WORSE: dict[RobotsState | None, int] = {None: 0, "allowed": 1, "disallowed": 2, "unreachable": 3}
_MAX_REDIRECTS = 6  # RFC 9309 asks for at least five


@dataclass(slots=True, kw_only=True)
class _SiteRules:
    """What an origin's robots.txt says, and how it was had.

    Attributes:
        rules: None when it could not be read, which means no.
        failure: why it could not.
        raws: the exchanges, for the recordings of further harvests.
        told: harvests whose recording has them.
    """

    rules: RobotsRules | None
    failure: FetchError | None = None
    status: int = 0
    raws: list[RawExchange] = field(default_factory=list)
    told: set[str] = field(default_factory=set)


class RobotsMiddleware:
    """Asks each origin once for its robots.txt, through the handler, and refuses what it disallows."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self._crawler = crawler
        self._limits = Limits.of(crawler.settings)
        self._recordings = Recordings.of(crawler)
        self._tallies = Tallies.of(crawler)
        agent = crawler.settings.get("ROBOTSTXT_USER_AGENT") or crawler.settings.get("USER_AGENT") or ""
        self._token = product_token(agent)
        self._sites: dict[Origin, _SiteRules] = {}
        self._locks: dict[Origin, asyncio.Lock] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let a request pass, or refuse it.

        Raises:
            RobotsDisallowedError: robots.txt says no.
            RobotsUnreachableError: it could not be read.
            FetchError: the server itself could not be reached.
        """
        origin = Origin.of(request.url)
        if request.meta.get("dont_obey_robotstxt") or request.meta.get("sw_robots") or origin is None:
            return
        harvest_id: str | None = request.meta.get("sw_harvest")
        site = await self._site(origin, harvest_id)
        if site.rules is None:
            self._note(origin, harvest_id, site, "unreachable")
            raise _refusal(site, request.url)
        if not site.rules.allows(request_target(request.url)):
            if not request.meta.get("sw_beside"):  # what is asked beside the list says nothing of the list
                self._note(origin, harvest_id, site, "disallowed")
            raise RobotsDisallowedError(url=request.url)
        self._note(origin, harvest_id, site, "allowed")
        self._keep_delay(request, site.rules)

    async def _site(self, origin: Origin, harvest_id: str | None) -> _SiteRules:
        async with self._locks.setdefault(origin, asyncio.Lock()):
            if origin not in self._sites:
                self._sites[origin] = await self._fetch(origin, harvest_id)
            return self._sites[origin]

    async def _fetch(self, origin: Origin, harvest_id: str | None) -> _SiteRules:
        raws: list[RawExchange] = []
        meta = {
            "sw_harvest": harvest_id,
            "sw_robots": True,
            "sw_stop_at": self._limits.robots_bytes,
            "sw_raw": raws,
            "sw_max_redirects": _MAX_REDIRECTS,
            "max_retry_times": 1,
            "download_timeout": self._limits.robots_s,
        }
        # Unpacked, the part that was read of a long file can be used.
        headers = {"Accept": "text/plain,*/*;q=0.8", "Accept-Encoding": "identity"}
        request = Request(f"{origin}/robots.txt", headers=headers, meta=meta, callback=NO_CALLBACK, dont_filter=True)
        told = {harvest_id or ""}
        assert self._crawler.engine is not None
        try:
            response = await self._crawler.engine.download_async(request)
        except RedirectLimitError:
            return _SiteRules(rules=RobotsRules(), raws=raws, told=told)
        except FetchError as error:
            logger.warning("robots.txt of %s could not be read: %s", origin, error.what)
            return _SiteRules(rules=None, failure=error, raws=raws, told=told)
        return _SiteRules(rules=self._rules(response), status=response.status, raws=raws, told=told)

    def _rules(self, response: Response) -> RobotsRules | None:
        if response.status >= 500:
            return None
        if not 200 <= response.status < 300:
            return RobotsRules()
        return parse_robots(response.body[: self._limits.robots_bytes], token=self._token)

    def _note(self, origin: Origin, harvest_id: str | None, site: _SiteRules, state: RobotsState) -> None:
        """Put what robots.txt said into the harvest's tally and recording."""
        tally = self._tallies[harvest_id]
        recording = self._recordings.get(harvest_id)
        if recording and harvest_id and harvest_id not in site.told:
            for raw in site.raws:  # asked for by another harvest of this run, on behalf of all
                recording.write_exchange(replace(raw, record_id=new_record_id()))
            site.told.add(harvest_id)
        if _WORSE[state] > _WORSE[tally.robots]:
            tally.robots = state
            if recording:
                recording.write_facts({"sw-robots": state}, url=f"{origin}/robots.txt")

    def _keep_delay(self, request: Request, rules: RobotsRules) -> None:
        if not rules.crawl_delay or self._crawler.engine is None:
            return
        downloader = self._crawler.engine.downloader
        delay = min(rules.crawl_delay, self._limits.crawl_delay_s)
        key = downloader.get_slot_key(request)
        settings = downloader.per_slot_settings.setdefault(key, {})
        slot = downloader.slots.get(key)
        floor = max(
            settings.get("delay", 0.0), slot.delay if slot else self._crawler.settings.getfloat("DOWNLOAD_DELAY")
        )
        if delay <= floor:
            return
        settings.update(delay=delay, jitter=0.0)  # for the slot that is made when this one was given up
        if slot:
            slot.delay, slot.jitter = delay, 0.0


def _refusal(site: _SiteRules, url: str) -> FetchError:
    if isinstance(site.failure, _OF_THE_SERVER):
        return type(site.failure)(site.failure.what, url=url, hint=site.failure.hint)
    reason = site.failure.what if site.failure else f"HTTP status {site.status}"
    return RobotsUnreachableError(f"{RobotsUnreachableError.default_what} ({reason})", url=url)
