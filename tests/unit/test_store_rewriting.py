"""What compact and forget leave as it was, and what they change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from store_rewrites import answers, filled, versions

from sw_scraper.errors import ConfigError, StoreError, StoreLockedError
from sw_scraper.normalize.keys import article_id
from sw_scraper.store import dataset as dataset_module
from sw_scraper.store.compaction import compact
from sw_scraper.store.dataset import open_dataset
from sw_scraper.store.forgetting import forget_articles
from sw_scraper.store.forgotten import Forgotten, parse_forgotten
from sw_scraper.store.history import harvests_of
from sw_scraper.store.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

GONE = article_id("https://demo.example/a/")


def everywhere(root: Path) -> dict[str, bytes]:
    """Every file but the list of what was forgotten, and locks."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and "lock" not in path.name
    }


def shows(root: Path, article: str) -> list[str]:
    """The files in which an article id stands, Parquet read as tables."""
    found = []
    for path, data in everywhere(root).items():
        if path.endswith(".parquet"):
            text = str(pq.read_table(root / path).to_pydict())
        else:
            text = data.decode("utf-8", "replace")
        if article in text:
            found.append(path)
    return found


def test_compact_changes_no_answer(tmp_path: Path) -> None:
    """All tables, versions, earlier states and the derived files are the same after compact; the files are fewer."""
    store = filled(tmp_path)
    before, named = answers(tmp_path), versions(tmp_path)
    n_files = len(everywhere(tmp_path))
    derived = {path: data for path, data in everywhere(tmp_path).items() if "/" not in path}
    done = compact(open_store(tmp_path), before="2099-01")
    assert (done.n_commits, done.n_files, done.n_new_files) == (len(store.commits()), 6, 2)
    assert answers(tmp_path) == before
    assert versions(tmp_path) == named
    assert len(everywhere(tmp_path)) < n_files - 9
    open_store(tmp_path).refresh_views()
    assert {path: data for path, data in everywhere(tmp_path).items() if "/" not in path} == derived
    assert [path.name for path in (tmp_path / ".work" / "rewriting").iterdir()] == []


def test_compact_again(tmp_path: Path) -> None:
    """What is harvested after compact is merged with the rest by the next one; a month border is kept."""
    store = filled(tmp_path)
    compact(store, before="2099-01")
    assert compact(open_store(tmp_path), before="2099-01").commit_file is None
    filled(tmp_path, nights=range(6, 9))
    before, named = answers(tmp_path), versions(tmp_path)
    assert compact(open_store(tmp_path), before="2001-01").commit_file is None
    assert compact(open_store(tmp_path), before="2099-01").n_commits == 3
    assert (answers(tmp_path), versions(tmp_path)) == (before, named)
    assert len(list(tmp_path.glob("harvests/*/*/*.json"))) == 1
    assert len(list(tmp_path.glob("sightings/*/*/*/*.parquet"))) == 2


def test_open_reader_outlives_compact(tmp_path: Path) -> None:
    """A dataset that was opened before compact answers as before, also from rows that have moved."""
    store = filled(tmp_path)
    dataset = open_dataset(tmp_path)
    rows, version = dataset.sightings(), dataset.version_id()
    compact(store, before="2099-01")
    assert dataset.sightings().equals(rows)
    assert dataset.version_id() == version


def test_reader_in_the_midst_of_compact(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that are moved between looking up where they are and reading them are found in their new place."""
    store = filled(tmp_path, nights=range(3))
    dataset = open_dataset(tmp_path)
    rows = dataset.sightings()
    moved: list[object] = []

    def late(commits: Any) -> Any:
        if not moved:
            moved.append(compact(store, before="2099-01"))
        return harvests_of(commits)

    monkeypatch.setattr(dataset_module, "harvests_of", late)
    assert dataset.sightings().equals(rows)
    assert moved


def test_compact_needs_a_month(tmp_path: Path) -> None:
    """A word that is no month is refused with an example."""
    with pytest.raises(ConfigError, match=r"no month.*2026-1\b.*2026-01"):
        compact(filled(tmp_path), before="2026-1")


def test_compact_beside_a_harvest(tmp_path: Path) -> None:
    """While a tag is harvested nothing is rewritten."""
    store = filled(tmp_path)
    with open_store(tmp_path).lock(store.commits()[0].tag_id), pytest.raises(StoreLockedError):
        compact(store, before="2099-01")


@pytest.mark.parametrize("compacted", [False, True])
def test_forget_leaves_no_trace(tmp_path: Path, compacted: bool) -> None:
    """A forgotten article is in no file, all others are as before, and harvests say how many rows went."""
    store = filled(tmp_path)
    others = [row for row in answers(tmp_path)["sightings"] if row["article_id"] != GONE]
    if compacted:
        compact(store, before="2099-01")
    assert shows(tmp_path, GONE)
    done = forget_articles(open_store(tmp_path), [GONE])
    assert done.n_rows == 6
    assert shows(tmp_path, GONE) == []
    now = answers(tmp_path)
    assert now["sightings"] == others
    assert {row["article_id"] for row in now["articles"]} == {row["article_id"] for row in others}
    assert sum(one.body.get("redacted", {"rows": 0})["rows"] for one in open_store(tmp_path).commits()) == 6


def test_forgotten_does_not_come_back(tmp_path: Path) -> None:
    """Later harvests that show a forgotten article don't take it in."""
    forget_articles(filled(tmp_path), [GONE])
    filled(tmp_path, nights=range(6, 8))
    assert shows(tmp_path, GONE) == []
    assert answers(tmp_path)["sightings"][-1]["harvest_id"] == "h0007"


def test_forget_with_a_store_in_use(tmp_path: Path) -> None:
    """What a store had in mind of an article before it was forgotten does not get back into the tables."""
    store = filled(tmp_path, nights=range(3))
    assert GONE in store.state_of(store.commits()[0].tag_id).listed
    forget_articles(store, [GONE])
    assert GONE not in store.state_of(store.commits()[0].tag_id).listed
    assert shows(tmp_path, GONE) == []


def test_forget_before_the_first_harvest(tmp_path: Path) -> None:
    """An article can be kept out before it was ever seen."""
    done = forget_articles(open_store(tmp_path), [GONE])
    assert (done.n_rows, done.commit_file) == (0, None)
    filled(tmp_path)
    assert shows(tmp_path, GONE) == []


def test_forget_replaces_recordings(tmp_path: Path) -> None:
    """A recording that the caller has cut takes the place of the old one, under a new name, with its digest."""
    (tmp_path / "warc").mkdir()
    (tmp_path / "warc" / "h.warc.gz").write_bytes(b"old")
    store = filled(tmp_path, warc_file="warc/h.warc.gz", warc_sha256="0")
    cut = tmp_path / ".work" / "cut"
    cut.write_bytes(b"new")
    done = forget_articles(store, [GONE], recordings={"warc/h.warc.gz": cut}, n_records=1)
    assert done.recordings == {"warc/h.warc.gz": "warc/h.r1.warc.gz"}
    assert [path.name for path in (tmp_path / "warc").iterdir()] == ["h.r1.warc.gz"]
    named = {(row["warc_file"], row["warc_sha256"][:8]) for row in answers(tmp_path)["harvests"] if row["warc_file"]}
    assert named == {("warc/h.r1.warc.gz", "11507a0e")}


def test_forgotten_list() -> None:
    """The list knows its articles, names none of them, unites with others, and notices damage."""
    one = Forgotten().with_articles(["a", "b"])
    two = Forgotten().with_articles(["c"])
    both = parse_forgotten(one.united(two).to_bytes(), where="x")
    assert [name in both for name in "abcd"] == [True, True, True, False]
    assert len(both) == 3
    data = bytearray(both.to_bytes())
    data[data.index(b'"hashes": [') + 20] ^= 1
    with pytest.raises(StoreError, match="damaged"):
        parse_forgotten(bytes(data), where="x")


def test_several_rewritings(tmp_path: Path) -> None:
    """Compact, harvest, forget, harvest, compact, forget: answers are as if the articles had never been."""
    other = article_id("https://demo.example/b/")
    root, plain = tmp_path / "one", tmp_path / "two"
    compact(filled(root), before="2099-01")
    filled(root, nights=range(6, 8))
    forget_articles(open_store(root), [GONE])
    filled(root, nights=range(8, 9))
    compact(open_store(root), before="2099-01")
    forget_articles(open_store(root), [other])
    forget_articles(open_store(plain), [GONE, other])
    filled(plain, nights=range(9))
    assert _core(answers(root)) == _core(answers(plain))
    history = [one.body["history"] for one in open_store(root).files.rewriting()]
    assert [[entry["why"] for entry in one] for one in history] == [["compact", "forget", "compact"]]


def _core(found: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    return {name: found[name] for name in ("articles", "listings", "changes", "sightings")}
