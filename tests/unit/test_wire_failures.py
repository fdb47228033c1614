"""Failures have names that fit the dataset, and words that say what, where and what next."""

from __future__ import annotations

import inspect

import pytest
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError

from sw_scraper.crawl import failures
from sw_scraper.crawl.failures import FetchError, explain, failure_class
from sw_scraper.crawl.limits import Limits, rows
from sw_scraper.errors import StoreError

KINDS = [kind for _, kind in inspect.getmembers(failures, inspect.isclass) if issubclass(kind, FetchError)]
URL = "http://site.example/tag/x/"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind is not failures.RecordedError])
def test_every_failure_explains_itself(kind: type[FetchError]) -> None:
    """What, where and what next are there for every class, and its name is one word for a column."""
    error = kind(url=URL)
    what, where, hint = explain(error)
    assert (where, failure_class(error)) == (URL, kind.failure_class)
    assert what == kind.default_what
    assert hint == kind.default_hint
    assert kind.failure_class.isidentifier()
    assert len(what) > 15
    assert len(hint) > 15
    assert not what.endswith(".")


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (200, None), (206, None), (304, "http_304"), (302, "http_3xx"), (401, "http_401"), (403, "http_403"),
        (404, "http_404"), (410, "http_410"), (418, "http_4xx"), (429, "rate_limited"), (500, "http_5xx"),
        (503, "http_5xx"), (999, "http_odd"),
    ],
)  # fmt: skip
def test_statuses_have_classes(status: int, expected: str | None) -> None:
    """A response's status names its failure, with or without Scrapy's exception around it."""
    response = Response(URL, status=status, headers={"Retry-After": "86400"})
    assert failure_class(response) == expected
    assert failure_class(HttpError(response)) == expected
    if expected:
        what, where, hint = explain(HttpError(response))
        assert str(status) in what
        assert "86400" in what
        assert where == URL
        assert hint


def test_recorded_failures_keep_their_class() -> None:
    """A failure from a recording has the recorded class and words, and the hint of its kind."""
    error = failures.RecordedError("the connection was cut", url=URL, failure_class="cut", truncated="disconnect")
    assert failure_class(error) == "cut"
    assert explain(error).hint == failures.CutError.default_hint
    assert failures.FetchError(url=URL).failure_class == "failed"


def test_what_nobody_foresaw_is_a_bug() -> None:
    """Any other exception is called what it is."""
    assert failure_class(ValueError("x")) == "bug"
    assert "ValueError: x" in explain(ValueError("x")).what


def test_a_recording_that_cannot_be_written_is_no_bug() -> None:
    """An error of the store keeps its class and its own words."""
    error = StoreError("the disk is full", where="/data", hint="Make room")
    assert failure_class(error) == "store"
    assert explain(error) == ("the disk is full", "/data", "Make room")


def test_limits_are_one_table() -> None:
    """Every limit is a setting of its own with a default and a meaning, and settings change it."""
    table = rows()
    assert len({setting for setting, _, _ in table}) == len(table)
    assert all(setting.startswith("SW_") and default > 0 and text for setting, default, text in table)
    limits = Limits.of({"SW_MAX_BODY_BYTES": "1000", "SW_IDLE_TIMEOUT_S": "2"})
    assert (limits.body_bytes, limits.idle_s, limits.wire_bytes) == (1000, 2.0, Limits().wire_bytes)


def test_a_request_may_only_lower_its_limits() -> None:
    """Scrapy's own meta keys make limits narrower, never wider."""
    limits = Limits().narrowed({"download_timeout": 3, "download_maxsize": 10**12})
    assert (limits.request_s, limits.first_byte_s, limits.body_bytes) == (3.0, 3.0, Limits().body_bytes)
    assert Limits().narrowed({"download_timeout": 180.0}).request_s == Limits().request_s
