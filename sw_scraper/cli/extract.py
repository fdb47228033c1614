"""``sw-scraper extract``: what the extraction reads from one saved page."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from sw_scraper.errors import ConfigError

if TYPE_CHECKING:
    from sw_scraper.model import ArchivePage

_EPILOG = """examples:
  sw-scraper extract page.html --url https://example.org/tag/welfare/
  curl -s https://example.org/tag/welfare/ | sw-scraper extract - --url https://example.org/tag/welfare/ --json
"""


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The parser of the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "extract",
        help="read one saved page and print what it says",
        description="Read one saved page of an archive and print what it says; nothing is fetched or stored.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", metavar="FILE", help="the page; - for standard input")
    parser.add_argument("--url", required=True, help="the address that the page was fetched from")
    parser.add_argument("--site", metavar="KEY", help="the site profile to read it with")
    parser.add_argument("--content-type", metavar="TYPE", help="the Content-Type header that came with it")
    parser.add_argument("--fetched-at", metavar="TIME", help="when, ISO 8601 with zone, for dates such as 'yesterday'")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    return parser


def run(args: argparse.Namespace) -> int:
    """Print what the page says; 0 for an archive or an empty one, 3 for a page that is none.

    Raises:
        ConfigError: the file cannot be read, or an option is malformed (the user acts).
    """
    from sw_scraper.cli.page_source import bytes_of, moment_of
    from sw_scraper.cli.screen import harmless
    from sw_scraper.extract.archive import extract_archive
    from sw_scraper.normalize.urls import is_http

    if not is_http(args.url):
        raise ConfigError("the address must be http or https", where=f"--url {args.url}", hint="Give the page's own.")
    page = extract_archive(
        bytes_of(args.file),
        args.url,
        fetched_at=moment_of(args.fetched_at),
        content_type=args.content_type,
        site=_profile(args.site, args.url),
    )
    if args.json:
        print(harmless(json.dumps(page.to_dict(), ensure_ascii=False, indent=1)))
    else:
        print("\n".join(harmless(line).replace("\n", " ") for line in page_lines(page)))
    return 0 if page.kind in ("archive", "empty") else 3


def page_lines(page: ArchivePage) -> list[str]:
    """The page for people: kind, tag, teasers, where the list goes on."""
    lines = [f"kind       {page.kind}: {'; '.join(page.reasons[:2]) or 'no reason given'}"]
    if page.tag:
        lines.append(f"tag        {page.tag.name}")
    lines.append(f"extractor  {page.extractor} (confidence {page.confidence:.2f})")
    numbers = page.pagination
    of = f" of {numbers.last_page}" if numbers.last_page else ""
    lines.append(f"page       {numbers.page_number or '?'}{of}, next {numbers.next_url or 'none'}")
    lines.append(f"teasers    {len(page.teasers)}")
    for teaser in page.teasers:
        when = teaser.date.iso if teaser.date else "no date"
        lines.append(f"{teaser.position:>4}  {when:<12}{teaser.title or '(no title)'}")
        lines.append(f"      {teaser.url or '(no link)'}")
    return lines


def _profile(key: str | None, url: str) -> Any:
    """The profile that was named, else the one that has the address's host, else None."""
    from sw_scraper.sites.profiles import find_profile, load_profiles, profile_of_url

    profiles = load_profiles()
    return find_profile(key, profiles) if key else profile_of_url(url, profiles)
