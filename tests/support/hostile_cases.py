"""Every case that the hostile server can play: importing this module registers them all."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import hostile_data_cases
import hostile_date_cases
import hostile_extra_data
import hostile_extra_http
import hostile_extra_lists
import hostile_extra_more
import hostile_extra_wire
import hostile_http_cases
import hostile_list_cases
import hostile_robots_cases
from hostile_extra import EXTRA
from hostile_harvest import REPOSITORY
from hostile_server import SCRIPTS

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["EXTRA", "SCRIPTS", "described_cases", "described_file"]

MODULES = (
    hostile_data_cases,
    hostile_date_cases,
    hostile_extra_data,
    hostile_extra_http,
    hostile_extra_lists,
    hostile_extra_more,
    hostile_extra_wire,
    hostile_http_cases,
    hostile_list_cases,
    hostile_robots_cases,
)


def described_file() -> Path:
    """Where the descriptions of the shared cases are, if they are there."""
    return REPOSITORY / os.environ.get("SW_SHARED", "../shared") / "hostile" / "cases.json"


def described_cases() -> dict[str, dict[str, Any]]:
    """The shared cases by id; empty where their file is absent."""
    file = described_file()
    if not file.exists():
        return {}
    return {case["id"]: case for case in json.loads(file.read_text(encoding="utf-8"))["cases"]}
