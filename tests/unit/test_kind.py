from __future__ import annotations

import pytest
from page_writing import LOREM, read_page, written_page, written_records

from sw_scraper.extract.header import find_tag_header
from sw_scraper.extract.kind import judge_kind
from sw_scraper.extract.pagination import find_pagination
from sw_scraper.extract.refresh import find_meta_refresh

SITE = "https://www.example.org"
TEXT = "".join(f"<p>{n}. {LOREM} {LOREM}</p>" for n in range(8))
MENU = '<nav><ul><li><a href="/">Home</a></li><li><a href="/chi-siamo/">Chi siamo</a></li></ul></nav>'
FOOT = '<footer><p>Associazione Esempio, via dei Tigli 12, Cuneo</p></footer>'


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


def linked(kind: str) -> str:
    return f'<script type="application/ld+json">{{"@context":"https://schema.org","@type":"{kind}"}}</script>'


KIND_CASES = {
    "wordpress archive": ("archive", dict(body=f"<h1>Tag: Pace</h1>{written_records()}", body_class="archive tag tag-pace")),
    "archive of one entry": ("archive", dict(body=f"<h1>Pace</h1>{written_records(1)}", body_class="archive tag")),
    "archive without any mark": ("archive", dict(body=written_records(8), path="/appunti/")),
    "archive with a long description": ("archive", dict(body=f"<h1>Tag: Pace</h1>{TEXT}{written_records(5)}", path="/tag/pace/")),
    "archive with a login form in the menu": (
        "archive",
        dict(body=f'<form><input type="password" name="p"></form><h1>Pace</h1>{written_records(5)}', path="/tag/pace/"),
    ),
    "archive that a plugin calls an article": (
        "archive",
        dict(body=f"<h1>Blog</h1>{written_records(6)}", path="/blog/", body_class="page-template-default page page-id-7",
             head=linked("Article") + '<meta property="article:published_time" content="2024-01-01">'),
    ),
    "blog as front page": ("archive", dict(body=written_records(6), path="/", body_class="home blog", title="Esempio")),
    "front page of one long list": ("archive", dict(body=written_records(10), path="/", title="Esempio")),
    "archive of posts called 404": ("archive", dict(body=f"<h1>Tag: 404</h1>{written_records(5)}", path="/tag/404/", title="404 - Esempio")),
    "archive of a tag called errors": ("archive", dict(body=f"<h1>Errore</h1>{written_records(5)}", path="/tag/errore/", title="Errore - Esempio", body_class="archive")),
    "article": ("article", dict(body=f"<h1>Una storia</h1>{TEXT}<h3>Leggi anche</h3>{written_records(3)}", path="/una-storia/", body_class="post-template-default single single-post postid-12")),
    "article by linked data": ("article", dict(body=f"<h1>Una storia</h1>{TEXT}{written_records(3)}", path="/una-storia/", head=linked("NewsArticle"))),
    "article by its text": (
        "article",
        dict(body=f"<h1>Una storia</h1>{TEXT}{TEXT}<h3>Altro</h3>{written_records(2)}", path="/2024/05/una-storia-lunga/", confidence=0.4),
    ),
    "article without related posts": ("article", dict(body=f"<h1>Una storia</h1>{TEXT}", path="/una-storia/", head=linked("BlogPosting"))),
    "front page of sections": (
        "home",
        dict(body=f"<h1>Home</h1>{TEXT}<h2>News</h2>{written_records(3)}{TEXT}", path="/", title="Home - Esempio", body_class="home page page-id-2"),
    ),
    "front page of a language": ("home", dict(body=f"{TEXT}{written_records(3)}{TEXT}", path="/en/", title="Home - Esempio", body_class="page-template-default page page-id-9")),
    "drupal front page": ("home", dict(body=f"{TEXT}{written_records(2)}", path="/", body_class="html front not-logged-in")),
    "not found": ("error", dict(body=f"<h1>Pagina non trovata</h1><p>{LOREM}</p>{written_records(3)}", path="/tag/y/", title="Pagina non trovata - Esempio")),
    "not found by class": ("error", dict(body=f"<h1>Ops!</h1>{written_records(3)}", body_class="error404 wp-theme-x")),
    "soft 404 in german": ("error", dict(body="<h1>Seite nicht gefunden</h1><p>Tut uns leid.</p>", title="Esempio")),
    "404 in the title": ("error", dict(body=f"<p>{LOREM}</p>", title="404 Not Found")),
    "server error": ("error", dict(body="<h1>502 Bad Gateway</h1><hr>nginx", title="502 Bad Gateway")),
    "database": ("error", dict(body="<h1>Error establishing a database connection</h1>", title="Database Error")),
    "critical error": ("error", dict(body="<p>There has been a critical error on this website.</p>", title="WordPress › Error")),
    "login": ("login", dict(body='<h1>Accedi</h1><form><input name="u"><input type="password" name="p"></form>', path="/login/", title="Accedi - Esempio")),
    "login in place of the archive": ("login", dict(body='<form action="/wp-login.php"><label>Utente</label><input name="u"><input type="password"></form>', title="Esempio")),
    "login in greek": ("login", dict(body='<h1>Σύνδεση</h1><form><input type="password"></form>')),
    "challenge": ("challenge", dict(body="<h1>www.example.org</h1><p>Checking your browser before accessing</p>", title="Just a moment...")),
    "challenge without title": ("challenge", dict(body="<p>Please enable JavaScript and cookies to continue</p>", head='<script src="/cdn-cgi/challenge-platform/h/b/x.js"></script>')),
    "challenge in italian": ("challenge", dict(body="<p>Verifica di sicurezza in corso, attendere</p>", title="Un momento…")),
    "empty": ("empty", dict(body="<h1>Tag: Pace</h1><p>Nessun articolo da mostrare</p>", body_class="archive tag")),
    "nothing found": ("empty", dict(body="<h1>Nothing Found</h1><p>It seems we can’t find what you’re looking for.</p>", body_class="archive tag")),
    "empty in dutch": ("empty", dict(body="<h1>Categorie: Fietsen</h1><p>Er zijn geen berichten in deze categorie.</p>", path="/category/fietsen/")),
    "empty in ukrainian": ("empty", dict(body="<h1>Позначка: Мир</h1><p>Записів не знайдено</p>", path="/tag/myr/")),
    "empty in japanese": ("empty", dict(body="<h1>タグ: 猫</h1><p>記事が見つかりませんでした。</p>", path="/tag/neko/")),
    "empty with other posts below": (
        "empty",
        dict(body=f'<h1>Tag: Pace</h1><section class="no-results not-found"><p>Nessun risultato.</p></section><h2>Da non perdere</h2>{written_records(3)}', body_class="archive tag"),
    ),
    "empty drupal term": ("empty", dict(body="<h1>Prodotti</h1><p>Attualmente nessun contenuto è stato classificato con questo termine.</p>", body_class="page-taxonomy page-taxonomy-term")),
    "redirect stub": ("other", dict(body='<p>Moved: <a href="/tag/nuovo/">here</a></p>', head='<meta http-equiv="refresh" content="0; url=/tag/nuovo/">')),
    "empty frame": ("other", dict(body='<div id="root"></div><script src="/app.js"></script>')),
    "needs script": ("other", dict(body="<noscript>You need to enable JavaScript to run this app.</noscript><div id='app'></div>")),
    "parked": ("other", dict(body="<h1>example.org</h1><p>This domain is for sale!</p>")),
    "contact page": ("other", dict(body="<h1>Contatti</h1><p>Scrivici una lettera.</p>", path="/contatti/")),
    "archive whose list was not found": ("other", dict(body=f"<h1>Tag: Pace</h1><p>{LOREM}</p>", body_class="archive tag")),
}  # fmt: skip


@pytest.mark.parametrize("name", KIND_CASES)
def test_kind(name: str) -> None:
    """The kind of a page shows in its address, its markup, its words and its text."""
    expected, page = KIND_CASES[name]
    assert kind_of(**page) == expected  # type: ignore[arg-type]


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
