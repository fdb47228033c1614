"""What happens when a server program that a test needs is not installed."""

from __future__ import annotations

import os

import pytest


def require(missing: str | None) -> None:
    """Skips the test when something is missing, or fails it where servers are required.

    Args:
        missing: what is missing and how to get it; None when everything is there.
    """
    if missing is None:
        return
    if os.environ.get("SW_REQUIRE_SERVERS") == "1":
        pytest.fail(f"SW_REQUIRE_SERVERS=1, but {missing}", pytrace=False)
    pytest.skip(missing)
