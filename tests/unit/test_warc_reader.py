"""Recordings as they are read: ours, other tools', and damaged ones as far as they go."""

from __future__ import annotations

import gzip
import random
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from sw_scraper.errors import ConfigError
from sw_scraper.warc.message import dechunked, split_message
from sw_scraper.warc.reader import read_recording, read_recordings
from sw_scraper.warc.records import Earlier, RawExchange, digest
from sw_scraper.warc.writer import WarcFile

if TYPE_CHECKING:
    from pathlib import Path

AT = datetime(2026, 11, 22, 2, 3, 4, tzinfo=UTC)
HARVEST = "20261122T020304Z-9f2c6a1b"


def exchange(number: int, **changes: object) -> RawExchange:
    """A whole exchange for page ``number``."""
    body = f"<html>page {number} {'x' * 500}</html>".encode()
    values = {
        "url": f"http://site.example/page/{number}/",
        "fetched_at": AT,
        "request": b"GET / HTTP/1.1\r\nHost: site.example\r\n\r\n",
        "head": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
        "body": body,
    }
    return RawExchange(**{**values, **changes})  # type: ignore[arg-type]  # of several types


def ours(path: Path, *exchanges: RawExchange, harvest: str = HARVEST, known: dict[str, Earlier] | None = None) -> Path:
    """A finished recording of our own."""
    info = {"sw-harvest-id": harvest, "sw-start-url": "http://site.example/page/1/"}
    file = WarcFile.create(path, info, known=known)
    for one in exchanges:
        file.write_exchange(one)
    return file.finish()[0]


def foreign(
    path: Path, *, packed: bool = True, version: str = "1.0", chunked: bool = False, requests: bool = False
) -> Path:
    """A recording as another tool would write it, with warcio's own writer."""
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=packed, warc_version=version)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "Other/1.0"}))
        for number in (1, 2, 3):
            body = f"<html>page {number}</html>".encode()
            headers = [("Content-Type", "text/html")]
            if chunked:
                body = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
                headers.append(("Transfer-Encoding", "chunked"))
            http = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
            url = f"https://site.example/page/{number}/"
            response = writer.create_warc_record(
                url, "response", payload=BytesIO(body), length=len(body), http_headers=http
            )
            writer.write_record(response)
            if requests:
                head = StatusAndHeaders("GET / HTTP/1.1", [("Host", "site.example")], is_http_request=True)
                link = {"WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID")}
                writer.write_record(
                    writer.create_warc_record(url, "request", http_headers=head, warc_headers_dict=link)
                )
    return path


def test_our_own_recording_comes_back(tmp_path: Path) -> None:
    """Pages in recorded order, with date, record id, digest, status, headers and body as they were."""
    raws = [exchange(2), exchange(1), exchange(2, head=b"HTTP/1.1 404 Not Found\r\nX: 1\r\n\r\n")]
    recording = read_recording([ours(tmp_path / "a.warc.gz", *raws)])
    assert (recording.harvest_id, recording.start_url, recording.is_ours) == (
        HARVEST,
        "http://site.example/page/1/",
        True,
    )
    assert recording.problems == ()
    assert [page.url for page in recording.pages] == [raw.url for raw in raws]
    assert [page.body() for page in recording.pages] == [raw.body for raw in raws]
    assert [page.record_id for page in recording.pages] == [raw.record_id for raw in raws]
    assert [page.digest for page in recording.pages] == [digest(raw.body) for raw in raws]
    assert [page.head.status for page in recording.pages if page.head] == [200, 200, 404]
    assert {page.fetched_at for page in recording.pages} == {AT}
    assert all(page.failure is None for page in recording.pages)


def test_failures_come_back(tmp_path: Path) -> None:
    """Cut and never-begun answers keep class, words and the order among the pages."""
    path = ours(
        tmp_path / "a.warc.gz",
        exchange(1),
        exchange(2, body=b"half", truncated="disconnect", failure=("cut", "the connection was cut")),
        exchange(3, head=None, body=b"", failure=("timeout", "no answer"), truncated="time"),
        exchange(4),
    )
    pages = read_recording([path]).pages
    assert [page.failure for page in pages] == [None, ("cut", "the connection was cut"), ("timeout", "no answer"), None]
    assert [page.truncated for page in pages] == [None, "disconnect", "time", None]
    assert [page.url[-2] for page in pages] == ["1", "2", "3", "4"]


def test_robots_come_back(tmp_path: Path) -> None:
    """What robots.txt said is a fact of the recording."""
    file = WarcFile.create(tmp_path / "a.warc.gz", {"sw-harvest-id": HARVEST})
    file.write_exchange(exchange(1))
    file.write_facts({"sw-robots": "allowed"}, url="http://site.example/robots.txt")
    assert read_recording([file.finish()[0]]).robots == "allowed"


@pytest.mark.parametrize("version", ["1.0", "1.1"])
@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("chunked", [True, False])
def test_recordings_of_other_tools_are_read(tmp_path: Path, *, version: str, packed: bool, chunked: bool) -> None:
    """WARC 1.0 and 1.1, packed and plain, chunks left in, without request records."""
    path = foreign(tmp_path / "a.warc", packed=packed, version=version, chunked=chunked)
    recording = read_recording([path])
    assert [page.body() for page in recording.pages] == [f"<html>page {n}</html>".encode() for n in (1, 2, 3)]
    assert recording.problems == ()
    assert (recording.is_ours, recording.start_url) == (False, "https://site.example/page/1/")
    assert recording.harvest_id == read_recording([path]).harvest_id


def test_one_gzip_member_around_all_records_is_read(tmp_path: Path) -> None:
    """A WARC file that somebody packed as a whole is read too."""
    plain = foreign(tmp_path / "a.warc", packed=False, requests=True)
    path = tmp_path / "b.warc.gz"
    path.write_bytes(gzip.compress(plain.read_bytes()))
    assert [page.body() for page in read_recording([path]).pages] == [
        f"<html>page {n}</html>".encode() for n in (1, 2, 3)
    ]


def test_a_file_that_ends_too_early_gives_what_it_has(tmp_path: Path) -> None:
    """The pages before the end are there, and the report says what is not."""
    for packed in (True, False):
        path = foreign(tmp_path / f"{packed}.warc", packed=packed)
        path.write_bytes(path.read_bytes()[:-60])
        recording = read_recording([path])
        assert len(recording.pages) == 2
        assert len(recording.problems) == 1
        assert "the file ends in the middle of a record" in recording.problems[0]


def test_damage_costs_only_the_damaged_record(tmp_path: Path) -> None:
    """Wherever bytes are wrong, all other records are read, nothing false comes out, and the damage is reported."""
    raws = [exchange(number) for number in range(12)]
    path = ours(tmp_path / "a.warc.gz", *raws)
    data = path.read_bytes()
    bodies = {raw.body for raw in raws}
    rng = random.Random(7)
    for _ in range(60):
        damaged = bytearray(data)
        at = rng.randrange(400, len(data) - 60)
        damaged[at : at + 8] = rng.randbytes(8)
        copy = tmp_path / "damaged.warc.gz"
        copy.write_bytes(damaged)
        recording = read_recording([copy])
        found = [page for page in recording.pages if page.failure is None]
        assert len(found) >= 11, recording.problems
        assert {page.body() for page in found} <= bodies
        assert recording.problems


def test_damage_in_a_plain_file_costs_only_the_damaged_record(tmp_path: Path) -> None:
    """A wrong length or digest in a file that is not packed loses that record and no other."""
    path = foreign(tmp_path / "a.warc", packed=False)
    data = path.read_bytes()
    for wrong in (data.replace(b"page 2</html>", b"page X</html>"), data.replace(b"WARC/1.0\r\n", b"XXXX/1.0\r\n", 2)):
        path.write_bytes(wrong)
        recording = read_recording([path])
        assert [page.url[-2] for page in recording.pages][-1] == "3"
        assert b"page X" not in b"".join(page.body() for page in recording.pages)
        assert recording.problems


def test_revisits_find_their_body(tmp_path: Path) -> None:
    """The body of a revisit is taken from the earlier recording, when that is given too."""
    first = exchange(1)
    earlier = Earlier(record_id=first.record_id, url=first.url, fetched_at=first.fetched_at)
    one = ours(tmp_path / "1.warc.gz", first)
    two = ours(tmp_path / "2.warc.gz", exchange(1), known={digest(first.body): earlier})
    pages = read_recording([one, two]).pages
    assert [page.body() for page in pages] == [first.body, first.body]
    words = (
        f"The page was unchanged, and its bytes stand in an earlier recording that was not given (record "
        f"{first.record_id} of 2026-11-22T02:03:04.000000Z)"
    )
    assert [page.failure for page in read_recording([two]).pages] == [("not_recorded", words)]


def test_recordings_of_several_harvests_are_told_apart(tmp_path: Path) -> None:
    """Files are grouped by harvest; where one is asked for, several are the user's matter."""
    files = [
        ours(tmp_path / "1.warc.gz", exchange(1), harvest="h1"),
        ours(tmp_path / "2.warc.gz", exchange(2), harvest="h2"),
    ]
    assert [recording.harvest_id for recording in read_recordings(files)] == ["h1", "h2"]
    with pytest.raises(ConfigError, match="several harvests"):
        read_recording(files)


def test_files_without_pages_are_the_users_matter(tmp_path: Path) -> None:
    """Missing, empty and foreign files are refused with their name and what to give instead."""
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "text").write_bytes(b"hello\n" * 100)
    (tmp_path / "zip").write_bytes(b"PK\x03\x04" + bytes(100))
    for name in ("missing", "empty", "text", "zip"):
        with pytest.raises(ConfigError, match=name):
            read_recording([tmp_path / name])


def test_chunks() -> None:
    """Chunks are joined; what is not chunked, or only half of it, is given as far as it goes."""
    assert dechunked(b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n") == b"abcde"
    assert dechunked(b"<html>not chunked</html>") == b"<html>not chunked</html>"
    assert dechunked(b"3\r\nabc\r\n9\r\nhalf") == b"abchalf"
    assert dechunked(b"3\r\nabc\r\n") == b"abc"
    assert dechunked(b"") == b""


def test_messages() -> None:
    """Heads are taken apart as they stand, and what has none is all body."""
    head, body = split_message(b"HTTP/1.0 301 Moved\nLocation: /x\nX:\n a\n\nbody")
    assert head is not None
    assert (head.status, head.reason, head.version, body) == (301, "Moved", "HTTP/1.0", b"body")
    assert head.values(b"location") == ["/x"]
    assert split_message(b"<html>")[0] is None
