"""What goes into a walk and what comes out of it: responses as values, steps, ends, limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from sw_scraper.model import ArchivePage, Scope

EndVerdict = Literal["complete", "partial", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkLimits:
    """What ends a walk early.

    Attributes:
        page_cap: pages after which a list counts as endless; reaching it is ``partial``. Not used with max_pages.
        max_pages, max_items, since: what the user limited; reaching them is ``complete`` of scope ``window``.
        refresh_hops: meta refreshes followed for one page.
        repeated_pages: pages in a row without anything new that end the list.
        url_length: of the longest address that is asked for.
    """

    page_cap: int = 200
    max_pages: int | None = None
    max_items: int | None = None
    since: date | None = None
    refresh_hops: int = 3
    repeated_pages: int = 2
    url_length: int = 4096

    @property
    def is_window(self) -> bool:
        """The user limited the harvest."""
        return self.max_pages is not None or self.max_items is not None or self.since is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the walk must know of one teaser.

    Attributes:
        identity: the article_id, or the content hash of a teaser without link.
        content_hash: of title, teaser, date and authors.
        day: day of publication; None when it is not known.
        linked: the teaser leads to an article.
        shows: which of ``teaser``, ``date``, ``authors``, ``image`` it has.
    """

    identity: str
    content_hash: str
    day: date | None = None
    linked: bool = True
    shows: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A response to one request of the walk.

    Attributes:
        asked: the address that the walk asked for.
        url: where redirects ended.
        status: the HTTP status.
        problem: the failure class and words for a status that is an error; None for a good one.
        page: what the page says; None when the body is not HTML.
        entries: one for each teaser of the page, in page order.
        refresh_url: where a meta refresh of the page leads; None without one.
        media_type: of the body, for messages.
    """

    asked: str
    url: str
    status: int = 200
    problem: Trouble | None = None
    page: ArchivePage | None = None
    entries: tuple[Entry, ...] = ()
    refresh_url: str | None = None
    media_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why there is no usable response: class as in ``harvests.failure_class``, what happened, what to do next."""

    failure_class: str
    what: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """How a walk ended.

    Attributes:
        reason: one sentence in plain words, without a full stop.
        failure_class: for ``failed`` and for a ``partial`` that a failure caused.
        hint: what to do next; "" when there is nothing to do.
    """

    verdict: EndVerdict
    scope: Scope
    reason: str
    failure_class: str | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What follows from a page.

    Attributes:
        number: of the page in reading order; None when the page gives no rows.
        taken: indexes of the teasers that count, in page order.
        follow: the address to ask for next; None at the end.
        end: how the walk ended; None while it goes on.
    """

    number: int | None = None
    taken: tuple[int, ...] = ()
    follow: str | None = None
    end: End | None = None
