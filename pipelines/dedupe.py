"""One row an article and harvest: the first one stays, repeats are dropped and counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sw_scraper.crawl.items import PageItem
from sw_scraper.crawl.run import Run

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

REPEATED = "repeated in the list"
"""The reason of every drop here: lists shift while they are read, and sites link to one article in many ways."""


class DedupePipeline:
    """Drops rows of articles that the harvest has already; passes everything else on.

    Args:
        run: the run that the harvests belong to.
    """

    def __init__(self, run: Run) -> None:
        self.run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The step of a crawler."""
        return cls(Run.of(crawler))

    def process_item(self, item: Any) -> Any:
        """The page with the rows of articles that are new to the harvest."""
        if not isinstance(item, PageItem) or item.harvest_id not in self.run.harvests:
            return item
        seen = self.run.harvests[item.harvest_id].seen
        kept = []
        for row in item.rows:
            if row["article_id"] not in seen:
                seen.add(row["article_id"])
                kept.append(row)
        repeats = len(item.rows) - len(kept)
        dropped = Counter(item.dropped) + Counter({REPEATED: repeats})
        return replace(item, rows=tuple(kept), dropped=dropped)
