"""The gate: a harvest that lost most of what was known, or reads it differently, is held and changes no table. Pure.

What is compared is the same articles before and now, so a list that grows, shrinks a little or turns over passes; only
where articles are new, their coverage is compared with that of the last accepted harvests.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    Pair = tuple["Reading", "Reading"]

_LEAST = 5
"""So many lost articles are no accident where they are a large part; fewer prove something only where most are."""
_FEWEST = 3
_MOST_LOST = 1 / 3
"""Up to this share of a list may be gone at once."""
_MOST_REPLACED = 4 / 5
"""Up to this share of a list that did not get shorter."""
_MOST_CHANGED = 1 / 5
"""Up to this share of the known articles may have lost a field, or have got another date."""
_HALF = 1 / 2
_USUAL, _LITTLE, _ENOUGH_ROWS = 0.5, 0.25, 8
_EXAMPLES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one sighting said of an article, as far as the gate looks.

    Attributes:
        title, teaser, authors: as text; None when the page did not say.
        day: the first ten characters of the date, as precise as the page; None without a date.
        extractor_version: of the code that read it.
        rules: field to the rule that gave it.
        place: where it was read; None when that is not known.
    """

    title: str | None
    teaser: str | None
    day: str | None
    authors: str | None
    extractor_version: str = ""
    rules: Mapping[str, str] = field(default_factory=dict)
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a sighting stands.

    Attributes:
        article_id: of the article.
        page_url: of the page.
        position: on it.
        record_id: of the page in its recording; None when nothing was recorded.
        warc_file: the recording, relative to the dataset; None for the harvest that is under way.
        said: field to what the page said, unchanged.
    """

    article_id: str
    page_url: str
    position: int
    record_id: str | None = None
    warc_file: str | None = None
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """An earlier harvest of the same scope that counts: how many rows it had, and the share of them with each field."""

    n_rows: int
    coverage: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """Why a harvest is held.

    Attributes:
        reason: one sentence without a full stop.
        hint: what to do next.
        name: of the observation, the same for every harvest that shows it: ``collapse``, ``lost date``, ``date jumps``.
        field: that is concerned; None for the list as a whole.
        pairs: articles before and now that show it.
    """

    reason: str
    hint: str
    name: str
    field: str | None = None
    pairs: Sequence[Pair] = ()


FIELDS: Mapping[str, Callable[[Reading], str | None]] = {
    "title": lambda reading: reading.title,
    "teaser": lambda reading: reading.teaser,
    "date": lambda reading: reading.day,
    "authors": lambda reading: reading.authors,
}
_STEADY = {"title": (_HALF, _LEAST), "date": (_MOST_CHANGED, _FEWEST)}
"""Fields that a site does not change for many articles at once, the share that may, and how many prove something.

Titles are edited, one by one: of few articles most may have been, in a month.
"""


def objection(
    known: Mapping[str, Reading],
    now: Mapping[str, Reading],
    *,
    listed: Collection[str],
    whole_list: bool,
    earlier: Sequence[Accepted] = (),
) -> Objection | None:
    """Why a harvest that came to its end must not count by itself; None when it may.

    Args:
        known: article_id to what the last good sightings said of articles that ``now`` may have as well.
        now: article_id to what this harvest read.
        listed: article_ids that the tag listed before.
        whole_list: the harvest read the list to its end, so what it did not see is gone.
        earlier: the last five harvests of the same scope that count.
    """
    both = [(known[identity], reading) for identity, reading in now.items() if identity in known]
    return (
        (_collapse(now, listed, earlier) if whole_list else None)
        or _lost_field(both)
        or _read_differently(both)
        or _uncovered(now, earlier)
    )


def _collapse(now: Collection[str], listed: Collection[str], earlier: Sequence[Accepted]) -> Objection | None:
    """Most of the list is gone."""
    hint = "Open the archive in a browser; if they really are gone, accept the harvest"
    if not listed:
        return None
    if not now:
        reason = f"the archive is suddenly empty, {len(listed)} articles were listed before"
        return Objection(reason=reason, hint=hint, name="collapse")
    lost = sum(1 for identity in listed if identity not in now)
    left = len(listed) - lost
    # Of a list that is as long as before as much may have been replaced; nearly all of it is another list.
    may_go = _MOST_LOST if len(now) < len(listed) else _MOST_REPLACED
    if lost > len(listed) * may_go and _is_much(lost, len(listed), _MOST_LOST):
        reason = f"the list has collapsed: {left} of {len(listed)} articles that were listed before are left"
        return Objection(reason=f"{reason}, {len(now)} were read", hint=hint, name="collapse")
    usual = median(one.n_rows for one in earlier) if earlier else 0
    if usual >= _ENOUGH_ROWS and len(now) < usual * _HALF:
        reason = f"the list has collapsed: {len(now)} articles were read, {usual:g} is usual"
        return Objection(reason=reason, hint=hint, name="collapse")
    return None


def _is_much(part: int, whole: int, share: float) -> bool:
    """A part that is no accident: large enough and more than the share, or three and more than half."""
    return (part >= _LEAST and part > whole * share) or (part >= _FEWEST and part > whole * _HALF)


def _lost_field(both: Sequence[Pair]) -> Objection | None:
    """A field that known articles had is read no more."""
    for name, value_of in FIELDS.items():
        had = [(old, new) for old, new in both if value_of(old)]
        lost = [(old, new) for old, new in had if not value_of(new)]
        if _is_much(len(lost), len(had), _MOST_CHANGED):
            reason = f"the field {name} was lost: {len(lost)} of {len(had)} known articles had it and have none now"
            return Objection(
                reason=f"{reason} (such as {value_of(lost[0][0])!r:.80}){_rule_words(lost, name)}",
                hint=_look_at("the page's markup"),
                name=f"lost {name}",
                field=name,
                pairs=lost,
            )
    return None


def _rule_words(pairs: Sequence[Pair], name: str) -> str:
    """Which rule gave the values that are lost."""
    rules = Counter(old.rules[name] for old, _ in pairs if name in old.rules)
    return f"; the rule that stopped matching is {rules.most_common(1)[0][0]}" if rules else ""


def _read_differently(both: Sequence[Pair]) -> Objection | None:
    """Known articles have another title or another day, and the code that reads them is the same."""
    for name, (share, fewest) in _STEADY.items():
        value_of = FIELDS[name]
        comparable = [
            (old, new)
            for old, new in both
            if value_of(old) and value_of(new) and old.extractor_version == new.extractor_version
        ]
        changed = [(old, new) for old, new in comparable if value_of(old) != value_of(new)]
        if len(changed) >= fewest and _is_much(len(changed), len(comparable), share):
            shown = changed[:_EXAMPLES]
            examples = ", ".join(f"{value_of(old)!r:.60} is now {value_of(new)!r:.60}" for old, new in shown)
            reason = f"the field {name} jumps: it differs for {len(changed)} of {len(comparable)} known articles"
            return Objection(
                reason=f"{reason} ({examples}){_changed_rule(changed, name)}",
                hint=_look_at("the page"),
                name=f"{name} jumps",
                field=name,
                pairs=changed,
            )
    return None


def _changed_rule(pairs: Sequence[Pair], name: str) -> str:
    moved = Counter(
        (old.rules[name], new.rules[name])
        for old, new in pairs
        if name in old.rules and name in new.rules and old.rules[name] != new.rules[name]
    )
    if not moved:
        return ""
    before, after = moved.most_common(1)[0][0]
    return f"; the rule {before} stopped matching, {after} gave the value"


def _uncovered(now: Mapping[str, Reading], earlier: Sequence[Accepted]) -> Objection | None:
    """A field that articles of this list usually have is missing from nearly all that were read now."""
    if len(now) < _ENOUGH_ROWS or len(earlier) < 2:
        return None
    for name, value_of in FIELDS.items():
        usual = median(one.coverage.get(name, 0.0) for one in earlier)
        share = sum(1 for reading in now.values() if value_of(reading)) / len(now)
        if usual >= _USUAL and share < usual * _LITTLE:
            reason = f"the field {name} is missing: {share:.0%} of {len(now)} articles have it, {usual:.0%} is usual"
            return Objection(reason=reason, hint=_look_at("the page's markup"), name=f"lost {name}", field=name)
    return None


def drift_words(known: Mapping[str, Reading], now: Mapping[str, Reading]) -> list[str]:
    """Rules that gave way to others without any loss, one clause a field; empty when the markup is read as before."""
    both = [(known[identity], reading) for identity, reading in now.items() if identity in known]
    both = [(old, new) for old, new in both if old.extractor_version == new.extractor_version]
    found = []
    for name in FIELDS:
        ruled = [(old.rules[name], new.rules[name]) for old, new in both if name in old.rules and name in new.rules]
        moved = Counter(pair for pair in ruled if pair[0] != pair[1])
        if _is_much(moved.total(), len(ruled), _HALF):
            before, after = moved.most_common(1)[0][0]
            found.append(f"{name} is read by {after}, and by {before} before")
    return found


def _look_at(what: str) -> str:
    return f"Look at {what} (sw-scraper doctor URL); if the new state is right, accept the harvest"
