"""Sitemaps and the lines of robots.txt that name them; hostile ones are bounded like feeds.

Source: sitemaps.org protocol 0.9; RFC 9309 section 2.2.4 (other records).
"""

from __future__ import annotations

import re
import zlib
from typing import Any, Final

from sw_scraper.extract.feed_entries import LONGEST_FEED, xml_root
from sw_scraper.normalize.urls import absolute_url

_MOST: Final = 50_000
_LINE: Final = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S{1,2048})", re.IGNORECASE | re.MULTILINE)


def sitemaps_in_robots(body: bytes, *, url: str) -> tuple[str, ...]:
    r"""The sitemaps that a robots.txt names, in order, each once.

    >>> sitemaps_in_robots(b"User-agent: *\nSitemap: /wp-sitemap.xml\n", url="https://example.org/robots.txt")
    ('https://example.org/wp-sitemap.xml',)
    """
    text = body[:500_000].decode("utf-8", "replace")
    found = (absolute_url(line, url) for line in _LINE.findall(text)[:100])
    return tuple(dict.fromkeys(one for one in found if one is not None))


def read_sitemap(body: bytes, *, url: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The sitemaps and the pages that a sitemap lists; None for what is none.

    Args:
        body: XML, or that packed with gzip.
        url: of the sitemap.
    """
    if body.startswith(b"\x1f\x8b"):
        try:
            body = zlib.decompressobj(wbits=31).decompress(body, LONGEST_FEED)
        except zlib.error:
            return None
    try:
        root = xml_root(body, names=frozenset({"urlset", "sitemapindex"}))
        return _listed(root, url) if root is not None else None
    except UnicodeDecodeError:  # as in feeds
        return None


def _listed(root: Any, url: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    places: tuple[list[str], list[str]] = ([], [])
    for number, entry in enumerate(root):
        if number >= _MOST:
            break
        kind = str(entry.tag).rpartition("}")[2]
        if kind not in ("sitemap", "url"):
            continue
        for child in entry[:20]:
            if str(child.tag).rpartition("}")[2] == "loc" and child.text:
                found = absolute_url(child.text.strip()[:2048], url)
                if found is not None:
                    places[kind == "url"].append(found)
                break
    return tuple(dict.fromkeys(places[0])), tuple(dict.fromkeys(places[1]))
