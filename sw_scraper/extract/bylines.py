"""Who wrote a record and what it is filed under."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sw_scraper.extract.hints import Hint, field_hints
from sw_scraper.extract.stock_words import byline_name, is_read_on, is_small_talk
from sw_scraper.normalize.names import author_names
from sw_scraper.normalize.text import clean_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sw_scraper.extract.document import Document, Element
    from sw_scraper.extract.reading import Reading

_AUTHOR: Final = Hint.AUTHOR
_CATEGORY: Final = Hint.CATEGORY
_SPLIT: Final = re.compile(r"\s*[|·•]\s*|\s+[–—-]\s+|\n")
_DIGIT: Final = re.compile(r"\d")
_NO_NAMES: Final = Hint.COMMENTS | Hint.SHARE | Hint.MORE
_LONGEST_NAME = 80
_LONGEST_TERM = 60


def authors_of(
    reading: Reading, doc: Document, *, date_span: Callable[[str], str | None]
) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """The names, what the page shows of them, and the rule.

    Args:
        reading: a region, read.
        doc: the page.
        date_span: gives the part of a text that is a date, so that it is no part of a name.
    """
    marked = [element for element, hints in reading.marked if hints & _AUTHOR and not hints & _NO_NAMES]
    for rule, chosen in _tiers(marked):
        raws: list[str] = []
        names: list[str] = []
        for element in chosen:
            raw = _shown(element, doc, date_span)
            found = author_names(raw) if raw else ()
            if raw and found:
                raws.append(raw)
                names.extend(name for name in found if name not in names)
        if names:
            return tuple(names), tuple(raws), rule
    return _from_lines(reading, date_span)


def _tiers(marked: Iterable[Element]) -> Iterable[tuple[str, list[Element]]]:
    """Marked elements, the most telling kind first; outer elements of the same kind before inner ones are dropped."""
    marked = list(marked)
    by_rel = [e for e in marked if "author" in (e.get("rel") or "")]
    if by_rel:
        yield "structure:rel-author", by_rel
    by_prop = [e for e in marked if (e.get("itemprop") or "") in {"author", "creator", "name"}]
    if by_prop:
        yield "structure:itemprop-author", by_prop
    links = [e for e in marked if e.tag == "a"]
    if links:
        yield "structure:author-link", links
    classed = [e for e in marked if field_hints(e.get("class") or "") & _AUTHOR]
    inner = [e for e in classed if not any(other is not e and _within(other, e) for other in classed)]
    if inner:
        yield "structure:author-element", inner
    if classed:
        yield "structure:author-element", classed
    if marked:
        yield "structure:author-element", marked


def _within(inner: Element, outer: Element) -> bool:
    node = inner.getparent()
    while node is not None:
        if node is outer:
            return True
        node = node.getparent()
    return False


def _shown(element: Element, doc: Document, date_span: Callable[[str], str | None]) -> str | None:
    text = doc.text(element)
    if not text or len(text) > 200:
        return None
    if _DIGIT.search(text):
        span = date_span(text)
        if span:
            text = text.replace(span, "|")
    for part in _SPLIT.split(text):
        bare = part.strip(" ,:;/|-")
        if not bare or is_small_talk(bare) or is_read_on(bare):
            continue
        name = byline_name(bare) or bare
        return name if len(name) <= _LONGEST_NAME else None
    return None


def _from_lines(
    reading: Reading, date_span: Callable[[str], str | None]
) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """A byline in a meta line: "di Mario Rossi", "04.03.2015, by Triff"."""
    lines: dict[int, list[str]] = {}
    for run in reading.runs:
        if run.hints & (Hint.EXCERPT | Hint.BODY | Hint.CATEGORY | Hint.COMMENTS) or len(run.text) > 120 or run.heading:
            continue
        if run.hints & Hint.MORE or is_read_on(run.text) or is_small_talk(run.text):
            continue
        lines.setdefault(run.block, []).append(run.raw)
    for pieces in lines.values():
        text = " ".join("".join(pieces).split())
        if len(text) > 140:
            continue
        name = byline_name(text)
        if not name:
            continue
        span = date_span(name) if _DIGIT.search(name) else None
        if span:
            name = name.partition(span)[0]
        name = _SPLIT.split(name)[0].strip(" ,:;/|-")
        if not 2 < len(name) <= 40 or name.count(" ") > 4 or (not name[:1].isupper() and " " in name):
            continue
        names = author_names(name)
        if names:
            return names, (name,), "structure:byline"
    return (), (), ""


def categories_of(reading: Reading, doc: Document) -> tuple[str, ...]:
    """The terms that a record is filed under, as shown, each once.

    Args:
        reading: a region, read.
        doc: the page.
    """
    found: dict[str, None] = {}
    marked = [element for element, hints in reading.marked if hints & _CATEGORY]
    links = [e for e in marked if e.tag == "a"]
    for element in links or marked:
        text = clean_text(doc.text(element))
        if text and len(text) <= _LONGEST_TERM and not is_small_talk(text) and not is_read_on(text):
            found.setdefault(text.lstrip("#").strip() or text)
    return tuple(found)
