"""What the documents show is run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from documents import Command, blocks, iter_commands, matches

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "data" / "sample" / "partnership.warc.gz"
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
NOT_RUN = re.compile(r"^(make |git clone|cd |python -m venv|pip |\.\\|\. |source )")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like a fresh clone after ``make harvest``: the sample harvested into data/demo and into data."""
    folder = tmp_path_factory.mktemp("clone")
    shutil.copy2(ROOT / "scrapy.cfg", folder)
    (folder / "data" / "sample").mkdir(parents=True)
    shutil.copy2(SAMPLE, folder / "data" / "sample")
    for data in ("data/demo", "data"):
        command = f"scrapy crawl tag -a site=demo -a tag=partnership -a replay={SAMPLE} -s SW_DATA_DIR={data}"
        done = run(command, folder)
        assert done.returncode == 0, done.stdout + done.stderr
    return folder


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    environment = {**os.environ, "PATH": path, "COLUMNS": "100", "NO_COLOR": "1"}
    return subprocess.run(
        command, shell=True, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False
    )


def commands() -> list[Command]:
    found = [command for document in DOCUMENTS for command in iter_commands(document)]
    return [command for command in found if not NOT_RUN.match(command.command)]


@pytest.mark.parametrize("command", commands(), ids=lambda command: command.command[:60])
def test_a_command_of_the_documents_prints_what_they_show(command: Command, checkout: Path) -> None:
    """A command in a console block exits with 0 and prints what stands below it."""
    done = run(command.command, checkout)
    assert done.returncode == 0, done.stdout + done.stderr
    if command.output.strip():
        assert matches(command.output, done.stdout), f"line {command.line}:\n{done.stdout}"


@pytest.mark.parametrize("document", [d for d in DOCUMENTS if blocks(d, "python")], ids=lambda d: d.name)
def test_the_python_blocks_of_a_document_run(document: Path, checkout: Path, tmp_path: Path) -> None:
    """The Python blocks of a document run one after the other in a folder with data."""
    script = tmp_path / "blocks.py"
    script.write_text("\n".join(block.text for block in blocks(document, "python")), "utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", str(script)],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
