"""The shapes that a date takes, tried at one place of the token list.

Every shape needs a year: a day and month alone cannot be written in ISO 8601 without inventing one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sw_scraper.normalize.date_cursor import Cursor, Reading, Shape
from sw_scraper.normalize.date_eastern import YEAR_MARKS, era_date, marked_date
from sw_scraper.normalize.date_numeric import day_month_year_numbers, month_and_year_numbers
from sw_scraper.normalize.date_tokens import NOTHING, Token
from sw_scraper.normalize.date_worded import day_month_year, month_day_year, month_year, year_month_day

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    _Reader = Callable[[Cursor], Shape | None]


def date_at(tokens: Sequence[Token], at: int, reading: Reading) -> Shape | None:
    """Return the date that begins with the token *at*, in the first shape that fits; None when none does."""
    first = tokens[at]
    shapes: tuple[_Reader, ...]
    if first.kind == "number":
        before = tokens[at - 1] if at else NOTHING
        if before.kind == "word" and not first.spaced and before.raw.isascii():
            return None  # v1.2.2024
        shapes = _shapes_of_number(first, tokens[at + 1] if at + 1 < len(tokens) else NOTHING)
    elif first.kind == "word":
        shapes = (month_day_year, month_year)
    else:
        shapes = (era_date,)
    for shape in shapes:
        if found := shape(Cursor(tokens, at, reading)):
            return found
    return None


def _shapes_of_number(first: Token, following: Token) -> tuple[_Reader, ...]:
    """The shapes that may begin with this number, told by what stands behind it."""
    if following.text in YEAR_MARKS:
        return (marked_date,)
    worded = year_month_day if len(first.text) == 4 else day_month_year
    return (worded,) if following.kind == "word" else (day_month_year_numbers, worded, month_and_year_numbers)
