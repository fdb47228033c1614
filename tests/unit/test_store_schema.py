"""The schema against its documentation."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pyarrow as pa
import pytest

from sw_scraper.store.dictionary import schema_markdown
from sw_scraper.store.schema import DERIVED, TABLES, schema_of

ROOT = Path(__file__).parents[2]
CONTRACT = Path(os.environ.get("SW_SHARED", ROOT.parent / "shared")) / "DATASET.md"


def test_docs_are_the_schema() -> None:
    """docs/schema.md says exactly what the code says."""
    assert (ROOT / "docs" / "schema.md").read_text(encoding="utf-8") == schema_markdown()


def test_derived_tables() -> None:
    """Five tables are made again from the commits."""
    assert DERIVED == ("articles", "listings", "tags", "harvests", "changes")


@pytest.mark.parametrize("table", TABLES)
def test_types_follow_names(table: str) -> None:
    """A column's name tells its type: instants, days, bytes, seconds; lists and keys are never null."""
    spec = TABLES[table]
    for field in spec.schema:
        if field.name.endswith("_at") or field.name in {"first_seen", "last_seen", "last_confirmed", "gone_since"}:
            assert field.type == pa.timestamp("us", tz="UTC"), field.name
        if field.name.endswith("_on"):
            assert field.type == pa.date32(), field.name
        if field.name.endswith("_bytes"):
            assert field.type == pa.int64(), field.name
        if field.name.endswith("_s"):
            assert field.type == pa.float64(), field.name
        if pa.types.is_list(field.type) or field.name in spec.key:
            assert not field.nullable, field.name


@pytest.mark.parametrize("table", ["articles", "listings", "sightings", "tags", "harvests", "changes"])
@pytest.mark.skipif(not CONTRACT.exists(), reason="the contract's text is not beside the repository")
def test_contract_columns(table: str) -> None:
    """Every table has the contract's columns, in its order."""
    text = CONTRACT.read_text(encoding="utf-8")
    section = re.search(rf"^`{table}` \(.*?\)\n\n(.*?)(?=\n\n)", text, re.DOTALL | re.MULTILINE)
    assert section is not None
    without_remarks = re.sub(r"struct<[^>]*>|list<struct<[^>]*>>|map<[^>]*>|\([^()]*\)", "", section.group(1))
    named = [part.split()[0] for part in without_remarks.split(",") if part.split()]
    assert named == list(schema_of(table).names)
