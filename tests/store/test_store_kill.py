"""kill -9 of a harvest, at random moments and at every call that changes a file."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from store_checks import check_readable, check_tidy
from store_victim import ROWS, one_harvest, watching

TORTURE = bool(os.environ.get("SW_TORTURE"))
SEED = int(os.environ.get("SW_SEED", "20261122"))
VICTIM = Path(__file__).parents[1] / "support" / "store_victim.py"

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_kill_at_random_moments(tmp_path: Path) -> None:
    """Killed at any moment: no committed row lost, none doubled, every file opens, and the same command goes on."""
    dice = random.Random(SEED)
    announced: set[str] = set()
    n_kills = 200 if TORTURE else 20
    for _ in range(n_kills):
        victim = subprocess.Popen([sys.executable, VICTIM, "loop", tmp_path], stdout=subprocess.PIPE, text=True)
        assert victim.stdout is not None
        # From the first commit on, so that the moment falls into a harvest and not into the start of Python.
        announced.add(victim.stdout.readline().strip())
        time.sleep(dice.random() * 0.4)
        victim.send_signal(signal.SIGKILL)
        announced |= {line.strip() for line in victim.stdout if line.endswith("\n")}
        victim.wait()
        victim.stdout.close()
        committed = check_readable(tmp_path, announced=announced, rows_each=ROWS)
        assert len(committed) <= len(announced) + n_kills
        announced = committed
    check_tidy(tmp_path)
    assert check_readable(tmp_path, announced=announced, rows_each=ROWS) == announced
    print(f"{n_kills} kills, {len(announced)} harvests committed, 0 rows lost, 0 doubled (seed {SEED})")


@pytest.mark.torture
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("moment", ["before", "after"])
def test_kill_at_every_call(tmp_path: Path, moment: str) -> None:
    """Killed before or after any single call that changes a file, the harvest is there whole or not at all."""
    one_harvest(tmp_path / "count", 0)
    with watching(lambda _number, _name: None) as watched:
        one_harvest(tmp_path / "count", 2)
    numbers = list(range(1, watched.count + 1))
    if not TORTURE:
        numbers = sorted(random.Random(SEED).sample(numbers, k=20))
    command = [sys.executable, str(VICTIM), "steps", str(tmp_path), moment, *map(str, numbers)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [f"{number} died" for number in numbers]
    outcomes = set()
    for number in numbers:
        root = tmp_path / f"{moment}-{number}"
        committed = check_readable(root, announced={"h0000"}, rows_each=ROWS)
        check_tidy(root)
        assert check_readable(root, announced=committed, rows_each=ROWS) == committed
        outcomes.add(len(committed))
        if "h0002" not in committed:
            assert one_harvest(root, 2) == "h0002"
            check_readable(root, announced={"h0000", "h0002"}, rows_each=ROWS)
    assert outcomes == {1, 2}
    print(f"{len(numbers)} of {watched.count} calls")
