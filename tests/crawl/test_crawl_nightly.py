"""Night after night over the wire: what an unchanged tag costs, what a lying server can hide, what is held and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from archive_server import ArchiveServer, archive, make_post, page_html, respond, running_server
from crawl_runs import crawl

from sw_scraper import open_dataset
from sw_scraper.store.costs import costs_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def server() -> Iterator[ArchiveServer]:
    """A site on loopback."""
    with running_server() as made:
        yield made


def last(data: Path, tag: str | None = None) -> dict[str, Any]:
    """The newest row of the harvests table."""
    found: list[dict[str, Any]] = open_dataset(str(data)).harvests().to_pylist()
    return max((row for row in found if tag in (None, row["tag"])), key=lambda row: row["committed_at"])


def with_etag(server: ArchiveServer, slug: str, tag_of: Callable[[], str]) -> None:
    """The first page of an archive has a validator, and is not sent again to whom knows it."""

    def answer(handler: Any) -> bool:
        etag = tag_of()
        if handler.headers.get("If-None-Match") == etag:
            handler.send_response(304)
            handler.send_header("ETag", etag)
            handler.end_headers()
        else:
            path = f"/tag/{slug}/"
            respond(handler, page_html(server.archives[path], path, 1), headers={"ETag": etag})
        return True

    server.archives[f"/tag/{slug}/"].faults[1] = answer


def test_seventeen_unchanged_tags_cost_eighteen_requests(server: ArchiveServer, tmp_path: Path) -> None:
    """One request a tag and robots.txt once, with and without a validator; no body where there is one."""
    slugs = [f"t{number}" for number in range(17)]
    urls = [server.add(slug, archive(slug, count=12)) for slug in slugs]
    for slug in slugs[:9]:
        with_etag(server, slug, lambda: '"1"')
    data = tmp_path / "data"
    assert crawl(data, f"url={','.join(urls)}").code == 0
    server.requests.clear()
    run = crawl(data, f"url={','.join(urls)}")
    assert run.code == 0, run.err
    assert len(server.requests) == 18
    rows = [last(data, slug) for slug in slugs]
    assert {(row["verdict"], row["scope"], row["n_new"]) for row in rows} == {("unchanged", "newest", 0)}
    assert [row["body_bytes"] > 0 for row in rows[1:]] == [False] * 8 + [True] * 8
    assert "not been modified since the last harvest" in run.both
    assert "12 listed as before" in run.both


def test_a_server_that_lies_hides_an_article_for_one_night_at_most(server: ArchiveServer, tmp_path: Path) -> None:
    """One 304 is believed; the night after the page is asked for as it is, and its validator is never used again."""
    made = archive(count=12)
    data, url = tmp_path / "data", server.add("welfare", made)
    with_etag(server, "welfare", lambda: '"constant"')
    crawl(data, f"url={url}")
    made.posts.insert(0, make_post(100))
    found = []
    for _ in range(3):
        assert crawl(data, f"url={url}").code == 0
        found.append((last(data)["verdict"], last(data)["n_new"], last(data)["n_not_modified"]))
    assert found == [("unchanged", 0, 1), ("complete", 1, 0), ("unchanged", 0, 0)]


def test_a_full_sweep_asks_without_conditions(server: ArchiveServer, tmp_path: Path) -> None:
    """mode=full wants the pages themselves."""
    data, url = tmp_path / "data", server.add("welfare", archive(count=12))
    with_etag(server, "welfare", lambda: '"1"')
    crawl(data, f"url={url}")
    assert crawl(data, f"url={url}", "mode=full").code == 0
    assert (last(data)["n_not_modified"], last(data)["scope"], last(data)["n_pages"]) == (0, "full", 3)


def test_counts_that_disagree_make_a_full_sweep(server: ArchiveServer, tmp_path: Path) -> None:
    """A post that left the list deep down is noticed by the number that the first page says."""
    made = archive(count=24, says_count=True)
    data, url = tmp_path / "data", server.add("welfare", made)
    crawl(data, f"url={url}")
    del made.posts[20]
    server.requests.clear()
    run = crawl(data, f"url={url}")
    assert (run.code, last(data)["scope"], last(data)["n_gone"]) == (0, "full", 1)
    assert "the site says there are 23, and 24 are known" in run.both
    server.requests.clear()
    crawl(data, f"url={url}")
    assert (last(data)["verdict"], server.pages()) == ("unchanged", ["/tag/welfare/"])


def test_new_articles_cost_what_the_summary_says(server: ArchiveServer, tmp_path: Path) -> None:
    """Requests and bytes for each new article stand in the summary; a replay of the newest end gives the same bytes."""
    made = archive(count=24)
    data, url = tmp_path / "data", server.add("welfare", made)
    crawl(data, f"url={url}")
    for number in (100, 101):
        made.posts.insert(0, make_post(number))
    run = crawl(data, f"url={url}")
    row = last(data)
    assert (row["verdict"], row["scope"], row["n_new"], row["n_requests"]) == ("complete", "newest", 2, 4)
    assert "2.0 requests and" in run.both
    assert "for each new article" in run.both
    costs = costs_of(open_dataset(str(data)))[row["tag_id"]]
    assert costs["incremental"] == costs["last"]
    assert (costs["last"]["requests_per_new"], costs["last"]["n_requests"], costs["last"]["n_new"]) == (2.0, 4, 2)
    recording = data / row["warc_file"]
    copies = [crawl(tmp_path / name, f"url={url}", f"replay={recording}").data for name in ("one", "two")]
    one, two = (sorted(path for path in copy.rglob("*.parquet") if path.name != "harvests.parquet") for copy in copies)
    assert len(one) > 3
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]
    replayed = open_dataset(str(copies[0])).sightings().to_pylist()
    original = [r for r in open_dataset(str(data)).sightings().to_pylist() if r["harvest_id"] == row["harvest_id"]]
    assert [{**r, "origin": "live"} for r in replayed] == original


def test_a_lost_field_is_held_with_its_rule_and_its_markup(server: ArchiveServer, tmp_path: Path) -> None:
    """The message names the field, the rule that stopped matching, and the markup before and now; tables stay."""
    made = archive(count=12)
    data, url = tmp_path / "data", server.add("welfare", made)
    crawl(data, f"url={url}")
    before = open_dataset(str(data)).articles().to_pylist()
    made.with_dates = False
    run = crawl(data, f"url={url}")
    assert (run.code, last(data)["verdict"]) == (3, "held")
    assert "the field date was lost: 12 of 12 known articles had it and have none now" in run.both
    assert "the rule that stopped matching is theme:" in run.both
    assert 'old markup <time class="entry-date" datetime="2026-10-29">29 ottobre 2026</time>' in run.both
    assert "new markup <article" in run.both
    assert open_dataset(str(data)).articles().to_pylist() == before


@pytest.mark.parametrize(
    ("setting", "said"),
    [("SW_MAX_HARVEST_REQUESTS=3", "has made 3 requests, its limit"), ("SW_MAX_HARVEST_S=0.01", "its limit")],
)
def test_a_harvest_keeps_its_budget(server: ArchiveServer, tmp_path: Path, setting: str, said: str) -> None:
    """A harvest that used up its requests or its time is partial, keeps its rows, and the next one reads everything."""
    data, url = tmp_path / "data", server.add("welfare", archive(count=24))
    run = crawl(data, f"url={url}", settings=[setting])
    assert (run.code, last(data)["verdict"], last(data)["failure_class"]) == (3, "partial", "budget")
    assert said in run.both
    assert open_dataset(str(data)).articles().num_rows in (5, 10)
    crawl(data, f"url={url}")
    assert (last(data)["scope"], last(data)["verdict"]) == ("full", "complete")
