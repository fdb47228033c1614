"""``sw-scraper harvest`` does what ``scrapy crawl tag`` does, from any folder."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from archive_server import ArchiveServer, archive, running_server
from crawl_runs import QUICK, environment

from sw_scraper import open_dataset

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def server() -> Iterator[ArchiveServer]:
    """A site on loopback."""
    with running_server() as made:
        yield made


def harvest(cwd: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """``sw-scraper harvest`` in a folder."""
    quick = [part for setting in QUICK for part in ("-s", setting)]
    return subprocess.run(
        [sys.executable, "-m", "sw_scraper.cli.main", "harvest", *words, *quick],
        cwd=cwd, env=environment(), capture_output=True, text=True, timeout=90, check=False,
    )  # fmt: skip


def test_harvest_outside_a_checkout(server: ArchiveServer, tmp_path: Path) -> None:
    """key=value and -a key=value are the spider's arguments; data/ is in the current folder, -O gives rows."""
    url = server.add("welfare", archive(count=7))
    run = harvest(tmp_path, f"url={url}", "-a", "max_pages=1", "-O", "teasers.jsonl")
    assert run.returncode == 0, run.stderr
    assert run.stderr.splitlines()[0] == f"sw_scraper 0.1.0, data in {tmp_path / 'data'}"
    assert open_dataset(str(tmp_path / "data")).articles().num_rows == 5
    assert len([json.loads(line) for line in (tmp_path / "teasers.jsonl").read_text("utf-8").splitlines()]) == 5
    assert "sw-scraper show articles --tag" in run.stdout
    assert "--data" not in run.stdout


def test_data_is_beside_scrapy_cfg(server: ArchiveServer, tmp_path: Path) -> None:
    """In a project, data/ is relative to the folder of scrapy.cfg, also from a folder below."""
    url = server.add("welfare", archive(count=3))
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = sw_scraper.settings\n", encoding="utf-8")
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    run = harvest(below, f"url={url}", "--data", "dati")
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "dati" / "articles.parquet").is_file()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["tagg=x"], 2, "Did you mean tag?"),
        (["tag=x", "-O", "x.unknown"], 2, "-o or -O"),
        (["url=http://127.0.0.1:1/tag/x/"], 4, "does not accept connections"),
    ],
)
def test_the_same_exit_codes(tmp_path: Path, words: list[str], code: int, said: str) -> None:
    """Usage errors are 2, a harvest that gave nothing is 4; never a traceback."""
    run = harvest(tmp_path, *words)
    assert run.returncode == code, run.stderr
    assert said in " ".join(run.stderr.split())
    assert "Traceback" not in run.stderr
