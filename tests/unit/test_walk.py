"""The walk through an archive: which pages count, what is asked for next, and how it ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Literal

import pytest

from sw_scraper.crawl.past import Counts, Past
from sw_scraper.crawl.steps import Arrival, End, Entry, Step, Trouble, WalkLimits
from sw_scraper.crawl.walk import Walk
from sw_scraper.model import ArchivePage, Kind, Pagination, TagHeader

BASE = "https://a.example/tag/x/"


def page_url(number: int) -> str:
    return BASE if number == 1 else f"{BASE}page/{number}/"


def entries(*names: object, day: date | None = None) -> tuple[Entry, ...]:
    return tuple(Entry(identity=f"art-{name}", content_hash=f"hash-{name}", day=day) for name in names)


def on_page(number: int, size: int = 5) -> tuple[Entry, ...]:
    return entries(*range((number - 1) * size + 1, number * size + 1))


def arrival(
    number: int,
    *,
    asked: str | None = None,
    url: str | None = None,
    kind: Kind = "archive",
    items: tuple[Entry, ...] | None = None,
    next_url: str | Literal["follow"] | None = "follow",
    tag: str = "X",
    refresh: str | None = None,
    **pagination: Any,
) -> Arrival:
    here = asked or page_url(number)
    following = page_url(number + 1) if next_url == "follow" else next_url
    page = ArchivePage(
        url=url or here,
        kind=kind,
        tag=TagHeader(name=tag),
        pagination=Pagination(next_url=following, **pagination),
    )
    found = on_page(number) if items is None else items
    return Arrival(
        asked=here, url=url or here, page=page, entries=found if kind == "archive" else (), refresh_url=refresh
    )


def status(number: int, code: int, words: str = "no page") -> Arrival:
    trouble = Trouble(failure_class=f"http_{code}", what=words)
    return Arrival(asked=page_url(number), url=page_url(number), status=code, problem=trouble)


def walked(*arrivals: Arrival | Trouble, **options: Any) -> tuple[Walk, list[Step]]:
    walk = Walk(start_url=BASE, **options)
    assert walk.first() == BASE
    steps = []
    for each in arrivals:
        steps.append(walk.failed(each) if isinstance(each, Trouble) else walk.arrived(each))
        if each is not arrivals[-1]:
            assert steps[-1].end is None, steps[-1].end
    return walk, steps


def end_of(*arrivals: Arrival | Trouble, **options: Any) -> End:
    step = walked(*arrivals, **options)[1][-1]
    assert step.end is not None, step
    assert step.follow is None
    return step.end


def test_three_pages() -> None:
    """A plain archive is read page by page to the one without a next link."""
    walk, steps = walked(arrival(1), arrival(2), arrival(3, next_url=None))
    assert [page_url(2), page_url(3), None] == [step.follow for step in steps]
    assert [step.number for step in steps] == [1, 2, 3]
    assert [step.taken for step in steps] == [(0, 1, 2, 3, 4)] * 3
    assert steps[-1].end is not None
    assert (steps[-1].end.verdict, steps[-1].end.scope) == ("complete", "full")
    assert walk.pages == 3


def test_unreachable_start_is_failed() -> None:
    """Without a first page nothing trustworthy was had."""
    end = end_of(Trouble(failure_class="dns", what="The host's name cannot be found", hint="Check it"))
    assert (
        end.verdict, end.failure_class, end.reason, end.hint,
    ) == ("failed", "dns", "The host's name cannot be found", "Check it")  # fmt: skip


def test_unreachable_later_page_is_partial() -> None:
    """A page that cannot be read keeps what was read before, and the reason names the page."""
    end = end_of(arrival(1), Trouble(failure_class="timeout", what="no answer in time"))
    assert (
        end.verdict, end.failure_class, end.reason,
    ) == ("partial", "timeout", "page 2 could not be read: no answer in time")  # fmt: skip


@pytest.mark.parametrize("code", [401, 403, 404, 410, 429, 500, 503, 304])
def test_first_page_with_an_error_status_is_failed(code: int) -> None:
    """Any error status of the first page fails the harvest, with its class."""
    end = end_of(status(1, code))
    assert ("failed", f"http_{code}") == (end.verdict, end.failure_class)


@pytest.mark.parametrize("code", [401, 403, 429, 500, 503, 304])
def test_later_page_with_an_error_status_is_partial(code: int) -> None:
    """A later page that is refused or broken ends the harvest partial."""
    assert end_of(arrival(1), status(2, code)).verdict == "partial"


def test_404_one_past_the_end_is_the_end() -> None:
    """The last page still links to a next one that does not exist: the list was read whole."""
    for last in (None, 3):
        end = end_of(*(arrival(number, last_page=last) for number in (1, 2, 3)), status(4, 404))
        assert end.verdict == "complete"
        assert end.reason == "page 4, one past the end, answers 404"


def test_404_in_the_middle_is_a_hole() -> None:
    """A page that the site names elsewhere and that does not exist is a hole and no end."""
    end = end_of(arrival(1, last_page=9), arrival(2), status(3, 404))
    assert (end.verdict, end.reason) == ("partial", "page 3 answers 404, though the site names 9 pages")


def test_404_of_the_second_page_is_no_end() -> None:
    """Where the very first next link leads nowhere, the site's paging is broken and the rest is not known."""
    end = end_of(arrival(1), status(2, 404))
    assert (end.verdict, end.reason) == ("partial", "page 2, to which page 1 links, answers 404")


def test_soft_404_is_the_end() -> None:
    """A page past the end that says it has nothing ends the list."""
    end = end_of(arrival(1), arrival(2), arrival(3, kind="empty"))
    assert (end.verdict, end.reason) == ("complete", "page 3 says that there is nothing more")


def test_empty_page_in_the_middle_is_partial() -> None:
    """An empty page that is not the last one named is a hole."""
    assert end_of(arrival(1, last_page=9), arrival(2, kind="empty")).verdict == "partial"


def test_empty_archive_is_complete() -> None:
    """An archive that says it has nothing was read whole."""
    end = end_of(arrival(1, kind="empty", next_url=None))
    assert (end.verdict, end.scope, end.reason) == ("complete", "full", "the archive says that it has no entries")


def test_redirect_to_the_home_page_past_the_end() -> None:
    """The home page never gives rows, even when it looks like an archive; past the end it is the end."""
    walk, steps = walked(arrival(1), arrival(2), arrival(3, url="https://a.example/", items=entries("other")))
    assert steps[-1].end is not None
    assert (steps[-1].end.verdict, steps[-1].taken) == ("complete", ())
    assert walk.pages == 2


def test_start_that_leads_to_the_home_page_is_failed() -> None:
    """A tag that the site redirects to its home page does not exist there."""
    end = end_of(arrival(1, url="https://a.example/"))
    assert (end.verdict, end.failure_class) == ("failed", "home")


def test_redirect_back_to_page_one_is_the_end() -> None:
    """A next page that leads back to a page that was read gives no rows."""
    _walk, steps = walked(arrival(1), arrival(2), arrival(3, url=BASE, items=on_page(1)))
    assert steps[-1].end is not None
    assert (steps[-1].end.verdict, steps[-1].taken) == ("complete", ())


def test_redirect_to_another_tag_gives_no_rows() -> None:
    """A redirect to the list of another tag brings nothing foreign in."""
    _, steps = walked(
        arrival(1), arrival(2), arrival(3, url="https://a.example/tag/y/", tag="Y", items=entries("foreign"))
    )
    assert steps[-1].taken == ()
    assert steps[-1].end is not None


def test_start_redirect_to_the_canonical_address() -> None:
    """/page/1/ that redirects to the archive is the archive."""
    walk, steps = walked(arrival(1, asked=f"{BASE}page/1/", url=BASE))
    assert page_url(2) == steps[0].follow
    assert walk.scope == "full"


def test_self_link_is_the_end() -> None:
    """A next link to the same page is not followed."""
    end = end_of(arrival(1, next_url=f"{BASE}#more"))
    assert end.verdict == "complete"


def test_endless_repeats_end() -> None:
    """Pages that bring nothing new end the list after two of them, without their rows."""
    _walk, steps = walked(arrival(1), arrival(2), arrival(3, items=on_page(1)), arrival(4, items=on_page(2)))
    assert steps[-1].end is not None
    assert (steps[-1].end.verdict, steps[-1].taken) == ("complete", ())
    assert page_url(4) == steps[2].follow


def test_one_repeated_page_does_not_end_a_list_that_moved() -> None:
    """New posts may push a whole page down between two requests: one page without news is read over."""
    end = end_of(arrival(1), arrival(2, items=on_page(1)), arrival(3, items=on_page(2), next_url=None))
    assert end.verdict == "complete"
    walk, _ = walked(arrival(1), arrival(2, items=on_page(1)), arrival(3, items=on_page(2), next_url=None))
    assert walk.pages == 3


def test_session_ids_do_not_defeat_the_walk() -> None:
    """The same page under ever new addresses ends by its content."""
    again = [arrival(n, asked=f"{BASE}?sid={n}", next_url=f"{BASE}?sid={n + 1}", items=on_page(1)) for n in (2, 3)]
    assert end_of(arrival(1, next_url=f"{BASE}?sid=2"), *again).verdict == "complete"


def test_endless_list_of_new_entries_is_partial() -> None:
    """A list without end is cut at the page cap and called partial."""
    end = end_of(*(arrival(n) for n in range(1, 8)), limits=WalkLimits(page_cap=7))
    assert (end.verdict, end.failure_class, end.reason) == ("partial", "page_cap", "the limit of 7 pages is reached")
    assert "SW_PAGE_CAP" in end.hint


def test_list_of_exactly_the_cap_is_complete() -> None:
    """The cap is reached only when there is more."""
    assert end_of(arrival(1), arrival(2, next_url=None), limits=WalkLimits(page_cap=2)).verdict == "complete"


def test_next_on_another_site_is_not_followed() -> None:
    """An address that the walk may not visit ends it partial, after the rows of the page were taken."""
    _, steps = walked(
        arrival(1, next_url="http://localhost:1/tag/x/page/2/"), adopt=lambda url: url if url.startswith(BASE) else None
    )
    assert steps[0].end is not None
    assert (steps[0].end.verdict, steps[0].end.failure_class) == ("partial", "off_origin")
    assert len(steps[0].taken) == 5
    assert "http://localhost:1/tag/x/page/2/" in steps[0].end.reason


def test_adopted_address_is_asked_for() -> None:
    """An old http link of a site that moved to https is asked for at its new address."""
    _, steps = walked(
        arrival(1, next_url="http://a.example/tag/x/page/2/"), adopt=lambda url: url.replace("http:", "https:")
    )
    assert page_url(2) == steps[0].follow


def test_overlong_next_is_partial() -> None:
    """An address of 200 kB is not asked for."""
    end = end_of(arrival(1, next_url=BASE + "a" * 200_000))
    assert (end.verdict, end.failure_class) == ("partial", "bad_url")
    assert len(end.reason) < 200


def test_unusable_next_link_is_partial() -> None:
    """A link that is labelled as the next page and cannot be one is reported, not called the end."""
    end = end_of(arrival(1, next_url=None, rules={"rejected": "no usable address: http://[::1/"}))
    assert end.verdict == "partial"
    assert "http://[::1/" in end.reason


def test_missing_next_link_before_the_named_last_page() -> None:
    """A page in the middle without a next link is no end."""
    end = end_of(arrival(1, last_page=4), arrival(2, next_url=None))
    assert (end.verdict, end.reason) == ("partial", "page 2 links to no next page, though the site names 4 pages")


def test_list_unlike_the_one_before_gives_no_rows() -> None:
    """Past the end a footer's links may look like a list; they show nothing of what the entries before showed."""
    dated = tuple(replace(entry, shows=frozenset({"date", "teaser"})) for entry in on_page(1))
    again = tuple(replace(entry, identity=f"{entry.identity}-b") for entry in dated)
    _walk, steps = walked(
        arrival(1, items=dated, last_page=3), arrival(2, items=again[:1]), arrival(3, items=again[1:]),
                          arrival(4, items=entries("privacy", "contatti")))  # fmt: skip
    assert steps[-1].end is not None
    assert (steps[-1].taken, steps[-1].end.verdict) == ((), "complete")
    end = end_of(arrival(1, items=dated), arrival(2, items=entries("privacy", "contatti")))
    assert (end.verdict, end.failure_class) == ("partial", "other")


def test_list_without_links_is_no_archive() -> None:
    """A list of which no entry leads anywhere fails the harvest."""
    end = end_of(arrival(1, items=(Entry(identity="a", content_hash="a", linked=False),)))
    assert (end.verdict, end.failure_class) == ("failed", "other")


@pytest.mark.parametrize("kind", ["article", "home", "error", "login", "challenge", "other"])
def test_pages_that_are_no_archive(kind: Kind) -> None:
    """A first page that is no archive fails with its kind; a later one ends the harvest partial; none gives rows."""
    first = end_of(arrival(1, kind=kind))
    assert ("failed", kind) == (first.verdict, first.failure_class)
    assert first.hint
    later = end_of(arrival(1), arrival(2, kind=kind))
    assert ("partial", kind) == (later.verdict, later.failure_class)


def test_not_html() -> None:
    """An image is no page."""
    picture = Arrival(asked=page_url(2), url=page_url(2), page=None, media_type="image/png")
    end = end_of(arrival(1), picture)
    assert (end.verdict, end.failure_class) == ("partial", "not_html")
    assert "image/png" in end.reason


def test_meta_refresh_is_followed_on_the_site() -> None:
    """A page that only sends on is followed, a few times, on the same site."""
    go = "https://a.example/go/"
    walk = Walk(start_url=go)
    walk.first()
    step = walk.arrived(arrival(1, asked=go, kind="other", refresh=BASE))
    assert (step.follow, step.end) == (BASE, None)
    assert page_url(2) == walk.arrived(arrival(1)).follow
    loop = Walk(start_url=go)
    loop.first()
    ends = [loop.arrived(arrival(1, asked=go, kind="other", refresh=f"{go}?{n}")).end for n in range(4)]
    assert ends[:3] == [None, None, None]
    assert ends[3] is not None
    assert (ends[3].verdict, ends[3].failure_class) == ("failed", "redirect_limit")


def test_meta_refresh_to_another_place_is_not_followed() -> None:
    """A meta refresh obeys the same origin as every link."""
    end = end_of(
        arrival(1),
        arrival(2, kind="other", refresh="http://a.example:9/"),
        adopt=lambda url: url if url.startswith(BASE) else None,
    )
    assert (end.verdict, end.failure_class) == ("partial", "off_origin")


def test_archive_that_reloads_itself_is_an_archive() -> None:
    """A list with a meta refresh of its own is read and not sent on."""
    _, steps = walked(arrival(1, refresh=BASE))
    assert steps[0].number == 1


def test_max_pages_is_a_complete_window() -> None:
    """What the user limited is complete of scope window; the cap does not count then."""
    end = end_of(arrival(1), arrival(2), limits=WalkLimits(page_cap=1, max_pages=2))
    assert (end.verdict, end.scope) == ("complete", "window")


def test_max_items_cuts_the_last_page() -> None:
    """max_items counts articles, not their repeats."""
    limits = WalkLimits(max_items=7)
    _, steps = walked(arrival(1), arrival(2, items=entries(5, 6, 7, 8, 9)), limits=limits)
    assert steps[1].taken == (0, 1, 2)
    assert steps[1].end is not None
    assert (steps[1].end.verdict, steps[1].end.scope) == ("complete", "window")


def test_since_stops_where_the_list_is_older() -> None:
    """Older teasers are left out, a pinned old one does not stop the walk, undated ones stay."""
    old, new = date(2025, 1, 1), date(2026, 5, 1)
    limits = WalkLimits(since=date(2026, 1, 1))
    first = entries("pinned", day=old) + entries(1, 2, day=new) + entries(3)
    _, steps = walked(arrival(1, items=first), arrival(2, items=entries(4, 5, day=old)), limits=limits)
    assert [step.taken for step in steps] == [(1, 2, 3), ()]
    assert steps[1].end is not None
    assert (steps[1].end.verdict, steps[1].end.scope) == ("complete", "window")


def test_start_in_the_middle_is_a_window() -> None:
    """An address of page 12 reads from there on and can make nothing gone."""
    start = page_url(12)
    walk = Walk(start_url=start)
    walk.first()
    step = walk.arrived(arrival(12, page_number=12, last_page=20))
    assert (step.number, walk.scope) == (12, "window")


def test_pages_that_count_down_are_read_in_order() -> None:
    """Where the newest page has the highest number, the reading order counts up all the same."""
    walk, steps = walked(
        arrival(1, page_number=3, last_page=3),
        arrival(2, page_number=2, last_page=3),
        arrival(3, page_number=1, last_page=3, next_url=None),
    )
    assert [step.number for step in steps] == [1, 2, 3]
    assert (walk.scope, steps[-1].end.verdict if steps[-1].end else None) == ("full", "complete")


KNOWN = {f"art-{n}": f"hash-{n}" for n in range(1, 31)}
PAST = Past(hashes=KNOWN, listed=frozenset(KNOWN))


def test_unchanged_newest_end_costs_one_page() -> None:
    """A first page of nothing but known, unchanged articles ends the reading of the newest end."""
    end = end_of(arrival(1), past=PAST, newest=True)
    assert (end.verdict, end.scope) == ("complete", "newest")
    assert end.reason == "the last 5 articles read are known and unchanged"


def test_known_sticky_post_does_not_hide_new_ones() -> None:
    """An old pinned post on top of new ones does not stop the walk; after news it takes a margin more."""
    sticky = entries(20, "new-1", "new-2", 1, 2)
    walk, steps = walked(
        arrival(1, items=sticky), arrival(2, items=entries(3, 4, 5, 6, 7)), arrival(3, items=entries(8, 9, 10, 11, 12)),
        past=PAST, newest=True,
    )  # fmt: skip
    assert steps[-1].end is not None
    assert steps[-1].end.scope == "newest"
    assert walk.pages == 3


def test_edited_article_breaks_the_run() -> None:
    """A known article with another content counts as news."""
    edited = (Entry(identity="art-3", content_hash="other"),)
    _walk, steps = walked(arrival(1, items=entries(1, 2) + edited + entries(4, 5)), past=PAST, newest=True)
    assert steps[0].end is None
    assert page_url(2) == steps[0].follow


def test_update_without_anything_known_reads_all() -> None:
    """The first harvest of a tag has no newest end to stop at."""
    _walk, steps = walked(arrival(1), arrival(2, next_url=None))
    assert steps[-1].end is not None
    assert steps[-1].end.scope == "full"


def test_what_entered_while_the_list_was_read_is_found() -> None:
    """An entry that stands on two pages was pushed down: page 1 is read again, and what pushed it counts."""
    walk, steps = walked(
        arrival(1), arrival(2, items=on_page(1)[-1:] + on_page(2)[:-1], next_url=None),
        arrival(1, items=entries("new") + on_page(1)[:-1]),
    )  # fmt: skip
    assert (steps[1].follow, steps[1].end) == (BASE, None)
    assert (steps[2].number, steps[2].taken) == (3, (0,))
    assert steps[2].end is not None
    assert (steps[2].end.verdict, steps[2].end.scope) == ("complete", "full")
    assert walk.repaired is not None
    assert "1 page was read again" in walk.repaired
    assert "1 more entries were found" in walk.repaired


def test_what_slipped_to_the_page_above_is_found_by_the_count() -> None:
    """Where the site's count gets smaller below a page, that page is read again."""
    _, steps = walked(
        arrival(1, n_expected=10), arrival(2, items=entries(7, 8, 9, 10), next_url=None, n_expected=9),
        arrival(1, items=entries(1, 2, 3, 5, 6), n_expected=9),
    )  # fmt: skip
    assert steps[1].follow == BASE
    assert steps[2].taken == (4,)


def test_what_slipped_to_the_page_above_is_found_by_the_known_order() -> None:
    """A hole in the known order at the border between two pages is looked into."""
    _, steps = walked(
        arrival(1), arrival(2, items=entries(7, 8, 9, 10), next_url=None), arrival(1, items=entries(1, 2, 3, 5, 6)),
        past=Past(hashes=dict(list(KNOWN.items())[:10]), listed=frozenset(list(KNOWN)[:10])),
    )  # fmt: skip
    assert steps[1].follow == BASE
    assert steps[2].taken == (4,)


def test_a_list_in_its_known_order_is_not_read_again() -> None:
    """Every border is proved."""
    walk, steps = walked(
        arrival(1), arrival(2, next_url=None),
        past=Past(hashes=dict(list(KNOWN.items())[:10]), listed=frozenset(list(KNOWN)[:10])),
    )  # fmt: skip
    assert steps[-1].end is not None
    assert walk.repaired is None


def test_a_page_that_cannot_be_read_again_makes_the_harvest_partial() -> None:
    """What may have slipped through is not claimed to be gone."""
    end = end_of(
        arrival(1, n_expected=10), arrival(2, items=entries(7, 8, 9, 10), next_url=None, n_expected=9), status(1, 500)
    )
    assert (end.verdict, end.failure_class) == ("partial", "http_500")
    assert end.reason == "page 1 could not be read again, though the list shifted: no page"


def test_a_row_of_pinned_articles_is_no_newest_end() -> None:
    """Known articles that moved to the top together hide nothing below them."""
    _, steps = walked(
        arrival(1, items=entries(20, 21, 22, 23, 24)),
        arrival(2, items=entries("new", 1, 2, 3, 4)),
        past=PAST,
        newest=True,
    )
    assert steps[0].follow == page_url(2)
    assert steps[1].taken == (0, 1, 2, 3, 4)


def test_counts_that_disagree_turn_the_newest_end_into_a_sweep() -> None:
    """The site says one fewer than is known; what it always says wrongly is no disagreement."""
    walk, steps = walked(arrival(1, n_expected=29), past=PAST, newest=True)
    assert (steps[0].follow, walk.scope) == (page_url(2), "full")
    assert walk.swept_because == "the site says there are 29, and 30 are known"
    usual = Past(hashes=KNOWN, listed=frozenset(KNOWN), counts=Counts(found=30, expected=29, page_size=5))
    assert end_of(arrival(1, n_expected=29), past=usual, newest=True).scope == "newest"


def test_a_short_list_that_was_read_whole_is_a_sweep_when_something_changed() -> None:
    """Its end proves what is gone; where nothing changed it is the newest end."""
    few = Past(hashes={f"art-{n}": f"hash-{n}" for n in (1, 2, 3)}, listed=frozenset({"art-1", "art-2", "art-3"}))
    end = end_of(arrival(1, items=entries(1, 3), next_url=None), past=few, newest=True)
    assert (end.verdict, end.scope) == ("complete", "full")
    end = end_of(arrival(1, items=entries(1, 2, 3), next_url=None), past=few, newest=True)
    assert end.scope == "newest"
