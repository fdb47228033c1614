"""What an archive page says of its tag: name, description, links.

The name may stand in a heading, a breadcrumb or only in the page's title. Each candidate collects evidence: where it
stands, what class it has, whether it had an archive's prefix ("Category:"), and whether the title, the address, links
to this very archive and the breadcrumb agree with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sw_scraper.extract import archive_words as words
from sw_scraper.extract.document import Document, Element, string_of
from sw_scraper.extract.hints import Zone, zone_hints
from sw_scraper.extract.marks import Mark, marked_elements, marks_of
from sw_scraper.extract.name_clues import HOME_NAMES, NameClues, find_breadcrumb, find_clues, is_front_page, names_of
from sw_scraper.extract.page_address import read_address
from sw_scraper.extract.tag_description import describe
from sw_scraper.extract.tag_name import (
    bare_name,
    fold_name,
    fold_slug,
    title_parts,
    without_noun,
    without_page,
    without_prefix,
    without_suffix,
)
from sw_scraper.model import SiteProfile, TagHeader
from sw_scraper.normalize.keys import tag_key
from sw_scraper.normalize.text import clean_text

_LONGEST: Final = 160
_ENOUGH: Final = 3.0
_COUNTED: Final = re.compile(r"^\d{1,6}\s+")
_QUOTED: Final = re.compile(r"[\"“„«‘']([^\"“”„«»‘’']{2,60})[\"”“»’']")
_SITE_AND_NAME: Final = re.compile(r"\s*:\s+|\s+[|–—·-]\s+")
_BY_TAG: Final = {"h1": 3.0, "h2": 1.5, "h3": 1.0, "h4": 0.5, "h5": 0.0, "h6": 0.0}
_NOT_NAMES: Final = frozenset(words.alternatives(words.NOT_NAMES))
_OFF_LIST: Final = int(Zone.NAV | Zone.SIDE | Zone.FOOT | Zone.RELATED | Zone.OTHER)
_LOW: Final = frozenset({"h3", "h4", "h5", "h6"})
_PREFIXED: Final = re.compile(r"[:：|»›\"“„«「『‘]|\s[-–—]\s|#")
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True, kw_only=True)
class NameCandidate:
    """One text that could be the tag's name.

    Attributes:
        name: without prefixes and the like.
        raw: as shown.
        source: ``h1`` .. ``h6``, ``class``, ``breadcrumb`` or ``title``.
        score: the evidence for it; 3 is enough.
        element: where it stands; None for the title.
    """

    name: str
    raw: str
    source: str
    score: float
    element: Element | None = None


def find_tag_header(
    doc: Document, *, records: Sequence[Element] = (), site: SiteProfile | None = None
) -> TagHeader | None:
    """What the page says of its tag.

    Args:
        doc: the page.
        records: the elements of the main list's records, in page order; headings in them are no names of tags.
        site: the site's profile, for the tag's key; None when there is none.

    Returns:
        None when the page names none.
    """
    candidates = name_candidates(doc, records=records)
    best = max(candidates, key=lambda candidate: candidate.score, default=None)
    if best is None or best.score < _ENOUGH:
        return None
    name = clean_text(best.name)
    if not name:
        return None
    standing = [candidate for candidate in candidates if candidate.element is not None and candidate.score > 0]
    nearest = max(standing, key=lambda candidate: candidate.score, default=None)
    heading = best.element if best.element is not None else nearest.element if nearest else None
    description, links = describe(doc, heading=heading, records=records, name=name)
    slug, taxonomy = _slug_and_taxonomy(doc.url, site)
    return TagHeader(
        name=name, name_raw=clean_text(best.raw), slug=slug, taxonomy=taxonomy, description=description, links=links
    )


def _slug_and_taxonomy(url: str, site: SiteProfile | None) -> tuple[str | None, str | None]:
    if is_front_page(url):
        return None, None
    try:
        key = tag_key(url, site)
    except ValueError:
        return None, None
    return key.slug or None, key.taxonomy or None


def name_candidates(doc: Document, *, records: Sequence[Element] = ()) -> list[NameCandidate]:
    """Every text that could be the tag's name, headings in page order, then breadcrumb and title.

    Args:
        doc: the page.
        records: the elements of the main list's records, in page order.
    """
    crumb_element, crumb = find_breadcrumb(doc, records)
    clues = find_clues(doc, crumb)
    found = [_heading(doc, element, is_before, clues) for element, is_before in _headings(doc, records)]
    if crumb and fold_name(crumb) not in clues.site:
        found.append(_judged(crumb, source="breadcrumb", base=1.5, clues=clues, element=crumb_element))
    found.extend(_from_title(doc, clues))
    return [candidate for candidate in found if candidate is not None]


def _headings(doc: Document, records: Sequence[Element]) -> Iterator[tuple[Element, bool]]:
    """Headings outside of records in page order, with whether they stand before the first record."""
    inside = frozenset(node for record in records for node in record.iter(*_HEADINGS))
    first = records[0] if records else None
    seen_first = False
    tags = {*_HEADINGS, first.tag} if first is not None else set(_HEADINGS)
    for element in doc.root.iter(*tags):
        if element is first:
            seen_first = True
        if element.tag in _BY_TAG and element not in inside:
            yield element, not seen_first
    within = frozenset(records)
    for element in doc.once(marked_elements)[Mark.NAME_BOX]:
        if (
            element.tag in _BY_TAG
            or element.tag in ("ul", "ol", "main", "nav")
            or len(string_of(element)) > 4 * _LONGEST
        ):
            continue
        if next(element.iter(*_HEADINGS), None) is None and not any(
            up in within for up in (element, *element.iterancestors())
        ):
            yield element, not _is_after(element, first)


def _is_after(element: Element, first: Element | None) -> bool:
    """Whether an element stands after the first record; by the paths of both to the root."""
    if first is None:
        return False
    chain = [first, *first.iterancestors()]
    position = {node: index for index, node in enumerate(chain)}
    below = None
    for node in (element, *element.iterancestors()):
        if node in position:
            if below is None or position[node] == 0:
                return False
            other = chain[position[node] - 1]
            return bool(node.index(below) > node.index(other))
        below = node
    return False


def _heading(doc: Document, element: Element, is_before: bool, clues: NameClues) -> NameCandidate | None:
    raw = doc.text(element)
    if not raw or len(raw) > _LONGEST:
        return None
    if element.tag in _LOW and not _may_be_name(raw, clues):
        return None
    source = element.tag if element.tag in _BY_TAG else "class"
    candidate = _judged(raw, source=source, base=_BY_TAG.get(element.tag, 1.0), clues=clues, element=element)
    if candidate is None:
        return None
    score = candidate.score + (0.0 if is_before else -4.0)
    if score + 1.5 < _ENOUGH:  # its place cannot make it enough
        return None
    score += _place(doc, element)
    return NameCandidate(name=candidate.name, raw=raw, source=source, score=score, element=element)


def _may_be_name(raw: str, clues: NameClues) -> bool:
    """Whether a low heading can have enough evidence at all: a prefix, or something else that says the same."""
    if _PREFIXED.search(raw):
        return True
    folded = fold_name(raw)
    return folded in clues.title or folded in clues.own_links or folded == clues.crumb or fold_slug(raw) == clues.slug


def _place(doc: Document, element: Element) -> float:
    """What the place of a heading says: classes, zones, links in it."""
    score = 0.0
    if (marks_of(names_of(element)) | marks_of(names_of(element.getparent()))) & Mark.NAME:
        score += 1.5
    score += _linked(doc, element)
    for height, node in enumerate((element, *element.iterancestors())):
        names = names_of(node)
        marks = marks_of(names)
        if height < 3 and marks & Mark.SITE:
            score -= 4.0
            break
        if height < 2 and marks & Mark.BOX_TITLE:
            score -= 2.0
        if node.tag in ("body", "main"):
            break
        zones = zone_hints(node.tag, names, node.get("role") or "")
        if zones & _OFF_LIST and not zones & Zone.MAIN:
            score -= 4.0
            break
    if doc.is_hidden(element):
        score -= 3.0
    return score


def _linked(doc: Document, element: Element) -> float:
    """A heading that is a link to another page is the title of that page; a link to the front page makes a logo."""
    link = next((node for node in element.iter("a") if node.get("href")), None)
    if link is None:
        link = next((node for node in list(element.iterancestors())[:2] if node.tag == "a" and node.get("href")), None)
    url = doc.absolute(link.get("href")) if link is not None else None
    if url is None:
        return 0.0
    here, there = read_address(doc.url), read_address(url)
    if there.stem == here.stem:
        return 0.0
    return -4.0 if is_front_page(url) else -3.0


def _judged(
    raw: str, *, source: str, base: float, clues: NameClues, element: Element | None = None
) -> NameCandidate | None:
    text = without_page(raw)
    if text.count("(") > text.count(")"):  # "(old posts, page 3)"
        text = text.rpartition("(")[0].rstrip() or text
    rest, had_prefix = without_prefix(text)
    if not had_prefix:
        rest, had_prefix = without_noun(text, clues.slug)
    if had_prefix:
        again, twice = without_prefix(rest)
        rest = again if twice else rest
    else:
        shorter, had_suffix = without_suffix(text)
        if had_suffix and (fold_name(shorter) in clues.title or fold_slug(shorter) == clues.slug):
            rest, had_prefix = shorter, True
        elif _COUNTED.match(text) and (counted := without_prefix(_COUNTED.sub("", text)))[1]:
            rest, had_prefix = counted
        else:
            rest = _part_of_slug(text, clues.slug) or rest
    name = bare_name(rest)
    folded = fold_name(name)
    if not name or (not folded and not any(char.isalnum() for char in name)):
        return None
    score = base + (4.0 if had_prefix else 0.0) + _agreement(folded, name, clues)
    if folded in clues.site and fold_slug(name) != clues.slug:
        score -= 5.0
    if folded in _NOT_NAMES and not had_prefix and fold_slug(name) != clues.slug and folded not in clues.title:
        score -= 5.0
    if clues.is_root and not had_prefix:
        score -= 3.0
    return NameCandidate(name=name, raw=raw, source=source, score=score, element=element)


def _part_of_slug(text: str, slug: str) -> str | None:
    """The part of a heading that the page's address names, where another part (the site's name) stands before it."""
    quoted = _QUOTED.search(text)
    if quoted and slug and fold_slug(quoted[1]) == slug:
        return quoted[1]
    parts = _SITE_AND_NAME.split(text)
    if not slug or len(parts) < 2 or fold_slug(text) == slug:
        return None
    return parts[-1] if fold_slug(parts[-1]) == slug else None


def _agreement(folded: str, name: str, clues: NameClues) -> float:
    """How far title, address, breadcrumb and links to this archive agree with a name."""
    score = 0.0
    if folded in clues.title:
        score += 3.0 if folded not in clues.site else 0.0
    elif any(len(part) > 3 and f" {part} " in f" {folded} " for part in clues.title if part not in clues.site):
        score += 0.5
    plain = fold_slug(name)
    if clues.slug and plain == clues.slug:
        score += 3.0
    elif clues.slug and len(plain) > 3 and _shares_words(plain, clues.slug):
        score += 1.5
    if folded in clues.own_links:
        score += 2.0
    if folded and folded == clues.crumb:
        score += 2.0
    return score


def _shares_words(plain: str, slug: str) -> bool:
    one, other = set(plain.split()), set(slug.split())
    common = {word for word in one & other if len(word) > 2 or not word.isascii()}
    return len(common) * 2 >= max(len(one), len(other)) or plain.replace(" ", "") == slug.replace(" ", "")


def _from_title(doc: Document, clues: NameClues) -> Iterator[NameCandidate]:
    """The parts of the title (and of ``og:title``) that are not the site's name."""
    if clues.is_root:
        return
    for position, text in enumerate((doc.title, doc.metas.get("og:title", ""))):
        parts = title_parts(text)
        open_parts = [part for part in parts if fold_name(part) not in clues.site] if len(parts) > 1 else parts
        for index, part in enumerate(open_parts[:4]):
            bare, had_suffix = without_suffix(part)
            candidate = _judged(bare, source="title", base=3.0 - 1.5 * min(index, 1) - 0.25 * position, clues=clues)
            if candidate is None or fold_name(candidate.name) in HOME_NAMES:
                continue
            # What the title says agrees with the title of itself; only the other clues count.
            score = candidate.score - 3.0 * (fold_name(candidate.name) in clues.title) + (2.0 if had_suffix else 0.0)
            yield NameCandidate(name=candidate.name, raw=text, source="title", score=score)
