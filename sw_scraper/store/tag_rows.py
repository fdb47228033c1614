"""The tags table: what is known of each tag, and how its harvests went."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from sw_scraper.store.discoveries import FOUND_AT
from sw_scraper.store.schema import schema_of
from sw_scraper.store.vectors import flat, lookup

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sw_scraper.store.history import Harvest

_GOOD = frozenset({"complete", "unchanged"})
_FACTS = ("name", "name_raw", "description", "language", "goal_number")


def tag_table(
    harvests: Sequence[Harvest],
    listings: pa.Table,
    articles: pa.Table,
    *,
    discovered: Mapping[str, Mapping[str, Any]] | None = None,
) -> pa.Table:
    """One row per tag that has had a harvest that counts, or that its site was found to have, sorted by tag_id.

    Args:
        harvests: oldest sight first, whatever their verdicts.
        listings: as made from them.
        articles: as made from them.
        discovered: tag_id to what discovery said of it; None for nothing.
    """
    by_tag: dict[str, list[Harvest]] = defaultdict(list)
    for harvest in harvests:
        by_tag[harvest.tag_id].append(harvest)
    counts = _listing_counts(listings, articles)
    rows = [
        _row(tag_id, of_tag, counts.get(tag_id, {}))
        for tag_id, of_tag in sorted(by_tag.items())
        if any(harvest.counts for harvest in of_tag)
    ]
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


def _row(tag_id: str, harvests: Sequence[Harvest], counts: Mapping[str, Any]) -> dict[str, Any]:
    counting = [harvest for harvest in harvests if harvest.counts]
    good = [harvest for harvest in counting if harvest.verdict in _GOOD]
    sweeps = [harvest for harvest in counting if harvest.is_sweep]
    last = harvests[-1]
    site, taxonomy, tag = tag_id.split("/", 2)
    n_listed = int(counts.get("listed_sum", 0))
    expected = [harvest.commit for harvest in counting if harvest.commit.row["n_expected"] is not None]
    return {
        "tag_id": tag_id,
        "site": site,
        "taxonomy": taxonomy,
        "tag": tag,
        **_facts(counting),
        "n_expected": expected[-1].row["n_expected"] if expected else None,
        "expected_source": expected[-1].body["expected_source"] if expected else None,
        "n_listed": n_listed,
        "n_gone": int(counts.get("gone_sum", 0)),
        "first_harvest_at": counting[0].seen_at,
        "last_harvest_at": last.seen_at,
        "last_good_at": good[-1].seen_at if good else None,
        "last_full_at": sweeps[-1].seen_at if sweeps else None,
        "last_verdict": last.commit.verdict,
        "last_reason": last.commit.row["reason"],
        "share_dated": counts["dated_sum"] / n_listed if n_listed else None,
        "share_authored": counts["authored_sum"] / n_listed if n_listed else None,
        "origin": counting[-1].commit.row["origin"],
    }


def _facts(counting: Sequence[Harvest]) -> dict[str, Any]:
    """The newest that was said of the tag; aliases add up."""
    said: dict[str, Any] = dict.fromkeys(_FACTS)
    said |= {"links": []}
    aliases: set[str] = set()
    for harvest in counting:
        facts = harvest.commit.body["tag"]
        said |= {name: facts[name] for name in _FACTS if facts[name] is not None}
        said["tag_url"] = facts["tag_url"]
        if facts["links"]:
            said["links"] = facts["links"]
        aliases.update(facts["aliases"])
    said["aliases"] = sorted(aliases - {said["tag_url"]})
    # How the tag was found is the story of its first harvest.
    said["discovered_by"] = counting[0].commit.body["tag"]["discovered_by"]
    return said
