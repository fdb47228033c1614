from __future__ import annotations

import pytest
from page_writing import read_page, written_cases, written_page, written_records

from sw_scraper.extract.pagination import find_pagination
from sw_scraper.model import Pagination

SITE = "https://www.example.org"


def paginate(pager: str, *, path: str = "/tag/x/", head: str = "", title: str = "") -> Pagination:
    url = path if path.startswith("http") else SITE + path
    menu = '<nav class="menu"><a href="/">Home</a><a href="/chi-siamo/">Chi siamo</a><a href="/all/">More</a></nav>'
    html = written_page(f"{menu}<main>{written_records()}{pager}</main>", head=head, title=title)
    doc = read_page(html, url)
    records = list(doc.root.iter("article"))
    urls = frozenset(doc.absolute(a.get("href")) or "" for record in records for a in record.iter("a"))
    return find_pagination(doc, records=records, article_urls=urls)


NEXT_CASES = written_cases("next")
NUMBER_CASES = written_cases("numbers")
COUNT_CASES = written_cases("counts")


@pytest.mark.parametrize("name", NEXT_CASES)
def test_next_page(name: str) -> None:
    """The next page of a list is found in the manner of many systems, and nothing else is taken for it."""
    case = NEXT_CASES[name]
    expected = case.get("next")
    if expected is not None and not expected.startswith("http"):
        expected = SITE + expected
    assert expected == paginate(case["body"], path=case["path"]).next_url


def test_address_of_200_kb_is_no_next_page() -> None:
    """An address that no server takes is not followed."""
    pager = f'<a class="next" rel="next" href="/tag/x/page/2/?{"a" * 200_000}">Next</a>'
    assert paginate(pager).rules["rejected"].startswith("address too long")


def test_next_in_head_only() -> None:
    """A next link that stands only in the head counts."""
    found = paginate("", head='<link rel="next" href="/tag/x/page/2/">')
    assert found.next_url == SITE + "/tag/x/page/2/"
    assert "head" in found.rules["next_url"]


def test_article_of_the_list_is_no_next_page() -> None:
    """A link labelled as the next page that leads to an entry of the list is rejected, and the rules say so."""
    found = paginate('<div class="pager"><a class="next" href="/2024/05/storia-2/">Next</a></div>')
    assert found.next_url is None


def test_off_site_next_is_reported() -> None:
    """A next link to another site leaves a trace: the harvest must not believe that the list ends here."""
    found = paginate('<a rel="next" href="https://other.example/tag/x/page/2/">Next</a>')
    assert found.rules["rejected"] == "leads to another site: https://other.example/tag/x/page/2/"


def test_copy_of_a_page_knows_its_site_by_its_links() -> None:
    """A page read from a copy is on the site that its links lead to."""
    links = "".join(f'<a href="https://origin.example/{n}/">Voce {n}</a>' for n in range(6))
    html = written_page(f'{links}<a class="next" href="https://origin.example/tag/x/page/2/">Next</a>')
    doc = read_page(html, "https://copy.example/tag/x/")
    assert find_pagination(doc).next_url == "https://origin.example/tag/x/page/2/"


@pytest.mark.parametrize("name", NUMBER_CASES)
def test_page_numbers(name: str) -> None:
    """This page's number and the last page's are what the page says of them."""
    case = NUMBER_CASES[name]
    found = paginate(case["body"], path=case["path"], title=case.get("title", ""))
    assert (case.get("number"), case.get("last")) == (found.page_number, found.last_page)


@pytest.mark.parametrize("name", COUNT_CASES)
def test_expected_number_of_entries(name: str) -> None:
    """The size of the whole list is read where the page states it."""
    case = COUNT_CASES[name]
    assert case.get("expected") == paginate(case["body"]).n_expected


def test_thirty_thousand_links_are_bounded_in_time() -> None:
    """A page of nothing but links to pages is read in a few seconds."""
    links = "".join(f'<a class="next" href="/tag/x/page/{n}/">{n}</a>' for n in range(2, 30_002))
    doc = read_page(written_page(f'<div class="pagination">{links}</div>'))
    assert find_pagination(doc).next_url in (SITE + "/tag/x/page/2/", None)


OLDER = '<ul class="pager"><li><a href="{}" rel="next">Articoli precedenti</a></li>{}</ul>'


def test_previous_posts_are_the_next_page_where_head_and_body_say_so() -> None:
    """Older posts are called previous ones, rel=next stands at them twice, and numbers may run down."""
    newer = '<li><a href="." rel="prev">Articoli più recenti</a></li>'
    head = '<link rel="next" href="index-{}.html">'
    first = paginate(OLDER.format("index-3.html", ""), head=head.format(3))
    assert first.next_url == f"{SITE}/tag/x/index-3.html"
    later = paginate(OLDER.format("index-2.html", newer), path="/tag/x/index-3.html", head=head.format(2))
    assert later.next_url == f"{SITE}/tag/x/index-2.html"


def test_previous_posts_lead_back_where_another_link_is_the_next_page() -> None:
    """Where a link is labelled as the next page, "previous posts" are none, whatever rel says of them."""
    other = '<li><a href="/tag/x/page/4/" rel="prev">Pagina successiva</a></li>'
    head = '<link rel="next" href="/tag/x/page/2/">'
    found = paginate(OLDER.format("/tag/x/page/2/", other), path="/tag/x/page/3/", head=head)
    assert found.next_url != f"{SITE}/tag/x/page/2/"
