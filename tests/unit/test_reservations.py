"""Reservations against text and data mining: what sites say, read and never guessed."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sw_scraper.extract.reservations import reservation_of_file, stated_reservation


@pytest.mark.parametrize(
    ("headers", "body", "expected"),
    [
        ([], b"<html><head><title>x</title></head>", None),
        ([("tdm-reservation", " 1 ")], b"", "yes"),
        ([("Tdm-Reservation", "0")], b"", "no"),
        ([("tdm-reservation", "maybe")], b"", None),
        ([("tdm-reservation", "0")], b'<META content="1" name="TDM-Reservation" />', "yes"),
        ([("tdm-reservation", "1")], b"<meta name=tdm-reservation content=0>", "yes"),
        ([], b"<meta name='tdm-reservation' content='&#49;'>", "yes"),
        ([], b'<!-- <meta name="tdm-reservation" content="1"> -->', None),
        ([], b'<meta name="tdm-policy" content="https://a.example/policy.json">', None),
        ([("X-Robots-Tag", "noindex, NoAI")], b"", "yes"),
        ([("X-Robots-Tag", "sw_scraper: noimageai")], b"", "yes"),
        ([("X-Robots-Tag", "googlebot: noai")], b"", None),
        ([("X-Robots-Tag", "max-snippet:10, noai")], b"", "yes"),
        ([("X-Robots-Tag", "noarchive")], b"", None),
        ([], b'<meta name="robots" content="index, noai">', "yes"),
        ([], b'<meta name="googlebot" content="noai">', None),
        ([], "<title>noai — tdm-reservation: 1</title>".encode(), None),
    ],
)
def test_what_a_response_says(headers: list[tuple[str, str]], body: bytes, expected: str | None) -> None:
    """Header, meta and directives count, each in its own form, and a reservation wins over its absence."""
    assert stated_reservation(headers, body, token="sw_scraper") == expected


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (b'[{"location": "/", "tdm-reservation": 1}]', "yes"),
        (b'[{"location": "/", "tdm-reservation": 0}]', "no"),
        (b'[{"location": "/tag/*/$", "tdm-reservation": 1}]', "yes"),
        (b'[{"location": "*/x/$", "tdm-reservation": "1"}]', "yes"),
        (b'[{"location": "/tag/x$", "tdm-reservation": 1}]', None),
        (b'[{"location": "/foto", "tdm-reservation": 1}, {"location": "/tag", "tdm-reservation": 0}]', "no"),
        (b'[{"location": 1, "tdm-reservation": 1}, 7, null]', None),
        (b'{"location": "/", "tdm-reservation": 1}', None),
        (b"<html>not found</html>", None),
        (b"[" * 100_000, None),
        (b"", None),
    ],
)
def test_what_the_file_of_a_site_says(rules: bytes, expected: str | None) -> None:
    """A rule counts for the addresses that its location matches; what cannot be read says nothing."""
    assert reservation_of_file(rules, "https://a.example/tag/x/") == expected


@given(st.lists(st.tuples(st.sampled_from(["tdm-reservation", "x-robots-tag"]), st.text(max_size=60))), st.binary())
def test_nothing_raises(headers: list[tuple[str, str]], body: bytes) -> None:
    """No header, page or file makes reading them raise."""
    assert stated_reservation(headers, b"<meta " + body + b">", token="x") in ("yes", "no", None)
    assert reservation_of_file(b'[{"location": "' + body, "https://a.example/") is None


@pytest.mark.parametrize("piece", [b"<meta ", b"<meta name=", b"<!--", b'<meta a="', b"<meta a=b "])
def test_reading_takes_little_time(piece: bytes) -> None:
    """A page made of beginnings is read in proportion to its size: what is not would take minutes."""
    started = time.process_time()
    stated_reservation([], piece * 60_000)
    assert time.process_time() - started < 5.0
