"""A date's text in pieces: numbers, words and signs, in linear time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from sw_scraper.normalize.date_words import fold_word

# Marks that belong to a word although Python's \w does not think so (Arabic, Hebrew, India, Thai, Lao, Khmer).
_MARKS: Final = (
    "\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0971-\u0dff"
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u200c\u00ad"
)
_IDEOGRAPHS: Final = "\u3007\u3400-\u9fff\uf900-\ufaff"
_LETTER: Final = rf"(?:[^\W\d_{_IDEOGRAPHS}]|[{_MARKS}])"
_TOKEN: Final = re.compile(
    rf"(?P<number>\d+)|(?P<ideograph>[{_IDEOGRAPHS}])|"
    rf"(?P<word>{_LETTER}{{1,3}}(?:\.{_LETTER}{{1,3}}(?!{_LETTER}))+|{_LETTER}+)"
    r"|(?P<skip>[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff])|(?P<sign>\S)"
)

# The zeros of the scripts that are met on the web: Arabic, Persian, India, Thai, Lao, Tibetan, Burmese, Khmer, ...
_ZEROS: Final = (
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0, 0xF20,
    0x1040, 0x1090, 0x17E0, 0x1810, 0xFF10,
)  # fmt: skip

Kind = Literal["number", "word", "ideograph", "sign"]


@dataclass(slots=True)
class Token:
    """One piece of the text.

    Attributes:
        kind: a run of digits, a word, one ideograph, or one sign.
        text: digits as they are, words folded, signs as they are.
        raw: as the page has it.
        start: where it begins in the text, ``end`` where it ends.
        spaced: white space stands before it.
    """

    kind: Kind
    text: str
    raw: str
    start: int
    end: int
    spaced: bool

    @property
    def number(self) -> int:
        """The value of a run of digits; -1 of anything else and of what no date holds."""
        return int(self.text) if self.kind == "number" and len(self.text) <= 8 else -1

    def is_number(self, *lengths: int) -> bool:
        """Tell whether it is a run of digits with one of these lengths."""
        return self.kind == "number" and len(self.text) in lengths


# What stands where no token is: lets the grammar look ahead without asking for the end.
NOTHING: Final = Token(kind="sign", text="", raw="", start=0, end=0, spaced=False)


@cache
def _plain_characters() -> dict[int, str]:
    """Digits of all scripts and full-width forms to ASCII, one for one, so that positions stay."""
    table = {zero + digit: str(digit) for zero in _ZEROS for digit in range(10)}
    table |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table |= {ord(dash): "-" for dash in "\u2010\u2011\u2012\u2212"}
    table |= {ord(comma): "," for comma in "،、，"}
    table |= {ord("’"): "'", ord("ʼ"): "'", ord("‘"): "'", ord("\n"): "|", ord("։"): ":", ord("∶"): ":"}
    return table


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of *text* in order.

    >>> [(token.kind, token.text) for token in tokens_of("l'8 Marzo ٢٠٢٤")]
    [('word', 'l'), ('sign', "'"), ('number', '8'), ('word', 'marzo'), ('number', '2024')]
    """
    plain = text if text.isascii() and "\n" not in text else text.translate(_plain_characters())
    out: list[Token] = []
    end = 0
    for match in _TOKEN.finditer(plain):
        kind = match.lastgroup
        if kind == "skip" or kind is None:
            continue
        raw = match[0]
        folded = fold_word(raw.replace(".", "")) if kind == "word" else raw
        if not folded:
            continue  # soft hyphens and the like alone
        spaced = match.start() > end and plain[end : match.start()].strip("\u200e\u200f\u2060\ufeff") != ""
        out.append(Token(kind=kind, text=folded, raw=raw, start=match.start(), end=match.end(), spaced=spaced))  # type: ignore[arg-type]  # the names of the groups are the kinds
        end = match.end()
    return out
