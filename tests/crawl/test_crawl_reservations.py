"""Reservations against text and data mining in whole harvests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from archive_server import ArchiveServer, archive, page_html, respond, running_server
from crawl_runs import crawl

from sw_scraper import open_dataset

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE = "/.well-known/tdmrep.json"


@pytest.fixture
def server() -> Iterator[ArchiveServer]:
    """A site on loopback."""
    with running_server() as made:
        yield made


def reserved(data: Path) -> dict[str, str]:
    """Tag to what its last harvest noted."""
    return {row["tag"]: row["tdm_reserved"] for row in open_dataset(str(data)).harvests().to_pylist()}


def test_reservations_are_recorded_for_each_harvest(server: ArchiveServer, tmp_path: Path) -> None:
    """Header and meta of a tag's pages end in its own harvest, and no request is made for them."""
    made = {slug: archive(slug, 4) for slug in ("header", "meta", "free", "silent")}
    urls = [server.add(slug, one) for slug, one in made.items()]

    def page(slug: str) -> str:
        return page_html(made[slug], f"/tag/{slug}/", 1)

    def with_header(value: str, slug: str) -> Any:
        return lambda handler: respond(handler, page(slug), headers={"tdm-reservation": value})

    meta = page("meta").replace("</head>", '<meta name="robots" content="noai"></head>')
    server.answers |= {
        "/tag/header/": with_header("1", "header"),
        "/tag/free/": with_header("0", "free"),
        "/tag/meta/": lambda handler: respond(handler, meta),
    }
    run = crawl(tmp_path / "data", f"url={','.join(urls)}")
    assert run.code == 0, run.err
    assert reserved(run.data) == {"header": "yes", "meta": "yes", "free": "no", "silent": "unknown"}
    assert FILE not in server.requests


def test_the_file_of_a_site_is_asked_for_once_where_wanted(server: ArchiveServer, tmp_path: Path) -> None:
    """With SW_TDMREP the site's file is read once a run, for all of its harvests."""
    urls = [server.add(slug, archive(slug, 4)) for slug in ("a", "b")]
    server.answers[FILE] = lambda handler: respond(
        handler, '[{"location": "/tag/a/", "tdm-reservation": 1}]', headers={"Content-Type": "application/json"}
    )
    run = crawl(tmp_path / "data", f"url={','.join(urls)}", settings=["SW_TDMREP=True"])
    assert run.code == 0, run.err
    assert reserved(run.data) == {"a": "yes", "b": "unknown"}
    assert server.requests.count(FILE) == 1


def test_a_replay_notes_the_same(server: ArchiveServer, tmp_path: Path) -> None:
    """The recording has the headers, so that a replay records the same reservation."""
    made = archive("x", 4)
    url = server.add("x", made)
    server.answers["/tag/x/"] = lambda handler: respond(
        handler, page_html(made, "/tag/x/", 1), headers={"X-Robots-Tag": "noai"}
    )
    run = crawl(tmp_path / "data", f"url={url}")
    assert run.code == 0, run.err
    (warc,) = (run.data / "warc").rglob("*.warc.gz")
    again = crawl(tmp_path / "again", f"url={url}", f"replay={warc}")
    assert again.code == 0, again.err
    assert reserved(again.data) == {"x": "yes"}


def test_contacts_in_teasers_are_told(server: ArchiveServer, tmp_path: Path) -> None:
    """The summary of a harvest says that teasers hold e-mail addresses or phone numbers."""
    made = archive("contacts", 4)
    url = server.add("contacts", made)
    page = page_html(made, "/tag/contacts/", 1).replace("Nel paese", "Scrivere a ada@esempio.example. Nel paese", 2)
    server.answers["/tag/contacts/"] = lambda handler: respond(handler, page)
    run = crawl(tmp_path / "data", f"url={url}")
    assert run.code == 0, run.err
    assert "2 of the teasers hold 2 e-mail addresses: think of it before you publish them" in run.both
