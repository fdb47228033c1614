"""From the bytes of a page to what it says as an archive; pure: no network, no clock, no logger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sw_scraper.extract.alternates import alternates_of
from sw_scraper.extract.builder import Builder
from sw_scraper.extract.candidates import proposals
from sw_scraper.extract.completion import completed
from sw_scraper.extract.document import Document, load_document
from sw_scraper.extract.drift import drift_of
from sw_scraper.extract.header import find_tag_header
from sw_scraper.extract.judge import Candidate, Judge
from sw_scraper.extract.kind import judge_kind
from sw_scraper.extract.outline import Outline
from sw_scraper.extract.pagination import find_pagination
from sw_scraper.extract.script import language_of
from sw_scraper.extract.version import EXTRACTOR_VERSION
from sw_scraper.model import ArchivePage, CandidateReport, Pagination, SiteProfile
from sw_scraper.sites.profiles import find_profile, load_profiles

if TYPE_CHECKING:
    from datetime import datetime

    from sw_scraper.extract.document import Element
    from sw_scraper.extract.regions import Region
    from sw_scraper.model import Teaser


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """A page as it was read, for commands that show people what the extraction sees.

    Attributes:
        page: what :func:`extract_archive` says.
        document: the tree.
        teasers: what was read of the best list, also where the page was found to be no archive.
        regions: the elements of each of the ``teasers``.
        pagination: what was found, also where the page was found to be no archive.
    """

    page: ArchivePage
    document: Document
    teasers: tuple[Teaser, ...]
    regions: tuple[tuple[Element, ...], ...]
    pagination: Pagination


_FULL_EVIDENCE = 24.0  # a judge's score of some six plain entries with title, text and date
_MOST_REPORTED = 8


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

    Raises:
        ConfigError: there is no site with the key.
    """
    return inspect_archive(html, url, fetched_at=fetched_at, content_type=content_type, site=site).page


def inspect_archive(
    html: bytes | str,
    url: str,
    *,
    fetched_at: datetime | None = None,
    content_type: str | None = None,
    site: str | SiteProfile | None = None,
) -> Inspection:
    """What :func:`extract_archive` says, with the tree and the elements that it was read from.

    Args:
        html: see :func:`extract_archive`, as all other arguments.
        url: the page's own address.
        fetched_at: when the page was fetched.
        content_type: the HTTP header's value.
        site: a site profile or the key of one.

    Raises:
        ConfigError: there is no site with the key.
    """
    profile = find_profile(site, load_profiles()) if isinstance(site, str) else site
    doc = load_document(html, url=url, content_type=content_type)
    outline = Outline(doc)
    candidates, themes = proposals(doc, outline, profile)
    ranked = Judge(doc, outline).ranked(candidates)
    winner = ranked[0] if ranked else None
    language = language_of(doc, profile)
    built = _built(winner, doc, outline, language=language, fetched_at=fetched_at, profile=profile)
    page = _Found(doc, winner, built, ranked)
    pagination = find_pagination(doc, records=page.elements, article_urls=page.urls)
    header = find_tag_header(doc, records=page.elements, site=profile)
    confidence = page.confidence()
    kind, reasons = judge_kind(
        doc,
        records=page.elements,
        pagination=pagination,
        header=header,
        confidence=confidence,
        n_dated=sum(1 for teaser in page.teasers if teaser.date),
        urls=tuple(teaser.url for teaser in page.teasers),
    )
    is_archive = kind == "archive" and bool(page.teasers)
    theme = next((one.name for one in themes if winner and winner.extractor == f"theme:{one.name}"), None)
    said = ArchivePage(
        url=url,
        kind=kind,
        reasons=(*reasons, *doc.notes),
        language=language,
        tag=header,
        teasers=page.teasers if is_archive else (),
        pagination=pagination if kind in {"archive", "empty"} else Pagination(),
        extractor=winner.extractor if winner and is_archive else "none",
        extractor_version=EXTRACTOR_VERSION,
        confidence=confidence if is_archive else 0.0,
        theme=theme or (themes[0].name if themes else None),
        drift=drift_of(profile, winner, page.teasers) if is_archive else False,
        alternates=alternates_of(doc),
        candidates=tuple(_reported(one, winner, is_archive=is_archive) for one in ranked[:_MOST_REPORTED]),
    )
    return Inspection(
        page=said,
        document=doc,
        teasers=page.teasers,
        regions=tuple(tuple(region.nodes) for region, _ in built),
        pagination=pagination,
    )


def _built(
    winner: Candidate | None,
    doc: Document,
    outline: Outline,
    *,
    language: str | None,
    fetched_at: datetime | None,
    profile: SiteProfile | None,
) -> list[tuple[Region, Teaser]]:
    if winner is None:
        return []
    winner.regions = completed(winner.regions, doc, outline)
    builder = Builder(doc, language=language, fetched_at=fetched_at, timezone=profile.timezone if profile else None)
    return builder.records(winner.regions.regions, fields=winner.fields)


class _Found:
    """The winning list and what was made of it."""

    def __init__(
        self,
        doc: Document,
        winner: Candidate | None,
        built: list[tuple[Region, Teaser]],
        ranked: list[Candidate],
    ) -> None:
        self._doc = doc
        self._winner = winner
        self._ranked = ranked
        self.elements: list[Element] = [node for region, _ in built for node in region.nodes]
        self.teasers: tuple[Teaser, ...] = tuple(teaser for _, teaser in built)
        self.urls = frozenset(teaser.url for teaser in self.teasers if teaser.url)

    def confidence(self) -> float:
        """0..1: how much evidence there is, how complete the records are, and how far behind the next best list is."""
        if self._winner is None or not self.teasers:
            return 0.0
        count = len(self.teasers)
        complete = sum((teaser.title is not None) + (teaser.url is not None) for teaser in self.teasers) / (2 * count)
        evidence = min(1.0, self._winner.score / _FULL_EVIDENCE)
        rival = next((one.score for one in self._ranked[1:] if not one.overlaps(self._winner)), 0.0)
        lead = 1.0 - min(1.0, rival / self._winner.score) if self._winner.score else 0.0
        return round(complete * (0.25 + 0.45 * evidence + 0.3 * lead), 3)


def _reported(one: Candidate, winner: Candidate | None, *, is_archive: bool) -> CandidateReport:
    if one is winner:
        verdict = "won" if is_archive else "best list, but the page is no archive"
    elif winner is not None and one.overlaps(winner):
        verdict = f"the same part of the page as {winner.extractor}, less evidence"
    else:
        verdict = "; ".join(one.reasons) or "less evidence of records"
    return CandidateReport(
        extractor=one.extractor,
        n_records=len(one.regions.regions),
        score=round(one.score, 2),
        verdict=verdict,
        path=one.path(),
    )
