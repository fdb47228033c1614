"""The derived tables, made from the commits of a dataset; pure but for reading the rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from sw_scraper.normalize.keys import content_hash
from sw_scraper.store.carry import base_of
from sw_scraper.store.change_rows import change_table
from sw_scraper.store.commits import in_order
from sw_scraper.store.discoveries import discovered_tags
from sw_scraper.store.frame import Frame, frame_of
from sw_scraper.store.harvest_rows import harvest_table
from sw_scraper.store.history import harvests_of
from sw_scraper.store.presence import Presence, presence_of
from sw_scraper.store.schema import schema_of
from sw_scraper.store.tag_rows import folds_of, tag_table
from sw_scraper.store.texts import text_table
from sw_scraper.store.values import Values, values_of
from sw_scraper.store.vectors import ends, filled_lists, flat, lookup

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sw_scraper.store.carry import Base
    from sw_scraper.store.commits import Commit
    from sw_scraper.store.earlier import Earlier
    from sw_scraper.store.source import Source

VIEWS = 1
"""Raised with every change that can change a derived table: files made by an older one are made again."""


@dataclass(frozen=True, slots=True)
class Views:
    """The derived tables of a state.

    Attributes:
        tables: articles, listings, tags, harvests, changes; each with its schema and sorted.
        n_rows: of sightings that they were made from; few where a base stands for the others.
        carry: makes what the next state can begin with.
    """

    tables: dict[str, pa.Table]
    n_rows: int
    carry: Callable[[], Base]


def view_tables(
    source: Source, commits: Sequence[Commit], *, base: Base | None = None, earlier: Earlier | None = None
) -> Views:
    """All derived tables of a set of commits.

    Args:
        source: the dataset.
        commits: those that are to be seen, as they became visible.
        base: what stands for the first of them; used only where it gives the same tables.
        earlier: tables that were made from the first of them, those of the base included.

    Raises:
        StoreError: rows of a committed harvest cannot be read.
    """
    harvests = harvests_of(commits)
    if base is None or earlier is None or not base.fits(harvests, every_tag=True) or not earlier.fits(harvests, base):
        base = None
    frame = frame_of(source, harvests, base=base)
    if frame.base is None:
        earlier = None
    presence = presence_of(frame)
    values = values_of(frame)
    articles = _article_table(frame, presence, values, text_table(source, in_order(commits)))
    listings = _listing_table(frame, presence, articles)
    folds = folds_of(harvests, frame.base)
    late = harvests if earlier is None else [one for one in harvests if one.commit.committed_at > earlier.until]
    tables = {
        "articles": _sorted_articles(articles.drop_columns(["a"])),
        "listings": listings,
        "tags": tag_table(harvests, listings, articles, folds, discovered=discovered_tags(in_order(commits))),
        "harvests": harvest_table(late, None if earlier is None else earlier.harvests),
        "changes": change_table(frame, presence, values, articles, earlier),
    }
    return Views(tables, frame.rows.num_rows, lambda: base_of(frame, presence, articles, commits, folds, harvests))


def with_schema(columns: Mapping[str, pa.Array], table: str) -> pa.Table:
    """A table with exactly the columns of its schema."""
    schema = schema_of(table)
    return pa.Table.from_arrays(
        [flat(columns[name]).cast(schema.field(name).type) for name in schema.names], schema=schema
    )


def _article_table(frame: Frame, presence: Presence, values: Values, texts: pa.Table) -> pa.Table:
    """The columns of articles, and ``a``, in the order of ``a``."""
    current = values.current
    newest = _newest(frame)
    columns: dict[str, pa.Array] = {"article_id": frame.articles}
    columns["site"] = _site(frame, newest)
    columns["reading_time_min"] = _of_texts(frame, texts, "reading_time_min")
    groups = {
        "url": ("url", "url_raw"),
        "title": ("title", "title_raw"),
        "teaser": ("teaser", "teaser_is_cut"),
        "date_published": (
            "date_published",
            "date_precision",
            "published_on",
            "published_at",
            "date_published_raw",
            "date_source",
        ),
        "authors": ("authors", "authors_source"),
        "image_url": ("image_url",),
    }
    for field, names in groups.items():
        for name in names:
            columns[name] = frame.at(name, current[field])
    columns["teaser_is_cut"] = pc.fill_null(columns["teaser_is_cut"], fill_value=False)
    columns["authors_raw"] = frame.at("authors_raw", pc.coalesce(current["authors"], _newest(frame, "authors_raw")))
    for name in ("categories", "language", "modified_at"):
        columns[name] = frame.at(name, _newest(frame, name))
    # A text tells its language; a list may be in another one than its articles.
    columns["language"] = pc.coalesce(_of_texts(frame, texts, "language"), columns["language"])
    for name in ("authors", "authors_raw", "categories"):
        columns[name] = filled_lists(columns[name])
    for name in ("extractor", "extractor_version", "confidence", "origin"):
        columns[name] = frame.at(name, newest)
    columns["last_harvest_id"] = frame.at("harvest_id", newest)
    columns["last_verdict"] = frame.at("verdict", newest)
    columns |= _article_presence(frame, presence)
    columns["n_changes"] = _source_edits(frame, values)
    columns["content_hash"] = _content_hashes(columns)
    table = with_schema(columns, "articles")
    return table.append_column("a", pa.arange(0, table.num_rows))


def _newest(frame: Frame, field: str = "i") -> pa.Array:
    """Per article the row of its newest sighting that says something of the field."""
    index = flat(frame.first.column(field))
    table = pa.table({"a": flat(frame.first.column("a")), "h": flat(frame.first.column("h")), "i": index})
    table = table.filter(pc.is_valid(index))
    table = table.take(pc.sort_indices(table, [("a", "ascending"), ("h", "ascending")]))
    last = table.filter(ends(flat(table.column("a"))))
    return lookup(pa.arange(0, len(frame.articles)), among=flat(last.column("a")), values=flat(last.column("i")))


def _of_texts(frame: Frame, texts: pa.Table, name: str) -> pa.Array:
    """What the pages of the articles say; null for those that were not read."""
    return lookup(frame.articles, among=flat(texts.column("article_id")), values=flat(texts.column(name)))


def _site(frame: Frame, newest: pa.Array) -> pa.Array:
    sites = pa.array([tag_id.split("/", 1)[0] for tag_id in frame.timeline.tag_ids], pa.string())
    return sites.take(frame.at("t", newest))


def _article_presence(frame: Frame, presence: Presence) -> dict[str, pa.Array]:
    grouped = presence.lanes.group_by("a", use_threads=False).aggregate(
        [
            ("first_seen", "min"),
            ("last_seen", "max"),
            ("last_confirmed", "max"),
            ("gone_since", "max"),
            ("is_listed", "any"),
        ]
    )
    order = pc.sort_indices(flat(grouped.column("a")))
    columns = {name: flat(grouped.column(f"{name}_{how}")).take(order) for name, how in _PRESENCE}
    unlisted = pc.invert(columns["is_listed"])
    columns["gone_since"] = pc.if_else(unlisted, columns["gone_since"], pa.scalar(None, columns["gone_since"].type))
    columns["tags"] = _tags_of_articles(frame, presence)
    return columns


_PRESENCE = (
    ("first_seen", "min"),
    ("last_seen", "max"),
    ("last_confirmed", "max"),
    ("gone_since", "max"),
    ("is_listed", "any"),
)


def _tags_of_articles(frame: Frame, presence: Presence) -> pa.Array:
    listed = presence.lanes.filter(flat(presence.lanes.column("is_listed"))).select(["a", "t"])
    # Tags are numbered in the order of their ids, so sorting by number sorts by id.
    listed = listed.take(pc.sort_indices(listed, [("a", "ascending"), ("t", "ascending")]))
    counted = listed.group_by("a", use_threads=False).aggregate([([], "count_all")])
    every = pa.arange(0, len(frame.articles))
    per_article = pc.fill_null(
        lookup(every, among=flat(counted.column("a")), values=flat(counted.column("count_all"))), fill_value=0
    )
    offsets = pa.concat_arrays([pa.array([0], pa.int32()), pc.cumulative_sum(per_article).cast(pa.int32())])
    names = pa.array(frame.timeline.tag_ids, pa.string()).take(flat(listed.column("t")))
    return pa.ListArray.from_arrays(offsets, names, type=schema_of("articles").field("tags").type)


def _source_edits(frame: Frame, values: Values) -> pa.Array:
    late = pc.greater_equal(flat(values.edits.column("h")), frame.n_base)
    mask = pc.and_(pc.equal(flat(values.edits.column("cause")), "source"), late)
    counted = values.edits.filter(mask).group_by("a", use_threads=False).aggregate([([], "count_all")])
    every = pa.arange(0, len(frame.articles))
    found = lookup(every, among=flat(counted.column("a")), values=flat(counted.column("count_all")))
    n_edits = pc.fill_null(found, fill_value=0).cast(pa.int32())
    if frame.base is None:
        return n_edits
    known = frame.base.articles
    before = lookup(frame.articles, among=flat(known.column("article_id")), values=flat(known.column("n_changes")))
    return pc.add(n_edits, pc.fill_null(before, fill_value=0).cast(pa.int32()))


def _content_hashes(columns: Mapping[str, pa.Array]) -> pa.Array:
    said: list[list[Any]] = [
        flat(columns[name]).to_pylist() for name in ("title", "teaser", "date_published", "authors")
    ]
    hashes = [
        content_hash(title=title, teaser=teaser, date_published=date, authors=authors)
        for title, teaser, date, authors in zip(*said, strict=True)
    ]
    return pa.array(hashes, pa.string())


def _sorted_articles(articles: pa.Table) -> pa.Table:
    keys = [("site", "ascending"), ("published_on", "descending"), ("article_id", "ascending")]
    return articles.take(pc.sort_indices(articles, keys))


def _listing_table(frame: Frame, presence: Presence, articles: pa.Table) -> pa.Table:
    lanes = presence.lanes
    a, t = flat(lanes.column("a")), flat(lanes.column("t"))
    parts = [tag_id.split("/", 2) for tag_id in frame.timeline.tag_ids]
    columns: dict[str, pa.Array] = {
        "tag_id": pa.array(frame.timeline.tag_ids, pa.string()).take(t),
        "site": pa.array([part[0] for part in parts], pa.string()).take(t),
        "taxonomy": pa.array([part[1] for part in parts], pa.string()).take(t),
        "tag": pa.array([part[2] for part in parts], pa.string()).take(t),
        "origin": frame.at("origin", flat(lanes.column("i"))),
    }
    for name in ("article_id", "url", "title", "published_on"):
        columns[name] = flat(articles.column(name)).take(a)
    for name in ("first_seen", "last_seen", "last_confirmed", "gone_since", "is_listed", "position", "n_returns"):
        columns[name] = flat(lanes.column(name))
    table = with_schema(columns, "listings")
    keys = [("tag_id", "ascending"), ("position", "ascending"), ("article_id", "ascending")]
    return table.take(pc.sort_indices(table, keys))
