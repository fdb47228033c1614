"""SECURITY.md, PRIVACY.md and docs/limits.md say what the code does."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from store_rows import harvest, seen

import pipelines
import spiders
import sw_scraper
from sw_scraper import open_dataset
from sw_scraper.crawl.limits import rows
from sw_scraper.extract.markup import MAX_ATTRIBUTES, MAX_BYTES
from sw_scraper.model import TagKey
from sw_scraper.settings import SW_PAGE_CAP
from sw_scraper.store.store import open_store

ROOT = Path(__file__).resolve().parents[2]
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
_ROW = re.compile(r"^\| `(SW_\w+)` \| ([\d,.]+) ?(\w*) \| (.+?) \|$", re.MULTILINE)
_UNITS = {"": 1, "s": 1, "kB": 1024, "MB": 1024 * 1024}


def functions_of(file: Path) -> set[str]:
    """The functions that a file of tests defines."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_line_of_the_threat_table_names_tests_that_exist() -> None:
    """Each threat in SECURITY.md stands beside at least one test, and every test that is named exists."""
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    table = text[text.index("| threat |") :]
    lines = [line for line in table.splitlines()[2:] if line.startswith("|")]
    assert len(lines) > 25
    assert [line for line in lines if not _TEST.search(line)] == []
    for path, name in _TEST.findall(text):
        assert (ROOT / path).exists(), path
        assert name in functions_of(ROOT / path), f"{path}::{name}"


def test_limits_are_those_of_the_code() -> None:
    """docs/limits.md has every limit with its default and meaning, and no other."""
    text = (ROOT / "docs" / "limits.md").read_text(encoding="utf-8")
    told = {
        name: (float(value.replace(",", "")) * _UNITS[unit], words) for name, value, unit, words in _ROW.findall(text)
    }
    assert told.pop("SW_PAGE_CAP")[0] == SW_PAGE_CAP
    assert told == {setting: (default, words) for setting, default, words in rows()}
    assert f"{MAX_ATTRIBUTES} attributes" in text
    assert f"{MAX_BYTES // 1024 // 1024} MB of markup" in text


def test_documents_name_no_setting_that_nothing_reads() -> None:
    """Every setting of ours that the documents name stands in the code."""
    folders = [Path(package.__path__[0]) for package in (sw_scraper, spiders, pipelines)]
    code = "\n".join(path.read_text(encoding="utf-8") for folder in folders for path in folder.rglob("*.py"))
    for name in ("SECURITY.md", "PRIVACY.md", "docs/limits.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert {one for one in re.findall(r"\bSW_[A-Z_]+\b", text) if one not in code} == set(), name


def test_a_harvest_can_be_removed_by_hand(tmp_path: Path) -> None:
    """As PRIVACY.md says: without its files a harvest is gone from the dataset, and the tables are made without it."""
    store = open_store(tmp_path)
    other = TagKey(site="demo", taxonomy="tag", slug="altro")
    kept = harvest(store, [[seen("a")]], night=0, refresh=True)
    gone = harvest(store, [[seen("b", authors=["Ada Persona"])]], night=1, key=other, refresh=True)
    assert gone.sightings_file
    for name in (gone.commit_file, gone.sightings_file):
        (tmp_path / name).unlink()
    for path in [*tmp_path.glob("*.parquet"), *tmp_path.glob("*.jsonl")]:
        path.unlink()
    assert open_dataset(tmp_path).harvests().column("harvest_id").to_pylist() == [kept.harvest_id]
    open_store(tmp_path).refresh_views()
    left = [path for path in tmp_path.rglob("*") if path.is_file() and b"Ada Persona" in path.read_bytes()]
    assert left == []
    assert (tmp_path / "articles.parquet").exists()
    assert open_dataset(tmp_path).articles().num_rows == 1
