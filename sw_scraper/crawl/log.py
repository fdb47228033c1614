"""Where log lines go, and that each of them is one line.

The terminal gets warnings and errors in plain words; the whole log of a run is a file in the dataset's ``.work/logs``.
"""

from __future__ import annotations

import logging
import os
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy.logformatter import LogFormatter
from scrapy.utils.log import get_scrapy_root_handler

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from scrapy import Spider
    from scrapy.http import Request
    from scrapy.logformatter import LogFormatterResult
    from twisted.python.failure import Failure

_FILE_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_KEPT = 20

# Line breaks, terminal escapes and every other control character, as they would be written in Python.
_INVISIBLE = (0x200B, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A), 0xFEFF)
_ESCAPES = {
    **{code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0))},
    **{code: f"\\u{code:04x}" for code in _INVISIBLE},
    0x0A: "\\n",
    0x0D: "\\r",
    0x09: "\\t",
}


def one_line(text: str) -> str:
    r"""Text without anything that could break a line, forge another one or steer a terminal.

    >>> one_line("a\nERROR: b\x1b[2J")
    'a\\nERROR: b\\x1b[2J'
    """
    return text.translate(_ESCAPES)


class OneLineFormatter(logging.Formatter):
    """Writes every message on one line; the traceback of a bug keeps its lines."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # logging's own name
        """The line of a record."""
        record.message = one_line(record.message)
        return super().formatMessage(record)


class QuietLogFormatter(LogFormatter):
    """Scrapy's messages, without those that the summary says better."""

    def dropped(  # type: ignore[override]  # Scrapy's caller takes None for "say nothing"
        self, *_: Any, **__: Any
    ) -> LogFormatterResult | None:
        """Items that came after the end of their harvest are no news."""
        return None

    def scraped(self, *_: Any, **__: Any) -> LogFormatterResult | None:  # type: ignore[override]  # likewise
        """Pages are counted elsewhere; their whole text does not belong into a log."""
        return None

    def download_error(
        self, failure: Failure, request: Request, spider: Spider, errmsg: str | None = None
    ) -> LogFormatterResult:
        """A request that failed is told by the verdict of its harvest."""
        result = super().download_error(failure, request, spider, errmsg)
        result["level"] = logging.INFO
        return result


class _SilentFileHandler(logging.FileHandler):
    """A log file that a full disk ends without a word: the harvest's own message says that the disk is full."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802, ARG002  # logging's own name
        """Give up writing."""
        self.setLevel(logging.CRITICAL + 1)


@contextmanager
def run_log(folder: Path) -> Iterator[Path | None]:
    """Keep the whole log of a run in a file, as long as the block lasts.

    Args:
        folder: of the dataset; must exist. The newest twenty logs are kept.

    Yields:
        The file; None when none can be written there.
    """
    logs = folder / ".work" / "logs"
    path = logs / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{os.getpid()}.log"
    try:
        logs.mkdir(parents=True, exist_ok=True)
        handler = _SilentFileHandler(path, encoding="utf-8", errors="backslashreplace")
    except OSError:
        yield None
        return
    handler.setLevel(logging.INFO)
    handler.setFormatter(OneLineFormatter(_FILE_FORMAT))
    logging.getLogger().addHandler(handler)
    try:
        yield path
    finally:
        logging.getLogger().removeHandler(handler)
        _close_quietly(handler)
        _remove_old(logs)


def tidy_terminal_log(fmt: str) -> None:
    """Make the lines that Scrapy's handler writes to the terminal single lines too."""
    handler = get_scrapy_root_handler()
    if handler is not None:
        handler.setFormatter(OneLineFormatter(fmt))


def _close_quietly(handler: logging.Handler) -> None:
    try:
        handler.close()
    except OSError:  # a full disk may refuse the last bytes; the log is not worth more than that
        return


def _remove_old(logs: Path) -> None:
    for path in sorted(logs.glob("*.log"))[:-_KEPT]:
        try:
            path.unlink()
        except OSError:  # another run removes the same file, or the folder is read-only by now
            continue
