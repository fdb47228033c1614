"""Where elements stand: the path of tags above them and the part of the page, worked out once and kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from sw_scraper.extract.hints import Hint, Zone, field_hints, zone_hints

if TYPE_CHECKING:
    from sw_scraper.extract.document import Document, Element

_TEXT_LENGTH: Final = etree.XPath("string-length(normalize-space())")
# Cells of one row differ by their place, children of other elements by their tag.
_PLACED: Final = frozenset({"td", "th", "dd"})
_ITEM_TAGS: Final = frozenset({"article", "li", "tr"})
_IN_ITEM: Final = 1 << 10
_SURE_TAGS: Final = frozenset({"nav", "aside", "footer"})
_PAGED: Final = re.compile(r"pagination|paging|pager|infinite|load-?more", re.I)
_MOST = 0.6  # of the page's text: what holds that is no side part, whatever its name

# Names that lists of posts have too ("pagination_nav_1"): they don't count where there is more text than links.
_NAMED: Final = int(Zone.NAV | Zone.OTHER)

ZONE_WEIGHTS: Final[tuple[tuple[int, float], ...]] = (
    (int(Zone.NAV), 0.06),
    (int(Zone.FOOT), 0.12),
    (int(Zone.SIDE), 0.15),
    (int(Zone.RELATED), 0.2),
    (int(Zone.OTHER), 0.12),
    (int(Zone.HEAD), 0.35),
)


class Outline:
    """Paths and zones of a page's elements."""

    def __init__(self, doc: Document) -> None:
        self._doc = doc
        self._known: dict[Element, tuple[Element | None, int, int]] = {}
        self._paths: dict[tuple[int, str], int] = {}
        self._around_main: set[Element] = set()
        for main in doc.root.iter("main"):
            self._around_main.update(main.iterancestors())
        self._page_length: float | None = None
        self.names: set[str] = set()  # of the elements that were looked at, as their class attributes have them

    def parent(self, element: Element) -> Element | None:
        """The parent, from memory."""
        return self._entry(element)[0]

    def path(self, element: Element) -> int:
        """A number that is the same for all elements under the same tags."""
        return self._entry(element)[1]

    def zone(self, element: Element) -> int:
        """The :class:`Zone` bits of the element and of all around it."""
        return self._entry(element)[2] & ~_IN_ITEM

    def weight(self, element: Element) -> float:
        """How likely the element's part of the page holds the main list; 1 for a part without hints.

        Args:
            element: of the page.
        """
        zone = self._entry(element)[2]
        weight = 1.0
        for bit, factor in ZONE_WEIGHTS:
            if zone & bit:
                weight = min(weight, factor)
        return 1.15 if weight == 1.0 and zone & Zone.MAIN else weight

    def _entry(self, element: Element) -> tuple[Element | None, int, int]:
        known = self._known
        found = known.get(element)
        if found is not None:
            return found
        chain = []
        node = element
        while node is not None and node not in known:
            chain.append(node)
            node = node.getparent()
        entry = known[node] if node is not None else (None, 0, 0)
        for node in reversed(chain):
            entry = self._entered(node, entry[1], entry[2])
            known[node] = entry
        return entry

    def _entered(self, node: Element, path: int, zone: int) -> tuple[Element | None, int, int]:
        tag = node.tag
        step = tag
        if tag in _PLACED:
            parent = node.getparent()
            step = f"{tag}{parent.index(node)}" if parent is not None else tag
        key = (path, step)
        number = self._paths.get(key)
        if number is None:
            number = self._paths[key] = len(self._paths) + 1
        if tag not in {"html", "body", "a", "span", "p", "img"}:
            zone |= self._own_zone(node, tag, zone)
        return node.getparent(), number, zone

    def _own_zone(self, node: Element, tag: str, outer: int) -> int:
        names = node.get("class") or ""
        if names:
            self.names.add(names)
        ident = node.get("id")
        own = zone_hints(tag, f"{names} {ident}" if ident else names, node.get("role") or "")
        bad = own & ~int(Zone.MAIN)
        if bad and self._is_misnamed(node, tag, outer):
            own &= Zone.MAIN
        elif bad & _NAMED and tag not in _SURE_TAGS and not node.get("role") and _is_list(node, names):
            own &= ~_NAMED
        if tag in _ITEM_TAGS or field_hints(names) & Hint.ITEM:
            own |= _IN_ITEM
        return own

    def _is_misnamed(self, node: Element, tag: str, outer: int) -> bool:
        if tag in {"header", "footer"} and outer & _IN_ITEM:
            return True
        return node in self._around_main or (tag not in _SURE_TAGS and self._is_most(node))

    def _is_most(self, node: Element) -> bool:
        if self._page_length is None:
            self._page_length = _TEXT_LENGTH(self._doc.body) or 1.0
        return bool(_TEXT_LENGTH(node) > _MOST * self._page_length)


def _is_list(node: Element, names: str) -> bool:
    """Whether an element that a name calls navigation is a list of posts: it has headings, or more text than links."""
    if _PAGED.search(names) and next(node.iter("h2", "h3", "h4", "article"), None) is not None:
        return True
    length = _TEXT_LENGTH(node)
    if length < 500:
        return False
    return bool(sum(_TEXT_LENGTH(anchor) for anchor in node.iter("a")) < 0.5 * length)
