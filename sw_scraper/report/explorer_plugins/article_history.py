"""For Datasette: what the page of an article shows beside its row."""

from __future__ import annotations

import json
from typing import Any

from datasette import hookimpl

_HISTORY = (
    "SELECT changed_at, previous_at, kind, field, old_value, new_value, cause, tag_id FROM changes "
    "WHERE article_id = ? ORDER BY changed_at, field"
)
_LISTS = (
    "SELECT l.tag_id, t.name, l.position, l.first_seen, l.gone_since FROM listings l LEFT JOIN tags t USING (tag_id) "
    "WHERE l.article_id = ? ORDER BY l.tag_id"
)


@hookimpl  # type: ignore[untyped-decorator]  # Datasette has no types
def extra_template_vars(database: str, table: str, view_name: str, request: Any, datasette: Any) -> Any:
    """The history of the article and the lists that it stands in."""

    async def read() -> dict[str, Any]:
        if view_name != "row" or table != "articles":
            return {}
        found = datasette.get_database(database)
        key = [request.url_vars["pks"]]
        history = [dict(row) for row in await found.execute(_HISTORY, key)]
        lists = [dict(row) for row in await found.execute(_LISTS, key)]
        row = (await found.execute("SELECT * FROM articles WHERE article_id = ?", key)).first()
        article = dict(row)
        for name in ("authors", "categories", "tags"):
            article[name] = json.loads(article[name])
        return {"article": article, "history": history, "lists": lists}

    return read
