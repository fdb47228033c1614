"""Entries that nobody closed: the parser puts each one into the one before, and all of them would be one entry.

Where a page opens more elements than it closes, entries of one kind that stand in each other are put behind each other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lxml import etree

from sw_scraper.extract.hints import is_item
from sw_scraper.extract.regions import shape

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sw_scraper.extract.document import Element

_BOXES: Final = ("article", "section", "div")
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
# What the parser lets through and lxml refuses to write.
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DEEPEST: Final = 400  # entries of one kind in each other; what is deeper stays where it is


@dataclass(slots=True, eq=False)
class _Entry:
    """A box that may be an entry.

    Attributes:
        element: the box.
        kind: its tag and lasting classes; articles are one kind, as broken quotes break class names too.
        outer: the nearest box of the same kind around it.
        titled: a linked heading stands in it and in no nearer box of its kind.
        root: the outermost box of its kind around it, itself included.
        first: of a root, the first titled box in it, itself included.
        last: of a root, the last titled box that stands where the first does.
        behind: where it must be put; None when it can stay.
    """

    element: Element
    kind: tuple[str, str]
    outer: _Entry | None
    titled: bool = False
    root: _Entry | None = None
    first: _Entry | None = None
    last: _Entry | None = None
    behind: _Entry | None = None


def has_unclosed(source: bytes) -> bool:
    """Whether a page opens more boxes than it closes.

    Args:
        source: UTF-8 bytes of the page.
    """
    return any(source.count(b"<%s" % name) > source.count(b"</%s" % name) for name in (b"article", b"section", b"div"))


def may_be_nested(root: Element) -> bool:
    """Whether any box stands in one of the same kind: a quick look, without which no entry can be nested.

    Args:
        root: of the page.
    """
    kinds: dict[tuple[str, str], set[Element]] = {}
    for node in root.iter(*_BOXES):
        kind = _kind_of(node)
        if kind is None:
            continue
        known = kinds.get(kind)
        if known is None:
            kinds[kind] = {node}
            continue
        above = node.getparent()
        while above is not None:
            if above in known:
                return True
            above = above.getparent()
        known.add(node)
    return False


def _kind_of(node: Element) -> tuple[str, str] | None:
    """The kind of a box that may be an entry; None for others."""
    if node.tag == "article":
        return "article", ""
    names = node.get("class")
    return shape(node) if names and is_item(names) else None


def part_nested_entries(body: Element) -> int:
    """Put entries that stand in entries of the same kind behind them.

    Args:
        body: the page's body; changed in place.

    Returns:
        How many entries were moved.
    """
    nested = [entry for entry in _entries(body) if _is_nested(entry)]
    moved = [entry for entry in nested if entry.kind == nested[0].kind]  # boxes in them move with them
    for entry in reversed(moved):
        assert entry.behind is not None
        _detach(entry.element)
        entry.behind.element.addnext(entry.element)
    return len(moved)


def _is_nested(entry: _Entry) -> bool:
    """Whether an entry stands deeper than the first of its root; asked of all in page order."""
    entry.root = root = (entry.outer.root if entry.outer is not None else None) or entry
    if not entry.titled:
        return False
    if root.first is None:
        root.first = root.last = entry
    elif entry.outer is root.first.outer:
        root.last = entry
    else:
        entry.behind = root.last
    return entry.behind is not None


def _entries(body: Element) -> list[_Entry]:
    found: list[_Entry] = []
    open_kinds: dict[tuple[str, str], list[_Entry]] = {}
    for event, node in etree.iterwalk(body, events=("start", "end"), tag=(*_BOXES, *_HEADINGS)):
        if node.tag in _HEADINGS:
            if event == "start" and _is_linked(node):
                for chain in open_kinds.values():
                    chain[-1].titled = True
            continue
        kind = _kind_of(node)
        if kind is None:
            continue
        chain = open_kinds.setdefault(kind, [])
        if event == "start":
            entry = _Entry(node, kind, chain[-1] if chain else None)
            chain.append(entry)
            if len(chain) <= _DEEPEST:
                found.append(entry)
        else:
            chain.pop()
            if not chain:
                del open_kinds[kind]
    return found


def _is_linked(heading: Element) -> bool:
    around: Iterable[Element] = heading.iterancestors("a")
    return next(heading.iter("a"), None) is not None or next(iter(around), None) is not None


def _detach(element: Element) -> None:
    """Take an element out of its place; the text behind it stays."""
    parent, before, tail = element.getparent(), element.getprevious(), element.tail
    element.tail = None
    parent.remove(element)
    if tail:
        if before is not None:
            before.tail = _FORBIDDEN.sub(" ", (before.tail or "") + tail)
        else:
            parent.text = _FORBIDDEN.sub(" ", (parent.text or "") + tail)
