"""The rows that tables are made from: committed sightings of the harvests that count, with numbers for their keys.

Three numbers stand for keys throughout: ``h`` is a harvest in the order of seeing, ``a`` an article, ``t`` a tag. A
lane is one article in one tag: ``lane = t * n_articles + a``.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from sw_scraper.store.schema import schema_of
from sw_scraper.store.vectors import codes, constant, flat, joined, where

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sw_scraper.store.carry import Base
    from sw_scraper.store.history import Harvest
    from sw_scraper.store.source import Source

_UNUSED = frozenset(["rules", "warc_record_id", "page_url", "site", "taxonomy", "tag", "tag_id", "scope"])
COLUMNS = tuple(name for name in schema_of("sightings").names if name not in _UNUSED)
"""The columns of sightings that tables are made from."""

FIELDS = ("url", "title", "teaser", "date_published", "authors", "image_url")
"""The values whose changes are followed."""


_PLACE = [(name, "ascending") for name in ("h", "page_number", "position")]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The harvests that count, in the order of seeing, and the tags that they are of.

    Attributes:
        harvests: position is ``h``.
        tag_ids: position is ``t``; sorted.
        tag_of: ``t`` of each harvest.
        sweeps: ``h`` of all full complete harvests, tag after tag, in order.
        first_sweep: where each tag's sweeps begin in ``sweeps``; one more at the end.
        sweeps_until: for each harvest how many sweeps its tag had until then, itself included.
        is_sweep: the harvest proved the whole list.
        seen_at: when each harvest saw what it saw.
    """

    harvests: tuple[Harvest, ...]
    tag_ids: tuple[str, ...]
    tag_of: pa.Array
    sweeps: pa.Array
    first_sweep: pa.Array
    sweeps_until: pa.Array
    is_sweep: pa.Array
    seen_at: pa.Array


@dataclass(frozen=True, slots=True)
class Frame:
    """Sightings and what they add up to per harvest and article.

    Attributes:
        timeline: the harvests.
        rows: sightings sorted by h, page_number, position, with ``h``, ``a``, ``t``, ``lane``.
        articles: article_id by ``a``.
        first: one row per harvest and article, sorted by h and place: ``h``, ``a``, ``t``, ``lane``, ``i`` (the row of
            its first place), and per field of FIELDS, ``authors_raw``, ``categories``, ``language`` and ``modified_at``
            the row that has the first value that is not null; null when none has.
        older: rows of superseded extractions, with ``h``, ``t`` and ``rank`` (0 for the oldest).
        lost: ``lane`` of the articles that only a superseded extraction saw in a tag.
        base: what stands for the harvests before ``n_base``; None when every harvest is here.
        n_base: what happened in harvests before this is in the base already.
    """

    timeline: Timeline
    rows: pa.Table
    articles: pa.Array
    first: pa.Table
    older: pa.Table
    lost: pa.Array
    base: Base | None = None
    n_base: int = 0

    def at(self, name: str, indices: pa.Array) -> pa.Array:
        """Values of a column of the rows at some indices; null for a null index."""
        return flat(self.rows.column(name)).take(indices)


def timeline_of(harvests: Sequence[Harvest]) -> Timeline:
    """The order of things.

    Args:
        harvests: in the order of seeing; those that don't count are left out.
    """
    counting = tuple(harvest for harvest in harvests if harvest.counts)
    tag_ids = tuple(sorted({harvest.tag_id for harvest in counting}))
    number = {tag_id: t for t, tag_id in enumerate(tag_ids)}
    by_tag: dict[int, list[int]] = defaultdict(list)
    until = []
    for h, harvest in enumerate(counting):
        sweeps = by_tag[number[harvest.tag_id]]
        if harvest.is_sweep:
            sweeps.append(h)
        until.append(len(sweeps))
    first = [0]
    for t in range(len(tag_ids)):
        first.append(first[-1] + len(by_tag[t]))
    return Timeline(
        harvests=counting,
        tag_ids=tag_ids,
        tag_of=pa.array([number[harvest.tag_id] for harvest in counting], pa.int64()),
        sweeps=pa.array([h for t in range(len(tag_ids)) for h in by_tag[t]], pa.int64()),
        first_sweep=pa.array(first, pa.int64()),
        sweeps_until=pa.array(until, pa.int64()),
        is_sweep=pa.array([harvest.is_sweep for harvest in counting], pa.bool_()),
        seen_at=pa.array([harvest.seen_at for harvest in counting], pa.timestamp("us", tz="UTC")),
    )


def frame_of(
    source: Source, harvests: Sequence[Harvest], *, fresh: pa.Table | None = None, base: Base | None = None
) -> Frame:
    """Read what the tables are made from.

    Args:
        source: the dataset.
        harvests: in the order of seeing.
        fresh: the rows of a harvest whose file is not there yet (its ``sightings_file`` is empty text).
        base: what stands for earlier harvests, which are not read then.

    Raises:
        StoreError: rows of a committed harvest cannot be read.
    """
    if base is not None:
        found = _based_frame(source, harvests, fresh, base)
        if found is not None:
            return found
    timeline = timeline_of(harvests)
    rows = _numbered(_read(source, [harvest.commit.sightings_file for harvest in timeline.harvests]), timeline)
    if fresh is not None:
        rows = pa.concat_tables([rows, _numbered(fresh.select(COLUMNS), timeline)])
        rows = rows.take(pc.sort_indices(rows, _PLACE))
    older = _superseded_rows(source, timeline)
    rows = _with_articles(_with_lost(rows, older))
    lost = flat(rows.column("lane")).filter(flat(rows.column("is_lost"))).unique()
    articles = flat(rows.column("article_id")).dictionary_encode().dictionary
    return Frame(timeline, rows, articles, _first(rows), older, lost)


def _based_frame(source: Source, harvests: Sequence[Harvest], fresh: pa.Table | None, base: Base) -> Frame | None:
    """The frame of a base and what came after it; None when an article comes back that newer code had lost."""
    counting = [harvest for harvest in harvests if harvest.counts]
    kept = [harvest for harvest in counting if base.has(harvest) and harvest.harvest_id in base.harvest_ids]
    new = [harvest for harvest in counting if not base.has(harvest)]
    timeline = timeline_of([*kept, *new])
    tables = [_numbered(base.rows.select([*COLUMNS, "is_lost"]), timeline)]
    late = [_read(source, [harvest.commit.sightings_file for harvest in new])]
    if fresh is not None:
        late.append(fresh.select(COLUMNS))
    for rows in late:
        not_lost = constant(value=False, kind=pa.bool_(), length=rows.num_rows)
        tables.append(_numbered(rows.append_column("is_lost", not_lost), timeline))
    rows = pa.concat_tables(tables)
    rows = rows.take(pc.sort_indices(rows, _PLACE))
    rows = _with_articles(rows)
    is_lost, lane = flat(rows.column("is_lost")), flat(rows.column("lane"))
    lost = lane.filter(is_lost).unique()
    if len(lost) and pc.any(pc.is_in(lane.filter(pc.invert(is_lost)), value_set=lost)).as_py():
        return None
    articles = flat(rows.column("article_id")).dictionary_encode().dictionary
    older = _superseded_rows(source, timeline_of([]))
    return Frame(timeline, rows, articles, _first(rows), older, lost, base, len(kept))


def _with_lost(rows: pa.Table, older: pa.Table) -> pa.Table:
    """Add the rows of articles that only a superseded extraction saw in a tag, marked ``is_lost``."""
    n = rows.num_rows
    if not older.num_rows:
        return rows.append_column("is_lost", pa.repeat(pa.scalar(value=False), n))
    both = _with_articles(pa.concat_tables([rows, older.drop_columns(["rank"])]))
    lane = flat(both.column("lane"))
    is_lost = pc.invert(pc.is_in(lane, value_set=lane.slice(0, n).unique()))
    both = both.append_column("is_lost", is_lost)
    kept = both.filter(pc.or_(pc.less(pa.arange(0, both.num_rows), n), is_lost))
    return kept.take(pc.sort_indices(kept, _PLACE))


def _superseded_rows(source: Source, timeline: Timeline) -> pa.Table:
    """Rows of earlier extractions of the harvests that count, with ``h`` and ``rank`` (0 for the oldest)."""
    found = [(harvest, rank) for harvest in timeline.harvests for rank in range(len(harvest.superseded))]
    tables = []
    for harvest, rank in found:
        table = _numbered(_read(source, [harvest.superseded[rank].sightings_file]), timeline)
        tables.append(table.append_column("rank", pa.repeat(pa.scalar(rank, pa.int64()), table.num_rows)))
    if tables:
        return pa.concat_tables(tables)
    empty = _numbered(_read(source, []), timeline)
    return empty.append_column("rank", pa.array([], pa.int64()))


def _read(source: Source, paths: Sequence[str | None]) -> pa.Table:
    return source.sightings([path for path in paths if path], columns=COLUMNS)


def _numbered(rows: pa.Table, timeline: Timeline) -> pa.Table:
    ids = pa.array([harvest.harvest_id for harvest in timeline.harvests], pa.string())
    h = flat(pc.index_in(rows.column("harvest_id"), value_set=ids)).cast(pa.int64())
    return rows.append_column("h", h).append_column("t", timeline.tag_of.take(h))


def _with_articles(rows: pa.Table) -> pa.Table:
    article = flat(rows.column("article_id")).dictionary_encode()
    a = article.indices.cast(pa.int64())
    lane = pc.add(pc.multiply(flat(rows.column("t")), max(1, len(article.dictionary))), a)
    present = [name for name in ("a", "lane") if name in rows.column_names]
    return rows.drop_columns(present).append_column("a", a).append_column("lane", lane)


def value_codes(rows: pa.Table, field: str) -> pa.Array:
    """A number for each different value of a field of FIELDS; null where the row says nothing."""
    column = flat(rows.column(field))
    return codes(joined(column) if pa.types.is_list(column.type) else column)


def _first(rows: pa.Table) -> pa.Table:
    index = pa.arange(0, rows.num_rows)
    marked = {"h": flat(rows.column("h")), "a": flat(rows.column("a")), "i": index}
    for name in (*FIELDS, "authors_raw", "categories", "language", "modified_at"):
        column = flat(rows.column(name))
        said = pc.greater(pc.list_value_length(column), 0) if pa.types.is_list(column.type) else pc.is_valid(column)
        marked[name] = where(said, index)
    names = [name for name in marked if name not in {"h", "a"}]
    grouped = pa.table(marked).group_by(["h", "a"], use_threads=False).aggregate([(name, "min") for name in names])
    table = pa.table({name: flat(grouped.column(f"{name}_min")) for name in names})
    table = table.append_column("h", flat(grouped.column("h"))).append_column("a", flat(grouped.column("a")))
    for name in ("t", "lane"):
        table = table.append_column(name, flat(rows.column(name)).take(flat(table.column("i"))))
    return table.take(pc.sort_indices(flat(table.column("i"))))
