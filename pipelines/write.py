"""Rows to the dataset: page after page to the journal, one commit at the end of the harvest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import DropItem

from sw_scraper.crawl.baseline import reading_of
from sw_scraper.crawl.commitment import commit_harvest
from sw_scraper.crawl.items import HarvestEnd, PageItem
from sw_scraper.crawl.run import Run
from sw_scraper.errors import StoreError
from sw_scraper.extract.redaction import is_redacted

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

    from sw_scraper.crawl.harvest import Harvest


class WritePipeline:
    """Writes pages and commits harvests.

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
        """The item as it came, once it is written.

        Raises:
            DropItem: the harvest is over (interrupted, or the dataset cannot be written).
        """
        if not isinstance(item, PageItem | HarvestEnd):
            return item
        harvest = self.run.harvests.get(item.harvest_id)
        if harvest is None:
            raise DropItem("the harvest is over")
        try:
            return self._page(harvest, item) if isinstance(item, PageItem) else self._end(harvest, item)
        except StoreError as error:
            self.run.store_failed(error)
            raise DropItem("the dataset cannot be written") from error

    def _page(self, harvest: Harvest, item: PageItem) -> PageItem:
        """Write the rows of a page and count what became of its teasers."""
        writer = self.run.writer(harvest)
        # Rows of articles that were forgotten are left out by the writer; the recording is cut before it is kept.
        # Entries that were cut from a recording are read again as entries that say nothing.
        harvest.forgotten += [row for row in item.rows if writer.forgets(row["article_id"])]
        writer.add_rows([row for row in item.rows if not is_redacted(row["url"])])
        harvest.rows_out += len(item.rows)
        version = harvest.head.extractor_version
        harvest.readings |= {row["article_id"]: reading_of(row, extractor_version=version) for row in item.rows}
        harvest.dropped.update(item.dropped)
        for row in item.rows:
            harvest.note_contacts(row["teaser"])
        return item

    def _end(self, harvest: Harvest, item: HarvestEnd) -> HarvestEnd:
        """Commit the harvest; rows in are rows out and counted drops, or it is a bug."""
        lost = harvest.teasers_in - harvest.rows_out - harvest.dropped.total()
        assert lost == 0, f"{lost} teasers of {harvest.key.tag_id} became neither rows nor counted drops"
        result = commit_harvest(self.run, harvest, item.end)
        file = result.sightings_file
        return replace(item, sightings_file=str(self.run.folder / file) if file else None)
