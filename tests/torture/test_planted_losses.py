"""Losses planted into sites with a history: each is held on the first harvest that meets it, and drift alone is not."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sim_harvest import SimHarvester
from site_history import SimSite

from sw_scraper.model import PageDate, Teaser
from sw_scraper.store.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from sim_harvest import Seen

FIRST = int(os.environ.get("SW_SEED", "20261122"))
SITES = 25 if os.environ.get("SW_TORTURE") == "1" else 1


def moved(teaser: Teaser, years: int = -3) -> Teaser:
    """Another date for the same post."""
    assert teaser.date is not None
    assert teaser.date.day is not None
    day = teaser.date.day + timedelta(days=365 * years)
    return replace(teaser, date=PageDate(iso=day.isoformat(), precision="day", day=day))


def ruled(teaser: Teaser) -> Teaser:
    """Read by another rule."""
    return replace(teaser, rules={**teaser.rules, "date": "structure:time"})


LOSSES: dict[str, Callable[[Teaser], Teaser]] = {
    "lost title": lambda teaser: replace(teaser, title=None, title_raw=None),
    "lost teaser": lambda teaser: replace(teaser, teaser=None, teaser_raw=None),
    "lost date": lambda teaser: replace(teaser, date=None, date_raw=None, date_source=None),
    "lost authors": lambda teaser: replace(teaser, authors=(), authors_raw=(), authors_source=None),
    "date jumps": moved,
    "drift that costs dates": lambda teaser: replace(ruled(teaser), date=None, date_raw=None, date_source=None),
    "drift that reads other dates": lambda teaser: moved(ruled(teaser), years=2),
}
SEEN_AS = {"drift that costs dates": "lost date", "drift that reads other dates": "date jumps"}


def harvested(seed: int, folder: Path) -> SimHarvester:
    """A site with dates that was harvested for three days."""
    site = SimSite.random(seed)
    site.dated = True
    while len(site.listed("a")) < 6:
        site.add()
    made = SimHarvester(site=site, store=open_store(folder / str(seed)))
    for _ in range(3):
        made.harvest("a")
        made.days += 1
        site.live_a_day()
    return made


def observation(made: SimHarvester) -> str | None:
    """What the gate noted of the last harvest."""
    notes = made.store.commits_of("historia/tag/a")[-1].body["notes"]
    found: str | None = notes.get("observation")
    return found


def still(made: SimHarvester, mode: str) -> tuple[Seen, bool]:
    """Harvest, and whether the tables stayed as they were."""
    before = made.listed("a")
    seen = made.harvest("a", mode=mode)
    return seen, made.listed("a") == before


@pytest.mark.torture
@pytest.mark.parametrize("mode", ["auto", "full"])
def test_every_planted_loss_is_found_on_its_first_run(tmp_path: Path, mode: str) -> None:
    """Each field, dates that jump, drift that costs values, and a list that collapses."""
    for number in range(SITES):
        for at, (name, spoil) in enumerate(LOSSES.items()):
            made = harvested(FIRST + number, tmp_path / f"{mode}{at}")
            made.site.spoil = spoil
            seen, is_still = still(made, mode)
            assert (seen.verdict, is_still) == ("held", True), (FIRST + number, name, seen)
            field = name.replace("drift that costs dates", "lost date").replace(
                "drift that reads other dates", "date jumps"
            )
            assert observation(made) == field
        made = harvested(FIRST + number, tmp_path / f"{mode}collapse")
        made.site.shown_share = 0.4
        seen, is_still = still(made, "full")
        assert (seen.verdict, is_still, observation(made)) == ("held", True, "collapse"), (FIRST + number, seen)


@pytest.mark.torture
def test_drift_that_loses_nothing_is_noted_and_passes(tmp_path: Path) -> None:
    """Another rule gives the same values."""
    for number in range(SITES):
        made = harvested(FIRST + number, tmp_path)
        made.site.spoil = ruled
        seen, _ = still(made, "full")
        assert seen.verdict == "complete", (FIRST + number, seen)
        notes = made.store.commits_of("historia/tag/a")[-1].body["notes"]
        assert notes["drift"] == "date is read by structure:time, and by theme:x date before"


def test_three_in_a_row_look_permanent_and_are_never_accepted_by_themselves(tmp_path: Path) -> None:
    """The third says so; an accepted one is the new state, after which the same list is complete."""
    made = harvested(FIRST, tmp_path)
    made.site.spoil = LOSSES["lost authors"]
    reasons = []
    for _ in range(4):
        reasons.append(made.harvest("a", mode="full").end.reason)
        made.days += 1
    assert ["it looks permanent" in reason for reason in reasons] == [False, False, True, True]
    assert "seen 4 times in a row" in reasons[-1]
    last = made.store.commits_of("historia/tag/a")[-1]
    assert last.verdict == "held"
    made.store.accept(last.harvest_id, by="me", reason="no more bylines")
    assert made.harvest("a", mode="full").verdict == "complete"
