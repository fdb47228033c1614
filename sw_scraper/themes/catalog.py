"""The families of markup that the package knows: one TOML file each, data only.

A theme names what its family calls the parts of an entry. It is only looked at on pages that have one of its markers,
and its entries are weighed against what the other strategies propose: a footer may repeat the same classes.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from sw_scraper.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

FIELDS: Final = ("item", "title", "link", "teaser", "date", "author", "category", "image")
_OTHER_KEYS: Final = ("name", "source", "markers", "selectors")


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A family of markup.

    Attributes:
        name: short, as in ``theme:<name>``.
        source: the program and version that the selectors were read from.
        markers: class names; a page with none of them is not of this family.
        generic: a convention that many programs follow; themes of one program go before it.
        selectors: field (``FIELDS``) to CSS selectors; ``item`` from the page, the others from the entry; the first
            that finds something counts.
    """

    name: str
    source: str
    markers: frozenset[str]
    selectors: Mapping[str, tuple[str, ...]]
    generic: bool = False


def parse_theme(text: str, *, file: str) -> Theme:
    """Read one theme file.

    Args:
        text: the TOML.
        file: its name, for messages.

    Raises:
        ConfigError: a key is unknown or missing (who wrote the file mends it).
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError("a theme is no valid TOML", where=file, hint=str(error)) from error
    unknown = [key for key in data if key not in _OTHER_KEYS and key != "generic"] + [
        key for key in data.get("selectors", {}) if key not in FIELDS
    ]
    if unknown:
        raise ConfigError(
            f"a theme has an unknown key {unknown[0]!r}", where=file, hint=f"Fields: {', '.join(FIELDS)}."
        )
    missing = [key for key in _OTHER_KEYS if not data.get(key)]
    if missing or "item" not in data["selectors"]:
        raise ConfigError(f"a theme lacks {missing[0] if missing else 'selectors.item'!r}", where=file)
    selectors = {key: (value,) if isinstance(value, str) else tuple(value) for key, value in data["selectors"].items()}
    return Theme(
        name=data["name"],
        source=data["source"],
        markers=frozenset(data["markers"]),
        selectors=selectors,
        generic=bool(data.get("generic")),
    )


@lru_cache(maxsize=1)
def load_themes() -> tuple[Theme, ...]:
    """Every theme of the package, by name."""
    folder = resources.files("sw_scraper.themes")
    files = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda entry: entry.name)
    return tuple(parse_theme(entry.read_text("utf-8"), file=entry.name) for entry in files)


@lru_cache(maxsize=1)
def _by_marker() -> dict[str, tuple[Theme, ...]]:
    found: dict[str, tuple[Theme, ...]] = {}
    for theme in load_themes():
        for marker in theme.markers:
            found[marker] = (*found.get(marker, ()), theme)
    return found


def themes_of(names: frozenset[str] | set[str]) -> tuple[Theme, ...]:
    """The themes whose markers stand in a page, those of one program first, then by name.

    Args:
        names: class names of the page.
    """
    by_marker = _by_marker()
    found = {theme.name: theme for marker in by_marker.keys() & names for theme in by_marker[marker]}
    return tuple(sorted(found.values(), key=lambda theme: (theme.generic, theme.name)))
