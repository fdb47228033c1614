"""Dates told from the time of the fetch: "due settimane fa", "yesterday at 14:30", "3日前"."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

from sw_scraper.normalize.civil import Civil, moment_date, page_date, zone_named
from sw_scraper.normalize.date_clock import clock_at
from sw_scraper.normalize.date_cursor import Cursor, Reading
from sw_scraper.normalize.date_tokens import Token, tokens_of
from sw_scraper.normalize.date_words import CONNECTING, PUBLISHED, TRAILING, fold_word
from sw_scraper.normalize.relative_words import ABOUT, AGO, DAY_WORDS, DUALS, NUMBERS
from sw_scraper.normalize.words import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sw_scraper.model import PageDate, Precision

_UNITS: Final = ("minute", "hour", "day", "week", "month", "year")
# How precise the answer is. An hour is no precision of ISO 8601, so that "five hours ago" is a day; "two weeks ago"
# counts days; "three months ago" names no day and "a year ago" no month.
_PRECISION: Final[dict[str, Precision]] = {
    "minute": "minute", "hour": "day", "day": "day", "week": "day", "month": "month", "year": "year",
}  # fmt: skip
_EAST: Final = re.compile(
    r"(?:約|约|약)?(?P<count>\d{1,4})(?:(?P<minute>分|分钟|分鐘|분)|(?P<hour>時間|小时|小時|个小时|個小時|시간)|(?P<day>日|天|일)"
    r"|(?P<week>週間|周|週|星期|个星期|個星期|주|주일)|(?P<month>か月|ヶ月|カ月|ヵ月|ケ月|个月|個月|개월|달)|(?P<year>年|년))(?:之|以)?[前전]"
)
_ANDS: Final = word_set("e and und et y i en")
_MAX_COUNT: Final = 2000
_MAX_WORDS: Final = 14


@dataclass(frozen=True, slots=True)
class _Phrases:
    """The tables of one language, folded."""

    ago: tuple[str, ...]
    units: dict[str, str]
    numbers: dict[str, int]


def relative_date(
    tokens: Sequence[Token], reading: Reading, *, fetched_at: datetime, timezone: str | None = None
) -> PageDate | None:
    """Return the date that the *tokens* count back from *fetched_at*, or None.

    Args:
        tokens: all of them must be the relative date, a label such as "Pubblicato" aside.
        reading: for the language, which is tried first.
        fetched_at: aware (UTC when it is not); its own zone tells the day when *timezone* is None.
        timezone: IANA name of the site's zone.
    """
    if fetched_at.tzinfo is None:  # else the zone of the machine would have a say
        fetched_at = fetched_at.replace(tzinfo=UTC)
    zone = zone_named(timezone)
    now = fetched_at.astimezone(zone) if zone else fetched_at
    if east := _EAST.fullmatch("".join(token.raw for token in tokens)):
        unit = next(unit for unit in _UNITS if east[unit])
        return _back(now, [(int(east["count"]), unit)])
    if len(tokens) > _MAX_WORDS:
        return None
    return _day_word(tokens, reading, now, timezone) or _ago(tokens, reading, now)


def _ago(tokens: Sequence[Token], reading: Reading, now: datetime) -> PageDate | None:
    words = _words(tokens)
    if words is None:
        return None
    marked = {language for word in words for language in _languages_by_word().get(word, ())}
    languages = [key for key in (reading.language or "", *AGO) if key in marked]
    found: PageDate | None = None
    for index, language in enumerate(languages):
        counts = _counts(words, _phrases(language))
        if counts is None:
            continue
        date = _back(now, counts)
        if index == 0 and language == reading.language:
            return date
        if found is not None and date != found:
            return None  # the languages disagree, and the page's own does not say it so
        found = date
    return found


def _words(tokens: Sequence[Token]) -> list[str] | None:
    """The words and numbers without labels and punctuation; None when there is anything else."""
    words = [token.text for token in tokens if not (token.kind == "sign" and token.text in "'.,:-–—()|·•~≈<")]
    while words and words[0] in PUBLISHED:
        words.pop(0)
    return words if 1 < len(words) <= 10 and all(word[0].isalnum() for word in words) else None


def _counts(words: list[str], phrases: _Phrases) -> list[tuple[int, str]] | None:
    """What is counted back: numbers with their units; None when the words are anything else."""
    rest = _without_ago(words, phrases.ago)
    if rest is None:
        return None
    counts: list[tuple[int, str]] = []
    while rest:
        if counts and rest[0] in _ANDS:
            rest = rest[1:]
        dual = _duals().get(rest[0]) if rest else None
        count, unit, used = (*dual, 1) if dual is not None else _count(rest, phrases)
        if not unit:
            return None
        rest = rest[used:]
        counts.append((count, unit))
    return counts if 1 <= len(counts) <= 2 else None


def _count(rest: list[str], phrases: _Phrases) -> tuple[int, str, int]:
    """The number, its unit ("" when there is none) and how many words they take; a unit alone means one."""
    first = rest[0] if rest else ""
    number = int(first) if first.isdigit() and len(first) <= 4 else phrases.numbers.get(first)
    used = 0 if number is None else 1
    for length in (2, 1):
        if unit := phrases.units.get(" ".join(rest[used : used + length])):
            return (1 if number is None else number), unit, used + length
    return 1, "", 0


def _without_ago(words: list[str], phrases: tuple[str, ...]) -> list[str] | None:
    text = f" {' '.join(words)} "
    for about in _about():
        text = text.replace(f" {about} ", " ", 1)
    for phrase in phrases:
        first, _, last = phrase.partition("…")
        if last and text.startswith(f" {first} ") and text.endswith(f" {last} "):
            return text[len(first) + 1 : -len(last) - 1].split()
        if not last and text.startswith(f" {phrase} "):
            return text[len(phrase) + 1 :].split()
        if not last and text.endswith(f" {phrase} "):
            return text[: -len(phrase) - 1].split()
    return None


def _back(now: datetime, counts: list[tuple[int, str]]) -> PageDate | None:
    if any(count > _MAX_COUNT for count, _ in counts):
        return None
    moment = now
    for count, unit in counts:
        if unit in {"month", "year"}:
            months = moment.year * 12 + moment.month - 1 - count * (12 if unit == "year" else 1)
            if months < 12 * 1900:
                return None
            year, month = months // 12, months % 12 + 1
            moment = moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))
        elif unit in {"day", "week"}:
            moment -= timedelta(days=count * (7 if unit == "week" else 1))
        else:  # counted on the clock of the world, for an hour may be missing on the local one
            moment = _elapsed(moment, timedelta(**{f"{unit}s": count}))
    finest = min((unit for _, unit in counts), key=_UNITS.index)
    return moment_date(moment, _PRECISION[finest])


def _elapsed(moment: datetime, span: timedelta) -> datetime:
    shift = moment.utcoffset() or timedelta()
    utc = (moment - shift).replace(tzinfo=None) - span
    zone = moment.tzinfo
    return zone.fromutc(utc.replace(tzinfo=zone)) if zone is not None else moment - span


def _day_word(tokens: Sequence[Token], reading: Reading, now: datetime, timezone: str | None) -> PageDate | None:
    """Oggi, ieri, l'altro ieri; with a time of day or without."""
    start = 0
    while start < len(tokens) and _day_at(tokens, start) is None and _is_label(tokens[start]):
        start += 1
    found = _day_at(tokens, start)
    if found is None:
        return None
    days, end = found
    cursor = Cursor(tokens, end, reading)
    clock = clock_at(cursor)
    if any(token.kind != "sign" and token.text not in TRAILING for token in tokens[cursor.at :]):
        return None
    day = (now - timedelta(days=days)).date()
    return page_date(Civil(year=day.year, month=day.month, day=day.day), clock, timezone=timezone)


def _is_label(token: Token) -> bool:
    return token.text in PUBLISHED or token.text in CONNECTING or token.text in ":-–—·,"


def _day_at(tokens: Sequence[Token], start: int) -> tuple[int, int] | None:
    text = ""
    best: tuple[int, int] | None = None
    for place in range(start, min(start + 6, len(tokens))):
        text += tokens[place].text + " "
        days = _day_words().get(text)
        if days is not None:
            best = days, place + 1
    return best


@cache
def _day_words() -> dict[str, int]:
    return {
        _as_tokens(phrase): days
        for cells in DAY_WORDS.values()
        for days, cell in enumerate(cells.split("|"))
        for phrase in cell.split()
    }


def _as_tokens(phrase: str) -> str:
    return "".join(f"{token.text} " for token in tokens_of(phrase.replace("_", " ")))


@cache
def _languages_by_word() -> dict[str, set[str]]:
    """The languages whose phrases for "ago" have the word; few texts have any, which makes the rest cheap."""
    table: dict[str, set[str]] = {}
    for language in AGO:
        for phrase in _phrases(language).ago:
            for word in phrase.replace("…", " ").split():
                table.setdefault(word, set()).add(language)
    return table


@cache
def _phrases(language: str) -> _Phrases:
    ago, *cells = AGO[language].split("|")
    units = {
        " ".join(map(fold_word, name.split("_"))): unit
        for unit, cell in zip(_UNITS, cells, strict=True)
        for name in cell.split()
    }
    numbers = {
        fold_word(name): value
        for value, cell in enumerate(NUMBERS.get(language, "").split("|"), start=1)
        for name in cell.split()
    }
    phrases = (" ".join(map(fold_word, phrase.split("_"))) for phrase in ago.split())
    # "for 3 dager siden" has a word on either side of the number
    split = {"for siden": "for…siden", fold_word("för") + " sedan": "for…sedan", fold_word("för") + " sen": "for…sen"}
    return _Phrases(ago=tuple(split.get(phrase, phrase) for phrase in phrases), units=units, numbers=numbers)


@cache
def _duals() -> dict[str, tuple[int, str]]:
    return {fold_word(word): value for word, value in DUALS.items()}


@cache
def _about() -> tuple[str, ...]:
    return tuple(" ".join(map(fold_word, phrase.split("_"))) for phrase in ABOUT.split())
