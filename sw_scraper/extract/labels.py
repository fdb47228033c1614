"""What the label of a link says about pages of a list: next, previous, first or last, more, or a page number."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal

from sw_scraper.extract import pager_words as words

Direction = Literal["next", "previous", "edge", "more"]

_DECORATION: Final = re.compile(
    r"[«»‹›<>←→↑↓⇐⇒⟵⟶➜➡⬅▶►◀◄❮❯⟨⟩⌃⌄…|\[\](){}:.,;!?·•*+=\"“”„_/\\–—\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufe0f]+|\d+"
)
_LOOSE_HYPHEN: Final = re.compile(r"(?<!\w)-+|-+(?!\w)")
_SPACE: Final = re.compile(r"\s+")
_NUMBERED: Final = re.compile(r"(\D{0,40})(\d{1,6})(\D{0,24})")
_PAGE_OF: Final = re.compile(
    rf"(?<![\w/.,:-])(?:{words.PAGE})\s*[:#.]?\s*(\d{{1,6}})\s*(?:{words.OF})\s*(\d{{1,6}})(?!\d|\s*[./-]\s*\d)",
    re.IGNORECASE,
)
_BARE_PAGE_OF: Final = re.compile(
    rf"(?<![\w/.,:-])(\d{{1,6}})\s*(?:{words.OF})\s*(\d{{1,6}})(?!\s*[\w%])(?!\s*[./:-]\s*\d)", re.IGNORECASE
)
_CJK_PAGE_OF: Final = re.compile(r"第\s*(\d{1,6})\s*[页頁]?\s*[/，,、]?\s*[共全]\s*(\d{1,6})\s*[页頁ペ]")

_NEXT_SYMBOLS: Final = frozenset(
    {
        ">",
        "›",
        "»",
        "→",
        "⇒",
        "⟶",
        "➜",
        "➡",
        "▶",
        "►",
        "❯",
        "⟩",
        ">>",
        "››",
        "»»",
        "->",
        "-->",
        "=>",
        "❱",
        "➔",
        "🡒",
        "▸",
    }
)
_PREVIOUS_SYMBOLS: Final = frozenset(
    {"<", "‹", "«", "←", "⇐", "⟵", "⬅", "◀", "◄", "❮", "⟨", "<<", "‹‹", "««", "<-", "<--", "<=", "❰", "🡐", "◂"}
)
_DOUBLE_SYMBOLS: Final = frozenset({">>", "››", "»»", "»|", ">|", "⇥", "›|", ">>|", "⏭"})
# Ligature names of icon fonts stand in the page as words.
_ICON_WORDS: Final[dict[str, Direction]] = {
    "chevron_right": "next", "keyboard_arrow_right": "next", "arrow_forward": "next", "navigate_next": "next",
    "arrow_right": "next", "arrow_forward_ios": "next", "arrow_right_alt": "next",
    "chevron_left": "previous", "keyboard_arrow_left": "previous", "arrow_back": "previous",
    "navigate_before": "previous", "arrow_left": "previous", "arrow_back_ios": "previous",
    "last_page": "edge", "first_page": "edge",
}  # fmt: skip

_PHRASES: Final[dict[str, Direction]] = {
    **dict.fromkeys(words.phrases(words.MORE), "more"),
    **dict.fromkeys(words.phrases(words.FIRST_OR_LAST), "edge"),
    **dict.fromkeys(words.phrases(words.PREVIOUS), "previous"),
    **dict.fromkeys(words.phrases(words.NEXT), "next"),
}
_PAGE_WORDS: Final = frozenset(words.PAGE.split("|")) | {"", "第", "no"}
_FIRST_WORDS: Final = frozenset(phrase.partition(" ")[0] for phrase in _PHRASES if " " in phrase)
_LONGEST: Final = 60


def fold_label(text: str) -> str:
    """Case-folded text without decoration and digits, as the word tables have it.

    Args:
        text: a label as the page shows it.

    >>> fold_label("« Older  Posts")
    'older posts'
    >>> fold_label("Next 10 >")
    'next'
    """
    folded = _DECORATION.sub(" ", text.casefold().replace("’", "'"))
    return _SPACE.sub(" ", _LOOSE_HYPHEN.sub(" ", folded)).strip()


@lru_cache(maxsize=4096)
def direction_of(text: str) -> Direction | None:
    """Where a label says that its link leads, in any of the languages of the tables; symbols are read too.

    Args:
        text: a label as the page shows it; long texts are never labels.

    >>> direction_of("Pagina successiva »"), direction_of("←"), direction_of("尾页"), direction_of("Read more »")
    ('next', 'previous', 'edge', None)
    """
    if len(text) > _LONGEST:
        return None
    by_symbol = _symbol_direction(_SPACE.sub("", text))
    if by_symbol is not None:
        return by_symbol
    lowered = text.strip().casefold()
    found = _ICON_WORDS.get(lowered) or _PHRASES.get(lowered)
    if found is not None or not _is_decorated(lowered):
        return found
    folded = fold_label(text)
    return _PHRASES.get(folded) or _halves(folded)


def _symbol_direction(symbols: str) -> Direction | None:
    """Where a mere arrow points; None for anything else."""
    if symbols in _NEXT_SYMBOLS:
        return "next"
    if symbols in _PREVIOUS_SYMBOLS:
        return "previous"
    return "edge" if symbols in _DOUBLE_SYMBOLS else None


def _is_decorated(lowered: str) -> bool:
    """Whether folding would change a label, or it may be a doubled one."""
    return not lowered.replace(" ", "").isalpha() or " " in lowered


@lru_cache(maxsize=4096)
def begins_like(text: str) -> Direction | None:
    """The direction of a label whose first two or three words are a known label ("Older posts in Rome").

    Args:
        text: a label as the page shows it.
    """
    lowered = text.strip().casefold()
    start = _DECORATION.match(lowered)
    first = lowered[start.end() if start else 0 :].lstrip().partition(" ")[0]
    if first not in _FIRST_WORDS:
        return None
    parts = fold_label(text).split(" ")
    for count in (3, 2):
        if len(parts) > count:
            told = _PHRASES.get(" ".join(parts[:count]))
            if told is not None:
                return told
    return None


def _halves(folded: str) -> Direction | None:
    """A doubled label ("next next page", an icon's text and a screen-reader text): both halves must agree."""
    parts = folded.split(" ")
    if parts[0] not in _FIRST_WORDS and parts[0] not in _PHRASES:
        return None
    for cut in range(1, min(len(parts), 7)):
        first, second = _PHRASES.get(" ".join(parts[:cut])), _PHRASES.get(" ".join(parts[cut:]))
        if first and first == second:
            return first
    return None


def is_symbol(text: str) -> bool:
    """Whether a label is a mere arrow."""
    symbols = _SPACE.sub("", text)
    return symbols in _NEXT_SYMBOLS or symbols in _PREVIOUS_SYMBOLS


def is_double_symbol(text: str) -> bool:
    """Whether a label is a doubled arrow, which leads to the last page where a single one stands beside it."""
    return _SPACE.sub("", text) in _DOUBLE_SYMBOLS


def page_number_of(text: str) -> int | None:
    """The number in a label such as ``3``, ``Page 3``, ``[3]``, ``第3页`` or ``৩``; None when it says anything else.

    Args:
        text: a label as the page shows it.

    >>> page_number_of("Pagina 12"), page_number_of("12 posts"), page_number_of("2nd")
    (12, None, None)
    """
    if len(text) > _LONGEST:
        return None
    match = _NUMBERED.fullmatch(text.strip())
    if match is None:
        return None
    before, number, after = match.groups()
    if fold_label(before) not in _PAGE_WORDS or fold_label(after) not in _PAGE_WORDS or before.strip() == "-":
        return None
    return int(number)


def page_of_pages(text: str) -> tuple[int, int] | None:
    """The two numbers of ``Page 2 of 9``, ``Pagina 2 di 9``, ``2 / 9``, ``第2页/共9页``; None when the text has none.

    Args:
        text: some words around a pager or a title; a date such as 2/9/2024 is none.

    >>> page_of_pages("Blog Archives - Page 2 of 4 - Klayr")
    (2, 4)
    """
    match = _CJK_PAGE_OF.search(text) or _PAGE_OF.search(text) or _BARE_PAGE_OF.search(text)
    if match is None:
        return None
    number, last = int(match[1]), int(match[2])
    return (number, last) if 1 <= number <= last else None
