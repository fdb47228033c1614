"""A release for machines: Frictionless data package and Croissant."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from sw_scraper.store.publication_tables import published_columns
from sw_scraper.store.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sw_scraper.store.citation import Citation
    from sw_scraper.store.publication_tables import PublishedColumn

_FOREIGN = {
    "listings": [("article_id", "articles"), ("tag_id", "tags")],
    "texts": [("article_id", "articles")],
}
_MEDIA = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet", "tar": "application/x-tar"}
# Kind of an Arrow type, what Frictionless calls it in CSV, and Croissant in Parquet; the first that fits.
_KINDS: tuple[tuple[Callable[[pa.DataType], bool], dict[str, str], str | None], ...] = (
    (pa.types.is_timestamp, {"type": "datetime", "format": "%Y-%m-%dT%H:%M:%S.%fZ"}, "sc:DateTime"),
    (pa.types.is_date, {"type": "date"}, "sc:Date"),
    (pa.types.is_boolean, {"type": "boolean"}, "sc:Boolean"),
    (pa.types.is_integer, {"type": "integer"}, "sc:Integer"),
    (pa.types.is_floating, {"type": "number"}, "sc:Float"),
    (pa.types.is_string, {"type": "string"}, "sc:Text"),
    (pa.types.is_list, {"type": "array"}, None),
    (pa.types.is_struct, {"type": "object"}, None),
)
# The context that the Croissant 1.0 specification gives.
_CONTEXT = {
    "@language": "en", "@vocab": "https://schema.org/", "citeAs": "cr:citeAs", "column": "cr:column",
    "conformsTo": "dct:conformsTo", "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/", "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"}, "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty", "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract", "field": "cr:field", "fileProperty": "cr:fileProperty", "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet", "format": "cr:format", "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset", "jsonPath": "cr:jsonPath", "key": "cr:key", "md5": "cr:md5",
    "parentField": "cr:parentField", "path": "cr:path", "recordSet": "cr:recordSet", "references": "cr:references",
    "regex": "cr:regex", "repeated": "cr:repeated", "replace": "cr:replace", "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/", "separator": "cr:separator", "source": "cr:source", "subField": "cr:subField",
    "transform": "cr:transform",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedFile:
    """A file of a release.

    Attributes:
        path: relative to the release, with forward slashes.
        size: in bytes.
        sha256: hexadecimal.
    """

    path: str
    size: int
    sha256: str

    @property
    def ending(self) -> str:
        """Of its name."""
        return self.path.rsplit(".", 1)[-1]


def data_package(
    citation: Citation, tables: Mapping[str, pa.Table], files: Sequence[ReleasedFile], *, licence: str | None
) -> str:
    """``datapackage.json``: the CSV files with types, keys and allowed values; the others with size and digest.

    Args:
        citation: of the state.
        tables: as published, by name.
        files: of the data.
        licence: as the user named it.
    """
    names = {f"data/{table}.csv": table for table in tables}
    body = {
        "profile": "data-package",
        "name": f"sw-{citation.version.lower()}",
        "id": citation.version,
        "title": citation.title,
        "description": f"Collected {citation.period} with sw_scraper. See README.md and TERMS.md.",
        "version": citation.version,
        "created": f"{citation.published_on}T00:00:00Z",
        "contributors": [{"title": one.label, "role": "author"} for one in citation.authors],
        "sources": [{"title": url, "path": url} for url in citation.urls],
        "licenses": [{"name": "other", "title": licence or "See TERMS.md", "path": "TERMS.md"}],
        "resources": [
            _table_resource(names[file.path], tables[names[file.path]], file)
            if file.path in names
            else _file_resource(file)
            for file in files
        ],
    }
    return _dumped({key: value for key, value in body.items() if value})


def _file_resource(file: ReleasedFile) -> dict[str, Any]:
    return {
        # Frictionless reads Parquet through pandas and stops at the first null date: for it these are files.
        "type": "file",
        "name": file.path.rsplit("/", 1)[-1].replace(".", "-"),
        "path": file.path,
        "format": file.ending,
        "mediatype": _MEDIA[file.ending],
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
    }


def _table_resource(name: str, table: pa.Table, file: ReleasedFile) -> dict[str, Any]:
    spec = TABLES[name]
    schema: dict[str, Any] = {
        "fields": [_frictionless_field(column) for column in published_columns(name, table)],
        "missingValues": [""],
        "primaryKey": list(spec.key),
    }
    if name in _FOREIGN:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": other, "fields": [column]}}
            for column, other in _FOREIGN[name]
        ]
    return {
        **_file_resource(file),
        "type": "table",
        "name": name,
        "profile": "tabular-data-resource",
        "title": spec.text,
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": True},
        "schema": schema,
    }


def _frictionless_field(column: PublishedColumn) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "description": column.text, **_frictionless_type(column.type)}
    constraints: dict[str, Any] = {}
    # A text may be there and be empty, which a CSV file cannot tell from null: only keys are promised.
    if not column.nullable and not pa.types.is_string(column.type):
        constraints["required"] = True
    if column.values:
        constraints["enum"] = list(column.values)
    return field | ({"constraints": constraints} if constraints else {})


def _frictionless_type(kind: pa.DataType) -> dict[str, str]:
    return next(said for is_kind, said, _ in _KINDS if is_kind(kind))


def croissant(
    citation: Citation,
    tables: Mapping[str, pa.Table],
    files: Sequence[ReleasedFile],
    *,
    licence: str | None,
    cited_as: str,
) -> str:
    """``croissant.json``, version 1.0: the Parquet files and their columns (nested ones are left out).

    Args:
        citation: of the state.
        tables: as published, by name.
        files: of the data.
        licence: as the user named it.
        cited_as: BibTeX.
    """
    parquet = {file.path: file for file in files if file.ending == "parquet"}
    body = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "name": f"sw-{citation.version.lower()}",
        "alternateName": citation.title,
        "description": f"{citation.title}. Collected {citation.period} with sw_scraper.",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "license": licence or "See TERMS.md",
        "url": citation.urls[0] if citation.urls else None,
        "version": semantic_version(citation.version),
        "datePublished": str(citation.published_on),
        "citeAs": cited_as,
        "creator": [
            {"@type": "sc:Person" if one.given else "sc:Organization", "name": one.label} for one in citation.authors
        ],
        "isBasedOn": list(citation.urls),
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": path,
                "name": path,
                "contentUrl": path,
                "contentSize": f"{file.size} B",
                "encodingFormat": "application/x-parquet",
                "sha256": file.sha256,
            }
            for path, file in parquet.items()
        ],
        "recordSet": [_record_set(name, table) for name, table in tables.items()],
    }
    return _dumped({key: value for key, value in body.items() if value})


def semantic_version(version: str) -> str:
    """A version id as Croissant wants versions: three numbers that grow with time, then the id itself.

    >>> semantic_version("eb54f638-20260105T003645Z-82fe1c556934")
    '2026.105.3645+eb54f638-20260105T003645Z-82fe1c556934'
    """
    moment = version.split("-")[1]
    return f"{int(moment[:4])}.{int(moment[4:8])}.{int(moment[9:15])}+{version}"


def _record_set(name: str, table: pa.Table) -> dict[str, Any]:
    columns = [column for column in published_columns(name, table) if _croissant_type(column.type)]
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": TABLES[name].text,
        "key": [{"@id": f"{name}/{key}"} for key in TABLES[name].key],
        "field": [_croissant_field(name, column) for column in columns],
    }


def _croissant_field(table: str, column: PublishedColumn) -> dict[str, Any]:
    field: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{table}/{column.name}",
        "name": f"{table}/{column.name}",
        "description": column.text,
        "dataType": _croissant_type(column.type),
        "source": {"fileObject": {"@id": f"data/{table}.parquet"}, "extract": {"column": column.name}},
    }
    return field | ({"repeated": True} if pa.types.is_list(column.type) else {})


def _croissant_type(kind: pa.DataType) -> str | None:
    """None for what Croissant has no plain type for."""
    if pa.types.is_list(kind) and pa.types.is_string(kind.value_type):
        return "sc:Text"
    return next(said for is_kind, _, said in _KINDS if is_kind(kind))


def _dumped(body: Mapping[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"
