"""The order of write, fsync and rename, seen from outside."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

VICTIM = Path(__file__).parents[1] / "support" / "store_victim.py"
RENAME = re.compile(r'rename(?:at2?)?\((?:AT_FDCWD[^,]*, )?"(?P<old>[^"]+)", (?:AT_FDCWD[^,]*, )?"(?P<new>[^"]+)"')
WRITE = re.compile(r"write\(\d+<(?P<path>[^>]+)>")
SYNC = re.compile(r"fsync\(\d+<(?P<path>[^>]+)>")


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_write_fsync_rename_fsync(tmp_path: Path) -> None:
    """Each file is synced under its temporary name, renamed, and its folder synced; the rows come before the commit."""
    log, root = tmp_path / "log", tmp_path / "data"
    calls = "trace=write,fsync,rename,renameat,renameat2"
    strace = ["strace", "-f", "-y", "-s", "300", "-e", calls, "-o", str(log)]
    subprocess.run([*strace, sys.executable, str(VICTIM), "once", str(root)], check=True, capture_output=True)
    renamed: list[str] = []
    safe: set[str] = set()
    waiting: str | None = None
    for line in log.read_text(errors="replace").splitlines():
        write, sync, rename = WRITE.search(line), SYNC.search(line), RENAME.search(line)
        if write:
            safe.discard(write["path"])
        elif sync:
            safe.add(sync["path"])
            waiting = None if waiting == sync["path"] else waiting
        elif rename:
            assert waiting is None, "a folder was not synced after a rename in it"
            assert rename["old"] in safe, "a file was renamed before it was safe"
            safe.discard(rename["old"])
            renamed.append(rename["new"])
            waiting = str(Path(rename["new"]).parent)
    assert waiting is None
    final = [Path(path).relative_to(root).as_posix() for path in renamed if "/.work/" not in path]
    assert final[:3] == ["dataset.json", "sightings/demo/sdgs/partnership/h0000.parquet", "harvests/2026/11/h0000.json"]
    assert len(final) == 13
