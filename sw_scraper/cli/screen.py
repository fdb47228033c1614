"""Tables on a terminal: as wide as it is, never wider, and safe whatever the cells hold."""

from __future__ import annotations

import os
import re
import shutil
import sys
import unicodedata
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from rich.console import Console
    from rich.table import Table

_PIPE_WIDTH = 160
# What steers a terminal or turns the direction of writing, and halves of characters, which cannot be printed.
_UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_CELL = 400
_GAP = 2
_WIDE_AT_LEAST = 24
_WRITTEN: dict[type, Callable[[Any], str]] = {
    bool: lambda value: "yes" if value else "no",
    datetime: lambda value: value.strftime("%Y-%m-%d %H:%M"),
    date: lambda value: value.isoformat(),
    float: lambda value: f"{value:.2f}",
    int: lambda value: f"{value:,}",
}


def console() -> Console:
    """Standard output: the terminal's width, no colour with NO_COLOR or into a pipe."""
    from rich.console import Console

    is_known = sys.stdout.isatty() or os.environ.get("COLUMNS")
    width = shutil.get_terminal_size().columns if is_known else _PIPE_WIDTH
    return Console(width=width, highlight=False, soft_wrap=False)


def harmless(text: str) -> str:
    r"""Text for a terminal: control and bidi characters as escapes, line feeds as they are.

    Inside of JSON strings the escapes mean the same characters.

    Args:
        text: whatever a page, an address or a file says.

    >>> harmless("a\x1b[31mb\u202ec\nd")
    'a\\u001b[31mb\\u202ec\nd'
    """
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def plain(value: Any) -> str:
    r"""A value as one line of text without control characters; null is empty.

    >>> plain("a\x1b[31m\nb"), plain(None), plain(["x", "y"]), plain(0.5), plain(True)
    ('a[31m b', '', 'x, y', '0.50', 'yes')
    """
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(plain(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {plain(one)}" for key, one in value.items())
    for kind, written in _WRITTEN.items():
        if isinstance(value, kind):
            return written(value)
    text = " ".join(str(value)[:_CELL].split())
    return "".join(char for char in text if unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co"})


def table_of(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], *, wide: Collection[str], width: int) -> Table:
    """A table for the screen; columns that find no room are left out, from the right.

    Args:
        columns: keys of the rows, the most important first; also the headings.
        rows: the rows.
        wide: columns whose texts may be cut; the others are shown whole or not at all.
        width: cells that there are.
    """
    from rich import box
    from rich.cells import cell_len
    from rich.table import Table
    from rich.text import Text

    rows = list(rows)
    texts = {column: [plain(row.get(column)) for row in rows] for column in columns}
    widths = _widths({column: max(map(cell_len, (column, *texts[column]))) for column in columns}, wide, width)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, collapse_padding=True)
    for column, cells in widths.items():
        is_number = any(isinstance(row.get(column), int | float) for row in rows)
        table.add_column(
            column,
            justify="right" if is_number else "left",
            no_wrap=True,
            overflow="ellipsis",
            width=cells,
        )
    for n in range(len(rows)):
        table.add_row(*(Text(texts[column][n]) for column in widths))
    return table


def _widths(natural: Mapping[str, int], wide: Collection[str], width: int) -> dict[str, int]:
    """The columns that find room, and how much of it each gets."""
    found = {column: min(cells, _WIDE_AT_LEAST) if column in wide else cells for column, cells in natural.items()}
    while len(found) > 1 and sum(found.values()) + _GAP * (len(found) - 1) > width:
        found.popitem()
    left = width - sum(found.values()) - _GAP * (len(found) - 1)
    for column, cells in found.items():
        more = max(0, min(left, natural[column] - cells))
        found[column] = cells + more
        left -= more
    return {column: min(cells, width) for column, cells in found.items()}
