"""The explorer, in a real browser."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from browser import chromium
from report_dataset import STRANGE, make_report_dataset

from sw_scraper import open_dataset
from sw_scraper.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of 200 articles, 4 tags and 3 nights."""
    root = tmp_path_factory.mktemp("explore") / "data"
    make_report_dataset(root, n_articles=200, n_nights=3, n_tags=4)
    return root


@pytest.fixture(scope="module")
def address(data: Path) -> Iterator[str]:
    """Where the command serves it; it ends with exit code 0 when it is asked to."""
    command = [sys.executable, "-m", "sw_scraper.cli.main", "explore", "--data", str(data), "--no-open"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        line = server.stdout.readline()
        assert line.startswith("http://127.0.0.1:"), server.communicate(timeout=30)[1]
        yield line.split("/dataset/", 1)[0]
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=60)
    assert server.returncode == 0


@pytest.fixture(scope="module")
def page(address: str) -> Iterator[Page]:
    """A page of a browser that reaches nothing but the explorer."""
    with chromium() as browser:
        page = browser.new_page()
        outside: list[str] = []
        page.on("request", lambda one: None if one.url.startswith((address, "data:")) else outside.append(one.url))
        page.on("pageerror", lambda error: outside.append(str(error)))
        yield page
        assert outside == []


@pytest.mark.server("chromium")
def test_search_in_titles_and_teasers(address: str, page: Page, data: Path) -> None:
    """The search box finds words of titles and teasers, without their accents too."""
    said = [f"{one['title']} {one['teaser']}" for one in open_dataset(data).articles().to_pylist()]
    expected = sum("comunità" in re.findall(r"\w+", text.lower()) for text in said)
    page.goto(f"{address}/dataset/articles")
    page.fill("input[name=_search]", "comunita")
    page.keyboard.press("Enter")
    page.wait_for_url("**_search=comunita**")
    assert f"{expected} rows" in page.inner_text("h3")


@pytest.mark.server("chromium")
def test_facets(address: str, page: Page, data: Path) -> None:
    """Tags, years and languages stand beside the list with their counts, and a click keeps to one."""
    page.goto(f"{address}/dataset/articles")
    shown = page.inner_text(".facet-results")
    for name in ("tags", "year"):
        assert name in shown
    n_climate = len(open_dataset(data).articles(tag="salute"))
    page.click(".facet-results a:has-text('demo/sdgs/salute')")
    assert f"{n_climate} rows" in page.inner_text("h3")


@pytest.mark.server("chromium")
def test_every_ready_made_query_answers(address: str, page: Page) -> None:
    """Each query that the start page lists gives rows and no error."""
    page.goto(f"{address}/dataset")
    links = page.eval_on_selector_all(
        "h2#queries ~ ul a", "all => all.map(one => one.href).filter(one => !one.includes('#'))"
    )
    assert len(links) == 8
    for link in links:
        page.goto(f"{link}?words=welfare" if link.endswith("/search") else link)
        assert page.locator(".message-error").count() == 0, link
        assert page.locator("table.rows-and-columns tbody tr").count() > 0, link


@pytest.mark.server("chromium")
def test_a_page_per_article_with_its_history(address: str, page: Page, data: Path) -> None:
    """The page of an article shows its values, its lists, and what changed, as text whatever it holds."""
    dataset = open_dataset(data)
    edited = dataset.changes().to_pylist()
    row = next(one for one in edited if one["kind"] == "edited" and one["field"] == "title")
    page.goto(f"{address}/dataset/articles/{quote(row['article_id'], safe='')}")
    assert row["new_value"] == page.inner_text("h1")
    assert row["old_value"] in page.inner_text("table.rows-and-columns >> nth=0")
    articles = {one["title"]: one for one in dataset.articles().to_pylist()}
    page.goto(f"{address}/dataset/articles/{articles[STRANGE[0]]['article_id']}")
    assert page.inner_text("h1") == STRANGE[0]
    assert page.evaluate("window.broken") is None


def test_bad_input(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A taken port, a folder without a dataset and a missing extra are told, with what to do."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert main(["explore", "--data", str(data), "--port", port]) == 2
    assert f"--port {port}" in capsys.readouterr().err
    assert main(["explore", "--data", str(tmp_path / "none")]) == 4
    hidden = "import sys; sys.modules['datasette'] = None"
    code = f"{hidden}; from sw_scraper.cli.main import main; sys.exit(main(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", code, "explore", "--data", data], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "pip install 'sw-scraper[explore]'" in done.stderr
