"""Cases of our own: statuses, timing, cut and coded bodies, headers, cookies."""

from __future__ import annotations

import asyncio
import gzip
import re
import zlib
from email.utils import formatdate
from functools import lru_cache
from time import time
from typing import TYPE_CHECKING, Any

import brotli
import zstandard
from hostile_extra import ALL, ERROR, FIVE, NONE, OK, PARTIAL, extra
from hostile_http_cases import MEGABYTE, flushed
from hostile_server import Play, Script, missing
from hostile_wire import Reply, chunked

if TYPE_CHECKING:
    from collections.abc import Callable


def page_two_is(name: str, theme: str, *exits: str, records: Any = FIVE, **more: Any) -> Callable[[Script], Script]:
    """Register a script for page 2 of a list of three pages that is good otherwise."""

    def register(script: Script) -> Script:
        async def play_case(play: Play) -> Reply | None:
            return await script(play) if play.number == 2 else play.honest()

        extra(name, theme, records, *(exits or (PARTIAL, ERROR)), **more)(play_case)
        return script

    return register


ANY_HONEST = {"records": (5, 15), "ok_only_if_count": 15}

# ---------------------------------------------------------------- statuses


def _status(name: str, theme: str, status: int, *exits: str, records: Any = FIVE, requests: int = 15) -> None:
    @page_two_is(name, theme, *exits, records=records, requests=requests)
    async def answer(play: Play) -> Reply:
        return Reply(status=status, body=b"" if status == 204 else b"<h1>Errore</h1>")


_status("x_500_mid", "wp", 500)
_status("x_410_mid", "el", 410)
_status("x_204_mid", "wp", 204)
_status("x_401_mid", "el", 401)
_status("x_429_bare", "wp", 429)


@extra("x_404_start", "el", NONE, ERROR, requests=3)
async def nothing_there(play: Play) -> Reply:
    """The archive does not exist."""
    return missing()


@extra("x_500_once", "wp", ALL, OK)
async def one_error(play: Play) -> Reply:
    """The first answer of all is a 500."""
    return Reply(status=500) if play.tick() == 1 else play.honest()


@page_two_is("x_206_mid", "el", OK, PARTIAL, ERROR, records=(5, 15), ok_only_if_count=15)
async def part_of_a_page(play: Play) -> Reply:
    """Page 2 is a part that nobody asked for."""
    body = play.honest().body
    half = len(body) // 2
    return Reply(status=206, body=body[:half], headers=(("Content-Range", f"bytes 0-{half - 1}/{len(body)}"),))


@page_two_is("x_hints", "wp", OK, records=ALL)
async def early_hints(play: Play) -> None:
    """Page 2 comes after a 100 and a 103."""
    hints = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"
    await play.wire.send(hints + play.honest().encode())


@page_two_is("x_hints_endless", "el", seconds=60)
async def endless_hints(play: Play) -> None:
    """Page 2 is announced for ever."""
    for _ in range(20_000):
        await play.wire.send(b"HTTP/1.1 100 Continue\r\n\r\n" * 10)
        await asyncio.sleep(0.005)


@page_two_is("x_ra_date", "wp", OK, records=ALL)
async def retry_after_date(play: Play) -> Reply:
    """Page 2 asks once to come back at a time three seconds ahead."""
    if play.tick() > 1:
        return play.honest()
    when = formatdate(time() + 3, usegmt=True)
    return Reply(status=503, headers=(("Retry-After", when), ("Date", formatdate(time(), usegmt=True))))


@page_two_is("x_ra_503", "el", OK, records=ALL)
async def retry_after_503(play: Play) -> Reply:
    """Page 2 asks once to wait two seconds, with a 503."""
    return Reply(status=503, headers=(("Retry-After", "2"),)) if play.tick() == 1 else play.honest()


@extra("x_ra_start_day", "wp", NONE, ERROR, requests=1)
async def retry_after_at_the_start(play: Play) -> Reply:
    """The archive asks to come back tomorrow at once."""
    return Reply(status=503, headers=(("Retry-After", "86400"),))


# ---------------------------------------------------------------- timing


@page_two_is("x_drip_body", "wp", seconds=60, requests=8)
async def drip_body(play: Play) -> None:
    """Page 2 comes at two bytes a second."""
    reply = play.honest()
    await play.wire.send(reply.head())
    await play.wire.drip(reply.body, size=1, every=0.5)


@page_two_is("x_drip_head", "el", seconds=60, requests=8)
async def drip_head(play: Play) -> None:
    """Page 2's header comes at two bytes a second."""
    await play.wire.drip(play.honest().encode(), size=1, every=0.5)


@page_two_is("x_stall", "wp", seconds=60, requests=8)
async def stall(play: Play) -> None:
    """Page 2 stops half-way and the connection stays open."""
    coded = play.honest().encode()
    await play.wire.send(coded[: len(coded) // 2])
    await play.wire.until_gone(300)


@page_two_is("x_slow_pieces", "el", OK, records=ALL)
async def slow_pieces(play: Play) -> None:
    """Page 2 comes in ten pieces over five seconds, and whole."""
    coded = play.honest().encode()
    await play.wire.drip(coded, size=len(coded) // 10 + 1, every=0.5)


@extra("x_closes_silently", "wp", ALL, OK)
async def closes_silently(play: Play) -> None:
    """The server closes after every answer though it promised to keep the connection."""
    await play.wire.send(play.honest().encode().replace(b"\r\n", b"\r\nConnection: keep-alive\r\n", 1))


# ---------------------------------------------------------------- lengths and chunks


async def _send_chunked(play: Play, coded: bytes) -> None:
    head = play.honest().head(length=-1).replace(b"\r\n\r\n", b"\r\nTransfer-Encoding: chunked\r\n\r\n")
    await play.wire.send(head + coded)


def _halves(play: Play) -> tuple[bytes, bytes]:
    body = play.honest().body
    return body[: len(body) // 2], body[len(body) // 2 :]


@page_two_is("x_chunk_ok", "el", OK, records=ALL)
async def chunk_ok(play: Play) -> None:
    """Page 2 comes in good chunks."""
    await _send_chunked(play, chunked(*_halves(play)))


@page_two_is("x_chunk_cut", "wp", requests=15)
async def chunk_cut(play: Play) -> None:
    """Page 2's last chunk never comes and the connection closes in order."""
    await _send_chunked(play, chunked(*_halves(play), end=False))


@page_two_is("x_chunk_bad", "el", requests=15)
async def chunk_bad(play: Play) -> None:
    """A chunk's size is no number."""
    await _send_chunked(play, chunked(_halves(play)[0], end=False) + b"zz\r\nabc\r\n0\r\n\r\n")


@page_two_is("x_chunk_huge", "wp", requests=15, seconds=60)
async def chunk_huge(play: Play) -> None:
    """A chunk promises more than there is in the world."""
    await _send_chunked(play, b"ffffffffffffffff\r\n" + _halves(play)[0])


@page_two_is("x_chunk_extension", "el", requests=15, seconds=60)
async def chunk_extension(play: Play) -> None:
    """A chunk's size line never ends."""
    await _send_chunked(play, b"5;")
    for _ in range(5000):
        await play.wire.send(b"a" * 10_000)
        await asyncio.sleep(0.002)


@page_two_is("x_chunk_trailers", "wp", requests=15, seconds=60)
async def chunk_trailers(play: Play) -> None:
    """The header lines after the last chunk never end."""
    await _send_chunked(play, chunked(*_halves(play), end=False) + b"0\r\n")
    for at in range(5000):
        await play.wire.send(b"X-T%d: %s\r\n" % (at, b"a" * 10_000))
        await asyncio.sleep(0.002)


@page_two_is("x_cl_short", "el", OK, PARTIAL, ERROR, **ANY_HONEST)
async def length_too_short(play: Play) -> None:
    """Page 2's Content-Length is half of the body."""
    reply = play.honest()
    await play.wire.send(reply.head(length=len(reply.body) // 2) + reply.body)


@page_two_is("x_cl_and_chunked", "wp", OK, PARTIAL, ERROR, **ANY_HONEST)
async def length_and_chunks(play: Play) -> None:
    """Page 2 has a length and chunks at once."""
    head = play.honest().head(length=30).replace(b"\r\n\r\n", b"\r\nTransfer-Encoding: chunked\r\n\r\n")
    await play.wire.send(head + chunked(*_halves(play)))


@page_two_is("x_cl_huge", "el", requests=15, seconds=60)
async def length_huge(play: Play) -> None:
    """Page 2 promises a terabyte."""
    reply = play.honest()
    await play.wire.send(reply.head(length=1 << 40) + reply.body)


@page_two_is("x_cl_negative", "wp", OK, PARTIAL, ERROR, **ANY_HONEST)
async def length_negative(play: Play) -> None:
    """Page 2's length is less than nothing."""
    reply = play.honest()
    await play.wire.send(reply.head(length=-1).replace(b"\r\n\r\n", b"\r\nContent-Length: -5\r\n\r\n") + reply.body)


@page_two_is("x_http2_answer", "el", requests=15)
async def http2_answer(play: Play) -> None:
    """Page 2 is spoken in another version of the protocol."""
    await play.wire.send(b"\x00\x00\x12\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x64\x00\x04\x00\x10\x00\x00" * 20)


@page_two_is("x_close_at_once", "wp", requests=15)
async def close_at_once(play: Play) -> None:
    """Page 2's connection is closed without a byte."""


# ---------------------------------------------------------------- content codings


def _coded(name: str, theme: str, coding: str, encode: Callable[[bytes], bytes], *exits: str, **more: Any) -> None:
    @page_two_is(name, theme, *exits, **more)
    async def answer(play: Play) -> Reply:
        body = await asyncio.to_thread(encode, play.honest().body)
        return Reply(body=body, headers=(("Content-Encoding", coding),))


def raw_deflate(data: bytes) -> bytes:
    """Deflate without the zlib frame, as many servers send it."""
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def filled(pack: Callable[[bytes], bytes], *, megabytes: int, flush: Callable[[], bytes]) -> bytes:
    """A stream that unpacks to so many megabytes of blanks."""
    return b"".join(pack(MEGABYTE) for _ in range(megabytes)) + flush()


@lru_cache(maxsize=1)
def gzip_bomb() -> bytes:
    """1 GiB in 1 MB."""
    check = 0
    for _ in range(1024):
        check = zlib.crc32(MEGABYTE, check)
    tail = b"\x03\x00" + check.to_bytes(4, "little") + (0x40000000).to_bytes(4, "little")
    return b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff" + flushed(MEGABYTE) * 1024 + tail


@lru_cache(maxsize=1)
def brotli_bomb() -> bytes:
    """1 GiB in less than a kilobyte."""
    packer = brotli.Compressor(quality=5, lgwin=24)
    return filled(packer.process, megabytes=1024, flush=packer.finish)


@lru_cache(maxsize=1)
def zstd_bomb() -> bytes:
    """1 GiB in about 100 kB."""
    packer = zstandard.ZstdCompressor(level=3).compressobj()
    return filled(packer.compress, megabytes=1024, flush=packer.flush)


def _times(encode: Callable[[bytes], bytes], number: int) -> Callable[[bytes], bytes]:
    def repeated(data: bytes) -> bytes:
        for _ in range(number):
            data = encode(data)
        return data

    return repeated


BOMB = {"records": (5, 10), "seconds": 45, "requests": 15}

_coded("x_gzip_ok", "wp", "gzip", gzip.compress, OK, records=ALL)
_coded("x_xgzip_ok", "el", "x-gzip", gzip.compress, OK, PARTIAL, **ANY_HONEST)
_coded("x_br_ok", "el", "br", brotli.compress, OK, records=ALL)
_coded("x_zstd_ok", "wp", "zstd", zstandard.compress, OK, records=ALL)
_coded("x_deflate_raw", "el", "deflate", raw_deflate, OK, records=ALL)
_coded("x_deflate_ok", "wp", "Deflate", zlib.compress, OK, records=ALL)
_coded("x_gzip_twice", "wp", "gzip, gzip", _times(gzip.compress, 2), OK, PARTIAL, **ANY_HONEST)
_coded("x_gzip_20", "el", ", ".join(["gzip"] * 20), _times(gzip.compress, 20), requests=15)
_coded("x_gzip_cut", "wp", "gzip", lambda data: gzip.compress(data)[:-200], requests=15)
_coded("x_br_cut", "el", "br", lambda data: brotli.compress(data)[:-100], requests=15)
_coded("x_zstd_cut", "wp", "zstd", lambda data: zstandard.compress(data)[:-100], requests=15)
_coded(
    "x_gzip_crc", "wp", "gzip", lambda data: gzip.compress(data)[:-8] + b"12345678", PARTIAL, ERROR, OK, **ANY_HONEST
)
_coded("x_gzip_tail", "el", "gzip", lambda data: gzip.compress(data) + b"tail" * 50, OK, PARTIAL, ERROR, **ANY_HONEST)
_coded("x_coding_unknown", "el", "klingon", lambda data: data[::-1], requests=15)
_coded("x_br_noise", "wp", "br", lambda _: b"\x8b\x02\x80noise" * 500, requests=15)
_coded("x_bomb_gzip", "el", "gzip", lambda _: gzip_bomb(), **BOMB)
_coded("x_bomb_br", "wp", "br", lambda _: brotli_bomb(), **BOMB)
_coded("x_bomb_zstd", "el", "zstd", lambda _: zstd_bomb(), **BOMB)
_coded("x_bomb_chain", "wp", "gzip, gzip", lambda _: gzip.compress(gzip_bomb()), **BOMB)


# ---------------------------------------------------------------- headers, cookies, types


def _headed(name: str, theme: str, headers: tuple[tuple[str, str], ...], *exits: str, **more: Any) -> None:
    @page_two_is(name, theme, *exits, **more)
    async def answer(play: Play) -> Reply:
        return Reply(body=play.honest().body, headers=headers)


_headed("x_header_1mb", "wp", (("X-Long", "a" * 1_000_000),), OK, PARTIAL, ERROR, **ANY_HONEST)
_headed("x_headers_10k", "el", tuple((f"X-N{n}", "a") for n in range(10_000)), OK, PARTIAL, ERROR, **ANY_HONEST)
_headed("x_header_nul", "wp", (("X-Nul", "a\x00b"),), OK, PARTIAL, ERROR, **ANY_HONEST)
_headed("x_header_latin", "el", (("X-Città", "perché"),), OK, PARTIAL, ERROR, **ANY_HONEST)
_headed("x_type_pdf", "wp", (("Content-Disposition", "attachment; filename=../../x.html"),), OK, records=ALL)


@extra("x_cookies_many", "el", (0, 15), OK, PARTIAL, ERROR, ok_only_if_count=15)
async def many_cookies(play: Play) -> Reply:
    """Every answer sets 3,000 new cookies."""
    reply, turn = play.honest(), play.tick()
    cookies = tuple(("Set-Cookie", f"c{turn}-{n}=v; Path=/") for n in range(3000))
    return Reply(status=reply.status, body=reply.body, headers=cookies)


@extra("x_cookie_long", "wp", ALL, OK)
async def long_cookies(play: Play) -> Reply:
    """Cookies so long that the server itself refuses them when they come back."""
    if sum(len(value) for name, value in play.request.headers if name.lower() == "cookie") > 16_000:
        return Reply(status=400)
    reply = play.honest()
    cookies = tuple(("Set-Cookie", f"long{n}={'v' * 2500}; Path=/") for n in range(20))
    return Reply(status=reply.status, body=reply.body, headers=cookies)


@extra("x_cookie_crlf", "el", ALL, OK)
async def cookies_with_line_ends(play: Play) -> Reply:
    """Cookies with control characters, and cookies for other sites."""
    reply = play.honest()
    cookies = ("a=\x01b; Path=/", "b=%0d%0aX-Injected: 1; Path=/", "c=d; Domain=example.com", "e=f; Domain=1; Path=/")
    return Reply(status=reply.status, body=reply.body, headers=tuple(("Set-Cookie", cookie) for cookie in cookies))


def _typed(name: str, theme: str, content_type: str, body: bytes | None, *exits: str, **more: Any) -> None:
    @page_two_is(name, theme, *exits, **more)
    async def answer(play: Play) -> Reply:
        return Reply(body=play.honest().body if body is None else body, content_type=content_type)


_typed("x_type_json", "el", "application/json", b'{"error": "no"}')
_typed("x_type_noise", "wp", "application/pdf", b"%PDF-1.7\n" + bytes(range(256)) * 40)
_typed("x_type_plain", "el", "text/plain", None, OK, PARTIAL, ERROR, **ANY_HONEST)
_typed("x_type_broken", "wp", 'text/html; charset="utf-8; ;;=x', None, OK, records=ALL)
_typed("x_type_xhtml", "el", "application/xhtml+xml", None, OK, records=ALL)


@extra("x_xxe", "wp", (0, 5), OK, PARTIAL, ERROR, forbidden_text=["SECRET-CANARY"])
async def external_entity(play: Play) -> Reply:
    """XML with an entity that names a local file and one that names the canary."""
    if play.number != 1:
        return missing()
    file, canary = play.site.memory["secret"], play.site.canary_port
    entities = f'<!ENTITY f SYSTEM "file://{file}"><!ENTITY % p SYSTEM "http://127.0.0.1:{canary}/x.dtd"> %p;'
    html = play.html(play.items(1, 5)).replace("<!DOCTYPE html>", f"<!DOCTYPE html [{entities}]>")
    html = re.sub("Storie di chi", "&f; Storie di chi", html)
    return Reply(body=('<?xml version="1.0"?>' + html).encode(), content_type="application/xml")


@extra("x_expect_auth", "el", NONE, ERROR, requests=3)
async def wants_password(play: Play) -> Reply:
    """The archive wants a password that nobody gave."""
    return Reply(status=401, headers=(("WWW-Authenticate", 'Basic realm="x"'),))


@extra("x_body_gigabyte", "wp", NONE, ERROR, PARTIAL, seconds=60, requests=8)
async def plain_gigabyte(play: Play) -> None:
    """The archive itself is a gigabyte of blanks, honestly announced."""
    await play.wire.send(Reply().head(length=1 << 30))
    for _ in range(1024):
        await play.wire.send(b" " * (1 << 20))
