"""``sw-scraper export``: what the files hold, how they come to be, and what is refused."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from awkward_rows import EMOJI, FORMULAS, LONG, TITLES, awkward
from store_rows import harvest, seen

from sw_scraper.cli.main import main
from sw_scraper.store import disk
from sw_scraper.store.dataset import open_dataset
from sw_scraper.store.facts import Facts
from sw_scraper.store.schema import TABLES

FORMATS = ("csv", "xlsx", "jsonl", "parquet", "sqlite", "rss", "bibtex")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The awkward dataset."""
    return awkward(tmp_path_factory.mktemp("awkward"))


def export(root: Path, final: Path, form: str, *more: str) -> Path:
    assert main(["export", "--format", form, "--data", str(root), "-o", str(final), *more]) == 0
    return final


def csv_rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), delimiter=delimiter))


def clean(title: str) -> str:
    return re.sub("[\x00\x0b\uffff]", "", title)


@pytest.mark.parametrize("delimiter", [",", ";", "|", "tab"])
def test_csv_keeps_every_cell_in_its_place(root: Path, tmp_path: Path, delimiter: str) -> None:
    """With every delimiter a strict reader gets the rows and columns of the table, null as an empty cell."""
    path = export(root, tmp_path / "a.csv", "csv", "--delimiter", delimiter)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = csv_rows(path, "\t" if delimiter == "tab" else delimiter)
    expected = open_dataset(root).articles().to_pylist()
    assert [row["article_id"] for row in rows] == [row["article_id"] for row in expected]
    assert list(rows[0]) == list(TABLES["articles"].names)
    for row, said in zip(rows, expected, strict=True):
        assert json.loads(row["authors"]) == said["authors"]
        assert (row["title"] == "") == (said["title"] is None)
        assert row["date_published"] == (said["date_published"] or "")
        assert row["is_listed"] == "true"
        assert row["published_at"] == ("2025-06-08T12:30:00.000000Z" if said["published_at"] else "")


def test_csv_runs_nothing(root: Path, tmp_path: Path) -> None:
    """No cell begins like a formula, however the line is split, and other texts are as they were."""
    path = export(root, tmp_path / "a.csv", "csv")
    titles = {row["title"] for row in csv_rows(path)}
    assert titles >= {f"'{title}" for title in FORMULAS}
    assert {"la legge 5-6, -5% e poi", "שלום עולם", "2030", "emoji 👨‍👩‍👧‍👦", 'Disse "sì", ok', "nulx"} <= titles
    text = path.read_text("utf-8-sig")
    for split in ",;|\t\n":
        assert not [cell for cell in re.split(f"[{re.escape(split)}\r\n]", text) if re.match(r'"?[=+@＝\-]', cell)], (
            split
        )


def test_pandas_and_duckdb_read_the_csv(root: Path, tmp_path: Path) -> None:
    """Readers that guess find the rows, columns and dates."""
    pandas, duckdb = pytest.importorskip("pandas"), pytest.importorskip("duckdb")
    path = export(root, tmp_path / "a.csv", "csv", "--delimiter", ";")
    frame = pandas.read_csv(path, sep=";", parse_dates=["first_seen"])
    assert frame.shape == (len(TITLES) + 1, len(TABLES["articles"].columns))
    assert str(frame["first_seen"].dt.tz) == "UTC"
    with duckdb.connect() as connection:
        assert connection.sql(f"SELECT count(*), count(title) FROM read_csv('{path}', delim=';')").fetchall() == [
            (len(TITLES) + 1, len(TITLES))
        ]


def test_workbook(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Four sheets; dates are dates, texts are texts and never formulas, long ones are cut and that is said."""
    openpyxl = pytest.importorskip("openpyxl")
    path = export(root, tmp_path / "a.xlsx", "xlsx")
    assert "32,767" in capsys.readouterr().err
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["articles", "listings", "dictionary", "citation"]
    names, *rows = book["articles"].iter_rows()
    said = {row["article_id"]: row for row in open_dataset(root).articles().to_pylist()}
    assert len(rows) == len(said) == book["listings"].max_row - 2
    for row in rows:
        cells: dict[str, Any] = dict(zip((name.value for name in names), row, strict=True))
        expected = said[cells["article_id"].value]
        assert {cell.data_type for cell in row} <= {"s", "n", "b", "d"}
        title = expected["title"]
        assert cells["title"].value == (
            title and clean(title).replace("\r", "_x000D_").replace("_x0041_", "_x005F_x0041_")
        )
        assert cells["title"].quotePrefix is (title in FORMULAS or title in {"\tb", "\rc"})
        day = expected["published_on"]
        if day and day.year > 1900:
            assert cells["published_on"].is_date
            assert cells["published_on"].value == datetime(day.year, day.month, day.day)
        else:
            assert cells["published_on"].value == (str(day) if day else None)
        assert cells["first_seen"].is_date
        assert len((cells["teaser"].value or "").encode("utf-16-le")) // 2 <= 32_767
    cut = [row["teaser"] for row in said.values() if len(row["teaser"]) > 32_767 / 2]
    assert sorted(cut) == [LONG, EMOJI]
    citation = {row[0]: row[1] for row in book["citation"].iter_rows(values_only=True)}
    assert citation["version_id"] == open_dataset(root).version_id()
    assert book["dictionary"].max_row == 1 + len(TABLES["articles"].columns) + len(TABLES["listings"].columns)


def test_workbooks_of_the_same_state_are_the_same(root: Path, tmp_path: Path) -> None:
    """The file holds no time of its making."""
    pytest.importorskip("xlsxwriter")
    first, second = (export(root, tmp_path / f"{n}.xlsx", "xlsx").read_bytes() for n in (1, 2))
    assert first == second


def test_workbooks_without_the_library_are_refused(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without xlsxwriter the message says how to install it, and no file is left."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "xlsxwriter" else object())
    import argparse

    from sw_scraper.cli.export import add_parser, run
    from sw_scraper.errors import ConfigError

    parser = add_parser(argparse.ArgumentParser().add_subparsers())
    with pytest.raises(ConfigError, match=r"sw-scraper\[export\]"):
        run(parser.parse_args(["-f", "xlsx", "-d", str(root), "-o", str(tmp_path / "a.xlsx")]))
    assert list(tmp_path.iterdir()) == []


def test_parquet_and_json_lines_are_untouched(root: Path, tmp_path: Path) -> None:
    """Both hold the very rows, the Parquet file the types and the version as well."""
    expected = open_dataset(root).articles()
    path = export(root, tmp_path / "a.parquet", "parquet")
    table = pq.read_table(path)
    assert table.replace_schema_metadata(None).equals(expected)
    assert table.schema.metadata[b"sw_scraper.state"].decode() == open_dataset(root).version_id()
    lines = export(root, tmp_path / "a.jsonl", "jsonl").read_text("utf-8").split("\n")
    assert [json.loads(line)["title"] for line in lines if line] == expected.column("title").to_pylist()


def test_sqlite(root: Path, tmp_path: Path) -> None:
    """Every table is there with its keys; a filter by tag is a join, a day a date, a list JSON."""
    path = export(root, tmp_path / "a.sqlite", "sqlite")
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for table in ("articles", "listings", "sightings", "tags", "harvests", "changes"):
            expected = getattr(open_dataset(root), table)().num_rows
            assert database.execute(f"SELECT count(*) FROM {table}").fetchone() == (expected,)
        by_tag = "SELECT count(*) FROM articles JOIN article_tags USING (article_id) WHERE tag_id = 'demo/tag/è-già'"
        assert database.execute(by_tag).fetchone() == (2,)
        titles = {title for (title,) in database.execute("SELECT title FROM articles")}
        assert titles == {*TITLES, "Titolo altro"}
        assert database.execute(
            "SELECT strftime('%Y', published_on) FROM articles WHERE title = 'a;=1+1'"
        ).fetchone() == ("1850",)
        names = database.execute("SELECT json_extract(authors, '$[1]') FROM articles WHERE title = '-1'").fetchone()
        assert names == ("Salt and Pepper",)
        assert database.execute("SELECT value FROM about WHERE name = 'version_id'").fetchone() == (
            open_dataset(root).version_id(),
        )


def test_rss(root: Path, tmp_path: Path) -> None:
    """The feed is well-formed, has an item per article with a stable id, and texts that look like HTML are texts."""
    tree = ElementTree.parse(export(root, tmp_path / "a.xml", "rss"))
    items = tree.findall("channel/item")
    said = open_dataset(root).articles().to_pylist()
    assert [item.findtext("guid") for item in items] == [row["article_id"] for row in said]
    assert [item.findtext("link") for item in items] == [row["url"] for row in said]
    for item, row in zip(items, said, strict=True):
        assert (item.find("pubDate") is not None) == (row["published_on"] is not None)
        assert item.findtext("{http://purl.org/dc/elements/1.1/}date") == row["date_published"]
        assert item.findtext("title") or item.findtext("description")
    titles = {item.findtext("title") for item in items}
    assert "&lt;b&gt;grassetto&lt;/b&gt; &amp; co" in titles
    assert {tree.findtext(f"channel/{name}") is not None for name in ("title", "link", "description")} == {True}
    assert len(export(root, tmp_path / "b.xml", "rss", "--limit", "3").read_text("utf-8").split("<item>")) == 4


def test_bibtex(root: Path, tmp_path: Path) -> None:
    """Keys are unique and the same in every export, braces balance, special characters are escaped."""
    text = export(root, tmp_path / "a.bib", "bibtex").read_text("utf-8")
    keys = re.findall(r"^@misc\{([^,]+),$", text, re.M)
    assert len(set(keys)) == len(keys) == len(TITLES) + 1
    assert all(re.fullmatch(r"[a-z0-9-]+", key) for key in keys)
    part = export(root, tmp_path / "b.bib", "bibtex", "--tag", "è-già").read_text("utf-8")
    assert set(re.findall(r"^@misc\{([^,]+),$", part, re.M)) < set(keys)
    for entry in text.split("\n\n"):
        bare = re.sub(r"\\[{}]", "", entry)
        assert bare.count("{") == bare.count("}")
    assert r"title = {{R\&D \{50\%\} \_a\_ \textbackslash{}x \$y\$}}" in text
    assert 'author = {{Rossi, Ada} and {Salt and Pepper} and Anna "A" B}' in text
    assert re.search(r"year = \{2025\},\n  howpublished", text)
    assert re.search(r"year = \{2025\},\n  month = jun,\n  howpublished", text)


@pytest.mark.parametrize(
    ("since", "until", "titles"),
    [
        ("2025-06-09", None, {"\tb", "\rc"}),
        (None, "2025-06-07", {"\tb", "\rc", "a;=1+1"}),
        ("2025-07-01", "2025-12-31", {"\tb"}),
        ("1850-03-01", "1850-03-01", {"a;=1+1"}),
    ],
)
def test_days(root: Path, tmp_path: Path, since: str | None, until: str | None, titles: set[str]) -> None:
    """A date counts when some day that it can mean lies within; what has no date is left out and counted."""
    words = [*(["--since", since] if since else []), *(["--until", until] if until else [])]
    for table in ("articles", "listings", "sightings"):
        path = export(root, tmp_path / f"{table}.parquet", "parquet", "--table", table, *words)
        assert set(pq.read_table(path).column("title").to_pylist()) == titles, table


def test_what_a_filter_cannot_judge_is_told(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Undated rows and rows that reach over the border are counted."""
    export(root, tmp_path / "a.jsonl", "jsonl", "--since", "2025-07-01", "--json")
    told = json.loads(capsys.readouterr().out)
    assert told["rows"] == {"articles": 1}
    assert told["notes"] == [
        f"Left out for having no date: 1 of {len(TITLES) + 1} articles",
        "In, with only a year or month that reaches over the border: 1 articles",
    ]


def test_tags_and_columns(root: Path, tmp_path: Path) -> None:
    """Several tags are joined without doubling rows; columns come in the order that was asked for."""
    path = export(root, tmp_path / "a.csv", "csv", "-t", "è-già", "-t", "partnership", "-c", "url,title")
    assert len(csv_rows(path)) == len(TITLES) + 1
    assert list(csv_rows(path)[0]) == ["url", "title"]
    assert len(csv_rows(export(root, tmp_path / "b.csv", "csv", "-t", "tag/è-già"))) == 2
    assert len(csv_rows(export(root, tmp_path / "c.csv", "csv", "-t", "è-già", "--table", "tags"))) == 1
    assert len(csv_rows(export(root, tmp_path / "d.csv", "csv", "-t", "è-già", "--table", "sightings"))) == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--format csv --tag partnershp", "demo/sdgs/partnership"),
        ("--format csv --columns titel", "It has: article_id"),
        ("--format csv --columns title,title", "twice"),
        ("--format csv --columns ,", "No column"),
        ("--format csv --since 1.1.2025", "This is no day"),
        ("--format csv --since 2025-02-01 --until 2025-01-01", "after the last"),
        ("--format csv --delimiter x", "no delimiter"),
        ("--format xlsx --delimiter ;", "Only csv"),
        ("--format csv --limit -1", "below zero"),
        ("--format csv --table texts", "no table of that name"),
        ("--format csv --table tags --since 2025-01-01", "no dates"),
        ("--format rss --columns title", "fields of its own"),
        ("--format sqlite --columns title", "one table"),
        ("--format csv --as-of 1999-01-01", "first commit"),
        ("--format csv --version-id x", "no such version"),
        ("--format csv -o nowhere/a.csv", "no such folder"),
        ("--format csv -o .", "folder of that name"),
        ("--format csv -o /dev/null --force", "no ordinary file"),
        ("--format sqlite -o -", "standard output"),
        ("--format csv -o - --json", "standard output"),
    ],
)
def test_what_cannot_be_is_refused(
    root: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: str,
    told: str,
) -> None:
    """The message says what is wrong, the exit code is 2, and no file is left."""
    monkeypatch.chdir(tmp_path)
    assert main(["export", *words.split(), "--data", str(root)]) == 2
    assert told in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_is_written_over_unless_told(root: Path, tmp_path: Path, form: str) -> None:
    """A file that is there stays as it is; with --force it is replaced as a whole."""
    final = tmp_path / "out"
    final.write_text("mine")
    words = ["export", "--format", form, "--data", str(root), "-o", str(final)]
    assert main(words) == 2
    assert final.read_text() == "mine"
    assert main([*words, "--force"]) == 0
    assert final.stat().st_size > 1000
    assert list(tmp_path.iterdir()) == [final]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("force", [False, True])
def test_a_failing_disk_leaves_nothing(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, force: bool
) -> None:
    """When the file cannot be made safe, the old one stays, no other is there, and the exit code is 4."""
    final = tmp_path / "out"
    if force:
        final.write_text("mine")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    assert main(["export", "--format", form, "--data", str(root), "-o", str(final), *["--force"] * force]) == 4
    assert [path.read_text() for path in tmp_path.iterdir()] == ["mine"] * force


def test_a_file_that_came_in_the_meantime_is_kept(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another program wrote under the name while the export was made is not lost."""
    final = tmp_path / "a.csv"
    make = disk.NewFile

    def slow(path: Path) -> disk.NewFile:
        final.write_text("theirs")
        return make(path)

    monkeypatch.setattr(disk, "NewFile", slow)
    assert main(["export", "--format", "csv", "--data", str(root), "-o", str(final)]) == 2
    assert final.read_text() == "theirs"
    assert list(tmp_path.iterdir()) == [final]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("commits", [0, 1])
def test_an_empty_dataset_gives_an_empty_export(tmp_path: Path, form: str, commits: int) -> None:
    """Without a commit, or with a failed harvest only, every format gives a valid file without rows."""
    harvest(tmp_path / "data", [], verdict="failed", failure_class="dns", reason="no such host")
    if not commits:
        shutil.rmtree(tmp_path / "data" / "harvests")
    final = export(tmp_path / "data", tmp_path / "out", form)
    assert final.stat().st_size or form == "jsonl"
    if form == "parquet":
        assert pq.read_table(final).schema.remove_metadata() == pa.schema(TABLES["articles"].schema)
    if form == "csv":
        assert csv_rows(final) == []
    if form == "rss":
        assert ElementTree.parse(final).findall("channel/item") == []


def test_a_harvest_in_the_meantime_is_not_in_the_export(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rows and version id of an export are of one state, also when a harvest commits between reading the two."""
    root = tmp_path / "data"
    harvest(root, [[seen("a")]], night=0)
    version = open_dataset(root).version_id()

    class Late(Facts):
        def __init__(self, *args: Any, **named: Any) -> None:
            super().__init__(*args, **named)
            harvest(root, [[seen("a"), seen("b")]], night=1)

    monkeypatch.setattr("sw_scraper.store.export.Facts", Late)
    export(root, tmp_path / "a.jsonl", "jsonl", "--json")
    told = json.loads(capsys.readouterr().out)
    assert (told["version_id"], told["rows"]) == (version, {"articles": 1})
    assert Facts(open_dataset(root), version=version).n_articles == 1
