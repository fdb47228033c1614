"""The walk of a replay: the recorded pages in recorded order; what was decided then is not decided anew.

A live harvest writes its own steps into its recording (:func:`walk_facts`). Recordings without them, such as other
tools', are walked by their links like a live site.
"""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, cast

from sw_scraper.crawl.steps import Arrival, End, Step, Trouble, WalkLimits
from sw_scraper.crawl.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Self

    from sw_scraper.model import Scope, Verdict

_STEPS, _VERDICT, _SCOPE, _REASON, _CLASS = "sw-steps", "sw-verdict", "sw-scope", "sw-reason", "sw-class"


def walk_facts(tag_id: str, steps: Sequence[tuple[str, int]], end: End, *, verdict: Verdict) -> dict[str, str]:
    """What a recording must hold of a walk, so that a replay can repeat it.

    Args:
        tag_id: of the tag that the addresses led to.
        steps: every address that the walk asked for, with the number that its page got; 0 for one without rows.
        end: of the walk.
        verdict: as committed.
    """
    return {
        "sw-tag": tag_id,
        _STEPS: json.dumps(steps, ensure_ascii=True, separators=(",", ":")),
        _VERDICT: verdict,
        _SCOPE: end.scope,
        _REASON: end.reason,
        _CLASS: end.failure_class or "",
    }


def limit_facts(limits: WalkLimits) -> dict[str, str]:
    """The limits that cut pages, as they stand in a recording; those that end a walk stand in its steps."""
    items = {} if limits.max_items is None else {"sw-max-items": str(limits.max_items)}
    return items if limits.since is None else {**items, "sw-since": limits.since.isoformat()}


def recorded_limits(info: Mapping[str, str]) -> WalkLimits:
    """The limits of a recorded harvest; none when the recording names none."""
    items, since = info.get("sw-max-items", ""), info.get("sw-since")
    return WalkLimits(
        max_items=int(items) if items.isdigit() else None, since=date.fromisoformat(since) if since else None
    )


@dataclass(slots=True, kw_only=True)
class RecordedWalk(Walk):
    """A walk whose steps are known.

    Attributes:
        steps: the addresses still to be asked for, with the numbers that their pages got.
        recorded_end: how the recorded walk ended.
        verdict: as it was committed.
    """

    steps: deque[tuple[str, int]]
    recorded_end: End
    verdict: Verdict
    _current: int = 0
    _read: set[str] = field(default_factory=set)
    _lost: list[int] = field(default_factory=list)
    _missing: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, facts: Mapping[str, str], *, limits: WalkLimits) -> Self | None:
        """The walk that a recording's facts describe; None when it has none that can be read.

        Args:
            facts: of the recording, names in lower case.
            limits: those of the recorded harvest.
        """
        try:
            steps = deque((str(url), int(number)) for url, number in json.loads(facts[_STEPS]))
            start = steps[0][0]
        except (KeyError, ValueError, TypeError, IndexError):
            return None
        verdict = cast("Verdict", facts.get(_VERDICT, "partial"))
        plain = verdict if verdict in ("partial", "failed") else "complete"
        end = End(
            verdict=plain,
            scope=cast("Scope", facts.get(_SCOPE, "window")),
            reason=facts.get(_REASON, "as recorded"),
            failure_class=facts.get(_CLASS) or None,
        )
        return cls(start_url=start, limits=limits, steps=steps, recorded_end=end, verdict=verdict)

    def first(self) -> str:
        """The first address that was asked for."""
        return self._next_recorded().follow or self.start_url

    def failed(self, trouble: Trouble) -> Step:
        """What failed then fails again; what was a page then and cannot be read now is noted."""
        if trouble.failure_class == "not_recorded" and self._current:
            self._lost.append(self._current)
            self._missing.append(trouble.what)
        return self._next_recorded()

    def arrived(self, arrival: Arrival) -> Step:
        """The rows of a page that had rows then; what follows is what followed then."""
        if not self._current:
            return self._next_recorded()
        page = arrival.page
        if page is None or page.kind != "archive":
            self._lost.append(self._current)
            return self._next_recorded()
        number = self._current
        again = arrival.asked in self._read  # a page that was read again in case the list had shifted
        taken = self._unseen(arrival.entries) if again else self._taken(arrival.entries)
        self._read.add(arrival.asked)
        self._identities.update(entry.identity for entry in arrival.entries)
        self.pages += 1
        step = self._next_recorded()
        return Step(number=number, taken=taken, follow=step.follow, end=step.end)

    def _next_recorded(self) -> Step:
        """The next recorded request, or the recorded end."""
        if self.steps:
            url, self._current = self.steps.popleft()
            return Step(follow=url)
        if not self._lost:
            return Step(end=self.recorded_end)
        if self._missing:
            reason = f"{len(self._missing)} recorded pages have no bytes here: {self._missing[0]}"
            hint = "Replay it inside its dataset, or give the recording that is named as well"
            return Step(
                end=End(
                    verdict="partial",
                    scope=self.recorded_end.scope,
                    reason=reason,
                    failure_class="not_recorded",
                    hint=hint,
                )
            )
        numbers = ", ".join(str(number) for number in self._lost)
        reason = f"the recorded page {numbers} had entries when it was recorded and is not recognised now"
        return Step(end=End(verdict="partial", scope=self.recorded_end.scope, reason=reason, failure_class="drift"))
