"""Dates written for machines: ``datetime`` attributes, JSON-LD, meta elements, feeds."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from sw_scraper.normalize.civil import Clock, civil_date, clock_time, moment_date, page_date
from sw_scraper.normalize.date_clock import clock_at
from sw_scraper.normalize.date_cursor import Cursor, Reading, skips_weekday
from sw_scraper.normalize.date_shapes import date_at
from sw_scraper.normalize.date_tokens import tokens_of

if TYPE_CHECKING:
    from sw_scraper.model import PageDate

_MAX_LENGTH: Final = 100
_ISO: Final = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?|(?P<month2>\d\d)(?P<day2>\d\d))?"
    r"(?:[T\s]\s*(?P<hour>\d{1,2}):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,]\d{1,12})?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?(?:\[[\w/+-]{1,40}\])?)?",
    re.ASCII | re.IGNORECASE,
)
_UNIX_DATE: Final = re.compile(
    r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d:\d\d:\d\d) ([A-Z]{1,5} )?(\d{4})", re.ASCII
)
_EPOCH: Final = re.compile(r"[1-9]\d{8,9}(?:\d{3})?", re.ASCII)


@lru_cache(maxsize=8192)
def parse_machine_date(value: str | None, *, timezone: str | None = None) -> PageDate | None:
    """Return the date of a ``datetime`` attribute or of linked data: ISO 8601, RFC 2822, epoch seconds, or plain text.

    Args:
        value: as the attribute has it.
        timezone: IANA name of the site's zone, for a time without offset.

    Source: ISO 8601-1 and the HTML Standard, "dates and times"; RFC 5322 section 3.3.

    >>> parse_machine_date("2025-12-31T23:30:00+01:00").iso, parse_machine_date("2024-03").iso
    ('2025-12-31T23:30:00+01:00', '2024-03')
    >>> parse_machine_date("Tue, 05 Mar 2024 14:30:00 GMT").iso, parse_machine_date("0001-01-01T00:00:00")
    ('2024-03-05T14:30:00+00:00', None)
    """
    text = " ".join(value.split()) if value and len(value) <= 10 * _MAX_LENGTH else ""
    if not text or len(text) > _MAX_LENGTH:
        return None
    if match := _ISO.fullmatch(text):
        return _iso_date(match, timezone)
    if _EPOCH.fullmatch(text):
        seconds = int(text[:10]) if len(text) > 10 else int(text)
        return moment_date(datetime.fromtimestamp(seconds, UTC), "second")
    if match := _UNIX_DATE.fullmatch(text):
        text = f"{match[1]} {match[2]} {match[5]} {match[3]} {match[4] or ''}"
    return _text_date(text, timezone)


def _iso_date(match: re.Match[str], timezone: str | None) -> PageDate | None:
    month, day = match["month"] or match["month2"], match["day"] or match["day2"]
    civil = civil_date(int(match["year"]), int(month) if month else None, int(day) if day else None)
    if civil is None:
        return None
    clock: Clock | None = None
    if match["hour"] and day:
        second = int(match["second"]) if match["second"] else None
        clock = clock_time(int(match["hour"]), int(match["minute"]), second, offset=_minutes(match["zone"]))
    return page_date(civil, clock, timezone=timezone)


def _minutes(zone: str | None) -> int | None:
    if zone is None:
        return None
    digits = zone.lstrip("+-").replace(":", "")
    if not digits.isdigit():
        return 0
    minutes = int(digits[:2]) * 60 + int(digits[2:] or 0)
    return -minutes if zone.startswith("-") else minutes


def _text_date(text: str, timezone: str | None) -> PageDate | None:
    """Read a date in words or with full stops, as some themes write it into the attribute; no label may stand there."""
    tokens = tokens_of(text)
    cursor = Cursor(tokens, 0, Reading())
    shape = date_at(tokens, 0, cursor.reading) if tokens else None
    if shape is None and skips_weekday(cursor) and cursor.at < len(tokens):
        shape = date_at(tokens, cursor.at, cursor.reading)
    if shape is None:
        return None
    tail = Cursor(tokens, shape.end, cursor.reading)
    clock = clock_at(tail)
    return page_date(shape.civil, clock, timezone=timezone) if tail.at >= len(tokens) else None
