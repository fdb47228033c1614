"""What class names, ids, roles and tags say of an element's part in a page: words, and one lookup.

A hint never decides alone: class names say little and lie often. They weigh in where structure leaves a choice.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from sw_scraper.normalize.words import word_set


class Hint:
    """What an element's names hint at."""

    DATE: Final = 1
    AUTHOR: Final = 2
    CATEGORY: Final = 4
    COMMENTS: Final = 8
    SHARE: Final = 16
    MORE: Final = 32
    META: Final = 64
    EXCERPT: Final = 128
    TITLE: Final = 256
    UNSEEN: Final = 512  # for screen readers only
    MODIFIED: Final = 1024
    ITEM: Final = 2048
    BODY: Final = 4096  # the whole text of a post


class Zone:
    """What part of the page an element stands in."""

    NAV: Final = 1
    SIDE: Final = 2
    FOOT: Final = 4
    HEAD: Final = 8
    RELATED: Final = 16
    OTHER: Final = 32  # comments, dialogs, cookie notices, advertisements
    MAIN: Final = 64


_WORDS: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")

_FIELD_WORDS: Final[dict[int, frozenset[str]]] = {
    Hint.DATE: word_set(
        "date dates datetime time timestamp published pubdate datum fecha dato created createdate day"
        " month year giorno mese anno published-on posted-on postdate entrydate datepublished calendar"
        " when fechas tanggal"
    ),
    Hint.AUTHOR: word_set(
        "author authors byline autore autori auteur autor autores writer writers vcard createdby"
        " contributor contributors redattore verfasser posted-by written-by postauthor penulis"
        " username user-name creator"
    ),
    Hint.CATEGORY: word_set(
        "category categories categoria categorie cat cats tag tags taxonomy topic topics terms term"
        " label labels badge badges kicker eyebrow overline rubrik rubrique hashtag hashtags occhiello"
        " folder thecatlinks tema temi keywords subjects postcategory pill chip"
    ),
    Hint.COMMENTS: word_set("comment comments commenti respond reply replies disqus commentcount responses"),
    Hint.SHARE: word_set(
        "share shares sharing social addtoany sharedaddy jetpack-likes likes like votes vote rating"
        " ratings wishlist bookmark-button"
    ),
    Hint.MORE: word_set(
        "more readmore read-more continue cta btn button buttons leggi weiterlesen continua"
        " permalink-button morelink viewmore linkmore"
    ),
    Hint.META: word_set(
        "meta info infos details byline submitted postmetadata metadata stats views view-count hits"
        " readtime reading-time duration signature icon icons data counter count toolbar entrymeta"
        " postmeta postinfo articleinfo format ribbon flag sep separator divider dots arrow number"
    ),
    Hint.EXCERPT: word_set(
        "excerpt summary teaser intro introtext description desc descr lead lede abstract snippet"
        " deck dek blurb sommario testo resumen resumo resume extract preview standfirst chapo chapeau"
        " anriss vorspann ingress subtitle subtitulo bajada riassunto estratto postexcerpt synopsis"
    ),
    Hint.TITLE: word_set("title headline titolo titre titulo heading titel judul posttitle entrytitle"),
    Hint.MODIFIED: word_set("updated modified dateupdated datemodified lastmod lastmodified aggiornato"),
    Hint.ITEM: word_set(
        "post entry item article articolo hentry card teaser story news row result blogpost listing node"
    ),
}
_UNSEEN_TOKENS: Final = re.compile(
    r"(?:^|[\s_-])(?:screen-reader(?:-text|s)?|sr-only|sronly|visually-?hidden|visuallyhidden|element-invisible"
    r"|assistive-text|u-hidden-visually|a11y-hidden|is-sr-only|screenreader|show-for-sr|offscreen|rich-snippet-hidden"
    r"|d-none|element-hidden|u-visually-hidden|bhf-hidden|hidden-text|accessibly-hidden|hidden-accessible)(?:$|\s)",
    re.I,
)
_BODY_TOKENS: Final = re.compile(
    r"(?:^|[\s_-])(?:(?:entry|post|article|node|item|blog|news|card)[-_]{1,2}(?:content|body|text|entry|main|copy)"
    r"|(?:content|body|text|entry|copy|e-content|main|field-name-body|field--name-body|rich-text|richtext|prose|wysiwyg))"
    r"(?=$|\s)",
    re.I,
)
_NOT_DATE: Final = word_set("update updates countdown reading readtime timeline sometimes lifetime overtime")

_ZONE_WORDS: Final[dict[int, frozenset[str]]] = {
    Zone.NAV: word_set(
        "nav navbar navigation menu menus submenu megamenu breadcrumb breadcrumbs pagination pager"
        " paging pagenavi toolbar topbar tabs offcanvas hamburger drawer dropdown navmenu mainmenu"
        " topmenu briciole languages skiplinks sitemap toc pagenav"
    ),
    Zone.SIDE: word_set("sidebar sidebars aside secondary rail seitenleiste rightcol leftcol sidenav"),
    Zone.FOOT: word_set("footer foot colophon pie fusszeile bottombar copyright"),
    Zone.HEAD: word_set("masthead topbar siteheader"),
    Zone.RELATED: word_set(
        "related correlati popular trending mostread recommended recommendations suggested ticker"
        " breaking newsticker upsells readnext youmaylike mostviewed topnews relacionados"
    ),
    Zone.OTHER: word_set(
        "comments comment respond cookie cookies consent gdpr modal popup dialog overlay lightbox"
        " newsletter subscribe subscription login signin advert advertisement ads adsense sponsor"
        " sponsors banner search searchform social share sharing tagcloud cloud widgets weather poll"
        " captcha preloader loader"
    ),
}
# Names that only say that something else is there, such as "has-sidebar" or "content-sidebar-wrap".
_ABOUT_OTHERS: Final = re.compile(
    r"^(?:has|with|no|is|not|without|content|main|layout|left|right|page|site|full|hide|show|theme|template|elementor)[-_]"
    r"|(?:wrap|wrapper|container|content|inner|layout|enabled|active|right|left|none|on|off|width|page|grid)$"
)
_WIDGET: Final = re.compile(
    r"^(?:widget|widget[-_](?!type|container|wrap|elementor).*|widget-area|widgets|sidebar-box|wpb_widgetised_column|w-blog-sidebar)$"
)


def _pairs(token: str) -> list[str]:
    return _WORDS.findall(token)


# WordPress writes a post's terms as classes ("tag-menu", "category-news"): subjects, not parts of the page.
TERM_CLASS: Final = re.compile(
    r"(?:tag|category|cat|post_tag|topic|term|author|type|format|product_cat|product_tag)[-_]", re.I
)


@lru_cache(maxsize=8192)
def field_hints(names: str) -> int:
    """The hints that class names give.

    Args:
        names: the ``class`` attribute (``itemprop`` may be appended).

    Returns:
        :class:`Hint` bits.
    """
    found = 0
    tokens = names.split()
    whole_post = "hentry" in tokens or "status-publish" in tokens  # then the names of its terms are classes too
    for token in tokens:
        words = [word.lower() for word in _pairs(token)]
        if not words or len(words) > 8 or (whole_post and TERM_CLASS.match(token)):
            continue
        found |= _of_token(token.lower(), words)
    if _UNSEEN_TOKENS.search(names):
        found |= Hint.UNSEEN
    if _BODY_TOKENS.search(names):
        found |= Hint.BODY
    return found


@lru_cache(maxsize=8192)
def is_item(names: str) -> bool:
    """Whether class names hint at an item of a list.

    Args:
        names: the ``class`` attribute.
    """
    return bool(field_hints(names) & Hint.ITEM)


_LAYOUT: Final = (
    "has-", "is-", "with-", "no-", "col-", "wp-image", "elementor-element", "elementor-col", "align",
    "field-type-", "field--type-", "field-label-", "field--label-", "field-items", "wp-block-group", "wp-container",
)  # fmt: skip


def _of_token(token: str, words: list[str]) -> int:
    # layout and utility classes: their words describe looks
    if token.startswith(
        ("has-", "is-", "with-", "no-", "col-", "wp-image", "elementor-element", "elementor-col", "align")
    ):
        return 0
    found = 0
    last = words[-1]
    joined = "-".join(words[-2:])
    for hint, known in _FIELD_WORDS.items():
        if hint == Hint.ITEM:
            if last in known or words[0] in known:
                found |= hint
        elif last in known or joined in known or (words[0] in known and (hint & _LEADING or len(words) == 2)):
            found |= hint
        elif hint == Hint.DATE and not _NOT_DATE.isdisjoint(words):
            continue
        elif hint & _ANYWHERE and not known.isdisjoint(words):
            found |= hint
    if found & Hint.DATE and not _NOT_DATE.isdisjoint(words):
        found &= ~Hint.DATE
    return found


_LEADING: Final = Hint.AUTHOR | Hint.COMMENTS | Hint.MORE | Hint.SHARE | Hint.META | Hint.EXCERPT
_ANYWHERE: Final = Hint.AUTHOR | Hint.DATE | Hint.EXCERPT | Hint.COMMENTS | Hint.SHARE | Hint.MORE


@lru_cache(maxsize=8192)
def zone_hints(tag: str, names: str, role: str) -> int:
    """The parts of a page that an element's tag, class and id hint at.

    Args:
        tag: lower case.
        names: class and id, separated by a blank.
        role: the ``role`` attribute, "" without one.

    Returns:
        :class:`Zone` bits.
    """
    found = _TAG_ZONES.get(tag, 0) | _ROLE_ZONES.get(role, 0)
    for raw in names.split():
        token = raw.lower()
        if TERM_CLASS.match(token):
            continue
        if _WIDGET.match(token):
            found |= Zone.SIDE
            continue
        if _ABOUT_OTHERS.search(token):
            if token in _MAIN_NAMES:
                found |= Zone.MAIN
            continue
        words = frozenset(word.lower() for word in _pairs(raw))
        for zone, known in _ZONE_WORDS.items():
            if not known.isdisjoint(words):
                found |= zone
        if token in _MAIN_NAMES:
            found |= Zone.MAIN
    return found


_TAG_ZONES: Final = {
    "nav": Zone.NAV,
    "aside": Zone.SIDE,
    "footer": Zone.FOOT,
    "header": Zone.HEAD,
    "main": Zone.MAIN,
    "dialog": Zone.OTHER,
    "form": Zone.OTHER * 0,
    "menu": Zone.NAV,
}
_ROLE_ZONES: Final = {
    "navigation": Zone.NAV,
    "menu": Zone.NAV,
    "menubar": Zone.NAV,
    "complementary": Zone.SIDE,
    "contentinfo": Zone.FOOT,
    "banner": Zone.HEAD,
    "main": Zone.MAIN,
    "dialog": Zone.OTHER,
    "search": Zone.OTHER,
    "tablist": Zone.NAV,
}
_MAIN_NAMES: Final = word_set("main content primary main-content site-main maincontent main_content contents contenuto")
