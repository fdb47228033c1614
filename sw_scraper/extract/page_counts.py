"""What a page says in words of its list's size: "Page 2 of 9", "120 results", "1-10 di 42"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sw_scraper.extract import pager_words as words
from sw_scraper.extract.document import Document, Element, string_of
from sw_scraper.extract.labels import page_of_pages
from sw_scraper.extract.link_signals import PageLink
from sw_scraper.extract.marks import Mark, marked_elements

_NUMBER: Final = r"(\d{1,3}(?:[.,\u00a0\u202f' ]\d{3})+|\d{1,7})"
_RANGE: Final = re.compile(
    rf"(?<![\w/.-])\d{{1,6}}\s*(?:-|–|—|to|a|à|bis|al|t/m|until|до|〜|～|~"
    rf"|ile)\s*\d{{1,6}}\s*(?:{words.OF})\s*(?:total(?:e|i|es)?\s*)?{_NUMBER}(?![\w/])",
    re.IGNORECASE,
)
_COUNT: Final = re.compile(rf"(?<![\w/.,:-]){_NUMBER}\s*(?:{words.COUNTED})(?!\w)", re.IGNORECASE)
_LAST_ATTRIBUTES: Final = (
    "data-max-page",
    "data-max-num-pages",
    "data-max-pages",
    "data-total-pages",
    "data-max_num_pages",
    "data-pages",
    "data-maxpage",
    "data-max",
)
_PAGE_PHRASE: Final = re.compile(rf"(?<!\w)(?:{words.PAGE})\W{{0,3}}\d", re.IGNORECASE)
_DIGIT: Final = re.compile(r"\d")
_LONGEST: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCounts:
    """What the page says in words; each None when it does not."""

    page_number: int | None = None
    last_page: int | None = None
    last_by_attribute: int | None = None
    n_expected: int | None = None
    n_expected_rule: str = ""


def find_page_counts(doc: Document, pager: Element | None, links: Sequence[PageLink]) -> PageCounts:
    """The counts that a page states.

    Args:
        doc: the page.
        pager: the element of the row of page numbers; None when there is none.
        links: the page's links with signs of pagination; the words around them are read too.
    """
    texts = list(_texts(doc, pager, links))
    number = last = None
    for text in texts:
        found = page_of_pages(text)
        if found is not None:
            number, last = found
            break
    expected, rule = _expected(doc, texts[1:])
    return PageCounts(
        page_number=number,
        last_page=last,
        last_by_attribute=_last_attribute(doc),
        n_expected=expected,
        n_expected_rule=rule,
    )


def _texts(doc: Document, pager: Element | None, links: Sequence[PageLink]) -> list[str]:
    """The title, then the short texts of the pager and of what surrounds it."""
    found = [_page_phrase_only(doc.title)]
    around = [] if pager is None else [pager, pager.getparent()]
    if pager is None:
        nearest = next(
            (
                link.element
                for link in links
                if not link.in_head and link.in_pager and link.direction in ("next", "previous")
            ),
            None,
        )
        around = [] if nearest is None else list(nearest.iterancestors())[:3]
    for node in around:
        if node is not None and node.tag not in ("body", "main", "html"):
            text = doc.text(node)
            if text and len(text) <= _LONGEST:
                found.append(text)
    return found


def _page_phrase_only(title: str) -> str:
    """The title when it speaks of pages by a word; a bare "3/4" in a title is no page number."""
    return title if _DIGIT.search(title) and _PAGE_PHRASE.search(title) else ""


def _expected(doc: Document, texts: list[str]) -> tuple[int | None, str]:
    for text in texts:
        found = _count_in(text)
        if found is not None:
            return found, "words of the pager"
    for node in doc.once(marked_elements)[Mark.COUNT][:60]:
        if node.tag == "a" or len(node) > 12:
            continue
        text = string_of(node)
        if len(text) > 400 or _DIGIT.search(text) is None:
            continue
        found = _count_in(doc.text(node)) if not doc.is_hidden(node) else None
        if found is not None:
            return found, "words of a result count"
    return None, ""


def _count_in(text: str) -> int | None:
    if not _DIGIT.search(text):
        return None
    match = _RANGE.search(text) or _COUNT.search(text)
    return int(re.sub(r"\D", "", match[1])) if match else None


def _last_attribute(doc: Document) -> int | None:
    names = [name for name in _LAST_ATTRIBUTES if name in doc.attribute_names]
    for element in doc.once(marked_elements)[Mark.MORE] if names else ():
        if len(element.attrib) < 2:
            continue
        for name in names:
            value = element.get(name) or ""
            if value.isdecimal() and 0 < int(value) < 100_000 and _is_about_pages(element, name):
                return int(value)
    return None


def _is_about_pages(element: Element, name: str) -> bool:
    if name != "data-max":
        return True
    return element.get("data-page") is not None or "more" in (element.get("class") or "")
