from __future__ import annotations

import time

import pytest
from page_writing import written_page

from sw_scraper import extract_archive
from sw_scraper.extract.document import load_document
from sw_scraper.extract.markup import bounded, flattened
from sw_scraper.extract.unclosed import has_unclosed, may_be_nested, part_nested_entries
from sw_scraper.model import ArchivePage

URL = "https://www.example.org/tag/casa/"
DEEDS = ("ripara biciclette", "apre uno sportello", "accoglie i vicini", "cerca volontari", "fa dieci anni")


def entry(number: int, *, start: str = '<article class="post">', end: str = "</article>") -> str:
    """An entry of a list."""
    deed = DEEDS[number % len(DEEDS)]
    return (
        f'{start}<h2><a href="/2024/storia-{number}/">La cooperativa {deed} ({number})</a></h2><p>Nel racconto di oggi '
        f"un quartiere {deed}, e un piccolo accordo tra vicini cambia le abitudini di una via intera ({number}).{end}"
    )


def read(*entries: str) -> ArchivePage:
    html = written_page(f"<main><h1>Tag: Casa</h1>{''.join(entries)}</main>", body_class="archive tag")
    return extract_archive(html, URL)


def urls(*numbers: int) -> list[str]:
    return [f"https://www.example.org/2024/storia-{number}/" for number in numbers]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ('<article class="post">', ""),
        ('<article class="post"><div class="inner">', ""),
        ('<article class="post"><div class="inner">', "</article>"),
        ('<article class="post type-post"><article class="post type-post">', "</article>"),
        ('<div class="post-item">', ""),
        ('<section class="post">', ""),
    ],
)
def test_entries_that_nobody_closed_are_entries(start: str, end: str) -> None:
    """The parser nests entries without an end tag; each one is read, with its own text only."""
    page = read(*(entry(number, start=start, end=end) for number in range(5)))
    assert [one.url for one in page.teasers] == urls(0, 1, 2, 3, 4)
    assert all(one.teaser and one.teaser.endswith(f"({number}).") for number, one in enumerate(page.teasers))


def test_what_is_closed_is_left_where_it_stands() -> None:
    """Entries that a page puts into others on purpose stay there."""
    inner = entry(2) + entry(3)
    doc = load_document(f"<main>{entry(1, end=f'{inner}</article>')}</main>", url=URL)
    assert doc.notes == ()
    assert len(doc.root.xpath("//article//article")) == 2
    assert not has_unclosed(doc.source)


def test_only_boxes_of_one_kind_in_each_other_are_worth_a_closer_look() -> None:
    """Entries beside each other need no look at the bytes; one in another does."""
    beside = load_document(f"<main>{entry(1)}{entry(2)}</main>", url=URL)
    within = load_document(f"<main>{entry(1, end=f'{entry(2)}</article>')}</main>", url=URL)
    assert not may_be_nested(beside.root)
    assert may_be_nested(within.root)


def test_parting_keeps_every_text_in_order() -> None:
    """No text is lost, and the entries stand in page order."""
    html = f"<main>{entry(1, end=' uno ')}{entry(2, end=' due ')}{entry(3, end=' tre ')}</main>"
    doc = load_document(html, url=URL)
    assert doc.notes == ("2 entries that stood in others, which nobody closed, were put behind them",)
    assert part_nested_entries(doc.root) == 0
    text = doc.text(doc.body)
    assert [text.index(word) for word in (" uno", " due", " tre")] == sorted(
        text.index(word) for word in (" uno", " due", " tre")
    )


@pytest.mark.parametrize("stray", ["</body></html>", "</html>", "</BODY >", "</body>\n</html>\n<!-- cached -->"])
def test_a_page_goes_on_behind_its_end(stray: str) -> None:
    """Browsers read on behind a stray end of the page, and so does the extraction."""
    page = read(*(entry(number) + (stray if number == 1 else "") for number in range(5)))
    assert [one.url for one in page.teasers] == urls(0, 1, 2, 3, 4)
    assert "the page goes on behind its end" in page.reasons


@pytest.mark.parametrize(
    "piece",
    [
        b"</html ",
        b"</div ",
        b"<svg>",
        b"<!--",
        b"<style>",
        b"<script>",
        b"<title>",
        b"<script ",
        b"</body><p>",
        b'<a "',
    ],
)
def test_what_has_no_end_takes_time_in_proportion(piece: bytes) -> None:
    """Megabytes of starts without an end are looked through in a moment; quadratic time would be hours."""
    page = piece * (2_200_000 // len(piece))
    start = time.process_time()
    bounded(page)
    flattened(page[:200_000])
    assert time.process_time() - start < 10


def test_linked_data_of_an_outsized_page_is_kept() -> None:
    """Scripts, styles, drawings and comments of an outsized page are left out, data and text are not."""
    data = b'<script type="application/ld+json">{"@type": "Blog"}</script>'
    body, notes = bounded(
        b"<p>a</p>" + data + b"<svg><path></svg><!-- x --><STYLE>p{}</style><script>1</script>" * 40_000
    )
    assert body == b"<p>a</p>" + data
    assert len(notes) == 1
