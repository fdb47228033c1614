"""Run one command and write down its exit status, wall time and peak memory: ``hostile_launch.py RESULT LIMIT CMD...``.

A process of its own because the peak memory that the kernel reports for a child begins with what its parent had when
it started it: this one is small, a pytest process is not. After LIMIT seconds the command's whole process group is
killed; with a negative LIMIT it is killed without being given the chance to clean up, which is a test of its own.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path


def main(result: str, limit: str, *command: str) -> None:
    """Run ``command`` and write the figures to the file ``result`` as JSON."""
    started = time.monotonic()
    child = subprocess.Popen(command, start_new_session=True)
    killed = threading.Event()

    def kill() -> None:
        killed.set()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)

    timer = threading.Timer(abs(float(limit)), kill)
    timer.start()
    _, status, usage = os.wait4(child.pid, 0)
    timer.cancel()
    figures = {
        "exit": os.waitstatus_to_exitcode(status),
        "seconds": time.monotonic() - started,
        "cpu_s": usage.ru_utime + usage.ru_stime,
        "memory_mb": usage.ru_maxrss / 1024,
        "killed": killed.is_set(),
    }
    Path(result).write_text(json.dumps(figures), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
