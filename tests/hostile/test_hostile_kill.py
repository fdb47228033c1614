"""A harvest that is killed at any instant loses nothing: the same command run again finishes the work."""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING

import pytest
from hostile_cases import SCRIPTS
from hostile_harvest import harvest
from hostile_server import HostileServer

if TYPE_CHECKING:
    from pathlib import Path

SEED = 20260105
KILLS = 12 if os.environ.get("SW_TORTURE") else 3
PATH = "/c/long_archive/tag/x/"
FAST = ("-s", "DOWNLOAD_DELAY=0.02")


@pytest.mark.torture
@pytest.mark.parametrize("kill", range(KILLS))
def test_a_killed_harvest_is_finished_by_the_same_command(tmp_path: Path, kill: int) -> None:
    """After kill -9 at a random instant: no half commit to be seen, then 200 articles, each once, exit 0."""
    after_s = random.Random(SEED + kill).uniform(1.5, 7)
    print(f"seed {SEED + kill}: killed after {after_s:.2f} s")
    with HostileServer() as server:
        site = server.open("long_archive")
        killed = harvest(site, tmp_path, path=PATH, arguments=FAST, limit_s=after_s)
        assert len(killed.articles) in (0, 200)
        done = harvest(site, tmp_path, path=PATH, run=2, arguments=FAST)
    assert SCRIPTS["long_archive"].name in done.articles[0]["url"]
    assert done.exit == 0, done.output
    paths = sorted(row["url"].rpartition("art-")[2] for row in done.articles)
    assert paths == sorted(f"{number}/" for number in range(1, 201))
    assert len({row["article_id"] for row in done.articles}) == 200
    assert [row["verdict"] for row in done.harvests][-1] in ("complete", "unchanged")
