"""What the report says, as plain values: read from the dataset once, without a word of presentation."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from sw_scraper.store.health import TagHealth, tag_healths

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    import pyarrow as pa

    from sw_scraper.store.dataset import Dataset

MAX_ARTICLES = 20_000
"""Articles in the table of the page; the rest is counted and the page says so."""
MAX_CHANGES = 60
"""Changes of each kind that are shown; all of them are counted."""
MAX_HARVESTS = 3_000
MAX_TOGETHER = 20
_N_NEWEST = 8
_FIELDS = ("title", "teaser", "date", "authors")
_ARTICLE = (
    "article_id",
    "title",
    "url",
    "date_published",
    "published_on",
    "authors",
    "tags",
    "first_seen",
    "is_listed",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFacts:
    """Everything that a report shows.

    Attributes:
        dataset_id: of the dataset.
        version_id: names exactly this state.
        sites: keys of the sites, sorted.
        is_sample: the texts are invented (the recording that ships with the project).
        first_harvest_at: when the first harvest read.
        last_harvest_at: when the last one did.
        n_harvests: whatever their verdicts.
        n_articles: ever seen.
        n_listed: listed by some tag now.
        n_dated: articles with a date.
        n_authored: articles with an author.
        tags: how each tag is doing, problems first.
        names: tag_id to the name that is shown.
        articles: rows for the table, newest first, at most ``MAX_ARTICLES``.
        newest: the newest articles, with teasers.
        months: how many articles of each tag a month has: ``month`` (2025-06), ``tag``, ``n``; listed ones only.
        n_without_month: listed articles whose month is not known.
        changes: what happened since the last report.
        coverage: per harvest and field, the share of teasers with it: ``at``, ``tag``, ``field``, ``share``, ``n``.
        together: pairs of tags and how many listed articles have both: ``one``, ``other``, ``n``.
        harvests: the last ones, oldest first: ``at``, ``tag``, ``verdict``, ``reason``, ``n_new``, ``n_requests``.
    """

    dataset_id: str
    version_id: str
    sites: tuple[str, ...]
    is_sample: bool
    first_harvest_at: datetime
    last_harvest_at: datetime
    n_harvests: int
    n_articles: int
    n_listed: int
    n_dated: int
    n_authored: int
    tags: tuple[TagHealth, ...]
    names: Mapping[str, str]
    articles: tuple[dict[str, Any], ...]
    newest: tuple[dict[str, Any], ...]
    months: tuple[dict[str, Any], ...]
    n_without_month: int
    changes: ReportChanges
    coverage: tuple[dict[str, Any], ...]
    together: tuple[dict[str, Any], ...]
    harvests: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportChanges:
    """What happened to articles and lists.

    Attributes:
        since: only what was noticed after this; None for everything.
        n: ``new``, ``edited``, ``gone``, ``returned`` to how many.
        rows: the newest of each kind, at most ``MAX_CHANGES``: ``kind``, ``at``, ``field``, ``old``, ``new``, ``url``,
            ``title``, ``tag`` (a name, for changes of lists).
    """

    since: datetime | None
    n: Mapping[str, int]
    rows: Mapping[str, Sequence[dict[str, Any]]]


def report_facts(dataset: Dataset, *, since: datetime | None = None) -> ReportFacts:
    """Read what a report shows.

    Args:
        dataset: to report on.
        since: of the changes, those noticed after this; None for all.

    Raises:
        StoreError: nothing was committed yet, or the dataset cannot be read.
    """
    version_id = dataset.version_id()
    healths = tag_healths(dataset)
    articles = dataset.articles()
    harvests = dataset.harvests().sort_by("finished_at")
    names = _told_apart({one.tag_id: one.name or one.tag_id.rsplit("/", 1)[-1] for one in healths})
    listed = articles.filter(articles.column("is_listed"))
    months, n_without = _months(listed)
    return ReportFacts(
        dataset_id=dataset.dataset_id,
        version_id=version_id,
        sites=tuple(sorted({one.tag_id.split("/", 1)[0] for one in healths})),
        is_sample="sample" in pc.unique(harvests.column("origin")).to_pylist(),
        first_harvest_at=pc.min(harvests.column("started_at")).as_py(),
        last_harvest_at=pc.max(harvests.column("finished_at")).as_py(),
        n_harvests=len(harvests),
        n_articles=len(articles),
        n_listed=len(listed),
        n_dated=len(articles) - articles.column("date_published").null_count,
        n_authored=pc.sum(pc.greater(pc.list_value_length(articles.column("authors")), 0)).as_py() or 0,
        tags=tuple(healths),
        names=names,
        articles=tuple(_newest_first(articles.select(_ARTICLE)).slice(0, MAX_ARTICLES).to_pylist()),
        newest=tuple(_newest_first(listed.select((*_ARTICLE, "teaser"))).slice(0, _N_NEWEST).to_pylist()),
        months=tuple(months),
        n_without_month=n_without,
        changes=_changes(dataset.changes(), articles, names, since),
        coverage=tuple(_coverage(harvests)),
        together=tuple(_together(listed)),
        harvests=tuple(_harvests(harvests)),
    )


def _told_apart(names: Mapping[str, str]) -> dict[str, str]:
    """Names, with the tag_id where two tags have the same one."""
    often = Counter(names.values())
    return {key: name if often[name] == 1 else f"{name} ({key})" for key, name in names.items()}


def _newest_first(table: pa.Table) -> pa.Table:
    """By the date as it is written: a year alone sorts before the days of that year."""
    keyed = table.append_column("said", pc.fill_null(table.column("date_published"), ""))
    order = [("said", "descending"), ("first_seen", "descending"), ("article_id", "ascending")]
    return keyed.sort_by(order).drop_columns("said")


def _months(listed: pa.Table) -> tuple[list[dict[str, Any]], int]:
    counted: Counter[tuple[str, str]] = Counter()
    n_without = 0
    for text, tags in zip(listed.column("date_published").to_pylist(), listed.column("tags").to_pylist(), strict=True):
        if text is None or len(text) < 7:
            n_without += 1
            continue
        counted.update((text[:7], tag) for tag in tags)
    return [{"month": month, "tag": tag, "n": n} for (month, tag), n in sorted(counted.items())], n_without


def _changes(changes: pa.Table, articles: pa.Table, names: Mapping[str, str], since: datetime | None) -> ReportChanges:
    if since is not None:
        changes = changes.filter(pc.greater(changes.column("changed_at"), since))
    changes = changes.sort_by([("changed_at", "descending"), ("change_id", "ascending")])
    kinds = changes.column("kind")
    counts = {one["values"]: one["counts"] for one in pc.value_counts(kinds).to_pylist()}
    titles = dict(zip(articles.column("article_id").to_pylist(), articles.column("title").to_pylist(), strict=True))
    rows = {
        kind: [
            {
                "kind": kind,
                "at": row["changed_at"],
                "field": row["field"],
                "old": row["old_value"],
                "new": row["new_value"],
                "cause": row["cause"],
                "url": row["url"],
                "title": titles.get(row["article_id"]),
                "tag": names.get(row["tag_id"] or ""),
            }
            for row in changes.filter(pc.equal(kinds, kind)).slice(0, MAX_CHANGES).to_pylist()
        ]
        for kind in ("new", "edited", "gone", "returned")
    }
    return ReportChanges(since=since, n={kind: counts.get(kind, 0) for kind in rows}, rows=rows)


def _coverage(harvests: pa.Table) -> list[dict[str, Any]]:
    found = []
    for row in harvests.select(["finished_at", "tag_id", "coverage", "n_teasers", "verdict"]).to_pylist():
        if row["coverage"] is None or not row["n_teasers"] or row["verdict"] in {"failed", "held"}:
            continue
        found += [
            {
                "at": row["finished_at"],
                "tag": row["tag_id"],
                "field": field,
                "share": row["coverage"][field],
                "n": row["n_teasers"],
            }
            for field in _FIELDS
            if row["coverage"][field] is not None
        ]
    return found[-MAX_HARVESTS * len(_FIELDS) :]


def _together(listed: pa.Table) -> list[dict[str, Any]]:
    """Pairs of the most frequent tags, both ways round, and each with itself."""
    lists = listed.column("tags").to_pylist()
    often = Counter(tag for tags in lists for tag in tags)
    kept = {tag for tag, _ in often.most_common(MAX_TOGETHER)}
    pairs: Counter[tuple[str, str]] = Counter()
    for tags in lists:
        chosen = [tag for tag in tags if tag in kept]
        pairs.update((one, other) for one in chosen for other in chosen if one != other)
    return [{"one": one, "other": other, "n": n} for (one, other), n in sorted(pairs.items())]


def _harvests(harvests: pa.Table) -> list[dict[str, Any]]:
    newest = harvests.slice(max(0, len(harvests) - MAX_HARVESTS))
    columns = ["finished_at", "tag_id", "verdict", "reason", "failure_class", "n_new", "n_requests"]
    return [
        {
            "at": row["finished_at"],
            "tag": row["tag_id"],
            "verdict": row["verdict"],
            "reason": row["reason"] or row["failure_class"] or "",
            "n_new": row["n_new"],
            "n_requests": row["n_requests"],
        }
        for row in newest.select(columns).to_pylist()
    ]
