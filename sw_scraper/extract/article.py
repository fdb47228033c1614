"""One article's page to its values: full text, date, authors, tags, reading time, language, canonical address.

Text comes from trafilatura, dates and names from linked data, meta elements and the visible byline first. Needs the
extra ``[article]``. Pure: no network, no clock.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from sw_scraper.extract.article_data import article_data
from sw_scraper.extract.document import load_document
from sw_scraper.extract.post_facts import PostFacts, instant_of
from sw_scraper.normalize.date_machine import parse_machine_date
from sw_scraper.normalize.language import language_tag
from sw_scraper.normalize.names import author_names
from sw_scraper.normalize.text import clean_text

if TYPE_CHECKING:
    from sw_scraper.extract.article_data import ArticleData
    from sw_scraper.extract.document import Document

EXTRACTOR: Final = "trafilatura"
_LONGEST_PAGE: Final = 5_000_000
_LONGEST_TEXT: Final = 2_000_000
_LEAST_FOR_LANGUAGE: Final = 120
_MOST_AUTHORS: Final = 12
_BYLINE_CLASS: Final = re.compile(
    r"(?:^|\s)(?:byline|author-name|entry-author|post-author|article-author)(?:\s|$)", re.I
)
_READ_BEFORE: Final = re.compile(
    r"(?:tempo di lettura|reading time|lesezeit|temps de lecture|tiempo de lectura)\W{0,4}(?:circa |about |ca\.? )?"
    r"(\d{1,3})\s*(?:['’′´]|min)",
    re.IGNORECASE,
)
_READ_AFTER: Final = re.compile(
    r"(?<![\d.,])(\d{1,3})\s*(?:['’′´]|min(?:ut[ioes]*|uten)?\.?)\s*"
    r"(?:di lettura|read\b|reading|lesezeit|de lecture|de lectura)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFacts:
    """What the page of an article says.

    Attributes:
        facts: date, last change and byline.
        text: the full text, paragraphs on lines of their own; None when none was found.
        keywords: tags as the page names them.
        reading_time_min: as the page says; never worked out from the text.
        language: of the text, BCP 47; what the page declares only where the text is too short to tell.
        canonical_url: as the page declares; None when it does not.
    """

    facts: PostFacts
    text: str | None = None
    keywords: tuple[str, ...] = ()
    reading_time_min: int | None = None
    language: str | None = None
    canonical_url: str | None = None


def missing_extra() -> str | None:
    """The first library of the extra ``[article]`` that is not installed; None when all are."""
    return next((name for name in ("trafilatura", "py3langid") if find_spec(name) is None), None)


def read_article(
    html: bytes, *, url: str, content_type: str | None = None, timezone: str | None = None
) -> ArticleFacts | None:
    """The values of an article's page; None for a page that is none or is too long.

    Args:
        html: the body, decoded from its content coding.
        url: of the page.
        content_type: the header.
        timezone: IANA name of the site's zone, for times without offset.
    """
    if len(html) > _LONGEST_PAGE:
        return None
    doc = load_document(html, url=url, content_type=content_type)
    data = article_data(doc)
    found = _main_text(doc)
    text = _paragraphs(getattr(found, "text", None))
    date = parse_machine_date(data.published, timezone=timezone)
    raw = data.published
    if date is None:
        raw = getattr(found, "date", None)
        date = parse_machine_date(raw)
    if text is None and date is None and not data.authors:
        return None
    return ArticleFacts(
        facts=PostFacts(
            url=url,
            date=date,
            date_raw=raw if date is not None else None,
            modified_at=instant_of(data.modified),
            authors_raw=_byline(doc, data, getattr(found, "author", None)),
        ),
        text=text,
        keywords=tuple(dict.fromkeys([*_tag_links(doc), *data.keywords])),
        reading_time_min=_reading_time(doc, data),
        language=_language(text, doc),
        canonical_url=_canonical(doc),
    )


def _main_text(doc: Document) -> Any:
    """What trafilatura finds; None when it finds nothing or fails on the page."""
    import logging

    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        return bare_extraction(
            doc.source.decode("utf-8", "replace"), url=doc.url, with_metadata=True, include_comments=False,
            include_tables=True,
        )  # fmt: skip
    except Exception:  # noqa: BLE001 - a library of heuristics: whatever a page makes it raise, the page has no text
        return None


def _paragraphs(text: str | None) -> str | None:
    """Clean lines, blank ones left out."""
    lines = [clean_text(line) for line in (text or "")[:_LONGEST_TEXT].splitlines()]
    return "\n".join(line for line in lines if line) or None


def _byline(doc: Document, data: ArticleData, found: str | None) -> tuple[str, ...]:
    """The names beside the article as shown, else those of linked data, else what trafilatura found."""
    shown = tuple(dict.fromkeys(text for text in _shown_bylines(doc) if author_names(text)))
    if shown and len(shown) <= _MOST_AUTHORS:
        return shown
    if data.authors:
        return data.authors[:_MOST_AUTHORS]
    named = found or doc.metas.get("author")
    return tuple(name for part in (named or "").split(";") if (name := clean_text(part)))[:_MOST_AUTHORS]


def _shown_bylines(doc: Document) -> list[str]:
    """The texts of elements that mark an author, outermost only, in page order."""
    found: list[str] = []
    taken: set[Any] = set()
    for element in doc.root.iter("a", "span", "p", "div", "address"):
        marked = (
            "author" in (element.get("rel") or "").lower().split()
            or element.get("itemprop") == "author"
            or _BYLINE_CLASS.search(element.get("class") or "") is not None
        )
        if not marked or doc.is_hidden(element) or any(above in taken for above in element.iterancestors()):
            continue
        taken.add(element)
        text = clean_text(doc.text(element))
        if text and len(text) <= 200:
            found.append(text)
    return found


def _tag_links(doc: Document) -> list[str]:
    texts = [
        clean_text(doc.text(one.element)) for one in doc.anchors if "tag" in (one.element.get("rel") or "").split()
    ]
    return [text.lstrip("#") for text in texts if text and len(text) <= 200]


def _reading_time(doc: Document, data: ArticleData) -> int | None:
    text = doc.text(doc.body)[:20_000]
    match = _READ_BEFORE.search(text) or _READ_AFTER.search(text)
    minutes = int(match[1]) if match else data.minutes
    return minutes if minutes else None


def _language(text: str | None, doc: Document) -> str | None:
    """The language of the text; declarations are often wrong."""
    declared = doc.language
    if text is None or len(text) < _LEAST_FOR_LANGUAGE:
        return declared
    import py3langid  # type: ignore[import-untyped]  # it ships no types

    told = language_tag(str(py3langid.classify(text[:20_000])[0]))
    return declared if declared is not None and told is not None and declared.partition("-")[0] == told else told


def _canonical(doc: Document) -> str | None:
    for link in doc.root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            return doc.absolute(link.get("href"))
    return None
