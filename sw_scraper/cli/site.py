"""``sw-scraper site``: the known sites, and a draft for a new one."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sw_scraper.cli.page_source import add_source_arguments, read_source
from sw_scraper.cli.screen import harmless
from sw_scraper.errors import ConfigError, PageError

if TYPE_CHECKING:
    from sw_scraper.extract.archive import Inspection
    from sw_scraper.extract.site_draft import SiteDraft

_EPILOG = """examples:
  sw-scraper site list
  sw-scraper site add https://example.org/tag/welfare/
  sw-scraper site add page.html --url https://example.org/tag/welfare/ --key example --out sites/example.toml
"""


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The parser of the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "site",
        help="list the known sites; draft a profile for a new one",
        description="List the known sites, or draft the profile of a new one from a page of one of its archives.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", dest="action", required=True)
    listing = actions.add_parser("list", help="the known sites and the files that describe them")
    listing.add_argument("--json", action="store_true", help="print as JSON")
    adding = actions.add_parser(
        "add",
        help="draft a site profile from an archive page",
        description="Draft a site profile from an archive page and say what to check; no file is ever overwritten.",
    )
    add_source_arguments(adding)
    adding.add_argument("--key", help="the key of the new site (default: from its host)")
    adding.add_argument(
        "--out", metavar="FILE", help="where to write it (default: sites/KEY.toml; - for standard output)"
    )
    return parser


def run(args: argparse.Namespace) -> int:
    """List the sites or draft one; 0 when done.

    Args:
        args: of :func:`add_parser`.

    Raises:
        ConfigError: the file exists already, cannot be written, or an option is malformed (the user acts).
        PageError: the page could not be had, or it is no page of an archive.
    """
    return _list(as_json=args.json) if args.action == "list" else _add(args)


def _list(*, as_json: bool) -> int:
    from sw_scraper.sites.profiles import load_profiles

    profiles = load_profiles()
    if as_json:
        rows = [{"key": one.key, "name": one.name, "base_url": one.base_url, "file": one.file} for one in profiles]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return 0
    width = max((len(one.key) for one in profiles), default=0)
    for one in profiles:
        print(harmless(f"{one.key:<{width}}  {one.name}, {one.base_url} ({one.file})"))
    return 0


def _add(args: argparse.Namespace) -> int:
    from sw_scraper.extract.archive import inspect_archive
    from sw_scraper.extract.site_draft import draft_site
    from sw_scraper.sites.profiles import load_profiles, parse_profile

    source = read_source(args)
    seen = inspect_archive(
        source.body, source.url, fetched_at=source.fetched_at, content_type=source.content_type, site=None
    )
    if seen.page.kind not in ("archive", "empty"):
        raise PageError(
            f"a site is drafted from a page of an archive, and this is none ({seen.page.kind}: {seen.page.reasons[0]})",
            where=source.url,
            hint="sw-scraper doctor shows what was seen on it.",
        )
    draft = draft_site(seen, key=args.key)
    out = args.out or f"sites/{draft.key}.toml"
    profile = parse_profile(draft.text, file=out)
    known = next((one for one in load_profiles() if one.key == profile.key), None)
    if known is not None:
        raise ConfigError(
            "there is a site with this key already",
            where=f"{profile.key} in {known.file}",
            hint="Choose another with --key.",
        )
    if out == "-":
        print(draft.text, end="")
    else:
        _write_new(Path(out), draft.text)
    _say(out, draft, seen)
    return 0


def _write_new(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise ConfigError(
            "the file exists already and is never overwritten", where=str(path), hint="Choose another with --out."
        ) from error
    except OSError as error:
        raise ConfigError(f"the profile cannot be written ({error.strerror})", where=str(path)) from error


def _say(out: str, draft: SiteDraft, seen: Inspection) -> None:
    import sys

    print(f"{'drafted' if out == '-' else 'written'}   {out}", file=sys.stderr)
    print(f"read      {len(seen.page.teasers)} records by {seen.page.extractor}", file=sys.stderr)
    print("check     " + "\n          ".join(map(harmless, draft.checks)), file=sys.stderr)
    print(harmless(f"try       sw-scraper harvest url={seen.page.url} max_pages=2 mode=plan"), file=sys.stderr)
