"""The language of a page: what it declares, unless its script says otherwise (``html lang`` is often wrong)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sw_scraper.normalize.language import primary_language

if TYPE_CHECKING:
    from sw_scraper.extract.document import Document
    from sw_scraper.model import SiteProfile

# script: (pattern, the languages written in it, the one that it stands for when nothing else is said)
_SCRIPTS: Final = (
    (re.compile(r"[\u3041-\u30fa]"), ("ja",), "ja"),
    (re.compile(r"[\uac00-\ud7a3]"), ("ko",), "ko"),
    (re.compile(r"[\u4e00-\u9fff]"), ("zh", "ja", "ko", "yue"), "zh"),
    (re.compile(r"[\u0370-\u03ff]"), ("el", "grc"), "el"),
    (re.compile(r"[\u0590-\u05ff]"), ("he", "yi", "iw"), "he"),
    (re.compile(r"[\u0600-\u06ff]"), ("ar", "fa", "ur", "ps", "ckb", "ug", "sd", "az", "ku"), "ar"),
    (re.compile(r"[\u0980-\u09ff]"), ("bn", "as"), "bn"),
    (re.compile(r"[\u0e00-\u0e7f]"), ("th",), "th"),
    (re.compile(r"[\u0b80-\u0bff]"), ("ta",), "ta"),
    (re.compile(r"[\u0900-\u097f]"), ("hi", "mr", "ne", "sa"), None),
    (re.compile(r"[\u0400-\u04ff]"), ("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg", "tt"), None),
)
_ANY: Final = re.compile("[" + "".join(pattern.pattern[1:-1] for pattern, *_ in _SCRIPTS) + "]")
_SAMPLE = 1500
_SHARE = 0.25


def language_of(doc: Document, profile: SiteProfile | None = None) -> str | None:
    """The page's language, BCP 47.

    Args:
        doc: the page.
        profile: the site's, whose language counts where the page declares none.

    Returns:
        What the page declares; where its letters cannot be of that language, the language that they stand for, or None
        when they stand for several.
    """
    declared = doc.declared_language
    if declared is None and profile is not None:
        declared = profile.language
    text = _sample(doc)
    if not text or _ANY.search(text) is None or (letters := sum(map(str.isalpha, text))) < 40:
        return declared
    for pattern, languages, stands_for in _SCRIPTS:
        if len(pattern.findall(text)) >= _SHARE * letters * (0.3 if stands_for == "ja" else 1.0):
            if declared and (primary_language(declared) or "") in languages:
                return declared
            return stands_for
    return declared


def _sample(doc: Document) -> str:
    pieces: list[str] = []
    length = 0
    for element in doc.body.iter("h1", "h2", "h3", "h4", "p", "a", "li"):
        text = element.text
        if text and not text.isspace():
            pieces.append(text[:400])
            length += min(len(text), 400)
            if length > _SAMPLE:
                break
    return " ".join(pieces)
