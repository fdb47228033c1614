"""Links that say something about other pages of the list, and what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from sw_scraper.extract.document import Document, Element
from sw_scraper.extract.labels import Direction, direction_of, fold_label, is_symbol, page_number_of

_STRING: Final = etree.XPath("string()")
_LONGEST: Final = 60
_CLASS_NEXT: Final = re.compile(
    r"(?:^|[\s_-])(?:next|older)(?:$|[\s_-])|nextpost|next-?page|page-?next|pagination-?next|nextlink|pager__item--next|olderposts|older-posts|[a-z]Next\b|btnNext|blog-pager-older",
    re.IGNORECASE,
)
_CLASS_PREVIOUS: Final = re.compile(r"(?:^|[\s_-])(?:prev|previous|newer)(?:$|[\s_-])", re.IGNORECASE)
_ICON_NEXT: Final = re.compile(
    r"(?:angle|chevron|arrow|caret|arrows?|triangle|circle)[\w-]*?[_-]?(?:right|forward|next)|(?:^|[\s_-])(?:next|forward)(?:$|[\s_-])|right-?(?:arrow|chevron|open|long)|long-arrow-right",
    re.IGNORECASE,
)
_ICON_PREVIOUS: Final = re.compile(
    r"(?:angle|chevron|arrow|caret|arrows?|triangle|circle)[\w-]*?[_-]?(?:left|back|prev)|(?:^|[\s_-])(?:prev|previous|back|backward)(?:$|[\s_-])|left-?(?:arrow|chevron|open|long)",
    re.IGNORECASE,
)
_ICON_LAST: Final = re.compile(r"fast-?(?:forward|backward)|(?:^|[\s_-])(?:last|first)(?:$|[\s_-])|step-?(?:forward|backward)|skip-?(?:end|start|next)", re.IGNORECASE)
_DISABLED: Final = re.compile(r"(?:^|[\s_-])(?:disabled?|inactive|unavailable|deactivated)(?:$|[\s_])", re.IGNORECASE)
_PAGER: Final = re.compile(
    r"pagin|pager|page-?nav|nav-?links|navigation-?links|posts-navigation|posts-nav|post-nav|paging|pagenav|page-?numbers|wp-pagenavi|nav-?(?:next|prev|below|above|single)|load-?more|loop-?nav"
    r"|page-?links|pages?-?list|blog-pager|navigat(?:ion|or)\b|older-?newer|infinite|(?:^|[\s_-])pages(?:$|[\s_-])|seiten|navipage|page_num|pagebar|sunpage|-pages\b",
    re.IGNORECASE,
)
_SLIDER: Final = re.compile(r"swiper|slick|carousel|owl-|splide|glide__|slider|flickity|tns-|lightbox|slideshow|marquee|ticker", re.IGNORECASE)
_CALENDAR: Final = re.compile(r"calendar|datepicker", re.IGNORECASE)
_OLDER: Final = re.compile(
    r"old|earlier|vecchi|meno recent|ancien|antig|antic|älter|frühere|ouder|eldr|äldre|ældre|vanhem|starsz|starš|stari[jh]|stare|стар|давн|ранее|раньше|vechi"
    r"|régeb|korábbi|παλ|eski|senesn|vecāk|vanem|ישנ|ישן|أقدم|قديم|قدیم|पुरान|पुरानी|পুর|เก่า|cũ|lama|舊|旧|较早|較早|早期|更早|過去|古い|오래|zaharrag"
)

_LINKS: Final = etree.XPath("//link[@rel and @href]")
_WITH_NEXT_ATTRIBUTE: Final = etree.XPath(
    "//*[@data-next-page or @data-next or @data-next-url or @data-next-page-url or @data-nextpage or @data-next-href or @data-next-link"
    " or @data-nexturl or @data-url-next or @data-infinite-next or @data-pagination-next]"
)
_WITH_MORE_CLASS: Final = etree.XPath(
    "//*[contains(@class,'load-more') or contains(@class,'loadmore') or contains(@class,'load_more') or contains(@class,'LoadMore')"
    " or contains(@class,'show-more') or contains(@class,'showmore') or contains(@id,'load-more') or contains(@id,'loadmore')"
    " or contains(@class,'infinite')]"
)
_NEXT_ATTRIBUTES: Final = (
    "data-next-page", "data-next", "data-next-url", "data-next-page-url", "data-nextpage", "data-next-href", "data-next-link",
    "data-nexturl", "data-url-next", "data-infinite-next", "data-pagination-next",
)  # fmt: skip
_MORE_ATTRIBUTES: Final = ("data-url", "data-href", "data-link", "data-path", "data-load", "hx-get", "data-hx-get", "data-load-url")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """A link that may lead to another page of the list.

    Attributes:
        label: what told the direction or the number; "" without one.
        source: where the label stands (``text``, ``aria-label``, ``title``, ``icon``).
        weak: the label only begins like a known one.
        older: the label speaks of older entries, so it leads on in any list that begins with the newest.
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
        for link in _LINKS(doc.root)
        if "next" in link.get("rel").lower().split()
    ]
    inside = frozenset(records)
    for anchor in doc.anchors:
        link = _read(doc, anchor.element, anchor.url, inside)
        if link is not None:
            found.append(link)
    return found


def _read(doc: Document, element: Element, url: str | None, inside: frozenset[Element]) -> PageLink | None:
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
    class_next = bool(("ext" in classes or "older" in classes) and _CLASS_NEXT.search(classes))
    if direction is None and number is None and not rel_next and len(text) <= _LONGEST:
        direction = _beginning(text)
        weak = direction is not None
    if direction is None and number is None and not rel_next and not (class_next and len(text) <= _LONGEST):
        return None
    if inside and _is_inside(element, inside):
        return None
    return _placed(
        doc, element, url, label=label, source=source, direction=direction, number=number, rel=rel, rel_next=rel_next, class_next=class_next, weak=weak
    )


def _other_label(element: Element, text: str, direction: Direction | None, *, has_number: bool) -> tuple[Direction | None, str, str]:
    """What ``aria-label``, ``title`` and icons say where the text says nothing or is a mere arrow."""
    for name in ("aria-label", "title"):
        value = element.get(name)
        if value and len(value) <= _LONGEST:
            told = direction_of(value) or (None if direction or has_number else _beginning(value))
            if told:
                return told, value, name
    if direction is not None or has_number or len(text) > 2:
        return direction, text, "text"
    return _icon(element)


def _icon(element: Element) -> tuple[Direction | None, str, str]:
    for node in element.iter():
        for name in ("aria-label", "alt", "title"):
            told = direction_of(node.get(name) or "") if node.get(name) else None
            if told:
                return told, node.get(name), "icon"
        marks = f"{node.get('class') or ''} {node.get('src') or ''} {node.get('id') or ''}"
        if _ICON_LAST.search(marks):
            return "edge", marks.strip(), "icon"
        if _ICON_PREVIOUS.search(marks) or _CLASS_PREVIOUS.search(marks):
            return "previous", marks.strip(), "icon"
        if _ICON_NEXT.search(marks):
            return "next", marks.strip()[:40], "icon"
    return None, "", "text"


def _beginning(text: str) -> Direction | None:
    """The direction of a label whose first two or three words are a known label ("Older posts in Rome")."""
    folded = fold_label(text)
    words = folded.split(" ")
    for count in (3, 2):
        if len(words) > count:
            told = direction_of(" ".join(words[:count]))
            if told:
                return told
    return None


def _is_inside(element: Element, inside: frozenset[Element]) -> bool:
    return any(node in inside for node in element.iterancestors()) or element in inside


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
    in_pager = in_slider = disabled = False
    disabled = element.get("aria-disabled") == "true" or element.get("disabled") is not None
    node, height = element, 0
    while node is not None and height < 9:
        marks = f"{node.get('class') or ''} {node.get('id') or ''} {node.get('aria-label') or ''}" if height else f"{node.get('class') or ''} {node.get('id') or ''}"
        if len(marks) > 2:
            if height < 5 and not in_pager:
                in_pager = _PAGER.search(marks) is not None
            in_slider = in_slider or _SLIDER.search(marks) is not None
            if _CALENDAR.search(marks):
                return None
            disabled = disabled or (height < 3 and _DISABLED.search(marks) is not None) or (0 < height < 3 and node.get("aria-disabled") == "true")
        if node.tag in ("body", "main"):
            break
        node, height = node.getparent(), height + 1
    return PageLink(
        element=element,
        url=url,
        label=label[:_LONGEST],
        source=source,
        direction=direction,
        number=number,
        rel_next=rel_next,
        class_next=class_next,
        in_pager=in_pager,
        in_slider=in_slider,
        hidden=doc.is_hidden(element),
        nofollow="nofollow" in rel.lower(),
        disabled=disabled,
        older=direction == "next" and _OLDER.search(fold_label(label)) is not None,
        symbol=source == "icon" or is_symbol(label),
        weak=weak,
    )


def find_load_more(doc: Document) -> Iterator[LoadMore]:
    """Addresses that load-more attributes name, in page order.

    Args:
        doc: the page.
    """
    source = doc.source
    if b"data-next" in source or b"data-url-next" in source or b"-next=" in source:
        for element in _WITH_NEXT_ATTRIBUTE(doc.root):
            for name in _NEXT_ATTRIBUTES:
                yield from _named(doc, element, name, named_next=True)
    if b"more" in source or b"nfinite" in source:
        for element in _WITH_MORE_CLASS(doc.root):
            for name in _MORE_ATTRIBUTES:
                yield from _named(doc, element, name, named_next=False)


def _named(doc: Document, element: Element, name: str, *, named_next: bool) -> Iterator[LoadMore]:
    value = element.get(name)
    if value and len(value) < 2000 and ("/" in value or value.startswith("?")) and " " not in value.strip():
        url = doc.absolute(value)
        if url is not None:
            yield LoadMore(url=url, name=name, named_next=named_next)
