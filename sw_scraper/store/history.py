"""From commits to the harvests that count: decisions, newer extractions and samples settled, in the order of seeing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sw_scraper.model import Verdict
    from sw_scraper.store.commits import Commit


@dataclass(frozen=True, slots=True, kw_only=True)
class Harvest:
    """One harvest as the tables see it.

    Attributes:
        commit: the extraction that counts, or the newest one when none counts.
        accepted: the decision that made a held one count.
        rejected: the decision that closed it.
        superseded: earlier extractions of the same harvest that counted, oldest first.
    """

    commit: Commit
    accepted: Commit | None = None
    rejected: Commit | None = None
    superseded: tuple[Commit, ...] = ()

    @property
    def harvest_id(self) -> str:
        """Its id."""
        return self.commit.harvest_id

    @property
    def tag_id(self) -> str:
        """Its tag."""
        return self.commit.tag_id

    @property
    def verdict(self) -> Verdict:
        """What it does to the tables: the verdict, or for an accepted one what it would have been."""
        if self.accepted is not None:
            return cast("Verdict", self.commit.body["held_as"])
        return self.commit.verdict

    @property
    def counts(self) -> bool:
        """It changes the tables."""
        return self.commit.counts or self.accepted is not None

    @property
    def is_sweep(self) -> bool:
        """It proved the whole list: what it did not see is gone."""
        return self.commit.scope == "full" and self.verdict == "complete"

    @property
    def is_open(self) -> bool:
        """It is held and nobody has decided."""
        return self.commit.verdict == "held" and self.accepted is None and self.rejected is None

    @property
    def seen_at(self) -> datetime:
        """When it saw what it saw."""
        return self.commit.seen_at


def harvests_of(commits: Iterable[Commit]) -> list[Harvest]:
    """The harvests that a set of commits makes.

    Harvests of origin ``sample`` are left out as soon as a harvest of another origin counts.

    Args:
        commits: in any order.

    Returns:
        Oldest sight first; one per harvest_id.
    """
    extractions: dict[str, list[Commit]] = defaultdict(list)
    decisions: dict[tuple[str, str], Commit] = {}
    for commit in sorted(commits, key=lambda one: (one.committed_at, one.path)):
        if commit.kind == "harvest":
            extractions[commit.harvest_id].append(commit)
        else:
            decisions[commit.harvest_id, commit.extractor_version] = commit
    found = [_settled(one, decisions) for one in extractions.values()]
    if any(harvest.counts and harvest.commit.origin != "sample" for harvest in found):
        found = [harvest for harvest in found if harvest.commit.origin != "sample"]
    return sorted(found, key=lambda harvest: (harvest.seen_at, harvest.harvest_id))


def _settled(extractions: Sequence[Commit], decisions: dict[tuple[str, str], Commit]) -> Harvest:
    candidates = []
    for commit in extractions:
        decision = decisions.get((commit.harvest_id, commit.extractor_version))
        is_held = commit.verdict == "held" and decision is not None
        candidates.append(
            Harvest(
                commit=commit,
                accepted=decision if is_held and decision and decision.kind == "accepted" else None,
                rejected=decision if is_held and decision and decision.kind == "rejected" else None,
            )
        )
    counting = [harvest for harvest in candidates if harvest.counts]
    if not counting:
        return candidates[-1]
    last = counting[-1]
    earlier = tuple(harvest.commit for harvest in counting[:-1])
    return Harvest(commit=last.commit, accepted=last.accepted, superseded=earlier)
