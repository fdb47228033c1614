"""Texts and addresses that mean harm: nothing of them lives on a terminal, in a log, a report or a clean column."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from archive_server import ArchiveServer, archive, page_html, respond, running_server
from crawl_runs import CrawlRun, crawl

from sw_scraper import open_dataset
from sw_scraper.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EVIL = (
    "\x1b]0;owned\x07\x1b[2J\x1b[31m\x9b5A&#x9b;5A&#27;[8m\u202eetirw\u2066\x00\r\nWARNING: forged [bold]x[/bold]\u2028"
)
# NEL and friends break lines in some programs; a terminal obeys C0, DEL and C1.
ALIVE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
NORMALIZED = (
    "site", "taxonomy", "tag", "tag_id", "url", "title", "teaser", "date_published", "authors", "categories",
    "image_url", "language", "name", "description", "tag_url", "aliases", "reason", "start_url", "page_url", "tags",
)  # fmt: skip
ADDRESSES = ("url", "url_raw", "image_url", "page_url", "tag_url", "start_url")


def evil_page() -> str:
    """An archive of which every text and attribute means harm."""
    made = archive("evil", 6)
    html = page_html(made, "/tag/evil/", 1)
    html = html.replace("#Evil", f"#Evil {EVIL}").replace("Una cooperativa", f"Una {EVIL} cooperativa")
    html = html.replace("Nel paese", f"{EVIL} Nel paese").replace("Ada Inventata", f"Ada {EVIL} Inventata")
    html = html.replace('class="post hentry"', f'class="post hentry {EVIL}"')
    html = html.replace('href="/2026/articolo-1/"', f'href="/2026/articolo-1/{EVIL}"')
    html = html.replace('href="/2026/articolo-2/"', 'href="javascript:alert(1)"')
    html = html.replace('href="/2026/articolo-3/"', 'href="data:text/html,x"')
    html = html.replace("<h2", '<img src="file:///etc/passwd" alt="x"><h2')
    html = html.replace('href="/tag/evil/page/2/"', f'href="/tag/evil/page/2/?x={EVIL}" title="{EVIL}"')
    return html.replace(
        "</main>", f"<script>alert(1)</script><iframe src='/x'></iframe><p onclick='x()'>{EVIL}</p></main>"
    )


@pytest.fixture(scope="module")
def server() -> Iterator[ArchiveServer]:
    """A site on loopback whose archive means harm."""
    with running_server() as made:
        made.add("evil", archive("evil", 6))
        made.answers["/tag/evil/"] = lambda handler: respond(handler, evil_page())
        yield made


@pytest.fixture(scope="module")
def run(server: ArchiveServer, tmp_path_factory: pytest.TempPathFactory) -> CrawlRun:
    """A harvest of it, and of two addresses that mean harm themselves."""
    data = tmp_path_factory.mktemp("evil") / "data"
    redirect = f"{server.base}/tag/other/"
    server.answers["/tag/other/"] = lambda handler: respond(
        handler, "", status=302, headers={"Location": "/x\x1b[2J\x9b5A"}
    )
    return crawl(data, f"url={server.base}/tag/evil/,{redirect}", options=["-L", "INFO"])


def assert_harmless(text: str) -> None:
    """No character of the text steers a terminal, and no line of it was forged."""
    found = ALIVE.search(text)
    assert found is None, text[max(0, found.start() - 80) : found.end() + 40]
    assert not [line for line in text.splitlines() if line.startswith("WARNING: forged")]


def test_the_screen_and_the_log_of_a_crawl(run: CrawlRun) -> None:
    """Progress, log and summary of a hostile site hold no control characters and no forged lines."""
    assert run.code in (0, 3), run.err
    run.assert_no_traceback()
    assert_harmless(run.out + run.err)
    (log,) = (run.data / ".work" / "logs").glob("*.log")
    lines = log.read_text(encoding="utf-8").splitlines()
    assert_harmless("\n".join(lines))
    assert [line for line in lines if not re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} [A-Z]+ ", line)] == []


@pytest.mark.parametrize("table", ["articles", "listings", "sightings", "tags", "harvests", "changes"])
def test_normalized_columns_are_clean(run: CrawlRun, table: str) -> None:
    """Normalized columns hold no control or bidi characters, and every address is http or https."""
    rows = getattr(open_dataset(str(run.data)), table)().to_pylist()
    assert rows
    for row in rows:
        for name in NORMALIZED:
            value = row.get(name)
            for text in value if isinstance(value, list) else [value]:
                categories = {unicodedata.category(char) for char in (text or "").replace("\n\n", "")}
                assert not categories & {"Cc", "Cs", "Zl", "Zp"}, (name, text)
                assert not re.search("[\u202a-\u202e\u2066-\u2069]", text or ""), (name, text)
        for name in ADDRESSES:
            assert row.get(name) is None or urlsplit(row[name]).scheme in ("http", "https"), (name, row[name])


@pytest.mark.parametrize(
    "words",
    [
        "show articles --columns title,title_raw,url_raw,authors_raw",
        "show sightings --columns title_raw,teaser_raw,rules",
        "show articles --json", "show sightings --json", "show tags", "show tags --json", "show harvests --json",
        "show changes", "status", "status --json",
    ],
)  # fmt: skip
def test_tables_on_the_screen(run: CrawlRun, capsys: pytest.CaptureFixture[str], words: str) -> None:
    """No table, raw columns included, sends a terminal anything but text; JSON stays JSON."""
    assert main([*words.split(), "--data", str(run.data)]) == 0
    printed = capsys.readouterr()
    assert_harmless(printed.out + printed.err)
    if "--json" in words and "show" in words:
        assert all(isinstance(json.loads(line), dict) for line in printed.out.splitlines())


@pytest.mark.parametrize("options", [[], ["--json"], ["--html", "seen.html"]])
@pytest.mark.parametrize("command", ["doctor", "extract"])
def test_pages_on_the_screen(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
    options: list[str],
) -> None:
    """What a page says is shown without letting it steer the terminal; what --json prints can be read back."""
    if command == "extract" and "--html" in options:
        pytest.skip("extract writes no page")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.html").write_text(evil_page(), encoding="utf-8")
    assert main([command, "page.html", "--url", "https://www.example.org/tag/evil/", *options]) == 0
    printed = capsys.readouterr()
    assert_harmless(printed.out + printed.err)
    if "--json" in options:
        assert json.loads(printed.out)["kind"] == "archive"


def test_the_report_as_a_page(tmp_path: Path) -> None:
    """The page that doctor writes has a policy before anything else, and nothing that runs or loads."""
    (tmp_path / "page.html").write_text(evil_page(), encoding="utf-8")
    out = tmp_path / "seen.html"
    assert (
        main(["doctor", str(tmp_path / "page.html"), "--url", "https://a.example/tag/evil/", "--html", str(out)]) == 0
    )
    html = out.read_text(encoding="utf-8")
    policy = html.index("Content-Security-Policy")
    assert html.index("<head>") < policy < html.index("<title>")
    assert "default-src 'none'" in html[policy : policy + 200]
    assert not re.search(r"(?i)<script|<iframe|<object|<embed|javascript:|\son\w+=|http-equiv=.refresh|data:text", html)


@pytest.mark.parametrize(
    "words",
    [
        ["doctor", "page\x1b[2J.html", "--url", "https://a.example/"],
        ["doctor", "x", "--url", "ftp://a\x1b[2J\n"],
        ["show", "--tag", "\x1b[2J\u202e", "--data", "no\x9b5Awhere"],
        ["status", "--max-age", "\x1b[2J"],
        ["harvest", "url=ftp://a.example/\x1b[2J"],
        ["harvest", "\x1b[2J\nerror: forged"],
    ],
    ids=range(6),
)
def test_messages(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Messages that repeat what was typed repeat it as text."""
    assert main(words) in (2, 4)
    printed = capsys.readouterr()
    assert "error: " in printed.err
    assert_harmless(printed.out + printed.err)
    assert "\nerror: forged" not in printed.err
