"""Origins and addresses: what counts as the same site, and which addresses may be connected to."""

from __future__ import annotations

import asyncio
import socket
from ipaddress import ip_address
from typing import Any

import pytest

from sw_scraper.crawl.addresses import AddressBook, is_nameable, is_public
from sw_scraper.crawl.failures import BlockedAddressError
from sw_scraper.crawl.limits import Limits
from sw_scraper.crawl.origin import Origin, Origins, may_move, request_target
from sw_scraper.errors import ConfigError


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://WWW.Site.Example/a", "http://www.site.example"),
        ("https://site.example:443/", "https://site.example"),
        ("http://site.example:8080/", "http://site.example:8080"),
        ("http://site.example./", "http://site.example"),
        ("http://[2001:DB8::1]:81/", "http://[2001:db8::1]:81"),
        ("http://perché.example/", "http://xn--perch-fsa.example"),
        ("http://user@site.example/", None),
        ("http://site.example:0/", None),
        ("http://site.example:99999/", None),
        ("http://site.example\\@evil.example/", None),
        ("http://site.example/\r\nX: 1", None),
        ("http://[::1/", None),
        ("http:///x", None),
        ("file:///etc/passwd", None),
        ("ftp://site.example/", None),
        ("javascript:alert(1)", None),
        ("//site.example/", None),
        ("", None),
    ],
)
def test_origins(url: str, expected: str | None) -> None:
    """Scheme, host and port in one form; what parsers could read in two ways has none."""
    origin = Origin.of(url)
    assert (str(origin) if origin else None) == expected


def test_request_targets() -> None:
    """Path and query go out, never the fragment."""
    assert request_target("http://a.example/b/c?d=e#f") == "/b/c?d=e"
    assert request_target("http://a.example") == "/"
    assert request_target("http://a.example?d") == "/?d"


@pytest.mark.parametrize(
    ("old", "new", "allowed"),
    [
        ("http://a.example", "https://a.example", True),
        ("http://a.example", "https://www.a.example", True),
        ("https://www.a.example", "https://a.example", True),
        ("http://a.example:8080", "http://www.a.example:8080", True),
        ("https://a.example", "http://a.example", False),
        ("http://a.example:8080", "https://a.example:8080", False),
        ("http://a.example:8080", "https://a.example", False),
        ("http://a.example", "http://a.example:8080", False),
        ("http://a.example", "http://b.a.example", False),
        ("http://a.example", "http://wwwa.example", False),
    ],
)
def test_where_a_start_url_may_be_led(old: str, new: str, *, allowed: bool) -> None:
    """Http to https on default ports, www and back, and nowhere else."""
    before, after = Origin.of(old), Origin.of(new)
    assert before
    assert after
    assert may_move(before, after) is allowed


def test_the_origin_moves_and_old_links_are_adopted() -> None:
    """After the start URL's redirect its end is the origin, and links to the old one are asked for there."""
    origins = Origins()
    origins.open("h", "http://a.example/tag/x/", extra=["https://cdn.a.example/"])
    assert origins.move("h", "https://www.a.example/tag/x/")
    assert str(origins.current("h")) == "https://www.a.example"
    assert not origins.allows("h", "http://a.example/page/2/")
    assert origins.adopt("h", "http://a.example/page/2/?a=b") == "https://www.a.example/page/2/?a=b"
    assert origins.adopt("h", "https://cdn.a.example/x") == "https://cdn.a.example/x"
    assert origins.adopt("h", "https://evil.example/x") is None
    assert not origins.move("h", "http://a.example/")
    assert not origins.move("h", "https://evil.example/")


def test_harvests_are_told_apart() -> None:
    """One harvest's origin is not another's, and a closed one has none."""
    origins = Origins()
    origins.open("a", "http://a.example/")
    origins.open("b", "http://b.example/")
    assert origins.allows("a", "http://a.example/x")
    assert not origins.allows("a", "http://b.example/x")
    origins.close("a")
    assert not origins.allows("a", "http://a.example/x")
    assert not origins.allows(None, "http://a.example/x")


@pytest.mark.parametrize("url", ["ftp://a.example/", "a.example", "http://me:secret@a.example/"])
def test_start_urls_that_cannot_be_used_are_the_users_matter(url: str) -> None:
    """The message says what to give instead."""
    with pytest.raises(ConfigError, match="HTTPAUTH_USER"):
        Origins().open("h", url)


PUBLIC = ["93.184.216.34", "8.8.8.8", "2606:4700::6810:84e5", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"]
PRIVATE = [
    "127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.1.1", "0.0.0.0", "169.254.169.254", "100.64.0.1",
    "224.0.0.1", "255.255.255.255", "192.0.0.8", "198.18.0.1", "240.0.0.1", "::1", "::", "fe80::1", "fc00::1",
    "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::127.0.0.1",
    "64:ff9b:1::1", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:80ff:fffe", "2001:db8::1", "168.63.129.16",
]  # fmt: skip


def test_public_addresses() -> None:
    """Addresses of the open internet, wrapped ones too."""
    assert [text for text in PUBLIC if not is_public(ip_address(text))] == []


def test_private_addresses() -> None:
    """Every range that is not, however it is wrapped."""
    assert [text for text in PRIVATE if is_public(ip_address(text))] == []


def test_what_a_name_may_never_lead_to() -> None:
    """Not even a start URL's name leads to metadata services, link-local, multicast or nowhere."""
    never = ["169.254.169.254", "fe80::1", "224.0.0.1", "0.0.0.0", "::", "fd00:ec2::254", "::ffff:169.254.169.254"]
    assert [text for text in never if is_nameable(ip_address(text))] == []
    may = ["127.0.0.1", "10.0.0.1", "192.168.1.1", "::1", "fc00::1"]
    assert [text for text in may if not is_nameable(ip_address(text))] == []


def look_up(book: AddressBook, host: str, *, named: bool) -> list[str]:
    """The addresses that may be tried."""
    found = asyncio.run(book.lookup(Origin("http", host, 80), named=named, limits=Limits(), url=f"http://{host}/"))
    return [str(address) for address, _ in found]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Names and their addresses, instead of the resolver's."""
    known: dict[str, list[str]] = {}

    def getaddrinfo(host: str, port: int, *_: object, **__: object) -> list[Any]:
        return [(0, 0, 0, "", (text, port)) for text in known[host]]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return known


def test_a_named_host_may_be_inside(names: dict[str, list[str]]) -> None:
    """A start URL's own name may lead into a private network; another name may not."""
    names["intranet"] = ["10.0.0.5", "10.0.0.6"]
    assert look_up(AddressBook(), "intranet", named=True) == ["10.0.0.5", "10.0.0.6"]
    with pytest.raises(BlockedAddressError, match=r"10\.0\.0\.5"):
        look_up(AddressBook(), "intranet", named=False)


def test_what_was_private_at_first_stays_exactly_that(names: dict[str, list[str]]) -> None:
    """A named private host that turns to another private address is not followed."""
    book = AddressBook()
    names["intranet"] = ["10.0.0.5"]
    look_up(book, "intranet", named=True)
    names["intranet"] = ["127.0.0.1"]
    with pytest.raises(BlockedAddressError, match=r"127\.0\.0\.1"):
        look_up(book, "intranet", named=True)


def test_mixed_answers_lead_outside_only(names: dict[str, list[str]]) -> None:
    """Of public and private addresses together only the public ones are tried."""
    names["mixed"] = ["127.0.0.1", "93.184.216.34", "::1"]
    assert look_up(AddressBook(), "mixed", named=True) == ["93.184.216.34"]


def test_metadata_services_need_their_address_in_the_start_url(names: dict[str, list[str]]) -> None:
    """A name never leads to one, the literal address of a start URL does."""
    names["cloud"] = ["169.254.169.254"]
    with pytest.raises(BlockedAddressError):
        look_up(AddressBook(), "cloud", named=True)
    assert look_up(AddressBook(), "169.254.169.254", named=True) == ["169.254.169.254"]
    with pytest.raises(BlockedAddressError):
        look_up(AddressBook(), "169.254.169.254", named=False)
