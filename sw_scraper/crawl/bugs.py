"""Errors that nobody foresaw, noted while a run goes on."""

from __future__ import annotations

import logging


class BugWatcher(logging.Handler):
    """Notes every error that was logged with a traceback: whatever nobody foresaw ends there.

    Attributes:
        texts: one line each.
    """

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Note the error."""
        if record.exc_info and record.exc_info[1] is not None:
            self.note(record.exc_info[1])

    def note(self, error: BaseException | None) -> None:
        """Note an error that was not logged."""
        if error is not None:
            self.texts.append(f"{type(error).__name__}: {str(error)[:300]}")
