"""``sw-scraper accept``: decide on a held harvest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sw_scraper.cli.decision import add_decision_parser, decide

if TYPE_CHECKING:
    import argparse

_TEXT = "Make a held harvest count: a commit of its own, without any request."


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The parser of the command."""
    return add_decision_parser(subparsers, "accept", _TEXT)


def run(args: argparse.Namespace) -> int:
    """Decide; the exit code."""
    return decide(args, "accept")
