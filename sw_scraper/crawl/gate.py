"""The gate: a harvest that lost most of what was known, or reads it differently, is held and changes no table. Pure.

What is compared is always the same articles before and now, so a list that grows, shrinks a
little or turns over passes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

_LEAST = 5
"""Fewer known articles than this prove nothing about a field."""
_MOST_LOST = 1 / 3
"""Up to this share of a list may be gone at once."""
_MOST_CHANGED = 1 / 2
"""Up to this share of the known articles may have lost a field or be read differently."""
_EXAMPLES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one sighting said of an article, as far as the gate looks.

    Attributes:
        title, teaser, authors: as text; None when the page did not say.
        day: the first ten characters of the date, as precise as the page; None without a date.
        extractor_version: of the code that read it.
    """

    title: str | None
    teaser: str | None
    day: str | None
    authors: str | None
    extractor_version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """Why a harvest is held: one sentence without a full stop, and what to do next."""

    reason: str
    hint: str


_FIELDS: dict[str, Callable[[Reading], str | None]] = {
    "title": lambda reading: reading.title,
    "teaser": lambda reading: reading.teaser,
    "date": lambda reading: reading.day,
    "authors": lambda reading: reading.authors,
}
_STEADY = ("title", "date")
"""Fields that a site does not change for most of its articles at once."""


def objection(
    known: Mapping[str, Reading], now: Mapping[str, Reading], *, listed: Collection[str], whole_list: bool
) -> Objection | None:
    """Why a harvest that came to its end must not count by itself; None when it may.

    Args:
        known: article_id to what the last good sightings said of articles that ``now`` may have as well.
        now: article_id to what this harvest read.
        listed: article_ids that the tag listed before.
        whole_list: the harvest read the list to its end, so what it did not see is gone.
    """
    both = [(known[identity], reading) for identity, reading in now.items() if identity in known]
    return (_collapse(now, listed) if whole_list else None) or _lost_field(both) or _read_differently(both)


def _collapse(now: Mapping[str, Reading], listed: Collection[str]) -> Objection | None:
    """Most of the list is gone."""
    lost = sum(1 for identity in listed if identity not in now)
    few = lost < _LEAST and not (lost >= 3 and lost > len(listed) / 2)
    if few or lost <= len(listed) * _MOST_LOST:
        return None
    reason = f"{lost} of {len(listed)} articles that were listed before are gone at once, {len(now)} were read"
    return Objection(reason=reason, hint="Open the archive in a browser; if they really are gone, accept the harvest")


def _lost_field(both: Sequence[tuple[Reading, Reading]]) -> Objection | None:
    """A field that most known articles had is read no more."""
    for name, value_of in _FIELDS.items():
        had = [(old, new) for old, new in both if value_of(old)]
        lost = [(old, new) for old, new in had if not value_of(new)]
        if len(had) >= _LEAST and len(lost) > len(had) * _MOST_CHANGED:
            reason = f"the field {name} was lost: {len(lost)} of {len(had)} known articles had it and have none now"
            return Objection(
                reason=f"{reason} (such as {value_of(lost[0][0])!r:.80})", hint=_look_at("the page's markup")
            )
    return None


def _read_differently(both: Sequence[tuple[Reading, Reading]]) -> Objection | None:
    """Most known articles have another title or another day, and the code that reads them is the same."""
    for name in _STEADY:
        value_of = _FIELDS[name]
        comparable = [
            (value_of(old), value_of(new))
            for old, new in both
            if value_of(old) and value_of(new) and old.extractor_version == new.extractor_version
        ]
        changed = [(old, new) for old, new in comparable if old != new]
        if len(comparable) >= _LEAST and len(changed) > len(comparable) * _MOST_CHANGED:
            examples = ", ".join(f"{old!r:.60} is now {new!r:.60}" for old, new in changed[:_EXAMPLES])
            reason = f"the field {name} jumps: it differs for {len(changed)} of {len(comparable)} known articles"
            return Objection(reason=f"{reason} ({examples})", hint=_look_at("the page"))
    return None


def _look_at(what: str) -> str:
    return f"Look at {what} (sw-scraper doctor URL); if the new state is right, accept the harvest"
