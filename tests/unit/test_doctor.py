from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING

import pytest
from page_writing import LOREM, written_page, written_records

from sw_scraper.cli.main import main
from sw_scraper.sites.profiles import parse_profile

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://www.example.org/tag/pace/"
ARCHIVE = written_page(
    '<header><a class="site-title" href="/">Esempio</a></header><main><h1>Tag: Pace</h1>'
    f'<p>{LOREM}</p><div class="lista">{written_records(6)}</div>'
    '<nav class="pagination"><span class="current">1</span><a href="/tag/pace/page/2/">2</a>'
    '<a class="next" href="/tag/pace/page/2/">Avanti</a></nav></main>'
    '<script>alert("x")</script><img src="/x.png" onerror="alert(1)">'
    '<a href="javascript:alert(1)">x</a><iframe src="/f"></iframe>',
    title="Pace Archivi - Esempio",
    body_class="archive tag",
    language="it",
    head='<meta http-equiv="refresh" content="300"><link rel="preload" href="/p.js"><style>p{color:red}</style>',
)


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A saved archive page, in a folder of its own that is the current one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    file = tmp_path / "page.html"
    file.write_text(ARCHIVE, encoding="utf-8")
    return file


def test_report_for_people(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The report names verdict, tag, records, the rules behind the fields and the next page."""
    assert main(["doctor", str(page), "--url", URL]) == 0
    text = capsys.readouterr().out
    assert re.search(r"^verdict +archive$", text, re.MULTILINE)
    assert re.search(r"^tag +Pace \(shown as 'Tag: Pace'\)$", text, re.MULTILINE)
    assert re.search(r"^next page +https://www\.example\.org/tag/pace/page/2/ \(text 'Avanti'", text, re.MULTILINE)
    assert "Storia numero 6" in text
    assert "Which rule gave each field" in text
    assert "6 of 6" in text
    assert "Lists that were judged" in text


def test_report_as_json(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --json everything is one JSON object, rules and rejected lists included."""
    assert main(["doctor", str(page), "--url", URL, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["kind"] == "archive"
    assert found["tag"]["name"] == "Pace"
    assert [teaser["title"] for teaser in found["teasers"]] == [f"Storia numero {n}" for n in range(1, 7)]
    assert all(teaser["rules"]["title"] for teaser in found["teasers"])
    assert found["candidates"][0]["verdict"] == "won"
    assert found["pagination_rules"]["next_url"].startswith("text 'Avanti'")
    assert found["name_candidates"][0]["name"] == "Pace"


def test_page_that_is_no_archive(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A page of another kind ends with 3, and what looked like records is shown as rejected."""
    page.write_text(written_page(f"<h1>Pagina non trovata</h1>{written_records(4)}", body_class="error404"), "utf-8")
    assert main(["doctor", str(page), "--url", URL, "--json"]) == 3
    found = json.loads(capsys.readouterr().out)
    assert found["kind"] == "error"
    assert found["teasers"] == []
    assert len(found["teasers_rejected"]) == 4
    assert main(["doctor", str(page), "--url", URL]) == 3
    assert "What would have been the records, were the page an archive" in capsys.readouterr().out


def test_outlined_page_is_harmless(page: Path, tmp_path: Path) -> None:
    """The outlined page marks records, name and next link, and can do nothing in a browser."""
    out = tmp_path / "seen.html"
    assert main(["doctor", str(page), "--url", URL, "--html", str(out)]) == 0
    html = out.read_text(encoding="utf-8")
    assert html.count('class="post sw-record"') == 6
    assert [int(number) for number in re.findall(r'class="sw-number">(\d+)<', html)] == [1, 2, 3, 4, 5, 6]
    assert re.search(r'<h1 class="sw-tag">', html)
    assert re.search(r'<a class="next sw-next" href="https://www\.example\.org/tag/pace/page/2/">', html)
    assert "<style>p{color:red}</style>" in html
    assert "Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:" in html
    assert not re.search(r"<script|<iframe|javascript:|onerror|refresh|preload", html)


def test_outlined_page_escapes_what_the_page_says(page: Path, tmp_path: Path) -> None:
    """Escaped markup in the page stays escaped in the verdict."""
    page.write_text(ARCHIVE.replace("Tag: Pace", "Tag: &lt;script&gt;alert(1)&lt;/script&gt;"), "utf-8")
    out = tmp_path / "seen.html"
    main(["doctor", str(page), "--url", URL, "--html", str(out)])
    assert "<script" not in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["doctor", "page.html"], "a file needs the address that it came from"),
        (["doctor", "none.html", "--url", URL], "the page cannot be read"),
        (["doctor", "page.html", "--url", "ftp://x/"], "the address must be http or https"),
        (["doctor", "page.html", "--url", URL, "--fetched-at", "2024-01-01T00:00:00"], "the time has no zone"),
        (["doctor", "page.html", "--url", URL, "--html", "no/folder/x.html"], "the page cannot be written"),
        (["doctor", "page.html", "--url", URL, "--site", "none"], "there is no site with this key"),
        (["doctor", "https://example.org/", "--url", URL], "--url is for a FILE"),
    ],
)
def test_wrong_usage(page: Path, words: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong option is told in words and ends with 2."""
    assert main([str(page) if word == "page.html" else word for word in words]) == 2
    assert message in capsys.readouterr().err


def test_draft_of_a_site(page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A draft is a valid profile with what the page shows, and says what to check."""
    assert main(["site", "add", str(page), "--url", URL]) == 0
    file = tmp_path / "sites" / "example.toml"
    profile = parse_profile(file.read_text(encoding="utf-8"), file="x")
    assert (profile.key, profile.base_url, profile.language) == ("example", "https://www.example.org/", "it")
    assert [(one.name, one.archive_path) for one in profile.taxonomies] == [("tag", "/tag/{slug}/")]
    assert profile.known_tags == ("tag/pace",)
    assert "check     archive_path of tag" in capsys.readouterr().err


def test_draft_never_overwrites(page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A profile that is there stays as it is."""
    out = tmp_path / "mine.toml"
    out.write_text("mine", encoding="utf-8")
    assert main(["site", "add", str(page), "--url", URL, "--out", str(out)]) == 2
    assert out.read_text(encoding="utf-8") == "mine"
    assert "never overwritten" in capsys.readouterr().err


def test_draft_with_a_known_key(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A key that a profile has already is refused."""
    assert main(["site", "add", str(page), "--url", URL, "--key", "secondowelfare"]) == 2
    assert "there is a site with this key already" in capsys.readouterr().err


def test_draft_from_a_page_that_is_no_archive(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No profile is drafted from an error page."""
    page.write_text(written_page("<h1>Pagina non trovata</h1>", body_class="error404"), "utf-8")
    assert main(["site", "add", str(page), "--url", URL]) == 4
    assert "this is none (error" in capsys.readouterr().err


def test_draft_on_standard_output_of_hostile_texts(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Quotes, line ends and control characters in what the page says cannot break the TOML."""
    name = '<meta property="og:site_name" content="A &quot;B&quot; \\ &#10;key = 1 \x7f">'
    page.write_text(ARCHIVE.replace("</head>", f"{name}</head>"), "utf-8")
    assert main(["site", "add", str(page), "--url", URL, "--out", "-"]) == 0
    assert tomllib.loads(capsys.readouterr().out)["key"] == "example"


def test_list_of_sites(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The known sites are listed with the files that describe them."""
    assert main(["site", "list"]) == 0
    assert "secondowelfare" in capsys.readouterr().out
    assert main(["site", "list", "--json"]) == 0
    assert "secondowelfare" in [row["key"] for row in json.loads(capsys.readouterr().out)]
