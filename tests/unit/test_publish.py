"""``sw-scraper publish``: a release that others can read, and that keeps back what it should."""

from __future__ import annotations

import hashlib
import io
import json
import logging
import os
import shutil
import tarfile
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from awkward_rows import TITLES, awkward
from store_rows import harvest, seen

from sw_scraper.cli.main import main
from sw_scraper.store.dataset import open_dataset
from sw_scraper.store.publication_tables import PUBLISHED

SECRET = "operator@example.org"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset with awkward rows, a change of a teaser, an operator and a recording."""
    folder = awkward(tmp_path_factory.mktemp("data"))
    recording = folder / "warc" / "2026" / "11" / "x.warc.gz"
    recording.parent.mkdir(parents=True)
    recording.write_bytes(b"recorded " * 1000)
    digest = hashlib.sha256(recording.read_bytes()).hexdigest()
    changed = [seen("s9", title=TITLES[9], teaser="Un testo nuovo"), seen("altro")]
    harvest(
        folder,
        [changed],
        night=5,
        contact=SECRET,
        user_agent=f"sw_scraper (+{SECRET})",
        robots="allowed",
        tdm_reserved="unknown",
        warc_file="warc/2026/11/x.warc.gz",
        warc_sha256=digest,
    )
    return folder


@pytest.fixture(scope="module")
def release(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its release."""
    folder = tmp_path_factory.mktemp("out") / "release"
    assert main(["publish", str(folder), "--data", str(root), "--author", "Rossi, Ada", "--license", "CC-BY-4.0"]) == 0
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_few_files_and_each_has_its_digest(root: Path, release: Path) -> None:
    """Fewer than 30 files; the list of digests names every other file, rightly."""
    files = contents(release)
    assert len(files) < 30
    lines = files.pop("SHA256SUMS").decode().splitlines()
    assert {line.split("  ")[1]: line.split("  ")[0] for line in lines} == {
        path: hashlib.sha256(data).hexdigest() for path, data in files.items()
    }
    assert {"README.md", "TERMS.md", "METHODS.md", "DICTIONARY.md", "CITATION.cff"} < set(files)
    version = open_dataset(root).version_id()
    for name in ("README.md", "METHODS.md", "CITATION.cff", "datapackage.json", "croissant.json"):
        assert version in files[name].decode(), name


@pytest.mark.filterwarnings("ignore")
def test_hugging_face_loads_every_table(
    release: Path, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``load_dataset(DIR, TABLE)`` gives the rows of each table, and of articles when none is named."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    datasets = pytest.importorskip("datasets")
    for name in PUBLISHED:
        loaded = datasets.load_dataset(str(release), name, cache_dir=str(tmp_path), split="train")
        assert loaded.num_rows == getattr(open_dataset(root), name)().num_rows, name
    articles = datasets.load_dataset(str(release), "articles", cache_dir=str(tmp_path), split="train")
    by_tag = articles.filter(lambda row: "demo/tag/è-già" in row["tags"], load_from_cache_file=False)
    assert sorted(by_tag["title"]) == sorted([TITLES[9], "Titolo altro"])
    assert datasets.load_dataset_builder(str(release), cache_dir=str(tmp_path)).config.name == "articles"


@pytest.mark.filterwarnings("ignore")
def test_frictionless_validates_every_row(release: Path) -> None:
    """The data package is valid: sizes, digests, types, keys, references and allowed values of every row."""
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(release / "datapackage.json"))
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "note"])[:5]
    rows = {task.name: task.stats.get("rows") for task in report.tasks}
    assert rows["articles"] == len(TITLES) + 1
    assert {name for name in rows if rows[name]} == set(PUBLISHED)


@pytest.mark.filterwarnings("ignore")
def test_frictionless_finds_a_changed_cell(release: Path, tmp_path: Path) -> None:
    """The package describes the tables closely enough to notice a wrong value."""
    frictionless = pytest.importorskip("frictionless")
    copy = Path(shutil.copytree(release, tmp_path / "copy"))
    table = copy / "data" / "listings.csv"
    table.write_bytes(table.read_bytes().replace(b",true,", b",perhaps,", 1))
    assert not frictionless.validate(str(copy / "datapackage.json")).valid


@pytest.mark.filterwarnings("ignore")
def test_croissant_validates_and_gives_records(release: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Mlcroissant finds neither errors nor warnings and reads the rows of the tables."""
    mlcroissant = pytest.importorskip("mlcroissant")
    with caplog.at_level(logging.WARNING):
        dataset = mlcroissant.Dataset(jsonld=str(release / "croissant.json"))
    issues = dataset.metadata.ctx.issues
    assert (issues.errors, issues.warnings) == (set(), set())
    records = list(dataset.records("articles"))
    assert len(records) == len(TITLES) + 1
    assert {row["articles/title"].decode() for row in records if row["articles/title"]} >= {"=cmd|'/c calc'!A1", "+1"}


def test_parquet_holds_the_texts_as_they_are(release: Path, root: Path) -> None:
    """Nothing is neutralised in Parquet, and the file names the version."""
    table = pq.read_table(release / "data" / "articles.parquet")
    assert table.replace_schema_metadata(None).equals(open_dataset(root).articles())
    assert table.schema.metadata[b"sw_scraper.state"].decode() == open_dataset(root).version_id()


def test_who_harvested_is_left_out(release: Path) -> None:
    """The operator's contact is in no file."""
    assert [path for path, data in contents(release).items() if SECRET.encode() in data] == []
    harvests = pq.read_table(release / "data" / "harvests.parquet")
    assert not {"contact", "user_agent", "accepted_by"} & set(harvests.column_names)
    assert "`harvests.contact`" in (release / "README.md").read_text("utf-8")


def test_the_same_state_gives_the_same_bytes(root: Path, tmp_path: Path) -> None:
    """No time of making is in a release; an earlier version gives its own."""
    made = []
    for name in ("a", "b"):
        assert main(["publish", str(tmp_path / name), "--data", str(root), "--with-warc"]) == 0
        made.append(contents(tmp_path / name))
    assert made[0] == made[1]
    first = open_dataset(root).commits()[:1]
    from sw_scraper.store.commits import version_id

    earlier = version_id(open_dataset(root).dataset_id, first)
    assert main(["publish", str(tmp_path / "c"), "--data", str(root), "--version", earlier]) == 0
    assert pq.read_table(tmp_path / "c" / "data" / "articles.parquet").num_rows == len(TITLES)
    assert earlier in (tmp_path / "c" / "CITATION.cff").read_text("utf-8")


def test_facts_only(root: Path, tmp_path: Path) -> None:
    """No teaser and no description is in any file; that a teaser changed is."""
    assert main(["publish", str(tmp_path / "facts"), "--data", str(root), "--facts-only"]) == 0
    files = contents(tmp_path / "facts")
    for text in ("Testo s9", "Un testo nuovo", "xxxxxxxxxx"):
        assert [path for path, data in files.items() if text.encode() in data] == []
        assert not any(
            text in str(pq.read_table(io.BytesIO(files[f"data/{name}.parquet"])).to_pylist()) for name in PUBLISHED
        )
    changes = pq.read_table(tmp_path / "facts" / "data" / "changes.parquet")
    assert changes.filter(pc.equal(changes["field"], "teaser")).num_rows == 1
    assert "`articles.teaser`" in files["README.md"].decode()
    assert "| `teaser`" not in files["DICTIONARY.md"].decode()
    assert "left out" in files["TERMS.md"].decode()


def test_recordings_only_when_asked_for(root: Path, release: Path, tmp_path: Path) -> None:
    """With --with-warc all recordings are in one file, as they were committed; a damaged or lost one is an error."""
    assert not [path for path in contents(release) if "warc" in path]
    assert main(["publish", str(tmp_path / "a"), "--data", str(root), "--with-warc"]) == 0
    with tarfile.open(tmp_path / "a" / "data" / "warc.tar") as tar:
        assert tar.getnames() == ["warc/2026/11/x.warc.gz"]
        found = tar.extractfile("warc/2026/11/x.warc.gz")
        assert found is not None
        assert found.read() == (root / "warc/2026/11/x.warc.gz").read_bytes()
    copy = Path(shutil.copytree(root, tmp_path / "copy"))
    (copy / "warc/2026/11/x.warc.gz").write_bytes(b"recorded " * 999 + b"recordex ")
    assert main(["publish", str(tmp_path / "b"), "--data", str(copy), "--with-warc"]) == 4
    (copy / "warc/2026/11/x.warc.gz").unlink()
    assert main(["publish", str(tmp_path / "b"), "--data", str(copy), "--with-warc"]) == 4
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "copy"]


def test_invented_texts_are_not_published_unless_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Rows of origin sample are refused with exit code 2; told so, the release says that they are invented."""
    harvest(tmp_path / "data", [[seen("a")]], origin="sample")
    words = ["publish", str(tmp_path / "release"), "--data", str(tmp_path / "data")]
    assert main(words) == 2
    assert "--allow-sample" in capsys.readouterr().err
    assert not (tmp_path / "release").exists()
    assert main([*words, "--allow-sample"]) == 0
    for name in ("README.md", "CITATION.cff", "datapackage.json", "METHODS.md"):
        assert "nvented" in (tmp_path / "release" / name).read_text("utf-8"), name


def test_only_a_release_is_replaced(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--force replaces an earlier release as a whole, and never a folder that holds anything else."""
    folder = tmp_path / "release"
    words = ["publish", str(folder), "--data", str(root)]
    folder.mkdir()
    assert main(words) == 0
    assert main(words) == 2
    assert "--force" in capsys.readouterr().err
    (folder / "data" / "articles.csv").unlink()
    assert main([*words, "--force", "--facts-only"]) == 0
    assert "data/articles.csv" in contents(folder)
    (folder / "mine.txt").write_text("mine")
    before = contents(folder)
    assert main([*words, "--force"]) == 2
    assert contents(folder) == before
    data = contents(root)
    for taken in (root, root.parent):
        assert main(["publish", str(taken), "--data", str(root), "--force"]) == 2
    assert contents(root) == data


@pytest.mark.parametrize("call", ["fsync", "rename", "mkdir"])
def test_a_failing_disk_leaves_what_was_there(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """When the release cannot be written, an earlier one stays, nothing else is left, and the exit code is 4."""
    folder = tmp_path / "release"
    words = ["publish", str(folder), "--data", str(root)]
    assert main(words) == 0
    before = contents(folder)

    def full(*args: Any, **named: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, call, full)
    assert main([*words, "--force"]) == 4
    monkeypatch.undo()
    assert contents(folder) == before
    assert list(tmp_path.iterdir()) == [folder]


def test_what_cannot_be_published_is_refused(tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Contradicting wishes, no articles, no recordings, no folder above: exit code 2 and what to do."""
    out = str(tmp_path / "release")
    empty = tmp_path / "empty"
    harvest(empty, [], verdict="failed", failure_class="dns", reason="no such host")
    plain = tmp_path / "plain"
    harvest(plain, [[seen("a")]])
    for words in (
        [out, "--data", str(root), "--facts-only", "--with-warc"],
        [out, "--data", str(empty)],
        [out, "--data", str(plain), "--with-warc"],
        [out, "--data", str(root), "--version", "x"],
        [str(tmp_path / "no" / "release"), "--data", str(root)],
    ):
        assert main(["publish", *words]) == 2, words
        assert "next" in capsys.readouterr().err, words
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "plain"]


def test_a_table_without_rows_is_no_config(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Hugging Face cannot load a table without rows: the card has no config for it and says so."""
    harvest(tmp_path / "data", [[seen("a")]])
    from sw_scraper.store.publication_pages import _empty_tables

    table = open_dataset(tmp_path / "data").changes().slice(0, 0)
    assert _empty_tables({"changes": table}) == ["Without rows, and so not a config of Hugging Face: `changes`.", ""]
    assert main(["publish", str(tmp_path / "release"), "--data", str(tmp_path / "data"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {file["path"] for file in told["files"]} == set(contents(tmp_path / "release"))
