"""Cases of group D: dates as pages have them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hostile_server import Play, missing, plays

if TYPE_CHECKING:
    from hostile_pages import Item
    from hostile_wire import Reply


def day_html(text: str) -> str:
    """The date element of the Elementor theme with any text."""
    return f'<span class="elementor-post-date">{text}</span>'


def time_html(stamp: str, text: str, css: str = "entry-date published") -> str:
    """A ``time`` element of the classic theme."""
    return f'<time class="{css}" datetime="{stamp}">{text}</time>'


def dated(play: Play, days: list[str]) -> list[Item]:
    """Entries from 1 on, each with the given date element."""
    return [replace(item, date_html=day) for item, day in zip(play.items(1, len(days)), days, strict=True)]


@plays("dates_it", "el")
async def dates_italian(play: Play) -> Reply:
    """Nine ways of writing a day in Italian."""
    days = [
        "1° gennaio 2026",
        "3 gen 2026",
        "5 Gennaio, 2026",
        "12/01/2026",
        "03/04/2025",
        "mercoledì 7 gennaio 2026",
        "7 GENNAIO 2026",
        "9 sett. 2025",
        "28-02-2025",
    ]
    return play.show(dated(play, [day_html(day) for day in days])) if play.number else missing()


@plays("dates_bad", "el")
async def dates_bad(play: Play) -> Reply:
    """Dates that cannot be, that lie ahead, that are none."""
    days = [
        day_html("31 febbraio 2026"),
        day_html("0000-00-00"),
        day_html("14 luglio 2199"),
        day_html("12 maggio 99999"),
        "",
        day_html("5 min di lettura"),
        day_html("1 gennaio 1970"),
        day_html("32/13/2025"),
    ]
    return play.show(dated(play, days)) if play.number else missing()


@plays("dates_tz", "wp")
async def dates_zones(play: Play) -> Reply:
    """Instants near midnight, in the hour that comes twice, with odd offsets, and a bare day."""
    stamps = [
        "2025-12-31T23:30:00+01:00",
        "2025-10-26T02:30:00+01:00",
        "2026-01-05T23:59:59Z",
        "2026-01-05T23:59:59-11:00",
        "2026-01-05",
    ]
    shown = ["31 dicembre 2025", "26 ottobre 2025", "5 gennaio 2026", "5 gennaio 2026", "5 gennaio 2026"]
    days = [time_html(stamp, text) for stamp, text in zip(stamps, shown, strict=True)]
    return play.show(dated(play, days)) if play.number else missing()


@plays("dates_updated", "wp")
async def dates_updated(play: Play) -> Reply:
    """The day of the last change stands before the day of publication."""
    updated = time_html("2026-02-17T10:00:00+01:00", "17 febbraio 2026", "updated")
    published = time_html("2026-01-05T10:00:00+01:00", "5 gennaio 2026", "entry-date published")
    return play.show(dated(play, [updated + published] * 5)) if play.number else missing()
