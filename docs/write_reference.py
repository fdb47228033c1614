"""Write docs/reference.md from the code: `python docs/write_reference.py`. A test holds the two together."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from sw_scraper.cli.main import build_parser
from sw_scraper.crawl.arguments import ARGUMENTS

PAGE = Path(__file__).with_name("reference.md")
_EXITS = (
    ("0", "every harvest is complete or unchanged"),
    ("1", "a bug"),
    ("2", "usage or configuration: unknown arguments, settings, spiders, tags of a dataset"),
    ("3", "some harvest is partial or held, or some failed and others did not; `status --max-age`: a tag is late"),
    ("4", "all harvests failed, or the store cannot be read or written"),
    ("75", "all harvests were locked by others"),
    ("130, 143", "ended by SIGINT (Ctrl-C) or SIGTERM"),
)
_HEAD = """# Reference

This page is written by `docs/write_reference.py` from the code. Columns of the tables stand in [schema.md](schema.md),
limits and their settings in [limits.md](limits.md).

## Exit codes

The same for `scrapy crawl tag`, `sw-scraper harvest` and all other commands.

| exit | meaning |
|---|---|
"""


def reference() -> str:
    """The page, as Markdown."""
    os.environ["COLUMNS"] = "100"
    parts = [_HEAD + "".join(f"| {code} | {text} |\n" for code, text in _EXITS)]
    lines = "".join(f"| `{name}` | {text.replace('|', chr(92) + '|')} |\n" for name, text in ARGUMENTS.items())
    parts.append(f"## Arguments of the spider `tag`\n\nGiven with `-a`.\n\n| argument | form |\n|---|---|\n{lines}")
    parser = build_parser([])
    parts.append(f"## sw-scraper\n\n```text\n{parser.format_help().strip()}\n```\n")
    (commands,) = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    for name, one in commands.choices.items():
        parts.append(f"### sw-scraper {name}\n\n```text\n{one.format_help().strip()}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
