"""What teasers lack and where it comes from: which addresses are asked, in which order, and what follows. Pure.

The steps are a generator: an :class:`Ask` out, an :class:`Answer` in. What was asked stands in the recording, and a
replay asks exactly that again and decides nothing anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, cast

from sw_scraper.crawl.enrich_feed import feed_steps
from sw_scraper.crawl.enrich_rest import rest_steps
from sw_scraper.extract.account_names import account_names
from sw_scraper.extract.feed_entries import read_feed
from sw_scraper.extract.rest_answers import RestPosts, rest_posts
from sw_scraper.normalize.keys import article_id

if TYPE_CHECKING:
    from datetime import datetime

    from sw_scraper.crawl.steps import Trouble
    from sw_scraper.extract.article import ArticleFacts
    from sw_scraper.extract.feed_entries import Feed
    from sw_scraper.extract.post_facts import PostFacts
    from sw_scraper.model import Alternate

AskKind = Literal["posts", "term", "terms", "taxonomies", "feed", "article", "page", "robots", "sitemap"]
Way = Literal["auto", "rest", "feed", "article"]
FACT = "sw-enrich"
"""The name under which a recording has what was asked."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One address to ask for; ``kind`` says what it should answer."""

    kind: AskKind
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came.

    Attributes:
        url: where redirects ended.
        body: decoded; empty with a trouble.
        link: the header ``Link``.
        total: the header ``X-WP-Total``; None without a usable one.
        content_type: the header.
        fetched_at: when the response began, UTC.
        trouble: why there is no usable answer; None when there is one.
    """

    url: str
    body: bytes = b""
    link: str | None = None
    total: int | None = None
    content_type: str | None = None
    fetched_at: datetime | None = None
    trouble: Trouble | None = None


Steps = Generator[Ask, Answer, None]


@dataclass(slots=True)
class Gaps:
    """The articles of a harvest that lack a date or an author, and what else the way to them needs.

    Attributes:
        urls: article_id to address as linked, of those that lack something.
        others: the same of those that lack nothing; kept only when article pages are read.
        hashes: article_id to the content hash of what the list shows; kept likewise.
    """

    keep_all: bool = False
    urls: dict[str, str] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)

    def note(self, identity: str, url: str | None, *, is_whole: bool, content_hash: str) -> None:
        """Note one teaser that became a row or will."""
        if url is None:
            return
        if not is_whole:
            self.urls.setdefault(identity, url)
        elif self.keep_all:
            self.others.setdefault(identity, url)
        if self.keep_all:
            self.hashes.setdefault(identity, content_hash)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What is known of the tag and its site when the enrichment begins.

    Attributes:
        tag_url: address of the archive.
        slug, taxonomy: of the tag, as its address has them.
        alternates: what the pages of the list advertise.
        site_names: what the site is called.
        timezone: IANA name of the site's zone; None when it is not known.
        whole_list: the list was read to its end, not only its newest part.
        n_rows: articles that the harvest read.
        articles: article_id and address of the article pages to read, in order.
    """

    tag_url: str
    slug: str
    taxonomy: str
    alternates: tuple[Alternate, ...] = ()
    site_names: tuple[str, ...] = ()
    timezone: str | None = None
    whole_list: bool = True
    n_rows: int = 0
    articles: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True, kw_only=True)
class Enrichment:
    """One harvest's enrichment, from its first request to the columns that it fills.

    Attributes:
        way: what the user asked for.
        gaps: what the list lacks.
        source: of the tag.
        adopt: an address as it is to be asked for, or None when it leads away from the site.
        read_article: what an article page says; None when article pages are not read.
        asked: what was asked, in order.
        problems: why something could not be had, in plain words.
        n_expected: how many entries the site says that the list has; None when it was not asked.
    """

    way: Way
    gaps: Gaps
    source: Source
    adopt: Callable[[str], str | None] = str
    read_article: Callable[[Answer], ArticleFacts | None] | None = None
    asked: list[Ask] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    n_expected: int | None = None
    rest: dict[str, PostFacts] = field(default_factory=dict)
    feed: dict[str, PostFacts] = field(default_factory=dict)
    articles: dict[str, ArticleFacts] = field(default_factory=dict)
    _fetched: dict[str, datetime | None] = field(default_factory=dict)
    _names: list[tuple[str, ...]] = field(default_factory=list)
    _feed_titles: set[str] = field(default_factory=set)

    # ------------------------------------------------------------------ what is asked

    def steps(self) -> Steps:
        """Ask what the way needs; ends when nothing is missing any more or nothing more can be had."""
        if self.gaps.urls:
            if self.way in ("auto", "rest", "article"):
                yield from rest_steps(self)
            if self.way == "feed" or (self.way != "rest" and not self.rest):
                yield from feed_steps(self)
        for identity, url in self.source.articles:
            yield from self._article(identity, url)

    def recorded_steps(self, fact: str) -> Steps:
        """Ask what a recording says was asked."""
        try:
            noted = json.loads(fact)
            asks = [Ask(cast("AskKind", str(kind)), str(url)) for kind, url in noted["steps"]]
            expected = noted.get("n_expected")
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            self.problems.append("the recording's list of enrichment steps cannot be read")
            return
        self.n_expected = expected if isinstance(expected, int) else None
        for ask in asks:
            answer = yield from self.ask(ask.kind, ask.url)
            if answer.trouble is not None:
                continue
            if ask.kind == "posts":
                self.take_posts(answer)
            elif ask.kind == "feed":
                self.take_feed(answer)
            elif ask.kind == "article":
                self._take_article(article_id(ask.url), answer)

    def ask(self, kind: AskKind, url: str) -> Generator[Ask, Answer, Answer]:
        """Ask for one address."""
        asked = Ask(kind, url)
        self.asked.append(asked)
        answer = yield asked
        return answer

    def facts(self) -> dict[str, str]:
        """What the recording must hold, so that a replay asks the same; empty when nothing was asked."""
        if not self.asked:
            return {}
        noted = {"steps": [[ask.kind, ask.url] for ask in self.asked], "n_expected": self.n_expected}
        return {FACT: json.dumps(noted, ensure_ascii=True, separators=(",", ":"))}

    # ------------------------------------------------------------------ what came

    def open_gaps(self, found: Mapping[str, PostFacts]) -> bool:
        """Something is missing that was not found yet."""
        return any(identity not in found for identity in self.gaps.urls)

    def take_posts(self, answer: Answer, *, term: tuple[str, int] | None = None) -> RestPosts | None:
        """Keep what an answer of posts says; None when it is no list of posts."""
        batch = rest_posts(answer.body, url=answer.url, term=term, timezone=self.source.timezone)
        if batch is not None:
            self._keep(self.rest, batch.posts)
        return batch

    def take_feed(self, answer: Answer) -> Feed | None:
        """Keep what a feed says; None when it is none."""
        found = read_feed(answer.body, url=answer.url, timezone=self.source.timezone)
        if found is not None:
            self._keep(self.feed, found.entries)
            self._feed_titles.update([found.title] if found.title else [])
        return found

    def _keep(self, into: dict[str, PostFacts], posts: Sequence[PostFacts]) -> None:
        for post in posts:
            self._names.append(post.authors_raw)
            identity = article_id(post.url)
            if identity in self.gaps.urls or self.way == "article":
                into.setdefault(identity, post)

    def _article(self, identity: str, url: str) -> Steps:
        adopted = self.adopt(url)
        if adopted is None:
            return
        answer = yield from self.ask("article", adopted)
        if answer.trouble is not None:
            self.problem(adopted, answer.trouble.what)
            return
        self._take_article(identity, answer)

    def _take_article(self, identity: str, answer: Answer) -> None:
        facts = self.read_article(answer) if self.read_article is not None else None
        if facts is not None:
            self.articles[identity] = facts
            self._fetched[identity] = answer.fetched_at
        else:
            self.problem(answer.url, "the article page cannot be read")

    def problem(self, url: str, what: str) -> None:
        """Note why an address gave nothing; the first ones are told, all are counted."""
        self.problems.append(f"{what} ({url})")

    # ------------------------------------------------------------------ what follows

    def accounts(self) -> frozenset[str]:
        """The names of REST and feed that are accounts and no authors."""
        return account_names(self._names, site_names=[*self.source.site_names, *sorted(self._feed_titles)])

    def text_rows(self) -> list[dict[str, Any]]:
        """The rows of texts: one for each article whose page gave a text."""
        from sw_scraper.extract.article import EXTRACTOR

        return [
            {
                "article_id": identity,
                "text": article.text,
                "fetched_at": self._fetched[identity],
                "extractor": EXTRACTOR,
                "language": article.language,
                "reading_time_min": article.reading_time_min,
                "canonical_url": article.canonical_url,
                "keywords": list(article.keywords),
            }
            for identity, article in self.articles.items()
            if article.text is not None
        ]

    def patches(self) -> dict[str, dict[str, Any]]:
        """The columns of sightings that were found, by article_id; the store fills only what the page left empty."""
        from sw_scraper.crawl.enriched_columns import columns_of

        accounts = self.accounts()
        made = {}
        for identity in {**self.rest, **self.feed, **self.articles}:
            columns = columns_of(
                rest=self.rest.get(identity),
                feed=self.feed.get(identity),
                article=self.articles.get(identity),
                accounts=accounts,
            )
            if columns:
                made[identity] = columns
        return made
