"""The errors of sw_scraper, cut by who must act.

::

    SwScraperError
    ├── ConfigError            the user: wrong arguments, settings or profiles (before the first request, exit 2)
    ├── PageError              the page: it cannot be read as what it should be; carries the URL
    └── StoreError             the operator: the dataset cannot be read or written (ends the run, exit 4)
        ├── StoreLockedError   another harvest works on the same tag (exit 75)
        └── FormatTooNewError  the dataset was written by a newer sw_scraper (exit 4)

Absent is None; contradictory raises. A message says what is wrong, where, and what to do next.
"""

from __future__ import annotations


class SwScraperError(Exception):
    """Base of all errors that sw_scraper raises on purpose.

    Args:
        what: what went wrong, one sentence without a full stop.
        where: the argument, file, URL or tag it is about; None when ``what`` names it.
        hint: what to do next, one or two sentences; None when nothing can be done.
    """

    def __init__(self, what: str, *, where: str | None = None, hint: str | None = None) -> None:
        self.what = what
        self.where = where
        self.hint = hint
        super().__init__(what)

    def __str__(self) -> str:
        text = f"{self.what}: {self.where}" if self.where else self.what
        return f"{text}. {self.hint}" if self.hint else text


class ConfigError(SwScraperError):
    """Arguments, settings or a site profile are wrong; raised before the first request."""


class PageError(SwScraperError):
    """A page cannot be read as what it should be; ``where`` is its URL."""


class StoreError(SwScraperError):
    """The dataset cannot be read or written; nothing that was committed is harmed."""


class StoreLockedError(StoreError):
    """Another harvest holds the lock of the same tag."""


class FormatTooNewError(StoreError):
    """The dataset has a newer format than this version reads."""
