"""The report, in a real browser."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from browser import chromium, opened
from playwright.sync_api import expect
from report_dataset import STRANGE, make_report_dataset
from store_rows import harvest, seen

from sw_scraper import open_dataset
from sw_scraper.cli.main import main
from sw_scraper.report.page import LANGUAGES, report_page, report_words, reported_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of 300 articles, 6 tags and 3 nights."""
    root = tmp_path_factory.mktemp("report") / "data"
    make_report_dataset(root, n_articles=300, n_nights=3)
    return root


@pytest.fixture(scope="module")
def report(data: Path) -> Path:
    """Its report, in English."""
    file = data.parent / "report.html"
    assert main(["report", "--data", str(data), "--output", str(file)]) == 0
    return file


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests here."""
    with chromium() as one:
        yield one


def lines(page: Page) -> list[list[str]]:
    """The list as it is shown."""
    found: list[list[str]] = page.eval_on_selector_all(
        "#list tbody tr", "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
    )
    return found


def count(page: Page) -> int:
    """How many articles the list says it has found."""
    return int(page.inner_text("#count").split()[0].replace(",", ""))


@pytest.mark.server("chromium")
def test_the_page_is_drawn_and_asks_for_nothing(report: Path, browser: Browser) -> None:
    """Four charts are drawn, no message appears on the console, and no request leaves the page."""
    with opened(browser, report) as (page, wrong):
        drawn = page.eval_on_selector_all(".chart svg", "all => all.map(one => one.querySelectorAll('path').length)")
        assert len(drawn) == 4
        assert min(drawn) > 10
        assert page.evaluate("window.broken") is None
        assert wrong == []


@pytest.mark.server("chromium")
def test_strange_titles_are_text(report: Path, browser: Browser) -> None:
    """Markup, templates, right-to-left text, emoji and 5,000 characters stand in the list as the text they are."""
    with opened(browser, report) as (page, wrong):
        for title in STRANGE:
            page.fill("#query", title[:40])
            expect(page.locator("#list tbody td").nth(1)).to_contain_text(title[:40])
            assert lines(page)[0][1].removesuffix(" (gone)")[:299] == title[:299]
        assert page.evaluate("window.broken") is None
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280
        assert wrong == []


@pytest.mark.server("chromium")
def test_search_tag_and_order(data: Path, report: Path, browser: Browser) -> None:
    """The list finds words without accents, keeps to a tag, and sorts by each column both ways."""
    articles = open_dataset(data).articles().to_pylist()
    with opened(browser, report) as (page, _):
        assert count(page) == len(articles)
        page.fill("#query", "elena fa")
        expect(page.locator("#count")).not_to_have_text(re.compile(rf"^{len(articles)} "))
        assert count(page) == sum("Elena Fà" in one["authors"] for one in articles)
        page.fill("#query", "")
        expect(page.locator("#count")).to_have_text(re.compile(rf"^{len(articles)} "))
        page.select_option("#only", label="Clima")
        assert count(page) == sum("demo/sdgs/clima" in one["tags"] for one in articles)
        page.select_option("#only", label="any")
        page.click("button[data-column=date]")
        days = [line[0] for line in lines(page)]
        assert days == sorted(one["date_published"] for one in articles if one["date_published"])[: len(days)]
        assert page.get_attribute("#list thead th", "aria-sort") == "ascending"


@pytest.mark.server("chromium")
def test_a_brushed_period_is_what_the_list_shows(report: Path, browser: Browser) -> None:
    """Dragging over the chart of months leaves the articles of those months in the list, and a button takes it back."""
    with opened(browser, report) as (page, wrong):
        before = count(page)
        chart = page.locator("#chart-months svg")
        chart.scroll_into_view_if_needed()
        box = chart.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 80)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + 90, steps=6)
        page.mouse.up()
        page.wait_for_selector("#period-shown:not([hidden])")
        first, last = re.findall(r"\d{4}-\d\d", page.inner_text("#period-shown span"))
        assert 0 < count(page) < before
        assert all(first <= line[0][:7] <= last for line in lines(page))
        page.click("#clear")
        assert count(page) == before
        assert wrong == []


@pytest.mark.server("chromium")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_accessibility(report: Path, browser: Browser, scheme: str, width: int) -> None:
    """axe-core finds no serious violation, in light and dark, wide and on a phone, where nothing scrolls sideways."""
    from axe_playwright_python.sync_playwright import Axe

    with opened(browser, report, color_scheme=scheme, viewport=PHONE | {"width": width}) as (page, _):
        found = Axe().run(page).response["violations"]
        serious = [one for one in found if one["impact"] in {"serious", "critical"}]
        assert [(one["id"], one["nodes"][0]["html"][:200]) for one in serious] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.server("chromium")
def test_the_keyboard_reaches_the_list(report: Path, browser: Browser) -> None:
    """The first Tab offers to skip to the list, and Enter goes there."""
    with opened(browser, report) as (page, _):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == "query"


def test_changes_are_those_since_the_report_before(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A report that replaces one tells what was noticed after it, and nothing twice."""
    root, file = tmp_path / "data", tmp_path / "report.html"
    command = ["report", "--data", str(root), "--output", str(file)]
    harvest(root, [[seen("a"), seen("b")]], night=0)
    assert main(command) == 0
    assert "2 new in a list" in file.read_text(encoding="utf-8")
    harvest(root, [[seen("c"), seen("a", title="Altro")]], night=1)
    assert main(command) == 0
    text = file.read_text(encoding="utf-8")
    for told in ("1 new in a list", "1 edited", "1 gone from a list", '<q dir="auto">Altro</q>'):
        assert told in text
    assert main(command) == 0
    assert "Nothing was noticed." in file.read_text(encoding="utf-8")
    assert str(file) in capsys.readouterr().out


def test_ten_thousand_articles_are_under_2_mb(tmp_path: Path) -> None:
    """A page of 10,000 articles stays small enough to be mailed."""
    make_report_dataset(tmp_path, n_articles=10_000, n_nights=1, n_tags=3)
    assert len(report_page(open_dataset(tmp_path)).encode()) < 2_000_000


def test_both_languages_say_the_same() -> None:
    """English and Italian have the same texts with the same gaps."""
    one, other = (report_words(language) for language in LANGUAGES)
    assert list(one) == list(other)
    gaps = re.compile(r"\{\w+\}")
    assert [sorted(gaps.findall(text)) for text in one.values()] == [
        sorted(gaps.findall(text)) for text in other.values()
    ]


def test_the_italian_page_is_italian(data: Path) -> None:
    """The page names its language and speaks it."""
    text = report_page(open_dataset(data), language="it")
    assert '<html lang="it">' in text
    assert "Completezza di ogni tag" in text


def test_bad_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder without a dataset, a malformed time and a place that cannot be written are told, with what to do."""
    assert main(["report", "--data", str(tmp_path / "none")]) == 4
    assert "next" in capsys.readouterr().err
    harvest(tmp_path / "data", [[seen("a")]])
    assert main(["report", "--data", str(tmp_path / "data"), "--since", "lunedì"]) == 2
    assert "--since lunedì" in capsys.readouterr().err
    assert main(["report", "--data", str(tmp_path / "data"), "-o", str(tmp_path / "no" / "x.html")]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_a_missing_extra_is_named(tmp_path: Path) -> None:
    """Without Altair the message names the extra to install."""
    harvest(tmp_path, [[seen("a")]])
    code = (
        "import sys; sys.modules['altair'] = None\nfrom sw_scraper.cli.main import main\nsys.exit(main(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "report", "--data", tmp_path, "-o", tmp_path / "x.html"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "pip install 'sw-scraper[report]'" in done.stderr


def test_no_report_no_time() -> None:
    """A file that is no report, or a damaged one, has no time."""
    assert reported_until("<html>") is None
    assert reported_until('<meta name="sw-changed-until" content="never">') is None
