"""Sightings in a Delta Lake table: every committed harvest once, whatever is repeated, killed or raced."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
import pytest
from crawl_runs import crawl
from deltalake import DeltaTable
from object_store_server import object_store_server
from store_rows import KEY, harvest, seen

from sw_scraper.errors import ConfigError, StoreError
from sw_scraper.model import TagKey
from sw_scraper.store import delta
from sw_scraper.store.dataset import open_dataset
from sw_scraper.store.delta import append_harvests, check_delta, storage_options
from sw_scraper.store.schema import schema_of
from sw_scraper.store.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from sw_scraper.store.store import Store

OTHER = TagKey(site="demo", taxonomy="tag", slug="welfare")
PAGES = [[seen("a"), seen("b", published_at=None)], [seen("c", authors=[])]]
SAMPLE = ("site=demo", "tag=partnership", "replay=data/sample/partnership.warc.gz")


def keys(table: DeltaTable) -> list[tuple[str, int, int]]:
    """Which rows a table has."""
    rows = table.to_pyarrow_table(columns=["harvest_id", "page_number", "position"]).to_pylist()
    return sorted((row["harvest_id"], row["page_number"], row["position"]) for row in rows)


def expected(n_nights: int, name: str = "partnership") -> list[tuple[str, int, int]]:
    """The rows of harvests of PAGES."""
    return [(f"{name}-{night:04}", *place) for night in range(n_nights) for place in ((1, 1), (1, 2), (2, 1))]


def test_every_harvest_once(tmp_path: Path) -> None:
    """Harvests are appended once each, however often that is asked for, with the columns of sightings."""
    store, place = open_store(tmp_path / "data"), str(tmp_path / "delta")
    harvest(store, PAGES, night=0, refresh=False)
    assert [append_harvests(store, place) for _ in range(3)] == [1, 0, 0]
    harvest(store, PAGES, night=1, refresh=False)
    harvest(store, PAGES, night=0, key=OTHER, refresh=False)
    harvest(store, [], night=2, refresh=False, verdict="failed", scope="full", reason="r", failure_class="http_500")
    assert [append_harvests(open_store(tmp_path / "data"), place) for _ in range(2)] == [2, 0]
    table = DeltaTable(place)
    assert keys(table) == expected(2) + expected(1, "welfare")
    assert table.version() == 3  # made without rows, then one for each harvest
    assert [field.name for field in table.schema().fields] == list(schema_of("sightings").names)
    assert table.history(1)[0]["sw_scraper.harvest_id"] in ("partnership-0001", "welfare-0000")


def test_readers(tmp_path: Path) -> None:
    """deltalake, polars and DuckDB read the same rows, with the values of the dataset."""
    store, place = open_store(tmp_path / "data"), str(tmp_path / "delta")
    for night in range(2):
        harvest(store, PAGES, night=night, refresh=False)
    append_harvests(store, place)
    table = DeltaTable(place)
    order = [("harvest_id", "ascending"), ("page_number", "ascending"), ("position", "ascending")]
    sightings = open_dataset(tmp_path / "data").sightings().sort_by(order)
    assert table.to_pyarrow_table().sort_by(order).to_pylist() == sightings.to_pylist()
    frame = pl.read_delta(place)
    assert frame.shape == (6, sightings.num_columns)
    assert frame.filter(pl.col("tag") == "partnership").select("title").to_series().to_list().count("Titolo a") == 2
    rows = table.to_pyarrow_dataset()
    query = "select harvest_id, count(*), min(published_on)::varchar from rows where tag = 'partnership' group by all"
    answer = duckdb.sql(query)
    assert answer is not None
    assert sorted(answer.fetchall()) == [
        ("partnership-0000", 3, "2025-06-08"),
        ("partnership-0001", 3, "2025-06-08"),
    ]
    assert rows.count_rows() == 6


def test_killed_between(tmp_path: Path) -> None:
    """Killed before or after any of its steps, the next run appends what is missing and nothing twice."""
    script = (
        "import os, signal, sys\n"
        "from sw_scraper.store import delta\nfrom sw_scraper.store.store import open_store\n"
        "import deltalake\nreal = deltalake.write_deltalake\n"
        "def write(*args, **kwargs):\n"
        "    if sys.argv[3] == 'before': os.kill(os.getpid(), signal.SIGKILL)\n"
        "    real(*args, **kwargs)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "deltalake.write_deltalake = write\n"
        "delta.append_harvests(open_store(sys.argv[1]), sys.argv[2])\n"
    )
    data, place = tmp_path / "data", str(tmp_path / "delta")
    for night, moment in enumerate(("before", "after")):
        harvest(data, PAGES, night=night, refresh=False)
        died = subprocess.run([sys.executable, "-c", script, data, place, moment], check=False)
        assert died.returncode == -signal.SIGKILL
    append_harvests(open_store(data), place)
    assert keys(DeltaTable(place)) == expected(2)


def test_races(tmp_path: Path) -> None:
    """Several processes that append the same harvests at once, into a table that is not there yet: each once."""
    data, place = tmp_path / "data", str(tmp_path / "delta")
    for night in range(4):
        harvest(data, PAGES, night=night, key=KEY if night % 2 else OTHER, refresh=False)
    script = (
        "import sys\nfrom sw_scraper.store.delta import append_harvests\n"
        "from sw_scraper.store.store import open_store\n"
        "store = open_store(sys.argv[1])\nprint('ready', flush=True)\nsys.stdin.readline()\n"
        "append_harvests(store, sys.argv[2])\n"
    )
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(data), place],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for racer in racers:
        assert racer.stdout is not None
        assert racer.stdout.readline() == "ready\n"
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("go\n")
        racer.stdin.flush()
    for racer in racers:
        racer.communicate(timeout=120)
    assert [racer.returncode for racer in racers] == [0, 0, 0]
    assert len(keys(DeltaTable(place))) == 12
    assert len(set(keys(DeltaTable(place)))) == 12


def test_another_process_was_quicker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another process appends between looking and writing is not appended again."""
    store, place = open_store(tmp_path / "data"), str(tmp_path / "delta")
    harvest(store, PAGES, night=0, refresh=False)
    append_harvests(store, place)
    harvest(store, PAGES, night=1, refresh=False)
    real, calls = delta._append, 0

    def late(store: Store, table: DeltaTable, *args: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == 1:
            real(store, DeltaTable(place), *args)
        real(store, table, *args)

    monkeypatch.setattr(delta, "_append", late)
    append_harvests(store, place)
    assert calls == 1
    assert keys(DeltaTable(place)) == expected(2)


def test_on_an_object_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The table, and the dataset, may be on s3://."""
    with object_store_server(tmp_path) as server:
        for name, value in {**server.environment(), "SW_WORK_DIR": str(tmp_path / "work")}.items():
            monkeypatch.setenv(name, value)
        place = "s3://datasets/delta/sightings"
        store = open_store("s3://datasets/data")
        for night in range(2):
            harvest(store, PAGES, night=night, refresh=False)
            append_harvests(store, place)
        append_harvests(store, place)
        options = storage_options(place)
        assert keys(DeltaTable(place, storage_options=options)) == expected(2)
        assert pl.read_delta(place, storage_options=options).height == 6
        assert "secret" not in str(options).lower()


@pytest.mark.parametrize("place", ["/proc/nothing/delta", "s3://nowhere/delta"])
def test_table_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    """The error names the table and says that the dataset has the rows."""
    for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "geheim")
    monkeypatch.setattr(
        delta, "storage_options", lambda place: {**storage_options(place), "timeout": "2s", "max_retries": "0"}
        if place.startswith("s3") else {}
    )  # fmt: skip
    store = open_store(tmp_path / "data")
    harvest(store, PAGES, refresh=False)
    with pytest.raises(StoreError, match="has the rows all the same") as caught:
        append_harvests(store, place)
    assert caught.value.where == place
    assert "geheim" not in str(caught.value)


def test_missing_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra a table is refused before anything is requested, with the command that installs it."""
    monkeypatch.setitem(sys.modules, "deltalake", None)
    with pytest.raises(ConfigError, match=r"SW_DELTA=data-delta.*pip install 'sw-scraper\[delta\]'"):
        check_delta("data-delta")


def test_refused_places() -> None:
    """Only local folders and s3:// are places for a table, and an address holds no credentials."""
    with pytest.raises(ConfigError, match="local folder or on s3"):
        check_delta("gs://bucket/x")
    with pytest.raises(ConfigError, match="must not hold credentials"):
        check_delta("s3://key:geheim@bucket/x")


def test_harvest_appends(tmp_path: Path) -> None:
    """With SW_DELTA a harvest appends its rows; a table that fails is exit 4, and the dataset has the rows."""
    place = tmp_path / "delta"
    run = crawl(tmp_path / "data", *SAMPLE, settings=[f"SW_DELTA={place}"])
    assert run.code == 0, run.err
    assert len(keys(DeltaTable(place))) == 52
    run = crawl(tmp_path / "other", *SAMPLE, settings=["SW_DELTA=/proc/nothing/delta"])
    assert run.code == 4
    run.assert_no_traceback()
    assert "The Delta table cannot be written" in run.both
    assert open_dataset(tmp_path / "other").sightings().num_rows == 52
