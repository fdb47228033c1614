"""The address of an archive, apart from the page of it that a URL points to."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote, unquote_plus

from sw_scraper.normalize.urls import identity_of
from sw_scraper.normalize.words import word_set

# Path segments that announce a page number: /page/3, /seite/3, /pagina-3, /page3
_PAGE_WORDS = (
    "page|pages|paged|pag|pagina|pàgina|página|seite|sida|side|strona|strana|stranka|stranica|oldal|sivu|sayfa|"
    "страница|стр|σελίδα|halaman|trang|puslapis|lapa|lehekulg|pagina_nr|p"
)
_PAGE_SEGMENT = re.compile(rf"(?:{_PAGE_WORDS})", re.IGNORECASE)
_PAGE_AND_NUMBER = re.compile(
    r"(?:page|paged|pag|pagina|página|seite|sida|strona|strana|oldal|sivu|sayfa|index|default|p)[-_:=,]?\d{1,5}(?:\.\w{2,5})?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{1,5}")
_FEED = re.compile(r"feed|rss2?|atom|rss\.xml|feed\.xml|atom\.xml|index\.xml", re.IGNORECASE)
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_EXTENSION = re.compile(r"\.(?:html?|php|aspx?|jsp|shtml)$", re.IGNORECASE)
_PAGE_PARAMETERS = re.compile(
    r"(?:page|paged|pg|pag|pagina|página|seite|sida|side|strona|strana|stranka|sayfa|p|pn|pgno|pno|page_?(?:no|num|number|index|id)"
    r"|current_?page|cur_?page|_page|\w*\[?page\]?|start|start_?at|limitstart|offset|skip|begin|b_start(?::int)?|first"
    r"|cursor|after|before|from|per_page|limit|max-results|updated-max|updated-min|by-date|m|page-max|sf_paged"
    r"|product-page|wpv_paged|cpage|paginate|paging|query-(?:\d+-)?page|e-page-\w+|tx_\w+\[[^&]*page\]|_?token|page_?token)",
    re.IGNORECASE,
)
_PAGE_VALUE = re.compile(r"-?\d{0,9}|[0-9:T.+\-Z]+|(?:true|false)", re.IGNORECASE)
_FREE_VALUE = word_set("cursor after before token _token page_token pagetoken updated-max updated-min")
_ARCHIVE_PARAMETERS = word_set(
    "tag tags cat category category_name categories topic topics term terms term_id tag_id author keyword "
    "label sdg goal taxonomy s q query search id tid cid theme tema argomento post_type year monthnum"
)
_DATE_ARCHIVES = word_set("archive archives archivio archivi")
_TAXONOMY_SEGMENTS = word_set(
    "tag tags category categories categoria categorie categoria-prodotto topic topics label labels term "
    "terms theme themes temi tema argomento argomenti sdg sdgs goal goals author autore autori archive "
    "archives archivio keyword keywords schlagwort kategorie etiqueta etiquetas etichetta etichette rubrica "
    "rubriche"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveAddress:
    """What all pages of one archive share.

    Attributes:
        host: without ``www.``, with a port that is not the default one.
        path: decoded, without page number, final slash and index file; ``/`` for the home page.
        taxonomy: the path segment before the slug, or ``archive``.
        slug: the last segment, or ``key-value`` of the query; ``home`` for a bare host.
        text: host, path and the parameters that are left, in one line; equal for equal archives.
    """

    host: str
    path: str
    taxonomy: str
    slug: str
    text: str


def archive_address(url: str) -> ArchiveAddress:
    """Take *url* (any page of an archive, absolute) apart; never raises.

    >>> archive_address("https://example.org/blog/tag/x/page/3/?utm_source=a").text
    'example.org/blog/tag/x'
    >>> archive_address("https://example.org/sdgs/partnership?start=80").slug
    'partnership'
    >>> archive_address("https://example.org/tag/2024/").slug, archive_address("https://example.org/en/tag/x/2/").slug
    ('2024', 'x')
    """
    base, _, query = identity_of(url).partition("#")[0].partition("?")
    host, _, path = base.partition("/")
    segments = _without_page([_decoded(part) for part in path.split("/") if part])
    pairs = [
        (_decoded(name, plus=True), _decoded(value, plus=True))
        for name, _, value in (piece.partition("=") for piece in query.split("&") if piece)
    ]
    kept = [(name, value) for name, value in pairs if not _is_page(name, value, has_path=bool(segments))]
    taxonomy, slug = _names(segments, kept)
    clean_path = "/" + "/".join(segments)
    asked = "&".join(f"{name}={value}" for name, value in kept)
    text = f"{host}{clean_path}" + (f"?{asked}" if asked else "")
    return ArchiveAddress(host=host, path=clean_path, taxonomy=taxonomy, slug=slug, text=text)


def _decoded(text: str, *, plus: bool = False) -> str:
    decoded = unquote_plus(text) if plus else unquote(text)
    return unicodedata.normalize("NFC", "".join(char for char in decoded if char.isprintable()))


def _without_page(segments: list[str]) -> list[str]:
    parts = list(segments)
    if len(parts) > 1 and _FEED.fullmatch(parts[-1]):
        parts.pop()
    if len(parts) > 1 and _NUMBER.fullmatch(parts[-1]) and _PAGE_SEGMENT.fullmatch(parts[-2]):
        return parts[:-2]
    if parts and _PAGE_AND_NUMBER.fullmatch(parts[-1]):
        tag_of_its_own = len(parts) > 1 and parts[-1][0] in "pP" and parts[-1][1].isdigit() and _is_taxonomy(parts[-2])
        return parts if tag_of_its_own else parts[:-1]  # /tag/p53 is no page 53
    if _is_bare_number(parts):
        return parts[:-1]
    return parts


def _is_bare_number(parts: list[str]) -> bool:
    """Tell whether the last segment is a page number that nothing announces: /tag/x/2, not /tag/5 nor /2024/05."""
    if len(parts) < 3 or not re.fullmatch(r"\d{1,3}", parts[-1]):
        return False
    before = parts[-2]
    if _YEAR.fullmatch(before) or before.isdigit():  # a month or a day, but /goals/17/2 is page 2 of goal 17
        return _is_taxonomy(parts[-3]) and parts[-3].lower() not in _DATE_ARCHIVES
    return not _is_taxonomy(before)


def _is_taxonomy(segment: str) -> bool:
    return segment.lower() in _TAXONOMY_SEGMENTS


def _is_page(name: str, value: str, *, has_path: bool) -> bool:
    folded = name.lower()
    if folded == "p" and not has_path:  # ?p=123 on the home page is a post of WordPress
        return False
    if folded in _FREE_VALUE:
        return True
    return bool(_PAGE_PARAMETERS.fullmatch(folded) and _PAGE_VALUE.fullmatch(value))


def _names(segments: list[str], pairs: list[tuple[str, str]]) -> tuple[str, str]:
    named = [_EXTENSION.sub("", part).lower() for part in segments]
    told = "-".join(f"{name}-{value}" if value else name for name, value in pairs).lower().replace("/", "-")
    if any(name.lower() in _ARCHIVE_PARAMETERS for name, _ in pairs) or (pairs and not named):
        script = bool(segments) and bool(_EXTENSION.search(segments[-1]))
        return (named[-1] if named and not script else "archive"), told
    slug = named[-1] if named else "home"
    return (named[-2] if len(named) > 1 else "archive"), f"{slug}-{told}" if told else slug
