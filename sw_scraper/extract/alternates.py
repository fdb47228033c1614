"""Feeds and REST addresses that a page advertises in its head."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sw_scraper.extract.link_header import API
from sw_scraper.model import Alternate
from sw_scraper.normalize.text import clean_text

if TYPE_CHECKING:
    from sw_scraper.extract.document import Document

_FEEDS: Final = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_REST: Final = "application/json"


def alternates_of(doc: Document) -> tuple[Alternate, ...]:
    """The machine-readable twins of a page, in page order, each address once.

    Args:
        doc: the page.
    """
    found: dict[str, Alternate] = {}
    for link in doc.root.iter("link"):
        relations = (link.get("rel") or "").lower().split()
        if API in relations and (root := doc.absolute(link.get("href"))) is not None:
            found.setdefault(root, Alternate(kind="api", url=root))
        if "alternate" not in relations:
            continue
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        url = doc.absolute(link.get("href"))
        if url is None:
            continue
        if kind in _FEEDS:
            found.setdefault(url, Alternate(kind="feed", url=url, title=clean_text(link.get("title") or "")))
        elif kind == _REST and "oembed" not in url:
            found.setdefault(url, Alternate(kind="rest", url=url, title=clean_text(link.get("title") or "")))
    return tuple(found.values())
