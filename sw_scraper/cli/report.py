"""``sw-scraper report``: one page that shows what a dataset holds and how its harvests are doing."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sw_scraper.cli.dataset_argument import add_dataset_argument, dataset_of
from sw_scraper.errors import ConfigError

_EPILOG = """examples:
  sw-scraper report                                 report.html, in English
  sw-scraper report --language it -o resoconto.html
  sw-scraper report --since 2026-11-01              changes noticed since then
  sw-scraper report --open                          and look at it in the browser

The page is whole in itself and loads nothing from anywhere. Changes are those since the report that it replaces, or
all of them when there was none. It needs: pip install 'sw-scraper[report]'
"""


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The parser of the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "report",
        help="one HTML page with charts, list and health",
        description="Write one self-contained HTML page: what was harvested, how complete, what changed, how to cite.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("-o", "--output", metavar="FILE", default="report.html", help="(default report.html)")
    parser.add_argument("--language", choices=["en", "it"], default="en", help="of the page's own words (default en)")
    parser.add_argument("--since", metavar="TIME", help="changes after that day or time (UTC); 'all' shows every one")
    parser.add_argument("--open", action="store_true", help="open it in the browser")
    add_dataset_argument(parser)
    return parser


def run(args: argparse.Namespace) -> int:
    """Write the page; the exit code.

    Raises:
        ConfigError: an argument or the extra is missing or malformed, or the file cannot be written.
        StoreError: there is no dataset, or nothing in it.
    """
    from sw_scraper.report.page import report_page

    output = Path(args.output)
    dataset = dataset_of(args)
    html = report_page(dataset, language=args.language, since=_since(args.since, output))
    _write(output, html)
    print(f"{output.resolve()}  {len(html.encode()) / 1e6:.2f} MB")
    if args.open:
        import webbrowser

        if not webbrowser.open(output.resolve().as_uri()):
            print("No browser was found; open the file by hand.")
    return 0


def _since(text: str | None, output: Path) -> datetime | None:
    """From when on changes are shown: as asked, or since the report that stands where this one goes."""
    if text == "all":
        return None
    if text is None:
        from sw_scraper.report.page import reported_until

        try:
            with output.open(encoding="utf-8", errors="replace") as file:
                return reported_until(file.read(8000))
        except OSError:
            return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise ConfigError(
            "This is neither a day nor a time", where=f"--since {text}", hint="Such as --since 2026-11-01, or all"
        ) from error
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _write(output: Path, html: str) -> None:
    """Put the page in its place in one go; an earlier report stays until the new one is whole."""
    new = output.with_name(f".{output.name}.new")
    try:
        new.write_text(html, encoding="utf-8")
        new.replace(output)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise ConfigError(
            f"The report cannot be written ({error.strerror})",
            where=str(output.resolve()),
            hint="Name another file with -o",
        ) from error
