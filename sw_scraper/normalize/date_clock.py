"""Times of day and time zones in a token list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sw_scraper.normalize.civil import Clock, clock_time
from sw_scraper.normalize.date_words import folded_set

if TYPE_CHECKING:
    from sw_scraper.normalize.date_cursor import Cursor
    from sw_scraper.normalize.date_tokens import Token

_LINKS: Final = folded_set(
    "at alle ore ora h um à a las la as às aos kl klo om o ob v в у u ur saat time t le alas pukul jam lúc στις ساعت "
    "الساعة בשעה od orelor i d w godz godzina hodin orario hour uhrzeit e"
)
_LINK_SIGNS: Final = ",-–—|·•@(:/"
_HOUR_SIGNS: Final = folded_set("h u 時 时 点 點 시 ч")
_MINUTE_SIGNS: Final = folded_set("m min 分 분 мин")
_SECOND_SIGNS: Final = folded_set("s sec 秒 초")
_MORNING: Final = folded_set("am 오전 πμ ص صباحا öö قظ")
_EVENING: Final = folded_set("pm 오후 μμ م مساء ös بظ")
# Names that mean one offset wherever they are used; BST, IST, CST and the like mean several.
_ZONES: Final = {
    "z": 0, "utc": 0, "gmt": 0, "ut": 0, "wet": 0, "west": 60, "cet": 60, "met": 60, "mez": 60, "cest": 120,
    "mest": 120, "mesz": 120, "eet": 120, "eest": 180, "msk": 180, "est": -300, "edt": -240, "cdt": -300, "mst": -420,
    "mdt": -360, "pst": -480, "pdt": -420, "jst": 540, "kst": 540, "hkt": 480, "sgt": 480, "wib": 420, "brt": -180,
    "art": -180, "nzst": 720, "nzdt": 780, "aest": 600, "aedt": 660, "trt": 180, "pkt": 300,
}  # fmt: skip


def clock_at(cursor: Cursor) -> Clock | None:
    """Return the time of day at the cursor, after signs and words such as ``alle ore``; the cursor moves behind it.

    None leaves the cursor where it was. An hour without minutes is no time: ISO 8601 would add minutes.
    """
    start = cursor.at
    for _ in range(5):
        token = cursor.peek()
        linking = token.kind == "word" and token.text in _LINKS
        if not (linking or cursor.skip_signs(_LINK_SIGNS)):
            break
        cursor.at += linking
    half = _half_of_day(cursor)
    time = _hour_and_minute(cursor)
    if time is None:
        cursor.at = start
        return None
    hour, minute, second = time
    half = half or _half_of_day(cursor)
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    offset = _zone(cursor, exact=second is not None)
    found = clock_time(hour, minute, second, offset=offset)
    if found is None:
        cursor.at = start
    return found


def skips_bare_hour(cursor: Cursor) -> bool:
    """Move over an hour without minutes ("alle 14", "um 14 Uhr", "14h"), which adds nothing that a date could hold."""
    start = cursor.at
    linked = False
    for _ in range(5):
        token = cursor.peek()
        linking = token.kind == "word" and token.text in _LINKS
        if not (linking or cursor.skip_signs(_LINK_SIGNS)):
            break
        linked = linked or linking
        cursor.at += linking
    hour, mark = cursor.peek(), cursor.peek(1)
    marked = mark.text in _HOUR_SIGNS or mark.text == "uhr"
    if hour.is_number(1, 2) and hour.number <= 24 and (linked or marked) and mark.text not in {":", "/", "."}:
        cursor.at += 1 + marked
        return True
    cursor.at = start
    return False


def _half_of_day(cursor: Cursor) -> str:
    token, following = cursor.peek(), cursor.peek(1)
    if token.kind == "ideograph" and token.text + following.text in {"午前", "上午", "午後", "下午"}:
        cursor.at += 2
        return "am" if token.text + following.text in {"午前", "上午"} else "pm"
    half = _half_named(token, cursor.reading.language)
    if half:
        cursor.at += 1
        cursor.skip_signs(".")
    return half


def _half_named(token: Token, language: str | None) -> str:
    if token.kind != "word":
        return ""
    if token.text in _MORNING or (token.text == "sa" and language == "vi"):
        return "am"
    return "pm" if token.text in _EVENING or (token.text == "ch" and language == "vi") else ""


def _hour_and_minute(cursor: Cursor) -> tuple[int, int, int | None] | None:
    hour, sign, minute = cursor.peek(), cursor.peek(1), cursor.peek(2)
    if not hour.is_number(1, 2):
        return None
    if _is_hour_only(hour, sign, minute):
        if _half_named(cursor.peek(1), cursor.reading.language):  # "2 pm" means two o'clock sharp
            cursor.at += 1
            return hour.number, 0, None
        return None
    cursor.at += 3
    if (
        sign.text == "."
        and cursor.peek().text in {".", "/", "-"}
        and cursor.peek(1).kind == "number"
        and not cursor.peek().spaced
    ):
        return None  # 05.03.2024
    second = _second(cursor, sign.text)
    return hour.number, minute.number, second


def _is_hour_only(hour: Token, sign: Token, minute: Token) -> bool:
    if sign.text in {":", "."} and not sign.spaced and not minute.spaced:  # an 08:15 and an 08.15
        return not (minute.is_number(2) or (sign.text == ":" and minute.is_number(1)))
    return not (sign.text in _HOUR_SIGNS and minute.is_number(1, 2) and hour.number <= 23)


def _second(cursor: Cursor, sign: str) -> int | None:
    if cursor.peek().text in _MINUTE_SIGNS:
        cursor.at += 1
        value, mark = cursor.peek(), cursor.peek(1)
        if value.is_number(1, 2) and mark.text in _SECOND_SIGNS:
            cursor.at += 2
            return value.number
        return None
    if cursor.peek().text == sign and sign in ":." and cursor.peek(1).is_number(2) and not cursor.peek(1).spaced:
        cursor.at += 2
        second = cursor.peek(-1).number
        if cursor.peek().text in {".", ","} and cursor.peek(1).kind == "number" and not cursor.peek(1).spaced:
            cursor.at += 2  # fractions are finer than any date of a page needs
        return second
    return None


def _zone(cursor: Cursor, *, exact: bool) -> int | None:
    start = cursor.at
    while cursor.peek().text in {"uhr", "hrs", "hours", "h", "ore", "hr"}:
        cursor.at += 1
    cursor.skip_signs("(")
    token = cursor.peek()
    named = _ZONES.get(token.text) if token.kind == "word" else None
    if named is not None:
        cursor.at += 1
    # 10:00-12:00 is how long something takes, and no zone
    sure = exact or named == 0 or cursor.peek().text == "+" or cursor.peek(1).is_number(4)
    shift = _shift(cursor) if sure and named in {0, None} else None
    if named is None and shift is None:
        cursor.at = start
        return None
    cursor.skip_signs(")")
    _skip_zone_comment(cursor)
    return shift if shift is not None else named


def _shift(cursor: Cursor) -> int | None:
    """Take +02:00, +0200, -3."""
    sign, digits = cursor.peek(), cursor.peek(1)
    if sign.text not in {"+", "-"} or digits.spaced or not digits.is_number(1, 2, 4):
        return None
    value = digits.number
    if digits.is_number(4):
        cursor.at += 2
        hours, minutes = divmod(value, 100)
    elif cursor.peek(2).text == ":" and cursor.peek(3).is_number(2):
        hours, minutes = value, cursor.peek(3).number
        cursor.at += 4
    else:
        hours, minutes = value, 0
        cursor.at += 2
    return (hours * 60 + minutes) * (-1 if sign.text == "-" else 1) if hours <= 14 and minutes < 60 else None


def _skip_zone_comment(cursor: Cursor) -> None:
    """Move over ``(CET)`` or ``(Coordinated Universal Time)`` behind an offset."""
    if cursor.peek().text not in {"(", "["}:
        return
    for ahead in range(1, 8):
        if cursor.peek(ahead).text in {")", "]"}:
            cursor.at += ahead + 1
            return
