"""What recording costs: a harvest of a site on loopback with and without it, in CPU time of the harvesting process.

    python -m benchmarks.recording

The two are run in turns, and the quickest of each counts. Start-up (the same harvest of one page) is taken off.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.archive_pages import running_site

PAGES, RUNS = 80, 5
_CHILD = """
import sys, time
from sw_scraper.crawl import run
if sys.argv[3] == "without":
    run.Run._record = lambda self, harvest: None
from sw_scraper.crawl.outside import run_outside
settings = {"SW_DATA_DIR": sys.argv[2], "DOWNLOAD_DELAY": "0", "SW_PAGE_CAP": "1000", "LOG_LEVEL": "ERROR"}
limit = {"max_pages": "1"} if sys.argv[4] == "one" else {}
code = run_outside({"url": sys.argv[1], "mode": "full", **limit}, settings)
print(code, time.process_time())
"""


def cpu(url: str, *, how: str, pages: str) -> float:
    """Seconds of CPU that a harvest takes."""
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, "-c", _CHILD, url, str(Path(folder) / "data"), how, pages]
        done = subprocess.run(words, capture_output=True, text=True, check=True)
    code, seconds = done.stdout.splitlines()[-1].split()
    assert code == "0", done.stdout + done.stderr
    return float(seconds)


def main() -> None:
    """Print the ratio."""
    with running_site(PAGES) as url:
        best = {}
        for how in ("with", "without"):
            best[how, "one"] = cpu(url, how=how, pages="one")
        for _ in range(RUNS):
            for how in ("with", "without"):
                for pages in ("one", "all"):
                    best[how, pages] = min(best.get((how, pages), 1e9), cpu(url, how=how, pages=pages))
    took = {how: best[how, "all"] - best[how, "one"] for how in ("with", "without")}
    for how, seconds in took.items():
        print(f"{how:<8}{seconds:.2f} s for {PAGES - 1} pages, {1000 * seconds / (PAGES - 1):.2f} ms a page")
    print(f"ratio   {took['with'] / took['without']:.3f}")


if __name__ == "__main__":
    main()
