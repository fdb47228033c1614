"""A job as a systemd service and timer of the user."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from sw_scraper.cli.durations import duration
from sw_scraper.errors import ConfigError

if TYPE_CHECKING:
    from sw_scraper.cli.schedule import Job

_WHEN = {
    "hour": "*-*-* *:{minute:02d}:00",
    "day": "*-*-* {hour:02d}:{minute:02d}:00",
    "week": "Mon *-*-* {hour:02d}:{minute:02d}:00",
}
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./=:,@+")


def service(job: Job) -> str:
    """The unit that harvests once."""
    return f"""[Unit]
Description={_escaped(job.title)}

[Service]
Type=oneshot
WorkingDirectory={_escaped(str(job.folder))}
ExecStart={" ".join(_word(word) for word in job.command)}
Nice=10
NoNewPrivileges=yes
"""


def timer(job: Job) -> str:
    """The unit that says when; a run that was missed is made up for."""
    seconds = int(duration(job.random_delay, "--random-delay").total_seconds())
    return f"""[Unit]
Description={_escaped(job.title)}, every {job.every}

[Timer]
OnCalendar={_WHEN[job.every].format(hour=job.hour, minute=job.minute)}
RandomizedDelaySec={seconds}
Persistent=true

[Install]
WantedBy=timers.target
"""


def printed(job: Job) -> str:
    """Both units, each with the place that it belongs to."""
    where = "~/.config/systemd/user"
    return (
        f"# {where}/{job.name}.service\n{service(job)}\n# {where}/{job.name}.timer\n{timer(job)}\n"
        f"# then: systemctl --user daemon-reload && systemctl --user enable --now {job.name}.timer"
    )


def install(job: Job) -> str:
    """Write the units, and start the timer.

    Returns:
        What was done.

    Raises:
        ConfigError: there is no systemd, or it refuses (the user acts).
    """
    program = shutil.which("systemctl")
    if program is None:
        raise ConfigError("there is no systemd on this computer", hint="Leave --systemd out to use cron.")
    folder = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "systemd" / "user"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{job.name}.service").write_text(service(job), encoding="utf-8")
        (folder / f"{job.name}.timer").write_text(timer(job), encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"the units cannot be written ({error.strerror})", where=str(folder)) from error
    for words in (["daemon-reload"], ["enable", "--now", f"{job.name}.timer"]):
        done = subprocess.run([program, "--user", *words], capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode != 0:
            raise ConfigError(
                f"systemctl --user {' '.join(words)} failed: {done.stderr.strip()[:200]}",
                where=str(folder / f"{job.name}.timer"),
                hint="The units are written; log in as the user (not with su) and run that command again.",
            )
    return (
        f"Installed {folder / job.name}.service and .timer; systemctl --user list-timers shows it.\n"
        f"While you are not logged in it runs only after: loginctl enable-linger {os.environ.get('USER', '$USER')}"
    )


def _word(word: str) -> str:
    r"""A word of a command as systemd reads it: quoted, with %, $ and backslashes meaning themselves.

    >>> _word("/srv/data"), _word('50% of $HOME "x"')
    ('/srv/data', '"50%% of $$HOME \\"x\\""')
    """
    if word and set(word) <= _PLAIN:
        return word
    quoted = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{quoted}"'


def _escaped(text: str) -> str:
    """A value that is no command: only % has a meaning."""
    return text.replace("%", "%%")
