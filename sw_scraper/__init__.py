"""Tag archives of websites as citable, versioned, analysis-grade datasets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["extract_archive", "open_dataset"]

if TYPE_CHECKING:
    from sw_scraper.extract.archive import extract_archive
    from sw_scraper.store.dataset import open_dataset

_HOMES = {"extract_archive": "sw_scraper.extract.archive", "open_dataset": "sw_scraper.store.dataset"}


def __getattr__(name: str) -> Any:
    """Import the two public functions when first asked for: neither pulls in what only the other needs."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
