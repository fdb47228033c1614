"""What is asked for missing dates and authors, and what becomes of the answers; without any network."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from sw_scraper import open_dataset
from sw_scraper.crawl.discover_run import parse_tags_arguments
from sw_scraper.crawl.enriched_columns import columns_of
from sw_scraper.crawl.enrichment import FACT, Answer, Ask, Enrichment, Gaps, Source
from sw_scraper.crawl.near_tags import near_hint
from sw_scraper.crawl.steps import Trouble
from sw_scraper.errors import ConfigError
from sw_scraper.extract.account_names import account_names
from sw_scraper.extract.article import ArticleFacts
from sw_scraper.extract.post_facts import PostFacts, local_date
from sw_scraper.model import Alternate, TagKey
from sw_scraper.normalize.date_machine import parse_machine_date
from sw_scraper.normalize.keys import article_id
from sw_scraper.store.discoveries import DiscoveredTag, commit_discovery
from sw_scraper.store.store import open_store

SITE = "https://example.org"
TERM = f"{SITE}/wp-json/wp/v2/sdgs/5"


def posts(first: int, last: int, *, author: str = "Ada Inventata", term: int = 5) -> bytes:
    """An answer of posts."""
    made = [
        {
            "link": f"{SITE}/a/{number}/",
            "date": "2024-08-31T00:30:00",
            "date_gmt": "2024-08-30T22:30:00",
            "sdgs": [term],
            "_embedded": {"author": [{"name": author}]},
        }
        for number in range(first, last + 1)
    ]
    return json.dumps(made).encode()


def work(count: int, *alternates: Alternate, **options: Any) -> Enrichment:
    """An enrichment of articles that lack everything."""
    gaps = Gaps(urls={article_id(f"{SITE}/a/{number}/"): f"{SITE}/a/{number}/" for number in range(1, count + 1)})
    source = Source(
        tag_url=f"{SITE}/sdgs/x/", slug="x", taxonomy="sdgs", alternates=alternates, n_rows=count, **options
    )
    return Enrichment(way="auto", gaps=gaps, source=source)


def run(made: Enrichment, answers: dict[str, Answer]) -> list[Ask]:
    """Answer by the beginning of the address; what is not there is 404."""
    steps = made.steps()
    asked: list[Ask] = []
    ask = next(steps, None)
    while ask is not None:
        asked.append(ask)
        missing = Answer(url=ask.url, trouble=Trouble(failure_class="http_404", what="Not there"))
        found = next((answer for start, answer in answers.items() if ask.url.startswith(start)), missing)
        try:
            ask = steps.send(found)
        except StopIteration:
            ask = None
    return asked


def test_one_request_for_a_hundred_posts() -> None:
    """The posts of the term whose address is advertised are asked for at once, without asking for the term."""
    made = work(100, Alternate(kind="rest", url=TERM))
    url = f"{SITE}/wp-json/wp/v2/posts?sdgs=5"
    asked = run(made, {url: Answer(url=url, body=posts(1, 100), total=100)})
    assert [ask.kind for ask in asked] == ["posts"]
    assert made.n_expected == 100
    patches = made.patches()
    assert len(patches) == 100
    found = patches[article_id(f"{SITE}/a/7/")]
    assert (found["date_published"], found["published_on"]) == ("2024-08-31T00:30:00+02:00", date(2024, 8, 31))
    assert found["published_at"] == datetime(2024, 8, 30, 22, 30, tzinfo=UTC)
    assert (found["authors"], found["authors_source"]) == ([], None)  # one name under a hundred articles


def test_pages_end_when_nothing_is_missing() -> None:
    """Of a long list only as many pages are asked as the missing articles stand on."""
    made = work(3, Alternate(kind="rest", url=TERM))
    url = f"{SITE}/wp-json/wp/v2/posts?sdgs=5"
    link = f'<{url}&page=2>; rel="next"'
    asked = run(made, {url: Answer(url=url, body=posts(1, 100), total=900, link=link)})
    assert len(asked) == 1


def test_a_next_link_that_leads_back_ends_the_list() -> None:
    """A list that names itself as its next page is read once."""
    made = work(500, Alternate(kind="rest", url=TERM))
    url = f"{SITE}/wp-json/wp/v2/posts?sdgs=5"
    link = f'<{url}&page=2>; rel="next"'
    asked = run(made, {url: Answer(url=url, body=posts(1, 100), total=900, link=link)})
    assert len(asked) == 2


def test_the_root_leads_to_the_term() -> None:
    """Where only the root is advertised, taxonomy and term are looked up below it."""
    made = work(2, Alternate(kind="api", url=f"{SITE}/wp-json/"))
    base = f"{SITE}/wp-json/wp/v2"
    taxonomies = {"sdgs": {"slug": "sdgs", "rest_base": "sdgs", "_links": {"wp:items": [{"href": f"{base}/sdgs"}]}}}
    term = {"id": 5, "slug": "x", "link": f"{SITE}/sdgs/x/", "_links": {}}
    asked = run(
        made,
        {
            f"{base}/taxonomies": Answer(url=base, body=json.dumps(taxonomies).encode()),
            f"{base}/sdgs?slug=x": Answer(url=base, body=json.dumps([term]).encode()),
            f"{base}/posts?sdgs=5": Answer(url=base, body=posts(1, 2), total=2),
        },
    )
    assert [ask.kind for ask in asked] == ["taxonomies", "terms", "posts"]
    assert len(made.patches()) == 2


def test_addresses_elsewhere_are_left_alone() -> None:
    """What is advertised on another origin is not asked for."""
    made = work(2, Alternate(kind="rest", url="https://other.example/wp-json/wp/v2/sdgs/5"))
    made.adopt = lambda url: url if url.startswith(SITE) else None
    assert run(made, {}) == []


def test_the_tags_own_feed_comes_first() -> None:
    """Feeds of comments are left alone, and the feed of the tag is preferred to that of the site."""
    feeds = [f"{SITE}/feed/", f"{SITE}/comments/feed/", f"{SITE}/sdgs/x/feed/"]
    made = work(1, *(Alternate(kind="feed", url=url) for url in feeds))
    assert [ask.url for ask in run(made, {})] == [f"{SITE}/sdgs/x/feed/"]
    assert made.problems == [f"Not there ({SITE}/sdgs/x/feed/)"]


def test_a_recording_asks_the_same_again() -> None:
    """What was asked is noted, and asked again in that order, whatever the answers would lead to."""
    made = work(2, Alternate(kind="rest", url=TERM))
    url = f"{SITE}/wp-json/wp/v2/posts?sdgs=5"
    first = run(made, {url: Answer(url=url, body=posts(1, 2), total=2)})
    again = work(2)
    steps = again.recorded_steps(made.facts()[FACT])
    assert next(steps) == first[0]
    with pytest.raises(StopIteration):
        steps.send(Answer(url=url, body=posts(1, 2)))
    assert again.patches() == made.patches()
    assert again.n_expected == 2
    assert list(work(1).recorded_steps('{"steps": 3}')) == []


def test_a_byline_beats_an_account_and_rest_beats_the_feed() -> None:
    """The page's own byline wins over names of REST; a date with a day wins over one without."""
    rest = PostFacts(url=SITE, authors_raw=("editor",))
    feed = PostFacts(url=SITE, date=parse_machine_date("2024-08-31"), date_raw="2024-08-31", authors_raw=("x",))
    article = ArticleFacts(facts=PostFacts(url=SITE, authors_raw=("di Ada Inventata",)))
    found = columns_of(rest=rest, feed=feed, article=article, accounts=())
    assert (found["authors"], found["authors_source"]) == (["Ada Inventata"], "article")
    assert (found["date_source"], found["date_published_raw"]) == ("feed", "2024-08-31")
    found = columns_of(rest=rest, feed=None, article=None, accounts={"editor"})
    assert (found["authors"], found["authors_raw"], found["authors_source"]) == ([], ["editor"], None)
    assert columns_of(rest=None, feed=None, article=None, accounts=()) == {}


@pytest.mark.parametrize(
    ("count", "of", "is_account"), [(20, 20, True), (19, 19, False), (16, 20, False), (17, 20, True)]
)
def test_more_than_four_fifths_of_at_least_twenty(count: int, of: int, is_account: bool) -> None:
    """The share and the number that make a name an account."""
    names = [["Ada Inventata"]] * count + [[f"Autrice {number}"] for number in range(of - count)]
    assert ("Ada Inventata" in account_names(names)) is is_account


@pytest.mark.parametrize(
    ("local", "gmt", "iso"),
    [
        ("2024-01-15T00:30:00", "2024-01-14T23:30:00", "2024-01-15T00:30:00+01:00"),
        ("2024-01-15T00:30:00", "2024-01-15T06:00:00", "2024-01-15T00:30:00-05:30"),
        ("2024-01-15T00:30:00", "0000-00-00T00:00:00", "2024-01-15T00:30:00"),
        ("2024-01-15T00:30:00", "2025-01-15T00:30:00", "2024-01-15T00:30:00"),
        ("2024-01-15T00:30:00", "2024-01-15T00:23:11", "2024-01-15T00:30:00"),
    ],
)
def test_two_clocks_make_one_date(local: str, gmt: str, iso: str) -> None:
    """Local time and UTC give the offset; a pair that cannot be of one moment gives the local time alone."""
    found = local_date(local, gmt)
    assert found is not None
    assert found.iso == iso
    assert found.day == date(2024, 1, 15)


def test_a_list_of_another_term_is_not_counted() -> None:
    """Posts that do not say that they belong to the term give no number of the tag; the term itself is asked."""
    made = work(2, Alternate(kind="rest", url=TERM))
    url = f"{SITE}/wp-json/wp/v2/posts?sdgs=5"
    asked = run(made, {url: Answer(url=url, body=posts(1, 2, term=6), total=900)})
    assert [ask.kind for ask in asked] == ["posts", "term"]
    assert made.n_expected is None


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({"site": "nessuno"}, "nessuno"),
        ({"taxonomy": "sdg"}, "Did you mean sdgs?"),
        ({"url": "ftp://example.org/"}, "url=ftp://example.org/"),
        ({"url": "https://a@example.org/"}, "without user name"),
        ({"site": "secondowelfare", "url": "https://example.org/"}, "exclude each other"),
        ({"tags": "x"}, "no such argument"),
        ({"url": " "}, "has no value"),
    ],
)
def test_wrong_arguments_of_the_spider_tags(raw: dict[str, str], said: str) -> None:
    """They are refused before anything is asked, and the message says what would be right."""
    with pytest.raises(ConfigError) as caught:
        parse_tags_arguments(raw)
    assert said in str(caught.value)


def test_a_tag_that_is_not_known_gets_the_nearest(tmp_path: Path) -> None:
    """What a site was found to have helps with typing errors; without anything alike only the way to ask is told."""
    store = open_store(tmp_path)
    key = TagKey(site="prova", taxonomy="tag", slug="città-sostenibili")
    found = DiscoveredTag(key=key, tag_url=f"{SITE}/tag/x/", discovered_by="sitemap")
    commit_discovery(store, [found], discovery_id="d1", site="prova", start_url=SITE, n_requests=1)
    asked = TagKey(site="prova", taxonomy="tag", slug="citta-sostenibile")
    assert near_hint(store, asked, None, hint="").startswith("Did you mean tag/città-sostenibili?")
    other = TagKey(site="prova", taxonomy="tag", slug="qwertyuiop")
    assert near_hint(store, other, None, hint="Look again.").startswith("Look again; sw-scraper tags --find")


def test_what_is_known_of_a_tag_stays_known(tmp_path: Path) -> None:
    """A later look that tells less takes nothing away, and writes nothing."""
    store = open_store(tmp_path)
    key = TagKey(site="prova", taxonomy="tag", slug="x")
    told = DiscoveredTag(key=key, tag_url=f"{SITE}/tag/x/", discovered_by="rest", name="Ics", n_expected=3)
    bare = DiscoveredTag(key=key, tag_url=f"{SITE}/tag/x/", discovered_by="link")
    for number, tag in enumerate((told, bare)):
        done = commit_discovery(store, [tag], discovery_id=f"d{number}", site="prova", start_url=SITE, n_requests=1)
        assert (done is None) is bool(number)
    store.refresh_views()
    row = open_dataset(tmp_path).tags(tag="x").to_pylist()[0]
    assert (row["name"], row["n_expected"], row["discovered_by"], row["n_listed"]) == ("Ics", 3, "rest", 0)
