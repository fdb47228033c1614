"""The tags table: what is known of each tag, and how its harvests went."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from sw_scraper.store.commits import instant, instant_text
from sw_scraper.store.discoveries import FOUND_AT
from sw_scraper.store.schema import schema_of
from sw_scraper.store.vectors import flat, lookup

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sw_scraper.store.carry import Base
    from sw_scraper.store.history import Harvest

_GOOD = frozenset({"complete", "unchanged"})
_SAID = ("tag_url", "links", "n_expected", "expected_source", "discovered_by", "origin")
_INSTANTS = ("first_harvest_at", "last_good_at", "last_full_at")
_FACTS = ("name", "name_raw", "description", "language", "goal_number")


Fold = dict[str, Any]
"""What the harvests of a tag that count add up to; plain JSON."""


def folds_of(harvests: Sequence[Harvest], base: Base | None = None) -> dict[str, Fold]:
    """What the harvests of each tag add up to.

    Args:
        harvests: oldest sight first, whatever their verdicts.
        base: what stands for the earlier ones.
    """
    folds = {} if base is None else {tag_id: dict(fold) for tag_id, fold in base.folds.items()}
    for harvest in harvests:
        if harvest.counts and (base is None or not base.has(harvest)):
            folds[harvest.tag_id] = _folded(folds.get(harvest.tag_id), harvest)
    return folds


def tag_table(
    harvests: Sequence[Harvest],
    listings: pa.Table,
    articles: pa.Table,
    folds: Mapping[str, Fold],
    *,
    discovered: Mapping[str, Mapping[str, Any]] | None = None,
) -> pa.Table:
    """One row per tag that has had a harvest that counts, or that its site was found to have, sorted by tag_id.

    Args:
        harvests: oldest sight first, whatever their verdicts.
        listings: as made from them.
        articles: as made from them.
        folds: what they add up to.
        discovered: tag_id to what discovery said of it; None for nothing.
    """
    by_tag: dict[str, list[Harvest]] = defaultdict(list)
    for harvest in harvests:
        by_tag[harvest.tag_id].append(harvest)
    counts = _listing_counts(listings, articles)
    rows = [_row(tag_id, by_tag[tag_id][-1], fold, counts.get(tag_id, {})) for tag_id, fold in sorted(folds.items())]
    for row in rows:
        found = (discovered or {}).get(str(row["tag_id"]))
        if found is not None and found[FOUND_AT] < by_tag[str(row["tag_id"])][0].commit.committed_at:
            row["discovered_by"] = found["discovered_by"]
    read = {row["tag_id"] for row in rows}
    rows += [_unread(said, by_tag.get(tag_id, ())) for tag_id, said in (discovered or {}).items() if tag_id not in read]
    rows.sort(key=lambda row: str(row["tag_id"]))
    return pa.Table.from_pylist(rows, schema=schema_of("tags"))


def _listing_counts(listings: pa.Table, articles: pa.Table) -> dict[str, Mapping[str, Any]]:
    ids = flat(articles.column("article_id"))
    dated = pc.is_valid(flat(articles.column("date_published")))
    authored = pc.greater(pc.list_value_length(flat(articles.column("authors"))), 0)
    listed = flat(listings.column("is_listed"))
    article = flat(listings.column("article_id"))
    table = pa.table(
        {
            "tag_id": flat(listings.column("tag_id")),
            "listed": listed,
            "gone": pc.invert(listed),
            "dated": pc.and_(listed, lookup(article, among=ids, values=dated)),
            "authored": pc.and_(listed, lookup(article, among=ids, values=authored)),
        }
    )
    sums = table.group_by("tag_id").aggregate([(name, "sum") for name in ("listed", "gone", "dated", "authored")])
    return {row["tag_id"]: row for row in sums.to_pylist()}


def _unread(said: Mapping[str, Any], harvests: Sequence[Harvest]) -> dict[str, Any]:
    """A tag that is known and was never read."""
    site, taxonomy, tag = str(said["tag_id"]).split("/", 2)
    counted = said["n_expected"] is not None
    last = harvests[-1] if harvests else None
    return {
        **{name: value for name, value in said.items() if name != FOUND_AT},
        "site": site,
        "taxonomy": taxonomy,
        "tag": tag,
        "aliases": [],
        "links": [],
        "expected_source": said["discovered_by"] if counted else None,
        "n_listed": 0,
        "n_gone": 0,
        "last_harvest_at": last.seen_at if last else None,
        "last_verdict": last.commit.verdict if last else None,
        "last_reason": last.commit.row["reason"] if last else None,
        "origin": "live",
    }


def _row(tag_id: str, last: Harvest, fold: Fold, counts: Mapping[str, Any]) -> dict[str, Any]:
    site, taxonomy, tag = tag_id.split("/", 2)
    n_listed = int(counts.get("listed_sum", 0))
    return {
        "tag_id": tag_id,
        "site": site,
        "taxonomy": taxonomy,
        "tag": tag,
        **{name: fold[name] for name in (*_FACTS, *_SAID)},
        "aliases": sorted(set(fold["aliases"]) - {fold["tag_url"]}),
        "n_listed": n_listed,
        "n_gone": int(counts.get("gone_sum", 0)),
        "last_harvest_at": last.seen_at,
        **{name: instant(fold[name]) for name in _INSTANTS},
        "last_verdict": last.commit.verdict,
        "last_reason": last.commit.row["reason"],
        "share_dated": counts["dated_sum"] / n_listed if n_listed else None,
        "share_authored": counts["authored_sum"] / n_listed if n_listed else None,
    }


def _folded(fold: Fold | None, harvest: Harvest) -> Fold:
    """What was said of the tag with one more harvest: the newest of each thing; aliases add up."""
    row, body = harvest.commit.row, harvest.commit.body
    facts = body["tag"]
    seen = instant_text(harvest.seen_at)
    if fold is None:
        # How the tag was found is the story of its first harvest.
        fold = {
            **dict.fromkeys((*_FACTS, "n_expected", "expected_source", *_INSTANTS)),
            "links": [],
            "aliases": [],
            "discovered_by": facts["discovered_by"],
            "first_harvest_at": seen,
        }
    said = {name: facts[name] for name in _FACTS if facts[name] is not None}
    said |= {"tag_url": facts["tag_url"], "origin": row["origin"]}
    said["aliases"] = sorted({*fold["aliases"], *facts["aliases"]})
    if facts["links"]:
        said["links"] = facts["links"]
    if row["n_expected"] is not None:
        said |= {"n_expected": row["n_expected"], "expected_source": body["expected_source"]}
    if harvest.verdict in _GOOD:
        said["last_good_at"] = seen
    if harvest.is_sweep:
        said["last_full_at"] = seen
    return {**fold, **said}
