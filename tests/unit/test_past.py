"""What an incremental walk compares with: counts that disagree, pinned articles, lists that are in order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sw_scraper.crawl.past import Counts, is_newest_first, pinned_of

DAY = date(2026, 1, 31)


def days(*back: int | None) -> dict[str, date | None]:
    """Articles a, b, c, ... so many days old."""
    return {chr(97 + at): None if age is None else DAY - timedelta(days=age) for at, age in enumerate(back)}


@pytest.mark.parametrize(
    ("back", "pinned"),
    [
        ((0, 1, 2, 3), set()),
        ((40, 0, 1, 2), {"a"}),
        ((40, 30, 0, 1), {"a", "b"}),
        ((0, 40, 1, 2), set()),
        ((0, 0, 0, 1), set()),
        ((None, None, None, None), set()),
    ],
)
def test_what_stands_on_top_and_is_older_is_pinned(back: tuple[int | None, ...], pinned: set[str]) -> None:
    """Only from the top on: an older one further down was backdated."""
    known = days(*back)
    assert pinned_of(list(known), known, dict.fromkeys(known, 0), span=6) == pinned


def test_without_dates_what_was_there_before_is_pinned() -> None:
    """An article above one that came later cannot be the newest."""
    known = days(None, None, None, None)
    assert pinned_of(list(known), known, {"a": 0, "b": 1, "c": 0, "d": 0}, span=6) == {"a"}


def test_lists_in_another_order_have_no_newest_end() -> None:
    """Oldest first, or by title; a pinned one and a few backdated ones are no other order."""
    newest = [DAY - timedelta(days=age) for age in range(12)]
    assert is_newest_first(newest)
    assert is_newest_first([newest[9], *newest])
    assert not is_newest_first(newest[::-1])
    assert not is_newest_first([newest[at * 7 % 12] for at in range(12)])
    assert is_newest_first([None, None, *newest[:3]])


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (Counts(found=24, expected=24), None, None),
        (Counts(found=24, expected=23), None, "the site says there are 23, and 24 are known"),
        (Counts(found=25, expected=27), Counts(found=24, expected=26), None),
        (Counts(found=25, expected=26), Counts(found=24, expected=26), "the site says there are 26, and 25 are known"),
        (Counts(found=21, last_page=5, page_size=5), Counts(found=20, last_page=4, page_size=5), None),
        (
            Counts(found=20, last_page=2, page_size=5),
            Counts(found=20, last_page=4, page_size=5),
            "the site names 2 pages, and 20 articles are known",
        ),
        (Counts(found=60, last_page=3, page_size=5), Counts(found=60, last_page=3, page_size=5), None),
        (Counts(found=20), Counts(found=20, last_page=4, page_size=5), None),
    ],
)
def test_counts_that_disagree(now: Counts, before: Counts | None, said: str | None) -> None:
    """What a site says wrongly every time, and a pager that never shows more than three pages, is no news."""
    assert now.disagreement(before) == said


def test_counts_are_read_back() -> None:
    """And what is no note is none."""
    counts = Counts(found=3, expected=4, last_page=2, page_size=2)
    assert Counts.of_note(counts.note()) == counts
    assert [Counts.of_note(text) for text in (None, "", "[]", '{"a": 1}')] == [None] * 4
