"""WARC files as they are written: valid for readers that we did not write, exact, and without secrets."""

from __future__ import annotations

import errno
import gzip
import hashlib
import subprocess
import sys
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from warcio.archiveiterator import ArchiveIterator

from sw_scraper.errors import StoreError
from sw_scraper.warc.records import Earlier, RawExchange, digest, without_secrets, without_transfer_coding
from sw_scraper.warc.writer import WarcFile

if TYPE_CHECKING:
    from pathlib import Path

AT = datetime(2026, 11, 22, 2, 3, 4, 500, tzinfo=UTC)
BODY = gzip.compress(b"<html>ciao</html>", mtime=0)
REQUEST = (
    b"GET /a HTTP/1.1\r\nHost: site.example\r\nAuthorization: Basic c2VjcmV0\r\nCookie: id=secret;\r\n x=secret\r\n"
    b"X-Own: 1\r\n\r\n"
)
HEAD = (
    b"HTTP/1.1 200 Fine\r\nserver: x\r\nX-b: 2\r\nX-A: 1\r\nSet-Cookie: id=secret\r\nX-A: 3\r\n"
    b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
)


def exchange(**changes: object) -> RawExchange:
    """A whole exchange, with changes."""
    values = {"url": "http://site.example/a", "fetched_at": AT, "request": REQUEST, "head": HEAD, "body": BODY}
    return RawExchange(**{**values, **changes})  # type: ignore[arg-type]  # of several types


def write(path: Path, *exchanges: RawExchange, known: dict[str, Earlier] | None = None) -> Path:
    """A finished file with these exchanges."""
    file = WarcFile.create(
        path, {"software": "sw_scraper test", "operator": "me\r\nforged: yes", "empty": ""}, known=known
    )
    for one in exchanges:
        file.write_exchange(one)
    return file.finish()[0]


def test_warcio_finds_nothing_wrong(tmp_path: Path) -> None:
    """``warcio check`` passes on whole, cut, failed and stray exchanges."""
    path = write(
        tmp_path / "a.warc.gz",
        exchange(),
        exchange(body=b"half", truncated="disconnect", failure=("cut", "the connection was cut")),
        exchange(head=None, body=b"", failure=("dns", "no such name")),
        exchange(head=None, body=b"", stray=b"\x00\xffnot HTTP", failure=("malformed", "no status line")),
    )
    done = subprocess.run([sys.executable, "-m", "warcio.cli", "check", "-v", path], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert b"digest pass" in done.stdout
    assert b"failed" not in done.stdout


def test_warcio_reads_the_page(tmp_path: Path) -> None:
    """Another reader finds body, headers in order, date and digests."""
    path = write(tmp_path / "a.warc.gz", exchange(ip="192.0.2.1"))
    with path.open("rb") as stream:
        records = {record.rec_type: record for record in ArchiveIterator(stream) if record.rec_type != "response"}
    with path.open("rb") as stream:
        response = next(record for record in ArchiveIterator(stream) if record.rec_type == "response")
        assert response.content_stream().read() == b"<html>ciao</html>"
    names = [f"{name}: {value}" for name, value in response.http_headers.headers]
    assert names == [
        "server: x",
        "X-b: 2",
        "X-A: 1",
        "X-A: 3",
        "Content-Encoding: gzip",
        "X-Archive-Orig-Transfer-Encoding: chunked",
    ]
    headers = response.rec_headers
    assert headers.get_header("WARC-Date") == "2026-11-22T02:03:04.000500Z"
    assert headers.get_header("WARC-Payload-Digest") == digest(BODY)
    assert headers.get_header("WARC-IP-Address") == "192.0.2.1"
    assert headers.protocol == "WARC/1.1"
    request_of = records["request"].rec_headers.get_header("WARC-Concurrent-To")
    assert request_of == headers.get_header("WARC-Record-ID")
    assert set(records) == {"warcinfo", "request"}


def test_secrets_are_never_written(tmp_path: Path) -> None:
    """Credentials and cookies of either side, folded ones too, are not in the file."""
    path = write(tmp_path / "a.warc.gz", exchange())
    content = gzip.decompress(path.read_bytes())
    assert b"secret" not in content
    assert b"c2VjcmV0" not in content
    assert b"X-Own: 1" in content


def test_information_cannot_forge_lines(tmp_path: Path) -> None:
    """Line breaks in the operator's text do not make lines of their own."""
    content = gzip.decompress(write(tmp_path / "a.warc.gz").read_bytes())
    assert b"operator: me forged: yes\r\n" in content
    assert b"empty" not in content


def test_equal_records_are_equal_bytes(tmp_path: Path) -> None:
    """The gzip members hold no time of writing."""
    path = write(tmp_path / "a.warc.gz", exchange())
    data = path.read_bytes()
    starts = [at for at in range(len(data)) if data.startswith(b"\x1f\x8b\x08", at)]
    assert len(starts) == 3
    assert {data[at + 4 : at + 8] for at in starts} == {bytes(4)}


def test_an_unchanged_body_becomes_a_revisit(tmp_path: Path) -> None:
    """A body that an earlier recording has is referred to and not written again."""
    earlier = Earlier(record_id="<urn:uuid:1>", url="http://site.example/a", fetched_at=AT)
    path = write(tmp_path / "a.warc.gz", exchange(), known={digest(BODY): earlier})
    with path.open("rb") as stream:
        revisit = next(record for record in ArchiveIterator(stream) if record.rec_type == "revisit")
        assert revisit.rec_headers.get_header("WARC-Refers-To") == "<urn:uuid:1>"
        assert revisit.rec_headers.get_header("WARC-Profile").endswith("/identical-payload-digest")
        assert revisit.raw_stream.read() == b""
        assert revisit.http_headers.get_header("X-b") == "2"


def test_finishing_moves_the_file_and_tells_its_digest(tmp_path: Path) -> None:
    """The finished file stands at its target, with the SHA-256 that was returned, and nowhere else."""
    file = WarcFile.create(tmp_path / ".work" / "a.warc.gz", {"software": "x"})
    file.write_exchange(exchange())
    target = tmp_path / "warc" / "2026" / "11" / "a.warc.gz"
    path, sha256 = file.finish(target=target)
    assert path == target
    assert sha256 == hashlib.sha256(target.read_bytes()).hexdigest()
    assert list((tmp_path / ".work").iterdir()) == []


def test_discarding_leaves_nothing(tmp_path: Path) -> None:
    """A recording that is thrown away is gone."""
    file = WarcFile.create(tmp_path / "a.warc.gz", {})
    file.discard()
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_the_operators_matter(tmp_path: Path) -> None:
    """What, where and what next stand in the message; an existing file is never overwritten."""
    (tmp_path / "a.warc.gz").write_bytes(b"mine")
    with pytest.raises(StoreError, match=r"recording cannot be written.*a\.warc\.gz.*SW_DATA_DIR"):
        WarcFile.create(tmp_path / "a.warc.gz", {})
    assert (tmp_path / "a.warc.gz").read_bytes() == b"mine"


def test_a_full_disk_is_the_operators_matter(tmp_path: Path) -> None:
    """A disk that fills up while a page is recorded is told with the file's name."""

    class FullDisk(BytesIO):
        def write(self, data: object, /) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    file = WarcFile(FullDisk(), tmp_path / "a.warc.gz")
    with pytest.raises(StoreError, match=r"No space left on device.*a\.warc\.gz.*Make room"):
        file.write_exchange(exchange())


def test_heads_keep_what_is_no_secret() -> None:
    """Only the secret lines go; a Content-Length beside chunks is kept under another name."""
    assert without_secrets(b"GET / HTTP/1.1\nCookie:a\nX: b\n\n") == b"GET / HTTP/1.1\r\nX: b\r\n\r\n"
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\ntransfer-encoding: chunked\r\n\r\n"
    expected = (
        b"HTTP/1.1 200 OK\r\nX-Archive-Orig-Content-Length: 9\r\nX-Archive-Orig-transfer-encoding: chunked\r\n\r\n"
    )
    assert without_transfer_coding(head) == expected
