"""Articles as an RSS 2.0 feed."""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import UTC, datetime, time
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from sw_scraper import __version__
from sw_scraper.store.export_text import xml_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

COLUMNS = (
    "article_id", "url", "title", "teaser", "date_published", "published_on", "published_at", "authors", "categories",
    "tags",
)  # fmt: skip
"""The columns of articles that an item is made of."""
ITEMS = 100
"""How many items a feed has unless told; readers fetch all of it each time."""
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">\n<channel>\n'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """What the feed says of itself.

    Attributes:
        title: a name.
        link: the archive's address.
        description: one sentence.
        language: BCP 47; None when it is not known or not the same for all.
        built_at: when the state that it shows was made.
    """

    title: str
    link: str
    description: str
    language: str | None
    built_at: datetime | None


def feed(channel: Channel, rows: Sequence[Mapping[str, Any]], *, tag_names: Mapping[str, str]) -> Iterator[bytes]:
    """The feed, UTF-8, items in the order of the rows.

    Args:
        channel: what it says of itself.
        rows: of articles, with COLUMNS.
        tag_names: tag_id to name, for the categories.

    Yields:
        Head, items and foot.
    """
    head = [_element("title", channel.title), _element("link", channel.link)]
    head += [_element("description", channel.description)]
    head += [_element("language", channel.language)] if channel.language else []
    head += [_element("lastBuildDate", format_datetime(channel.built_at))] if channel.built_at else []
    head += [_element("generator", f"sw_scraper {__version__}")]
    yield (_HEAD + "".join(head)).encode()
    for row in rows:
        yield _item(row, tag_names).encode()
    yield b"</channel>\n</rss>\n"


def _item(row: Mapping[str, Any], tag_names: Mapping[str, str]) -> str:
    parts = [_element("title", _as_html(row["title"])) if row["title"] else "", _element("link", row["url"])]
    parts += [f'<guid isPermaLink="false">{escape(row["article_id"])}</guid>\n']
    parts += [_element("description", _as_html(row["teaser"])) if row["teaser"] or not row["title"] else ""]
    parts += [_element("dc:creator", name) for name in row["authors"]]
    labels = [*row["categories"], *(tag_names.get(tag, tag) for tag in row["tags"])]
    parts += [_element("category", label) for label in dict.fromkeys(labels)]
    moment = row["published_at"] or (row["published_on"] and datetime.combine(row["published_on"], time(), tzinfo=UTC))
    parts += [_element("pubDate", format_datetime(moment))] if moment else []
    # As precise as the page, where RSS itself wants a time of day.
    parts += [_element("dc:date", row["date_published"])] if row["date_published"] else []
    return f"<item>\n{''.join(parts)}</item>\n"


def _as_html(text: str | None) -> str:
    """Readers take titles and descriptions for HTML: what looks like a tag in a text is none."""
    return html.escape(text or "", quote=False)


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(xml_text(text))}</{name}>\n"
