"""What a harvest is compared with: earlier readings of its articles, and the validator of its first page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sw_scraper.crawl.gate import Reading
from sw_scraper.crawl.validators import NOTE, Validator
from sw_scraper.store.history import harvests_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from sw_scraper.store.store import Store

_COLUMNS = (
    "article_id", "title", "teaser", "date_published", "date_source", "authors", "authors_source", "extractor_version",
)  # fmt: skip
_ENRICHED = ("rest", "feed", "article")
_HARVESTS = 5  # the last ones that count; with them the last sweep, which saw everything


def known_validator(store: Store, tag_id: str, *, swept_after: datetime) -> Validator | None:
    """The validator with which a harvest may ask for the first page conditionally; None to ask for it as it is.

    Only what was read properly to its end may be called not modified: the last harvest was good, and a full sweep of
    the list is not due.

    Args:
        store: the dataset.
        tag_id: of the tag.
        swept_after: UTC; a full sweep before that is too old.
    """
    state = store.state_of(tag_id)
    if state.last_verdict not in ("complete", "unchanged") or not state.listed:
        return None
    if state.last_full_at is None or state.last_full_at < swept_after:
        return None
    counting = [harvest for harvest in harvests_of(store.commits_of(tag_id)) if harvest.counts]
    return Validator.of_note(counting[-1].commit.body.get("notes", {}).get(NOTE)) if counting else None


def reading_of(row: Mapping[str, Any], *, extractor_version: str) -> Reading:
    """A row of sightings as the gate looks at it: what the list shows, not what was found beside it."""
    dated = row["date_published"] is not None and row["date_source"] not in _ENRICHED
    signed = row["authors_source"] not in _ENRICHED
    return Reading(
        title=row["title"],
        teaser=row["teaser"],
        day=row["date_published"][:10] if dated else None,
        authors=(", ".join(row["authors"]) or None) if signed else None,
        extractor_version=extractor_version,
    )


def known_readings(store: Store, tag_id: str, wanted: Collection[str]) -> dict[str, Reading]:
    """What the last harvests that count said of articles of a tag.

    Args:
        store: the dataset.
        tag_id: of the tag.
        wanted: article_ids; what else was seen is left out.
    """
    counting = [harvest for harvest in harvests_of(store.commits_of(tag_id)) if harvest.counts]
    sweeps = [harvest for harvest in counting if harvest.is_sweep][-1:]
    found: dict[str, Reading] = {}
    for harvest in [*sweeps, *counting[-_HARVESTS:]]:  # later ones replace earlier ones
        path = harvest.commit.sightings_file
        if path is None:
            continue
        for row in store.source.sightings([path], columns=_COLUMNS).to_pylist():
            if row["article_id"] in wanted:
                found[row["article_id"]] = reading_of(row, extractor_version=row["extractor_version"])
    return found
