"""Whole harvests of archives on loopback: what is asked for, what is stored, what is said."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from archive_server import ArchiveServer, archive, make_post, redirect_to, respond, running_server
from crawl_runs import ROOT, crawl, environment

from sw_scraper import open_dataset
from sw_scraper.store.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def server() -> Iterator[ArchiveServer]:
    """A site on loopback."""
    with running_server() as made:
        yield made


def rows(data: Path) -> list[dict[str, Any]]:
    """The sightings in page order."""
    table = open_dataset(str(data)).sightings()
    found: list[dict[str, Any]] = table.sort_by([("page_number", "ascending"), ("position", "ascending")]).to_pylist()
    return found


def harvest_row(data: Path) -> dict[str, Any]:
    """The newest row of the harvests table."""
    found: list[dict[str, Any]] = open_dataset(str(data)).harvests().to_pylist()
    return max(found, key=lambda row: row["committed_at"])


@pytest.mark.parametrize("theme", ["classic", "builder", "cards"])
def test_every_theme_gives_the_same_rows(server: ArchiveServer, tmp_path: Path, theme: str) -> None:
    """Titles, teasers, dates and order of all pages are those of the site, whatever the markup."""
    url = server.add("welfare", archive(count=12, theme=theme))
    run = crawl(tmp_path / "data", f"url={url}")
    assert run.code == 0, run.err
    posts = [make_post(number) for number in range(1, 13)]
    found = rows(run.data)
    assert [row["title"] for row in found] == [post.title for post in posts]
    assert [row["teaser"] for row in found] == [post.teaser for post in posts]
    assert [row["published_on"] for row in found] == [post.day for post in posts]
    assert [row["url"] for row in found] == [f"{server.base}{post.path}" for post in posts]
    assert [row["position"] for row in found] == [1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2]
    assert {(row["verdict"], row["scope"], row["origin"]) for row in found} == {("complete", "full", "live")}
    assert server.pages() == ["/tag/welfare/", "/tag/welfare/page/2/", "/tag/welfare/page/3/"]
    assert server.requests.count("/robots.txt") == 1


def test_summary_fits_a_screen_and_says_it_all(server: ArchiveServer, tmp_path: Path) -> None:
    """Site, tag, verdict, counts, coverage, cost and files stand on at most 24 lines of 80 columns."""
    url = server.add("welfare", archive(count=12, says_count=True))
    run = crawl(tmp_path / "data", f"url={url}", settings=["SW_CONTACT=me@example.org"], cwd=tmp_path)
    assert run.code == 2  # outside a project scrapy has no crawl command
    run = crawl(tmp_path / "data", f"url={url}", settings=["SW_CONTACT=me@example.org"])
    assert run.code == 0, run.err
    screen = run.out.strip("\n").split("\nNext:\n")[0].split("\n")
    assert len(screen) <= 24
    assert max(len(line) for line in screen) <= 80, screen
    tag_id = f"127.0.0.1_{server.port}/tag/welfare"
    for said in (
        f"Welfare ({tag_id})",
        "complete: page 3 is the last one: it links to no next page",
        "full, the whole list",
        f"127.0.0.1_{server.port}, without a profile",
        "3 pages read, 12 teasers; the site says there are 12",
        "12 new, 0 changed, 0 gone, 0 dropped",
        "title 12, teaser 12, date 12 (12 from the pages), author 12 of 12",
        "4 requests",
        "articles.parquet 12 rows",
    ):
        assert said in run.both, said
    assert run.err.splitlines()[0] == f"sw_scraper 0.1.0, data in {run.data}"
    assert "page 2 of 3, 10 teasers" in run.err
    assert server.headers["user-agent"] == "sw_scraper/0.1.0 (+me@example.org)"
    assert harvest_row(run.data)["contact"] == "me@example.org"
    assert "\x1b" not in run.out + run.err


def test_next_commands_work(server: ArchiveServer, tmp_path: Path) -> None:
    """Every command that the summary says to type runs and shows the rows."""
    url = server.add("welfare", archive(count=3))
    run = crawl(tmp_path / "data", f"url={url}")
    commands = [line.strip() for line in run.out.split("\nNext:\n")[1].splitlines()]
    assert [command.split()[0] for command in commands] == ["sw-scraper", "python"]
    for command in commands:
        words = shlex.split(command)
        program = [sys.executable] if words[0] == "python" else [sys.executable, "-m", "sw_scraper.cli.main"]
        done = subprocess.run(
            [*program, *words[1:]], cwd=ROOT, env=environment(), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert "cooperativa" in done.stdout, command


def test_missing_dates_name_the_way_and_its_price(server: ArchiveServer, tmp_path: Path) -> None:
    """Where pages lack dates or authors, the summary says where they would come from and for how many requests."""
    url = server.add(
        "welfare", archive(count=7, theme="builder", with_dates=False, with_authors=False, alternates=True)
    )
    run = crawl(tmp_path / "data", f"url={url}", "enrich=none")
    assert run.code == 0
    assert (
        "There is no date for 7 and no author for 7 of 7. The advertised REST address may have them, for about 1 "
        "request more; the command stands below." in run.both
    )
    assert f"  sw-scraper harvest url={url} mode=full enrich=rest --data {run.data}" in run.out.splitlines()
    url = server.add("cards", archive(count=7, theme="cards"))
    run = crawl(tmp_path / "other", f"url={url}")
    assert "no author for 7 of 7. The article pages may have them, for about 7 requests more; the" in run.both
    assert f"  sw-scraper harvest url={url} mode=full enrich=article --data {run.data}" in run.out.splitlines()


def test_feed_has_one_row_a_teaser(server: ArchiveServer, tmp_path: Path) -> None:
    """-O writes the columns of sightings, one row a teaser, in JSON lines and CSV; standard output stays clean."""
    url = server.add("welfare", archive(count=7))
    server.archives["/tag/welfare/"].posts[0] = make_post(0).__class__(
        number=1, title="=1+1 è una formula", teaser="Testo inventato.", day=make_post(1).day, author="Ada"
    )
    lines, table = tmp_path / "teasers.jsonl", tmp_path / "teasers.csv"
    run = crawl(tmp_path / "data", f"url={url}", options=["-O", str(lines), "-O", str(table)])
    assert run.code == 0, run.err
    found = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
    assert [list(row) for row in found] == [list(TABLES["sightings"].names)] * 7
    assert found[0]["title"] == "=1+1 è una formula"
    assert {(row["verdict"], row["scope"]) for row in found} == {("complete", "full")}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", found[0]["fetched_at"])
    assert "'=1+1 è una formula" in table.read_text(encoding="utf-8")
    run = crawl(tmp_path / "data", f"url={url}", "mode=full", options=["-o", "-:jsonl"])
    assert [json.loads(line)["position"] for line in run.out.splitlines()] == [1, 2, 3, 4, 5, 1, 2]
    assert "7 teasers" in run.err


def test_several_tags_commit_one_by_one(server: ArchiveServer, tmp_path: Path) -> None:
    """Each tag is a harvest of its own; a failed one stops no other, and the exit code says that some failed."""
    urls = [server.add("a", archive("a", 7)), f"{server.base}/tag/none/", server.add("b", archive("b", 3))]
    run = crawl(tmp_path / "data", f"url={','.join(urls)}")
    assert run.code == 3
    found = {row["tag"]: row["verdict"] for row in open_dataset(str(run.data)).harvests().to_pylist()}
    assert found == {"a": "complete", "none": "failed", "b": "complete"}
    assert server.pages() == ["/tag/a/", "/tag/a/page/2/", "/tag/none/", "/tag/b/"]


def test_alias_leads_to_the_same_tag(server: ArchiveServer, tmp_path: Path) -> None:
    """An address that redirects is the tag that it leads to; naming both reads it once."""
    url = server.add("welfare", archive(count=3))
    server.answers["/vecchio"] = redirect_to("/tag/welfare/", 301)
    run = crawl(tmp_path / "data", f"url={server.base}/vecchio,{url}")
    assert run.code == 0, run.err
    (tag,) = open_dataset(str(run.data)).tags().to_pylist()
    assert (tag["tag"], tag["tag_url"], tag["aliases"]) == ("welfare", url, [f"{server.base}/vecchio"])
    assert tag["name"] == "Welfare"


def test_page_past_the_end(server: ArchiveServer, tmp_path: Path) -> None:
    """A last page that still links to a next one is the end, not a loss."""
    url = server.add("welfare", archive(count=12, last_still_links=True))
    run = crawl(tmp_path / "data", f"url={url}")
    assert (run.code, harvest_row(run.data)["verdict"]) == (0, "complete")
    assert "page 4, one past the end, answers 404" in run.both


def test_posts_that_move_while_they_are_read(server: ArchiveServer, tmp_path: Path) -> None:
    """A post that slips to the next page is stored once; what pushed it there is found by reading page 1 again."""
    made = archive(count=12)
    url = server.add("welfare", made)

    def insert(_: Any) -> bool:
        if len(made.posts) == 12:
            made.posts.insert(0, make_post(0))
        return False

    made.faults[2] = insert
    run = crawl(tmp_path / "data", f"url={url}")
    assert run.code == 0
    assert "1 dropped (1 repeated in the list)" in run.both
    numbers = [int(re.findall(r"articolo-(\d+)", row["url"])[0]) for row in rows(run.data)]
    assert numbers == [*range(1, 13), 0]
    assert server.pages() == ["/tag/welfare/", "/tag/welfare/page/2/", "/tag/welfare/page/3/", "/tag/welfare/"]


def test_update_stops_at_known_articles(server: ArchiveServer, tmp_path: Path) -> None:
    """After a full harvest, mode=update reads one page when nothing is new, and finds what is."""
    made = archive(count=24)
    url = server.add("welfare", made)
    assert crawl(tmp_path / "data", f"url={url}").code == 0
    server.requests.clear()
    run = crawl(tmp_path / "data", f"url={url}", "mode=update")
    assert (run.code, harvest_row(run.data)["verdict"]) == (0, "unchanged")
    assert server.pages() == ["/tag/welfare/"]
    made.posts.insert(1, make_post(100))
    run = crawl(tmp_path / "data", f"url={url}", "mode=update")
    last = harvest_row(run.data)
    assert (last["verdict"], last["scope"], last["n_new"], last["n_gone"]) == ("complete", "newest", 1, 0)
    assert open_dataset(str(run.data)).articles().num_rows == 25


def test_full_sweep_finds_what_is_gone(server: ArchiveServer, tmp_path: Path) -> None:
    """Only a complete full sweep makes an article gone; a window does not."""
    made = archive(count=12)
    url = server.add("welfare", made)
    crawl(tmp_path / "data", f"url={url}")
    del made.posts[7]
    run = crawl(tmp_path / "data", f"url={url}", "max_pages=1")
    last = harvest_row(run.data)
    assert (run.code, last["scope"], last["n_gone"]) == (0, "window", 0)
    run = crawl(tmp_path / "data", f"url={url}", "mode=full")
    last = harvest_row(run.data)
    assert (last["scope"], last["verdict"], last["n_gone"]) == ("full", "complete", 1)


def test_suddenly_empty_archive_is_held(server: ArchiveServer, tmp_path: Path) -> None:
    """An archive that had articles and says it has none changes nothing in the tables."""
    made = archive(count=3)
    url = server.add("welfare", made)
    crawl(tmp_path / "data", f"url={url}")
    made.posts.clear()
    run = crawl(tmp_path / "data", f"url={url}")
    assert (run.code, harvest_row(run.data)["verdict"]) == (3, "held")
    assert "the archive is suddenly empty, 3 articles were listed before" in run.both
    assert open_dataset(str(run.data)).listings().to_pylist()[0]["is_listed"]


def test_collapsed_archive_is_held(server: ArchiveServer, tmp_path: Path) -> None:
    """A full sweep that finds less than half of what was listed waits for a person."""
    made = archive(count=12)
    url = server.add("welfare", made)
    crawl(tmp_path / "data", f"url={url}")
    del made.posts[1:]
    run = crawl(tmp_path / "data", f"url={url}")
    last = harvest_row(run.data)
    assert (run.code, last["verdict"], last["n_gone"]) == (3, "held", 0)
    assert "the list has collapsed: 1 of 12 articles that were listed before are left" in run.both
    assert all(row["is_listed"] for row in open_dataset(str(run.data)).listings().to_pylist())
    (command,) = re.findall(r"\n  sw-scraper (accept .*)\n", run.out)
    words = [sys.executable, "-m", "sw_scraper.cli.main", *shlex.split(command)]
    assert subprocess.run(words, cwd=ROOT, env=environment(), capture_output=True, check=False).returncode == 0
    assert sum(row["is_listed"] for row in open_dataset(str(run.data)).listings().to_pylist()) == 1


def test_limits_are_windows(server: ArchiveServer, tmp_path: Path) -> None:
    """max_items and since cut the rows and say so."""
    url = server.add("welfare", archive(count=12))
    run = crawl(tmp_path / "items", f"url={url}", "max_items=7")
    assert (run.code, len(rows(run.data)), harvest_row(run.data)["scope"]) == (0, 7, "window")
    day = make_post(6).day.isoformat()
    run = crawl(tmp_path / "since", f"url={url}", f"since={day}")
    assert [row["published_on"].isoformat() >= day for row in rows(run.data)] == [True] * 6


def test_page_cap_is_partial(server: ArchiveServer, tmp_path: Path) -> None:
    """A list longer than the cap is cut and called partial, with the way to raise the cap."""
    url = server.add("welfare", archive(count=12))
    run = crawl(tmp_path / "data", f"url={url}", settings=["SW_PAGE_CAP=2"])
    assert (run.code, harvest_row(run.data)["verdict"]) == (3, "partial")
    assert "the limit of 2 pages is reached" in run.both
    assert "-s SW_PAGE_CAP=1000" in run.both


def test_replay_gives_the_same_bytes(server: ArchiveServer, tmp_path: Path) -> None:
    """Two replays of a recording give equal Parquet without a request; replaying what is committed changes nothing."""
    url = server.add("welfare", archive(count=12))
    server.answers["/vecchio"] = redirect_to("/tag/welfare/", 301)
    live = crawl(tmp_path / "live", f"url={server.base}/vecchio", "max_items=8")
    assert live.code == 0
    (recording,) = (live.data / "warc").rglob("*.warc.gz")
    asked = len(server.requests)
    copies = [crawl(tmp_path / name, f"url={url}", f"replay={recording}") for name in ("one", "two")]
    assert [copy.code for copy in copies] == [0, 0], copies[0].err
    assert len(server.requests) == asked
    one, two = (
        sorted(path for path in copy.data.rglob("*.parquet") if path.name != "harvests.parquet") for copy in copies
    )
    assert [path.relative_to(copies[0].data) for path in one] == [path.relative_to(copies[1].data) for path in two]
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]
    replayed, original = rows(copies[0].data), rows(live.data)
    assert [{**row, "origin": "live"} for row in replayed] == original
    again = crawl(tmp_path / "one", f"url={url}", f"replay={recording}")
    assert "The dataset has this harvest already" in again.both
    assert len(list((tmp_path / "one" / "harvests").rglob("*.json"))) == 1


def test_replay_of_another_tag_is_refused(server: ArchiveServer, tmp_path: Path) -> None:
    """A recording is never stored as a tag that it is not."""
    url = server.add("welfare", archive(count=3))
    live = crawl(tmp_path / "live", f"url={url}")
    (recording,) = (live.data / "warc").rglob("*.warc.gz")
    run = crawl(tmp_path / "data", "tag=partnership", f"replay={recording}")
    assert run.code == 2
    assert "the recording is of another tag" in run.both
    assert f"It starts at {url}" in run.both
    run.assert_no_traceback()


def test_plan_fetches_nothing(server: ArchiveServer, tmp_path: Path) -> None:
    """mode=plan asks nothing of the network and says what would be asked for, and for how long."""
    url = server.add("welfare", archive(count=12))
    plan = crawl(tmp_path / "data", f"url={url}", "mode=plan", settings=["DOWNLOAD_DELAY=2"])
    assert (plan.code, server.requests, (tmp_path / "data").exists()) == (0, [], False)
    assert f"start {url}" in plan.both
    assert "not known yet (never harvested); at most 200 pages and robots.txt, 7 min at the longest" in plan.both
    crawl(tmp_path / "data", f"url={url}")
    asked = len(server.requests)
    plan = crawl(tmp_path / "data", f"url={url}", "mode=plan", settings=["DOWNLOAD_DELAY=2"])
    assert "about 3, as last time, and robots.txt: 4 requests, at least 6 s" in plan.both
    assert "reads the newest end only, 1 page and robots.txt when nothing is new; the whole list from" in plan.both
    assert len(server.requests) == asked


def test_meta_refresh_leads_to_the_archive(server: ArchiveServer, tmp_path: Path) -> None:
    """A page that only sends on is followed on the same site."""
    server.add("welfare", archive(count=3))
    page = '<html><head><meta http-equiv="refresh" content="0; url=/tag/welfare/"></head><body>…</body></html>'
    server.answers["/go/"] = lambda handler: respond(handler, page)
    run = crawl(tmp_path / "data", f"url={server.base}/go/")
    assert (run.code, len(rows(run.data))) == (0, 3)


def test_the_profile_is_named(server: ArchiveServer, tmp_path: Path) -> None:
    """A profile in ./sites gives language and zone, its file stands in the summary, and tag= finds its taxonomies."""
    (tmp_path / "sites").mkdir()
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = sw_scraper.settings\n", encoding="utf-8")
    (tmp_path / "sites" / "prova.toml").write_text(
        f'key = "prova"\nname = "Sito di prova"\nbase_url = "{server.base}/"\nlanguage = "it"\n'
        'timezone = "Europe/Rome"\n[[taxonomies]]\nname = "tema"\narchive_path = "/tema/{slug}/"\n'
        '[[taxonomies]]\nname = "tag"\narchive_path = "/tag/{slug}/"\n',
        encoding="utf-8",
    )
    server.add("welfare", archive(count=3))
    run = crawl(tmp_path / "data", "site=prova", "tag=welfare", cwd=tmp_path)
    assert run.code == 0, run.err
    assert "Sito di prova, profile sites/prova.toml" in run.both
    assert server.pages() == ["/tema/welfare/", "/tag/welfare/"]
    assert {row["tag_id"] for row in rows(run.data)} == {"prova/tag/welfare"}
    run = crawl(tmp_path / "data", "site=prova", "tag=ignoto", cwd=tmp_path)
    assert run.code == 4
    for path in ("/tema/ignoto/", "/tag/ignoto/"):
        assert f"{server.base}{path}" in run.both
