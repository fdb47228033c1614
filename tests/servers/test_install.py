"""The script that installs server programs says what it needs, and does nothing when nothing is missing."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

SCRIPT = Path(__file__).with_name("install.sh")


def run_with(programs: dict[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs the script with nothing on PATH but the given programs, each one line of shell."""
    for name, line in programs.items():
        (folder / name).write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    bash = shutil.which("bash") or "/bin/bash"
    return subprocess.run(
        [bash, str(SCRIPT)], env={"PATH": str(folder)}, capture_output=True, text=True, check=False, timeout=30
    )


def test_installed_packages_are_left_alone(tmp_path: Path) -> None:
    """Where every package is installed, apt is not asked for anything."""
    done = run_with({"dpkg-query": "echo installed", "apt-get": f"touch {tmp_path}/asked"}, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "packages are installed" in done.stdout
    assert not (tmp_path / "asked").exists()


def test_a_user_who_is_not_root_is_told_so(tmp_path: Path) -> None:
    """Without root the missing packages and the command to use are named, and apt is not tried."""
    programs = {"dpkg-query": "exit 1", "apt-get": f"touch {tmp_path}/asked", "id": "echo 1000"}
    done = run_with(programs, tmp_path)
    assert done.returncode == 1
    assert "must run as root to install: wordpress " in done.stderr
    assert "sudo make test-servers" in done.stderr
    assert not (tmp_path / "asked").exists()


def test_a_system_without_apt_is_told_the_packages(tmp_path: Path) -> None:
    """Where there is no apt, the message lists what to install by hand."""
    done = run_with({}, tmp_path)
    assert done.returncode == 1
    assert "apt-get was not found" in done.stderr
    assert "mariadb-server" in done.stderr
