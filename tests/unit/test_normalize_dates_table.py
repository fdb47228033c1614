"""The labelled strings of dates_cases.tsv: what a careful reader takes each for.

Columns: the text, the page's language, options (``now``: fetched on 2026-11-22 at 02:03:04 UTC; ``rome``: the site's
zone is Europe/Rome; ``dmy`` and ``mdy``: the page's other dates tell the order) and the date in ISO 8601, ``-`` for
none.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from sw_scraper.normalize.dates import parse_date

NOW = datetime(2026, 11, 22, 2, 3, 4, tzinfo=UTC)


class Case(NamedTuple):
    """One labelled string."""

    text: str
    language: str | None
    options: frozenset[str]
    expected: str | None


def _cases() -> list[Case]:
    lines = Path(__file__).with_name("dates_cases.tsv").read_text("utf-8").splitlines()[1:]
    rows = [line.split("\t") for line in lines if not line.startswith("# ")]
    return [
        Case(text, language or None, frozenset(options.split()), None if expected == "-" else expected)
        for text, language, options, expected in rows
    ]


CASES = _cases()


def _read(case: Case) -> str | None:
    found = parse_date(
        case.text,
        language=case.language,
        fetched_at=NOW if "now" in case.options else None,
        timezone="Europe/Rome" if "rome" in case.options else None,
        day_first={"dmy": True, "mdy": False}.get(next(iter(case.options & {"dmy", "mdy"}), "")),
    )
    return found.iso if found else None


def test_table_is_large_enough() -> None:
    """At least 300 different strings are labelled, and a good part of them are no dates."""
    assert len({(case.text, case.language, case.options) for case in CASES}) == len(CASES)
    assert len(CASES) >= 300
    assert sum(case.expected is None for case in CASES) >= 90


def test_nothing_is_invented() -> None:
    """No string that is no date gives one, and no date comes out other than it stands there."""
    invented = [
        (case.text, case.language, found) for case in CASES if (found := _read(case)) not in {None, case.expected}
    ]
    assert invented == []


def test_at_least_99_of_100_are_right() -> None:
    """At least 99 of 100 labelled strings are read as labelled."""
    wrong = [(case.text, case.language, _read(case), case.expected) for case in CASES if _read(case) != case.expected]
    assert len(wrong) <= len(CASES) // 100, wrong
