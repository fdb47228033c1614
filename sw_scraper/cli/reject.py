"""``sw-scraper reject``: decide on a held harvest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sw_scraper.cli.decision import add_decision_parser, decide

if TYPE_CHECKING:
    import argparse

_TEXT = "Close a held harvest: it never counts, and status lists it no longer."


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The parser of the command."""
    return add_decision_parser(subparsers, "reject", _TEXT)


def run(args: argparse.Namespace) -> int:
    """Decide; the exit code."""
    return decide(args, "reject")
