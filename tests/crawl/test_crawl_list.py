"""``sw-scraper harvest --list``: several sites in one process, each tag its own commit, quiet when all is well."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest
from archive_server import ArchiveServer, archive, respond, running_server, status_page
from crawl_runs import environment, fingerprints
from terminals import on_terminal

from sw_scraper import open_dataset

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


@pytest.fixture
def servers() -> Iterator[tuple[ArchiveServer, ArchiveServer]]:
    """Two sites on loopback."""
    with running_server() as one, running_server() as other:
        yield one, other


def command(file: Path, *words: str) -> list[str]:
    quick = ["-s", "DOWNLOAD_DELAY=0", "-s", "SW_RETRY_TIMES=1", "-s", "SW_RETRY_BACKOFF_S=0.05"]
    return [sys.executable, "-m", "sw_scraper.cli.main", "harvest", "--list", str(file), *quick, *words]


def run(words: Sequence[str], cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words, cwd=cwd, env=environment(), capture_output=True, text=True, timeout=120, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


def write_list(folder: Path, urls: Sequence[str], head: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    entries = "".join(f"\n[[harvest]]\nurl = {json.dumps(url)}\n" for url in urls)
    (folder / "harvests.toml").write_text(f'contact = "me@example.org"\n{head}{entries}', encoding="utf-8")
    return folder / "harvests.toml"


def test_a_list_from_bad_to_good(servers: tuple[ArchiveServer, ArchiveServer], tmp_path: Path) -> None:
    """A failed tag stops no other, the failure command tells it once, and when all is well nothing is printed."""
    one, other = servers
    urls = [one.add("a", archive("a", 7)), one.add("rotto", archive("rotto", 3)), other.add("b", archive("b", 6))]
    one.archives["/tag/rotto/"].faults[1] = status_page(500)
    told = tmp_path / "told"
    file = write_list(tmp_path / "l", urls, f"on_failure = \"cat >> '{told}'\"\ndata = 'dati'\n")
    words = command(file, "--log", str(tmp_path / "run.log"), "--prometheus", str(tmp_path / "sw.prom"))

    first = run(words, tmp_path)
    assert first.returncode == 3, first.stderr
    assert first.stdout == ""
    lines = first.stderr.splitlines()
    assert lines[0].endswith("/tag/rotto: failed (http_5xx)")
    assert [line.split()[0] for line in lines[1:4]] == ["what", "where", "next"]
    assert "3 tags: 2 complete, 1 failed" in lines[-1]
    assert len(lines) <= 10
    assert told.read_text("utf-8").startswith("got worse: ")
    data = tmp_path / "l" / "dati"
    dataset = open_dataset(str(data))
    verdicts = {row["tag"]: row["verdict"] for row in dataset.harvests().to_pylist()}
    assert verdicts == {"a": "complete", "b": "complete", "rotto": "failed"}
    assert {row["contact"] for row in dataset.harvests().to_pylist()} == {"me@example.org"}
    assert len({row["run_id"] for row in dataset.harvests().to_pylist()}) == 2  # one crawler a site
    assert pq.read_metadata(data / "articles.parquet").num_rows == dataset.articles().num_rows
    assert one.headers["user-agent"].endswith("(+me@example.org)")
    assert 'sw_scraper_verdict{tag="' in (tmp_path / "sw.prom").read_text("utf-8")

    one.archives["/tag/rotto/"].faults.clear()
    second = run(words, tmp_path)
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    assert told.read_text("utf-8").count("got worse: ") == 1
    assert told.read_text("utf-8").count("well again: ") == 1
    log = (tmp_path / "run.log").read_text("utf-8")
    assert log.count(" INFO sw_scraper ") == 2
    assert "/tag/b: complete: " in log


def test_check_asks_nothing(servers: tuple[ArchiveServer, ArchiveServer], tmp_path: Path) -> None:
    """``--check`` reads the list, says what would be fetched, touches neither network nor disk; unknown keys are 2."""
    one, other = servers
    file = write_list(tmp_path / "l", [one.add("a", archive("a", 2)), other.add("b", archive("b", 2))])
    done = run(command(file, "--check"), tmp_path)
    assert done.returncode == 0, done.stderr
    assert "2 entries, 2 tags, 2 sites side by side" in done.stdout
    assert f"  start   {one.base}/tag/a/" in done.stdout
    assert (one.requests, other.requests) == ([], [])
    assert sorted(path.name for path in (tmp_path / "l").iterdir()) == ["harvests.toml"]
    file.write_text(file.read_text("utf-8") + "max_page = 3\n", encoding="utf-8")
    wrong = run(command(file), tmp_path)
    assert wrong.returncode == 2
    assert "Did you mean max_pages?" in wrong.stderr
    assert f"{file}, harvest 2" in wrong.stderr
    assert one.requests == []


def test_sites_go_side_by_side_and_hosts_one_at_a_time(
    servers: tuple[ArchiveServer, ArchiveServer], tmp_path: Path
) -> None:
    """Two sites are read at the same time; tags of one host with different arguments wait for each other."""
    one, other = servers
    busy = dict.fromkeys(("one", "other"), 0)
    seen: dict[str, list[int]] = {"one": [], "other": [], "both": []}

    def watched(name: str, body: str):  # type: ignore[no-untyped-def]  # a handler of the server
        def answer(handler: object) -> None:
            busy[name] += 1
            for _ in range(10):
                seen[name].append(busy[name])
                seen["both"].append(sum(map(bool, busy.values())))
                time.sleep(0.05)
            busy[name] -= 1
            respond(handler, body, headers={"Content-Type": "text/plain"})

        return answer

    for name, site in (("one", one), ("other", other)):
        site.answers["/robots.txt"] = watched(name, "User-agent: *\nAllow: /\n")
    text = "".join(
        f'[[harvest]]\nurl = "{site.add(slug, archive(slug, 2))}"\nmax_pages = {pages}\n'
        for site, slug, pages in ((one, "a", 1), (one, "b", 2), (other, "c", 1))
    )
    (tmp_path / "l.toml").write_text(text, encoding="utf-8")
    done = run(command(tmp_path / "l.toml"), tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert max(seen["one"]) == max(seen["other"]) == 1
    assert max(seen["both"]) == 2
    assert one.requests.index("/tag/a/") < one.requests.index("/tag/b/")


def test_a_killed_list_keeps_what_had_ended(servers: tuple[ArchiveServer, ArchiveServer], tmp_path: Path) -> None:
    """After kill -9 the harvests that had ended are committed and unharmed; the same command finishes the rest."""
    one, other = servers
    quick = [other.add(slug, archive(slug, 3)) for slug in ("a", "b")]
    slow = one.add("slow", archive("slow", 12))
    one.archives["/tag/slow/"].faults[2] = lambda handler: time.sleep(90)
    file = write_list(tmp_path / "l", [slow, *quick])
    data = tmp_path / "l" / "data"
    with subprocess.Popen(command(file), cwd=tmp_path, env=environment(), stderr=subprocess.PIPE) as process:
        until = time.monotonic() + 120
        while len(list(data.glob("harvests/*/*/*.json"))) < 2 and time.monotonic() < until:
            time.sleep(0.1)
        os.kill(process.pid, signal.SIGKILL)
    before = fingerprints(data)
    assert open_dataset(str(data)).articles().num_rows == 3  # both tags list the same invented articles
    one.archives["/tag/slow/"].faults.clear()
    done = run(command(file), tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    harvests = open_dataset(str(data)).harvests().to_pylist()
    assert [row["verdict"] for row in harvests if row["tag"] == "slow"] == ["complete"]
    after = fingerprints(data)
    kept = [name for name in before if name.startswith(("harvests/", "sightings/"))]
    assert len(kept) == 4
    assert [name for name in kept if after[name] != before[name]] == []


def test_interrupting_and_locking(servers: tuple[ArchiveServer, ArchiveServer], tmp_path: Path) -> None:
    """SIGTERM ends all sites within seconds and says how to go on; a second run of the list meanwhile exits with 75."""
    one, other = servers
    for site in servers:
        made = archive("x", 12)
        made.faults[2] = lambda handler: time.sleep(90)
        site.add("x", made)
    file = write_list(tmp_path / "l", [f"{one.base}/tag/x/", f"{other.base}/tag/x/"])
    with subprocess.Popen(
        command(file), cwd=tmp_path, env=environment(), stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        until = time.monotonic() + 120
        while not (len(one.pages()) == len(other.pages()) == 2) and time.monotonic() < until:
            time.sleep(0.1)
        locked = run(command(file), tmp_path)
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=60)
    assert locked.returncode == 75, locked.stderr
    assert f"the list {file} is being worked on by process {process.pid}" in locked.stderr
    assert (process.returncode, out) == (143, "")
    assert "Interrupted: 0 of 2 harvests committed, nothing half; run it again" in err
    assert list((tmp_path / "l" / "data").glob("harvests/*/*/*.json")) == []


def test_on_a_terminal(servers: tuple[ArchiveServer, ArchiveServer], tmp_path: Path) -> None:
    """Somebody who looks on sees progress, one line a tag and one for all, and no half line of progress is left."""
    one, other = servers
    file = write_list(tmp_path / "l", [one.add("a", archive("a", 7)), other.add("b", archive("b", 3))])
    code, seen = on_terminal(command(file), columns=120, cwd=tmp_path)
    assert code == 0, seen
    assert f"data in {tmp_path / 'l' / 'data'}, 2 tags" in seen.splitlines()[0]
    assert "page 1" in seen
    after = seen.rpartition("\x1b[2K")[2]  # the moving lines were cleared
    assert sorted(re.findall(r"/tag/(\w) +complete +\d teasers", after)) == ["a", "b"]
    assert after.splitlines()[-1].startswith("2 tags: 2 complete; ")
