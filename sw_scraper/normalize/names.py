"""Names of authors as pages show them to single names."""

from __future__ import annotations

import re

from sw_scraper.normalize.text import clean_text
from sw_scraper.normalize.words import word_set

_LEADS = (
    "by|written by|posted by|published by|author|authors|di|a cura di|scritto da|pubblicato da|postato da|"
    "inserito da|autore|autori|autrice|testo di|articolo di|da|von|verfasst von|autor|autoren|autorin|par|"
    "écrit par|publié par|rédigé par|auteur|auteurs|por|escrito por|publicado por|autora|autores|per|escrit per|door|"
    "geschreven door|av|af|skrevet av|skrevet af|forfatter|författare|przez|autor|autorzy|napsal|автор|авторы|"
    "опубликовал|yazar|yazan|de|от|από|συντάκτης|szerző|kirjoittaja|penulis|oleh|作者|著者|投稿者|글쓴이|작성자|بقلم|كتب|نویسنده|מאת"
)
_LEAD = re.compile(rf"^(?:{_LEADS})(?:\s*[:：]\s*|\s+(?=\S))|^[-–—|•·]\s*", re.IGNORECASE)
_MAIL_AND_NAME = re.compile(r"^\S+@\S+\s*\((?P<name>[^()]{1,120})\)$|^(?P<first>[^<>]{1,120}?)\s*<[^<>\s]+@[^<>\s]+>$")
_HARD_SPLIT = re.compile(r"\s*(?:[;|/•·、，]|\s[–—-]\s)\s*")
_AND = re.compile(r"\s+(?:e|ed|and|und|et|y|i|en|och|og|oraz|и|ve|&|\+)\s+", re.IGNORECASE)
_SUFFIX = re.compile(r"^(?:jr|sr|ph\.?\s?d|m\.?d|esq|ii|iii|iv|mba|msc|cpa)\.?$", re.IGNORECASE)
_PARTICLES = word_set(
    "di de da del della dello dei degli d la le lo van von der den ten ter du dos das do el al bin y e"
)
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
    text = _without_lead(text)
    found: dict[str, None] = {}
    for chunk in _HARD_SPLIT.split(text):
        for listed in _split_commas(chunk):
            for name in _split_and(listed):
                if tidy := _tidy(name):
                    found.setdefault(tidy)
    return tuple(found)


def _without_lead(text: str) -> str:
    for _ in range(3):  # "Author: by X", "di: a cura di X"
        match = _LEAD.match(text)
        if match is None or match.end() == len(text):
            return text
        text = text[match.end() :]
    return text


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
    if not name or not any(char.isalnum() for char in name) or "://" in name or name.lower() in _LEADS.split("|"):
        return None
    return name
