"""Cases of group F: robots.txt (RFC 9309); each has an origin of its own."""

from __future__ import annotations

from hostile_server import Play, Script, moved, plays
from hostile_wire import Reply


async def honest(play: Play) -> Reply:
    """The archive itself is good."""
    return play.honest()


def text(body: str | bytes, status: int = 200) -> Script:
    """A script that answers robots.txt with this text."""
    content = body.encode() if isinstance(body, str) else body

    async def answer(play: Play) -> Reply:
        return Reply(status=status, body=content, content_type="text/plain")

    return answer


async def five_redirects(play: Play) -> Reply:
    """Five redirects, then everything is disallowed."""
    step = int(play.request.path.rpartition("-")[2]) if "-" in play.request.path else 0
    if step < 5:
        return moved(f"/robots-{step + 1}", 301)
    return Reply(body=b"User-agent: *\nDisallow: /\n", content_type="text/plain")


async def endless_redirects(play: Play) -> Reply:
    """Redirects for ever."""
    return moved(f"/robots-{play.tick('robots')}", 302)


async def to_the_canary(play: Play) -> Reply:
    """robots.txt stands on another port."""
    return moved(f"http://127.0.0.1:{play.site.canary_port}{play.site.base}/robots.txt")


ALL_FORBIDDEN = "User-agent: *\nDisallow: /\n"
CR_ONLY = "# a comment\rUSER-AGENT  :  *   # everyone\rDisallow   :   /c/   # the archive\r"
UNKNOWN_LINE = "User-agent: somebody-else\nNoise: nothing\nUser-agent: *\nDisallow: /c/\n"

plays("rb_500", "wp", robots=text("oops", 500))(honest)
plays("rb_404", "el", robots=text("nothing", 404))(honest)
plays("rb_403", "wp", robots=text(ALL_FORBIDDEN, 403))(honest)
plays("rb_redirect5", "el", robots=five_redirects)(honest)
plays("rb_loop", "wp", robots=endless_redirects)(honest)
plays("rb_wild", "el", robots=text("User-agent: *\nDisallow: /*/page/*/$\n"))(honest)
plays("rb_bom", "wp", robots=text(b"\xef\xbb\xbfUser-agent: *\nDisallow: /c/\n"))(honest)
plays("rb_lines", "el", robots=text(CR_ONLY))(honest)
plays("rb_unknown_line", "wp", robots=text(UNKNOWN_LINE))(honest)
plays("rb_to_private", "wp", robots=to_the_canary)(honest)
plays("rb_wildcards_dos", "el", robots=text("User-agent: *\nDisallow: /" + "*a" * 60 + "\n"))(honest)
