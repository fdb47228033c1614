from __future__ import annotations

import pytest
from page_writing import read_page, written_page, written_records

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


def numbers(template: str, *, last: int, current: int, gap: str = "", first: str | None = None) -> str:
    """A row of page numbers; ``{n}`` in the template is the number."""
    parts = []
    for n in range(1, last + 1):
        href = first if n == 1 and first is not None else template.replace("{n}", str(n))
        parts.append(f"<span>{n}</span>" if n == current else f'<a href="{href}">{n}</a>')
    return f'<div class="pagination">{" ".join(parts)}{gap}</div>'


# What the page has, where it is, what comes next. Own markup in the manner of each system.
NEXT_CASES = {
    "wordpress": (
        '<nav class="navigation pagination"><div class="nav-links"><span class="page-numbers current">1</span>'
        '<a class="page-numbers" href="/tag/x/page/2/">2</a><a class="page-numbers" href="/tag/x/page/9/">9</a>'
        '<a class="next page-numbers" href="/tag/x/page/2/">Avanti</a></div></nav>',
        "/tag/x/",
        "/tag/x/page/2/",
    ),
    "wordpress older posts": (
        '<div class="nav-previous"><a href="/tag/x/page/3/">&larr; Articoli meno recenti</a></div>'
        '<div class="nav-next"><a href="/tag/x/">Articoli più recenti &rarr;</a></div>',
        "/tag/x/page/2/",
        "/tag/x/page/3/",
    ),
    "older posts are called previous": (
        '<a href="/tag/x/page/3/">« Previous</a> <a href="/tag/x/page/1/">Next »</a>',
        "/tag/x/page/2/",
        "/tag/x/page/3/",
    ),
    "block theme": ('<a href="?query-0-page=2" class="wp-block-query-pagination-next">Next Page</a>', "/tag/x/", "/tag/x/?query-0-page=2"),
    "wordpress without permalinks": ('<a href="/?tag=x&amp;paged=3">Older posts</a>', "/?tag=x&paged=2", "/?tag=x&paged=3"),
    "drupal from zero": (
        '<nav class="pager"><ul class="pager__items"><li class="pager__item is-active"><a href="?page=0" title="Current page">'
        '<span class="visually-hidden">Current page</span>1</a></li><li><a href="?page=1" title="Go to page 2">2</a></li>'
        '<li class="pager__item--next"><a href="?page=1" title="Go to next page" rel="next"><span class="visually-hidden">'
        'Next page</span><span aria-hidden="true">››</span></a></li><li><a href="?page=7" title="Go to last page">'
        '<span class="visually-hidden">Last page</span><span aria-hidden="true">Last »</span></a></li></ul></nav>',
        "/tag/x",
        "/tag/x?page=1",
    ),
    "drupal in the middle": (
        '<ul class="pager"><li><a href="?page=2">‹ previous</a></li><li><a href="?page=2">3</a></li><li class="pager-current">4</li>'
        '<li><a href="?page=4">5</a></li><li><a href="?page=4">next ›</a></li><li><a href="?page=9">last »</a></li></ul>',
        "/tag/x?page=3",
        "/tag/x?page=4",
    ),
    "joomla": (
        '<ul class="pagination"><li class="active"><span>1</span></li><li><a href="/blog?start=5" title="2">2</a></li>'
        '<li><a href="/blog?start=10">3</a></li><li><a href="/blog?start=5" title="Avanti"><span class="icon-next"></span></a></li>'
        '<li><a href="/blog?start=40" title="Fine"><span class="icon-last"></span></a></li></ul>',
        "/blog",
        "/blog?start=5",
    ),
    "plone": (
        '<nav class="pagination"><ul><li class="next"><a href="/news?b_start:int=12">Successivi 12 elementi »</a></li>'
        '<li class="active">1</li><li><a href="/news?b_start:int=12">2</a></li><li><a href="/news?b_start:int=24">3</a></li></ul></nav>',
        "/news",
        "/news?b_start:int=12",
    ),
    "ghost": (
        '<nav class="pagination"><a class="newer-posts" href="/tag/x/">Newer Posts</a><span class="page-number">Page 2 of 3</span>'
        '<a class="older-posts" href="/tag/x/page/3/">Older Posts</a></nav>',
        "/tag/x/page/2/",
        "/tag/x/page/3/",
    ),
    "hugo symbols": (
        '<ul class="pagination pagination-default"><li class="page-item"><a href="/tags/x/" aria-label="First"><span>««</span></a></li>'
        '<li class="page-item"><a href="/tags/x/" aria-label="Previous"><span>«</span></a></li><li><a href="/tags/x/">1</a></li>'
        '<li class="active"><a href="/tags/x/page/2/">2</a></li><li><a href="/tags/x/page/3/">3</a></li>'
        '<li><a href="/tags/x/page/3/" aria-label="Next"><span>»</span></a></li><li><a href="/tags/x/page/5/" aria-label="Last"><span>»»</span></a></li></ul>',
        "/tags/x/page/2/",
        "/tags/x/page/3/",
    ),
    "jekyll": ('<div class="pager"><a class="previous" href="/blog/page2/">Older</a></div>', "/blog/", "/blog/page2/"),
    "pelican": ('<p class="paginator">Page 1 / 4 <a href="/category/x2.html">»</a></p>', "/category/x.html", "/category/x2.html"),
    "blogger": (
        '<div id="blog-pager"><span id="blog-pager-older-link"><a class="blog-pager-older-link" '
        'href="/search/label/x?updated-max=2024-01-02T10:00:00%2B01:00&amp;max-results=20&amp;start=20&amp;by-date=false" '
        'id="Blog1_blog-pager-older-link" title="Post più vecchi">Post più vecchi</a></span><a class="home-link" href="/">Home page</a></div>',
        "/search/label/x",
        "/search/label/x?updated-max=2024-01-02T10:00:00%2B01:00&max-results=20&start=20&by-date=false",
    ),
    "squarespace": (
        '<nav class="blog-list-pagination"><a href="/news?offset=1702300000000&amp;tag=x">Older Posts</a></nav>',
        "/news?tag=x",
        "/news?offset=1702300000000&tag=x",
    ),
    "typo3 with a hash of its own a page": (
        '<ul class="f3-widget-paginator"><li class="current">1</li>'
        '<li><a href="/aktuelles?tx_news_pi1%5BcurrentPage%5D=2&amp;cHash=aa11">2</a></li>'
        '<li><a href="/aktuelles?tx_news_pi1%5BcurrentPage%5D=3&amp;cHash=bb22">3</a></li>'
        '<li class="next"><a href="/aktuelles?tx_news_pi1%5BcurrentPage%5D=2&amp;cHash=aa11">Nächste</a></li></ul>',
        "/aktuelles",
        "/aktuelles?tx_news_pi1%5BcurrentPage%5D=2&cHash=aa11",
    ),
    "mediawiki": ('(previous page) (<a href="/index.php?title=Category:X&amp;pagefrom=Milano">next page</a>)', "/index.php?title=Category:X", "/index.php?title=Category:X&pagefrom=Milano"),
    "forum offsets": ('<span class="pages"><b>3</b> <a href="/f.php?id=7&amp;start=75">4</a> <a href="/f.php?id=7&amp;start=100">5</a></span>', "/f.php?id=7&start=50", "/f.php?id=7&start=75"),
    "bare number at the end": (numbers("/news/x/{n}/", last=4, current=2, first="/news/x/"), "/news/x/2/", "/news/x/3/"),
    "files index_2.html": (
        '<div class="page"><a>首页</a><a>上一页</a><span class="current">1</span><a href="index_2.html">2</a><a href="index_3.html">3</a>'
        '<a href="index_2.html">下一页</a><a href="index_9.html">尾页</a></div>',
        "/news/index.html",
        "/news/index_2.html",
    ),
    "numbers without next": (numbers("?page={n}", last=5, current=3), "/tag/x/?page=3", "/tag/x/?page=4"),
    "numbers, this page is a link too": ('<ul class="pages"><li class="active"><a href="?p=1">1</a></li><li><a href="?p=2">2</a></li></ul>', "/tag/x/?p=1", "/tag/x/?p=2"),
    "the double arrow is the last page": (
        '<div class="pagination"><b>1</b><a href="/tag/x/page/2/">2</a><a href="/tag/x/page/2/">›</a><a href="/tag/x/page/30/">»</a></div>',
        "/tag/x/",
        "/tag/x/page/2/",
    ),
    "the arrow skips a block": (
        '<div class="paging"><strong>1</strong><a href="?page=2">2</a><a href="?page=3">3</a><a href="?page=11">»</a></div>',
        "/tag/x/",
        "/tag/x/?page=2",
    ),
    "every link says rel=page": ('<p><b>1</b> <a rel="page" href="/x/p/2">2</a> <a rel="page" href="/x/p/3">3</a> <a rel="page" href="/x/p/2">&gt;</a></p>', "/x", "/x/p/2"),
    "icon only": ('<div class="pager"><a href="/tag/x/page/1/"><i class="fa fa-angle-left"></i></a><a href="/tag/x/page/3/"><i class="fa fa-angle-right"></i></a></div>', "/tag/x/page/2/", "/tag/x/page/3/"),
    "aria-label only": ('<a href="/tag/x/page/2/" aria-label="Pagina successiva"><svg><path d="M0 0"/></svg></a>', "/tag/x/", "/tag/x/page/2/"),
    "image with alt": ('<a href="/tag/x/page/2/"><img src="/r.gif" alt="Next page"></a>', "/tag/x/", "/tag/x/page/2/"),
    "arabic digits": ('<div class="pagination"><span class="current">١</span><a href="/tag/x/page/2/">٢</a><a href="/tag/x/page/3/">٣</a></div>', "/tag/x/", "/tag/x/page/2/"),
    "right to left arrows": ('<div class="pagination"><a href="/tag/x/page/1/">→ הקודם</a><a href="/tag/x/page/3/">הבא ←</a></div>', "/tag/x/page/2/", "/tag/x/page/3/"),
    "numbers run down": (
        '<div class="pagination"><span class="current">40</span><a href="/tag/x/page/39/">39</a><a href="/tag/x/page/38/">38</a><a href="/tag/x/page/1/">1</a></div>',
        "/tag/x/",
        "/tag/x/page/39/",
    ),
    "numbers run down, labels only": ('<a href="/tag/x/P41/">newer entries</a> <a href="/tag/x/P39/">older entries</a>', "/tag/x/P40/", "/tag/x/P39/"),
    "load-more attribute": ('<div class="e-load-more-anchor" data-page="1" data-max-page="7" data-next-page="https://www.example.org/tag/x/page/2/"></div>', "/tag/x/", "/tag/x/page/2/"),
    "load-more button": ('<button class="btn load-more" data-url="/tag/x/?page=2">Carica altri</button>', "/tag/x/", "/tag/x/?page=2"),
    "load-more link": ('<a class="more-posts" href="/tag/x/page/2">Load more posts</a>', "/tag/x", "/tag/x/page/2"),
    "hidden decoy before the true link": (
        '<a rel="next nofollow" style="display:none" href="/trap/page/2/">Next</a><a rel="next" href="/tag/x/page/2/">Next</a>',
        "/tag/x/",
        "/tag/x/page/2/",
    ),
    "other scheme and www": ('<a class="next" href="http://example.org/tag/x/page/2/">Next »</a>', "/tag/x/", "http://example.org/tag/x/page/2/"),
    "white space in the address": ('<a rel="next" href="\n  /tag/x/page/2/\n">Next</a>', "/tag/x/", "/tag/x/page/2/"),
    "a mirror's file names": ('<a href="../11/list.html">« Older Entries</a><a href="../9/list.html">Next Entries »</a>', "/news/page/10/list.html", "/news/page/11/list.html"),
    "page numbers named page": ('<nav class="pagination"><a href="/tag/x/"><span class="screen">Pagina</span>1</a><span>Pagina 2</span><a href="/tag/x/page/3/"><span>Pagina</span>3</a></nav>', "/tag/x/page/2/", "/tag/x/page/3/"),
    "label with what follows": ('<a href="/tag/x/page/2/">Older posts in Welfare »</a>', "/tag/x/", "/tag/x/page/2/"),
    "expression engine offsets": ('<p class="paginate"><strong>1</strong> <a href="/news/P10">2</a> <a href="/news/P20">3</a> <a href="/news/P10">&gt;</a></p>', "/news", "/news/P10"),
    "cursor": ('<a rel="next" href="?cursor=eyJpZCI6MTJ9">Next</a>', "/tag/x/", "/tag/x/?cursor=eyJpZCI6MTJ9"),
    "page word in the query of a portal": ('<a href="/notizie?p_p_id=101&amp;_101_cur=2">Successivo</a>', "/notizie", "/notizie?p_p_id=101&_101_cur=2"),
    "bitrix": ('<font>Начало | Пред. | <b>1</b> <a href="/blog/?PAGEN_1=2">2</a> <a href="/blog/?PAGEN_1=3">3</a> | <a href="/blog/?PAGEN_1=2">След.</a> | <a href="/blog/?PAGEN_1=8">Конец</a></font>', "/blog/", "/blog/?PAGEN_1=2"),
    "dedecms": ('<ul class="pagelist"><li>首页</li><li class="thisclass">1</li><li><a href="list_4_2.html">2</a></li><li><a href="list_4_2.html">下一页</a></li><li><a href="list_4_8.html">末页</a></li></ul>', "/zx/", "/zx/list_4_2.html"),
}  # fmt: skip


@pytest.mark.parametrize("name", NEXT_CASES)
def test_next_page(name: str) -> None:
    """The next page of a list is found in the manner of many systems."""
    pager, path, expected = NEXT_CASES[name]
    assert paginate(pager, path=path).next_url == (expected if expected.startswith("http") else SITE + expected)


# Nothing here leads to another page of the list.
NONE_CASES = {
    "no pagination": ("", "/tag/x/"),
    "last page": ('<a class="prev page-numbers" href="/tag/x/page/2/">«</a><a class="page-numbers" href="/tag/x/page/2/">2</a><span class="page-numbers current">3</span>', "/tag/x/page/3/"),
    "disabled": ('<ul class="pagination"><li><a href="/tag/x/page/2/">2</a></li><li class="active"><a href="/tag/x/page/3/">3</a></li><li class="next disabled"><a href="/tag/x/page/4/">Next</a></li></ul>', "/tag/x/page/3/"),
    "disabled by aria": ('<a aria-disabled="true" href="/tag/x/page/2/">Next</a>', "/tag/x/"),
    "only newer posts": ('<a class="next_button" href="/tag/x/">Newer posts</a>', "/tag/x/page/2/"),
    "script link": ('<a href="#" class="next">Next »</a><a href="javascript:void(0)" class="load-more">Load more</a>', "/tag/x/"),
    "leads to itself": ('<a class="next" rel="next" href="/tag/x/">Next</a>', "/tag/x/"),
    "other site": ('<a class="next" rel="next" href="https://other.example/tag/x/page/2/">Next</a>', "/tag/x/"),
    "other port": ('<a class="next" rel="next" href="https://www.example.org:8443/tag/x/page/2/">Next</a>', "/tag/x/"),
    "broken address": ('<a class="next" rel="next" href="http://[::1/">Next</a>', "/tag/x/"),
    "impossible port": ('<a class="next" rel="next" href="http://www.example.org:99999/">Next</a>', "/tag/x/"),
    "address of 200 kB": (f'<a class="next" rel="next" href="/tag/x/page/2/?{"a" * 200_000}">Next</a>', "/tag/x/"),
    "next article": ('<nav class="post-navigation"><a href="/2024/05/la-casa-del-quartiere/">Next »</a></nav>', "/tag/x/"),
    "carousel": ('<div class="swiper"><a class="swiper-button-next" href="/2024/05/foto/"><i class="icon-next"></i></a></div>', "/tag/x/"),
    "calendar": ('<table id="wp-calendar"><tr><td><a href="/2024/05/02/">2</a></td><td><a href="/2024/05/03/">3</a></td></tr><tr><td><a href="/2024/06/">Next »</a></td></tr></table>', "/tag/x/"),
    "days without a calendar": ('<p><a href="/2024/05/01/">1</a> <a href="/2024/05/02/">2</a> <a href="/2024/05/03/">3</a></p>', "/tag/x/"),
    "years": ('<p class="pages"><a href="/archive/2022/">2022</a> <a href="/archive/2023/">2023</a> <a href="/archive/2024/">2024</a></p>', "/archive/2023/x/"),
    "comment pages": ('<a class="next" href="/tag/x/comment-page-2/#comments">Older comments</a>', "/tag/x/"),
    "read more links": ('<a href="/2024/05/qualcosa/">Read more »</a><a href="/chi-siamo/">Scopri di più →</a>', "/tag/x/"),
    "hidden and nofollow": ('<a rel="next nofollow" hidden href="/tag/x/page/2/">Next</a>', "/tag/x/"),
    "ajax endpoint": ('<button class="load-more" data-url="/wp-admin/admin-ajax.php" data-max="4">Load more</button>', "/tag/x/"),
    "counts of a tag cloud": ('<ul class="cats"><li><a href="/tag/a/">12</a></li><li><a href="/tag/b/">7</a></li><li><a href="/tag/c/">3</a></li></ul>', "/tag/x/"),
    "all of it": ('<a href="/tag/x/?all=1">Show all</a><a href="/tag/x/">First</a>', "/tag/x/"),
    "back to page one": ('<div class="pagination"><a href="/tag/x/">« Prev</a><a href="/tag/x/">1</a><span class="current">2</span></div>', "/tag/x/page/2/"),
    "order of the list": ('<a href="/tag/x/?sort=asc">↑</a><a href="/tag/x/?sort=desc">↓</a>', "/tag/x/"),
    "languages": ('<a hreflang="de" href="/de/tag/x/">Weiterlesen auf Deutsch →</a>', "/tag/x/"),
}  # fmt: skip


@pytest.mark.parametrize("name", NONE_CASES)
def test_no_next_page(name: str) -> None:
    """A link that is not the next page is not taken for it."""
    pager, path = NONE_CASES[name]
    assert paginate(pager, path=path).next_url is None


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


NUMBER_CASES = {
    "pager": (numbers("/tag/x/page/{n}/", last=9, current=4, first="/tag/x/"), "/tag/x/page/4/", "", 4, 9),
    "address": ('<a href="/tag/x/page/8/">Older posts</a>', "/tag/x/page/7/", "", 7, None),
    "title": ("", "/tag/x/p7/", "Welfare Archives - Page 7 of 12 - Example", 7, 12),
    "words beside the links": ('<div class="pager">Pagina 2 di 5 <a href="/tag/x/page/3/">Avanti</a></div>', "/tag/x/page/2/", "", 2, 5),
    "chinese": ('<div class="pager">第2页/共9页 <a href="list_3.html">下一页</a></div>', "/x/list_2.html", "", 2, 9),
    "first page": ('<a href="/tag/x/page/2/">Older posts</a>', "/tag/x/", "", 1, None),
    "alone": ("", "/tag/x/", "Welfare", None, None),
    "last by its link": ('<div class="pagination"><b>1</b><a href="?page=2">2</a><a href="?page=2">›</a><a href="?page=31">Ultima</a></div>', "/tag/x/", "", 1, 31),
    "last from zero": ('<ul class="pager"><li class="current">1</li><li><a href="?page=1">2</a></li><li><a href="?page=9">last »</a></li></ul>', "/tag/x", "", 1, 10),
    "attribute": ('<div class="load-more-anchor" data-page="1" data-max-page="27" data-next-page="/tag/x/page/2/"></div>', "/tag/x/", "", 1, 27),
}  # fmt: skip


@pytest.mark.parametrize("name", NUMBER_CASES)
def test_page_numbers(name: str) -> None:
    """This page's number and the last page's are what the page says of them."""
    pager, path, title, number, last = NUMBER_CASES[name]
    found = paginate(pager, path=path, title=title)
    assert (found.page_number, found.last_page) == (number, last)


EXPECTED_CASES = {
    "italian": ('<p class="result-count">120 risultati</p>', 120),
    "range": ('<p class="woocommerce-result-count">Showing 1–12 of 1,240 results</p>', 1240),
    "german": ('<div class="search-results__total">37 Beiträge</div>', 37),
    "french": ('<div class="views-result-summary result">1 - 10 sur 245</div>', 245),
    "russian in the pager": ('<div class="pagination">Новости 1 - 20 из 175 <b>1</b> <a href="?PAGEN_1=2">2</a></div>', 175),
    "chinese in the pager": ('<div class="pagination"><b>1</b><a href="list_2.html">2</a> 共 3 页 47 条</div>', 47),
    "none": ("<p>In 2024 we published 12 books</p>", None),
}


@pytest.mark.parametrize("name", EXPECTED_CASES)
def test_expected_number_of_entries(name: str) -> None:
    """The size of the whole list is read where the page states it."""
    pager, expected = EXPECTED_CASES[name]
    assert paginate(pager).n_expected == expected


def test_a_hundred_thousand_links_are_bounded_in_time() -> None:
    """A page of nothing but links to pages is read in a few seconds."""
    links = "".join(f'<a class="next" href="/tag/x/page/{n}/">{n}</a>' for n in range(2, 30_002))
    doc = read_page(written_page(f'<div class="pagination">{links}</div>'))
    assert find_pagination(doc).next_url in (SITE + "/tag/x/page/2/", None)
