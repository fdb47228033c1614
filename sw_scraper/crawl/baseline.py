"""What the dataset knows of the articles that a harvest has just read: the other side of the gate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sw_scraper.crawl.gate import Reading
from sw_scraper.store.history import harvests_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sw_scraper.store.store import Store

_COLUMNS = ("article_id", "title", "teaser", "date_published", "authors", "extractor_version")
_HARVESTS = 5  # the last ones that count; with them the last sweep, which saw everything


def reading_of(row: Mapping[str, Any], *, extractor_version: str) -> Reading:
    """A row of sightings as the gate looks at it."""
    return Reading(
        title=row["title"],
        teaser=row["teaser"],
        day=row["date_published"][:10] if row["date_published"] else None,
        authors=", ".join(row["authors"]) or None,
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
