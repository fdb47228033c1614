"""Dates and authors that teasers lack, asked for beside the list: what is asked, what is stored, what is said."""

from __future__ import annotations

import os
from datetime import UTC
from typing import TYPE_CHECKING, Any

import pytest
from archive_server import ArchiveServer, archive, running_server
from crawl_runs import CrawlRun, crawl
from twin_site import Twins, local_time

from sw_scraper import open_dataset

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def server() -> Iterator[ArchiveServer]:
    """A site on loopback."""
    with running_server() as made:
        yield made


LONG = pytest.mark.skipif(not os.environ.get("SW_TORTURE"), reason="the short form is in tests/unit/test_enrichment.py")


def bare(server: ArchiveServer, count: int, **options: Any) -> str:
    """An archive whose teasers have neither date nor author, and which advertises its twins."""
    kind = {"theme": "builder", "with_dates": False, "with_authors": False, "alternates": True, "per_page": 60}
    return server.add("welfare", archive(count=count, **{**kind, **options}))


def articles(run: CrawlRun) -> dict[str, dict[str, Any]]:
    """The articles by URL."""
    return {row["url"]: row for row in open_dataset(run.data).articles().to_pylist()}


def rows(run: CrawlRun) -> list[dict[str, Any]]:
    """The committed rows, but for where their bytes came from."""
    found = open_dataset(run.data).sightings().drop_columns(["origin"])
    listed: list[dict[str, Any]] = found.to_pylist()
    return listed


def test_rest_gives_dates_and_authors_for_a_hundred_posts_a_request(server: ArchiveServer, tmp_path: Path) -> None:
    """Local day, instant and names of 150 posts come in two requests, with their source; a replay gives equal rows."""
    url = bare(server, 150)
    twins = Twins(server=server).install()
    run = crawl(tmp_path / "data", f"url={url}")
    assert run.code == 0, run.err
    assert len(twins.asked) == 2
    assert twins.asked[0].startswith("/wp-json/wp/v2/posts?tags=7&per_page=100")
    found = articles(run)
    assert len(found) == 150
    for post in twins.posts:
        row = found[f"{server.base}{post.path}"]
        moment = local_time(post)
        assert row["date_published"] == moment.isoformat()
        assert (row["published_on"], row["published_at"]) == (post.day, moment.astimezone(UTC))
        assert (row["date_source"], row["authors_source"]) == ("rest", "rest")
        assert row["authors"] == [post.author]
        assert row["modified_at"].isoformat() == "2026-11-20T10:00:00+00:00"
    harvest = open_dataset(run.data).harvests().to_pylist()[0]
    tag = open_dataset(run.data).tags().to_pylist()[0]
    assert (harvest["n_expected"], tag["expected_source"], harvest["verdict"]) == (150, "rest", "complete")
    assert "date 150 (150 from REST), author 150 of 150" in run.both
    recording = next(run.data.glob("warc/*/*/*.warc.gz"))
    again = crawl(tmp_path / "again", f"url={url}", f"replay={recording}")
    assert again.code == 0, again.err
    assert rows(again) == rows(run)
    assert open_dataset(again.data).harvests().to_pylist()[0]["n_expected"] == 150


def test_unchanged_lists_are_not_enriched_again(server: ArchiveServer, tmp_path: Path) -> None:
    """What is known costs nothing more; a new post costs one request, and only it and its values are new."""
    url = bare(server, 30)
    twins = Twins(server=server).install()
    crawl(tmp_path / "data", f"url={url}")
    twins.asked.clear()
    run = crawl(tmp_path / "data", f"url={url}")
    assert run.code == 0, run.err
    assert twins.asked == []
    made = server.archives["/tag/welfare/"]
    made.posts.insert(0, archive(count=31).posts[30])
    run = crawl(tmp_path / "data", f"url={url}")
    assert run.code == 0, run.err
    assert len(twins.asked) == 1
    assert all(row["date_source"] == "rest" for row in articles(run).values())
    last = max(open_dataset(run.data).harvests().to_pylist(), key=lambda row: row["committed_at"])
    assert (last["n_new"], last["n_changed"]) == (1, 0)


def test_values_found_later_have_enrichment_as_their_cause(server: ArchiveServer, tmp_path: Path) -> None:
    """A second harvest that asks where the first did not changes no article by the source."""
    url = bare(server, 5)
    Twins(server=server).install()
    crawl(tmp_path / "data", f"url={url}", "enrich=none")
    run = crawl(tmp_path / "data", f"url={url}", "mode=full")
    assert run.code == 0, run.err
    changes = [row for row in open_dataset(run.data).changes().to_pylist() if row["kind"] == "edited"]
    assert {(row["field"], row["cause"]) for row in changes} == {
        ("date_published", "enrichment"),
        ("authors", "enrichment"),
    }
    assert {row["n_changes"] for row in articles(run).values()} == {0}


@LONG
def test_accounts_are_no_authors(server: ArchiveServer, tmp_path: Path) -> None:
    """One name under nearly everything stays in authors_raw and out of authors, and the summary says so."""
    url = bare(server, 25)
    Twins(server=server, author="Chi Pubblica").install()
    run = crawl(tmp_path / "data", f"url={url}")
    assert run.code == 0, run.err
    for row in articles(run).values():
        assert (row["authors"], row["authors_raw"], row["authors_source"]) == ([], ["Chi Pubblica"], None)
    assert "Taken for accounts of the site and no authors: Chi Pubblica" in run.both


@LONG
def test_a_list_that_ignores_the_term_is_not_counted(server: ArchiveServer, tmp_path: Path) -> None:
    """Where the list of posts does not belong to the term, its total is no number of the tag; the term is asked."""
    url = bare(server, 5)
    twins = Twins(server=server, filters=False).install()
    run = crawl(tmp_path / "data", f"url={url}")
    assert run.code == 0, run.err
    assert [path.partition("?")[0] for path in twins.asked] == ["/wp-json/wp/v2/posts", "/wp-json/wp/v2/tags/7"]
    assert open_dataset(run.data).harvests().to_pylist()[0]["n_expected"] is None


def test_the_feed_stands_in_for_rest(server: ArchiveServer, tmp_path: Path) -> None:
    """Where REST is switched off the advertised feed is read: instants are known, local days are not."""
    url = bare(server, 15)
    twins = Twins(server=server, rest=False).install()
    run = crawl(tmp_path / "data", f"url={url}")
    assert run.code == 0, run.err
    assert [path for path in twins.asked if "feed" in path] == ["/tag/welfare/feed/"]
    rows = list(articles(run).values())
    dated = [row for row in rows if row["date_published"]]
    assert len(dated) == 10
    assert {(row["date_source"], row["published_on"]) for row in dated} == {("feed", None)}
    assert {row["published_at"] for row in dated} == {local_time(post).astimezone(UTC) for post in twins.posts[:10]}
    assert "Not all that the teasers lack could be had" in run.both
    full = crawl(tmp_path / "feed", f"url={url}", "enrich=feed")
    assert [row["date_source"] for row in articles(full).values()] == ["feed"] * 15


@pytest.mark.parametrize(
    ("feed", "rest"),
    [
        (
            b'<!DOCTYPE r [<!ENTITY a "a">]><rss><channel><item><link>/2026/articolo-1/</link></item></channel></rss>',
            b"[",
        ),
        (b"<rss><channel>" + b"<a>" * 100_000, b'{"a":' * 100_000),
    ],
)
def test_hostile_answers_cost_no_harvest(server: ArchiveServer, tmp_path: Path, feed: bytes, rest: bytes) -> None:
    """Whatever REST and feed answer, the list is harvested, values stay empty, and it is told."""
    url = bare(server, 5)
    Twins(server=server, rest_body=rest, feed_body=feed).install()
    run = crawl(tmp_path / "data", f"url={url}")
    assert run.code == 0, run.err
    run.assert_no_traceback()
    assert {row["date_published"] for row in articles(run).values()} == {None}
    assert "Not all that the teasers lack could be had" in run.both


def test_nothing_elsewhere_is_asked(server: ArchiveServer, tmp_path: Path) -> None:
    """Twins that stand on another origin are not asked for."""
    url = bare(server, 3)
    with running_server() as other:
        html = f'<link rel="alternate" type="application/json" href="{other.base}/wp-json/wp/v2/tags/7">'
        html += f'<link rel="https://api.w.org/" href="{other.base}/wp-json/"><link rel="alternate" '
        html += f'type="application/rss+xml" href="{other.base}/feed/">'
        server.archives["/tag/welfare/"].alternates = False
        server.archives["/tag/welfare/"].head = html
        run = crawl(tmp_path / "data", f"url={url}")
        assert run.code == 0, run.err
        assert other.requests == []
    assert len(articles(run)) == 3
