"""``sw-scraper explain``: where each value of an article came from."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sw_scraper.cli.dataset_argument import add_dataset_argument, dataset_of, folder_of
from sw_scraper.cli.screen import harmless, plain
from sw_scraper.errors import ConfigError

if TYPE_CHECKING:
    from sw_scraper.crawl.explanation import Explanation, Origin

_EPILOG = """examples:
  sw-scraper explain https://example.org/rapporti/patto/
  sw-scraper explain 5f3a9c1e02b4d6a8c0e1 --json
  sw-scraper explain https://example.org/rapporti/patto/ --open     the archived page, the entry marked

exit codes: 0 explained, 2 no such article, 3 explained, but a recording is not there, 4 no dataset
"""
_UNSEEN = 3


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The parser of the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "explain",
        help="show where each value of an article came from",
        description="Show where each value of an article came from: file, record, rule, the piece of HTML, and what "
        "changed since.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("article", metavar="ARTICLE_URL|ID", help="its address, in any form, or its article_id")
    parser.add_argument("--json", action="store_true", help="everything as JSON")
    parser.add_argument("--open", action="store_true", help="write the archived page with the entry marked and open it")
    parser.add_argument("--output", metavar="FILE", help="where --open writes it (default: a temporary file)")
    parser.add_argument("--recording", metavar="FILE", help="look into this recording in place of the dataset's own")
    add_dataset_argument(parser)
    return parser


def run(args: argparse.Namespace) -> int:
    """Explain; the exit code.

    Raises:
        ConfigError: no such article or file.
        StoreError: there is no dataset.
    """
    from sw_scraper.crawl.explanation import explain_article

    root = folder_of(args)
    if isinstance(root, str):
        raise ConfigError("Recordings are read from local folders only", where=root, hint="--data FOLDER")
    recording = Path(args.recording) if args.recording else None
    if recording is not None and not recording.is_file():
        raise ConfigError("there is no recording", where=str(recording.absolute()), hint="Check the path")
    found = explain_article(dataset_of(args), root, args.article, recording=recording)
    opened = _open(found, args.output) if args.open or args.output else None
    if args.json:
        print(harmless(json.dumps({**_facts(found), "page": opened}, ensure_ascii=False, indent=1, default=_text)))
    else:
        print(harmless("\n".join(_lines(found))))
        if opened:
            print(f"\nThe archived page with the entry marked: {opened}")
    return _UNSEEN if found.missing else 0


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return value.isoformat() if isinstance(value, date) else str(value)


def _facts(found: Explanation) -> dict[str, Any]:
    return {
        "article_id": found.article["article_id"],
        "url": found.article["url"],
        "values": [_origin_facts(origin) for origin in found.origins],
        "fragment": found.fragment,
        "missing": found.missing,
        "changes": found.changes,
    }


def _origin_facts(origin: Origin) -> dict[str, Any]:
    row = origin.row
    return {
        "field": origin.field,
        "value": origin.value,
        "raw": origin.raw,
        "rule": origin.rule,
        "source": origin.source,
        "extractor": row["extractor"],
        "extractor_version": row["extractor_version"],
        "harvest_id": row["harvest_id"],
        "fetched_at": row["fetched_at"],
        "page_url": row["page_url"],
        "page_number": row["page_number"],
        "position": row["position"],
        "warc_file": origin.warc_file,
        "warc_record_id": row["warc_record_id"],
        "payload_digest": row["payload_digest"],
        "fragment": origin.fragment,
    }


def _lines(found: Explanation) -> list[str]:
    article = found.article
    lines = [plain(article["title"] or article["url"]), f"  {article['url']}  ({article['article_id']})"]
    shown: object = None
    for origin in found.origins:
        row = origin.row
        place = (row["warc_record_id"], row["position"], origin.warc_file)
        if place != shown:
            shown = place
            lines += [
                "",
                f"from {row['page_url']}, page {row['page_number']}, entry {row['position']}",
                f"  fetched   {_text(row['fetched_at'])}",
                f"  harvest   {row['harvest_id']} by {row['extractor']} (extractor {row['extractor_version']})",
                f"  file      {origin.warc_file or 'no recording in the dataset'}",
                f"  record    {row['warc_record_id']}  payload {row['payload_digest']}",
            ]
        lines += ["", f"  {origin.field:<15}{plain(origin.value)}"]
        if origin.raw not in (None, origin.value):
            lines.append(f"    as shown     {plain(origin.raw)}")
        source = f" ({origin.source})" if origin.source and origin.source != "page" else ""
        lines.append(f"    rule         {origin.rule or 'none is named'}{source}")
        if origin.fragment:
            lines.append(f"    HTML         {plain(origin.fragment)}")
    for file, why in found.missing.items():
        lines += ["", f"The page could not be looked at: {why}", f"  where  {file}"]
    lines += ["", f"changes: {len(found.changes):,}"]
    for change in found.changes:
        words = f"{_text(change['changed_at'])[:19]}Z {change['kind']} {change['field']} (by the {change['cause']})"
        lines.append(f"  {words}: {plain(change['old_value'])} -> {plain(change['new_value'])}")
    return lines


def _open(found: Explanation, output: str | None) -> str | None:
    """Write the archived page, open it where there is a screen; the path, None without a page."""
    from sw_scraper.cli.outlined_page import outlined_page

    if found.page is None:
        return None
    name = output or str(Path(tempfile.mkdtemp(prefix="sw-explain-")) / f"{found.article['article_id']}.html")
    path = Path(name).absolute()
    try:
        path.write_bytes(outlined_page(found.page))
    except OSError as error:
        raise ConfigError(f"The page cannot be written ({error.strerror or error})", where=str(path)) from error
    if output is None and _has_screen():
        import webbrowser

        webbrowser.open(path.as_uri())
    return str(path)


def _has_screen() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
