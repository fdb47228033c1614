"""A copy of warc, sightings, harvests, in that order, at any moment is a valid backup."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from required_servers import require
from store_checks import check_readable
from store_victim import ROWS

from sw_scraper.store.dataset import open_dataset
from sw_scraper.store.source import open_source
from sw_scraper.store.verification import verify

VICTIM = Path(__file__).parents[1] / "support" / "store_victim.py"


@pytest.mark.server("rsync")
def test_rsync_during_harvests(tmp_path: Path) -> None:
    """Copied again and again while harvests commit, the backup has every harvest that had ended before, whole."""
    require(None if shutil.which("rsync") else "rsync is not installed: sudo make test-servers")
    data, backup = tmp_path / "data", tmp_path / "backup"
    (data / "warc").mkdir(parents=True)
    backup.mkdir()
    victim = subprocess.Popen([sys.executable, VICTIM, "loop", data], stdout=subprocess.PIPE, text=True)
    assert victim.stdout is not None
    ended: set[str] = set()
    try:
        for _ in range(4):
            for _ in range(2):
                ended.add(victim.stdout.readline().strip())
            for part in ("dataset.json", "warc", "sightings", "harvests"):
                subprocess.run(["rsync", "-a", str(data / part), str(backup)], check=True)
            assert check_readable(backup, announced=ended, rows_each=ROWS) >= ended
            assert verify(open_source(backup)).problems == []
    finally:
        victim.kill()
        victim.wait()
        victim.stdout.close()
    assert open_dataset(backup).harvests().num_rows >= 8
