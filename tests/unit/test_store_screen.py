"""``sw-scraper show``, ``status``, ``accept`` and ``reject``."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from store_rows import KEY, harvest, seen

from sw_scraper.cli.main import main
from sw_scraper.cli.screen import plain
from sw_scraper.model import TagKey
from sw_scraper.store.dataset import open_dataset
from sw_scraper.store.schema import schema_of
from sw_scraper.store.store import open_store

NOBODY = TagKey(site="demo", taxonomy="tag", slug="nessuno")
FINE = TagKey(site="demo", taxonomy="a", slug="bene")
UGLY = "Un titolo\x1b[31m [bold]rosso[/bold] \u202e" + "lungo " * 40


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset with a healthy tag, a held harvest and a tag that always fails."""
    folder = tmp_path_factory.mktemp("made")
    store = open_store(folder)
    harvest(store, [[seen("x", date_published=None)]], night=0, key=FINE, refresh=False)
    said = [seen(f"a{n}", title=UGLY, title_raw="x") for n in range(30)]
    harvest(store, [said], night=1, n_expected=40, expected_source="page", refresh=False)
    harvest(store, [[seen("a1")]], night=2, verdict="held", reason="30 records became 1", harvest_id="h2")
    for night in (3, 4):
        harvest(store, [], night=night, key=NOBODY, verdict="failed", failure_class="dns", reason="no such host")
    store.refresh_views()
    return folder


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(made, tmp_path / "data"))


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
@pytest.mark.parametrize("command", ["status", "show", "show harvests", "show changes", "show tags", "show listings"])
def test_tables_fit_the_terminal(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: int, command: str
) -> None:
    """No line is wider than the terminal, but for commands to copy; nothing on the screen steers it."""
    monkeypatch.setenv("COLUMNS", str(width))
    assert main([*command.split(), "--data", str(root)]) == 0
    printed = capsys.readouterr().out
    lines = [line for line in printed.splitlines() if not line.startswith("    sw-scraper")]
    assert len(lines) > 3
    assert max(map(len, lines)) <= width
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", printed)
    if "show" in command.split() and command in {"show", "show listings"} and width >= 80:
        assert "[bold]" in printed


def test_show_limits_and_says_so(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Twenty rows unless told otherwise, with the number of all."""
    main(["show", "--data", str(root)])
    printed = capsys.readouterr().out
    assert "31 articles; 20 are shown, --limit N shows more" in printed
    main(["show", "--data", str(root), "--limit", "3", "--tag", "partnership", "--columns", "url,is_listed"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["url", "is_listed"]
    assert len(lines) == 2 + 3 + 1
    assert lines[-1].startswith("30 articles; 3")


def test_show_json(root: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """JSON lines have every column and, unless limited, every row."""
    assert main(["show", "articles", "--json", "--data", str(root)]) == 0
    rows = [json.loads(line) for line in capsysbinary.readouterr().out.decode().splitlines()]
    assert len(rows) == 31
    assert list(rows[0]) == list(schema_of("articles").names)
    assert main(["show", "articles", "--json", "--limit", "2", "--columns", "url", "--data", str(root)]) == 0
    assert [list(json.loads(line)) for line in capsysbinary.readouterr().out.splitlines()] == [["url"]] * 2


def test_status_says_what_is_wrong(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Held tags first with both commands, then failed ones; coverage in per cent; problems in words."""
    monkeypatch.setenv("COLUMNS", "120")
    assert main(["status", "--data", str(root)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[2:5]] == [KEY.tag_id, NOBODY.tag_id, FINE.tag_id]
    assert lines[2].split()[1:3] == ["30", "held"]
    assert "100%" in lines[2]
    text = "\n".join(lines)
    assert f"! {KEY.tag_id}: held: 30 records became 1" in text
    assert f"! {KEY.tag_id}: 30 articles found, the site says 40" in text
    assert f"! {NOBODY.tag_id}: failed: no such host (2 times since 2026-11-04)" in text
    assert f"! {FINE.tag_id}: no dates" in text
    for verb in ("accept", "reject"):
        assert f"sw-scraper {verb} h2 --reason TEXT --data {root}" in text
    assert lines[-1] == "3 tags, 3 with problems; times are UTC"


def test_status_json(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same for programs."""
    assert main(["status", "--json", "--data", str(root)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["dataset_id"] == open_dataset(root).dataset_id
    first = told["tags"][0]
    assert (first["tag_id"], first["held"], first["last_verdict"]) == (KEY.tag_id, ["h2"], "held")
    assert first["coverage"] == {"title": 1.0, "teaser": 1.0, "date": 1.0, "authors": 1.0}
    assert first["last_full_at"] == "2026-11-02T02:00:01.000000Z"


@pytest.mark.parametrize(("age", "code"), [("1m", 3), ("99999w", 3), (None, 0)])
def test_status_max_age(root: Path, capsys: pytest.CaptureFixture[str], age: str | None, code: int) -> None:
    """A tag without a good harvest in time makes the exit code 3; one that never had one always does."""
    words = ["status", "--json", "--data", str(root), *(["--max-age", age] if age else [])]
    assert main(words) == code
    assert (NOBODY.tag_id in json.loads(capsys.readouterr().out)["late"]) == (code == 3)


@pytest.mark.parametrize(
    ("words", "code", "parts"),
    [
        (["show", "--tag", "partnershp"], 2, ["no such tag", "partnershp", "demo/sdgs/partnership"]),
        (["show", "--columns", "colour"], 2, ["no such column", "colour", "article_id"]),
        (["show", "--limit", "-1"], 2, ["below zero", "--limit -1", "--limit 50"]),
        (["show", "--as-of", "soon"], 2, ["neither a day nor a time", "as_of=soon", "2026-11-01"]),
        (["status", "--max-age", "long"], 2, ["no duration", "--max-age long", "36h"]),
        (["accept", "nothing", "--reason", "x"], 4, ["no such harvest", "nothing", "sw-scraper status"]),
        (["reject", "h2", "--reason", " "], 2, ["reason is empty", "--reason", "Say why"]),
    ],
)
def test_messages(
    root: Path, capsys: pytest.CaptureFixture[str], words: list[str], code: int, parts: list[str]
) -> None:
    """Each wrong argument is one message: what, where, what next."""
    assert main([*words, "--data", str(root)]) == code
    told = capsys.readouterr().err
    for part in parts:
        assert part in told


def test_no_dataset(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where no dataset is, every command says so and how to make one; none makes the folder."""
    where = tmp_path / "nowhere"
    for words in (["show"], ["status"], ["accept", "h", "--reason", "x"]):
        assert main([*words, "--data", str(where)]) == 4
        told = capsys.readouterr().err
        assert "There is no dataset" in told
        assert str(where) in told
        assert "scrapy crawl tag" in told
    assert not where.exists()


def test_accept_and_reject(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The printed commands work: accept changes the tables at once, and status has nothing held any more."""
    assert main(["accept", "h2", "--reason", "the site has moved", "--by", "Ada", "--data", str(root)]) == 0
    assert capsys.readouterr().out == "accepted h2: 0 new, 1 changed, 29 gone\n"
    assert open_dataset(root).articles(tag="partnership").num_rows == 1
    assert main(["status", "--data", str(root)]) == 0
    assert "held" not in capsys.readouterr().out
    assert main(["reject", "h2", "--reason", "no", "--data", str(root)]) == 4


def test_plain_text() -> None:
    """What goes to the screen is one line without control and direction characters."""
    assert plain("a\x00b\u202ec\nd\x9b") == "abc d"
    assert plain(True) == "yes"
    assert plain(1234) == "1,234"


def test_empty_dataset(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A dataset without any commit has empty tables."""
    harvest(tmp_path, [[seen("a")]], refresh=False)
    for path in (tmp_path / "harvests").rglob("*.json"):
        path.unlink()
    assert main(["status", "--data", str(tmp_path)]) == 0
    assert "Nothing was harvested yet" in capsys.readouterr().out
    assert main(["show", "--data", str(tmp_path)]) == 0
    assert "0 articles" in capsys.readouterr().out
