"""Dates with the month as a word: 3 marzo 2024, March 3, 2024, 2024. március 5., Dicembre 2021."""

from __future__ import annotations

from typing import Final

from sw_scraper.normalize.civil import civil_date
from sw_scraper.normalize.date_cursor import Cursor, Shape, common_year, shape_of, two_digit_year
from sw_scraper.normalize.date_words import Month, folded_set

_OF: Final = folded_set("de di del d of den do e dels dell the av no ngày año ano")
_YEAR_LINKS: Final = folded_set("de del dels of en năm do anno di e d")
_AFTER_YEAR: Final = folded_set("m metų gada g ko e eko года г р год el")
_ROMAN: Final = {
    "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10, "XI": 11, "XII": 12,
}  # fmt: skip


def _year(cursor: Cursor, *, tight: bool) -> int | None:
    """Take a year of four digits, or of two where an apostrophe or a *tight* sign says that it is one."""
    apostrophe = cursor.skip_signs("'")
    token = cursor.peek()
    following = cursor.peek(1)
    if token.is_number(4):
        cursor.at += 1
        return common_year(token.number, cursor.reading.language)
    short = token.is_number(2) and (apostrophe or tight or cursor.reading.loose)
    if not short or following.text in {":", "h", "°"} or following.kind == "number":
        return None
    cursor.at += 1
    return two_digit_year(token.number, cursor.reading)


def day_month_year(cursor: Cursor) -> Shape | None:
    """3 marzo 2024, 1° gennaio 2025, 5-Mar-24, 5. März 2024, 5 de març de 2024, 5.III.2024."""
    day = cursor.take()
    if not day.is_number(1, 2):
        return None
    cursor.skip_ordinal()
    sign = cursor.skip_signs("./-,'")
    cursor.skip_words(_OF)
    cursor.skip_signs("'")
    month = cursor.month() or _roman_month(cursor)
    if month is None or month.number is None:
        return None
    closing = cursor.skip_signs("./-,")
    if closing == "." and cursor.peek().text in {",", "-"}:
        cursor.at += 1
    cursor.skip_words(_YEAR_LINKS)
    if month.jalali:
        year = cursor.take()
        return (
            shape_of(cursor, civil_date(year.number, month.number, day.number, jalali=True))
            if year.is_number(4)
            else None
        )
    year_ = _year(cursor, tight=bool(sign and sign == closing))
    return shape_of(cursor, civil_date(year_, month.number, day.number)) if year_ is not None else None


def _roman_month(cursor: Cursor) -> Month | None:
    token = cursor.peek()
    number = _ROMAN.get(token.raw) if token.kind == "word" else None
    if number is None or not (cursor.peek(1).is_number(4) or cursor.peek(2).is_number(4)):
        return None
    cursor.at += 1
    return Month(number)


def month_day_year(cursor: Cursor) -> Shape | None:
    """March 5, 2024; Nisan 17, 2022; Mar. 5th 2024; febrero 19, 2026."""
    month = cursor.month()
    if month is None or month.number is None or month.jalali:
        return None
    cursor.skip_signs("./-,")
    cursor.skip_words(frozenset({"the"}), 1)
    day = cursor.take()
    if not day.is_number(1, 2):
        return None
    cursor.skip_ordinal()
    sign = cursor.skip_signs("./-,")
    if sign == "." and cursor.peek().text == ",":
        cursor.at += 1
    if sign == "/":
        return None  # "Mar, 05/03/2024": a Tuesday
    cursor.skip_words(_YEAR_LINKS)
    if cursor.peek().is_number(2) and not sign and cursor.peek().text != "'":
        return None  # "May 20 10 comments"
    year = _year(cursor, tight=sign == ",")
    return shape_of(cursor, civil_date(year, month.number, day.number)) if year is not None else None


def month_year(cursor: Cursor) -> Shape | None:
    """Dicembre 2021, Mar. 2024, luglio '23."""
    month = cursor.month()
    if month is None or month.number is None or month.jalali:
        return None
    cursor.skip_signs("./-,")
    cursor.skip_words(_YEAR_LINKS)
    if not (cursor.peek().is_number(4) or cursor.peek().text == "'"):
        return None
    year = _year(cursor, tight=False)
    return shape_of(cursor, civil_date(year, month.number)) if year is not None else None


def year_month_day(cursor: Cursor) -> Shape | None:
    """2024. március 5., 2024 m. kovo 5 d., 2024. gada 5. marts, 2024ko martxoaren 5a, 2024-Mar-05."""
    year = cursor.take()
    if not year.is_number(4):
        return None
    for _ in range(5):
        if not (cursor.skip_signs(".,-()/") or _skip_one(cursor, _AFTER_YEAR)):
            break
    day = cursor.take() if cursor.peek().is_number(1, 2) else None
    if day is not None:
        cursor.skip_signs(".")
    month = cursor.month()
    if month is None or month.number is None or month.jalali:
        return None
    cursor.skip_signs(".-,/")
    if day is None and cursor.peek().is_number(1, 2) and cursor.peek(1).text != ":":
        day = cursor.take()
        cursor.skip_ordinal()
        cursor.skip_signs(".")
    return shape_of(cursor, civil_date(year.number, month.number, day.number if day is not None else None))


def _skip_one(cursor: Cursor, words: frozenset[str]) -> bool:
    if cursor.peek().kind == "word" and cursor.peek().text in words:
        cursor.at += 1
        return True
    return False
