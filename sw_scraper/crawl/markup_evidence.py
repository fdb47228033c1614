"""Old and new markup beside each other: what a held harvest shows of the field that it lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from lxml import etree

from sw_scraper.crawl.archived import archived_page
from sw_scraper.errors import SwScraperError
from sw_scraper.extract.archive import inspect_archive

if TYPE_CHECKING:
    from pathlib import Path

    from sw_scraper.crawl.gate import Objection, Place
    from sw_scraper.extract.archive import Inspection
    from sw_scraper.model import SiteProfile

_LONG = 240
_SPACE = re.compile(r"\s+")


def markup_words(
    objection: Objection, root: Path, *, first_page: tuple[str, bytes] | None, profile: SiteProfile | None
) -> dict[str, str]:
    """The markup of one article before and now.

    Args:
        objection: of the gate.
        root: the dataset's folder.
        first_page: address and body of the first page of the harvest that is held.
        profile: of the site; None for a site without one.

    Returns:
        ``article``, ``old_markup`` and ``new_markup``, as far as each can be had.
    """
    if first_page is None or objection.field is None:
        return {}
    url, body = first_page
    for old, new in objection.pairs:
        if old.place is None or new.place is None or new.place.page_url != url:
            continue
        said = old.place.said.get(objection.field)
        after = _entry(inspect_archive(body, url, site=profile), new.place.position, said)
        before = _before(root, old.place, said, profile)
        found = {"article": new.place.article_id, "old_markup": before, "new_markup": after}
        return {name: text for name, text in found.items() if text}
    return {}


def _before(root: Path, place: Place, said: str | None, profile: SiteProfile | None) -> str | None:
    """The piece of the archived page; None when it cannot be looked at."""
    if place.warc_file is None or place.record_id is None:
        return None
    try:
        page = archived_page(root / place.warc_file, place.record_id)
    except (SwScraperError, OSError):
        return None
    seen = inspect_archive(page.html, place.page_url, content_type=page.content_type, site=profile)
    return _entry(seen, place.position, said)


def _entry(seen: Inspection, position: int, said: str | None) -> str | None:
    """The smallest element of an entry that has what the page said; the whole entry where none has it."""
    at = next((number for number, teaser in enumerate(seen.teasers) if teaser.position == position), None)
    if at is None or at >= len(seen.regions):
        return None
    region: tuple[Any, ...] = seen.regions[at]
    wanted = _squeezed(said or "")[:60]
    holders = [
        element
        for top in region
        for element in top.iter(etree.Element)
        if wanted
        and (
            wanted in _squeezed("".join(element.itertext()))
            or any(wanted in _squeezed(value) for value in element.attrib.values())
        )
    ]
    if holders:
        return _html(min(holders, key=lambda element: len(etree.tostring(element, with_tail=False))))
    return _squeezed(" ".join(_html(element) for element in region))[:_LONG]


def _html(element: Any) -> str:
    text = _squeezed(etree.tostring(element, method="html", encoding="unicode", with_tail=False))
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"


def _squeezed(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
