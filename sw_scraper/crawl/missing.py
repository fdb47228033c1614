"""Where dates and authors that the archive pages lack would come from, and what that costs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sw_scraper.crawl.outcome import Outcome

_REST_BATCH = 100  # posts that one REST request gives at most
_FEED_BATCH = 10  # entries of a feed page, as most sites have it


def missing_notes(outcome: Outcome) -> list[str]:
    """One sentence on missing dates and authors; none when all rows have both, or there are no rows.

    Args:
        outcome: of a harvest with a commit.
    """
    result = outcome.result
    if result is None or not result.coverage or not result.n_teasers:
        return []
    gaps = {
        name: result.n_teasers - round(result.coverage[field] * result.n_teasers)
        for name, field in (("date", "date"), ("author", "authors"))
    }
    lacking = {name: count for name, count in gaps.items() if count}
    if not lacking:
        return []
    missing = " and ".join(f"no {name} for {count:,}" for name, count in lacking.items())
    return [f"The archive pages give {missing} of {result.n_teasers:,}. {_way(outcome, max(lacking.values()))}"]


def _way(outcome: Outcome, count: int) -> str:
    """The cheapest way to the values, with its price in requests."""
    kinds = {alternate.kind for alternate in outcome.alternates}
    if "rest" in kinds:
        source, price = "The REST address that the pages advertise", math.ceil(count / _REST_BATCH)
    elif "feed" in kinds:
        source, price = "The feed that the pages advertise", math.ceil(count / _FEED_BATCH)
    else:
        return f"The article pages may have them, at a request each ({count:,}); this version does not read them."
    plural = "" if price == 1 else "s"
    return f"{source} may have them, for about {price:,} request{plural}; this version does not read it."
