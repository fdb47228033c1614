"""Numbers, days and lists as sentences want them, in Italian and English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

Language = Literal["it", "en"]
_MONTHS = {
    "it": (
        "gennaio",
        "febbraio",
        "marzo",
        "aprile",
        "maggio",
        "giugno",
        "luglio",
        "agosto",
        "settembre",
        "ottobre",
        "novembre",
        "dicembre",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
_ELIDED = frozenset({8, 11})  # l'otto, l'undici
_NAMED = 5


def number(n: int, language: Language) -> str:
    """A whole number with the thousands apart.

    >>> number(12345, "it"), number(12345, "en")
    ('12.345', '12,345')
    """
    text = f"{n:,}"
    return text.replace(",", ".") if language == "it" else text


def counted(n: int, one: str, many: str, *, language: Language) -> str:
    """A number with its noun.

    >>> counted(1, "articolo", "articoli", language="it"), counted(0, "article", "articles", language="en")
    ('1 articolo', '0 articles')
    """
    return f"{number(n, language)} {one if n == 1 else many}"


def share(n: int, total: int, language: Language) -> str:
    """A share in per cent that says 100 only when it is all, and 0 only when it is nothing.

    >>> share(52, 52, "en"), share(9999, 10000, "en"), share(1, 10000, "it"), share(0, 7, "it"), share(49, 52, "it")
    ('100%', '99.9%', 'meno di 0,1%', '0%', '94,2%')
    """
    if n in {0, total}:
        return "100%" if n else "0%"
    tenths = n * 1000 // total
    if not tenths:
        return "meno di 0,1%" if language == "it" else "under 0.1%"
    text = f"{tenths / 10:.1f}".removesuffix(".0")
    return f"{text.replace('.', ',') if language == 'it' else text}%"


def day(when: date, language: Language) -> str:
    """A day in words, without article.

    >>> from datetime import date
    >>> day(date(2026, 11, 1), "it"), day(date(2026, 11, 1), "en")
    ('1º novembre 2026', '1 November 2026')
    """
    n = f"{when.day}º" if language == "it" and when.day == 1 else str(when.day)
    return f"{n} {_MONTHS[language][when.month - 1]} {when.year}"


def with_article(when: date, preposition: Literal["il", "dal", "al"]) -> str:
    """An Italian day with its article, elided before 8 and 11.

    >>> from datetime import date
    >>> with_article(date(2026, 11, 8), "dal"), with_article(date(2026, 11, 11), "al")
    ("dall'8 novembre 2026", "all'11 novembre 2026")
    >>> with_article(date(2026, 11, 18), "dal"), with_article(date(2026, 11, 8), "il")
    ('dal 18 novembre 2026', "l'8 novembre 2026")
    """
    if when.day in _ELIDED:
        return f"{ {'il': 'l', 'dal': 'dall', 'al': 'all'}[preposition] }'{day(when, 'it')}"
    return f"{preposition} {day(when, 'it')}"


def listed(words: Sequence[str], language: Language) -> str:
    """Words as a sentence lists them.

    >>> listed(["a", "b", "c"], "it"), listed(["a", "b", "c"], "en"), listed(["a"], "en")
    ('a, b e c', 'a, b and c', 'a')
    """
    joint = " e " if language == "it" else " and "
    return joint.join(filter(None, [", ".join(words[:-1]), words[-1]]))


def named(names: Sequence[str], language: Language) -> str:
    """Names in quotation marks; of many the first few and how many more there are.

    >>> named(["A", "B"], "it"), named(["A"], "en")
    ('«A» e «B»', '“A”')
    >>> named(list("ABCDEFG"), "it"), named(list("ABCDEF"), "en")
    ('«A», «B», «C», «D», «E» e altri 2', '“A”, “B”, “C”, “D”, “E” and 1 other')
    """
    quoted = [f"«{name}»" if language == "it" else f"“{name}”" for name in names]
    more = len(quoted) - _NAMED
    if more <= 0:
        return listed(quoted, language)
    if language == "it":
        rest = "un altro" if more == 1 else f"altri {number(more, language)}"
    else:
        rest = "1 other" if more == 1 else f"{number(more, language)} others"
    return listed([*quoted[:_NAMED], rest], language)
