"""Commands on a pseudo-terminal."""

from __future__ import annotations

import os
import pty
import struct
import subprocess
import termios
from fcntl import ioctl
from typing import TYPE_CHECKING

from crawl_runs import ROOT, environment

if TYPE_CHECKING:
    from pathlib import Path


def on_terminal(command: list[str], *, columns: int, cwd: Path = ROOT) -> tuple[int, str]:
    """The exit code and everything that a terminal of this width got."""
    ours, theirs = pty.openpty()
    ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    size = {"COLUMNS": str(columns), "LINES": "24", "TERM": "xterm-256color"}
    with subprocess.Popen(
        command, cwd=cwd, env=environment(size), stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True
    ) as process:
        os.close(theirs)
        chunks = []
        while True:
            try:
                chunk = os.read(ours, 65536)
            except OSError:  # how Linux says that the other end is closed
                break
            if not chunk:
                break
            chunks.append(chunk)
        process.wait(timeout=60)
    os.close(ours)
    return process.returncode, b"".join(chunks).decode()
