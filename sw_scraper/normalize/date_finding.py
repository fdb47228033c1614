"""Dates inside a longer line: which of them is one of publication, and which belongs to the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from sw_scraper.normalize.civil import page_date
from sw_scraper.normalize.date_clock import clock_at, skips_bare_hour
from sw_scraper.normalize.date_cursor import Cursor, Reading, Shape, skips_weekday
from sw_scraper.normalize.date_relative import relative_date
from sw_scraper.normalize.date_shapes import date_at
from sw_scraper.normalize.date_tokens import NOTHING, Token, tokens_of
from sw_scraper.normalize.date_words import CONNECTING, EVENT, MODIFIED, PUBLISHED, TRAILING, folded_set, is_weekday
from sw_scraper.normalize.words import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sw_scraper.model import PageDate

Role = Literal["published", "modified"]

# Meta lines are short; what is longer is text, and only its beginning may be one.
MAX_LINE_LENGTH: Final = 1000
_BREAKS: Final = frozenset("|·•»›>;\u2502¦")
_CHAIN: Final = frozenset("-/.–:_")
_BEFORE_NAMES: Final = folded_set("by di da von par por door av af przez de from per autore author autor auteur от")
_AFTER: Final = folded_set(
    "by di da von par por door av af przez de in su auf dans en em per sotto under categoria category kategorie tag "
    "tags filed no nessun leave lascia commenti commento comments comment kommentare commentaires comentarios w в v "
    "i od от and e min minuti minutes read lettura visite views author autore autor"
)
_OPENING: Final = _BEFORE_NAMES | word_set("in su auf dans sotto under categoria category kategorie tag filed")
_OF: Final = word_set("de of di del th st nd rd")
_JOINS: Final = word_set("e and und et y i en og och a al &")
_CHANGED: Final = ("更新", "수정", "misajour", "miseajour")
_MAX_WORDS_BEFORE: Final = 10
_MAX_WORDS_AFTER: Final = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDate:
    """A date inside a longer text.

    Attributes:
        date: the date.
        start: where it begins in the text; ``end`` is where it ends, its time of day included.
        text: that part of the text.
        role: what a label beside it says; None without a label.
    """

    date: PageDate
    start: int
    end: int
    text: str
    role: Role | None = None


def dates_in(
    text: str, reading: Reading, *, fetched_at: datetime | None = None, timezone: str | None = None
) -> tuple[FoundDate, ...]:
    """Return the dates of *text* in order, without those of events, ranges and prose; each once."""
    tokens = tokens_of(text[:MAX_LINE_LENGTH])
    found: list[FoundDate] = []
    segment = place = 0
    while place < len(tokens):
        if _is_break(tokens, place):
            segment = place + 1
        shape = date_at(tokens, place, reading) if _may_begin(tokens, place) else None
        if shape is None:
            place = _behind_chain(tokens, place)
            continue
        tail = Cursor(tokens, shape.end, reading)
        skips_weekday(tail)
        clock = clock_at(tail)
        timed = clock is not None or skips_bare_hour(tail)
        end = tail.at if timed else shape.end
        role, fits = _judged(tokens[segment:place])
        alone = place == segment and (end >= len(tokens) or _is_break(tokens, end))
        # "Bollettino Ottobre 2022" names an issue, and the month of "31 febbraio 2026" is a part of no date.
        whole = shape.civil.day is not None or ((alone or role is not None) and not _has_day_before(tokens, place))
        if fits and whole and _ends_well(tokens, end, reading) and not _is_range_end(tokens, place):
            start, stop = tokens[place].start, tokens[end - 1].end
            date = page_date(shape.civil, clock, timezone=timezone)
            found.append(FoundDate(date=date, start=start, end=stop, text=text[start:stop], role=role))
        segment = place = end
    if not found and fetched_at is not None:
        return _relative(tokens, text, reading, fetched_at=fetched_at, timezone=timezone)
    return tuple(found)


def _is_break(tokens: Sequence[Token], place: int) -> bool:
    token = tokens[place]
    if token.kind != "sign":
        return False
    if token.text in _BREAKS or token.text in "()[]":
        return True
    following = tokens[place + 1] if place + 1 < len(tokens) else NOTHING
    return token.text in "-–—/*" and token.spaced and following.spaced


def _may_begin(tokens: Sequence[Token], place: int) -> bool:
    token, before = tokens[place], tokens[place - 1] if place else NOTHING
    if token.kind == "number":
        return not (before.kind == "sign" and before.text in {"#", "€", "$", "£", "№", "+"})
    return token.kind in {"word", "ideograph"}


def _behind_chain(tokens: Sequence[Token], place: int) -> int:
    """Behind the token, or behind the whole of a number with signs, so that no date is read out of its middle."""
    if tokens[place].kind != "number":
        return place + 1
    while (
        place + 2 < len(tokens)
        and tokens[place + 1].text in _CHAIN
        and not tokens[place + 1].spaced
        and tokens[place + 2].kind == "number"
        and not tokens[place + 2].spaced
    ):
        place += 2
    return place + 1


def _judged(before: Sequence[Token]) -> tuple[Role | None, bool]:
    """What the words of the segment before a date say: its role, and whether they are a meta line and not prose."""
    words = [token for token in before if token.kind in {"word", "ideograph"}]
    if any(token.text in EVENT for token in words):
        return None, False
    role: Role | None = None
    if any(token.text in PUBLISHED for token in words):
        role = "published"
    text = "".join(token.text for token in words)
    if any(token.text in MODIFIED for token in words) or any(
        mark in text for mark in ("更新", "수정", "misajour", "miseajour")
    ):
        role = "modified"
    if len(words) > _MAX_WORDS_BEFORE:
        return role, False
    strange = [index for index, token in enumerate(words) if not _belongs(token)]
    return role, not strange or (len(strange) == 1 and _is_user_name(words, strange[0]))


def _belongs(token: Token) -> bool:
    text = token.text
    known = text in PUBLISHED or text in CONNECTING or text in MODIFIED or text in _AFTER or is_weekday(text)
    return known or not token.raw[0].islower()


def _is_user_name(words: Sequence[Token], index: int) -> bool:
    """A single small word is a user's name when it stands alone or after "by"."""
    return len(words) == 1 or (index > 0 and words[index - 1].text in _BEFORE_NAMES)


def _ends_well(tokens: Sequence[Token], end: int, reading: Reading) -> bool:
    """Tell whether what follows a date may follow one in a meta line."""
    place = end
    while place < len(tokens) and tokens[place].kind == "word" and tokens[place].text in TRAILING:
        place += 1
    token, following = _pair(tokens, place)
    if token.kind == "sign":
        if token is NOTHING or following is NOTHING:
            return True
        if token.text in "-–—" and (date_at(tokens, place + 1, reading) or _is_prose(tokens[place + 1 :])):
            return False  # a range; "Milano, 3 marzo 2024 – Si è svolto ieri ..."
        if token.text in _BREAKS or token.text in "#()[]-–—/":
            return token.text not in _CHAIN or token.spaced or following.spaced
        token = following
    return (token.kind == "number" or _may_follow(token)) and not _is_prose(tokens[place:])


def _pair(tokens: Sequence[Token], place: int) -> tuple[Token, Token]:
    here = tokens[place] if place < len(tokens) else NOTHING
    return here, tokens[place + 1] if place + 1 < len(tokens) else NOTHING


def _may_follow(token: Token) -> bool:
    if not token.spaced and (token.kind == "ideograph" or not token.raw.isascii()):
        return False  # glued to the date, as the particles of Japanese are
    known = token.text in _AFTER or token.text in PUBLISHED or token.text in MODIFIED
    return known or not token.raw[0].islower()


def _is_prose(after: Sequence[Token]) -> bool:
    """Tell whether the words behind a date are running text: many, or small ones that no label of a meta line opens."""
    count = strange = 0
    for place, token in enumerate(after):
        if _is_break(after, place):
            break
        if token.kind not in {"word", "ideograph"}:
            continue
        count += 1
        if token.text in _OPENING:
            strange = -_MAX_WORDS_AFTER
        strange += not _belongs(token)
    return strange > 1 or count > _MAX_WORDS_AFTER


def _is_range_end(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a number and a dash or an "and" stand before the date: "8 e 9 giugno 2024", "3-5 marzo 2024"."""
    joined = False
    for back in range(1, 4):
        token = tokens[place - back] if place >= back else NOTHING
        if token.kind == "number":
            return joined
        joined = joined or token.text in _JOINS or (token.kind == "sign" and token.text in {"-", "–", "/"})
        if not (token.text in _JOINS or token.text in {"-", "–", "/", "."}):
            return False
    return False


def _has_day_before(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a number of a day stands right before the place: "31 ", "31. ", "31 de "."""
    back = place - 1
    while back >= 0 and (tokens[back].text in _OF or (tokens[back].kind == "sign" and tokens[back].text in ".,°º")):
        back -= 1
    return back >= 0 and tokens[back].kind == "number" and len(tokens[back].text) <= 2


def _relative(
    tokens: Sequence[Token], text: str, reading: Reading, *, fetched_at: datetime, timezone: str | None
) -> tuple[FoundDate, ...]:
    start = 0
    for place in range(len(tokens) + 1):
        if place < len(tokens) and not _is_break(tokens, place):
            continue
        part = tokens[start:place]
        start = place + 1
        if not 1 <= len(part) <= 12 or _judged(part)[0] == "modified":
            continue
        date = relative_date(part, reading, fetched_at=fetched_at, timezone=timezone)
        if date is not None:
            begin, end = part[0].start, part[-1].end
            return (FoundDate(date=date, start=begin, end=end, text=text[begin:end]),)
    return ()


__all__ = ["MAX_LINE_LENGTH", "FoundDate", "Role", "Shape", "dates_in"]
