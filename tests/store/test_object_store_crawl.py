"""Whole harvests of a site on loopback to an object store on loopback."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import signal
import subprocess
import threading
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest
from archive_server import ArchiveServer, archive, running_server
from crawl_runs import ROOT, crawl, crawl_command, environment
from object_store_server import ACCESS, SECRET, ObjectStoreServer, object_store_server

from sw_scraper.cli.main import main
from sw_scraper.store.dataset import open_dataset

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ADDRESS = "s3://datasets/my/data"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStoreServer]:
    """An object store."""
    with object_store_server(tmp_path_factory.mktemp("moto")) as running:
        yield running


@pytest.fixture
def site() -> Iterator[ArchiveServer]:
    """A site."""
    with running_server() as made:
        yield made


def test_killed_and_run_again(
    store: ObjectStoreServer,
    site: ArchiveServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A harvest killed in the middle leaves nothing; the same command then harvests all, and no secret is written."""
    url = site.add("welfare", archive(count=12))
    reached, killed = threading.Event(), threading.Event()

    def hang(_: object) -> bool:
        reached.set()
        return not killed.wait(60)

    site.archives["/tag/welfare/"].faults[2] = hang
    env = {**store.environment(), "SW_WORK_DIR": str(tmp_path / "work")}
    settings = [f"SW_DATA_DIR={ADDRESS}"]
    command = crawl_command(tmp_path, [f"url={url}"], [*settings, "SW_FIRST_BYTE_TIMEOUT_S=60"])
    with subprocess.Popen(
        command, cwd=ROOT, env=environment(env), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as first:
        assert reached.wait(60)
        first.send_signal(signal.SIGKILL)
        first.communicate()
        killed.set()
    del site.archives["/tag/welfare/"].faults[2]
    assert [key for key in store.keys("my/") if ".work/" not in key] == []

    rows = tmp_path / "rows.jsonl"
    run = crawl(tmp_path, f"url={url}", settings=settings, options=["-O", str(rows)], env=env)
    assert run.code == 0, run.err
    run.assert_no_traceback()
    assert f"data in {ADDRESS}" in run.err
    assert f"--data {ADDRESS}" in run.both
    assert len(rows.read_text(encoding="utf-8").splitlines()) == 12

    for name, value in env.items():
        monkeypatch.setenv(name, value)
    dataset = open_dataset(ADDRESS)
    harvests = dataset.harvests().to_pylist()
    assert harvests[0]["n_teasers"] == 12
    assert dataset.sightings(as_of=dataset.commits()[0].committed_at).num_rows == 12
    for row in harvests:
        recorded = store.read(f"my/data/{row['warc_file']}")
        assert hashlib.sha256(recorded).hexdigest() == row["warc_sha256"]
    assert not list((tmp_path / "work").rglob("*.warc.gz"))

    assert main(["status", "--data", ADDRESS, "--json"]) == 0
    assert main(["show", "tags", "--data", ADDRESS, "--json"]) == 0
    shown = capsys.readouterr().out
    assert json.loads(shown.splitlines()[-1])["n_listed"] == 12
    written = [run.both, shown]
    written += [path.read_text("utf-8", "replace") for path in (tmp_path / "work").rglob("*") if path.is_file()]
    for key in store.keys("my/"):
        data = store.read(key)
        written.append((gzip.decompress(data) if key.endswith(".gz") else data).decode("utf-8", "replace"))
        if key.endswith(".parquet"):
            written.append(str(pq.read_table(io.BytesIO(data)).to_pylist()))
    assert not [text for text in written if SECRET in text or ACCESS in text]


def test_store_that_is_not_there(site: ArchiveServer, tmp_path: Path) -> None:
    """A store that cannot be reached ends the run with 4 before the site is asked for anything."""
    url = site.add("welfare", archive(count=2))
    env = {
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_ACCESS_KEY_ID": ACCESS, "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_EC2_METADATA_DISABLED": "true", "SW_S3_ATTEMPTS": "1", "SW_WORK_DIR": str(tmp_path / "work"),
    }  # fmt: skip
    run = crawl(tmp_path, f"url={url}", settings=["SW_DATA_DIR=s3://datasets/x"], env=env)
    assert run.code == 4, run.err
    run.assert_no_traceback()
    assert "the store cannot be reached" in run.both
    assert "Check the network and AWS_ENDPOINT_URL" in run.both
    assert site.requests == []
