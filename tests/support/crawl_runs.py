"""Whole crawls as subprocesses, and what they left."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).resolve().parents[2]
QUICK = ("DOWNLOAD_DELAY=0", "SW_RETRY_BACKOFF_S=0.05", "SW_RETRY_TIMES=2")
"""Settings that make a crawl on loopback quick."""


@dataclass(frozen=True, kw_only=True)
class CrawlRun:
    """A crawl that ended."""

    code: int
    out: str
    err: str
    data: Path

    @property
    def both(self) -> str:
        """All that was printed, runs of white space as one blank, so that wrapped lines can be searched."""
        return " ".join(f"{self.out}\n{self.err}".split())

    def assert_no_traceback(self) -> None:
        """Foreseen errors never show a traceback."""
        assert "Traceback" not in self.out + self.err, self.err


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a crawl: no colours, no configuration of the user's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SCRAPY_", "SW_"))}
    return {**kept, "XDG_CONFIG_HOME": "/nonexistent", "NO_COLOR": "1", "PYTHONWARNINGS": "error", **(extra or {})}


def crawl_command(
    data: Path, arguments: Sequence[str] = (), settings: Sequence[str] = (), options: Sequence[str] = ()
) -> list[str]:
    """``scrapy crawl tag`` with these arguments (``-a``), settings (``-s``) and other options."""
    words = [sys.executable, "-m", "scrapy", "crawl", "tag", *options]
    for argument in arguments:
        words += ["-a", argument]
    for setting in (f"SW_DATA_DIR={data}", *QUICK, *settings):
        words += ["-s", setting]
    return words


def crawl(
    data: Path,
    *arguments: str,
    settings: Sequence[str] = (),
    options: Sequence[str] = (),
    cwd: Path = ROOT,
    prefix: Sequence[str] = (),
    env: Mapping[str, str] | None = None,
) -> CrawlRun:
    """Run a crawl to its end."""
    done = subprocess.run(
        [*prefix, *crawl_command(data, arguments, settings, options)],
        cwd=cwd,
        env=environment(env),
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    return CrawlRun(code=done.returncode, out=done.stdout, err=done.stderr, data=data)


def fingerprints(data: Path) -> dict[str, str]:
    """Every file of a dataset that a harvest may not touch once it is there, with its SHA-256."""
    if not data.exists():
        return {}
    return {
        path.relative_to(data).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(data.rglob("*"))
        if path.is_file() and ".work" not in path.relative_to(data).parts
    }


def committed(data: Path) -> dict[str, str]:
    """The files of commits: sightings, commit files and recordings."""
    kept = ("sightings/", "harvests/", "warc/", "dataset.json")
    return {name: digest for name, digest in fingerprints(data).items() if name.startswith(kept)}
