"""Lengths of time as people write them on a command line: ``90m``, ``36h``, ``7d``, ``2w``."""

from __future__ import annotations

import re
from datetime import timedelta

from sw_scraper.errors import ConfigError

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def duration(text: str, option: str) -> timedelta:
    """The length of time.

    Args:
        text: a number and a unit.
        option: that it was given with, for the message.

    Raises:
        ConfigError: it is none.

    >>> duration("36h", "--max-age")
    datetime.timedelta(days=1, seconds=43200)
    """
    match = re.fullmatch(r"(\d{1,6})([smhdw])", text.strip())
    if match is None:
        raise ConfigError("This is no duration", where=f"{option} {text}", hint="Such as 90m, 36h, 7d or 2w")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})
