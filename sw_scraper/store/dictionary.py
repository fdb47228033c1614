"""The data dictionary: every table and column in words, made from the schema.

``python -m sw_scraper.store.dictionary`` prints docs/schema.md.
"""

from __future__ import annotations

import pyarrow as pa

from sw_scraper.store.columns import COVERAGE, LINKS, RULES, STRINGS, Column
from sw_scraper.store.schema import FORMAT, TABLES, TableSpec

_INTRODUCTION = f"""# Tables and columns

Format {FORMAT}. This page is made from the code (`python -m sw_scraper.store.dictionary`) and a test holds both
together.

- **NN** means never null. Otherwise null means "not said or not known". A list is never null; an empty one means
  that the page names none.
- Instants are `timestamp[us, UTC]`, civil days `date32`, sizes end in `_bytes`, durations in `_s`.
- Parquet and JSON lines hold the same rows and columns. JSON lines have every key on every line, instants as
  `2026-11-22T02:03:04.000000Z`, days as `2026-11-22`.
- Columns are only ever added, at the end and nullable; none is renamed or given a new meaning within a format.
- Every Parquet file names in its metadata the dataset (`sw_scraper.dataset_id`), the format (`sw_scraper.format`),
  the tool (`sw_scraper.tool_version`), the table (`sw_scraper.table`) and the state that it was made from
  (`sw_scraper.state`: for sightings the harvest, for the other tables the commits).

## How rows come about

**What counts.** `complete`, `unchanged` and `partial` harvests change the tables; `held` ones only once accepted;
`failed` ones never. Harvests are taken in the order of what they saw (their last fetch), so replaying an old
recording never overwrites what a newer harvest saw.

**Gone.** Only a harvest of scope `full` with verdict `complete` makes an article gone from a tag. `gone_since` is
the time of the first such harvest that missed it; when it is seen again, `gone_since` is null and `n_returns`
grows.

**Which value.** The newest thing said wins. A null says nothing: it never replaces a value, because a list that
shows no dates does not withdraw the date that another list showed. A list that shows what it showed before says
nothing new either: where two lists show different teasers of one article, neither the value nor `changes` go to and
fro with each harvest; the value changes when some list changes it. A date comes with its raw text, precision and
source from one and the same sighting; so do title, teaser and authors.

**Why it changed.** `cause` is `extractor` where the bytes of the page are the same as before, or where another
version of the extraction reads the same raw text differently; `enrichment` where a value came from REST, a feed,
the article page or from another list after nothing was said before; else `source`. Only edits by the source count
in `n_changes`.

**Read again.** When newer code reads a recording again, the newest extraction of a harvest counts; `changes` tells
the difference once per article and tag, at the last harvest that was read again. `sightings/` keeps both files,
`open_dataset(...).sightings()` gives the newest.

**Samples.** Rows of origin `sample` (invented texts that ship with the project) leave the tables as soon as a
harvest of another origin counts.
"""


def type_name(kind: pa.DataType) -> str:
    """An Arrow type as the docs write it.

    >>> type_name(pa.timestamp("us", tz="UTC")), type_name(STRINGS)
    ('timestamp[us, UTC]', 'list<string>')
    """
    special = {
        STRINGS: "list<string>",
        LINKS: "list<struct<text: string, url: string>>",
        RULES: "map<string, string>",
        COVERAGE: "struct<title, teaser, date, authors: float32>",
        pa.date32(): "date32",
        pa.timestamp("us", tz="UTC"): "timestamp[us, UTC]",
        pa.float32(): "float32",
        pa.float64(): "float64",
    }
    return special.get(kind, str(kind))


def _line(column: Column) -> str:
    values = f" ({', '.join(f'`{value}`' for value in column.values)})" if column.values else ""
    never_null = "" if column.nullable else "NN"
    return f"| `{column.name}` | {type_name(column.type)} | {never_null} | {column.text}{values} |"


def _section(spec: TableSpec) -> str:
    head = [f"## {spec.name}", "", spec.text, "", f"Key: {', '.join(spec.key)}. Sorted by {spec.order}.", ""]
    table = ["| column | type | | meaning |", "|---|---|---|---|", *(_line(column) for column in spec.columns)]
    return "\n".join([*head, *table])


def schema_markdown() -> str:
    """The text of docs/schema.md."""
    return "\n\n".join([_INTRODUCTION.strip(), *(_section(spec) for spec in TABLES.values())]) + "\n"


if __name__ == "__main__":
    print(schema_markdown(), end="")
