"""What a REST address, a feed or an article page says of one article: date, last change, names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Final

from sw_scraper.model import PageDate
from sw_scraper.normalize.civil import moment_date, zone_named
from sw_scraper.normalize.date_machine import parse_machine_date

if TYPE_CHECKING:
    from datetime import datetime

_MOST_OFFSET: Final = timedelta(hours=14)
_OFFSET_STEP: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostFacts:
    """One article as a machine-readable twin of the list describes it.

    Attributes:
        url: absolute address of the article.
        date: of publication; None when it is not said.
        date_raw: what was said.
        modified_at: instant of the last change; never taken for the publication.
        authors_raw: names as they are given, in order.
    """

    url: str
    date: PageDate | None = None
    date_raw: str | None = None
    modified_at: datetime | None = None
    authors_raw: tuple[str, ...] = ()


def local_date(local: str | None, gmt: str | None, *, timezone: str | None = None) -> PageDate | None:
    """The date of a post that gives its time twice, by the site's clocks and in UTC: the day is the local one.

    Args:
        local: without zone, such as ``2024-08-30T00:30:00``; None when it is not given.
        gmt: the same moment in UTC, without zone; None, or zeros as in drafts, when it is not given.
        timezone: IANA name of the site's zone, for a post without the second one.

    Source: WordPress REST API, fields ``date`` and ``date_gmt``.

    >>> local_date("2024-08-31T00:30:00", "2024-08-30T22:30:00").iso
    '2024-08-31T00:30:00+02:00'
    >>> local_date("2024-08-31T00:30:00", None).instant is None
    True
    """
    here = parse_machine_date(local)
    there = parse_machine_date(f"{gmt}Z") if gmt else None
    if here is None:
        return utc_date(there, timezone=timezone) if there is not None else None
    if here.instant is not None or there is None or there.instant is None:
        return here if here.instant is not None else parse_machine_date(local, timezone=timezone)
    clock = parse_machine_date(f"{here.iso}Z")
    if clock is None or clock.instant is None:
        return here
    offset = clock.instant - there.instant
    if abs(offset) > _MOST_OFFSET or offset % _OFFSET_STEP:
        return parse_machine_date(local, timezone=timezone)
    minutes = int(offset.total_seconds() // 60)
    sign = "-" if minutes < 0 else "+"
    return parse_machine_date(f"{here.iso}{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}")


def utc_date(date: PageDate, *, timezone: str | None = None) -> PageDate:
    """A date that may have been moved to UTC: in the site's zone when that is known, else without a day.

    Feeds give UTC whatever the site's zone is, so that their day is another one for what is published at night.

    >>> from datetime import datetime
    >>> said = parse_machine_date("Fri, 30 Aug 2024 22:30:00 +0000")
    >>> utc_date(said, timezone="Europe/Rome").iso, utc_date(said).day
    ('2024-08-31T00:30:00+02:00', None)
    """
    if date.instant is None or not date.iso.endswith(("+00:00", "Z")):
        return date
    zone = zone_named(timezone)
    if zone is not None:
        try:
            return moment_date(date.instant.astimezone(zone), date.precision)
        except OverflowError:  # the first or the last day that there is
            pass
    return PageDate(iso=date.iso, precision=date.precision, day=None, instant=date.instant)


def instant_of(text: str | None, *, is_utc: bool = False) -> datetime | None:
    """The moment that a text names; None when it has no time or no zone.

    Args:
        text: as given.
        is_utc: a time without zone is UTC (WordPress ``modified_gmt``).
    """
    date = parse_machine_date(text, timezone="UTC" if is_utc else None)
    return date.instant.astimezone(UTC) if date is not None and date.instant is not None else None
