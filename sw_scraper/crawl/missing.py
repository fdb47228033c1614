"""Where dates and authors that the archive pages lack came from, what could not be had, and the way to the rest.

Every command that is told here works as it stands, and its price is in requests.
"""

from __future__ import annotations

import math
import shlex
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
    way = _way(outcome, max(lacking.values()))
    return [*notes, f"There is {missing} of {result.n_teasers:,}.{f' {way}' if way else ''}"]


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


def _way(outcome: Outcome, count: int) -> str:
    """The cheapest way that was not tried yet, as a command with its price; "" when none is left."""
    record = outcome.record
    if record is None or (outcome.profile is not None and outcome.profile.origin == "sample"):
        return ""
    if record.mode == "replay" or not outcome.asked.startswith(("tag=", "url=")):
        return ""
    tried = {ask.kind for ask in outcome.enrichment.asked} if outcome.enrichment is not None else set()
    kinds = {alternate.kind for alternate in outcome.alternates}
    total = outcome.result.n_teasers if outcome.result is not None else count
    if kinds & {"rest", "api"} and not tried & {"posts", "term", "taxonomies"}:
        find = 0 if "rest" in kinds else 2
        return _command(outcome, "rest", math.ceil(total / _REST_BATCH) + find, source="the advertised REST address")
    if "feed" in kinds and "feed" not in tried:
        return _command(outcome, "feed", math.ceil(total / _FEED_BATCH), source="the advertised feed")
    if "article" not in tried:
        return _command(outcome, "article", count, source="the article pages")
    return ""


def _command(outcome: Outcome, way: str, price: int, *, source: str) -> str:
    plural = "" if price == 1 else "s"
    site = ""
    if outcome.asked.startswith("tag=") and outcome.profile is not None and outcome.profile.key != DEFAULT_SITE:
        site = f" -a site={outcome.profile.key}"
    window = outcome.record.settings if outcome.record is not None else {}
    limits = "".join(f" -a {name}={window[name]}" for name in ("max_pages", "max_items", "since") if name in window)
    command = f"scrapy crawl tag{site} -a {shlex.quote(outcome.asked)}{limits} -a mode=full -a enrich={way}"
    return f"To look in {source}, for about {price:,} request{plural} more: {command}"
