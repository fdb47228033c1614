"""Dates of East Asia: 2024年3月5日, 2024년 3월 5일, 令和6年3月5日."""

from __future__ import annotations

from typing import Final

from sw_scraper.normalize.civil import civil_date
from sw_scraper.normalize.date_cursor import Cursor, Shape, shape_of

YEAR_MARKS: Final = frozenset("年년")
_MONTH: Final = frozenset("月월")
_DAY: Final = frozenset("日號号일")
_ERAS: Final = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}


def marked_date(cursor: Cursor) -> Shape | None:
    """2024年3月5日, 2024년 3월 5일, 2024年3月."""
    year = cursor.take()
    return _after_year(cursor, year.number) if year.is_number(4) and cursor.peek().text in YEAR_MARKS else None


def era_date(cursor: Cursor) -> Shape | None:
    """令和6年3月5日, 民國113年3月5日."""
    base = _ERAS.get(cursor.take().text + cursor.take().text)
    year = cursor.take()
    number = 1 if year.text == "元" else year.number
    if base is None or number < 1 or cursor.peek().text not in YEAR_MARKS:
        return None
    return _after_year(cursor, base + number)


def _after_year(cursor: Cursor, year: int) -> Shape | None:
    cursor.take()
    month = cursor.peek()
    if not (month.is_number(1, 2) and cursor.peek(1).text in _MONTH):
        return shape_of(cursor, civil_date(year)) if cursor.reading.loose else None
    cursor.at += 2
    day = cursor.peek()
    if not (day.is_number(1, 2) and cursor.peek(1).text in _DAY):
        return shape_of(cursor, civil_date(year, month.number))
    cursor.at += 2
    return shape_of(cursor, civil_date(year, month.number, day.number))
