"""What a harvest changes, counted against what its tag had shown before; and what is known of a tag."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from sw_scraper.store.frame import frame_of
from sw_scraper.store.history import harvests_of
from sw_scraper.store.presence import presence_of
from sw_scraper.store.records import TagState
from sw_scraper.store.values import values_of
from sw_scraper.store.vectors import flat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sw_scraper.store.commits import Commit
    from sw_scraper.store.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many articles were new to the tag, shown differently than before, and gone."""

    n_new: int = 0
    n_changed: int = 0
    n_gone: int = 0


def tally_of(source: Source, commits: Sequence[Commit], harvest_id: str, *, fresh: pa.Table | None = None) -> Tally:
    """Count what one harvest changes.

    Args:
        source: the dataset.
        commits: of the harvest's tag, the one being made included.
        harvest_id: the harvest.
        fresh: its rows, when their file is not there yet.

    Returns:
        Zeros when the harvest does not count.
    """
    harvests = harvests_of(commits)
    counting = [harvest for harvest in harvests if harvest.counts]
    h = next((n for n, harvest in enumerate(counting) if harvest.harvest_id == harvest_id), None)
    if h is None:
        return Tally()
    frame = frame_of(source, harvests, fresh=fresh)
    events = presence_of(frame).events
    kinds = flat(events.column("kind").filter(pc.equal(flat(events.column("h")), h)))
    edits = values_of(frame).edits
    # What was found beside the list is no change of what the list shows.
    edits = edits.filter(pc.not_equal(flat(edits.column("cause")), "enrichment"))
    edited = flat(edits.column("a")).filter(pc.equal(flat(edits.column("h")), h))
    return Tally(
        n_new=pc.sum(pc.equal(kinds, "new")).as_py() or 0,
        n_changed=len(edited.unique()),
        n_gone=pc.sum(pc.equal(kinds, "gone")).as_py() or 0,
    )


def tag_state(source: Source, commits: Sequence[Commit], tag_id: str) -> TagState:
    """What the dataset knows of a tag.

    Args:
        source: the dataset.
        commits: of the tag.
        tag_id: the tag.
    """
    harvests = harvests_of(commits)
    if not harvests:
        return TagState(tag_id=tag_id, listed={}, gone=frozenset())
    frame = frame_of(source, harvests)
    lanes = presence_of(frame).lanes
    ids = frame.articles.take(flat(lanes.column("a")))
    hashes = frame.at("content_hash", flat(lanes.column("i")))
    is_listed = flat(lanes.column("is_listed"))
    listed = zip(ids.filter(is_listed).to_pylist(), hashes.filter(is_listed).to_pylist(), strict=True)
    counting = [harvest for harvest in harvests if harvest.counts]
    good = [harvest for harvest in counting if harvest.verdict in {"complete", "unchanged"}]
    sweeps = [harvest for harvest in counting if harvest.is_sweep]
    expected = [one for one in (harvest.commit.row["n_expected"] for harvest in counting) if one is not None]
    return TagState(
        tag_id=tag_id,
        listed=dict(listed),
        gone=frozenset(ids.filter(pc.invert(is_listed)).to_pylist()),
        last_harvest_at=harvests[-1].seen_at,
        last_good_at=good[-1].seen_at if good else None,
        last_full_at=sweeps[-1].seen_at if sweeps else None,
        last_verdict=harvests[-1].commit.verdict,
        n_expected=expected[-1] if expected else None,
        harvest_ids=tuple(harvest.harvest_id for harvest in counting),
    )
