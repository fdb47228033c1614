"""A release for people: README, dictionary, terms and methods."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sw_scraper import __version__
from sw_scraper.store.citation import as_bibtex, as_text
from sw_scraper.store.dictionary import type_name
from sw_scraper.store.publication_tables import left_out, published_columns
from sw_scraper.store.schema import TABLES
from sw_scraper.store.statement import statement

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from sw_scraper.store.citation import Citation
    from sw_scraper.store.facts import Facts

_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"), (10**7, "1M<n<10M"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What is in a release.

    Attributes:
        facts_only: teasers and descriptions are left out.
        has_recordings: the raw archives are in.
        has_texts: full texts are in.
        licence: as the user named it; None when nobody named one.
    """

    facts_only: bool
    has_recordings: bool
    has_texts: bool
    licence: str | None


def readme(facts: Facts, citation: Citation, tables: Mapping[str, pa.Table], contents: Contents) -> str:
    """README.md, which is the dataset card of Hugging Face as well."""
    return "\n".join(
        [
            *_card(facts, citation, tables),
            f"# {_marked(citation.title)}",
            "",
            f"Version `{citation.version}`, collected {citation.period} with sw_scraper {__version__}.",
            "",
            _marked(statement(facts, "en")),
            "",
            "## Tables",
            "",
            "| table | rows | a row is |",
            "|---|---|---|",
            *(f"| `{name}` | {table.num_rows:,} | {_row_text(name)} |" for name, table in tables.items()),
            "",
            "Each is there as Parquet (`data/TABLE.parquet`, the reference) and as CSV (`data/TABLE.csv`, UTF-8 with a",
            "byte order mark; lists are JSON; a text that a spreadsheet would take for a formula has an apostrophe).",
            "`sightings` has the rows of held harvests too (`verdict` is `held`); no other table is made from them.",
            "[DICTIONARY.md](DICTIONARY.md) says what each column means. Not published: "
            f"{', '.join(f'`{one}`' for one in left_out(facts_only=contents.facts_only))}.",
            *([] if contents.has_recordings else ["The raw recordings (WARC) are not part of this release."]),
            "",
            "## Loading",
            "",
            "```python",
            "from datasets import load_dataset          # Hugging Face",
            'articles = load_dataset(".", "articles")   # or the name of the repository',
            "",
            "import pandas as pd",
            'articles = pd.read_parquet("data/articles.parquet", dtype_backend="pyarrow")',
            "```",
            "",
            *_empty_tables(tables),
            "Dates are exactly as precise as the page: `date_published` is text such as `2025`, `2025-06` or",
            "`2025-06-08`; `published_on` is a day, only where the page gives one. Null: not said or not known.",
            "",
            "## Citing",
            "",
            _marked(as_text(citation)),
            "",
            "```bibtex",
            as_bibtex(citation),
            "```",
            "",
            "## Rights",
            "",
            "[TERMS.md](TERMS.md) says whose texts these are and what the source stated. [METHODS.md](METHODS.md)",
            "has the methods paragraph in English and Italian. `SHA256SUMS` has the digest of every other file:",
            "`sha256sum -c SHA256SUMS`.",
            "",
        ]
    )


def _card(facts: Facts, citation: Citation, tables: Mapping[str, pa.Table]) -> list[str]:
    """The YAML head: one config per table. Tables without rows have none, because the library cannot load them."""
    codes = {str(code).split("-")[0].lower() for code in facts.articles.column("language").to_pylist() if code}
    n = facts.n_articles
    lines = ["---", f"pretty_name: {json.dumps(citation.title, ensure_ascii=False)}"]
    lines += ["language:", *(f"- {code}" for code in sorted(codes) if code.isalpha())] if codes else []
    lines += ["license: other", "license_name: see-terms", "license_link: TERMS.md"]
    lines += ["size_categories:", f"- {next((text for top, text in _SIZES if n < top), 'n>10M')}"]
    lines += ["tags:", "- web-archives", "- sw_scraper", "configs:"]
    for name, table in tables.items():
        if table.num_rows:
            lines += [f"- config_name: {name}", f"  data_files: data/{name}.parquet"]
            lines += ["  default: true"] if name == "articles" else []
    return [*lines, "---", ""]


def _marked(text: str) -> str:
    r"""A site's words as Markdown shows them: they are no links, tags or code.

    >>> _marked("a <b> [c](d) | `e`")
    'a &lt;b> \\[c](d) \\| \\`e\\`'
    """
    return re.sub(r"([\[`|])", r"\\\1", text.replace("<", "&lt;"))


def _row_text(name: str) -> str:
    return TABLES[name].text.removeprefix("One row per ").rstrip(".").replace("|", "\\|")


def _empty_tables(tables: Mapping[str, pa.Table]) -> list[str]:
    empty = [f"`{name}`" for name, table in tables.items() if not table.num_rows]
    return [f"Without rows, and so not a config of Hugging Face: {', '.join(empty)}.", ""] if empty else []


def dictionary(tables: Mapping[str, pa.Table]) -> str:
    """DICTIONARY.md: every column of the release."""
    lines = [
        "# Data dictionary",
        "",
        "NN means never null. Else null means not said or not known. Lists are never null.",
        "",
    ]
    for name, table in tables.items():
        spec = TABLES[name]
        lines += [f"## {name}", "", spec.text, "", f"Key: {', '.join(spec.key)}. Sorted by {spec.order}.", ""]
        lines += ["| column | type | | meaning |", "|---|---|---|---|"]
        for column in published_columns(name, table):
            values = f" ({', '.join(f'`{value}`' for value in column.values)})" if column.values else ""
            never = "" if column.nullable else "NN"
            lines.append(f"| `{column.name}` | {type_name(column.type)} | {never} | {column.text}{values} |")
        lines.append("")
    return "\n".join(lines)


def methods(facts: Facts) -> str:
    """METHODS.md: the methods paragraph in both languages."""
    english, italian = (_marked(statement(facts, language)) for language in ("en", "it"))
    return f"# Methods\n\n{english}\n\n# Metodi\n\n{italian}\n"


def terms(facts: Facts, citation: Citation, contents: Contents) -> str:
    """TERMS.md: the licence, and the terms of the source."""
    texts = (
        "Teasers and descriptions are left out of this release; titles are in it."
        if contents.facts_only
        else "This release holds titles, teasers and descriptions."
    )
    licence = (
        f"Those who made this release offer it under: **{contents.licence}**. That covers what is theirs: the "
        "selection, the arrangement and the derived columns. It does not cover the texts of the source."
        if contents.licence
        else "Those who made this release have named no licence. Ask them before you use it beyond what the law allows."
    )
    return "\n".join(
        [
            "# Licence and terms",
            "",
            "## This release",
            "",
            licence,
            "",
            "## The source",
            "",
            f"Titles, teasers, descriptions and pictures' addresses come from {_source_names(facts)}. The texts are",
            "works of their publishers and authors; no licence of this release or of sw_scraper covers them.",
            f"{texts} Full texts are {'in it, because that was asked for' if contents.has_texts else 'no part of it'}.",
            "Read the source's own terms before you pass its texts on.",
            "",
            *(f"- {url}" for url in citation.urls),
            "",
            "What the source said to machines, harvest by harvest (table `harvests`):",
            "",
            "| site | robots.txt | reservation against text and data mining |",
            "|---|---|---|",
            *_machine_terms(facts),
            "",
            "`unknown` means that nothing was said, which is no permission.",
            "",
            "## Persons",
            "",
            "Names of authors are personal data, also when they stand on a public page. Names of those who",
            "harvested, and their contacts, are left out.",
            *(["The recordings hold whole pages: everything that was on them."] if contents.has_recordings else []),
            "",
        ]
    )


def _source_names(facts: Facts) -> str:
    return _marked(", ".join(site.name for site in facts.sites))


def _machine_terms(facts: Facts) -> list[str]:
    lines = []
    for site in facts.sites:
        rows = [harvest.commit.row for harvest in facts.harvests if harvest.commit.row["site"] == site.key]
        said = [_counted([row.get(column) or "not recorded" for row in rows]) for column in ("robots", "tdm_reserved")]
        lines.append(f"| {_marked(site.name)} | {said[0]} | {said[1]} |")
    return lines


def _counted(values: list[str]) -> str:
    return ", ".join(f"{value} ({values.count(value)})" for value in sorted(set(values)))
