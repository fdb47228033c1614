"""When the failure command is due."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sw_scraper.crawl.alerts import ALERTS_FILE, Alert, Trouble, judged, read_troubles, run_command, write_troubles
from sw_scraper.crawl.outcome import Outcome
from sw_scraper.model import TagKey

START = datetime(2026, 11, 1, 3, 17, tzinfo=UTC)


def outcome(verdict: Any, *, slug: str = "welfare", asked: str = "tag=welfare") -> Outcome:
    key = TagKey(site="demo", taxonomy="tag", slug=slug)
    return Outcome(asked=asked, key=key, profile=None, verdict=verdict, reason="why")


def events(nights: list[str], *, step: timedelta = timedelta(days=1)) -> list[str]:
    """What is told on each night, ``-`` for nothing."""
    troubles: dict[str, Trouble] = {}
    told: list[str] = []
    for number, verdict in enumerate(nights):
        troubles, alerts = judged(troubles, [outcome(verdict)], now=START + number * step)
        told.append(alerts[0].event if alerts else "-")
        assert len(alerts) <= 1
    return told


def test_reminders_come_after_one_three_and_seven_days() -> None:
    """What stays bad is told at once, after 1, 3 and 7 days, and never again; recovery once."""
    nights = ["complete", *["failed"] * 12, "unchanged", "complete"]
    assert events(nights) == ["-", "worse", "still", "-", "still", *["-"] * 3, "still", *["-"] * 4, "recovered", "-"]


def test_a_run_that_is_a_little_early_counts() -> None:
    """Nightly runs start at random minutes: a reminder is not put off by a day for that."""
    assert events(["failed"] * 3, step=timedelta(hours=22)) == ["worse", "still", "-"]


def test_getting_worse_begins_anew() -> None:
    """Partial, then held, then failed are three alarms; less bad is none, and worse after that is one again."""
    assert events(["partial", "held", "failed", "partial", "failed"]) == ["worse", "worse", "worse", "still", "worse"]
    assert events(["partial", "locked", "complete"]) == ["worse", "-", "recovered"]


def test_weekly_runs_are_reminded_once_a_run() -> None:
    """Several reminders that are due at once are one."""
    assert events(["failed"] * 3, step=timedelta(days=7)) == ["worse", "still", "-"]


def test_a_redirect_does_not_make_two_tags() -> None:
    """A tag that failed before its address was settled recovers under the id that it gets."""
    troubles, _ = judged({}, [outcome("failed", slug="alias")], now=START)
    left, alerts = judged(troubles, [outcome("complete", slug="welfare")], now=START)
    assert left == {}
    assert [(alert.event, alert.tag_id) for alert in alerts] == [("recovered", "demo/tag/welfare")]


def test_what_was_told_is_remembered(tmp_path: Path) -> None:
    """The file round-trips; a damaged one is as none."""
    troubles, _ = judged({}, [outcome("held")], now=START)
    write_troubles(tmp_path / "w", troubles)
    assert read_troubles(tmp_path / "w") == troubles
    for bad in ("", "[]", '{"a": 3}', '{"a": {"severity": 1, "since": "never"}}', '{"a": {"x": 1}}'):
        (tmp_path / "w" / ALERTS_FILE).write_text(bad, encoding="utf-8")
        assert read_troubles(tmp_path / "w") == {}


ALERT = Alert(event="worse", tag_id="demo/tag/è", verdict="failed", text="demo/tag/è: failed: why")


def test_the_command_gets_the_text_and_the_facts(tmp_path: Path) -> None:
    """The text is on standard input; events, tags, list and exit code are in the environment."""
    made = tmp_path / "out"
    command = f'{{ cat; echo "$SW_EVENTS|$SW_TAGS|$SW_LIST|$SW_EXIT_CODE"; }} > "{made}"; echo said'
    assert run_command(command, [ALERT], name="harvests.toml", exit_code=3) is None
    assert made.read_text("utf-8") == "got worse: demo/tag/è: failed: why\nworse|demo/tag/è|harvests.toml|3\n"


@pytest.mark.parametrize(
    ("command", "fault"),
    [("echo first; echo no such host >&2; exit 7", "exited with 7: no such host"), ("exit 1", "exited with 1")],
)
def test_a_command_that_fails_is_told(command: str, fault: str) -> None:
    """Its exit code and last words are what went wrong."""
    assert run_command(command, [ALERT], name="l", exit_code=3) == fault


def test_the_file_is_plain_json(tmp_path: Path) -> None:
    """Somebody may look at it."""
    troubles, _ = judged({}, [outcome("partial")], now=START)
    write_troubles(tmp_path, troubles)
    assert json.loads((tmp_path / ALERTS_FILE).read_text("utf-8")) == {
        "demo tag=welfare": {"severity": 1, "since": "2026-11-01T03:17:00+00:00", "reminded": 0}
    }
