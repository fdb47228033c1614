"""How long extract_archive takes, in units of building a parsel Selector of the same bytes.

    python -m benchmarks.extraction

Over the project's own fixtures, and over the corpus of real pages where there is one (``SW_SHARED``, default
``../shared``). The best of several runs counts for each page, in CPU time.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urljoin

from parsel import Selector

from sw_scraper import extract_archive

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("SW_SHARED", ROOT.parent / "shared"))
RUNS = 5


def best(run: Callable[[], object]) -> float:
    """Milliseconds of CPU of the quickest run."""
    taken = []
    for _ in range(RUNS):
        start = time.process_time()
        run()
        taken.append(time.process_time() - start)
    return min(taken) * 1000


def own_pages() -> Iterator[tuple[str, bytes, str]]:
    """Name, bytes and address of the fixtures."""
    for folder in sorted((ROOT / "tests" / "fixtures").iterdir()):
        if (folder / "page.html").exists():
            yield (
                folder.name,
                (folder / "page.html").read_bytes(),
                json.loads((folder / "meta.json").read_text())["url"],
            )


def corpus_pages() -> Iterator[tuple[str, bytes, str]]:
    """Name, bytes and address of the real pages; none where the corpus is not there."""
    for gold in sorted((SHARED / "corpus" / "gold").glob("*.json")):
        url = json.loads(gold.read_text("utf-8"))["page_url"] or "/"
        yield (
            gold.stem,
            (SHARED / "corpus" / "pages" / f"{gold.stem}.html").read_bytes(),
            urljoin("https://site.example/", url),
        )


def ratio_of(html: bytes, url: str) -> tuple[float, float]:
    """Milliseconds for the Selector and for the extraction of a page."""
    extract_archive(html, url)
    return best(lambda: Selector(body=html, encoding="utf8").root), best(lambda: extract_archive(html, url))


def measure(name: str, pages: list[tuple[str, bytes, str]]) -> None:
    """Print the ratios of a set of pages."""
    if not pages:
        sys.stdout.write(f"{name}: not there, skipped\n")
        return
    rows = [(*ratio_of(html, url), ident) for ident, html, url in pages]
    selector, extraction = sum(row[0] for row in rows), sum(row[1] for row in rows)
    ratios = sorted((row[1] / row[0], row[2]) for row in rows)
    each = f"Selector {selector / len(rows):.2f} ms, extract_archive {extraction / len(rows):.2f} ms a page"
    middle, worst = statistics.median(ratio for ratio, _ in ratios), ratios[-1]
    sys.stdout.write(
        f"{name}: {len(rows)} pages, {each}; ratio {extraction / selector:.2f} "
        f"(median {middle:.2f}, worst {worst[0]:.2f} {worst[1]})\n"
    )


def main() -> None:
    """Print the ratios of all sets of pages."""
    measure("fixtures", list(own_pages()))
    corpus = list(corpus_pages())
    measure("corpus", corpus)
    measure("corpus, pages of 150 to 260 kB", [page for page in corpus if 150_000 < len(page[1]) < 260_000])


if __name__ == "__main__":
    main()
