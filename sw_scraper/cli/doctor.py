"""``sw-scraper doctor``: what the extractor sees on a page, and why."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sw_scraper.cli.page_source import PageSource, add_source_arguments, profile_for, read_source
from sw_scraper.cli.screen import harmless
from sw_scraper.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from sw_scraper.extract.archive import Inspection
    from sw_scraper.extract.header import NameCandidate
    from sw_scraper.model import Teaser

_EPILOG = """examples:
  sw-scraper doctor https://example.org/tag/welfare/
  sw-scraper doctor page.html --url https://example.org/tag/welfare/ --html seen.html
  sw-scraper doctor page.html --url https://example.org/tag/welfare/ --json

exit codes: 0 an archive (or one that says that it is empty), 3 any other page, 2 usage, 4 the page could not be had
"""
_FIELDS = ("url", "title", "teaser", "date", "authors", "image_url", "categories")
_WIDTH = 110
_MOST_NAMES = 5


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The parser of the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "doctor",
        help="show what the extractor sees on a page, and why",
        description="Show what the extractor sees on a page: verdict, strategy, records, the rule behind each field, "
        "what was rejected and why, the next page. Nothing is stored.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_source_arguments(parser)
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    parser.add_argument("--html", metavar="OUT", help="write the page with the records outlined, to open in a browser")
    parser.add_argument(
        "--html-assets", action="store_true", help="let that page load the site's styles and pictures (default: none)"
    )
    return parser


def run(args: argparse.Namespace) -> int:
    """Show it; 0 for an archive or an empty one, 3 for any other page.

    Args:
        args: of :func:`add_parser`.

    Raises:
        ConfigError: a file cannot be read or written, or an option is malformed (the user acts).
        PageError: the page could not be fetched.
    """
    from sw_scraper.extract.archive import inspect_archive

    source = read_source(args)
    seen = inspect_archive(
        source.body,
        source.url,
        fetched_at=source.fetched_at,
        content_type=source.content_type,
        site=profile_for(args, source.url),
    )
    if args.html:
        _write_html(args.html, seen, assets=args.html_assets)
    if args.json:
        print(harmless(json.dumps(findings(seen, source), ensure_ascii=False, indent=1)))
    else:
        _print_report(seen, source)
        if args.html:
            print(f"\nThe page with the records outlined: {args.html}", file=sys.stderr)
    return 0 if seen.page.kind in ("archive", "empty") else 3


def findings(seen: Inspection, source: PageSource) -> dict[str, Any]:
    """Everything that the report shows, as plain values.

    Args:
        seen: the inspection.
        source: where the page came from.
    """
    page = seen.page
    teasers = [{**teaser.to_dict(), "rules": dict(teaser.rules)} for teaser in seen.teasers]
    return {
        **page.to_dict(),
        "teasers": teasers if page.teasers else [],
        "teasers_rejected": [] if page.teasers else teasers,
        "http_status": source.status,
        "theme": page.theme,
        "drift": page.drift,
        "n_expected": page.pagination.n_expected,
        "pagination_rules": dict(seen.pagination.rules),
        "name_candidates": [
            {"name": one.name, "source": one.source, "score": round(one.score, 2)} for one in _names(seen)
        ],
        "candidates": [
            {
                "extractor": one.extractor,
                "n_records": one.n_records,
                "score": one.score,
                "verdict": one.verdict,
                "path": one.path,
            }
            for one in page.candidates
        ],
        "alternates": [{"kind": one.kind, "url": one.url, "title": one.title} for one in page.alternates],
        "refresh_url": _refresh(seen),
    }


def _names(seen: Inspection) -> list[NameCandidate]:
    """The best texts for the tag's name, the chosen one first."""
    from sw_scraper.extract.header import name_candidates

    elements = [node for region in seen.regions for node in region]
    found = name_candidates(seen.document, records=elements)
    return sorted(found, key=lambda one: -one.score)[:_MOST_NAMES]


def _refresh(seen: Inspection) -> str | None:
    from sw_scraper.extract.refresh import find_meta_refresh

    return find_meta_refresh(seen.document)


def _print_report(seen: Inspection, source: PageSource) -> None:
    from rich.console import Console

    console = Console(markup=False, emoji=False, highlight=False)
    if not console.is_terminal:
        console = Console(markup=False, emoji=False, highlight=False, width=_WIDTH)
    for part in _report(seen, source):
        console.print(harmless(part).replace("\n", "\\n") if isinstance(part, str) else part)


def _report(seen: Inspection, source: PageSource) -> Iterator[RenderableType]:
    page = seen.page
    yield f"page        {page.url}" + (f" (HTTP {source.status})" if source.status else "")
    yield f"verdict     {page.kind}"
    for reason in page.reasons:
        yield f"            - {reason}"
    refresh = _refresh(seen)
    if refresh:
        yield f"sends on to {refresh}"
    yield f"language    {page.language or 'not known'}"
    yield f"strategy    {page.extractor}, confidence {page.confidence:.2f}, markup {page.theme or 'of no known family'}"
    if page.drift:
        yield "drift       the site profile has selectors for this page and they no longer fit"
    yield from _tag_lines(seen)
    yield from _page_lines(seen)
    yield ""
    yield from _teaser_tables(seen)
    yield from _candidate_table(seen)
    for one in page.alternates:
        yield f"also as     {one.kind}: {one.url}"


def _tag_lines(seen: Inspection) -> Iterator[str]:
    tag = seen.page.tag
    yield f"tag         {tag.name if tag else 'none'}" + (
        f" (shown as {tag.name_raw!r})" if tag and tag.name_raw else ""
    )
    if tag:
        yield f"            slug {tag.slug or 'none'}, taxonomy {tag.taxonomy or 'none'}"
        words = len((tag.description or "").split())
        yield (
            f"            description of {words} words with {len(tag.links)} links"
            if words
            else "            no description"
        )
    for one in _names(seen):
        yield f"            {one.score:6.2f}  {one.source:<10} {one.name}"


def _page_lines(seen: Inspection) -> Iterator[str]:
    found = seen.pagination
    rules = found.rules
    number = f"{found.page_number or '?'} of {found.last_page or '?'}"
    why = "; ".join(f"{key}: {rules[key]}" for key in ("page_number", "last_page") if key in rules)
    yield f"this page   {number}" + (f" ({why})" if why else "")
    yield f"next page   {found.next_url or 'none'}" + (f" ({rules['next_url']})" if "next_url" in rules else "")
    if "rejected" in rules:
        yield f"            rejected: {rules['rejected']}"
    if found.n_expected is not None:
        yield f"entries     {found.n_expected} in the whole list ({rules.get('n_expected', 'stated')})"


def _teaser_tables(seen: Inspection) -> Iterator[RenderableType]:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    if not seen.teasers:
        yield "No records."
        return
    title = "Records" if seen.page.teasers else "What would have been the records, were the page an archive"
    table = Table(box=box.SIMPLE, title=title, title_justify="left", expand=False)
    for name in ("#", "date", "title", "authors", "teaser"):
        table.add_column(name, justify="right" if name == "#" else "left", no_wrap=name in ("#", "date"))
    for teaser in seen.teasers:
        table.add_row(*(Text(harmless(cell)) for cell in _cells(teaser)))
    yield table
    rules = Table(box=box.SIMPLE, title="Which rule gave each field", title_justify="left")
    for name in ("field", "records", "rule"):
        rules.add_column(name)
    for field in _FIELDS:
        rules.add_row(*(Text(harmless(cell)) for cell in _rule_cells(seen, field)))
    yield rules


def _cells(teaser: Teaser) -> tuple[str, ...]:
    text = teaser.teaser or ""
    return (
        str(teaser.position),
        teaser.date.iso if teaser.date else "-",
        f"{teaser.title or '(no title)'}\n{teaser.url or '(no link)'}",
        ", ".join(teaser.authors) or "-",
        (text[:57] + "..." if len(text) > 60 else text) or "-",
    )


def _rule_cells(seen: Inspection, field: str) -> tuple[str, str, str]:
    values = [getattr(teaser, field) for teaser in seen.teasers]
    there = sum(1 for value in values if value)
    used = Counter(teaser.rules[field] for teaser in seen.teasers if field in teaser.rules)
    text = "\n".join(f"{rule} ({count})" for rule, count in used.most_common()) or "-"
    return field, f"{there} of {len(values)}", text


def _candidate_table(seen: Inspection) -> Iterator[RenderableType]:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    if not seen.page.candidates:
        return
    table = Table(box=box.SIMPLE, title="Lists that were judged", title_justify="left")
    for name in ("strategy", "records", "score", "verdict", "where"):
        table.add_column(name)
    for one in seen.page.candidates:
        cells = (one.extractor, str(one.n_records), f"{one.score:.2f}", one.verdict, one.path)
        table.add_row(*(Text(harmless(cell)) for cell in cells))
    yield table


def _write_html(out: str, seen: Inspection, *, assets: bool) -> None:
    from sw_scraper.cli.outlined_page import outlined_page

    try:
        Path(out).write_bytes(outlined_page(seen, assets=assets))
    except OSError as error:
        raise ConfigError(
            f"the page cannot be written ({error.strerror})", where=out, hint="Choose another file."
        ) from error
