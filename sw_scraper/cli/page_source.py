"""Where a command that looks at one page takes it from: a file, standard input or the web."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sw_scraper.errors import ConfigError

if TYPE_CHECKING:
    import argparse

    from sw_scraper.model import SiteProfile

_MOST_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSource:
    """A page and what came with it.

    Attributes:
        url: the page's own address, after redirects.
        body: the page's bytes.
        content_type: the header's value; None when not known.
        fetched_at: when it was fetched, aware; None for a file without ``--fetched-at``.
        status: the HTTP status; None for a file.
        origin: for people: ``fetched`` or the file's name.
    """

    url: str
    body: bytes
    content_type: str | None = None
    fetched_at: datetime | None = None
    status: int | None = None
    origin: str = ""


def add_source_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments that :func:`read_source` reads.

    Args:
        parser: of a command that looks at one page.
    """
    parser.add_argument("page", metavar="URL|FILE", help="an address to fetch (one request, politely), a file, or -")
    parser.add_argument("--url", help="the address that a FILE was fetched from")
    parser.add_argument("--site", metavar="KEY", help="the site profile to read it with (default: the host's, if any)")
    parser.add_argument("--content-type", metavar="TYPE", help="the Content-Type header that came with a FILE")
    parser.add_argument("--fetched-at", metavar="TIME", help="when a FILE was fetched, ISO 8601 with zone")
    parser.add_argument("-s", "--set", action="append", default=[], metavar="NAME=VALUE", help="a Scrapy setting")


def read_source(args: argparse.Namespace) -> PageSource:
    """The page that the arguments name; an address is fetched with one polite request.

    Args:
        args: with the arguments of :func:`add_source_arguments`.

    Raises:
        ConfigError: a file cannot be read, or an option is missing or malformed (the user acts).
        PageError: the page could not be fetched.
    """
    from sw_scraper.normalize.urls import is_http

    if is_http(args.page):
        if args.url:
            raise ConfigError("--url is for a FILE", where=args.page, hint="Leave it out.")
        return _fetched(args)
    if not args.url:
        raise ConfigError("a file needs the address that it came from", where=args.page, hint="Add --url https://...")
    if not is_http(args.url):
        raise ConfigError("the address must be http or https", where=f"--url {args.url}", hint="Give the page's own.")
    return PageSource(
        url=args.url,
        body=bytes_of(args.page),
        content_type=args.content_type,
        fetched_at=moment_of(args.fetched_at),
        origin=args.page,
    )


def profile_for(args: argparse.Namespace, url: str) -> SiteProfile | None:
    """The profile that was named, else the one that has the address's host, else None.

    Args:
        args: with ``site``.
        url: of the page.

    Raises:
        ConfigError: there is no profile with the key.
    """
    from sw_scraper.sites.profiles import find_profile, load_profiles, profile_of_url

    profiles = load_profiles()
    return find_profile(args.site, profiles) if args.site else profile_of_url(url, profiles)


def _fetched(args: argparse.Namespace) -> PageSource:
    from sw_scraper.cli.harvest import pairs
    from sw_scraper.crawl.fetch import fetch_page

    settings: dict[str, Any] = dict(pairs(args.set, "a setting", "-s DOWNLOAD_DELAY=2"))
    page = fetch_page(args.page, settings)
    return PageSource(
        url=page.url,
        body=page.body,
        content_type=page.content_type,
        fetched_at=page.fetched_at,
        status=page.status,
        origin="fetched",
    )


def bytes_of(name: str) -> bytes:
    """The bytes of a saved page; ``-`` reads standard input."""
    try:
        data = sys.stdin.buffer.read(_MOST_BYTES + 1) if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise ConfigError(f"the page cannot be read ({error.strerror})", where=name, hint="Check the path.") from error
    if len(data) > _MOST_BYTES:
        raise ConfigError(f"the page is larger than {_MOST_BYTES:,} bytes", where=name)
    return data


def moment_of(text: str | None) -> datetime | None:
    """An instant with zone; None for None."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ConfigError("not a time", where=f"--fetched-at {text}", hint="Such as 2026-11-22T02:03:04Z.") from error
    if moment.tzinfo is None:
        raise ConfigError("the time has no zone", where=f"--fetched-at {text}", hint="Such as 2026-11-22T02:03:04Z.")
    return moment
