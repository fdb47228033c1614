"""``sw-scraper explore``: look around in a dataset with a browser, without writing code."""

from __future__ import annotations

import argparse
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sw_scraper.cli.dataset_argument import add_dataset_argument, dataset_of
from sw_scraper.errors import ConfigError

if TYPE_CHECKING:
    from types import FrameType

_EPILOG = """examples:
  sw-scraper explore                 and a browser opens; Ctrl-C ends it
  sw-scraper explore --no-open       only says the address
  sw-scraper explore --port 8010

It serves a copy of the dataset's state now, on this machine only (127.0.0.1), with search in titles and teasers,
facets by tag, year and language, ready-made queries, and a page per article with its history.
It needs: pip install 'sw-scraper[explore]'
"""
_STARTS_WITHIN_S = 60
_PORT = 8001


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The parser of the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "explore",
        help="search and facets in the browser",
        description="Explore the dataset in the browser, with Datasette, on loopback.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--port", type=int, metavar="N", help=f"(default {_PORT}, or a free one when that is taken)")
    parser.add_argument("--no-open", action="store_true", help="do not open a browser")
    add_dataset_argument(parser)
    return parser


def run(args: argparse.Namespace) -> int:
    """Serve until Ctrl-C or SIGTERM; the exit code.

    Raises:
        ConfigError: Datasette is not installed, the port is taken or malformed, or nothing was committed yet.
        StoreError: there is no dataset.
    """
    from sw_scraper.report.explorer import explorer_command, prepare_explorer

    dataset = dataset_of(args)
    port = _port(args.port)
    with tempfile.TemporaryDirectory(prefix="sw-explore-") as name:
        folder = Path(name)
        command = explorer_command(folder, port=port)
        prepare_explorer(dataset, folder)
        return _serve(command, folder / "log", f"http://127.0.0.1:{port}/", opens=not args.no_open)


def _port(asked: int | None) -> int:
    for port in [_PORT, 0] if asked is None else [asked]:
        with socket.socket() as one:
            try:
                one.bind(("127.0.0.1", port))
            except (OSError, OverflowError) as error:
                if asked is not None:
                    raise ConfigError(
                        f"The port cannot be used ({error})", where=f"--port {asked}", hint="Name another, or none"
                    ) from error
                continue
            return int(one.getsockname()[1])
    raise ConfigError("No port is free", where="127.0.0.1", hint="Name one with --port")


def _serve(command: list[str], log: Path, address: str, *, opens: bool) -> int:
    def end(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    previous = signal.signal(signal.SIGTERM, end)
    with log.open("wb") as file:
        server = subprocess.Popen(command, stdout=file, stderr=file, start_new_session=True)  # noqa: S603 - our own words
        try:
            _wait(server, log, address)
            print(f"{address}dataset/articles  (Ctrl-C ends it)", flush=True)
            if opens:
                import webbrowser

                webbrowser.open(f"{address}dataset/articles")
            server.wait()
            raise _broken(log)
        except KeyboardInterrupt:  # this is how one leaves
            return 0
        finally:
            signal.signal(signal.SIGTERM, previous)
            server.terminate()
            server.wait()


def _wait(server: subprocess.Popen[bytes], log: Path, address: str) -> None:
    until = time.monotonic() + _STARTS_WITHIN_S
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}-/versions.json", timeout=5):  # noqa: S310 - loopback
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise _broken(log)


def _broken(log: Path) -> ConfigError:
    last = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-3:]
    print("\n".join(last), file=sys.stderr)
    return ConfigError("Datasette has ended", where="its last lines are above", hint="Try another --port")
