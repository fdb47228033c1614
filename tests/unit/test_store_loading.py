"""Loading with pandas, polars, DuckDB and pyarrow: the same rows, columns and types everywhere."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.dataset as pds
import pyarrow.parquet as pq
import pytest
from store_rows import harvest, seen

from sw_scraper.model import TagKey
from sw_scraper.store.dataset import open_dataset
from sw_scraper.store.schema import DERIVED, TABLES, schema_of
from sw_scraper.store.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

SLUGS = ("2024", "2023-01-01", "è-già", "con", "partnership")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset with tags whose names mislead readers that guess types from folders."""
    folder = tmp_path_factory.mktemp("data")
    store = open_store(folder)
    for n, slug in enumerate(SLUGS):
        key = TagKey(site="demo", taxonomy="tag", slug=slug)
        said = [seen(f"{n}-a"), seen(f"{n}-b", title=None, teaser=None, date_published=None, authors=[])]
        harvest(store, [said], night=n, key=key, harvest_id=f"h{n}", refresh=False)
    store.refresh_views()
    return folder


def _files(root: Path, table: str) -> str:
    return str(root / "sightings" / "**" / "*.parquet") if table == "sightings" else str(root / f"{table}.parquet")


def _expected(root: Path, table: str) -> pa.Table:
    return getattr(open_dataset(root), table)()


@pytest.mark.parametrize("table", [*DERIVED, "sightings"])
def test_pyarrow_datasets(root: Path, table: str) -> None:
    """Pyarrow reads each file and the sightings folder as a whole, with the documented schema."""
    path = root / "sightings" if table == "sightings" else root / f"{table}.parquet"
    found = pds.dataset(path, format="parquet").to_table()
    assert found.schema.remove_metadata() == schema_of(table)
    assert found.replace_schema_metadata(None).sort_by("tag_id" if table in {"tags", "sightings"} else "site").num_rows
    assert pq.read_table(path).schema.names == list(TABLES[table].names)


@pytest.mark.parametrize("table", [*DERIVED, "sightings"])
def test_polars(root: Path, table: str) -> None:
    """Polars reads the same columns and rows."""
    polars = pytest.importorskip("polars")
    found = polars.read_parquet(_files(root, table))
    expected = _expected(root, table)
    assert found.columns == expected.column_names
    assert found.height == expected.num_rows
    plain = [name for name in ("tag_id", "tag", "article_id", "harvest_id", "title") if name in found.columns]
    for name in plain:
        assert sorted(map(str, found[name].to_list())) == sorted(map(str, expected.column(name).to_pylist()))
    types = {"title": polars.String, "fetched_at": polars.Datetime("us", "UTC"), "published_on": polars.Date}
    types |= {"authors": polars.List(polars.String), "tag": polars.String, "confidence": polars.Float32}
    for name, kind in types.items():
        if name in found.columns:
            assert found[name].dtype == kind, name


@pytest.mark.parametrize("table", [*DERIVED, "sightings"])
def test_duckdb(root: Path, table: str) -> None:
    """DuckDB reads the same columns and rows, and takes no folder for a column."""
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect() as connection:
        query = connection.sql(f"SELECT * FROM read_parquet('{_files(root, table)}')")
        expected = _expected(root, table)
        assert query.columns == expected.column_names
        assert len(query.fetchall()) == expected.num_rows
        types = dict(zip(query.columns, map(str, query.types), strict=True))
    wanted = {"tag": "VARCHAR", "title": "VARCHAR", "published_on": "DATE", "authors": "VARCHAR[]"}
    wanted |= {"fetched_at": "TIMESTAMP WITH TIME ZONE", "is_listed": "BOOLEAN", "rules": "MAP(VARCHAR, VARCHAR)"}
    assert {name: types[name] for name in wanted if name in types} == {n: t for n, t in wanted.items() if n in types}


@pytest.mark.parametrize("table", [*DERIVED, "sightings"])
def test_pandas(root: Path, table: str) -> None:
    """Pandas reads the same columns and rows, without an index of its own in the file."""
    pandas = pytest.importorskip("pandas")
    path = root / "sightings" if table == "sightings" else root / f"{table}.parquet"
    found = pandas.read_parquet(path)
    expected = _expected(root, table)
    assert list(found.columns) == expected.column_names
    assert len(found) == expected.num_rows
    assert isinstance(found.index, pandas.RangeIndex)
    if "tag" in found.columns:
        assert set(found["tag"]) == set(SLUGS)
    if "first_seen" in found.columns:
        assert str(found["first_seen"].dtype) == "datetime64[us, UTC]"


@pytest.mark.parametrize("slug", SLUGS)
def test_filter_by_tag_is_one_line(root: Path, slug: str) -> None:
    """The articles of one tag are one line in each library, and the same ones."""
    duckdb, pandas, polars = (pytest.importorskip(name) for name in ("duckdb", "pandas", "polars"))
    tag_id = f"demo/tag/{slug}"
    file = root / "articles.parquet"
    ours = open_dataset(root).articles(tag=slug).column("article_id").to_pylist()
    frame = pandas.read_parquet(file)
    by_pandas = frame[frame["tags"].map(lambda tags: tag_id in tags)]["article_id"].tolist()
    by_polars = polars.read_parquet(file).filter(polars.col("tags").list.contains(tag_id))["article_id"].to_list()
    with duckdb.connect() as connection:
        sql = f"SELECT article_id FROM '{file}' WHERE list_contains(tags, ?)"
        by_duckdb = [row[0] for row in connection.execute(sql, [tag_id]).fetchall()]
    assert ours == by_pandas == by_polars == by_duckdb
    assert len(ours) == 2


@pytest.mark.parametrize("table", DERIVED)
def test_json_lines_load(root: Path, table: str) -> None:
    """JSON lines load with DuckDB and polars and have the Parquet file's rows."""
    duckdb, polars = (pytest.importorskip(name) for name in ("duckdb", "polars"))
    path = root / f"{table}.jsonl"
    expected = _expected(root, table)
    assert polars.read_ndjson(path, infer_schema_length=None).height == expected.num_rows
    with duckdb.connect() as connection:
        assert connection.sql(f"SELECT * FROM '{path}'").columns == expected.column_names
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == expected.num_rows


def test_file_names_are_safe(root: Path) -> None:
    """No folder is called like a Windows device, and none differs from another only by case."""
    names = [path.name for path in (root / "sightings").rglob("*")]
    assert "con" not in {name.lower() for name in names}
    assert all(name.isascii() for name in names)
