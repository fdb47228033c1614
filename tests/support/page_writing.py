"""Small pages with invented texts for tests of extraction."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from sw_scraper.extract.document import Document, load_document

LOREM = (
    "Il consiglio ha discusso a lungo la proposta e ha rinviato la decisione alla prossima seduta, "
    "dopo aver ascoltato le osservazioni dei cittadini e delle associazioni presenti in sala."
)


def written_page(body: str, *, title: str = "", head: str = "", body_class: str = "", language: str = "en") -> str:
    """A whole page around a body."""
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f'<body class="{body_class}">{body}</body></html>'
    )


def written_records(count: int = 3, *, start: int = 1, path: str = "/2024/05/") -> str:
    """A list of entries."""
    return "".join(
        f'<article class="post"><h2><a href="{path}storia-{n}/">Storia numero {n}</a></h2>'
        f'<time datetime="2024-05-{n:02d}">{n} maggio 2024</time><p>{LOREM}</p></article>'
        for n in range(start, start + count)
    )


def read_page(html: str, url: str = "https://www.example.org/tag/x/") -> Document:
    """The document of a written page."""
    return load_document(html, url=url, content_type="text/html; charset=utf-8")


def written_cases(name: str) -> dict[str, dict[str, Any]]:
    """The cases of a table under tests/fixtures/pages_of_lists, by name."""
    path = Path(__file__).parents[1] / "fixtures" / "pages_of_lists" / f"{name}.toml"
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    cases = {row["name"]: row for row in rows}
    assert len(cases) == len(rows)
    return cases
