"""Language tags as pages write them to BCP 47."""

from __future__ import annotations

import re
from functools import lru_cache

from sw_scraper.normalize.words import word_set

_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,5}")
_UNKNOWN = word_set("und mul zxx mis")
# Withdrawn codes, codes of countries that pages write for their language, and the three-letter twins.
_PRIMARY = {
    "iw": "he", "in": "id", "ji": "yi", "jw": "jv", "mo": "ro", "sh": "sr", "jp": "ja", "cz": "cs", "ita": "it",
    "eng": "en", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "spa": "es", "por": "pt", "nld": "nl",
    "dut": "nl", "rus": "ru", "pol": "pl", "cat": "ca", "ell": "el", "gre": "el", "tur": "tr", "ara": "ar",
    "fas": "fa", "per": "fa", "heb": "he", "jpn": "ja", "zho": "zh", "chi": "zh", "kor": "ko", "swe": "sv",
    "dan": "da", "nor": "no", "fin": "fi", "hun": "hu", "ces": "cs", "cze": "cs", "slk": "sk", "slv": "sl",
    "hrv": "hr", "srp": "sr", "bul": "bg", "ron": "ro", "rum": "ro", "ukr": "uk", "lit": "lt", "lav": "lv",
    "est": "et", "glg": "gl", "eus": "eu", "baq": "eu", "vie": "vi", "tha": "th", "hin": "hi", "ben": "bn",
}  # fmt: skip
_NAMES = {
    "italiano": "it", "italian": "it", "english": "en", "inglese": "en", "deutsch": "de", "german": "de",
    "français": "fr", "francais": "fr", "french": "fr", "español": "es", "espanol": "es", "spanish": "es",
    "português": "pt", "portugues": "pt", "portuguese": "pt", "nederlands": "nl", "dutch": "nl", "русский": "ru",
    "russian": "ru", "polski": "pl", "polish": "pl", "català": "ca", "catalan": "ca", "日本語": "ja",
    "japanese": "ja", "中文": "zh", "chinese": "zh", "türkçe": "tr", "turkish": "tr", "العربية": "ar", "arabic": "ar",
}  # fmt: skip
_REGIONS = {"UK": "GB"}


@lru_cache(maxsize=1024)
def language_tag(raw: str | None) -> str | None:
    """Return the BCP 47 tag that *raw* means, or None when it names no language.

    Source: RFC 5646 (case of subtags in section 2.1.1); the first of several tags counts.

    >>> language_tag("it_IT"), language_tag("EN-us.UTF-8"), language_tag("zh-hans-cn"), language_tag("Italiano")
    ('it-IT', 'en-US', 'zh-Hans-CN', 'it')
    >>> language_tag("iw"), language_tag("en-UK"), language_tag("x-default"), language_tag("und"), language_tag("")
    ('he', 'en-GB', None, None, None)
    """
    text = (raw or "")[:80].strip().strip("\"'")
    if named := _NAMES.get(text.lower()):
        return named
    text = re.split(r"[,;.@\s/|]", text, maxsplit=1)[0]
    if not _TAG.fullmatch(text):
        return None
    primary, *rest = text.replace("_", "-").split("-")
    primary = _PRIMARY.get(primary.lower(), primary.lower())
    if primary in _UNKNOWN:
        return None
    return "-".join([primary, *_subtags(rest)])


def _subtags(parts: list[str]) -> list[str]:
    out: list[str] = []
    for part in parts:
        if len(part) == 1:  # extensions and private use say nothing of the language
            break
        if len(part) == 4 and part.isalpha():
            out.append(part.title())
        elif len(part) == 2 and part.isalpha():
            out.append(_REGIONS.get(part.upper(), part.upper()))
        else:
            out.append(part.lower())
    return out


def primary_language(tag: str | None) -> str | None:
    """Return the first subtag of *tag* in lower case.

    >>> primary_language("it-IT"), primary_language("EN"), primary_language(None)
    ('it', 'en', None)
    """
    known = language_tag(tag)
    return known.partition("-")[0] if known else None
