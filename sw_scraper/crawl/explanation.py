"""Where each value of an article came from: harvest, file, record, rule, and the piece of the page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc
from lxml import etree

from sw_scraper.crawl.archived import archived_page
from sw_scraper.errors import ConfigError, SwScraperError
from sw_scraper.normalize.keys import article_id as id_of
from sw_scraper.store.history import harvests_of
from sw_scraper.store.ledger import read_ledger
from sw_scraper.store.source import open_source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from sw_scraper.extract.archive import Inspection
    from sw_scraper.store.commits import Commit
    from sw_scraper.store.dataset import Dataset
    from sw_scraper.store.source import Source

FIELDS: dict[str, tuple[str, str]] = {
    "url": ("url", "url_raw"),
    "title": ("title", "title_raw"),
    "teaser": ("teaser", "teaser_raw"),
    "date_published": ("date", "date_published_raw"),
    "authors": ("authors", "authors_raw"),
    "categories": ("categories", "categories"),
    "image_url": ("image_url", "image_url"),
}
"""Column to the name of its rule, and to the column with what the page said."""

_ID = re.compile(r"[0-9a-f]{20}")
_SPACE = re.compile(r"\s+")
_SOURCES = {"date_published": "date_source", "authors": "authors_source"}
_LONG = 4000


@dataclass(slots=True, kw_only=True)
class Origin:
    """Where one value came from.

    Attributes:
        field, value, raw: the column, the value, and what the page said.
        rule: that gave it; None when the row names none.
        source: ``page``, ``linked_data``, ``rest``, ``feed`` or ``article`` where that is known.
        row: the sighting that first had it, newest first.
        warc_file: relative to the dataset, or as given; None when the dataset has no recording of it.
        fragment: the smallest piece of the record's HTML that holds it; None when it was not found there.
    """

    field: str
    value: Any
    raw: Any
    rule: str | None
    source: str | None
    row: Mapping[str, Any]
    warc_file: str | None
    fragment: str | None = None


@dataclass(slots=True, kw_only=True)
class Explanation:
    """An article, value by value.

    Attributes:
        article: its row of articles.
        origins: one for each value that is there.
        fragment: the entry of the newest sighting, as HTML; None without a recording.
        missing: why a page could not be looked at, by recording.
        changes: its rows of changes, oldest first.
        page: the archived page with the entry marked, for :mod:`sw_scraper.cli.outlined_page`; None without one.
    """

    article: Mapping[str, Any]
    origins: list[Origin]
    changes: Sequence[Mapping[str, Any]]
    fragment: str | None = None
    missing: dict[str, str] = field(default_factory=dict)
    page: Inspection | None = None


def explain_article(dataset: Dataset, root: Path, name: str, *, recording: Path | None = None) -> Explanation:
    """Explain an article.

    Args:
        dataset: open for reading.
        root: its folder.
        name: the article's address, in any of its forms, or its id.
        recording: a file that is looked into in place of the dataset's own.

    Raises:
        ConfigError: the dataset has no such article (the user acts).
    """
    wanted = name if _ID.fullmatch(name) else id_of(name)
    found = _of_article(dataset.articles(), wanted)
    if not found:
        hint = "`sw-scraper show articles --columns article_id,url,title` lists them"
        raise ConfigError("The dataset has no such article", where=name, hint=hint)
    article = found[0]
    made = Explanation(
        article=article,
        origins=list(_origins(dataset, open_source(root), article, recording)),
        changes=_of_article(dataset.changes(), wanted),
    )
    pages = _Pages(root, recording)
    for origin in made.origins:
        _look(made, origin, pages)
    return made


def _of_article(table: pa.Table, wanted: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table.filter(pc.equal(table.column("article_id"), wanted)).to_pylist()
    return rows


def _origins(dataset: Dataset, source: Source, article: Mapping[str, Any], recording: Path | None) -> Iterator[Origin]:
    """For each value the newest sighting that says it."""
    wanted = {name for name in FIELDS if article.get(name) not in (None, [])}
    for commit, row in _sightings(dataset, source, article["article_id"]):
        for name in [one for one in FIELDS if one in wanted and row[one] == article[one]]:
            wanted.discard(name)
            rule, raw = FIELDS[name]
            yield Origin(
                field=name,
                value=row[name],
                raw=row[raw],
                rule=dict(row["rules"]).get(rule),
                source=row.get(_SOURCES.get(name, "")) or None,
                row=row,
                warc_file=str(recording) if recording else commit.row.get("warc_file"),
            )
        if not wanted:
            return


def _sightings(dataset: Dataset, source: Source, wanted: str) -> Iterator[tuple[Commit, dict[str, Any]]]:
    """The rows of an article with their commits, newest first; one harvest is read at a time."""
    harvests = [one for one in harvests_of(dataset.commits()) if one.counts and one.commit.sightings_file]
    for harvest in reversed(harvests):
        for row in _of_article(source.sightings([str(harvest.commit.sightings_file)]), wanted):
            yield harvest.commit, row


class _Pages:
    """Archived pages, each inspected once."""

    def __init__(self, root: Path, recording: Path | None) -> None:
        self._root = root
        self._recording = recording
        self._ledger = read_ledger(root)
        self._seen: dict[str, Inspection] = {}

    def inspected(self, origin: Origin) -> Inspection:
        """The page of a value.

        Raises:
            SwScraperError: it cannot be had; says why.
        """
        row = origin.row
        if not origin.warc_file or not row["warc_record_id"]:
            hint = "Give the file that was replayed with --recording FILE"
            raise ConfigError("The dataset has no recording of this row", hint=hint)
        entry = self._ledger.get(origin.warc_file)
        path = self._recording or self._root / origin.warc_file
        if not path.is_file() or (entry is not None and entry.deed == "pruned" and not self._recording):
            why = "was pruned" if entry is not None else "is not there"
            raise ConfigError(f"The recording {why}", where=str(path), hint="Give a copy with --recording FILE")
        record_id = row["warc_record_id"]
        if record_id not in self._seen:
            page = archived_page(path, record_id)
            self._seen[record_id] = page.inspected(row["page_url"], site=row["site"])
        return self._seen[record_id]


def _look(made: Explanation, origin: Origin, pages: _Pages) -> None:
    """Find the piece of the page; what cannot be looked at is noted."""
    if origin.source in ("rest", "feed", "article"):
        return  # it stands in an answer beside the list
    try:
        seen = pages.inspected(origin)
    except SwScraperError as error:
        made.missing.setdefault(origin.warc_file or "no recording", f"{error.what}. {error.hint or ''}".strip())
        return
    at = next((n for n, teaser in enumerate(seen.teasers) if teaser.position == origin.row["position"]), None)
    if at is None or at >= len(seen.regions):
        return
    region = seen.regions[at]
    origin.fragment = _fragment(region, origin)
    if made.page is None:
        made.page = replace(seen, regions=(region,))
        made.fragment = "\n".join(_html(element) for element in region)


def _fragment(region: tuple[Any, ...], origin: Origin) -> str | None:
    """The smallest element of a record that has what the page said, as text or in an attribute."""
    said = origin.raw if isinstance(origin.raw, list) else [origin.raw if origin.raw is not None else origin.value]
    wanted = [_squeezed(str(one)) for one in said if one]
    best: tuple[int, Any] | None = None
    for element in (node for top in region for node in top.iter(etree.Element)):
        text = _squeezed("".join(element.itertext()))
        values = [_squeezed(value) for value in element.attrib.values()]
        is_in = [one in text or any(one in value or _is_tail(one, value) for value in values) for one in wanted]
        if wanted and all(is_in):
            size = len(text) + sum(map(len, values))
            if best is None or size <= best[0]:
                best = (size, element)
    return _html(best[1]) if best is not None else None


def _is_tail(url: str, value: str) -> bool:
    """An address of the page that a longer, absolute one was made of."""
    return len(value) > 1 and "/" in value and url.startswith("http") and url.endswith(value)


def _squeezed(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _html(element: Any) -> str:
    text: str = etree.tostring(element, method="html", encoding="unicode", with_tail=False)
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"
