"""The explorer: a database of the dataset with full-text search, and what Datasette needs to show it."""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import closing
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from sw_scraper.report.extras import require_extra
from sw_scraper.store.export_selection import Selection, select_rows
from sw_scraper.store.export_sqlite import write_database
from sw_scraper.store.facts import Facts

if TYPE_CHECKING:
    from pathlib import Path

    from sw_scraper.store.dataset import Dataset

NAME = "dataset"
"""Of the database, and so the first word of every address."""
# What a reader looks at, in the order of the schema; the raw values stay in the dataset.
_COLUMNS = (
    "article_id", "site", "url", "title", "teaser", "date_published", "published_on", "authors", "categories", "tags",
    "language", "first_seen", "last_seen", "gone_since", "is_listed", "n_changes", "date_source", "origin",
)  # fmt: skip
# Datasette finds the search of a table by `content="articles"`, written without spaces.
_SEARCH = """
ALTER TABLE articles ADD COLUMN year TEXT;
UPDATE articles SET year = substr(date_published, 1, 4);
CREATE INDEX articles_year ON articles (year);
CREATE VIRTUAL TABLE articles_fts USING fts5 (
  title, teaser, content="articles", tokenize = "unicode61 remove_diacritics 2"
);
INSERT INTO articles_fts (rowid, title, teaser) SELECT rowid, title, teaser FROM articles;
"""
_QUERIES = {
    "newest": (
        "Newest articles",
        "SELECT date_published, title, url, authors, tags FROM articles WHERE is_listed ORDER BY date_published DESC, "
        "first_seen DESC LIMIT 100",
    ),
    "articles_per_month": (
        "Articles per month and tag",
        "SELECT substr(a.date_published, 1, 7) AS month, t.tag_id, count(*) AS articles FROM article_tags t "
        "JOIN articles a USING (article_id) WHERE length(a.date_published) >= 7 GROUP BY 1, 2 ORDER BY 1 DESC, 2",
    ),
    "under_two_tags": (
        "Tags that occur together",
        "SELECT one.tag_id AS tag, other.tag_id AS and_tag, count(*) AS articles FROM article_tags one "
        "JOIN article_tags other ON one.article_id = other.article_id AND one.tag_id < other.tag_id "
        "GROUP BY 1, 2 ORDER BY 3 DESC",
    ),
    "changes": (
        "What changed, newest first",
        "SELECT c.changed_at, c.kind, c.field, a.title, c.old_value, c.new_value, c.cause, c.tag_id, c.article_id "
        "FROM changes c LEFT JOIN articles a USING (article_id) ORDER BY c.changed_at DESC LIMIT 500",
    ),
    "gone": (
        "Articles that no tag lists any more",
        "SELECT gone_since, title, url, date_published, first_seen, last_seen FROM articles WHERE NOT is_listed "
        "ORDER BY gone_since DESC",
    ),
    "authors": (
        "Articles per author",
        "SELECT j.value AS author, count(*) AS articles, min(a.date_published) AS first, max(a.date_published) AS last "
        "FROM articles a, json_each(a.authors) j GROUP BY 1 ORDER BY 2 DESC",
    ),
    "completeness": (
        "How complete each tag is",
        "SELECT tag_id, name, n_listed AS found, n_expected AS site_says, n_gone, last_verdict, last_reason, "
        "last_good_at, last_full_at FROM tags ORDER BY tag_id",
    ),
    "search": (
        'Search with FTS5: one word, "two words", start*, one NOT other',
        "SELECT a.date_published, a.title, snippet(articles_fts, 1, '[', ']', '…', 24) AS found, a.url "
        "FROM articles_fts JOIN articles a ON a.rowid = articles_fts.rowid WHERE articles_fts MATCH :words "
        "ORDER BY rank LIMIT 100",
    ),
}


def write_explorer_database(dataset: Dataset, path: Path) -> None:
    """Write the database: articles with year and full-text search, listings, tags, harvests, changes, a dictionary.

    Args:
        dataset: to read; its state now.
        path: of the file to make; nothing is there.

    Raises:
        StoreError: nothing was committed yet, or the file cannot be written.
    """
    facts = Facts(dataset)
    facts.require_commits()
    tables = [select_rows(dataset, "articles", Selection(columns=_COLUMNS))]
    tables += [select_rows(dataset, name, Selection()) for name in ("listings", "tags", "harvests", "changes")]
    write_database(path, tables, about={"dataset_id": facts.dataset_id, "version_id": str(facts.version_id)})
    with closing(sqlite3.connect(path)) as database:
        database.executescript(_SEARCH)


def explorer_metadata(dataset: Dataset) -> dict[str, Any]:
    """What Datasette shows around the tables: titles, facets, ready-made queries.

    Args:
        dataset: that is explored.
    """
    version = dataset.version_id()
    tables = {
        "articles": {
            "label_column": "title",
            "sort_desc": "date_published",
            "facets": ["year", "language", "site", {"array": "tags"}],
            "size": 50,
            "description": "One row per article. The search looks in titles and teasers.",
        },
        "listings": {"sort": "position", "facets": ["tag_id", "is_listed"]},
        "changes": {"sort_desc": "changed_at", "facets": ["kind", "field", "cause"]},
        "harvests": {"sort_desc": "finished_at", "facets": ["verdict", "scope", "tag"]},
        "articles_fts": {"hidden": True},
    }
    queries = {name: {"title": title, "sql": sql} for name, (title, sql) in _QUERIES.items()}
    return {
        "title": "Tag archives, harvested with sw_scraper",
        "description": f"State {version}. Read only, on this machine; nothing is sent anywhere.",
        "databases": {NAME: {"tables": tables, "queries": queries}},
    }


def explorer_command(folder: Path, *, port: int) -> list[str]:
    """The command that serves what stands in a folder, on loopback.

    Args:
        folder: with the database and ``metadata.json``.
        port: to listen on.

    Raises:
        ConfigError: Datasette is not installed.
    """
    require_extra("explore", "datasette", tool="The explorer")
    ours = files("sw_scraper.report")
    words = ["serve", "--immutable", folder / f"{NAME}.db", "--metadata", folder / "metadata.json"]
    words += ["--template-dir", ours / "explorer_templates", "--plugins-dir", ours / "explorer_plugins"]
    words += ["--host", "127.0.0.1", "--port", port, "--setting", "sql_time_limit_ms", 5000]
    words += ["--setting", "facet_time_limit_ms", 2000, "--setting", "default_allow_sql", "on"]
    return [sys.executable, "-W", "ignore", "-m", "datasette", *map(str, words)]


def prepare_explorer(dataset: Dataset, folder: Path) -> None:
    """Put everything that is served into a folder.

    Args:
        dataset: to explore.
        folder: empty.

    Raises:
        StoreError: nothing was committed yet, or the folder cannot be written.
    """
    write_explorer_database(dataset, folder / f"{NAME}.db")
    (folder / "metadata.json").write_text(json.dumps(explorer_metadata(dataset)), encoding="utf-8")
