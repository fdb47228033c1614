"""What surrounds the content of every page of a site: header, footer, menus and side columns.

A list that stands wholly in there is never what an archive is about: where the archive's own list is empty, the
footer's "Read also" would otherwise be taken for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sw_scraper.extract import page_stock as stock
from sw_scraper.extract.hints import Zone, zone_hints

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sw_scraper.extract.document import Document, Element

_TAGS: Final = frozenset({"footer", "aside", "nav"})
_ROLES: Final = frozenset({"contentinfo", "navigation", "complementary", "banner", "search"})
_FOOT_TAGS: Final = frozenset({"footer"})
_FOOT_ROLES: Final = frozenset({"contentinfo"})
_ZONES: Final = Zone.FOOT | Zone.SIDE


def main_area(doc: Document) -> Element | None:
    """The element that the page itself calls its main part; None when it names none or several.

    Args:
        doc: the page; ask with ``doc.once(main_area)``.
    """
    found = list(doc.body.iter("main")) or [
        element for element, role in doc.roles.items() if role == "main" and element not in (doc.root, doc.body)
    ]
    shown = [element for element in found if not doc.is_hidden(element)]
    return shown[0] if len(shown) == 1 else None


def tells_content_apart(doc: Document) -> bool:
    """Whether a page says what is content and what is chrome: it names its main part, or is marked as an archive.

    Args:
        doc: the page; ask with ``doc.once(tells_content_apart)``.
    """
    names = f"{doc.body.get('class') or ''} {doc.root.get('class') or ''}"
    marked = stock.ARCHIVE_BODY.search(names) is not None and stock.ARTICLE_BODY.search(names) is None
    return marked or doc.once(main_area) is not None


def stands_in_chrome(doc: Document, elements: Iterable[Element]) -> bool:
    """Whether all of the elements stand in what surrounds the page's content.

    A footer always does. Menus and side columns do where the page tells content apart; elsewhere a page that is old or
    strange may have its only list there.

    Args:
        doc: the page.
        elements: of the page, at least one.
    """
    chrome = doc.once(_Chrome)
    return all(element.getparent() is not None and chrome.holds(element.getparent()) for element in elements)


class _Chrome:
    """What is chrome on one page; the answers are kept, as many lists have the same parents."""

    def __init__(self, doc: Document) -> None:
        main = doc.once(main_area)
        self._named = main is not None
        self._around = frozenset(main.iterancestors()) if main is not None else frozenset()
        self._tags, self._roles = (_TAGS, _ROLES) if doc.once(tells_content_apart) else (_FOOT_TAGS, _FOOT_ROLES)
        self._kept: dict[Element, bool] = {}

    def holds(self, node: Element) -> bool:
        """Whether an element stands in chrome or is chrome."""
        answer = self._kept.get(node)
        if answer is None:
            answer = _is_in_chrome(node, self._around, self._tags, self._roles, named=self._named)
            self._kept[node] = answer
        return answer


def _is_in_chrome(
    node: Element, around: frozenset[Element], tags: frozenset[str], roles: frozenset[str], *, named: bool
) -> bool:
    """Whether an element or one around it is chrome; an article's own footer or side column is content."""
    answer, in_header = False, False
    for up in (node, *node.iterancestors()):
        if up in around or up.tag in {"body", "html"}:
            break
        if up.tag in {"article", "main"} or up.get("role") == "main":
            in_header = False  # the header of a part of the content
            answer = answer and up.tag != "article"
        in_header = in_header or up.tag == "header"
        answer = answer or _is_chrome(up, tags, roles, named=named)
    return answer or (in_header and named)


def _is_chrome(node: Element, tags: frozenset[str], roles: frozenset[str], *, named: bool) -> bool:
    role = node.get("role") or ""
    if node.tag in tags or role in roles:
        return True
    if not named or node.tag == "main":
        return False
    names = f"{node.get('class') or ''} {node.get('id') or ''}"
    return bool(len(names) > 1 and zone_hints(node.tag, names, role) & _ZONES)
