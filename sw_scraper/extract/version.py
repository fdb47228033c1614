"""The version of the extraction: raised with every change that can change a value."""

from __future__ import annotations

EXTRACTOR_VERSION = "1"
