"""The walk through one archive: pages in, next address or end out. Pure: no network, no clock, no Scrapy.

Pages are judged first: a page that is no archive gives no teasers. Every end has a verdict and a reason in plain words.
What counts as evidence that a page N exists: a page before its direct neighbour named N or a higher number. A "next"
link alone is none, because many sites print one on their last page.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sw_scraper.crawl.newest import NewestEnd
from sw_scraper.crawl.past import Counts
from sw_scraper.crawl.rereads import Rereads
from sw_scraper.crawl.shifts import PageSeen, Shifts
from sw_scraper.crawl.steps import End, Step, Trouble, WalkLimits
from sw_scraper.normalize.urls import identity_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sw_scraper.crawl.past import Past
    from sw_scraper.crawl.steps import Arrival, EndVerdict, Entry
    from sw_scraper.model import ArchivePage, Scope

_NO_ARCHIVE = {
    "article": "is an article and no list of articles",
    "home": "is the site's home page and no archive of a tag",
    "error": "is an error page",
    "login": "asks for a login",
    "challenge": "is a check for robots, not the archive",
    "other": "is no archive that could be recognised",
}
_NO_ARCHIVE_HINT = {
    "article": "Give the address of the list that the article stands in",
    "home": "Give the address of a tag's archive; the tag may not exist on this site",
    "error": "Open the address in a browser, and run the same command again later",
    "login": "Open the address in a browser without being logged in; what is not public is not harvested",
    "challenge": "Ask the site's operator for permission; such checks are not circumvented",
    "other": "Open the address in a browser; pages that need JavaScript to show their list cannot be read",
}


@dataclass(slots=True, kw_only=True)
class Walk:
    """The state of one walk; :meth:`arrived` and :meth:`failed` move it on until a step has an end.

    Attributes:
        start_url: the first address.
        limits: what ends it early.
        past: what the tag listed when it was last read; None when that is not known.
        newest: read only the newest end; turns False where the site's counts say that this is not enough.
        swept_because: why the whole list is read though a part of it is known; None when there is no special reason.
        may_sweep: ``newest`` may turn False.
        may_repair: pages may be asked for again.
        adopt: an address as it is to be asked for, or None when it leads away from the site.
        pages: archive pages read so far.
        expected_pages: the highest page number that counts as evidence; None without.
    """

    start_url: str
    limits: WalkLimits = field(default_factory=WalkLimits)
    past: Past | None = None
    newest: bool = False
    swept_because: str | None = None
    may_sweep: bool = True
    may_repair: bool = True
    adopt: Callable[[str], str | None] = str
    pages: int = 0
    expected_pages: int | None = None
    _first_number: int = 1
    _middle: bool = False
    _tag_name: str | None = None
    _page_size: int = 0
    _always: frozenset[str] = frozenset()
    _items: int = 0
    _hops: int = 0
    _repeated: int = 0
    _end_of_news: NewestEnd | None = None
    _row_ended: bool = False
    _last_said: int | None = None
    _said: Counts | None = None
    _unlisted: set[str] = field(default_factory=set)
    _shifts: Shifts = field(default_factory=Shifts)
    _rereads: Rereads | None = None
    _end_then: End | None = None
    _asked: set[str] = field(default_factory=set)
    _identities: set[str] = field(default_factory=set)

    @property
    def number(self) -> int:
        """The number of the page that is being asked for, in reading order."""
        return self._first_number + self.pages

    @property
    def scope(self) -> Scope:
        """The scope as far as it is known."""
        if self.limits.is_window or self._middle:
            return "window"
        return "newest" if self.newest and self.past is not None else "full"

    @property
    def has_news(self) -> bool:
        """Something was read that is not known, or not known like that."""
        return self._end_of_news is not None and self._end_of_news.news

    @property
    def counts(self) -> Counts | None:
        """What the first page said of the list, beside what was read; None before it was read."""
        return self._said and replace(self._said, found=len(self._identities))

    @property
    def repaired(self) -> str | None:
        """What became of a list that shifted while it was read; None for one that stood still."""
        if self._rereads is None or not self._rereads.total:
            return None
        pages = "1 page was" if self._rereads.total == 1 else f"{self._rereads.total} pages were"
        why = f" ({'; '.join(self._shifts.noticed[:2])})" if self._shifts.noticed else ""
        return f"{pages} read again in case the list shifted{why}: {self._rereads.found} more entries were found"

    def first(self) -> str:
        """The first address to ask for."""
        self._asked.add(identity_of(self.start_url))
        return self.start_url

    def failed(self, trouble: Trouble) -> Step:
        """No usable response came: the walk is over."""
        if self._rereads is not None:
            what = f"page {self._rereads.number} could not be read again, though the list shifted: {trouble.what}"
            return self._end("partial", what, trouble.failure_class, trouble.hint)
        if self.pages == 0:
            return self._end("failed", trouble.what, trouble.failure_class, trouble.hint)
        return self._end(
            "partial", f"page {self.number} could not be read: {trouble.what}", trouble.failure_class, trouble.hint
        )

    def not_modified(self) -> Step:
        """The first page is as it was when the list was last read, says the server, and it is believed."""
        reason = "the server says that the first page has not been modified since the last harvest"
        return Step(end=End(verdict="complete", scope="newest", reason=reason))

    def arrived(self, arrival: Arrival) -> Step:
        """Judge a response and say what follows."""
        if self._rereads is not None:
            return self._read_again(arrival)
        step = self._judged_by_address(arrival) or self._judged_by_kind(arrival)
        return self._settled(step or self._accepted(arrival))

    # ------------------------------------------------------------------ is it a page of the list?

    def _judged_by_address(self, arrival: Arrival) -> Step | None:
        """Errors, and redirects that lead back or away; None when the page must be looked at."""
        if arrival.problem:
            past_end = self.pages and arrival.status in (404, 410)
            return (
                self._past_end(f"answers {arrival.status}", arrival.problem)
                if past_end
                else self.failed(arrival.problem)
            )
        final = identity_of(arrival.url)
        redirected = final != identity_of(arrival.asked)
        if redirected and _is_home(arrival.url) and not _is_home(self.start_url):
            trouble = Trouble(
                failure_class="home", what="The address leads to the site's home page", hint=_NO_ARCHIVE_HINT["home"]
            )
            return self._past_end("leads to the site's home page", trouble) if self.pages else self.failed(trouble)
        if redirected and self.pages and final in self._asked:
            return self._past_end("leads back to a page that was read before", None)
        self._asked.add(final)
        return None

    def _judged_by_kind(self, arrival: Arrival) -> Step | None:
        """Pages that are no archive; None for one that is."""
        page = arrival.page
        if page is not None and page.kind == "archive":
            return self._foreign(arrival, page) or self._unlinked(arrival) or self._unlike(arrival)
        if arrival.refresh_url and (page is None or page.kind != "empty"):
            return self._refreshed(arrival.refresh_url)
        if page is None:
            what = f"The address gives {arrival.media_type or 'something'} and no HTML page"
            hint = "Give the address of the archive as a browser shows it"
            return self.failed(Trouble(failure_class="not_html", what=what, hint=hint))
        if page.kind == "empty":
            return self._empty()
        reasons = f" ({'; '.join(page.reasons[:2])})" if page.reasons else ""
        trouble = Trouble(
            failure_class=page.kind,
            what=f"The page {_NO_ARCHIVE[page.kind]}{reasons}",
            hint=_NO_ARCHIVE_HINT[page.kind],
        )
        if page.kind == "error" and self._is_past_promised():
            return self._past_end("is an error page", trouble)
        return self.failed(trouble)

    def _foreign(self, arrival: Arrival, page: ArchivePage) -> Step | None:
        """A redirect to the list of another tag; None for this tag's."""
        name = page.tag.name if page.tag else None
        redirected = identity_of(arrival.url) != identity_of(arrival.asked)
        if self.pages and redirected and name and self._tag_name and name != self._tag_name:
            return self._past_end(f"leads to another list ({name})", None)
        return None

    def _unlinked(self, arrival: Arrival) -> Step | None:
        """A list of which no entry leads anywhere is no list of articles; None for any other."""
        if any(entry.linked for entry in arrival.entries):
            return None
        what = f"The page has a list, but none of its {len(arrival.entries)} entries has a link"
        return self.failed(Trouble(failure_class="other", what=what, hint=_NO_ARCHIVE_HINT["other"]))

    def _unlike(self, arrival: Arrival) -> Step | None:
        """A list that shows nothing of what every entry of the first page shows is another one, such as a footer's."""
        shown = frozenset[str]().union(*(entry.shows for entry in arrival.entries))
        if self.pages == 0 or not self._always or shown & self._always:
            return None
        what = f"has a list, but none of its entries shows {' or '.join(sorted(self._always))} as those before do"
        if self._is_past_promised():
            return self._past_end(what, None)
        trouble = Trouble(failure_class="other", what=f"The page {what}", hint=_NO_ARCHIVE_HINT["other"])
        return self.failed(trouble)

    def _empty(self) -> Step:
        """An archive page that says it has nothing."""
        if self.pages == 0:
            return self._end("complete", "the archive says that it has no entries")
        if self._is_missing(self.number):
            return self._end(
                "partial",
                f"page {self.number} says that it is empty, though the site names {self.expected_pages} pages",
            )
        return self._end("complete", f"page {self.number} says that there is nothing more")

    def _refreshed(self, url: str) -> Step:
        """A page that sends on by meta refresh."""
        self._hops += 1
        if self._hops > self.limits.refresh_hops:
            return self.failed(Trouble(failure_class="redirect_limit", what="The page sends on again and again"))
        if self.pages and identity_of(url) in self._asked:
            return self._past_end("leads back to a page that was read before", None)
        return self._follow(url, "sends on to")

    # ------------------------------------------------------------------ a page of the list

    def _accepted(self, arrival: Arrival) -> Step:
        """Count a page of the list and find what follows."""
        page = arrival.page
        assert page is not None
        if self.pages == 0:
            self._begin(arrival, page)
        number = self.number
        fresh = [entry.identity for entry in arrival.entries if entry.identity not in self._identities]
        self._repeated = 0 if fresh else self._repeated + 1
        if not fresh and self._repeated >= self.limits.repeated_pages and not self._is_missing(number + 1):
            return self._end("complete", f"page {number} only repeats entries of earlier pages")
        taken = self._taken(arrival.entries)
        self._identities.update(fresh)
        self._note_entries(arrival, page, is_repeat=not fresh)
        self.pages += 1
        self._hops = 0
        self._promise(page, number)
        step = self._limited(arrival.entries, taken) or self._known_end(page) or self._next(page, number)
        return Step(number=number, taken=taken, follow=step.follow, end=step.end)

    def _begin(self, arrival: Arrival, page: ArchivePage) -> None:
        """What the first page settles: the tag's name, page size, and whether it is the first of the list."""
        self._tag_name = page.tag.name if page.tag else None
        self._page_size = len(arrival.entries)
        self._always = frozenset.intersection(*(entry.shows for entry in arrival.entries))
        numbers = page.pagination
        self._said = Counts(
            found=0, expected=numbers.n_expected, last_page=numbers.last_page, page_size=self._page_size
        )
        if self.newest and self.past is not None:
            size = max(self._page_size, self.past.page_size)
            self._end_of_news = NewestEnd(past=self.past, page_size=size)
        shown = page.pagination.page_number or 1
        runs_down = page.pagination.last_page == shown and page.next_url is not None
        if shown > 1 and not runs_down:
            self._first_number, self._middle = shown, True

    def _promise(self, page: ArchivePage, number: int) -> None:
        """Note a page number that is named by a page that is not its neighbour."""
        last, before = page.pagination.last_page, self._last_said
        self._last_said = last
        if last is not None and last >= number + 2 and last > (self.expected_pages or 0):
            self.expected_pages = last
        elif last is not None and before == self.expected_pages == last + 1 and last >= number:
            self.expected_pages = last  # the list lost its last page while it was read

    def _taken(self, entries: tuple[Entry, ...]) -> tuple[int, ...]:
        """The indexes of the teasers that the user's limits leave, counting each article once."""
        taken: list[int] = []
        seen: set[str] = set()
        for index, entry in enumerate(entries):
            if self.limits.since and entry.day and entry.day < self.limits.since:
                continue
            is_new = entry.identity not in self._identities and entry.identity not in seen
            if is_new and self.limits.max_items is not None and self._items >= self.limits.max_items:
                break
            seen.add(entry.identity)
            self._items += is_new
            taken.append(index)
        return tuple(taken)

    def _limited(self, entries: tuple[Entry, ...], taken: tuple[int, ...]) -> Step | None:
        """The end by a limit of the user's; None to go on."""
        limits = self.limits
        if limits.max_items is not None and self._items >= limits.max_items:
            return self._end("complete", f"{self._items} teasers were read, as max_items={limits.max_items} asks")
        if limits.since and not taken and any(entry.day for entry in entries):
            return self._end("complete", f"page {self.number - 1} is older than since={limits.since.isoformat()}")
        if limits.max_pages is not None and self.pages >= limits.max_pages:
            return self._end("complete", f"{self.pages} pages were read, as max_pages={limits.max_pages} asks")
        return None

    def _note_entries(self, arrival: Arrival, page: ArchivePage, *, is_repeat: bool) -> None:
        """Remember what the page shows, for all that looks at the list as a whole."""
        numbers, entries = page.pagination, arrival.entries
        identities = tuple(entry.identity for entry in entries)
        if not is_repeat:  # a page of nothing but repeats is a loop and no shift
            seen = PageSeen(
                asked=arrival.asked, entries=identities, expected=numbers.n_expected, last_page=numbers.last_page
            )
            self._shifts.note(seen)
        if self.past is not None:
            self._unlisted.update(entry.identity for entry in entries if entry.linked)
            self._unlisted -= self.past.listed
        if self._end_of_news is not None:
            self._end_of_news.read(entries)

    def _known_end(self, page: ArchivePage) -> Step | None:
        """The end of the newest part; None to go on, to the very end where the site's counts say that more is amiss."""
        if not self.newest or self._end_of_news is None or not self._end_of_news.is_reached or page.next_url is None:
            return None
        assert self.past is not None
        assert self._said is not None
        believed = replace(self._said, found=len(self.past.listed) + len(self._unlisted))
        self.swept_because = believed.disagreement(self.past.counts) if self.may_sweep else None
        if self.swept_because is not None:
            self.newest = False
            return None
        self._row_ended = True
        return self._end("complete", f"the last {self._end_of_news.row} articles read are known and unchanged")

    def _next(self, page: ArchivePage, number: int) -> Step:
        """The next page, or the end of the list."""
        if page.next_url is None:
            rejected = page.pagination.rules.get("rejected")
            if rejected and not self._is_past_promised():
                return self._end("partial", f"page {number} has a link to a next page that cannot be used: {rejected}")
            if self._is_missing(number + 1):
                reason = f"page {number} links to no next page, though the site names {self.expected_pages} pages"
                return self._end("partial", reason)
            return self._end("complete", f"page {number} is the last one: it links to no next page")
        if identity_of(page.next_url) in self._asked:
            return self._past_end("is a page that was read before", None)
        if self.pages >= self.limits.page_cap and self.limits.max_pages is None:
            hint = "If the list really is that long, raise it with -s SW_PAGE_CAP=1000"
            return self._end("partial", f"the limit of {self.limits.page_cap} pages is reached", "page_cap", hint)
        return self._follow(page.next_url, "links to")

    def _follow(self, url: str, words: str) -> Step:
        """Ask for an address when it is one of the same site."""
        address = self.adopt(url)
        where = f"page {self.number}" if self.pages else "the page"
        if len(url) > self.limits.url_length:
            what = f"{where} has an address of {len(url):,} characters"
            return self._refused(Trouble(failure_class="bad_url", what=what))
        if address is None:
            what = f"{where} stands on another site ({words} {url[:120]}), which is not visited"
            hint = "Hosts that belong to one site can be listed in the site's profile"
            return self._refused(Trouble(failure_class="off_origin", what=what, hint=hint))
        self._asked.add(identity_of(address))
        return Step(follow=address)

    def _refused(self, trouble: Trouble) -> Step:
        """An address that is not asked for."""
        return self._end("partial" if self.pages else "failed", trouble.what, trouble.failure_class, trouble.hint)

    # ------------------------------------------------------------------ lists that shift while they are read

    def _settled(self, step: Step) -> Step:
        """A step; where it ends a list well, what may have slipped through is read again first."""
        end = step.end
        if end is None or end.verdict != "complete" or end.scope == "window":
            return step
        self._shifts.is_whole = not self._row_ended
        rereads = Rereads.of(self._shifts, self.past)
        follow = rereads.next() if self.may_repair else None
        if follow is None:
            return replace(step, end=self._whole(end))
        self._rereads, self._end_then = rereads, end
        return replace(step, follow=follow, end=None)

    def _whole(self, end: End) -> End:
        """A newest end that turned out to be the whole list, and not as it was, is a full sweep."""
        if end.scope != "newest" or self._row_ended or self.past is None:
            return end
        if not self.has_news and self.past.listed <= self._identities:
            return end
        self.newest = False
        return replace(end, scope="full")

    def _read_again(self, arrival: Arrival) -> Step:
        """A page that came once more: its entries that were not seen before count."""
        assert self._rereads is not None
        assert self._end_then is not None
        page = arrival.page
        is_page = page is not None and page.kind == "archive" and identity_of(arrival.url) in self._asked
        if arrival.problem or not is_page:
            name = page.kind if page is not None and page.kind != "archive" else "other"
            return self.failed(arrival.problem or Trouble(failure_class=name, what="it is no page of the list now"))
        number = self.number
        identities = [entry.identity for entry in arrival.entries]
        taken = self._unseen(arrival.entries)
        self._rereads.read(identities, frozenset(self._identities))
        if self._end_of_news is not None:
            self._end_of_news.read(arrival.entries)
        self._identities.update(identities)
        self.pages += 1
        follow = self._rereads.next()
        end = None if follow else self._whole(self._end_then)
        return Step(number=number if taken else None, taken=taken, follow=follow, end=end)

    def _unseen(self, entries: tuple[Entry, ...]) -> tuple[int, ...]:
        """The indexes of entries that no page had before."""
        return tuple(at for at, entry in enumerate(entries) if entry.identity not in self._identities)

    # ------------------------------------------------------------------ ends

    def _is_missing(self, number: int) -> bool:
        """The site gave evidence that this page exists."""
        return self.expected_pages is not None and number <= self.expected_pages

    def _is_past_promised(self) -> bool:
        """The page asked for is beyond the last one that the site gave evidence of."""
        return self.pages > 0 and self.expected_pages is not None and self.number > self.expected_pages

    def _past_end(self, what: str, trouble: Trouble | None) -> Step:
        """A "next" that leads nowhere new: the end of the list, unless there is evidence that the list goes on.

        The page after the first is no proof of an end: where it fails, a site's paging as a whole is often broken.
        """
        number, name = self.number, trouble.failure_class if trouble else None
        hint = trouble.hint if trouble else ""
        if self._is_missing(number):
            reason = f"page {number} {what}, though the site names {self.expected_pages} pages"
            return self._end("partial", reason, name, hint)
        if trouble is not None and self.pages == 1 and not self._middle and self.expected_pages is None:
            return self._end("partial", f"page {number}, to which page 1 links, {what}", name, hint)
        return self._end("complete", f"page {number}, one past the end, {what}")

    def _end(self, verdict: EndVerdict, reason: str, failure_class: str | None = None, hint: str = "") -> Step:
        """A step that ends the walk."""
        return Step(end=End(verdict=verdict, scope=self.scope, reason=reason, failure_class=failure_class, hint=hint))


def _is_home(url: str) -> bool:
    """The address is the root of its site."""
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query
