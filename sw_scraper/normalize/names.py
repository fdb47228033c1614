"""Names of authors as pages show them to single names."""

from __future__ import annotations

import re

from sw_scraper.normalize.date_cursor import Reading
from sw_scraper.normalize.date_finding import dates_in
from sw_scraper.normalize.date_words import CONNECTING, PUBLISHED, fold_word
from sw_scraper.normalize.text import clean_text
from sw_scraper.normalize.words import word_set

# Words that open a byline. The weak ones begin names too (Di Maio, von Trapp, Per Olov): they go only where what
# follows is a name by itself.
_LEADS = (
    "by|written by|posted by|published by|author|authors|a cura di|scritto da|pubblicato da|postato da|inserito da|"
    "autore|autori|autrice|testo di|articolo di|verfasst von|geschrieben von|autor|autoren|autorin|par|écrit par|"
    "publié par|rédigé par|auteur|auteurs|por|escrito por|publicado por|autora|autores|escrit per|door|"
    "geschreven door|skrevet av|skrevet af|forfatter|författare|przez|autorzy|napsal|автор|авторы|опубликовал|"
    "yazar|yazan|от|από|συντάκτης|szerző|kirjoittaja|penulis|oleh|作者|著者|投稿者|글쓴이|작성자|بقلم|كتب|نویسنده|מאת"
)
_LEAD = re.compile(rf"^(?:{_LEADS})(?:\s*[:：]\s*|\s+(?=\S))|^[-–—|•·]\s*", re.IGNORECASE)
_WEAK_LEAD = re.compile(r"^(?:di|da|von|per|av|af|de)\s+(?=\S)", re.IGNORECASE)
_ADDRESS = re.compile(r"[a-z]+://\S*", re.IGNORECASE)
_NUMBERS = re.compile(r"(?<!\w)\d{4}(?!\w)|\d[/.-]\d")
_MAIL_AND_NAME = re.compile(r"^\S+@\S+\s*\((?P<name>[^()]{1,120})\)$|^(?P<first>[^<>]{1,120}?)\s*<[^<>\s]+@[^<>\s]+>$")
_HARD_SPLIT = re.compile(r"\s*(?:[;|/•·、，]|\s[–—-]\s)\s*")
_AND = re.compile(r"\s+(?:e|ed|and|und|et|y|i|en|och|og|oraz|и|ve|&|\+)\s+", re.IGNORECASE)
_SUFFIX = re.compile(r"^(?:jr|sr|ph\.?\s?d|m\.?d|esq|ii|iii|iv|mba|msc|cpa)\.?$", re.IGNORECASE)
_PARTICLES = word_set(
    "di de da del della dello dei degli d la le lo van von der den ten ter du dos das do el al bin y e"
)
_POSTED = re.compile(
    r"((?:posted|published|written|pubblicato|postato|scritto|inserito) (?:by|da) .{1,80}?) (?:in|under) [A-ZÀ-Þ]",
    re.IGNORECASE,
)
_NO_NAMES = frozenset([*_LEADS.split("|"), "di", "da", "von", "de", "data", "date", "unknown author"])
_MAX = 300


def author_names(raw: str | None) -> tuple[str, ...]:
    """Return the names in *raw*, in order, each once, without ``by``, ``di`` and the like.

    Args:
        raw: a byline as the page shows it; None, blank, or far too long for a byline names nobody.

    >>> author_names("di Mario Rossi e Anna De Luca"), author_names("A cura di: Redazione")
    (('Mario Rossi', 'Anna De Luca'), ('Redazione',))
    >>> author_names("Posted by admin"), author_names("info@example.org (Mario Rossi)"), author_names("  ")
    (('admin',), ('Mario Rossi',), ())
    >>> author_names("John Smith, Jr., Ann Lee"), author_names("Camera di Commercio e Industria")
    (('John Smith, Jr.', 'Ann Lee'), ('Camera di Commercio e Industria',))
    """
    text = clean_text(raw)
    if text is None or len(text) > _MAX:
        return ()
    text = _without_lead(_without_date(_ADDRESS.sub(" ", text).strip()))
    found: dict[str, None] = {}
    for chunk in _HARD_SPLIT.split(text):
        for listed in _split_commas(chunk):
            for name in _split_and(listed):
                if found and name.islower() and name.isalpha() and _is_person(next(reversed(found))):
                    continue  # "Mario Rossi, giornalista"
                if tidy := _tidy(name):
                    found.setdefault(tidy)
    return tuple(found)


def _without_date(text: str) -> str:
    """Cut "on March 3, 2024" and what follows it, and "in News" behind "Posted by admin"."""
    dates = dates_in(text, Reading(usual_day_first=True))
    if dates and dates[0].start > 0:
        words = text[: dates[0].start].rstrip(" ,:|-–—•·(").split(" ")
        while len(words) > 1 and fold_word(words[-1].strip(",:|-–—•·")) in PUBLISHED | CONNECTING | {""}:
            words.pop()
        text = " ".join(words).rstrip(" ,:|-–—•·(")
    posted = _POSTED.match(text)
    return posted[1] if posted else text


def _without_lead(text: str) -> str:
    for _ in range(3):  # "Author: by X", "di: a cura di X"
        match = _LEAD.match(text) or _weak_lead(text)
        if match is None or match.end() == len(text):
            return text
        text = text[match.end() :]
    return text


def _weak_lead(text: str) -> re.Match[str] | None:
    match = _WEAK_LEAD.match(text)
    if match is None:
        return None
    rest = text[match.end() :].split()
    small = match[0].strip() in {"di", "da"}  # no surname is written so
    team = len(rest) == 1 and rest[0].lower() in {"redazione", "admin", "staff", "amministratore"}
    full = len(rest) > 1 and rest[0].lower() not in _PARTICLES and match[0].strip() not in {"Per", "De"}
    return match if small or team or full else None


def _split_commas(text: str) -> list[str]:
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 2 and all(part and " " not in part and part[0].isupper() for part in parts):
        return [text]  # "Rossi, Mario" is one person
    out: list[str] = []
    for part in parts:
        if out and _SUFFIX.match(part):
            out[-1] += f", {part}"
        else:
            out.append(part)
    return out


def _split_and(text: str) -> list[str]:
    parts = _AND.split(text)
    return parts if len(parts) > 1 and all(map(_is_person, parts)) else [text]


def _is_person(text: str) -> bool:
    words = text.split()
    named = [word for word in words if word.lower().strip("'’") not in _PARTICLES]
    return 2 <= len(words) <= 5 and len(named) >= 2 and all(not word[0].islower() for word in named)


def _tidy(name: str) -> str | None:
    mail = _MAIL_AND_NAME.match(name)
    if mail:
        name = mail["name"] or mail["first"] or ""
    name = _without_lead(name.strip(' ,;:|-–—•·"“”«»')).strip(" ,;:|-–—•·")
    if not name or not any(char.isalnum() for char in name) or _NUMBERS.search(name) or name.lower() in _NO_NAMES:
        return None
    return name
