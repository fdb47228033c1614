"""Cookies: to the origin that set them, bounded, and never anywhere else."""

from __future__ import annotations

from scrapy import Request
from scrapy.http import Response
from wire_client import make_crawler

from sw_scraper.crawl.cookies import CookieJar, OriginCookiesMiddleware
from sw_scraper.crawl.limits import Limits

NOW = 1_800_000_000.0


def jar(*headers: str, url: str = "http://a.example/tag/x/") -> CookieJar:
    """A jar that took these."""
    made = CookieJar(Limits())
    for header in headers:
        made.take(header, url=url, now=NOW)
    return made


def test_what_is_set_is_sent() -> None:
    """Name and value go back, attributes do not; the longer path comes first."""
    made = jar("a=1; Path=/; HttpOnly", "b=2; Path=/tag", "c=3; path=/other")
    assert made.header("http://a.example/tag/x/", now=NOW) == "b=2; a=1"
    assert made.header("http://a.example/tagged", now=NOW) == "a=1"


def test_the_default_path_is_the_folder() -> None:
    """Without Path a cookie belongs to the folder of the page that set it."""
    assert jar("a=1").header("http://a.example/tag/x/page/2/", now=NOW) == "a=1"
    assert jar("a=1").header("http://a.example/", now=NOW) == ""


def test_cookies_end() -> None:
    """Max-Age and Expires end a cookie, and Max-Age goes before Expires."""
    made = jar(
        "a=1; Max-Age=10; Path=/", "b=2; Expires=Wed, 21-Oct-2015 07:28:00 GMT; Path=/", "c=3; Expires=soon; Path=/"
    )
    assert made.header("http://a.example/", now=NOW) == "a=1; c=3"
    assert made.header("http://a.example/", now=NOW + 11) == "c=3"
    made.take("c=; Max-Age=0; Path=/", url="http://a.example/", now=NOW)
    assert made.header("http://a.example/", now=NOW) == "a=1"


def test_nonsense_is_no_cookie() -> None:
    """Nameless, control characters and giants are left out."""
    made = jar("nothing", "=x", "a=1\x00", "b\r\nX: 1=2", "c=" + "x" * 10_000)
    assert made.header("http://a.example/tag/x/", now=NOW) == ""


def test_jars_are_bounded() -> None:
    """Of a flood of cookies the newest are kept, and never more goes out than the limit."""
    made = jar(*(f"c{number}={'x' * 1000}; Path=/" for number in range(500)))
    header = made.header("http://a.example/", now=NOW)
    assert "c450=" in header
    assert "c449=" not in header
    assert len(header) <= Limits().cookie_bytes


def test_other_origins_never_see_them() -> None:
    """Another port, scheme or host gets nothing, whatever Domain the cookie names."""
    cookies = OriginCookiesMiddleware(make_crawler())
    request = Request("http://a.example:8000/")
    headers = {"Set-Cookie": ["id=secret; Domain=example; Path=/", "x=1; Domain=a.example; Path=/"]}
    cookies.process_response(request, Response(request.url, headers=headers))
    sent = Request("http://a.example:8000/b")
    cookies.process_request(sent)
    assert sent.headers["Cookie"] == b"id=secret; x=1"
    for url in (
        "http://a.example:8001/",
        "https://a.example:8000/",
        "http://b.example:8000/",
        "http://b.a.example:8000/",
    ):
        other = Request(url, headers={"Cookie": "left=over"})
        cookies.process_request(other)
        assert "Cookie" not in other.headers
