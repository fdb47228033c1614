"""Dates and authors from the feed that the pages advertise, and from the further pages that the feed names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sw_scraper.crawl.enrichment import Enrichment, Steps
    from sw_scraper.extract.feed_entries import Feed

_MOST_PAGES: Final = 500
_COMMENTS: Final = re.compile(r"/comments?/(?:feed|rss|atom)|[?&]feed=comments|/feed/comments", re.IGNORECASE)


def feed_steps(work: Enrichment) -> Steps:
    """Ask for the tag's own feed, or for the site's, and for what it names as its next pages.

    Conditions (If-None-Match) are never sent: WordPress's validators are the same for the whole site and call a
    feed unchanged whose list has changed.
    """
    start = feed_of(work)
    if start is None:
        if work.way == "feed":
            work.problems.append("no page of the list advertises a feed")
        return
    following: str | None = start
    number = 0
    while following is not None and number < _MOST_PAGES:
        number += 1
        answer = yield from work.ask("feed", following)
        if answer.trouble is not None:
            if number == 1 or answer.trouble.failure_class not in ("http_404", "http_410"):
                work.problem(following, answer.trouble.what)
            return
        known = len(work.feed)
        feed = work.take_feed(answer)
        if feed is None:
            work.problem(following, "the feed cannot be read (no RSS, Atom or JSON feed, or it declares entities)")
            return
        if not work.open_gaps(work.feed) or not feed.entries or (number > 1 and len(work.feed) == known):
            return
        following = _next_page(work, feed, start=start, number=number + 1)


def feed_of(work: Enrichment) -> str | None:
    """The feed to ask: the one below the archive's own address, else the first that is not of comments."""
    found = []
    for alternate in work.source.alternates:
        url = work.adopt(alternate.url) if alternate.kind == "feed" else None
        if url is not None and not _COMMENTS.search(url):
            found.append(url)
    own = work.source.tag_url.rstrip("/") + "/"
    return next((url for url in found if url.startswith(own)), found[0] if found else None)


def _next_page(work: Enrichment, feed: Feed, *, start: str, number: int) -> str | None:
    """The page that the feed names; with ``enrich=feed`` also the one that WordPress, which made it, documents."""
    url = work.adopt(feed.next_url) if feed.next_url is not None else None
    if url is None and work.way == "feed" and feed.is_wordpress:
        url = f"{start}{'&' if '?' in start else '?'}paged={number}"
    return url if url is not None and all(ask.url != url for ask in work.asked) else None
