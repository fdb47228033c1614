"""Where the time of extract_archive goes, stage by stage, in units of building a parsel Selector of the same bytes.

    python -m benchmarks.stages

Over the corpus of real pages where there is one, else over the project's own fixtures; CPU time, the best of
several runs of each stage.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from parsel import Selector

from benchmarks.extraction import corpus_pages, own_pages
from sw_scraper.extract import archive

RUNS = 4
STAGES = {
    "load": "load_document",
    "outline": "Outline",
    "candidates": "proposals",
    "judge": "Judge.ranked",
    "completion": "completed",
    "builder": "Builder.records",
    "pagination": "find_pagination",
    "header": "find_tag_header",
    "kind": "judge_kind",
    "whole": "inspect_archive",
}


def timed(run: Callable[..., Any], stage: str, spent: dict[str, float]) -> Callable[..., Any]:
    """The same function, with its time added up."""

    def wrapper(*args: Any, **named: Any) -> Any:
        start = time.process_time()
        try:
            return run(*args, **named)
        finally:
            spent[stage] += time.process_time() - start

    return wrapper


def main() -> None:
    """Print the stages, the dearest first."""
    spent: dict[str, float] = defaultdict(float)
    for stage, name in STAGES.items():
        owner, _, method = name.rpartition(".")
        place = getattr(archive, owner) if owner else archive
        setattr(place, method, timed(getattr(place, method), stage, spent))
    pages = list(corpus_pages()) or list(own_pages())
    best: dict[str, float] = {}
    for _ in range(RUNS + 1):
        spent.clear()
        for _, html, url in pages:
            archive.extract_archive(html, url)
        start = time.process_time()
        for _, html, _ in pages:
            Selector(body=html, encoding="utf8")
        spent["Selector"] = time.process_time() - start
        best = {stage: min(seconds, best.get(stage, seconds)) for stage, seconds in spent.items()}
    for stage, seconds in sorted(best.items(), key=lambda row: -row[1]):
        sys.stdout.write(f"{stage:12} {1000 * seconds / len(pages):7.2f} ms  {seconds / best['Selector']:5.2f}\n")


if __name__ == "__main__":
    main()
