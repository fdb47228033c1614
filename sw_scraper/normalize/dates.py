"""Dates of pages: exactly as precise as the page says, never filled up, None when in doubt.

The own grammar reads tokens (``date_tokens``) by shapes (``date_shapes``); dateparser is asked only for languages
that the own tables do not know.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from sw_scraper.normalize.civil import Clock, civil_date, page_date
from sw_scraper.normalize.date_clock import clock_at, skips_bare_hour
from sw_scraper.normalize.date_cursor import Cursor, Reading, skips_weekday
from sw_scraper.normalize.date_fallback import late_date
from sw_scraper.normalize.date_finding import FoundDate, dates_in
from sw_scraper.normalize.date_machine import parse_machine_date
from sw_scraper.normalize.date_relative import relative_date
from sw_scraper.normalize.date_shapes import date_at
from sw_scraper.normalize.date_tokens import Token, tokens_of
from sw_scraper.normalize.date_words import CONNECTING, MODIFIED, PUBLISHED, TRAILING
from sw_scraper.normalize.ideographs import with_digits
from sw_scraper.normalize.language import language_tag, primary_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sw_scraper.model import PageDate

__all__ = ["FoundDate", "find_date", "find_dates", "guess_day_first", "parse_date", "parse_machine_date"]

# No date with its label, weekday, time and zone is longer.
MAX_DATE_LENGTH: Final = 160
_SIGNS: Final = ":;,.-–—|·•()[]@>»«/'\"*"
_LABEL_IDEOGRAPHS: Final = frozenset("投稿日時公開掲載発行发布时间期於于表作成登録付載刊更新最終")
_CHANGED: Final = re.compile("更新|修改|改訂|수정|mise? a jour|mise? à jour", re.IGNORECASE)
# A date has a year of four digits, or two numbers, or an apostrophe before its year.
_ENOUGH: Final = re.compile(r"\d{4}|\d[^\d]{1,60}\d|['’]\d\d")
_NUMERIC: Final = re.compile(r"(?<![\d./-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/-]|\.\d)")


def parse_date(
    text: str | None,
    *,
    language: str | None = None,
    fetched_at: datetime | None = None,
    timezone: str | None = None,
    day_first: bool | None = None,
) -> PageDate | None:
    """Return the date that the whole of *text* is, labels such as "Pubblicato il" aside; None when it is none.

    Args:
        text: what the page shows, cleaned or not.
        language: BCP 47 tag of the page; decides dd/mm against mm/dd and between words that languages share.
        fetched_at: aware time of the fetch; without it relative dates ("ieri") give None.
        timezone: IANA name of the site's zone, whose offset a time without one gets.
        day_first: dd/mm (True) or mm/dd (False), as the page's other dates tell (:func:`guess_day_first`).

    >>> parse_date("Pubblicato il 3 marzo 2024 alle 14:30", timezone="Europe/Rome").iso
    '2024-03-03T14:30+01:00'
    >>> parse_date("DICEMBRE 2021").iso, parse_date("31/02/2024", language="it"), parse_date("14 ' di lettura")
    ('2021-12', None, None)
    >>> parse_date("03/04/2024", language="it").iso, parse_date("03/04/2024", language="en").iso
    ('2024-04-03', '2024-03-04')
    >>> from datetime import UTC, datetime
    >>> parse_date("due settimane fa", fetched_at=datetime(2026, 11, 22, 2, tzinfo=UTC)).iso
    '2026-11-08'
    """
    if not text or len(text) > MAX_DATE_LENGTH:
        text = " ".join(text.split()) if text and len(text) <= MAX_DATE_LENGTH * 100 else ""
        if not text or len(text) > MAX_DATE_LENGTH:
            return None
    primary = primary_language(language)
    newest = fetched_at.year + 1 if fetched_at else 2068
    reading = Reading(language=primary, day_first=day_first, usual_day_first=_usual_order(language), newest_year=newest)
    found = _absolute(text, reading, timezone)
    if found is None and fetched_at is not None:
        return relative_date(tokens_of(text), reading, fetched_at=fetched_at, timezone=timezone)
    return found


def _usual_order(language: str | None) -> bool | None:
    """How the language and its region write dates in numbers: only few countries of English begin with the month.

    >>> _usual_order("it"), _usual_order("en"), _usual_order("en-GB"), _usual_order(None)
    (True, False, True, None)
    """
    primary, _, rest = (language_tag(language) or "").partition("-")
    if primary in {"en", "fil"}:
        return bool(rest) and rest.rpartition("-")[2] not in {"US", "PH", "BZ"}
    return True if primary else None


@lru_cache(maxsize=16384)
def _absolute(text: str, reading: Reading, timezone: str | None) -> PageDate | None:
    text = with_digits(text)
    if not _ENOUGH.search(text) or _CHANGED.search(text):
        return None
    tokens = tokens_of(text)
    found = _whole(tokens, reading, timezone)
    return found if found is not None else late_date(text, tokens, language=reading.language)


def _whole(tokens: Sequence[Token], reading: Reading, timezone: str | None) -> PageDate | None:
    cursor = Cursor(tokens, 0, reading)
    clock: Clock | None = None
    for _ in range(len(tokens)):
        shape = date_at(tokens, cursor.at, reading) if cursor.at < len(tokens) else None
        if shape is not None:
            tail = Cursor(tokens, shape.end, reading)
            later = _tail(tail)
            if tail.at >= len(tokens) and not (clock is not None and shape.civil.day is None):
                return page_date(shape.civil, clock or later, timezone=timezone)
        timed = clock is None and shape is None and cursor.peek().kind in {"number", "ideograph"}
        early = clock_at(cursor) if timed else None
        if early is not None:
            clock = early
        elif not (skips_weekday(cursor) or _skips_label(cursor)):
            break
    return _year_alone(tokens)


def _skips_label(cursor: Cursor) -> bool:
    token = cursor.peek()
    if token.kind == "word":
        known = (token.text in PUBLISHED or token.text in CONNECTING) and token.text not in MODIFIED
    elif token.kind == "ideograph":
        known = token.text in _LABEL_IDEOGRAPHS
    else:
        known = _is_ornament(token)
    cursor.at += known
    return known


def _tail(cursor: Cursor) -> Clock | None:
    """Move over what may follow a date: its time of day, a day of the week, "г.", closing signs."""
    clock: Clock | None = None
    while cursor.at < len(cursor.tokens):
        found = clock_at(cursor) if clock is None else None
        if found is not None:
            clock = found
            continue
        if skips_weekday(cursor) or (clock is None and skips_bare_hour(cursor)):
            continue
        token = cursor.peek()
        if not (token.text in TRAILING if token.kind == "word" else _is_ornament(token)):
            break
        cursor.at += 1
    return clock


def _is_ornament(token: Token) -> bool:
    """Tell whether the token is punctuation, an icon or an emoji, and no sign of money, counting or comparing."""
    return (
        token.kind == "sign"
        and token.text != ""
        and (
            token.text in _SIGNS
            or (token.text not in "№©®™℗" and unicodedata.category(token.text) in {"So", "Co", "Mn", "Sk"})
        )
    )


def _year_alone(tokens: Sequence[Token]) -> PageDate | None:
    if len(tokens) != 1 or not tokens[0].is_number(4) or not 1900 <= tokens[0].number <= 2099:
        return None
    civil = civil_date(tokens[0].number)
    return page_date(civil) if civil is not None else None


def find_dates(
    text: str | None,
    *,
    language: str | None = None,
    fetched_at: datetime | None = None,
    timezone: str | None = None,
    day_first: bool | None = None,
) -> tuple[FoundDate, ...]:
    """Return the dates inside the meta line *text*, in its order, each with its role; dates of prose are left out.

    Args as in :func:`parse_date`.

    >>> [(date.text, date.role) for date in find_dates("Aggiornato: 5/5/2024 | Pubblicato: 3/3/2024")]
    [('5/5/2024', 'modified'), ('3/3/2024', 'published')]
    """
    if not text:
        return ()
    reading = Reading(
        language=primary_language(language),
        day_first=day_first,
        usual_day_first=_usual_order(language),
        newest_year=fetched_at.year + 1 if fetched_at else 2068,
        loose=False,
    )
    found = dates_in(text, reading, fetched_at=fetched_at, timezone=timezone)
    if found:
        return found
    whole = parse_date(text, language=language, fetched_at=fetched_at, timezone=timezone, day_first=day_first)
    return (FoundDate(date=whole, start=0, end=len(text), text=text),) if whole is not None and whole.day else ()


def find_date(
    text: str | None,
    *,
    language: str | None = None,
    fetched_at: datetime | None = None,
    timezone: str | None = None,
    day_first: bool | None = None,
) -> FoundDate | None:
    """Return the first date of publication inside the meta line *text*; None when there is none.

    A date that is labelled as one of publication comes before one without a label; dates of changes, of events, of
    ranges and of running prose are none. Args as in :func:`parse_date`.

    >>> find_date("di Mario Rossi | 3 marzo 2024 | 5 min di lettura").text
    '3 marzo 2024'
    >>> find_date("Il convegno si terrà il 12 marzo 2025 a Milano") is None
    True
    """
    found = find_dates(text, language=language, fetched_at=fetched_at, timezone=timezone, day_first=day_first)
    published = [date for date in found if date.role == "published"]
    return next(iter(published or [date for date in found if date.role is None]), None)


def guess_day_first(texts: Iterable[str], *, language: str | None = None) -> bool | None:
    """Tell whether the page writes dd/mm (True) or mm/dd (False); None when neither it nor its language tells.

    A number above 12 decides. Without one, the order of the list does, when exactly one way of reading keeps at
    least three dates in order; then the language.

    Args:
        texts: the dates of the page, in page order.
        language: BCP 47 tag of the page.

    >>> guess_day_first(["03/04/2024", "03/25/2024"]), guess_day_first(["03/04/2024"], language="it")
    (False, True)
    >>> guess_day_first(["01/06/2024", "12/05/2024", "03/05/2024"]), guess_day_first(["03/04/2024"])
    (True, None)
    """
    triples = [
        (int(first), int(second), int(year))
        for text in texts
        for first, _, second, year in _NUMERIC.findall(text[:MAX_DATE_LENGTH])
    ]
    day_votes = sum(first > 12 >= second for first, second, _ in triples)
    month_votes = sum(second > 12 >= first for first, second, _ in triples)
    if bool(day_votes) != bool(month_votes):
        return bool(day_votes)
    if not day_votes:
        by_day = _in_order([(year, second, first) for first, second, year in triples])
        by_month = _in_order([(year, first, second) for first, second, year in triples])
        if by_day != by_month:
            return by_day
    return _usual_order(language)


def _in_order(dates: list[tuple[int, int, int]]) -> bool:
    return len(set(dates)) >= 3 and dates in (sorted(dates), sorted(dates, reverse=True))
