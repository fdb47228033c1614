"""A tag and an article as one value each, which show themselves in a notebook."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from html import escape
from typing import TYPE_CHECKING, Any

from sw_scraper.errors import ConfigError
from sw_scraper.normalize.keys import article_id
from sw_scraper.normalize.urls import absolute_url, canonical_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sw_scraper.store.dataset import Dataset

_NEWEST = 5
_TEASER = 400
_TABLE = "border-collapse:collapse;font-size:.95em"
_CELL = "text-align:left;vertical-align:top;padding:.2em .7em .2em 0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """One tag of a dataset.

    Attributes:
        row: its row of ``tags``: column to value.
        newest: its newest listed articles, rows of ``articles``.
    """

    row: Mapping[str, Any]
    newest: Sequence[Mapping[str, Any]] = field(repr=False)

    def _repr_html_(self) -> str:
        """The tag for a notebook: its figures, and the newest articles."""
        said = self.row["n_expected"]
        found = f"{self.row['n_listed']:,} articles listed" + ("" if said is None else f", the site says {said:,}")
        facts = {
            "tag": self.row["tag_id"],
            "found": found,
            "gone": self.row["n_gone"],
            "last good harvest": self.row["last_good_at"],
            "last full sweep": self.row["last_full_at"],
            "verdict": self.row["last_verdict"],
            "reason": self.row["last_reason"],
            "description": _cut(self.row["description"]),
        }
        lines = "".join(f"<li>{_headline(one)}</li>" for one in self.newest)
        return f"<div><h4>{_text(self.row['name'] or self.row['tag'])}</h4>{_facts(facts)}<ul>{lines}</ul></div>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article of a dataset.

    Attributes:
        row: its row of ``articles``: column to value.
        changes: its rows of ``changes``, oldest first.
    """

    row: Mapping[str, Any]
    changes: Sequence[Mapping[str, Any]] = field(repr=False)

    def _repr_html_(self) -> str:
        """The article for a notebook: what is known of it, and what changed."""
        row = self.row
        facts = {
            "date": row["date_published"],
            "authors": ", ".join(row["authors"]),
            "tags": ", ".join(row["tags"]),
            "first seen": row["first_seen"],
            "last seen": row["last_seen"],
            "gone since": row["gone_since"],
            "id": row["article_id"],
        }
        body = [
            [
                _when(one["changed_at"]),
                f"{one['kind']} {one['field']}",
                one["old_value"],
                one["new_value"],
                one["cause"],
            ]
            for one in self.changes
        ]
        history = _table(["noticed", "kind", "field", "before", "after", "cause"], body) if body else ""
        return f"<div><h4>{_headline(row)}</h4><p>{_text(_cut(row['teaser']))}</p>{_facts(facts)}{history}</div>"


def tag_of(dataset: Dataset, name: str) -> Tag:
    """A tag by its slug, ``taxonomy/slug`` or tag_id.

    Raises:
        ConfigError: there is none, or there are several of that name.
    """
    rows = dataset.tags(tag=name).to_pylist()
    if len(rows) != 1:
        found = ", ".join(row["tag_id"] for row in rows) or "none that was read"
        raise ConfigError("This names not one tag", where=name, hint=f"Give a whole tag_id; it fits: {found}")
    articles = dataset.articles(tag=rows[0]["tag_id"]).slice(0, _NEWEST)
    return Tag(row=rows[0], newest=articles.to_pylist())


def article_of(dataset: Dataset, key: str) -> Article:
    """An article by its id or any spelling of its address.

    Raises:
        ConfigError: the dataset has no such article.
    """
    import pyarrow.compute as pc

    address = absolute_url(key.strip(), key.strip())
    wanted = key.strip() if address is None else article_id(canonical_url(address))
    articles = dataset.articles()
    rows = articles.filter(pc.equal(articles.column("article_id"), wanted)).to_pylist()
    if not rows:
        hint = "Give its article_id or its address; find them with: sw-scraper show articles"
        raise ConfigError("The dataset has no such article", where=key, hint=hint)
    changes = dataset.changes()
    changes = changes.filter(pc.equal(changes.column("article_id"), wanted)).sort_by("changed_at")
    return Article(row=rows[0], changes=changes.to_pylist())


def dataset_html(dataset: Dataset) -> str:
    """A dataset for a notebook: what it is, and its tags.

    Args:
        dataset: to show.
    """
    if not dataset.commits():
        return f"<div><h4>Dataset {_text(dataset.dataset_id)}</h4><p>Nothing was harvested yet.</p></div>"
    tags = dataset.tags().to_pylist()
    facts = {
        "version": dataset.version_id(),
        "articles": f"{dataset.articles().num_rows:,}",
        "harvests": f"{dataset.harvests().num_rows:,}",
    }
    columns = ("tag_id", "n_listed", "n_expected", "last_verdict")
    body = [[row["name"] or row["tag"], *(row[one] for one in columns), _when(row["last_good_at"])] for row in tags]
    shown = _table(["name", "tag", "listed", "site says", "verdict", "last good harvest"], body)
    return f"<div><h4>Dataset {_text(dataset.dataset_id)}</h4>{_facts(facts)}{shown}</div>"


def _facts(facts: Mapping[str, Any]) -> str:
    lines = "".join(
        f'<tr><th style="{_CELL}">{_text(name)}</th><td style="{_CELL}">{_text(_when(value))}</td></tr>'
        for name, value in facts.items()
        if value not in (None, "")
    )
    return f'<table style="{_TABLE}">{lines}</table>'


def _table(heads: Iterable[str], body: Iterable[Iterable[Any]]) -> str:
    top = "".join(f'<th style="{_CELL}">{_text(one)}</th>' for one in heads)
    lines = "".join(
        "<tr>" + "".join(f'<td style="{_CELL}">{_text(_cut(cell))}</td>' for cell in row) + "</tr>" for row in body
    )
    return f'<table style="{_TABLE}"><tr>{top}</tr>{lines}</table>'


def _headline(row: Mapping[str, Any]) -> str:
    """Title and link; the address is one of http or https by the rules of the dataset, and escaped all the same."""
    day = f" ({_text(row['date_published'])})" if row["date_published"] else ""
    href = escape(row["url"], quote=True)
    return f'<a href="{href}" rel="noreferrer noopener" dir="auto">{_text(row["title"] or row["url"])}</a>{day}'


def _when(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return value.isoformat() if isinstance(value, date) else value


def _cut(value: Any) -> Any:
    return f"{value[:_TEASER]}…" if isinstance(value, str) and len(value) > _TEASER else value


def _text(value: Any) -> str:
    return "" if value is None else escape(str(value))
