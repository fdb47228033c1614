"""What the run of a list says: one line a tag and one for all; for what is wrong at most ten lines a tag. Pure."""

from __future__ import annotations

import shlex
import textwrap
from collections import Counter
from typing import TYPE_CHECKING

from sw_scraper.crawl.log import one_line
from sw_scraper.crawl.summary import data_option

if TYPE_CHECKING:
    from pathlib import Path

    from sw_scraper.crawl.list_run import ListEnd
    from sw_scraper.crawl.outcome import Outcome

_WIDTH = 100
_MOST = 9
"""Lines a problem; with the last line of all that makes ten a tag at most."""
_GOOD = frozenset({"complete", "unchanged"})
_ORDER = ("unchanged", "complete", "partial", "held", "failed", "locked")


def is_problem(outcome: Outcome) -> bool:
    """Somebody should look at the tag."""
    return outcome.verdict not in _GOOD


def problem_lines(outcome: Outcome, *, here: Path | None = None) -> list[str]:
    """What is wrong with a tag: what, where, what to do next.

    Args:
        outcome: of its harvest.
        here: paths in commands are relative to this folder; None for the current one.

    Returns:
        At most nine lines.
    """
    kind = f" ({outcome.failure_class})" if outcome.failure_class else ""
    lines = [one_line(f"{outcome.key.tag_id}: {outcome.verdict}{kind}")]
    lines += _row("what", outcome.reason, most=3)
    place = ", ".join(outcome.tried) or outcome.where or (outcome.record.start_url if outcome.record else "")
    if place:
        lines.append(f"  {'where':<7}{one_line(place)}")
    if outcome.hint:
        lines += _row("next", outcome.hint, most=2)
    if outcome.verdict == "held":
        data = data_option(outcome.data_dir, here)
        lines += [
            f"  sw-scraper {verb} {shlex.quote(outcome.harvest_id)} --reason WHY{data}" for verb in ("accept", "reject")
        ]
    return lines[:_MOST]


def tag_lines(end: ListEnd) -> list[str]:
    """One line a tag: how it ended, and what was new."""
    width = max((len(outcome.key.tag_id) for outcome in end.outcomes), default=0)
    return [_tag_line(outcome, width) for outcome in end.outcomes]


def closing_line(end: ListEnd, *, listed: int, seconds: float) -> str:
    """All in one line: verdicts, what was new, what it cost.

    Args:
        end: of the run.
        listed: tags that are listed.
        seconds: that it took.
    """
    counts = Counter(str(outcome.verdict) for outcome in end.outcomes)
    verdicts = [f"{counts[verdict]:,} {verdict}" for verdict in _ORDER if counts[verdict]]
    missing = listed - len(end.outcomes)
    if missing > 0:
        verdicts.append(f"{missing:,} not harvested")
    cost = end.cost
    news = f"{cost['new']:,} new, {cost['changed']:,} changed, {cost['gone']:,} gone"
    each = ""
    if cost["new"]:
        per = cost["requests"] / cost["new"], cost["bytes"] / cost["new"]
        each = f" ({per[0]:.2f} requests and {per[1]:,.0f} bytes per new article)"
    plural = "" if listed == 1 else "s"
    return (
        f"{listed:,} tag{plural}: {', '.join(verdicts)}; {news}; {cost['requests']:,} requests, "
        f"{cost['bytes'] / 1000:,.1f} kB, {seconds:.0f} s{each}"
    )


def _tag_line(outcome: Outcome, width: int) -> str:
    line = f"{one_line(outcome.key.tag_id):<{width}}  {outcome.verdict:<9}"
    if outcome.result is None:
        return f"{line}  {outcome.failure_class or ''}".rstrip()
    result = outcome.result
    requests = outcome.record.n_requests if outcome.record else 0
    return (
        f"{line}  {result.n_teasers:,} teasers, {result.n_new:,} new, {result.n_changed:,} changed, "
        f"{result.n_gone:,} gone, {requests:,} requests"
    )


def _row(label: str, text: str, *, most: int) -> list[str]:
    lines = textwrap.wrap(one_line(text), _WIDTH, break_on_hyphens=False) or [""]
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1][: _WIDTH - 4]} ..."]
    return [f"  {label if not n else '':<7}{line}" for n, line in enumerate(lines)]
