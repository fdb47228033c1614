"""One export: a selection of a state in one format, into one file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from sw_scraper import __version__
from sw_scraper.errors import ConfigError
from sw_scraper.store import disk, export_bibtex, export_rss
from sw_scraper.store.citation import as_bibtex, as_text, citation_of
from sw_scraper.store.export_csv import CsvLines
from sw_scraper.store.export_file import new_file, write_blocks
from sw_scraper.store.export_selection import EXPORTED, Rows, Selection, select_rows
from sw_scraper.store.export_sqlite import write_database
from sw_scraper.store.export_xlsx import Workbook, require_writer
from sw_scraper.store.facts import Facts
from sw_scraper.store.jsonl import json_lines
from sw_scraper.store.parquet_file import file_metadata, write_parquet

if TYPE_CHECKING:
    from pathlib import Path

    from sw_scraper.store.dataset import Dataset

_TOLD = 5


@dataclass(slots=True, kw_only=True)
class Export:
    """What is exported, read once, and what is to be told of it.

    Attributes:
        facts: of the state.
        selection: what was asked for.
        tables: the selected rows, table by table.
        delimiter: of CSV.
        notes: what a reader must know, one sentence each; grows while it is written.
    """

    facts: Facts
    selection: Selection
    tables: list[Rows]
    delimiter: str = ","
    notes: list[str] = field(default_factory=list)

    def rows_of(self, table: str) -> Rows:
        """The rows of a table that is in it."""
        return next(rows for rows in self.tables if rows.table == table)

    @property
    def about(self) -> dict[str, str]:
        """What the export is, name to value."""
        version = self.facts.version_id
        about = {"dataset_id": self.facts.dataset_id, "version_id": version or "nothing was committed yet"}
        about["filter"] = self.selection.in_words or "none: all rows and columns"
        about |= {f"rows in {rows.table}": f"{rows.data.num_rows}" for rows in self.tables}
        about["made with"] = f"sw_scraper {__version__}"
        if self.facts.harvests:
            citation = citation_of(self.facts)
            about |= {"citation": as_text(citation), "BibTeX": as_bibtex(citation)}
        about["rights"] = "Titles and teasers are works of their publishers; use them only as their terms allow."
        return about


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format that can be exported to.

    Attributes:
        ending: of the file's name.
        write: writes a file under a temporary name.
        blocks: the same as bytes for standard output; None where that is no use.
        tables: what goes in unless told; empty for the one table that is asked for.
        only: the tables that can go in.
        picks_columns: ``columns`` means something.
    """

    ending: str
    write: Callable[[Export, Path], None]
    blocks: Callable[[Export], Iterator[bytes]] | None = None
    tables: tuple[str, ...] = ("articles",)
    only: tuple[str, ...] = EXPORTED
    picks_columns: bool = True


def read_export(
    dataset: Dataset, format_name: str, selection: Selection, *, table: str | None = None, delimiter: str = ","
) -> Export:
    """Read what is to be exported.

    Args:
        dataset: to read.
        format_name: one of FORMATS.
        selection: which rows and columns.
        table: which table; None for what the format has by itself.
        delimiter: of CSV.

    Raises:
        ConfigError: the format, table, columns or filters do not fit together or to the dataset.
    """
    form = FORMATS[format_name]
    if table is not None and table not in form.only:
        raise ConfigError(
            f"The format {format_name} has no table of that name", where=table, hint=f"It has: {', '.join(form.only)}"
        )
    names = form.tables if table is None or format_name == "xlsx" else (table,)
    if selection.columns and not form.picks_columns:
        raise ConfigError(f"{format_name} has fields of its own", where="--columns", hint="Leave it out")
    if (selection.columns or selection.limit is not None) and len(names) > 1 and format_name != "xlsx":
        raise ConfigError("Columns and limits are of one table", where="--columns, --limit", hint="Add --table")
    facts = Facts(dataset, as_of=selection.as_of, version=selection.version)
    if facts.version_id is not None:  # what commits in the meantime is of another state
        selection = replace(selection, as_of=None, version=facts.version_id)
    tables = [_rows(dataset, name, selection, names) for name in names]
    notes = [note for rows in tables for note in rows.notes]
    if facts.is_sample:
        notes.append("These texts are invented: they come from the recording that ships with sw_scraper")
    return Export(facts=facts, selection=selection, tables=tables, delimiter=delimiter, notes=notes)


def _rows(dataset: Dataset, name: str, selection: Selection, names: Sequence[str]) -> Rows:
    """A table of the export; of several, columns and limit are the first one's, and tags have no dates."""
    if name != names[0]:
        selection = replace(selection, columns=(), limit=None)
    if name == "tags" and len(names) > 1:
        selection = replace(selection, since=None, until=None)
    return select_rows(dataset, name, selection)


def write_export(export: Export, format_name: str, final: Path, *, force: bool) -> None:
    """Write an export into a file that is there whole, or not there.

    Args:
        export: what ``read_export`` gave.
        format_name: one of FORMATS.
        final: the file.
        force: replace what is there.

    Raises:
        ConfigError: the name is taken, or the rows do not fit into the format.
        StoreError: it cannot be written.
    """
    with new_file(final, force=force) as temporary:
        FORMATS[format_name].write(export, temporary)


def _as_blocks(blocks: Callable[[Export], Iterator[bytes]]) -> Callable[[Export, Path], None]:
    return lambda export, path: write_blocks(path, blocks(export))


def _csv_blocks(export: Export) -> Iterator[bytes]:
    lines = CsvLines(export.tables[0].data, delimiter=export.delimiter)
    yield from lines.blocks()
    if lines.n_neutralised:
        export.notes.append(
            f"Texts with an apostrophe put in, so that no spreadsheet runs them as formulas: {lines.n_neutralised:,}"
        )


def _jsonl_blocks(export: Export) -> Iterator[bytes]:
    yield from json_lines(export.tables[0].data)


def _rss_blocks(export: Export) -> Iterator[bytes]:
    rows = export.rows_of("articles").data
    if export.selection.limit is None and rows.num_rows > export_rss.ITEMS:
        export.notes.append(
            f"In the feed: the first {export_rss.ITEMS} of {rows.num_rows:,} articles; --limit N gives more"
        )
        rows = rows.slice(0, export_rss.ITEMS)
    shown = rows.select(export_rss.COLUMNS).to_pylist()
    names = {row["tag_id"]: row["name"] or row["tag"] for row in export.facts.tags}
    yield from export_rss.feed(_channel(export, rows), shown, tag_names=names)


def _channel(export: Export, rows: Any) -> export_rss.Channel:
    facts = export.facts
    languages = set(rows.column("language").to_pylist())
    wanted = set(rows.column("tags").combine_chunks().flatten().to_pylist()) if export.selection.tags else set()
    urls = [row["tag_url"] for row in facts.tags if row["tag_id"] in wanted] or facts.tag_urls
    title = citation_of(facts).title if facts.harvests else "Nothing was harvested yet"
    return export_rss.Channel(
        title=f"{title} ({export.selection.in_words})" if export.selection.in_words else title,
        link=urls[0] if urls else next((site.url for site in facts.sites if site.url), "about:blank"),
        description=f"Newest articles; dataset version {facts.version_id}.",
        language=languages.pop() if len(languages) == 1 else None,
        built_at=facts.last_commit_at if facts.commits else None,
    )


def _bibtex_blocks(export: Export) -> Iterator[bytes]:
    rows = export.rows_of("articles").data.select(export_bibtex.COLUMNS).to_pylist()
    version = export.facts.version_id or "nothing was committed yet"
    yield f"% {len(rows)} articles, dataset version {version}. UTF-8.\n\n".encode()
    yield from export_bibtex.entries(rows, site_names={site.key: site.name for site in export.facts.sites})


def _write_parquet(export: Export, path: Path) -> None:
    rows = export.tables[0]
    version = export.facts.version_id or ""
    metadata = file_metadata(dataset_id=export.facts.dataset_id, table=rows.table, state=version)
    with disk.NewFile(path) as file:
        write_parquet(
            file,
            rows.data.to_batches(),
            schema=rows.data.schema,
            metadata={**metadata, "sw_scraper.filter": export.selection.in_words},
        )


def _write_sqlite(export: Export, path: Path) -> None:
    write_database(path, export.tables, about=export.about)


def _write_xlsx(export: Export, path: Path) -> None:
    facts = export.facts
    book = Workbook(path, made_at=facts.last_commit_at if facts.commits else None)
    try:
        for rows in export.tables:
            book.add_rows(rows)
        book.add_dictionary(export.tables)
        notes = [("note", "Lists are joined with '; '. Times are UTC. What begins like a formula is marked as text.")]
        if book.cuts:
            more = f" and {len(book.cuts) - _TOLD:,} more" if len(book.cuts) > _TOLD else ""
            cut = f"Texts cut at 32,767 characters, all that a cell holds (they end in […]): {len(book.cuts):,}; "
            export.notes.append(f"{cut}{', '.join(book.cuts[:_TOLD])}{more}")
        notes += [("note", note) for note in export.notes]
        book.add_citation([*export.about.items(), *notes])
    finally:
        book.close()


def check_format(format_name: str) -> None:
    """What the format needs is installed.

    Raises:
        ConfigError: it is not.
    """
    if format_name == "xlsx":
        require_writer()


FORMATS: Mapping[str, Format] = {
    "csv": Format(ending="csv", write=_as_blocks(_csv_blocks), blocks=_csv_blocks),
    "xlsx": Format(ending="xlsx", write=_write_xlsx, tables=("articles", "listings"), only=("articles",)),
    "jsonl": Format(ending="jsonl", write=_as_blocks(_jsonl_blocks), blocks=_jsonl_blocks),
    "parquet": Format(ending="parquet", write=_write_parquet),
    "sqlite": Format(ending="sqlite", write=_write_sqlite, tables=EXPORTED),
    "rss": Format(
        ending="xml", write=_as_blocks(_rss_blocks), blocks=_rss_blocks, only=("articles",), picks_columns=False
    ),
    "bibtex": Format(
        ending="bib", write=_as_blocks(_bibtex_blocks), blocks=_bibtex_blocks, only=("articles",), picks_columns=False
    ),
}
"""The formats by name."""
