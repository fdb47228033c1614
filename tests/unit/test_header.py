from __future__ import annotations

import pytest
from page_writing import LOREM, read_page, written_cases, written_page, written_records

from sw_scraper.extract.header import find_tag_header
from sw_scraper.extract.tag_name import bare_name, title_parts, without_page, without_prefix, without_suffix
from sw_scraper.model import Link, TagHeader

SITE = "https://www.example.org"


def header_of(
    before: str, *, path: str = "/tag/x/", title: str = "", head: str = "", after: str = ""
) -> TagHeader | None:
    html = written_page(f"{before}<div class='list'>{written_records()}</div>{after}", title=title, head=head)
    doc = read_page(html, path if path.startswith("http") else SITE + path)
    return find_tag_header(doc, records=list(doc.root.iter("article")))


NAME_CASES = written_cases("names")


@pytest.mark.parametrize("name", NAME_CASES)
def test_tag_name(name: str) -> None:
    """The tag's name is found wherever the page shows it, and none where it names none."""
    case = NAME_CASES[name]
    found = header_of(case["body"], path=case["path"], title=case.get("title", ""), head=case.get("head", ""))
    assert case.get("tag") == (found.name if found else None)


def test_key_of_the_address() -> None:
    """Slug and taxonomy come from the address, the raw name from the page."""
    found = header_of("<h1>Tag: Pace</h1>", path="/tag/pace/page/3/")
    assert found == TagHeader(name="Pace", name_raw="Tag: Pace", slug="pace", taxonomy="tag")


def test_description_in_several_widgets_with_links() -> None:
    """Every text between name and list belongs to the description, buttons and filters do not."""
    before = (
        '<div class="elementor-widget-heading"><h2>#Partnership</h2></div>'
        '<div class="elementor-widget-text-editor"><div class="elementor-widget-container"><p>La collaborazione è '
        'l’essenza: approfondisci il <a href="/goal-17/">Goal 17</a> sul sito di <a href="https://asvis.example/">ASviS</a>.</p></div></div>'
        f'<div class="elementor-widget-text-editor"><div>{LOREM}</div></div>'
        '<div class="share-buttons"><p>Condividi questa pagina con i tuoi amici e colleghi</p></div>'
        "<form><p>Cerca tra tutti i contenuti pubblicati nel nostro archivio</p></form>"
        '<p class="filters"><a href="/tag/a/">Tutti i contenuti</a> <a href="/tag/b/">Solo gli articoli</a></p>'
    )
    found = header_of(before, path="/sdgs/partnership/")
    assert found is not None
    assert found.description == (
        f"La collaborazione è l’essenza: approfondisci il Goal 17 sul sito di ASviS.\n\n{LOREM}"
    )
    assert found.links == (
        Link(text="Goal 17", url=SITE + "/goal-17/"),
        Link(text="ASviS", url="https://asvis.example/"),
    )


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
        "<p class='result-count'>Abbiamo trovato 124 risultati per questa ricerca</p>"
    )
    found = header_of(before, path="/tag/casa/")
    assert found is not None
    assert found.description is None


DESCRIBED = [
    (
        f"<div><p>Donne, uomini <em>e oltre</em>.</p></div><div><p>{LOREM}</p></div>",
        f"Donne, uomini e oltre.\n\n{LOREM}",
    ),
    (f"<p>{LOREM}</p><p>Tutto qui.</p><p>Ordina per</p>", f"{LOREM}\n\nTutto qui."),
    (f"<p>124 articoli.</p><p>{LOREM}</p>", LOREM),
    ("<p>Tutto qui.</p><span>Ordina per</span>", None),
    ("<p>It seems we can’t find what you’re looking for. Perhaps searching can help.</p>", None),
    (f"<p>{LOREM}</p><div class='note'>Non ci sono ancora articoli.</div>", LOREM),
]


@pytest.mark.parametrize(("before", "expected"), DESCRIBED)
def test_short_paragraphs_of_a_description(before: str, expected: str | None) -> None:
    """A short sentence belongs to the description where a longer paragraph stands beside it; "nothing found" never."""
    found = header_of(f"<h1>Casa</h1>{before}", path="/tag/casa/")
    assert found is not None
    assert expected == found.description


@pytest.mark.parametrize(
    "end",
    ["<div class='nothing-found'>Nessun articolo.</div>", "<ul class='post-list'></ul>", "<div class='hfeed'> </div>"],
)
def test_description_of_an_archive_without_entries(end: str) -> None:
    """Where there is no entry, the description ends where the list would stand."""
    doc = read_page(
        written_page(f"<main><h1>Casa</h1><p>{LOREM}</p>{end}<p>{LOREM} Altrove.</p></main>"), SITE + "/tag/casa/"
    )
    found = find_tag_header(doc)
    assert found is not None
    assert found.description == LOREM


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
