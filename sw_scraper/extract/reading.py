"""One walk over a record's region: its texts in order, each with what is hinted of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from sw_scraper.extract.hints import Hint, field_hints
from sw_scraper.normalize.words import word_set

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sw_scraper.extract.document import Document, Element

_INLINE: Final = word_set(
    "a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd mark q rp rt ruby s samp"
    " small span strike strong sub sup tt u var wbr time img nobr label data"
)
_SKIPPED: Final = word_set(
    "script style template svg object iframe video audio canvas select input textarea button form"
    " noscript map head link meta title nav dialog figcaption"
)
_FIELDS: Final = (
    Hint.DATE
    | Hint.AUTHOR
    | Hint.CATEGORY
    | Hint.COMMENTS
    | Hint.SHARE
    | Hint.MORE
    | Hint.META
    | Hint.EXCERPT
    | Hint.MODIFIED
    | Hint.BODY
    | Hint.TITLE
)
_META_KINDS: Final = (
    Hint.DATE | Hint.AUTHOR | Hint.CATEGORY | Hint.COMMENTS | Hint.SHARE | Hint.MORE | Hint.META | Hint.MODIFIED
)
_UNSEEN: Final = Hint.UNSEEN
_ENOUGH = 6000  # characters of one region: whole posts in a list need not be read to their end
_DEEPEST = 120
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_IMAGES: Final = frozenset({"img", "source", "amp-img"})
_NOTED: Final = _IMAGES | {"a", "time", "br", "wbr"}


@dataclass(slots=True, eq=False)
class Run:
    """A stretch of text of one block with one set of hints.

    Attributes:
        raw: the text with its white space, so that the runs of a block can be joined again.
        text: white space collapsed.
        hints: :class:`Hint` bits of the elements around it (inside the region).
        element: the innermost block or hinted element that it stands in.
        block: the number of the block in the region; runs of one block share it.
        anchor: the link that the whole run stands in; None without one.
        heading: stands in a heading.
    """

    raw: str
    text: str
    hints: int
    element: Element
    block: int
    anchor: Element | None = None
    heading: bool = False


@dataclass(slots=True, eq=False)
class Reading:
    """What a region holds.

    Attributes:
        runs: its texts in page order, without the title's.
        anchors: its links in page order, the region itself or what is around it included.
        times: its ``<time>`` and ``datePublished`` elements, in page order.
        images: its images, in page order.
    """

    runs: list[Run] = field(default_factory=list)
    anchors: list[Element] = field(default_factory=list)
    times: list[tuple[Element, int]] = field(default_factory=list)
    images: list[Element] = field(default_factory=list)
    marked: list[tuple[Element, int]] = field(default_factory=list)


class Reader:
    """Reads regions of one page."""

    def __init__(self, doc: Document) -> None:
        self._doc = doc
        self._hiding = doc.hiding
        self._names_of = doc.names_of
        self._has_properties = "itemprop" in doc.attribute_names
        self._reading = Reading()
        self._pieces: list[str] = []
        self._length = 0
        self._block = 0
        self._above_title: set[Element] = set()
        self._title: Element | None = None

    def read(self, nodes: Iterable[Element], title: Element | None, *, hints: int = 0) -> Reading:
        """Read a region.

        Args:
            nodes: the region's elements.
            title: the element that is the record's title; its text is left out, and names of the elements around it
                say nothing of single fields.
            hints: what is known of all of the region.
        """
        self._reading = Reading()
        self._block = self._length = 0
        self._pieces = []
        self._title = title
        nodes = list(nodes)
        self._above_title = set()
        if title is not None:
            node = title.getparent()
            tops = set(nodes)
            if title not in tops:
                while node is not None:
                    self._above_title.add(node)
                    if node in tops:
                        break
                    node = node.getparent()
        for node in nodes:
            self._walk(node, hints, None, node, False, 0)
            if self._pieces:
                self._flush(hints, node, None, heading=False)
            self._block += 1
        return self._reading

    def _flush(self, hints: int, element: Element, anchor: Element | None, *, heading: bool) -> None:
        raw = "".join(self._pieces)
        self._pieces = []
        text = " ".join(raw.split())
        if self._length > _ENOUGH and not hints & _META_KINDS:
            return  # the text of a long post; what is said of the post may still follow
        self._reading.runs.append(Run(raw, text, hints, element, self._block, anchor, heading))
        self._length += len(text)

    def _said(self, text: str) -> None:
        """Take a text of the page; a blank alone only parts what stands around it."""
        if not text.isspace():
            self._pieces.append(text)
        elif self._pieces:
            self._pieces.append(" ")
        elif self._reading.runs and (last := self._reading.runs[-1]).block == self._block:
            last.raw += " "

    def _walk(
        self, node: Element, hints: int, anchor: Element | None, holder: Element, heading: bool, depth: int, /
    ) -> None:
        tag = node.tag
        if tag in _SKIPPED or depth > _DEEPEST:
            return
        if node in self._hiding:  # not read out; a picture in it may be seen nevertheless
            self._reading.images.extend(img for img in node.iter("img") if not self._doc.is_unshown(img))
            return
        if node is self._title:
            if self._pieces:
                self._flush(hints, holder, anchor, heading=heading)
            self._note_links(node)
            self._block += 1
            return
        own = hints if node in self._above_title else hints | self._own_hints(node, tag)
        if own & _UNSEEN or (tag in _NOTED and self._is_leaf(node, tag, own)):
            return
        inner_anchor = node if tag == "a" else anchor
        block = tag not in _INLINE
        if not block and own == hints and inner_anchor is anchor:  # nothing but looks: the text goes on
            self._take(node, own, anchor, holder, heading, depth)
            return
        if self._pieces:
            self._flush(hints, holder, anchor, heading=heading)
        if own & ~hints & _FIELDS:
            self._reading.marked.append((node, own))
        self._block += block
        inner_holder = node if block or own != hints else holder
        inner_heading = heading or tag in _HEADINGS
        self._take(node, own, inner_anchor, inner_holder, inner_heading, depth)
        if self._pieces:
            self._flush(own, inner_holder, inner_anchor, heading=inner_heading)
        self._block += block

    def _take(
        self, node: Element, hints: int, anchor: Element | None, holder: Element, heading: bool, depth: int, /
    ) -> None:
        """The text of an element and what is in it."""
        text = node.text
        if text:
            self._said(text)
        if len(node) == 0:
            return
        for child in node:
            self._walk(child, hints, anchor, holder, heading, depth + 1)
            text = child.tail
            if text:
                self._said(text)
            elif self._pieces and child.tag == "span" and _parts(child):
                self._pieces.append(" ")

    def _is_leaf(self, node: Element, tag: str, own: int) -> bool:
        """Note links, times and images; whether there is nothing more to read in the element."""
        if tag == "a":
            if node.get("href") is not None:
                self._reading.anchors.append(node)
        elif tag == "time":
            self._reading.times.append((node, own))
        elif tag in _IMAGES:
            self._reading.images.append(node)
            return True
        elif tag == "br":
            self._said("\n")
            return True
        return tag == "wbr"

    def _own_hints(self, node: Element, tag: str) -> int:
        get = node.get
        names = self._names_of.get(node)
        own = field_hints(names[0]) if names is not None and names[0] else 0
        if self._has_properties and (prop := get("itemprop")):
            own |= _ITEMPROPS.get(prop.split()[0].lower(), 0)
        if tag == "a":
            rel = get("rel")
            if rel:
                if "author" in rel:
                    own |= Hint.AUTHOR
                elif "tag" in rel.split() or "category" in rel:
                    own |= Hint.CATEGORY
            href = get("href")
            if href:
                own |= _href_hints(href)
        elif tag == "time":
            own |= Hint.DATE
        elif tag == "address":
            own |= Hint.AUTHOR
        return own

    def _note_links(self, node: Element) -> None:
        reading = self._reading
        if node.tag == "a" and node.get("href") is not None:
            reading.anchors.append(node)
        reading.anchors.extend(a for a in node.iter("a") if a is not node and a.get("href") is not None)
        reading.images.extend(node.iter("img"))
        reading.times.extend((time, Hint.DATE) for time in node.iter("time"))


def _parts(span: Element) -> bool:
    """Whether a span and the one right after it are things of their own, parted by looks only ("Nov 28, 2024" "11")."""
    after = span.getnext()
    return after is not None and after.tag == "span" and len(span.text or "") > 1 and bool(after.text)


# Addresses that tell what a link is for: pages of authors, of terms, and a post's comments.
_AUTHOR_STEPS: Final = word_set(
    "author authors autor autore autori auteur auteurs autoren profile profiles user users utente people persone"
    " member members writer writers by redaktor"
)
_TERM_STEPS: Final = word_set(
    "category categories categoria categorie kategorie categorias tag tags topic topics etiqueta etiquetas taxonomy"
    " term"
    " label argomento argomenti temi tema rubrique rubriques sezione sezioni schlagwort themen thema hashtag kategori"
)
_QUERY: Final = re.compile(r"[?&](?:(author)|cat|tag|category)=")
_COMMENTS: Final = re.compile(r"#(?:respond|comment|disqus_thread|reply|commenti)", re.I)


@lru_cache(maxsize=8192)
def _href_hints(href: str) -> int:
    steps = href.lower().split("/")
    found = 0
    if not _AUTHOR_STEPS.isdisjoint(steps[:-1]) or (len(steps) > 1 and steps[-1].startswith("@")):
        found |= Hint.AUTHOR
    elif not _TERM_STEPS.isdisjoint(steps[:-1]):
        found |= Hint.CATEGORY
    if "?" in href and (query := _QUERY.search(href)):
        found |= Hint.AUTHOR if query.group(1) else Hint.CATEGORY
    if "#" in href and _COMMENTS.search(href):
        found |= Hint.COMMENTS
    return found


_ITEMPROPS: Final = {
    "author": Hint.AUTHOR,
    "creator": Hint.AUTHOR,
    "datepublished": Hint.DATE,
    "datecreated": Hint.DATE,
    "datemodified": Hint.MODIFIED,
    "dateupdated": Hint.MODIFIED,
    "articlesection": Hint.CATEGORY,
    "keywords": Hint.CATEGORY,
    "description": Hint.EXCERPT,
    "abstract": Hint.EXCERPT,
    "articlebody": Hint.BODY,
    "text": Hint.EXCERPT,
    "publisher": Hint.META,
    "interactioncount": Hint.META,
    "commentcount": Hint.COMMENTS,
}
