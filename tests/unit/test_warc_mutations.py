"""Mutated recordings through the reader: what can be had, a sentence for what cannot, never any other error."""

from __future__ import annotations

import gzip
import os
import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from sw_scraper.errors import ConfigError
from sw_scraper.warc.reader import read_recordings
from sw_scraper.warc.records import Earlier, RawExchange, digest
from sw_scraper.warc.writer import WarcFile

if TYPE_CHECKING:
    from pathlib import Path

_SEED = 20261122
_AT = datetime(2026, 11, 22, 2, 3, 4, tzinfo=UTC)
_PIECES = (
    b"\r\n\r\n", b"WARC/1.1\r\n", b"WARC/9\r\n", b"Content-Length: 99999999999999\r\n", b"Content-Length: -1\r\n",
    b"WARC-Date: never\r\n", b"WARC-Date: 9999-99-99T99:99:99Z\r\n", b"WARC-Type: revisit\r\n", b"\x1f\x8b\x08",
    b"\x00" * 40, b"HTTP/1.1 999\r\n", b"Transfer-Encoding: chunked\r\n", b"ffffffff\r\n", b"\xff\xfe\xfd",
    b"WARC-Refers-To-Filename: ../../../../etc/passwd\r\n", b"WARC-Block-Digest: sha1:\r\n", b"sw-steps: [[1]]\r\n",
    b"WARC-Date: 0001-01-01T00:00:00+23:59\r\n", b"sw-harvest: {\"started_at\": 1}\r\n",
)  # fmt: skip


def _original(path: Path) -> bytes:
    """A recording with every kind of record that we write."""
    body = b"<html>" + b"<p>testo inventato</p>" * 40 + b"</html>"
    known = {
        digest(b"old"): Earlier(record_id="<urn:uuid:1>", url="http://s.example/", fetched_at=_AT, file="a", offset=3)
    }
    file = WarcFile.create(path, {"sw-harvest-id": "h1", "sw-start-url": "http://s.example/1"}, known=known)
    for number, (content, failure) in enumerate([(body, None), (b"old", None), (b"half", ("cut", "was cut"))]):
        file.write_exchange(
            RawExchange(
                url=f"http://s.example/{number}",
                fetched_at=_AT,
                request=b"GET / HTTP/1.1\r\nHost: s.example\r\n\r\n",
                head=b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
                body=content,
                failure=failure,
                truncated="disconnect" if failure else None,
            )
        )
    file.write_facts({"sw-robots": "allowed", "sw-steps": '[["http://s.example/1",1]]'})
    return file.finish()[0].read_bytes()


def _mutated(data: bytes, chance: random.Random) -> bytes:
    """One to four changes: bytes flipped, cut, doubled, moved, or a hostile piece put in."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(found) + 1)
        end = min(len(found), at + chance.choice((1, 3, 40, 400)))
        kind = chance.randrange(6)
        if kind == 0 and at < len(found):
            found[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del found[at:end]
        elif kind == 2:
            found[at:at] = found[at:end]
        elif kind == 3:
            found[at:at] = chance.choice(_PIECES)
        elif kind == 4:
            del found[at:]
        else:
            piece = bytes(found[at:end])
            del found[at:end]
            there = chance.randrange(len(found) + 1)
            found[there:there] = piece
    return bytes(found)


def _read(path: Path) -> int:
    """Read all that can be had; the number of pages."""
    n = 0
    try:
        recordings = read_recordings([path])
    except ConfigError:
        return 0
    for recording in recordings:
        for page in recording.pages:
            assert page.fetched_at.utcoffset() == timedelta(0)
            assert isinstance(page.body(), bytes)
            n += 1
    return n


@pytest.mark.torture
def test_mutated_recordings(tmp_path: Path) -> None:
    """Neither packed nor plain recordings, however mutated, end in anything but pages or a clear refusal."""
    chance = random.Random(_SEED)  # a sample, no secret
    packed = _original(tmp_path / "original.warc.gz")
    plain = gzip.decompress(packed)
    victim = tmp_path / "victim.warc"
    rounds = 20_000 if os.environ.get("SW_TORTURE") else 600
    n_pages = 0
    for number in range(rounds):
        data = _mutated(plain if number % 2 else packed, chance)
        if number % 3 == 0 and number % 2:
            data = gzip.compress(data, 1)
        victim.write_bytes(data)
        n_pages += _read(victim)
    assert n_pages > rounds / 2
