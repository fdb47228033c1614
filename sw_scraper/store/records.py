"""What a harvest tells the store, and what the store tells the harvest."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from sw_scraper.model import EMPTY, Link, Origin, Scope, TagKey, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

DiscoveredBy = Literal["given", "rest", "sitemap", "link"]
ExpectedSource = Literal["rest", "feed", "page"]
Robots = Literal["allowed", "disallowed", "unreachable"]
TdmReserved = Literal["yes", "no", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HarvestHead:
    """What is known of a harvest before its first page; the same in each of its rows.

    Attributes:
        harvest_id: globally unique; on replay the recording's.
        key: the tag.
        extractor_version: version of the extraction code that reads the pages.
        origin: where the bytes come from.
    """

    harvest_id: str
    key: TagKey
    extractor_version: str
    origin: Origin = "live"


@dataclass(frozen=True, slots=True, kw_only=True)
class TagFacts:
    """What a harvest learned of its tag: the header of the archive and its addresses.

    Attributes:
        tag_url: address of the archive, after redirects.
        aliases: other addresses that led to it.
        goal_number: number of the Sustainable Development Goal; None when it is none.
        discovered_by: how the tag was found.
    """

    tag_url: str
    aliases: tuple[str, ...] = ()
    name: str | None = None
    name_raw: str | None = None
    description: str | None = None
    language: str | None = None
    links: tuple[Link, ...] = ()
    goal_number: int | None = None
    discovered_by: DiscoveredBy = "given"


@dataclass(frozen=True, slots=True, kw_only=True)
class HarvestRecord:
    """What a harvest says of itself when it ends; the store adds the counts that only it can know.

    The store computes n_teasers, n_new, n_changed, n_gone, coverage, committed_at, sightings_file, sightings_sha256
    and format. Attributes not listed here are the columns of the same name in the harvests table.

    Attributes:
        first_fetch_at: when the first response that was used began (on replay the recording's WARC-Date); None when
            there was none. Together with last_fetch_at it dates what the harvest saw, so that a replay gives the same
            tables as the harvest did.
        last_fetch_at: the same of the last one.
        held_as: for verdict ``held`` the verdict that it would have had, and has once accepted.
        pages_not_modified: numbers of the archive pages that the server called not modified: what stood on them is
            confirmed.
        n_errors: requests that failed for good.
        settings: the settings that shaped the harvest, as text, without secrets; stand in the commit file only.
        notes: anything else that a reader of the commit file may want, as text.
        recorded_at: on replay, when the recorded harvest ended: what the harvests table gives as ``committed_at``, so
            that two replays give equal tables; None for a live harvest.
    """

    run_id: str
    start_url: str
    mode: str
    scope: Scope
    verdict: Verdict
    started_at: datetime
    finished_at: datetime
    tag: TagFacts
    reason: str | None = None
    failure_class: str | None = None
    first_fetch_at: datetime | None = None
    last_fetch_at: datetime | None = None
    held_as: Literal["complete", "unchanged", "partial"] = "complete"
    pages_not_modified: tuple[int, ...] = ()
    n_pages: int = 0
    n_dropped: int = 0
    last_page: int | None = None
    n_expected: int | None = None
    expected_source: ExpectedSource | None = None
    n_requests: int = 0
    n_not_modified: int = 0
    n_retries: int = 0
    n_errors: int = 0
    wire_bytes: int = 0
    body_bytes: int = 0
    extractor: str | None = None
    theme: str | None = None
    drift: bool = False
    robots: Robots | None = None
    tdm_reserved: TdmReserved | None = None
    contact: str | None = None
    user_agent: str | None = None
    tool_version: str | None = None
    python_version: str | None = None
    scrapy_version: str | None = None
    settings_sha256: str | None = None
    warc_file: str | None = None
    warc_sha256: str | None = None
    settings: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    notes: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitResult:
    """What a commit did.

    Attributes:
        harvest_id: of the harvest.
        commit_file: relative to the dataset.
        sightings_file: relative to the dataset; None when the harvest has no rows.
        n_teasers: rows committed.
        n_new: articles that were new to the tag; 0 for held and failed harvests, which change nothing.
        n_changed: known articles that this tag showed differently than before.
        n_gone: articles gone from the tag.
        coverage: ``title``, ``teaser``, ``date``, ``authors`` to the share of rows that have it; None without rows.
        date_sources: ``page``, ``linked_data``, ... to the number of rows whose date was read there.
        committed_at: UTC.
        repeated: this harvest had been committed before by the same extractor version; nothing was written.
    """

    harvest_id: str
    commit_file: str
    sightings_file: str | None
    n_teasers: int
    n_new: int
    n_changed: int
    n_gone: int
    coverage: Mapping[str, float] | None
    date_sources: Mapping[str, int]
    committed_at: datetime
    repeated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TagState:
    """What the dataset knows of a tag: what an incremental harvest stops at and compares with.

    Attributes:
        tag_id: of the tag.
        listed: article_id to content_hash of its last sighting in this tag, for what the tag lists now.
        gone: article_ids that it listed once.
        last_harvest_at: last harvest, whatever its verdict; None for a tag never harvested.
        last_good_at: last one that was complete, unchanged or accepted.
        last_full_at: last full sweep that was complete.
        last_verdict: verdict of the last harvest.
        n_expected: how many entries the site said the list has, last time that it said so.
        harvest_ids: of every harvest that counts, oldest first.
    """

    tag_id: str
    listed: Mapping[str, str]
    gone: frozenset[str]
    last_harvest_at: datetime | None = None
    last_good_at: datetime | None = None
    last_full_at: datetime | None = None
    last_verdict: Verdict | None = None
    n_expected: int | None = None
    harvest_ids: tuple[str, ...] = ()


def new_harvest_id(started_at: datetime) -> str:
    """A globally unique id for a harvest that begins now; sorts by time and is a plain file name.

    Args:
        started_at: UTC.

    Returns:
        Such as ``20261122t020304z-5f3a9c1e``.
    """
    return f"{started_at:%Y%m%dt%H%M%Sz}-{secrets.token_hex(4)}"
