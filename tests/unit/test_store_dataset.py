"""Reading a dataset: now, as of a day, as of a version, one tag, and when there is none."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest
from store_rows import KEY, harvest, seen

import sw_scraper
from sw_scraper.errors import ConfigError, StoreError
from sw_scraper.model import TagKey
from sw_scraper.store.dataset import open_dataset
from sw_scraper.store.schema import DERIVED, schema_of
from sw_scraper.store.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

OTHER = TagKey(site="demo", taxonomy="tag", slug="è-già")
SAME = TagKey(site="demo", taxonomy="tag", slug="partnership")


def test_every_table_has_its_schema(tmp_path: Path) -> None:
    """Each method gives a table with the documented columns and types, from files and from commits alike."""
    store = open_store(tmp_path)
    harvest(store, [[seen("a")]], refresh=False)
    for refreshed in (False, True):
        dataset = open_dataset(tmp_path)
        for name in (*DERIVED, "sightings"):
            assert getattr(dataset, name)().schema == schema_of(name), (name, refreshed)
        store.refresh_views()


def test_derived_files_may_lag_but_answers_do_not(tmp_path: Path) -> None:
    """A commit is seen at once, also when the derived files are older."""
    store = open_store(tmp_path)
    harvest(store, [[seen("a")]], night=0)
    dataset = open_dataset(tmp_path)
    assert dataset.articles().num_rows == 1
    harvest(store, [[seen("a"), seen("b")]], night=1, refresh=False)
    assert pq.read_table(tmp_path / "articles.parquet").num_rows == 1
    assert dataset.articles().num_rows == 2
    store.refresh_views()
    assert pq.read_table(tmp_path / "articles.parquet").equals(open_dataset(tmp_path).articles())


def test_answers_are_the_same_from_files_and_from_commits(tmp_path: Path) -> None:
    """Removing or damaging derived files changes no answer."""
    harvest(tmp_path, [[seen("a"), seen("b")]], night=0)
    harvest(tmp_path, [[seen("b", title="x")]], night=1)
    before = {name: getattr(open_dataset(tmp_path), name)() for name in DERIVED}
    for name in DERIVED:
        (tmp_path / f"{name}.parquet").write_bytes(b"PAR1 not really")
    dataset = open_dataset(tmp_path)
    for name in DERIVED:
        assert getattr(dataset, name)().equals(before[name]), name


def test_refreshing_twice_writes_once(tmp_path: Path) -> None:
    """Derived files that are up to date are left alone, and one that is missing is made again."""
    store = open_store(tmp_path)
    harvest(store, [[seen("a")]])
    before = {name: (tmp_path / f"{name}.parquet").stat().st_ino for name in DERIVED}
    (tmp_path / "tags.parquet").unlink()
    files = store.refresh_views()
    after = {name: (tmp_path / f"{name}.parquet").stat().st_ino for name in DERIVED}
    assert {name for name in DERIVED if before[name] == after[name]} >= set(DERIVED) - {"tags"}
    assert [(one.path, one.n_rows) for one in files][:2] == [("articles.parquet", 1), ("articles.jsonl", 1)]
    assert len(files) == 10


@pytest.mark.parametrize("tag", ["è-già", "È-GIÀ", "e\u0300-gia\u0300", "tag/è-già", "demo/tag/è-già"])
def test_tag_filter(tmp_path: Path, tag: str) -> None:
    """A tag is named by slug, taxonomy and slug, or tag_id, in any case and Unicode form."""
    harvest(tmp_path, [[seen("a"), seen("b")]], night=0)
    harvest(tmp_path, [[seen("b"), seen("c")]], night=1, key=OTHER)
    harvest(tmp_path, [[seen("b", title="neu")]], night=2, key=OTHER)
    dataset = open_dataset(tmp_path)
    assert dataset.articles(tag=tag).column("url").to_pylist() == ["https://demo.example/b/"]
    assert dataset.listings(tag=tag).num_rows == 2
    assert dataset.sightings(tag=tag).num_rows == 3
    assert dataset.tags(tag=tag).column("tag_id").to_pylist() == [OTHER.tag_id]
    assert dataset.harvests(tag=tag).num_rows == 2
    kinds = sorted(dataset.changes(tag=tag).column("kind").to_pylist())
    assert kinds == ["edited", "gone", "new", "new"]


def test_a_slug_of_two_taxonomies_means_both(tmp_path: Path) -> None:
    """A bare slug means every tag that has it; with its taxonomy it means one."""
    harvest(tmp_path, [[seen("a")]], night=0)
    harvest(tmp_path, [[seen("b")]], night=1, key=SAME)
    dataset = open_dataset(tmp_path)
    assert dataset.articles(tag="partnership").num_rows == 2
    assert dataset.articles(tag="tag/partnership").num_rows == 1


def test_unknown_tag_gets_near_matches(tmp_path: Path) -> None:
    """An unknown tag is an error that names similar ones."""
    harvest(tmp_path, [[seen("a")]])
    with pytest.raises(ConfigError, match=r"no such tag: partnershp. Near matches: demo/sdgs/partnership"):
        open_dataset(tmp_path).articles(tag="partnershp")
    with pytest.raises(ConfigError, match="It has: demo/sdgs/partnership"):
        open_dataset(tmp_path).listings(tag="zzz")


def test_as_of(tmp_path: Path) -> None:
    """as_of gives the state of the commits made by then: a day means its end in UTC, a time is taken exactly."""
    first = harvest(tmp_path, [[seen("a")]], night=0)
    harvest(tmp_path, [[seen("a", title="neu"), seen("b")]], night=1)
    dataset = open_dataset(tmp_path)
    today = datetime.now(UTC).date()
    for whole in (today.isoformat(), today, datetime.now(UTC) + timedelta(hours=1)):
        assert dataset.articles(as_of=whole).num_rows == 2
    for early in (first.committed_at, first.committed_at.isoformat()):
        assert dataset.articles(as_of=early).column("title").to_pylist() == ["Titolo a"]
        assert dataset.harvests(as_of=early).num_rows == 1
        assert dataset.sightings(as_of=early).num_rows == 1
        assert dataset.changes(as_of=early).num_rows == 1


def test_as_of_before_everything(tmp_path: Path) -> None:
    """A day before the first commit is an error that names the first."""
    first = harvest(tmp_path, [[seen("a")]])
    expected = first.committed_at.strftime("%Y-%m-%dT%H:%M:%S")
    with pytest.raises(ConfigError, match=f"so early: as_of=2020-01-01. Its first commit is of {expected}"):
        open_dataset(tmp_path).articles(as_of="2020-01-01")
    with pytest.raises(ConfigError, match="so early"):
        open_dataset(tmp_path).tags(as_of=date(2020, 1, 1))


@pytest.mark.parametrize("as_of", ["yesterday", "2026-13-01", "2026-11-01T12:00:00", datetime(2026, 11, 1, 12)])
def test_as_of_must_be_a_time(tmp_path: Path, as_of: str | datetime) -> None:
    """What is no day and no time with a zone is refused, with examples."""
    harvest(tmp_path, [[seen("a")]])
    with pytest.raises(ConfigError, match="2026-11-01 for the end of that day"):
        open_dataset(tmp_path).articles(as_of=as_of)


def test_version_opens_what_was_cited(tmp_path: Path) -> None:
    """A version id gives the same tables for good, whatever is committed later."""
    store = open_store(tmp_path)
    ids, tables = [], []
    for night in range(3):
        harvest(store, [[seen(slug) for slug in "abc"[: night + 1]]], night=night)
        dataset = open_dataset(tmp_path)
        ids.append(dataset.version_id())
        tables.append(dataset.articles())
    dataset = open_dataset(tmp_path)
    for version, table in zip(ids, tables, strict=True):
        assert dataset.articles(version=version).equals(table)
    prefix, moment, digest = ids[0].split("-")
    assert prefix == json.loads((tmp_path / "dataset.json").read_bytes())["dataset_id"][:8]
    assert datetime.strptime(moment, "%Y%m%dT%H%M%SZ")
    assert len(digest) == 12
    with pytest.raises(ConfigError, match=f"no such version: nothing. The newest is {ids[-1]}"):
        dataset.articles(version="nothing")
    with pytest.raises(ConfigError, match="exclude each other"):
        dataset.articles(version=ids[0], as_of="2026-01-01")


def test_no_dataset(tmp_path: Path) -> None:
    """Where there is no dataset the error says so, where, and what to do."""
    for path in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(StoreError, match=r"There is no dataset: .*scrapy crawl tag") as told:
            open_dataset(path)
        assert told.value.where == str(path)


def test_missing_rows_are_an_error(tmp_path: Path) -> None:
    """A commit whose rows were deleted by hand is damage, not an empty table."""
    store = open_store(tmp_path)
    result = harvest(store, [[seen("a")]], refresh=False)
    assert result.sightings_file is not None
    (tmp_path / result.sightings_file).unlink()
    with pytest.raises(StoreError, match=r"cannot be read.*backup"):
        open_dataset(tmp_path).articles()


def test_jsonl_holds_the_same_rows(tmp_path: Path) -> None:
    """JSON lines have the rows and columns of the Parquet files, every key on each line, instants with Z."""
    ugly = 'a "quoted" \\ back\tslash\n\u2028 \x7f è 🙂 </script>'
    harvest(tmp_path, [[seen("a", title=ugly, teaser=None), seen("b", authors=[ugly, "x"])]], night=0)
    harvest(tmp_path, [[seen("b")]], night=1)
    for name in DERIVED:
        lines = (tmp_path / f"{name}.jsonl").read_bytes().decode().split("\n")
        assert lines.pop() == ""
        rows = pq.read_table(tmp_path / f"{name}.parquet").to_pylist()
        assert len(lines) == len(rows)
        for line, row in zip(lines, rows, strict=True):
            told = json.loads(line)
            assert list(told) == list(schema_of(name).names)
            for key, value in row.items():
                expected = value
                if isinstance(value, datetime):
                    expected = value.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
                elif isinstance(value, date):
                    expected = value.isoformat()
                assert told[key] == expected, (name, key)


def test_public_name(tmp_path: Path) -> None:
    """The dataset is opened from the package itself."""
    harvest(tmp_path, [[seen("a")]])
    assert sw_scraper.open_dataset(tmp_path).articles(tag=KEY.slug).num_rows == 1
    assert "1 commits" in repr(sw_scraper.open_dataset(tmp_path))
