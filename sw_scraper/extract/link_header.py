"""The HTTP header ``Link``: typed links of a response.

Source: RFC 8288, section 3.
"""

from __future__ import annotations

import re
from typing import Final

from sw_scraper.normalize.urls import absolute_url

API: Final = "https://api.w.org/"
"""The relation by which WordPress names the root of its REST addresses."""
_LONGEST: Final = 16_384
_LINK: Final = re.compile(
    r"<([^<>\s]{1,2048})>((?:\s*;\s*[\w!#$&+.^`|~*-]{1,40}\s*=\s*(?:\"[^\"]{0,512}\"|[^\s;,\"]{1,512}))*)"
)
_REL: Final = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]+))", re.IGNORECASE)


def linked_url(header: str | None, relation: str, *, base: str) -> str | None:
    """The first address that a Link header gives for a relation, absolute; None without one.

    Args:
        header: its value; several headers are joined by commas.
        relation: such as ``next`` or ``https://api.w.org/``; case is ignored.
        base: address of the response.

    >>> linked_url('<https://example.org/wp-json/>; rel="https://api.w.org/"', API, base="https://example.org/a/")
    'https://example.org/wp-json/'
    >>> linked_url('</a?page=1>; rel="prev", </a?page=3>; rel="next"', "next", base="https://example.org/a?page=2")
    'https://example.org/a?page=3'
    """
    for link in _LINK.finditer((header or "")[:_LONGEST]):
        found = _REL.search(link[2])
        if found and relation.lower() in (found[1] or found[2] or "").lower().split():
            return absolute_url(link[1], base)
    return None
