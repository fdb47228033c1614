"""Downloader middleware that follows redirects on the site, and nowhere else.

A start URL (``request.meta["sw_start"]``) may be led from http to https on default ports and between host and
www.host; where it ends is the harvest's origin from then on. Every other way off the origin is a failure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from w3lib.url import safe_url_string

from sw_scraper.crawl.failures import BadRedirectError, OffOriginError, RedirectLimitError
from sw_scraper.crawl.limits import Limits
from sw_scraper.crawl.origin import Origin, Origins

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_STATUSES = frozenset({301, 302, 303, 307, 308})
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class SameOriginRedirectMiddleware:
    """Follows redirects within the harvest's origin.

    Reads ``sw_start`` (a start URL) and ``dont_redirect`` from the request's meta; writes ``redirect_urls`` (the
    addresses before, in order) and ``redirect_times``, as Scrapy's own does.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._limits = Limits.of(crawler.settings)
        self._origins = Origins.of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """The request that a redirect asks for, or the response as it is.

        Raises:
            BadRedirectError, OffOriginError, RedirectLimitError: it is not followed.
        """
        if response.status not in _STATUSES or request.meta.get("dont_redirect"):
            return response
        location = response.headers.get("Location")
        if not location:
            return response
        url = redirect_target(request.url, location)
        if url is None:
            raise BadRedirectError(f"The page redirects to {_shown(location)}, not a web address", url=request.url)
        self._check_origin(request, url)
        return self._follow(request, url, response.status)

    def _check_origin(self, request: Request, url: str) -> None:
        harvest_id = request.meta.get("sw_harvest")
        if self._origins.allows(harvest_id, url, robots=bool(request.meta.get("sw_robots"))):
            return
        if request.meta.get("sw_start") and harvest_id and self._origins.move(harvest_id, url):
            return
        what = f"The page redirects to {url[:200]}, away from the site of the start URL"
        raise OffOriginError(what, url=request.url)

    def _follow(self, request: Request, url: str, status: int) -> Request:
        times = request.meta.get("redirect_times", 0) + 1
        limit = request.meta.get("sw_max_redirects", self._limits.redirects)
        if times > limit:
            raise RedirectLimitError(f"The page redirects more than {limit} times", url=request.url)
        method = "GET" if status == 303 or (status in {301, 302} and request.method == "POST") else request.method
        body = request.body if method == request.method else b""
        followed = request.replace(url=url, method=method, body=body, dont_filter=True, cookies={})
        # Each hop gets its own: what was meant for one address is not for another.
        for name in ("Authorization", "Cookie", "Referer", "If-None-Match", "If-Modified-Since"):
            followed.headers.pop(name, None)
        followed.meta["redirect_times"] = times
        followed.meta["redirect_urls"] = [*request.meta.get("redirect_urls", []), request.url]
        followed.meta["redirect_reasons"] = [*request.meta.get("redirect_reasons", []), status]
        # The waits and retries of one address do not count against the next.
        for key in ("retry_times", "sw_waited_s"):
            followed.meta.pop(key, None)
        return followed


def redirect_target(url: str, location: bytes) -> str | None:
    """Where a Location leads, absolute; None when that is no address we would ask for.

    Args:
        url: of the page that redirects.
        location: the header's value; bytes beyond ASCII are read as UTF-8, else as Latin-1.
    """
    try:
        text = location.decode("utf-8")
    except UnicodeDecodeError:
        text = location.decode("latin-1")
    text = text.strip()
    if not text or _CONTROL.search(text):
        return None
    try:
        target = safe_url_string(urljoin(url, text.replace("\\", "/")))
        parts = urlsplit(target)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or Origin.of(target) is None:
        return None
    return parts._replace(fragment="").geturl()


def _shown(location: bytes) -> str:
    return ascii(location.decode("latin-1")[:100])
