"""The answers of WordPress's REST addresses as values; whatever else comes gives None or nothing.

Source: WordPress REST API handbook (posts, terms, taxonomies, linking and embedding).
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeGuard

from sw_scraper.extract.post_facts import PostFacts, instant_of, local_date
from sw_scraper.normalize.text import clean_text
from sw_scraper.normalize.urls import absolute_url

_MOST_ITEMS: Final = 1000  # a server gives at most 100; what gives more is no such server
_LONGEST_TEXT: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RestPosts:
    """One answer with posts.

    Attributes:
        posts: those with an address, in order.
        n_items: how many the answer has, readable or not.
        is_filtered: every item says that it belongs to the term that was asked for.
    """

    posts: tuple[PostFacts, ...]
    n_items: int
    is_filtered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RestTerm:
    """One term of a taxonomy.

    Attributes:
        number: its id.
        slug: as given; letters outside ASCII may be escaped.
        url: address of its archive.
        count: posts that have it, as the site counts.
        posts_urls: addresses that list its posts.
    """

    number: int
    slug: str
    url: str | None
    name: str | None = None
    description: str | None = None
    count: int | None = None
    posts_urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RestTaxonomy:
    """One taxonomy: its name in WordPress, the last part of its REST address, and the address that lists its terms."""

    slug: str
    rest_base: str
    url: str
    name: str | None = None


def json_value(body: bytes) -> Any:
    """What a body of JSON says; None for anything that is none.

    Args:
        body: as received, decoded from its content coding; its size is bounded by whoever fetched it.
    """
    try:
        return json.loads(body.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError):  # no JSON, no UTF-8, a number beyond reason, nested without end
        return None


def rest_posts(
    body: bytes, *, url: str, term: tuple[str, int] | None = None, timezone: str | None = None
) -> RestPosts | None:
    """The posts of an answer; None when it is no list.

    Args:
        body: JSON.
        url: of the answer, for relative addresses.
        term: the field that names a post's terms and the id that each must have; None checks nothing.
        timezone: IANA name of the site's zone; used where a post has no time in UTC.
    """
    value = json_value(body)
    if not isinstance(value, list):
        return None
    items = [item for item in value[:_MOST_ITEMS] if isinstance(item, Mapping)]
    posts = [post for item in items if (post := _post(item, url, timezone)) is not None]
    is_filtered = term is not None and all(_has_term(item, *term) for item in items)
    return RestPosts(posts=tuple(posts), n_items=len(value), is_filtered=is_filtered)


def _has_term(item: Mapping[str, Any], name: str, number: int) -> bool:
    terms = item.get(name)
    return isinstance(terms, list) and number in terms


def _post(item: Mapping[str, Any], base: str, timezone: str | None) -> PostFacts | None:
    url = absolute_url(_text(item.get("link")), base)
    if url is None:
        return None
    local, gmt = _text(item.get("date")), _text(item.get("date_gmt"))
    date = local_date(local, gmt, timezone=timezone)
    return PostFacts(
        url=url,
        date=date,
        date_raw=(local or gmt) if date is not None else None,
        modified_at=instant_of(_text(item.get("modified_gmt")), is_utc=True),
        authors_raw=tuple(_names(item)),
    )


def _names(item: Mapping[str, Any]) -> Iterator[str]:
    """The names of the embedded authors, in order."""
    embedded = item.get("_embedded")
    authors = embedded.get("author") if isinstance(embedded, Mapping) else None
    for author in (authors if isinstance(authors, list) else [])[:50]:
        name = _shown(author.get("name")) if isinstance(author, Mapping) else None
        if name:
            yield name


def rest_term(body: bytes, *, url: str) -> RestTerm | None:
    """The term that an answer describes; None when it describes none."""
    value = json_value(body)
    return _term(value, url) if isinstance(value, Mapping) else None


def rest_terms(body: bytes, *, url: str) -> tuple[RestTerm, ...] | None:
    """The terms of a list, in order; None when it is no list."""
    value = json_value(body)
    if not isinstance(value, list):
        return None
    found = (_term(item, url) for item in value[:_MOST_ITEMS] if isinstance(item, Mapping))
    return tuple(term for term in found if term is not None)


def _term(item: Mapping[str, Any], base: str) -> RestTerm | None:
    number, slug, count = item.get("id"), _text(item.get("slug")), item.get("count")
    if not _is_count(number) or not slug:
        return None
    return RestTerm(
        number=number,
        slug=slug,
        url=absolute_url(_text(item.get("link")), base),
        name=_shown(item.get("name")),
        description=_shown(item.get("description")),
        count=count if _is_count(count) else None,
        posts_urls=tuple(_links(item, "wp:post_type", base)),
    )


def _is_count(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31


def rest_taxonomies(body: bytes, *, url: str) -> tuple[RestTaxonomy, ...] | None:
    """The taxonomies of an answer, in order; None when it names none."""
    value = json_value(body)
    items = list(value.values()) if isinstance(value, Mapping) else value
    if not isinstance(items, list):
        return None
    found = []
    for item in items[:_MOST_ITEMS]:
        if not isinstance(item, Mapping):
            continue
        slug, rest_base = _text(item.get("slug")), _text(item.get("rest_base"))
        listed = next(_links(item, "wp:items", url), None)
        if slug and rest_base and listed:
            found.append(RestTaxonomy(slug=slug, rest_base=rest_base, url=listed, name=_shown(item.get("name"))))
    return tuple(found) or None


def _links(item: Mapping[str, Any], relation: str, base: str) -> Iterator[str]:
    links = item.get("_links")
    targets = links.get(relation) if isinstance(links, Mapping) else None
    for target in (targets if isinstance(targets, list) else [])[:20]:
        url = absolute_url(_text(target.get("href")), base) if isinstance(target, Mapping) else None
        if url is not None:
            yield url


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and 0 < len(value) <= _LONGEST_TEXT else None


def _shown(value: object) -> str | None:
    """A text that is given as HTML, as a reader sees it."""
    text = _text(value)
    return clean_text(html.unescape(text)) if text else None
