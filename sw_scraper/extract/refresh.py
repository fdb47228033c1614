"""Where a page sends its reader by ``<meta http-equiv=refresh>``."""

from __future__ import annotations

import re
from typing import Final

from sw_scraper.extract.document import Document, Element
from sw_scraper.extract.page_address import read_address

_CONTENT: Final = re.compile(r"\s*(\d{0,6})(?:\.\d*)?\s*[;,\s]\s*(?:url\s*=\s*)?(.+)", re.IGNORECASE | re.DOTALL)
_SLOWEST_S: Final = 30


def _metas(doc: Document) -> list[Element]:
    """The ``<meta>`` of the head; of the whole page where the head has none."""
    head = doc.root.find("head")
    found = list(head.iter("meta")) if head is not None else []
    return found or list(doc.root.iter("meta"))


def refresh_target(doc: Document) -> str | None:
    """The address in the page's meta refresh, also when it is the page's own.

    Args:
        doc: the page.

    Returns:
        An absolute http(s) URL; None without a refresh, for one without an address (a page that reloads itself), for
        one in ``<noscript>`` and for one after more than half a minute.
    """
    for meta in _metas(doc):
        if (meta.get("http-equiv") or "").strip().lower() != "refresh":
            continue
        if any(up.tag == "noscript" for up in meta.iterancestors()):
            continue
        match = _CONTENT.match(meta.get("content") or "")
        if match is None or int(match[1] or 0) > _SLOWEST_S:
            continue
        return doc.absolute(_unquoted(match[2].strip()))
    return None


def _unquoted(text: str) -> str:
    if text[:1] in ("'", '"'):
        return text[1:].partition(text[0])[0]
    return text


def find_meta_refresh(doc: Document) -> str | None:
    """Where the page sends its reader; None when nowhere or to itself.

    Args:
        doc: the page.
    """
    target = refresh_target(doc)
    if target is None:
        return None
    same_page = read_address(target).key == read_address(doc.url).key
    return None if same_page and target.partition(":")[0] == doc.url.partition(":")[0] else target
