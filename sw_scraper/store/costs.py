"""What the harvests of each tag cost, and what each new article did."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sw_scraper.store.history import Harvest, harvests_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sw_scraper.store.dataset import Dataset

Cost = dict[str, float | int | None]


def costs_of(dataset: Dataset) -> dict[str, dict[str, Cost]]:
    """tag_id to the cost of its last harvest (``last``) and of those after its first (``incremental``).

    Each has ``n_harvests``, ``n_requests``, ``wire_bytes``, ``n_new``, ``requests_per_new`` and ``bytes_per_new``; the
    last two are None where nothing was new. Failed harvests cost, too.

    Args:
        dataset: to look at.
    """
    by_tag: dict[str, list[Harvest]] = defaultdict(list)
    for harvest in harvests_of(dataset.commits()):
        by_tag[harvest.tag_id].append(harvest)
    return {tag: {"last": _cost(found[-1:]), "incremental": _cost(found[1:])} for tag, found in by_tag.items()}


def _cost(harvests: Sequence[Harvest]) -> Cost:
    rows = [harvest.commit.row for harvest in harvests]
    requests, size, new = (sum(row[name] for row in rows) for name in ("n_requests", "wire_bytes", "n_new"))
    return {
        "n_harvests": len(rows),
        "n_requests": requests,
        "wire_bytes": size,
        "n_new": new,
        "requests_per_new": round(requests / new, 3) if new else None,
        "bytes_per_new": round(size / new) if new else None,
    }
