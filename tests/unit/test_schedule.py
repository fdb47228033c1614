"""Crontab lines and systemd units."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sw_scraper.cli.main import main

CRONTAB = """#!/bin/sh
# A crontab program that keeps its table in a file, and refuses a table without a line end, as cron does.
table="{folder}/table"
case "$1" in
  -l) [ -f "$table" ] || {{ echo "no crontab for me" >&2; exit 1; }}; cat "$table" ;;
  -) cat > "$table.new"
     [ "$(tail -c 1 "$table.new" | od -An -c | tr -d ' ')" = '\\n' ] || exit 1; mv "$table.new" "$table" ;;
esac
"""
SYSTEMCTL = """#!/bin/sh
echo "$@" >> "{folder}/calls"
exit {code}
"""


@pytest.fixture
def listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A list in a folder with a blank in its name; programs are looked for in ``bin`` first, and HOME is elsewhere."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}/usr/bin{os.pathsep}/bin")
    folder = tmp_path / "my lists 100%"
    folder.mkdir()
    (folder / "harvests.toml").write_text('[[harvest]]\nsite = "demo"\ntag = "sdgs/partnership"\n', encoding="utf-8")
    return folder / "harvests.toml"


def program(folder: Path, name: str, text: str, code: int = 0) -> None:
    path = folder / "bin" / name
    path.write_text(text.format(folder=folder, code=code), encoding="utf-8")
    path.chmod(0o755)


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    assert main(["schedule", *words]) == code
    found = capsys.readouterr()
    return found.out if code == 0 else found.err


def cron_command(line: str) -> list[str]:
    """The words that the shell gets of a crontab line: five fields off, and escaped percent signs turned back."""
    return shlex.split(line.split(None, 5)[5].replace("\\%", "%"))


def test_a_crontab_line(listed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Minute and hour are random but the same each time; lock, log, wait and failure command stand in the line."""
    words = ("--list", str(listed), "--on-failure", 'mail -s "100% bad" me')
    first = said(capsys, *words)
    assert said(capsys, *words) == first
    begin, line, end = first.splitlines()
    minute, hour, *rest = line.split()[:5]
    assert 0 <= int(minute) <= 59
    assert 1 <= int(hour) <= 4
    assert rest == ["*", "*", "*"]
    cd, folder, both, *command = cron_command(line)
    assert (cd, folder, both) == ("cd", str(listed.parent), "&&")
    assert Path(command[0]).is_absolute()
    options = command[command.index("harvest") + 1 :]
    assert options[:3] == ["--list", str(listed), "--quiet"]
    found = dict(zip(options[3::2], options[4::2], strict=True))
    assert found["--on-failure"] == 'mail -s "100% bad" me'
    assert found["--random-delay"] == "30m"
    assert found["--log"].startswith(str(listed.parent / "logs"))
    assert found["--lock"].endswith(".lock")
    assert begin.endswith(": begin")
    assert end == begin.replace("begin", "end")


def test_the_command_of_the_line_is_one_that_harvest_takes(
    listed: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The printed words, with --check, run in the folder that the line names, without a home or a terminal."""
    line = said(capsys, "--list", str(listed), "--prometheus", str(tmp_path / "x.prom")).splitlines()[1]
    _, folder, _, *command = cron_command(line)
    done = subprocess.run(
        [*command, "--check"], cwd=folder, env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "demo/sdgs/partnership" in done.stdout


def test_given_tags(listed: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a list the arguments of the spider are scheduled, into a dataset that is named absolutely."""
    monkeypatch.chdir(listed.parent)
    line = said(capsys, "site=demo", "tag=sdgs/partnership", "--at", "2:05", "--every", "week").splitlines()[1]
    assert line.startswith("5 2 * * 1 ")
    command = cron_command(line)
    assert command[command.index("harvest") + 1 :][:4] == [
        "site=demo",
        "tag=sdgs/partnership",
        "--data",
        str(listed.parent / "data"),
    ]


def test_installing_with_cron(listed: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The lines come to those of others, and replace their own when installed again."""
    program(tmp_path, "crontab", CRONTAB)
    (tmp_path / "table").write_text("0 5 * * * other job\n", encoding="utf-8")
    said(capsys, "--list", str(listed), "--at", "3:00", "--install")
    said(capsys, "--list", str(listed), "--at", "4:30", "--install")
    table = (tmp_path / "table").read_text("utf-8").splitlines()
    assert table[0] == "0 5 * * * other job"
    assert len(table) == 4
    assert table[2].startswith("30 4 * * * cd ")
    (tmp_path / "table").unlink()  # a user without a crontab
    said(capsys, "--list", str(listed), "--install")
    assert len((tmp_path / "table").read_text("utf-8").splitlines()) == 3


def test_installing_with_systemd(listed: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Units are written below HOME, then systemd is told; printing shows the same units."""
    program(tmp_path, "systemctl", SYSTEMCTL)
    words = ("--list", str(listed), "--systemd", "--at", "3:00")
    shown = said(capsys, *words)
    assert not (tmp_path / "home").exists()
    assert "enable-linger" in said(capsys, *words, "--install")
    units = tmp_path / "home" / ".config" / "systemd" / "user"
    service, timer = sorted(units.iterdir())
    assert service.read_text("utf-8") in shown
    assert timer.read_text("utf-8") in shown
    assert "OnCalendar=*-*-* 03:00:00\nRandomizedDelaySec=1800\nPersistent=true" in timer.read_text("utf-8")
    calls = (tmp_path / "calls").read_text("utf-8").splitlines()
    assert calls == ["--user daemon-reload", f"--user enable --now {timer.name}"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
@pytest.mark.parametrize("every", ["hour", "day", "week"])
def test_systemd_accepts_the_units(
    listed: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path, every: str
) -> None:
    """systemd-analyze finds nothing to complain about, whatever stands in paths and commands."""
    program(tmp_path, "systemctl", SYSTEMCTL)
    words = ("--list", str(listed), "--systemd", "--every", every, "--on-failure", "echo \"50% of $HOME\" 'x;y' \\n")
    said(capsys, *words, "--install")
    units = sorted((tmp_path / "home" / ".config" / "systemd" / "user").iterdir())
    verified = subprocess.run(
        ["systemd-analyze", "verify", *map(str, units)], capture_output=True, text=True, check=False
    )
    assert (verified.returncode, verified.stdout, verified.stderr) == (0, "", "")
    when = next(line for line in units[1].read_text("utf-8").splitlines() if line.startswith("OnCalendar="))
    elapse = subprocess.run(
        ["systemd-analyze", "calendar", when.partition("=")[2]], capture_output=True, text=True, check=False
    )
    assert elapse.returncode == 0, elapse.stderr
    assert "Next elapse: " in elapse.stdout


@pytest.mark.parametrize(
    ("words", "where"),
    [
        (["--at", "25:00"], "--at 25:00"),
        (["--random-delay", "soon"], "--random-delay soon"),
        (["--on-failure", "a\nb"], "control character"),
        (["tag=x"], "stand in the list"),
        (["-s", "SW_PAGE_CAP=0"], "SW_PAGE_CAP=0"),
        (["--on-failure", "x" * 1000], "990 characters"),
    ],
)
def test_what_is_wrong_is_named(listed: Path, capsys: pytest.CaptureFixture[str], words: list[str], where: str) -> None:
    """Every wrong argument is exit code 2 before anything is written."""
    assert where in said(capsys, "--list", str(listed), *words, code=2)


def test_where_it_cannot_be_installed(listed: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Without the programs, or when they refuse, the message says what to do instead."""
    os.environ["PATH"] = str(tmp_path / "bin")  # undone by the fixture's monkeypatch
    assert "there is no crontab" in said(capsys, "--list", str(listed), "--install", code=2)
    assert "there is no systemd" in said(capsys, "--list", str(listed), "--systemd", "--install", code=2)
    program(tmp_path, "systemctl", SYSTEMCTL, code=1)
    assert "run that command again" in said(capsys, "--list", str(listed), "--systemd", "--install", code=2)
    assert "Give --list FILE" in said(capsys, code=2)


def test_the_interpreter_is_named_when_the_command_is_not_beside_it(
    listed: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """An installation without scripts is started as a module."""
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert f"{tmp_path}/python -m sw_scraper.cli.main harvest" in said(capsys, "--list", str(listed))
