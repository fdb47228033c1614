"""Rows that the contract of the dataset allows; the others are dropped and counted, with the reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sw_scraper.crawl.items import PageItem
from sw_scraper.normalize.urls import is_http
from sw_scraper.store.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

# What the harvest as a whole gives: the store adds it to every row.
_OF_THE_HARVEST = frozenset(
    {"harvest_id", "site", "taxonomy", "tag", "tag_id", "extractor_version", "verdict", "scope", "origin"}
)
_COLUMNS = tuple(column for column in TABLES["sightings"].columns if column.name not in _OF_THE_HARVEST)


class ValidatePipeline:
    """Drops rows that break the contract; passes everything else on."""

    def process_item(self, item: Any) -> Any:
        """The page with its valid rows."""
        if not isinstance(item, PageItem):
            return item
        faults = [fault_of(row) for row in item.rows]
        kept = tuple(row for row, fault in zip(item.rows, faults, strict=True) if fault is None)
        dropped = Counter(item.dropped) + Counter(fault for fault in faults if fault is not None)
        return replace(item, rows=kept, dropped=dropped)


def fault_of(row: Mapping[str, Any]) -> str | None:
    """Why a row cannot be stored, in words for the summary; None for a good one.

    Args:
        row: columns of sightings, without those that the harvest as a whole gives.
    """
    if not row["url_raw"]:
        return "no link"
    if not is_http(row["url"]) or not is_http(row["url_raw"]):
        return "link is no web address"
    if row["title"] is None and row["teaser"] is None:
        return "neither title nor teaser"
    for column in _COLUMNS:
        value = row[column.name]
        if value is None and not column.nullable:
            return f"{column.name} is missing"
        if value is not None and column.values and value not in column.values:
            return f"{column.name} is not one of its values"
    return None
