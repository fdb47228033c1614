"""Civil dates and times to PageDate: what is impossible gives None, what is not said is not added."""

from __future__ import annotations

import zoneinfo
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import timezone as fixed_zone
from functools import lru_cache
from typing import Final

from sw_scraper.model import PageDate, Precision

# Earlier than printing or later than any plan, a year is a typing error or a filler (0001, 9999).
FIRST_YEAR: Final = 1500
LAST_YEAR: Final = 2199


@dataclass(frozen=True, slots=True, kw_only=True)
class Civil:
    """A date as the page says it; always a possible one.

    Attributes:
        year: of the Gregorian calendar.
        month: None when only the year is said; ``day`` likewise.
    """

    year: int
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A time of day.

    Attributes:
        second: None when the page says only hour and minute.
        offset: minutes east of UTC; None when the page does not say.
    """

    hour: int
    minute: int
    second: int | None = None
    offset: int | None = None


def civil_date(year: int, month: int | None = None, day: int | None = None, *, jalali: bool = False) -> Civil | None:
    """Return the date, or None when there is no such day or the year cannot be one of a web page.

    >>> civil_date(2024, 2, 29) is not None, civil_date(2023, 2, 29), civil_date(9999, 1, 1), civil_date(2024, 13)
    (True, None, None, None)
    >>> civil_date(1402, 12, 15, jalali=True)
    Civil(year=2024, month=3, day=5)
    """
    if jalali:
        return _from_jalali(year, month, day)
    if not FIRST_YEAR <= year <= LAST_YEAR or (month is not None and not 1 <= month <= 12):
        return None
    if day is not None:
        try:
            date(year, month or 0, day)
        except ValueError:
            return None
    return Civil(year=year, month=month, day=day)


def _from_jalali(year: int, month: int | None, day: int | None) -> Civil | None:
    """Turn a day of the solar calendar of Iran into ours.

    Source: the 33-year rule, exact for the years 1244 to 1472 (1865 to 2093). Without a day there is no month of ours.
    """
    if not 1244 <= year <= 1472 or month is None or day is None:
        return None
    if not (1 <= month <= 12 and 1 <= day <= (31 if month <= 6 else 30)):
        return None
    found = _new_year(year) + timedelta(days=(month - 1) * 31 - max(0, month - 7) + day - 1)
    return Civil(year=found.year, month=found.month, day=found.day) if found < _new_year(year + 1) else None


def _new_year(year: int) -> date:
    cycles, years = divmod(year - 979, 33)
    return date(1600, 3, 20) + timedelta(days=365 * (year - 979) + 8 * cycles + (years + 3) // 4)


def clock_time(hour: int, minute: int, second: int | None = None, *, offset: int | None = None) -> Clock | None:
    """Return the time of day, or None when no clock shows it.

    >>> clock_time(24, 0), clock_time(14, 60), clock_time(14, 30)
    (None, None, Clock(hour=14, minute=30, second=None, offset=None))
    """
    if not (0 <= hour <= 23 and 0 <= minute <= 59 and (second is None or 0 <= second <= 59)):
        return None
    if offset is not None and abs(offset) > 14 * 60:
        offset = None
    return Clock(hour=hour, minute=minute, second=second, offset=offset)


@lru_cache(maxsize=256)
def zone_named(name: str | None) -> zoneinfo.ZoneInfo | None:
    """Return the time zone of that IANA name; None when there is none.

    >>> zone_named("Europe/Rome").key, zone_named("Nowhere/Land"), zone_named(None)
    ('Europe/Rome', None, None)
    """
    try:
        return zoneinfo.ZoneInfo(name) if name else None
    except (KeyError, OSError, ValueError):  # no such zone; a folder; a name that leads out of the database
        return None


def page_date(civil: Civil, clock: Clock | None = None, *, timezone: str | None = None) -> PageDate:
    """Return *civil* and *clock* as a PageDate.

    A time without offset gets the one of *timezone* when that zone's clocks showed the time exactly once; in the
    hour that is repeated or left out at a change of summer time the offset stays unsaid.

    >>> page_date(civil_date(2024, 3)).iso, page_date(civil_date(2024, 3, 5)).iso
    ('2024-03', '2024-03-05')
    >>> page_date(civil_date(2024, 7, 5), clock_time(14, 30), timezone="Europe/Rome").iso
    '2024-07-05T14:30+02:00'
    >>> page_date(civil_date(2025, 10, 26), clock_time(2, 30), timezone="Europe/Rome").iso
    '2025-10-26T02:30'
    """
    if civil.month is None:
        return PageDate(iso=f"{civil.year:04d}", precision="year")
    if civil.day is None:
        return PageDate(iso=f"{civil.year:04d}-{civil.month:02d}", precision="month")
    day = date(civil.year, civil.month, civil.day)
    if clock is None:
        return PageDate(iso=day.isoformat(), precision="day", day=day)
    local = datetime(day.year, day.month, day.day, clock.hour, clock.minute, clock.second or 0)  # noqa: DTZ001 - the page's own clock
    aware = _with_offset(local, clock.offset, timezone)
    unit: Precision = "minute" if clock.second is None else "second"
    text = (aware or local).isoformat(timespec="minutes" if unit == "minute" else "seconds")
    return PageDate(iso=text, precision=unit, day=day, instant=aware.astimezone(UTC) if aware else None)


def _with_offset(local: datetime, offset: int | None, timezone: str | None) -> datetime | None:
    if offset is not None:
        return local.replace(tzinfo=fixed_zone(timedelta(minutes=offset)))
    zone = zone_named(timezone)
    if zone is None:
        return None
    early, late = local.replace(tzinfo=zone, fold=0), local.replace(tzinfo=zone, fold=1)
    return early if early.utcoffset() == late.utcoffset() else None


def moment_date(moment: datetime, precision: Precision) -> PageDate:
    """Return an aware *moment* as a PageDate of that *precision*, in the moment's own zone.

    >>> moment_date(datetime(2024, 3, 5, 14, 30, 7, tzinfo=UTC), "month").iso
    '2024-03'
    """
    civil = Civil(
        year=moment.year,
        month=None if precision == "year" else moment.month,
        day=None if precision in {"year", "month"} else moment.day,
    )
    if precision not in {"minute", "second"}:
        return page_date(civil)
    shift = moment.utcoffset() or timedelta()
    clock = Clock(
        hour=moment.hour,
        minute=moment.minute,
        second=moment.second if precision == "second" else None,
        offset=round(shift.total_seconds() / 60),
    )
    return page_date(civil, clock)
