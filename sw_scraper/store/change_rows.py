"""The changes table: what happened to listings and to values, in one list."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from sw_scraper.store.schema import schema_of
from sw_scraper.store.vectors import constant, flat

if TYPE_CHECKING:
    from sw_scraper.store.earlier import Earlier
    from sw_scraper.store.frame import Frame
    from sw_scraper.store.presence import Presence
    from sw_scraper.store.values import Values

_OLD = {"new": None, "gone": "listed", "returned": "gone"}
_NEW = {"new": "listed", "gone": "gone", "returned": "listed"}


def change_table(
    frame: Frame, presence: Presence, values: Values, articles: pa.Table, earlier: Earlier | None = None
) -> pa.Table:
    """All changes, sorted by changed_at, article_id, field, tag_id and cause.

    Args:
        frame: the sightings.
        presence: what happened to listings.
        values: what happened to values.
        articles: the articles in the order of ``a``, for url and site.
        earlier: what the changes of earlier harvests were.
    """
    schema = schema_of("changes")
    both = pa.concat_tables([_listing_changes(frame, presence), _value_changes(values)])
    if earlier is not None:
        late = [n for n, one in enumerate(frame.timeline.harvests) if one.commit.committed_at > earlier.until]
        both = both.filter(pc.is_in(flat(both.column("h")), value_set=pa.array(late, pa.int64())))
    a, h = flat(both.column("a")), flat(both.column("h"))
    ids = pa.array([harvest.harvest_id for harvest in frame.timeline.harvests], pa.string())
    origins = pa.array([harvest.commit.origin for harvest in frame.timeline.harvests], pa.string())
    columns = {name: flat(both.column(name)) for name in both.column_names}
    columns["harvest_id"] = ids.take(h)
    columns["origin"] = origins.take(h)
    for name in ("article_id", "url", "site"):
        columns[name] = flat(articles.column(name)).take(a)
    columns["change_id"] = _change_ids(columns)
    table = pa.Table.from_arrays([columns[name].cast(schema.field(name).type) for name in schema.names], schema=schema)
    if earlier is not None:
        table = pa.concat_tables([_as_now(earlier.changes.cast(schema), articles), table])
    keys = [(name, "ascending") for name in ("changed_at", "article_id", "field", "tag_id", "cause", "change_id")]
    return table.take(pc.sort_indices(table, keys))


def _as_now(changes: pa.Table, articles: pa.Table) -> pa.Table:
    """Changes of earlier harvests with the url that the article has now."""
    a = pc.index_in(flat(changes.column("article_id")), value_set=flat(articles.column("article_id")))
    n = changes.schema.get_field_index("url")
    return changes.set_column(n, changes.schema.field(n), flat(articles.column("url")).take(a))


def _listing_changes(frame: Frame, presence: Presence) -> pa.Table:
    events = presence.events
    n = events.num_rows
    kind, old, new = (flat(events.column(name)) for name in ("kind", "i_old", "i_new"))
    kinds = pa.array(list(_OLD), pa.string())
    place = pc.index_in(kind, value_set=kinds)
    versions = pa.array([harvest.commit.extractor_version for harvest in frame.timeline.harvests], pa.string())
    return pa.table(
        {
            "field": constant("listing", pa.string(), n),
            "tag_id": pa.array(frame.timeline.tag_ids, pa.string()).take(flat(events.column("t"))),
            "kind": kind,
            "a": flat(events.column("a")),
            "h": flat(events.column("h")),
            "old_value": pa.array(list(_OLD.values()), pa.string()).take(place),
            "new_value": pa.array(list(_NEW.values()), pa.string()).take(place),
            "cause": flat(events.column("cause")),
            "changed_at": flat(events.column("changed_at")),
            "previous_at": flat(events.column("previous_at")),
            "old_digest": frame.at("payload_digest", old),
            "new_digest": frame.at("payload_digest", new),
            "extractor_version_old": frame.at("extractor_version", old),
            "extractor_version_new": versions.take(flat(events.column("h"))),
        }
    )


def _value_changes(values: Values) -> pa.Table:
    edits = values.edits.drop_columns(["i_new"])
    n = edits.num_rows
    edits = edits.append_column("tag_id", pa.nulls(n, pa.string()))
    edits = edits.append_column("kind", constant("edited", pa.string(), n))
    return edits.select(_listing_changes_names())


def _listing_changes_names() -> list[str]:
    computed = {"change_id", "article_id", "harvest_id", "url", "site", "origin"}
    names = [name for name in schema_of("changes").names if name not in computed]
    order = ["field", "tag_id", "kind", "a", "h", "old_value", "new_value", "cause", "changed_at", "previous_at"]
    return [*order, *(name for name in names if name not in order)]


def _change_ids(columns: dict[str, pa.Array]) -> pa.Array:
    names = (
        "article_id",
        "harvest_id",
        "field",
        "tag_id",
        "kind",
        "cause",
        "extractor_version_old",
        "extractor_version_new",
    )
    text = pc.binary_join_element_wise(
        *(columns[name].cast(pa.string()) for name in names),
        "\x1f",
        null_handling="replace",
        null_replacement="",
    )
    return pa.array([hashlib.sha256(one.encode()).hexdigest()[:20] for one in text.to_pylist()], pa.string())
