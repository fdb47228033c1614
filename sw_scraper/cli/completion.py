"""``sw-scraper completion``: what a shell needs to complete commands and options with Tab."""

from __future__ import annotations

import argparse
from typing import Any

_EPILOG = """examples:
  sw-scraper completion bash > ~/.local/share/bash-completion/completions/sw-scraper
  sw-scraper completion zsh > ~/.zfunc/_sw-scraper       with ~/.zfunc in fpath
  sw-scraper completion tcsh >> ~/.tcshrc
"""


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The parser of the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "completion",
        help="complete commands with Tab",
        description="Print the completion script for a shell.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("shell", choices=["bash", "zsh", "tcsh"])
    return parser


def run(args: argparse.Namespace) -> int:
    """Print the script; the exit code."""
    import shtab

    from sw_scraper.cli.main import build_parser

    print(shtab.complete(build_parser([]), args.shell))
    return 0
