"""Which rows and columns of a state are exported."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from sw_scraper.errors import ConfigError
from sw_scraper.store.schema import TABLES
from sw_scraper.store.vectors import flat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sw_scraper.store.dataset import AsOf, Dataset

EXPORTED = tuple(name for name in TABLES if name != "texts")
"""The tables that can be exported."""

# What a tag filter compares: the rows of a table that `dataset.<table>(tag=...)` gives.
_TAG_KEY = {"listings": "tag_id", "sightings": "harvest_id"}
_MOMENT = {"changes": "changed_at", "harvests": "started_at"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What the user asked for.

    Attributes:
        tags: slugs, ``taxonomy/slug`` or tag_ids; rows of any of them; empty for all.
        since: the first day; of publication for articles, listings and sightings, else of the change or harvest (UTC).
        until: the last day.
        columns: which, in which order; empty for all.
        limit: at most so many rows, from the top of the table; None for all.
        as_of: the state as of then.
        version: the state that a version id names.
    """

    tags: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    columns: tuple[str, ...] = ()
    limit: int | None = None
    as_of: AsOf | None = None
    version: str | None = None

    @property
    def in_words(self) -> str:
        """What was filtered, for those who read the export later; empty when nothing was."""
        parts = [f"tag {', '.join(self.tags)}"] if self.tags else []
        parts += [f"since {self.since}"] if self.since else []
        parts += [f"until {self.until}"] if self.until else []
        parts += [f"columns {', '.join(self.columns)}"] if self.columns else []
        parts += [f"the first {self.limit} rows"] if self.limit is not None else []
        return "; ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The rows of one table that were selected.

    Attributes:
        table: the name.
        data: the rows, in the order of the table.
        notes: what a reader must know of the selection, one sentence each.
    """

    table: str
    data: pa.Table
    notes: tuple[str, ...] = field(default=())


def day_of(text: str, *, name: str) -> date:
    """A day as the user wrote it.

    Args:
        text: such as ``2026-11-01``.
        name: of the argument, for the message.

    Raises:
        ConfigError: it is no day.
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise ConfigError("This is no day", where=f"{name} {text}", hint="Write it as 2026-11-01") from error


def select_rows(dataset: Dataset, table: str, selection: Selection) -> Rows:
    """The selected rows of one table.

    Args:
        dataset: to read.
        table: one of EXPORTED.
        selection: what was asked for.

    Raises:
        ConfigError: a tag, column, time or version that the dataset does not have.
    """
    if selection.since and selection.until and selection.since > selection.until:
        raise ConfigError(
            "The first day is after the last", where=f"{selection.since} to {selection.until}", hint="Swap the two"
        )
    data = _of_tags(dataset, table, selection)
    notes: list[str] = []
    if selection.since or selection.until:
        data, notes = _in_days(dataset, table, data, selection)
    if selection.limit is not None and data.num_rows > selection.limit:
        notes.append(f"In the export: the first {selection.limit:,} of {data.num_rows:,} {table}")
        data = data.slice(0, selection.limit)
    return Rows(table=table, data=_columns(data, table, selection.columns), notes=tuple(notes))


def _of_tags(dataset: Dataset, table: str, selection: Selection) -> pa.Table:
    method = getattr(dataset, table)
    state = {"as_of": selection.as_of, "version": selection.version}
    data: pa.Table = method(**state)
    if not selection.tags:
        return data
    key = _TAG_KEY.get(table, TABLES[table].key[0])
    found = [flat(method(tag=tag, **state).column(key)) for tag in selection.tags]
    return data.filter(pc.is_in(data.column(key), value_set=pa.concat_arrays(found)))


def _in_days(dataset: Dataset, table: str, data: pa.Table, selection: Selection) -> tuple[pa.Table, list[str]]:
    if table in _MOMENT:
        days = data.column(_MOMENT[table]).cast(pa.date32())
        return data.filter(_between(days, days, selection)), []
    if table == "tags":
        raise ConfigError("Tags have no dates", where="--since, --until", hint="Leave them out, or export articles")
    if table == "listings":
        articles = dataset.articles(as_of=selection.as_of, version=selection.version)
        place = pc.index_in(data.column("article_id"), value_set=flat(articles.column("article_id")))
        said = pc.take(flat(articles.column("date_published")), flat(place))
    else:
        said = flat(data.column("date_published"))
    first, last = _borders(said)
    mask = _between(first, last, selection)
    kept = pc.fill_null(mask, fill_value=False)
    return data.filter(kept), _date_notes(table, said, flat(kept), first, last, selection)


def _borders(said: pa.Array) -> tuple[pa.Array, pa.Array]:
    """The first and the last day that a date can mean: 2025 is any day of that year."""
    firsts, lasts = [], []
    for text in said.to_pylist():
        day = (text or "").split("T")[0]
        year, month = int(day[:4] or 0), int(day[5:7] or 0)
        if not day:
            first = last = None
        elif len(day) >= 10:
            first = last = date.fromisoformat(day[:10])
        else:
            first = date(year, month or 1, 1)
            last = date(year, month or 12, calendar.monthrange(year, month or 12)[1])
        firsts.append(first)
        lasts.append(last)
    return pa.array(firsts, pa.date32()), pa.array(lasts, pa.date32())


def _between(first: pa.Array, last: pa.Array, selection: Selection) -> pa.Array:
    """Whether some day from the first to the last lies within the selection; null where there is none."""
    mask = pc.is_valid(first)
    if selection.since:
        mask = pc.and_(mask, pc.greater_equal(last, pa.scalar(selection.since, pa.date32())))
    if selection.until:
        mask = pc.and_(mask, pc.less_equal(first, pa.scalar(selection.until, pa.date32())))
    return mask


def _date_notes(
    table: str, said: pa.Array, kept: pa.Array, first: pa.Array, last: pa.Array, selection: Selection
) -> list[str]:
    """How many rows the filter could not judge, and what became of them."""
    notes = []
    if said.null_count:
        notes.append(f"Left out for having no date: {said.null_count:,} of {len(said):,} {table}")
    outside = pa.array([False] * len(said))
    for border, edge, compare in ((selection.since, first, pc.less), (selection.until, last, pc.greater)):
        if border:
            outside = pc.or_kleene(outside, compare(edge, pa.scalar(border, pa.date32())))
    unsure = pc.sum(pc.and_(kept, pc.fill_null(outside, fill_value=False))).as_py() or 0
    if unsure:
        notes.append(f"In, with only a year or month that reaches over the border: {unsure:,} {table}")
    return notes


def _columns(data: pa.Table, table: str, names: Sequence[str]) -> pa.Table:
    unknown = [name for name in names if name not in data.column_names]
    if unknown:
        raise ConfigError(
            f"The table {table} has no such column",
            where=", ".join(unknown),
            hint=f"It has: {', '.join(data.column_names)}",
        )
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ConfigError("A column is named twice", where=", ".join(twice), hint="Name each once")
    return data.select(list(names)) if names else data
