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

    from sw_scraper.store.carry import Base
    from sw_scraper.store.commits import Commit
    from sw_scraper.store.history import Harvest
    from sw_scraper.store.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many articles were new to the tag, shown differently than before, and gone."""

    n_new: int = 0
    n_changed: int = 0
    n_gone: int = 0


def tally_of(
    source: Source,
    commits: Sequence[Commit],
    harvest_id: str,
    *,
    fresh: pa.Table | None = None,
    base: Base | None = None,
) -> Tally:
    """Count what one harvest changes.

    Args:
        source: the dataset.
        commits: of the harvest's tag, the one being made included.
        harvest_id: the harvest.
        fresh: its rows, when their file is not there yet.
        base: what stands for earlier harvests.

    Returns:
        Zeros when the harvest does not count.
    """
    harvests = harvests_of(commits)
    if not any(harvest.counts and harvest.harvest_id == harvest_id for harvest in harvests):
        return Tally()
    frame = frame_of(source, harvests, fresh=fresh, base=_base_for(harvests, base))
    h = next(n for n, harvest in enumerate(frame.timeline.harvests) if harvest.harvest_id == harvest_id)
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


def _base_for(harvests: Sequence[Harvest], base: Base | None) -> Base | None:
    """The part of the base that is of the tag of some harvests, where it can be used."""
    return base.of_tag(harvests[0].tag_id) if base is not None and harvests and base.fits(harvests) else None


def tag_state(source: Source, commits: Sequence[Commit], tag_id: str, *, base: Base | None = None) -> TagState:
    """What the dataset knows of a tag.

    Args:
        source: the dataset.
        commits: of the tag.
        tag_id: the tag.
        base: what stands for earlier harvests.
    """
    harvests = harvests_of(commits)
    if not harvests:
        return TagState(tag_id=tag_id, listed={}, gone=frozenset())
    frame = frame_of(source, harvests, base=_base_for(harvests, base))
    lanes = presence_of(frame).lanes
    ids = frame.articles.take(flat(lanes.column("a")))
    hashes = frame.at("content_hash", flat(lanes.column("i")))
    is_listed = flat(lanes.column("is_listed"))
    listed = zip(ids.filter(is_listed).to_pylist(), hashes.filter(is_listed).to_pylist(), strict=True)
    counting = [harvest for harvest in harvests if harvest.counts]
    good = [harvest for harvest in counting if harvest.verdict in {"complete", "unchanged"}]
    sweeps = [harvest for harvest in counting if harvest.is_sweep]
    return TagState(
        tag_id=tag_id,
        listed=dict(listed),
        gone=frozenset(ids.filter(pc.invert(is_listed)).to_pylist()),
        last_harvest_at=harvests[-1].seen_at,
        last_good_at=good[-1].seen_at if good else None,
        last_full_at=sweeps[-1].seen_at if sweeps else None,
        last_verdict=harvests[-1].commit.verdict,
        n_expected=_expected(tag_id, counting, _base_for(harvests, base)),
        harvest_ids=tuple(harvest.harvest_id for harvest in counting),
    )


def _expected(tag_id: str, counting: Sequence[Harvest], base: Base | None) -> int | None:
    """How many entries the site said last; a base knows it of the harvests that it stands for."""
    for harvest in reversed(counting):
        if base is not None and base.has(harvest):
            break
        n_expected: int | None = harvest.commit.row["n_expected"]
        if n_expected is not None:
            return n_expected
    return None if base is None else base.folds.get(tag_id, {}).get("n_expected")
