"""``mode=plan``: what a harvest would fetch and for how long, from what the dataset knows; nothing is fetched."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sw_scraper.crawl.baseline import sweep_reason
from sw_scraper.errors import StoreError
from sw_scraper.store.dataset import open_dataset
from sw_scraper.store.history import harvests_of
from sw_scraper.store.object_store_address import stands_for

if TYPE_CHECKING:
    from pathlib import Path

    from scrapy.settings import BaseSettings

    from sw_scraper.crawl.arguments import CrawlPlan, Target


def forecast_lines(plan: CrawlPlan, folder: Path, settings: BaseSettings) -> list[str]:
    """What the run would fetch, a few lines for every tag.

    Args:
        plan: the checked arguments.
        folder: of the dataset; need not exist.
        settings: for the delay between requests.
    """
    delay = settings.getfloat("DOWNLOAD_DELAY")
    cap = plan.max_pages or settings.getint("SW_PAGE_CAP", 200)
    known = _known_pages(folder)
    lines = ["Plan: nothing was fetched."]
    for target in plan.targets:
        lines += _target_lines(target, known=known, cap=cap, delay=delay)
        key = target.addresses[0].key
        if key.tag_id in known and plan.max_pages is None and plan.max_items is None and plan.since is None:
            lines.append(f"  reads   {_reach(folder, key.tag_id, plan)}")
    return lines


def _reach(folder: Path, tag_id: str, plan: CrawlPlan) -> str:
    """How much of a list mode=auto would read today, and from when on all of it."""
    commits = [commit for commit in open_dataset(str(folder)).commits() if commit.tag_id == tag_id]
    due = sweep_reason(commits, swept_after=datetime.now(UTC) - plan.full_every)
    if due is not None:
        return f"the whole list ({due})"
    last = [harvest for harvest in harvests_of(commits) if harvest.is_sweep][-1].seen_at
    return (
        "the newest end only, 1 page and robots.txt when nothing is new; the whole list from "
        f"{last + plan.full_every:%Y-%m-%d} on, or when the site's counts disagree"
    )


def _target_lines(target: Target, *, known: dict[str, int], cap: int, delay: float) -> list[str]:
    """The addresses of a tag, and how many pages are to be expected."""
    key = target.addresses[0].key
    lines = [f"{key.tag_id}", *(f"  {'start' if not n else 'else':<8}{a.url}" for n, a in enumerate(target.addresses))]
    pages = known.get(key.tag_id)
    if pages is None:
        most = f"at most {cap} pages and robots.txt, {_duration(cap * delay)} at the longest"
        return [*lines, f"  pages   not known yet (never harvested); {most}"]
    pages = min(pages, cap)
    return [
        *lines,
        f"  pages   about {pages}, as last time, and robots.txt: {pages + 1} requests, "
        f"at least {_duration(pages * delay)}",
    ]


def _known_pages(folder: Path) -> dict[str, int]:
    """tag_id to the number of pages of its largest good harvest; empty without a dataset."""
    if not (folder / "dataset.json").is_file() and stands_for(folder) is None:
        return {}
    try:
        table = open_dataset(str(folder)).harvests()
    except StoreError:
        return {}
    pages: dict[str, int] = {}
    for row in table.select(["tag_id", "verdict", "n_pages"]).to_pylist():
        if row["verdict"] in ("complete", "unchanged", "partial") and row["n_pages"]:
            pages[row["tag_id"]] = max(pages.get(row["tag_id"], 0), row["n_pages"])
    return pages


def _duration(seconds: float) -> str:
    """``45 s``, ``3 min``, ``1.5 h``."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
