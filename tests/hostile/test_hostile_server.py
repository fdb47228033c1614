"""The hostile server really plays its attacks: asked over plain sockets, without any HTTP library."""

from __future__ import annotations

import re
import socket
import time
import zlib
from typing import TYPE_CHECKING

import pytest
from hostile_cases import SCRIPTS, described_cases
from hostile_http_cases import SECRET, deflate_bomb
from hostile_server import CaseSite, HostileServer

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def server() -> Iterator[HostileServer]:
    with HostileServer() as running:
        yield running


def ask(
    site: CaseSite, path: str, *headers: str, host: str = "127.0.0.1", limit: int = 40_000_000, wait: float = 20
) -> bytes:
    """Everything that the server sends for one GET, up to ``limit`` bytes or ``wait`` seconds of silence."""
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}:{site.port}", "Connection: close", *headers]
    had = bytearray()
    with socket.create_connection(("127.0.0.1", site.port), timeout=wait) as client:
        client.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        while len(had) < limit and (piece := client.recv(1 << 20)):
            had += piece
    return bytes(had)


def page(site: CaseSite, number: int) -> str:
    return f"{site.base}/tag/x/" if number == 1 else f"{site.base}/tag/x/page/{number}/"


def text(site: CaseSite, number: int, *headers: str) -> str:
    return ask(site, page(site, number), *headers).decode("utf-8", "replace")


def articles(html: str) -> list[int]:
    """Numbers of the articles that a page links, in order and once each."""
    return list(dict.fromkeys(int(found) for found in re.findall(r"/art-(\d+)/", html)))


def status(raw: str) -> int:
    return int(raw.split(" ", 2)[1])


def location(raw: str) -> str:
    found = re.search(r"\r\nLocation: ([^\r]*)", raw)
    assert found
    return found[1]


def test_every_described_case_can_be_played_in_its_theme() -> None:
    """No case of the description lacks a script, and themes agree."""
    described = described_cases()
    if not described:
        pytest.skip("hostile/cases.json is not there (SW_SHARED)")
    assert {name: SCRIPTS[name].theme for name in described} == {
        name: case["theme"] for name, case in described.items()
    }


@pytest.mark.parametrize("name", ["base_wp", "base_el", "last_404", "mixed_theme", "etag_304", "rb_404"])
def test_an_honest_list_has_three_pages_of_five_and_then_404(server: HostileServer, name: str) -> None:
    """The control cases serve fifteen entries and nothing else."""
    site = server.open(name)
    assert [articles(text(site, number)) for number in (1, 2, 3)] == [
        list(range(first, first + 5)) for first in (1, 6, 11)
    ]
    assert status(text(site, 4)) == 404


def test_the_log_has_each_request_with_its_headers(server: HostileServer) -> None:
    """Order, path, header and canary flag of every request are kept."""
    site = server.open("base_wp")
    text(site, 1, "X-Mark: a")
    text(site, 2)
    canary = CaseSite(script=site.script, port=site.canary_port)
    ask(canary, page(site, 2), "Cookie: crumbs=1")
    assert [(seen.path, seen.canary) for seen in site.seen] == [
        (page(site, 1), False),
        (page(site, 2), False),
        (page(site, 2), True),
    ]
    assert site.seen[0].header("x-mark") == "a"
    assert site.seen[2].header("Cookie") == "crumbs=1"
    assert len(site.requests()) == 2


def test_endless_lists_never_end(server: HostileServer) -> None:
    """The calendar trap shows news on page 500; the other one repeats itself."""
    fresh, same = server.open("inf_new"), server.open("inf_same")
    assert articles(text(fresh, 500)) == [2496, 2497, 2498, 2499, 2500]
    assert "page/501/" in text(fresh, 500)
    assert articles(text(same, 7)) == articles(text(same, 1))


@pytest.mark.parametrize(
    ("name", "href"),
    [
        ("next_self", "/c/next_self/tag/x/"),
        ("next_offsite", "http://localhost:{port}/c/next_offsite/tag/x/page/2/"),
        ("next_proto_rel", "//localhost:{port}/c/next_proto_rel/tag/x/page/2/"),
        ("next_private", "http://127.0.0.1:{canary}/c/next_private/tag/x/page/2/"),
        ("next_bad_url", "http://[::1/"),
        ("next_bad_port", "http://127.0.0.1:99999/"),
    ],
)
def test_next_links_lead_where_the_case_says(server: HostileServer, name: str, href: str) -> None:
    """The next link of page 1 is the trap."""
    site = server.open(name)
    found = re.search(r'class="(?:next page-numbers|page-numbers next)" href="([^"]*)"', text(site, 1))
    assert found
    assert found[1] == href.format(port=site.port, canary=site.canary_port)


def test_next_links_with_line_ends_and_of_200_kb(server: HostileServer) -> None:
    """Raw and encoded line ends stand in the attribute, and a URL too long for a server."""
    assert "\r\n&#13;&#10;b=%0d%0aX-Injected" in text(server.open("next_crlf"), 1)
    assert len(text(server.open("next_long"), 1)) > 200_000


def test_the_list_drifts_while_it_is_read(server: HostileServer) -> None:
    """A post comes in after page 1 and after page 2, so entries are shown twice."""
    site = server.open("drift_insert")
    assert [articles(text(site, number)) for number in (1, 2, 3)] == [
        [1, 2, 3, 4, 5],
        [5, 6, 7, 8, 9],
        [9, 10, 11, 12, 13],
    ]
    assert articles(text(site, 4)) == [14, 15]


def test_redirects_go_where_the_case_says(server: HostileServer) -> None:
    """Files, other hosts, other ports, injected lines, and chains without end."""
    file = server.open("redirect_file")
    file.memory["secret"] = "/tmp/secret.html"
    assert location(text(file, 2)) == "file:///tmp/secret.html"
    for name in ("redirect_cookie", "redirect_start_private"):
        site = server.open(name)
        assert f":{site.canary_port}/" in location(text(site, 1 if "start" in name else 2))
    assert "localhost" in location(text(server.open("redirect_offsite"), 2))
    assert "%0d%0aX-Injected:" in location(text(server.open("redirect_crlf"), 2))
    endless = server.open("redirect_endless")
    first = location(text(endless, 2))
    assert location(ask(endless, first.partition(str(endless.port))[2]).decode()) != first
    assert status(text(server.open("redirect_auth"), 1)) == 401
    assert SECRET


def test_retry_after_is_asked_for_as_described(server: HostileServer) -> None:
    """Seconds once, a day always, garbage three times."""
    asked: dict[str, list[str | None]] = {
        "ra_seconds": ["3", None],
        "ra_day": ["86400"] * 3,
        "ra_garbage": ["-1", "soon", "1e9", None],
    }
    for name, waits in asked.items():
        site = server.open(name)
        answers = [re.search(r"Retry-After: (.*)\r", text(site, 2)) for _ in waits]
        assert [found[1] if found else None for found in answers] == waits


def test_resets_and_cuts_lose_half_of_the_page(server: HostileServer) -> None:
    """RST in mid-body always or once; a promised length that never comes."""
    for name in ("reset_always", "reset_once"):
        site = server.open(name)
        with pytest.raises(ConnectionResetError):
            text(site, 2)
    assert articles(text(site, 2)) == [6, 7, 8, 9, 10]
    raw = text(server.open("cl_long"), 2)
    promised = re.search(r"Content-Length: (\d+)", raw)
    assert promised
    assert int(promised[1]) == 2 * len(raw.partition("\r\n\r\n")[2].encode())


def test_malformed_heads_are_malformed(server: HostileServer) -> None:
    """Bad lengths, no status line, noise, odd status lines and header lines."""
    assert "Content-Length: abc" in text(server.open("cl_bad"), 2)
    assert text(server.open("cl_two"), 2).count("Content-Length:") == 2
    assert text(server.open("no_status"), 2).startswith("<!DOCTYPE html>")
    assert len(ask(server.open("garbage"), "/c/garbage/tag/x/page/2/")) == 65536
    bare = server.open("status_bare")
    assert text(bare, 1).startswith("HTTP/1.1 200\r\n")
    assert text(bare, 2).startswith("HTTP/1.1 200: OK\r\n")
    assert "\r\nthis line has no colon\r\n" in text(server.open("hdr_misspelt"), 1)
    assert status(text(server.open("s304_unasked"), 2)) == 304


def test_the_bomb_unpacks_to_a_gigabyte(server: HostileServer) -> None:
    """About 1 MB on the wire, 1 GiB behind it."""
    raw = ask(server.open("bomb_deflate"), "/c/bomb_deflate/tag/x/page/2/", wait=60)
    body = raw.partition(b"\r\n\r\n")[2]
    assert body == deflate_bomb()
    assert len(body) < 2_000_000
    unpacker, size, rest = zlib.decompressobj(), 0, body
    while rest:
        size += len(unpacker.decompress(rest, 1 << 24))
        rest = unpacker.unconsumed_tail
    assert size > 1 << 30


def test_endless_answers_do_not_end(server: HostileServer) -> None:
    """Body and head go on after tens of megabytes; a hanging page says nothing."""
    assert len(ask(server.open("endless_body"), "/c/endless_body/tag/x/page/2/", limit=30_000_000)) >= 30_000_000
    head = ask(server.open("endless_head"), "/c/endless_head/tag/x/page/2/", limit=5_000_000)
    assert b"\r\n\r\n" not in head
    with pytest.raises(TimeoutError):
        ask(server.open("hang"), "/c/hang/tag/x/page/2/", wait=0.5)


def test_slow_pages_take_two_seconds(server: HostileServer) -> None:
    """Slow is slow."""
    site, started = server.open("slow_ok"), time.monotonic()
    assert articles(text(site, 1)) == [1, 2, 3, 4, 5]
    assert time.monotonic() - started >= 2


def test_the_cookie_wall_opens_with_the_cookie_alone(server: HostileServer) -> None:
    """Without the cookie: a redirect to where it is set."""
    site = server.open("cookie_wall")
    assert location(text(site, 1)).endswith("/set/?back=/c/cookie_wall/tag/x/")
    assert articles(text(site, 1, "Cookie: wall=passed")) == [1, 2, 3, 4, 5]


def test_bodies_are_coded_and_labelled_as_described(server: HostileServer) -> None:
    """Charsets, sizes and labels of the data cases."""
    legacy = ask(server.open("cs_cp1252"), "/c/cs_cp1252/tag/x/")
    assert "«città» – 5 €".encode("cp1252") in legacy
    assert b"charset" not in legacy.partition(b"\r\n\r\n")[0]
    assert "charset=klingon-8" in text(server.open("cs_bogus"), 1)
    assert "+ADw-script+AD4-" in text(server.open("cs_utf7"), 1)
    assert len(ask(server.open("big_page"), "/c/big_page/tag/x/")) > 19_000_000
    assert text(server.open("attrs_100k"), 1).count(" data-a") == 100_000
    assert " " * 200_000 in text(server.open("redos_space"), 1)
    assert "\u202e" in text(server.open("entities"), 1)
    assert "\x1b[31m" in text(server.open("title_newline"), 1)
    assert "&l9;&l9;" in text(server.open("xml_laughs"), 1)
    assert "Content-Type" not in text(server.open("ctype_none"), 1)


def test_runs_differ_as_described(server: HostileServer) -> None:
    """What changes on the site between the harvests."""
    second = {
        "etag_lies": [16, 17, 1, 2, 3],
        "run_sticky_new": [9, 16, 17, 1, 2],
        "run_collapse": [1],
        "run_drift": [1, 2, 3, 4, 5],
        "run_backdated": [1, 2, 3, 4, 5],
    }
    for name, shown in second.items():
        site = server.open(name)
        assert articles(text(site, 1)) == [1, 2, 3, 4, 5]
        site.run = 2
        assert articles(text(site, 1)) == shown
    assert articles(text(site, 3)) == [11, 12, 16, 13, 14]
    lies = server.open("etag_lies")
    assert status(text(lies, 1, 'If-None-Match: "other"')) == 304
    assert "elementor-post__title" not in text_of_run_two(server, "run_drift")
    partial = text_of_run_two(server, "run_drift_partial")
    assert "elementor-post__title" in partial
    assert "elementor-post-date" not in partial


def text_of_run_two(server: HostileServer, name: str) -> str:
    site = server.open(name)
    site.run = 2
    return text(site, 1)


def test_robots_files_are_as_described(server: HostileServer) -> None:
    """Status and bytes of robots.txt in each case."""
    answers = {name: ask(server.open(name), "/robots.txt") for name in SCRIPTS if name.startswith("rb_")}
    codes = {name: status(raw.decode("utf-8", "replace")) for name, raw in answers.items()}
    assert {name: code for name, code in codes.items() if name in ("rb_500", "rb_404", "rb_403")} == {
        "rb_500": 500,
        "rb_404": 404,
        "rb_403": 403,
    }
    assert answers["rb_bom"].partition(b"\r\n\r\n")[2].startswith(b"\xef\xbb\xbfUser-agent")
    assert b"\n" not in answers["rb_lines"].partition(b"\r\n\r\n")[2]
    site, path = server.open("rb_redirect5"), "/robots.txt"
    for _ in range(5):
        path = location(ask(site, path).decode())
    assert b"Disallow: /" in ask(site, path)
