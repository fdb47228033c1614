"""Which site a page belongs to: its hosts and its name."""

from __future__ import annotations

from collections import Counter
from typing import Final
from urllib.parse import urlsplit

from sw_scraper.extract.document import Document
from sw_scraper.extract.marks import head_links

_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


def site_of(url: str) -> str | None:
    """Host and port of an address without ``www.`` and default ports; None when there is none.

    Args:
        url: absolute.

    >>> site_of("https://www.example.org:443/x"), site_of("http://example.org:8080/")
    ('example.org', 'example.org:8080')
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if not host:
        return None
    host = host.removeprefix("www.")
    return host if port in (None, _DEFAULT_PORTS.get(parts.scheme)) else f"{host}:{port}"


def _canonical(doc: Document) -> str | None:
    hrefs = (link.get("href") for link in doc.once(head_links) if (link.get("rel") or "").lower() == "canonical")
    return doc.absolute(next(hrefs, None))


class OwnSites:
    """The sites that a page calls its own: of its address, of its canonical address, and where most of its links lead.

    A page read from a copy has another address than the one its links were written for.

    Args:
        doc: the page.
    """

    def __init__(self, doc: Document) -> None:
        self._doc = doc
        named = (doc.url, _canonical(doc), doc.metas.get("og:url"))
        self._named = frozenset(site for site in (site_of(url) for url in named if url) if site)
        self._linked: str | None = None
        self._counted = False

    def __contains__(self, url: str) -> bool:
        """Whether an absolute address is on one of the page's own sites."""
        site = site_of(url)
        return site is not None and (site in self._named or site == self._most_linked())

    def _most_linked(self) -> str | None:
        if not self._counted:
            self._counted = True
            origins = Counter("/".join(anchor.url.split("/", 3)[:3]) for anchor in self._doc.anchors if anchor.url)
            if origins:
                origin, number = origins.most_common(1)[0]
                self._linked = site_of(origin) if number > 2 and number * 2 > origins.total() else None
        return self._linked
