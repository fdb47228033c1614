"""Lists of terms or authors ("All tags"): they look like archives, but their entries are no articles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from urllib.parse import unquote, urlsplit

from sw_scraper.normalize.words import word_set

_STEPS: Final = word_set(
    "category categories categoria categorie categorias kategorie kategorien tag tags topic topics etiqueta etiquetas"
    " etichetta etichette label labels keyword keywords argomento argomenti schlagwort schlagworte thema themen tema"
    " temi temas mot-cle mots-cles author authors autore autori autor autoren auteur auteurs taxonomy tagged"
)
_MOST_WORDS: Final = 3  # of a term's slug; articles' are longer
_SHARE: Final = 0.8


def is_term_index(urls: Sequence[str | None], *, n_dated: int | None) -> bool:
    """Whether the entries of a list lead to terms or authors, not to articles.

    Args:
        urls: the address of each entry.
        n_dated: how many entries have a date; None when not known. Terms have none.
    """
    known = [url for url in urls if url]
    if len(known) < 2 or n_dated:
        return False
    return sum(map(_is_term, known)) >= _SHARE * len(known)


def _is_term(url: str) -> bool:
    try:
        steps = [step for step in unquote(urlsplit(url).path).lower().split("/") if step]
    except ValueError:
        return False
    if len(steps) < 2 or not steps[-2].isascii() or steps[-2] not in _STEPS:
        return False
    slug = steps[-1].partition(".")[0]
    return len([word for word in slug.replace("_", "-").split("-") if word]) <= _MOST_WORDS
