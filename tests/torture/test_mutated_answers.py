"""Damaged feeds, REST answers, sitemaps and article pages: no exception, nothing unclean, bounded time."""

from __future__ import annotations

import json
import os
import time
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from page_mutations import mutated_page

from sw_scraper.extract.article import missing_extra, read_article
from sw_scraper.extract.feed_entries import read_feed
from sw_scraper.extract.link_header import API, linked_url
from sw_scraper.extract.post_facts import PostFacts
from sw_scraper.extract.rest_answers import rest_posts, rest_taxonomies, rest_term, rest_terms
from sw_scraper.extract.sitemap import read_sitemap, sitemaps_in_robots

TORTURE = bool(os.environ.get("SW_TORTURE"))
SEED = os.environ.get("SW_SEED", "20261122")
COUNT = 10_000 if TORTURE else 1000
CPU_LIMIT_S = 5.0
URL = "https://example.org/feed/"

RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Sito &amp; inventato</title>
<atom:link href="https://example.org/feed/" rel="self"/><generator>https://wordpress.org/?v=6.1.9</generator>
<item><title>Uno</title><link>https://example.org/1/</link><dc:creator><![CDATA[Ada Inventata]]></dc:creator>
<pubDate>Fri, 30 Aug 2024 22:30:00 +0000</pubDate><guid isPermaLink="false">https://example.org/?p=1</guid></item>
<item><title>Due</title><guid>https://example.org/2/</guid><author>a@example.org (Bice)</author></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Sito</title><link rel="next" href="?page=2"/>
<entry><link href="/1/"/><published>2024-08-30T22:30:00Z</published><updated>2024-09-01T00:00:00Z</updated>
<author><name>Ada</name></author></entry></feed>"""
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Sito",
        "next_url": "/feed.json?page=2",
        "items": [{"url": "/1/", "date_published": "2024-08-30T22:30:00Z", "authors": [{"name": "Ada"}]}],
    }
)
POSTS = json.dumps(
    [
        {
            "link": "https://example.org/1/",
            "date": "2024-08-31T00:30:00",
            "date_gmt": "2024-08-30T22:30:00",
            "modified_gmt": "2024-09-01T00:00:00",
            "sdgs": [5],
            "_embedded": {"author": [{"name": "D&#8217;Ada"}]},
        }
    ]
)
TERM = json.dumps(
    {
        "id": 5,
        "slug": "x",
        "name": "X",
        "count": 3,
        "link": "https://example.org/sdgs/x/",
        "_links": {"wp:post_type": [{"href": "https://example.org/wp-json/wp/v2/posts?sdgs=5"}]},
    }
)
TAXONOMIES = json.dumps({"sdgs": {"slug": "sdgs", "rest_base": "sdgs", "_links": {"wp:items": [{"href": "/x"}]}}})
SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url>
<loc>https://example.org/sdgs/x/</loc></url></urlset>"""
SEEDS = [text.encode() for text in (RSS, ATOM, JSON_FEED, POSTS, TERM, TAXONOMIES, SITEMAP, f"[{TERM}]")]


def check_facts(facts: Iterable[PostFacts]) -> None:
    """Addresses are web addresses, names are clean, instants have a zone."""
    for one in facts:
        assert one.url.startswith(("http://", "https://")), one
        assert one.date is None or one.date_raw is not None, one
        for name in one.authors_raw:
            assert name, one
            assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in name), one


def read_all(body: bytes) -> None:
    """Every parser of answers on one body."""
    feed = read_feed(body, url=URL, timezone="Europe/Rome")
    check_facts(feed.entries if feed is not None else ())
    batch = rest_posts(body, url=URL, term=("sdgs", 5), timezone="Europe/Rome")
    check_facts(batch.posts if batch is not None else ())
    rest_term(body, url=URL)
    rest_terms(body, url=URL)
    rest_taxonomies(body, url=URL)
    places = read_sitemap(body, url=URL) or ((), ())
    for url in (*places[0], *places[1], *sitemaps_in_robots(body, url=URL)):
        assert url.startswith(("http://", "https://"))
    linked_url(body[:2000].decode("latin-1"), API, base=URL)


def within_limit(read: Callable[[bytes], object], body: bytes, seed: str) -> None:
    """Read a body; a failure names the seed that makes it again."""
    begin = time.process_time()
    try:
        read(body)
    except Exception as error:
        raise AssertionError(f"SW_SEED={SEED}, {seed}: {error!r}") from error
    assert time.process_time() - begin < CPU_LIMIT_S, seed


def test_the_seeds_are_read() -> None:
    """Undamaged, each answer is understood by the parser that it is meant for."""
    feeds = [read_feed(text.encode(), url=URL) for text in (RSS, ATOM, JSON_FEED)]
    assert [len(feed.entries) if feed else None for feed in feeds] == [2, 1, 1]
    batch = rest_posts(POSTS.encode(), url=URL, term=("sdgs", 5))
    assert batch is not None
    assert batch.is_filtered
    assert batch.posts[0].authors_raw == ("D’Ada",)
    assert rest_term(TERM.encode(), url=URL) is not None
    assert rest_taxonomies(TAXONOMIES.encode(), url=URL) is not None
    assert read_sitemap(SITEMAP.encode(), url=URL) == ((), ("https://example.org/sdgs/x/",))


@pytest.mark.torture
def test_mutated_answers_raise_nothing() -> None:
    """Feeds, JSON and sitemaps damaged at random are read or refused, never with an exception."""
    print(f"SW_SEED={SEED}")
    for number in range(COUNT):
        seed = f"{SEED}-answer-{number}"
        within_limit(read_all, mutated_page(SEEDS, seed), seed)


@pytest.mark.torture
@pytest.mark.skipif(missing_extra() is not None, reason="the extra [article] is not installed")
def test_mutated_article_pages_raise_nothing() -> None:
    """Article pages damaged at random give values or none, never an exception."""
    pages = [path.read_bytes() for path in sorted((Path(__file__).parents[1] / "fixtures").glob("*/page.html"))[:6]]
    print(f"SW_SEED={SEED}")
    for number in range(COUNT // 40):
        seed = f"{SEED}-article-{number}"
        body = mutated_page(pages, seed)
        within_limit(lambda data: read_article(data, url="https://example.org/a/"), body, seed)


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE r [" + b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 12))
        + b"]><rss><channel><title>&l11;</title></channel></rss>",
        b'<!DOCTYPE r [<!ENTITY a "' + b"a" * 60_000 + b'">]><rss><channel>' + b"&a;" * 50_000 + b"</channel></rss>",
        b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>',
        b'<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x"> %p;]><rss><channel/></rss>',
        b"<rss><channel>" + b"<a>" * 300_000,
        b"<rss><channel><item " + b" ".join(b'a%d="1"' % n for n in range(60_000)) + b"/></channel></rss>",
        b"[" * 500_000,
        b'{"items": ' + b"9" * 100_000 + b"}",
        b"\x1f\x8b\x08\x00" + b"\xff" * 100,
    ],
    ids=["laughs", "quadratic", "file", "parameter", "deep", "attributes", "brackets", "number", "gzip"],
)  # fmt: skip
def test_bombs_are_refused_at_once(body: bytes) -> None:
    """Known attacks on parsers give nothing and take no time worth naming."""
    within_limit(read_all, body, "bomb")
    feed = read_feed(body, url=URL)
    assert feed is None or not feed.entries
