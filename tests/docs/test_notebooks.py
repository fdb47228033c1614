"""The notebooks of the documentation are executed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs(notebook: Path, tmp_path: Path) -> None:
    """From top to bottom without an error, with three plots and no output kept in the repository."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    assert [cell for cell in cells if cell.get("outputs")] == []
    sample = tmp_path / "data" / "sample"
    sample.mkdir(parents=True)
    shutil.copy2(ROOT / "data" / "sample" / "partnership.warc.gz", sample)
    copy = tmp_path / notebook.name
    shutil.copy2(notebook, copy)
    execute = (
        "import sys, nbformat\nfrom nbclient import NotebookClient\n"
        "book = nbformat.read(sys.argv[1], as_version=4)\nNotebookClient(book, timeout=300).execute()\n"
        "nbformat.write(book, sys.argv[1])"
    )
    command = [sys.executable, "-W", "ignore", "-c", execute, str(copy)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    outputs = [one for cell in json.loads(copy.read_text(encoding="utf-8"))["cells"] for one in cell.get("outputs", [])]
    assert sum("image/png" in one.get("data", {}) for one in outputs) == 3
    assert sum("text/html" in one.get("data", {}) for one in outputs) >= 3
