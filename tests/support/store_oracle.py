"""The meaning of the tables, written a second time: one article, one harvest, one row at a time.

Slow and plain on purpose; the store's own code works on whole columns. Neither imports the other.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

FIELDS = ("url", "title", "teaser", "date_published", "authors", "image_url")


@dataclass(kw_only=True)
class Seen:
    """A harvest that counts, with its rows in the order of the list."""

    harvest_id: str
    tag_id: str
    scope: str
    verdict: str
    seen_at: datetime
    version: str
    rows: list[dict[str, Any]]


@dataclass
class Lane:
    """An article in a tag."""

    first_seen: datetime
    last_seen: datetime
    gone_since: datetime | None = None
    position: int | None = None
    n_returns: int = 0
    said: dict[str, Any] = field(default_factory=dict)


@dataclass
class Answer:
    """What the tables should say."""

    lanes: dict[tuple[str, str], Lane] = field(default_factory=dict)
    values: dict[str, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    changes: set[tuple[Any, ...]] = field(default_factory=set)


def said_in(rows: list[dict[str, Any]], name: str) -> Any:
    """The first thing that one harvest says of a field of an article."""
    return next((row[name] for row in rows if row.get(name) not in (None, [])), None)


def answer(harvests: list[Seen]) -> Answer:
    """Go through the harvests one after the other."""
    found = Answer()
    last_rows: dict[str, dict[str, Any]] = {}
    for harvest in sorted(harvests, key=lambda one: (one.seen_at, one.harvest_id)):
        by_article: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in harvest.rows:
            by_article[row["article_id"]].append(row)
        for article, rows in by_article.items():
            _see(found, harvest, article, rows, last_rows)
        if harvest.scope == "full" and harvest.verdict == "complete":
            _sweep(found, harvest, list(by_article))
    return found


def _see(
    found: Answer, harvest: Seen, article: str, rows: list[dict[str, Any]], last_rows: dict[str, dict[str, Any]]
) -> None:
    fetched = rows[0]["fetched_at"]
    lane = found.lanes.get((article, harvest.tag_id))
    is_new_lane = lane is None
    if lane is None:
        lane = found.lanes[article, harvest.tag_id] = Lane(fetched, fetched)
        found.changes.add((article, harvest.harvest_id, "listing", harvest.tag_id, "new", None, "listed", "source"))
    elif lane.gone_since is not None:
        lane.gone_since = None
        lane.n_returns += 1
        found.changes.add(
            (article, harvest.harvest_id, "listing", harvest.tag_id, "returned", "gone", "listed", "source")
        )
    lane.last_seen = fetched
    for name in FIELDS:
        value = said_in(rows, name)
        if value is None or lane.said.get(name) == value:
            continue
        lane.said[name] = value
        old = found.values[article].get(name)
        if old == value:
            continue
        found.values[article][name] = value
        if old is None and article not in last_rows:
            continue
        # Said for the first time of an article that was known: another list says more, or this list says more now.
        cause = "enrichment" if old is None and is_new_lane else "source"
        found.changes.add((article, harvest.harvest_id, name, None, "edited", _text(old), _text(value), cause))
    last_rows[article] = rows[0]


def _sweep(found: Answer, harvest: Seen, articles: list[str]) -> None:
    for (article, tag_id), lane in found.lanes.items():
        if tag_id != harvest.tag_id:
            continue
        lane.position = articles.index(article) + 1 if article in articles else None
        if article not in articles and lane.gone_since is None:
            lane.gone_since = harvest.seen_at
            found.changes.add((article, harvest.harvest_id, "listing", tag_id, "gone", "listed", "gone", "source"))


def _text(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
