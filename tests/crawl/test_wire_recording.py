"""A recorded crawl: the file that it leaves, and the same crawl again without the network."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from wire_crawl import crawl
from wire_server import Talk, WireServer

from sw_scraper.crawl.wiring import replay_settings
from sw_scraper.warc.reader import read_recording

if TYPE_CHECKING:
    from pathlib import Path


def site(talk: Talk) -> None:
    """robots.txt, a redirect, a page that flaps, one that is not there, one that is cut for ever."""
    if talk.path == "/robots.txt":
        talk.page(b"User-agent: *\nDisallow: /secret\n")
    elif talk.path == "/moved":
        talk.page(b"", "Location: /here", "Set-Cookie: id=geheim; Path=/", status="301 Moved")
    elif talk.path == "/flaps" and talk.number % 2:
        talk.page(b"busy", status="503 Unavailable")
    elif talk.path == "/gone":
        talk.page(b"gone", status="404 Not Found")
    elif talk.path == "/cut":
        talk.send(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
        talk.hang_up()
    else:
        talk.page(f"<p>{talk.path}</p>".encode())


def test_a_crawl_is_recorded_and_replayed(tmp_path: Path) -> None:
    """Everything that went over the wire is in a valid file, nothing secret is, and the replay gives the same pages."""
    path = tmp_path / "a.warc.gz"
    with WireServer(site) as server:
        names = ("moved", "flaps", "secret", "gone", "cut", "page")
        line = [("h", f"{server.origin}/{name}") for name in names]
        harvests = {"h": f"{server.origin}/moved"}
        live = crawl(harvests, line, warc={"h": str(path)}, HTTPAUTH_USER="alice", HTTPAUTH_PASS="s3cret")
        asked = [head.split(b" ")[1].decode() for head in server.heads]
    checked = subprocess.run([sys.executable, "-m", "warcio.cli", "check", path], capture_output=True, check=False)
    assert (checked.returncode, checked.stdout) == (0, b"")
    recording = read_recording([path])
    assert [page.url.removeprefix(server.origin) for page in recording.pages] == asked
    assert (recording.harvest_id, recording.robots) == ("h", "disallowed")
    unpacked = subprocess.run([sys.executable, "-c", UNPACK, path], capture_output=True, check=True).stdout
    assert not [secret for secret in (b"geheim", b"YWxpY2U6czNjcmV0", b"s3cret") if secret in unpacked]

    again = crawl(harvests, line, **replay_settings(str(path)))
    refused = f"{server.origin}/secret"
    assert (live["pages"].pop(refused)["failure"], again["pages"].pop(refused)["failure"]) == (
        "robots_disallowed",
        "not_recorded",
    )
    assert again["pages"] == live["pages"]
    assert {page["failure"] for page in live["pages"].values()} == {None, "http_404", "cut"}


UNPACK = "import gzip, sys; sys.stdout.buffer.write(gzip.open(sys.argv[1]).read())"


def test_robots_stand_in_every_recording_that_they_decided_for(tmp_path: Path) -> None:
    """Two harvests of one origin ask once for robots.txt, and both recordings have it."""
    files = {name: str(tmp_path / f"{name}.warc.gz") for name in "ab"}
    with WireServer(site) as server:
        lines = [[(name, f"{server.origin}/{name}")] for name in files]
        crawl(dict.fromkeys(files, server.origin), *lines, warc=files)
        assert sum(b"/robots.txt" in head for head in server.heads) == 1
    for name in files:
        recording = read_recording([tmp_path / f"{name}.warc.gz"])
        assert [page.url.rpartition("/")[2] for page in recording.pages] in (["robots.txt", name], [name, "robots.txt"])
        assert recording.robots == "allowed"
