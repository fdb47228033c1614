"""What the gate holds, and what it lets pass."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sw_scraper.crawl.gate import Accepted, Objection, Reading, drift_words, objection

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
    assert f"{after} of {before} articles that were listed before are left" in found.reason


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
    """Four of ten is an edit, and two articles prove nothing."""
    now = readings(10)
    for identity in list(now)[:4]:
        now[identity] = replace(now[identity], teaser=None)
    assert judged(readings(10), now) is None
    assert judged(readings(2), readings(2, teaser=None)) is None


def test_a_short_list_that_lost_a_field_is_held() -> None:
    """Where all of a few articles lost it, it is no accident."""
    found = judged(readings(3), readings(3, teaser=None))
    assert found
    assert found.name == "lost teaser"


def test_the_rule_that_stopped_matching_is_named() -> None:
    """The one that gave the values that are lost, and the ones between which a date jumps."""
    old, new = {"rules": {"date": "theme:x date"}}, {"rules": {"date": "structure:time"}}
    found = judged(readings(6, **old), readings(6, day=None))
    assert found
    assert found.reason.endswith("the rule that stopped matching is theme:x date")
    found = judged(readings(6, **old), readings(6, day="2018-01-05", **new))
    assert found
    assert found.reason.endswith("the rule theme:x date stopped matching, structure:time gave the value")


def test_new_rules_that_lose_nothing_are_drift_and_no_objection() -> None:
    """The words name both rules."""
    old, new = {"rules": {"date": "theme:x date"}}, {"rules": {"date": "structure:time"}}
    known, now = readings(6, **old), readings(6, **new)
    assert judged(known, now) is None
    assert drift_words(known, now) == ["date is read by structure:time, and by theme:x date before"]
    assert drift_words(known, known) == []


def test_new_articles_are_held_against_what_is_usual() -> None:
    """A list of nothing but new articles that lack what the last harvests had."""
    earlier = [Accepted(n_rows=20, coverage={"title": 1.0, "date": 0.95})] * 3
    now = {f"b{at}": replace(READING, day=None) for at in range(10)}
    found = objection({}, now, listed=["a"], whole_list=False, earlier=earlier)
    assert found
    assert found.reason == "the field date is missing: 0% of 10 articles have it, 95% is usual"
    assert objection({}, now, listed=["a"], whole_list=False, earlier=earlier[:1]) is None


def test_a_list_that_melts_away_sweep_by_sweep_is_held() -> None:
    """Each sweep loses a little of the last one, and it is less than half of what is usual."""
    earlier = [Accepted(n_rows=rows, coverage={}) for rows in (100, 100, 100, 70, 60)]
    found = objection(readings(60), readings(45), listed=readings(60), whole_list=True, earlier=earlier)
    assert found
    assert found.reason == "the list has collapsed: 45 articles were read, 100 is usual"


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


def test_titles_of_a_few_articles_may_all_be_edited() -> None:
    """Four of five in a month is no other list; five of five is."""
    now = {identity: replace(reading, title=f"{reading.title}, corretto") for identity, reading in readings(5).items()}
    found = judged(readings(5), now)
    assert found
    assert found.name == "title jumps"
    assert judged(readings(5), {**now, "a0": readings(5)["a0"]}) is None


def test_a_list_that_was_replaced_is_held_only_when_nearly_all_of_it_was() -> None:
    """Five of nine left and forty came: a busy month. Fourteen of fifteen left: another list."""
    month = {**{f"b{at}": READING for at in range(36)}, **dict(list(readings(9).items())[:4])}
    assert judged(readings(9), month) is None
    other = {**{f"b{at}": READING for at in range(36)}, "a0": readings(1)["a0"]}
    assert judged(readings(15), other) is not None
