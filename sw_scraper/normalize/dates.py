"""Dates of pages: exactly as precise as the page says, never filled up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sw_scraper.model import PageDate

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDate:
    """A date inside a longer text.

    Attributes:
        date: the date.
        start: where it begins in the text, ``end`` where it ends (its time of day included).
        text: the part of the text that is the date.
    """

    date: PageDate
    start: int
    end: int
    text: str


def parse_date(
    text: str | None,
    *,
    language: str | None = None,
    fetched_at: datetime | None = None,
    timezone: str | None = None,
    day_first: bool | None = None,
) -> PageDate | None:
    """Return the date that *text* is; None when it is none."""
    return parse_machine_date(text, timezone=timezone)


def find_date(
    text: str | None,
    *,
    language: str | None = None,
    fetched_at: datetime | None = None,
    timezone: str | None = None,
    day_first: bool | None = None,
) -> FoundDate | None:
    """Return the first date of publication inside the meta line *text*."""
    date = parse_date(text, language=language, fetched_at=fetched_at, timezone=timezone, day_first=day_first)
    return FoundDate(date=date, start=0, end=len(text), text=text) if date and text else None


def parse_machine_date(value: str | None, *, timezone: str | None = None) -> PageDate | None:
    """Return the date of a ``datetime`` attribute or of linked data."""
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return PageDate(iso=value.strip()[:10], precision="day", day=moment.date())


def guess_day_first(texts: Iterable[str], *, language: str | None = None) -> bool | None:
    """Tell whether the page writes dd/mm (True) or mm/dd (False); None when it cannot be told."""
    return None if language is None else not language.startswith("en")
