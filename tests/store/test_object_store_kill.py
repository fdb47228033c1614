"""kill -9 of a harvest that commits to an object store, at random moments; then the same again."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from object_store_checks import check_objects
from object_store_server import ObjectStoreServer, object_store_server
from store_victim import ROWS

from sw_scraper.store.object_store_address import make_workplace
from sw_scraper.store.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

TORTURE = bool(os.environ.get("SW_TORTURE"))
SEED = int(os.environ.get("SW_SEED", "20261122"))
VICTIM = Path(__file__).parents[1] / "support" / "store_victim.py"

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStoreServer]:
    """A store for all tests of the module."""
    with object_store_server(tmp_path_factory.mktemp("moto")) as running:
        yield running


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_kill_at_random_moments(server: ObjectStoreServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed at any moment: no committed row lost, none doubled, every object opens, and the same command goes on."""
    for name, value in {**server.environment(), "SW_WORK_DIR": str(tmp_path / "work")}.items():
        monkeypatch.setenv(name, value)
    address = "s3://datasets/killed"
    workplace = make_workplace(address)
    dice = random.Random(SEED)
    announced: set[str] = set()
    n_kills = 30 if TORTURE else 2
    for _ in range(n_kills):
        victim = subprocess.Popen([sys.executable, VICTIM, "loop", workplace], stdout=subprocess.PIPE, text=True)
        assert victim.stdout is not None
        # From the first commit on, so that the moment falls into a harvest and not into the start of Python.
        first = victim.stdout.readline().strip()
        assert first, "the dataset was still locked by the harvest that was killed"
        announced.add(first)
        time.sleep(dice.random() * 1.2)
        victim.send_signal(signal.SIGKILL)
        announced |= {line.strip() for line in victim.stdout if line.endswith("\n")}
        victim.wait()
        victim.stdout.close()
        committed = check_objects(server, address, announced=announced, rows_each=ROWS)
        assert len(committed) <= len(announced) + 1
        announced = committed
    store = open_store(address)
    store.refresh_views()
    assert check_objects(server, address, announced=announced, rows_each=ROWS) == announced
    left = [path for path in store.work.tags.rglob("*") if path.is_file() and path.name != "lock"]
    assert left == []
    print(f"{n_kills} kills, {len(announced)} harvests committed, 0 rows lost, 0 doubled (seed {SEED})")
