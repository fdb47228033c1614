"""The limits of one request, with their settings and defaults: one table.

Every limit is a setting of the same name (``-s SW_MAX_BODY_BYTES=...``). A request that passes one fails with a class
of its own (``failures``); it never comes back as a half page.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from sw_scraper.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy.settings import BaseSettings

MIB = 1024 * 1024


# Field types as they are written (annotations are strings here).
_KINDS: dict[str, type[int] | type[float]] = {"int": int, "float": float}


def _limit(setting: str, default: float, text: str) -> Any:
    return field(default=default, metadata={"setting": setting, "text": text})


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much of everything one request may take; :func:`rows` gives the table for the docs."""

    connect_s: float = _limit("SW_CONNECT_TIMEOUT_S", 10.0, "name look-up, connection and TLS handshake, per address")
    first_byte_s: float = _limit("SW_FIRST_BYTE_TIMEOUT_S", 15.0, "from the request to the first byte of the answer")
    idle_s: float = _limit("SW_IDLE_TIMEOUT_S", 15.0, "between two bytes of the answer")
    request_s: float = _limit("SW_REQUEST_TIMEOUT_S", 35.0, "the whole answer, from the request on")
    wire_bytes: int = _limit("SW_MAX_WIRE_BYTES", 80 * MIB, "the body as received")
    body_bytes: int = _limit("SW_MAX_BODY_BYTES", 80 * MIB, "the body unpacked")
    ratio: int = _limit("SW_MAX_RATIO", 40, "unpacked to received, looked at beyond SW_RATIO_FREE_BYTES only")
    failed_bytes: int = _limit("SW_MAX_FAILED_BYTES", MIB, "of a body beyond the limits, kept in the recording")
    ratio_free_bytes: int = _limit("SW_RATIO_FREE_BYTES", 24 * MIB, "up to here any ratio is allowed")
    codings: int = _limit("SW_MAX_CODINGS", 3, "content codings on top of each other")
    header_bytes: int = _limit("SW_MAX_HEADER_BYTES", 256 * 1024, "status line and headers")
    header_lines: int = _limit("SW_MAX_HEADER_LINES", 4096, "header lines")
    url_bytes: int = _limit("SW_MAX_URL_BYTES", 8192, "the address that is asked for")
    redirects: int = _limit("SW_MAX_REDIRECTS", 10, "redirects in a row")
    cookies: int = _limit("SW_MAX_COOKIES", 50, "cookies kept for an origin")
    cookie_bytes: int = _limit("SW_MAX_COOKIE_BYTES", 8192, "all cookies sent with a request, and each one kept")
    keep_alive_s: float = _limit("SW_KEEP_ALIVE_S", 15.0, "an unused connection is kept this long")
    robots_s: float = _limit("SW_ROBOTS_TIMEOUT_S", 8.0, "robots.txt, whole answer, each of two attempts")
    robots_bytes: int = _limit("SW_MAX_ROBOTS_BYTES", 500 * 1024, "of robots.txt read; the rest does not count")
    page_cpu_s: float = _limit("SW_PAGE_CPU_S", 60.0, "processor time for reading one page; 0 for no limit")
    crawl_delay_s: float = _limit("SW_MAX_CRAWL_DELAY_S", 10.0, "the longest Crawl-delay of a robots.txt that is kept")
    retries: int = _limit("SW_RETRY_TIMES", 4, "retries of a page, whatever the reason (some reasons have fewer)")
    backoff_s: float = _limit("SW_RETRY_BACKOFF_S", 1.0, "the first wait before a retry; it doubles each time")
    retry_wait_s: float = _limit("SW_RETRY_WAIT_MAX_S", 120.0, "all waits for one page, Retry-After included")

    harvest_requests: int = _limit(
        "SW_MAX_HARVEST_REQUESTS", 2000, "requests of one harvest, robots.txt and retries included"
    )
    harvest_s: float = _limit("SW_MAX_HARVEST_S", 7200.0, "one harvest, looked at before each page")

    @classmethod
    def of(cls, settings: BaseSettings | Mapping[str, Any]) -> Limits:
        """The limits as a run's settings have them.

        Raises:
            ConfigError: one of them is no number, or below zero (the user mends the setting).
        """
        values: dict[str, Any] = {}
        for row in fields(cls):
            name = row.metadata["setting"]
            value = settings.get(name)
            if value is not None:
                values[row.name] = _number(name, value, _KINDS[str(row.type)])
        return cls(**values)

    def narrowed(self, meta: Mapping[str, Any]) -> Limits:
        """The limits of one request: Scrapy's own meta keys and settings may lower them, never raise them."""
        lowered: dict[str, Any] = {}
        if meta.get("download_timeout"):
            lowered["request_s"] = min(self.request_s, float(meta["download_timeout"]))
            lowered["first_byte_s"] = min(self.first_byte_s, float(meta["download_timeout"]))
        if meta.get("download_maxsize"):
            lowered["wire_bytes"] = min(self.wire_bytes, int(meta["download_maxsize"]))
            lowered["body_bytes"] = min(self.body_bytes, int(meta["download_maxsize"]))
        return replace(self, **lowered) if lowered else self


def _number(name: str, value: Any, kind: type[int] | type[float]) -> float:
    """A setting as a number that can be a limit."""
    try:
        number = kind(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise ConfigError(
            "the limit must be a whole number" if kind is int else "the limit must be a number",
            where=f"{name}={value}",
            hint="docs/limits.md has every limit with its default.",
        ) from error
    if not 0 <= number < math.inf:
        raise ConfigError("the limit must not be below zero, nor endless", where=f"{name}={value}")
    return number


def rows() -> list[tuple[str, float, str]]:
    """Setting, default and meaning of every limit, in the order of the table."""
    return [(row.metadata["setting"], row.default, row.metadata["text"]) for row in fields(Limits)]  # type: ignore[misc]
