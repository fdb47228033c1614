from __future__ import annotations

from datetime import UTC, datetime

import pytest
from page_writing import LOREM, written_page

from sw_scraper import extract_archive

FETCHED = datetime(2026, 11, 22, 2, 3, tzinfo=UTC)


def first_date(markup: str, *, fetched_at: datetime | None = FETCHED) -> tuple[str | None, str | None]:
    """ISO text and raw text of the date of the first of three entries that begin with the markup."""
    entries = "".join(
        f'<article class="post"><h2><a href="/storia-{n}/">Una storia di quartiere, la numero {n}</a></h2>{markup}'
        f"<p>{LOREM}</p></article>"
        for n in (1, 2, 3)
    )
    html = written_page(f"<main><h1>Tag: Casa</h1>{entries}</main>", body_class="archive tag", language="it")
    teaser = extract_archive(html, "https://www.example.org/tag/casa/", fetched_at=fetched_at).teasers[0]
    assert ("date" in teaser.rules) is (teaser.date is not None)
    assert (teaser.date_source == "page") is (teaser.date is not None)
    return (teaser.date.iso if teaser.date else None), teaser.date_raw


IMPOSSIBLE = [
    '<span class="date">31 febbraio 2026</span>',
    '<p class="meta">di Anna Verdi | 31 febbraio 2026</p>',
    '<p class="meta">Pubblicato il 31 febbraio 2026 alle 10:00</p>',
    '<div class="when"><span class="day">31</span> <span class="month">febbraio 2026</span></div>',
    '<div class="date">31 <span class="date-month">febbraio 2026</span></div>',
    '<div class="date"><span>31</span><span>febbraio</span><span>2026</span></div>',
    '<time datetime="2026-02-31">31 febbraio 2026</time>',
    '<span class="date">32/13/2025</span>',
    '<span class="date">0 maggio 2026</span>',
]


@pytest.mark.parametrize("markup", IMPOSSIBLE)
def test_a_day_that_cannot_be_is_no_date(markup: str) -> None:
    """No month or year is made up from the parts of an impossible date."""
    assert first_date(markup)[0] is None


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<div class="when"><span class="day">28</span> <span class="month">febbraio 2026</span></div>', "2026-02-28"),
        ('<span class="date">febbraio 2026</span>', "2026-02"),
        ('<span class="date">10 novembre 2027</span>', "2027-11-10"),
        ('<time datetime="2199-07-14">14 luglio 2025</time>', "2025-07-14"),
        ('<span class="date">14 luglio 2199</span><p class="meta">Pubblicato il 3 marzo 2024</p>', "2024-03-03"),
    ],
)
def test_a_date_that_can_be_is_kept(markup: str, expected: str) -> None:
    """Dates that can be are read as precise as they are; beside one that cannot be, the other is taken."""
    assert first_date(markup)[0] == expected


@pytest.mark.parametrize("text", ["14 luglio 2199", "24 novembre 2027", "luglio 2199"])
def test_a_date_far_ahead_is_no_publication_date(text: str) -> None:
    """More than a year after the fetch nothing was published: the date is none, what the page says is kept."""
    markup = f'<span class="date">{text}</span>'
    assert first_date(markup) == (None, text)
    assert first_date(markup, fetched_at=None)[0] is not None
