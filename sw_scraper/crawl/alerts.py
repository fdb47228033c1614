"""The failure command: called when a tag's verdict gets worse, again after 1, 3 and 7 days, and once on recovery.

What was told is remembered in the dataset's ``.work/alerts.json``. A tag is known by what the list calls it, so that a
harvest that failed before its address was settled, and one that did not, are the same tag.
"""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from sw_scraper.crawl.log import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from sw_scraper.crawl.outcome import Outcome

Event = Literal["worse", "still", "recovered"]

_SEVERITIES = {"complete": 0, "unchanged": 0, "partial": 1, "held": 2, "failed": 3}
_REMINDERS = (timedelta(days=1), timedelta(days=3), timedelta(days=7))
# A nightly run never begins at the same second; one that is a little early must not put a reminder off by a day.
_SLACK = timedelta(hours=3)
_TIMEOUT_S = 60
ALERTS_FILE = "alerts.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A tag that is not well.

    Attributes:
        severity: 1 partial, 2 held, 3 failed.
        since: when it last got worse, ISO 8601.
        reminded: how many of the reminders were given.
    """

    severity: int
    since: str
    reminded: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Something to tell.

    Attributes:
        event: what happened to the tag.
        tag_id: the tag.
        verdict: of the last harvest.
        text: one line.
    """

    event: Event
    tag_id: str
    verdict: str
    text: str


def judged(
    troubles: Mapping[str, Trouble], outcomes: Sequence[Outcome], *, now: datetime
) -> tuple[dict[str, Trouble], list[Alert]]:
    """What is to be told of a run, and what is to be remembered once it was told.

    Args:
        troubles: what is remembered, by the tag's name in the list.
        outcomes: of the run; one that another process had locked says nothing of its tag.
        now: aware.
    """
    left = dict(troubles)
    alerts: list[Alert] = []
    for outcome in outcomes:
        name = _name(outcome)
        severity = _SEVERITIES.get(outcome.verdict)
        before = left.get(name)
        if severity is None or (before is None and not severity):
            continue
        if not severity:
            del left[name]
            alerts.append(_alert("recovered", outcome))
        elif before is None or severity > before.severity:
            left[name] = Trouble(severity=severity, since=now.isoformat())
            alerts.append(_alert("worse", outcome))
        else:
            due = sum(now - datetime.fromisoformat(before.since) >= wait - _SLACK for wait in _REMINDERS)
            left[name] = replace(before, severity=severity, reminded=max(due, before.reminded))
            if due > before.reminded:
                alerts.append(_alert("still", outcome))
    return left, alerts


def _name(outcome: Outcome) -> str:
    site = outcome.profile.key if outcome.profile else outcome.key.site
    return f"{site} {outcome.asked}"


def _alert(event: Event, outcome: Outcome) -> Alert:
    tag_id, verdict = outcome.key.tag_id, str(outcome.verdict)
    return Alert(event=event, tag_id=tag_id, verdict=verdict, text=one_line(f"{tag_id}: {verdict}: {outcome.reason}"))


def read_troubles(work: Path) -> dict[str, Trouble]:
    """What is remembered; nothing when the file is missing or damaged (then everything bad is told anew).

    Args:
        work: the dataset's folder for work.
    """
    try:
        raw = json.loads((work / ALERTS_FILE).read_text(encoding="utf-8"))
        found = {name: Trouble(**fields) for name, fields in raw.items()}
        for one in found.values():
            datetime.fromisoformat(one.since).astimezone(UTC)
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
    return found


def write_troubles(work: Path, troubles: Mapping[str, Trouble]) -> None:
    """Remember, atomically.

    Args:
        work: the dataset's folder for work.
        troubles: by the tag's name in the list.

    Raises:
        OSError: it cannot be written.
    """
    work.mkdir(parents=True, exist_ok=True)
    temporary = work / f"{ALERTS_FILE}.{os.getpid()}"
    temporary.write_text(json.dumps({name: asdict(one) for name, one in troubles.items()}, indent=1), encoding="utf-8")
    temporary.replace(work / ALERTS_FILE)


def run_command(command: str, alerts: Sequence[Alert], *, name: str, exit_code: int) -> str | None:
    """Call the failure command through the shell, the alerts on its standard input.

    Args:
        command: as the user wrote it.
        alerts: at least one.
        name: of the list.
        exit_code: of the run.

    Returns:
        What went wrong with it; None when it exited with 0.
    """
    words = {"worse": "got worse", "still": "still not well", "recovered": "well again"}
    text = "".join(f"{words[alert.event]}: {alert.text}\n" for alert in alerts)
    environment = {
        **os.environ,
        "SW_EVENTS": ",".join(sorted({alert.event for alert in alerts})),
        "SW_TAGS": one_line(",".join(alert.tag_id for alert in alerts)),
        "SW_LIST": one_line(name),
        "SW_EXIT_CODE": str(exit_code),
    }
    try:
        done = subprocess.run(  # noqa: S602  # the operator's own command line
            command,
            shell=True,
            input=text.encode("utf-8", "backslashreplace"),
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=_TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"took longer than {_TIMEOUT_S} s and was ended"
    except OSError as error:
        return str(error)
    if done.returncode == 0:
        return None
    last = done.stdout.decode("utf-8", "replace").strip().rpartition("\n")[2]
    return f"exited with {done.returncode}" + (f": {one_line(last)[:200]}" if last else "")
