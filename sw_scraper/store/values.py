"""What is said of each article, and when that changed.

The newest thing said wins. Two rules keep that true when an article stands in several lists:

- A null says nothing: it never replaces a value. Null means "not said", and a list that shows no dates does not
  withdraw the date that another list showed.
- A list that shows what it showed before says nothing new. Where two lists show different values (a shorter teaser,
  say), the value and the changes do not go to and fro with each harvest; a value changes when some list changes it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from sw_scraper.store.frame import FIELDS, value_codes
from sw_scraper.store.vectors import codes, constant, ends, flat, joined, lag, lookup, same, starts, where

if TYPE_CHECKING:
    from sw_scraper.store.frame import Frame

_RAW = {
    "url": "url_raw",
    "title": "title_raw",
    "teaser": "teaser_raw",
    "date_published": "date_published_raw",
    "authors": "authors_raw",
    "image_url": None,
}
_SOURCE = {"date_published": "date_source", "authors": "authors_source"}
_ENRICHED = pa.array(["rest", "feed", "article"])


@dataclass(frozen=True, slots=True)
class Values:
    """The values of all articles.

    Attributes:
        current: per field of FIELDS, the row that has the current value of each ``a``; null where nothing was said.
        edits: ``field``, ``a``, ``h``, ``i_old``, ``i_new`` (rows; ``i_old`` null where nothing was said before, or
            the row that was superseded lies outside), ``old_value``, ``new_value``, ``cause``, ``changed_at``,
            ``previous_at``, ``old_digest``, ``new_digest``, ``extractor_version_old``, ``extractor_version_new``.
    """

    current: dict[str, pa.Array]
    edits: pa.Table


def values_of(frame: Frame) -> Values:
    """Follow every field of every article.

    Args:
        frame: the sightings.
    """
    current, edits = {}, []
    for field in FIELDS:
        said = _said(frame, field)
        statements = said.filter(flat(said.column("is_statement")))
        current[field] = _last(frame, statements)
        edits.append(_edits(frame, field, statements))
        edits.append(_first_values(frame, field, statements))
    edits += _reread(frame)
    return Values(current, pa.concat_tables(edits))


def _said(frame: Frame, field: str) -> pa.Table:
    """What each harvest said of the field, sorted by article and h, with what its lane had said before."""
    first = frame.first
    mask = pc.is_valid(flat(first.column(field)))
    table = pa.table(
        {
            "a": flat(first.column("a")).filter(mask),
            "h": flat(first.column("h")).filter(mask),
            "lane": flat(first.column("lane")).filter(mask),
            "i": flat(first.column(field)).filter(mask),
        }
    )
    value = value_codes(frame.rows, field).take(flat(table.column("i")))
    table = table.append_column("value", value)
    table = table.take(pc.sort_indices(table, [("lane", "ascending"), ("h", "ascending")]))
    lane, value = flat(table.column("lane")), flat(table.column("value"))
    in_lane = pc.invert(starts(lane))
    table = table.append_column("lane_i", where(in_lane, lag(flat(table.column("i")))))
    table = table.append_column("lane_value", where(in_lane, lag(value)))
    table = table.append_column("is_statement", pc.invert(same(value, flat(table.column("lane_value")))))
    table = table.take(pc.sort_indices(table, [("a", "ascending"), ("h", "ascending")]))
    in_article = pc.invert(starts(flat(table.column("a"))))
    table = table.append_column("before_i", where(in_article, lag(flat(table.column("i")))))
    return table.append_column("before_value", where(in_article, lag(flat(table.column("value")))))


def _last(frame: Frame, statements: pa.Table) -> pa.Array:
    last = statements.filter(ends(flat(statements.column("a"))))
    every = pa.arange(0, len(frame.articles))
    return lookup(every, among=flat(last.column("a")), values=flat(last.column("i")))


def _edits(frame: Frame, field: str, statements: pa.Table) -> pa.Table:
    """Statements that differ from what held until then."""
    in_article = pc.invert(starts(flat(statements.column("a"))))
    value = flat(statements.column("value"))
    held_value = where(in_article, lag(value))
    held_i = where(in_article, lag(flat(statements.column("i"))))
    mask = pc.and_(in_article, pc.invert(same(value, held_value)))
    edits = statements.append_column("held_value", held_value).append_column("held_i", held_i).filter(mask)
    old = flat(edits.column("held_i"))
    for neighbour in ("lane", "before"):
        fits = same(flat(edits.column(f"{neighbour}_value")), flat(edits.column("held_value")))
        old = pc.if_else(fits, flat(edits.column(f"{neighbour}_i")), old)
    new = flat(edits.column("i"))
    return _pairs(frame.rows, field, a=flat(edits.column("a")), h=flat(edits.column("h")), old=old, new=new)


def _first_values(frame: Frame, field: str, statements: pa.Table) -> pa.Table:
    """First statements on articles that had been seen before without a value."""
    begin = statements.filter(starts(flat(statements.column("a"))))
    a, h, lane, new = (flat(begin.column(name)) for name in ("a", "h", "lane", "i"))
    seen = frame.first.select(["a", "h", "lane", "i"])
    seen = seen.take(pc.sort_indices(seen, [("a", "ascending"), ("h", "ascending")]))
    n_harvests = max(1, len(frame.timeline.harvests))
    place = pc.add(pc.multiply(flat(seen.column("a")), n_harvests), flat(seen.column("h")))
    seen_before = where(pc.invert(starts(flat(seen.column("a")))), lag(flat(seen.column("i"))))
    before = lookup(pc.add(pc.multiply(a, n_harvests), h), among=place, values=seen_before)
    earliest = seen.group_by("lane", use_threads=False).aggregate([("h", "min")])
    lane_began = lookup(lane, among=flat(earliest.column("lane")), values=flat(earliest.column("h_min")))
    mask = pc.is_valid(before)
    a, h, new, before = (one.filter(mask) for one in (a, h, new, before))
    in_lane = pc.less(lane_began.filter(mask), h)
    rows = _pairs(frame.rows, field, a=a, h=h, old=before, new=new)
    version_changed = pc.not_equal(
        flat(rows.column("extractor_version_old")), flat(rows.column("extractor_version_new"))
    )
    cause = flat(rows.column("cause"))
    cause = pc.if_else(version_changed, pc.if_else(pc.equal(cause, "enrichment"), cause, "extractor"), cause)
    cause = pc.if_else(in_lane, cause, "enrichment")
    return rows.set_column(rows.column_names.index("cause"), "cause", cause)


def _text(rows: pa.Table, field: str, indices: pa.Array) -> pa.Array:
    column = flat(rows.column(field)).take(indices)
    if not pa.types.is_list(column.type):
        return column
    texts = [json.dumps(one, ensure_ascii=False) if one else None for one in column.to_pylist()]
    return pa.array(texts, pa.string())


def _raw_codes(rows: pa.Table, field: str) -> pa.Array:
    raw = _RAW[field]
    if raw is None or raw not in rows.column_names:
        return pa.nulls(rows.num_rows, pa.int64())
    column = flat(rows.column(raw))
    return codes(joined(column) if pa.types.is_list(column.type) else column)


def _pairs(rows: pa.Table, field: str, *, a: pa.Array, h: pa.Array, old: pa.Array, new: pa.Array) -> pa.Table:
    """Edits from pairs of rows: the one that had the old value and the one that has the new."""

    def at(name: str, indices: pa.Array) -> pa.Array:
        return flat(rows.column(name)).take(indices)

    raw = _raw_codes(rows, field)
    old_version, new_version = at("extractor_version", old), at("extractor_version", new)
    old_digest, new_digest = at("payload_digest", old), at("payload_digest", new)
    same_bytes = pc.fill_null(pc.equal(old_digest, new_digest), fill_value=False)
    reread = pc.and_(pc.not_equal(old_version, new_version), same(raw.take(old), raw.take(new)))
    cause = pc.if_else(pc.or_(same_bytes, reread), "extractor", "source")
    if field in _SOURCE:
        # Another place to read it from, and no change of what the old place says.
        enriched = pc.is_in(at(_SOURCE[field], new), value_set=_ENRICHED)
        was = pc.is_in(at(_SOURCE[field], old), value_set=_ENRICHED)
        moved = pc.invert(same(at(_SOURCE[field], new), at(_SOURCE[field], old)))
        cause = pc.if_else(pc.and_(pc.or_(enriched, was), moved), "enrichment", cause)
    n = len(a)
    return pa.table(
        {
            "field": constant(field, pa.string(), n),
            "a": a,
            "h": h,
            "i_new": new,
            "old_value": _text(rows, field, old),
            "new_value": _text(rows, field, new),
            "cause": cause,
            "changed_at": at("fetched_at", new),
            "previous_at": at("fetched_at", old),
            "old_digest": old_digest,
            "new_digest": new_digest,
            "extractor_version_old": old_version,
            "extractor_version_new": new_version,
        }
    )


def _reread(frame: Frame) -> list[pa.Table]:
    """What newer code reads differently in the same harvest, told once per lane: where it was last read again."""
    older = frame.older
    if not older.num_rows:
        return []
    a = pc.index_in(flat(older.column("article_id")), value_set=frame.articles).cast(pa.int64())
    older = older.append_column("a", a)
    names = [name for name in older.column_names if name in frame.rows.column_names]
    newest = frame.rows.select(names).append_column("rank", constant(1 << 30, pa.int64(), frame.rows.num_rows))
    both = pa.concat_tables([older.select([*names, "rank"]), newest])
    lane = pc.add(pc.multiply(flat(both.column("t")), max(1, len(frame.articles))), flat(both.column("a")))
    both = both.append_column("lane", lane)
    both = both.filter(_read_again_last(both, flat(older.column("h")).unique()))
    order = [(name, "ascending") for name in ("lane", "rank", "page_number", "position")]
    both = both.take(pc.sort_indices(both, order))
    return [_reread_field(both, field) for field in FIELDS]


def _read_again_last(both: pa.Table, again: pa.Array) -> pa.Array:
    """True for the rows of each lane's last harvest that has more than one extraction of it."""
    mask = pc.is_in(flat(both.column("h")), value_set=again)
    few = both.filter(mask).group_by(["lane", "h"], use_threads=False).aggregate([("rank", "count_distinct")])
    twice = few.filter(pc.greater(flat(few.column("rank_count_distinct")), 1))
    last = twice.group_by("lane", use_threads=False).aggregate([("h", "max")])
    h = lookup(flat(both.column("lane")), among=flat(last.column("lane")), values=flat(last.column("h_max")))
    return pc.fill_null(pc.equal(h, flat(both.column("h"))), fill_value=False)


def _reread_field(both: pa.Table, field: str) -> pa.Table:
    value = value_codes(both, field)
    index = pa.arange(0, both.num_rows)
    marked = both.select(["lane", "rank", "a", "h"]).append_column("i", index)
    marked = marked.append_column("said", where(pc.is_valid(value), index))
    # One row per extraction: the first place on which it says something, else its first place.
    read = marked.group_by(["lane", "rank"], use_threads=False).aggregate([("said", "min"), ("i", "min")])
    row = pc.coalesce(flat(read.column("said_min")), flat(read.column("i_min")))
    said = value.take(row)
    in_lane = pc.invert(starts(flat(read.column("lane"))))
    changed = pc.and_(in_lane, pc.invert(same(said, where(in_lane, lag(said)))))
    new, old = row.filter(changed), lag(row).filter(changed)
    a, h = flat(both.column("a")).take(new), flat(both.column("h")).take(new)
    rows = _pairs(both, field, a=a, h=h, old=old, new=new)
    cause = constant("extractor", pa.string(), rows.num_rows)
    return rows.set_column(rows.column_names.index("cause"), "cause", cause)
