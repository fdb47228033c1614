"""A list without entries in the page: the container that a publishing system prints although nothing is in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from sw_scraper.extract.chrome import main_area, stands_in_chrome
from sw_scraper.extract.marks import Mark, marked_elements
from sw_scraper.normalize.words import word_set

if TYPE_CHECKING:
    from sw_scraper.extract.document import Document, Element

_LENGTH: Final = etree.XPath("string-length(normalize-space())")
# Containers of lists of posts: block themes, Elementor, and what most themes call them.
_LIST: Final = re.compile(
    r"(?:^|\s)(?:wp-block-(?:query|post-template|latest-posts)|elementor-(?:posts|loop|grid)(?:-container)?|hfeed"
    r"|(?:\w+[-_]{1,2})?(?:posts|articles|entries|stories|post-?list|article-?list|news-?list|blog-?list|archive-?list|loop)"
    r"(?:[-_]{1,2}(?:container|list|grid|wrapper|wrap|inner|items|feed|loop|archive))?"
    r"|view-content|items-row|blog-items|blog-posts)(?=\s|$)",
    re.IGNORECASE,
)
# Scripts fill these in: that nothing stands in them yet says nothing.
_FILLED_LATER: Final = re.compile(
    r"load|lazy|ajax|spinner|skeleton|placeholder|async|infinite|react|vue|app\b|root", re.I
)
_CONTAINERS: Final = ("div", "ul", "ol", "section", "main", "tbody")
_ENTRIES: Final = word_set("a img picture iframe article li tr noscript input button video")
_AROUND: Final = word_set("h1 h2 p header nav form br hr")  # what stands around a list
_BOX_LENGTH: Final = 400


def empty_list(doc: Document) -> Element | None:
    """Where the page's list would stand: its "nothing found", or its container without a word; None without either.

    Args:
        doc: the page; ask with ``doc.once(empty_list)``.
    """
    box = doc.once(nothing_found_box)
    return box if box is not None else _container(doc)


def nothing_found_box(doc: Document) -> Element | None:
    """The first short visible element whose class says that nothing was found.

    Args:
        doc: the page; ask with ``doc.once(nothing_found_box)``.
    """
    for box in doc.once(marked_elements)[Mark.EMPTY]:
        if 0 < _LENGTH(box) < _BOX_LENGTH and not doc.is_hidden(box) and not stands_in_chrome(doc, (box,)):
            return box
    return None


def _container(doc: Document) -> Element | None:
    for element in doc.body.iter(*_CONTAINERS):
        names = element.get("class")
        if names and _LIST.search(names) and is_vacant(element) and not stands_in_chrome(doc, (element,)):
            return element
    return None


def is_vacant(element: Element) -> bool:
    """Whether nothing stands in an element, and nothing says that a script will fill it.

    Args:
        element: any.
    """
    if _LENGTH(element) or next(element.iter(*_ENTRIES), None) is not None:
        return False
    return not any(_is_filled_later(node) for node in element.iter())


def _is_filled_later(node: Element) -> bool:
    if not isinstance(node.tag, str):
        return False
    if "-" in node.tag:  # an element of somebody's own
        return True
    if node.tag in {"script", "template"}:
        return True
    names = f"{node.get('class') or ''} {node.get('id') or ''}"
    return bool(_FILLED_LATER.search(names)) or any(
        name.startswith(
            ("data-url", "data-src", "data-ajax", "data-api", "data-endpoint", "data-load", "v-", "x-", "ng-")
        )
        for name in node.attrib
    )


def is_bare(doc: Document) -> bool:
    """Whether the page's main part has nothing but its heading, running text and what leads through the site.

    Args:
        doc: the page.
    """
    main = doc.once(main_area)
    if main is None:
        return False
    stack = list(main)
    while stack:
        node = stack.pop()
        if not isinstance(node.tag, str) or node.tag in _AROUND:
            if (node.tail or "").strip():
                return False
            continue
        if node.tag not in {"div", "section"} or (node.text or "").strip() or (node.tail or "").strip():
            return False
        if _is_filled_later(node):
            return False
        stack.extend(node)
    return True
