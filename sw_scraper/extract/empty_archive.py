"""How an archive says that it has no entries."""

from __future__ import annotations

import re
from typing import Final

from sw_scraper.extract import archive_words as words
from sw_scraper.extract import page_stock as stock
from sw_scraper.extract.document import Element
from sw_scraper.extract.empty_list import empty_list, is_bare, nothing_found_box
from sw_scraper.extract.marks import Mark, marked_elements
from sw_scraper.extract.page_look import LITTLE, PageLook, is_aside
from sw_scraper.normalize.words import one_of

_PHRASES: Final = words.alternatives(words.EMPTY)
_EMPTY: Final = re.compile(  # "10 results" are some
    rf"(?<![\d.,]){one_of([phrase for phrase in _PHRASES if phrase[0].isdecimal()])}"
    rf"|{one_of([phrase for phrase in _PHRASES if not phrase[0].isdecimal()])}"
)
_SENTENCE: Final = 160
_FIRST: Final = 60
_SURE: Final = 4.0  # points of an archive that its publishing system marks as one
_FEW: Final = 4


def says_nothing_found(text: str) -> bool:
    """Whether a text is a sentence that says that there are no entries, and no description.

    Args:
        text: as the page shows it.

    >>> says_nothing_found("Non ci sono ancora articoli."), says_nothing_found("Racconti di chi non ha trovato casa.")
    (True, False)
    """
    match = _EMPTY.search(text.casefold()) if len(text) <= _SENTENCE else None
    return match is not None and match.start() < _FIRST


def says_empty(look: PageLook, *, points: float, n_dated: int | None) -> str | None:
    """How an archive says that it has no entries, in words; None when it does not.

    Args:
        look: at the page.
        points: the evidence that it is an archive.
        n_dated: how many of the records have a date; None when not known.
    """
    if not look.records:
        return _says_empty_somewhere(look, points) or _shows_empty(look, points)
    if points < 2.0:
        return None
    found = _says_empty_before(look) or _says_empty_above(look)
    if found is None and len(look.records) <= _FEW and not n_dated:
        found = _says_empty_in_a_line(look) or _shows_empty(look, points)
    return found


def _shows_empty(look: PageLook, points: float) -> str | None:
    """The same where no known words say so: a class, a list without entries, or nothing where the list would be."""
    if points < _SURE or not stock.ARCHIVE_BODY.search(look.body_class):
        return None
    doc = look.doc
    box = doc.once(nothing_found_box)
    if box is not None and next(box.iter("h2", "h3", "article"), None) is None:
        return f"its markup says that nothing was found: {doc.text(box)[:60]!r}"
    if doc.once(empty_list) is not None:
        return "its list has no entries"
    return "its main part holds no list" if not look.records and is_bare(doc) else None


def _says_empty_somewhere(look: PageLook, points: float) -> str | None:
    if points >= 2.0 or look.text_size < 4 * LITTLE:
        found = _EMPTY.search(" ".join(look.text.split()))
        if found and (points >= 1.5 or stock.LIST_PATH.search(look.path)):
            return f"it says {found.group()!r}"
        if found and any(_EMPTY.search(name) for name in look.names):
            return f"it says {found.group()!r}"
    return None


def _says_empty_before(look: PageLook) -> str | None:
    """The same where other entries stand on the page: only a heading or a box of its own counts, before the entries."""
    first = look.records[0]
    boxes = look.doc.once(marked_elements)[Mark.EMPTY]
    for node in boxes:
        if (
            len(look.doc.text(node)) < 400
            and not look.doc.is_hidden(node)
            and not any(up is node for up in first.iterancestors())
        ):
            text = look.doc.text(node).casefold()
            match = _EMPTY.search(text)
            if (
                match
                and node not in look.records
                and not any(up in look.records for up in node.iterancestors())
                and _stands_before(node, first)
            ):
                return f"it says {match.group()!r}"
    for name in look.names:
        if _EMPTY.match(name):
            return f"a heading says {name[:60]!r}"
    return None


def _says_empty_above(look: PageLook) -> str | None:
    """A sentence of its own before entries that stand beside the content, or below a heading that is not the page's."""
    place = look.place
    if not (place.in_surroundings or place.is_related or place.heading):
        return None
    inside = set(look.records)
    for node in look.doc.body.iter("p", "div", "li", "h2", "h3", *{record.tag for record in look.records[:1]}):
        if node in inside:
            return None
        own = " ".join((node.text or "").split())
        if 4 <= len(own) <= _SENTENCE and says_nothing_found(own) and not is_aside(node):
            return None if look.doc.is_hidden(node) else f"it says {own[:60]!r}"
    return None


def _says_empty_in_a_line(look: PageLook) -> str | None:
    """The same where what was taken for entries may be the page's own furniture: a paragraph of the content says it."""
    inside = {node for record in look.records for node in record.iter("p", "div", "li", "td")}
    for node in look.doc.body.iter("p", "div", "li", "td", "h3"):
        own = (node.text or "").strip()
        if len(own) > 200 or len(own) < 4 or node in inside or is_aside(node) or look.doc.is_hidden(node):
            continue
        match = _EMPTY.search(own.casefold())
        if match:
            return f"it says {match.group()!r}"
    return None


def _stands_before(node: Element, other: Element) -> bool:
    above = {up: below for below, up in _steps(other)}
    for below, up in _steps(node):
        if up in above:
            return bool(up.index(below) < up.index(above[up]))
    return False


def _steps(node: Element) -> list[tuple[Element, Element]]:
    steps = []
    below = node
    for up in node.iterancestors():
        steps.append((below, up))
        below = up
    return steps
