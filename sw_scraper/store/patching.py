"""What was found beside the archive pages, filled into the rows of a harvest: only where the page left a column empty.

``content_hash`` stays that of what the list shows: it tells whether the list has changed, and what was found elsewhere
is no change of the list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Mapping

_DATE: Final = (
    "date_published", "date_precision", "published_on", "published_at", "date_published_raw", "date_source",
)  # fmt: skip


def patched(batch: pa.RecordBatch, patches: Mapping[str, Mapping[str, Any]]) -> pa.RecordBatch:
    """The rows with what was found.

    Args:
        batch: sightings.
        patches: article_id to columns; ``rules`` has the rules of ``date`` and ``authors``.
    """
    if not patches or not any(identity in patches for identity in batch.column("article_id").to_pylist()):
        return batch
    rows = [_filled(row, patches.get(row["article_id"], {})) for row in batch.to_pylist()]
    return pa.RecordBatch.from_pylist(rows, schema=batch.schema)


def _filled(row: dict[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    rules = dict(row["rules"])
    said = patch.get("rules", {})
    if row["date_published"] is None and patch.get("date_published") is not None:
        row |= {name: patch[name] for name in _DATE}
        rules |= {"date": said["date"]} if "date" in said else {}
    if row["modified_at"] is None:
        row["modified_at"] = patch.get("modified_at")
    if not row["authors"] and patch.get("authors_raw") and (patch["authors"] or not row["authors_raw"]):
        row |= {name: patch[name] for name in ("authors", "authors_raw", "authors_source")}
        rules |= {"authors": said["authors"]} if "authors" in said else {}
    return {**row, "rules": list(rules.items())}
