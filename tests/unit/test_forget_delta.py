"""Forgetting in a Delta table: no row and no old file has the article."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sw_scraper.crawl.forgetting import erase_from_delta
from sw_scraper.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

deltalake = pytest.importorskip("deltalake")


def test_rows_and_old_files_are_gone(tmp_path: Path) -> None:
    """The rows of the article are removed, files of older versions too; the others stay."""
    place = str(tmp_path / "table")
    for ids in (["a" * 20, "b" * 20], ["a" * 20, "c" * 20]):
        rows = pa.table({"article_id": ids, "title": [f"title of {one}" for one in ids]})
        deltalake.write_deltalake(place, rows, mode="append")
    assert erase_from_delta(place, {"a" * 20}) == 2
    left = deltalake.DeltaTable(place).to_pyarrow_table().column("article_id").to_pylist()
    assert sorted(left) == ["b" * 20, "c" * 20]
    on_disk = [one for path in (tmp_path / "table").rglob("*.parquet") for one in _ids(path)]
    assert "a" * 20 not in on_disk


def _ids(path: Path) -> list[str]:
    if path.parent.name == "_delta_log":
        return []
    found: list[str] = pq.read_table(path).column("article_id").to_pylist()
    return found


def test_no_table_is_a_clear_error(tmp_path: Path) -> None:
    """A place without a table is refused, with the place."""
    with pytest.raises(ConfigError) as error:
        erase_from_delta(str(tmp_path / "nothing"), {"a" * 20})
    assert error.value.where
