"""The command line beside Scrapy's own."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from archive_server import archive, page_html

from sw_scraper import __version__
from sw_scraper.cli import main as cli

URL = "https://a.example/tag/welfare/"


def run(*words: str) -> int:
    """The exit code of ``sw-scraper`` with these words."""
    return cli.main(list(words))


def test_help_is_quick_and_lists_only_what_is_there() -> None:
    """--help answers at once, without Scrapy or pyarrow, and lists the commands that exist with a line each."""
    code = "import sys; from sw_scraper.cli.main import main; main(['--help'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    for name in ("harvest", "extract"):
        assert f"\n    {name} " in done.stdout
    listed = [line.split()[0] for line in done.stdout.splitlines() if line.startswith("    ") and line[4:5].isalpha()]
    folder = Path(cli.__file__).parent
    assert [name for name in listed if not (folder / f"{name}.py").is_file()] == []
    code = (
        "import sys; from sw_scraper.cli.main import build_parser; build_parser([]); "
        "sys.exit(bool({'scrapy', 'pyarrow', 'lxml', 'twisted'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_help_takes_less_than_a_third_of_a_second() -> None:
    """The best of five starts takes little time (of the processor: others may be at work on this machine)."""
    seconds = []
    for _ in range(5):
        before = os.times()
        subprocess.run([sys.executable, "-m", "sw_scraper.cli.main", "--help"], capture_output=True, check=True)
        after = os.times()
        seconds.append(after.children_user + after.children_system - before.children_user - before.children_system)
    assert min(seconds) < 0.3


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    """--version names the version."""
    with pytest.raises(SystemExit) as caught:
        run("--version")
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"sw-scraper {__version__}\n"


def test_no_command_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a command the help is shown and the exit code is 2."""
    assert run() == 2
    assert "examples:" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["harvest", "partnership"], "an argument must be key=value"),
        (["harvest", "tag=a", "-a", "tag=b"], "an argument was given twice"),
        (["harvest", "tag=a", "-s", "DOWNLOAD_DELAY"], "a setting must be key=value"),
        (["extract", "nowhere.html", "--url", URL], "the page cannot be read"),
        (["extract", "-", "--url", "a.example"], "the address must be http or https"),
        (["extract", "-", "--url", URL, "--fetched-at", "yesterday"], "not a time"),
        (["extract", "-", "--url", URL, "--fetched-at", "2026-11-22T02:03:04"], "the time has no zone"),
    ],
)
def test_wrong_words_are_one_message(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wrong words exit 2 with what, where and what next."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert run(*words) == 2
    printed = capsys.readouterr().err
    assert printed.startswith(f"error: {said}")
    assert "\n  where  " in printed


def test_extract_prints_what_a_page_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A saved page is read; --json gives the library contract."""
    page = tmp_path / "page.html"
    page.write_text(page_html(archive(count=3), "/tag/welfare/", 1), encoding="utf-8")
    assert run("extract", str(page), "--url", URL) == 0
    printed = capsys.readouterr().out
    assert "teasers    3" in printed
    assert "Una cooperativa di quartiere numero 1" in printed
    assert run("extract", str(page), "--url", URL, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["kind"] == "archive"
    assert [teaser["url"] for teaser in found["teasers"]] == [
        f"https://a.example/2026/articolo-{number}/" for number in (1, 2, 3)
    ]


def test_extract_reads_standard_input(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """- is standard input; a page that is no archive exits 3."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"<html><body><p>Ciao</p></body></html>")))
    assert run("extract", "-", "--url", URL) == 3
    assert "teasers    0" in capsys.readouterr().out


def test_the_shell_completes_commands_and_options(tmp_path: Path) -> None:
    """A real bash, with the script that the command prints, completes a command's name and its options."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("bash is not installed")
    script = subprocess.run(
        [sys.executable, "-m", "sw_scraper.cli.main", "completion", "bash"], capture_output=True, text=True, check=True
    ).stdout
    (tmp_path / "completion").write_text(script, encoding="utf-8")
    for words, expected in (("sw-scraper ver", "verify"), ("sw-scraper report --lang", "--language")):
        listed = words.split()
        ask = (
            f"source {tmp_path / 'completion'}; COMP_WORDS=({words}); COMP_CWORD={len(listed) - 1}; "
            f"_shtab_sw_scraper sw-scraper {listed[-1]} {listed[-2]}; echo ${{COMPREPLY[*]}}"
        )
        done = subprocess.run([bash, "-c", ask], capture_output=True, text=True, check=False)
        assert done.stdout.split() == [expected], done.stderr
