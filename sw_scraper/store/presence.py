"""Who is in which list, since when, until when: the life of every lane (an article in a tag)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from sw_scraper.store.vectors import constant, ends, flat, lag, later, lookup, starts, where

if TYPE_CHECKING:
    from sw_scraper.store.frame import Frame


@dataclass(frozen=True, slots=True)
class Presence:
    """The lanes and what happened to them.

    Attributes:
        lanes: sorted by lane: ``lane``, ``a``, ``t``, ``i`` (row of the last sighting), ``first_seen``, ``last_seen``,
            ``last_confirmed``, ``gone_since``, ``is_listed``, ``position``, ``n_returns``, ``gone_h`` (noticed by).
        events: new, gone and returned: ``lane``, ``a``, ``t``, ``kind``, ``h`` (noticed by), ``changed_at``,
            ``previous_at``, ``i_old``, ``i_new`` (rows, null where there is none), ``cause``.
    """

    lanes: pa.Table
    events: pa.Table


def presence_of(frame: Frame) -> Presence:
    """Follow every lane through the harvests.

    Args:
        frame: the sightings.
    """
    life = _life(frame)
    mask = flat(life.column("is_last"))
    last = life.filter(mask)
    first = life.filter(flat(life.column("is_first")))
    lane = flat(last.column("lane"))
    gone_h = flat(last.column("gone_next"))
    gone_since = frame.timeline.seen_at.take(gone_h)
    is_listed = pc.is_null(gone_h)
    last_seen = flat(last.column("fetched_at"))
    late = pc.greater_equal(flat(life.column("h")), frame.n_base)
    life_late = life.set_column(
        life.column_names.index("is_return"), "is_return", pc.and_(flat(life.column("is_return")), late)
    )
    returns = life_late.group_by("lane", use_threads=False).aggregate([("is_return", "sum")])
    n_returns, confirmed = _from_base(frame, lane)
    lanes = pa.table(
        {
            "lane": lane,
            "a": flat(last.column("a")),
            "t": flat(last.column("t")),
            "i": flat(last.column("i")),
            "first_seen": flat(first.column("fetched_at")),
            "last_seen": last_seen,
            "last_confirmed": later(_confirmed(frame, lane, last_seen, gone_since), confirmed),
            "gone_since": gone_since,
            "is_listed": is_listed,
            "position": _positions(frame, lane),
            "n_returns": pc.add(flat(returns.column("is_return_sum")).cast(pa.int32()), n_returns),
            "gone_h": gone_h,
        }
    )
    return Presence(lanes, _events(frame, life))


def _from_base(frame: Frame, lanes: pa.Array) -> tuple[pa.Array, pa.Array]:
    """What the base knows of each lane: how often it came back, and when it was confirmed last."""
    if frame.base is None:
        nothing = pa.nulls(len(lanes), pa.timestamp("us", tz="UTC"))
        return constant(0, pa.int32(), len(lanes)), nothing
    known = frame.base.lanes
    t = pc.index_in(flat(known.column("tag_id")), value_set=pa.array(frame.timeline.tag_ids, pa.string()))
    a = pc.index_in(flat(known.column("article_id")), value_set=frame.articles)
    lane = pc.add(pc.multiply(t.cast(pa.int64()), max(1, len(frame.articles))), a.cast(pa.int64()))
    is_here = pc.is_valid(lane)
    among = lane.filter(is_here)
    n_returns = lookup(lanes, among=among, values=flat(known.column("n_returns")).filter(is_here))
    confirmed = lookup(lanes, among=among, values=flat(known.column("last_confirmed")).filter(is_here))
    return pc.fill_null(n_returns, fill_value=0).cast(pa.int32()), confirmed


def _life(frame: Frame) -> pa.Table:
    """One row per lane and harvest, sorted so, with what came between."""
    line = frame.timeline
    table = frame.first.select(["lane", "h", "a", "t", "i"])
    table = table.take(pc.sort_indices(table, [("lane", "ascending"), ("h", "ascending")]))
    lane, h, t = (flat(table.column(name)) for name in ("lane", "h", "t"))
    is_first, is_last = starts(lane), ends(lane)
    until = line.sweeps_until.take(h)
    before = pc.subtract(until, line.is_sweep.take(h).cast(pa.int64()))
    until_previous = lag(until)
    is_return = pc.and_(pc.invert(is_first), pc.fill_null(pc.greater(before, until_previous), fill_value=False))
    offset = line.first_sweep.take(t)
    total = pc.subtract(line.first_sweep.take(pc.add(t, 1)), offset)
    is_gone = pc.and_(is_last, pc.greater(total, until))
    missed_by = line.sweeps.take(where(pc.or_(is_gone, _next_returns(is_return)), pc.add(offset, until)))
    # What newer code no longer finds is gone from the harvest in which it was last found.
    is_lost = pc.and_(is_last, pc.is_in(lane, value_set=frame.lost))
    return (
        table.append_column("fetched_at", frame.at("fetched_at", flat(table.column("i"))))
        .append_column("is_first", is_first)
        .append_column("is_last", is_last)
        .append_column("is_return", is_return)
        .append_column("gone_next", pc.if_else(is_lost, h, missed_by))
        .append_column("is_lost", is_lost)
        .append_column(
            "last_sweep", line.sweeps.take(where(pc.greater(before, 0), pc.add(offset, pc.subtract(before, 1))))
        )
    )


def _next_returns(is_return: pa.Array) -> pa.Array:
    return pc.fill_null(pa.concat_arrays([is_return.slice(1), pa.nulls(min(1, len(is_return)), pa.bool_())]), False)


def _positions(frame: Frame, lanes: pa.Array) -> pa.Array:
    """The place of each lane in the whole list at its tag's last sweep; null when it was not in that."""
    line = frame.timeline
    sweeps = [
        line.sweeps[end - 1].as_py()
        for begin, end in zip(line.first_sweep[:-1].to_pylist(), line.first_sweep[1:].to_pylist(), strict=True)
        if end > begin
    ]
    first = frame.first
    mask = pc.and_(
        pc.is_in(flat(first.column("h")), value_set=pa.array(sweeps, pa.int64())),
        pc.invert(pc.is_in(flat(first.column("lane")), value_set=frame.lost)),
    )
    seen = first.filter(mask)
    h = flat(seen.column("h"))
    index = pa.arange(0, seen.num_rows)
    start = pa.table({"h": h, "n": index}).group_by("h", use_threads=False).aggregate([("n", "min")])
    begin = lookup(h, among=flat(start.column("h")), values=flat(start.column("n_min")))
    rank = pc.add(pc.subtract(index, begin), 1).cast(pa.int32())
    return lookup(lanes, among=flat(seen.column("lane")), values=rank)


def _confirmed(frame: Frame, lanes: pa.Array, last_seen: pa.Array, gone_since: pa.Array) -> pa.Array:
    """Last time that a lane was seen, or stood on a page that the server called not modified."""
    found = _confirmations(frame)
    if not found:
        return last_seen
    lane = flat(frame.rows.column("lane"))
    pieces = [
        pa.table({"lane": lane.slice(begin, length), "h": constant(h, pa.int64(), length)})
        for (begin, length), h in found.items()
    ]
    latest = pa.concat_tables(pieces).group_by("lane", use_threads=False).aggregate([("h", "max")])
    h_of_lane = lookup(lanes, among=flat(latest.column("lane")), values=flat(latest.column("h_max")))
    moment = frame.timeline.seen_at.take(h_of_lane)
    too_late = pc.fill_null(pc.greater_equal(moment, gone_since), fill_value=False)
    return later(last_seen, where(pc.invert(too_late), moment))


def _confirmations(frame: Frame) -> dict[tuple[int, int], int]:
    """Runs of rows (first, length) to the last harvest that found their page not modified."""
    harvests = frame.timeline.harvests
    late = harvests[frame.n_base :]
    if not any(harvest.commit.sightings_file is None or _not_modified(harvest.commit.body) for harvest in late):
        return {}
    grouped = (
        frame.rows.select(["h", "page_number"])
        .append_column("i", pa.arange(0, frame.rows.num_rows))
        .group_by(["h", "page_number"], use_threads=False)
        .aggregate([("i", "min"), ("i", "count")])
    )
    pages: dict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
    for row in grouped.to_pylist():
        pages[row["h"]][row["page_number"]] = (row["i_min"], row["i_count"])
    latest: dict[str, dict[int, tuple[int, int]]] = defaultdict(dict)
    found: dict[tuple[int, int], int] = {}
    for h, harvest in enumerate(harvests):
        known = latest[harvest.tag_id]
        if h < frame.n_base:
            known.update(pages.get(h, {}))
            continue
        confirmed = _not_modified(harvest.commit.body)
        if not confirmed and harvest.verdict == "unchanged" and harvest.commit.sightings_file is None:
            confirmed = [1]
        for page in confirmed:
            if page in known:
                found[known[page]] = h
        known.update(pages.get(h, {}))
    return found


def _not_modified(body: object) -> list[int]:
    return list(body.get("pages_not_modified", ())) if hasattr(body, "get") else []


def _events(frame: Frame, life: pa.Table) -> pa.Table:
    return pa.concat_tables([_arrivals(frame, life), _returns(frame, life), _departures(frame, life)])


def _event_table(life: pa.Table, kind: str, **columns: pa.Array) -> pa.Table:
    n = life.num_rows
    base = {name: flat(life.column(name)) for name in ("lane", "a", "t")}
    return pa.table({**base, "kind": constant(kind, pa.string(), n), **columns})


def _arrivals(frame: Frame, life: pa.Table) -> pa.Table:
    line = frame.timeline
    new = life.filter(flat(life.column("is_first")))
    h, i = flat(new.column("h")), flat(new.column("i"))
    ahead, previous = _read_past(frame, life)
    is_ahead = pc.less(i, ahead.take(h))
    by_sweep = line.seen_at.take(flat(new.column("last_sweep")))
    by_neighbour = line.seen_at.take(where(pc.fill_null(is_ahead, fill_value=False), previous.take(h)))
    return _event_table(
        new,
        "new",
        h=h,
        changed_at=flat(new.column("fetched_at")),
        previous_at=later(by_sweep, by_neighbour),
        i_old=pa.nulls(len(h), pa.int64()),
        i_new=i,
        cause=_arrival_cause(frame, new),
    )


def _read_past(frame: Frame, life: pa.Table) -> tuple[pa.Array, pa.Array]:
    """How far down each harvest's rows the tag's harvest before had read too, and which harvest that was.

    What is new above that place came after that harvest: it had read the list down to there.
    """
    line = frame.timeline
    grouped = frame.rows.group_by("h", use_threads=False).aggregate([("page_number", "min")])
    from_top = dict(zip(grouped.column("h").to_pylist(), grouped.column("page_number_min").to_pylist(), strict=True))
    previous: list[int | None] = []
    latest: dict[str, int | None] = {}
    for h, harvest in enumerate(line.harvests):
        previous.append(latest.get(harvest.tag_id))
        if h in from_top:
            latest[harvest.tag_id] = h if from_top[h] == 1 else None
    before = pa.array(previous, pa.int64())
    h = flat(life.column("h"))
    again = pc.fill_null(
        pc.and_(pc.invert(flat(life.column("is_first"))), pc.equal(lag(h), before.take(h))), fill_value=False
    )
    known = life.filter(again).group_by("h", use_threads=False).aggregate([("i", "max")])
    every = pa.arange(0, len(line.harvests))
    return lookup(every, among=flat(known.column("h")), values=flat(known.column("i_max"))), before


def _arrival_cause(frame: Frame, new: pa.Table) -> pa.Array:
    """The extractor, where the tag had shown the same bytes before; else the source."""
    digests = flat(frame.rows.column("payload_digest")).unique().drop_null()
    digest = pc.index_in(frame.at("payload_digest", flat(new.column("i"))), value_set=digests).cast(pa.int64())
    everywhere = pc.index_in(flat(frame.rows.column("payload_digest")), value_set=digests).cast(pa.int64())
    n_tags = max(1, len(frame.timeline.tag_ids))
    shown = pa.table(
        {
            "page": pc.add(pc.multiply(everywhere, n_tags), flat(frame.rows.column("t"))),
            "h": flat(frame.rows.column("h")),
        }
    ).filter(pc.is_valid(everywhere))
    if frame.base is not None:
        shown = pa.concat_tables([shown, _shown_in_base(frame, digests, n_tags)])
    first = shown.group_by("page", use_threads=False).aggregate([("h", "min")])
    page = pc.add(pc.multiply(digest, n_tags), flat(new.column("t")))
    earliest = lookup(page, among=flat(first.column("page")), values=flat(first.column("h_min")))
    is_old = pc.and_(pc.is_valid(page), pc.fill_null(pc.less(earliest, flat(new.column("h"))), fill_value=False))
    return pc.if_else(is_old, "extractor", "source")


def _shown_in_base(frame: Frame, digests: pa.Array, n_tags: int) -> pa.Table:
    """The pages that were shown before, as far as they matter: those whose bytes are in the rows."""
    assert frame.base is not None
    shown = frame.base.shown
    digest = pc.index_in(flat(shown.column("payload_digest")), value_set=digests).cast(pa.int64())
    t = pc.index_in(flat(shown.column("tag_id")), value_set=pa.array(frame.timeline.tag_ids, pa.string()))
    page = pc.add(pc.multiply(digest, n_tags), t.cast(pa.int64())).drop_null()
    return pa.table({"page": page, "h": constant(-1, pa.int64(), len(page))})


def _returns(frame: Frame, life: pa.Table) -> pa.Table:
    back = life.filter(flat(life.column("is_return")))
    h = flat(back.column("h"))
    return _event_table(
        back,
        "returned",
        h=h,
        changed_at=flat(back.column("fetched_at")),
        previous_at=frame.timeline.seen_at.take(flat(back.column("last_sweep"))),
        i_old=pa.nulls(len(h), pa.int64()),
        i_new=flat(back.column("i")),
        cause=constant("source", pa.string(), len(h)),
    )


def _departures(frame: Frame, life: pa.Table) -> pa.Table:
    left = life.filter(pc.is_valid(flat(life.column("gone_next"))))
    h = flat(left.column("gone_next"))
    return _event_table(
        left,
        "gone",
        h=h,
        changed_at=frame.timeline.seen_at.take(h),
        previous_at=flat(left.column("fetched_at")),
        i_old=flat(left.column("i")),
        i_new=pa.nulls(len(h), pa.int64()),
        cause=pc.if_else(flat(left.column("is_lost")), "extractor", _departure_cause(frame, left)),
    )


def _departure_cause(frame: Frame, left: pa.Table) -> pa.Array:
    """The extractor, where the sweep that missed it read the very bytes in which it had been seen; else the source."""
    digest = flat(frame.rows.column("payload_digest"))
    different = digest.unique().drop_null()
    code = pc.index_in(digest, value_set=different).cast(pa.int64())
    n_harvests = max(1, len(frame.timeline.harvests))
    read = pc.add(pc.multiply(code, n_harvests), flat(frame.rows.column("h"))).drop_null()
    wanted = pc.add(pc.multiply(code.take(flat(left.column("i"))), n_harvests), flat(left.column("gone_next")))
    known = pc.and_(pc.is_valid(wanted), pc.is_in(wanted, value_set=read))
    return pc.if_else(known, "extractor", "source")
