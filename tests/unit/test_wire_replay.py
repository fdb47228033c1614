"""What was recorded is served again: the twin of the download handler."""

from __future__ import annotations

import asyncio
import gzip
from typing import TYPE_CHECKING, Any

import pytest
from scrapy import Request
from wire_client import HARVEST, WireClient, make_crawler
from wire_server import Script, Talk, WireServer

from sw_scraper.crawl.failures import FetchError, NotRecordedError
from sw_scraper.crawl.replay import ReplayHandler
from sw_scraper.crawl.tally import Tallies
from sw_scraper.crawl.wiring import replay_settings
from sw_scraper.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sw_scraper.model import Exchange

QUICK: dict[str, Any] = {"SW_FIRST_BYTE_TIMEOUT_S": 0.2, "SW_MAX_BODY_BYTES": 100_000, "SW_MAX_WIRE_BYTES": 50_000}
Seen = tuple[Any, ...]


def ending(data: bytes) -> Script:
    """Send these bytes, and close."""

    def script(talk: Talk) -> None:
        talk.send(data)
        talk.hang_up()

    return script


def came(fetched: Any, request: Request) -> Seen:
    """A page or failure and its exchange, as far as a replay must give the same."""
    exchange: Exchange | None = request.meta.get("sw_exchange")
    if isinstance(fetched, FetchError):
        return fetched.failure_class, fetched.what, exchange
    return type(fetched), fetched.status, fetched.headers, fetched.body, fetched.url, exchange


async def attempt(handler: Any, url: str) -> Seen:
    """What comes of one request."""
    request = Request(url, meta={"sw_harvest": HARVEST})
    try:
        return came(await handler.download_request(request), request)
    except FetchError as error:
        return came(error, request)


def record(path: Path, script: Script, names: Sequence[str]) -> tuple[str, list[Seen]]:
    """Record pages of a server with this script; its origin, and what came."""
    with WireServer(script) as server:
        client = WireClient(server.origin, warc=path, **QUICK)

        async def all_of_them() -> list[Seen]:
            try:
                return [await attempt(client.handler, f"{server.origin}/{name}") for name in names]
            finally:
                await client.handler.close()

        live = asyncio.run(all_of_them())
        client.finish()
        return server.origin, live


def replay(path: Path, *urls: str) -> tuple[list[Seen], ReplayHandler]:
    """What comes of the same requests without any server."""
    handler = ReplayHandler(make_crawler(**{**QUICK, **replay_settings(str(path))}))

    async def all_of_them() -> list[Seen]:
        return [await attempt(handler, url) for url in urls]

    return asyncio.run(all_of_them()), handler


ANSWERS: dict[str, Script] = {
    "plain": lambda talk: talk.page(b"<html>ciao</html>", "X-A: 1", "x-a: 2"),
    "gzip": lambda talk: talk.page(gzip.compress(b"<html>ciao</html>"), "Content-Encoding: gzip"),
    "chunked": lambda talk: talk.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nciao\r\n0\r\n\r\n"),
    "latin": lambda talk: talk.page("perché".encode("latin-1"), "X-Title: perch\xe9"),
    "missing": lambda talk: talk.page(b"no", status="404 Not Found"),
    "redirect": lambda talk: talk.page(b"", "Location: /plain", status="301 Moved"),
    "odd": lambda talk: talk.send(b"HTTP/1.1 200: OK\r\nno colon\r\nContent-Length : 2\r\n\r\nhi"),
    "unchanged": lambda talk: talk.send(b"HTTP/1.1 304 Not Modified\r\n\r\n"),
    "cut": ending(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"),
    "reset": Talk.reset,
    "silent": lambda talk: talk.stay_silent(1),
    "garbage": ending(b"\x00garbage"),
    "large": ending(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 80_000),
    "bomb": lambda talk: talk.page(gzip.compress(bytes(9_000_000)), "Content-Encoding: gzip"),
    "lying": lambda talk: talk.page(b"<html>ciao</html>", "Content-Encoding: gzip"),
}


def test_every_kind_of_answer_comes_again(tmp_path: Path) -> None:
    """Pages, statuses, odd heads and failures are the same on replay: class, body, headers, date, record, digest."""
    path = tmp_path / "a.warc.gz"
    origin, live = record(path, lambda talk: ANSWERS[talk.path[1:]](talk), list(ANSWERS))
    again, _ = replay(path, *(f"{origin}/{name}" for name in ANSWERS))
    for name, expected, actual in zip(ANSWERS, live, again, strict=True):
        assert actual == expected, name


def test_answers_come_in_recorded_order(tmp_path: Path) -> None:
    """The same address gives what it gave first, then what it gave second, then nothing."""
    origin, live = record(tmp_path / "a.warc.gz", lambda talk: talk.page(b"%d" % talk.number), ["x", "y", "x"])
    again, _ = replay(tmp_path / "a.warc.gz", *(f"{origin}/{name}" for name in ("x", "x", "y", "x")))
    assert again[:3] == [live[0], live[2], live[1]]
    assert again[3][0] == NotRecordedError.failure_class


def test_attempts_that_were_repeated_count_as_one(tmp_path: Path) -> None:
    """Of retries that followed each other directly the last is served, and the tally says how many there were."""

    def script(talk: Talk) -> None:
        if talk.number < 3:
            talk.page(b"busy", status="503 Unavailable")
        else:
            talk.page(b"here")

    origin, live = record(tmp_path / "a.warc.gz", script, ["x", "x", "x"])
    again, handler = replay(tmp_path / "a.warc.gz", f"{origin}/x")
    assert again == [live[2]]
    tally = Tallies.of(handler.crawler)[HARVEST]
    assert (tally.n_requests, tally.n_retries, tally.n_errors) == (3, 2, 2)


def test_addresses_are_found_by_their_twins(tmp_path: Path) -> None:
    """Http for https, default ports written out, upper case, other escapes and fragments find the same page."""
    origin, live = record(tmp_path / "a.warc.gz", lambda talk: talk.page(), ["perch%C3%A9?a=b"] * 3)
    host = origin.removeprefix("http://")
    urls = (f"https://{host}/perch%C3%A9?a=b", f"http://{host}/perché?a=b", f"{origin}/perch%C3%A9?a=b#c")
    again, _ = replay(tmp_path / "a.warc.gz", *urls)
    assert [seen[3] for seen in again] == [seen[3] for seen in live]


def test_nothing_recorded_is_said_before_the_first_request(tmp_path: Path) -> None:
    """A file that is missing is the user's matter when the handler is made."""
    with pytest.raises(ConfigError, match="missing"):
        replay(tmp_path / "missing.warc.gz")
