"""Cases of group B: what HTTP itself can do wrong."""

from __future__ import annotations

import asyncio
import random
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING

from hostile_pages import shell
from hostile_server import Play, Script, html_reply, missing, moved, plays
from hostile_wire import Reply, chunked

if TYPE_CHECKING:
    from collections.abc import Callable

SECRET = "SECRET-CANARY"


def on_page_two(name: str, theme: str, *, total: int = 15) -> Callable[[Script], Script]:
    """Register a script for page 2 of an otherwise honest list of ``total`` entries."""

    def register(script: Script) -> Script:
        async def play_case(play: Play) -> Reply | None:
            return await script(play) if play.number == 2 else play.honest(total)

        plays(name, theme)(play_case)
        return script

    return register


def page_two(play: Play, *, last: int = 2) -> Reply:
    """The good page 2 of a list of ``last`` pages."""
    return play.archive(play.items(1, 5 * last), number=2)


# ---------------------------------------------------------------- redirects


@plays("redirect_endless", "wp")
async def redirect_endless(play: Play) -> Reply:
    """Page 2 redirects to ever-new addresses."""
    if play.number == 2 or "/hop/" in play.request.path:
        return moved(play.url(f"/hop/{play.tick()}/"))
    return play.honest()


@on_page_two("redirect_file", "el")
async def redirect_file(play: Play) -> Reply:
    """Page 2 redirects to a file of this machine."""
    return moved(f"file://{play.site.memory['secret']}")


@on_page_two("redirect_offsite", "wp")
async def redirect_offsite(play: Play) -> Reply:
    """Page 2 redirects to another host name, where a page 2 waits."""
    if "localhost" in (play.request.header("Host") or ""):
        return page_two(play)
    return moved(play.url("/tag/x/page/2/", host="localhost"))


@plays("redirect_start_private", "wp")
async def redirect_start_private(play: Play) -> Reply:
    """The archive itself redirects to the canary."""
    return moved(play.url("/tag/x/", port=play.site.canary_port))


@plays("redirect_cookie", "el")
async def redirect_cookie(play: Play) -> Reply:
    """Page 1 sets a cookie, page 2 redirects to the canary."""
    if play.number == 2:
        return moved(play.url("/tag/x/page/2/", port=play.site.canary_port))
    reply = play.honest()
    return Reply(body=reply.body, status=reply.status, headers=(("Set-Cookie", "session=crumbs; Path=/"),))


@plays("redirect_auth", "wp")
async def redirect_auth(play: Play) -> Reply:
    """Everything needs a password; page 2 redirects to the canary."""
    if play.request.header("Authorization") is None:
        return Reply(status=401, headers=(("WWW-Authenticate", 'Basic realm="quartiere"'),))
    if play.number == 2:
        return moved(play.url("/tag/x/page/2/", port=play.site.canary_port))
    return play.honest()


@plays("redirect_crlf", "el")
async def redirect_crlf(play: Play) -> Reply:
    """Page 2 redirects to an address with encoded line ends, a header and blanks."""
    if "/landing" in play.request.path:
        return page_two(play)
    if play.number == 2:
        return moved(play.url("/landing/%0d%0aX-Injected:%20yes%0d%0a/due parole/"))
    return play.honest(10)


@plays("meta_refresh", "wp")
async def meta_refresh(play: Play) -> Reply:
    """The start page is a meta refresh to the archive."""
    if play.request.path.endswith("/go/"):
        refresh = f'<meta http-equiv="refresh" content="0; url={play.url("/tag/x/")}">'
        return html_reply(f"<!DOCTYPE html><html><head><title>Un momento</title>{refresh}</head><body></body></html>")
    return play.honest()


@on_page_two("meta_refresh_private", "el")
async def meta_refresh_private(play: Play) -> Reply:
    """Page 2 is a meta refresh to the canary."""
    target = play.url("/tag/x/page/2/", port=play.site.canary_port)
    return html_reply(
        f'<html><head><meta http-equiv="refresh" content="0;URL=\'{target}\'"></head><body></body></html>'
    )


# ---------------------------------------------------------------- statuses


@on_page_two("err200", "el")
async def error_in_disguise(play: Play) -> Reply:
    """Page 2 is a database error with status 200."""
    return html_reply(
        "<!DOCTYPE html><html><head><title>Errore del database</title></head><body>"
        "<h1>Errore nello stabilire una connessione al database</h1></body></html>"
    )


@on_page_two("empty200", "wp")
async def nothing_at_all(play: Play) -> Reply:
    """Page 2 has no body."""
    return Reply()


@plays("s503_flap", "wp")
async def flapping(play: Play) -> Reply:
    """Every second request is a 503."""
    return Reply(status=503) if play.tick() % 2 == 0 else play.honest()


@plays("s403", "el")
async def forbidden(play: Play) -> Reply:
    """The archive is forbidden."""
    return html_reply(
        "<html><head><title>403 Forbidden</title></head><body><h1>Forbidden</h1></body></html>", status=403
    )


@on_page_two("s304_unasked", "wp")
async def unasked_304(play: Play) -> Reply:
    """Page 2 is 304 though nothing conditional was asked."""
    return Reply(status=304)


@on_page_two("ra_seconds", "el")
async def retry_after_seconds(play: Play) -> Reply:
    """Page 2 asks once to wait three seconds."""
    if play.tick() == 1:
        return Reply(status=429, headers=(("Retry-After", "3"),))
    return play.honest()


@on_page_two("ra_day", "el")
async def retry_after_a_day(play: Play) -> Reply:
    """Page 2 asks to come back tomorrow, always."""
    return Reply(status=429, headers=(("Retry-After", "86400"),))


@on_page_two("ra_garbage", "wp")
async def retry_after_garbage(play: Play) -> Reply:
    """Page 2 names three times that mean nothing, then answers."""
    turn = play.tick()
    if turn <= 3:
        return Reply(status=429, headers=(("Retry-After", ("-1", "soon", "1e9")[turn - 1]),))
    return play.honest()


# ---------------------------------------------------------------- cut and lying answers


async def cut_by_reset(play: Play, reply: Reply) -> None:
    """Half of the answer, then RST."""
    coded = reply.encode()
    await play.wire.send(coded[: len(coded) // 2])
    await play.wire.reset()


@on_page_two("reset_once", "el")
async def reset_once(play: Play) -> Reply | None:
    """Page 2 is cut once."""
    if play.tick() > 1:
        return play.honest()
    await cut_by_reset(play, play.honest())
    return None


@on_page_two("reset_always", "wp")
async def reset_always(play: Play) -> None:
    """Page 2 is always cut."""
    await cut_by_reset(play, play.honest())


@on_page_two("cl_long", "el")
async def length_too_long(play: Play) -> None:
    """Page 2 promises twice its length."""
    reply = play.honest()
    await play.wire.send(reply.head(length=2 * len(reply.body)) + reply.body)


@on_page_two("cl_bad", "el")
async def length_no_number(play: Play) -> None:
    """Page 2's Content-Length is no number."""
    reply = play.honest()
    await play.wire.send(reply.head(length=-1).replace(b"\r\n\r\n", b"\r\nContent-Length: abc\r\n\r\n") + reply.body)


@on_page_two("cl_two", "wp")
async def two_lengths(play: Play) -> None:
    """Page 2 has two lengths that differ."""
    reply = play.honest()
    await play.wire.send(reply.head().replace(b"\r\n\r\n", b"\r\nContent-Length: 100\r\n\r\n") + reply.body)


@on_page_two("no_status", "el", total=10)
async def no_status(play: Play) -> None:
    """Page 2 is a bare body, as in HTTP/0.9."""
    await play.wire.send(page_two(play).body)


@on_page_two("garbage", "wp")
async def garbage(play: Play) -> None:
    """Page 2 is noise."""
    await play.wire.send(random.Random(17).randbytes(65536))


@on_page_two("gzip_false", "el", total=10)
async def gzip_false(play: Play) -> Reply:
    """Page 2 says gzip and is plain."""
    return Reply(body=page_two(play).body, headers=(("Content-Encoding", "gzip"),))


MEGABYTE = b" " * (1 << 20)


def flushed(data: bytes) -> bytes:
    """The data as deflate blocks that stand for themselves, so that they can be repeated without packing anew."""
    packer = zlib.compressobj(9, wbits=-15)
    return packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH)


@lru_cache(maxsize=1)
def deflate_bomb() -> bytes:
    """1 GiB of filler behind a page's beginning, as zlib data."""
    start = b"<!DOCTYPE html><html><head><title>x</title></head><body>"
    check = zlib.adler32(start)
    for _ in range(1024):
        check = zlib.adler32(MEGABYTE, check)
    return b"\x78\xda" + flushed(start) + flushed(MEGABYTE) * 1024 + b"\x03\x00" + check.to_bytes(4, "big")


@on_page_two("bomb_deflate", "wp", total=10)
async def bomb_deflate(play: Play) -> Reply:
    """Page 2 unpacks to 1 GiB."""
    body = await asyncio.to_thread(deflate_bomb)
    return Reply(body=body, headers=(("Content-Encoding", "deflate"),))


@on_page_two("endless_body", "el")
async def endless_body(play: Play) -> None:
    """Page 2 never ends: 50 MB of teasers a second."""
    reply = page_two(play, last=3)
    start, _, _ = reply.body.partition(b"</article>")
    await play.wire.send(reply.head(length=-1).replace(b"\r\n\r\n", b"\r\nTransfer-Encoding: chunked\r\n\r\n"))
    await play.wire.send(chunked(start, end=False))
    title = b'<h3 class="elementor-post__title"><a href="/c/endless_body/2026/z-%09d/">Una riga</a></h3>'
    teaser = b'<article class="elementor-post">' + title + b"</article>"
    for at in range(3000):
        piece = b"".join(teaser % (at * 8000 + n) for n in range(8000))
        await play.wire.send(chunked(piece, end=False))
        await asyncio.sleep(0.01)


@on_page_two("endless_head", "wp")
async def endless_head(play: Play) -> None:
    """Page 2's header never ends."""
    await play.wire.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n")
    for at in range(60_000):
        await play.wire.send(b"".join(b"X-Filler-%d-%d: %s\r\n" % (at, n, b"a" * 200) for n in range(50)))
        await asyncio.sleep(0.001)


@on_page_two("hang", "el")
async def hang(play: Play) -> None:
    """Page 2 is never answered."""
    await play.wire.until_gone(300)


@plays("slow_ok", "wp")
async def slow_but_good(play: Play) -> Reply:
    """Every page takes two seconds."""
    await asyncio.sleep(2)
    return play.honest()


@plays("cookie_wall", "el")
async def cookie_wall(play: Play) -> Reply:
    """Without a cookie every page redirects to where it is set."""
    if play.request.path.endswith("/set/"):
        back = play.request.query.get("back", play.archive_path)
        return Reply(status=302, headers=(("Set-Cookie", "wall=passed; Path=/"), ("Location", back)))
    if "wall=passed" not in (play.request.header("Cookie") or ""):
        return moved(play.url(f"/set/?back={play.request.path}"))
    return play.honest()


# ---------------------------------------------------------------- content types and malformed heads


@plays("ctype_octet", "wp")
async def type_octets(play: Play) -> Reply:
    """The archive is labelled as arbitrary bytes."""
    reply = play.honest()
    return Reply(status=reply.status, body=reply.body, content_type="application/octet-stream")


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


@on_page_two("ctype_image", "wp")
async def type_image(play: Play) -> Reply:
    """Page 2 is a picture."""
    return Reply(body=PNG, content_type="image/png")


@plays("ctype_none", "el")
async def type_none(play: Play) -> Reply:
    """Nothing says what it is."""
    reply = play.honest()
    return Reply(status=reply.status, body=reply.body, content_type=None)


@plays("xml_laughs", "el")
async def xml_laughs(play: Play) -> Reply:
    """XML whose entities expand to gigabytes, around five entries."""
    if play.number != 1:
        return missing()
    entities = '<!ENTITY l0 "ah">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 11))
    html = play.html(play.items(1, 5)).replace("<!DOCTYPE html>", f"<!DOCTYPE html [{entities}]>")
    html = html.replace("Storie di chi", "&l10; Storie di chi")
    return html_reply('<?xml version="1.0"?>\n' + html, content_type="application/xml")


@plays("status_bare", "el")
async def status_bare(play: Play) -> Reply | None:
    """Status lines without a reason, and with a colon."""
    reply = play.honest()
    if play.number not in (1, 2):
        return reply
    line = "HTTP/1.1 200" if play.number == 1 else "HTTP/1.1 200: OK"
    await play.wire.send(reply.head(first_line=line) + reply.body)
    return None


@plays("hdr_misspelt", "wp")
async def headers_misspelt(play: Play) -> Reply | None:
    """Odd case, no blanks, a name with a letter less, a line without a colon."""
    reply = play.honest()
    if play.number is None:
        return reply
    lines = (
        "HTTP/1.1 200 OK",
        "content-TYPE:text/html; charset=utf-8",
        f"Contentlength {len(reply.body)}",
        "this line has no colon",
        "CONNECTION:close",
    )
    await play.wire.send(("\r\n".join(lines) + "\r\n\r\n").encode() + reply.body)
    return None


def challenge(title: str = "Just a moment...") -> str:
    """A bot challenge as a protective proxy shows it."""
    text = (
        "<main><h1>Checking your browser before accessing the site</h1>"
        "<noscript>Enable JavaScript and cookies to continue</noscript>"
        '<div id="challenge-form"><form action="/challenge" method="post">'
        '<input type="hidden" name="r" value="1"></form></div><p>Ray ID: 8f00ba12</p></main>'
    )
    return shell("wp", title=title, content=text)
