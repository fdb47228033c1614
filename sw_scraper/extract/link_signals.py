"""Links that say something about other pages of the list, and what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from lxml import etree

from sw_scraper.extract import pager_words as words
from sw_scraper.extract.document import Document, Element, string_of
from sw_scraper.extract.labels import Direction, begins_like, direction_of, fold_label, is_symbol, page_number_of
from sw_scraper.extract.marks import Mark, head_links, marked_elements, marks_at, marks_of

_DIGIT: Final = re.compile(r"\d")
_LONGEST: Final = 60
_ICON_NEXT: Final = re.compile(
    r"(?:angle|chevron|arrow|caret|arrows?|triangle|circle)[\w-]*?[_-]?(?:right|forward|next)|(?:^"
    r"|[\s_-])(?:next|forward)(?:$|[\s_-])|right-?(?:arrow|chevron|open|long)|long-arrow-right",
    re.IGNORECASE,
)
_ICON_PREVIOUS: Final = re.compile(
    r"(?:angle|chevron|arrow|caret|arrows?|triangle|circle)[\w-]*?[_-]?(?:left|back|prev)|(?:^"
    r"|[\s_-])(?:prev|previous|back|backward)(?:$|[\s_-])|left-?(?:arrow|chevron|open|long)",
    re.IGNORECASE,
)
_ICON_LAST: Final = re.compile(
    r"fast-?(?:forward|backward)|(?:^|[\s_-])(?:last|first)(?:$|[\s_-])|step-?(?:forward|backward)"
    r"|skip-?(?:end|start|next)",
    re.IGNORECASE,
)
_OLDER: Final = re.compile(words.OLDER_STEMS)

_NEXT_NAMES: Final = ("data-next-page", "data-next", "data-next-url", "data-nextpage")
_WITH_NEXT_ATTRIBUTE: Final = etree.XPath(f"//*[{' or '.join(f'@{name}' for name in _NEXT_NAMES)}]")
_NEWER: Final = re.compile(words.NEWER_STEMS)
_NEXT_ATTRIBUTES: Final = (
    "data-next-page", "data-next", "data-next-url", "data-next-page-url", "data-nextpage", "data-next-href",
    "data-next-link", "data-nexturl", "data-url-next", "data-infinite-next", "data-pagination-next",
)  # fmt: skip
_MORE_BUTTON: Final = re.compile(r"(?:load|show|view)[-_]?more|infinite")
_MORE_ATTRIBUTES: Final = (
    "data-url",
    "data-href",
    "data-link",
    "data-path",
    "data-load",
    "hx-get",
    "data-hx-get",
    "data-load-url",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """A link that may lead to another page of the list.

    Attributes:
        label: what told the direction or the number; "" without one.
        source: where the label stands (``text``, ``aria-label``, ``title``, ``icon``).
        weak: the label only begins like a known one.
        older: the label speaks of older entries, so it leads on in any list that begins with the newest.
        newer: the label speaks of newer entries, so it leads back.
    """

    element: Element
    url: str | None
    label: str = ""
    source: str = "text"
    direction: Direction | None = None
    number: int | None = None
    rel_next: bool = False
    in_head: bool = False
    class_next: bool = False
    in_pager: bool = False
    in_slider: bool = False
    hidden: bool = False
    nofollow: bool = False
    disabled: bool = False
    older: bool = False
    newer: bool = False
    symbol: bool = False
    weak: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadMore:
    """An address that a load-more attribute names."""

    url: str
    name: str
    named_next: bool


def find_links(doc: Document, records: Sequence[Element] = ()) -> list[PageLink]:
    """Every link with a sign of pagination, in page order, head links first.

    Args:
        doc: the page.
        records: links inside of these elements are left out.
    """
    found = [
        PageLink(element=link, url=doc.absolute(link.get("href")), rel_next=True, in_head=True)
        for link in doc.once(head_links)
        if "next" in (link.get("rel") or "").lower().split() and link.get("href")
    ]
    inside = frozenset(anchor for record in records for anchor in record.iter("a"))
    for element, _, url in doc.anchors:
        if element not in inside:
            link = _read(doc, element, url)
            if link is not None:
                found.append(link)
    return found


@dataclass(slots=True)
class _Said:
    """What a link says of where it leads, by its label, ``rel`` and class."""

    label: str = ""
    source: str = "text"
    direction: Direction | None = None
    number: int | None = None
    weak: bool = False
    rel_next: bool = False
    class_next: bool = False


def _read(doc: Document, element: Element, url: str | None) -> PageLink | None:
    text = (string_of(element) if len(element) else element.text) or ""
    if text and _is_dull(element, text):
        return None
    text = " ".join(text.split()) if len(text) < 400 else ""
    is_short = len(text) <= _LONGEST and (bool(text) or len(element.text or "") < 400)
    said = _said_by_label(element, text) if is_short else _Said()
    rel, classes = element.get("rel"), element.get("class")
    said.rel_next = rel is not None and "next" in rel.lower().split()
    said.class_next = is_short and classes is not None and bool(marks_of(classes) & Mark.NEXT)
    if said.direction is None and said.number is None and not said.rel_next:
        said.direction = begins_like(text) if is_short else None
        said.weak = said.direction is not None
        if not said.weak and not said.class_next:
            return None
    return _placed(doc, element, url, said)


def _is_dull(element: Element, text: str) -> bool:
    """Whether nothing of a link can be a sign of pagination; most links are dull, and this is quick to say."""
    if len(text) < 400 and not _says_nothing(text):
        return False
    keys = element.keys()
    for name in ("title", "aria-label"):
        if name in keys and not _says_nothing(element.get(name)):
            return False
    if "rel" in keys and "next" in element.get("rel").lower():
        return False
    return "class" not in keys or not marks_of(element.get("class")) & Mark.NEXT


@lru_cache(maxsize=16384)
def _says_nothing(label: str) -> bool:
    text = " ".join(label.split())
    if len(text) > _LONGEST:
        return True
    return len(text) > 2 and direction_of(text) is None and page_number_of(text) is None and begins_like(text) is None


def _said_by_label(element: Element, text: str) -> _Said:
    direction = direction_of(text)
    number = page_number_of(text) if direction is None and _DIGIT.search(text) else None
    if direction is not None and not is_symbol(text):
        return _Said(text, "text", direction, number)
    direction, label, source = _other_label(element, text, direction, has_number=number is not None)
    return _Said(label, source, direction, number)


def _other_label(
    element: Element, text: str, direction: Direction | None, *, has_number: bool
) -> tuple[Direction | None, str, str]:
    """What ``aria-label``, ``title`` and icons say where the text says nothing or is a mere arrow."""
    for name in ("aria-label", "title"):
        value = element.get(name)
        if value and len(value) <= _LONGEST:
            told = direction_of(value) or (None if direction or has_number else begins_like(value))
            if told:
                return told, value, name
    if direction is not None or has_number or len(text) > 2:
        return direction, text, "text"
    return _icon(element)


def _icon(element: Element) -> tuple[Direction | None, str, str]:
    for node in element.iter():
        keys = node.keys()
        for name in ("aria-label", "alt", "title"):
            value = str(node.get(name)) if name in keys else ""
            told = direction_of(value) if value else None
            if told:
                return told, value, "icon"
        names = " ".join([node.get(name) if name in keys else "" for name in ("class", "src", "id")])
        told = _icon_direction(names) if len(names) > 2 else None
        if told:
            return told, names.strip()[:40], "icon"
    return None, "", "text"


@lru_cache(maxsize=4096)
def _icon_direction(names: str) -> Direction | None:
    """The direction of an icon by the names of its font or file."""
    if _ICON_LAST.search(names):
        return "edge"
    marks = marks_of(names)
    if marks & Mark.PREVIOUS or _ICON_PREVIOUS.search(names):
        return "previous"
    return "next" if _ICON_NEXT.search(names) else None


def _placed(doc: Document, element: Element, url: str | None, said: _Said) -> PageLink | None:
    """The link with what its place says; None for one in a calendar."""
    disabled = element.get("aria-disabled") == "true" or element.get("disabled") is not None
    around = 0  # marks of the link and of what is around it, near and far
    node, height = element, 0
    while node is not None and height < 9 and node.tag not in ("body", "main"):
        marks = marks_of(node.get("class") or "") if height == 0 else marks_at(node)
        around |= marks & Mark.SLIDER
        if height < 5:
            around |= marks & (Mark.PAGER | Mark.CALENDAR)
        if height < 3:
            disabled = disabled or bool(marks & Mark.DISABLED) or node.get("aria-disabled") == "true"
        node, height = node.getparent(), height + 1
    if around & Mark.CALENDAR:
        return None
    folded = fold_label(said.label) if said.direction in ("next", "previous") else ""
    return PageLink(
        element=element,
        url=url,
        label=said.label[:_LONGEST],
        source=said.source,
        direction=said.direction,
        number=said.number,
        weak=said.weak,
        rel_next=said.rel_next,
        class_next=said.class_next,
        symbol=said.source == "icon" or is_symbol(said.label),
        newer=said.direction == "previous" and _NEWER.search(folded) is not None,
        older=said.direction == "next" and _OLDER.search(folded) is not None,
        nofollow="nofollow" in (element.get("rel") or "").lower(),
        in_pager=bool(around & Mark.PAGER),
        in_slider=bool(around & Mark.SLIDER),
        hidden=doc.is_hidden(element),
        disabled=disabled,
    )


def find_load_more(doc: Document) -> Iterator[LoadMore]:
    """Addresses that load-more attributes name, in page order.

    Args:
        doc: the page.
    """
    marked = doc.once(marked_elements)[Mark.MORE]
    seen = False
    following: list[str] = [name for name in _NEXT_ATTRIBUTES if name in doc.attribute_names]
    more: list[str] = [name for name in _MORE_ATTRIBUTES if name in doc.attribute_names]
    for element in marked if following or more else ():
        for name in following if len(element.attrib) > 1 else ():
            for address in _named(doc, element, name, named_next=True):
                seen = True
                yield address
        if more and _is_button(element):
            for attribute in more:
                yield from _named(doc, element, attribute, named_next=False)
    if not seen and not doc.attribute_names.isdisjoint(_NEXT_NAMES):
        for element in _WITH_NEXT_ATTRIBUTE(doc.root):
            for attribute in _NEXT_ATTRIBUTES:
                yield from _named(doc, element, attribute, named_next=True)


def _is_button(element: Element) -> bool:
    """Whether the names of an element speak of loading more."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    return _MORE_BUTTON.search(names) is not None


def _named(doc: Document, element: Element, name: str, *, named_next: bool) -> Iterator[LoadMore]:
    value = element.get(name)
    if value and len(value) < 2000 and ("/" in value or value.startswith("?")) and " " not in value.strip():
        url = doc.absolute(value)
        if url is not None:
            yield LoadMore(url=url, name=name, named_next=named_next)
