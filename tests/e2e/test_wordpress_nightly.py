"""A real WordPress that is edited through its admin API between harvests: each night finds what happened, no more."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from urllib.request import Request, urlopen

import pytest
from required_servers import require
from wordpress_server import OWN_THEME, Served, WordPress, missing_programs

from sw_scraper import open_dataset

if TYPE_CHECKING:
    from collections.abc import Iterator

    Row = dict[str, Any]

pytestmark = pytest.mark.server("wordpress")

ROOT = Path(__file__).resolve().parents[2]
GOAL = "citta-sostenibili"


class Editor:
    """Somebody with the site's admin API.

    Args:
        site: the WordPress.
        served: where it is served.
    """

    def __init__(self, site: WordPress, served: Served) -> None:
        login = ":".join(site.app_password())
        self._headers = {
            "Authorization": "Basic " + base64.b64encode(login.encode()).decode(),
            "Content-Type": "application/json",
        }
        self._api = f"{served.url}/wp-json/wp/v2"

    def ask(self, path: str, body: Row | None = None, *, method: str | None = None) -> Any:
        """One request; its answer."""
        data = None if body is None else json.dumps(body).encode()
        request = Request(f"{self._api}/{path}", data=data, headers=self._headers, method=method)
        with urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def goal(self, slug: str) -> int:
        """The number of a term."""
        number: int = self.ask(f"sdgs?slug={slug}")[0]["id"]
        return number

    def newest(self, goal: int) -> list[Row]:
        """The newest posts of a term."""
        posts: list[Row] = self.ask(f"posts?sdgs={goal}&per_page=50")
        return posts

    def publish(self, title: str, goal: int) -> Row:
        """A new post."""
        body = {"title": title, "content": f"<p>Testo di {title}.</p>", "excerpt": f"Sommario di {title}."}
        made: Row = self.ask("posts", {**body, "status": "publish", "sdgs": [goal]})
        return made

    def change(self, post: Row, **values: Any) -> None:
        """Save a post with other values."""
        self.ask(f"posts/{post['id']}", values)

    def trash(self, post: Row) -> None:
        """Move a post to the trash."""
        self.ask(f"posts/{post['id']}", method="DELETE")


@pytest.fixture(scope="module")
def wordpress() -> Iterator[WordPress]:
    """The running site; skipped where its programs are not installed."""
    require(missing_programs())
    with WordPress() as site:
        yield site


def harvest(data: Path, served: Served, *arguments: str) -> Row:
    """A crawl that ends well; its row."""
    command = [sys.executable, "-m", "scrapy", "crawl", "tag", "-s", f"SW_DATA_DIR={data}", "-s", "DOWNLOAD_DELAY=0"]
    for argument in ("enrich=none", f"url={served.url}/sdgs/{GOAL}/", *arguments):
        command += ["-a", argument]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=400, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    rows: list[Row] = open_dataset(data).harvests().to_pylist()
    return max(rows, key=lambda row: row["committed_at"])


def listed(data: Path) -> set[str]:
    """The addresses that the dataset lists."""
    rows = open_dataset(data).listings().to_pylist()
    return {unquote(row["url"]) for row in rows if row["is_listed"]}


def in_database(site: WordPress, served: Served) -> set[str]:
    """The addresses that WordPress lists."""
    terms = site.export(served)["terms"]
    found = next(term for term in terms if (term["taxonomy"], term["slug"]) == ("sdgs", GOAL))
    return {unquote(post["url"]) for post in found["posts"]}


def test_nights_of_an_editor(wordpress: WordPress, tmp_path: Path) -> None:
    """Publish, edit, retag, trash and pin: the newest end finds what is new, the sweep what is gone."""
    served = wordpress.serve(OWN_THEME)
    editor = Editor(wordpress, served)
    goal, other = editor.goal(GOAL), editor.goal("lavoro")
    first = harvest(tmp_path, served)
    assert (first["scope"], first["verdict"]) == ("full", "complete")
    assert listed(tmp_path) == in_database(wordpress, served)
    night = harvest(tmp_path, served)
    assert (night["verdict"], night["n_pages"], night["n_requests"]) == ("unchanged", 1, 2)

    old = editor.newest(goal)
    made = [editor.publish(f"Nuovo articolo {number}", goal) for number in (1, 2, 3)]
    editor.change(old[1], title="Un titolo del tutto nuovo")
    editor.change(old[30], sticky=True)
    night = harvest(tmp_path, served)
    assert (night["scope"], night["verdict"], night["n_new"], night["n_changed"]) == ("newest", "complete", 3, 1)
    assert night["n_pages"] < first["n_pages"]
    assert {unquote(post["link"]) for post in made} <= listed(tmp_path)

    editor.change(old[2], sdgs=[other])
    editor.trash(old[5])
    editor.trash(made[0])
    back = editor.publish("Un articolo retrodatato", goal)
    editor.change(back, date=old[40]["date"])
    night = harvest(tmp_path, served)
    assert night["verdict"] in ("complete", "unchanged")
    sweep = harvest(tmp_path, served, "mode=full")
    assert (sweep["scope"], sweep["verdict"]) == ("full", "complete")
    assert listed(tmp_path) == in_database(wordpress, served)
    assert sweep["n_gone"] + night["n_gone"] == 3
    seen = {unquote(row["url"]) for row in open_dataset(tmp_path).articles().to_pylist()}
    assert {unquote(old[2]["link"]), unquote(old[5]["link"]), unquote(made[0]["link"])} <= seen
