"""Dates in languages that the own tables do not know: dateparser, imported only when such a date is met."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from sw_scraper.normalize.civil import civil_date, page_date
from sw_scraper.normalize.date_words import is_covered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sw_scraper.model import PageDate
    from sw_scraper.normalize.date_tokens import Token

_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MAX_TOKENS: Final = 9


def late_date(text: str, tokens: Sequence[Token], *, language: str | None) -> PageDate | None:
    """Return what dateparser makes of *text*; only for a day, a word and a year in a *language* that it alone knows.

    >>> late_date("5 marzo 2024", [], language="it") is None
    True
    """
    numbers = [token for token in tokens if token.kind == "number"]
    words = [token for token in tokens if token.kind == "word"]
    plausible = (
        language is not None
        and not is_covered(language)
        and len(tokens) <= _MAX_TOKENS
        and len(numbers) == 2
        and 1 <= len(words) <= 3
        and _YEAR.search("".join(f" {token.text}" for token in numbers)) is not None
    )
    return _asked(text, language) if plausible and language is not None else None


def _asked(text: str, language: str) -> PageDate | None:
    import dateparser

    # normalizing takes the vowel signs off the scripts of India and Burma, and June turns into January
    settings: Any = {"REQUIRE_PARTS": ["day", "month", "year"], "STRICT_PARSING": True, "NORMALIZE": False}
    try:
        found = dateparser.parse(text, languages=[language], settings=settings)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return None  # a language that it does not know, or one of its own faults
    civil = civil_date(found.year, found.month, found.day) if found is not None else None
    # what it returns must be what stands there: it is known to take a time or a fragment for a day
    return page_date(civil) if civil is not None and str(civil.year) in text and str(civil.day) in text else None
