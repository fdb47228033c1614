"""From rows back to bytes and from bytes to rows again: revisits, replay, rebuild, explain, prune."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from archive_server import archive, make_post, page_html, respond, running_server
from crawl_runs import committed, crawl, fingerprints
from fastwarc.warc import ArchiveIterator, WarcRecordType

from sw_scraper import extract_archive, open_dataset
from sw_scraper.cli.main import main
from sw_scraper.crawl import arrivals
from sw_scraper.crawl.pruning import prune
from sw_scraper.store.leftovers import note_recording
from sw_scraper.store.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of four nights: all new, nothing new, one title edited, one article more."""
    data = tmp_path_factory.mktemp("nights") / "data"
    with running_server() as server:
        made = archive(count=12)
        url = server.add("welfare", made)
        crawl(data, f"url={url}", "mode=full")
        crawl(data, f"url={url}", "mode=full")
        edited = make_post(7)
        made.posts[6] = type(edited)(**{**_fields(edited), "title": "Un titolo cambiato di notte"})
        crawl(data, f"url={url}", "mode=full")
        made.posts.insert(0, make_post(0))
        crawl(data, f"url={url}", "mode=full")
    return data


def _fields(post: Any) -> dict[str, Any]:
    return {name: getattr(post, name) for name in ("number", "title", "teaser", "day", "author")}


@pytest.fixture
def data(nights: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    return shutil.copytree(nights, tmp_path / "data")


def recordings(data: Path) -> list[Path]:
    """The recordings, oldest first."""
    ids = [row["harvest_id"] for row in open_dataset(str(data)).harvests().to_pylist()]
    return [next((data / "warc").rglob(f"{one}.warc.gz")) for one in ids]


def kinds(path: Path) -> Counter[str]:
    """How many records of each kind an independent reader finds, every digest compared."""
    found: Counter[str] = Counter()
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.any_type, parse_http=False):
            kind = record.headers["WARC-Type"]
            found[kind] += 1
            block = record.reader.read()
            assert record.headers["WARC-Block-Digest"] == f"sha256:{hashlib.sha256(block).hexdigest()}"
            if kind == "response":
                body = block.partition(b"\r\n\r\n")[2]
                assert record.headers["WARC-Payload-Digest"] == f"sha256:{hashlib.sha256(body).hexdigest()}"
    return found


def test_unchanged_bodies_are_revisits(nights: Path) -> None:
    """Bodies that an earlier recording of the tag has are not written again, whoever reads it."""
    found = [kinds(path) for path in recordings(nights)]
    pages = [(one["response"], one["revisit"]) for one in found]
    assert pages == [(4, 0), (0, 4), (1, 3), (3, 1)]  # robots.txt and three pages
    assert {one["warcinfo"] for one in found} == {1}
    assert [one["request"] for one in found] == [4, 4, 4, 4]


def test_rebuild_makes_everything_again(nights: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All tables come from the recordings again byte for byte, revisits included, and nothing is touched."""
    before = fingerprints(nights)
    assert main(["rebuild", "--data", str(nights), "--workers", "1", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["identical"], said["n_harvests"], said["n_rebuilt"], said["n_bytes"]) == (True, 4, 4, 4)
    assert set(said["tables"].values()) == {"identical"}
    assert fingerprints(nights) == before


def test_replay_changes_nothing_and_workers_do_not_matter(nights: Path, tmp_path: Path) -> None:
    """Replayed where they are, recordings change nothing; elsewhere one worker and two give the same Parquet."""
    before = committed(nights)
    assert main(["replay", "--all", "--data", str(nights), "--workers", "1"]) == 0
    assert committed(nights) == before
    files = [str(path) for path in recordings(nights)]
    tables = []
    for workers, names in (("1", files), ("2", files[::-1])):
        assert main(["replay", *names, "--data", str(tmp_path / workers), "--workers", workers]) == 0
        found = fingerprints(tmp_path / workers)
        tables.append({name: digest for name, digest in found.items() if name.endswith(".parquet")})
    assert tables[0] == tables[1]
    assert len(tables[0]) == 4 + 5


def test_a_lone_recording_says_what_is_missing(
    nights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A recording of unchanged pages, taken out of its dataset, names the file that has their bytes."""
    first, second = recordings(nights)[:2]
    alone = shutil.copy(second, tmp_path / second.name)
    assert main(["replay", str(alone), "--data", str(tmp_path / "data")]) == 3
    assert f"its bytes stand in {first.name}, which is not at hand" in capsys.readouterr().out
    shutil.copy(first, tmp_path / first.name)
    assert main(["replay", str(alone), "--data", str(tmp_path / "again")]) == 0


def test_a_newer_extractor_is_told_apart(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its rows stand beside the old ones, its changes have the cause "extractor", and rebuild names the difference."""
    before = open_dataset(str(data)).changes().to_pylist()
    plain: Callable[..., Any] = extract_archive
    monkeypatch.setattr(arrivals, "extract_archive", lambda *args, **kw: _shouted(plain(*args, **kw)))
    monkeypatch.setattr("sw_scraper.crawl.harvest.EXTRACTOR_VERSION", "2")
    monkeypatch.setattr("sw_scraper.crawl.rebuild.EXTRACTOR_VERSION", "2")
    assert main(["rebuild", "--data", str(data), "--workers", "1", "--json"]) == 3
    said = json.loads(capsys.readouterr().out)
    assert {one["why"] for one in said["differences"]} == {"extractor 1 made it, this is 2"}
    assert said["n_differences"] > 40  # a title and its digest in each row
    assert main(["replay", "--all", "--data", str(data), "--workers", "1"]) == 0
    assert len(list(data.rglob("sightings/**/*.2.parquet"))) == 4
    changes = open_dataset(str(data)).changes().to_pylist()
    added = [row for row in changes if row["change_id"] not in {one["change_id"] for one in before}]
    assert {(row["cause"], row["field"]) for row in added} >= {("extractor", "title")}
    assert {row["cause"] for row in added if row["field"] == "teaser"} == set()
    rows = open_dataset(str(data)).articles().to_pylist()
    assert all(row["title"].isupper() and row["extractor_version"] == "2" for row in rows)
    assert {row["n_changes"] for row in rows} == {0, 1}


def _shouted(page: Any) -> Any:
    return replace(page, teasers=tuple(replace(one, title=one.title.upper()) for one in page.teasers))


def test_damage_is_told(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A recording with flipped bytes: rebuild names the file, what was lost, and ends with exit code 3."""
    victim = recordings(data)[0]
    bytes_ = bytearray(victim.read_bytes())
    bytes_[len(bytes_) // 2] ^= 0xFF
    victim.write_bytes(bytes_)
    assert main(["rebuild", "--data", str(data), "--workers", "1"]) == 3
    said = capsys.readouterr().out
    assert victim.name in said
    assert "is not what was committed" in said
    assert "the recording is damaged" in said


def test_explain_leads_to_the_bytes(nights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each value with its file, record, rule and piece of HTML, also from a revisit; the history; a marked page."""
    edited = next(one for one in open_dataset(str(nights)).articles().to_pylist() if one["title"].startswith("Un tit"))
    page = tmp_path / "page.html"
    assert main(["explain", edited["url"], "--data", str(nights), "--json", "--output", str(page)]) == 0
    said = json.loads(capsys.readouterr().out)
    values = {one["field"]: one for one in said["values"]}
    assert set(values) == {"url", "title", "teaser", "date_published", "authors"}
    title = values["title"]
    assert (nights / title["warc_file"]).is_file()
    assert title["rule"]
    assert "Un titolo cambiato di notte" in title["fragment"]
    assert values["date_published"]["raw"] in values["date_published"]["fragment"]
    assert [(one["field"], one["cause"]) for one in said["changes"]] == [("listing", "source"), ("title", "source")]
    marked = page.read_text(encoding="utf-8")
    assert marked.count("sw-record") == 2  # the style and the entry
    assert "<script" not in marked
    assert "default-src 'none'" in marked
    assert main(["explain", edited["article_id"], "--data", str(nights)]) == 0
    assert "rule" in capsys.readouterr().out
    assert main(["explain", "https://example.org/no/", "--data", str(nights)]) == 2
    assert "no such article" in capsys.readouterr().err


def test_explain_says_what_is_missing(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without its recording an article is explained as far as its rows go."""
    article = open_dataset(str(data)).articles().to_pylist()[0]
    for path in recordings(data):
        path.unlink()
    assert main(["explain", article["article_id"], "--data", str(data)]) == 3
    assert "The recording is not there" in capsys.readouterr().out


def test_pruned_recordings_leave_a_valid_dataset(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Old recordings go but for the bodies that later ones refer to; rebuild says pruned and finds no difference."""
    first, second, third, _ = recordings(data)
    cut = open_dataset(str(data)).commits()[2].seen_at
    tables = {name: digest for name, digest in fingerprints(data).items() if not name.startswith("warc/")}
    would = prune(open_store(data), data, before=cut, dry=True)
    assert (len(would.removed), len(would.reduced)) == (1, 1)
    done = prune(open_store(data), data, before=cut, dry=False)
    assert (done.removed, done.reduced) == (would.removed, would.reduced)
    assert done.bytes_after < done.bytes_before
    assert (first.exists(), second.exists()) == (True, False)
    assert kinds(first) == {"warcinfo": 1, "response": 3}
    assert {name: digest for name, digest in fingerprints(data).items() if not name.startswith("warc/")} == tables
    assert main(["rebuild", "--data", str(data), "--workers", "1", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["n_rebuilt"], said["n_bytes"], said["identical"]) == (2, 2, True)
    assert list(said["kept"]) == ["its recording was pruned"]
    assert main(["replay", "--all", "--data", str(data), "--workers", "1"]) == 0
    assert capsys.readouterr().out.count("\n") == 2
    assert main(["replay", third.name.removesuffix(".warc.gz"), "--data", str(data)]) == 0
    assert main(["replay", second.name.removesuffix(".warc.gz"), "--data", str(data)]) == 2
    assert main(["archive", "--data", str(data), "--json"]) == 0
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (said["recordings"], said["pruned"]) == (3, 2)
    assert main(["verify", "--data", str(data)]) == 0
    assert "2 recordings pruned by archive prune: no damage" in capsys.readouterr().out
    again = prune(open_store(data), data, before=cut, dry=False)
    assert (again.removed, again.reduced) == ([], [])
    assert main(["archive", "prune", "--data", str(data), "--before", "soon"]) == 2


def test_a_recording_without_a_commit_is_cleared(data: Path) -> None:
    """What a kill between recording and commit leaves is gone when the dataset is opened next; others stay."""
    tag = open_dataset(str(data)).commits()[0].tag_id
    kept = recordings(data)
    orphan = kept[0].with_name("20260101t000000z-00000000.warc.gz")
    shutil.copy(kept[0], orphan)
    folder = open_store(data).work.tag(tag)
    note_recording(folder, orphan.relative_to(data).as_posix(), "20260101t000000z-00000000")
    open_store(data)
    assert not orphan.exists()
    name = kept[0].name.removesuffix(".warc.gz")
    note_recording(folder, kept[0].relative_to(data).as_posix(), name)
    open_store(data)
    assert all(path.exists() for path in kept)


def unpacked(data: Path) -> bytes:
    """All bytes of a dataset, recordings and rows unpacked."""
    found = [path.read_bytes() for path in data.rglob("*") if path.suffix in (".json", ".jsonl")]
    found += [gzip.decompress(path.read_bytes()) for path in data.rglob("*.warc.gz")]
    for path in data.rglob("*.parquet"):
        table = pq.read_table(path)
        found.append(repr(table.to_pylist()).encode())
    return b"\n".join(found)


def test_forget_leaves_no_trace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Gone from tables, history and recordings and kept out; the others stay explained, rebuild says redacted."""
    data = tmp_path / "data"
    gone, other = make_post(4), make_post(5)
    with running_server() as server:
        made = archive(count=12)
        url = server.add("welfare", made)
        crawl(data, f"url={url}", "mode=full")
        crawl(data, f"url={url}", "mode=full")
        address = f"{server.base}{gone.path}"
        assert gone.title.encode() in unpacked(data)
        assert main(["forget", address, "--data", str(data)]) == 2  # nobody said yes
        capsys.readouterr()
        assert main(["forget", address, "--data", str(data), "--yes", "--json"]) == 0
        said = json.loads(capsys.readouterr().out)
        assert (said["n_rows"], said["n_records"], said["whole_pages"]) == (2, 1, [])
        assert not _traces(data, gone)
        assert main(["explain", f"{server.base}{other.path}", "--data", str(data)]) == 0
        assert other.title in capsys.readouterr().out
        made.posts[6] = make_post(70)
        run = crawl(data, f"url={url}", "mode=full")
        assert run.code == 0, run.err
    _assert_forgotten(data, gone, capsys)
    assert len(open_dataset(str(data)).articles()) == 12  # twelve, less one, and one more


def _traces(data: Path, gone: Any) -> list[str]:
    everything = unpacked(data)
    return [text for text in (gone.title, gone.teaser, gone.path.rstrip("/")) if _names(text, everything)]


def _assert_forgotten(data: Path, gone: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert not _traces(data, gone)
    for path in data.rglob("*.warc.gz"):
        assert kinds(path)["warcinfo"] == 1
        done = subprocess.run([sys.executable, "-m", "warcio.cli", "check", path], capture_output=True, check=False)
        assert (done.returncode, done.stdout) == (0, b"")
    capsys.readouterr()
    assert main(["rebuild", "--data", str(data), "--workers", "1"]) == 0, capsys.readouterr().out
    said = capsys.readouterr().out
    assert said.startswith("identical")
    assert "records redacted" in said


def _names(text: str, everything: bytes) -> bool:
    return re.search(re.escape(text.encode()) + rb"(?![\w-])", everything) is not None


def test_a_night_without_news_is_made_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An answer 304 is recorded, replayed as what it was, and leaves the same tables."""
    data = tmp_path / "data"
    with running_server() as server:
        made = archive(count=4)
        url = server.add("welfare", made)

        def page(handler: Any) -> None:
            if handler.headers.get("If-None-Match") != '"1"':
                respond(handler, page_html(made, "/tag/welfare/", 1), headers={"ETag": '"1"'})
                return
            handler.send_response(304)
            handler.end_headers()

        server.answers["/tag/welfare/"] = page
        assert [crawl(data, f"url={url}").code for _ in range(2)] == [0, 0]
    assert [row["n_not_modified"] for row in open_dataset(str(data)).harvests().to_pylist()] == [0, 1]
    assert main(["rebuild", "--data", str(data), "--workers", "1"]) == 0
    assert "made again 2, byte for byte 2" in capsys.readouterr().out
