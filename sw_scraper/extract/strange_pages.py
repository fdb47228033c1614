"""Pages that are no page of the site at all: checks for robots, redirects, errors, logins, empty frames."""

from __future__ import annotations

import re
from typing import Final

from sw_scraper.extract import archive_words as words
from sw_scraper.extract import page_stock as stock
from sw_scraper.extract.page_look import LITTLE, PageLook
from sw_scraper.extract.refresh import refresh_target
from sw_scraper.extract.tag_name import fold_name, without_prefix
from sw_scraper.model import Kind

_Verdict = tuple[Kind, tuple[str, ...]]

_SHELL: Final = 300
_ERROR: Final = tuple(fold_name(phrase) for phrase in words.alternatives(words.ERROR))
_ERROR_SET: Final = frozenset(_ERROR)
_ERROR_START: Final = re.compile(
    rf"(?:{words.ERROR_BEFORE_NUMBER})?(?:404|500|502|503|403|410)\b|(?:"
    + "|".join(re.escape(phrase) for phrase in _ERROR if " " in phrase)
    + r")\b"
)
_LOGIN: Final = frozenset(fold_name(phrase) for phrase in words.alternatives(words.LOGIN))
_CHALLENGE: Final = words.alternatives(words.CHALLENGE)
_PARKED: Final = words.alternatives(words.PARKED)
_SCRIPT: Final = words.alternatives(words.NEEDS_SCRIPT)
_EMPTY: Final = re.compile("|".join(re.escape(phrase) for phrase in words.alternatives(words.EMPTY)))
_ROOTS: Final = re.compile(
    rb"""<div[^>]{0,200}id=["']?(?:root|app|__next|__nuxt|___gatsby|svelte|main-app|react-root|application|app-root)["'\s>]|<app-root|<ng-app""",
    re.IGNORECASE,
)
_DATABASE: Final = re.compile(words.SERVER_ERRORS)


def strange_page(look: PageLook) -> _Verdict | None:
    """The kind of a page that is none of the site's own, with the reasons; None for a page of the site.

    Args:
        look: at the page.
    """
    for question in (_challenge, _redirect, _error, _login, _shell):
        answer = question(look)
        if answer is not None:
            return answer
    return None


def _challenge(look: PageLook) -> _Verdict | None:
    if len(look.records) > 2:
        return None
    title = look.doc.title.casefold()
    if any(phrase in title for phrase in _CHALLENGE) and look.text_size < LITTLE * 2:
        return "challenge", (f"the title is that of a check for robots: {look.doc.title[:80]!r}",)
    if look.text_size < LITTLE:
        phrase = next((phrase for phrase in _CHALLENGE if phrase in look.text), None)
        if phrase is None and (look.records or look.text_size >= _SHELL):
            return None
        mark = next((mark for mark in stock.CHALLENGE_MARKS if mark in look.doc.source), None)
        if phrase is not None and look.text_size < LITTLE and (mark is not None or not look.records):
            return "challenge", (f"the page only says {phrase!r}",)
        if mark is not None and not look.records and look.text_size < _SHELL:
            return "challenge", (f"little text and the mark of a check for robots ({mark.decode('ascii', 'replace')})",)
    return None


def _redirect(look: PageLook) -> _Verdict | None:
    target = refresh_target(look.doc)
    if target is not None and len(look.records) < 3 and look.text_size < LITTLE:
        return "other", (f"the page only sends its reader on to {target[:200]}",)
    return None


def _error(look: PageLook) -> _Verdict | None:
    if len(look.records) < 3 and look.text_size < LITTLE and _DATABASE.search(look.text):
        return "error", ("the page is the error message of a server or database",)
    if stock.ERROR_BODY.search(look.body_class):
        return "error", ("the page's own markup calls it an error page",)
    if stock.ARCHIVE_BODY.search(look.body_class) and look.records:
        return None
    slug = fold_name(look.path.rstrip("/").rpartition("/")[2])
    for name in look.names:
        if name != slug and (name in _ERROR_SET or _ERROR_START.match(name)) and not without_prefix(name)[1]:
            if _EMPTY.search(name) and stock.ARCHIVE_BODY.search(look.body_class):  # "Nothing here", in its own list
                continue
            return "error", (f"title or heading of an error page: {name[:80]!r}",)
    phrase = (
        next((phrase for phrase in _PARKED if phrase in look.text), None)
        if not look.records and look.text_size < LITTLE
        else None
    )
    if phrase is not None:
        return "other", (f"a parked or unfinished site: {phrase!r}",)
    return None


def _login(look: PageLook) -> _Verdict | None:
    fields = [
        node
        for node in look.doc.root.iter("input")
        if (node.get("type") or "").lower() == "password" and not look.doc.is_hidden(node)
    ]
    named = any(name in _LOGIN for name in look.names)
    by_address = stock.LOGIN_PATH.search(look.path) is not None or stock.LOGIN_BODY.search(look.body_class) is not None
    if not fields and (named or by_address) and not look.records and look.text_size < LITTLE:
        return "login", ("title or address of a login page",)
    if not fields:
        return None
    if named or by_address:
        return "login", ("a password field, and title or address of a login page",)
    if not look.records and look.text_size < LITTLE and not stock.ARCHIVE_BODY.search(look.body_class):
        return "login", ("a password field and little else",)
    return None


def _shell(look: PageLook) -> _Verdict | None:
    if look.records or look.text_size >= LITTLE:
        return None
    phrase = next((phrase for phrase in _SCRIPT if phrase in look.text), None)
    if phrase is not None and look.text_size < _SHELL * 3:
        return "other", (f"the page is filled in by scripts: it says {phrase!r}",)
    if look.text_size < _SHELL and _ROOTS.search(look.doc.source):
        return "other", ("the page is an empty frame that scripts fill in",)
    if look.text_size == 0:
        return "other", ("the page has no text",)
    return None
