"""The values that travel between the rooms: frozen, slotted, keyword-only.

None means that the page does not say; an empty tuple means that the page names none; "" never means unknown.
URLs are absolute unless a field's name ends in ``_raw``. Instants are aware UTC datetimes; a date of the page
keeps its own precision and offset.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Literal

Kind = Literal["archive", "empty", "article", "home", "error", "login", "challenge", "other"]
Precision = Literal["year", "month", "day", "minute", "second"]
Origin = Literal["live", "replay", "sample"]
Scope = Literal["full", "newest", "window"]
Verdict = Literal["complete", "unchanged", "partial", "held", "failed"]

EMPTY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDate:
    """A date exactly as precise as the page says.

    Attributes:
        iso: ISO 8601 text, such as ``2025``, ``2025-06``, ``2025-06-08``, ``2025-06-08T14:30+02:00``.
        precision: the smallest unit that the page gives.
        day: the civil day in the page's own zone; None when the page gives no day.
        instant: the moment in UTC; None when time or zone is not known.
    """

    iso: str
    precision: Precision
    day: date | None = None
    instant: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link with its visible text (cleaned) and absolute URL."""

    text: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TagHeader:
    """What an archive page says of its tag.

    Attributes:
        name: without prefixes such as ``#`` or ``Category:`` and without the site's name.
        name_raw: as the page shows it; None when the name was taken from the URL or is not shown.
        slug: the last path segment of the archive's address, decoded; None when the address has none.
        taxonomy: the path segment before the slug, or the query key; None when the address has none.
        description: the text between the name and the list, paragraphs joined by a blank line.
        links: the links in the description, in order.
    """

    name: str
    name_raw: str | None = None
    slug: str | None = None
    taxonomy: str | None = None
    description: str | None = None
    links: tuple[Link, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The header as plain values, with the keys of the library contract."""
        return {
            "name": self.name,
            "slug": self.slug,
            "taxonomy": self.taxonomy,
            "description": self.description,
            "links": [{"text": link.text, "url": link.url} for link in self.links],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaser:
    """One entry of an archive page, raw beside normalized.

    Attributes:
        position: 1-based on the page.
        url: absolute http(s) URL of the article, as linked (not canonical).
        url_raw: the href as the page has it.
        teaser_is_cut: the teaser is the beginning of a whole post in the list, cut at a sentence.
        date: the publication date; never a modification date, a reading time or a date of an event in the text.
        date_raw: what the page says, such as ``8 giugno 2025`` or a ``datetime`` attribute.
        date_source: ``page`` or ``linked_data``; None without a date.
        modified_at: the instant of the last change, where the page gives one with time and zone.
        authors: names without ``by``, ``di`` and the like; ``authors_raw`` as shown.
        rules: field name to the rule that gave it, such as ``theme:elementor title`` or ``structure:heading-link``.
    """

    position: int
    url: str | None = None
    url_raw: str | None = None
    title: str | None = None
    title_raw: str | None = None
    teaser: str | None = None
    teaser_raw: str | None = None
    teaser_is_cut: bool = False
    date: PageDate | None = None
    date_raw: str | None = None
    date_source: Literal["page", "linked_data"] | None = None
    modified_at: datetime | None = None
    authors: tuple[str, ...] = ()
    authors_raw: tuple[str, ...] = ()
    authors_source: Literal["page", "linked_data"] | None = None
    categories: tuple[str, ...] = ()
    image_url: str | None = None
    rules: Mapping[str, str] = field(default_factory=lambda: EMPTY)

    def to_dict(self) -> dict[str, Any]:
        """The teaser as plain values, with the keys of the library contract."""
        return {
            "position": self.position,
            "url": self.url,
            "url_raw": self.url_raw,
            "title": self.title,
            "title_raw": self.title_raw,
            "teaser": self.teaser,
            "teaser_is_cut": self.teaser_is_cut,
            "date_published": self.date.iso if self.date else None,
            "date_published_raw": self.date_raw,
            "authors": list(self.authors),
            "image_url": self.image_url,
            "categories": list(self.categories),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Pagination:
    """Where the list goes on.

    Attributes:
        next_url: the next page in reading order, absolute; None on the last page or without pagination.
        page_number: the number of this page as the site counts, 1-based.
        last_page: the highest page number that the page names.
        n_expected: how many entries the page says the whole list has ("120 results").
        rules: ``next_url``, ``page_number``, ``last_page``, ``n_expected`` to the rule that gave it.
    """

    next_url: str | None = None
    page_number: int | None = None
    last_page: int | None = None
    n_expected: int | None = None
    rules: Mapping[str, str] = field(default_factory=lambda: EMPTY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternate:
    """A machine-readable twin that the page advertises: a feed, a REST address, or the root of all REST addresses."""

    kind: Literal["feed", "rest", "api"]
    url: str
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateReport:
    """One candidate for the main list, for people who ask why (``sw-scraper doctor``).

    Attributes:
        extractor: the strategy that proposed it.
        n_records: how many records it would have given.
        score: what the judge gave it, higher is better.
        verdict: ``won`` or why it was rejected.
        path: where the list stands, a short path such as ``main > div.posts``.
    """

    extractor: str
    n_records: int
    score: float
    verdict: str
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivePage:
    """What one page says: its kind, the tag's header, the teasers and where the list goes on.

    Attributes:
        url: the page's own address, as given.
        kind: only ``archive`` pages have teasers; ``empty`` is an archive that says it has none.
        reasons: why the kind was chosen, in plain words, most important first.
        language: BCP 47; None when it could not be told.
        extractor: the strategy that won (``site:<key>``, ``theme:<name>``, ``linked_data``, ``structure``); ``none``
            when the page gave no teasers.
        confidence: 0..1, of the list as a whole.
        theme: the family of markup that was recognised, whichever strategy won.
        drift: a site profile has selectors for this page and they no longer fit.
        alternates: feeds and REST addresses that the page advertises.
        candidates: every candidate that was judged, the winner first.
    """

    url: str
    kind: Kind
    reasons: tuple[str, ...] = ()
    language: str | None = None
    tag: TagHeader | None = None
    teasers: tuple[Teaser, ...] = ()
    pagination: Pagination = Pagination()
    extractor: str = "none"
    extractor_version: str = ""
    confidence: float = 0.0
    theme: str | None = None
    drift: bool = False
    alternates: tuple[Alternate, ...] = ()
    candidates: tuple[CandidateReport, ...] = ()

    @property
    def next_url(self) -> str | None:
        """The next page in reading order, absolute."""
        return self.pagination.next_url

    def to_dict(self) -> dict[str, Any]:
        """The page as plain values, with the keys of the library contract."""
        return {
            "url": self.url,
            "kind": self.kind,
            "reasons": list(self.reasons),
            "language": self.language,
            "tag": self.tag.to_dict() if self.tag else None,
            "teasers": [teaser.to_dict() for teaser in self.teasers],
            "next_url": self.pagination.next_url,
            "page_number": self.pagination.page_number,
            "last_page": self.pagination.last_page,
            "extractor": self.extractor,
            "confidence": self.confidence,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Taxonomy:
    """A taxonomy of a site and the shape of its addresses.

    Attributes:
        name: as in ``tag_id``, such as ``sdgs``.
        archive_path: with ``{slug}``, such as ``/sdgs/{slug}/``.
    """

    name: str
    archive_path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteProfile:
    """What is known of a site, read from one TOML file (``sw_scraper/sites/README.md`` has the keys).

    Attributes:
        key: such as ``secondowelfare``; first part of every ``tag_id``.
        base_url: scheme and host with a final slash, such as ``https://www.secondowelfare.it/``.
        hosts: every host that is the same site, ``base_url``'s first.
        taxonomies: in the order in which a bare ``tag=slug`` is looked up; the first is the default.
        known_tags: ``taxonomy/slug`` whose addresses are certain.
        aliases: old paths of a tag (``/S-partnership``) to ``taxonomy/slug``.
        selectors: field to CSS selectors, tried before any theme; keys as in a theme file.
        goal_numbers: ``taxonomy/slug`` to the number of the Sustainable Development Goal it stands for.
        origin: ``sample`` for the recording that ships with the project.
        file: where the profile was read from, for messages.
    """

    key: str
    name: str
    base_url: str
    hosts: tuple[str, ...]
    language: str | None = None
    timezone: str | None = None
    taxonomies: tuple[Taxonomy, ...] = ()
    known_tags: tuple[str, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    selectors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    extra_origins: tuple[str, ...] = ()
    goal_numbers: Mapping[str, int] = field(default_factory=dict)
    origin: Literal["live", "sample"] = "live"
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TagKey:
    """The identity of a tag: ``site/taxonomy/slug``."""

    site: str
    taxonomy: str
    slug: str

    @property
    def tag_id(self) -> str:
        """``site/taxonomy/slug``, the key of the tags table."""
        return f"{self.site}/{self.taxonomy}/{self.slug}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and what came back, as the download handler saw it; travels in ``request.meta["sw_exchange"]``.

    Attributes:
        fetched_at: when the response began, UTC; on replay the recording's WARC-Date.
        record_id: the WARC-Record-ID of the response, ``<urn:uuid:...>``; None when nothing is recorded.
        payload_digest: ``sha256:`` and the hex digest of the body as received (content coding kept).
        wire_bytes: bytes of the body as received; ``body_bytes`` after decoding.
        truncated: why the body is not whole (``length``, ``time``, ``disconnect``); None when it is whole.
    """

    url: str
    fetched_at: datetime
    record_id: str | None = None
    payload_digest: str | None = None
    wire_bytes: int = 0
    body_bytes: int = 0
    truncated: str | None = None
