"""How an archive says that it has no entries."""

from __future__ import annotations

import re
from typing import Final

from sw_scraper.extract import archive_words as words
from sw_scraper.extract import page_stock as stock
from sw_scraper.extract.document import Element
from sw_scraper.extract.marks import Mark, marked_elements
from sw_scraper.extract.page_look import LITTLE, PageLook, is_aside

_EMPTY: Final = re.compile("|".join(re.escape(phrase) for phrase in words.alternatives(words.EMPTY)))


def says_empty(look: PageLook, *, points: float, n_dated: int | None) -> str | None:
    """The words by which an archive says that it has no entries; None when it does not."""
    if look.records:
        if points < 2.0:
            return None
        return _says_empty_before(look) or (
            _says_empty_in_a_line(look) if len(look.records) <= 4 and not n_dated else None
        )
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
