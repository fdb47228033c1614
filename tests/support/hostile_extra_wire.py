"""Cases of our own: odd versions, statuses and codings of HTTP, long targets, redirects to what robots.txt forbids."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from hostile_extra import ALL, ERROR, FIVE, NONE, OK, PARTIAL, extra
from hostile_extra_http import ANY_HONEST, page_two_is
from hostile_robots_cases import text
from hostile_server import moved
from hostile_wire import Reply, chunked

if TYPE_CHECKING:
    from hostile_server import Play


@page_two_is("x_http10", "wp", OK, records=ALL)
async def http_10(play: Play) -> None:
    """Page 2 is HTTP/1.0, without a length, and ends with the connection."""
    reply = play.honest()
    await play.wire.send(reply.head(length=-1, first_line="HTTP/1.0 200 OK") + reply.body)


@page_two_is("x_header_fold", "el", OK, PARTIAL, ERROR, **ANY_HONEST)
async def folded_header(play: Play) -> None:
    """A header of page 2 goes on in the next line, as it was allowed long ago."""
    reply = play.honest()
    await play.wire.send(reply.head().replace(b"\r\n\r\n", b"\r\nX-Fold: a\r\n  X-Injected: b\r\n\r\n") + reply.body)


@page_two_is("x_line_feeds", "wp", OK, PARTIAL, ERROR, **ANY_HONEST)
async def bare_line_feeds(play: Play) -> None:
    """Page 2's header has line feeds without carriage returns."""
    reply = play.honest()
    await play.wire.send(reply.head().replace(b"\r\n", b"\n") + reply.body)


@page_two_is("x_status_999", "el", requests=15)
async def status_999(play: Play) -> None:
    """A status that does not exist."""
    reply = play.honest()
    await play.wire.send(reply.head(first_line="HTTP/1.1 999 Request denied") + reply.body)


@page_two_is("x_status_0", "wp", requests=15)
async def status_zero(play: Play) -> None:
    """A status that is no number of three digits."""
    reply = play.honest()
    await play.wire.send(reply.head(first_line="HTTP/1.1 0 OK") + reply.body)


@page_two_is("x_300", "el", requests=15)
async def multiple_choices(play: Play) -> Reply:
    """Page 2 offers a choice and names the canary."""
    canary = play.url("/tag/x/page/2/", port=play.site.canary_port)
    return Reply(status=300, headers=(("Location", canary),), body=b"<p>Choose</p>")


@page_two_is("x_location_1mb", "wp", requests=15)
async def long_location(play: Play) -> Reply:
    """Page 2 redirects to an address of 40 kB."""
    return moved(play.url(f"/tag/x/page/2/?{'a' * 40_000}"))


@page_two_is("x_redirect_back", "el", PARTIAL, requests=6)
async def back_to_first(play: Play) -> Reply:
    """Page 2 of 3 redirects to page 1: a hole and not the end."""
    return moved(play.url("/tag/x/"))


@page_two_is("x_coding_identity", "wp", OK, records=ALL)
async def identity(play: Play) -> Reply:
    """Page 2 says that it is not coded at all."""
    return Reply(body=play.honest().body, headers=(("Content-Encoding", "identity"),))


@page_two_is("x_coding_empty", "el", OK, records=ALL)
async def empty_coding(play: Play) -> Reply:
    """Page 2 has an empty Content-Encoding."""
    return Reply(body=play.honest().body, headers=(("Content-Encoding", ""),))


@page_two_is("x_gzip_unlabelled", "wp", OK, PARTIAL, ERROR, **ANY_HONEST)
async def unlabelled(play: Play) -> Reply:
    """Page 2 is gzip and does not say so."""
    return Reply(body=gzip.compress(play.honest().body))


@page_two_is("x_te_gzip", "el", OK, PARTIAL, ERROR, **ANY_HONEST)
async def transfer_coding(play: Play) -> None:
    """Page 2 has a transfer coding beside chunked."""
    head = play.honest().head(length=-1).replace(b"\r\n\r\n", b"\r\nTransfer-Encoding: gzip, chunked\r\n\r\n")
    await play.wire.send(head + chunked(gzip.compress(play.honest().body)))


@extra("x_rb_hop", "wp", FIVE, PARTIAL, robots=text("User-agent: *\nDisallow: /c/x_rb_hop/private/\n"))
async def hop_to_the_forbidden(play: Play) -> Reply:
    """Page 2 redirects to a path that robots.txt forbids."""
    if "/private/" in play.request.path:
        play.tick("trap")
        return play.show(play.items(6, 10))
    return moved(play.url("/private/")) if play.number == 2 else play.honest()


@extra("x_pipelined", "el", ALL, OK, PARTIAL, ERROR)
async def answer_nobody_asked_for(play: Play) -> None:
    """Every answer is followed by a second one that nobody asked for, with other entries."""
    foreign = play.show(play.items(901, 905)).encode()
    await play.wire.send(play.honest().encode() + foreign)


@extra("x_start_slow_head", "wp", NONE, ERROR, seconds=60, requests=8)
async def slow_head(play: Play) -> None:
    """The archive's header comes at one byte a second."""
    await play.wire.drip(play.honest().encode(), size=1, every=1)
