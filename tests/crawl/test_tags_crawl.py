"""Finding the tags of a site and harvesting all of a taxonomy, on a site on loopback."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from archive_server import ArchiveServer, archive, respond, running_server
from crawl_runs import environment
from twin_site import Twins

from sw_scraper import open_dataset

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def server() -> Iterator[ArchiveServer]:
    """A site on loopback with three tags."""
    with running_server() as made:
        for slug, count in (("welfare", 7), ("lavoro", 3), ("casa", 2)):
            made.add(slug, archive(slug, count))
        home = '<html><body><h1>Sito</h1><a href="/tag/casa/">#casa</a> <a href="/chi-siamo/">noi</a></body></html>'
        made.answers["/"] = lambda handler: respond(handler, home)
        yield made


def command(folder: Path, server: ArchiveServer, *words: str) -> subprocess.CompletedProcess[str]:
    """Run ``sw-scraper`` in a folder that has a profile of the site."""
    profile = folder / "sites" / "prova.toml"
    profile.parent.mkdir(exist_ok=True)
    lines = [
        'key = "prova"', 'name = "Sito di prova"', f'base_url = "{server.base}/"', 'hosts = ["127.0.0.1"]',
        "[[taxonomies]]", 'name = "tag"', 'archive_path = "/tag/{slug}/"',
    ]  # fmt: skip
    profile.write_text("\n".join(lines), encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "sw_scraper.cli.main", *words],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


QUICK = ("-s", "DOWNLOAD_DELAY=0", "-s", "SW_RETRY_TIMES=1")


def test_all_of_a_taxonomy_is_found_and_harvested(server: ArchiveServer, tmp_path: Path) -> None:
    """all-tag asks the sitemap that robots.txt names and the site's links, then harvests every tag that they name."""
    places = "".join(f"<url><loc>{server.base}/tag/{slug}/</loc></url>" for slug in ("welfare", "lavoro"))
    sitemap = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'
    server.answers["/robots.txt"] = lambda handler: respond(handler, "User-agent: *\nSitemap: /tags.xml\n")
    server.answers["/tags.xml"] = lambda handler: respond(handler, sitemap, headers={"Content-Type": "text/xml"})
    run = command(tmp_path, server, "harvest", "tag=all-tag", "site=prova", *QUICK)
    assert run.returncode == 0, run.stdout + run.stderr
    rows = {row["tag"]: row for row in open_dataset(tmp_path / "data").tags().to_pylist()}
    told = {tag: (row["n_listed"], row["discovered_by"], row["last_verdict"]) for tag, row in rows.items()}
    assert told == {
        "casa": (2, "link", "complete"),
        "lavoro": (3, "sitemap", "complete"),
        "welfare": (7, "sitemap", "complete"),
    }
    listed = command(tmp_path, server, "tags", "--json")
    assert [json.loads(line)["tag"] for line in listed.stdout.splitlines()] == ["casa", "lavoro", "welfare"]


def test_known_tags_help_with_typing_errors(server: ArchiveServer, tmp_path: Path) -> None:
    """Tags that were found and never harvested stand in the table; a tag that is not there gets the nearest of them."""
    server.archives["/tag/welfare/"].head = '<link rel="https://api.w.org/" href="/wp-json/">'
    Twins(server=server).install()
    found = command(tmp_path, server, "tags", "--find", "--url", f"{server.base}/tag/welfare/", "--json", *QUICK)
    assert found.returncode == 0, found.stderr
    assert [json.loads(line)["tag_id"] for line in found.stdout.splitlines()] == ["prova/tag/welfare"]
    row = open_dataset(tmp_path / "data").tags().to_pylist()[0]
    assert (row["name"], row["n_expected"], row["n_listed"], row["discovered_by"]) == ("Welfare", 7, 0, "rest")
    assert (row["expected_source"], row["last_verdict"]) == ("rest", None)
    before = sorted((tmp_path / "data").glob("harvests/*/*/*.json"))
    assert len(before) == 1
    again = command(tmp_path, server, "tags", "--find", "--url", f"{server.base}/tag/welfare/", *QUICK)
    assert "all of them were known, just so; nothing was written" in again.stdout
    assert sorted((tmp_path / "data").glob("harvests/*/*/*.json")) == before
    run = command(tmp_path, server, "harvest", "tag=welfar", "site=prova", *QUICK)
    assert run.returncode == 4
    said = " ".join(run.stderr.split())
    assert f"tried {server.base}/tag/welfar/" in said
    assert "Did you mean tag/welfare?" in said
    assert "sw-scraper tags --find --site prova" in said


def test_a_site_without_tags_says_what_was_tried(server: ArchiveServer, tmp_path: Path) -> None:
    """Nothing found ends with 4 and names the addresses that were asked."""
    server.answers["/"] = lambda handler: respond(handler, "<html><body>Niente</body></html>")
    run = command(tmp_path, server, "tags", "--find", "--site", "prova", *QUICK)
    assert run.returncode == 4
    assert f"tried {server.base}/" in " ".join(run.stderr.split())
