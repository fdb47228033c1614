"""What linked data and meta elements say of the one article of a page.

Source: schema.org Article, Open Graph ``article:*``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sw_scraper.normalize.text import clean_text
from sw_scraper.normalize.urls import identity_of

if TYPE_CHECKING:
    from sw_scraper.extract.document import Document

_LONGEST: Final = 2_000_000
_DEEPEST: Final = 8
_MOST: Final = 500
_KINDS: Final = re.compile(r"(?:Article|BlogPosting|Report|NewsArticle|WebPage)$")
_COMMENT: Final = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/)\s*$"
)
_MINUTES: Final = re.compile(r"P(?:T(?:(\d{1,2})H)?(\d{1,3})M(?:\d{1,2}S)?)", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleData:
    """What machines are told of an article; None and empty where they are told nothing."""

    published: str | None = None
    modified: str | None = None
    authors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    minutes: int | None = None


def article_data(doc: Document) -> ArticleData:
    """What the page tells machines of its article; linked data before meta elements.

    Args:
        doc: the page.
    """
    node = _article_node(doc) or {}
    names = _names(node)
    tags = tuple(dict.fromkeys([*_keywords(node.get("keywords")), *_tag_metas(doc)]))
    metas = doc.metas
    return ArticleData(
        published=_text(node.get("datePublished")) or metas.get("article:published_time"),
        modified=_text(node.get("dateModified")) or metas.get("article:modified_time"),
        authors=names,
        keywords=tags[:_MOST],
        minutes=_minutes(_text(node.get("timeRequired"))),
    )


def _article_node(doc: Document) -> Mapping[str, Any] | None:
    """The node of the article; one that names this page's address before others, an article before a page."""
    nodes: list[Mapping[str, Any]] = []
    for text in doc.linked_data:
        if len(text) > _LONGEST:
            continue
        try:
            value = json.loads(_COMMENT.sub("", text), strict=False)
        except (ValueError, RecursionError):
            continue
        found = list(_nodes(value, 0))
        people = {str(node["@id"]): node for node in found if node.get("@id") and node.get("name")}
        nodes += [{**node, "author": _resolved(node.get("author"), people)} for node in found if _is_article(node)]
    here = identity_of(doc.url) if doc.url else ""
    return min(nodes, key=lambda node: (not _is_of(node, here), "WebPage" in str(node.get("@type"))), default=None)


def _resolved(author: Any, people: Mapping[str, Mapping[str, Any]]) -> Any:
    """An author that is only referred to, as it stands elsewhere in the data."""
    many = author if isinstance(author, list) else [author]
    return [people.get(str(one.get("@id")), one) if isinstance(one, Mapping) else one for one in many[:_MOST]]


def _nodes(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for one in value[:_MOST]:
            yield from _nodes(one, depth + 1)
    elif isinstance(value, Mapping):
        yield value
        for key in ("@graph", "mainEntity", "hasPart"):
            if key in value:
                yield from _nodes(value[key], depth + 1)


def _is_article(node: Mapping[str, Any]) -> bool:
    kinds = node.get("@type")
    return any(
        isinstance(kind, str) and _KINDS.search(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def _is_of(node: Mapping[str, Any], here: str) -> bool:
    for key in ("url", "@id", "mainEntityOfPage"):
        value = node.get(key)
        value = value.get("@id") if isinstance(value, Mapping) else value
        if isinstance(value, str) and value.startswith("http") and identity_of(value) == here:
            return True
    return False


def _names(node: Mapping[str, Any]) -> tuple[str, ...]:
    author = node.get("author")
    many = author if isinstance(author, list) else [author]
    names = [clean_text(_text(one.get("name")) if isinstance(one, Mapping) else _text(one)) for one in many[:_MOST]]
    return tuple(dict.fromkeys(name for name in names if name and not name.startswith(("http://", "https://"))))


def _keywords(value: Any) -> list[str]:
    if isinstance(value, str):
        value = value.split(",")
    found = [clean_text(_text(one)) for one in (value if isinstance(value, list) else [])[:_MOST]]
    return [one for one in found if one]


def _tag_metas(doc: Document) -> list[str]:
    found = [clean_text(meta.get("content")) for meta in doc.root.iter("meta") if meta.get("property") == "article:tag"]
    return [one for one in found if one]


def _minutes(text: str | None) -> int | None:
    match = _MINUTES.fullmatch(text or "")
    return int(match[1] or 0) * 60 + int(match[2]) if match else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and 0 < len(value) <= 20_000 else None
