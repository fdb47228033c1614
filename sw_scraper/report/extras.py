"""The libraries of the extras, asked for in one way."""

from __future__ import annotations

from importlib.util import find_spec

from sw_scraper.errors import ConfigError


def require_extra(extra: str, *modules: str, tool: str) -> None:
    """The libraries of an extra are installed.

    Args:
        extra: its name.
        modules: of it that are about to be imported.
        tool: what needs them, such as ``The report``.

    Raises:
        ConfigError: one of them is not (the user installs the extra).
    """
    missing = next((name for name in modules if find_spec(name) is None), None)
    if missing is not None:
        raise ConfigError(
            f"{tool} needs the extra '{extra}', which is not installed",
            where=f"import {missing}",
            hint=f"pip install 'sw-scraper[{extra}]'",
        )
