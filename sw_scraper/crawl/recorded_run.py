"""What a harvest was when it ran, kept in its recording: a replay repeats it and puts nothing of its own run in place.

Times, counts of requests, settings and versions are facts of the recorded run. Rows, counts of rows, extractor and
what the pages say of the tag are made anew.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sw_scraper.store.commits import instant, instant_text
from sw_scraper.warc.records import Earlier

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from sw_scraper.store.commits import Commit
    from sw_scraper.store.records import HarvestRecord
    from sw_scraper.warc.reader import Recording

FACT = "sw-harvest"
"""The line of a recording that holds the run, as JSON."""

BODIES = "recorded_bodies"
"""Under this name the bodies that a harvest recorded stand in the notes of its commit."""

_OF_THE_RUN = (
    "run_id", "start_url", "mode", "started_at", "finished_at", "pages_not_modified", "n_requests", "n_not_modified",
    "n_retries", "n_errors", "wire_bytes", "body_bytes", "robots", "tdm_reserved", "contact", "user_agent",
    "tool_version", "python_version", "scrapy_version", "settings_sha256", "settings", "notes", "held_as",
)  # fmt: skip


_WORDS: dict[str, tuple[str | None, ...]] = {
    "robots": ("allowed", "disallowed", "unreachable", None),
    "tdm_reserved": ("yes", "no", "unknown", None),
    "held_as": ("complete", "unchanged", "partial"),
    "discovered_by": ("given", "rest", "sitemap", "link"),
}
_NEEDED = ("run_id", "start_url", "mode")


def run_facts(record: HarvestRecord) -> dict[str, str]:
    """The lines that a recording must hold of the run that made it."""
    values = {name: _plain(getattr(record, name)) for name in _OF_THE_RUN}
    values["discovered_by"] = record.tag.discovered_by
    text = json.dumps(values, ensure_ascii=True, separators=(",", ":"))
    return {FACT: text.replace("  ", " \\u0020")}  # lines of a recording keep no runs of blanks


def as_recorded(record: HarvestRecord, recording: Recording) -> HarvestRecord:
    """A replay's record with the run that was recorded in place of its own.

    A recording that does not say (another tool's) gives the times of its first and last response, and its own id.

    Args:
        record: of the replay.
        recording: what was replayed.
    """
    began = min((page.fetched_at for page in recording.pages), default=record.started_at)
    ended = max((page.fetched_at for page in recording.pages), default=record.started_at)
    made = replace(record, run_id=recording.harvest_id, started_at=began, finished_at=ended, recorded_at=ended)
    said = _recorded_values(recording.facts)
    discovered_by = said.pop("discovered_by", None)
    if discovered_by:
        made = replace(made, tag=replace(made.tag, discovered_by=discovered_by))
    made = replace(made, **said)
    return replace(made, recorded_at=made.finished_at)


def _recorded_values(facts: Mapping[str, str]) -> dict[str, Any]:
    """The recorded values that can be read; none for a recording without them."""
    try:
        found = json.loads(facts.get(FACT, "{}"))
        times = {name: instant(found[name]) for name in ("started_at", "finished_at") if name in found}
        values = {name: value for name, value in found.items() if _is_sound(name, value)}
        pages = tuple(int(number) for number in found.get("pages_not_modified", ()))
    except (ValueError, TypeError, AttributeError):
        return {}
    return {**values, **times, "pages_not_modified": pages} if values else {}


def _is_sound(name: str, value: Any) -> bool:
    """Whether a value is of the kind that its name has: recordings come from elsewhere, too."""
    if name in ("settings", "notes"):
        return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())
    if name in ("started_at", "finished_at", "pages_not_modified"):
        return True  # read below
    if name.startswith("n_") or name.endswith("_bytes"):
        most = 2**31 if name.startswith("n_") else 2**53
        return name in _OF_THE_RUN and type(value) is int and 0 <= value < most
    allowed = _WORDS.get(name)
    if allowed is not None:
        return value in allowed
    is_text = isinstance(value, str) and bool(value)
    return name in _OF_THE_RUN and (is_text or (value is None and name not in _NEEDED))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant_text(value)
    return dict(value) if hasattr(value, "items") else value


def bodies_note(bodies: Mapping[str, Earlier]) -> dict[str, str]:
    """What a commit notes of the bodies in its recording, for :func:`known_bodies`; empty without any."""
    rows = [
        [digest, one.record_id, one.url, instant_text(one.fetched_at), one.offset] for digest, one in bodies.items()
    ]
    return {BODIES: json.dumps(rows, ensure_ascii=True, separators=(",", ":"))} if rows else {}


def known_bodies(root: Path, commits: Iterable[Commit], *, changed: Iterable[str] = ()) -> dict[str, Earlier]:
    """The bodies in earlier recordings of a tag, by payload digest; of equal ones the first.

    Args:
        root: of the dataset.
        commits: of the tag, oldest first.
        changed: recordings that are not as they were committed (pruned, redacted): nothing may refer to them.
    """
    left_out = set(changed)
    found: dict[str, Earlier] = {}
    for commit in commits:
        file = commit.row.get("warc_file") if commit.kind == "harvest" else None
        note = commit.body.get("notes", {}).get(BODIES) if file else None
        if not note or file in left_out or not (root / str(file)).is_file():
            continue
        name = str(file).rpartition("/")[2]
        for digest, record_id, url, fetched_at, offset in json.loads(note):
            moment = instant(fetched_at)
            assert moment is not None
            earlier = Earlier(record_id=record_id, url=url, fetched_at=moment, file=name, offset=offset)
            found.setdefault(digest, earlier)
    return found
