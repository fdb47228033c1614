"""The publication date of a record; never a modification, a reading time or a date in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from sw_scraper.extract.document import string_of
from sw_scraper.extract.hints import Hint, field_hints
from sw_scraper.normalize.dates import find_date, guess_day_first, parse_date, parse_machine_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sw_scraper.extract.document import Document, Element
    from sw_scraper.extract.reading import Reading
    from sw_scraper.model import PageDate

_DATE: Final = Hint.DATE
_MODIFIED: Final = Hint.MODIFIED
_NUMERIC: Final = re.compile(r"\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b")
_YEAR: Final = re.compile(r"^\D{0,12}((?:19|20)\d\d)\D{0,12}$")
_MONTH_YEAR: Final = re.compile(r"\b((?:19|20)\d\d)\b")
_PART: Final = re.compile(r"^\W*(?:\d{1,2}|[^\W\d]{3,12}\.?)\W*$")
_HAS_YEAR: Final = re.compile(r"(?:19|20)\d\d|\d[./-]\d+[./-]\d")
_CHANGED: Final = re.compile(
    r"updated|modified|edited|aggiornat|modificat|ultima modifica|mis à jour|modifié|actualizad|modificad|atualizad"
    r"|aktualisiert|geändert|bijgewerkt|gewijzigd"
    r"|opdateret|uppdaterad|oppdatert|zaktualizowan|aktualizac|обновлен|изменен|оновлен|güncelle|更新|수정",
    re.I,
)
_GROUP_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt"})
_LONGEST_AHEAD: Final = timedelta(days=366)
_BARS: Final = re.compile(r"\s*[|·•]\s*|\s+[–—-]\s+")
_MONTH_DAY: Final = re.compile(r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")
_PARTICULARS = 60
_DAY_BEFORE: Final = re.compile(r"\d{1,2}[\s.,°ºª]*(?:(?:de|of|di)\s+)?$", re.I)


@dataclass(frozen=True, slots=True)
class EntryDate:
    """A record's date.

    Attributes:
        date: the publication date; None where what the page says lies too far ahead to be one.
        raw: what the page says.
        rule: what found it.
    """

    date: PageDate | None
    raw: str
    rule: str


class DateFinder:
    """Finds dates of the records of one list."""

    def __init__(
        self,
        doc: Document,
        *,
        language: str | None,
        fetched_at: datetime | None,
        timezone: str | None,
        texts: Iterable[str] = (),
    ) -> None:
        self._doc = doc
        self._language = language
        self._fetched_at = fetched_at
        self._timezone = timezone
        self._found: dict[str, EntryDate | None] = {}
        self._parsed: dict[str, PageDate | None] = {}
        numeric = [found.group() for text in texts for found in _NUMERIC.finditer(text)]
        self._day_first = guess_day_first(numeric, language=language) if numeric else None

    def of(self, reading: Reading, nodes: Sequence[Element]) -> EntryDate | None:
        """The publication date of a record.

        Args:
            reading: its region, read.
            nodes: the region's elements, for the heading of its group.
        """
        ahead: EntryDate | None = None
        for found in self._every(reading, nodes):
            if found is not None and not self._is_far_ahead(found.date):
                return found
            ahead = ahead or found
        return replace(ahead, date=None) if ahead else None

    def _every(self, reading: Reading, nodes: Sequence[Element]) -> Iterator[EntryDate | None]:
        yield from self._from_times(reading)
        yield from self._from_marked(reading, nodes)
        yield from self._from_lines(reading)
        yield self._from_above(nodes)

    def _is_far_ahead(self, stated: PageDate | None) -> bool:
        """Whether a date lies so far after the fetch that nothing can have been published on it."""
        if self._fetched_at is None or stated is None:
            return False
        first = stated.day or datetime.fromisoformat((stated.iso + "-01-01")[:10]).date()
        return first - self._fetched_at.date() > _LONGEST_AHEAD

    def _from_above(self, nodes: Sequence[Element]) -> EntryDate | None:
        """A whole date in the heading of the record's group, as lists by day have it."""
        node = nodes[0]
        for _ in range(3):
            before = node.getprevious()
            if before is not None and (before.tag in _GROUP_HEADINGS or field_hints(before.get("class") or "") & _DATE):
                text = self._doc.text(before)
                if len(text) <= 60 and any(map(str.isdigit, text)):
                    date = self.parsed(text)
                    return EntryDate(date, text, "structure:group-date") if date and date.day else None
            if before is not None:
                return None
            node = node.getparent()
            if node is None or node.tag in {"body", "html", "main"}:
                return None
        return None

    def parsed(self, text: str) -> PageDate | None:
        """The date that a text is, with what is known of the page."""
        if text not in self._parsed:
            self._parsed[text] = parse_date(
                text,
                language=self._language,
                fetched_at=self._fetched_at,
                timezone=self._timezone,
                day_first=self._day_first,
            )
        return self._parsed[text]

    def found(self, text: str) -> EntryDate | None:
        """The first publication-like date in a text."""
        if text not in self._found:
            hit = find_date(
                text,
                language=self._language,
                fetched_at=self._fetched_at,
                timezone=self._timezone,
                day_first=self._day_first,
            )
            self._found[text] = EntryDate(hit.date, hit.text, "") if hit else None
        return self._found[text]

    def _from_times(self, reading: Reading) -> Iterator[EntryDate]:
        plain = [(time, hints) for time, hints in reading.times if not self._is_change(time, hints)]
        for time, _ in plain:
            text = self._doc.text(time)
            attribute = (time.get("datetime") or "").strip()
            stated = parse_machine_date(attribute, timezone=self._timezone) if attribute else None
            shown = None
            if text and text != attribute:
                shown = self.parsed(text)
                if shown is None and (hit := self.found(text)):
                    shown = hit.date
            if stated and shown and shown.day and stated.day and shown.day != stated.day:
                yield EntryDate(shown, text, "structure:time-text")
            if stated:
                yield EntryDate(stated, attribute, "structure:time-datetime")
            elif shown:
                yield EntryDate(shown, text, "structure:time-text")

    def _is_change(self, time: Element, hints: int) -> bool:
        names = time.get("class") or ""
        prop = (time.get("itemprop") or "").lower()
        if "datepublished" in prop or "published" in names or "entry-date" in names:
            return False
        if hints & _MODIFIED or "modified" in prop:
            return True
        before = time.getprevious()
        said = (
            before.tail if before is not None else (time.getparent().text if time.getparent() is not None else "")
        ) or ""
        label = said if said.strip() or before is None else string_of(before)
        return bool(_CHANGED.search(label[-60:]))

    def _from_marked(self, reading: Reading, nodes: Sequence[Element]) -> Iterator[EntryDate]:
        marked = [(element, hints) for element, hints in reading.marked if hints & _DATE and element.tag != "time"]
        for element, hints in marked:
            if hints & _MODIFIED and any(not other & _MODIFIED for _, other in marked):
                continue
            text = self._doc.text(element)
            if not text or len(text) > 160 or (_CHANGED.search(text) and hints & _MODIFIED):
                continue
            content = element.get("content") or element.get("datetime") or element.get("title")
            date = self.parsed(text)
            if date is None and (hit := self.found(text)):
                date, text = hit.date, hit.raw
            if date is None:
                date, text = self._completed(element, text, nodes)
            if date is None and content and hints & _DATE and text:
                date, text = parse_machine_date(content, timezone=self._timezone), content
            if date is not None and (date.day or not self._is_impossible(element, text, nodes)):
                yield EntryDate(date, text, "structure:date-element")

    def _is_impossible(self, element: Element, text: str, nodes: Sequence[Element]) -> bool:
        """Whether a day stands before a month, and both are no date: then the month alone is none either."""
        around = element.getparent()
        if around is None or element in nodes:
            return False
        before, found, _ = self._doc.text(around).partition(text)
        return bool(found) and _DAY_BEFORE.search(before) is not None

    def _completed(self, element: Element, text: str, nodes: Sequence[Element]) -> tuple[PageDate | None, str]:
        """A date whose parts stand beside each other (day, month, year), or whose year stands above the group."""
        if _PART.match(text):
            around = element.getparent()
            if around is not None and around not in nodes:
                whole = self._doc.text(around)
                if len(whole) <= 40 and whole != text:
                    date = self.parsed(whole)
                    if date is not None:
                        return date, whole
                    text = whole
        if len(text) <= 30 and not _HAS_YEAR.search(text) and any(char.isdigit() for char in text):
            year = self._year_above(nodes)
            if year is not None and (pair := _MONTH_DAY.match(text)):  # "11-28" below "2024" is in the year's own order
                date = parse_machine_date(f"{year}-{pair[1]}-{pair[2]}", timezone=self._timezone)
                if date is not None:
                    return date, f"{year}-{text}"
            if year is not None:
                date = self.parsed(f"{text} {year}")
                if date is not None:
                    return date, f"{text} {year}"
        return None, text

    def _year_above(self, nodes: Sequence[Element]) -> str | None:
        """The year in the nearest heading before the record."""
        node = nodes[0]
        for _ in range(5):
            before = node.getprevious()
            for _ in range(60):
                if before is None:
                    break
                if before.tag in {
                    "h1",
                    "h2",
                    "h3",
                    "h4",
                    "h5",
                    "h6",
                    "dt",
                    "header",
                    "span",
                    "strong",
                    "p",
                    "div",
                    "summary",
                    "a",
                }:
                    text = " ".join(string_of(before).split())
                    if len(text) <= 30 and (found := _YEAR.match(text) or _MONTH_YEAR.search(text)):
                        return found.group(1)
                before = before.getprevious()
            node = node.getparent()
            if node is None or node.tag in {"body", "html"}:
                return None
        return None

    def _from_lines(self, reading: Reading) -> Iterator[EntryDate]:
        lines: dict[int, list[str]] = {}
        meta: dict[int, int] = {}
        for run in reading.runs:
            if run.hints & (Hint.EXCERPT | Hint.BODY) or len(run.text) > 200:
                continue
            lines.setdefault(run.block, []).append(run.raw)
            meta[run.block] = meta.get(run.block, 0) | run.hints
        bits = Hint.META | Hint.AUTHOR | Hint.CATEGORY | Hint.COMMENTS
        for block, pieces in lines.items():
            text = " ".join("".join(pieces).split())
            if not any(char.isdigit() for char in text) and self._fetched_at is None:
                continue
            if len(text) <= 60 and (date := self.parsed(text)) is not None:
                yield EntryDate(date, text, "structure:date-line")
            if (meta[block] & bits or len(text) <= 90) and (hit := self.found(text)):
                yield EntryDate(hit.date, hit.raw, "structure:meta-line")
            for part in _BARS.split(text) if len(text) <= 90 else ():
                if part != text and (date := self.parsed(part)) is not None:
                    yield EntryDate(date, part, "structure:meta-line")
        yield from self._from_particulars(reading)

    def _from_particulars(self, reading: Reading) -> Iterator[EntryDate]:
        """A date with a word or two in a short line, whatever the line is called ("28 Nov 2024 · Ada Neri")."""
        for run in reading.runs:
            if not run.hints & (Hint.EXCERPT | Hint.BODY) or len(run.text) > _PARTICULARS:
                continue
            parts = [part.strip() for part in _BARS.split(run.text)]
            if len(parts) > 1 or len(run.text) <= 24:
                for part in parts:
                    if any(map(str.isdigit, part)) and (date := self.parsed(part)) is not None:
                        yield EntryDate(date, part, "structure:meta-line")
