"""Releases are remembered, so that forgetting can name the copies that it does not reach."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from store_rows import harvest, seen

from sw_scraper.cli.main import main
from sw_scraper.errors import StoreError
from sw_scraper.store.releases import RELEASES_FILE, releases_of

if TYPE_CHECKING:
    from pathlib import Path


def test_forget_names_the_releases(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each folder that was published to is listed, with version and day; a release made again is listed once."""
    data = tmp_path / "data"
    harvest(data, [[seen("a"), seen("b")]])
    for name in ("one", "two", "one"):
        force = ["--force"] if name == "one" else []
        assert main(["publish", str(tmp_path / name), "--data", str(data), *force]) == 0
    assert [one.folder for one in releases_of(data)] == [str(tmp_path / "two"), str(tmp_path / "one")]
    capsys.readouterr()
    assert main(["forget", "https://demo.example/a/", "--yes", "--data", str(data)]) == 0
    told = capsys.readouterr().out
    for one in releases_of(data):
        assert f"{one.folder} (version {one.version_id}, {one.published_at[:10]})" in told
    assert main(["forget", "https://demo.example/b/", "--yes", "--json", "--data", str(data)]) == 0
    assert len(json.loads(capsys.readouterr().out)["releases"]) == 2


def test_a_damaged_list_is_told(tmp_path: Path) -> None:
    """A line that is none stops with the file's name, and nothing is overwritten."""
    (tmp_path / RELEASES_FILE).write_text("{", encoding="utf-8")
    with pytest.raises(StoreError, match="damaged"):
        releases_of(tmp_path)
