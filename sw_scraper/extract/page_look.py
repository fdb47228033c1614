"""A page as the judgement of its kind looks at it; each thing is worked out once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from sw_scraper.extract import page_stock as stock
from sw_scraper.extract.document import Document, Element, string_of
from sw_scraper.extract.tag_name import fold_name, title_parts

if TYPE_CHECKING:
    from sw_scraper.extract.list_place import ListPlace

LITTLE: Final = 1500
"""Characters of text; whole pages have more."""
_PARAGRAPH: Final = 60


class PageLook:
    """What the judgement asks of a page, each worked out once."""

    def __init__(self, doc: Document, records: Sequence[Element], *, urls: Sequence[str | None] | None = None) -> None:
        self.doc = doc
        self.records = records
        self.urls = urls
        self.body_class = f"{doc.body.get('class') or ''} {doc.root.get('class') or ''}"
        self.path = unquote(urlsplit(doc.url).path) or "/"

    @cached_property
    def text(self) -> str:
        """All text of the body, white space as it comes, case-folded."""
        return string_of(self.doc.body).casefold()

    @cached_property
    def text_size(self) -> int:
        """Characters of the body's text without white space runs."""
        return len(" ".join(self.text.split())) if len(self.text) < 200_000 else len(self.text)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Folded parts of the title and of the first headings outside of records."""
        found = [fold_name(part) for part in title_parts(self.doc.title)]
        inside = frozenset(self.records)
        headings = 0
        for heading in self.doc.root.iter("h1", "h2"):
            if headings == 3:
                break
            if inside and any(up in inside for up in (heading, *heading.iterancestors())):
                continue
            if not self.doc.is_hidden(heading):
                headings += heading.tag == "h1"
                if heading.tag == "h1" or not headings:
                    found.append(fold_name(self.doc.text(heading))[:160])
        return tuple(name for name in found if name)

    @cached_property
    def types(self) -> list[str]:
        """The schema.org types that the page's linked data names, in order."""
        return [one or other for text in self.doc.linked_data for one, other in stock.TYPE.findall(text[:500_000])]

    @cached_property
    def running_text(self) -> tuple[int, int]:
        """Characters and number of long paragraphs outside of records and of what surrounds the page."""
        inside = {node for record in self.records for node in record.iter("p")}
        size = count = 0
        for node in self.doc.root.iter("p"):
            if node in inside or node.get("class") in ("screen-reader-text",):
                continue
            length = len(" ".join(string_of(node).split()))
            if length >= _PARAGRAPH and not is_aside(node):
                size += length
                count += 1
        return size, count

    @cached_property
    def place(self) -> ListPlace:
        """How the list stands in the page; asked only where there are records."""
        from sw_scraper.extract.list_place import ListPlace

        return ListPlace(self.doc, self.records, self.urls)

    @cached_property
    def is_root(self) -> bool:
        """Whether the address is a front page (of a language, perhaps)."""
        parts = urlsplit(self.doc.url)
        return stock.LANGUAGE_PATH.fullmatch(parts.path) is not None and not parts.query


def is_aside(node: Element) -> bool:
    """Whether an element stands in what surrounds a page's content: header, footer, navigation, form, comments.

    Args:
        node: any.
    """
    for up in node.iterancestors():
        if up.tag in ("footer", "aside", "nav", "form", "header"):
            return True
        names = f"{up.get('class') or ''} {up.get('id') or ''}".lower()
        if "comment" in names or "footer" in names or "cookie" in names or "sidebar" in names:
            return up.tag not in ("body", "html", "main")
    return False
