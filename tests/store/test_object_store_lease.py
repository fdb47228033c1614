"""Locks on an object store: one holder, whatever dies, hangs or comes back late."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from object_store_checks import check_objects, environment_of
from object_store_server import ObjectStoreServer, object_store_server
from store_rows import KEY, harvest, record, rows_of, seen
from store_victim import ROWS

from sw_scraper.errors import StoreLockedError
from sw_scraper.model import TagKey
from sw_scraper.store import object_store_journal
from sw_scraper.store.dataset import open_dataset
from sw_scraper.store.object_store_address import make_workplace
from sw_scraper.store.records import HarvestHead
from sw_scraper.store.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

TORTURE = bool(os.environ.get("SW_TORTURE"))
VICTIM = Path(__file__).parents[1] / "support" / "store_victim.py"
OTHER = TagKey(site="demo", taxonomy="tag", slug="welfare")
PAGES = [[seen("a")], [seen("b")]]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStoreServer]:
    """A store for all tests of the module."""
    with object_store_server(tmp_path_factory.mktemp("moto")) as running:
        yield running


@pytest.fixture
def address(server: ObjectStoreServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty prefix, and an environment in which it can be reached."""
    for name, value in {**server.environment(), **machine(tmp_path, "one"), "SW_LEASE_S": "60"}.items():
        monkeypatch.setenv(name, value)
    return f"s3://datasets/{tmp_path.name}/data"


def machine(tmp_path: Path, name: str) -> dict[str, str]:
    """The environment of a machine: each has a workplace of its own."""
    return {"SW_WORK_DIR": str(tmp_path / name)}


def test_one_harvest_of_a_tag(address: str, tmp_path: Path) -> None:
    """While one machine harvests a tag another is refused and told by whom; other tags work."""
    first = open_store(address)
    with first.lock(KEY.tag_id), environment_of(machine(tmp_path, "two")):
        second = open_store(address)
        with pytest.raises(StoreLockedError, match=rf"process {os.getpid()} on .* free after 60 s"):
            harvest(second, PAGES)
        harvest(second, PAGES, key=OTHER)
    harvest(first, PAGES, night=1)
    assert open_dataset(address).harvests().num_rows == 2


def test_claim_of_the_own_machine_is_dead_at_once(address: str, tmp_path: Path) -> None:
    """What a killed harvest held is free at once for the next one on its machine, for others when it has run out."""
    store = open_store(address)
    claims = store.work.shared
    assert claims is not None
    lock = store.work.lock_in(store.work.tag(KEY.tag_id))
    script = (
        "import sys, time\nfrom sw_scraper.store.store import open_store\n"
        "with open_store(sys.argv[1]).lock(sys.argv[2]):\n    print('held', flush=True)\n    time.sleep(600)\n"
    )
    for name in ("one", "three"):
        holder = subprocess.Popen(
            [sys.executable, "-c", script, address, KEY.tag_id],
            env={**os.environ, **machine(tmp_path, name), "SW_LEASE_S": "600"}, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(StoreLockedError):
            harvest(store, PAGES)
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        holder.stdout.close()
        if name == "one":
            harvest(store, PAGES)
        else:
            with pytest.raises(StoreLockedError):
                harvest(store, PAGES, night=1)
            # Whoever looks judges by how long ago the store got the claim.
            time.sleep(14)
            with environment_of({"SW_LEASE_S": "12"}):
                harvest(store, PAGES, night=1)
    assert list((claims / ".work/tags").iter_objects()) == []
    assert not isinstance(lock, Path)


@pytest.mark.parametrize("lost", ["taken", "too long"])
def test_late_commit_is_refused(address: str, tmp_path: Path, lost: str) -> None:
    """A harvest that was cut off from the store for longer than its lease cannot commit any more."""
    late = open_store(address)
    head = HarvestHead(harvest_id="late", key=KEY, extractor_version="1", origin="live")
    with late.lock(KEY.tag_id):
        writer = late.begin(head)
        writer.add_rows(rows_of(PAGES))
        lease = late._held[KEY.tag_id]
        assert lease is not None
        lease.confirm()
        lease._ended.set()
        if lost == "taken":
            # What another machine does first with a claim that has run out.
            lease._claim.store.remove(lease._claim.path)
            with environment_of(machine(tmp_path, "two")):
                harvest(open_store(address), PAGES, night=1)
        else:
            lease._until = 0.0
        with pytest.raises(StoreLockedError, match="lock was lost"):
            writer.commit(record())
    store = open_store(address)
    ids = [commit.harvest_id for commit in store.commits()]
    assert ids == (["partnership-0001"] if lost == "taken" else [])
    assert store.root.store.list("sightings") == [] or lost == "taken"  # type: ignore[union-attr]
    harvest(store, PAGES, night=2)
    assert open_dataset(address).sightings().num_rows == 2 * (len(ids) + 1)


def test_claims_are_renewed(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lease is renewed for as long as the harvest goes on."""
    monkeypatch.setenv("SW_LEASE_S", "24")
    store = open_store(address)
    with store.lock(KEY.tag_id):
        lease = store._held[KEY.tag_id]
        assert lease is not None
        begun = lease._until
        while lease._until == begun and not lease.is_over:
            time.sleep(0.2)
        lease.confirm()
        assert lease._until > begun
    with pytest.raises(StoreLockedError):
        lease.confirm()


def test_orphans_wait_until_no_commit_can_come(
    server: ObjectStoreServer, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows whose commit may still arrive are kept and not seen; later they are removed by any harvest."""
    store = open_store(address)
    harvest(store, PAGES, night=0)
    shared = store.work.shared
    assert shared is not None
    prefix = address.removeprefix("s3://datasets/")
    orphan = "sightings/demo/sdgs/partnership/orphan.parquet"
    shared.store.put(orphan, server.read(f"{prefix}/sightings/demo/sdgs/partnership/partnership-0000.parquet"))
    folder = store.work.journals(store.work.tag(KEY.tag_id))
    assert folder is not None
    object_store_journal.SharedJournal(shared, folder, "orphan", "harvests/2026/11/orphan.json", [orphan]).write()
    harvest(open_store(address), PAGES, night=1)
    assert f"{prefix}/{orphan}" in server.keys(prefix)
    assert open_dataset(address).sightings().num_rows == 4
    monkeypatch.setattr(object_store_journal, "GRACE_S", 0.0)
    open_store(address)
    left = server.keys(prefix)
    assert f"{prefix}/{orphan}" not in left
    assert not [key for key in left if key.endswith((".journal", ".claim"))]


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_races(server: ObjectStoreServer, address: str, tmp_path: Path) -> None:
    """Machines that harvest one tag and another at once: none of what they say is committed is lost, none doubled."""
    attempts = 25 if TORTURE else 2
    racers = []
    for name, tag in (("a", "0"), ("b", "0"), ("c", "1")):
        with environment_of(machine(tmp_path, name)):
            command = [sys.executable, str(VICTIM), "race", str(make_workplace(address)), name, tag, str(attempts)]
            racer = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        racers.append(racer)
        assert racer.stdout is not None
        assert racer.stdout.readline() == "ready\n"
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("go\n")
        racer.stdin.flush()
    said = [racer.communicate(timeout=1800)[0].splitlines() for racer in racers]
    assert [racer.returncode for racer in racers] == [0, 0, 0]
    assert [len(lines) for lines in said] == [attempts] * 3
    announced = {line for lines in said for line in lines if line != "locked"}
    assert {f"c-{n}" for n in range(attempts)} <= announced
    assert len([name for name in announced if name[0] in "ab"]) >= attempts
    assert check_objects(server, address, announced=announced, rows_each=ROWS) == announced
    print(f"{3 * attempts} tries on three machines, {len(announced)} committed, 0 lost, 0 doubled")
