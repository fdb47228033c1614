"""What travels from the spider through the pipelines: a page at a time, then the end of the harvest."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sw_scraper.crawl.steps import End, Entry
    from sw_scraper.model import ArchivePage, Exchange, Teaser


@dataclass(frozen=True, slots=True, kw_only=True)
class PageItem:
    """One page of a tag's list.

    Attributes:
        harvest_id: the harvest that read it.
        number: of the page in reading order, 1-based.
        url: where the request ended.
        page: what the page says.
        teasers: those that count, in page order; ``entries`` has one for each.
        exchange: the request and its response, as the download handler saw them.
        rows: columns of sightings, one mapping a teaser; made by the normalize step, thinned by the later ones.
        dropped: reason to number of teasers that became no row.
    """

    harvest_id: str
    number: int
    url: str
    page: ArchivePage
    teasers: tuple[Teaser, ...]
    entries: tuple[Entry, ...]
    exchange: Exchange
    rows: tuple[Mapping[str, Any], ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class HarvestEnd:
    """The end of one harvest; comes after its last page.

    Attributes:
        host: of the tag's address; the next tag of the same host waits for this end.
        sightings_file: absolute path of the committed rows; set by the write step, None when there are none.
    """

    harvest_id: str
    end: End
    host: str
    sightings_file: str | None = None
