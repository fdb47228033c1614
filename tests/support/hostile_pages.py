"""Pages of the hostile server in two families of markup; every text is invented.

``wp`` is classic WordPress markup, ``el`` the markup of Elementor's posts widget.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, replace
from datetime import date, timedelta
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MONTHS = [
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
]
SUBJECTS = (
    "La cooperativa di Montelupo",
    "Il consiglio di quartiere",
    "Una scuola di montagna",
    "L'orto dei Tre Ponti",
    "La biblioteca itinerante",
    "Il forno sociale",
    "Un gruppo di pensionati",
)
DEEDS = (
    "ripara le biciclette dei ragazzi",
    "apre lo sportello per le famiglie",
    "accoglie i nuovi vicini",
    "cerca volontari per l'inverno",
    "racconta dieci anni di lavoro",
)
AUTHORS = ("Nives Bordigoni", "Tullio Arcamone", "Isotta Ferrabò")
LATIN_TITLE = "Perché è così: «città» – 5 €"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of a list; the ``*_html`` parts replace what the theme would print.

    Attributes:
        href: the href attribute, already escaped for HTML; None for an entry without a link.
        title: HTML of the title.
        when: the day; None for an entry without a date.
        date_html: the theme's whole date element, verbatim.
        excerpt: HTML of the teaser; None for none.
    """

    href: str | None
    title: str
    when: date | None = None
    date_html: str | None = None
    excerpt: str | None = None
    author: str = AUTHORS[0]


def invented_item(number: int, *, href: str) -> Item:
    """Entry ``number`` of an invented list; higher numbers are older, a week apart."""
    title = f"{SUBJECTS[number % len(SUBJECTS)]} {DEEDS[number % len(DEEDS)]} ({number})"
    when = date(2026, 1, 20) - timedelta(days=7 * number) if number < 1000 else date(2015, 3, 1)
    excerpt = (
        f"Nel racconto numero {number} si vede come un piccolo accordo tra vicini cambia le abitudini di una via "
        "intera, con poche risorse e molta pazienza."
    )
    author = AUTHORS[number % len(AUTHORS)]
    return Item(href=href, title=escape(title), when=when, excerpt=excerpt, author=author)


def italian_day(day: date) -> str:
    """The day as an Italian site writes it, such as ``8 giugno 2025``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a list page shows.

    Attributes:
        archive: address of page 1, for the numbered links; page N is ``page/N/`` below it.
        next_href: HTML-escaped href of the next link; None for none.
        before_next: HTML put before the next link, such as a trap.
        head: HTML added to ``<head>``.
        meta_charset: the charset of the meta element; None leaves the element out.
    """

    items: Sequence[Item]
    number: int
    last: int
    archive: str
    next_href: str | None = None
    before_next: str = ""
    head: str = ""
    meta_charset: str | None = "UTF-8"
    name: str = "Partecipazione"
    empty_text: str | None = None
    before_list: str = ""


def render(theme: str, page: Page) -> str:
    """The page in the markup of the theme ``wp`` or ``el``."""
    blocks = "\n".join((_wp_item if theme == "wp" else _el_item)(item) for item in page.items)
    if page.empty_text is not None:
        blocks = f'<section class="no-results not-found"><p>{page.empty_text}</p></section>'
    content = _wp_main(page, blocks) if theme == "wp" else _el_main(page, blocks)
    return shell(theme, title=page.name, content=content, head=page.head, meta_charset=page.meta_charset)


def shell(theme: str, *, title: str, content: str, head: str = "", meta_charset: str | None = "UTF-8") -> str:
    """Header, menu, search form and footer of the invented site around ``content``."""
    meta = f'<meta charset="{meta_charset}">' if meta_charset else ""
    css = "archive tag tag-x wp-theme" if theme == "wp" else "archive tag tag-x elementor-default elementor-page"
    return f"""<!DOCTYPE html>
<html lang="it-IT">
<head>{meta}
<meta name="viewport" content="width=device-width">
<title>{title} - Quaderni di quartiere</title>
{head}</head>
<body class="{css}">
<header class="site-header"><p class="site-title"><a href="/">Quaderni di quartiere</a></p>
<nav class="main-navigation"><ul class="menu"><li><a href="/chi-siamo/">Chi siamo</a></li>
<li><a href="/progetti/">Progetti</a></li><li><a href="/contatti/">Contatti</a></li></ul></nav>
<form role="search" method="get" action="/"><label>Cerca <input type="search" name="s"></label></form></header>
{content}
<footer class="site-footer"><p>Quaderni di quartiere, associazione senza scopo di lucro.</p>
<ul><li><a href="/privacy/">Privacy</a></li><li><a href="/note-legali/">Note legali</a></li></ul></footer>
</body>
</html>
"""


def _wp_main(page: Page, blocks: str) -> str:
    return f"""<div id="content" class="site-content"><main id="main" class="site-main">
<header class="page-header"><h1 class="page-title">Tag: <span>{page.name}</span></h1>
<div class="archive-description"><p>Storie di chi si mette insieme per fare qualcosa in comune.</p></div></header>
{page.before_list}
{blocks}
{_wp_pagination(page)}
</main></div>"""


def _wp_pagination(page: Page) -> str:
    if page.last < 2 and page.next_href is None:
        return ""
    following = (
        f'<a class="next page-numbers" href="{page.next_href}">Articoli meno recenti</a>' if page.next_href else ""
    )
    return f"""<nav class="navigation pagination" aria-label="Articoli"><h2 class="screen-reader-text">Paginazione</h2>
<div class="nav-links">{_numbers(page)} {page.before_next}{following}</div></nav>"""


def _numbers(page: Page) -> str:
    links = []
    for number in range(1, min(page.last, 12) + 1):
        href = page.archive if number == 1 else f"{page.archive}page/{number}/"
        if number == page.number:
            links.append(f'<span aria-current="page" class="page-numbers current">{number}</span>')
        else:
            links.append(f'<a class="page-numbers" href="{href}">{number}</a>')
    return "\n".join(links)


def _wp_item(item: Item) -> str:
    title = f'<a href="{item.href}" rel="bookmark">{item.title}</a>' if item.href is not None else item.title
    day = item.date_html
    if day is None:
        day = ""
        if item.when:
            stamp = f"{item.when.isoformat()}T09:15:00+01:00"
            day = f'<time class="entry-date published" datetime="{stamp}">{italian_day(item.when)}</time>'
    posted = f'<span class="posted-on">Pubblicato il {day}</span>' if day else ""
    author = f'<span class="byline"> di <span class="author vcard">{item.author}</span></span>'
    summary = f'<div class="entry-summary"><p>{item.excerpt}</p></div>' if item.excerpt else ""
    return f"""<article class="post type-post status-publish format-standard hentry">
<header class="entry-header"><h2 class="entry-title">{title}</h2>
<div class="entry-meta">{posted}{author}</div></header>
{summary}
</article>"""


def _el_main(page: Page, blocks: str) -> str:
    following = f'<a class="page-numbers next" href="{page.next_href}">Successivo &raquo;</a>' if page.next_href else ""
    bar = ""
    if page.last > 1 or following:
        links = f"{_numbers(page)} {page.before_next}{following}"
        bar = f'<nav class="elementor-pagination" aria-label="Paginazione">{links}</nav>'
    return f"""<div class="elementor elementor-location-archive"><div class="elementor-widget-wrap">
<div class="elementor-widget elementor-widget-theme-archive-title">
<h1 class="elementor-heading-title">#{page.name}</h1></div>
<div class="elementor-widget elementor-widget-text-editor"><p>Storie di chi si mette insieme per fare qualcosa in
comune.</p></div>{page.before_list}
<div class="elementor-widget elementor-widget-archive-posts"><div class="elementor-widget-container">
<div class="elementor-posts-container elementor-posts elementor-grid">
{blocks}
</div>
{bar}
</div></div></div></div>"""


def _el_item(item: Item) -> str:
    title = f'<a href="{item.href}">\n{item.title}\n</a>' if item.href is not None else item.title
    day = item.date_html
    if day is None:
        day = f'<span class="elementor-post-date">{italian_day(item.when)}</span>' if item.when else ""
    excerpt = f'<div class="elementor-post__excerpt"><p>{item.excerpt}</p></div>' if item.excerpt else ""
    more = (
        f'<a class="elementor-post__read-more" href="{item.href}">Leggi tutto &raquo;</a>'
        if item.href is not None
        else ""
    )
    return f"""<article class="elementor-post elementor-grid-item post type-post status-publish hentry">
<div class="elementor-post__text"><h3 class="elementor-post__title">{title}</h3>
<div class="elementor-post__meta-data"><span class="elementor-post-author">{item.author}</span>{day}</div>
{excerpt}{more}</div>
</article>"""


def renamed_classes(html: str, *, only: tuple[str, ...] = ()) -> str:
    """The page after a relaunch: class names replaced by meaningless ones, all or those in ``only``."""

    def new_name(name: str) -> str:
        return f"k{zlib.crc32(name.encode()):08x}" if not only or name in only else name

    return re.sub(
        r'class="([^"]*)"', lambda found: f'class="{" ".join(new_name(name) for name in found[1].split())}"', html
    )


def article_page(title: str) -> str:
    """A single article; a harvest of a tag has no reason to ask for it."""
    body = "<p>Un testo lungo, con molte parole e nessun elenco di altri articoli.</p>" * 12
    return shell(
        "wp",
        title=title,
        content=f'<main><article class="single-post"><h1 class="entry-title">{title}</h1>'
        f'<div class="entry-content">{body}</div></article></main>',
    )


def with_titles(items: Sequence[Item], titles: Sequence[str]) -> list[Item]:
    """The items with other titles (HTML), in order."""
    return [replace(item, title=title) for item, title in zip(items, titles, strict=True)]
