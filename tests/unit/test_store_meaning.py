"""What each verdict, scope and origin does to the tables."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from store_rows import KEY, at, harvest, seen

from sw_scraper.errors import StoreError
from sw_scraper.model import TagKey
from sw_scraper.store.dataset import open_dataset
from sw_scraper.store.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

OTHER = TagKey(site="demo", taxonomy="tag", slug="welfare")


def row_of(root: Path, table: str, slug: str, **equal: Any) -> dict[str, Any]:
    """The only row of an article."""
    rows = getattr(open_dataset(root), table)().to_pylist()
    wanted = {"url": f"https://demo.example/{slug}/", **equal}
    found = [row for row in rows if all(row[name] == value for name, value in wanted.items())]
    assert len(found) == 1
    return dict(found[0])


def told(root: Path, *names: str, **equal: Any) -> list[tuple[Any, ...]]:
    """Columns of the changes that fit."""
    rows = open_dataset(root).changes().to_pylist()
    return [tuple(row[name] for name in names) for row in rows if all(row[n] == v for n, v in equal.items())]


def tables_of(root: Path) -> dict[str, list[dict[str, Any]]]:
    """The tables that a harvest may change."""
    dataset = open_dataset(root)
    return {name: getattr(dataset, name)().to_pylist() for name in ("articles", "listings", "changes")}


@pytest.mark.parametrize(
    ("scope", "verdict", "is_gone"),
    [
        ("full", "complete", True),
        ("full", "partial", False),
        ("full", "unchanged", False),
        ("newest", "complete", False),
        ("window", "complete", False),
    ],
)
def test_only_a_complete_sweep_makes_gone(tmp_path: Path, scope: str, verdict: str, is_gone: bool) -> None:
    """An article that a harvest does not see is gone only if the harvest read the whole list."""
    harvest(tmp_path, [[seen("a"), seen("b")]], night=0)
    result = harvest(tmp_path, [[seen("a")]], night=1, scope=scope, verdict=verdict)
    row = row_of(tmp_path, "listings", "b")
    assert row["is_listed"] is not is_gone
    assert row["gone_since"] == (at(1) + timedelta(seconds=1) if is_gone else None)
    assert result.n_gone == int(is_gone)
    article = row_of(tmp_path, "articles", "b")
    assert (article["is_listed"], article["tags"]) == (not is_gone, [] if is_gone else [KEY.tag_id])


@pytest.mark.parametrize("verdict", ["held", "failed"])
def test_held_and_failed_change_nothing(tmp_path: Path, verdict: str) -> None:
    """A held or failed harvest leaves articles, listings and changes as they are; harvests and tags tell of it."""
    harvest(tmp_path, [[seen("a"), seen("b")]], night=0)
    before = tables_of(tmp_path)
    result = harvest(tmp_path, [[seen("a", title="Altro")]], night=1, verdict=verdict, reason="collapse")
    assert tables_of(tmp_path) == before
    assert (result.n_new, result.n_changed, result.n_gone) == (0, 0, 0)
    dataset = open_dataset(tmp_path)
    assert dataset.harvests().column("verdict").to_pylist() == ["complete", verdict]
    tag = dataset.tags().to_pylist()[0]
    assert (tag["last_verdict"], tag["last_reason"]) == (verdict, "collapse")
    assert tag["last_good_at"] < tag["last_harvest_at"]


def test_failed_first_harvest_has_no_tag(tmp_path: Path) -> None:
    """A tag that was never read is in harvests and in no other table."""
    result = harvest(tmp_path, [[seen("a")]], verdict="failed", failure_class="dns")
    dataset = open_dataset(tmp_path)
    assert (dataset.tags().num_rows, dataset.articles().num_rows, dataset.harvests().num_rows) == (0, 0, 1)
    assert result.sightings_file is None


def test_accept_makes_a_held_harvest_count(tmp_path: Path) -> None:
    """After accept the tables are as if the harvest had not been held; who, when and why is in harvests."""
    store = open_store(tmp_path)
    harvest(store, [[seen("a"), seen("b")]], night=0)
    held = harvest(store, [[seen("a", title="Altro")]], night=1, verdict="held", held_as="complete")
    store.accept(held.harvest_id, by="Ada", reason="the site moved")
    store.refresh_views()
    assert row_of(tmp_path, "listings", "b")["is_listed"] is False
    assert row_of(tmp_path, "articles", "a")["title"] == "Altro"
    row = open_dataset(tmp_path).harvests().to_pylist()[1]
    assert (row["verdict"], row["accepted_by"], row["accepted_reason"]) == ("held", "Ada", "the site moved")
    assert (row["n_new"], row["n_changed"], row["n_gone"]) == (0, 1, 1)
    with pytest.raises(StoreError, match=r"not held, it is accepted.*status"):
        store.reject(held.harvest_id, by="Ada", reason="no")


def test_reject_closes_a_held_harvest(tmp_path: Path) -> None:
    """A rejected harvest never counts; what is not held cannot be decided on."""
    store = open_store(tmp_path)
    good = harvest(store, [[seen("a"), seen("b")]], night=0)
    held = harvest(store, [[seen("a")]], night=1, verdict="held")
    store.reject(held.harvest_id, by="Ada", reason="login page")
    store.refresh_views()
    assert row_of(tmp_path, "listings", "b")["is_listed"] is True
    for harvest_id, message in ((good.harvest_id, "it is complete"), ("nothing", "no such harvest")):
        with pytest.raises(StoreError, match=message):
            store.accept(harvest_id, by="Ada", reason="yes")


def test_accepted_later_than_newer_harvest(tmp_path: Path) -> None:
    """A harvest that is accepted late takes its place in time: what was seen after it stays the newest."""
    store = open_store(tmp_path)
    harvest(store, [[seen("a", title="1")]], night=0)
    held = harvest(store, [[seen("a", title="2")]], night=1, verdict="held")
    harvest(store, [[seen("a", title="3")]], night=2)
    store.accept(held.harvest_id, by="Ada", reason="fine")
    store.refresh_views()
    assert row_of(tmp_path, "articles", "a")["title"] == "3"
    assert told(tmp_path, "old_value", "new_value", field="title") == [("1", "2"), ("2", "3")]


def test_an_article_in_two_tags_is_one_article(tmp_path: Path) -> None:
    """One article under two tags is one row with both tags, and gone only when both have lost it."""
    harvest(tmp_path, [[seen("a")]], night=0)
    harvest(tmp_path, [[seen("a")]], night=1, key=OTHER)
    assert row_of(tmp_path, "articles", "a")["tags"] == [KEY.tag_id, OTHER.tag_id]
    harvest(tmp_path, [], night=2)
    row = row_of(tmp_path, "articles", "a")
    assert (row["tags"], row["is_listed"], row["gone_since"]) == ([OTHER.tag_id], True, None)
    harvest(tmp_path, [], night=3, key=OTHER)
    row = row_of(tmp_path, "articles", "a")
    assert (row["tags"], row["is_listed"], row["gone_since"]) == ([], False, at(3) + timedelta(seconds=1))


def test_null_says_nothing(tmp_path: Path) -> None:
    """A list that shows no dates and authors does not withdraw those that another list showed."""
    harvest(tmp_path, [[seen("a")]], night=0)
    harvest(tmp_path, [[seen("a", date_published=None, authors=[], teaser=None)]], night=1, key=OTHER)
    row = row_of(tmp_path, "articles", "a")
    assert (row["date_published"], row["date_source"], row["authors"]) == ("2025-06-08", "page", ["Ada"])
    assert row["teaser"] == "Testo a"
    assert told(tmp_path, "field", kind="edited") == []


def test_two_lists_that_differ_do_not_alternate(tmp_path: Path) -> None:
    """Two lists with different teasers make one change, not one a night; a real edit is noticed in either."""
    for night in range(6):
        key = OTHER if night % 2 else KEY
        harvest(tmp_path, [[seen("a", teaser="corto" if night % 2 else "lungo")]], night=night, key=key)
    assert told(tmp_path, "old_value", "new_value", field="teaser") == [("lungo", "corto")]
    harvest(tmp_path, [[seen("a", teaser="nuovo")]], night=6)
    assert row_of(tmp_path, "articles", "a")["teaser"] == "nuovo"
    assert told(tmp_path, "old_value", "new_value", field="teaser")[1:] == [("corto", "nuovo")]


def test_first_thing_said_in_a_harvest(tmp_path: Path) -> None:
    """An article that stands twice in a list has the first value that is said of it, and one place."""
    pages = [[seen("a", teaser=None), seen("b")], [seen("a", teaser="sotto")]]
    result = harvest(tmp_path, pages, night=0)
    assert (result.n_teasers, result.n_new) == (3, 2)
    assert row_of(tmp_path, "articles", "a")["teaser"] == "sotto"
    assert [row_of(tmp_path, "listings", slug)["position"] for slug in ("a", "b")] == [1, 2]


def test_positions_are_of_the_last_sweep(tmp_path: Path) -> None:
    """A position counts over all pages at the last full sweep; what came since or was missed has none."""
    harvest(tmp_path, [[seen("a"), seen("b")], [seen("c"), seen("d")]], night=0)
    harvest(tmp_path, [[seen("d"), seen("a")], [seen("c")]], night=1)
    harvest(tmp_path, [[seen("e"), seen("d")]], night=2, scope="newest")
    listings = open_dataset(tmp_path).listings().to_pylist()
    order = [(row["url"].split("/")[-2], row["position"]) for row in listings]
    assert order[:3] == [("d", 1), ("a", 2), ("c", 3)]
    assert sorted(order[3:]) == [("b", None), ("e", None)]


@pytest.mark.parametrize("n_rows", [0, 1])
def test_unchanged_confirms(tmp_path: Path, n_rows: int) -> None:
    """After `unchanged` last_confirmed moves for what stood on the unchanged page, seen again or not modified."""
    harvest(tmp_path, [[seen("a")], [seen("b")]], night=0)
    pages = [[seen("a")]][:n_rows]
    pages_not_modified = (1,) if n_rows == 0 else ()
    harvest(tmp_path, pages, night=1, scope="newest", verdict="unchanged", pages_not_modified=pages_not_modified)
    a, b = row_of(tmp_path, "listings", "a"), row_of(tmp_path, "listings", "b")
    assert a["last_confirmed"] == at(1) + timedelta(seconds=1)
    assert a["last_seen"] == at(n_rows) + timedelta(seconds=1)
    assert b["last_confirmed"] == b["last_seen"] == at(0) + timedelta(seconds=2)
    assert row_of(tmp_path, "articles", "a")["last_confirmed"] == a["last_confirmed"]


def test_a_change_lies_between_two_times(tmp_path: Path) -> None:
    """previous_at is the harvest before for what is new at the top of a list, and the last sweep deep in it."""
    harvest(tmp_path, [[seen("a"), seen("b")], [seen("c")]], night=0)
    harvest(tmp_path, [[seen("a"), seen("b")]], night=1, scope="newest")
    harvest(tmp_path, [[seen("new"), seen("a")], [seen("b"), seen("backdated")]], night=2, scope="newest")
    previous = dict(told(tmp_path, "url", "previous_at", harvest_id="partnership-0002", kind="new"))
    assert previous == {
        "https://demo.example/new/": at(1) + timedelta(seconds=1),
        "https://demo.example/backdated/": at(0) + timedelta(seconds=2),
    }


def test_causes(tmp_path: Path) -> None:
    """Same bytes or same raw text under other code: the extractor; other bytes: the source; REST: enrichment."""
    first = seen("a", title="uno", title_raw="uno", date_published=None)
    harvest(tmp_path, [[first]], night=0, digest="sha256:1")
    harvest(tmp_path, [[first | {"title": "due"}]], night=1, digest="sha256:1", extractor_version="2")
    harvest(tmp_path, [[first | {"title": "tre"}]], night=2, digest="sha256:2", extractor_version="3")
    harvest(tmp_path, [[first | {"title": "4", "title_raw": "4"}]], night=3, digest="sha256:3", extractor_version="3")
    dated = seen("a", title="4", title_raw="4", date_published="2025-01-01", date_source="rest")
    harvest(tmp_path, [[dated]], night=4, digest="sha256:4", extractor_version="3")
    assert told(tmp_path, "field", "old_value", "new_value", "cause", kind="edited") == [
        ("title", "uno", "due", "extractor"),
        ("title", "due", "tre", "extractor"),
        ("title", "tre", "4", "source"),
        ("date_published", None, "2025-01-01", "enrichment"),
    ]
    assert row_of(tmp_path, "articles", "a")["n_changes"] == 1


def test_lists_stand_as_json_in_changes(tmp_path: Path) -> None:
    """Authors before and after are JSON lists."""
    harvest(tmp_path, [[seen("a")]], night=0)
    harvest(tmp_path, [[seen("a", authors=["Ada", "Béa"])]], night=1)
    assert told(tmp_path, "old_value", "new_value", field="authors") == [('["Ada"]', '["Ada", "Béa"]')]


def test_what_newer_code_no_longer_finds(tmp_path: Path) -> None:
    """A row that newer code no longer extracts from the same bytes is gone by the extractor, not lost."""
    harvest(tmp_path, [[seen("a"), seen("menu")]], harvest_id="h1")
    harvest(tmp_path, [[seen("a")]], harvest_id="h1", extractor_version="2")
    assert row_of(tmp_path, "listings", "menu")["is_listed"] is False
    assert told(tmp_path, "url", "kind", "cause", kind="gone") == [("https://demo.example/menu/", "gone", "extractor")]
    assert row_of(tmp_path, "listings", "a")["position"] == 1


def test_replaying_an_old_recording_changes_no_newer_value(tmp_path: Path) -> None:
    """What was seen later wins, whatever is committed later."""
    harvest(tmp_path, [[seen("a", title="nuovo")]], night=5)
    harvest(tmp_path, [[seen("a", title="vecchio"), seen("b")]], night=1, origin="replay")
    row = row_of(tmp_path, "articles", "a")
    assert (row["title"], row["first_seen"].day) == ("nuovo", at(1).day)
    assert row_of(tmp_path, "listings", "b")["gone_since"] == at(5) + timedelta(seconds=1)


def test_samples_leave(tmp_path: Path) -> None:
    """Sample rows stand in the tables until a harvest of another origin counts; a failed one does not count."""
    harvest(tmp_path, [[seen("sample")]], night=0, origin="sample", key=OTHER)
    assert open_dataset(tmp_path).articles().column("origin").to_pylist() == ["sample"]
    harvest(tmp_path, [], night=1, verdict="failed")
    assert open_dataset(tmp_path).articles().num_rows == 1
    harvest(tmp_path, [[seen("a")]], night=2)
    dataset = open_dataset(tmp_path)
    for table in ("articles", "listings", "tags", "harvests", "changes", "sightings"):
        assert set(getattr(dataset, table)().column("origin").to_pylist()) == {"live"}, table


def test_sort_orders(tmp_path: Path) -> None:
    """Articles stand newest first with undated ones last, changes by time, article and field."""
    days = {"a": "2025-01-01", "b": None, "c": "2025-03-01", "d": "2025-01-01"}
    harvest(tmp_path, [[seen(slug, date_published=day) for slug, day in days.items()]], night=0)
    harvest(tmp_path, [[seen(slug, title="x", teaser="y") for slug in days]], night=1)
    dataset = open_dataset(tmp_path)
    articles = dataset.articles(as_of=dataset.harvests().column("committed_at")[0].as_py()).to_pylist()
    slugs = [row["url"].split("/")[-2] for row in articles]
    assert (slugs[0], slugs[3]) == ("c", "b")
    assert [row["article_id"] for row in articles[1:3]] == sorted(row["article_id"] for row in articles[1:3])
    changes = [(row["changed_at"], row["article_id"], row["field"]) for row in dataset.changes().to_pylist()]
    assert changes == sorted(changes)


def test_coverage_and_sources(tmp_path: Path) -> None:
    """A commit says how many rows have title, teaser, date and author, and where the dates were read."""
    page = [
        seen("a"),
        seen("b", date_published=None, authors=[]),
        seen("c", date_source="feed"),
        seen("d", teaser=None),
    ]
    result = harvest(tmp_path, [page])
    assert result.coverage == {"title": 1.0, "teaser": 0.75, "date": 0.75, "authors": 0.75}
    assert result.date_sources == {"page": 2, "feed": 1}
    tag = open_dataset(tmp_path).tags().to_pylist()[0]
    assert (tag["share_dated"], tag["share_authored"]) == (0.75, 0.75)
