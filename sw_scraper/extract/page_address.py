"""Which page of a list an address names, and how two addresses of one list relate.

Reads addresses only; nothing here makes one up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal
from urllib.parse import unquote, urlsplit

Relation = Literal["self", "forward", "backward", "first", "sibling", "other"]

_PAGE_WORD: Final = (
    r"(?:page|pagina|página|p%C3%A1gina|pag|pg|seite|side|sida|sivu|strona|strana|stranka|stranica|oldal"
    r"|sayfa|puslapis|lapa|leht|trang|halaman"
    r"|pagenum|paged|index|list|p)"
)
# Ordered: the first that fits names the page. Group 1 is what stands before, group 2 the number.
_IN_PATH: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^(.*?)/{_PAGE_WORD}[/:=_-]?(\d{{1,6}})(?:/index)?(?:\.\w{{1,5}})?/?$",
        r"^(.*?)/page/(\d{1,6})/[\w.-]+\.html?$",  # a mirror tool named the file
        rf"^(.*?)/[\w-]*?[_-]{_PAGE_WORD}[_-]?(\d{{1,6}})(?:\.\w{{1,5}})?/?$",
        r"^(.*?/list_\d+)_(\d{1,6})\.\w{1,5}$",
        r"^(.*?)[_-](\d{1,4})\.\w{1,5}$",
        r"^(.*?/[a-z_-]*[a-z])(\d{1,4})\.\w{1,5}$",
        r"^(.*?)/(\d{1,4})(?:/index)?(?:\.\w{1,5})?/?$",
    )
)
_WORD_PATTERNS: Final = 4  # of _IN_PATH: those that name a page by a word and not by a bare number
_OFFSET_PATH: Final = re.compile(r"^(.*?)/P(\d{1,6})/?$")
_PAGE_KEY: Final = re.compile(
    r"(?!page_?id$)(?:paged?|pages|pg|pageno|page_?(?:no|num|number|index|nr)?|pagina|página|pag|seite|sida"
    r"|side|sivu|strona|strana|stranka|sayfa|trang|halaman"
    r"|pagen_\d+|cur_?page|current_?page|pn|pagenum|pagenumber|pageindex|_page|sf_paged|product-page"
    r"|fwp_paged|e-page-\w+|query-\d+-page"
    r"|[\w:.-]*[_.-]page|page[_-]\w+|[\w\[\]%.-]*\[page\]|.*currentpage\]?|p|tx_news_pi1\[.*page\]|cpage|pno"
    r"|page_number|paginate|wpfpage|_paged?|tribe_paged)",
    re.IGNORECASE,
)
_OFFSET_KEY: Final = re.compile(
    r"(?:start|offset|limitstart|b_start(?::int)?|from|skip|begin|startat|start_?index|startrow|rstart"
    r"|start_?from|first|o|s|record|row|startitem)",
    re.IGNORECASE,
)
_TOKEN_KEY: Final = re.compile(
    r"(?:updated-max|cursor|after|before|token|page_?token|continuation|next|max_id|since_id|start_?key"
    r"|last_?id|lastdate|until|older|b_start)",
    re.IGNORECASE,
)
_INDEX: Final = re.compile(r"/(?:index|default|home)\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
_DIGITS: Final = re.compile(r"\d+")
_DAY_PATH: Final = re.compile(r"/(?:19|20)\d\d/(?:0?[1-9]|1[0-2])(?:/(?:0?[1-9]|[12]\d|3[01]))?/?$")
_COMMENTS: Final = re.compile(r"comment-page-\d|[?&]cpage=|#comments?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAddress:
    """An address taken apart.

    Attributes:
        key: without scheme, ``www.``, fragment, index file and final slash; equal for equal pages.
        stem: the key without what names the page.
        number: the page number or offset that the address names; None when it names none.
        is_offset: the number counts entries and not pages.
        is_named: a word (``page``, ``paged``, ``start``) says what the number is.
        token: the address has a page token that is no number.
        query: the raw query.
    """

    key: str
    stem: str
    number: int | None = None
    is_offset: bool = False
    is_named: bool = False
    token: bool = False
    query: str = ""


def is_day_archive(url: str) -> bool:
    """Whether an address is an archive by date, as calendars link them."""
    return _DAY_PATH.search(urlsplit(url).path) is not None


def is_comment_page(url: str) -> bool:
    """Whether an address is another page of the comments of an article."""
    return _COMMENTS.search(url) is not None


@lru_cache(maxsize=2048)
def read_address(url: str) -> PageAddress:
    """Take an address apart.

    Args:
        url: absolute, http or https; must be one that urlsplit reads.

    >>> read_address("https://www.a.it/tag/x/page/3/").number
    3
    >>> read_address("https://a.it/tag/x?b_start:int=12").is_offset
    True
    """
    parts = urlsplit(url)
    path, query = unquote(parts.path), parts.query
    if "?" in path:  # a mirror tool wrote the query into the file name
        path, _, inner = path.partition("?")
        query = inner.removesuffix(".html") + ("&" + query if query else "")
    path = _INDEX.sub("/", path)
    host = (parts.hostname or "").removeprefix("www.")
    pairs = [(name, value) for name, _, value in (pair.partition("=") for pair in unquote(query).split("&")) if name]
    key = f"{host}{path.rstrip('/')}?{'&'.join(sorted('='.join(pair) for pair in pairs))}"
    kept, number, is_offset, token = _read_query(pairs)
    stem_query = "&".join(sorted("=".join(pair) for pair in kept))
    if number is not None or token:
        stem = f"{host}{_plain(path)}?{stem_query}"
        return PageAddress(
            key=key, stem=stem, number=number, is_offset=is_offset, is_named=True, token=token, query=query
        )
    before, number, is_offset, is_named = _read_path(path)
    stem = f"{host}{_plain(before)}?{stem_query}"
    return PageAddress(key=key, stem=stem, number=number, is_offset=is_offset, is_named=is_named, query=query)


def _plain(path: str) -> str:
    return re.sub(r"\.(?:html?|php|aspx?)$", "", path.rstrip("/"))


def _read_query(pairs: list[tuple[str, str]]) -> tuple[list[tuple[str, str]], int | None, bool, bool]:
    """The pairs that do not name the page, the number, whether it is an offset, whether a token stands for it."""
    kept: list[tuple[str, str]] = []
    number: int | None = None
    is_offset = token = False
    for name, value in pairs:
        text = value.strip()
        is_number = number is None and text.isdecimal() and len(text) <= 6
        if is_number and _PAGE_KEY.fullmatch(name):
            number = int(text)
        elif is_number and _OFFSET_KEY.fullmatch(name):
            number, is_offset = int(text), True
        elif _TOKEN_KEY.fullmatch(name):
            token = True
        elif name != "max-results" and text:  # a name without a value only tells a script who asks
            kept.append((name, text))
    return kept, number, is_offset, token and number is None


def _read_path(path: str) -> tuple[str, int | None, bool, bool]:
    match = _OFFSET_PATH.match(path)
    if match:
        return match[1], int(match[2]), True, True
    if _DAY_PATH.search(path):
        return path, None, False, False
    for position, pattern in enumerate(_IN_PATH):
        match = pattern.match(path)
        if match:
            return match[1], int(match[2]), False, position < _WORD_PATTERNS
    return path, None, False, False


def relation(candidate: PageAddress, current: PageAddress) -> tuple[Relation, int | None]:
    """How a candidate's address relates to the current page's.

    Args:
        candidate: the address of a link.
        current: the address of the page that has the link.

    Returns:
        The relation and the difference of their numbers (None when there is none). ``self``: the same page;
        ``forward``/``backward``: the same list, a higher or lower number; ``first``: the list without a number, seen
        from a numbered page; ``sibling``: the same path with another query or a token; ``other``: nothing in common.
    """
    if candidate.key == current.key:
        return "self", 0
    if candidate.stem == current.stem:
        return _by_number(candidate, current)
    step = _single_difference(candidate.key, current.key)
    if step is not None:
        return ("forward" if step > 0 else "backward"), step
    if candidate.key.partition("?")[0] == current.key.partition("?")[0]:
        return "sibling", None
    return "other", None


def _by_number(candidate: PageAddress, current: PageAddress) -> tuple[Relation, int | None]:
    if candidate.token or current.token:
        return "sibling", None
    if candidate.number is None:
        return "first", None
    start = 0 if candidate.is_offset else 1
    here = current.number if current.number is not None else start
    step = candidate.number - here
    if step == 0:
        # From an unnumbered page, page=1 is its twin where pages count from one, and its follower where from zero.
        return ("self", 0) if current.number is not None else ("sibling", 0)
    return ("forward" if step > 0 else "backward"), step


def _single_difference(one: str, other: str) -> int | None:
    """The difference of the only number in which two texts differ; None when they differ in anything else."""
    if _DIGITS.sub("#", one) != _DIGITS.sub("#", other):
        return None
    steps = [
        int(a) - int(b)
        for a, b in zip(_DIGITS.findall(one), _DIGITS.findall(other), strict=True)
        if a != b and len(a) < 7 and len(b) < 7
    ]
    return steps[0] if len(steps) == 1 else None
