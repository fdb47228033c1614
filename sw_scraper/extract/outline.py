"""Where elements stand: the path of tags above them and the part of the page, from one walk over the page.

The walk does not enter menus, footers and the like: on most pages that is more than half of the elements. What is asked
of an element in there is worked out then.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from lxml import etree

from sw_scraper.extract.hints import Hint, Zone, field_hints, zone_hints
from sw_scraper.normalize.words import word_set

if TYPE_CHECKING:
    from sw_scraper.extract.document import Document, Element

_TEXT_LENGTH: Final = etree.XPath("string-length(normalize-space())")
# Cells of one row differ by their place, children of other elements by their tag.
_PLACED: Final = frozenset({"td", "th"})
_ITEM_TAGS: Final = frozenset({"article", "li", "tr"})
_IN_ITEM: Final = 1 << 10
_HIDDEN: Final = 1 << 11
_SURE_TAGS: Final = frozenset({"nav", "aside", "footer"})
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ZONELESS: Final = word_set(
    "html body a span p img h1 h2 h3 h4 h5 h6 b strong em i br time small figure picture source td tr tbody dt dd"
)
_LEAVES: Final = word_set(
    "img br input script style svg source link meta hr iframe path option textarea noscript template wbr object video"
)
_PAGED: Final = re.compile(r"pagination|paging|pager|infinite|load-?more", re.I)
_NAMELESS: Final = ("", "")
_SILENT: Final = frozenset({"div", "ul", "section", "form"})  # without a name they say nothing
_BAD: Final = Zone.NAV | Zone.SIDE | Zone.FOOT | Zone.HEAD | Zone.RELATED | Zone.OTHER
_MOST = 0.6  # of the page's text: what holds that is no side part, whatever its name

# Names that lists of posts have too ("pagination_nav_1"): they don't count where there is more text than links.
_NAMED: Final = Zone.NAV | Zone.OTHER

ZONE_WEIGHTS: Final[tuple[tuple[int, float], ...]] = (
    (Zone.NAV, 0.06),
    (Zone.OTHER, 0.12),
    (Zone.FOOT, 0.12),
    (Zone.SIDE, 0.15),
    (Zone.RELATED, 0.2),
    (Zone.HEAD, 0.35),
)
_WEIGHTS: Final[dict[int, float]] = {}


def weight_of(zone: int) -> float:
    """How likely a part of the page holds the main list; 1 for a part without hints.

    Args:
        zone: :class:`Zone` bits.
    """
    weight = _WEIGHTS.get(zone)
    if weight is None:
        weight = min((factor for bit, factor in ZONE_WEIGHTS if zone & bit), default=1.0)
        if weight == 1.0 and zone & Zone.MAIN:
            weight = 1.15
        if zone & _HIDDEN:
            weight = 0.0
        _WEIGHTS[zone] = weight
    return weight


class Outline:
    """Paths and zones of a page's elements.

    Attributes:
        paths: of the elements that were looked at, the same number for all elements under the same tags.
        zones: of the same elements, :class:`Zone` bits of each and of all around it.
        heading_of: the heading that an element is or stands in, where it does.
        anchor_of: the link that an element is or stands in, where it does.
        anchors: the links outside of side parts, in page order.
        headings: the headings outside of side parts, in page order.
        names: the class attributes that were met.
        skipped: how many side parts were not entered.
    """

    def __init__(self, doc: Document) -> None:
        self._doc = doc
        self._body = doc.body
        self.names: set[str] = set()
        self._steps: dict[tuple[int, str], int] = {}
        self._around_main: set[Element] = set()
        for main in doc.root.iter("main"):
            self._around_main.update(main.iterancestors())
        self._page_length: float | None = None
        self._hiding = doc.hiding
        self._labels = doc.names_of
        self._roles = doc.roles
        self._begin()
        self._walk(enter_below=0.3)

    def _begin(self) -> None:
        self.paths: dict[Element, int] = {}
        self.zones: dict[Element, int] = {}
        self.heading_of: dict[Element, Element] = {}
        self.anchor_of: dict[Element, Element] = {}
        self.anchors: list[Element] = []
        self.headings: list[Element] = []
        self.skipped = 0

    def enter_side_parts(self) -> None:
        """Walk again, side parts included: for pages whose main part holds nothing."""
        if self.skipped:
            self._begin()
            self._walk(enter_below=0.1)

    def _walk(self, *, enter_below: float) -> None:
        paths, zones, heading_of, anchor_of = self.paths, self.zones, self.heading_of, self.anchor_of
        closed: set[Element] = set()  # side parts: they are placed, what is in them is not
        weights = _WEIGHTS
        body = self._body
        paths[body], zones[body] = self._placed(body, None, 0, 0)
        for node in self._doc.body_elements[1:]:
            parent = node.getparent()
            tag = node.tag
            if parent not in paths or parent in closed or tag in _LEAVES:
                continue
            paths[node], zone = self._placed(node, parent, paths[parent], zones[parent])
            zones[node] = zone
            if parent in heading_of:
                heading_of[node] = heading_of[parent]
            if parent in anchor_of:
                anchor_of[node] = anchor_of[parent]
            is_side_part = zone and (weights[zone] if zone in weights else weight_of(zone)) < enter_below
            if is_side_part:
                self.skipped += 1
                closed.add(node)
            if tag == "a":
                anchor_of[node] = node
                if not is_side_part and node.get("href") is not None:
                    self.anchors.append(node)
            elif tag in _HEADINGS:
                heading_of[node] = node
                if not is_side_part:
                    self.headings.append(node)

    def _placed(self, node: Element, parent: Element | None, path: int, zone: int) -> tuple[int, int]:
        """The path and the zone of an element that stands in one of the given."""
        tag = node.tag
        key = (path, f"{tag}{parent.index(node)}" if tag in _PLACED and parent is not None else tag)
        own = self._steps.get(key)
        if own is None:
            own = self._steps[key] = len(self._steps) + 1
        if tag not in _ZONELESS:
            zone |= self._own_zone(node, tag, zone)
        if node in self._hiding:
            zone |= _HIDDEN
        return own, zone

    def zone(self, element: Element) -> int:
        """The zones of an element, whether the walk came by or not.

        Args:
            element: of the page.
        """
        paths, zones = self.paths, self.zones
        found = zones.get(element)
        if found is not None:
            return found
        chain = []
        node: Element | None = element
        while node is not None and node not in zones:
            chain.append(node)
            node = node.getparent()
        path, zone = (paths[node], zones[node]) if node is not None else (0, 0)
        for node in reversed(chain):
            path, zone = paths[node], zones[node] = self._placed(node, node.getparent(), path, zone)
        return zone

    def parent(self, element: Element) -> Element | None:
        """The element around another; None for the body."""
        return None if element is self._body else element.getparent()

    def weight(self, element: Element) -> float:
        """How likely the element's part of the page holds the main list; 1 for a part without hints, 0 when hidden.

        Args:
            element: of the page.
        """
        zone = self.zones.get(element)
        return weight_of(zone if zone is not None else self.zone(element))

    def _own_zone(self, node: Element, tag: str, outer: int) -> int:
        names, ident = self._labels.get(node, _NAMELESS)
        role = self._roles.get(node)
        if names:
            self.names.add(names)
        elif not ident and not role and tag in _SILENT:
            return 0
        own = _zone_of(tag, names, ident, role)
        bad = own & _BAD & ~outer
        if bad:
            if self._is_misnamed(node, tag, outer):
                own &= ~_BAD
            elif bad & _NAMED and tag not in _SURE_TAGS and not role and _is_list(node, names):
                own &= ~_NAMED
        return own

    def _is_misnamed(self, node: Element, tag: str, outer: int) -> bool:
        if tag in {"header", "footer"} and outer & _IN_ITEM:
            return True
        if outer & Zone.MAIN and tag not in _SURE_TAGS and "widget" in (node.get("class") or "").split():
            return True  # layouts made of widgets (Blogger) have the main list in one, too
        return node in self._around_main or (tag not in _SURE_TAGS and self._is_most(node))

    def _is_most(self, node: Element) -> bool:
        if self._page_length is None:
            self._page_length = _TEXT_LENGTH(self._doc.body) or 1.0
        return bool(_TEXT_LENGTH(node) > _MOST * self._page_length)


@lru_cache(maxsize=8192)
def _zone_of(tag: str, names: str, ident: str, role: str | None) -> int:
    """The zone that an element's own tag and attributes hint at, and whether it is an item of a list."""
    own = zone_hints(tag, f"{names} {ident}" if ident else names, role or "")
    return own | _IN_ITEM if tag in _ITEM_TAGS or (names and field_hints(names) & Hint.ITEM) else own


def _is_list(node: Element, names: str) -> bool:
    """Whether an element that a name calls navigation is a list of posts: it has headings, or more text than links."""
    if _PAGED.search(names) and next(node.iter("h2", "h3", "h4", "article"), None) is not None:
        return True
    length = _TEXT_LENGTH(node)
    if length < 500:
        return False
    return bool(sum(_TEXT_LENGTH(anchor) for anchor in node.iter("a")) < 0.5 * length)
