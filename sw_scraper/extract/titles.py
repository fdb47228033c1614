"""Which element of each region is the record's title."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sw_scraper.extract.document import string_of
from sw_scraper.extract.hints import Hint, field_hints
from sw_scraper.extract.regions import shape
from sw_scraper.extract.stock_words import is_read_on, is_small_talk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sw_scraper.extract.document import Document, Element
    from sw_scraper.extract.regions import Region

_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_LEVEL: Final = {tag: 1.0 - 0.03 * index for index, tag in enumerate(_HEADINGS)}
_WIDE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_DATE_LIKE: Final = re.compile(r"^\W*(?:\d{1,4}\W+){1,3}\d{0,4}\W*$|^\D{0,24}\d{1,2}\D{1,16}(?:19|20)\d\d\D{0,10}$")
_NOT_TITLE: Final = Hint.DATE | Hint.AUTHOR | Hint.CATEGORY | Hint.COMMENTS | Hint.SHARE | Hint.MORE | Hint.UNSEEN
_PER_REGION = 24
_BLOCKS: Final = ("p", "div", "ul", "ol", "section", "article", "header", "footer", "figure")
_LINES: Final = ("p", "div")


@dataclass(slots=True, eq=False)
class _Column:
    """Elements of the same looks, at most one a region."""

    cells: dict[int, Element] = field(default_factory=dict)
    order: float = 0.0
    score: float = 0.0


def titles_of(regions: Sequence[Region], doc: Document) -> list[tuple[Element | None, str]]:
    """The title element of each region and the rule that found it.

    Args:
        regions: of one list, in page order.
        doc: the page.
    """
    quick = _linked_headings(regions, doc)
    if quick is not None:
        return quick
    columns = _columns(regions, doc)
    ranked = sorted(columns.values(), key=lambda column: column.score, reverse=True)
    found: list[tuple[Element | None, str]] = []
    for index in range(len(regions)):
        cell = next((column.cells[index] for column in ranked if index in column.cells and column.score > 0), None)
        if cell is None:
            found.append((None, ""))
        else:
            kind = "heading" if cell.tag in _LEVEL else "link" if cell.tag == "a" else "text"
            found.append((cell, f"structure:{kind}-column"))
    return found


def _linked_headings(regions: Sequence[Region], doc: Document) -> list[tuple[Element | None, str]] | None:
    """The usual case: every region has one heading, linked."""
    found: list[tuple[Element | None, str]] = []
    for region in regions:
        headings = [heading for node in region.nodes for heading in node.iter(*_HEADINGS)]
        if len(headings) != 1:
            return None
        heading = headings[0]
        if not _link_of(heading, doc) or doc.is_hidden(heading):
            return None
        found.append((innermost(heading, doc), "structure:heading-link"))
    return found


def _link_of(element: Element, doc: Document) -> str | None:
    if element.tag == "a":
        return doc.absolute(element.get("href"))
    inside = next(element.iter("a"), None)
    if inside is not None:
        return doc.absolute(inside.get("href"))
    node = element
    for _ in range(5):
        node = node.getparent()
        if node is None:
            return None
        if node.tag == "a":
            return doc.absolute(node.get("href"))
    return None


def innermost(heading: Element, doc: Document) -> Element:
    """The link of a heading where the heading holds other things beside it (badges, dates), else the heading.

    Args:
        heading: a title's element.
        doc: the page.
    """
    if len(heading) == 0 or (
        len(heading) == 1 and not (heading[0].tail or "").strip() and not (heading.text or "").strip()
    ):
        return heading
    anchors = [a for a in heading.iter("a") if a is not heading and doc.absolute(a.get("href"))]
    if len(anchors) == 1:
        whole, link = len(doc.text(heading)), len(doc.text(anchors[0]))
        if link >= 0.4 * whole and link > 3:
            return anchors[0]
    return heading


def _columns(regions: Sequence[Region], doc: Document) -> dict[object, _Column]:
    columns: dict[object, _Column] = {}
    for index, region in enumerate(regions):
        count = 0
        nth: dict[object, int] = {}
        for node in region.nodes:
            for element in node.iter():
                if not isinstance(element.tag, str) or count >= _PER_REGION:
                    break
                names = element.get("class") or ""
                is_titled = bool(names) and bool(field_hints(names) & Hint.TITLE)
                if (
                    element.tag not in _LEVEL
                    and element.tag != "a"
                    and not (is_titled and element.tag != "img")
                    and not _is_line_of_card(element, node)
                ):
                    continue
                count += 1
                look = (element.tag, shape(element), _depth(element, node))
                nth[look] = nth.get(look, 0) + 1
                key = (*look, nth[look])
                column = columns.get(key)
                if column is None:
                    column = columns[key] = _Column(order=count)
                column.cells.setdefault(index, element)
    for column in columns.values():
        column.score = _score(column, len(regions), doc)
    _demote_captions(columns)
    return columns


def _is_line_of_card(element: Element, top: Element) -> bool:
    """A line of text of its own in a link around a whole card that names its parts by no heading."""
    if element.tag not in _LINES or not string_of(element).strip():
        return False
    if next((inner for inner in element.iter(*_BLOCKS) if inner is not element), None) is not None:
        return False
    node = element.getparent()
    for _ in range(6):
        if node is None or node.tag == "figcaption":
            return False
        if node.tag == "a":
            return next(node.iter(*_HEADINGS), None) is None and sum(1 for _ in node.iter(*_LINES)) > 1
        if node is top:
            return False
        node = node.getparent()
    return False


def _demote_captions(columns: dict[object, _Column]) -> None:
    """A heading right after the picture is its caption where another of the same looks stands before the text."""
    headings = [
        column for column in columns.values() if column.score > 0 and next(iter(column.cells.values())).tag in _LEVEL
    ]
    for column in headings:
        first = next(iter(column.cells.values()))
        if not _after_picture(first):
            continue
        rivals = [
            other
            for other in headings
            if other is not column
            and other.order > column.order
            and shape(next(iter(other.cells.values()))) == shape(first)
            and other.score > 0.5 * column.score
            and _before_text(next(iter(other.cells.values())))
        ]
        if rivals:
            column.score *= 0.3


def _after_picture(element: Element) -> bool:
    node = element
    for _ in range(4):
        before = node.getprevious()
        if before is not None:
            return before.tag in {"img", "figure", "picture"} or (
                next(before.iter("img"), None) is not None and not string_of(before).strip()
            )
        node = node.getparent()
        if node is None:
            return False
    return False


def _before_text(element: Element) -> bool:
    node = element
    for _ in range(4):
        after = node.getnext()
        if after is not None:
            return len(" ".join(string_of(after).split())) > 60
        node = node.getparent()
        if node is None:
            return False
    return False


def _depth(element: Element, top: Element) -> int:
    depth = 0
    while element is not top and element is not None:
        element = element.getparent()
        depth += 1
    return depth


def _score(column: _Column, total: int, doc: Document) -> float:
    cells = list(column.cells.values())
    sample = cells[:: max(1, len(cells) // 8)][:8]
    texts = [doc.text(cell) for cell in sample]
    known = [text for text in texts if text]
    if not known:
        return 0.0
    length = sum(len(text) + len(_WIDE.findall(text[:200])) for text in known) / len(known)
    first = sample[0]
    worth = 2.2 * _LEVEL[first.tag] if first.tag in _LEVEL else 1.0
    hints = field_hints(first.get("class") or "")
    inner = next(first.iter(*_HEADINGS), None) if first.tag not in _LEVEL else None
    if inner is not None:  # the heading in it is the title
        return 0.0
    if first.tag not in _LEVEL and any(child.tag in {"p", "ul", "div", "section", "article"} for child in first):
        worth *= 0.35
    if hints & Hint.TITLE:
        worth *= 1.3
    if hints & _NOT_TITLE:
        worth *= 0.15
    if _link_of(first, doc):
        worth *= 1.5 if first.tag != "a" else 1.3
    worth *= 0.5 if length < 6 else 0.8 if length < 14 else 1.0 if length < 170 else 0.35 if length < 280 else 0.12
    if sum(1 for text in known if is_read_on(text) or is_small_talk(text)) > 0.5 * len(known):
        worth *= 0.03
    if sum(1 for text in known if _DATE_LIKE.match(text)) > 0.5 * len(known):
        worth *= 0.05
    distinct = len(set(known)) / len(known) if len(known) > 2 else 1.0
    coverage = len(column.cells) * len(known) / len(sample) / total
    return float(worth * (0.1 + 0.9 * distinct) * coverage**1.5 / (1.0 + 0.06 * column.order))
