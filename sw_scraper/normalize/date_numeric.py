"""Dates of numbers and signs: 05/03/2024, 2024-03-05, 5. 3. 2024, 05.03.24, 03/2024."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sw_scraper.normalize.civil import Civil, civil_date
from sw_scraper.normalize.date_cursor import Cursor, Reading, Shape, common_year, shape_of, two_digit_year
from sw_scraper.normalize.words import word_set

if TYPE_CHECKING:
    from sw_scraper.normalize.date_tokens import Token

_SEPARATORS: Final = frozenset("-/.–")
# Languages that write the year first, also with two digits.
_YEAR_FIRST: Final = word_set("ja zh ko hu lt fa")


def day_month_year_numbers(cursor: Cursor) -> Shape | None:
    """05/03/2024, 2024-03-05, 5. 3. 2024, 05.03.24."""
    labelled = cursor.peek(-1).kind == "word"
    parts = [cursor.take()]
    separators = []
    for _ in range(2):
        sign = cursor.skip_signs(_SEPARATORS)
        if not sign or cursor.peek().kind != "number":
            return None
        separators.append(sign)
        parts.append(cursor.take())
    if separators[0] != separators[1] or _goes_on(cursor):
        return None
    if separators[0] == "." and cursor.peek().text == "." and parts[0].is_number(4):
        cursor.at += 1  # Korean and Hungarian: 2024. 3. 5.
    return shape_of(cursor, _of_three(parts, separators[0], cursor.reading, labelled=labelled))


def _of_three(parts: list[Token], sign: str, reading: Reading, *, labelled: bool) -> Civil | None:
    first, second, last = parts
    if not (second.is_number(1, 2) and first.is_number(1, 2, 4)):
        return None
    if first.is_number(4):
        return _year_first(parts, reading) if last.is_number(1, 2) else None
    if last.is_number(4):
        return _ordered(first.number, second.number, common_year(last.number, reading.language), sign, reading)
    short = last.is_number(2) and reading.loose
    return _short_year(parts, sign, reading, labelled=labelled) if short else None


def _goes_on(cursor: Cursor) -> bool:
    """Tell whether more of a longer number (a phone number, an address, a version) follows without a blank."""
    sign, after = cursor.peek(), cursor.peek(1)
    if sign.kind == "word" and not sign.spaced and len(sign.text) == 1 and sign.text != "t" and sign.text not in "гр":
        return True
    return (
        sign.kind == "sign" and sign.text in "-/.–_" and not sign.spaced and after.kind == "number" and not after.spaced
    )


def _year_first(parts: list[Token], reading: Reading) -> Civil | None:
    year, month, day = (part.number for part in parts)
    if 1300 <= year <= 1472 and reading.language == "fa":
        return civil_date(year, month, day, jalali=True)
    return civil_date(common_year(year, reading.language), month, day)


def _ordered(first: int, second: int, year: int, sign: str, reading: Reading) -> Civil | None:
    """Decide dd/mm against mm/dd: by the values, by the sign (full stops are day first), by the page."""
    if first > 12 or first == second:
        return civil_date(year, second, first)
    if second > 12:
        # a page that is known to write the day first has no 03/25
        return civil_date(year, first, second) if reading.day_first is not True and sign != "." else None
    day_first = reading.day_first
    if day_first is None:
        day_first = True if sign == "." else reading.usual_day_first
    if day_first is None:
        return None
    return civil_date(year, second, first) if day_first else civil_date(year, first, second)


def _short_year(parts: list[Token], sign: str, reading: Reading, *, labelled: bool) -> Civil | None:
    """05/03/24; with full stops and hyphens of two digits each or behind a word only, for 3.5.12 is a version."""
    first, second, last = (part.number for part in parts)
    padded = all(part.is_number(2) for part in parts)
    if sign != "/" and not padded and not labelled:
        return None
    if reading.language in _YEAR_FIRST and padded:
        return civil_date(two_digit_year(first, reading), second, last)
    return _ordered(first, second, two_digit_year(last, reading), sign, reading)


def month_and_year_numbers(cursor: Cursor) -> Shape | None:
    """03/2024 and 2024-03; never 2010-11, which may be a season."""
    first, sign, second = cursor.take(), cursor.skip_signs("-/."), cursor.take()
    if not sign or not cursor.reading.loose or second.spaced or _goes_on(cursor):
        return None
    if first.is_number(2) and second.is_number(4) and sign in "-/.":
        return shape_of(cursor, civil_date(second.number, first.number))
    if first.is_number(4) and second.is_number(2) and sign in "-/" and second.number != (first.number + 1) % 100:
        return shape_of(cursor, civil_date(first.number, second.number))
    return None
