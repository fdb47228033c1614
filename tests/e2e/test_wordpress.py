"""A real WordPress is harvested with each of four themes, and every dataset is compared with the site's database."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from required_servers import require
from wordpress_expected import (
    PATH_OF_TAXONOMY,
    SHOWS,
    memberships,
    tag_differences,
    term_differences,
    visible_text,
)
from wordpress_server import OWN_THEME, STOCK_THEMES, Served, WordPress, missing_programs
from wordpress_texts import GOALS, N_POSTS, PAGE_SIZE

from sw_scraper import open_dataset

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

pytestmark = pytest.mark.server("wordpress")

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Harvested:
    """One theme's site, what WordPress says of it, and the dataset that a crawl of all its terms gave."""

    served: Served
    site: WordPress
    terms: Sequence[dict[str, Any]]
    data: Path
    crawl: subprocess.CompletedProcess[str]

    def key(self, term: dict[str, Any]) -> str:
        """The tag_id that the term's archive must have."""
        return f"127.0.0.1_{self.served.port}/{PATH_OF_TAXONOMY[term['taxonomy']]}/{term['slug']}"


def crawl_tag(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs ``scrapy crawl tag`` without any delay and waits for its end."""
    command = [sys.executable, "-m", "scrapy", "crawl", "tag", "-a", "enrich=none"]
    command += [part for argument in arguments for part in ("-a", argument)]
    command += ["-s", f"SW_DATA_DIR={data}", "-s", "DOWNLOAD_DELAY=0"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)


@pytest.fixture(scope="module")
def wordpress() -> Iterator[WordPress]:
    """The running site; skipped where its programs are not installed."""
    require(missing_programs())
    with WordPress() as site:
        yield site


@pytest.fixture(scope="module", params=[OWN_THEME, *STOCK_THEMES])
def harvested(
    request: pytest.FixtureRequest, wordpress: WordPress, tmp_path_factory: pytest.TempPathFactory
) -> Harvested:
    """Every term of the site, harvested in one run."""
    served = wordpress.serve(request.param)
    terms = wordpress.export(served)["terms"]
    data = tmp_path_factory.mktemp(request.param)
    crawl = crawl_tag(data, "url=" + ",".join(term["url"] for term in terms))
    return Harvested(served=served, site=wordpress, terms=terms, data=data, crawl=crawl)


def test_every_harvest_is_complete(harvested: Harvested) -> None:
    """A run over all terms, the empty one included, ends with 0 and a complete full harvest of each."""
    crawl = harvested.crawl
    assert crawl.returncode == 0, crawl.stdout + crawl.stderr
    harvests = open_dataset(harvested.data).harvests().to_pylist()
    ends = {row["tag_id"]: (row["scope"], row["verdict"], row["n_teasers"], row["n_dropped"]) for row in harvests}
    assert ends == {harvested.key(term): ("full", "complete", len(term["posts"]), 0) for term in harvested.terms}


def test_every_row_equals_the_database(harvested: Harvested) -> None:
    """URL, title, teaser, date, authors, image and order of every sighting are those of the database."""
    shows = SHOWS[harvested.served.theme]
    sightings = open_dataset(harvested.data).sightings().to_pylist()
    rows: dict[str, list[dict[str, Any]]] = {harvested.key(term): [] for term in harvested.terms}
    for row in sightings:
        rows[row["tag_id"]].append(row)
    found = [
        text for term in harvested.terms for text in term_differences(term, rows[harvested.key(term)], shows=shows)
    ]
    assert not found, _report(found)
    assert len(sightings) == sum(len(term["posts"]) for term in harvested.terms)


def test_every_tag_has_its_header(harvested: Harvested) -> None:
    """Name, description and links of every tag are what the theme shows above the list."""
    shows = SHOWS[harvested.served.theme]
    tags = {row["tag_id"]: row for row in open_dataset(harvested.data).tags().to_pylist()}
    assert sorted(tags) == sorted(harvested.key(term) for term in harvested.terms)
    goals_text = visible_text(harvested.site.content["goals_text"]) or ""
    found = [
        text
        for term in harvested.terms
        for text in tag_differences(term, tags[harvested.key(term)], shows=shows, goals_text=goals_text)
    ]
    assert not found, _report(found)


def test_an_article_under_several_tags_is_one_article(harvested: Harvested) -> None:
    """The articles are the posts that any archive lists, each once, with all the tags that list it."""
    site = f"127.0.0.1_{harvested.served.port}"
    rows = open_dataset(harvested.data).articles().to_pylist()
    tags_of = {unquote(row["url"]): sorted(row["tags"]) for row in rows}
    expected = {
        url: sorted(f"{site}/{tag}" for tag in listed_in) for url, listed_in in memberships(harvested.terms).items()
    }
    assert tags_of == expected
    assert len(rows) == len(expected)


def test_the_content_has_what_the_comparison_is_about(wordpress: WordPress) -> None:
    """The site has the posts, sizes of terms and hidden posts that the tests promise to compare."""
    terms = wordpress.export(wordpress.serve(OWN_THEME))["terms"]
    sizes = {term["slug"]: len(term["posts"]) for term in terms if term["taxonomy"] == "sdgs"}
    assert sizes == {slug: size for slug, _, size, _ in GOALS}
    assert {0, 1, PAGE_SIZE, PAGE_SIZE + 1, 2 * PAGE_SIZE} <= set(sizes.values())
    listed = {post["url"] for term in terms for post in term["posts"]}
    assert len(listed) == N_POSTS
    titles = [post["title"] for term in terms if term["slug"] == "partnership" for post in term["posts"]]
    assert sum(title.startswith("Protetto: ") for title in titles) == 1
    assert not [title for title in titles if "Non in elenco" in title]


def test_nothing_is_left_running_after_a_failing_test() -> None:
    """An error while the site is up stops every process that was started for it."""
    require(missing_programs())
    started: list[int] = []

    def fail_while_it_runs() -> None:
        with WordPress() as site:
            site.serve(OWN_THEME)
            started.extend(site.process_ids)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_while_it_runs()
    assert len(started) == 2
    assert [pid for pid in started if Path(f"/proc/{pid}").exists()] == []


def test_an_unknown_term_fails_and_says_what_was_tried(wordpress: WordPress, tmp_path: Path) -> None:
    """A term that the site answers 404 for ends with 4 and names the address."""
    url = f"{wordpress.serve(OWN_THEME).url}/sdgs/non-esiste/"
    crawl = crawl_tag(tmp_path, f"url={url}")
    assert crawl.returncode == 4, crawl.stdout + crawl.stderr
    assert url in crawl.stdout + crawl.stderr


def test_an_address_without_its_slash_is_the_same_tag(wordpress: WordPress, tmp_path: Path) -> None:
    """WordPress redirects to the address with a slash, and the rows belong to the same tag."""
    served = wordpress.serve(OWN_THEME)
    crawl = crawl_tag(tmp_path, f"url={served.url}/sdgs/lavoro")
    assert crawl.returncode == 0, crawl.stdout + crawl.stderr
    rows = open_dataset(tmp_path).sightings().to_pylist()
    assert {row["tag_id"] for row in rows} == {f"127.0.0.1_{served.port}/sdgs/lavoro"}
    assert len(rows) == PAGE_SIZE


def _report(found: Sequence[str]) -> str:
    return "\n".join([f"{len(found)} differences", *found[:40]])
