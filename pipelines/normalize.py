"""Teasers to rows: the columns of sightings, with what the page said beside every normalized value."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sw_scraper.crawl.items import PageItem
from sw_scraper.crawl.run import Run
from sw_scraper.normalize.urls import canonical_url

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

    from sw_scraper.crawl.steps import Entry
    from sw_scraper.model import SiteProfile, Teaser


class NormalizePipeline:
    """Gives every page its rows; passes everything else on.

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
        """The page with one row a teaser, in page order."""
        if not isinstance(item, PageItem) or item.harvest_id not in self.run.harvests:
            return item
        profile = self.run.harvests[item.harvest_id].profile
        return replace(item, rows=sighting_rows(item, profile))


def sighting_rows(item: PageItem, profile: SiteProfile | None) -> tuple[dict[str, Any], ...]:
    """One row a teaser, in page order: the columns of sightings that the harvest as a whole does not give.

    Args:
        item: a page with its teasers.
        profile: of the site, for the language where the page does not say; None without one.
    """
    page, exchange = item.page, item.exchange
    shared = {
        "fetched_at": exchange.fetched_at,
        "page_number": item.number,
        "page_url": item.url,
        "language": page.language or (profile.language if profile else None),
        "extractor": page.extractor,
        "confidence": page.confidence,
        "warc_record_id": exchange.record_id,
        "payload_digest": exchange.payload_digest,
    }
    pairs = zip(item.teasers, item.entries, strict=True)
    return tuple({**shared, **_teaser_columns(teaser, entry)} for teaser, entry in pairs)


def _teaser_columns(teaser: Teaser, entry: Entry) -> dict[str, Any]:
    """The columns that are a teaser's own."""
    date = teaser.date
    return {
        "position": teaser.position,
        "article_id": entry.identity if teaser.url else None,
        "url": canonical_url(teaser.url) if teaser.url else None,
        "url_raw": teaser.url,
        "title": teaser.title,
        "title_raw": teaser.title_raw,
        "teaser": teaser.teaser,
        "teaser_raw": teaser.teaser_raw,
        "teaser_is_cut": teaser.teaser_is_cut,
        "date_published": date.iso if date else None,
        "date_precision": date.precision if date else None,
        "published_on": date.day if date else None,
        "published_at": date.instant if date else None,
        "date_published_raw": teaser.date_raw,
        "date_source": teaser.date_source,
        "modified_at": teaser.modified_at,
        "authors": list(teaser.authors),
        "authors_raw": list(teaser.authors_raw),
        "authors_source": teaser.authors_source,
        "categories": list(teaser.categories),
        "image_url": teaser.image_url,
        "rules": dict(teaser.rules),
        "content_hash": entry.content_hash,
    }
