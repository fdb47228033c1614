"""``sw-scraper schedule``: a crontab line, or a systemd service and timer, that harvest every night."""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sw_scraper.cli.harvest import pairs
from sw_scraper.errors import ConfigError

if TYPE_CHECKING:
    from sw_scraper.crawl.harvest_list import HarvestList

_EPILOG = """examples:
  sw-scraper schedule --list harvests.toml                       print a crontab line
  sw-scraper schedule --list harvests.toml --systemd             print a service and a timer
  sw-scraper schedule --list harvests.toml --systemd --install   put them into place and start the timer
  sw-scraper schedule tag=partnership --at 02:30 --on-failure 'mail -s sw_scraper you@example.org'

The job waits a random time before its first request, holds a lock, writes a log file that is rotated, and prints
nothing when all is well. Installing again replaces what was installed for the same list (docs/operating.md).
"""
_EVERY = ("hour", "day", "week")
_DELAYS = {"hour": "10m", "day": "30m", "week": "2h"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is to be run, and when.

    Attributes:
        name: of the job, fit for a file name.
        title: what is harvested, one line.
        command: absolute words, without the wait.
        folder: it runs in.
        data: the dataset's folder.
        every: ``hour``, ``day`` or ``week``.
        hour, minute: local time.
        random_delay: the longest wait before the first request, such as ``30m``.
    """

    name: str
    title: str
    command: tuple[str, ...]
    folder: Path
    data: Path
    every: str
    hour: int
    minute: int
    random_delay: str


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The parser of the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "schedule",
        help="harvest every night: a crontab line or systemd units",
        description="Print (or install) a crontab line, or a systemd service and timer, for a list or for given tags.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("arguments", nargs="*", metavar="KEY=VALUE", help="arguments of the spider, without a list")
    parser.add_argument("-l", "--list", metavar="FILE", help="harvest what this file lists (harvests.toml)")
    parser.add_argument("-d", "--data", metavar="FOLDER", help="the dataset (default: that of the list, or data)")
    parser.add_argument("-s", "--set", action="append", default=[], metavar="NAME=VALUE", help="a Scrapy setting")
    parser.add_argument("--systemd", action="store_true", help="a service and a timer of the user, not a crontab line")
    parser.add_argument("--install", action="store_true", help="put it into place; the default is to print it")
    parser.add_argument("--every", choices=_EVERY, default="day", help="how often (default day)")
    parser.add_argument("--at", metavar="HH:MM", help="when, local time (default: a random minute from 1:00 to 4:59)")
    parser.add_argument("--random-delay", metavar="30m", help="longest wait before the first request")
    parser.add_argument("--log", metavar="FILE", help="log file (default logs/NAME.log beside the dataset)")
    parser.add_argument("--on-failure", metavar="COMMAND", help="run when a verdict gets worse, and on recovery")
    parser.add_argument("--prometheus", metavar="FILE", help="write the state of the dataset there afterwards")
    return parser


def run(args: argparse.Namespace) -> int:
    """Print or install; the exit code.

    Raises:
        ConfigError: the list or an argument is wrong, or the job cannot be installed (the user acts).
    """
    from sw_scraper.cli import cron_job, systemd_job

    job = _job(args)
    place = systemd_job if args.systemd else cron_job
    print(place.install(job) if args.install else place.printed(job))
    return 0


def _job(args: argparse.Namespace) -> Job:
    from sw_scraper.cli.durations import duration
    from sw_scraper.crawl.list_run import list_settings

    raw = pairs(args.arguments, "an argument", "tag=partnership")
    settings = pairs(args.set, "a setting", "-s DOWNLOAD_DELAY=2")
    listed, path = _listed(args, raw)
    list_settings(listed, settings)
    random_delay = args.random_delay or _DELAYS[args.every]
    duration(random_delay, "--random-delay")
    name = _name(path.stem if path else _slug(listed), f"{path or listed.name} {listed.folder}")
    hour, minute = _time(args.at, f"{path or listed.name} {listed.folder}")
    log = Path(args.log).absolute() if args.log else listed.folder.parent / "logs" / f"{name}.log"
    words = [*_program(), "harvest"]
    words += ["--list", str(path)] if path else [f"{key}={value}" for key, value in raw.items()]
    words += ["--data", str(listed.folder)] if args.data or not path else []
    for key, value in settings.items():
        words += ["-s", f"{key}={value}"]
    words += ["--quiet", "--log", str(log), "--lock", str(log.with_suffix(".lock"))]
    words += ["--on-failure", args.on_failure] if args.on_failure else []
    words += ["--prometheus", str(Path(args.prometheus).absolute())] if args.prometheus else []
    _refuse_controls(words)
    return Job(
        name=name,
        title=f"sw_scraper: {path or listed.name}",
        command=tuple(words),
        folder=path.parent if path else Path.cwd(),
        data=listed.folder,
        every=args.every,
        hour=hour,
        minute=minute,
        random_delay=random_delay,
    )


def _listed(args: argparse.Namespace, raw: dict[str, str]) -> tuple[HarvestList, Path | None]:
    from sw_scraper.crawl.harvest_list import list_of_arguments, read_harvest_list

    today = datetime.now(UTC).date()
    if args.list and raw:
        raise ConfigError(
            "arguments of the spider stand in the list", where=" ".join(raw), hint=f"Write them into {args.list}."
        )
    if args.list:
        path = Path(args.list).absolute()
        return read_harvest_list(path, today=today, data=args.data), path
    if not raw:
        raise ConfigError(
            "nothing to harvest was named", hint="Give --list FILE, or tag=partnership, or url=https://..."
        )
    return list_of_arguments(raw, today=today, data=args.data), None


def _slug(listed: HarvestList) -> str:
    """The first tag, or the first taxonomy whose tags are still to be found."""
    return listed.targets[0].addresses[0].key.slug if listed.targets else listed.entries[0].later[0]


def _program() -> list[str]:
    """The command as another shell finds it: this interpreter, whatever PATH says."""
    beside = Path(sys.executable).parent / "sw-scraper"
    return [str(beside)] if beside.is_file() else [sys.executable, "-m", "sw_scraper.cli.main"]


def _name(text: str, whole: str) -> str:
    """``sw-scraper-<text>-<digest>`` with what is fit for units and files only; two lists never share one."""
    plain = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40]
    return f"sw-scraper-{plain or 'harvest'}-{hashlib.sha256(whole.encode()).hexdigest()[:6]}"


def _time(text: str | None, seed: str) -> tuple[int, int]:
    """Hour and minute; without a wish a random one, the same each time for the same list."""
    if text is None:
        dice = random.Random(seed)  # noqa: S311  # no secret
        return dice.randrange(1, 5), dice.randrange(60)
    match = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", text)
    if match is None:
        raise ConfigError("This is no time of the day", where=f"--at {text}", hint="Such as --at 02:30")
    return int(match[1]), int(match[2])


def _refuse_controls(words: list[str]) -> None:
    """A line of a crontab or a unit cannot hold line ends."""
    for word in words:
        if any(ord(char) < 32 or ord(char) == 127 for char in word):
            raise ConfigError("a control character cannot stand in a schedule", where=repr(word))
