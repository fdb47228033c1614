"""A job as lines of a crontab."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

from sw_scraper.errors import ConfigError

if TYPE_CHECKING:
    from sw_scraper.cli.schedule import Job

_LONGEST = 990
"""Characters of a command that every cron takes."""
_PIPES: dict[str, Any] = {"capture_output": True, "encoding": "utf-8", "errors": "surrogateescape"}
_WHEN = {"hour": "{minute} * * * *", "day": "{minute} {hour} * * *", "week": "{minute} {hour} * * 1"}


def lines(job: Job) -> list[str]:
    """The lines, the first and the last of which say whose they are.

    Raises:
        ConfigError: the command is longer than cron takes.
    """
    words = [*job.command, "--random-delay", job.random_delay]
    # In a crontab % ends the command, also inside quotes; cron takes \% for the character.
    command = f"cd {shlex.quote(str(job.folder))} && {shlex.join(words)}".replace("%", r"\%")
    if len(command) > _LONGEST:
        raise ConfigError(
            f"a crontab takes commands of {_LONGEST} characters, this one has {len(command)}",
            hint="Write the tags into a list file (--list), or use --systemd.",
        )
    when = _WHEN[job.every].format(hour=job.hour, minute=job.minute)
    return [f"# {job.name}: begin", f"{when} {command}", f"# {job.name}: end"]


def printed(job: Job) -> str:
    """The lines for `crontab -e`."""
    return "\n".join(lines(job))


def install(job: Job) -> str:
    """Put the lines into the user's crontab, in the place of what was there for the same job.

    Returns:
        What was done.

    Raises:
        ConfigError: there is no cron, or it refuses (the user acts).
    """
    program = shutil.which("crontab")
    if program is None:
        raise ConfigError(
            "there is no crontab on this computer",
            hint="Install cron, or use --systemd; without --install it is printed.",
        )
    shown = subprocess.run([program, "-l"], check=False, **_PIPES)  # noqa: S603
    if shown.returncode != 0 and "no crontab" not in shown.stderr.lower():
        raise ConfigError("the crontab cannot be read", where=shown.stderr.strip()[:200] or program)
    before = shown.stdout.splitlines() if shown.returncode == 0 else []
    text = "\n".join([*_without(before, job.name), *lines(job)]) + "\n"
    done = subprocess.run([program, "-"], input=text, check=False, **_PIPES)  # noqa: S603
    if done.returncode != 0:
        raise ConfigError("cron refuses the crontab", where=done.stderr.strip()[:200] or program)
    return f"Installed in the crontab ({job.name}); crontab -l shows it, crontab -e removes it."


def _without(before: list[str], name: str) -> list[str]:
    """A crontab without the lines of a job; one whose end is missing is left alone."""
    begin, end = f"# {name}: begin", f"# {name}: end"
    if begin not in before or end not in before[before.index(begin) :]:
        return before
    at = before.index(begin)
    return [*before[:at], *before[before.index(end, at) + 1 :]]
