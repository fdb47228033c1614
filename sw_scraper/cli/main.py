"""``sw-scraper``: one command, its subcommands imported only when they are used or listed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Protocol, cast

from sw_scraper import __version__

if TYPE_CHECKING:
    from sw_scraper.errors import SwScraperError

_COMMANDS = (
    "harvest", "show", "status", "extract", "doctor", "explain", "replay", "rebuild", "export", "publish", "cite",
    "archive", "report", "explore", "verify", "accept", "reject", "merge", "compact", "migrate", "forget", "schedule",
    "site", "tags", "fleet", "completion",
)  # fmt: skip
"""In the order in which help lists them; those whose module is not there are not listed."""

OK = 0
BUG = 1
USAGE = 2
FAILED = 4
_INTERRUPTED = 130
_EPILOG = """examples:
  sw-scraper harvest tag=partnership
  sw-scraper harvest url=https://example.org/tag/welfare/
  sw-scraper COMMAND --help
"""


class CommandModule(Protocol):
    """What a module of a subcommand has."""

    def add_parser(self, subparsers: Any) -> argparse.ArgumentParser:
        """Add the parser of the command, with its help and examples."""

    def run(self, args: argparse.Namespace) -> int:
        """Do it; the exit code."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; the exit code.

    Args:
        argv: the words after ``sw-scraper``; None takes those of the process.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    parser = build_parser(words)
    args = parser.parse_args(words)
    run: Callable[[argparse.Namespace], int] | None = getattr(args, "run", None)
    if run is None:
        parser.print_help()
        return USAGE
    return _guarded(run, args)


def build_parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """The parser; only the command that is named is imported, all of them when none is (for the list).

    Args:
        words: of the command line.
    """
    parser = argparse.ArgumentParser(
        prog="sw-scraper",
        description="Tag archives of websites as citable, versioned, analysis-grade datasets.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"sw-scraper {__version__}")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    there = [name for name in _COMMANDS if find_spec(f"sw_scraper.cli.{name}") is not None]
    named = next((word for word in words if not word.startswith("-")), None)
    for name in [named] if named in there else there:
        module = cast("CommandModule", import_module(f"sw_scraper.cli.{name}"))
        module.add_parser(subparsers).set_defaults(run=module.run)
    return parser


def _guarded(run: Callable[[argparse.Namespace], int], args: argparse.Namespace) -> int:
    """Run a command; errors that were foreseen are a message and an exit code, never a traceback."""
    from sw_scraper.errors import ConfigError, StoreLockedError, SwScraperError

    try:
        return run(args)
    except ConfigError as error:
        print_error(error)
        return USAGE
    except StoreLockedError as error:
        print_error(error)
        return 75
    except SwScraperError as error:
        print_error(error)
        return FAILED
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:  # the reader (head, less) has seen enough
        sys.stderr.close()
        return OK


def print_error(error: SwScraperError) -> None:
    """One clear message: what, where, what to do next."""
    from sw_scraper.cli.screen import harmless

    for label, text in (("error: ", error.what), ("  where  ", error.where), ("  next   ", error.hint)):
        if text:
            print(label + harmless(text).replace("\n", "\\n"), file=sys.stderr)


def entry() -> None:
    """For ``python -m sw_scraper.cli.main``."""
    sys.exit(main())


if __name__ == "__main__":
    entry()
