"""An article cut out of a page: its entry keeps its shape and place, and says nothing any more.

The entry stays an entry, so that those beside it are found where they were; its text, links and attributes are
replaced. What repeats it elsewhere on the page (linked data, other lists, share buttons) is replaced too.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from lxml import etree

from sw_scraper.extract.archive import Inspection, inspect_archive
from sw_scraper.normalize.keys import article_id
from sw_scraper.normalize.urls import absolute_url

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from sw_scraper.model import SiteProfile

PLACE = "/sw-redacted/"
"""In the address of an entry that was cut."""
WORD = "[redacted]"

_KEPT = frozenset({"class", "rel", "role", "type", "itemprop", "itemscope", "itemtype", "width", "height", "style"})
_LINKS = frozenset({"href", "src"})
_NUMBERS = re.compile(r"\d{3,}")
_LD = re.compile(rb"(<script[^>]*application/ld\+json[^>]*>)(.*?)(</script>)", re.I | re.S)
_FEED_ENTRY = re.compile(rb"<(item|entry)\b.*?</\1>", re.I | re.S)
_SHORTEST = 12  # a shorter title may stand in any other text


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What must not be left of some articles.

    Attributes:
        article_ids: of them.
        urls: addresses as pages had them, absolute.
        texts: titles and teasers as pages had them.
    """

    article_ids: frozenset[str]
    urls: frozenset[str]
    texts: frozenset[str]

    def names(self, url: str | None) -> bool:
        """Whether an address leads to one of them."""
        return url is not None and article_id(url) in self.article_ids

    def patterns(self) -> list[tuple[re.Pattern[bytes], bytes]]:
        """What finds a trace of them in bytes, and what takes its place; longest first."""
        paths = {_path(url) for url in self.urls} | {unquote(_path(url)) for url in self.urls}
        found = [
            (re.compile(_path_pattern(path), re.I), PLACE.rstrip("/").encode())
            for path in sorted(paths, key=len, reverse=True)
            if len(path.strip("/")) > 2
        ]
        texts = sorted((text for text in self.texts if len(text) >= _SHORTEST), key=len, reverse=True)
        return [*found, *((re.compile(_loose(text)), WORD.encode()) for text in texts)]

    def is_in(self, body: bytes) -> bool:
        """Whether a body names any of them."""
        return any(pattern.search(body) for pattern, _ in self.patterns())


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _path_pattern(path: str) -> bytes:
    """A path in markup or JSON, whatever stands behind it; not as the beginning of a longer name."""
    special = {"/": r"\\?/", "&": "&(?:amp;|#0?38;)?"}
    return ("".join(special.get(char, re.escape(char)) for char in path.rstrip("/")) + r"(?![\w-])").encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted:
    """A body without the articles.

    Attributes:
        body: what is left; b"" where nothing could be left.
        is_exact: the other entries read as they did before.
    """

    body: bytes
    is_exact: bool


def redacted_page(
    html: bytes,
    url: str,
    forgotten: Forgotten,
    *,
    fetched_at: datetime | None = None,
    content_type: str | None = None,
    site: SiteProfile | None = None,
    mark: str = "",
) -> Redacted:
    """A page of a list without some articles.

    Args:
        html: unpacked.
        url: of the page.
        forgotten: what must go.
        fetched_at: of the page.
        content_type: of the page.
        site: profile of the site.
        mark: of the record, so that the entries of different pages get different addresses.

    Returns:
        UTF-8 bytes. When a trace is left after all, the page is cut as a whole.
    """
    before = inspect_archive(html, url, fetched_at=fetched_at, content_type=content_type, site=site)
    root = _tree(before.document.source)
    for n, element in _entries(before, root, forgotten):
        _empty(element, f"{PLACE}{hashlib.sha256(f'{mark} {n}'.encode()).hexdigest()[:12]}/")
    body = b"<!DOCTYPE html>\n" + etree.tostring(root, method="html", encoding="utf-8")
    body = _LD.sub(lambda found: found[1] + _without(found[2], url, forgotten) + found[3], body)
    body = blotted(body, forgotten)
    after = inspect_archive(body, url, fetched_at=fetched_at, content_type="text/html; charset=utf-8", site=site)
    if forgotten.is_in(body) or any(forgotten.names(teaser.url) for teaser in after.teasers):
        return Redacted(body=b"", is_exact=False)
    return Redacted(body=body, is_exact=_others(before, forgotten) == _others(after, forgotten))


def redacted_data(body: bytes, url: str, forgotten: Forgotten) -> bytes:
    """A feed or an answer in JSON without the entries of some articles; b"" where a trace would be left."""
    left = _without(body, url, forgotten)
    if left == body:
        left = _FEED_ENTRY.sub(lambda found: b"" if forgotten.is_in(found[0]) else found[0], body)
    return b"" if forgotten.is_in(left) else left


def _tree(source: bytes) -> Any:
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    return etree.fromstring(source or b"<html></html>", parser)


def _entries(seen: Inspection, root: Any, forgotten: Forgotten) -> Iterator[tuple[int, Any]]:
    original, copy = seen.document.root.getroottree(), root.getroottree()
    for teaser, region in zip(seen.teasers, seen.regions, strict=False):
        if forgotten.names(teaser.url):
            for element in region:
                found = copy.xpath(original.getpath(element))
                if found:
                    yield teaser.position, found[0]


def _empty(entry: Any, place: str) -> None:
    """Take everything out of an entry but its markup; words stay as many as they were."""
    for element in entry.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style"):
            element.text = None
        elif element.text and element.text.strip():
            element.text = WORD
        if element is not entry and element.tail and element.tail.strip():
            element.tail = f" {WORD} "
        if not isinstance(element.tag, str):
            continue
        for name in list(element.attrib):
            if name in _LINKS:
                element.set(name, place)
            elif name in _KEPT:
                element.set(name, _NUMBERS.sub("0", element.get(name)) if name == "class" else element.get(name))
            else:
                del element.attrib[name]


def _without(data: bytes, url: str, forgotten: Forgotten) -> bytes:
    """JSON without what it says of the articles; other bytes as they are."""
    try:
        value = json.loads(data)
    except ValueError:
        return data
    left = _cut(value, url, forgotten)
    return data if left == value else json.dumps(left, ensure_ascii=False).encode()


def _cut(value: Any, url: str, forgotten: Forgotten) -> Any:
    if isinstance(value, list):
        gone = [isinstance(one, dict) and _is_of(one, url, forgotten) for one in value]
        return [_cut(one, url, forgotten) for one, is_gone in zip(value, gone, strict=True) if not is_gone]
    if isinstance(value, dict):
        if _is_of(value, url, forgotten):
            return {name: one for name, one in value.items() if name.startswith("@") and name != "@id"}
        return {name: _cut(one, url, forgotten) for name, one in value.items()}
    return value


def _is_of(value: dict[str, Any], url: str, forgotten: Forgotten) -> bool:
    said = [one for one in value.values() if isinstance(one, str) and ("/" in one)]
    return any(forgotten.names(absolute_url(one, url)) for one in said[:50] if len(one) < 4096 and " " not in one)


def blotted(body: bytes, forgotten: Forgotten) -> bytes:
    """Addresses and texts of the articles wherever else they stand."""
    for pattern, replacement in forgotten.patterns():
        body = pattern.sub(replacement, body)
    return body


def _loose(text: str) -> bytes:
    """A pattern for a text in markup: any white space between words, any character also as an entity or escape."""
    words = [
        "".join(
            char if char.isascii() and char.isalnum() else f"(?:{re.escape(char)}|&#?\\w+;|\\\\u[0-9a-f]{{4}})"
            for char in word
        )
        for word in text.split()
    ]
    return r"(?:\s|&nbsp;|&#160;)+".join(words).encode()


def _others(seen: Inspection, forgotten: Forgotten) -> list[tuple[Any, ...]]:
    """What the other entries say, with their places."""
    return [
        (
            teaser.position,
            teaser.url,
            teaser.title,
            teaser.teaser,
            teaser.date_raw,
            tuple(teaser.authors),
            teaser.image_url,
        )
        for teaser in seen.teasers
        if not forgotten.names(teaser.url) and not is_redacted(teaser.url)
    ]


def is_redacted(url: str | None) -> bool:
    """Whether an address is that of an entry that was cut."""
    return url is not None and PLACE in url


def forgotten_of(urls: Collection[str], texts: Collection[str]) -> Forgotten:
    """What must go for some articles.

    Args:
        urls: every address under which pages had them.
        texts: their titles and teasers.
    """
    return Forgotten(
        article_ids=frozenset(article_id(url) for url in urls), urls=frozenset(urls), texts=frozenset(texts)
    )
