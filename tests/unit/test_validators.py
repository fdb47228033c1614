"""When the first page is asked for conditionally, and what becomes of the trust in a server."""

from __future__ import annotations

import pytest

from sw_scraper.crawl.steps import Entry
from sw_scraper.crawl.validators import Validator, validator_of

URL = "http://example.org/tag/x/"
FIRST = Validator(url=URL, etag='"1"', last_modified="Tue, 13 Jan 2026 08:00:00 GMT", digest="a")


def test_both_validators_are_sent_back() -> None:
    """ETag and date, as they came."""
    assert FIRST.conditions() == {"If-None-Match": '"1"', "If-Modified-Since": "Tue, 13 Jan 2026 08:00:00 GMT"}
    assert Validator(url=URL, etag='W/"2"').conditions() == {"If-None-Match": 'W/"2"'}


def test_a_304_is_believed_once_in_a_row() -> None:
    """The second harvest after it asks without a condition."""
    assert FIRST.confirmed().conditions() == {}


def test_a_validator_that_changes_with_the_list_is_trusted() -> None:
    """Then a 304 is believed as often as it comes."""
    proven = FIRST.seen_again(Validator(url=URL, etag='"2"', digest="b"))
    assert proven.proven
    assert proven.confirmed().confirmed().conditions() == {"If-None-Match": '"2"'}


def test_a_validator_that_stays_while_the_list_changes_is_never_used_again() -> None:
    """Not even when it changes later on."""
    lies = FIRST.seen_again(Validator(url=URL, etag='"1"', last_modified=FIRST.last_modified, digest="b"))
    assert lies.refuted
    assert lies.conditions() == {}
    assert lies.seen_again(Validator(url=URL, etag='"3"', digest="c")).conditions() == {}


def test_a_fresh_validator_for_the_same_list_proves_nothing() -> None:
    """Static sites rebuild, and some servers give a random one."""
    again = FIRST.confirmed().seen_again(Validator(url=URL, etag='"9"', digest="a"))
    assert (again.proven, again.refuted, again.believed) == (False, False, 0)


def test_trust_does_not_move_to_another_address() -> None:
    """What was learned of one page says nothing of another."""
    other = Validator(url="http://example.org/tag/y/", etag='"1"', digest="b")
    assert FIRST.seen_again(other) == other


def test_notes_are_read_back() -> None:
    """And what is no note is none."""
    assert Validator.of_note(FIRST.note()) == FIRST
    assert [Validator.of_note(text) for text in (None, "", "{", "[]", '{"a": 1}')] == [None] * 5


@pytest.mark.parametrize("value", ["", "a" * 5000, 'x"\r\nX-Injected: 1', '"é"', "\x00"])
def test_unclean_validators_are_not_kept(value: str) -> None:
    """Nothing that a header must not hold is ever sent back."""
    assert validator_of({"ETag": value}, url=URL, entries=()) is None


def test_the_digest_follows_the_list_and_nothing_else() -> None:
    """Order, identity and content count."""
    one, two = Entry(identity="a", content_hash="1"), Entry(identity="b", content_hash="2")
    digests = [
        found.digest
        for entries in ((one, two), (two, one), (one,), (one, two))
        if (found := validator_of({"ETag": '"1"'}, url=URL, entries=entries))
    ]
    assert digests[0] == digests[3]
    assert len(set(digests)) == 3


@pytest.mark.parametrize(
    ("headers", "kept"),
    [
        ({}, True),
        ({"Date": "Tue, 13 Jan 2026 08:00:01 GMT"}, True),
        ({"Date": "Tue, 13 Jan 2026 08:00:00 GMT"}, False),
        ({"Date": "gestern"}, False),
        ({"Date": "Tue, 13 Jan 2026 09:00:00 GMT", "Cache-Control": "private, No-Store"}, False),
    ],
)
def test_a_date_is_kept_only_where_it_can_tell_versions_apart(headers: dict[str, str], kept: bool) -> None:
    """Not from the second in which the page was sent, and nothing of a page that must not be stored."""
    modified = {"Last-Modified": "Tue, 13 Jan 2026 08:00:00 GMT"}
    assert (validator_of({**modified, **headers}, url=URL, entries=()) is not None) == kept
