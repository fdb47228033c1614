"""How fast recordings are extracted again: pages per second and core, beside lxml's bare parse of the same bodies.

    python -m benchmarks.replay

In CPU time, the best of several runs; then the wall time of several files with one process and with two.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from lxml import etree

from benchmarks.archive_pages import running_site
from sw_scraper.crawl.decoding import decode
from sw_scraper.crawl.limits import Limits
from sw_scraper.crawl.offline import extract_recording
from sw_scraper.crawl.replays import Job, iter_extractions
from sw_scraper.warc.reader import first_info, read_recording

PAGES, RUNS, FILES = 60, 4, 6
_CHILD = """
import sys
from sw_scraper.crawl.outside import run_outside
settings = {"SW_DATA_DIR": sys.argv[2], "DOWNLOAD_DELAY": "0", "SW_PAGE_CAP": "1000", "LOG_LEVEL": "ERROR"}
sys.exit(run_outside({"url": sys.argv[1], "mode": "full"}, settings))
"""


def recorded(folder: Path) -> list[Path]:
    """Recordings of the same site, each in a dataset of its own so that none refers to another."""
    with running_site(PAGES) as url:
        for number in range(FILES):
            words = [sys.executable, "-c", _CHILD, url, str(folder / str(number))]
            subprocess.run(words, capture_output=True, check=True)
    return sorted(folder.rglob("*.warc.gz"))


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as name:
        files = recorded(Path(name))
        bodies = []
        for page in read_recording(files[:1]).pages:
            if page.head and page.head.status == 200:
                encoding = ",".join(page.head.values(b"content-encoding"))
                bodies.append(decode(page.body(), encoding, limits=Limits(), url=page.url))
        assert len(bodies) == PAGES
        parse = _best(lambda: [etree.fromstring(body, etree.HTMLParser(encoding="utf-8")) for body in bodies])
        replay = _best(lambda: extract_recording(read_recording(files[:1]), folder=Path(name) / "none"))
        size = sum(map(len, bodies)) / len(bodies) / 1000
        print(f"{PAGES} pages of {size:.0f} kB, CPU time on one core")
        print(f"lxml's bare parse  {PAGES / parse:7.0f} pages/s  {1000 * parse / PAGES:.2f} ms a page")
        print(f"replay             {PAGES / replay:7.0f} pages/s  {1000 * replay / PAGES:.2f} ms a page")
        print(f"ratio              {replay / parse:7.1f}")
        jobs = [Job(harvest_id=first_info(file)["sw-harvest-id"], files=(file,)) for file in files]
        for workers in (1, 2):
            start = time.perf_counter()
            n = sum(1 for _ in iter_extractions(jobs, root=Path(name) / "none", workers=workers))
            took = time.perf_counter() - start
            print(f"{n} files, {workers} processes: {n * PAGES / took:.0f} pages/s of wall time")


def _best(run: object) -> float:
    taken = []
    for _ in range(RUNS):
        start = time.process_time()
        run()  # type: ignore[operator]  # a callable without arguments
        taken.append(time.process_time() - start)
    return min(taken)


if __name__ == "__main__":
    main()
