"""The one place where regions become records."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sw_scraper.extract.bylines import authors_of, categories_of
from sw_scraper.extract.entry_dates import DateFinder, EntryDate
from sw_scraper.extract.hints import Hint
from sw_scraper.extract.pictures import image_of
from sw_scraper.extract.reading import Reader, Reading, Run
from sw_scraper.extract.teasers import TeaserText, prose_places, teaser_of
from sw_scraper.extract.titles import innermost, titles_of
from sw_scraper.model import Teaser
from sw_scraper.normalize.text import clean_text
from sw_scraper.normalize.urls import identity_of
from sw_scraper.themes.catalog import FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from sw_scraper.extract.document import Document, Element
    from sw_scraper.extract.regions import Region
    from sw_scraper.extract.selected import FieldSelectors

_ASIDE: Final = Hint.CATEGORY | Hint.AUTHOR | Hint.COMMENTS | Hint.SHARE
_LONGEST_STOCK = 60
_LONGEST_DATE = 40
_LONGEST_REST = 48
_SENTENCE_END: Final = re.compile(r"[^\W\d]{3}[.!?…](?:\s|$)")
_LINE_RULES: Final = frozenset({"structure:date-line", "structure:meta-line"})
_COMMON_SHARE = 0.5  # of the records: a text that so many have is furniture


@dataclass(slots=True, eq=False)
class Draft:
    """A record in the making.

    Attributes:
        region: where it stands.
        title: the title's element; None when the region has none.
        title_rule: what found the title.
        reading: the region's texts.
        anchor: the link that leads to the article.
        url: its absolute address.
        link_rule: what found the link.
    """

    region: Region
    title: Element | None
    title_rule: str
    reading: Reading
    anchor: Element | None = None
    url: str | None = None
    link_rule: str = ""


class Builder:
    """Builds the records of one page."""

    def __init__(
        self, doc: Document, *, language: str | None, fetched_at: datetime | None, timezone: str | None
    ) -> None:
        self._doc = doc
        self._language = language
        self._fetched_at = fetched_at
        self._timezone = timezone
        self._page = identity_of(doc.url)
        self._fields: FieldSelectors | None = None
        self._selections: dict[tuple[str, Region], list[Element]] = {}
        self._places: frozenset[object] = frozenset()

    def records(
        self, regions: Sequence[Region], *, fields: FieldSelectors | None = None
    ) -> list[tuple[Region, Teaser]]:
        """The records of a list, in page order, each article once.

        Args:
            regions: the list's regions.
            fields: selectors of a profile or theme, asked before the generic rules; None for those alone.
        """
        self._fields = fields
        self._select(regions, fields)
        drafts = self._drafts(regions)
        stock = _stock(drafts)
        self._places = prose_places([draft.reading.runs for draft in drafts])
        dates = DateFinder(
            self._doc,
            language=self._language,
            fetched_at=self._fetched_at,
            timezone=self._timezone,
            texts=(run.text for draft in drafts for run in draft.reading.runs if len(run.text) < 60),
        )
        found: list[tuple[Region, Teaser]] = []
        seen: set[str] = set()
        for draft in drafts:
            teaser = self._teaser(draft, stock, dates, position=len(found) + 1)
            if teaser is None:
                continue
            if teaser.url is not None:
                key = identity_of(teaser.url)
                if key in seen:
                    continue
                seen.add(key)
            found.append((draft.region, teaser))
        return _without_strangers(found)

    def _select(self, regions: Sequence[Region], fields: FieldSelectors | None) -> None:
        """Look for what a profile or theme knows by selectors, once for the whole list."""
        self._selections = {}
        if fields is None or not regions:
            return
        container = _common(regions)
        for field in FIELDS[1:]:
            if fields.knows(field):
                for index, hits in fields.by_region(field, regions, container).items():
                    self._selections[field, regions[index]] = hits

    def _drafts(self, regions: Sequence[Region]) -> list[Draft]:
        reader = Reader(self._doc)
        drafts = []
        for region, (title, rule) in zip(regions, self._titles(regions), strict=True):
            draft = Draft(region, title, rule, reader.read(region.nodes, title))
            self._link(draft)
            drafts.append(draft)
        return drafts

    def _titles(self, regions: Sequence[Region]) -> list[tuple[Element | None, str]]:
        known: dict[int, Element] = {}
        if self._fields is not None and self._fields.knows("title"):
            for index, region in enumerate(regions):
                hit = next((one for one in self._selected("title", region) if self._doc.text(one)), None)
                if hit is not None:
                    known[index] = innermost(hit, self._doc)
        generic = iter(titles_of([one for index, one in enumerate(regions) if index not in known], self._doc))
        name = self._fields.name if self._fields else ""
        return [(known[index], f"{name} title") if index in known else next(generic) for index in range(len(regions))]

    def _selected(self, field: str, region: Region) -> list[Element]:
        hits = self._selections.get((field, region))
        is_hidden = self._doc.is_unshown if field == "image" else self._doc.is_hidden
        return [hit for hit in hits if not is_hidden(hit)] if hits else []

    def _link(self, draft: Draft) -> None:
        """Find the link to the article: by selector, at the title, on the card, else the region's usual one."""
        first = draft.region.first
        name = f"{self._fields.name} link" if self._fields else ""
        ways = (
            (name, (hit for hit in self._selected("link", draft.region) if hit.tag == "a")),
            ("structure:title-link", _around(draft.title) if draft.title is not None else ()),
            ("structure:title-link", draft.title.iter("a") if draft.title is not None else ()),
            ("structure:card-link", (first,) if first.tag == "a" else ()),
            ("structure:region-link", self._usual(draft)),
            ("structure:card-link", _around(first)),
        )
        for rule, anchors in ways:
            for anchor in anchors:
                if self._use(draft, anchor, rule):
                    return

    def _usual(self, draft: Draft) -> Iterator[Element]:
        """The region's link that leads most often to the same place; none where there is none."""
        aside = {element for element, hints in draft.reading.marked if hints & _ASIDE}
        counts: Counter[str] = Counter()
        anchors: dict[str, Element] = {}
        for anchor in draft.reading.anchors:
            url = self._doc.absolute(anchor.get("href")) if anchor not in aside else None
            if url is not None and identity_of(url) != self._page:
                counts[url] += 1
                anchors.setdefault(url, anchor)
        if counts:
            yield anchors[max(counts, key=lambda one: counts[one])]

    def _use(self, draft: Draft, anchor: Element, rule: str) -> bool:
        url = self._doc.absolute(anchor.get("href"))
        if url is None or ("#" in url and url.partition("#")[0] == self._doc.url.partition("#")[0]):
            return False
        draft.anchor, draft.url, draft.link_rule = anchor, url, rule
        return True

    def _teaser(self, draft: Draft, stock: frozenset[str], dates: DateFinder, *, position: int) -> Teaser | None:
        doc = self._doc
        rules: dict[str, str] = {}
        raw = doc.text(draft.title) if draft.title is not None else ""
        title = clean_text(raw)
        if title is None and draft.url is None:
            return None
        if title is not None:
            rules["title"] = draft.title_rule
        if draft.url is not None:
            rules["url"] = draft.link_rule
        own_links = frozenset(
            a for a in draft.reading.anchors if draft.url and doc.absolute(a.get("href")) == draft.url
        )
        date = self._date(draft, dates)

        def date_span(line: str) -> str | None:
            hit = dates.found(line)
            return hit.raw if hit else None

        names, shown, author_rule = self._authors(draft, date_span)
        lines = self._date_lines(draft, dates)
        if date is not None and date.rule in _LINE_RULES:
            draft.reading.runs = _without_line(draft.reading.runs, date.raw)
        text = self._teaser_text(draft, raw, stock | lines, own_links)

        categories, category_rule = self._categories(draft)
        image, image_rule = self._image(draft)
        if text is not None:
            rules["teaser"] = text.rule
        if date is not None and date.date is not None:
            rules["date"] = date.rule
        if names:
            rules["authors"] = author_rule
        if categories:
            rules["categories"] = category_rule
        if image is not None:
            rules["image_url"] = image_rule
        return Teaser(
            position=position,
            url=draft.url,
            url_raw=draft.anchor.get("href").strip() if draft.anchor is not None else None,
            title=title,
            title_raw=raw or None,
            teaser=text.text if text else None,
            teaser_raw=text.raw if text else None,
            teaser_is_cut=bool(text and text.is_cut),
            date=date.date if date else None,
            date_raw=date.raw if date else None,
            date_source="page" if date and date.date else None,
            authors=names,
            authors_raw=shown,
            authors_source="page" if names else None,
            categories=categories,
            image_url=image,
            rules=rules,
        )

    def _teaser_text(
        self, draft: Draft, title: str, stock: frozenset[str], own_links: frozenset[Element]
    ) -> TeaserText | None:
        elements = self._selected("teaser", draft.region)
        if elements and self._fields is not None:
            reading = Reader(self._doc).read(elements, draft.title, hints=Hint.EXCERPT)
            found = teaser_of(reading.runs, title=title, stock=stock, own_links=own_links)
            if found is not None:
                return replace(found, rule=f"{self._fields.name} teaser")
        return teaser_of(draft.reading.runs, title=title, stock=stock, own_links=own_links, places=self._places)

    def _date_lines(self, draft: Draft, dates: DateFinder) -> frozenset[str]:
        """The texts of a record that are a date and nothing else."""
        found = set()
        for run in draft.reading.runs:
            text = run.text
            if len(text) <= _LONGEST_DATE and any(map(str.isdigit, text)):
                bare = text.strip("()[]{}|·•–—- ")
                if dates.parsed(bare) is not None:
                    found.add(text)
        return frozenset(found)

    def _date(self, draft: Draft, dates: DateFinder) -> EntryDate | None:
        elements = self._selected("date", draft.region)
        if elements and self._fields is not None:
            found = dates.of(_reading_of(elements, Hint.DATE), draft.region.nodes)
            if found is not None:
                return replace(found, rule=f"{self._fields.name} date")
        return dates.of(draft.reading, draft.region.nodes)

    def _authors(
        self, draft: Draft, date_span: Callable[[str], str | None]
    ) -> tuple[tuple[str, ...], tuple[str, ...], str]:
        elements = self._selected("author", draft.region)
        if elements and self._fields is not None:
            names, shown, _ = authors_of(_reading_of(elements, Hint.AUTHOR), self._doc, date_span=date_span)
            if names:
                return names, shown, f"{self._fields.name} author"
        return authors_of(draft.reading, self._doc, date_span=date_span)

    def _categories(self, draft: Draft) -> tuple[tuple[str, ...], str]:
        elements = self._selected("category", draft.region)
        if elements and self._fields is not None:
            found = categories_of(_reading_of(elements, Hint.CATEGORY), self._doc)
            if found:
                return found, f"{self._fields.name} category"
        return categories_of(draft.reading, self._doc), "structure:terms"

    def _image(self, draft: Draft) -> tuple[str | None, str]:
        elements = self._selected("image", draft.region)
        if elements and self._fields is not None:
            found = image_of(elements, elements, self._doc)
            if found:
                return found, f"{self._fields.name} image"
        return image_of(draft.reading.images, draft.region.nodes, self._doc), "structure:image"


def _reading_of(elements: Sequence[Element], hint: int) -> Reading:
    """A reading that holds only what a selector found."""
    reading = Reading()
    reading.marked = [(element, hint) for element in elements]
    reading.times = [(time, hint) for element in elements for time in element.iter("time")]
    return reading


def _around(element: Element) -> list[Element]:
    """The element itself and the links around it, nearest first."""
    found = []
    node: Element | None = element
    for _ in range(8):
        if node is None:
            break
        if node.tag == "a" and node.get("href") is not None:
            found.append(node)
        node = node.getparent()
    return found


def _common(regions: Sequence[Region]) -> Element:
    """The smallest element around all regions."""
    above = [regions[0].first, *regions[0].first.iterancestors()]
    last = {regions[-1].first, *regions[-1].first.iterancestors()}
    around = next((node for node in above if node in last), above[-1])
    parent = around.getparent()
    return around if parent is None or len(regions) > 1 else parent


def _without_strangers(found: list[tuple[Region, Teaser]]) -> list[tuple[Region, Teaser]]:
    """The records without boxes of the same looks that lead nowhere and have no date, where the others do and have."""
    whole = sum(1 for _, teaser in found if teaser.url is not None and teaser.date is not None)
    if len(found) < 3 or whole < 0.6 * len(found):
        return found
    return [
        (region, replace(teaser, position=position))
        for position, (region, teaser) in enumerate(
            ((region, teaser) for region, teaser in found if teaser.url is not None or teaser.date is not None), start=1
        )
    ]


def _without_line(runs: list[Run], date: str) -> list[Run]:
    """The runs without the block of particulars that holds the date: a short line with little beside it."""
    blocks: dict[int, str] = {}
    for run in runs:
        blocks[run.block] = blocks.get(run.block, "") + run.raw
    particulars = set()
    for block, raw in blocks.items():
        line = " ".join(raw.split())
        rest = line.replace(date, " ", 1)
        if date in line and len(rest) <= _LONGEST_REST and not _SENTENCE_END.search(rest):
            particulars.add(block)
    left = [run for run in runs if run.block not in particulars]
    return left or runs


def _stock(drafts: Sequence[Draft]) -> frozenset[str]:
    """Texts that stand in so many records that they say nothing of any."""
    if len(drafts) < 3:
        return frozenset()
    counts: Counter[str] = Counter()
    for draft in drafts:
        counts.update({run.text for run in draft.reading.runs if len(run.text) <= _LONGEST_STOCK})
    return frozenset(text for text, count in counts.items() if count >= 3 and count > _COMMON_SHARE * len(drafts))
