"""The shapes that a date takes: number and word orders, tried at one place of the token list.

Every shape needs a year: a day and month alone cannot be written in ISO 8601 without inventing one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sw_scraper.normalize.civil import Civil, civil_date
from sw_scraper.normalize.date_tokens import NOTHING, Token
from sw_scraper.normalize.date_words import Month, fold_word, is_weekday, month_named
from sw_scraper.normalize.words import word_set

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    _Reader = Callable[["Cursor"], "Shape | None"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How the page's dates are to be read.

    Attributes:
        language: primary subtag; None when unknown.
        day_first: dd/mm (True) or mm/dd (False), as the page's other dates tell; None when they do not.
        usual_day_first: the same as the language and its region have it; None leaves a date that may be both unread.
        newest_year: the latest year that a year of two digits may mean.
        loose: the whole string is said to be a date, so that weaker signs of one will do.
    """

    language: str | None = None
    day_first: bool | None = None
    usual_day_first: bool | None = None
    newest_year: int = 2068
    loose: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A date found in the token list: the tokens up to, not including, ``end``."""

    civil: Civil
    end: int


_Found = Shape | None
_SEPARATORS: Final = frozenset("-/.–")
_ORDINAL_SIGNS: Final = frozenset("°º")
_ORDINALS: Final = frozenset(
    map(
        fold_word,
        word_set(
            "st nd rd th er re ère ème eme ième e è º ª a o de te ste ter o го ое е й an en én i i̇ ª ο η ος nd k ik ci"
        ),
    )
)
_OF: Final = frozenset(map(fold_word, word_set("de di del d of den do e dels dell the do av no ngày año ano")))
_YEAR_LINKS: Final = frozenset(map(fold_word, word_set("de del dels of en năm do anno di e d")))
_AFTER_YEAR: Final = frozenset(map(fold_word, word_set("m metų gada g ko e eko года г р год el")))
_MONTH_PREFIX: Final = frozenset(map(fold_word, word_set("tháng thang thg")))
_NUMBERED_DAY: Final = frozenset(map(fold_word, word_set("thứ th")))
_ROMAN: Final = {
    "I": 1,
    "II": 2,
    "III": 3,
    "IV": 4,
    "V": 5,
    "VI": 6,
    "VII": 7,
    "VIII": 8,
    "IX": 9,
    "X": 10,
    "XI": 11,
    "XII": 12,
}
_YEAR_FIRST: Final = word_set("ja zh ko hu lt fa")
_ERAS: Final = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
_CJK_YEAR: Final = frozenset("年년")
_CJK_MONTH: Final = frozenset("月월")
_CJK_DAY: Final = frozenset("日號号일")


class Cursor:
    """A place in a token list; asking beyond the end gives ``NOTHING``."""

    __slots__ = ("at", "reading", "tokens")

    def __init__(self, tokens: Sequence[Token], at: int, reading: Reading) -> None:
        self.tokens = tokens
        self.at = at
        self.reading = reading

    def peek(self, ahead: int = 0) -> Token:
        """The token *ahead* of this place."""
        place = self.at + ahead
        return self.tokens[place] if 0 <= place < len(self.tokens) else NOTHING

    def take(self) -> Token:
        """The token here; the place moves on."""
        token = self.peek()
        self.at += 1
        return token

    def skip_signs(self, signs: frozenset[str] | str) -> str:
        """Move over one sign of *signs*, if it stands here, and return it."""
        token = self.peek()
        if token.kind == "sign" and token.text and token.text in signs:
            self.at += 1
            return token.text
        return ""

    def skip_words(self, words: frozenset[str], limit: int = 2) -> None:
        """Move over up to *limit* words of *words*."""
        for _ in range(limit):
            if self.peek().kind != "word" or self.peek().text not in words:
                return
            self.at += 1

    def month(self) -> Month | None:
        """The month named here; the place moves on when there is one."""
        token = self.peek()
        if token.kind != "word":
            return None
        following = self.peek(1)
        if token.text in _MONTH_PREFIX and following.is_number(1, 2):
            self.at += 2
            return Month(following.number)
        found = month_named(token.text, following.text if following.kind == "word" else "", self.reading.language)
        if found is not None:
            self.at += found.words
        return found

    def skip_ordinal(self) -> None:
        """Move over what makes the number before an ordinal: ``°``, ``st``, ``-го``, a full stop."""
        token = self.peek()
        if (token.kind == "sign" and token.text in _ORDINAL_SIGNS) or (
            token.kind == "word" and not token.spaced and token.text in _ORDINALS
        ):
            self.at += 1
        elif token.text == "-" and not token.spaced and self.peek(1).text in _ORDINALS and not self.peek(1).spaced:
            self.at += 2


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
        shapes = (_month_day_year, _month_year)
    else:
        shapes = (_era,)
    for shape in shapes:
        if found := shape(Cursor(tokens, at, reading)):
            return found
    return None


def _shapes_of_number(first: Token, following: Token) -> tuple[_Reader, ...]:
    """The shapes that may begin with this number, told by what stands behind it."""
    if following.text in _CJK_YEAR:
        return (_ideographic,)
    worded = _year_month_day if len(first.text) == 4 else _day_month_year
    return (worded,) if following.kind == "word" else (_all_numbers, worded, _month_number_year)


def _shape(cursor: Cursor, civil: Civil | None) -> _Found:
    return Shape(civil=civil, end=cursor.at) if civil is not None else None


def _two_digit_year(value: int, reading: Reading) -> int:
    return 2000 + value if 2000 + value <= reading.newest_year else 1900 + value


def _thai_year(year: int, language: str | None) -> int:
    return year - 543 if language == "th" and 2400 <= year <= 2700 else year


# ---- numbers only -----------------------------------------------------------------------------------------------


def _all_numbers(cursor: Cursor) -> _Found:
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
    if parts[0].is_number(4) and parts[1].is_number(1, 2) and parts[2].is_number(1, 2):
        return _shape(cursor, _year_first(parts, cursor.reading))
    if not (parts[0].is_number(1, 2) and parts[1].is_number(1, 2)):
        return None
    if parts[2].is_number(4):
        year = _thai_year(parts[2].number, cursor.reading.language)
        return _shape(cursor, _ordered(parts[0].number, parts[1].number, year, separators[0], cursor.reading))
    if not parts[2].is_number(2) or not cursor.reading.loose:
        return None
    return _shape(cursor, _short_year(parts, separators[0], cursor.reading, labelled=labelled))


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
    return civil_date(_thai_year(year, reading.language), month, day)


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
        return civil_date(_two_digit_year(first, reading), second, last)
    return _ordered(first, second, _two_digit_year(last, reading), sign, reading)


def _month_number_year(cursor: Cursor) -> _Found:
    """03/2024 and 2024-03; never 2010-11, which may be a season."""
    first, sign, second = cursor.take(), cursor.skip_signs("-/."), cursor.take()
    if not sign or not cursor.reading.loose or second.spaced or _goes_on(cursor):
        return None
    if first.is_number(2) and second.is_number(4) and sign in "-/.":
        return _shape(cursor, civil_date(second.number, first.number))
    if first.is_number(4) and second.is_number(2) and sign in "-/" and second.number != (first.number + 1) % 100:
        return _shape(cursor, civil_date(first.number, second.number))
    return None


# ---- words for months -------------------------------------------------------------------------------------------


def _year(cursor: Cursor, *, tight: bool) -> int | None:
    """Take a year of four digits, or of two where an apostrophe or a *tight* sign says that it is one."""
    apostrophe = cursor.skip_signs("'")
    token = cursor.peek()
    following = cursor.peek(1)
    if token.is_number(4):
        cursor.at += 1
        return _thai_year(token.number, cursor.reading.language)
    short = token.is_number(2) and (apostrophe or tight or cursor.reading.loose)
    if not short or following.text in {":", "h", "°"} or following.kind == "number":
        return None
    cursor.at += 1
    return _two_digit_year(token.number, cursor.reading)


def _day_month_year(cursor: Cursor) -> _Found:
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
            _shape(cursor, civil_date(year.number, month.number, day.number, jalali=True))
            if year.is_number(4)
            else None
        )
    year_ = _year(cursor, tight=bool(sign and sign == closing))
    return _shape(cursor, civil_date(year_, month.number, day.number)) if year_ is not None else None


def _roman_month(cursor: Cursor) -> Month | None:
    token = cursor.peek()
    number = _ROMAN.get(token.raw) if token.kind == "word" else None
    if number is None or not (cursor.peek(1).is_number(4) or cursor.peek(2).is_number(4)):
        return None
    cursor.at += 1
    return Month(number)


def _month_day_year(cursor: Cursor) -> _Found:
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
    return _shape(cursor, civil_date(year, month.number, day.number)) if year is not None else None


def _month_year(cursor: Cursor) -> _Found:
    """Dicembre 2021, Mar. 2024, luglio '23."""
    month = cursor.month()
    if month is None or month.number is None or month.jalali:
        return None
    cursor.skip_signs("./-,")
    cursor.skip_words(_YEAR_LINKS)
    if not (cursor.peek().is_number(4) or cursor.peek().text == "'"):
        return None
    year = _year(cursor, tight=False)
    return _shape(cursor, civil_date(year, month.number)) if year is not None else None


def _year_month_day(cursor: Cursor) -> _Found:
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
    return _shape(cursor, civil_date(year.number, month.number, day.number if day is not None else None))


def _skip_one(cursor: Cursor, words: frozenset[str]) -> bool:
    if cursor.peek().kind == "word" and cursor.peek().text in words:
        cursor.at += 1
        return True
    return False


# ---- East Asia --------------------------------------------------------------------------------------------------


def _ideographic(cursor: Cursor) -> _Found:
    """2024年3月5日, 2024년 3월 5일, 2024年3月."""
    year = cursor.take()
    return _after_year(cursor, year.number) if year.is_number(4) and cursor.peek().text in _CJK_YEAR else None


def _era(cursor: Cursor) -> _Found:
    """令和6年3月5日, 民國113年3月5日."""
    base = _ERAS.get(cursor.take().text + cursor.take().text)
    year = cursor.take()
    number = 1 if year.text == "元" else year.number
    if base is None or number < 1 or cursor.peek().text not in _CJK_YEAR:
        return None
    return _after_year(cursor, base + number)


def _after_year(cursor: Cursor, year: int) -> _Found:
    cursor.take()
    month = cursor.peek()
    if not (month.is_number(1, 2) and cursor.peek(1).text in _CJK_MONTH):
        return _shape(cursor, civil_date(year)) if cursor.reading.loose else None
    cursor.at += 2
    day = cursor.peek()
    if not (day.is_number(1, 2) and cursor.peek(1).text in _CJK_DAY):
        return _shape(cursor, civil_date(year, month.number))
    cursor.at += 2
    return _shape(cursor, civil_date(year, month.number, day.number))


def skips_weekday(cursor: Cursor) -> bool:
    """Move over a day of the week with its signs, in brackets or not; tell whether one stood here."""
    start = cursor.at
    bracket = cursor.skip_signs("(（[")
    token = cursor.peek()
    east = token.kind == "ideograph" and token.text in "月火水木金土日祝" and bool(bracket)
    if token.kind == "ideograph" and not bracket and (length := _eastern_weekday(cursor)):
        cursor.at += length
        return True
    if token.text in _NUMBERED_DAY and cursor.peek(1).is_number(1):
        cursor.at += 1
    elif not (east or (token.kind == "word" and is_weekday(token.text))):
        cursor.at = start
        return False
    cursor.at += 1
    if bracket:
        while cursor.peek() is not NOTHING and not cursor.skip_signs(")）]"):
            if cursor.at - start > 5:
                cursor.at = start
                return False
            cursor.at += 1
    cursor.skip_signs(".,")
    return True


def _eastern_weekday(cursor: Cursor) -> int:
    """How many tokens 火曜日, 星期二, 礼拜二 or 周二 take; 0 when none stands here."""
    first, second, third = (cursor.peek(ahead).text for ahead in range(3))
    if second == "曜" and first in "月火水木金土日":
        return 3 if third == "日" else 2
    if first + second in {"星期", "礼拜", "禮拜"} and third and third in "一二三四五六日天":
        return 3
    return 2 if first in {"周", "週"} and second and second in "一二三四五六日" else 0
