"""Whole crawls with the project's wiring against real sockets: redirects, robots, retries, credentials, cookies."""

from __future__ import annotations

import time
from contextlib import ExitStack
from email.utils import formatdate
from typing import Any

import pytest
from wire_crawl import crawl
from wire_server import Script, Talk, WireServer

NO_ROBOTS = "404 Not Found"


def ending(data: bytes) -> Script:
    """Send these bytes, and close."""

    def script(talk: Talk) -> None:
        talk.send(data)
        talk.hang_up()

    return script


class Site:
    """Paths to answers; each is text, or a status with a header, or a function of the talk.

    ``robots`` is what /robots.txt says; None is a 404.
    """

    def __init__(self, robots: str | None = None, **paths: Any) -> None:
        self.robots = robots
        self.paths = {f"/{name}": answer for name, answer in paths.items()}

    def __call__(self, talk: Talk) -> None:
        """Answer one request."""
        if talk.path == "/robots.txt":
            talk.page((self.robots or "").encode(), status="200 OK" if self.robots is not None else NO_ROBOTS)
            return
        answer = self.paths.get(talk.path, f"<p>{talk.path}</p>")
        if callable(answer):
            answer(talk)
        elif isinstance(answer, tuple):
            talk.page(b"", *answer[1:], status=answer[0])
        else:
            talk.page(answer.encode())


def pages(*names: str, server: WireServer, harvest: str = "h") -> list[tuple[str, str]]:
    """Pages of a server, one after the other."""
    return [(harvest, f"{server.origin}/{name}") for name in names]


def test_redirects_stay_on_the_site() -> None:
    """Redirects on the origin are followed; everything else is a failure with a name, and nobody else is asked."""
    with WireServer(Site()) as canary:
        site = Site(
            ok=("301 Moved", "Location: /there?a=b#c"),
            relative=("302 Found", "Location: there"),
            port=("302 Found", f"Location: {canary.origin}/"),
            host=("302 Found", f"Location: http://localhost:{canary.port}/"),
            scheme=("302 Found", "Location: https://127.0.0.1/"),
            slashes=("302 Found", f"Location: //127.0.0.1:{canary.port}/"),
            backslash=("302 Found", f"Location: \\\\127.0.0.1:{canary.port}\\"),
            file=("302 Found", "Location: file:///etc/passwd"),
            data=("302 Found", "Location: data:text/html,x"),
            odd=("302 Found", "Location: http://[::1/"),
            number=("302 Found", "Location: http://127.0.0.1:99999/"),
            user=("302 Found", f"Location: http://me:me@127.0.0.1:{canary.port}/"),
            crlf=("302 Found", "Location: /there%0d%0aX-Injected:%201 and blanks"),
            empty=("302 Found", "Location: "),
            none=("302 Found",),
            loop=("302 Found", "Location: /loop"),
            endless=lambda talk: talk.page(b"", f"Location: /endless?{talk.number}", status="302 Found"),
        )
        with WireServer(lambda talk: site.paths["/endless"](talk) if "endless" in talk.path else site(talk)) as server:
            names = [name.removeprefix("/") for name in site.paths]
            done = crawl({"h": f"{server.origin}/"}, pages(*names, server=server))
            outcome = {url.rpartition("/")[2]: page for url, page in done["pages"].items()}
        assert canary.connections == 0
    expected = {
        None: "ok relative crlf",
        "off_origin": "port host scheme slashes backslash",
        "bad_redirect": "file data odd number user",
        "http_3xx": "empty none",
        "redirect_limit": "loop endless",
    }
    found = {name: page["failure"] for name, page in outcome.items()}
    assert found == {name: kind for kind, names in expected.items() for name in names.split()}
    assert outcome["ok"]["text"] == "<p>/there?a=b</p>"
    assert outcome["ok"]["redirects"] == [f"{server.origin}/ok"]
    assert b"X-Injected: 1" not in b"".join(server.heads)
    assert sum(b"endless" in head.split(b"\r\n")[0] for head in server.heads) == 11


def test_a_start_url_moves_the_origin_and_others_do_not() -> None:
    """A start URL may be led to www.host, which is the origin from then on; another page may not."""
    site = Site()
    with WireServer(site) as server:
        bare, www = (f"http://{name}.example:{server.port}" for name in ("site", "www.site"))
        site.paths["/start"] = ("301 Moved", f"Location: {www}/end")
        site.paths["/later"] = ("301 Moved", f"Location: {bare}/end")
        resolve = ",".join(f"{name}.example:{server.port}:127.0.0.1:{server.port}" for name in ("site", "www.site"))
        line = [("h", f"{bare}/start"), ("h", f"{www}/page"), ("h", f"{bare}/page"), ("h", f"{www}/later")]
        done = crawl({"h": f"{bare}/start"}, line, SW_RESOLVE=resolve)["pages"]
    assert [done[url]["failure"] for _, url in line] == [None, None, "off_origin", "off_origin"]
    assert done[f"{bare}/start"]["url"] == f"{www}/end"


def test_credentials_and_cookies_stay_on_the_origin() -> None:
    """The password goes to the start URL's origin alone, cookies to the origin that set them alone."""
    site = Site(set=("302 Found", "Set-Cookie: id=1; Path=/; Domain=127.0.0.1", "Location: /got"))
    with WireServer(site) as server, WireServer(Site()) as other:
        harvests = {"h": f"{server.origin}/set", "o": f"{other.origin}/"}
        done = crawl(
            harvests, [*pages("set", "a", server=server), *pages("b", server=other, harvest="o")],
            HTTPAUTH_USER="alice", HTTPAUTH_PASS="s3cret",
        )  # fmt: skip
    assert {page["failure"] for page in done["pages"].values()} == {None}
    assert all(b"Authorization: Basic YWxpY2U6czNjcmV0" in head for head in server.heads)
    assert [b"Cookie: id=1" in head for head in server.heads if b"/robots.txt" not in head] == [False, True, True]
    assert not any(b"Authorization" in head or b"Cookie" in head for head in other.heads)


def test_what_may_pass_is_asked_for_again() -> None:
    """Flapping statuses, cuts and garbage are retried a bounded number of times; what is final is not."""

    def every_second(status: str) -> Any:
        return lambda talk: talk.page(status="200 OK" if talk.number % 2 else status)

    site = Site(
        flap=every_second("503 Unavailable"),
        gone=("404 Not Found",),
        always=("500 Error",),
        cut=ending(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"),
        large=ending(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"),
        garbage=ending(b"garbage"),
    )
    with WireServer(site) as server:
        done = crawl({"h": server.origin}, pages("flap", "gone", "always", "cut", "large", "garbage", server=server))
        asked = [head.split(b" ")[1].decode()[1:] for head in server.heads]
    found = {url.rpartition("/")[2]: page["failure"] for url, page in done["pages"].items()}
    assert found == {
        "flap": None,
        "gone": "http_404",
        "always": "http_5xx",
        "cut": "cut",
        "large": "too_large",
        "garbage": "malformed",
    }
    counts = {name: asked.count(name) for name in ("gone", "always", "cut", "large", "garbage")}
    assert counts == {"gone": 1, "always": 3, "cut": 4, "large": 1, "garbage": 2}
    tally = done["tallies"]["h"]
    assert tally["n_requests"] == len(asked)
    assert tally["n_retries"] == len(asked) - 7
    assert tally["n_errors"] == len(asked) - 1


@pytest.mark.parametrize("form", ["seconds", "date", "date by the server's clock"])
def test_a_pause_that_is_asked_for_is_kept_and_holds_up_nobody_else(form: str) -> None:
    """No request reaches the origin before Retry-After is over; another host is asked meanwhile."""
    moments: list[float] = []

    def limited(talk: Talk) -> None:
        if moments:
            talk.page()
            return
        moments.append(time.monotonic())
        skew = -3600 if "clock" in form else 0
        headers = [f"Date: {formatdate(time.time() + skew, usegmt=True)}"] if skew else []
        value = "2" if form == "seconds" else formatdate(time.time() + 3 + skew, usegmt=True)
        talk.page(b"", f"Retry-After: {value}", *headers, status="429 Too Many Requests")

    with WireServer(Site(limited=limited)) as server, WireServer(Site()) as other:
        harvests = {"a": server.origin, "b": f"http://localhost:{other.port}", "c": server.origin}
        elsewhere = [("b", f"http://localhost:{other.port}/{number}") for number in range(4)]
        mine = pages("limited", server=server, harvest="a")
        same = [("c", f"{server.origin}/first"), ("c", f"{server.origin}/second")]
        done = crawl(harvests, mine, elsewhere, same)
        waits = [moment - moments[0] for moment in server.times if moment > moments[0]]
    assert {page["failure"] for page in done["pages"].values()} == {None}
    assert min(waits) >= 1.9
    assert max(other.times) - moments[0] < 1.5


def test_a_pause_without_end_ends_the_page_and_nonsense_is_backed_off_from() -> None:
    """A day is not waited for; -1, words and 1e9 are no pauses, and the page is tried again."""
    values = iter(["-1", "soon", str(10**9)])

    def nonsense(talk: Talk) -> None:
        value = next(values, None)
        if value is None:
            talk.page()
        else:
            talk.page(b"", f"Retry-After: {value}", status="429 Too Many Requests")

    day, odd = (
        WireServer(Site(day=("429 Too Many Requests", "Retry-After: 86400"))),
        WireServer(Site(nonsense=nonsense)),
    )
    with day, odd:
        lines = pages("day", "other", server=day), pages("nonsense", server=odd, harvest="o")
        done = crawl({"h": day.origin, "o": odd.origin}, *lines)["pages"]
        asked = [head.split(b" ")[1] for head in day.heads]
    assert asked == [b"/robots.txt", b"/day"]
    assert {url.rpartition("/")[2]: page["failure"] for url, page in done.items()} == {
        "day": "rate_limited",
        "other": "rate_limited",
        "nonsense": None,
    }


def test_one_request_at_a_time() -> None:
    """Requests to an origin that are queued at once, without a delay, are still made one after the other."""
    busy, most = [0], [0]

    def script(talk: Talk) -> None:
        busy[0] += 1
        most[0] = max(most[0], busy[0])
        time.sleep(0.05)
        busy[0] -= 1
        talk.page()

    with WireServer(script) as server:
        lines = [pages(str(number), server=server) for number in range(6)]
        crawl({"h": server.origin}, *lines)
        assert most == [1]
        crawl({"h": server.origin}, *lines, CONCURRENT_REQUESTS_PER_DOMAIN=3)
        assert most == [3]


def test_robots_are_obeyed() -> None:
    """What robots.txt disallows is never asked for, and it is read once."""
    with WireServer(Site(robots="User-agent: *\nDisallow: /*/page/*/$\n")) as server:
        done = crawl({"h": server.origin}, pages("tag/x/", "tag/x/page/2/", "tag/y/", server=server))
        asked = [head.split(b" ")[1].decode() for head in server.heads]
    assert [page["failure"] for page in done["pages"].values()] == [None, "robots_disallowed", None]
    assert asked == ["/robots.txt", "/tag/x/", "/tag/y/"]
    assert done["tallies"]["h"]["robots"] == "disallowed"


def answering(answer: Any) -> Script:
    """A server whose robots.txt answers so: with a function, or with status, body and headers."""

    def script(talk: Talk) -> None:
        if "robots" not in talk.path:
            talk.page()
        elif callable(answer):
            answer(talk)
        else:
            talk.page(answer[1], *answer[2:], status=answer[0])

    return script


def robots_only(answers: dict[str, Any]) -> dict[str, tuple[str | None, str | None, list[str]]]:
    """For each answer of a robots.txt: a page's failure, the state of robots, and what was asked for."""
    servers = {name: WireServer(answering(answer)) for name, answer in answers.items()}
    with ExitStack() as stack:
        for server in servers.values():
            stack.enter_context(server)
        lines = [pages("x", server=server, harvest=name) for name, server in servers.items()]
        done = crawl({name: server.origin for name, server in servers.items()}, *lines, SW_ROBOTS_TIMEOUT_S=1.0)
    return {
        name: (
            done["pages"][f"{server.origin}/x"]["failure"],
            done["tallies"][name]["robots"],
            [head.split(b" ")[1].decode() for head in server.heads],
        )
        for name, server in servers.items()
    }


def test_robots_that_are_not_there_allow() -> None:
    """4xx means that there are no rules (RFC 9309, 2.3.1.3), and so does a loop of redirects (2.3.1.2)."""
    statuses = ("404 Not Found", "403 Forbidden", "401 Unauthorized", "410 Gone")
    answers: dict[str, Any] = {status: (status, b"User-agent: *\nDisallow: /\n") for status in statuses}
    answers["loop"] = ("301 Moved", b"", "Location: /robots.txt")
    found = robots_only(answers)
    assert {seen[:2] for seen in found.values()} == {(None, "allowed")}
    assert found["loop"][2] == ["/robots.txt"] * 7 + ["/x"]


def test_robots_that_cannot_be_read_forbid() -> None:
    """Server errors, silence and garbage mean no (RFC 9309, 2.3.1.4), and no page is asked for."""
    answers = {
        "500": ("500 Error", b""),
        "503": ("503 Unavailable", b""),
        "hang": lambda talk: talk.stay_silent(3),
        "reset": Talk.reset,
        "garbage": ending(b"garbage"),
        "elsewhere": ("302 Found", b"", "Location: http://localhost:1/robots.txt"),
    }
    found = robots_only(answers)
    assert {seen[:2] for seen in found.values()} == {("robots_unreachable", "unreachable")}
    assert {name: len(seen[2]) for name, seen in found.items()} == {**dict.fromkeys(answers, 2), "elsewhere": 1}
    assert {path for seen in found.values() for path in seen[2]} == {"/robots.txt"}


def test_long_ways_to_robots_and_long_files_are_gone_as_far_as_it_takes() -> None:
    """Five redirects are followed (RFC 9309, 2.3.1.2); of an endless file the first 500 KiB count (2.5)."""

    def five_redirects(talk: Talk) -> None:
        step = int(talk.path.rpartition("=")[2]) if "=" in talk.path else 0
        if step < 5:
            talk.page(b"", f"Location: /robots.txt?step={step + 1}", status="302 Found")
        else:
            talk.page(b"User-agent: *\nDisallow: /\n")

    def endless(talk: Talk) -> None:
        talk.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nUser-agent: *\nDisallow: /x\n")
        while True:
            talk.send(b"# nothing\n" * 1000)

    found = robots_only({"five": five_redirects, "endless": endless})
    assert {name: seen[0] for name, seen in found.items()} == dict.fromkeys(found, "robots_disallowed")


def test_crawl_delay_is_kept_up_to_a_cap() -> None:
    """The delay of robots.txt stands between requests, a larger one than the cap is the cap."""
    for value, cap, expected in (("1", 30, 1.0), ("600", 0.6, 0.6)):
        with WireServer(Site(robots=f"User-agent: *\nCrawl-delay: {value}\n")) as server:
            crawl({"h": server.origin}, pages("1", "2", "3", server=server), SW_MAX_CRAWL_DELAY_S=cap)
            gaps = [later - earlier for earlier, later in zip(server.times[1:], server.times[2:], strict=False)]
        assert min(gaps) >= expected * 0.95
        assert max(gaps) < expected + 1


def test_a_server_that_is_not_there_is_called_that() -> None:
    """The failure is the server's and not its robots.txt's."""
    done = crawl({"h": "http://127.0.0.1:9/"}, [("h", "http://127.0.0.1:9/")])
    assert [page["failure"] for page in done["pages"].values()] == ["refused"]
