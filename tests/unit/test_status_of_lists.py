"""``sw-scraper status``: late tags, the tags of a list, and all that a program may want to know."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from store_rows import START, harvest, seen

from sw_scraper.cli.main import main
from sw_scraper.store.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

AGE = int((datetime.now(UTC) - START).total_seconds() // 3600)


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """A list of two tags, one of which was harvested, in a dataset beside it."""
    harvest(open_store(tmp_path / "data"), [[seen("a")]], night=0, refresh=True)
    text = 'data = "data"\n[[harvest]]\nsite = "demo"\ntags = ["sdgs/partnership"]\n'
    (tmp_path / "one.toml").write_text(text, encoding="utf-8")
    (tmp_path / "two.toml").write_text(text.replace('ship"]', 'ship", "tag/altro"]'), encoding="utf-8")
    return tmp_path


def test_late_tags(listed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 3 when a listed tag lacks a good harvest that young, one that was never harvested included."""
    one, two = (["status", "--list", str(listed / name)] for name in ("one.toml", "two.toml"))
    young, old = f"{AGE + 2}h", f"{max(AGE - 2, 1)}h"
    assert main([*one, "--max-age", young]) == 0
    assert main([*one, "--max-age", old]) == 3
    assert "no good harvest in time" in capsys.readouterr().out
    assert main([*two, "--max-age", young]) == 3
    assert "! demo/tag/altro: never harvested" in capsys.readouterr().out
    assert main(two) == 0
    assert main([*one, "--max-age", "soon"]) == 2


def test_a_list_that_was_never_harvested(listed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a dataset every listed tag is late; that is no error."""
    (listed / "new").mkdir()
    (listed / "one.toml").rename(listed / "new" / "one.toml")
    words = ["status", "--list", str(listed / "new" / "one.toml"), "--max-age", "36h", "--json"]
    assert main(words) == 3
    said = json.loads(capsys.readouterr().out)
    assert (said["late"], said["never_harvested"], said["tags"]) == (["demo/sdgs/partnership"],) * 2 + ([],)


def test_everything_is_in_the_json(listed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every fact of a tag, and the sums over all."""
    assert main(["status", "--list", str(listed / "two.toml"), "--max-age", f"{AGE + 2}h", "--json"]) == 3
    said = json.loads(capsys.readouterr().out)
    (tag,) = said.pop("tags")
    assert said.pop("dataset_id")
    checked = datetime.fromisoformat(said.pop("checked_at"))
    assert abs(datetime.now(UTC) - checked) < timedelta(hours=1)
    assert said == {
        "max_age_s": (AGE + 2) * 3600.0,
        "late": ["demo/tag/altro"],
        "never_harvested": ["demo/tag/altro"],
        "n_tags": 1,
        "n_with_problems": 0,
        "n_held": 0,
    }
    assert tag["tag_id"] == "demo/sdgs/partnership"
    assert (tag["n_listed"], tag["last_verdict"], tag["is_late"], tag["held"]) == (1, "complete", False, [])
    assert tag["coverage"] == {"title": 1.0, "teaser": 1.0, "date": 1.0, "authors": 1.0}
    assert {"name", "n_gone", "n_expected", "n_harvests", "last_harvest_at", "last_good_at", "last_full_at"} <= set(tag)


def test_the_prometheus_file_of_a_list(listed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It has the late tags too; nothing is printed but what is late, and that on standard error."""
    file = listed / "sw.prom"
    words = ["status", "--list", str(listed / "two.toml"), "--max-age", f"{AGE + 2}h", "--prometheus", str(file)]
    assert main(words) == 3
    found = capsys.readouterr()
    assert found.out == ""
    assert found.err == "! demo/tag/altro: no good harvest in time\n"
    text = file.read_text("utf-8")
    assert 'sw_scraper_late{tag="demo/tag/altro"} 1\n' in text
    assert 'sw_scraper_late{tag="demo/sdgs/partnership"} 0\n' in text
