"""Recorded pages: folders under tests/fixtures with page.html, meta.json and expected.json.

Run as a script it shows what changed (``python tests/support/page_fixtures.py``); with ``--accept NAME...`` it writes
the expected.json of those fixtures anew, for a person to read before the commit. Tests only read.
"""

from __future__ import annotations

import argparse
import difflib
import json
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sw_scraper import extract_archive

FIXTURES = Path(__file__).parent.parent / "fixtures"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFixture:
    """One recorded page."""

    name: str
    folder: Path

    @property
    def meta(self) -> dict[str, Any]:
        """url, fetched_at, status, content_type, theme, about, sha256, licence."""
        meta: dict[str, Any] = json.loads((self.folder / "meta.json").read_text("utf-8"))
        return meta

    @property
    def page(self) -> bytes:
        """The bytes of the page."""
        return (self.folder / "page.html").read_bytes()

    @property
    def expected(self) -> dict[str, Any] | None:
        """What the page says; None for a fixture that nobody has looked at yet."""
        path = self.folder / "expected.json"
        if not path.exists():
            return None
        expected: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return expected

    def actual(self) -> dict[str, Any]:
        """What the code says now, as JSON would have it."""
        meta = self.meta
        fetched_at = datetime.fromisoformat(meta["fetched_at"]) if meta.get("fetched_at") else None
        page = extract_archive(self.page, meta["url"], fetched_at=fetched_at, content_type=meta.get("content_type"))
        actual: dict[str, Any] = json.loads(as_text(page.to_dict()))
        actual.pop("confidence")  # tested by its bounds: its decimals are no promise
        return actual


def page_fixtures() -> list[PageFixture]:
    """Every fixture, by name."""
    return [
        PageFixture(name=path.parent.name, folder=path.parent)
        for path in sorted(FIXTURES.glob("*/page.html"))
        if (path.parent / "meta.json").exists()
    ]


def as_text(value: dict[str, Any]) -> str:
    """JSON as it stands in expected.json."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def main(arguments: list[str] | None = None) -> int:
    """Show the differences, or write expected files anew where told."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accept", nargs="*", default=[], metavar="NAME")
    chosen = parser.parse_args(arguments)
    differing = 0
    for fixture in page_fixtures():
        expected, actual = fixture.expected, fixture.actual()
        if fixture.name in chosen.accept:
            (fixture.folder / "expected.json").write_text(as_text(actual), "utf-8")
            continue
        if expected != actual:
            differing += 1
            lines = difflib.unified_diff(
                as_text(expected or {}).splitlines(), as_text(actual).splitlines(), "expected", "actual", lineterm=""
            )
            sys.stdout.write(f"== {fixture.name}\n" + "\n".join(lines) + "\n")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
