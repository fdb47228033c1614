"""The recording that ships with the project holds what its README says, and a replay gives back the invented posts."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from wordpress_texts import PAGE_SIZE, build_content

from sw_scraper import open_dataset

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "data" / "sample" / "partnership.warc.gz"
MOST_BYTES = 300_000


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dataset of a replay of the recording."""
    data = tmp_path_factory.mktemp("demo")
    command = [sys.executable, "-m", "scrapy", "crawl", "tag", "-a", "site=demo", "-a", "tag=partnership"]
    command += ["-a", f"replay={SAMPLE}", "-s", f"SW_DATA_DIR={data}"]
    crawl = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert crawl.returncode == 0, crawl.stdout + crawl.stderr
    assert "These texts are invented" in crawl.stdout.lstrip().splitlines()[0]
    return data


def test_the_recording_is_small() -> None:
    """The recording is small enough to ship."""
    assert SAMPLE.stat().st_size < MOST_BYTES


def test_a_replay_gives_back_the_posts_of_the_generator(replayed: Path) -> None:
    """Days and authors of all rows, in order, are those that the generator of the texts gave the goal."""
    content = build_content()
    names = {author["login"]: author["name"] for author in content["authors"]}
    posts = [
        post
        for post in content["posts"]
        if "partnership" in post["terms"]["sdgs"] and post["status"] == "publish" and post["type"] == "post"
    ]
    expected = sorted((datetime.fromisoformat(post["date"]).date(), names[post["author"]]) for post in posts)
    rows = open_dataset(replayed).sightings().sort_by([("page_number", "ascending"), ("position", "ascending")])
    listed = [(row["published_on"], *row["authors"]) for row in rows.to_pylist()]
    assert sorted(listed) == expected
    days = [day for day, _ in listed]
    assert days == sorted(days, reverse=True)
    assert rows.num_rows == 3 * PAGE_SIZE + 10


def test_rows_of_the_recording_say_that_they_are_a_sample(replayed: Path) -> None:
    """Every row has origin sample and belongs to the site demo, never to the real one."""
    rows = open_dataset(replayed).sightings().to_pylist()
    assert {(row["origin"], row["tag_id"]) for row in rows} == {("sample", "demo/sdgs/partnership")}
