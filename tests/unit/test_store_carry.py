"""Going on from what was kept gives the tables that reading everything gives."""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING, Any

import pytest
from store_rows import KEY, harvest, seen, wavering

from sw_scraper.model import TagKey
from sw_scraper.store import derived
from sw_scraper.store.carry import load_base
from sw_scraper.store.dataset import open_dataset
from sw_scraper.store.earlier import read_earlier
from sw_scraper.store.schema import DERIVED
from sw_scraper.store.store import Store, open_store
from sw_scraper.store.tally import tag_state
from sw_scraper.store.views import VIEWS, view_tables

if TYPE_CHECKING:
    from pathlib import Path

KEYS = (KEY, TagKey(site="demo", taxonomy="tag", slug="2024"), TagKey(site="demo", taxonomy="tag", slug="welfare"))
OUTCOMES = (
    *(("full", "complete"),) * 3,
    ("full", "partial"),
    *(("newest", "complete"),) * 3,
    ("window", "complete"),
    ("newest", "unchanged"),
    ("full", "held"),
    ("full", "failed"),
)


def said_of(dice: random.Random, slug: str) -> dict[str, Any]:
    """A teaser whose values vary little, and with columns beside its own."""
    return wavering(dice, slug) | {"language": dice.choice([None, "it"]), "categories": dice.choice([[], ["x"]])}


def night_of(store: Store, dice: random.Random, night: int, *, strange: bool) -> None:
    """One harvest, sometimes with a decision on it, newer code, or a recording of an earlier night."""
    scope, verdict = dice.choice(OUTCOMES)
    slugs = [] if verdict == "failed" else dice.choices("abcdefghi", k=dice.randint(0, 8))
    pages = [[said_of(dice, slug) for slug in slugs[n : n + 3]] for n in range(0, len(slugs), 3)]
    values: dict[str, Any] = {"scope": scope, "verdict": verdict}
    if verdict == "unchanged":
        values["pages_not_modified"] = tuple(dice.sample(range(1, 4), k=dice.randint(0, 2)))
    if strange and dice.random() < 0.15:
        night = dice.randint(0, night)
    n = len(store.commits())
    digest = dice.choice([None, None, "sha256:same"])
    key = dice.choice(KEYS)
    values |= {"n_expected": dice.choice([None, 7]), "expected_source": "page"}
    done = harvest(store, pages, night=night, key=key, harvest_id=f"h{n}", digest=digest, refresh=False, **values)
    if verdict == "held" and dice.random() < 0.7:
        getattr(store, dice.choice(["accept", "reject"]))(done.harvest_id, by="Ada", reason="so")
    if strange and dice.random() < 0.15 and verdict != "held":
        harvest(store, pages[1:], night=night, key=key, harvest_id=f"h{n}", digest=digest, extractor_version="2",
                refresh=False, **values)  # fmt: skip


def check_same(store: Store) -> bool:
    """Tables and states of tags are the same with and without what was kept; True when it could be used."""
    commits = store.commits()
    base = load_base(store.work.folder, commits)
    earlier = read_earlier(store.source, commits, VIEWS)
    quick = view_tables(store.source, commits, base=base, earlier=earlier)
    plain = view_tables(store.source, commits)
    for name in DERIVED:
        assert quick.tables[name].to_pylist() == plain.tables[name].to_pylist(), name
    for key in KEYS:
        of_tag = [one for one in commits if one.tag_id == key.tag_id]
        state = tag_state(store.source, of_tag, key.tag_id)
        assert tag_state(store.source, of_tag, key.tag_id, base=base) == state
    return quick.n_rows < plain.n_rows


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(300 if os.environ.get("SW_TORTURE") else 5))
def test_random_history(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """After any sequence of harvests, decisions and runs, quick tables are those of a full reading."""
    dice = random.Random(seed)
    store = open_store(tmp_path)
    monkeypatch.setattr(derived, "_MANY", dice.choice([0, 0, 3]))
    for night in range(dice.randint(6, 14)):
        night_of(store, dice, night, strange=seed % 3 == 0)
        check_same(store)
        if dice.random() < 0.6:
            store.refresh_views()


def test_what_was_kept_is_used(tmp_path: Path) -> None:
    """In an ordinary history one more harvest needs a part of the rows only."""
    store = open_store(tmp_path)
    for night in range(6):
        harvest(store, [[seen("a"), seen("b"), seen("c")], [seen("d")]], night=night, refresh=False)
    store.refresh_views()
    harvest(store, [[seen("new"), seen("a"), seen("b")]], night=6, scope="newest", refresh=False)
    assert check_same(store)
    assert (tmp_path / ".work" / "carry.arrow").exists()


@pytest.mark.parametrize("damage", [b"", b"ARROW1 no", None])
def test_what_was_kept_is_not_needed(tmp_path: Path, damage: bytes | None) -> None:
    """Without the kept file, or with a damaged or foreign one, the answers are the same."""
    store = open_store(tmp_path / "one")
    for night in range(3):
        harvest(store, [[seen("a", title=f"T{night}")]], night=night)
    kept = tmp_path / "one" / ".work" / "carry.arrow"
    if damage is None:
        other = open_store(tmp_path / "two")
        harvest(other, [[seen("z")]], night=0, harvest_id="other")
        kept.write_bytes((tmp_path / "two" / ".work" / "carry.arrow").read_bytes())
    else:
        kept.write_bytes(damage)
    harvest(tmp_path / "one", [[seen("a", title="T9")]], night=9)
    changes = open_dataset(tmp_path / "one").changes().to_pylist()
    assert [row["new_value"] for row in changes if row["field"] == "title"] == ["T1", "T2", "T9"]


def test_a_removed_commit_is_noticed(tmp_path: Path) -> None:
    """A commit file that was moved away takes its rows out of the tables, whatever was kept."""
    store = open_store(tmp_path)
    for night in range(3):
        harvest(store, [[seen("a"), seen(f"n{night}")]], night=night, scope="newest")
    next(tmp_path.glob("harvests/*/*/*0001.json")).unlink()
    open_store(tmp_path).refresh_views()
    titles = open_dataset(tmp_path).articles().column("title").to_pylist()
    assert sorted(titles) == ["Titolo a", "Titolo n0", "Titolo n2"]
