"""Visible text to clean text: what a reader sees, without what only a machine would notice."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Written between letters that join (Arabic, Persian, the scripts of India) or between emoji, these two carry
# meaning; anywhere else they are invisible noise.
_JOINERS = "\u200c\u200d"
_JOINED = (
    "[\u0600-\u07bf\u0860-\u0fff\u1000-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc\ufe0f\u2190-\u2bff\u3030"
    "\U0001f000-\U0001faff]"
)
_STRAY_JOINER = re.compile(f"(?<!{_JOINED})[{_JOINERS}]|[{_JOINERS}](?!{_JOINED})")
_JOINERS_IN_ROW = re.compile(f"([{_JOINERS}])[{_JOINERS}]+")
# Format characters that a reader does see, or that change the letter they stand by.
_KEPT_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2\U000110bd\U000110cd")
# Letters and marks that Unicode gives no shape: the fillers of Korean, the grapheme joiner.
_SHAPELESS = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0]+")
_SENTENCE_END = re.compile(r"[.!?…]+[\"'»”’)\]]*(?=\s)|[。！？]+[」』）]?")


def clean_text(raw: str | None) -> str | None:
    r"""Return *raw* as one line of NFC text without control, zero-width and bidi-override characters.

    Entities are not decoded: the parser has done so once, and what is still escaped was meant to be shown so.
    Private-use characters (glyphs of icon fonts) are no text and go too.

    Args:
        raw: text as the parser gives it, any length; None is taken as "the page does not say".

    Returns:
        The text, or None when nothing visible is left. ``clean_text(clean_text(x)) == clean_text(x)``.

    >>> clean_text("  uno\u00a0\n due ")
    'uno due'
    >>> clean_text("pa\u200bro\u00adla"), clean_text("abc\u202edef\u202c"), clean_text("AT&amp;T")
    ('parola', 'abcdef', 'AT&amp;T')
    >>> clean_text(" \u200b "), clean_text("")
    (None, None)
    """
    if not raw:
        return None
    text = " ".join(raw.split())
    if text.isascii() and text.isprintable():
        return text or None
    text = _SHAPELESS.sub("", text)
    # isprintable is false for every control, format, private and unassigned character and every odd blank
    if not text.isprintable():
        text = _without_invisible(text)
    return " ".join(unicodedata.normalize("NFC", text).split()) or None


def _without_invisible(text: str) -> str:
    kept = "".join(char for char in text if char.isprintable() or _stays(char))
    return _STRAY_JOINER.sub("", _JOINERS_IN_ROW.sub(r"\1", kept))


def _stays(char: str) -> bool:
    if char in _JOINERS or char in _KEPT_FORMATS:
        return True
    category = unicodedata.category(char)
    if category in {"Cc", "Cf", "Cs", "Co"}:
        return False
    if category == "Cn":  # a letter newer than this Python is text, a noncharacter never is
        return not (0xFDD0 <= ord(char) <= 0xFDEF or ord(char) & 0xFFFE == 0xFFFE)
    return True


def cut_at_sentence(text: str, limit: int = 600) -> str:
    """Return the beginning of *text*, at most *limit* characters, cut after a sentence, else after a word.

    >>> cut_at_sentence("Prima frase. Seconda frase, lunga.", 20)
    'Prima frase.'
    >>> cut_at_sentence("una frase che non finisce mai", 14)
    'una frase che'
    >>> cut_at_sentence("breve", 14)
    'breve'
    """
    if len(text) <= limit:
        return text
    head = text[: limit + 1]
    end = 0
    for match in _SENTENCE_END.finditer(head):
        if match.end() <= limit:
            end = match.end()
    if end >= limit // 3:  # a first sentence of three words says less than a cut one
        return head[:end].rstrip()
    blank = head.rfind(" ")
    return head[:blank].rstrip() if blank > 0 else head[:limit]


def join_paragraphs(paragraphs: Iterable[str | None]) -> str | None:
    r"""Clean each paragraph and join what is left by a blank line; None when nothing is left.

    >>> join_paragraphs([" uno ", None, "", "due"])
    'uno\n\ndue'
    """
    cleaned = [text for text in map(clean_text, paragraphs) if text]
    return "\n\n".join(cleaned) or None
