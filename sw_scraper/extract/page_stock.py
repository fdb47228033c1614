"""How publishing systems name the kind of a page in ``<body class>``, linked data and addresses; data only.

Source: WordPress ``body_class()``, Drupal 7 to 10, Joomla (Helix, Astroid, Cassiopeia), Ghost, Shopify, Squarespace,
Blogger, PrestaShop, TYPO3, MediaWiki, schema.org.
"""

from __future__ import annotations

import re
from typing import Final

# Body classes, whole tokens. The first table that fits a token decides what the token says.
ARCHIVE_BODY: Final = re.compile(
    r"(?:^|\s)(?:archive|category|tag|author|blog|date|search-results|post-type-archive|tax-[\w-]+"
    r"|term-[\w-]+|category-[\w-]+|tag-[\w-]+|archives_body|amp-archive"
    r"|page-taxonomy(?:-term)?|path-taxonomy|taxonomy-term|page-view-[\w-]+|view-category|view-tag"
    r"|view-categories|view-featured|tag-template|author-template|paged"
    r"|template-blog|view-list|collection-type-blog(?:-[\w-]+)?|label-view|feed-view|archive-view|index-view"
    r"|search-view|cms-category|blog-list|is-archive|kind-term|kind-taxonomy|kind-section|category-page"
    r"|tag-page|tag-archive|ns-14|body-tag|template-tag)(?=\s|$)",
    re.IGNORECASE,
)
ARTICLE_BODY: Final = re.compile(
    r"(?:^|\s)(?:single|single-[\w-]+|postid-\d+|attachment|post-template|post-template-default"
    r"|page-node-type-(?:article|news|blog|post|story)|node-type-(?:article|news|blog|story|post|notizia)"
    r"|view-article"
    r"|template-article|view-item|item-view|kind-page-post|article-page|post-page|body-post|is-single"
    r"|singular-post|layout-article)(?=\s|$)",
    re.IGNORECASE,
)
HOME_BODY: Final = re.compile(
    r"(?:^|\s)(?:home|front|is-front|path-frontpage|homepage|home-page|frontpage|front-page|page-home"
    r"|home-template|template-index|is-home|body-home|itemid-101-home|index-page|kind-home|home-body)(?=\s"
    r"|$)",
    re.IGNORECASE,
)
BLOG_HOME_BODY: Final = re.compile(
    r"(?:^|\s)(?:blog|home-template|index-view|feed-view|view-list|view-featured)(?=\s|$)", re.IGNORECASE
)
ERROR_BODY: Final = re.compile(
    r"(?:^|\s)(?:error-?404|error404|page-not-found|path-404|template-404|page-404|error-page|not-found-page"
    r"|http-?error|error_404|is-404|body-404|e404|com-error)(?=\s|$)",
    re.IGNORECASE,
)
LOGIN_BODY: Final = re.compile(
    r"(?:^|\s)(?:login|login-action-[\w-]+|page-user-login|path-user-login|user-login|page-login|view-login"
    r"|login-page)(?=\s|$)",
    re.IGNORECASE,
)
STATIC_BODY: Final = re.compile(
    r"(?:^|\s)(?:page-template-default|page-id-\d+|page-template|page-template-template|wp-singular)(?=\s|$)"
)

ARCHIVE_TYPES: Final = frozenset(
    {"CollectionPage", "Blog", "SearchResultsPage", "ItemList", "DataFeed", "ProfilePage", "ArchiveComponent"}
)
ARTICLE_TYPES: Final = frozenset(
    {
        "Article",
        "NewsArticle",
        "BlogPosting",
        "ReportageNewsArticle",
        "AnalysisNewsArticle",
        "OpinionNewsArticle",
        "ScholarlyArticle",
        "TechArticle",
        "Report",
        "Recipe",
        "Event",
        "LiveBlogPosting",
        "BackgroundNewsArticle",
        "ReviewNewsArticle",
        "Review",
    }
)
TYPE: Final = re.compile(r'"@type"\s*:\s*(?:"([A-Za-z]{2,40})"|\[\s*"([A-Za-z]{2,40})")')

ARCHIVE_PATH: Final = re.compile(
    r"/(?:tags?|category|categories|categor[iy]as?|categoria|categorie|kategorie[n]?|kategori(?:a|e|er|ya)?"
    r"|topics?|temas?|temi|tema|themen?|thema|themes?|theme|subjects?|rubrik|rubriques?|rubrica|rubriche"
    r"|sections?|sezioni|sezione|archiv(?:e|es|i|io|o|os)?|etiquetas?|etiquetes?|etichette|argomenti"
    r"|argomento|schlagwort|schlagworte|mot-cle|mots-cles|labels?|author|authors|autore|autor|auteur"
    r"|taxonomy|term|sdgs?|keywords?|stichwort|onderwerp|onderwerpen|hashtag|rubric|rubrika|zhanr|metka"
    r"|tegi)/[^/]",
    re.IGNORECASE,
)
LIST_PATH: Final = re.compile(
    r"/(?:blog|blogs|news|notizie|noticias|noticia|actualites|actualite|actualidad|aktuelles|nachrichten"
    r"|nieuws|nyheter|nyheder|novosti|articoli|articles|artikel|articulos|artigos|posts|stories|press"
    r"|press-releases|comunicati|comunicati-stampa|presse|prensa|publications|pubblicazioni|publicaciones"
    r"|archive|archives|archivio|all|tutti-gli-articoli|eventi|events|insights|resources|journal|magazine"
    r"|updates|aktuality|wiadomosci|haberler|uutiset)(?:\.\w+)?/?$",
    re.IGNORECASE,
)
LOGIN_PATH: Final = re.compile(
    r"/(?:wp-login\.php|login|log-in|signin|sign-in|accedi|accesso|connexion|anmelden|iniciar-sesion|acceder"
    r"|entrar|auth|user/login|users/sign_in|account/login|inloggen|logowanie|prihlaseni|vhod|giris)(?:[./?]"
    r"|$)",
    re.IGNORECASE,
)
DATED_ARTICLE_PATH: Final = re.compile(r"/(?:19|20)\d\d/\d{1,2}(?:/\d{1,2})?/[^/]{6,}")
LANGUAGE_PATH: Final = re.compile(
    r"/(?:[a-z]{2}(?:[-_][a-z]{2})?|home|index\.\w+|home\.\w+|default\.\w+)?/?$", re.IGNORECASE
)

_CHALLENGE: Final = (
    "cdn-cgi/challenge-platform|cf-browser-verification|__cf_chl|_cf_chl_opt|cf-challenge|_Incapsula_Resource"
    "|px-captcha|captcha-delivery.com|sucuri_cloudproxy|ddos-guard|/.within.website/x/cmd/anubis"
    "|awsWafCookieDomainList|AwsWafIntegration|challenge-container|bm-verify|sec-if-cpt-container|cf-turnstile|aes.js"
    "|__test=|_guard/|slowAES|perimeterx|datadome|kpsdk|BotManager|vercel/security|altcha"
)
CHALLENGE_MARKS: Final = tuple(mark.encode() for mark in _CHALLENGE.split("|"))
