"""How the harvests of each tag are doing, and what is wrong."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sw_scraper.store.commits import instant
from sw_scraper.store.history import Harvest, harvests_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sw_scraper.store.dataset import Dataset

_URGENCY = {"held": 0, "failed": 1, "partial": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class TagHealth:
    """How one tag is doing.

    Attributes:
        tag_id: the tag.
        name: as the site calls it; None when it was never read.
        n_listed: articles listed now.
        n_gone: articles listed once.
        n_expected: how many the site says there are.
        n_harvests: whatever their verdicts.
        last_harvest_at: when the last one saw what it saw.
        last_good_at: the last one that was complete, unchanged or accepted.
        last_full_at: the last complete sweep.
        last_verdict: of the last harvest.
        decision: ``accepted`` or ``rejected`` when the last harvest was held and somebody decided on it.
        coverage: ``title``, ``teaser``, ``date``, ``authors`` to the share of teasers that have it, in the last harvest
            that saw any.
        held: ids of held harvests that wait for a decision, oldest first.
        problems: what is wrong, most urgent first, one clause each; empty when all is well.
    """

    tag_id: str
    name: str | None
    n_listed: int
    n_gone: int
    n_expected: int | None
    n_harvests: int
    last_harvest_at: datetime
    last_good_at: datetime | None
    last_full_at: datetime | None
    last_verdict: str
    decision: str | None
    coverage: Mapping[str, float] | None
    held: tuple[str, ...]
    problems: tuple[str, ...]


def tag_healths(dataset: Dataset) -> list[TagHealth]:
    """Every tag that was ever harvested: held ones first, then failed, partial, other problems, and healthy ones.

    Args:
        dataset: to look at.
    """
    by_tag: dict[str, list[Harvest]] = defaultdict(list)
    for harvest in harvests_of(dataset.commits()):
        by_tag[harvest.tag_id].append(harvest)
    rows = {row["tag_id"]: row for row in dataset.tags().to_pylist()}
    found = [_health(tag_id, harvests, rows.get(tag_id, {})) for tag_id, harvests in by_tag.items()]
    return sorted(found, key=lambda one: (_urgency(one), one.tag_id))


def _urgency(health: TagHealth) -> int:
    if health.held:
        return 0
    calm = 3 if health.problems else 4
    return calm if health.decision else _URGENCY.get(health.last_verdict, calm)


def _health(tag_id: str, harvests: Sequence[Harvest], row: Mapping[str, Any]) -> TagHealth:
    last = harvests[-1]
    covered = (one.commit.row["coverage"] for one in reversed(harvests) if one.counts and one.commit.sightings_file)
    return TagHealth(
        tag_id=tag_id,
        name=row.get("name"),
        n_listed=row.get("n_listed", 0),
        n_gone=row.get("n_gone", 0),
        n_expected=row.get("n_expected"),
        n_harvests=len(harvests),
        last_harvest_at=last.seen_at,
        last_good_at=row.get("last_good_at"),
        last_full_at=row.get("last_full_at"),
        last_verdict=last.commit.verdict,
        decision="accepted" if last.accepted else "rejected" if last.rejected else None,
        coverage=next((one for one in covered if one), None),
        held=tuple(one.harvest_id for one in harvests if one.is_open),
        problems=tuple(_problems(harvests, row)),
    )


def _problems(harvests: Sequence[Harvest], row: Mapping[str, Any]) -> list[str]:
    last = harvests[-1].commit
    problems = []
    if last.verdict in _URGENCY and not (harvests[-1].accepted or harvests[-1].rejected):
        why = last.row["reason"] or last.row["failure_class"] or "no reason was given"
        problems.append(f"{last.verdict}: {why}{_in_a_row(harvests)}")
    if not row:
        problems.append("never read yet")
        return problems
    if row["last_full_at"] is None:
        problems.append("its list was never read in full")
    elif row["n_expected"] is not None and row["n_listed"] < row["n_expected"]:
        problems.append(f"{row['n_listed']} articles found, the site says {row['n_expected']}")
    if last.row["drift"]:
        problems.append("the site's markup has changed")
    if row["n_listed"] and not row["share_dated"]:
        problems.append("no dates")
    return problems


def _in_a_row(harvests: Sequence[Harvest]) -> str:
    """How often the last verdict came in a row, when it was more than once."""
    verdict, n = harvests[-1].commit.verdict, 0
    for harvest in reversed(harvests):
        if harvest.commit.verdict != verdict:
            break
        n += 1
    since = instant(harvests[-n].commit.row["finished_at"])
    return f" ({n} times since {since:%Y-%m-%d})" if n > 1 else ""
