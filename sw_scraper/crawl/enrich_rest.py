"""Dates and authors from a REST address that the pages advertise: 100 posts a request, none at a guessed address.

Source: WordPress REST API handbook; the lists of a term are ``<root>wp/v2/posts?<rest_base>=<id>``, and the term
itself names them (``_links``, ``wp:post_type``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from sw_scraper.extract.link_header import linked_url
from sw_scraper.extract.rest_answers import RestTaxonomy, RestTerm, rest_taxonomies, rest_term, rest_terms
from sw_scraper.normalize.urls import identity_of

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from sw_scraper.crawl.enrichment import Answer, Ask, Enrichment, Steps

BATCH: Final = 100
_MOST_PAGES: Final = 500
_MOST_TAXONOMIES: Final = 6
_TERM: Final = re.compile(r"(?P<prefix>\S*[/=]wp/v2/)(?P<base>[\w%-]{1,100})/(?P<id>\d{1,9})/?", re.ASCII)
_CORE: Final = {"tag": "post_tag", "category": "category"}


def with_query(url: str, **values: str | int) -> str:
    """An address with further query values; works where the address is itself a query (``?rest_route=/wp/v2/``).

    >>> with_query("https://example.org/?rest_route=/wp/v2/posts", per_page=100)
    'https://example.org/?rest_route=/wp/v2/posts&per_page=100'
    """
    query = "&".join(f"{quote(name)}={quote(str(value), safe=',')}" for name, value in values.items())
    base = url.partition("#")[0]
    return f"{base}{'&' if '?' in base else '?'}{query}"


def rest_steps(work: Enrichment) -> Steps:
    """Ask for the posts of the tag, page after page, until nothing is missing."""
    kinds = {"rest": [], "api": []}  # type: dict[str, list[str]]
    for alternate in work.source.alternates:
        if alternate.kind in kinds and (url := work.adopt(alternate.url)) is not None:
            kinds[alternate.kind].append(url)
    term_url = next((url for url in kinds["rest"] if _TERM.fullmatch(url)), None)
    if term_url is not None:
        yield from _of_term_address(work, term_url)
    elif kinds["api"]:
        yield from _of_root(work, kinds["api"][0])
    elif work.way == "rest":
        work.problems.append("no page of the list advertises a REST address")


def _of_term_address(work: Enrichment, url: str) -> Steps:
    """The tag's own REST address is advertised: its number and the name of its field stand in it."""
    match = _TERM.fullmatch(url)
    assert match is not None
    base, number = unquote(match["base"]), int(match["id"])
    posts = with_query(f"{match['prefix']}posts", **{base: number})
    if (yield from _pages(work, posts, term=(base, number))):
        return
    answer = yield from work.ask("term", url)
    if answer.trouble is not None:
        work.problem(url, answer.trouble.what)
        return
    term = rest_term(answer.body, url=answer.url)
    if term is None:
        work.problem(url, "the REST address gives no term")
        return
    yield from _of_term(work, term, asked=posts)


def _of_term(work: Enrichment, term: RestTerm, *, asked: str = "") -> Steps:
    """The lists that a term names, one for each type of post."""
    totals = []
    for listed in term.posts_urls:
        adopted = work.adopt(listed)
        if adopted is None or adopted == asked:
            continue
        total = yield from _pages(work, adopted, term=None)
        totals.append(total)
    if totals and None not in totals:
        work.n_expected = sum(total or 0 for total in totals)
    if not totals:
        work.problems.append("the REST address names no list of the tag's posts")


def _of_root(work: Enrichment, root: str) -> Steps:
    """Only the root is advertised: find the taxonomy and the term below it."""
    answer = yield from work.ask("taxonomies", f"{root}wp/v2/taxonomies")
    if answer.trouble is not None:
        work.problem(root, answer.trouble.what)
        return
    known = rest_taxonomies(answer.body, url=answer.url)
    if known is None:
        work.problem(root, "the REST address gives no taxonomies")
        return
    for taxonomy in _likely(known, work.source.taxonomy)[:_MOST_TAXONOMIES]:
        term = yield from _find_term(work, taxonomy)
        if term is not None:
            posts = with_query(f"{root}wp/v2/posts", **{taxonomy.rest_base: term.number})
            if not (yield from _pages(work, posts, term=(taxonomy.rest_base, term.number))):
                yield from _of_term(work, term, asked=posts)
            return
    work.problems.append("the REST address knows no such tag")


def _likely(taxonomies: tuple[RestTaxonomy, ...], name: str) -> list[RestTaxonomy]:
    """The taxonomies, those first whose name the archive's address has."""
    wanted = {name, _CORE.get(name, name)}
    return sorted(taxonomies, key=lambda one: not ({one.slug, one.rest_base} & wanted))


def _find_term(work: Enrichment, taxonomy: RestTaxonomy) -> Generator[Ask, Answer, RestTerm | None]:
    """The term of a taxonomy whose archive is the tag's."""
    adopted = work.adopt(taxonomy.url)
    if adopted is None:
        return None
    answer = yield from work.ask("terms", with_query(adopted, slug=work.source.slug))
    terms = rest_terms(answer.body, url=answer.url) if answer.trouble is None else None
    tag = identity_of(work.source.tag_url)
    for term in terms or ():
        own = work.adopt(term.url) if term.url else None
        if own is not None and identity_of(own) == tag:
            return term
    return None


def _pages(work: Enrichment, url: str, *, term: tuple[str, int] | None) -> Generator[Ask, Answer, int | None]:
    """Read a list of posts.

    Args:
        work: the enrichment.
        url: of the list, without the values that say what of the posts is wanted.
        term: the field and the id that each post must have; None for a list that the site itself names.

    Returns:
        How many posts the list has; None when it cannot be used.
    """
    following: str | None = with_query(url, per_page=BATCH, _fields=_fields(term), _embed="author")
    total: int | None = None
    for _ in range(_most_pages(work)):
        if following is None:
            break
        answer = yield from work.ask("posts", following)
        if answer.trouble is not None:
            work.problem(following, answer.trouble.what)
            return total
        batch = work.take_posts(answer, term=term)
        if batch is None or (term is not None and not (batch.is_filtered and batch.n_items)):
            if batch is None:
                work.problem(following, "the REST address gives no list of posts")
            return total
        if total is None:
            total = answer.total if answer.total is not None else batch.n_items
            if term is not None:
                work.n_expected = answer.total
        following = next(_following(work, answer), None)
        if not work.open_gaps(work.rest):
            break
    return total


def _fields(term: tuple[str, int] | None) -> str:
    """What is wanted of a post; without it an answer has whole posts, and a request costs a hundred times as much."""
    names = ["id", "link", "date", "date_gmt", "modified_gmt", "_links", "_embedded"]
    return ",".join([*names, *([term[0]] if term is not None else [])])


def _most_pages(work: Enrichment) -> int:
    """A harvest of the newest end needs the newest posts only."""
    return _MOST_PAGES if work.source.whole_list else -(-work.source.n_rows // BATCH) + 1


def _following(work: Enrichment, answer: Answer) -> Iterator[str]:
    """The next page, when the answer links to one on the same site that was not asked for yet."""
    url = linked_url(answer.link, "next", base=answer.url)
    adopted = work.adopt(url) if url is not None else None
    if adopted is not None and all(ask.url != adopted for ask in work.asked):
        yield adopted
