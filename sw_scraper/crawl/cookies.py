"""Downloader middleware for cookies: one jar an origin, bounded, and no look at any list of domains.

Scrapy's own keeps one jar for all, in which ports do not count and a Domain attribute widens a cookie to other hosts;
and it asks the network for the public suffix list. Here every cookie belongs to exactly the origin that set it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from time import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.exceptions import NotConfigured

from sw_scraper.crawl.limits import Limits
from sw_scraper.crawl.origin import Origin

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_BAD = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class _Cookie:
    name: str
    value: str
    path: str
    expires: float | None

    def fits(self, path: str, now: float) -> bool:
        """Whether it goes with a request for ``path``."""
        if self.expires is not None and self.expires <= now:
            return False
        return path == self.path or path.startswith(self.path if self.path.endswith("/") else f"{self.path}/")


class CookieJar:
    """The cookies of one origin.

    Args:
        limits: how many, and how large.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._cookies: dict[tuple[str, str], _Cookie] = {}

    def take(self, header: str, *, url: str, now: float) -> None:
        """Keep (or delete) what one Set-Cookie header says; nonsense and excess are ignored."""
        cookie = _parsed(header, url=url, now=now) if len(header) <= self._limits.cookie_bytes else None
        if cookie is None:
            return
        key = (cookie.name, cookie.path)
        self._cookies.pop(key, None)
        if cookie.expires is None or cookie.expires > now:
            if len(self._cookies) >= self._limits.cookies:
                self._cookies.pop(next(iter(self._cookies)))  # the oldest
            self._cookies[key] = cookie

    def header(self, url: str, *, now: float) -> str:
        """The Cookie header for a request; "" when there is nothing to send."""
        path = urlsplit(url).path or "/"
        fitting = [cookie for cookie in self._cookies.values() if cookie.fits(path, now)]
        fitting.sort(key=lambda cookie: -len(cookie.path))
        text, size = [], 0
        for cookie in fitting:
            pair = f"{cookie.name}={cookie.value}"
            size += len(pair) + 2
            if size > self._limits.cookie_bytes:
                break
            text.append(pair)
        return "; ".join(text)


class OriginCookiesMiddleware:
    """Sends and keeps cookies, for each origin apart."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("COOKIES_ENABLED"):
            raise NotConfigured
        self._limits = Limits.of(crawler.settings)
        self._jars: dict[Origin, CookieJar] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Set the Cookie header to what the origin set before; whatever stood there is replaced."""
        request.headers.pop("Cookie", None)
        origin = Origin.of(request.url)
        jar = self._jars.get(origin) if origin else None
        header = jar.header(request.url, now=time()) if jar else ""
        if header:
            request.headers["Cookie"] = header.encode("latin-1")

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep what the origin sets."""
        headers = response.headers.getlist("Set-Cookie")
        origin = Origin.of(request.url)
        if headers and origin:
            jar = self._jars.setdefault(origin, CookieJar(self._limits))
            for header in headers[: self._limits.cookies]:
                jar.take(header.decode("latin-1"), url=request.url, now=time())
        return response


def _parsed(header: str, *, url: str, now: float) -> _Cookie | None:
    pair, *attributes = header.split(";")
    name, equals, value = (part.strip() for part in pair.partition("="))
    if not (name and equals) or _BAD.search(name + value):
        return None
    found = {key.strip().lower(): text.strip() for key, _, text in (part.partition("=") for part in attributes)}
    path = found.get("path", "")
    if not path.startswith("/") or _BAD.search(path):
        path = (urlsplit(url).path or "/").rpartition("/")[0] or "/"
    return _Cookie(name, value, path, _expiry(found, now))


def _expiry(attributes: dict[str, str], now: float) -> float | None:
    """When the cookie ends; Max-Age goes before Expires (RFC 6265)."""
    age = attributes.get("max-age", "")
    if re.fullmatch(r"-?\d{1,12}", age):
        return now + int(age)
    try:
        return parsedate_to_datetime(attributes["expires"].replace("-", " ")).timestamp()
    except (KeyError, ValueError, OverflowError, IndexError, TypeError):
        return None
