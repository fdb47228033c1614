"""Random histories: the tables against a second, plain reading of their meaning."""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING, Any

import pytest
from store_oracle import Seen, answer
from store_rows import KEY, harvest, record, rows_of, seen, wavering

from sw_scraper.model import TagKey
from sw_scraper.store.dataset import open_dataset
from sw_scraper.store.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

KEYS = (KEY, TagKey(site="demo", taxonomy="tag", slug="2024"), TagKey(site="demo", taxonomy="tag", slug="è-già"))
OUTCOMES = (
    ("full", "complete"),
    ("full", "complete"),
    ("full", "partial"),
    ("newest", "complete"),
    ("window", "complete"),
    ("newest", "unchanged"),
    ("full", "held"),
    ("full", "failed"),
)


def said_of(dice: random.Random, slug: str) -> dict[str, Any]:
    """A teaser whose values vary little, and without raw ones."""
    return wavering(dice, slug) | {"title_raw": None, "teaser_raw": None, "date_published_raw": None}


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(200 if os.environ.get("SW_TORTURE") else 6))
def test_random_history(tmp_path: Path, seed: int) -> None:
    """After any sequence of harvests every table says what one-by-one reading says."""
    dice = random.Random(seed)
    store = open_store(tmp_path)
    told: list[Seen] = []
    for night in range(dice.randint(2, 14)):
        key = dice.choice(KEYS)
        scope, verdict = dice.choice(OUTCOMES)
        slugs = dice.choices("abcdefg", k=dice.randint(0, 7))
        pages = [[said_of(dice, slug) for slug in slugs[:3]], [said_of(dice, slug) for slug in slugs[3:]]]
        done = harvest(store, pages, night=night, key=key, scope=scope, verdict=verdict, refresh=False)
        rows = rows_of(pages, night=night)
        moment = record(night=night, n_pages=2).last_fetch_at
        assert moment is not None
        if verdict not in {"held", "failed"}:
            one = Seen(
                harvest_id=done.harvest_id,
                tag_id=key.tag_id,
                scope=scope,
                verdict=verdict,
                seen_at=moment,
                version="1",
                rows=rows,
            )
            told.append(one)
    store.refresh_views()
    _compare(tmp_path, told)


def _compare(root: Path, told: list[Seen]) -> None:
    expected = answer(told)
    dataset = open_dataset(root)
    listings = {(row["article_id"], row["tag_id"]): row for row in dataset.listings().to_pylist()}
    assert listings.keys() == expected.lanes.keys()
    for key, lane in expected.lanes.items():
        row = listings[key]
        assert row["is_listed"] == (lane.gone_since is None)
        for name in ("first_seen", "last_seen", "gone_since", "position", "n_returns"):
            assert row[name] == getattr(lane, name), (key, name)
    articles = {row["article_id"]: row for row in dataset.articles().to_pylist()}
    assert articles.keys() == {article for article, _ in expected.lanes}
    for article, row in articles.items():
        for name, value in expected.values[article].items():
            assert row[name] == value, (article, name)
        tags = sorted(tag for (one, tag), lane in expected.lanes.items() if one == article and not lane.gone_since)
        assert row["tags"] == tags
        edits = [one for one in expected.changes if one[0] == article and one[4] == "edited" and one[7] == "source"]
        assert row["n_changes"] == len(edits)
    names = ("article_id", "harvest_id", "field", "tag_id", "kind", "old_value", "new_value", "cause")
    changes = [tuple(row[name] for name in names) for row in dataset.changes().to_pylist()]
    assert len(set(changes)) == len(changes)
    assert set(changes) == expected.changes


def test_counts_are_those_of_the_changes(tmp_path: Path) -> None:
    """n_new and n_gone of a harvest are the numbers of its rows in changes."""
    dice = random.Random(5)
    store = open_store(tmp_path)
    counted = {}
    for night in range(8):
        slugs = dice.sample("abcdefghij", k=dice.randint(1, 8))
        done = harvest(store, [[seen(slug) for slug in slugs]], night=night, refresh=False)
        counted[done.harvest_id] = {"new": done.n_new, "gone": done.n_gone}
    store.refresh_views()
    changes = open_dataset(tmp_path).changes().to_pylist()
    for harvest_id, counts in counted.items():
        for kind, count in counts.items():
            assert count == sum(row["harvest_id"] == harvest_id and row["kind"] == kind for row in changes)
