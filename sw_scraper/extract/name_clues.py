"""What else a page says of its tag: title, address, breadcrumb, links to itself; and the name of its site."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import unquote, urlsplit

from sw_scraper.extract import archive_words as words
from sw_scraper.extract.document import Document, Element
from sw_scraper.extract.marks import Mark, head_links, marked_elements, marks_of
from sw_scraper.extract.page_address import read_address
from sw_scraper.extract.tag_name import (
    bare_name,
    fold_name,
    fold_slug,
    title_parts,
    without_page,
    without_prefix,
    without_suffix,
)

_LONGEST: Final = 160
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
HOME_NAMES: Final = frozenset(fold_name(phrase) for phrase in words.alternatives(words.HOME_WORDS))


@dataclass(frozen=True, slots=True, kw_only=True)
class NameClues:
    """What else the page says of its name; all folded."""

    title: tuple[str, ...]
    slug: str
    crumb: str
    own_links: frozenset[str]
    site: frozenset[str]
    is_root: bool


def find_clues(doc: Document, crumb: str) -> NameClues:
    """The clues of a page.

    Args:
        doc: the page.
        crumb: the last entry of the breadcrumb; "" without one.
    """
    site = site_names(doc)
    parts = [without_suffix(part)[0] for part in title_parts(doc.title)]
    named = [without_prefix(part)[0] for part in parts]
    address = read_address(doc.url)
    path = address.stem.partition("?")[0]
    slug = path.rsplit("/", 1)[-1] if "/" in path else ""
    query = address.stem.partition("?")[2]
    if query and not slug:
        slug = query.rpartition("=")[2]
    links = _own_link_texts(doc, address.stem, slug)
    return NameClues(
        title=tuple(fold_name(bare_name(part)) for part in named),
        slug=fold_slug(slug),
        crumb=fold_name(bare_name(crumb)) if crumb else "",
        own_links=links,
        site=site,
        is_root=is_front_page(doc.url),
    )


def is_front_page(url: str) -> bool:
    """Whether an address is a site's front page or a later page of it."""
    stem = read_address(url).stem
    path, _, query = stem.partition("?")
    return "/" not in path.strip("/") and not query


def _own_link_texts(doc: Document, stem: str, slug: str) -> frozenset[str]:
    """Folded texts of links to this very archive, such as the term links of its entries."""
    if not slug:
        return frozenset()
    needle = slug.lower()
    found = set()
    for anchor in doc.anchors:
        url = anchor.url
        if url is not None and (needle in url.lower() or (not needle.isascii() and needle in unquote(url).lower())):
            text = anchor.element.text if not len(anchor.element) else doc.text(anchor.element)
            if text and len(text) < 100 and read_address(url).stem == stem and read_address(url).number is None:
                found.add(fold_name(text))
    return frozenset(found - {""})


@lru_cache(maxsize=64)
def _host_words(host: str) -> str:
    labels = host.removeprefix("www.").split(".")
    return fold_name(labels[-2] if len(labels) > 1 else labels[0]).replace(" ", "")


def _likeness(one: str, other: str) -> float:
    """How much of the longer text the shorter one is; 0 when it is no part of it."""
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) / len(longer) if len(shorter) > 3 and shorter in longer else 0.0


def site_names(doc: Document) -> frozenset[str]:
    """Folded names of the site: of meta tags, logo links, feeds, and the part of the title that is like the host.

    Args:
        doc: the page.
    """
    metas = doc.metas
    keys = ("og:site_name", "application-name", "apple-mobile-web-app-title")
    found = {fold_name(metas.get(key, "")) for key in keys}
    found.update(_logo_texts(doc))
    found.update(_feed_names(doc))
    host = _host_words(urlsplit(doc.url).hostname or "")
    parts = title_parts(doc.title)
    if len(host) > 3 and len(parts) > 1:
        alike = max(parts, key=lambda part: _likeness(fold_slug(part).replace(" ", ""), host))
        if _likeness(fold_slug(alike).replace(" ", ""), host) >= 0.3:
            found.add(fold_name(alike))
    return frozenset(found - {""} - HOME_NAMES)


def _logo_texts(doc: Document) -> Iterator[str]:
    """Texts of the first links to the front page that stand in a heading or are marked as the site's name."""
    origin = "/".join(doc.url.split("/", 3)[:3])
    seen = 0
    for anchor in doc.anchors[:200]:
        if anchor.url is not None and len(anchor.url) <= len(origin) + 1 and is_front_page(anchor.url):
            seen += 1
            around = (anchor.element, anchor.element.getparent())
            is_name = any(node.tag in _HEADINGS or marks_of(names_of(node)) & Mark.SITE for node in around)
            text = doc.text(anchor.element) if is_name else ""
            if text and len(text) < 80:
                yield fold_name(text)
            if seen == 4:
                return


def _feed_names(doc: Document) -> Iterator[str]:
    """What stands before the separator in the titles of the page's feeds ("Site » Feed"), where two agree."""
    titles = [
        link.get("title") or ""
        for link in doc.once(head_links)
        if "feed" in (link.get("href") or "") and link.get("title")
    ]
    firsts = [fold_name(parts[0]) for parts in map(title_parts, titles) if len(parts) > 1]
    if len(firsts) > 1 and firsts[0] == firsts[1]:
        yield firsts[0]


def names_of(element: Element | None) -> str:
    """Class and id of an element, separated by a blank; "" for None.

    Args:
        element: any.
    """
    if element is None:
        return ""
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def find_breadcrumb(doc: Document, records: Sequence[Element]) -> tuple[Element | None, str]:
    """The last entry of the breadcrumb outside of the records; "" without one."""
    inside = frozenset(records)
    for node in doc.once(marked_elements)[Mark.CRUMB]:
        if doc.is_hidden(node) or any(up in inside for up in node.iterancestors()):
            continue
        items = list(node.iter("li", "span", "a", "strong", "p", "div", "b"))
        if not items or len(items) > 60:
            continue
        current = next((item for item in items if item.get("aria-current") == "page"), None)
        text = doc.text(current) if current is not None else _last_crumb(doc, node)
        if text and len(text) <= _LONGEST and fold_name(text) not in HOME_NAMES:
            return node, text
    return None, ""


def _last_crumb(doc: Document, node: Element) -> str:
    whole = doc.text(node)
    if len(whole) > 300:
        return ""
    parts = [part.strip() for part in re.split(r"\s*(?:[»›>/→|•»]|::|\s-\s|\s–\s)\s*", whole) if part.strip()]
    leaves = [
        item
        for item in node.iter("li", "span", "a", "strong")
        if not any(child.tag in ("li", "span", "a", "strong") for child in item.iterdescendants())
    ]
    texts = [text for text in (doc.text(item) for item in leaves) if text and len(text) > 1]
    tail = (parts[-1] if len(parts) > 1 else "") or (texts[-1] if len(texts) > 1 else "")
    if texts and tail.endswith(texts[-1]):
        tail = texts[-1]
    tail = without_page(tail)
    return "" if not tail or tail.isdecimal() else tail
