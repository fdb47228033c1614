"""Links that say something about other pages of the list, and what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from lxml import etree

from sw_scraper.extract.document import Document, Element
from sw_scraper.extract.labels import Direction, begins_like, direction_of, fold_label, is_symbol, page_number_of
from sw_scraper.extract.marks import Mark, marked_elements, marks_at, marks_of

_STRING: Final = etree.XPath("string()")
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
_OLDER: Final = re.compile(
    r"old|earlier|vecchi|meno recent|ancien|antig|antic|älter|frühere|ouder|eldr|äldre|ældre|vanhem|starsz"
    r"|starš|stari[jh]|stare|стар|давн|ранее|раньше|vechi"
    r"|régeb|korábbi|παλ|eski|senesn|vecāk|vanem|ישנ|ישן|أقدم|قديم|قدیم|पुरान|पुरानी|পুর|เก่า|cũ|lama|舊|旧|较早"
    r"|較早|早期|更早|過去|古い|오래|zaharrag"
)

_WITH_NEXT_ATTRIBUTE: Final = etree.XPath("//*[@data-next-page or @data-next or @data-next-url or @data-nextpage]")
_NEWER: Final = re.compile(
    r"new|later|recent|récent|nuov|nouv|nuev|nov[oa]s|neu|nieuw|nyere|nyare|uudem|nýrri|nowsz|nověj|novš"
    r"|novij|novej|нов|свеж|новіш|noi|újabb|friss|νεότερ"
    r"|yeni|nauj|jaun|uuem|חדש|أحدث|جدید|تازه|नए|नई|নতুন|ใหม่|mới|baru|较新|較新|更新|新|최근|최신|berri"
)
_NEXT_ATTRIBUTES: Final = (
    "data-next-page", "data-next", "data-next-url", "data-next-page-url", "data-nextpage", "data-next-href", "data-next-link",
    "data-nexturl", "data-url-next", "data-infinite-next", "data-pagination-next",
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
        for link in doc.root.iter("link")
        if "next" in (link.get("rel") or "").lower().split() and link.get("href")
    ]
    inside = frozenset(anchor for record in records for anchor in record.iter("a"))
    for anchor in doc.anchors:
        if anchor.element not in inside:
            link = _read(doc, anchor.element, anchor.url)
            if link is not None:
                found.append(link)
    return found


def _read(doc: Document, element: Element, url: str | None) -> PageLink | None:
    text = (_STRING(element) if len(element) else element.text) or ""
    text = " ".join(text.split()) if len(text) < 400 else "-" * 400
    rel = element.get("rel") or ""
    classes = element.get("class") or ""
    direction: Direction | None = None
    number = None
    label, source, weak = text, "text", False
    if len(text) <= _LONGEST:
        direction = direction_of(text)
        if direction is None and any(char.isdecimal() for char in text):
            number = page_number_of(text)
        if direction is None or is_symbol(text):
            direction, label, source = _other_label(element, text, direction, has_number=number is not None)
    rel_next = "next" in rel.lower() and "next" in rel.lower().split()
    class_next = bool(classes and marks_of(classes) & Mark.NEXT)
    if direction is None and number is None and not rel_next and len(text) <= _LONGEST:
        direction = begins_like(text)
        weak = direction is not None
    if direction is None and number is None and not rel_next and not (class_next and len(text) <= _LONGEST):
        return None
    return _placed(
        doc,
        element,
        url,
        label=label,
        source=source,
        direction=direction,
        number=number,
        rel=rel,
        rel_next=rel_next,
        class_next=class_next,
        weak=weak,
    )


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
        for name in ("aria-label", "alt", "title"):
            value = node.get(name)
            told = direction_of(value) if value else None
            if told:
                return told, value, "icon"
        names = f"{node.get('class') or ''} {node.get('src') or ''} {node.get('id') or ''}"
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


def _placed(
    doc: Document,
    element: Element,
    url: str | None,
    *,
    label: str,
    source: str,
    direction: Direction | None,
    number: int | None,
    rel: str,
    rel_next: bool,
    class_next: bool,
    weak: bool,
) -> PageLink | None:
    disabled = element.get("aria-disabled") == "true" or element.get("disabled") is not None
    around = 0  # marks of the link and of what is around it, near and far
    node, height = element, 0
    while node is not None and height < 9 and node.tag not in ("body", "main"):
        marks = marks_of(node.get("class") or "") if height == 0 else marks_at(node)
        around |= marks & (Mark.SLIDER | Mark.CALENDAR)
        if height < 5:
            around |= marks & Mark.PAGER
        if height < 3:
            disabled = disabled or bool(marks & Mark.DISABLED) or node.get("aria-disabled") == "true"
        node, height = node.getparent(), height + 1
    if around & Mark.CALENDAR:
        return None
    return PageLink(
        element=element,
        url=url,
        label=label[:_LONGEST],
        source=source,
        direction=direction,
        number=number,
        rel_next=rel_next,
        class_next=class_next,
        in_pager=bool(around & Mark.PAGER),
        in_slider=bool(around & Mark.SLIDER),
        hidden=doc.is_hidden(element),
        nofollow="nofollow" in rel.lower(),
        disabled=disabled,
        newer=direction == "previous" and _NEWER.search(fold_label(label)) is not None,
        older=direction == "next" and _OLDER.search(fold_label(label)) is not None,
        symbol=source == "icon" or is_symbol(label),
        weak=weak,
    )


def find_load_more(doc: Document) -> Iterator[LoadMore]:
    """Addresses that load-more attributes name, in page order.

    Args:
        doc: the page.
    """
    marked = doc.once(marked_elements)[Mark.MORE]
    seen = False
    for element in marked:
        for name in _NEXT_ATTRIBUTES if len(element.attrib) > 1 else ():
            for address in _named(doc, element, name, named_next=True):
                seen = True
                yield address
        if _is_button(element):
            for name in _MORE_ATTRIBUTES:
                yield from _named(doc, element, name, named_next=False)
    if not seen and b"data-next" in doc.source:
        for element in _WITH_NEXT_ATTRIBUTE(doc.root):
            for name in _NEXT_ATTRIBUTES:
                yield from _named(doc, element, name, named_next=True)


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
