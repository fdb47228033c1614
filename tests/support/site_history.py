"""A simulated site with a history: tags whose lists change from day to day, and between two requests."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sw_scraper.model import ArchivePage, PageDate, Pagination, TagHeader, Teaser

BASE = "https://historia.example"
TAGS = ("a", "b")
RULES = {"title": "theme:x title", "teaser": "theme:x teaser", "date": "theme:x date", "authors": "theme:x authors"}


@dataclass(frozen=True, kw_only=True)
class SimPost:
    """An invented post."""

    number: int
    day: date
    version: int = 0
    tags: frozenset[str] = frozenset(TAGS[:1])

    @property
    def url(self) -> str:
        """Of its own page."""
        return f"{BASE}/articolo-{self.number}/"


@dataclass(kw_only=True)
class SimSite:
    """Two tags, newest first, pinned posts on top.

    Attributes:
        chance: of everything that happens.
        page_size: entries on a page.
        dated: teasers have dates.
        says_count, says_pages: pages say how long the list is.
        past_end: what the page after the last one is: ``404``, ``first`` (leads to page 1), ``empty``, or ``none``
            where the last page links to no next one.
        posts: number to post.
        pinned: numbers of pinned posts, for each tag.
        spoil: what becomes of every teaser that is shown.
        shown_share: so much of each list is shown.
        events: what happened, in words.
    """

    chance: random.Random
    page_size: int = 6
    dated: bool = True
    says_count: bool = False
    says_pages: bool = False
    past_end: str = "none"
    today: date = date(2026, 1, 1)
    posts: dict[int, SimPost] = field(default_factory=dict)
    pinned: dict[str, list[int]] = field(default_factory=lambda: {tag: [] for tag in TAGS})
    spoil: Callable[[Teaser], Teaser] = lambda teaser: teaser
    shown_share: float = 1.0
    events: list[str] = field(default_factory=list)
    _next: int = 0

    @classmethod
    def random(cls, seed: int) -> SimSite:
        """A site with its first posts."""
        chance = random.Random(seed)
        site = cls(
            chance=chance,
            page_size=chance.choice([3, 4, 5, 6, 8, 10, 12]),
            dated=chance.random() < 0.75,
            says_count=chance.random() < 0.4,
            says_pages=chance.random() < 0.4,
            past_end=chance.choice(["none", "none", "404", "first", "empty"]),
        )
        for back in range(chance.randint(6, 70), 0, -1):
            site._add(site.today - timedelta(days=back), frozenset(chance.choice([("a",), ("a", "b"), ("b",)])))
        return site

    # ------------------------------------------------------------------ what happens on it

    def _add(self, day: date, tags: frozenset[str]) -> SimPost:
        self._next += 1
        post = self.posts[self._next] = SimPost(number=self._next, day=day, tags=tags)
        return post

    def add(self) -> None:
        """A post enters at the newest end."""
        post = self._add(self.today, self.chance.choice([frozenset("a"), frozenset("ab"), frozenset("b")]))
        self.events.append(f"add {post.number} {sorted(post.tags)}")

    def backdate(self) -> None:
        """A post enters somewhere below."""
        post = self._add(self.today - timedelta(days=self.chance.randint(3, 60)), frozenset("a"))
        self.events.append(f"backdate {post.number}")

    def edit(self) -> None:
        """A title changes."""
        post = self._any()
        self.posts[post.number] = replace(post, version=post.version + 1)
        self.events.append(f"edit {post.number}")

    def move(self) -> None:
        """A post goes from one tag to the other."""
        post = self._any()
        tags = frozenset("b") if "a" in post.tags else frozenset("a")
        self.posts[post.number] = replace(post, tags=tags)
        self.events.append(f"move {post.number} to {sorted(tags)}")

    def delete(self) -> None:
        """A post is gone."""
        if len(self.posts) > 6:
            post = self._any()
            del self.posts[post.number]
            self.events.append(f"delete {post.number}")

    def pin(self) -> None:
        """A post is pinned on top of a tag, or no longer is."""
        tag = self.chance.choice(TAGS)
        pinned = self.pinned[tag]
        post = self._any()
        if pinned and self.chance.random() < 0.4:
            pinned.pop()
        elif len(pinned) < 3 and post.number not in pinned and tag in post.tags:
            pinned.append(post.number)
        self.events.append(f"pinned in {tag}: {pinned}")

    def _any(self) -> SimPost:
        return self.posts[self.chance.choice(sorted(self.posts))]

    def live_a_day(self) -> None:
        """A day passes, and now and then a lot happens on it."""
        self.today += timedelta(days=1)
        for _ in range(self.chance.choice([0, 0, 0, 1, 1, 1, 2, 3, 7, 14])):
            self.add()
        self.happen(self.chance.choice([0, 0, 0, 1, 1, 2]))

    def happen(self, times: int) -> None:
        """Something else happens so many times."""
        for _ in range(times):
            self.chance.choice([self.backdate, self.edit, self.edit, self.move, self.delete, self.pin])()

    def shift(self) -> None:
        """Something happens between two requests."""
        doing: list[Callable[[], None]] = [self.add, self.add, self.delete, self.move, self.pin, self.edit]
        self.chance.choice(doing)()

    # ------------------------------------------------------------------ what it shows

    def listed(self, tag: str) -> list[SimPost]:
        """The list of a tag."""
        posts = [post for post in self.posts.values() if tag in post.tags]
        top = [post for post in posts if post.number in self.pinned[tag]]
        rest = [post for post in posts if post.number not in self.pinned[tag]]
        in_order = sorted(rest, key=lambda post: (post.day, post.number), reverse=True)
        whole = sorted(top, key=lambda post: self.pinned[tag].index(post.number)) + in_order
        return whole[: math.ceil(len(whole) * self.shown_share)]

    def page(self, tag: str, number: int) -> tuple[str, ArchivePage] | None:
        """The address where a page is found, and the page; None for 404."""
        posts = self.listed(tag)
        last = max(1, -(-len(posts) // self.page_size))
        if number > last:
            if self.past_end == "first":
                return self.page(tag, 1)
            if self.past_end == "empty":
                return page_url(tag, number), ArchivePage(url=page_url(tag, number), kind="empty")
            return None
        shown = posts[(number - 1) * self.page_size : number * self.page_size]
        goes_on = number < last or (self.past_end != "none" and last > 1)
        page = ArchivePage(
            url=page_url(tag, number),
            kind="archive" if shown else "empty",
            tag=TagHeader(name=tag.upper()),
            teasers=tuple(self.teaser(post, place) for place, post in enumerate(shown, 1)),
            pagination=Pagination(
                next_url=page_url(tag, number + 1) if goes_on else None,
                page_number=number,
                last_page=last if self.says_pages else None,
                n_expected=len(posts) if self.says_count else None,
            ),
            extractor="theme:x",
            confidence=0.9,
        )
        return page.url, page

    def teaser(self, post: SimPost, position: int) -> Teaser:
        """A post as a list shows it."""
        day = PageDate(iso=post.day.isoformat(), precision="day", day=post.day) if self.dated else None
        title = f"Titolo inventato {post.number}, versione {post.version}"
        made = Teaser(
            position=position,
            url=post.url,
            url_raw=post.url,
            title=title,
            title_raw=title,
            teaser=f"Testo inventato numero {post.number}.",
            teaser_raw=f"Testo inventato numero {post.number}.",
            date=day,
            date_raw=day.iso if day else None,
            date_source="page" if day else None,
            authors=("Ada Inventata",),
            authors_raw=("Ada Inventata",),
            authors_source="page",
            rules=RULES,
        )
        return self.spoil(made)


def page_url(tag: str, number: int) -> str:
    return f"{BASE}/tag/{tag}/" if number == 1 else f"{BASE}/tag/{tag}/page/{number}/"
