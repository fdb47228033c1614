"""What site profiles and themes say with selectors: entries of the page and fields of an entry."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from cssselect import HTMLTranslator, SelectorError
from lxml import etree

from sw_scraper.extract.regions import Region, RegionSet, clustered

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sw_scraper.extract.document import Document, Element
    from sw_scraper.extract.outline import Outline

_SIMPLE: Final = re.compile(r"([a-z][a-z0-9]*)?\.([A-Za-z_][\w-]*)")
_CLASS: Final = re.compile(r"\.([A-Za-z_][\w-]*)")
_TRANSLATOR: Final = HTMLTranslator()


@lru_cache(maxsize=2048)
def compiled(selector: str, prefix: str) -> Any:
    """A CSS selector as compiled XPath; None for one that cssselect does not know.

    Args:
        selector: CSS.
        prefix: the XPath axis to look along, such as ``descendant::``.
    """
    try:
        return etree.XPath(_TRANSLATOR.css_to_xpath(selector, prefix=prefix))
    except (SelectorError, etree.XPathError):
        return None


@lru_cache(maxsize=2048)
def _needed(selector: str) -> tuple[str, ...]:
    """The classes without which a selector finds nothing; none for selectors that have alternatives."""
    return () if "," in selector or ":" in selector or "[" in selector else tuple(_CLASS.findall(selector))


def may_match(selector: str, doc: Document) -> bool:
    """Whether the classes that a selector names occur in the page: a quick test that spares most lookups.

    Args:
        selector: CSS.
        doc: the page.
    """
    return all(name in doc.class_names for name in _needed(selector))


def selected(selector: str, top: Element, doc: Document) -> Sequence[Element]:
    """The elements of a selector in page order: those in an element, and of classes alone perhaps others.

    Args:
        selector: CSS.
        top: where to look.
        doc: the page.
    """
    if not may_match(selector, doc):
        return ()
    simple = _SIMPLE.fullmatch(selector)
    if simple is not None:
        tag, name = simple.groups()
        return [one for one in doc.with_class(name) if not tag or one.tag == tag]
    path = compiled(selector, "descendant-or-self::")
    return path(top) if path is not None else ()


class FieldSelectors:
    """The fields of one strategy's entries.

    Attributes:
        name: of the strategy, for rules.
    """

    def __init__(self, name: str, selectors: Mapping[str, Sequence[str]], doc: Document) -> None:
        self.name = name
        self._doc = doc
        self._selectors = selectors

    def knows(self, field: str) -> bool:
        """Whether the strategy has selectors for a field."""
        return bool(self._selectors.get(field))

    def by_region(self, field: str, regions: Sequence[Region], container: Element) -> dict[int, list[Element]]:
        """The elements of a field in each of a list's entries, looked for once in the whole list.

        Args:
            field: one of :data:`sw_scraper.themes.catalog.FIELDS`.
            regions: the entries.
            container: the element that holds them all.

        Returns:
            Number of the entry to elements in page order; entries without the field are left out.
        """
        owner = {node: index for index, region in enumerate(regions) for node in region.nodes}
        found: dict[int, list[Element]] = {}
        for selector in self._selectors.get(field, ()):
            hits: dict[int, list[Element]] = {}
            for hit in selected(selector, container, self._doc):
                node = hit
                while node is not None and node not in owner and node is not container:
                    node = node.getparent()
                if node in owner and owner[node] not in found:
                    hits.setdefault(owner[node], []).append(hit)
            found.update(hits)
            if len(found) == len(regions):
                break
        return found


def selected_sets(
    selectors: Mapping[str, Sequence[str]], name: str, doc: Document, outline: Outline
) -> Iterator[tuple[RegionSet, FieldSelectors]]:
    """The lists that the ``item`` selectors of a profile or theme find.

    Args:
        selectors: field to CSS selectors.
        name: of the strategy.
        doc: the page.
        outline: of the page.

    Yields:
        Each list with the selectors of its fields; items in different parts of the page are different lists.
    """
    fields = FieldSelectors(name, selectors, doc)
    items: list[Element] = []
    seen: set[Element] = set()
    for selector in selectors.get("item", ()):
        for item in _items(selector, doc, outline):
            if item not in seen and not doc.is_hidden(item):
                seen.add(item)
                items.append(item)
        if items:
            break
    # an entry in an entry (a quoted post) is none of its own
    outer = [item for item in items if not any(above in seen for above in item.iterancestors())]
    if not outer:
        return
    titles = fields.by_region("title", [Region([item], item) for item in outer], doc.root)
    pairs = [(item, _seed(item, titles.get(index))) for index, item in enumerate(outer)]
    if len(pairs) == 1:
        container = outline.parent(outer[0])
        yield RegionSet([Region([outer[0]], pairs[0][1])], container if container is not None else outer[0]), fields
        return
    for found in clustered(pairs, outline):
        yield found, fields


def _items(selector: str, doc: Document, outline: Outline) -> list[Element]:
    """The elements of a selector; "tag.class", as nearly all are, is looked up among what the outline has seen."""
    simple = _SIMPLE.fullmatch(selector)
    if simple is None:
        path = compiled(selector, "descendant::")
        return path(doc.root) if path is not None else []
    tag, name = simple.groups()
    paths = outline.paths
    return [one for one in doc.with_class(name) if one in paths and (not tag or one.tag == tag)]


def _seed(item: Element, titles: Sequence[Element] | None) -> Element:
    if titles:
        return titles[0]
    heading = next(item.iter("h1", "h2", "h3", "h4", "h5", "h6"), None)
    if heading is not None:
        return heading
    anchor = next(item.iter("a"), None)
    return anchor if anchor is not None else item
