"""What class names and ids mark for those who look for pagination, headers and the kind of a page; one pass a page.

Unlike :mod:`sw_scraper.extract.hints` (what part of a page an element is), this finds the few elements that matter.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from sw_scraper.normalize.words import word_set

if TYPE_CHECKING:
    from sw_scraper.extract.document import Document, Element


class Mark:
    """What the names of an element mark: bits, plain integers because they are asked for thousands of times a page.

    Attributes:
        NAME: the heading of an archive; ``NAME_BOX`` is an element of any tag that holds nothing but such a heading.
        SITE: the site's own name or logo.
        BOX_TITLE: the title of a widget, a menu, a dialog.
        DESCRIBED: the description of a tag.
        EMPTY: "no posts found"; ``COUNT``: "120 results".
        MORE: load-more buttons and what they belong to.
    """

    PAGER: Final = 1
    SLIDER: Final = 2
    CALENDAR: Final = 4
    DISABLED: Final = 8
    CURRENT: Final = 16
    NEXT: Final = 32
    PREVIOUS: Final = 64
    CRUMB: Final = 128
    NAME: Final = 256
    NAME_BOX: Final = 512
    SITE: Final = 1024
    BOX_TITLE: Final = 2048
    DESCRIBED: Final = 4096
    EMPTY: Final = 8192
    COUNT: Final = 16384
    MORE: Final = 32768


_PATTERNS: Final[dict[int, str]] = {
    Mark.PAGER: (
        r"pagin|pager|page-?nav|nav-?links|navigation-?links|posts-navigation|posts-nav|post-nav|paging"
        r"|page-?numbers|wp-pagenavi"
        r"|nav-?(?:next|prev|below|above|single)|load-?more|loop-?nav|page-?links|pages?-?list|navigat(?:ion"
        r"|or)\b|older-?newer|infinite"
        r"|(?:^|[\s_-])pages(?:$|[\s_-])|seiten|navipage|page_num|pagebar|sunpage"
    ),
    Mark.SLIDER: (
        r"swiper|slick|carousel|owl-|splide|glide__|slider|flickity|tns-|lightbox|slideshow|marquee|(?<!s)ticker"
    ),
    Mark.CALENDAR: r"calendar|datepicker",
    Mark.DISABLED: r"(?:^|[\s_-])(?:disabled?|inactive|is-invisible|unavailable|deactivated)(?:$|[\s_])",
    Mark.CURRENT: (
        r"(?:^|[\s_-])(?:current|active|selected|actual|activo|attivo|aktiv|aktuell|cur|on|now|this|thisclass|here)"
        r"(?:$|[\s_-])"
    ),
    Mark.NEXT: (
        r"(?:^|[\s_-])(?:next|older)(?:$|[\s_-])|nextpost|next-?page|page-?next|pagination-?next|nextlink"
        r"|olderposts|btnnext|blog-pager-older"
    ),
    Mark.PREVIOUS: r"(?:^|[\s_-])(?:prev|previous|newer)(?:$|[\s_-])",
    Mark.CRUMB: r"bread-?_?crumb|crumbs|briciole|pathway|fil-?ariane|ariane|trail-items",
    Mark.NAME: (
        r"(?:archive|page|term|category|cat|tag|tax|taxonomy|author|section|listing|hero|banner|main|blog"
        r"|topic|heading)[-_]{0,2}"
        r"(?:title|heading|headline|name|header|titulo|titolo)\b|page__title|entry-title|title-?bar"
        r"|ast-archive|query-title|titulo|current-cat|title_section"
    ),
    Mark.NAME_BOX: (
        r"(?:archive|page|term|category|cat|tag|taxonomy|section|pagetitle)[-_]?(?:title|name|heading)"
        r"|pagetitle|status-msg|tagname"
    ),
    Mark.SITE: (
        r"site-?_?-?(?:title|name|logo|brand|identity)|logo|navbar-brand|brand(?:ing)?\b|blog-?title"
        r"|blog-?name|masthead__title"
        r"|header-title__link"
    ),
    Mark.BOX_TITLE: r"widget-?title|widgettitle|sidebar-title|menu-title|jet-menu|modal|popup|footer|related",
    Mark.DESCRIBED: (
        r"(?:archive|taxonomy|term|category|tag|cat|page|author)[-_]{1,2}desc(?:ription|r)?\b|author-bio\b"
        r"|category-desc"
    ),
    Mark.EMPTY: r"no-?results?\b|not-found|no-posts|nothing-found|posts-nothing|view-empty|empty-state|no-content",
    Mark.COUNT: r"result|total|-count|_count|found|view-header",
    Mark.MORE: r"more|infinite|pagin|jet-listing",
}
_COMPILED: Final = tuple((mark, re.compile(pattern)) for mark, pattern in _PATTERNS.items())
# Most names have none of these letters in a row, and then no pattern fits.
_ANY: Final = re.compile(
    r"pag|nav|more|link|infinite|sei?ten|swiper|slick|carousel|owl-|splide|glide|slide|flickity|tns-"
    r"|lightbox|marquee|ticker|calendar"
    r"|datepicker|disable|inactive|unavail|deactiv|current|active|select|act|attivo|aktiv|aktuell|cur|\bon\b"
    r"|now|this|here|next|older|prev|newer"
    r"|crumb|briciole|pathway|ariane|trail|tit|head|name|desc|bio|status-msg|logo|brand|identity|widget|menu"
    r"|modal|popup|footer|related"
    r"|result|not-found|no-posts|nothing|empty|no-content|total|count|found"
)
_TAGS: Final = word_set("div nav ul ol section header p span a button main li article strong b td")
_WANTED: Final = Mark.CRUMB | Mark.NAME_BOX | Mark.DESCRIBED | Mark.EMPTY | Mark.COUNT | Mark.MORE


@lru_cache(maxsize=16384)
def marks_of(names: str) -> int:
    """The :class:`Mark` bits of class names and ids.

    Args:
        names: class and id, separated by a blank, as the page has them.
    """
    if len(names) > 2000:
        return 0
    lowered = names.lower()
    found = 0
    if _ANY.search(lowered) is None:
        return 0
    for bit, pattern in _COMPILED:
        if pattern.search(lowered):
            found |= bit
    return found


def marks_at(element: Element) -> int:
    """The marks of an element, ``aria-label`` included.

    Args:
        element: any.
    """
    names = element.get("class")
    ident, label = element.get("id"), element.get("aria-label")
    if names is None and ident is None and label is None:
        return 0
    return marks_of(f"{names or ''} {ident or ''} {label or ''}" if ident or label else names or "")


def head_links(doc: Document) -> tuple[Element, ...]:
    """The page's ``<link>`` elements: those of the head, or of the whole page where the head has none.

    Args:
        doc: the page; ask with ``doc.once(head_links)``.
    """
    head = doc.root.find("head")
    found = tuple(head.iter("link")) if head is not None else ()
    return found or tuple(doc.root.iter("link"))


def marked_elements(doc: Document) -> dict[int, list[Element]]:
    """The elements of the page's body with a mark that is looked for by itself, in page order, by mark.

    Args:
        doc: the page; ask with ``doc.once(marked_elements)``.
    """
    found: dict[int, list[Element]] = {bit: [] for bit, _ in _COMPILED if bit & _WANTED}
    for element, (names, ident) in doc.names_of.items():
        marks = element.tag in _TAGS and marks_of(f"{names} {ident}" if ident else names) & _WANTED
        while marks:
            bit = marks & -marks
            found[bit].append(element)
            marks ^= bit
    return found
