"""A dataset with everything in it that breaks careless exports."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from store_rows import harvest, seen

from sw_scraper.model import TagKey
from sw_scraper.store.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

OTHER = TagKey(site="demo", taxonomy="tag", slug="è-già")
TITLES = (
    "=cmd|'/c calc'!A1", "+1", "-1", "@x", "\tb", "\rc", "a;=1+1", 'Disse "sì", ok', "emoji 👨‍👩‍👧‍👦", "שלום עולם",
    "a\u202eb", "<b>grassetto</b> & co", "]]>", "_x0041_ x", "nul\x00\x0bx\uffff", "R&D {50%} _a_ \\x $y$",
    "riga\nrotta", None, "2030", "1/2/2020", "TRUE", "＝1＋1", "la legge 5-6, -5% e poi",
)  # fmt: skip
FORMULAS = tuple(title for title in TITLES if title and title.strip()[:1] in {"=", "+", "-", "@", "＝"})
LONG = "x" * 40_000
EMOJI = "😀" * 20_000


def _dated(row: dict[str, Any], iso: str | None, precision: str | None, day: date | None = None) -> None:
    row.update(date_published=iso, date_precision=precision, published_on=day, date_published_raw=iso)


def awkward(folder: Path, *, origin: Any = "live") -> Path:
    """Make it: 23 articles in one tag, one of them and another in a second tag with an odd name."""
    rows = [seen(f"s{n}", title=title, title_raw=title) for n, title in enumerate(TITLES)]
    rows[0]["teaser"] = rows[0]["teaser_raw"] = LONG
    rows[1]["teaser"] = rows[1]["teaser_raw"] = EMOJI
    rows[2]["authors"] = ["Rossi, Ada", "Salt and Pepper", 'Anna "A" B']
    rows[3]["authors"] = []
    _dated(rows[4], "2025", "year")
    _dated(rows[5], "2025-06", "month")
    _dated(rows[6], "1850-03-01", "day", date(1850, 3, 1))
    _dated(rows[7], "2025-06-08T14:30+02:00", "minute", date(2025, 6, 8))
    rows[7]["published_at"] = datetime(2025, 6, 8, 12, 30, tzinfo=UTC)
    _dated(rows[8], None, None)
    store = open_store(folder)
    harvest(store, [rows], night=0, origin=origin, refresh=False, warc_file=None)
    harvest(store, [[seen("s9", title=TITLES[9]), seen("altro")]], night=3, key=OTHER, origin=origin, refresh=False)
    store.refresh_views()
    return folder
