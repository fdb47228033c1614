"""How a list stands in its page: whether it is what the page is for, or a box beside an article or on a front page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache
from statistics import median
from typing import Final
from urllib.parse import urlsplit

from sw_scraper.extract import archive_words as words
from sw_scraper.extract.document import Document, Element, string_of
from sw_scraper.extract.page_address import read_address
from sw_scraper.extract.page_look import is_aside
from sw_scraper.extract.tag_name import fold_name

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


class ListPlace:
    """How a list stands in its page; each thing is worked out when it is first asked, as few pages need all of them.

    Attributes:
        n_records: entries of the list.
        n_linked: entries with an address on any site.
    """

    def __init__(self, doc: Document, records: Sequence[Element], urls: Sequence[str | None] | None = None) -> None:
        """Look at a list.

        Args:
            doc: the page.
            records: the elements of the list's entries, in page order; at least one.
            urls: the address of each entry; None takes the first link of each element.
        """
        self._doc = doc
        self._records = records
        self._inside = frozenset(records)
        self._addresses = _addresses(doc, records) if urls is None else [url for url in urls if url]
        self.n_records = len(self._addresses) if urls is None else len(urls)
        self.n_linked = len(self._addresses)

    @cached_property
    def list_size(self) -> int:
        """Characters of text in the entries."""
        return sum(len(" ".join(string_of(record).split())) for record in self._records)

    @property
    def text_before(self) -> int:
        """Characters of running text before the first entry, outside of what surrounds the page."""
        return self._text_sizes[0]

    @property
    def text_outside(self) -> int:
        """The same, before and after."""
        return self._text_sizes[1]

    @cached_property
    def _text_sizes(self) -> tuple[int, int]:
        return _text_outside(self._doc, self._inside, self._records[0])

    @cached_property
    def in_surroundings(self) -> bool:
        """Whether the whole list stands in a footer, a menu or beside the content."""
        return all(_is_in_surroundings(record) for record in self._records)

    @property
    def n_sections(self) -> int:
        """Headings between the first and the last entry that belong to none."""
        return self._headings[1]

    @cached_property
    def _headings(self) -> tuple[list[Element], int]:
        return _headings_around(self._doc, self._inside, self._records)

    @cached_property
    def heading(self) -> str:
        """What the heading nearest above the list says, folded; "" when it is the page's own or there is none."""
        headings = self._headings[0]
        nearest = headings[-1] if headings and headings[-1].tag != "h1" else None
        return fold_name(self._doc.text(nearest)) if nearest is not None else ""

    @cached_property
    def is_related(self) -> bool:
        """Whether that heading is one of boxes below articles ("Read also")."""
        above = self.heading
        return bool(above) and any(above == phrase or above.startswith(phrase + " ") for phrase in _RELATED)

    @property
    def n_below(self) -> int:
        """Entries whose address lies below the page's own."""
        return self._counts[0]

    @property
    def n_beside(self) -> int:
        """Entries whose address looks like the page's own: the same folder, a title of several words."""
        return self._counts[1]

    @property
    def n_own(self) -> int:
        """Entries with an address on the page's own site."""
        return self._counts[2]

    @cached_property
    def _counts(self) -> tuple[int, int, int]:
        return _address_counts(self._doc.url, self._addresses)

    @cached_property
    def _titles(self) -> list[Element]:
        return list(self._doc.root.iter("h1"))

    @cached_property
    def own_date(self) -> bool:
        """Whether the page's main heading has a date or a byline of its own."""
        return _has_own_date(self._titles, self._inside, self._records[0])

    @cached_property
    def has_title(self) -> bool:
        """Whether an entry holds the page's only main heading."""
        return len(self._titles) == 1 and _is_inside(self._titles[0], self._inside)

    @property
    def share(self) -> float:
        """The list's part of the page's text, 0..1."""
        return self.list_size / max(self.list_size + self.text_outside, 1)


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
    names_of = doc.names_of
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
        if node.tag in _SKIPPED:
            continue
        if node in names_of and node is not doc.body and _is_surrounding(names_of[node]) and first not in node.iter():
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


@lru_cache(maxsize=4096)
def _is_surrounding(names: tuple[str, str]) -> bool:
    return _SURROUNDINGS.search(" ".join(names)) is not None


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
