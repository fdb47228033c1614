"""From a heading or a title to the tag's name: prefixes, page numbers, quotes and the site's name off."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from sw_scraper.extract import archive_words as words
from sw_scraper.extract import pager_words

_NOUNS: Final = frozenset(words.alternatives(words.PREFIX_NOUNS, words.PREFIX_DATES))
_PHRASES: Final = frozenset(words.alternatives(words.PREFIX_PHRASES))
_SUFFIXES: Final = frozenset(words.alternatives(words.SUFFIXES))
_MOST_WORDS: Final = 8  # of a prefix
_CJK_SUFFIX: Final = re.compile(r"(.*?\S)(?:の記事一覧|記事一覧|一覧|アーカイブ|归档|歸檔|存档|彙整)")
_NOUN_END: Final = re.compile(r"\s*[:：﹕|»›]\s*|\s+[-–—]\s+|\s*(?=[\"“„«「『‘])")
_PAGE_TAIL: Final = re.compile(
    rf"\s*(?:[-–—"
    rf"|»,·•/(\[:]\s*)*(?<!\w)(?:{pager_words.PAGE})\s*[:#.]?\s*\d{{1,5}}(?:\s*(?:{pager_words.OF})\s*\d{{1,5}})?\s*(?:페이지"
    rf"|ページ目?|页|頁)?\s*[)\]»·.]*\s*$|\s*[-–—|(（]\s*第?\s*\d{{1,5}}\s*(?:ページ目?|页|頁|페이지)\s*[)）]?\s*$|\s*[-–—"
    rf"|]\s*第\s*\d{{1,5}}\s*[页頁]\s*$|\s*第\s*\d{{1,5}}\s*[页頁]\s*$|\s+[-–—"
    rf"|]\s+\d{{1,5}}\s*(?:{pager_words.OF})\s*\d{{1,5}}\s*$",
    re.IGNORECASE,
)
_PAGE_ONLY: Final = re.compile(
    rf"(?:{pager_words.PAGE})\s*[:#.]?\s*\d{{1,5}}(?:\s*(?:{pager_words.OF})\s*\d{{1,5}})?|第\s*\d+\s*[页頁]"
    rf"|\d{{1,5}}\s*(?:ページ目?|페이지|页|頁)|\d{{1,4}}\s*/\s*\d{{1,4}}|\d{{1,3}}\.\s*(?:{pager_words.PAGE})",
    re.IGNORECASE,
)
_QUOTES: Final = "\"“”„«»‘’'‚‹›「」『』"
_PAIRS: Final = {
    '"': '"',
    "“": "”„“",
    "„": "“”",
    "«": "»",
    "»": "«",
    "‘": "’‘",
    "'": "'",
    "‚": "‘’",
    "‹": "›",
    "「": "」",
    "『": "』",
    "”": "”",
}
_COUNT_TAIL: Final = re.compile(r"\s*[(\[（]\s*\d{1,6}\s*[)\]）]\s*$")
_SPLIT: Final = re.compile(r"\s+[-–—|‹›«»·•~⋆∣/]+\s+|\s*(?:\||›|»|«|‹|::|∣|｜|•)\s*|\s+[-–—]|[-–—]\s+|_(?=\S)")
_CJK_SPLIT: Final = re.compile(r"\s*[-–—_|｜]+\s*")
_CJK: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_DIGIT: Final = re.compile(r"\d")
# Of a page number with its words: looking further back, the pattern takes minutes on a title made of dashes.
_LONGEST_TAIL: Final = 160
_WORDS: Final = re.compile(r"[^\W_]+")


@lru_cache(maxsize=2048)
def fold_name(text: str) -> str:
    """Case-folded letters and digits with single spaces, for comparing names.

    Args:
        text: any short text.

    >>> fold_name("  News- Articles ")
    'news articles'
    """
    return " ".join(_WORDS.findall(unicodedata.normalize("NFKC", text).casefold()))


@lru_cache(maxsize=2048)
def fold_slug(text: str) -> str:
    """Like :func:`fold_name` without accents, as slugs are written.

    Args:
        text: a name or a slug.

    >>> fold_slug("Attualità"), fold_slug("contract-testing")
    ('attualita', 'contract testing')
    """
    plain = "".join(char for char in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(char))
    plain = (
        plain.replace("ß", "ss")
        .replace("ø", "o")
        .replace("ł", "l")
        .replace("đ", "d")
        .replace("ı", "i")
        .replace("&", " ")
    )
    return " ".join(_WORDS.findall(plain.replace("'", "").replace("’", "")))


def without_page(text: str) -> str:
    """A heading or title without "Page 2", "(page 2)", "– Pagina 2 di 9" at its end.

    Args:
        text: white space collapsed.

    >>> without_page("Attualità – Pagina 2"), without_page("Kashivakan (page 2)")
    ('Attualità', 'Kashivakan')
    """
    begin = max(0, len(text) - _LONGEST_TAIL)
    tail = text[begin:]
    found = _PAGE_TAIL.search(tail) if _DIGIT.search(tail) else None
    return text[: begin + found.start()].rstrip() if found and begin + found.start() > 0 else text


@lru_cache(maxsize=1024)
def without_prefix(text: str) -> tuple[str, bool]:
    """A heading without "Category:", "Archivio della categoria:", "Posts tagged" and their like, in many languages.

    Args:
        text: white space collapsed.

    Returns:
        The rest, and whether there was such a prefix.

    >>> without_prefix("Catégorie : Histoire"), without_prefix("Tags and labels")
    (('Histoire', True), ('Tags and labels', False))
    >>> without_prefix('Posts Tagged “welfare”')
    ('“welfare”', True)
    """
    folded = text.casefold()
    if len(folded) != len(text):  # case folding changed the length; positions would be off
        folded = text.lower() if len(text.lower()) == len(text) else text
    folded = folded.replace("’", "'").replace("\u200c", "\u200c")
    end = _NOUN_END.search(folded, 1)
    while end is not None and end.start() <= 60:
        if folded[: end.start()].strip(" #") in _NOUNS:
            rest = text[end.end() :].strip()
            if rest:
                return rest, True
        end = _NOUN_END.search(folded, end.end() if end.end() > end.start() else end.start() + 1)
    parts = text.split(" ")
    for count in range(min(len(parts) - 1, _MOST_WORDS), 0, -1):
        phrase = " ".join(folded.split(" ")[:count]).rstrip(":：")
        if phrase in _PHRASES:
            return " ".join(parts[count:]).lstrip(":： "), True
    return text, False


def without_noun(text: str, slug: str) -> tuple[str, bool]:
    """A heading without an archive's words that stand before the name without a colon, where the address agrees.

    Args:
        text: white space collapsed.
        slug: what the address calls the tag, folded by :func:`fold_slug`.

    Returns:
        The rest, and whether there were such words.

    >>> without_noun("Articoli di Anna Rossi", "anna rossi"), without_noun("Category News", "other")
    (('Anna Rossi', True), ('Category News', False))
    """
    if not slug or not fold_slug(text).endswith(slug):
        return text, False
    parts = text.split(" ")
    for count in range(1, min(len(parts), 6)):
        rest = " ".join(parts[count:])
        if " ".join(parts[:count]).casefold() in _NOUNS and fold_slug(rest) == slug:
            return rest, True
    return text, False


def without_suffix(text: str) -> tuple[str, bool]:
    """A title without "Archives" and its like at the end, in many languages.

    Args:
        text: white space collapsed.

    >>> without_suffix("Pediavoz Archives"), without_suffix("Blog")
    (('Pediavoz', True), ('Blog', False))
    """
    parts = text.split(" ")
    for count in (1, 2, 3):
        if len(parts) > count and " ".join(parts[-count:]).casefold() in _SUFFIXES:
            return " ".join(parts[:-count]), True
    match = _CJK_SUFFIX.fullmatch(text) if _CJK.search(text) else None
    return (match[1], True) if match else (text, False)


def bare_name(text: str) -> str:
    """A name without enclosing quotes, ``#``, a count in brackets and loose punctuation around it.

    Args:
        text: white space collapsed.

    >>> bare_name("“welfare”"), bare_name("#Partnership"), bare_name('Comunità "16 Agosto"'), bare_name("C#")
    ('welfare', 'Partnership', 'Comunità "16 Agosto"', 'C#')
    """
    name = _COUNT_TAIL.sub("", text).strip(" :：|·•–—-\u00a0")
    for _ in range(3):
        if (
            len(name) > 2
            and name[0] in _PAIRS
            and name[-1] in _PAIRS[name[0]]
            and name.count(name[0]) <= 2 - (name[0] != name[-1])
        ):
            name = name[1:-1].strip()
        name = name.lstrip("#＃").strip(" :：|·•–—-") if name.lstrip("#＃").strip() else name
    return name


def title_parts(title: str) -> list[str]:
    """A page title cut at its separators, in order, without parts that only say a page number.

    Args:
        title: the text of ``<title>``.

    >>> title_parts("Blog | Abano NV - Part 2")
    ['Blog', 'Abano NV']
    """
    return list(_parts_of(title))


@lru_cache(maxsize=64)
def _parts_of(title: str) -> tuple[str, ...]:
    pattern = _CJK_SPLIT if _CJK.search(title) else _SPLIT
    parts = [part.strip(" -–—|:") for part in pattern.split(title)]
    kept = [without_page(part) for part in parts if part and not _PAGE_ONLY.fullmatch(part)]
    return tuple(part for part in kept if part)
