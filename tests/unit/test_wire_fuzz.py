"""Mutated bytes on the wire: every answer is a page or a failure with a name, nothing else ever comes out."""

from __future__ import annotations

import gzip
import random
import zlib

import brotli
import pytest
import zstandard
from hypothesis import example, given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.http import Response
from wire_client import WireClient, make_crawler
from wire_server import Script, Talk, WireServer

from sw_scraper.crawl.cookies import OriginCookiesMiddleware
from sw_scraper.crawl.decoding import decode
from sw_scraper.crawl.failures import FetchError
from sw_scraper.crawl.head import HeadError, repaired, split_head
from sw_scraper.crawl.limits import Limits
from sw_scraper.crawl.origin import Origin, request_target
from sw_scraper.crawl.pauses import asked_pause
from sw_scraper.crawl.redirect import redirect_target
from sw_scraper.crawl.robots_rules import parse_robots

SEED = 20261122
PAGE = b"<html>" + b"ciao " * 300 + b"</html>"
PACKED = gzip.compress(PAGE)
ANSWERS = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%b" % (len(PAGE), PAGE),
    b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%b" % (len(PACKED), PACKED),
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nciao \r\n1a;x=y\r\n"
    + b"x" * 26
    + b"\r\n0\r\nX: 1\r\n\r\n",
    b"HTTP/1.1 103 Hints\r\nLink: </a>\r\n\r\nHTTP/1.0 301 Moved\r\nLocation: /x\r\nSet-Cookie: a=b; Max-Age=1\r\n\r\n",
)


def mutated(data: bytes, rng: random.Random) -> bytes:
    """A few bytes changed, cut out, doubled or put in."""
    made = bytearray(data)
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(made) + 1)
        length = rng.choice((1, 1, 1, 2, 8, 40))
        kind = rng.randrange(4)
        if kind == 0:
            made[at : at + length] = rng.randbytes(length)
        elif kind == 1:
            del made[at : at + length]
        elif kind == 2:
            made[at:at] = made[at : at + length]
        else:
            made[at:at] = rng.choice(
                (b"\r\n", b"\n", b"\x00", b":", b" ", b"\t", b"-1", b"9" * 30, b"\r\n\r\n", b"\xff")
            )
    return bytes(made)


def test_mutated_answers_are_pages_or_named_failures() -> None:
    """300 answers with random damage: no other exception, and no page that is larger than what was sent."""
    print("seed", SEED)
    rng = random.Random(SEED)
    sent = b""

    def script(talk: Talk) -> None:
        talk.send(sent)
        talk.hang_up()

    outcomes: dict[str, int] = {}
    with WireServer(script) as server:
        for _ in range(300):
            sent = mutated(rng.choice(ANSWERS), rng)
            try:
                response = WireClient(server.origin, SW_FIRST_BYTE_TIMEOUT_S=2.0).run(server.origin)[0]
            except FetchError as error:
                outcomes[error.failure_class] = outcomes.get(error.failure_class, 0) + 1
            else:
                assert len(response.body) <= 20 * len(PAGE)
                outcomes["page"] = outcomes.get("page", 0) + 1
    assert sum(outcomes.values()) == 300
    assert outcomes["page"] > 20
    assert outcomes["cut"] > 20
    assert outcomes["malformed"] > 5


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd"])
def test_mutated_packing_is_a_page_or_a_named_failure(name: str) -> None:
    """Random damage to packed bytes never raises anything without a name, nor gives more than the limit."""
    rng = random.Random(SEED)
    packers = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstandard.compress}
    packed = packers[name](rng.randbytes(500) + PAGE)
    limits = Limits(body_bytes=1_000_000)
    for _ in range(2000):
        kind, size = None, 0
        try:
            size = len(decode(mutated(packed, rng), name, limits=limits, url="http://a.example/"))
        except FetchError as error:
            kind = error.failure_class
        assert size <= 1_000_000
        assert kind in {None, "cut", "bad_encoding", "too_large", "bomb"}


@given(st.binary(max_size=300))
def test_heads_are_read_or_refused(data: bytes) -> None:
    """Whatever stands for a head is repaired to clean lines or refused."""
    found = split_head(b"HTTP/1.1 200 OK\r\n" + data + b"\r\n\r\n")
    assert found
    try:
        head = repaired(found[0], max_lines=100)
    except HeadError:
        return
    assert head.endswith(b"\r\n\r\n")
    lines = head[:-4].split(b"\r\n")
    assert all(b":" in line for line in lines[1:])
    assert not any(byte in line for line in lines for byte in (b"\x00", b"\r", b"\n"))


@given(st.text(max_size=200))
def test_addresses_are_origins_or_nothing(text: str) -> None:
    """No text makes the parts of an address raise, and no origin holds what could break a header."""
    for url in (text, f"http://{text}", f"http://a.example/{text}", f"https://a.example:{text}/"):
        origin = Origin.of(url)
        if origin:
            assert origin.authority.isascii()
            assert not any(char <= " " for char in origin.authority + request_target(url))


@given(st.binary(max_size=200))
def test_redirects_lead_to_addresses_or_nowhere(location: bytes) -> None:
    """No Location makes reading it raise, and what it gives is http(s) and fit for a request line."""
    url = redirect_target("http://a.example/b/", location)
    if url is not None:
        assert Origin.of(url)
        assert Origin.of(Request(url).url)


@given(st.binary(max_size=300), st.text(max_size=50))
def test_robots_never_raise(body: bytes, path: str) -> None:
    """No robots.txt and no path make the rules raise."""
    rules = parse_robots(b"User-agent: *\n" + body, token="sw_scraper")
    assert rules.allows(f"/{path}") in {True, False}


@given(st.text(max_size=60), st.text(max_size=60))
@example("0\x1f", "")
def test_pauses_are_seconds_or_nothing(retry_after: str, date: str) -> None:
    """No header makes a pause that is negative or longer than a year."""
    wait = asked_pause(retry_after, date)
    assert wait is None or 0 <= wait <= 366 * 24 * 3600


@given(st.lists(st.binary(max_size=80), max_size=5))
def test_cookies_never_break_a_request(headers: list[bytes]) -> None:
    """What a server sets comes back without line ends or controls, or not at all."""
    cookies = OriginCookiesMiddleware(make_crawler())
    request = Request("http://a.example/b/c")
    cookies.process_response(request, Response(request.url, headers={"Set-Cookie": headers}))
    cookies.process_request(request)
    sent = request.headers.get("Cookie") or b""
    assert not any(byte < 32 or byte == 127 for byte in sent)


def raw(data: bytes) -> Script:
    """Send these bytes, and close."""

    def script(talk: Talk) -> None:
        talk.send(data)
        talk.hang_up()

    return script


def test_a_header_in_every_byte_is_no_trouble() -> None:
    """Header values of all bytes come through or are cleaned, and the page comes."""
    values = bytes(byte for byte in range(256) if byte not in b"\r\n")
    head = b"HTTP/1.1 200 OK\r\nX-All: " + values + b"\r\nX-" + values + b": 1\r\nContent-Length: 2\r\n\r\nhi"
    with WireServer(raw(head)) as server:
        assert WireClient(server.origin).run(server.origin)[0].body == b"hi"
