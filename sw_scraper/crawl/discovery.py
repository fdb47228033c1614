"""Which tags a site has: by its REST address, its sitemaps, and its links. Pure: addresses out, answers in.

Only what the site itself names is asked: the root of its REST addresses, the sitemaps of its robots.txt, its links.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from sw_scraper.crawl.enrich_rest import with_query
from sw_scraper.crawl.enrichment import Answer, Ask, Steps
from sw_scraper.extract.alternates import alternates_of
from sw_scraper.extract.document import load_document
from sw_scraper.extract.link_header import API, linked_url
from sw_scraper.extract.rest_answers import RestTaxonomy, RestTerm, rest_taxonomies, rest_terms
from sw_scraper.extract.sitemap import read_sitemap, sitemaps_in_robots
from sw_scraper.normalize.keys import tag_key
from sw_scraper.normalize.text import clean_text
from sw_scraper.store.discoveries import DiscoveredTag

if TYPE_CHECKING:
    from sw_scraper.crawl.enrichment import AskKind
    from sw_scraper.extract.document import Document
    from sw_scraper.model import SiteProfile, TagKey
    from sw_scraper.store.records import DiscoveredBy

_INTERNAL: Final = frozenset(
    {"nav_menu", "link_category", "post_format", "wp_theme", "wp_template_part_area", "wp_pattern_category"}
)
_CORE: Final = {"tag": "post_tag"}
_USUAL: Final = frozenset(
    {
        "tag", "tags", "topic", "topics", "category", "categories", "sdgs", "argomento", "argomenti", "categoria",
        "tema", "temi", "thema", "etiqueta", "mot-cle",
    }
)  # fmt: skip
_TERMS_PER_PAGE: Final = 100
_MOST_TERM_PAGES: Final = 100
_MOST_TAXONOMIES: Final = 12
_MOST_SITEMAPS: Final = 30
_MOST_TAGS: Final = 20_000
_ORDER: Final = ("rest", "sitemap", "link")


@dataclass(slots=True, kw_only=True)
class Discovery:
    """One look at a site.

    Attributes:
        start_url: of the site, or of one archive on it.
        profile: of the site; None for a site without one.
        only: the one taxonomy that is wanted; None for all.
        adopt: an address as it is to be asked for, or None when it leads away from the site.
        found: by tag_id.
        problems: why something could not be had.
        asked: what was asked, in order.
    """

    start_url: str
    profile: SiteProfile | None = None
    only: str | None = None
    adopt: Callable[[str], str | None] = str
    found: dict[str, DiscoveredTag] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    asked: list[Ask] = field(default_factory=list)

    @property
    def wanted(self) -> frozenset[str]:
        """The taxonomies that count."""
        if self.only is not None:
            return frozenset({self.only})
        if self.profile is not None:
            return frozenset(entry.name for entry in self.profile.taxonomies)
        start = tag_key(self.start_url)
        return _USUAL if start.taxonomy == "archive" else frozenset({start.taxonomy})

    def steps(self) -> Steps:
        """Ask the site's own page, REST, then sitemaps and one archive for what REST did not tell."""
        answer = yield from self._ask("page", self.start_url)
        doc, root = self._page(answer)
        if root is not None:
            yield from self._rest(root)
        told = self._told_by("rest")
        if self.wanted <= told or (told and self.wanted is _USUAL):
            return
        yield from self._sitemaps(answer.url)
        if doc is not None and self.found and not self._told_by("rest", "sitemap"):
            # A page of an archive has the tag cloud that a home page may lack.
            first = next(iter(self.found.values())).tag_url
            if all(ask.url != first for ask in self.asked):
                self._page((yield from self._ask("page", first)))

    def _ask(self, kind: AskKind, url: str) -> Generator[Ask, Answer, Answer]:
        ask = Ask(kind, url)
        self.asked.append(ask)
        answer = yield ask
        if answer.trouble is not None:
            self.problems.append(f"{answer.trouble.what} ({url})")
        return answer

    def _told_by(self, *sources: str) -> frozenset[str]:
        return frozenset(tag.key.taxonomy for tag in self.found.values() if tag.discovered_by in sources)

    def _page(self, answer: Answer) -> tuple[Document | None, str | None]:
        """Take the links of a page; the page, and the root of the REST addresses that it names."""
        if answer.trouble is not None:
            return None, None
        doc = load_document(answer.body, url=answer.url, content_type=answer.content_type)
        for anchor in doc.anchors:
            if anchor.url is not None:
                name = clean_text(doc.text(anchor.element))
                self._take(anchor.url, "link", name=name.lstrip("#").strip() or None if name else None)
        root = linked_url(answer.link, API, base=answer.url)
        root = root or next((one.url for one in alternates_of(doc) if one.kind == "api"), None)
        return doc, self.adopt(root) if root is not None else None

    # ------------------------------------------------------------------ REST

    def _rest(self, root: str) -> Steps:
        answer = yield from self._ask("taxonomies", f"{root}wp/v2/taxonomies")
        if answer.trouble is not None:
            return
        known = rest_taxonomies(answer.body, url=answer.url)
        if known is None:
            self.problems.append(f"the REST address gives no taxonomies ({answer.url})")
            return
        names = {_CORE.get(name, name) for name in self.wanted} | self.wanted
        public = [one for one in known if one.slug not in _INTERNAL]
        likely = [one for one in public if {one.slug, one.rest_base} & names]
        # What a taxonomy is called in addresses may be another name: the others are asked for what is still missing.
        for taxonomy in [*likely, *(one for one in public if one not in likely)][:_MOST_TAXONOMIES]:
            if self.wanted <= self._told_by("rest") and taxonomy not in likely:
                return
            yield from self._terms(taxonomy)

    def _terms(self, taxonomy: RestTaxonomy) -> Steps:
        listed = self.adopt(taxonomy.url)
        following = (
            with_query(listed, per_page=_TERMS_PER_PAGE, _fields="id,slug,name,description,count,link")
            if listed is not None
            else None
        )
        for _ in range(_MOST_TERM_PAGES):
            if following is None:
                return
            answer = yield from self._ask("terms", following)
            terms = rest_terms(answer.body, url=answer.url) if answer.trouble is None else None
            for term in terms or ():
                self._take_term(term)
            link = linked_url(answer.link, "next", base=answer.url) if terms else None
            adopted = self.adopt(link) if link is not None else None
            following = adopted if adopted is not None and all(ask.url != adopted for ask in self.asked) else None
        self.problems.append(
            f"only the first {_MOST_TERM_PAGES * _TERMS_PER_PAGE:,} terms of {taxonomy.slug} were read"
        )

    def _take_term(self, term: RestTerm) -> None:
        if term.url is not None:
            self._take(term.url, "rest", name=term.name, description=term.description, count=term.count)

    # ------------------------------------------------------------------ sitemaps

    def _sitemaps(self, base: str) -> Steps:
        robots = yield from self._ask("robots", urljoin(base, "/robots.txt"))
        if robots.trouble is not None:
            return
        waiting = [url for one in sitemaps_in_robots(robots.body, url=robots.url) if (url := self.adopt(one))]
        for _ in range(_MOST_SITEMAPS):
            if not waiting:
                return
            waiting.sort(key=self._unlikely)
            url = waiting.pop(0)
            answer = yield from self._ask("sitemap", url)
            read = read_sitemap(answer.body, url=answer.url) if answer.trouble is None else None
            if read is None:
                continue
            inner, pages = read
            asked = {ask.url for ask in self.asked}
            adopted = [one for found in inner if (one := self.adopt(found)) is not None and one not in asked]
            likely = [one for one in adopted if not self._unlikely(one)]
            waiting += [one for one in (likely or adopted) if one not in waiting]
            for page in pages:
                self._take(page, "sitemap")

    def _unlikely(self, url: str) -> bool:
        """The name of a sitemap that lists no archives of tags, as far as it tells."""
        names = {*self.wanted, *(_CORE.get(name, name) for name in self.wanted), "taxonom"}
        return not any(name in url for name in names)

    # ------------------------------------------------------------------ what was found

    def _take(
        self,
        url: str,
        source: DiscoveredBy,
        *,
        name: str | None = None,
        description: str | None = None,
        count: int | None = None,
    ) -> None:
        adopted = self.adopt(url)
        key = self.key_of(adopted) if adopted is not None else None
        if adopted is None or key is None or len(self.found) >= _MOST_TAGS:
            return
        goals = self.profile.goal_numbers if self.profile is not None else {}
        tag = DiscoveredTag(
            key=key,
            tag_url=adopted.partition("#")[0],
            discovered_by=source,
            name=name,
            description=description,
            goal_number=goals.get(f"{key.taxonomy}/{key.slug}"),
            n_expected=count,
        )
        known = self.found.get(key.tag_id)
        if known is None or _ORDER.index(source) < _ORDER.index(known.discovered_by):
            self.found[key.tag_id] = replace(tag, name=tag.name or (known.name if known else None))

    def key_of(self, url: str) -> TagKey | None:
        """The tag whose archive an address is; None for any other page."""
        key = tag_key(url, self.profile)
        if key.taxonomy == "archive" or key.taxonomy not in self.wanted:
            return None
        return key if self.profile is None or key.site == self.profile.key else None
