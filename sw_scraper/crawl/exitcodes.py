"""The exit codes of ``scrapy crawl tag`` and ``sw-scraper harvest``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Collection

    from sw_scraper.model import Verdict

OK = 0
BUG = 1
USAGE = 2
PARTIAL = 3
FAILED = 4
LOCKED = 75
_SIGNAL_BASE = 128  # as a shell reports a program that a signal ended: 130 for SIGINT, 143 for SIGTERM


def exit_code(
    endings: Collection[Verdict | Literal["locked"]],
    *,
    bugs: int = 0,
    interrupted: int | None = None,
    store_failed: bool = False,
) -> int:
    """The exit code of a run.

    Args:
        endings: how each harvest ended; empty when there was nothing to harvest (``mode=plan``).
        bugs: errors that nobody foresaw; any wins over all else.
        interrupted: the number of the signal that ended the run; None when none did.
        store_failed: the dataset, or a file asked for with ``-o``, could not be written.

    >>> exit_code(["complete", "unchanged"]), exit_code(["complete", "failed"]), exit_code(["failed"])
    (0, 3, 4)
    >>> exit_code(["locked"]), exit_code(["locked", "complete"]), exit_code([], interrupted=15)
    (75, 3, 143)
    """
    if bugs:
        return BUG
    if interrupted is not None:
        return _SIGNAL_BASE + interrupted
    if store_failed:
        return FAILED
    kinds = set(endings)
    if kinds <= {"complete", "unchanged"}:
        return OK
    if kinds == {"failed"}:
        return FAILED
    return LOCKED if kinds == {"locked"} else PARTIAL
