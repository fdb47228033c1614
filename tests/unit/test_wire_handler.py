"""The download handler against real sockets: what it takes, and what it refuses under which name."""

from __future__ import annotations

import gzip
import os
import socket
import ssl
import threading
import time
import warnings
import zlib
from typing import TYPE_CHECKING, Any

import brotli
import pytest
import zstandard
from scrapy.http import HtmlResponse, Response, TextResponse
from wire_client import HARVEST, WireClient
from wire_server import Script, Talk, WireServer, make_certificates

from sw_scraper.crawl import failures
from sw_scraper.crawl.addresses import AddressBook, parse_resolve
from sw_scraper.crawl.origin import Origins
from sw_scraper.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

HURRIED: dict[str, Any] = {"SW_FIRST_BYTE_TIMEOUT_S": 0.4, "SW_IDLE_TIMEOUT_S": 0.4, "SW_REQUEST_TIMEOUT_S": 1.2}
FAST: dict[str, Any] = {
    "SW_CONNECT_TIMEOUT_S": 5.0,
    "SW_FIRST_BYTE_TIMEOUT_S": 2.0,
    "SW_IDLE_TIMEOUT_S": 2.0,
    "SW_REQUEST_TIMEOUT_S": 6.0,
    "SW_MAX_WIRE_BYTES": 300_000,
    "SW_MAX_BODY_BYTES": 500_000,
    "SW_RATIO_FREE_BYTES": 100_000,
}
PAGE = b"<html>" + b"ciao " * 2000 + b"</html>"


def fetch(script: Script, **settings: Any) -> Response:
    """One page from a server with this script."""
    with WireServer(script) as server:
        return WireClient(server.origin, **{**FAST, **settings}).run(f"{server.origin}/a?b=c")[0]


def failure(script: Script, **settings: Any) -> failures.FetchError:
    """The failure of one page from a server with this script."""
    with pytest.raises(failures.FetchError) as caught:
        fetch(script, **settings)
    return caught.value


def raw(data: bytes, *, close: bool = True) -> Script:
    """Send these bytes, and close."""

    def script(talk: Talk) -> None:
        talk.send(data)
        if close:
            talk.hang_up()

    return script


def test_a_page_comes_back_with_its_headers_and_class() -> None:
    """An ordinary page is an HtmlResponse with status, headers and body as sent."""
    response = fetch(lambda talk: talk.page(PAGE, "X-Odd: 1", "X-Odd: 2"))
    assert isinstance(response, HtmlResponse)
    assert (response.status, response.body) == (200, PAGE)
    assert response.headers.getlist("X-Odd") == [b"1", b"2"]


def test_the_request_is_written_as_it_should_be() -> None:
    """The request line has path and query, Host the port, and own headers cannot be forged."""
    with WireServer(lambda talk: talk.page()) as server:
        client = WireClient(server.origin)
        client.run(f"{server.origin}/a/b?c=d#e", headers={"X-Own": "1", "Host": "evil", "Transfer-Encoding": "chunked"})
        head = server.heads[0].decode()
    assert head.startswith("GET /a/b?c=d HTTP/1.1\r\n")
    assert f"Host: 127.0.0.1:{server.port}\r\n" in head
    assert "X-Own: 1\r\n" in head
    assert "evil" not in head
    assert "chunked" not in head


ENCODERS = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.ZstdCompressor().compress,
    "gzip, br": lambda data: brotli.compress(gzip.compress(data)),
    "identity": bytes,
}


@pytest.mark.parametrize("encoding", ENCODERS)
def test_content_codings_are_unpacked(encoding: str) -> None:
    """Each coding, chains too, gives the page; sizes on the wire and unpacked are told."""
    packed = ENCODERS[encoding](PAGE)
    with WireServer(lambda talk: talk.page(packed, f"Content-Encoding: {encoding}")) as server:
        client = WireClient(server.origin)
        response = client.run(server.origin)[0]
    assert response.body == PAGE
    assert isinstance(response, HtmlResponse)
    assert client.last is not None
    exchange = client.last.meta["sw_exchange"]
    assert (exchange.wire_bytes, exchange.body_bytes) == (len(packed), len(PAGE))
    assert (client.tally.n_requests, client.tally.wire_bytes, client.tally.body_bytes) == (1, len(packed), len(PAGE))


OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
ODD_BUT_CLEAR = {
    "no reason": b"HTTP/1.1 200\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi",
    "colon in the status line": b"HTTP/1.1 200: OK\r\nContent-Length: 2\r\n\r\nhi",
    "single line feeds": b"HTTP/1.1 200 OK\nContent-Length: 2\n\nhi",
    "a line without colon": OK + b"nonsense\r\nContent-Length: 2\r\n\r\nhi",
    "blank before the colon": OK + b"Content-Length : 2\r\n\r\nhi",
    "no blank behind the colon": b"HTTP/1.1 200 OK\r\ncontent-TYPE:text/html\r\nContentlength: 9\r\n\r\nhi",
    "impossible name": OK + b"X (odd): 1\r\nContent-Length: 2\r\n\r\nhi",
    "NUL in a value": OK + b"X-Nul: a\x00b\r\nContent-Length: 2\r\n\r\nhi",
    "folded header": OK + b"X-Long: a\r\n b\r\nContent-Length: 2\r\n\r\nhi",
    "same length twice": OK + b"Content-Length: 2\r\nContent-Length: 2\r\n\r\nhi",
    "interim answer": b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + OK + b"Content-Length: 2\r\n\r\nhi",
    "until the end": OK + b"\r\nhi",
    "HTTP/1.0": b"HTTP/1.0 200 OK\r\n\r\nhi",
    "HTTP/2 in words": b"HTTP/2 200 OK\r\nContent-Length: 2\r\n\r\nhi",
    "identity transfer": OK + b"Transfer-Encoding: identity\r\nContent-Length: 2\r\n\r\nhi",
    "chunks with extensions": OK + b"Transfer-Encoding: chunked\r\n\r\n1;a=b\r\nh\r\n1\r\ni\r\n0\r\nX-T: 1\r\n\r\n",
    "a lying gzip": OK + b"Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\nhi",
    "a made-up coding": OK + b"Content-Encoding: utf-8\r\nContent-Length: 2\r\n\r\nhi",
    "more than announced": OK + b"Content-Length: 2\r\n\r\nhi and more",
}


@pytest.mark.parametrize("name", ODD_BUT_CLEAR)
def test_odd_but_clear_answers_are_taken(name: str) -> None:
    """What can be read in only one way is read."""
    assert fetch(raw(ODD_BUT_CLEAR[name])).body == b"hi"


MALFORMED = {
    "no status line": b"<html>hello</html>",
    "random bytes": os.urandom(64 * 1024).replace(b"HTTP/", b"xxxxx"),
    "length abc": OK + b"Content-Length: abc\r\n\r\nhi",
    "negative length": OK + b"Content-Length: -2\r\n\r\nhi",
    "two lengths": OK + b"Content-Length: 2\r\nContent-Length: 4\r\n\r\nhiho",
    "unknown transfer coding": OK + b"Transfer-Encoding: gzip\r\n\r\nhi",
    "bad chunk size": OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nhi\r\n0\r\n\r\n",
    "a status of four digits": b"HTTP/1.1 2000 OK\r\n\r\nhi",
    "another protocol": b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n",
    "interim answers without end": b"HTTP/1.1 100 Continue\r\n\r\n" * 50,
    "too many header lines": OK + b"X: 1\r\n" * 5000 + b"\r\nhi",
    "tiny chunks": OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 100_000 + b"0\r\n\r\n",
}


@pytest.mark.parametrize("name", MALFORMED)
def test_unclear_answers_are_malformed(name: str) -> None:
    """What is no HTTP, or could be read in two ways, is refused."""
    assert failure(raw(MALFORMED[name])).failure_class == "malformed"


def rst_in_body(talk: Talk) -> None:
    """Half a body, then RST."""
    talk.send(OK + b"Content-Length: 10\r\n\r\nhalf")
    time.sleep(0.1)
    talk.reset()


CUT: dict[str, Script] = {
    "length beyond the body": raw(OK + b"Content-Length: 10\r\n\r\nhi"),
    "RST in the body": rst_in_body,
    "RST at once": Talk.reset,
    "closed at once": Talk.hang_up,
    "half a head": raw(b"HTTP/1.1 200 OK\r\nContent-Ty"),
    "chunks without end": raw(OK + b"Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n"),
    "half a chunk": raw(OK + b"Transfer-Encoding: chunked\r\n\r\n9\r\nhi"),
    "half a gzip": lambda talk: talk.page(gzip.compress(PAGE)[:-30], "Content-Encoding: gzip"),
    "half a zstd": lambda talk: talk.page(zstandard.compress(PAGE)[:-5], "Content-Encoding: zstd"),
    "half a br": lambda talk: talk.page(brotli.compress(PAGE)[:-5], "Content-Encoding: br"),
}


@pytest.mark.parametrize("name", CUT)
def test_half_answers_are_cut(name: str) -> None:
    """A page that is not whole is a failure, never a response."""
    assert failure(CUT[name]).failure_class == "cut"


def test_a_whole_answer_counts_although_the_connection_breaks() -> None:
    """RST right behind a whole page does not take the page away."""

    def script(talk: Talk) -> None:
        talk.page(PAGE)
        talk.reset()

    assert fetch(script).body == PAGE


def endless_head(talk: Talk) -> None:
    """Header lines without end."""
    talk.send(b"HTTP/1.1 200 OK\r\n")
    while True:
        talk.send(b"X-Header: " + b"x" * 1000 + b"\r\n")


def endless_body(talk: Talk) -> None:
    """Chunks without end."""
    talk.send(OK + b"Transfer-Encoding: chunked\r\n\r\n")
    while True:
        talk.send(b"1000\r\n" + b"x" * 4096 + b"\r\n")


LARGE: dict[str, Script] = {
    "announced": raw(OK + b"Content-Length: 999999999999\r\n\r\nhi", close=False),
    "endless body": endless_body,
    "endless head": endless_head,
    "one endless header": raw(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 500_000, close=False),
    "unpacked": lambda talk: talk.page(gzip.compress(os.urandom(260_000) + bytes(300_000)), "Content-Encoding: gzip"),
}


@pytest.mark.parametrize("name", LARGE)
def test_large_answers_are_too_large(name: str) -> None:
    """Bodies and heads beyond the limits end at the limit."""
    assert failure(LARGE[name]).failure_class == "too_large"


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "gzip, gzip"])
def test_bombs_are_bombs(encoding: str) -> None:
    """A few bytes that unpack beyond ratio and size are refused by name."""
    packed = bytes(20_000_000)
    for name in encoding.split(", "):
        packed = ENCODERS[name](packed)
    assert failure(lambda talk: talk.page(packed, f"Content-Encoding: {encoding}")).failure_class == "bomb"


def test_codings_without_end_are_refused() -> None:
    """More codings on top of each other than the limit are not even tried."""
    broken = failure(lambda talk: talk.page(PAGE, "Content-Encoding: " + ", ".join(["gzip"] * 50)))
    assert broken.failure_class == "bad_encoding"


def test_damaged_packing_is_refused() -> None:
    """Bytes that break in the middle are no page."""
    packed = bytearray(gzip.compress(os.urandom(50_000)))
    packed[20_000:20_100] = bytes(100)
    assert failure(lambda talk: talk.page(bytes(packed), "Content-Encoding: gzip")).failure_class == "bad_encoding"


def drip(talk: Talk) -> None:
    """A byte now and then, for ever."""
    talk.send(OK + b"Content-Length: 1000\r\n\r\n")
    while True:
        time.sleep(0.05)
        talk.send(b"x")


def stall(talk: Talk) -> None:
    """A page that stops in the middle."""
    talk.send(OK + b"Content-Length: 1000\r\n\r\nhalf")
    talk.stay_silent(5)


LATE: dict[str, tuple[Script, type[failures.FetchError], float]] = {
    "silence": (lambda talk: talk.stay_silent(5), failures.FirstByteTimeoutError, 0.4),
    "stall": (stall, failures.StalledError, 0.4),
    "drip": (drip, failures.SlowTransferError, 1.2),
}


@pytest.mark.parametrize("name", LATE)
def test_late_answers_time_out(name: str) -> None:
    """Silence, stalls and drips each end at their own limit."""
    script, kind, seconds = LATE[name]
    started = time.monotonic()
    late = failure(script, **HURRIED)
    assert (type(late), late.failure_class) == (kind, "timeout")
    assert seconds * 0.9 < time.monotonic() - started < seconds + 5


def test_a_slow_honest_page_is_waited_for() -> None:
    """Bytes that keep coming within the limits are a page."""

    def script(talk: Talk) -> None:
        time.sleep(0.2)
        talk.send(OK + b"Content-Length: 4\r\n\r\n")
        for _ in range(4):
            time.sleep(0.1)
            talk.send(b"x")

    assert fetch(script).body == b"xxxx"


def test_nobody_listens() -> None:
    """A closed port is refused."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        origin = f"http://127.0.0.1:{closed.getsockname()[1]}"
    with pytest.raises(failures.RefusedError, match="does not accept connections"):
        WireClient(origin).run(origin)


def test_an_unknown_name() -> None:
    """A name without address is a matter of DNS."""
    with pytest.raises(failures.DnsError, match=r"no-such-host\.invalid cannot be found"):
        WireClient("http://no-such-host.invalid").run("http://no-such-host.invalid/")


def test_connections_are_kept() -> None:
    """Two pages need one connection; a server that closes needs two."""
    with WireServer(lambda talk: talk.page()) as server:
        WireClient(server.origin).run(f"{server.origin}/1", f"{server.origin}/2")
        assert (server.connections, len(server.heads)) == (1, 2)
    with WireServer(lambda talk: talk.page(b"x", "Connection: close")) as server:
        WireClient(server.origin).run(f"{server.origin}/1", f"{server.origin}/2")
        assert server.connections == 2


def test_a_kept_connection_that_died_is_replaced() -> None:
    """The server may close a kept connection at any time: the page is asked for on a new one, once."""

    def script(talk: Talk) -> None:
        if talk.number == 2:
            talk.reset()
        else:
            talk.page()

    with WireServer(script) as server:
        client = WireClient(server.origin)
        assert [response.status for response in client.run(f"{server.origin}/1", f"{server.origin}/2")] == [200, 200]
        assert server.connections == 2


def test_bytes_that_nobody_asked_for_end_the_connection() -> None:
    """What comes behind an answer is never taken for the next one."""

    def script(talk: Talk) -> None:
        talk.send(OK + b"Content-Length: 2\r\n\r\nhi" + OK + b"Content-Length: 4\r\n\r\nevil")

    with WireServer(script) as server:
        responses = WireClient(server.origin).run(f"{server.origin}/1", f"{server.origin}/2")
        assert [response.body for response in responses] == [b"hi", b"hi"]
        assert server.connections == 2


def test_answers_without_body() -> None:
    """HEAD, 204 and 304 end with their head, whatever their headers say."""
    for method, status in (("HEAD", "200 OK"), ("GET", "204 No Content"), ("GET", "304 Not Modified")):
        with WireServer(raw(f"HTTP/1.1 {status}\r\nContent-Length: 50\r\n\r\n".encode(), close=False)) as server:
            response = WireClient(server.origin, **FAST).run(server.origin, method=method)[0]
        assert (response.status, response.body) == (int(status[:3]), b"")


def test_classes_of_responses() -> None:
    """Text is text and bytes are bytes, whatever the server calls them."""
    png = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
    cases = [
        (png, b"image/png", Response),
        (png, b"application/octet-stream", Response),
        (PAGE, b"application/octet-stream", HtmlResponse),
        (b"<p>x</p>", b"text/html", HtmlResponse),
    ]
    for body, kind, expected in cases:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: " + kind + b"\r\nContent-Length: %d\r\n\r\n" % len(body)
        assert type(fetch(raw(head + body))) is expected
    bare = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(PAGE)
    assert isinstance(fetch(raw(bare + PAGE)), TextResponse)


def test_ipv6() -> None:
    """An IPv6 address works like any other."""
    try:
        server = WireServer(lambda talk: talk.page(), host="::1")
    except OSError:
        pytest.skip("this machine has no IPv6 loopback")
    with server:
        assert WireClient(server.origin).run(f"{server.origin}/")[0].status == 200
        assert f"Host: [::1]:{server.port}\r\n".encode() in server.heads[0]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/",
        "http://localhost:{port}/",
        "https://127.0.0.1:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://127.1:{port}/",
    ],
)
def test_other_origins_are_refused_before_anything_is_sent(url: str) -> None:
    """Scheme, host and port must be the start URL's; nothing is even connected to."""
    with WireServer(lambda talk: talk.page()) as server:
        with pytest.raises(failures.OffOriginError):
            WireClient(server.origin).run(url.format(port=server.port))
        assert server.connections == 0


def test_addresses_that_cannot_be_used() -> None:
    """User names, odd schemes and endless addresses are refused by name."""
    with WireServer(lambda talk: talk.page()) as server:
        for url in (
            f"http://user:pass@127.0.0.1:{server.port}/",
            f"{server.origin}/{'x' * 200_000}",
            "ftp://127.0.0.1/",
        ):
            with pytest.raises(failures.BadUrlError):
                WireClient(server.origin).run(url)
        assert server.connections == 0


def test_a_request_of_no_harvest_is_refused_while_harvests_run() -> None:
    """A request that lost its harvest goes nowhere; without any harvest (the shell) it is its own start."""
    with WireServer(lambda talk: talk.page()) as server:
        client = WireClient(server.origin)
        with pytest.raises(failures.OffOriginError):
            client.run(server.origin, meta={"sw_harvest": None})
        Origins.of(client.crawler).close(HARVEST)
        assert client.run(server.origin, meta={"sw_harvest": None})[0].status == 200


def test_a_name_is_connected_to_where_the_setting_says() -> None:
    """SW_RESOLVE connects a name to an address, and the name stays in the request."""
    with WireServer(lambda talk: talk.page()) as server:
        client = WireClient("http://www.site.example/", SW_RESOLVE=f"www.site.example:80:127.0.0.1:{server.port}")
        assert client.run("http://www.site.example/x")[0].status == 200
        assert b"Host: www.site.example\r\n" in server.heads[0]


def test_a_name_that_turns_to_a_private_address_is_blocked(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: a public name that answers 127.0.0.1 the second time is not followed there."""
    answers = iter(["93.184.216.34", "127.0.0.1"])

    def getaddrinfo(host: str, port: int, *_: object, **__: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    with WireServer(lambda talk: talk.page()) as server:
        url = f"http://rebind.example:{server.port}/"
        client = WireClient(url, SW_CONNECT_TIMEOUT_S=0.2)
        with pytest.raises((failures.ConnectionTimeoutError, failures.RefusedError)):
            client.run(url)  # the public address: nobody is there (or nothing is reachable from here)
        with pytest.raises(failures.BlockedAddressError, match=r"127\.0\.0\.1"):
            client.run(url)
        assert server.connections == 0


def test_tls_is_verified(tmp_path: Path) -> None:
    """An unknown authority is refused with the way out in the message; a known one is fine; so is not verifying."""
    ca_file, context = make_certificates(tmp_path, "127.0.0.1")
    with WireServer(lambda talk: talk.page(), tls=context) as server:
        with pytest.raises(failures.TlsError, match="SW_TLS_VERIFY=False") as caught:
            WireClient(server.origin).run(server.origin)
        assert caught.value.failure_class == "tls"
        assert server.heads == []
        assert WireClient(server.origin, SW_TLS_CA_FILE=str(ca_file)).run(server.origin)[0].status == 200
        assert WireClient(server.origin, SW_TLS_VERIFY=False).run(server.origin)[0].status == 200


def test_tls_certificates_must_bear_the_name(tmp_path: Path) -> None:
    """A certificate for another host is refused."""
    ca_file, context = make_certificates(tmp_path, "other.example")
    with (
        WireServer(lambda talk: talk.page(), tls=context) as server,
        pytest.raises(failures.TlsError, match="verified"),
    ):
        WireClient(server.origin, SW_TLS_CA_FILE=str(ca_file)).run(server.origin)


def test_tls_that_is_none() -> None:
    """Plain HTTP where TLS should be is a TLS failure."""

    def answer() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(10)
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=answer)
        thread.start()
        origin = f"https://127.0.0.1:{listener.getsockname()[1]}"
        with pytest.raises(failures.TlsError):
            WireClient(origin).run(origin)
        thread.join()


def test_tls_below_1_2_is_refused(tmp_path: Path) -> None:
    """A server that knows only old TLS is refused."""
    _, context = make_certificates(tmp_path, "127.0.0.1")
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    with WireServer(lambda talk: talk.page(), tls=context) as server, pytest.raises(failures.TlsError):
        WireClient(server.origin, SW_TLS_VERIFY=False).run(server.origin)


def test_enough_of_a_body_can_be_enough() -> None:
    """With ``sw_stop_at`` reading ends there, and the response says so."""
    with WireServer(raw(OK + b"\r\n" + b"x" * 1_000_000)) as server:
        client = WireClient(server.origin, **FAST)
        response = client.run(server.origin, meta={"sw_stop_at": 1000})[0]
    assert 1000 <= len(response.body) < 300_000
    assert response.flags == ["stopped"]


def test_overrides_are_checked() -> None:
    """SW_RESOLVE that cannot be read is the user's matter."""
    assert AddressBook(parse_resolve(""))
    for text in ("a:b", "a:80:nowhere:80", "a:80:127.0.0.1:x"):
        with pytest.raises(ConfigError, match="SW_RESOLVE"):
            parse_resolve(text)
