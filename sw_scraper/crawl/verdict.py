"""The verdict of a harvest: that of its walk, unless the gate or the dataset knows better."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sw_scraper.crawl.baseline import accepted_of, known_readings, same_before
from sw_scraper.crawl.gate import drift_words, objection
from sw_scraper.crawl.markup_evidence import markup_words
from sw_scraper.crawl.recorded_walk import RecordedWalk

if TYPE_CHECKING:
    from sw_scraper.crawl.gate import Objection
    from sw_scraper.crawl.harvest import Harvest
    from sw_scraper.crawl.run import Run
    from sw_scraper.crawl.steps import End
    from sw_scraper.model import Verdict

OBSERVATION = "observation"
"""Under this name what the gate saw stands in the notes of a held harvest."""
_SHOWN = 120
_IN_A_ROW = 3


def judged(run: Run, harvest: Harvest, end: End) -> tuple[Verdict, End]:
    """The verdict of a harvest, and its end with the reason for it.

    What the gate saw is left in ``harvest.noticed``, for the notes of the commit.

    Args:
        run: that it belongs to.
        harvest: whose pages were all read.
        end: of its walk.
    """
    if isinstance(harvest.walk, RecordedWalk):
        return (harvest.walk.verdict if end.verdict == "complete" else end.verdict), end
    if end.verdict == "failed":
        return "failed", end
    found = _objection(run, harvest, end)
    if found is not None:
        return "held", _held_end(run, harvest, end, found)
    if end.verdict == "complete" and end.scope == "newest" and not harvest.walk.has_news:
        return "unchanged", end
    return end.verdict, end


def _objection(run: Run, harvest: Harvest, end: End) -> Objection | None:
    """What the gate has against the harvest, beside what is known of its tag."""
    store, tag_id = run.store, harvest.key.tag_id
    past = harvest.walk.past
    listed = past.listed if past is not None and harvest.past_of == tag_id else store.state_of(tag_id).listed
    if not listed or harvest.not_modified:
        return None
    known = known_readings(store, tag_id, harvest.readings.keys())
    drift = drift_words(known, harvest.readings)
    if drift:
        harvest.drift = True
        harvest.noticed["drift"] = "; ".join(drift)
    whole = end.verdict == "complete" and (end.scope == "full" or (end.scope == "newest" and harvest.read_to_end))
    return objection(
        known,
        harvest.readings,
        listed=listed,
        whole_list=whole,
        earlier=accepted_of(store, tag_id, end.scope),
    )


def _held_end(run: Run, harvest: Harvest, end: End, found: Objection) -> End:
    """The end of a held harvest: what was seen, how it looked before and looks now, and how often."""
    profile = harvest.profile
    markup = markup_words(found, run.folder, first_page=harvest.first_page, profile=profile)
    harvest.noticed |= {OBSERVATION: found.name, **markup}
    reason, hint = found.reason, found.hint
    pieces = [(name, markup.get(f"{name}_markup")) for name in ("old", "new")]
    shown = ", ".join(f"{name} markup {text:.{_SHOWN}}" for name, text in pieces if text)
    if shown:
        reason += f"; {shown}"
    times = same_before(run.store, harvest.key.tag_id, OBSERVATION, found.name) + 1
    if times >= _IN_A_ROW:
        reason += f"; the same was seen {times} times in a row: it looks permanent"
        hint = "It looks permanent: look at the page, then accept or reject; it is never accepted by itself"
    if found.name == "collapse":
        reason += f" ({end.reason})"
    return replace(end, reason=reason, hint=hint)
