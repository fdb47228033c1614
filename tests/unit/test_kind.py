from __future__ import annotations

import pytest
from page_writing import read_page, written_cases, written_page

from sw_scraper.extract.header import find_tag_header
from sw_scraper.extract.kind import judge_kind
from sw_scraper.extract.pagination import find_pagination
from sw_scraper.extract.refresh import find_meta_refresh

SITE = "https://www.example.org"
MENU = '<nav><ul><li><a href="/">Home</a></li><li><a href="/chi-siamo/">Chi siamo</a></li></ul></nav>'
FOOT = "<footer><p>Associazione Esempio, via dei Tigli 12, Cuneo</p></footer>"


def kind_of(
    body: str, *, path: str = "/tag/x/", title: str = "", head: str = "", body_class: str = "", confidence: float = 0.8
) -> str:
    html = written_page(MENU + body + FOOT, title=title, head=head, body_class=body_class)
    doc = read_page(html, SITE + path)
    records = list(doc.root.iter("article"))
    pagination = find_pagination(doc, records=records)
    header = find_tag_header(doc, records=records)
    kind, reasons = judge_kind(
        doc, records=records, pagination=pagination, header=header, confidence=confidence, n_dated=len(records)
    )
    assert reasons
    assert all(reason and not reason.endswith(".") for reason in reasons)
    return kind


KIND_CASES = written_cases("kinds")


@pytest.mark.parametrize("name", KIND_CASES)
def test_kind(name: str) -> None:
    """The kind of a page shows in its address, its markup, its words and its text."""
    case = {key: value for key, value in KIND_CASES[name].items() if key != "name"}
    expected = case.pop("kind")
    confidence = float(case.pop("confidence", 0.8))
    assert expected == kind_of(case.pop("body"), confidence=confidence, **case)


def test_reasons_name_what_was_seen() -> None:
    """Reasons are words for people, the decisive one first."""
    doc = read_page(written_page("<h1>Tag: Pace</h1><p>Nessun articolo.</p>", body_class="archive tag"))
    assert judge_kind(doc) == (
        "empty",
        (
            "it says 'nessun articolo'",
            "the page's own markup calls it an archive (archive)",
            "an address as archives have",
        ),
    )


REFRESH_CASES = [
    ('<meta http-equiv="refresh" content="0; url=/tag/y/">', SITE + "/tag/y/"),
    ('<META HTTP-EQUIV="Refresh" CONTENT="5;URL=\'https://www.example.org/tag/y/\'">', SITE + "/tag/y/"),
    ('<meta http-equiv="refresh" content="0, /tag/y/">', SITE + "/tag/y/"),
    ('<meta http-equiv="refresh" content="300">', None),
    ('<meta http-equiv="refresh" content="600; url=/tag/y/">', None),
    ('<meta http-equiv="refresh" content="0; url=/tag/x/">', None),
    ('<meta http-equiv="refresh" content="0; url=javascript:alert(1)">', None),
    ('<noscript><meta http-equiv="refresh" content="0; url=/nojs/"></noscript>', None),
    ("", None),
]


@pytest.mark.parametrize(("head", "expected"), REFRESH_CASES)
def test_meta_refresh(head: str, expected: str | None) -> None:
    """A meta refresh to another page is read; a reload, a slow one and one without scripts are none."""
    assert find_meta_refresh(read_page(written_page("<p>Moved</p>", head=head))) == expected
