"""A place in the tokens of a date, and what may stand there whatever the shape: months, ordinals, days of the week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sw_scraper.normalize.date_tokens import NOTHING, Token
from sw_scraper.normalize.date_words import Month, folded_set, is_weekday, month_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sw_scraper.normalize.civil import Civil

_ORDINAL_SIGNS: Final = frozenset("°º")
_ORDINALS: Final = folded_set(
    "st nd rd th er re ère ème eme ième e è º ª a o de te ste ter го ое е й an en én i η ο ος nd k ik ci"
)
_MONTH_PREFIX: Final = folded_set("tháng thang thg")
_NUMBERED_DAY: Final = folded_set("thứ th")


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


def shape_of(cursor: Cursor, civil: Civil | None) -> Shape | None:
    """The date with the place behind it; None when it is no possible one."""
    return Shape(civil=civil, end=cursor.at) if civil is not None else None


def two_digit_year(value: int, reading: Reading) -> int:
    """The year that two digits mean: the latest that is not after ``newest_year``."""
    return 2000 + value if 2000 + value <= reading.newest_year else 1900 + value


def common_year(year: int, language: str | None) -> int:
    """The year of our calendar: Thailand counts from the Buddha."""
    return year - 543 if language == "th" and 2400 <= year <= 2700 else year


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
