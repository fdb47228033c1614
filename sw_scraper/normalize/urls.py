"""Web addresses: made absolute, made canonical, compared by origin. Nothing here raises on any text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

import can_ada

from sw_scraper.normalize.tracking import is_tracking
from sw_scraper.normalize.words import word_set

# Servers and browsers refuse far shorter ones; an address of 200 kB is an attack on logs and tables.
MAX_URL_LENGTH: Final = 8192

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.\-]*:")
_EDGES = "".join(map(chr, range(0x21)))
_LINE_BREAKS = str.maketrans("", "", "\t\n\r")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SESSION_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#;]*", re.IGNORECASE)
_INDEX_FILE = re.compile(r"/(?:index|default)\.(?:html?|php\d?|aspx?|jsp|cgi|shtml)$", re.IGNORECASE)
# After these an ``amp`` is the name of a tag and not the AMP twin of a page.
_LISTING_SEGMENTS = word_set(
    "tag tags category categories categoria categorie topic topics label labels temi tema argomenti archive "
    "archives author autore etichetta etichette keyword keywords search s kategorie schlagwort etiqueta"
)
_DEFAULT_PORTS = {"http": "80", "https": "443"}


def absolute_url(href: str | None, base: str) -> str | None:
    r"""Return where *href* on the page *base* leads, as a browser reads it; None when that is not http(s).

    Args:
        href: the attribute as the page has it; None and blank lead nowhere.
        base: absolute address of the page (or of its ``<base>``).

    Returns:
        The serialised WHATWG URL without user name and password, fragment kept; None for other schemes, for what is
        no URL, and for more than ``MAX_URL_LENGTH`` characters.

    Source: WHATWG URL Standard, section 4.4 (can-ada parses, but has no base argument in its Python binding).

    >>> base = "https://www.example.org/tag/x/?page=2"
    >>> absolute_url("../y", base), absolute_url("//h.it/a", base)
    ('https://www.example.org/tag/y', 'https://h.it/a')
    >>> absolute_url("?page=3", base), absolute_url("/a b\r\n", base)
    ('https://www.example.org/tag/x/?page=3', 'https://www.example.org/a%20b')
    >>> [absolute_url(href, base) for href in ("http://[::1/", "javascript:void(0)", "mailto:a@b.it", " ", None)]
    [None, None, None, None, None]
    """
    if not href or len(href) > MAX_URL_LENGTH:
        return None
    text = href.strip(_EDGES).translate(_LINE_BREAKS)
    if not text:
        return None
    parsed = _parse(_joined(text, base))
    return parsed.href if parsed is not None else None


def _joined(text: str, base: str) -> str:
    """Write *text* out as an absolute address, not yet tidied; "" when *base* is none and one is needed."""
    scheme = _SCHEME.match(text)
    page = _base(base)
    if scheme:
        rest = text[scheme.end() :]
        if page is None or scheme[0].lower() != page.protocol or rest.startswith(("/", "\\")):
            return text
        text = rest  # "https:page" on an https page is a relative address
    return page.protocol + _reference(text, page) if page is not None else ""


def _reference(text: str, page: Any) -> str:
    if text[:2].replace("\\", "/") == "//":
        return text
    root = f"//{page.host}"
    if text.startswith(("/", "\\")):
        return root + text
    if text.startswith("#"):
        return f"{root}{page.pathname}{page.search}{text}"
    if text.startswith("?") or not text:
        return f"{root}{page.pathname}{text}"
    return f"{root}{page.pathname.rpartition('/')[0]}/{text}"


@lru_cache(maxsize=256)
def _base(url: str) -> Any:
    """The address of a page taken apart, for all of its links."""
    return _parse(url)


def _parse(url: str) -> Any:
    if not url or len(url) > 2 * MAX_URL_LENGTH:
        return None
    try:
        parsed = can_ada.parse(url)
    except (ValueError, TypeError):  # TypeError: lone surrogates cannot be passed on
        return None
    if parsed.protocol not in {"http:", "https:"} or not parsed.hostname:
        return None
    if parsed.has_credentials():
        parsed.username = ""
        parsed.password = ""
    return parsed if len(parsed.href) <= MAX_URL_LENGTH else None


def is_http(url: str | None) -> bool:
    """Tell whether *url* is an absolute http or https URL.

    >>> is_http("https://example.org"), is_http("ftp://example.org"), is_http("/a"), is_http(None)
    (True, False, False, False)
    """
    return _parse(url or "") is not None


def origin_of(url: str | None) -> str | None:
    """Return ``scheme://host:port`` with the port always written; None for what is no http(s) URL.

    >>> origin_of("HTTP://Example.org/a"), origin_of("https://example.org:8443/"), origin_of("nonsense")
    ('http://example.org:80', 'https://example.org:8443', None)
    """
    parsed = _parse(url or "")
    if parsed is None:
        return None
    scheme = parsed.protocol[:-1]
    return f"{scheme}://{parsed.hostname}:{parsed.port or _DEFAULT_PORTS[scheme]}"


def host_of(url: str | None) -> str | None:
    """Return the host in lower case and without ``www.``; None for what is no http(s) URL.

    >>> host_of("https://WWW.Example.org:8443/a"), host_of("")
    ('example.org', None)
    """
    parsed = _parse(url or "")
    return str(parsed.hostname).rstrip(".").removeprefix("www.") if parsed is not None else None


def same_site_url(url: str | None, other: str | None) -> bool:
    """Tell whether both addresses are of one site: the same host and port, scheme and ``www.`` aside.

    >>> same_site_url("http://www.example.org/a", "https://example.org/")
    True
    >>> same_site_url("https://example.org:8080/", "https://example.org/"), same_site_url("x", "x")
    (False, False)
    """
    first, second = _parse(url or ""), _parse(other or "")
    return first is not None and second is not None and _folded_host(first) == _folded_host(second)


def _folded_host(parsed: Any) -> str:
    host = str(parsed.hostname).rstrip(".").removeprefix("www.")
    return f"{host}:{parsed.port}" if parsed.port and parsed.port not in _DEFAULT_PORTS.values() else host


@lru_cache(maxsize=8192)
def canonical_url(url: str) -> str:
    """Return *url* in its one usable form: still an address that can be fetched.

    Scheme and host are kept as given (lower case, default port off), fragments go (routes such as ``#!/a`` stay),
    tracking parameters and the AMP variants go, the other parameters are sorted, escapes are written in one way.
    What is no http(s) URL comes back stripped and otherwise as it is.

    >>> canonical_url("HTTPS://Www.Example.org:443/a/../caff%c3%a8/?utm_source=x&b=2&a=1#top")
    'https://www.example.org/caff%C3%A8/?a=1&b=2'
    >>> canonical_url("https://example.org/slug/amp/"), canonical_url("https://example.org/slug/?amp=1")
    ('https://example.org/slug/', 'https://example.org/slug/')
    >>> canonical_url("https://example.org/tag/amp/"), canonical_url("https://example.org/?p=123&fbclid=x")
    ('https://example.org/tag/amp/', 'https://example.org/?p=123')
    """
    parsed = _parse(url.strip(_EDGES).translate(_LINE_BREAKS))
    if parsed is None:
        return url.strip(_EDGES).translate(_LINE_BREAKS)
    parsed.hash = parsed.hash if parsed.hash.startswith(("#!", "#/")) else ""
    parsed.pathname = _without_amp(_same_escapes(_SESSION_PATH.sub("", parsed.pathname)))
    parsed.search = _canonical_query(parsed.search)
    return str(parsed.href)


def _same_escapes(text: str) -> str:
    return _ESCAPE.sub(_same_escape, text) if "%" in text else text


def _same_escape(match: re.Match[str]) -> str:
    char = chr(int(match[1], 16))
    return char if char in _UNRESERVED else match[0].upper()


def _without_amp(path: str) -> str:
    parts = path.split("/")
    slash = parts[-1] == ""
    if slash:
        parts.pop()
    if len(parts) > 2 and parts[-1].lower() == "amp" and parts[-2] and parts[-2].lower() not in _LISTING_SEGMENTS:
        return "/".join(parts[:-1]) + ("/" if slash else "")
    return path


def _canonical_query(search: str) -> str:
    """Drop what only tracks and sort the rest; own code, because w3lib writes ``?a`` as ``?a=``, another address."""
    if len(search) < 2:
        return ""
    pieces = [_same_escapes(piece) for piece in search[1:].split("&") if piece]
    kept = sorted(piece for piece in pieces if not is_tracking(*piece.partition("=")[::2]))
    return "?" + "&".join(kept) if kept else ""


@lru_cache(maxsize=8192)
def identity_of(url: str) -> str:
    """Return the folded form of *url* that stands for the article: equal for all the ways to link to one page.

    Not an address: scheme, ``www.``, default ports, a final slash and an index file do not count.

    >>> identity_of("http://www.example.org/a/index.html?utm_medium=x#c") == identity_of("https://example.org/a")
    True
    >>> identity_of("https://example.org/?p=1") == identity_of("https://example.org/?p=2")
    False
    """
    parsed = _parse(canonical_url(url))
    if parsed is None:
        return canonical_url(url)
    path = re.sub(r"/{2,}", "/", parsed.pathname)
    path = _INDEX_FILE.sub("/", path).rstrip("/")
    return f"{_folded_host(parsed)}{path or '/'}{parsed.search}{parsed.hash}"
