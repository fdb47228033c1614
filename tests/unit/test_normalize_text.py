"""Clean text: what a reader sees, one line, NFC, nothing hidden."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sw_scraper.normalize.language import language_tag, primary_language
from sw_scraper.normalize.names import author_names
from sw_scraper.normalize.text import clean_text, cut_at_sentence, join_paragraphs

HIDDEN = "\u200b\u200e\u200f\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u00ad\u2060\u061c\u180e"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Tom & Jerry", "Tom & Jerry"),
        ("AT&amp;T", "AT&amp;T"),
        ("uno\u00a0due", "uno due"),
        ("pa\u200bro\u200dla\ufeff", "parola"),
        ("abc\u202edef\u202c", "abcdef"),
        ("co\u00adope\u00adra\u00adzione", "cooperazione"),
        ("riga\r\n\tuno\u2028due\u0085tre", "riga uno due tre"),
        ("\x1b[31mrosso\x1b[0m", "[31mrosso[0m"),
        ("citta\u0300", "città"),
        ("e\u200b\u0301", "é"),
        ("\x00a\x07b\ud800c\ufffe", "abc"),
        ("\uf0c9 Menu", "Menu"),
        ("\u3164", None),
        (" \u200b\n", None),
        ("", None),
        (None, None),
        ("می\u200cشود", "می\u200cشود"),
        ("क्\u200dष", "क्\u200dष"),
        ("👩\u200d💻 lavoro", "👩\u200d💻 lavoro"),
        ("☀️ sole", "☀️ sole"),
        ("Perché è così: «città» – 5 €", "Perché è così: «città» – 5 €"),
    ],
)
def test_text_is_as_a_reader_sees_it(raw: str | None, expected: str | None) -> None:
    """White space is one blank, what cannot be seen is gone, and joiners stay where letters or emoji join."""
    assert clean_text(raw) == expected


@given(st.text(max_size=200))
def test_text_is_clean_and_stays_so(raw: str) -> None:
    """No control, bidi or surrogate character comes out, the text is NFC, and cleaning twice changes nothing."""
    text = clean_text(raw)
    assert clean_text(text) == text
    if text is not None:
        assert text == text.strip() != ""
        assert "  " not in text
        assert unicodedata.is_normalized("NFC", text)
        assert not any(unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp", "Co"} or char in HIDDEN for char in text)
        text.encode()


@given(st.text(alphabet="a \u200b\u200c\u200d\u0301\u0600م👩☀️\u00ad", max_size=30))
def test_joiners_and_marks_settle_at_once(raw: str) -> None:
    """Hidden characters between letters, marks and joiners do not need a second cleaning."""
    assert clean_text(clean_text(raw)) == clean_text(raw)


@pytest.mark.parametrize("piece", [" ", "\u200b", "\u200d", "a\u0301", "\n", "a ", "\u202e", "م\u200c"])
def test_long_text_takes_linear_time(piece: str) -> None:
    """A title of two words with 200 000 characters between them is cleaned in a moment."""
    begin = time.process_time()
    clean_text("uno" + piece * 200_000 + "due")
    cut_at_sentence("uno" + piece * 200_000 + "due")
    assert time.process_time() - begin < 5


@given(st.text(max_size=300), st.integers(1, 120))
def test_a_cut_text_is_a_beginning_within_the_limit(text: str, limit: int) -> None:
    """What is cut is the text's own beginning, not longer than the limit, and a text within it is not touched."""
    cut = cut_at_sentence(text, limit)
    assert len(cut) <= limit
    assert text.startswith(cut)
    assert cut == text or len(text) > limit


def test_texts_are_cut_after_a_sentence() -> None:
    """The cut falls behind the last whole sentence; a full stop inside a number ends none; Japanese has its own."""
    text = "Il fondo ha 3.500 iscritti. La quota è di 2 euro! Poi una frase molto lunga che non ci sta"
    assert cut_at_sentence(text, 60) == "Il fondo ha 3.500 iscritti. La quota è di 2 euro!"
    assert cut_at_sentence("これは一つ目の文です。これは二つ目の文で、もっと長いです。", 14) == "これは一つ目の文です。"


def test_paragraphs_are_joined_by_a_blank_line() -> None:
    """Paragraphs are cleaned, empty ones left out, and none at all is None."""
    assert join_paragraphs(["uno\n due", " ", "tre"]) == "uno due\n\ntre"
    assert join_paragraphs([]) is None


NAMES = [
    ("di Mario Rossi", ("Mario Rossi",)),
    ("Di Chiara Agostini", ("Chiara Agostini",)),
    ("Di Maio", ("Di Maio",)),
    ("A cura di Franca Maino", ("Franca Maino",)),
    ("Elisabetta Notarnicola, Lorenzo Bandera", ("Elisabetta Notarnicola", "Lorenzo Bandera")),
    ("Lorenzo Bandera e Chiara Lodi Rizzini", ("Lorenzo Bandera", "Chiara Lodi Rizzini")),
    ("Franca Maino & Valentino Santoni", ("Franca Maino", "Valentino Santoni")),
    ("Percorsi di secondo welfare", ("Percorsi di secondo welfare",)),
    ("Camera di Commercio e Industria", ("Camera di Commercio e Industria",)),
    ("Rossi, Mario", ("Rossi, Mario",)),
    ("John Smith, Jr., Ann Lee", ("John Smith, Jr.", "Ann Lee")),
    ("Mario Rossi, giornalista", ("Mario Rossi",)),
    ("Mario Rossi, Mario Rossi", ("Mario Rossi",)),
    ("Posted by admin in News, Welfare", ("admin",)),
    ("by Mario Rossi on March 3, 2024", ("Mario Rossi",)),
    ("Scritto da admin il 3 marzo 2024", ("admin",)),
    ("Autore: Mario Rossi – Data: 3 marzo 2024", ("Mario Rossi",)),
    ("Mario Rossi | 3 marzo 2024", ("Mario Rossi",)),
    ("Von Anna Schmidt", ("Anna Schmidt",)),
    ("von der Leyen", ("von der Leyen",)),
    ("Per Olov Enquist", ("Per Olov Enquist",)),
    ("作者：王小明", ("王小明",)),
    ("Автор: Иван Петров", ("Иван Петров",)),
    ("info@example.org (Mario Rossi)", ("Mario Rossi",)),
    ("Mario Rossi <info@example.org>", ("Mario Rossi",)),
    ("sara_dimarco", ("sara_dimarco",)),
    ("user2020", ("user2020",)),
    ("https://example.org/author/x", ()),
    ("3 marzo 2024", ()),
    ("by", ()),
    ("", ()),
    (None, ()),
    ("x" * 400, ()),
]


@pytest.mark.parametrize(("raw", "expected"), NAMES)
def test_bylines_give_single_names(raw: str | None, expected: tuple[str, ...]) -> None:
    """A byline gives its names in order, each once, without by-words, dates, roles and addresses."""
    assert author_names(raw) == expected


@given(st.text(max_size=120))
def test_any_byline_gives_names_without_blanks_at_the_edges(raw: str) -> None:
    """Any text gives a tuple of different names, none of them empty."""
    names = author_names(raw)
    assert len(set(names)) == len(names)
    assert all(name and name == name.strip() for name in names)


@given(st.text(max_size=40))
def test_language_tags_are_stable(raw: str) -> None:
    """Any text gives a tag or None, and a tag is its own tag."""
    tag = language_tag(raw)
    assert tag is None or language_tag(tag) == tag
    assert (primary_language(raw) is None) == (tag is None)
