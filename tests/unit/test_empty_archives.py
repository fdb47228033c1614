from __future__ import annotations

import pytest
from page_writing import read_page, written_cases, written_page

from sw_scraper.extract.archive import extract_archive
from sw_scraper.extract.chrome import stands_in_chrome

CASES = written_cases("empty")
URL = "https://www.example.org/tag/acqua/"
MENU = '<header><a href="/">Rivista</a><nav><a href="/temi/">Temi</a> <a href="/chi/">Chi siamo</a></nav></header>'
LINKS = '<ul><li><a href="/privacy/">Privacy</a></li><li><a href="/note-legali/">Note legali</a></li></ul>'
POSTS = "".join(
    f'<article class="post"><h2><a href="/2024/05/storia-{n}/">Una storia di quartiere, la numero {n}</a></h2>'
    f'<time datetime="2024-05-0{n}">{n} maggio 2024</time><p>Il consiglio ha discusso a lungo la proposta numero {n} e '
    "ha rinviato la decisione, dopo aver ascoltato i cittadini presenti in sala.</p></article>"
    for n in (1, 2, 3)
)


@pytest.mark.parametrize("name", CASES)
def test_what_surrounds_an_empty_list_is_not_the_list(name: str) -> None:
    """An archive without entries is empty, whatever stands in its footer; one with entries has them."""
    case = CASES[name]
    body = MENU + case["body"].replace("{posts}", POSTS).replace("{links}", LINKS)
    page = extract_archive(written_page(body, title=case.get("title", ""), body_class=case.get("body_class", "")), URL)
    assert (case["kind"], case.get("n", 0)) == (page.kind, len(page.teasers)), page.reasons


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<footer><p><b>x</b></p></footer>", True),
        ("<main></main><div class='sidebar'><b>x</b></div>", True),
        ("<div class='sidebar'><b>x</b></div>", False),
        ("<main></main><header><b>x</b></header>", True),
        ("<main><header><b>x</b></header></main>", False),
        ("<main><article><footer><b>x</b></footer></article></main>", False),
        ("<main></main><footer><article><b>x</b></article></footer>", True),
        ("<aside><main><b>x</b></main></aside>", False),
        ("<main></main><div role='navigation'><b>x</b></div><i></i>", True),
        ("<footer><b>x</b></footer><div><b>y</b></div>", False),
    ],
)
def test_chrome_is_what_surrounds_the_content(markup: str, expected: bool) -> None:
    """Footers, menus and side columns are chrome, but not those of an article, and not what the main part stands in."""
    doc = read_page(written_page(markup), URL)
    assert expected is stands_in_chrome(doc, list(doc.root.iter("b")))
