"""What a page says of its list in linked data: JSON-LD lists of items and microdata articles.

The standard library's JSON reader is enough: extruct would parse the page a second time for the same answer. Linked
data only says *which* links are entries; what is read of an entry is what a reader can see.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from sw_scraper.extract.document import string_of
from sw_scraper.extract.regions import RegionSet, clustered, regions_of
from sw_scraper.normalize.urls import identity_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sw_scraper.extract.document import Document, Element
    from sw_scraper.extract.outline import Outline

_LONGEST = 2_000_000  # characters of one script
_DEEPEST = 12
_MOST = 2000
_LISTS: Final = ("itemListElement", "blogPost", "blogPosts", "hasPart", "mainEntity", "@graph", "item", "dataset")
_COMMENT: Final = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/)\s*$"
)


def linked_sets(doc: Document, outline: Outline) -> Iterator[RegionSet]:
    """The lists that linked data names, as regions of the visible page.

    Args:
        doc: the page.
        outline: of the page.
    """
    wanted = set(_listed_urls(doc))
    if len(wanted) > 1:
        seeds: dict[str, Element] = {}
        for anchor in doc.anchors:
            if anchor.url is None or doc.is_hidden(anchor.element) or outline.weight(anchor.element) < 0.1:
                continue
            key = identity_of(anchor.url)
            if key in wanted and (key not in seeds or not _has_text(seeds[key])):
                seeds[key] = anchor.element
        ordered = sorted(seeds.values(), key=_Place(doc))
        if len(ordered) > 1:
            yield from (found for found in clustered(regions_of(ordered, outline), outline) if len(found.regions) > 1)
    if doc.items:
        items = [item for item in _marked_items(doc)[:_MOST] if not doc.is_hidden(item)]
        known = set(items)
        outer = [item for item in items if not any(above in known for above in item.iterancestors())]
        if len(outer) > 1:
            yield from clustered([(item, _seed(item)) for item in outer], outline)


def _marked_items(doc: Document) -> list[Element]:
    return [
        item
        for item in doc.items
        if (
            "Article" in (kind := item.get("itemtype") or "")
            or "BlogPosting" in kind
            or item.get("itemprop") in {"blogPost", "itemListElement"}
        )
    ]


class _Place:
    """Sorts elements by their place in the page."""

    def __init__(self, doc: Document) -> None:
        self._order = {anchor.element: index for index, anchor in enumerate(doc.anchors)}

    def __call__(self, element: Element) -> int:
        return self._order[element]


def _has_text(anchor: Element) -> bool:
    return bool(string_of(anchor).strip())


def _seed(item: Element) -> Element:
    for heading in item.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        return heading
    for anchor in item.iter("a"):
        return anchor
    return item


def _listed_urls(doc: Document) -> Iterator[str]:
    for text in doc.linked_data:
        if len(text) > _LONGEST:
            continue
        data = _read(text)
        if data is not None:
            for url in _urls_in(data, 0):
                absolute = doc.absolute(url)
                if absolute:
                    yield identity_of(absolute)


def _read(text: str) -> Any:
    try:
        return json.loads(_COMMENT.sub("", text), strict=False)
    except (ValueError, RecursionError):
        return None


def _urls_in(data: Any, depth: int) -> Iterator[str]:
    """The addresses of the items of every list in the data."""
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for one in data[:_MOST]:
            yield from _urls_in(one, depth + 1)
        return
    if not isinstance(data, dict):
        return
    for key in _LISTS:
        value = data.get(key)
        if key in {"itemListElement", "blogPost", "blogPosts", "hasPart"} and not _is_breadcrumb(data):
            for one in value[:_MOST] if isinstance(value, list) else [value]:
                url = _url_of(one)
                if url:
                    yield url
        elif value is not None:
            yield from _urls_in(value, depth + 1)


def _is_breadcrumb(data: dict[str, Any]) -> bool:
    return "Breadcrumb" in str(data.get("@type", "")) or "Navigation" in str(data.get("@type", ""))


def _url_of(one: Any) -> str | None:
    if isinstance(one, str):
        return one if one.startswith(("http", "/")) else None
    if not isinstance(one, dict):
        return None
    for key in ("url", "@id"):
        value = one.get(key)
        if isinstance(value, str) and value.startswith(("http", "/")):
            return value
    inner = one.get("item") or one.get("mainEntityOfPage")
    return _url_of(inner) if inner is not None and inner is not one else None
