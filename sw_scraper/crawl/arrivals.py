"""Responses and failures of Scrapy as the values that a walk judges."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from w3lib.html import get_meta_refresh

from sw_scraper.crawl.cpu_time import within_cpu_time
from sw_scraper.crawl.failures import CostlyPageError, explain, failure_class
from sw_scraper.crawl.steps import Arrival, Entry, Trouble
from sw_scraper.extract.archive import extract_archive
from sw_scraper.model import Exchange
from sw_scraper.normalize.keys import article_id, content_hash
from sw_scraper.normalize.urls import absolute_url

if TYPE_CHECKING:
    from scrapy.http import Response

    from sw_scraper.model import SiteProfile, Teaser

_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml", "application/xml", "text/xml"})
_UNSURE_TYPES = frozenset({"", "application/octet-stream", "text/plain", "application/x-unknown-content-type"})
_LOOKS_LIKE_HTML = re.compile(
    rb"\s*(?:<!--|<!doctype\s+html|<html|<head|<body|<meta|<title|<div|<article|<\?xml)", re.I
)
_BOM = b"\xef\xbb\xbf"
_REFRESH_BYTES = 16_384  # a page that only sends on is short
_REFRESH_WAIT_S = 30.0  # a page that waits longer than that is meant to be read


def read_arrival(response: Response, *, asked: str, profile: SiteProfile | None, cpu_s: float = 0.0) -> Arrival:
    """What a response says to the walk.

    Args:
        response: as the spider gets it, after redirects.
        asked: the address that the walk asked for.
        profile: of the site; None without one.
        cpu_s: processor time that reading the page may take; a page that takes more has failed. 0 for no limit.
    """
    problem = _problem(response)
    media = media_type(response)
    if problem is not None:
        return Arrival(asked=asked, url=response.url, status=response.status, problem=problem, media_type=media)
    page = None
    if is_html(response.body, media):
        read = partial(
            extract_archive,
            response.body,
            response.url,
            fetched_at=exchange_of(response).fetched_at,
            content_type=_content_type(response),
            site=profile,
        )
        try:
            page = within_cpu_time(cpu_s, read, url=response.url)
        except CostlyPageError as error:
            trouble = trouble_of(error)
            return Arrival(asked=asked, url=response.url, status=response.status, problem=trouble, media_type=media)
    readable = page is not None and page.kind in ("archive", "empty")
    return Arrival(
        asked=asked,
        url=response.url,
        status=response.status,
        page=page,
        entries=tuple(entry_of(teaser) for teaser in page.teasers) if page is not None else (),
        refresh_url=None if readable else refresh_url(response),
        media_type=media,
    )


def trouble_of(error: BaseException) -> Trouble:
    """Why there is no response."""
    words = explain(error)
    return Trouble(failure_class=failure_class(error) or "failed", what=words.what, hint=words.hint)


def exchange_of(response: Response) -> Exchange:
    """The request and its response as the download handler saw them; made up from the clock for a foreign handler."""
    found = response.meta.get("sw_exchange")
    if isinstance(found, Exchange):
        return found
    return Exchange(url=response.url, fetched_at=datetime.now(UTC), body_bytes=len(response.body))


def entry_of(teaser: Teaser) -> Entry:
    """What the walk must know of a teaser."""
    digest = content_hash(
        title=teaser.title,
        teaser=teaser.teaser,
        date_published=teaser.date.iso if teaser.date else None,
        authors=teaser.authors,
    )
    shown = {"teaser": teaser.teaser, "date": teaser.date, "authors": teaser.authors, "image": teaser.image_url}
    return Entry(
        identity=article_id(teaser.url) if teaser.url else digest,
        content_hash=digest,
        day=teaser.date.day if teaser.date else None,
        linked=teaser.url is not None,
        shows=frozenset(name for name, value in shown.items() if value),
    )


def media_type(response: Response) -> str:
    """The media type in lower case, without parameters; "" when the server gives none."""
    return _content_type(response).partition(";")[0].strip().lower()


def is_html(body: bytes, media: str) -> bool:
    """Whether a body is to be read as HTML: by its type, and by its first bytes where the type says nothing."""
    if media in _HTML_TYPES:
        return True
    return media in _UNSURE_TYPES and _LOOKS_LIKE_HTML.match(body[:1024].removeprefix(_BOM)) is not None


def refresh_url(response: Response) -> str | None:
    """Where a meta refresh at the top of the page leads; None without one, or when it waits for a reader."""
    text = response.body[:_REFRESH_BYTES].decode("latin-1")
    if "refresh" not in text.lower():
        return None
    interval, target = get_meta_refresh(text, baseurl=response.url, ignore_tags=("script", "noscript"))
    if interval is None or target is None or interval > _REFRESH_WAIT_S:
        return None
    return absolute_url(target, response.url)


def _content_type(response: Response) -> str:
    return (response.headers.get("Content-Type") or b"").decode("latin-1")


def _problem(response: Response) -> Trouble | None:
    """The trouble that a status stands for; None for a good one."""
    name = failure_class(response)
    if name is None:
        return None
    words = explain(response)
    return Trouble(failure_class=name, what=words.what, hint=words.hint)
