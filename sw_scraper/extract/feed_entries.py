"""Feeds (RSS, Atom, JSON Feed) as values: hostile ones are bounded, and one that declares entities is not read.

Source: RSS 2.0 with the Dublin Core module, RFC 4287 (Atom), RFC 5005 (paging), JSON Feed 1.1.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from sw_scraper.extract.post_facts import PostFacts, instant_of, utc_date
from sw_scraper.extract.rest_answers import json_value
from sw_scraper.normalize.date_machine import parse_machine_date
from sw_scraper.normalize.text import clean_text
from sw_scraper.normalize.urls import absolute_url

LONGEST_FEED: Final = 20_000_000
"""Bytes of a feed that are looked at: the size is bounded on the wire as well, and whole posts make feeds long."""
_MOST_ENTRIES: Final = 2000
_LONGEST_TEXT: Final = 20_000
_MOST_CHILDREN: Final = 500
_LONGEST_TAG: Final = 262_144
_OPEN_TAG: Final = re.compile(rb"<[A-Za-z_:][^<>]{%d}" % _LONGEST_TAG)
_OTHER_ENCODING: Final = re.compile(rb"(?:\xfe\xff|\xff\xfe|<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-?8))", re.IGNORECASE)
_LISTS: Final = frozenset({"rss", "rdf", "feed"})
_DATES: Final = ("pubdate", "published", "issued", "date", "created")
_CHANGES: Final = ("updated", "modified", "lastbuilddate")
_WORDPRESS: Final = re.compile(r"^https?://wordpress\.org/", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One page of a feed.

    Attributes:
        entries: those with an address, in order.
        title: of the feed, often the site's name.
        next_url: the next page, where the feed names it.
        is_wordpress: the feed says that WordPress made it.
    """

    entries: tuple[PostFacts, ...]
    title: str | None = None
    next_url: str | None = None
    is_wordpress: bool = False


def read_feed(body: bytes, *, url: str, timezone: str | None = None) -> Feed | None:
    """The entries of a feed; None for anything that is none, and for one that declares entities.

    Args:
        body: as received, decoded from its content coding.
        url: of the feed, for relative addresses.
        timezone: IANA name of the site's zone: feeds give times in UTC, and days need the zone.
    """
    start = body[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        return _json_feed(json_value(body), url, timezone)
    try:
        root = xml_root(body, names=_LISTS)
        return _xml_feed(root, url, timezone) if root is not None else None
    except UnicodeDecodeError:  # lxml lets through what is no text in any encoding, and fails when it is asked for it
        return None


def xml_root(body: bytes, *, names: frozenset[str]) -> Any:
    """The root element of a document; None when there is none or the document is not to be trusted.

    Args:
        body: XML; nothing that it refers to is fetched, and it may not declare entities.
        names: of roots that are wanted, in lower case.
    """
    if len(body) > LONGEST_FEED or _OPEN_TAG.search(body):
        return None
    if not _OTHER_ENCODING.match(body[:200].lstrip()):
        body = body.decode("utf-8", "replace").encode()
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(body.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None or _name(root) not in names:
        return None
    dtd = root.getroottree().docinfo.internalDTD
    return None if dtd is not None and next(dtd.iterentities(), None) is not None else root


def _name(element: Any) -> str:
    """The name without its namespace, in lower case; "" for what is no element."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _children(element: Any) -> Iterator[Any]:
    for number, child in enumerate(element):
        if number >= _MOST_CHILDREN:
            return
        yield child


def _xml_feed(root: Any, url: str, timezone: str | None) -> Feed:
    channel = next((child for child in _children(root) if _name(child) == "channel"), root)
    # In RSS 1.0 the items stand beside the channel.
    places = [channel] if channel is root else [channel, root]
    found: list[PostFacts] = []
    for place in places:
        for child in place:
            if _name(child) not in ("item", "entry"):
                continue
            if len(found) >= _MOST_ENTRIES:
                break
            entry = _entry(child, url, timezone)
            if entry is not None:
                found.append(entry)
    heads = [child for child in _children(channel) if _name(child) not in ("item", "entry")]
    return Feed(
        entries=tuple(found),
        title=next((_shown(_text(head)) for head in heads if _name(head) == "title"), None),
        next_url=next((_href(head, url) for head in heads if _is_link(head, "next")), None),
        is_wordpress=any(_name(head) == "generator" and bool(_WORDPRESS.match(_text(head) or "")) for head in heads),
    )


def _is_link(element: Any, relation: str) -> bool:
    return _name(element) == "link" and (element.get("rel") or "alternate").lower() == relation


def _href(element: Any, base: str) -> str | None:
    return absolute_url(element.get("href"), base)


def _entry(item: Any, base: str, timezone: str | None) -> PostFacts | None:
    children = list(_children(item))
    url = _address(children, base)
    if url is None:
        return None
    said = {name: _text(child) for child in reversed(children) if (name := _name(child)) in (*_DATES, *_CHANGES)}
    raw = next((said[name] for name in _DATES if said.get(name)), None)
    date = parse_machine_date(raw) if raw else None
    changed = next((said[name] for name in _CHANGES if said.get(name)), None)
    return PostFacts(
        url=url,
        date=utc_date(date, timezone=timezone) if date is not None else None,
        date_raw=raw if date is not None else None,
        modified_at=instant_of(changed),
        authors_raw=tuple(dict.fromkeys(_authors(children))),
    )


def _address(children: list[Any], base: str) -> str | None:
    """The address of an entry: its link, else an id that is said to be one."""
    for child in children:
        if _is_link(child, "alternate"):
            href = child.get("href") or _text(child)
            if href and (url := absolute_url(href.strip(), base)) is not None:
                return url
    for child in children:
        if _name(child) == "guid" and (child.get("isPermaLink") or "true").lower() == "true":
            text = (_text(child) or "").strip()
            return absolute_url(text, base) if text.lower().startswith(("http://", "https://")) else None
    return None


def _authors(children: list[Any]) -> Iterator[str]:
    for child in children:
        name = _name(child)
        if name == "creator" or (name == "author" and len(child) == 0):
            text = _shown(_text(child))
        elif name == "author":
            text = next((_shown(_text(part)) for part in _children(child) if _name(part) == "name"), None)
        else:
            continue
        if text:
            yield text


def _text(element: Any) -> str | None:
    text = element.text
    return text.strip() if text and text.strip() and len(text) <= _LONGEST_TEXT else None


def _shown(text: str | None) -> str | None:
    return clean_text(html.unescape(text)) if text else None


def _json_feed(value: Any, url: str, timezone: str | None) -> Feed | None:
    """Source: JSON Feed 1.1, with the single author of 1.0."""
    if not isinstance(value, Mapping) or not isinstance(value.get("items"), list):
        return None
    entries = [_json_entry(item, url, timezone) for item in value["items"][:_MOST_ENTRIES] if isinstance(item, Mapping)]
    return Feed(
        entries=tuple(entry for entry in entries if entry is not None),
        title=_shown(_string(value.get("title"))),
        next_url=absolute_url(_string(value.get("next_url")), url),
    )


def _json_entry(item: Mapping[str, Any], base: str, timezone: str | None) -> PostFacts | None:
    url = absolute_url(_string(item.get("url")), base)
    if url is None:
        return None
    raw = _string(item.get("date_published"))
    date = parse_machine_date(raw) if raw else None
    authors = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
    names = [_shown(_string(one.get("name"))) for one in (authors or [])[:50] if isinstance(one, Mapping)]
    return PostFacts(
        url=url,
        date=utc_date(date, timezone=timezone) if date is not None else None,
        date_raw=raw if date is not None else None,
        modified_at=instant_of(_string(item.get("date_modified"))),
        authors_raw=tuple(name for name in names if name),
    )


def _string(value: object) -> str | None:
    return value if isinstance(value, str) and 0 < len(value) <= _LONGEST_TEXT else None
