"""``-o`` and ``-O``: one row a teaser with the columns of sightings, whatever travels through the pipelines.

Rows are written when their harvest is committed, from the committed file: they are what the dataset holds, verdict
and scope included, and an interrupted harvest leaves no half feed.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from scrapy.extensions.feedexport import FeedExporter, FeedSlot

from sw_scraper.crawl.items import HarvestEnd
from sw_scraper.crawl.run import Run
from sw_scraper.errors import StoreError
from sw_scraper.store.commits import instant_text
from sw_scraper.store.schema import TABLES
from sw_scraper.store.source import committed_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scrapy import Spider
    from scrapy.crawler import Crawler

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_BATCH_ROWS = 1000


class TeaserFeedExporter(FeedExporter):
    """Scrapy's feed exporter, fed with rows."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        for options in self.feeds.values():
            options["fields"] = options["fields"] or list(TABLES["sightings"].names)

    def item_scraped(self, item: Any, spider: Spider) -> None:
        """Export the rows of a harvest that ended; other items are no rows yet."""
        if not isinstance(item, HarvestEnd) or item.sightings_file is None:
            return
        try:
            self._export(item.sightings_file, spider)
        except OSError as error:
            self._failed(error)

    async def _close_slot(self, slot: FeedSlot, spider: Spider) -> None:
        """Write a feed out."""
        try:
            await super()._close_slot(slot, spider)
        except OSError as error:
            self._failed(error)

    def _export(self, path: str, spider: Spider) -> None:
        """Hand every row to every feed."""
        for row in _rows(path):
            slots = []
            for slot in self.slots:
                self.slots = [slot]  # Scrapy's own may put the next batch's slot in its place
                super().item_scraped(spreadsheet_row(row) if slot.format == "csv" else row, spider)
                slots += self.slots
            self.slots = slots

    def _failed(self, error: OSError) -> None:
        """A feed cannot be written; the dataset itself is not concerned."""
        names = ", ".join(slot.uri for slot in self.slots)
        Run.of(self.crawler).feed_error = StoreError(
            f"a file of -o or -O could not be written ({error.strerror or error})",
            where=names,
            hint="The dataset has the rows all the same: sw-scraper show sightings",
        )
        self.slots = []


def spreadsheet_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row for CSV: lists and maps as JSON, and no text that a spreadsheet would run as a formula.

    >>> spreadsheet_row({"title": "=1+1", "authors": ["A", "B"], "position": 3})
    {'title': "'=1+1", 'authors': '["A", "B"]', 'position': 3}
    """
    return {name: _cell(value) for name, value in row.items()}


def _cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value


def _rows(path: str) -> Iterator[dict[str, Any]]:
    """The rows of a committed file as plain values, as in the dataset's JSONL."""
    names = TABLES["sightings"].names
    with committed_rows(path) as file:
        for batch in file.iter_batches(batch_size=_BATCH_ROWS):
            for row in batch.to_pylist(maps_as_pydicts="strict"):
                yield {name: _plain(row[name]) for name in names}


def _plain(value: Any) -> Any:
    """A value of a row as JSON has it."""
    if isinstance(value, datetime):
        return instant_text(value)
    return value.isoformat() if isinstance(value, date) else value
