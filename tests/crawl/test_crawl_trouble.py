"""Bad input: one clear message (what, where, what next), the right exit code, and nothing committed is touched."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest
from archive_server import ArchiveServer, archive, redirect_to, respond, running_server, status_page
from crawl_runs import ROOT, CrawlRun, committed, crawl, crawl_command, environment, fingerprints

from sw_scraper import open_dataset

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def server() -> Iterator[ArchiveServer]:
    """A site on loopback."""
    with running_server() as made:
        yield made


@pytest.fixture
def data(server: ArchiveServer, tmp_path: Path) -> Path:
    """A dataset with one good harvest of the tag ``welfare``."""
    url = server.add("welfare", archive(count=7))
    folder = tmp_path / "data"
    assert crawl(folder, f"url={url}").code == 0
    server.requests.clear()
    return folder


def said(run: CrawlRun, code: int, *parts: str) -> None:
    """The run ended with this code and its message has these parts; no traceback."""
    assert run.code == code, run.err
    run.assert_no_traceback()
    for part in parts:
        assert part in run.both, f"{part!r} not in {run.both!r}"


def untouched(run: CrawlRun, before: dict[str, str]) -> None:
    """What was committed before is there, byte for byte."""
    assert committed(run.data).items() >= before.items()
    assert open_dataset(str(run.data)).articles().num_rows == 7


def test_unreachable_host(data: Path) -> None:
    """A port where nobody listens: failed, with the address and what to check."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/tag/x/"
    before = committed(data)
    run = crawl(data, f"url={url}")
    said(
        run, 4, "failed (refused)", "does not accept connections", f"where {url}", "next Open the address in a browser"
    )
    untouched(run, before)


def test_unknown_host(data: Path) -> None:
    """A name without an address: failed, with the name."""
    before = committed(data)
    run = crawl(data, "url=http://no-such-host.invalid/tag/x/")
    said(run, 4, "failed (dns)", "no-such-host.invalid", "next Check the address for typing errors")
    untouched(run, before)


@pytest.mark.parametrize(
    ("status", "kind", "what", "hint"),
    [
        (404, "http_404", "The site has no page at this address", "Check the address or the tag for typing errors"),
        (500, "http_5xx", "The site has an internal error", "Run the same command again later"),
        (403, "http_403", "The site refuses access to this page", "Open it in a browser"),
    ],
)
def test_error_status(server: ArchiveServer, data: Path, status: int, kind: str, what: str, hint: str) -> None:
    """An error status of the first page: failed, with class, address and advice; the tables stay."""
    url = server.add("rotto", archive(faults={1: status_page(status)}))
    before = committed(data)
    run = crawl(data, f"url={url}")
    said(run, 4, f"failed ({kind})", what, url, f"next {hint}")
    untouched(run, before)
    rows = {row["tag"]: row for row in open_dataset(str(data)).harvests().to_pylist()}
    assert (rows["rotto"]["verdict"], rows["rotto"]["failure_class"]) == ("failed", kind)


def test_later_error_keeps_what_was_read(server: ArchiveServer, data: Path) -> None:
    """An error on page 2: partial, the rows of page 1 are stored, nothing is gone."""
    server.archives["/tag/welfare/"].faults[2] = status_page(500)
    before = committed(data)
    run = crawl(data, f"url={server.base}/tag/welfare/", "mode=full")
    said(run, 3, "partial: page 2 could not be read: The site has an internal error", "Run the same command again")
    untouched(run, before)
    assert all(row["is_listed"] for row in open_dataset(str(data)).listings().to_pylist())


PROSE = (
    "<p>" + "Un lungo testo inventato che racconta una storia di paese, senza elenchi e senza rimandi. " * 12 + "</p>"
)
ARTICLE = f"<article><h1>Storia</h1>{PROSE * 4}</article>"
APPLICATION = "<div id=root></div><script src=/a.js></script>"
LOGIN = (
    "<form method=post action=/login><label>Utente<input name=user></label>"
    "<label>Password<input type=password name=pw></label><button>Accedi</button></form>"
)


@pytest.mark.parametrize(
    ("title", "body", "kinds"),
    [
        ("Storia", ARTICLE, {"article", "other"}),
        ("App", APPLICATION, {"other", "error"}),
        ("Accedi", LOGIN, {"login"}),
    ],
)
def test_page_that_is_no_archive(server: ArchiveServer, data: Path, title: str, body: str, kinds: set[str]) -> None:
    """An article, an empty application or a login form: failed, no rows, and the message says what it is."""
    page = f"<html lang=it><head><title>{title}</title></head><body>{body}</body></html>"
    server.answers["/tag/finto/"] = lambda handler: respond(handler, page)
    before = committed(data)
    run = crawl(data, f"url={server.base}/tag/finto/")
    said(run, 4, f"{server.base}/tag/finto/", "what The page", "next ")
    untouched(run, before)
    rows = {row["tag"]: row for row in open_dataset(str(data)).harvests().to_pylist()}
    assert rows["finto"]["failure_class"] in kinds


def test_not_html(server: ArchiveServer, data: Path) -> None:
    """A picture is no archive."""
    headers = {"Content-Type": "image/png"}
    server.answers["/tag/foto/"] = lambda handler: respond(handler, b"\x89PNG\r\n" + bytes(100), headers=headers)
    run = crawl(data, f"url={server.base}/tag/foto/")
    said(run, 4, "failed (not_html)", "gives image/png and no HTML page", f"where {server.base}/tag/foto/", "next Give")


def test_start_that_leads_home(server: ArchiveServer, data: Path) -> None:
    """A tag that the site sends to its home page does not exist there."""
    server.answers["/tag/ignoto/"] = redirect_to("/")
    server.answers["/"] = lambda handler: respond(handler, "<html><body><h1>Home</h1></body></html>")
    run = crawl(data, f"url={server.base}/tag/ignoto/")
    said(run, 4, "failed (home)", "leads to the site's home page", "next Give the address of a tag's archive")


def test_empty_archive(server: ArchiveServer, tmp_path: Path) -> None:
    """An archive that says it is empty is complete, with no teasers, and said so."""
    url = server.add("vuoto", archive(count=0))
    run = crawl(tmp_path / "data", f"url={url}")
    said(run, 0, "complete: the archive says that it has no entries", "1 page read, 0 teasers")
    (row,) = open_dataset(str(run.data)).harvests().to_pylist()
    assert (row["verdict"], row["n_teasers"], row["sightings_file"]) == ("complete", 0, None)


def can_mount() -> bool:
    """Whether a small file system can be mounted for one process (root or user namespaces)."""
    tool = shutil.which("unshare")
    command = [tool or "unshare", "-rm", "sh", "-c", "mount -t tmpfs -o size=64k tmpfs /mnt"]
    return tool is not None and subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("room", [60, 90, 120, 160])
def test_full_disk(server: ArchiveServer, tmp_path: Path, room: int) -> None:
    """A disk that is full at any moment of the harvest: one message, exit 4, and what was committed is still there."""
    if not can_mount():
        pytest.skip("no small file system can be mounted here (unshare -rm)")
    url = server.add("welfare", archive(count=60))
    disk = tmp_path / "disk"
    disk.mkdir()
    first = server.add("prima", archive(count=7))
    script = (
        f"mount -t tmpfs -o size=800k tmpfs {disk} && {' '.join(crawl_command(disk / 'data', [f'url={first}']))} && "
        f"cp -r {disk}/data {tmp_path}/before && mount -o remount,size=$(($(du -sk {disk} | cut -f1) + {room}))k {disk}"
        f" && {' '.join(crawl_command(disk / 'data', [f'url={url}']))}; code=$?; cp -r {disk}/data {tmp_path}/after;"
        " exit $code"
    )
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script],
        cwd=ROOT,
        env=environment({"PYTHONDONTWRITEBYTECODE": "1"}),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    run = CrawlRun(code=done.returncode, out=done.stdout, err=done.stderr, data=tmp_path / "after")
    said(run, 4, "disk", str(disk / "data"), "run the same command again")
    assert committed(run.data).items() >= committed(tmp_path / "before").items()
    tags = {row["tag"] for row in open_dataset(str(run.data)).sightings().to_pylist()}
    assert tags in ({"prima"}, {"prima", "welfare"})


def test_unwritable_data_folder(server: ArchiveServer, tmp_path: Path) -> None:
    """A data folder that cannot be made: exit 4 before the first request, with the path."""
    url = server.add("welfare", archive(count=7))
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", encoding="utf-8")
    run = crawl(blocked / "data", f"url={url}")
    said(run, 4, "failed (store)", "Cannot write the dataset", f"where {blocked / 'data'}", "next ")
    assert server.requests == []
    assert blocked.read_text(encoding="utf-8") == "not a folder"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="needs to become another user")
def test_data_folder_of_another_user(server: ArchiveServer, data: Path) -> None:
    """A dataset that may only be read: exit 4, with the path, and not one byte of it changed."""
    server.add("welfare", archive(count=8))
    shutil.rmtree(data / ".work")
    for folder in [data.parent.parent.parent, data.parent.parent, data.parent]:
        folder.chmod(0o755)
    before = fingerprints(data)
    run = crawl(
        data,
        f"url={server.base}/tag/welfare/",
        prefix=["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"],
        env={"HOME": "/nonexistent", "PYTHONDONTWRITEBYTECODE": "1"},
    )
    if "Permission denied" in run.err and "python" in run.err.splitlines()[0]:
        pytest.skip("the other user may not run this Python")
    said(run, 4, "failed (store)", f"where {data}", "next ")
    assert fingerprints(data) == before
    assert server.requests == []


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["tagg=x"], ["the spider has no such argument", "where tagg=x", "Did you mean tag?", "full_every", "replay"]),
        (
            ["tag=x", "max_pages=many"],
            ["max_pages must be a whole number", "where max_pages=many", "Valid: max_pages=N"],
        ),
        (
            ["url=ftp://a.example/"],
            ["url must be an http or https address", "url=ftp://a.example/", "Valid: url=https://"],
        ),
        (["tag=x", "mode=fast"], ["mode is not one of its values", "Valid: auto, full, update, plan"]),
        (["tag=x", "enrich=all"], ["enrich is not one of its values", "Valid: auto, rest, feed, article, none"]),
        ([], ["neither a tag nor an address was given", "tag=partnership"]),
    ],
)
def test_wrong_arguments(tmp_path: Path, arguments: list[str], parts: list[str]) -> None:
    """Wrong arguments: exit 2 before the first request, with the valid ones; nothing is written."""
    run = crawl(tmp_path / "data", *arguments)
    said(run, 2, *parts)
    assert not (tmp_path / "data").exists()


TAG_X = ["crawl", "tag", "-a", "tag=x"]


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (["crawl", "tags-of-all"], ["there is no such spider", "where tags-of-all", "Spiders: tag"]),
        (["crawl"], ["no spider was named", "scrapy crawl tag -a tag=partnership"]),
        (["crawl", "tag", "partnership"], ["more than the name of a spider", "-a NAME=VALUE"]),
        (["crawl", "tag", "-a", "partnership"], ["Invalid -a value"]),
        ([*TAG_X, "-s", "SW_DATA_DIR=gs://bucket/x"], ["must be a local folder or s3", "gs://bucket/x"]),
        ([*TAG_X, "-s", "SW_PAGE_CAP=no"], ["whole number", "SW_PAGE_CAP=no"]),
        ([*TAG_X, "-s", "SW_CONTACT=a\nX-Evil: 1"], ["plain ASCII", "SW_CONTACT="]),
        ([*TAG_X, "-O", "/proc/nothing/x.jsonl"], ["cannot be written there", "/proc/nothing/x.jsonl"]),
    ],
)
def test_wrong_words(tmp_path: Path, words: list[str], parts: list[str]) -> None:
    """Wrong spiders, options and settings: exit 2 with one message."""
    folder = [] if "SW_DATA_DIR" in str(words) else ["-s", f"SW_DATA_DIR={tmp_path}/data"]
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", *words, *folder],
        cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    said(CrawlRun(code=done.returncode, out=done.stdout, err=done.stderr, data=tmp_path), 2, *parts)


def test_locked_tag(server: ArchiveServer, data: Path) -> None:
    """Two harvests of one tag at once: the second ends with 75 and says who is at work; the first is complete."""
    second_ended = threading.Event()
    server.archives["/tag/welfare/"].faults[2] = lambda _: not second_ended.wait(60)
    url = f"{server.base}/tag/welfare/"
    with subprocess.Popen(
        crawl_command(data, [f"url={url}", "mode=full"], ["SW_FIRST_BYTE_TIMEOUT_S=60", "SW_REQUEST_TIMEOUT_S=60"]),
        cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as first:  # fmt: skip
        wait_for(lambda: "/tag/welfare/page/2/" in server.requests)
        second = crawl(data, f"url={url}")
        second_ended.set()
        first.communicate(timeout=90)
    said(second, 75, "locked", "is being worked on by process", "next Wait until it has ended")
    assert first.returncode == 0


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interrupted(server: ArchiveServer, data: Path, number: signal.Signals, code: int) -> None:
    """A signal in the middle of a page ends the run within seconds, commits nothing half, and says how to go on."""
    url = server.add("lento", archive(count=12, faults={2: lambda _: time.sleep(60)}))
    before = fingerprints(data)
    with subprocess.Popen(
        crawl_command(data, [f"url={server.base}/tag/welfare/,{url}"]),
        cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        wait_for(lambda: "/tag/lento/page/2/" in server.requests)
        began = time.monotonic()
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
    seconds = time.monotonic() - began
    run = CrawlRun(code=process.returncode, out=out, err=err, data=data)
    said(run, code, f"Ended by {number.name}: 1 of 2 harvests committed, nothing half.", "Run the same command again")
    assert seconds < 8
    after = fingerprints(data)
    assert {name: after[name] for name in before if name in committed(data)}.items() <= before.items()
    assert {row["tag"] for row in open_dataset(str(data)).sightings().to_pylist()} == {"welfare"}
    assert not list((data / ".work").rglob("*.warc.gz"))


def wait_for(condition: object) -> None:
    """Wait until something is true, half a minute at most."""
    assert callable(condition)
    until = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.05)


def test_log_is_one_line_each(server: ArchiveServer, tmp_path: Path) -> None:
    """Line breaks and terminal escapes of a page reach neither the terminal nor the log file."""
    made = archive(count=3)
    url = server.add("welfare", made)
    server.answers["/tag/male/"] = redirect_to("/tag/welfare/%0aERROR:%20forged%1b[2J/")
    run = crawl(tmp_path / "data", f"url={url},{server.base}/tag/male/", options=["-L", "DEBUG"])
    (log,) = (run.data / ".work" / "logs").glob("*.log")
    for text in (run.err, run.out, log.read_text(encoding="utf-8")):
        assert not any(line.startswith("ERROR: forged") for line in text.splitlines())
        assert "\x1b" not in text
