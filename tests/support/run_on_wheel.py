"""Build the wheel, install it into a virtual environment of its own, and run the suite against it.

The tests run in a copy of the repository without the three packages, so that what they import and start can only be
what the wheel installed. Arguments are passed on to pytest.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("sw_scraper", "spiders", "pipelines")


def run(*command: str | Path, cwd: Path = ROOT) -> None:
    """Run a command; its failure is ours."""
    subprocess.run([str(part) for part in command], cwd=cwd, check=True)


def build_wheel(folder: Path) -> Path:
    """The wheel of the checkout, built without touching it."""
    run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT)
    (wheel,) = folder.glob("*.whl")
    return wheel


def copy_without_packages(target: Path) -> None:
    """Everything that git knows and the wheel doesn't hold."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout
    for name in listed.decode().split("\0"):
        if name and name.split("/")[0] not in PACKAGES and (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)


def main() -> int:
    """Build, install, copy, test; the exit status is pytest's."""
    with tempfile.TemporaryDirectory(prefix="sw-wheel-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # a test runs it as another user
        wheel = build_wheel(folder / "dist")
        uv = Path(sys.executable).with_name("uv")
        run(uv, "venv", "--quiet", "--python", sys.executable, folder / "venv")
        python = folder / "venv" / "bin" / "python"
        sync = [str(uv), "pip", "sync", "--quiet", "--compile-bytecode", "--require-hashes", "--python", str(python)]
        run(*sync, ROOT / "requirements-dev.lock")
        run(uv, "pip", "install", "--quiet", "--no-deps", "--python", python, wheel)
        copy = folder / "repository"
        copy.mkdir()
        copy_without_packages(copy)
        shared = os.environ.get("SW_SHARED") or str((ROOT / ".." / "shared").resolve())
        path = f"{python.parent}{os.pathsep}{os.environ.get('PATH', '')}"
        environment = {**os.environ, "SW_SHARED": shared, "PATH": path}
        return subprocess.run(
            [str(python), "-m", "pytest", *sys.argv[1:]], cwd=copy, env=environment, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
