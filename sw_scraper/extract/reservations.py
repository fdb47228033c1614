"""Reservations against text and data mining that a page, its headers or its site's file state."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

Reservation = Literal["yes", "no"]

_LOOKED_AT: Final = 262_144  # bytes of a page; what a site says of its rights stands in the head
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|$)", re.DOTALL)
_META: Final = re.compile(r"<meta\s([^>]{1,2000})>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r"([a-z-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_AGAINST: Final = frozenset({"noai", "noimageai"})
_FOR_ONE: Final = re.compile(r"\s*([^\s:,]+)\s*:(.*)", re.DOTALL)
# Directives that have a value after a colon themselves; in front of any other colon stands a robot's name.
_WITH_VALUE: Final = frozenset({"max-snippet", "max-image-preview", "max-video-preview", "unavailable_after"})


def stated_reservation(headers: Iterable[tuple[str, str]], body: bytes, *, token: str = "") -> Reservation | None:
    """What a response says of text and data mining.

    ``tdm-reservation`` (header or meta) 1 and the robots directives ``noai`` and ``noimageai`` (X-Robots-Tag or meta)
    reserve; 0 says that nothing is reserved. Where two of them disagree the reservation counts.

    Args:
        headers: names and values, in any case, repeated ones one by one.
        body: the page, unpacked; its first 256 kB are looked at.
        token: the product token of ours; X-Robots-Tag for other robots by name is not for us.

    Returns:
        None when nothing is said.

    Source:
        TDM Reservation Protocol (W3C Community Group): header field, meta element. ``noai`` is a convention of sites
        that no standard names.

    >>> stated_reservation([("TDM-Reservation", "1")], b"")
    'yes'
    >>> stated_reservation([], b'<meta name="tdm-reservation" content="0">')
    'no'
    >>> stated_reservation([("X-Robots-Tag", "otherbot: noai"), ("X-Robots-Tag", "noindex")], b"", token="sw_scraper")
    """
    said: set[Reservation | None] = set()
    for name, value in headers:
        if name.lower() == "tdm-reservation":
            said.add(_of_number(value))
        elif name.lower() == "x-robots-tag":
            said.add(_of_directives(value, token))
    text = _COMMENT.sub("", body[:_LOOKED_AT].decode("latin-1"))
    for found in _META.finditer(text):
        attributes = {one[1].lower(): one[2] or one[3] or one[4] or "" for one in _ATTRIBUTE.finditer(found[1])}
        name, content = attributes.get("name", "").strip().lower(), html.unescape(attributes.get("content", ""))
        if name == "tdm-reservation":
            said.add(_of_number(content))
        elif name in ("robots", token.lower() or "robots"):
            said.add(_of_directives(content, token))
    return "yes" if "yes" in said else "no" if "no" in said else None


def reservation_of_file(body: bytes, url: str) -> Reservation | None:
    """What a site's ``/.well-known/tdmrep.json`` says of an address; None when it says nothing or cannot be read.

    Args:
        body: of the file.
        url: an address of the same origin.

    >>> reservation_of_file(b'[{"location": "/tag/*", "tdm-reservation": 1}]', "https://a.example/tag/x/")
    'yes'
    >>> reservation_of_file(b'[{"location": "/foto/", "tdm-reservation": 1}]', "https://a.example/tag/x/")
    """
    try:
        rules = json.loads(body[:_LOOKED_AT])
    except (ValueError, RecursionError):
        return None
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    said = {
        _of_number(str(rule.get("tdm-reservation", "")))
        for rule in (rules if isinstance(rules, list) else [])
        if isinstance(rule, dict) and isinstance(rule.get("location"), str) and _matches(rule["location"], target)
    }
    return "yes" if "yes" in said else "no" if "no" in said else None


def _matches(pattern: str, target: str) -> bool:
    """A path matches a prefix with ``*`` and ``$`` as in robots.txt; in linear time for each piece."""
    is_end = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not target.startswith(first):
        return False
    at = len(first)
    for piece in others:
        found = target.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if not is_end or at == len(target):
        return True
    return bool(others) and target.endswith(others[-1]) and len(target) - len(others[-1]) >= at - len(others[-1])


def _of_number(value: str) -> Reservation | None:
    return {"1": "yes", "0": "no"}.get(value.strip())  # type: ignore[return-value]  # the values are literals


def _of_directives(value: str, token: str) -> Reservation | None:
    found = _FOR_ONE.fullmatch(value)
    if found and found[1].lower() not in _WITH_VALUE:
        if found[1].lower() not in (token.lower(), "*"):
            return None
        value = found[2]
    return "yes" if _AGAINST & {word.strip().lower() for word in value.split(",")} else None
