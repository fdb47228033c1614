"""What of all earlier harvests is needed to go on: one more harvest costs what it brings, not what there is.

A table is made from all sightings there ever were. Most of them no longer matter: what an article is now, and whether
the next harvest changes it, follows from few rows. These are kept (the carry), with the sums of what the others added
up to. ``frame_of`` makes from a carry and the harvests after it a frame that gives the same tables as all rows do:

- of each article in a tag the first and the last sighting, and of each field the last that said something and the one
  with which the present value began;
- of each tag its last full sweep, and of each page number the last harvest that read it;
- the harvests of these rows, and those that found something gone.

The carry is derived, and can be deleted at any time. It names by a digest the commits that it was made from; when these
are not exactly the first ones that there are, or a later commit changes what came before (a decision on a held harvest,
a newer extraction, an old recording), it is not used and everything is read.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from sw_scraper import __version__
from sw_scraper.store import disk, layout
from sw_scraper.store.frame import COLUMNS, FIELDS, value_codes
from sw_scraper.store.schema import schema_of
from sw_scraper.store.vectors import ends, flat, lag, same, starts, where

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from sw_scraper.store.commits import Commit
    from sw_scraper.store.frame import Frame
    from sw_scraper.store.history import Harvest
    from sw_scraper.store.presence import Presence

_VERSION = "1"
_AUX = ("authors_raw", "categories", "language", "modified_at")
_TABLES = ("rows", "lanes", "articles", "shown")


@dataclass(slots=True)
class Base:
    """A carry, or the part of it that is of one tag.

    Attributes:
        key: digest of the commits that it was made from.
        until: when the last of them was committed.
        n_counting: how many harvests of each tag counted.
        last_seen_at: when the last harvest that counted saw what it saw, per tag.
        harvest_ids: of the harvests that are kept.
        folds: per tag what ``tag_rows`` has added up.
        rows: of sightings, with ``is_lost`` and ``tag_id``.
        lanes: ``tag_id``, ``article_id``, ``n_returns``, ``last_confirmed``.
        articles: ``article_id``, ``n_changes``.
        shown: ``tag_id``, ``payload_digest`` of every page that was ever shown.
    """

    key: str
    until: datetime
    n_counting: Mapping[str, int]
    last_seen: Mapping[str, tuple[str, str]]
    harvest_ids: frozenset[str]
    folds: Mapping[str, Any]
    rows: pa.Table
    lanes: pa.Table
    articles: pa.Table
    shown: pa.Table
    _by_tag: dict[str, Base] = field(default_factory=dict)

    def has(self, harvest: Harvest) -> bool:
        """The harvest is one of those that it was made from."""
        return harvest.commit.committed_at <= self.until

    def fits(self, harvests: Sequence[Harvest], *, every_tag: bool = False) -> bool:
        """Whether what came later only adds to what was before.

        Args:
            harvests: all of some tags, in the order of seeing.
            every_tag: they are of all tags.
        """
        counting = [harvest for harvest in harvests if harvest.counts]
        known = Counter(harvest.tag_id for harvest in counting if self.has(harvest))
        tags = set(self.n_counting) if every_tag else {harvest.tag_id for harvest in harvests}
        if any(known[tag_id] != self.n_counting.get(tag_id, 0) for tag_id in tags):
            return False
        last = max((self.last_seen[tag_id] for tag_id in tags if tag_id in self.last_seen), default=("", ""))
        for harvest in harvests:
            if self.has(harvest):
                decision = harvest.accepted or harvest.rejected
                if decision is not None and decision.committed_at > self.until:
                    return False
            elif harvest.superseded or (harvest.counts and _place(harvest) <= last):
                return False
        return True

    def of_tag(self, tag_id: str) -> Base:
        """The part that is of one tag."""
        if tag_id not in self._by_tag:
            tables = {
                name: table.filter(pc.equal(table.column("tag_id"), tag_id))
                for name, table in (("rows", self.rows), ("lanes", self.lanes), ("shown", self.shown))
            }
            self._by_tag[tag_id] = Base(
                self.key, self.until, self.n_counting, self.last_seen, self.harvest_ids, self.folds,
                tables["rows"], tables["lanes"], self.articles, tables["shown"],
            )  # fmt: skip
        return self._by_tag[tag_id]


def _place(harvest: Harvest) -> tuple[str, str]:
    return f"{harvest.seen_at:%Y-%m-%dT%H:%M:%S.%f}", harvest.harvest_id


def key_of(commits: Sequence[Commit]) -> str:
    """The digest that names some commits."""
    return hashlib.sha256("\n".join(sorted(commit.digest for commit in commits)).encode()).hexdigest()


def base_of(
    frame: Frame, presence: Presence, articles: pa.Table, commits: Sequence[Commit], folds: Mapping[str, Any],
    harvests: Sequence[Harvest],
) -> Base:  # fmt: skip
    """The carry of a state.

    Args:
        frame: of all its harvests, or of an earlier carry and those after it.
        presence: made from it.
        articles: ``article_id`` and ``n_changes``.
        commits: of the state, in order.
        folds: what ``tag_rows`` has added up.
        harvests: of the state.
    """
    rows = _kept_rows(frame)
    used = set(flat(rows.column("harvest_id")).unique().to_pylist())
    line = frame.timeline
    missed = {
        line.harvests[h].harvest_id for h in flat(presence.lanes.column("gone_h")).unique().to_pylist() if h is not None
    }
    sweeps = {line.harvests[h].harvest_id for h in _last_sweeps(frame)}
    tag_ids = pa.array(line.tag_ids, pa.string())
    a, t = flat(presence.lanes.column("a")), flat(presence.lanes.column("t"))
    lanes = pa.table(
        {
            "tag_id": tag_ids.take(t),
            "article_id": frame.articles.take(a),
            "n_returns": presence.lanes.column("n_returns"),
            "last_confirmed": presence.lanes.column("last_confirmed"),
        }
    )
    counting = [harvest for harvest in harvests if harvest.counts]
    return Base(
        key=key_of(commits),
        until=commits[-1].committed_at,
        n_counting=dict(Counter(harvest.tag_id for harvest in counting)),
        last_seen={harvest.tag_id: _place(harvest) for harvest in counting},
        harvest_ids=frozenset(used | missed | sweeps),
        folds=folds,
        rows=rows,
        lanes=lanes,
        articles=articles.select(["article_id", "n_changes"]),
        shown=_shown(frame, tag_ids),
    )


def _last_sweeps(frame: Frame) -> list[int]:
    line = frame.timeline
    borders = line.first_sweep.to_pylist()
    return [line.sweeps[end - 1].as_py() for begin, end in pairwise(borders) if end > begin]


def _shown(frame: Frame, tag_ids: pa.Array) -> pa.Table:
    shown = pa.table(
        {"tag_id": tag_ids.take(flat(frame.rows.column("t"))), "payload_digest": frame.rows.column("payload_digest")}
    )
    if frame.base is not None:
        shown = pa.concat_tables([frame.base.shown.select(["tag_id", "payload_digest"]), shown])
    shown = shown.group_by(["tag_id", "payload_digest"], use_threads=False).aggregate([])
    return shown.filter(pc.is_valid(shown.column("payload_digest"))).select(["tag_id", "payload_digest"])


def _kept_rows(frame: Frame) -> pa.Table:
    """The rows that still matter, sorted as they were."""
    n = max(1, len(frame.articles))
    keys = [_kept_of_lanes(frame, n)]
    sweep_rows = pc.is_in(flat(frame.first.column("h")), value_set=pa.array(_last_sweeps(frame), pa.int64()))
    swept = frame.first.filter(sweep_rows)
    keys.append(pc.add(pc.multiply(flat(swept.column("h")), n), flat(swept.column("a"))))
    key = pc.add(pc.multiply(flat(frame.rows.column("h")), n), flat(frame.rows.column("a")))
    pages = frame.rows.select(["t", "page_number", "h"])
    latest = pages.group_by(["t", "page_number"], use_threads=False).aggregate([("h", "max")])
    width = 1 << 31
    last = pc.add(pc.multiply(flat(latest.column("h_max")), width), flat(latest.column("page_number")).cast(pa.int64()))
    place = pc.add(pc.multiply(flat(pages.column("h")), width), flat(pages.column("page_number")).cast(pa.int64()))
    keys.append(key.filter(pc.is_in(place, value_set=last)))
    mask = pc.is_in(key, value_set=pa.concat_arrays(keys).unique())
    tag_ids = pa.array(frame.timeline.tag_ids, pa.string())
    kept = frame.rows.filter(mask)
    tag_id = tag_ids.take(flat(kept.column("t")))
    return kept.select([*COLUMNS, "is_lost"]).append_column("tag_id", tag_id)


def _kept_of_lanes(frame: Frame, n: int) -> pa.Array:
    """Harvest and article (h * n + a) of the sightings that each lane needs."""
    first = frame.first
    columns = {name: flat(first.column(name)) for name in ("lane", "h", "a")}
    order = pc.sort_indices(first, [("lane", "ascending"), ("h", "ascending")])
    columns = {name: column.take(order) for name, column in columns.items()}
    key = pc.add(pc.multiply(columns["h"], n), columns["a"])
    lane = columns["lane"]
    kept = [key.filter(pc.or_(starts(lane), ends(lane)))]
    for name in (*FIELDS, *_AUX):
        index = flat(first.column(name)).take(order)
        said = pc.is_valid(index)
        of, place = lane.filter(said), key.filter(said)
        kept.append(place.filter(ends(of)))
        if name in FIELDS:
            value = value_codes(frame.rows, name).take(index.filter(said))
            before = where(pc.invert(starts(of)), lag(value))
            begins = pc.invert(same(value, before))
            kept.append(place.filter(begins).filter(ends(of.filter(begins))))
    return pa.concat_arrays(kept)


def save_base(base: Base, work: Path) -> None:
    """Keep a carry for the next command; never an error, as it can be done without.

    Args:
        base: the carry.
        work: the folder ``.work``.
    """
    about = {
        "version": _VERSION, "tool": __version__, "key": base.key, "until": base.until.isoformat(),
        "n_counting": dict(base.n_counting), "last_seen": dict(base.last_seen), "folds": dict(base.folds),
        "harvest_ids": sorted(base.harvest_ids),
    }  # fmt: skip
    columns = {"about": pa.array([json.dumps(about).encode()], pa.large_binary())}
    for name in _TABLES:
        columns[name] = pa.array([_packed(getattr(base, name))], pa.large_binary())
    temporary = work / f"carry.{os.getpid()}.tmp"
    try:
        table = pa.table(columns)
        with disk.NewFile(temporary) as file, pa.ipc.new_file(file, table.schema) as out:
            out.write_table(table)
        disk.publish(temporary, work / layout.CARRY)
    except OSError:
        return


def _packed(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, table.schema) as out:
        out.write_table(table.combine_chunks())
    data: bytes = sink.getvalue().to_pybytes()
    return data


def load_base(work: Path, commits: Sequence[Commit]) -> Base | None:
    """The carry, when it was made from exactly the first of some commits.

    Args:
        work: the folder ``.work``.
        commits: all that there are, in order.
    """
    try:
        with pa.memory_map(str(work / layout.CARRY)) as file:
            table = pa.ipc.open_file(file).read_all()
        about = json.loads(table.column("about")[0].as_py())
        if (about["version"], about["tool"]) != (_VERSION, __version__):
            return None
        until = datetime.fromisoformat(about["until"]).astimezone(UTC)
        if key_of([commit for commit in commits if commit.committed_at <= until]) != about["key"]:
            return None
        tables = {name: pa.ipc.open_file(table.column(name)[0].as_buffer()).read_all() for name in _TABLES}
        wanted = [schema_of("sightings").field(name) for name in COLUMNS]
        if tables["rows"].schema.names != [*COLUMNS, "is_lost", "tag_id"] or any(
            tables["rows"].schema.field(one.name).type != one.type for one in wanted
        ):
            return None
        return Base(
            key=about["key"],
            until=until,
            n_counting=about["n_counting"],
            last_seen={tag_id: (one[0], one[1]) for tag_id, one in about["last_seen"].items()},
            harvest_ids=frozenset(about["harvest_ids"]),
            folds=about["folds"],
            **tables,
        )
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException):
        return None
