from __future__ import annotations

import pytest
from page_writing import LOREM, read_page, written_page, written_records

from sw_scraper.extract.header import find_tag_header
from sw_scraper.extract.tag_name import bare_name, title_parts, without_page, without_prefix, without_suffix
from sw_scraper.model import Link, TagHeader

SITE = "https://www.example.org"
LOGO = '<header class="site-header"><h1 class="site-title"><a href="/">Osservatorio Esempio</a></h1></header>'


def header_of(before: str, *, path: str = "/tag/x/", title: str = "", head: str = "", after: str = "") -> TagHeader | None:
    html = written_page(f"{before}<div class='list'>{written_records()}</div>{after}", title=title, head=head)
    doc = read_page(html, path if path.startswith("http") else SITE + path)
    return find_tag_header(doc, records=list(doc.root.iter("article")))


# What stands before the list, the address, the title, the name.
NAME_CASES = {
    "h1 with prefix": ("<h1>Categoria: Welfare aziendale</h1>", "/category/welfare-aziendale/", "Welfare aziendale Archivi - Osservatorio", "Welfare aziendale"),
    "prefix in a span": ('<h1 class="page-title"><span>Tag:</span> <span>Povertà</span></h1>', "/tag/poverta/", "", "Povertà"),
    "quotes": ("<h1>Posts tagged “secondo welfare”</h1>", "/tag/secondo-welfare/", "", "secondo welfare"),
    "hash": ("<h2>#Partnership</h2>", "/sdgs/partnership/", "", "Partnership"),
    "logo is h1": (LOGO + '<h2 class="archive-title">Mobilità</h2>', "/tag/mobilita/", "Mobilità | Osservatorio Esempio", "Mobilità"),
    "logo is h1 and the title alone has the name": (LOGO, "/tag/mobilita/", "Mobilità – Osservatorio Esempio", "Mobilità"),
    "site first in the title": ("", "/nyheter/", "Example - Nyheter", "Nyheter"),
    "page number in the title": ("", "/category/blog/page/2/", "Blog | Esempio - Part 2", "Blog"),
    "page number in the heading": ("<h1>Auteur/autrice : Anna Rossi (page 2)</h1>", "/author/anna/page/2/", "", "Anna Rossi"),
    "archives in the title": ("", "/category/news/", "News Archives - Page 2 of 4 - Example", "News"),
    "spanish": ("<h1>Categoría: Educación</h1>", "/category/educacion/", "", "Educación"),
    "german": ("<h1>Schlagwort: Zürich</h1>", "/tag/zuerich/", "", "Zürich"),
    "french archives": ("<h1>Archives de la catégorie : Santé</h1>", "/category/sante/", "", "Santé"),
    "turkish": ("<h1>Kategori: Genel</h1>", "/category/genel/", "", "Genel"),
    "russian": ("<h1>Рубрика: Новости города</h1>", "/category/news/", "", "Новости города"),
    "hebrew without colon": ("", "/category/blog/", "ארכיון בלוג - סטודיו", "בלוג"),
    "arabic": ("<h1>التصنيف: أخبار</h1>", "/category/news/", "", "أخبار"),
    "japanese": ("<h1>タグ: 防災</h1>", "/tag/bosai/", "", "防災"),
    "chinese full-width colon": ("<h1>分类：行业资讯</h1>", "/category/news/", "", "行业资讯"),
    "chinese title": ("", "/xinwen/list_2.html", "行业资讯-某某交易中心-官网", "行业资讯"),
    "browsing": ('<h1 class="archive-heading"><span>Browsing:</span> Data</h1>', "/category/data/", "", "Data"),
    "month": ("<h1>Mese: febbraio 2012</h1>", "/2012/02/", "", "febbraio 2012"),
    "h3 of a builder": ('<div class="widget-area"><h3>Menu</h3></div><h3><span>Pediatria</span></h3>', "/category/pediatria/", "Pediatria Archives - Società", "Pediatria"),
    "breadcrumb": ('<div class="breadcrumb"><a href="/">Home</a> » <span class="current">Casa e abitare</span></div>', "/argomenti/12/", "Osservatorio Esempio", "Casa e abitare"),
    "widget titles are no names": ('<aside><h2>Categorie</h2></aside><h2 class="widget-title">Cerca</h2><h1>Cultura</h1>', "/tag/cultura/", "", "Cultura"),
    "article titles are no names": ('<div class="top"><h2><a href="/2024/01/altro/">Una notizia di oggi</a></h2></div>', "/tag/lavoro/", "Lavoro – Esempio", "Lavoro"),
    "a div as title": ('<div class="page-title">Archivio tag: Ambiente</div>', "/tag/ambiente/", "", "Ambiente"),
    "a quoted word inside the name": ('<h1>Comunità "16 Agosto"</h1>', "/category/comunita-16-agosto/", "", 'Comunità "16 Agosto"'),
    "a count after the name": ("<h1>Terzo settore (124)</h1>", "/tag/terzo-settore/", "", "Terzo settore"),
    "a name that is also a box title": ("<h1>News</h1>", "/category/news/", "News - Example", "News"),
    "a tag that is called like the site": ("<h1>Tag: Esempio</h1>", "/tag/esempio/", "Esempio Archivi - Esempio", "Esempio"),
    "query archive": ("<h2>Scuola</h2>", "/?tag=scuola", "Scuola | Esempio", "Scuola"),
    "hero h1 and slug title": ('<section class="hero"><h1 class="hero-title">Appunti di viaggio</h1></section>', "/it/diario/", "Esempio", "Appunti di viaggio"),
    "c sharp": ("<h1>C#</h1>", "/tags/c-sharp/", "", "C#"),
    "dialog heading": ('<div role="dialog"><h2>Tag: informativa sui cookie</h2></div><h1>Sanità</h1>', "/tag/sanita/", "", "Sanità"),
    "title with a colon prefix": ("", "/tags/python/", "Tag: python - My notes", "python"),
    "posts by": ("<h1>Articoli di Anna Rossi</h1>", "/author/anna-rossi/", "", "Anna Rossi"),
    "all caps": ("<h1>CATEGORY: TRENTO</h1>", "/category/trento/", "", "TRENTO"),
    "feed tells the site": ("", "/tag/lago/", "Bel Paese - Lago", "Lago"),
}  # fmt: skip
HEADS = {
    "feed tells the site": (
        '<link rel="alternate" href="/feed/" title="Bel Paese &raquo; Feed"><link rel="alternate" href="/comments/feed/" '
        'title="Bel Paese &raquo; Comments Feed">'
    ),
    "a tag that is called like the site": '<meta property="og:site_name" content="Esempio">',
}


@pytest.mark.parametrize("name", NAME_CASES)
def test_tag_name(name: str) -> None:
    """The tag's name is found wherever the page shows it, without what surrounds it."""
    before, path, title, expected = NAME_CASES[name]
    found = header_of(before, path=path, title=title, head=HEADS.get(name, ""))
    assert found is not None
    assert found.name == expected


NO_NAME_CASES = {
    "front page": (LOGO, "/", "Osservatorio Esempio"),
    "front page with a claim": (LOGO, "/", "Osservatorio Esempio - Notizie dal territorio"),
    "second page of the front page": (LOGO, "/page/2/", "Osservatorio Esempio - Page 2"),
    "nothing": ("", "/tag/x/", ""),
    "only boxes": ('<h2>Search</h2><h2 class="widget-title">Recent Posts</h2>', "/x1/", ""),
}


@pytest.mark.parametrize("name", NO_NAME_CASES)
def test_no_tag_name(name: str) -> None:
    """A page that names no tag has no header."""
    before, path, title = NO_NAME_CASES[name]
    assert header_of(before, path=path, title=title) is None


def test_key_of_the_address() -> None:
    """Slug and taxonomy come from the address, the raw name from the page."""
    found = header_of("<h1>Tag: Pace</h1>", path="/tag/pace/page/3/")
    assert found == TagHeader(name="Pace", name_raw="Tag: Pace", slug="pace", taxonomy="tag")


def test_description_in_several_widgets_with_links() -> None:
    """Every text between name and list belongs to the description; links keep their order; buttons and filters do not."""
    before = (
        '<div class="elementor-widget-heading"><h2>#Partnership</h2></div>'
        '<div class="elementor-widget-text-editor"><div class="elementor-widget-container"><p>La collaborazione è '
        'l’essenza: approfondisci il <a href="/goal-17/">Goal 17</a> sul sito di <a href="https://asvis.example/">ASviS</a>.</p></div></div>'
        f'<div class="elementor-widget-text-editor"><div>{LOREM}</div></div>'
        '<div class="share-buttons"><p>Condividi questa pagina con i tuoi amici e colleghi</p></div>'
        '<form><p>Cerca tra tutti i contenuti pubblicati nel nostro archivio</p></form>'
        '<p class="filters"><a href="/tag/a/">Tutti i contenuti</a> <a href="/tag/b/">Solo gli articoli</a></p>'
    )
    found = header_of(before, path="/sdgs/partnership/")
    assert found is not None
    assert found.description == (
        f"La collaborazione è l’essenza: approfondisci il Goal 17 sul sito di ASviS.\n\n{LOREM}"
    )
    assert found.links == (Link(text="Goal 17", url=SITE + "/goal-17/"), Link(text="ASviS", url="https://asvis.example/"))


def test_description_by_its_class_after_the_list() -> None:
    """A text that its class calls a description counts wherever it stands."""
    after = f'<div class="archive-description"><p>{LOREM}</p></div>'
    found = header_of("<h1>Casa</h1>", path="/tag/casa/", after=after)
    assert found is not None
    assert found.description == LOREM


def test_no_description() -> None:
    """Breadcrumbs, dates, counts and the first entry are no description."""
    before = (
        "<h1>Casa</h1><div class='breadcrumb'>Ti trovi in Home / Archivio / Argomenti / Casa e abitare</div>"
        "<p class='result-count'>Sono stati trovati 124 risultati per questa ricerca</p>"
    )
    found = header_of(before, path="/tag/casa/")
    assert found is not None
    assert found.description is None


TEXT_CASES = [
    (without_page("Attualità – Pagina 2"), "Attualità"),
    (without_page("News (Page 3)"), "News"),
    (without_page("お知らせ 2ページ目"), "お知らせ 2ページ目"),
    (without_page("Windows 11"), "Windows 11"),
    (without_page("Area 51"), "Area 51"),
    (without_prefix("Category"), ("Category", False)),
    (without_prefix("Topics in Economics"), ("Topics in Economics", False)),
    (without_prefix("Kategoria: Wydarzenia"), ("Wydarzenia", True)),
    (without_prefix("Ετικέτα: Υγεία"), ("Υγεία", True)),
    (without_prefix("หมวดหมู่: ข่าว"), ("ข่าว", True)),
    (without_prefix("Title: a subtitle"), ("Title: a subtitle", False)),
    (without_suffix("Seguridad Archivos"), ("Seguridad", True)),
    (without_suffix("National Archives"), ("National", True)),
    (bare_name("«Città»"), "Città"),
    (bare_name("'90s"), "'90s"),
    (bare_name("#"), "#"),
    (title_parts("Pagina 2 di 5 - Notizie - Esempio"), ["Notizie", "Esempio"]),
    (title_parts("Non-profit | Esempio"), ["Non-profit", "Esempio"]),
]


@pytest.mark.parametrize(("actual", "expected"), TEXT_CASES)
def test_texts_of_names(actual: object, expected: object) -> None:
    """Prefixes, suffixes, page numbers and quotes go, and nothing else."""
    assert expected == actual
