"""A dataset on an object store: the same tables as on a disk, commits that are there whole or not at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from object_store_checks import check_objects, environment_of
from object_store_server import SECRET, ObjectStoreServer, Trouble, now_and_then, object_store_server, troubled
from store_rows import at, harvest, seen

from sw_scraper.errors import StoreError, StoreLockedError
from sw_scraper.model import TagKey
from sw_scraper.store.dataset import open_dataset
from sw_scraper.store.schema import DERIVED
from sw_scraper.store.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

TORTURE = bool(os.environ.get("SW_TORTURE"))
OTHER = TagKey(site="demo", taxonomy="tag", slug="è già/50%")
PAGES = [[seen("a"), seen("b")], [seen("c")]]
ROWS = 3


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStoreServer]:
    """A store for all tests of the module; each has a prefix of its own."""
    with object_store_server(tmp_path_factory.mktemp("moto")) as running:
        yield running


@pytest.fixture
def address(server: ObjectStoreServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty prefix, and an environment in which it can be reached."""
    for name, value in {**server.environment(), "SW_WORK_DIR": str(tmp_path / "work")}.items():
        monkeypatch.setenv(name, value)
    return f"s3://datasets/{tmp_path.name}/data"


def test_same_tables_as_on_a_disk(server: ObjectStoreServer, address: str, tmp_path: Path) -> None:
    """What is harvested to an object store is byte for byte what is harvested to a disk; earlier states open too."""
    for place in (tmp_path / "disk", address):
        store = open_store(place)
        harvest(store, PAGES, night=0, refresh=False)
        harvest(store, [[seen("a", title="Nuovo"), seen("d")]], night=1, refresh=False)
        harvest(store, [[seen("a")]], night=2, key=OTHER)
    disk, remote = open_dataset(tmp_path / "disk"), open_dataset(address)
    for name in (*DERIVED, "sightings"):
        expected, actual = getattr(disk, name)(), getattr(remote, name)()
        if name == "harvests":
            expected, actual = (table.drop_columns(["committed_at"]) for table in (expected, actual))
        assert expected.equals(actual), name
    first = remote.commits()[0]
    assert remote.articles(as_of=first.committed_at).num_rows == 3
    assert remote.articles(version=remote.version_id(as_of=first.committed_at)).num_rows == 3
    assert remote.articles(tag="partnership").num_rows == 2
    prefix = address.removeprefix("s3://datasets/")
    keys = {key.removeprefix(f"{prefix}/") for key in server.keys(f"{prefix}/")} - {".work/last_commit"}
    local = (path.relative_to(tmp_path / "disk").as_posix() for path in (tmp_path / "disk").rglob("*.*"))
    assert keys == {path for path in local if not path.startswith(".work")}
    for key in keys:
        if key.startswith("sightings/") or key in ("articles.parquet", "changes.jsonl", "dataset.json"):
            assert server.read(f"{prefix}/{key}") == (tmp_path / "disk" / key).read_bytes()


def fails(*parts: str, method: str = "PUT", done: str = "error") -> Callable[[int, str, str], str]:
    """Trouble for requests whose path holds all the parts."""
    return lambda _number, verb, path: done if verb == method and all(part in path for part in parts) else "pass"


@pytest.mark.torture
@pytest.mark.parametrize(
    "part",
    ["/sightings/", "/harvests/", ".journal", "last_commit", ".claim"] if TORTURE else ["/sightings/", "/harvests/"],
)
def test_refused_put(server: ObjectStoreServer, address: str, monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    """A harvest any of whose objects cannot be put is not visible at all, and the same command works afterwards."""
    harvest(open_store(address), PAGES, night=0)
    monkeypatch.setattr("sw_scraper.store.object_store_put._ATTEMPTS", 2)
    with (
        troubled(server, Trouble(fails(part))) as proxy,
        environment_of({"AWS_ENDPOINT_URL": proxy, "SW_S3_ATTEMPTS": "2"}),
        pytest.raises(StoreError) as caught,
    ):
        harvest(open_store(address), PAGES, night=1)
    assert "overloaded or ill" in str(caught.value)
    assert SECRET not in str(caught.value)
    assert check_objects(server, address, announced={"partnership-0000"}, rows_each=ROWS) == {"partnership-0000"}
    harvest(open_store(address), PAGES, night=1)
    check_objects(server, address, announced={"partnership-0000", "partnership-0001"}, rows_each=ROWS)


def test_failed_harvest_leaves_nothing(server: ObjectStoreServer, address: str) -> None:
    """Rows of a harvest that failed before its commit was tried are removed at once, its journal too."""
    with (
        troubled(server, Trouble(fails("last_commit"))) as proxy,
        environment_of({"AWS_ENDPOINT_URL": proxy, "SW_S3_ATTEMPTS": "1"}),
        pytest.raises(StoreError),
    ):
        harvest(open_store(address), PAGES, night=0)
    left = {key.rpartition("/data/")[2] for key in server.keys(address.removeprefix("s3://datasets/"))}
    assert left == {"dataset.json"}
    harvest(open_store(address), PAGES, night=0)
    check_objects(server, address, announced={"partnership-0000"}, rows_each=ROWS)


def test_lost_answer(server: ObjectStoreServer, address: str) -> None:
    """A commit whose answer is lost is tried again, and known to be the same: one commit, no error."""
    lost = iter(["lost"])
    act = fails("/harvests/2026")
    trouble = Trouble(lambda n, method, path: "pass" if act(n, method, path) == "pass" else next(lost, "pass"))
    with troubled(server, trouble) as proxy, environment_of({"AWS_ENDPOINT_URL": proxy}):
        harvest(open_store(address), PAGES, night=0)
    assert [done for _, path, done in trouble.log if "/harvests/2026" in path and done != "pass"] == ["lost"]
    check_objects(server, address, announced={"partnership-0000"}, rows_each=ROWS)


def test_store_without_conditions(server: ObjectStoreServer, address: str) -> None:
    """A store that knows no conditional put is written all the same."""
    trouble = Trouble(lambda *_: "no_conditions")
    with troubled(server, trouble) as proxy, environment_of({"AWS_ENDPOINT_URL": proxy}):
        harvest(open_store(address), PAGES, night=0)
    check_objects(server, address, announced={"partnership-0000"}, rows_each=ROWS)


def test_commit_never_replaces_another(server: ObjectStoreServer, address: str) -> None:
    """A commit file that another process has put meanwhile stays, and the harvest says so."""
    harvest(open_store(address), PAGES, night=0)
    store = open_store(address)
    commit = store.commits()[0]
    before = server.read(f"{address.removeprefix('s3://datasets/')}/{commit.path}")
    with pytest.raises(StoreLockedError, match="has committed this harvest meanwhile"):
        store.publish_commit(commit.path, {**commit.body}, temporary=store.work.folder / "commit.tmp")
    assert server.read(f"{address.removeprefix('s3://datasets/')}/{commit.path}") == before


@pytest.mark.torture
def test_trouble_now_and_then(server: ObjectStoreServer, address: str) -> None:
    """Slow-downs, errors, resets and lost answers in between: every harvest commits, none is lost or doubled."""
    nights = 12 if TORTURE else 2
    kinds = ("slow_down", "error", "reset", "lost", "delay:0.2")
    trouble = Trouble(now_and_then(0.15, seed=20261122, kinds=kinds))
    patient = {"SW_S3_ATTEMPTS": "8", "SW_LEASE_S": "300"}
    with troubled(server, trouble) as proxy, environment_of({"AWS_ENDPOINT_URL": proxy, **patient}):
        for night in range(nights):
            harvest(open_store(address), PAGES, night=night)
        assert open_dataset(address).sightings().num_rows == nights * ROWS
    made = sum(done != "pass" for *_, done in trouble.log)
    assert made > 5
    announced = {f"partnership-{night:04}" for night in range(nights)}
    assert check_objects(server, address, announced=announced, rows_each=ROWS) == announced
    print(f"{made} of {len(trouble.log)} requests in trouble, {nights} harvests, 0 lost, 0 doubled")


@pytest.mark.parametrize("done", ["dead", "reset"])
def test_store_that_does_not_answer(server: ObjectStoreServer, address: str, done: str) -> None:
    """A store that takes requests and never answers, or cuts them, ends in an error that says what to do."""
    harvest(open_store(address), PAGES, night=0)
    hard = {"SW_S3_ATTEMPTS": "1", "SW_S3_TIMEOUT_S": "1"}
    with (
        troubled(server, Trouble(lambda *_: done)) as proxy,
        environment_of({"AWS_ENDPOINT_URL": proxy, **hard}),
        pytest.raises(StoreError, match="cannot be reached"),
    ):
        open_dataset(address).articles()


def test_many_commits(server: ObjectStoreServer, address: str, tmp_path: Path) -> None:
    """Commits are read many at once, each once, in their order; a dataset that was copied to a store is one there."""
    for night in range(40):
        harvest(tmp_path / "disk", [[seen(f"{night}")]], night=night, refresh=False, scope="newest")
    prefix = address.removeprefix("s3://datasets/")
    for path in (tmp_path / "disk").rglob("*"):
        name = path.relative_to(tmp_path / "disk").as_posix()
        if path.is_file() and not name.startswith(".work"):
            server.client.put_object(Bucket="datasets", Key=f"{prefix}/{name}", Body=path.read_bytes())
    disk, remote = open_dataset(tmp_path / "disk"), open_dataset(address)
    assert [commit.path for commit in remote.commits()] == [commit.path for commit in disk.commits()]
    assert remote.version_id() == disk.version_id()
    assert remote.harvests().equals(disk.harvests())
    assert remote.articles().num_rows == 40


def test_missing_bucket_and_dataset(address: str) -> None:
    """Nothing there, no such bucket: an error that names the address and the next step."""
    with pytest.raises(StoreError, match=r"no dataset: s3://datasets/"):
        open_dataset(address)
    with pytest.raises(StoreError, match=r"no such bucket: s3://elsewhere/x/.*Make the bucket"):
        harvest(open_store("s3://elsewhere/x"), PAGES)


def test_times_of_commits_only_grow(server: ObjectStoreServer, address: str) -> None:
    """A commit is later than those before, also when another machine's clock was ahead."""
    harvest(open_store(address), PAGES, night=0, refresh=False)
    prefix = address.removeprefix("s3://datasets/")
    ahead = b"2099-01-01T00:00:00.000000Z"
    server.client.put_object(Bucket="datasets", Key=f"{prefix}/.work/last_commit", Body=ahead)
    result = harvest(open_store(address), PAGES, night=1, refresh=False)
    assert result.committed_at.isoformat() == "2099-01-01T00:00:00.000001+00:00"
    assert at(1) < result.committed_at
