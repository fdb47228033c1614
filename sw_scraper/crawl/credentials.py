"""Downloader middleware that sends HTTPAUTH_USER and HTTPAUTH_PASS to the origin of the start URL, and nowhere else.

Scrapy's own wants HTTPAUTH_DOMAIN, which knows no ports; a redirect to another port of the host would get the password.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scrapy.exceptions import NotConfigured
from w3lib.http import basic_auth_header

from sw_scraper.crawl.origin import Origin, Origins

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


class CredentialsMiddleware:
    """Adds the Authorization header for the first start URL's origin (scheme, host and port as the user gave them).

    A run over several sites must not hand one site's password to another: only the origin of the first harvest that
    sends a request gets it.
    """

    def __init__(self, crawler: Crawler) -> None:
        user, password = crawler.settings.get("HTTPAUTH_USER") or "", crawler.settings.get("HTTPAUTH_PASS") or ""
        if not (user or password):
            raise NotConfigured
        self._header = basic_auth_header(user, password)
        self._domain: str | None = crawler.settings.get("HTTPAUTH_DOMAIN")
        self._origins = Origins.of(crawler)
        self._scope: Origin | None = None
        self._told = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Add the header where it belongs, and take it away where it does not."""
        origin = Origin.of(request.url)
        if self._scope is None:
            self._scope = self._origins.start(request.meta.get("sw_harvest") or "")
        if origin is not None and origin == self._scope and self._fits_domain(origin):
            request.headers["Authorization"] = self._header
            return
        request.headers.pop("Authorization", None)
        if not self._told:
            self._told = True
            message = "HTTPAUTH_USER is not sent to %s: it was given for %s; start at the address that needs it"
            logger.warning(message, origin, self._scope)

    def _fits_domain(self, origin: Origin) -> bool:
        domain = (self._domain or "").lower()
        return not domain or origin.host == domain or origin.host.endswith(f".{domain}")
