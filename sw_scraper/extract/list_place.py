"""How a list stands in its page: whether it is what the page is for, or a box beside an article or on a front page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final
from urllib.parse import urlsplit

from lxml import etree

from sw_scraper.extract import archive_words as words
from sw_scraper.extract.document import Document, Element
from sw_scraper.extract.page_address import read_address
from sw_scraper.extract.page_look import is_aside
from sw_scraper.extract.tag_name import fold_name

_STRING: Final = etree.XPath("string()")
_CHUNK: Final = 60  # characters of one piece of running text; labels and titles are shorter
_HEADINGS: Final = ("h1", "h2", "h3", "h4")
_SKIPPED: Final = frozenset(
    (
        "a",
        "nav",
        "footer",
        "aside",
        "button",
        "select",
        "label",
        "option",
        "figcaption",
        "blockquote",
        "dialog",
        "script",
    )
)
_SURROUNDINGS: Final = re.compile(
    r"(?:^|[\s_-])(?:sidebar|footer|comments?|respond|cookies?|consent|gdpr|newsletter|modal|popup|menu|nav|navbar"
    r"|breadcrumbs?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_RELATED: Final = tuple(fold_name(phrase) for phrase in words.alternatives(words.RELATED))
_DATE_CLASS: Final = re.compile(
    r"(?:^|[\s_-])(?:date|time|published|posted|entry-date|byline|author)(?:$|[\s_-])", re.I
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPlace:
    """How a list stands in its page.

    Attributes:
        n_records: entries of the list.
        list_size: characters of text in the entries.
        text_before: characters of running text before the first entry, outside of what surrounds the page.
        text_outside: the same, before and after.
        in_surroundings: the whole list stands in a footer, a menu or beside the content.
        n_sections: headings between the first and the last entry that belong to none.
        heading: what the heading nearest above the list says, folded; "" when it is the page's own or there is none.
        is_related: that heading is one of boxes below articles ("Read also").
        n_below: entries whose address lies below the page's own.
        n_beside: entries whose address looks like the page's own: the same folder, a title of several words.
        n_linked: entries with an address on any site; ``n_own`` on the page's own site.
        own_date: the page's main heading has a date or a byline of its own.
        has_title: an entry holds the page's only main heading.
    """

    n_records: int
    list_size: int
    text_before: int
    text_outside: int
    in_surroundings: bool
    n_sections: int
    heading: str
    is_related: bool
    n_below: int
    n_beside: int
    n_linked: int
    n_own: int
    own_date: bool
    has_title: bool

    @property
    def share(self) -> float:
        """The list's part of the page's text, 0..1."""
        return self.list_size / max(self.list_size + self.text_outside, 1)


def place_of_list(doc: Document, records: Sequence[Element], urls: Sequence[str | None] | None = None) -> ListPlace:
    """How the list stands in the page.

    Args:
        doc: the page.
        records: the elements of the list's entries, in page order; at least one.
        urls: the address of each entry; None takes the first link of each element.
    """
    inside = frozenset(records)
    addresses = _addresses(doc, records) if urls is None else [url for url in urls if url]
    before, outside = _text_outside(doc, inside, records[0])
    headings, n_sections = _headings_around(doc, inside, records)
    titles = list(doc.root.iter("h1"))
    heading = headings[-1] if headings and headings[-1].tag != "h1" else None
    above = fold_name(doc.text(heading)) if heading is not None else ""
    below, beside, own = _address_counts(doc.url, addresses)
    return ListPlace(
        n_records=len(addresses) if urls is None else len(urls),
        list_size=sum(len(" ".join(str(_STRING(record)).split())) for record in records),
        text_before=before,
        text_outside=outside,
        in_surroundings=all(_is_in_surroundings(record) for record in records),
        n_sections=n_sections,
        heading=above,
        is_related=any(above == phrase or above.startswith(phrase + " ") for phrase in _RELATED) if above else False,
        n_below=below,
        n_beside=beside,
        n_linked=len(addresses),
        n_own=own,
        own_date=_has_own_date(titles, inside, records[0]),
        has_title=len(titles) == 1 and _is_inside(titles[0], inside),
    )


def _addresses(doc: Document, records: Sequence[Element]) -> list[str]:
    found = []
    for record in records:
        links = record.iter("a")
        url = next((url for url in (doc.absolute(link.get("href")) for link in links) if url), None)
        if url:
            found.append(url)
    return found


def _is_inside(element: Element, inside: frozenset[Element]) -> bool:
    return element in inside or any(up in inside for up in element.iterancestors())


def _is_in_surroundings(record: Element) -> bool:
    for node in (record, *record.iterancestors()):
        if node.tag in ("footer", "aside", "nav"):
            return not any(up.tag == "article" for up in node.iterancestors())
        if node.tag in ("main", "body"):
            return False
    return False


def _text_outside(doc: Document, inside: frozenset[Element], first: Element) -> tuple[int, int]:
    """Characters of running text before the first record and on the whole page, in pieces that are no labels."""
    before = total = 0
    seen_first = False
    stack: list[tuple[Element, bool]] = [(doc.body, False)]
    while stack:
        node, is_tail = stack.pop()
        if is_tail:
            total += _size(node.tail)
            continue
        if node in inside:
            if node is first:
                before, seen_first = total, True
            continue
        if node.tag in _SKIPPED or (
            node is not doc.body and _SURROUNDINGS.search(_names(node)) and first not in node.iter()
        ):
            continue
        total += _size(node.text)
        for child in reversed(node):
            stack.append((child, True))
            stack.append((child, False))
    return (before if seen_first else total), total


def _size(text: str | None) -> int:
    if not text or len(text) < _CHUNK:
        return 0
    length = len(" ".join(text.split()))
    return length if length >= _CHUNK else 0


def _names(node: Element) -> str:
    return f"{node.get('class') or ''} {node.get('id') or ''}"


def _headings_around(
    doc: Document, inside: frozenset[Element], records: Sequence[Element]
) -> tuple[list[Element], int]:
    """The headings before the list, and how many stand between its entries."""
    own = {node for record in records for node in record.iter(*_HEADINGS)}
    tags = {*_HEADINGS, *(record.tag for record in records)}
    before: list[Element] = []
    between = pending = 0
    started = False
    for node in doc.root.iter(*tags):
        if node in inside:
            between += pending if started else 0
            started, pending = True, 0
        elif node.tag in _HEADINGS and node not in own:
            if not started:
                before.append(node)
            else:
                # A year or a day above a group of entries divides nothing.
                pending += not any(char.isdecimal() for char in doc.text(node))
    return [node for node in before if not is_aside(node) or node.tag == "h1"], between


def _address_counts(page: str, addresses: Sequence[str]) -> tuple[int, int, int]:
    """How many addresses lie below the page's own, look like it, and are on its host."""
    here = urlsplit(page)
    path = "/" + read_address(page).stem.partition("?")[0].partition("/")[2].strip("/")
    folder, _, slug = path.rpartition("/")
    below = beside = own = 0
    lengths = []
    for address in addresses:
        parts = urlsplit(address)
        if parts.netloc.removeprefix("www.") != here.netloc.removeprefix("www."):
            continue
        own += 1
        there = parts.path.rstrip("/")
        below += path != "/" and there.startswith(path + "/")
        if there.rpartition("/")[0] == folder and not parts.query:
            beside += 1
            lengths.append(_words_in(there.rpartition("/")[2]))
    # A title of several words in the address, as the entries' addresses have it.
    alike = bool(lengths) and _words_in(slug) >= 3 and median(lengths) >= 2.5
    return below, beside if alike else 0, own


def _words_in(slug: str) -> int:
    return len([word for word in re.split(r"[-_%.]+", slug) if word])


def _has_own_date(titles: Sequence[Element], inside: frozenset[Element], first: Element) -> bool:
    """Whether a date or a byline stands beside the page's only main heading, outside of the entries."""
    if len(titles) != 1 or _is_inside(titles[0], inside):
        return False
    heading = titles[0]
    for box in list(heading.iterancestors())[:2]:
        if box.tag in ("body", "html", "main") or first in box.iter():
            nearby = list(heading.itersiblings())[:2]
        else:
            nearby = [box]
        for near in nearby:
            if near is first or first in near.iter():
                continue
            if any(_is_date(node) for node in near.iter()):
                return True
    return False


def _is_date(node: Element) -> bool:
    return node.tag == "time" or (node.tag != "a" and bool(_DATE_CLASS.search(node.get("class") or "")))
