"""A real WordPress: dates and authors from its REST address and feeds, its tags, all compared with its database."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from urllib.request import Request, urlopen

import pytest
from required_servers import require
from wordpress_expected import PATH_OF_TAXONOMY
from wordpress_server import OWN_THEME, Served, WordPress, missing_programs

from sw_scraper import open_dataset

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.server("wordpress")

ROOT = Path(__file__).resolve().parents[2]
Row = dict[str, Any]


def crawl(spider: str, data: Path, *arguments: str) -> str:
    """A crawl without any delay that ends well; what it printed."""
    command = [sys.executable, "-m", "scrapy", "crawl", spider]
    command += [part for argument in arguments for part in ("-a", argument)]
    command += ["-s", f"SW_DATA_DIR={data}", "-s", "DOWNLOAD_DELAY=0"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return " ".join(f"{done.stdout}\n{done.stderr}".split())


@pytest.fixture(scope="module")
def wordpress() -> Iterator[WordPress]:
    """The running site; skipped where its programs are not installed."""
    require(missing_programs())
    with WordPress() as site:
        yield site


@pytest.fixture(scope="module")
def dateless(wordpress: WordPress) -> Served:
    """A site whose archives show no dates."""
    return wordpress.serve(OWN_THEME, hides="dates")


def posts_of(wordpress: WordPress, served: Served, slug: str) -> dict[str, Row]:
    """What the database has of the posts of a goal, by address."""
    terms = wordpress.export(served)["terms"]
    found = next(term for term in terms if (term["taxonomy"], term["slug"]) == ("sdgs", slug))
    return {unquote(post["url"]): post for post in found["posts"]}


def articles(data: Path) -> dict[str, Row]:
    """The articles of a dataset, by address."""
    return {unquote(row["url"]): row for row in open_dataset(data).articles().to_pylist()}


def newest_harvest(data: Path) -> Row:
    """The last harvest."""
    rows: list[Row] = open_dataset(data).harvests().to_pylist()
    return max(rows, key=lambda row: row["committed_at"])


def test_rest_dates_equal_the_database(wordpress: WordPress, dateless: Served, tmp_path: Path) -> None:
    """98 posts get local day, instant and last change from one request, at 0.02 requests a dated record or fewer."""
    crawl("tag", tmp_path, f"url={dateless.url}/sdgs/citta-sostenibili/")
    expected, found = posts_of(wordpress, dateless, "citta-sostenibili"), articles(tmp_path)
    assert found.keys() == expected.keys()
    for url, post in expected.items():
        row, instant = found[url], datetime.fromisoformat(post["instant"])
        assert row["date_published"][:19] == post["local"]
        assert row["published_on"] == datetime.fromisoformat(post["local"]).date()
        assert (row["published_at"], row["date_source"]) == (instant, "rest")
        assert row["modified_at"] is not None
        assert (row["authors"], row["authors_source"]) == ([post["author"]], "page")
    harvest = newest_harvest(tmp_path)
    beside = harvest["n_requests"] - harvest["n_pages"] - 1  # robots.txt
    assert beside / len(expected) <= 0.02
    assert harvest["n_expected"] == len(expected)
    tag = open_dataset(tmp_path).tags().to_pylist()[0]
    assert tag["expected_source"] == "rest"


def test_authors_come_from_rest_where_the_theme_shows_none(wordpress: WordPress, tmp_path: Path) -> None:
    """A theme without bylines gets the authors of the database, and keeps its own dates."""
    served = wordpress.serve("twentytwentythree")
    crawl("tag", tmp_path, f"url={served.url}/sdgs/poverta-zero/")
    expected, found = posts_of(wordpress, served, "poverta-zero"), articles(tmp_path)
    authors = {url: (row["authors"], row["authors_source"], row["date_source"]) for url, row in found.items()}
    assert authors == {url: ([post["author"]], "rest", "page") for url, post in expected.items()}


def test_the_feed_stands_in_where_rest_is_protected(wordpress: WordPress, tmp_path: Path) -> None:
    """With REST switched off the tag's own feed gives the instants of its newest posts; the reason is told."""
    served = wordpress.serve(OWN_THEME, hides="dates,rest")
    said = crawl("tag", tmp_path / "auto", f"url={served.url}/sdgs/partnership/")
    expected = posts_of(wordpress, served, "partnership")
    dated = {url: row for url, row in articles(tmp_path / "auto").items() if row["date_published"]}
    assert len(dated) == 10
    for url, row in dated.items():
        assert row["published_at"] == datetime.fromisoformat(expected[url]["instant"])
        assert (row["date_source"], row["published_on"]) == ("feed", None)
    assert "Not all that the teasers lack could be had" in said
    crawl("tag", tmp_path / "feed", f"url={served.url}/sdgs/partnership/", "enrich=feed")
    found = articles(tmp_path / "feed")
    instants = {url: row["published_at"] for url, row in found.items()}
    assert instants == {url: datetime.fromisoformat(post["instant"]) for url, post in expected.items()}


def test_a_feed_that_claims_to_be_unchanged_hides_nothing(wordpress: WordPress, tmp_path: Path) -> None:
    """WordPress answers 304 for a term's feed whose list has changed; a harvest finds the post and its date anyway."""
    served = wordpress.serve(OWN_THEME, hides="dates,rest")
    url, feed = f"{served.url}/sdgs/lavoro/", f"{served.url}/sdgs/lavoro/feed/"
    crawl("tag", tmp_path, f"url={url}", "enrich=feed")
    before = articles(tmp_path).keys()
    with urlopen(feed) as answer:
        etag = answer.headers["ETag"]
    others = posts_of(wordpress, served, "citta-sostenibili")
    added = next(post for post in sorted(others, reverse=True) if post not in before)
    wordpress.give_term(others[added]["url"], "sdgs", "lavoro")
    with pytest.raises(OSError, match="304"):
        urlopen(Request(feed, headers={"If-None-Match": etag}))
    crawl("tag", tmp_path, f"url={url}", "enrich=feed", "mode=full")
    row = articles(tmp_path)[added]
    assert row["published_at"] == datetime.fromisoformat(others[added]["instant"])
    assert newest_harvest(tmp_path)["n_new"] == 1


def test_article_pages_give_texts_once(wordpress: WordPress, dateless: Served, tmp_path: Path) -> None:
    """Texts, language and reading time of new articles are read from their pages; unchanged ones are not read again."""
    pytest.importorskip("trafilatura")
    pytest.importorskip("py3langid")
    url = f"url={dateless.url}/sdgs/parita-di-genere/"
    crawl("tag", tmp_path, url, "enrich=article", "max_items=5")
    first = newest_harvest(tmp_path)
    texts = open_dataset(tmp_path).texts().to_pylist()
    found = articles(tmp_path)
    assert len(found) == 5
    assert {row["article_id"] for row in texts} <= {row["article_id"] for row in found.values()}
    assert len(texts) >= 4
    assert all("text" not in row for row in found.values())
    assert {row["language"] for row in texts} == {"it-IT"}
    assert any(row["reading_time_min"] for row in found.values())
    crawl("tag", tmp_path, url, "enrich=article", "max_items=5")
    assert newest_harvest(tmp_path)["n_requests"] < first["n_requests"]
    assert open_dataset(tmp_path).texts().num_rows == len(texts)


def test_every_tag_of_the_site_is_found(wordpress: WordPress, dateless: Served, tmp_path: Path) -> None:
    """REST tells every term of the database with name and count, before any of them was harvested."""
    crawl("tags", tmp_path, f"url={dateless.url}/")
    terms = wordpress.export(dateless)["terms"]
    rows = open_dataset(tmp_path).tags().to_pylist()
    site = f"127.0.0.1_{dateless.port}"
    found = {row["tag_id"]: (row["n_expected"], row["n_listed"], row["discovered_by"]) for row in rows}
    assert found == {
        f"{site}/{PATH_OF_TAXONOMY[term['taxonomy']]}/{term['slug']}": (len(term["posts"]), 0, "rest") for term in terms
    }
    assert {row["last_verdict"] for row in rows} == {None}


def test_sitemaps_tell_the_tags_where_rest_is_protected(wordpress: WordPress, tmp_path: Path) -> None:
    """The sitemap that robots.txt names has the archive of every goal with posts."""
    served = wordpress.serve(OWN_THEME, hides="rest")
    crawl("tags", tmp_path, f"url={served.url}/sdgs/partnership/")
    terms = [term for term in wordpress.export(served)["terms"] if term["taxonomy"] == "sdgs" and term["posts"]]
    rows = open_dataset(tmp_path).tags().to_pylist()
    by_sitemap = {row["tag"] for row in rows if row["discovered_by"] == "sitemap"}
    assert by_sitemap == {term["slug"] for term in terms}
    assert {row["discovered_by"] for row in rows} <= {"sitemap", "link"}
