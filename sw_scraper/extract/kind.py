"""What kind of page it is, and why: only archives give teasers.

Two looks: pages that are no page of the site at all (challenge, redirect, error, login, empty shell) show it by
themselves; between archive, article and home page the evidence of address, markup, linked data and text decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final
from urllib.parse import unquote, urlsplit

from lxml import etree

from sw_scraper.extract import archive_words as words
from sw_scraper.extract import page_stock as stock
from sw_scraper.extract.document import Document, Element
from sw_scraper.extract.marks import Mark, marked_elements
from sw_scraper.extract.page_address import read_address
from sw_scraper.extract.refresh import refresh_target
from sw_scraper.extract.tag_name import fold_name, title_parts, without_prefix
from sw_scraper.model import Kind, Pagination, TagHeader

_STRING: Final = etree.XPath("string()")
_LITTLE: Final = 1500  # characters of visible text; whole pages have more
_SHELL: Final = 300
_LONG_TEXT: Final = 1500
_PARAGRAPH: Final = 60
_ERROR: Final = tuple(fold_name(phrase) for phrase in words.alternatives(words.ERROR))
_ERROR_SET: Final = frozenset(_ERROR)
_ERROR_START: Final = re.compile(
    r"(?:error |errore |erreur |fehler |erro |ошибка )?(?:404|500|502|503|403|410)\b|(?:"
    + "|".join(re.escape(phrase) for phrase in _ERROR if " " in phrase)
    + r")\b"
)
_LOGIN: Final = frozenset(fold_name(phrase) for phrase in words.alternatives(words.LOGIN))
_CHALLENGE: Final = words.alternatives(words.CHALLENGE)
_PARKED: Final = words.alternatives(words.PARKED)
_SCRIPT: Final = words.alternatives(words.NEEDS_SCRIPT)
_EMPTY: Final = re.compile("|".join(re.escape(phrase) for phrase in words.alternatives(words.EMPTY)))
_HOME: Final = frozenset(fold_name(phrase) for phrase in words.alternatives(words.HOME_WORDS))
_ROOTS: Final = re.compile(
    rb"""<div[^>]{0,200}id=["']?(?:root|app|__next|__nuxt|___gatsby|svelte|main-app|react-root|application|app-root)["'\s>]|<app-root|<ng-app""",
    re.IGNORECASE,
)
_DATABASE: Final = re.compile(
    r"error establishing a database connection|database connection (?:error|failed)"
    r"|could not connect to (?:the )?database|sqlstate\[|mysql server has gone away|too many connections"
    r"|there has been a critical error|errore nello stabilire una connessione al database"
    r"|si è verificato un errore critico|fehler beim aufbau einer datenbankverbindung"
    r"|erreur lors de la connexion à la base de données"
    r"|error al establecer una conexión con la base de datos|fatal error: |uncaught exception|uncaught error"
    r"|the site is experiencing technical difficulties"
)


@dataclass(slots=True)
class _Evidence:
    """Points for a kind with the words that explain them."""

    points: float = 0.0
    reasons: list[str] = field(default_factory=list)

    def add(self, points: float, reason: str) -> None:
        self.points += points
        self.reasons.append(reason)


class _Look:
    """What the judgement asks of a page, each worked out once."""

    def __init__(self, doc: Document, records: Sequence[Element]) -> None:
        self.doc = doc
        self.records = records
        self.body_class = f"{doc.body.get('class') or ''} {doc.root.get('class') or ''}"
        self.path = unquote(urlsplit(doc.url).path) or "/"

    @cached_property
    def text(self) -> str:
        """All text of the body that is not hidden, white space as it comes, case-folded."""
        return str(_STRING(self.doc.body)).casefold()

    @cached_property
    def text_size(self) -> int:
        """Characters of the body's text without white space runs."""
        return len(" ".join(self.text.split())) if len(self.text) < 200_000 else len(self.text)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Folded parts of the title and of the first headings outside of records."""
        found = [fold_name(part) for part in title_parts(self.doc.title)]
        inside = frozenset(self.records)
        headings = 0
        for heading in self.doc.root.iter("h1", "h2"):
            if headings == 3:
                break
            if inside and any(up in inside for up in (heading, *heading.iterancestors())):
                continue
            if not self.doc.is_hidden(heading):
                headings += heading.tag == "h1"
                if heading.tag == "h1" or not headings:
                    found.append(fold_name(self.doc.text(heading))[:160])
        return tuple(name for name in found if name)

    @cached_property
    def types(self) -> list[str]:
        """The schema.org types that the page's linked data names, in order."""
        return [one or other for text in self.doc.linked_data for one, other in stock.TYPE.findall(text[:500_000])]

    @cached_property
    def running_text(self) -> tuple[int, int]:
        """Characters and number of long paragraphs outside of records and of what surrounds the page."""
        inside = {node for record in self.records for node in record.iter("p")}
        size = count = 0
        for node in self.doc.root.iter("p"):
            if node in inside or node.get("class") in ("screen-reader-text",):
                continue
            length = len(" ".join(str(_STRING(node)).split()))
            if length >= _PARAGRAPH and not _is_aside(node):
                size += length
                count += 1
        return size, count

    @cached_property
    def is_root(self) -> bool:
        """Whether the address is a front page (of a language, perhaps)."""
        parts = urlsplit(self.doc.url)
        return stock.LANGUAGE_PATH.fullmatch(parts.path) is not None and not parts.query


def _is_aside(node: Element) -> bool:
    for up in node.iterancestors():
        if up.tag in ("footer", "aside", "nav", "form", "header"):
            return True
        names = f"{up.get('class') or ''} {up.get('id') or ''}".lower()
        if "comment" in names or "footer" in names or "cookie" in names or "sidebar" in names:
            return up.tag not in ("body", "html", "main")
    return False


def judge_kind(
    doc: Document,
    *,
    records: Sequence[Element] = (),
    pagination: Pagination | None = None,
    header: TagHeader | None = None,
    confidence: float = 1.0,
    n_dated: int | None = None,
) -> tuple[Kind, tuple[str, ...]]:
    """What kind of page it is.

    Args:
        doc: the page.
        records: the elements of the records that were found, in page order; empty when there are none.
        pagination: what was found of it; None when it was not looked for.
        header: what was found of the tag; None when nothing was.
        confidence: 0..1, how sure the record finder is of its list.
        n_dated: how many of the records have a date; None when not known.

    Returns:
        The kind and the reasons in plain words, most important first; at least one.
    """
    look = _Look(doc, records)
    return _no_page_of_the_site(look) or _page_of_the_site(
        look, pagination=pagination or Pagination(), header=header, confidence=confidence, n_dated=n_dated
    )


def _no_page_of_the_site(look: _Look) -> tuple[Kind, tuple[str, ...]] | None:
    for question in (_challenge, _redirect, _error, _login, _shell):
        answer = question(look)
        if answer is not None:
            return answer
    return None


def _challenge(look: _Look) -> tuple[Kind, tuple[str, ...]] | None:
    if len(look.records) > 2:
        return None
    title = look.doc.title.casefold()
    if any(phrase in title for phrase in _CHALLENGE) and look.text_size < _LITTLE * 2:
        return "challenge", (f"the title is that of a check for robots: {look.doc.title[:80]!r}",)
    if look.text_size < _LITTLE:
        mark = next((mark for mark in stock.CHALLENGE_MARKS if mark in look.doc.source), None)
        phrase = next((phrase for phrase in _CHALLENGE if phrase in look.text), None)
        if phrase is not None and look.text_size < _LITTLE and (mark is not None or not look.records):
            return "challenge", (f"the page only says {phrase!r}",)
        if mark is not None and not look.records and look.text_size < _SHELL:
            return "challenge", (f"little text and the mark of a check for robots ({mark.decode('ascii', 'replace')})",)
    return None


def _redirect(look: _Look) -> tuple[Kind, tuple[str, ...]] | None:
    target = refresh_target(look.doc)
    if target is not None and len(look.records) < 3 and look.text_size < _LITTLE:
        return "other", (f"the page only sends its reader on to {target[:200]}",)
    return None


def _error(look: _Look) -> tuple[Kind, tuple[str, ...]] | None:
    if len(look.records) < 3 and look.text_size < _LITTLE and _DATABASE.search(look.text):
        return "error", ("the page is the error message of a server or database",)
    if stock.ERROR_BODY.search(look.body_class):
        return "error", ("the page's own markup calls it an error page",)
    if stock.ARCHIVE_BODY.search(look.body_class) and look.records:
        return None
    slug = fold_name(look.path.rstrip("/").rpartition("/")[2])
    for name in look.names:
        if name != slug and (name in _ERROR_SET or _ERROR_START.match(name)) and not without_prefix(name)[1]:
            if _EMPTY.search(name) and stock.ARCHIVE_BODY.search(look.body_class):
                continue
            return "error", (f"title or heading of an error page: {name[:80]!r}",)
    phrase = (
        next((phrase for phrase in _PARKED if phrase in look.text), None)
        if not look.records and look.text_size < _LITTLE
        else None
    )
    if phrase is not None:
        return "other", (f"a parked or unfinished site: {phrase!r}",)
    return None


def _login(look: _Look) -> tuple[Kind, tuple[str, ...]] | None:
    fields = [
        node
        for node in look.doc.root.iter("input")
        if (node.get("type") or "").lower() == "password" and not look.doc.is_hidden(node)
    ]
    named = any(name in _LOGIN for name in look.names)
    by_address = stock.LOGIN_PATH.search(look.path) is not None or stock.LOGIN_BODY.search(look.body_class) is not None
    if not fields and (named or by_address) and not look.records and look.text_size < _LITTLE:
        return "login", ("title or address of a login page",)
    if not fields:
        return None
    if named or by_address:
        return "login", ("a password field, and title or address of a login page",)
    if not look.records and look.text_size < _LITTLE and not stock.ARCHIVE_BODY.search(look.body_class):
        return "login", ("a password field and little else",)
    return None


def _shell(look: _Look) -> tuple[Kind, tuple[str, ...]] | None:
    if look.records or look.text_size >= _LITTLE:
        return None
    phrase = next((phrase for phrase in _SCRIPT if phrase in look.text), None)
    if phrase is not None and look.text_size < _SHELL * 3:
        return "other", (f"the page is filled in by scripts: it says {phrase!r}",)
    if look.text_size < _SHELL and _ROOTS.search(look.doc.source):
        return "other", ("the page is an empty frame that scripts fill in",)
    if look.text_size == 0:
        return "other", ("the page has no text",)
    return None


def _page_of_the_site(
    look: _Look, *, pagination: Pagination, header: TagHeader | None, confidence: float, n_dated: int | None
) -> tuple[Kind, tuple[str, ...]]:
    archive = _archive_evidence(look, pagination, header)
    empty = _says_empty(look, archive, n_dated)
    if empty is not None:
        return "empty", (empty, *archive.reasons)
    article = _article_evidence(look, against=archive.points)
    home = _home_evidence(look)
    if article.points >= 3.0 and article.points > archive.points:
        return "article", tuple(article.reasons)
    if home.points >= 3.0 and not _list_rules_the_page(look, archive, pagination, n_dated):
        return "home", tuple(home.reasons)
    if look.records and (archive.points >= 2.0 or (confidence >= 0.3 and article.points < 3.0)):
        return "archive", ("a list of entries", *archive.reasons)
    if article.points >= 2.0 and article.points > archive.points:
        return "article", tuple(article.reasons)
    if archive.points >= 2.0:
        return "other", ("looks like an archive, but no list of entries was found", *archive.reasons)
    return "other", ("no list of entries was found",)


def _archive_evidence(look: _Look, pagination: Pagination, header: TagHeader | None) -> _Evidence:
    found = _Evidence()
    mark = stock.ARCHIVE_BODY.search(look.body_class)
    if mark and not stock.ARTICLE_BODY.search(look.body_class):
        found.add(4.0, f"the page's own markup calls it an archive ({mark.group().strip()})")
    types = [name for name in look.types if name in stock.ARCHIVE_TYPES]
    if types and not (set(types) <= {"Blog", "ItemList"} and any(name in stock.ARTICLE_TYPES for name in look.types)):
        found.add(3.0 if types[0] != "ItemList" else 1.5, f"its linked data calls it a {types[0]}")
    if stock.ARCHIVE_PATH.search(look.path):
        found.add(2.0, "an address as archives have")
    elif stock.LIST_PATH.search(look.path) or (
        read_address(look.doc.url).is_named and read_address(look.doc.url).number
    ):
        found.add(1.5, "an address as lists have")
    if header is not None and header.name_raw and without_prefix(header.name_raw)[1]:
        found.add(2.0, f"a heading as archives have: {header.name_raw[:60]!r}")
    if pagination.next_url or (pagination.last_page or 0) > 1 or (pagination.page_number or 0) > 1:
        found.add(2.0, "a list that has several pages")
    return found


def _article_evidence(look: _Look, *, against: float) -> _Evidence:
    found = _Evidence()
    mark = stock.ARTICLE_BODY.search(look.body_class)
    if mark:
        found.add(4.0, f"the page's own markup calls it an article ({mark.group().strip()})")
    articles = [name for name in look.types if name in stock.ARTICLE_TYPES]
    lists = [name for name in look.types if name in stock.ARCHIVE_TYPES and name not in ("Blog", "ProfilePage")]
    by_plugin = _is_laid_out_list(look, against)
    if 1 <= len(articles) <= 2 and not lists:
        found.add(1.0 if by_plugin else 3.0, f"its linked data calls it a {articles[0]}")
    if "article:published_time" in look.doc.metas:
        found.add(0.5 if by_plugin else 2.0, "it names its own time of publication")
    if look.doc.metas.get("og:type", "").lower() == "article":
        found.add(0.5, "og:type is article")
    if stock.DATED_ARTICLE_PATH.search(look.path):
        found.add(1.0, "an address as articles have")
    if found.points + 3.5 > against:  # else the text cannot tip the scales
        _read_text(look, found, is_list=bool(lists))
    return found


def _is_laid_out_list(look: _Look, against: float) -> bool:
    """Whether a page laid out by hand holds a list and hardly any text of its own.

    Plugins for search engines call every such page an article with a time of publication.
    """
    if len(look.records) < 3 or against < 1.5 or not stock.STATIC_BODY.search(look.body_class):
        return False
    return look.running_text[0] < _LONG_TEXT


def _read_text(look: _Look, found: _Evidence, *, is_list: bool) -> None:
    size, paragraphs = look.running_text
    if size >= _LONG_TEXT and paragraphs >= 4:
        points = 2.0 if size >= 2 * _LONG_TEXT else 1.0
        found.add(points, f"{paragraphs} paragraphs of running text outside of any list")
    if not is_list and 1 <= look.doc.source.count(b"articleBody") <= 2:
        found.add(1.5, "it marks the body of one article")


def _home_evidence(look: _Look) -> _Evidence:
    found = _Evidence()
    if look.is_root:
        found.add(3.0, "the address is that of a front page")
    mark = stock.HOME_BODY.search(look.body_class)
    if mark:
        found.add(2.0, f"the page's own markup calls it a front page ({mark.group().strip()})")
    if any(name in _HOME for name in look.names[:2]):
        found.add(2.0, "its title or heading is that of a front page")
    if stock.STATIC_BODY.search(look.body_class) and found.points:
        found.add(0.5, "a page that was laid out by hand")
    return found


def _list_rules_the_page(look: _Look, archive: _Evidence, pagination: Pagination, n_dated: int | None) -> bool:
    """Whether a front page is one list of entries, as the front pages of blogs are."""
    if not look.records:
        return False
    if stock.STATIC_BODY.search(look.body_class):
        return archive.points >= 4.0
    if pagination.next_url or (pagination.page_number or 0) > 1 or stock.BLOG_HOME_BODY.search(look.body_class):
        return True
    size = sum(len(" ".join(str(_STRING(record)).split())) for record in look.records)
    share = size / max(look.text_size, 1)
    return len(look.records) >= 3 and share >= (0.5 if n_dated else 0.6)


def _says_empty(look: _Look, archive: _Evidence, n_dated: int | None) -> str | None:
    """The words by which an archive says that it has no entries; None when it does not."""
    if look.records:
        if archive.points < 2.0:
            return None
        return _says_empty_before(look) or (
            _says_empty_in_a_line(look) if len(look.records) <= 4 and not n_dated else None
        )
    if archive.points >= 2.0 or look.text_size < 4 * _LITTLE:
        found = _EMPTY.search(" ".join(look.text.split()))
        if found and (archive.points >= 1.5 or stock.LIST_PATH.search(look.path)):
            return f"it says {found.group()!r}"
        if found and any(_EMPTY.search(name) for name in look.names):
            return f"it says {found.group()!r}"
    return None


def _says_empty_before(look: _Look) -> str | None:
    """The same where other entries stand on the page: only a heading or a box of its own counts, before the entries."""
    first = look.records[0]
    boxes = look.doc.once(marked_elements)[Mark.EMPTY]
    for node in boxes:
        if (
            len(look.doc.text(node)) < 400
            and not look.doc.is_hidden(node)
            and not any(up is node for up in first.iterancestors())
        ):
            text = look.doc.text(node).casefold()
            match = _EMPTY.search(text)
            if (
                match
                and node not in look.records
                and not any(up in look.records for up in node.iterancestors())
                and _stands_before(node, first)
            ):
                return f"it says {match.group()!r}"
    for name in look.names:
        if _EMPTY.match(name):
            return f"a heading says {name[:60]!r}"
    return None


def _says_empty_in_a_line(look: _Look) -> str | None:
    """The same where what was taken for entries may be the page's own furniture: a paragraph of the content says it."""
    inside = {node for record in look.records for node in record.iter("p", "div", "li", "td")}
    for node in look.doc.body.iter("p", "div", "li", "td", "h3"):
        own = (node.text or "").strip()
        if len(own) > 200 or len(own) < 4 or node in inside or _is_aside(node) or look.doc.is_hidden(node):
            continue
        match = _EMPTY.search(own.casefold())
        if match:
            return f"it says {match.group()!r}"
    return None


def _stands_before(node: Element, other: Element) -> bool:
    above = {up: below for below, up in _steps(other)}
    for below, up in _steps(node):
        if up in above:
            return bool(up.index(below) < up.index(above[up]))
    return False


def _steps(node: Element) -> list[tuple[Element, Element]]:
    steps = []
    below = node
    for up in node.iterancestors():
        steps.append((below, up))
        below = up
    return steps
