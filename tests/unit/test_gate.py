"""What the gate holds, and what it lets pass."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sw_scraper.crawl.gate import Objection, Reading, objection

READING = Reading(
    title="Un titolo", teaser="Un testo", day="2026-01-05", authors="Nives Bordigoni", extractor_version="1"
)


def readings(number: int, **changes: Any) -> dict[str, Reading]:
    return {f"a{at}": replace(READING, title=f"Titolo {at}", **changes) for at in range(number)}


def judged(known: dict[str, Reading], now: dict[str, Reading], *, whole_list: bool = True) -> Objection | None:
    return objection(known, now, listed=known, whole_list=whole_list)


def test_the_same_list_again_passes() -> None:
    """Nothing lost, nothing changed."""
    assert judged(readings(15), readings(15)) is None


@pytest.mark.parametrize(
    ("before", "after"), [(15, 14), (15, 11), (4, 2), (12, 8), (3, 1), (100, 70), (15, 60), (0, 10)]
)
def test_lists_that_shrink_a_little_or_grow_pass(before: int, after: int) -> None:
    """Deleted and moved posts are no collapse."""
    assert judged(readings(before), readings(after)) is None


@pytest.mark.parametrize(("before", "after"), [(15, 1), (15, 9), (100, 60), (6, 1), (4, 1)])
def test_a_list_of_which_most_is_gone_is_held(before: int, after: int) -> None:
    """The sentence has both numbers."""
    found = judged(readings(before), readings(after))
    assert found
    assert f"{before - after} of {before} articles" in found.reason


def test_a_harvest_of_the_newest_part_says_nothing_of_the_rest() -> None:
    """What was not looked at is not lost."""
    assert judged(readings(200), readings(10), whole_list=False) is None


@pytest.mark.parametrize("field", ["title", "teaser", "day", "authors"])
def test_a_field_that_most_articles_lost_is_held(field: str) -> None:
    """Whichever it is, also when only the newest part was read."""
    lost: dict[str, Any] = {field: None}
    now = {identity: replace(reading, **lost) for identity, reading in readings(8).items()}
    found = judged(readings(30), now, whole_list=False)
    assert found
    assert f"the field {'date' if field == 'day' else field} was lost: 8 of 8" in found.reason


def test_a_field_that_few_articles_lost_passes() -> None:
    """Four of ten is an edit, and four articles prove nothing."""
    now = readings(10)
    for identity in list(now)[:4]:
        now[identity] = replace(now[identity], teaser=None)
    assert judged(readings(10), now) is None
    assert judged(readings(4), readings(4, teaser=None)) is None


def test_dates_that_jump_are_held_with_examples() -> None:
    """Old and new stand beside each other."""
    found = judged(readings(6), readings(6, day="2018-01-05"))
    assert found
    assert "the field date jumps: it differs for 6 of 6" in found.reason
    assert "'2026-01-05' is now '2018-01-05'" in found.reason


def test_another_reading_by_newer_code_is_no_change_of_the_site() -> None:
    """Values of another extractor version are not compared, lost ones still count."""
    assert judged(readings(6), readings(6, day="2018-01-05", extractor_version="2")) is None
    assert judged(readings(6), readings(6, day=None, extractor_version="2")) is not None


def test_teasers_and_authors_may_change() -> None:
    """Sites rewrite excerpts and bylines."""
    assert judged(readings(9), readings(9, teaser="Altro testo", authors="Redazione")) is None
