"""Harvests beside each other, and readers beside harvests."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from store_checks import check_readable, check_tidy, parquet_files
from store_victim import ROWS, one_harvest

from sw_scraper.store.dataset import open_dataset

ATTEMPTS = 70 if os.environ.get("SW_TORTURE") else 10
VICTIM = Path(__file__).parents[1] / "support" / "store_victim.py"


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_races(tmp_path: Path) -> None:
    """Two processes on one tag and one on another: no update is lost, and readers never fail or see half a commit."""
    one_harvest(tmp_path, 0)
    racers = [
        subprocess.Popen(
            [sys.executable, VICTIM, "race", tmp_path, name, str(tag), str(ATTEMPTS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name, tag in (("ada", 0), ("bea", 0), ("cy", 1))
    ]
    for racer in racers:
        assert racer.stdout is not None
        assert racer.stdin is not None
        assert racer.stdout.readline() == "ready\n"
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("\n")
        racer.stdin.flush()
    n_reads = 0
    while any(racer.poll() is None for racer in racers):
        _read(tmp_path)
        n_reads += 1
    told = [racer.communicate()[0].split() for racer in racers]
    assert [racer.returncode for racer in racers] == [0, 0, 0]
    committed = {one for lines in told for one in lines if one != "locked"} | {"h0000"}
    assert [len(lines) for lines in told] == [ATTEMPTS] * 3
    assert "locked" not in told[2]
    assert check_readable(tmp_path, announced=committed, rows_each=ROWS) == committed
    check_tidy(tmp_path)
    n_locked = sum(lines.count("locked") for lines in told)
    print(f"{3 * ATTEMPTS} harvests, {n_locked} refused, {len(committed) - 1} committed, {n_reads} reads between")


def _read(root: Path) -> None:
    """What a reader sees at any moment: whole harvests, and files that open.

    A file is opened once: `pq.read_table(path)` opens it twice, and between the two it may have been replaced.
    """
    sightings = open_dataset(root).sightings()
    counts = sightings.group_by("harvest_id").aggregate([([], "count_all")]).column("count_all").to_pylist()
    assert set(counts) == {ROWS}
    for path in parquet_files(root):
        if path.parent == root:
            with path.open("rb") as file:
                pq.read_table(file)
