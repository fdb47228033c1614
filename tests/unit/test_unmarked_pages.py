from __future__ import annotations

import pytest
from page_writing import LOREM, written_cases, written_page

from sw_scraper.extract.archive import extract_archive

CASES = written_cases("unmarked")
MENU = (
    '<header><a href="/">Logo</a><nav><ul><li><a href="/about/">About</a></li><li><a href="/news/">News</a></li>'
    '<li><a href="/projects/">Projects</a></li><li><a href="/contact/">Contact</a></li></ul></nav></header>'
)
FOOT = (
    '<footer><p>Example Ltd</p><ul><li><a href="/privacy/">Privacy</a></li><li><a href="/terms/">Terms</a></li></ul>'
    "</footer>"
)


@pytest.mark.parametrize("name", CASES)
def test_page_without_any_mark(name: str) -> None:
    """Only archives give records, also where no class, no linked data and no system tells what a page is."""
    case = CASES[name]
    html = written_page(MENU + case["body"].replace("{lorem}", LOREM) + FOOT, title=case["title"])
    page = extract_archive(html, "https://www.example.com" + case["path"])
    assert case["archive"] == (page.kind == "archive")
    assert case["archive"] == bool(page.teasers)
