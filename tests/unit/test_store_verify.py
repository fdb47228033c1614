"""Verify, merge and migrate."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
from pathlib import Path

import pytest
from store_rewrites import KEYS, answers, filled, versions
from store_rows import harvest, seen

from sw_scraper.cli.main import main
from sw_scraper.errors import ConfigError, FormatTooNewError, StoreError
from sw_scraper.normalize.keys import article_id
from sw_scraper.store.commits import commit_bytes
from sw_scraper.store.compaction import compact
from sw_scraper.store.dataset import open_dataset
from sw_scraper.store.forgetting import forget_articles
from sw_scraper.store.merging import merge
from sw_scraper.store.migration import FormatStep, migrate
from sw_scraper.store.schema import FORMAT
from sw_scraper.store.source import open_source
from sw_scraper.store.store import open_store
from sw_scraper.store.verification import verify

SEED = 20261122
FORMATS = Path(__file__).parents[1] / "fixtures" / "formats"


def committed(root: Path) -> list[Path]:
    """Every committed file."""
    found = [path for part in ("harvests", "sightings", "warc") for path in (root / part).rglob("*") if path.is_file()]
    return [*found, *root.glob("dataset.json"), *root.glob("forgotten.json")]


def recorded(root: Path) -> None:
    """A dataset with every kind of committed file."""
    (root / "warc").mkdir(parents=True)
    (root / "warc" / "a.warc.gz").write_bytes(b"raw records")
    filled(root)
    compact(open_store(root), before="2099-01")
    forget_articles(open_store(root), [article_id("https://demo.example/c/")])
    digest = hashlib.sha256(b"raw records").hexdigest()
    harvest(root, [[seen("z")]], night=8, harvest_id="hz", warc_file="warc/a.warc.gz", warc_sha256=digest)


def test_any_flipped_bit_is_found(tmp_path: Path) -> None:
    """100 of 100 bits, each in a file drawn at random, are found, and the file is named; whole again, all is well."""
    recorded(tmp_path)
    source, dice = open_source(tmp_path), random.Random(SEED)
    assert verify(source).problems == []
    files = sorted(committed(tmp_path))
    assert {path.suffix for path in files} == {".json", ".parquet", ".gz"}
    found = 0
    for _ in range(100):
        path = dice.choice(files)
        data = bytearray(path.read_bytes())
        place = dice.randrange(len(data) * 8)
        data[place // 8] ^= 1 << place % 8
        whole = path.read_bytes()
        path.write_bytes(data)
        problems = {problem.path for problem in verify(source).problems}
        found += path.relative_to(tmp_path).as_posix() in problems
        path.write_bytes(whole)
    assert found == 100
    assert verify(source).problems == []


def test_missing_files_are_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that a commit names and that is gone is damage: exit code 4, and a program can read which."""
    recorded(tmp_path)
    assert main(["verify", "--data", str(tmp_path)]) == 0
    assert "5 rows and 0 records redacted by forget: no damage" in capsys.readouterr().out
    (tmp_path / "warc" / "a.warc.gz").unlink()
    assert main(["verify", "--data", str(tmp_path), "--json"]) == 4
    body = json.loads(capsys.readouterr().out)
    assert body["problems"] == [{"path": "warc/a.warc.gz", "what": "it is missing", "harvest_id": "hz"}]
    assert body["ok"] is False


def test_commits_of_early_versions(tmp_path: Path) -> None:
    """A commit file without a check of itself is told, and is no damage."""
    filled(tmp_path, nights=range(1))
    path = next(tmp_path.glob("harvests/*/*/*.json"))
    body = json.loads(path.read_bytes())
    del body["check"]
    path.write_text(json.dumps(body))
    found = verify(open_source(tmp_path))
    assert (found.problems, found.unchecked) == ([], [path.relative_to(tmp_path).as_posix()])


def test_merge(tmp_path: Path) -> None:
    """Two datasets with a harvest in common: everything of both, once, and both stay as they were."""
    one, two, both = tmp_path / "one", tmp_path / "two", tmp_path / "both"
    filled(one, nights=range(4))
    shutil.copytree(one, two)
    filled(one, nights=range(6, 8))
    filled(two, nights=range(8, 9))
    before = (answers(one), answers(two))
    done = merge(one, two, both)
    assert (done.n_commits, done.n_shared) == (7, 4)
    assert (answers(one), answers(two)) == before
    ids = [row["harvest_id"] for row in answers(both)["harvests"]]
    assert sorted(ids) == ["h0000", "h0001", "h0002", "h0003", "h0006", "h0007", "h0008"]
    assert len(answers(both)["sightings"]) == len({str(row) for row in answers(both)["sightings"]})
    assert verify(open_source(both)).problems == []
    assert merge(one, two, both).n_files == 0
    assert versions(both)


def test_merge_of_rewritten(tmp_path: Path) -> None:
    """A compacted dataset and its older backup unite; what one has forgotten goes from the other too."""
    one, two, both = tmp_path / "one", tmp_path / "two", tmp_path / "both"
    gone = article_id("https://demo.example/b/")
    filled(one, nights=range(3))
    shutil.copytree(one, two)
    filled(two, nights=range(6, 8))
    compact(open_store(one), before="2099-01")
    merge(one, two, both)
    assert answers(both) == answers(two)
    forget_articles(open_store(two), [gone])
    with pytest.raises(StoreError, match="each in its own way"):
        merge(one, two, tmp_path / "never")
    three = tmp_path / "three"
    (three / "warc").mkdir(parents=True)
    (three / "warc" / "a.warc.gz").write_bytes(b"raw records")
    digest = hashlib.sha256(b"raw records").hexdigest()
    pages = [[seen("b"), seen("x")]]
    harvest(three, pages, harvest_id="h3", key=KEYS[1], warc_file="warc/a.warc.gz", warc_sha256=digest)
    merge(two, three, tmp_path / "more")
    assert {row["article_id"] for row in answers(tmp_path / "more")["sightings"]}.isdisjoint({gone})
    assert verify(open_source(tmp_path / "more")).problems == []


def test_merge_refuses_contradictions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same harvest id with other bytes, and a folder with something else, are errors; nothing is made."""
    one, two, both = tmp_path / "one", tmp_path / "two", tmp_path / "both"
    harvest(one, [[seen("a")]], harvest_id="h1")
    harvest(two, [[seen("b")]], harvest_id="h1")
    assert main(["merge", str(one), str(two), "--into", str(both)]) == 4
    assert "same name, with other bytes" in capsys.readouterr().err
    assert not both.exists()
    (both / "letters").mkdir(parents=True)
    with pytest.raises(ConfigError, match="something else"):
        merge(one, one, both)


def test_merge_refuses_damage(tmp_path: Path) -> None:
    """A file that is not what was committed is not taken over."""
    one = tmp_path / "one"
    harvest(one, [[seen("a")]], harvest_id="h1")
    path = next(one.glob("sightings/*/*/*/*.parquet"))
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    with pytest.raises(StoreError, match="not what was committed"):
        merge(one, one, tmp_path / "both")


def test_already_newest_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A dataset of this format stays as it is; a newer one is refused with a message."""
    harvest(tmp_path, [[seen("a")]])
    assert main(["migrate", "--data", str(tmp_path)]) == 0
    assert capsys.readouterr().out == f"already format {FORMAT}, nothing to do\n"
    (tmp_path / "dataset.json").write_bytes(commit_bytes({"dataset_id": "x", "format": FORMAT + 1}))
    with pytest.raises(FormatTooNewError, match="Update sw_scraper"):
        migrate(tmp_path)


def older(root: Path) -> None:
    """Make a dataset look like one of a format before the first."""
    for path in [root / "dataset.json", *root.glob("harvests/*/*/*.json")]:
        path.write_bytes(commit_bytes({**json.loads(path.read_bytes()), "format": 0}))
    (root / "harvests.parquet").unlink()


def newer(old: Path, new: Path) -> None:
    """The step back again, for tests only."""
    shutil.copytree(old, new, dirs_exist_ok=True)
    for path in [new / "dataset.json", *new.glob("harvests/*/*/*.json")]:
        path.write_bytes(commit_bytes({**json.loads(path.read_bytes()), "format": FORMAT}))


STEPS = {0: FormatStep(text="the number is raised", convert=newer)}


def test_migrate(tmp_path: Path) -> None:
    """An older dataset is readable, a dry run changes nothing, and migrating keeps every answer and the old dataset."""
    root = tmp_path / "data"
    filled(root, nights=range(3))
    older(root)
    rows = answers(root)["sightings"]
    assert migrate(root, dry_run=True, steps=STEPS).steps == ("the number is raised",)
    assert [path.name for path in tmp_path.iterdir()] == ["data"]
    with pytest.raises(StoreError, match="no way from format 0"):
        migrate(root)
    done = migrate(root, steps=STEPS)
    assert (done.old_format, done.new_format, done.kept) == (0, FORMAT, tmp_path / "data.format0")
    assert answers(root)["sightings"] == rows
    assert {row["format"] for row in answers(root)["harvests"]} == {FORMAT}
    assert {row["format"] for row in answers(tmp_path / "data.format0")["harvests"]} == {0}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "data.format0"]


def test_migrate_was_interrupted(tmp_path: Path) -> None:
    """Interrupted before the switch it begins anew, between the two names it ends the switch, and damage stops it."""
    root = tmp_path / "data"
    filled(root, nights=range(2))
    older(root)
    (tmp_path / "data.migrating0" / "rest").mkdir(parents=True)

    def lossy(old: Path, new: Path) -> None:
        newer(old, new)
        next(new.glob("sightings/*/*/*/*.parquet")).unlink()

    with pytest.raises(StoreError, match="not whole"):
        migrate(root, steps={0: FormatStep(text="loses", convert=lossy)})
    assert open_dataset(root).harvests().num_rows == 2
    migrate(root, steps=STEPS)
    root.rename(tmp_path / "data.migrated")
    assert migrate(root, steps=STEPS).steps == ()
    assert open_dataset(root).harvests().num_rows == 2


@pytest.mark.parametrize("folder", sorted(FORMATS.glob("*/*")), ids=lambda path: f"{path.parent.name}-{path.name}")
def test_every_format_stays_readable(tmp_path: Path, folder: Path) -> None:
    """A small dataset of every format there ever was is read, verified, and harvested on."""
    root = tmp_path / "data"
    shutil.copytree(folder, root)
    expected = json.loads((root / "answers.json").read_bytes())
    found = json.loads(json.dumps(answers(root), default=str))
    # Columns may have been added since.
    assert {
        name: [{column: row[column] for column in old} for row, old in zip(found[name], rows, strict=True)]
        for name, rows in expected.items()
    } == expected
    assert verify(open_source(root)).problems == []
    filled(root, nights=[20])
    assert len(answers(root)["harvests"]) == len(expected["harvests"]) + 1
