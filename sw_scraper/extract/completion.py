"""What belongs to a list although it looks different.

Entries of another shape beside the others, and the first entries in a block of their own before the list.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from sw_scraper.extract import archive_words as words
from sw_scraper.extract.hints import Hint, field_hints
from sw_scraper.extract.regions import Region, RegionSet, shape
from sw_scraper.extract.tag_name import fold_name
from sw_scraper.normalize.words import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sw_scraper.extract.document import Document, Element
    from sw_scraper.extract.outline import Outline

_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_NOT_ENTRIES: Final = word_set("nav aside form header footer script style h1 h2 h3 h4 h5 h6 hr br p dialog template")
_LEAD: Final = re.compile(
    r"hero|featured?|lead(?:ing)?\b|first|highlight|topstory|top-story|spotlight|big-?post|sticky|principal", re.I
)
_SHOW: Final = re.compile(r"slide|slick|swiper|carousel|owl|ticker|marquee|trending|popular|related|recommend", re.I)
_MORE: Final = frozenset(fold_name(phrase) for phrase in words.alternatives(words.RELATED))  # "Other articles"
_MOST_LEADING = 6
_NEAR = 2  # levels above the list in which a block before it needs no telling name


def completed(found: RegionSet, doc: Document, outline: Outline) -> RegionSet:
    """A list with the entries that its strategy could not see.

    Args:
        found: the winning list.
        doc: the page.
        outline: of the page.

    Returns:
        The same list when nothing was missing, else a longer one in page order.
    """
    if not found.regions:
        return found
    known = _Known(found.regions, doc)
    beside = list(_beside(found, known, doc, outline))
    before = _before(found, known, doc, outline)
    if not beside and not before:
        return found
    regions = _in_page_order([*found.regions, *beside, *before], doc)
    notes = [*found.notes]
    if beside:
        notes.append(f"{len(beside)} entries of another shape beside the others")
    if before:
        notes.append(f"{len(before)} leading entries before the list")
    return RegionSet(regions, found.container, notes)


class _Known:
    """What the entries of the list have in common."""

    def __init__(self, regions: Sequence[Region], doc: Document) -> None:
        self.shapes = {shape(region.first) for region in regions}
        self.tags = {region.first.tag for region in regions}
        self.names = {name for _, names in self.shapes for name in names.split()}
        self.nodes = {node for region in regions for node in region.nodes}
        self.around: set[Element] = set()
        for node in self.nodes:
            above = node.getparent()
            while above is not None and above not in self.around:
                self.around.add(above)
                above = above.getparent()
        self._regions = regions
        self._doc = doc

    @cached_property
    def levels(self) -> set[str]:
        """The tags of the linked headings of the list."""
        return {heading.tag for region in self._regions[:12] for heading in _linked(region.nodes, self._doc)}

    @cached_property
    def urls(self) -> set[str]:
        """Where the list leads."""
        anchors = (anchor for region in self._regions for node in region.nodes for anchor in node.iter("a"))
        return {url for anchor in anchors if (url := self._doc.absolute(anchor.get("href")))}

    @cached_property
    def hosts(self) -> set[str]:
        """The hosts that the list leads to."""
        return {_host(url) for url in self.urls}

    def fits(self, url: str | None) -> bool:
        """Whether a link can be another entry: new, and on a host that the list leads to."""
        return bool(url) and url not in self.urls and _host(url or "") in self.hosts


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""


def _linked(nodes: Sequence[Element], doc: Document) -> Iterator[Element]:
    """Headings that are linked, or that hold or stand in a link."""
    for node in nodes:
        for heading in node.iter(*_HEADINGS):
            if _url_of(heading, doc):
                yield heading


def _url_of(heading: Element, doc: Document) -> str | None:
    inside = next(heading.iter("a"), None)
    if inside is not None:
        return doc.absolute(inside.get("href"))
    node = heading.getparent()
    for _ in range(4):
        if node is None:
            return None
        if node.tag == "a":
            return doc.absolute(node.get("href"))
        node = node.getparent()
    return None


def _beside(found: RegionSet, known: _Known, doc: Document, outline: Outline) -> Iterator[Region]:
    seen: set[Element] = set()
    for region in found.regions:
        container = outline.parent(region.first)
        if container is None or container in seen or container.tag in {"body", "html"}:
            continue
        seen.add(container)
        for child in container:
            if child in known.nodes or child.tag in _NOT_ENTRIES or doc.is_hidden(child):
                continue
            if not _alike(child, known) or outline.weight(child) < 0.5 * outline.weight(container):
                continue
            if child in known.around:
                continue
            heading = next(_linked([child], doc), None)
            if heading is not None:
                if known.fits(_url_of(heading, doc)) and (not known.levels or heading.tag in known.levels):
                    yield Region([child], heading)
            elif not known.levels and shape(child) in known.shapes:
                anchor = next((a for a in child.iter("a") if known.fits(doc.absolute(a.get("href")))), None)
                if anchor is not None:
                    yield Region([child], anchor)


def _alike(child: Element, known: _Known) -> bool:
    kind = shape(child)
    if kind in known.shapes:
        return True
    if child.tag not in known.tags:
        return False
    names = set(kind[1].split())
    return bool(names & known.names) or (child.tag == "article") or (not names and not known.names)


def _before(found: RegionSet, known: _Known, doc: Document, outline: Outline) -> list[Region]:
    """Entries in the nearest blocks before the list."""
    node = outline.parent(found.regions[0].first)
    for level in range(9):
        if node is None or node.tag in {"body", "html"}:
            return []
        for block in node.itersiblings(preceding=True):
            if not isinstance(block.tag, str) or doc.is_hidden(block):
                continue
            if _is_page_heading(block) and fold_name(doc.text(block)) not in _MORE:
                return []
            is_lead = block.tag == "aside" and _LEAD.search(f"{block.get('class') or ''} {block.get('id') or ''}")
            if not is_lead and (block.tag in _NOT_ENTRIES or outline.weight(block) < 0.5):
                continue
            regions = _leading(block, known, doc, near=level < _NEAR)
            if regions:
                return regions
        node = outline.parent(node)
    return []


def _is_page_heading(block: Element) -> bool:
    """Whether a block is the page's main heading or holds nothing else: what stands before it is not of the list."""
    heading = block if block.tag == "h1" else next(block.iter("h1"), None)
    if heading is None or next(heading.iter("a"), None) is not None:
        return False
    return next(block.iter("a", "article"), None) is None


def _leading(block: Element, known: _Known, doc: Document, *, near: bool) -> list[Region]:
    names = f"{block.get('class') or ''} {block.get('id') or ''}"
    inner = next((e for e in block.iter("div", "section", "article") if _is_lead(e.get("class") or "")), None)
    shown = _is_show(names) or any(_is_show(e.get("class") or "") for e in block.iter("div", "ul", "section"))
    if shown or (not near and inner is None and not (block.tag == "aside" and _LEAD.search(names))):
        return []
    headings = list(block.iter(*_HEADINGS))
    linked = list(_linked([block], doc))
    if not linked or len(linked) > _MOST_LEADING or len(headings) != len(linked):
        return []  # a heading of its own names another list
    tops = [_entry_around(heading, block) for heading in linked if known.fits(_url_of(heading, doc))]
    entries = {top for top in tops if top is not None}
    if len(entries) != len(linked):
        return []
    return [Region([top], heading) for top, heading in zip(tops, linked, strict=True)]


@lru_cache(maxsize=4096)
def _is_show(names: str) -> bool:
    return _SHOW.search(names) is not None


@lru_cache(maxsize=4096)
def _is_lead(names: str) -> bool:
    return _LEAD.search(names) is not None


def _entry_around(heading: Element, block: Element) -> Element | None:
    node: Element | None = heading
    best = None
    while node is not None:
        if node.tag == "article" or (
            node.tag in {"div", "li", "section"} and field_hints(node.get("class") or "") & Hint.ITEM
        ):
            best = node
            if node.tag == "article":
                return node
        if node is block:
            break
        node = node.getparent()
    return best


def _in_page_order(regions: list[Region], doc: Document) -> list[Region]:
    wanted = {region.first: region for region in regions}
    ordered = []
    for element in doc.body.iter():
        region = wanted.pop(element, None)
        if region is not None:
            ordered.append(region)
            if not wanted:
                break
    return ordered
