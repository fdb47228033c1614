"""How a harvest ended, with all that the summary and the exit code need."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sw_scraper.crawl.enrichment import Enrichment
    from sw_scraper.model import Alternate, Origin, SiteProfile, TagKey, Verdict
    from sw_scraper.store.records import CommitResult, HarvestRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The end of one harvest.

    Attributes:
        harvest_id: of the harvest; "" when it never began.
        asked: what the user wrote.
        key: the tag.
        profile: of the site; None without one.
        verdict: as committed, or ``locked`` when another harvest holds the tag.
        reason: one sentence in plain words.
        hint: what to do next; "" when there is nothing to do.
        tried: the addresses that were asked for, when the site has none of them.
        record: what was committed; None when nothing could be.
        result: what the commit did; None when there was none.
        dropped: reason to number of teasers that became no row.
        contacts: ``emails`` and ``phones`` to how many stand in the teasers, ``rows`` to how many rows have any.
        alternates: feeds and REST addresses that the pages advertise.
        enrichment: what was asked beside the list; None when nothing was.
        origin: where the bytes came from.
        where: the address at which it ended.
        n_listed: articles that the tag lists as before; None where something was read anew.
        data_dir: of the dataset, absolute.
    """

    asked: str
    key: TagKey
    profile: SiteProfile | None
    verdict: Verdict | Literal["locked"]
    reason: str
    hint: str = ""
    failure_class: str | None = None
    where: str = ""
    tried: tuple[str, ...] = ()
    record: HarvestRecord | None = None
    result: CommitResult | None = None
    dropped: Mapping[str, int] = field(default_factory=dict)
    contacts: Mapping[str, int] = field(default_factory=dict)
    alternates: tuple[Alternate, ...] = ()
    enrichment: Enrichment | None = None
    origin: Origin = "live"
    n_listed: int | None = None
    data_dir: Path = Path()
    harvest_id: str = ""
