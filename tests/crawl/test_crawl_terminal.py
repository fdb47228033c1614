"""What a person at a terminal sees, and what happens when our own code fails."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from archive_server import ArchiveServer, archive, running_server
from crawl_runs import crawl, crawl_command, environment
from terminals import on_terminal

from sw_scraper import open_dataset, settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def server() -> Iterator[ArchiveServer]:
    """A site on loopback."""
    with running_server() as made:
        yield made


@pytest.mark.parametrize("columns", [36, 80])
def test_live_progress_leaves_a_clean_screen(server: ArchiveServer, tmp_path: Path, columns: int) -> None:
    """On a terminal progress is one moving line that is gone at the end; NO_COLOR is obeyed; lines fit the window."""
    url = server.add("welfare", archive(count=12, delay_s=0.3))
    code, seen = on_terminal(crawl_command(tmp_path / "data", [f"url={url}"]), columns=columns)
    assert code == 0, seen
    assert "page 2 of 3" in seen
    assert "\x1b[2K" in seen  # the moving line is cleared
    assert not re.search(r"\x1b\[(?:3|4|9)\d", seen)  # no colours
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", seen)
    summary = plain[plain.index("  verdict") : plain.index("Next:")].replace("\r", "")
    assert max(len(line) for line in summary.splitlines()) <= columns
    assert "12 new, 0 changed" in " ".join(summary.split())


BROKEN = '''"""A pipeline with a bug."""


class Broken:
    def process_item(self, item):
        if getattr(item, "url", "").endswith("/tag/rotto/"):
            raise ZeroDivisionError("planted bug")
        return item
'''


def test_a_bug_is_exit_one_and_loses_nothing_else(server: ArchiveServer, tmp_path: Path) -> None:
    """An error that nobody foresaw ends its harvest without a commit, not the others, and wins over every exit code."""
    (tmp_path / "broken_step.py").write_text(BROKEN, encoding="utf-8")
    urls = [server.add("rotto", archive("rotto", 7)), server.add("b", archive("b", 3)), f"{server.base}/tag/none/"]
    pipelines = {**settings.ITEM_PIPELINES, "broken_step.Broken": 50}
    run = crawl(
        tmp_path / "data",
        f"url={','.join(urls)}",
        settings=[f"ITEM_PIPELINES={json.dumps(pipelines)}"],
        env={"PYTHONPATH": str(tmp_path)},
    )
    assert run.code == 1, run.err
    assert "This is a bug in sw_scraper: ZeroDivisionError: planted bug" in run.both
    (log,) = (run.data / ".work" / "logs").glob("*.log")
    assert f"where {log}" in run.both
    assert "ZeroDivisionError: planted bug" in log.read_text(encoding="utf-8")
    found = {row["tag"]: row["verdict"] for row in open_dataset(str(run.data)).harvests().to_pylist()}
    assert found == {"b": "complete", "none": "failed"}


def test_foreign_packages_are_refused(tmp_path: Path) -> None:
    """A package called pipelines of another project is not run in place of ours."""
    (tmp_path / "pipelines").mkdir()
    (tmp_path / "pipelines" / "__init__.py").touch()
    done = subprocess.run(
        [sys.executable, "-c", "import sw_scraper.settings"],
        cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert f"the package 'pipelines' is taken from {tmp_path}" in done.stderr
    assert "belongs beside sw_scraper in" in done.stderr
