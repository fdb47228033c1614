"""Where dates and authors that the archive pages lack came from, what could not be had, and the way to the rest.

Every command that is told works as it stands, and its price is in requests.
"""

from __future__ import annotations

import math
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sw_scraper.crawl.log import one_line
from sw_scraper.sites.profiles import DEFAULT_SITE

if TYPE_CHECKING:
    from sw_scraper.crawl.outcome import Outcome

_REST_BATCH = 100  # posts that one REST request gives at most
_FEED_BATCH = 10  # entries of a feed page, as most sites have it
_LONGEST_PROBLEM = 160


def missing_notes(outcome: Outcome) -> list[str]:
    """Sentences on missing dates and authors and on what was asked for them; none when nothing is to be said.

    Args:
        outcome: of a harvest with a commit.
    """
    result = outcome.result
    notes = _problem_notes(outcome)
    if result is None or not result.coverage or not result.n_teasers:
        return notes
    gaps = {
        name: result.n_teasers - round(result.coverage[field] * result.n_teasers)
        for name, field in (("date", "date"), ("author", "authors"))
    }
    lacking = {name: count for name, count in gaps.items() if count}
    if not lacking:
        return notes
    missing = " and ".join(f"no {name} for {count:,}" for name, count in lacking.items())
    way = _way(outcome)
    words = f" {way.words}; the command stands below." if way is not None else ""
    return [*notes, f"There is {missing} of {result.n_teasers:,}.{words}"]


def missing_command(outcome: Outcome) -> str | None:
    """The command that looks for what is missing in the cheapest place that was not asked yet; None without one."""
    result = outcome.result
    if result is None or not result.coverage or not result.n_teasers:
        return None
    lacks = any(round(result.coverage[name] * result.n_teasers) < result.n_teasers for name in ("date", "authors"))
    way = _way(outcome) if lacks else None
    return way.command if way is not None else None


@dataclass(frozen=True, slots=True)
class _Way:
    """A place to look in: where and for how much, and the command."""

    words: str
    command: str


def _problem_notes(outcome: Outcome) -> list[str]:
    """What the enrichment could not have, and which of its names are accounts."""
    work = outcome.enrichment
    if work is None:
        return []
    notes = []
    if work.problems:
        first = one_line(work.problems[0])[:_LONGEST_PROBLEM]
        more = f", and {len(work.problems) - 1:,} more" if len(work.problems) > 1 else ""
        notes.append(f"Not all that the teasers lack could be had: {first}{more}.")
    accounts = sorted(one_line(name)[:60] for name in work.accounts())
    if accounts:
        shown = ", ".join(accounts[:3])
        notes.append(f"Taken for accounts of the site and no authors: {shown} (they stay in authors_raw).")
    return notes


def _way(outcome: Outcome) -> _Way | None:
    """The cheapest way that was not tried yet; None when none is left, or the harvest is a replay."""
    record, result = outcome.record, outcome.result
    if record is None or result is None or outcome.origin != "live":
        return None
    if not outcome.asked.startswith(("tag=", "url=")):
        return None
    tried = {ask.kind for ask in outcome.enrichment.asked} if outcome.enrichment is not None else set()
    kinds = {alternate.kind for alternate in outcome.alternates}
    total = result.n_teasers
    if kinds & {"rest", "api"} and not tried & {"posts", "term", "taxonomies"}:
        find = 0 if "rest" in kinds else 2
        return _told(outcome, "rest", math.ceil(total / _REST_BATCH) + find, source="The advertised REST address")
    if "feed" in kinds and "feed" not in tried:
        return _told(outcome, "feed", math.ceil(total / _FEED_BATCH), source="The advertised feed")
    if "article" not in tried:
        return _told(outcome, "article", total, source="The article pages")
    return None


def _told(outcome: Outcome, way: str, price: int, *, source: str) -> _Way:
    plural = "" if price == 1 else "s"
    words = ["sw-scraper", "harvest", outcome.asked]
    if outcome.asked.startswith("tag=") and outcome.profile is not None and outcome.profile.key != DEFAULT_SITE:
        words.append(f"site={outcome.profile.key}")
    asked = outcome.record.settings if outcome.record is not None else {}
    words += [f"{name}={asked[name]}" for name in ("max_pages", "max_items", "since") if name in asked]
    command = shlex.join([*words, "mode=full", f"enrich={way}"])
    return _Way(f"{source} may have them, for about {price:,} request{plural} more", command)
