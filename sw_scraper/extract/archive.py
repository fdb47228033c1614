"""From the bytes of a page to what it says as an archive; pure: no network, no clock, no logger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sw_scraper.extract.builder import Builder
from sw_scraper.extract.completion import completed
from sw_scraper.extract.document import load_document
from sw_scraper.extract.header import find_tag_header
from sw_scraper.extract.judge import Candidate, Judge
from sw_scraper.extract.miner import Miner
from sw_scraper.extract.outline import Outline
from sw_scraper.extract.pagination import find_pagination
from sw_scraper.extract.version import EXTRACTOR_VERSION
from sw_scraper.model import ArchivePage, CandidateReport, SiteProfile

if TYPE_CHECKING:
    from datetime import datetime


def extract_archive(
    html: bytes | str,
    url: str,
    *,
    fetched_at: datetime | None = None,
    content_type: str | None = None,
    site: str | SiteProfile | None = None,
) -> ArchivePage:
    """What a page says, if it is a page of an archive.

    Args:
        html: the page's bytes, or its decoded text.
        url: the page's own address, absolute.
        fetched_at: when the page was fetched, aware; relative dates ("two days ago") are read only with it.
        content_type: the HTTP header's value; None when not known.
        site: a site profile or the key of one; None for a page of any site.

    Returns:
        The page; it never raises for what stands in the page.
    """
    doc = load_document(html, url=url, content_type=content_type)
    outline = Outline(doc)
    judge = Judge(doc, outline)
    candidates = [Candidate("structure", regions) for regions in Miner(doc, outline).region_sets()]
    for candidate in candidates:
        judge.weigh(candidate)
    candidates.sort(key=lambda one: one.score, reverse=True)
    winner = candidates[0] if candidates else None
    builder = Builder(doc, language=doc.language, fetched_at=fetched_at, timezone=None)
    if winner:
        winner.regions = completed(winner.regions, doc, outline)
    built = builder.records(winner.regions.regions) if winner else []
    records = [node for region, _ in built for node in region.nodes]
    teasers = tuple(teaser for _, teaser in built)
    pagination = find_pagination(
        doc, records=records, article_urls=frozenset(teaser.url for teaser in teasers if teaser.url)
    )
    return ArchivePage(
        url=url,
        kind="archive" if teasers else "other",
        language=doc.language,
        tag=find_tag_header(doc, records=records),
        teasers=teasers,
        pagination=pagination,
        extractor="structure" if teasers else "none",
        extractor_version=EXTRACTOR_VERSION,
        confidence=0.5 if teasers else 0.0,
        candidates=tuple(
            CandidateReport(
                extractor=one.extractor,
                n_records=len(one.regions.regions),
                score=round(one.score, 3),
                verdict="won" if one is winner else "weaker",
            )
            for one in candidates
        ),
    )
