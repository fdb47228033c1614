"""A page as a tree that everybody who extracts shares: parsed once, bounded, with what several ask for kept.

The tree keeps every element where the page has it (so that paths fit the page's own markup), but scripts, styles,
templates and drawings are emptied: ``string()`` of any element is text that a reader could see, hidden elements apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, Final, NamedTuple, TypeVar, cast
from urllib.parse import urlsplit

from lxml import etree

from sw_scraper.extract.charset import as_utf8
from sw_scraper.extract.markup import bounded, flattened
from sw_scraper.extract.unclosed import has_unclosed, may_be_nested, part_nested_entries
from sw_scraper.normalize.language import language_tag
from sw_scraper.normalize.urls import absolute_url, origin_of

Element = Any  # lxml.etree._Element: lxml ships no types
_Answer = TypeVar("_Answer")

_STYLE_HIDES: Final = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_EMPTIED: Final = ("script", "style", "template", "svg", "object")
_PLAIN_HREF: Final = re.compile(r"(?:https?://[\w.-]+(?::\d+)?)?/[\w./%~-]*(?:\?[\w=&%.,+~-]*)?", re.ASCII)
_EMPTY_PAGE: Final = b"<html><head></head><body></body></html>"
_RARE: Final = frozenset({"style", "hidden", "aria-hidden", "inert", "role", "itemscope"})


string_of: Final[Callable[[Element], str]] = partial(etree.tostring, method="text", encoding="unicode", with_tail=False)
"""The whole text of an element, hidden parts included: what XPath calls its string, in a third of XPath's time."""


class Anchor(NamedTuple):
    """A link of the page; a tuple, because a page has hundreds.

    Attributes:
        element: the ``<a>``.
        href: as the page has it.
        url: absolute http(s) URL; None for other schemes, broken addresses and bare fragments.
    """

    element: Element
    href: str
    url: str | None


@dataclass(slots=True, kw_only=True, eq=False)
class _Kept:
    """What was worked out once."""

    hidden: dict[Element, bool] = field(default_factory=dict)
    unshown: dict[Element, bool] = field(default_factory=dict)
    urls: dict[str, str | None] = field(default_factory=dict)
    classes: dict[str, list[Element]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Attributes:
    """What one pass over the page found in the attributes of its elements.

    Attributes:
        names_of: see :attr:`Document.names_of`.
        roles: see :attr:`Document.roles`.
        items: see :attr:`Document.items`.
        links: every ``<a href>`` with its address as the page has it, in page order.
        names: the names of all attributes.
        hiding: see :attr:`Document.hiding`.
        unshowing: see :attr:`Document.unshowing`.
    """

    names_of: dict[Element, tuple[str, str]]
    roles: dict[Element, str]
    items: tuple[Element, ...]
    links: list[tuple[Element, str]]
    names: set[str]
    hiding: frozenset[Element]
    unshowing: frozenset[Element]


class Document:
    """One page.

    Attributes:
        root: the ``<html>`` element.
        url: the page's own address, as given.
        source: the UTF-8 bytes that were parsed (parse them again for a tree with scripts and styles).
        notes: what was done to hostile or outsized markup, in plain words.
        linked_data: the texts of the page's ``application/ld+json`` scripts, in order.
    """

    def __init__(self, root: Element, *, url: str, source: bytes, notes: tuple[str, ...] = ()) -> None:
        self.root = root
        self.url = url
        self.source = source
        self.notes = notes
        self._kept = _Kept()
        self._answers: dict[Callable[[Document], Any], Any] = {}
        self.linked_data: tuple[str, ...] = tuple(self._emptied())
        # lxml makes an object for each element that is looked at and drops it after; kept, every later walk is quick.
        self._elements = list(root.iter())

    def _emptied(self) -> Iterator[str]:
        for element in list(self.root.iter(*_EMPTIED)):
            if element.tag == "script":
                if "ld+json" in (element.get("type") or "") and element.text:
                    yield element.text
            elif len(element):
                del element[:]
            element.text = None

    @cached_property
    def body(self) -> Element:
        """The ``<body>``; the root when there is none."""
        body = self.root.find("body")
        return self.root if body is None else body

    @cached_property
    def title(self) -> str:
        """The text of ``<title>``, white space collapsed; "" without one."""
        found = self.root.find("head/title")
        if found is None:
            found = next(self.root.iter("title"), None)
        return self.text(found) if found is not None else ""

    @cached_property
    def metas(self) -> dict[str, str]:
        """``name`` or ``property`` (lower case) to ``content`` of the page's ``<meta>``, the first of each."""
        found: dict[str, str] = {}
        for meta in self.root.iter("meta"):
            key = meta.get("property") or meta.get("name")
            if key and meta.get("content"):
                found.setdefault(key.lower(), meta.get("content").strip())
        return found

    @cached_property
    def base_url(self) -> str:
        """What relative links are relative to: ``<base href>`` when it is of the page's own origin, else the page."""
        base = next(self.root.iter("base"), None)
        href = base.get("href") if base is not None else None
        if href:
            absolute = absolute_url(href, self.url)
            if absolute and (origin_of(absolute) == origin_of(self.url) or origin_of(self.url) is None):
                return absolute
        return self.url

    @cached_property
    def declared_language(self) -> str | None:
        """What the page says of its language (``lang``, ``Content-Language``), BCP 47; often wrong."""
        root = self.root
        raw = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang")
        raw = raw or self.body.get("lang") or self.metas.get("og:locale")
        return language_tag(raw) if raw else None

    @property
    def language(self) -> str | None:
        """The page's language, BCP 47; None when it does not say."""
        return self.declared_language

    @cached_property
    def anchors(self) -> tuple[Anchor, ...]:
        """Every ``<a href>`` in page order."""
        absolute = self.absolute
        return tuple([Anchor(element, href, absolute(href)) for element, href in self._attributes.links])

    @cached_property
    def _attributes(self) -> _Attributes:
        named: dict[Element, tuple[str, str]] = {}
        same: dict[tuple[str, str], tuple[str, str]] = {}  # a long list has the same names a thousand times
        links, rare = [], []
        met: set[str] = set()
        has_nothing_rare = _RARE.isdisjoint
        for element in (self.root, *self.body_elements) if self.body is not self.root else self._elements:
            keys = element.keys()
            if "class" in keys:
                names, ident = element.get("class"), element.get("id") if "id" in keys else ""
                if names or ident:
                    named[element] = same.setdefault((names, ident), (names, ident))
            elif "id" in keys and (ident := element.get("id")):
                named[element] = "", ident
            if "href" in keys and element.tag == "a":
                links.append((element, element.get("href")))
            met.update(keys)
            if not has_nothing_rare(keys):
                rare.append((element, keys))
        return _Attributes(
            named,
            {element: element.get("role") for element, keys in rare if "role" in keys},
            tuple([element for element, keys in rare if "itemscope" in keys]),
            links,
            met,
            self._in_body([element for element, keys in rare if _hides(element, keys, "aria-hidden", "true")]),
            self._in_body([element for element, keys in rare if _hides(element, keys, "inert", None)]),
        )

    def _in_body(self, elements: list[Element]) -> frozenset[Element]:
        """Those of a few elements that stand in the body or are it."""
        body = self.body
        if body is self.root:
            return frozenset(elements)
        return frozenset(one for one in elements if one is body or any(up is body for up in one.iterancestors("body")))

    @property
    def names_of(self) -> dict[Element, tuple[str, str]]:
        """Every element with a class or an id to both ("" for none), in page order."""
        return self._attributes.names_of

    @property
    def roles(self) -> dict[Element, str]:
        """Every element with a ``role`` to it, in page order."""
        return self._attributes.roles

    @property
    def attribute_names(self) -> set[str]:
        """The names of all attributes of the page's body."""
        return self._attributes.names

    @property
    def items(self) -> tuple[Element, ...]:
        """Every element of microdata that has an ``itemscope``, in page order."""
        return self._attributes.items

    @cached_property
    def body_elements(self) -> list[Element]:
        """The body and every element in it, in page order."""
        if self.body is self.root:
            return self._elements
        start = self._elements.index(self.body)
        after = self.body.getnext()
        return self._elements[start : self._elements.index(after) if after is not None else None]

    @cached_property
    def class_names(self) -> str:
        """All class attributes of the page in one text: a quick look whether a class can occur at all."""
        return " ".join(self._distinct_names)

    @cached_property
    def _distinct_names(self) -> set[str]:
        return {names for names, _ in self.names_of.values()}

    def with_class(self, name: str) -> list[Element]:
        """The elements of a class, in page order.

        Args:
            name: one class.
        """
        kept = self._kept.classes
        if name not in kept:
            own = {names for names in self._distinct_names if name in names and name in names.split()}
            kept[name] = [element for element, (names, _) in self.names_of.items() if names in own] if own else []
        return kept[name]

    @cached_property
    def _joins(self) -> tuple[str, str]:
        try:
            parts = urlsplit(self.base_url)
        except ValueError:
            return "", ""
        return parts.scheme, f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") else ""

    def absolute(self, href: str | None) -> str | None:
        """The absolute http(s) URL of a link of this page.

        Args:
            href: as the page has it.

        Returns:
            None for other schemes, broken addresses, bare fragments and empty links (which only lead to this page).
        """
        if not href:
            return None
        kept = self._kept.urls
        if href in kept:
            return kept[href]
        stripped = href.strip()
        url: str | None
        if not stripped or stripped.startswith("#"):
            url = None
        elif _PLAIN_HREF.fullmatch(stripped) and "/." not in stripped and not stripped.startswith("//"):
            origin = self._joins[1]
            url = stripped if stripped[0] != "/" else origin + stripped if origin else None
        else:
            url = absolute_url(stripped, self.base_url)
        kept[href] = url
        return url

    @property
    def hiding(self) -> frozenset[Element]:
        """The elements that hide themselves and all in them, by attribute or inline style."""
        return self._attributes.hiding

    @property
    def unshowing(self) -> frozenset[Element]:
        """The elements that hide themselves from the eye: ``aria-hidden`` alone only says that a picture decorates."""
        return self._attributes.unshowing

    @cached_property
    def _around_hiding(self) -> set[Element]:
        """The elements that have one of the ``hiding`` in them."""
        found: set[Element] = set()
        for element in self.hiding:
            node = element.getparent()
            while node is not None and node not in found:
                found.add(node)
                node = node.getparent()
        return found

    def once(self, question: Callable[[Document], _Answer]) -> _Answer:
        """The answer to a question about this page, worked out when it is first asked.

        Args:
            question: a pure function of the document, of module level.
        """
        if question not in self._answers:
            self._answers[question] = question(self)
        return cast("_Answer", self._answers[question])

    def is_hidden(self, element: Element) -> bool:
        """Whether the element or one around it is hidden by attribute or inline style.

        Args:
            element: of this tree.
        """
        return _stands_in(self.hiding, element, self._kept.hidden)

    def is_unshown(self, element: Element) -> bool:
        """Whether a picture cannot be seen: it or an element around it is ``hidden``, ``inert`` or not displayed.

        Args:
            element: of this tree.
        """
        return _stands_in(self.unshowing, element, self._kept.unshown)

    def text(self, element: Element) -> str:
        """The text of an element, white space collapsed; hidden parts are left out; "" when there is none.

        Args:
            element: of this tree.
        """
        if element in self._around_hiding:
            return " ".join("".join(self._visible_pieces(element)).split())
        return " ".join((string_of(element) if len(element) else element.text or "").split())

    def _visible_pieces(self, element: Element) -> Iterator[str]:
        skipped = None  # the hidden element that the walk is in; its tail is outside of it
        for event, node in etree.iterwalk(element, events=("start", "end")):
            if event == "start":
                if skipped is None:
                    if node in self.hiding and node is not element:
                        skipped = node
                    elif node.text:
                        yield node.text
                continue
            if node is skipped:
                skipped = None
            if skipped is None and node.tail and node is not element:
                yield node.tail


def _stands_in(hiding: frozenset[Element], element: Element, kept: dict[Element, bool]) -> bool:
    """Whether an element or one around it is among those that hide; ``kept`` remembers the answers."""
    if not hiding:
        return False
    chain = []
    node = element
    answer = False
    while node is not None:
        if node in kept:
            answer = kept[node]
            break
        chain.append(node)
        if node in hiding:
            answer = True
            break
        node = node.getparent()
    for node in chain:
        kept[node] = answer
    return answer


def _hides(element: Element, keys: Sequence[str], name: str, value: str | None) -> bool:
    """Whether an element hides itself, by ``hidden``, its style, or an attribute (with a value, or with any)."""
    if "hidden" in keys or ("style" in keys and _STYLE_HIDES.search(element.get("style")) is not None):
        return True
    return name in keys and value in (None, element.get(name))


def _parsed(body: bytes) -> tuple[Element | None, bool]:
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, collect_ids=False
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    limit = etree.ErrorTypes.ERR_RESOURCE_LIMIT
    return root, any(entry.type == limit for entry in parser.error_log)


def _rename_odd(elements: list[Element]) -> None:
    """Rename elements whose names hold control characters: lxml makes them and then refuses to look for them."""
    if "".join({element.tag for element in elements}).isprintable():
        return
    for element in elements:
        if not element.tag.isprintable():
            element.tag = "unknown"


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.port is None or parts.port >= 0
    except ValueError:
        return False


def load_document(html: bytes | str, *, url: str, content_type: str | None = None) -> Document:
    """Parse a page so that no input raises, takes more than linear time or loses a part unnoticed.

    Args:
        html: the page's bytes or its decoded text.
        url: the page's own address.
        content_type: the HTTP header's value; None when not known.

    Returns:
        The document; an empty one where there is no markup.
    """
    body, notes = bounded(as_utf8(html, content_type))
    if not _is_address(url):
        notes.append("the page's own address is none")
        url = ""
    root, limited = _parsed(body)
    if limited:
        body = flattened(body)
        notes.append("elements nested too deeply for the parser were flattened")
        root, limited = _parsed(body)
        if limited:
            notes.append("the parser gave up before the end of the page")
    if root is None:
        root = etree.fromstring(_EMPTY_PAGE, etree.HTMLParser(encoding="utf-8"))
    elements = list(root.iter("*"))
    _rename_odd(elements)
    # that elements stand in others of their kind is quicker to see than that the page does not close them
    if may_be_nested(root) and has_unclosed(body) and (parted := part_nested_entries(root)):
        notes.append(f"{parted} entries that stood in others, which nobody closed, were put behind them")
    return Document(root, url=url, source=body, notes=tuple(notes))
