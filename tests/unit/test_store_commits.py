"""A harvest from its first row to its commit."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest
from store_rows import KEY, at, harvest, record, rows_of, seen

from sw_scraper.errors import FormatTooNewError, StoreError, StoreLockedError
from sw_scraper.model import Link, TagKey
from sw_scraper.store.dataset import open_dataset
from sw_scraper.store.records import HarvestHead, TagFacts, new_harvest_id
from sw_scraper.store.schema import DERIVED, schema_of
from sw_scraper.store.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

HEAD = HarvestHead(harvest_id="h1", key=KEY, extractor_version="1")


def files_of(root: Path) -> set[str]:
    """The dataset's files, without its workplace."""
    paths = (path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    return {path for path in paths if not path.startswith(".work/")}


def digests_of(root: Path) -> dict[str, str]:
    """File to digest."""
    return {path: hashlib.sha256((root / path).read_bytes()).hexdigest() for path in files_of(root)}


def test_layout(tmp_path: Path) -> None:
    """A harvest makes one commit file, one sightings file, and the derived files."""
    result = harvest(tmp_path, [[seen("a")]], harvest_id="h1")
    assert result.commit_file == "harvests/2026/11/h1.json"
    assert result.sightings_file == "sightings/demo/sdgs/partnership/h1.parquet"
    derived = {f"{table}.{ending}" for table in DERIVED for ending in ("parquet", "jsonl")}
    assert files_of(tmp_path) == {"dataset.json", result.commit_file, result.sightings_file, *derived}


def test_commit_file_names_its_rows(tmp_path: Path) -> None:
    """The commit file has digest, size and row count of the sightings file, and the harvest's facts."""
    result = harvest(tmp_path, [[seen("a"), seen("b")]], settings={"DOWNLOAD_DELAY": "1"}, theme="demo")
    assert result.sightings_file is not None
    body = json.loads((tmp_path / result.commit_file).read_bytes())
    data = (tmp_path / result.sightings_file).read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    expected = {"path": result.sightings_file, "sha256": digest, "bytes": len(data), "rows": 2}
    assert body["files"] == [expected]
    assert body["harvest"]["sightings_sha256"] == digest
    assert body["settings"] == {"DOWNLOAD_DELAY": "1"}
    assert (body["harvest"]["n_new"], body["harvest"]["theme"]) == (2, "demo")


def test_no_rows_no_file(tmp_path: Path) -> None:
    """An archive that says it is empty is complete and has no sightings file."""
    result = harvest(tmp_path, [])
    assert (result.sightings_file, result.n_teasers, result.coverage) == (None, 0, None)
    assert not (tmp_path / "sightings").exists()
    dataset = open_dataset(tmp_path)
    assert dataset.articles().num_rows == 0
    assert dataset.tags().column("n_listed").to_pylist() == [0]
    assert dataset.sightings().schema == schema_of("sightings")


def test_nothing_is_visible_before_the_commit(tmp_path: Path) -> None:
    """Rows that were handed over are in no file of the dataset until the commit, and never after abandon."""
    store = open_store(tmp_path)
    with store.lock(KEY.tag_id):
        writer = store.begin(HEAD)
        writer.add_rows(rows_of([[seen("a")]]))
        assert files_of(tmp_path) == set()
        writer.abandon()
    assert files_of(tmp_path) == set()
    assert [path.name for path in store.work.tag(KEY.tag_id).iterdir()] == ["lock"]


def test_every_file_is_typed_and_named(tmp_path: Path) -> None:
    """Each Parquet file has its table's schema and says which dataset, format, tool and state it is of."""
    result = harvest(tmp_path, [[seen("a")]])
    tables = {name: tmp_path / f"{name}.parquet" for name in DERIVED}
    assert result.sightings_file is not None
    tables["sightings"] = tmp_path / result.sightings_file
    dataset_id = json.loads((tmp_path / "dataset.json").read_bytes())["dataset_id"]
    for name, path in tables.items():
        found = pq.read_schema(path)
        assert found.remove_metadata() == schema_of(name)
        said = {key.decode(): value.decode() for key, value in found.metadata.items()}
        assert said["sw_scraper.dataset_id"] == dataset_id
        assert said["sw_scraper.format"] == "1"
        assert said["sw_scraper.table"] == name
        assert said["sw_scraper.state"]
        assert said["sw_scraper.tool_version"]
        assert pq.ParquetFile(path).metadata.row_group(0).column(0).compression == "ZSTD"


def test_required_columns_are_required_in_parquet(tmp_path: Path) -> None:
    """What is never null is REQUIRED in the file itself."""
    result = harvest(tmp_path, [[seen("a")]])
    assert result.sightings_file is not None
    columns = pq.ParquetFile(tmp_path / result.sightings_file).schema
    by_name = {columns.column(n).path: columns.column(n) for n in range(len(columns.names))}
    assert by_name["article_id"].max_definition_level == 0
    assert by_name["title"].max_definition_level == 1


def test_same_rows_same_bytes(tmp_path: Path) -> None:
    """The same harvests in two folders give the same Parquet, but for the table of harvests, which tells of runs."""
    found = []
    for name in ("one", "two"):
        harvest(tmp_path / name, [[seen("a"), seen("b")], [seen("c")]], night=0)
        harvest(tmp_path / name, [[seen("a", title="Nuovo")]], night=1)
        found.append({path: one for path, one in digests_of(tmp_path / name).items() if path.endswith(".parquet")})
        found[-1].pop("harvests.parquet")
    assert len(found[0]) == 6
    assert found[0] == found[1]


def test_bytes_do_not_depend_on_how_rows_came(tmp_path: Path) -> None:
    """Rows handed over in one piece, page by page or out of order make the same file."""
    rows = rows_of([[seen(f"{page}-{n}") for n in range(3)] for page in range(4)])
    digests = set()
    for n, pieces in enumerate(([rows], [rows[:5], rows[5:]], [rows[6:], rows[:6]], [[row] for row in rows])):
        store = open_store(tmp_path / str(n))
        with store.lock(KEY.tag_id):
            writer = store.begin(HEAD)
            for piece in pieces:
                writer.add_rows(piece)
            result = writer.commit(record(n_pages=4))
        assert result.sightings_file is not None
        digests.add(hashlib.sha256((store.root / result.sightings_file).read_bytes()).hexdigest())
    assert len(digests) == 1


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"colour": "red"}, "no column colour"),
        ({"url": None}, "url of sightings is never null"),
        ({"harvest_id": "other"}, "harvest_id = 'other'"),
    ],
)
def test_wrong_rows_are_refused(tmp_path: Path, values: dict[str, object], message: str) -> None:
    """A row with an unknown column, a missing value or another harvest's id is a bug of the caller and said so."""
    store = open_store(tmp_path)
    with store.lock(KEY.tag_id):
        writer = store.begin(HEAD)
        with pytest.raises(ValueError, match=message):
            writer.add_rows([{**rows_of([[seen("a")]])[0], **values}])
        writer.abandon()


def test_two_rows_in_one_place_are_refused(tmp_path: Path) -> None:
    """The key of sightings holds within a harvest."""
    store = open_store(tmp_path)
    with store.lock(KEY.tag_id):
        writer = store.begin(HEAD)
        writer.add_rows(rows_of([[seen("a")]]) * 2)
        with pytest.raises(ValueError, match="same page_number and position"):
            writer.commit(record())
    assert files_of(tmp_path) <= {"dataset.json"}


def test_same_harvest_twice_changes_nothing(tmp_path: Path) -> None:
    """Replaying a committed harvest with the same code writes no byte."""
    harvest(tmp_path, [[seen("a")]], harvest_id="h1")
    before = digests_of(tmp_path)
    again = harvest(tmp_path, [[seen("a"), seen("b")]], harvest_id="h1")
    assert again.repeated
    assert digests_of(tmp_path) == before


def test_newer_extractor_adds_a_file(tmp_path: Path) -> None:
    """Replaying a committed harvest with newer code adds a file beside the old one, and the newest counts."""
    harvest(tmp_path, [[seen("a", title="Titlo", title_raw="x"), seen("b")]], harvest_id="h1", digest="sha256:1")
    again = harvest(
        tmp_path,
        [[seen("a", title="Titolo", title_raw="x"), seen("b")]],
        harvest_id="h1",
        extractor_version="2",
        digest="sha256:1",
        origin="replay",
    )
    assert again.sightings_file == "sightings/demo/sdgs/partnership/h1.2.parquet"
    assert again.commit_file == "harvests/2026/11/h1.2.json"
    assert (again.n_new, again.n_changed, again.n_gone) == (2, 1, 0)
    dataset = open_dataset(tmp_path)
    assert sorted(dataset.articles().column("title").to_pylist()) == ["Titolo", "Titolo b"]
    assert dataset.sightings().column("extractor_version").to_pylist() == ["2", "2"]
    assert dataset.harvests().num_rows == 1
    edits = [row for row in dataset.changes().to_pylist() if row["kind"] == "edited"]
    assert [(row["old_value"], row["new_value"], row["cause"]) for row in edits] == [("Titlo", "Titolo", "extractor")]
    assert (edits[0]["extractor_version_old"], edits[0]["extractor_version_new"]) == ("1", "2")
    assert dataset.articles().column("n_changes").to_pylist() == [0, 0]


def test_find_commit(tmp_path: Path) -> None:
    """A commit is found by its harvest, and by the version of the extractor."""
    store = open_store(tmp_path)
    assert store.find_commit("h1") is None
    harvest(store, [[seen("a")]], harvest_id="h1")
    harvest(store, [[seen("a")]], harvest_id="h1", extractor_version="2")
    newest, first = store.find_commit("h1"), store.find_commit("h1", extractor_version="1")
    assert newest is not None
    assert first is not None
    assert (newest.extractor_version, first.extractor_version) == ("2", "1")


def test_begin_needs_the_lock(tmp_path: Path) -> None:
    """Writing without holding the tag is a bug of the caller."""
    with pytest.raises(RuntimeError, match="without lock"):
        open_store(tmp_path).begin(HEAD)


def test_second_harvest_of_a_tag_is_told_who_works(tmp_path: Path) -> None:
    """The second of two harvests of one tag learns the first one's process and start, and can run after it."""
    first, second = open_store(tmp_path), open_store(tmp_path)
    with first.lock(KEY.tag_id):
        with pytest.raises(StoreLockedError, match=r"process \d+ on .* since 20\d\d-.*Wait until it has ended") as told:
            harvest(second, [])
        assert KEY.tag_id in str(told.value)
    assert harvest(second, [[seen("a")]]).n_new == 1


def test_two_tags_at_once(tmp_path: Path) -> None:
    """Harvests of different tags run side by side."""
    other = TagKey(site="demo", taxonomy="sdgs", slug="clima")
    store = open_store(tmp_path)
    with store.lock(KEY.tag_id), store.lock(other.tag_id):
        writers = [store.begin(HEAD), store.begin(HarvestHead(harvest_id="h2", key=other, extractor_version="1"))]
        for writer in writers:
            writer.add_rows(rows_of([[seen("a")]]))
        for writer in writers:
            writer.commit(record())
    store.refresh_views()
    assert open_dataset(tmp_path).articles().column("tags").to_pylist() == [[other.tag_id, KEY.tag_id]]


def test_state_of(tmp_path: Path) -> None:
    """A tag's state has what it lists with content hashes, what is gone, and when it was swept."""
    store = open_store(tmp_path)
    assert store.state_of(KEY.tag_id).last_harvest_at is None
    harvest(store, [[seen("a"), seen("b")]], night=0, n_expected=2, expected_source="page")
    harvest(store, [[seen("a")]], night=1)
    harvest(store, [], night=2, verdict="failed", failure_class="dns")
    state = store.state_of(KEY.tag_id)
    rows = {row["url"]: row for row in open_dataset(tmp_path).articles().to_pylist()}
    a, b = rows["https://demo.example/a/"], rows["https://demo.example/b/"]
    assert state.listed == {a["article_id"]: a["content_hash"]}
    assert state.gone == {b["article_id"]}
    assert state.last_full_at is not None
    assert state.last_full_at.date() == at(1).date()
    assert (state.last_verdict, state.n_expected, len(state.harvest_ids)) == ("failed", 2, 2)


def test_tag_facts(tmp_path: Path) -> None:
    """The tags table has the newest header; what a later header leaves out stays."""
    facts = TagFacts(
        tag_url="https://demo.example/sdgs/partnership/",
        aliases=("https://demo.example/S-partnership",),
        name="Partnership",
        description="Obiettivo 17",
        links=(Link(text="ASviS", url="https://asvis.example/"),),
        goal_number=17,
    )
    harvest(tmp_path, [[seen("a")]], night=0, tag=facts)
    harvest(tmp_path, [[seen("a")]], night=1)
    row = open_dataset(tmp_path).tags().to_pylist()[0]
    assert (row["description"], row["goal_number"]) == ("Obiettivo 17", 17)
    assert row["links"] == [{"text": "ASviS", "url": "https://asvis.example/"}]
    assert row["aliases"] == ["https://demo.example/S-partnership"]


def test_newer_format_is_refused(tmp_path: Path) -> None:
    """A dataset of a newer format is neither read nor written, and the message says what to do."""
    harvest(tmp_path, [[seen("a")]])
    body = json.loads((tmp_path / "dataset.json").read_bytes())
    (tmp_path / "dataset.json").write_text(json.dumps(body | {"format": 2}))
    for opening in (open_dataset, open_store):
        with pytest.raises(FormatTooNewError, match=r"format 2.*up to 1.*Update sw_scraper"):
            opening(tmp_path)


def test_damaged_commit_is_named(tmp_path: Path) -> None:
    """A commit file that is no JSON is named, with what to do."""
    result = harvest(tmp_path, [[seen("a")]])
    (tmp_path / result.commit_file).write_bytes(b'{"format"')
    with pytest.raises(StoreError, match=r"damaged: harvests/2026/11/.*backup"):
        open_dataset(tmp_path).articles()


def test_times_of_commits_only_grow(tmp_path: Path) -> None:
    """Each commit is later than those before, also when the clock is set back."""
    store = open_store(tmp_path)
    harvest(store, [[seen("a")]], night=0, refresh=False)
    (store.work.folder / "last_commit").write_text("2099-01-01T00:00:00.000000Z")
    second = harvest(store, [[seen("a")]], night=1, refresh=False)
    assert second.committed_at.isoformat() == "2099-01-01T00:00:00.000001+00:00"
    (store.work.folder / "last_commit").unlink()
    third = harvest(store, [[seen("a")]], night=2, refresh=False)
    assert third.committed_at > second.committed_at


def test_harvest_ids_differ() -> None:
    """Ids sort by time, differ within a second, and are plain file names."""
    ids = {new_harvest_id(at(0)) for _ in range(50)}
    assert len(ids) == 50
    assert all(one.startswith("20261101t020000z-") for one in ids)
