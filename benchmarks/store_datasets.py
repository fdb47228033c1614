"""Datasets for the benchmarks of the store: made quickly, without waiting for the disk, in the shape of real ones."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from sw_scraper.model import TagKey
from sw_scraper.normalize.keys import article_id, content_hash
from sw_scraper.store import layout
from sw_scraper.store.commits import commit_bytes, instant_text
from sw_scraper.store.parquet_file import file_metadata
from sw_scraper.store.records import HarvestHead, HarvestRecord, TagFacts
from sw_scraper.store.schema import schema_of
from sw_scraper.store.store import open_store

START = datetime(2020, 1, 1, 2, 0, tzinfo=UTC)
_SCHEMA = schema_of("sightings")
_WORDS = (
    "welfare", "impresa", "sociale", "rete", "territorio", "bando", "fondazione", "comune", "giovani", "lavoro", "cura",
    "casa", "salute",
)  # fmt: skip


def tag_key(t: int) -> TagKey:
    """The t-th tag."""
    return TagKey(site="demo", taxonomy="tag", slug=f"tema-{t:02}")


def words(n: int, length: int) -> str:
    """A text that is different for each n."""
    return " ".join(_WORDS[(n * 7 + k * k + n // (k + 1)) % len(_WORDS)] for k in range(length)) + f" {n}"


def teaser(t: int, n: int) -> dict[str, Any]:
    """What the n-th article of the t-th tag shows, but for where and when."""
    number = t * 1_000_000 + n
    url = f"https://demo.example/{number}-{'-'.join(words(number, 3).split()[:3])}/"
    day = (START + timedelta(days=n / 5)).date()
    said = {"title": words(number, 8), "teaser": words(number + 3, 40), "authors": [f"Autore {number % 97}"]}
    return {
        "article_id": article_id(url),
        "url": url,
        "url_raw": url,
        "title_raw": said["title"],
        "teaser_raw": said["teaser"],
        "authors_raw": said["authors"],
        "authors_source": "page",
        "date_published": day.isoformat(),
        "date_precision": "day",
        "published_on": day,
        "date_published_raw": day.isoformat(),
        "date_source": "page",
        "extractor": "theme:demo",
        "confidence": 0.95,
        "rules": {"title": "theme:demo h2 a", "teaser": "theme:demo p"},
        "content_hash": content_hash(date_published=day.isoformat(), **said),
        **said,
    }


def moment(t: int, night: int) -> datetime:
    """When the t-th tag was harvested in a night."""
    return START + timedelta(days=night, minutes=t)


def record(t: int, night: int, **values: Any) -> HarvestRecord:
    """What that harvest says of itself."""
    begun = moment(t, night)
    url = f"https://demo.example/tag/tema-{t:02}/"
    return HarvestRecord(
        run_id=f"run{night}",
        start_url=url,
        mode="auto",
        started_at=begun,
        finished_at=begun + timedelta(seconds=5),
        first_fetch_at=begun,
        last_fetch_at=begun + timedelta(seconds=1),
        tag=TagFacts(tag_url=url, name=f"Tema {t}"),
        **{"scope": "newest", "verdict": "complete", "n_pages": 1, **values},
    )


def page_rows(t: int, night: int, articles: range) -> list[dict[str, Any]]:
    """The rows of one page."""
    url = f"https://demo.example/tag/tema-{t:02}/"
    digest = f"sha256:{hashlib.sha256(f'{t} {articles}'.encode()).hexdigest()}"
    fixed = {"fetched_at": moment(t, night), "page_number": 1, "page_url": url, "payload_digest": digest}
    return [{**teaser(t, n), **fixed, "position": position} for position, n in enumerate(reversed(articles), start=1)]


def one_harvest(root: Path, t: int, night: int, articles: range) -> None:
    """One harvest as a run makes it: state, rows, commit, derived tables."""
    store = open_store(root)
    with store.lock(tag_key(t).tag_id):
        listed = store.state_of(tag_key(t).tag_id).listed
        writer = store.begin(HarvestHead(harvest_id=f"t{t:02}-{night:05}", key=tag_key(t), extractor_version="1"))
        rows = page_rows(t, night, articles)
        writer.add_rows(rows)
        is_new = any(row["article_id"] not in listed for row in rows)
        writer.commit(record(t, night, verdict="complete" if is_new else "unchanged"))
    store.refresh_views()


def many_small_harvests(root: Path, *, n_tags: int, n_nights: int, n_rows: int = 12) -> None:
    """Years of harvests of the newest entries, one new article of each tag every fifth night.

    The first harvest of each tag goes through the store; the others are files of the same form, written at once.
    """
    for t in range(n_tags):
        store = open_store(root)
        with store.lock(tag_key(t).tag_id):
            writer = store.begin(HarvestHead(harvest_id=f"t{t:02}-00000", key=tag_key(t), extractor_version="1"))
            writer.add_rows(page_rows(t, 0, range(n_rows)))
            result = writer.commit(record(t, 0, scope="full"))
        template = json.loads((root / result.commit_file).read_bytes())
        _further(root, t, template, n_nights=n_nights, n_rows=n_rows)
    last = moment(n_tags, n_nights)
    (root / layout.WORK / "last_commit").write_text(str(instant_text(last)))


def _further(root: Path, t: int, template: dict[str, Any], *, n_nights: int, n_rows: int) -> None:
    key = tag_key(t)
    metadata = file_metadata(dataset_id=str(json.loads((root / layout.DATASET_FILE).read_bytes())["dataset_id"]),
                             table="sightings", state="")  # fmt: skip
    schema = _SCHEMA.with_metadata(metadata)
    shown: tuple[int, pa.Table] | None = None
    for night in range(1, n_nights):
        newest = night // 5
        if shown is None or shown[0] != newest:
            shown = (newest, _page_table(t, range(newest, newest + n_rows), key))
        n_new = int(night % 5 == 0)
        name = f"t{t:02}-{night:05}"
        table = _dated(shown[1], name, moment(t, night), "complete" if n_new else "unchanged")
        path = layout.sightings_file(key, name)
        buffer = pa.BufferOutputStream()
        pq.write_table(table.replace_schema_metadata(schema.metadata), buffer, compression="zstd")
        data = buffer.getvalue().to_pybytes()
        (root / path).write_bytes(data)
        _write_commit(root, template, t, night, name=name, path=path, data=data, n_new=n_new)


def _page_table(t: int, articles: range, key: TagKey) -> pa.Table:
    rows = [
        {"harvest_id": "", "site": key.site, "taxonomy": key.taxonomy, "tag": key.slug, "tag_id": key.tag_id,
         "teaser_is_cut": False, "categories": [], "extractor_version": "1", "verdict": "complete",
         "scope": "newest", "origin": "live", **row, "rules": list(row["rules"].items())}
        for row in page_rows(t, 0, articles)
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def _dated(table: pa.Table, name: str, when: datetime, verdict: str) -> pa.Table:
    values = {"harvest_id": name, "fetched_at": when, "verdict": verdict}
    for column, value in values.items():
        n = table.schema.get_field_index(column)
        table = table.set_column(
            n, table.schema.field(n), pa.repeat(pa.scalar(value, table.schema.field(n).type), table.num_rows)
        )
    return table


def _write_commit(
    root: Path, template: dict[str, Any], t: int, night: int, *, name: str, path: str, data: bytes, n_new: int
) -> None:
    when = moment(t, night)
    digest = hashlib.sha256(data).hexdigest()
    said = {
        "harvest_id": name, "run_id": f"run{night}", "scope": "newest", "verdict": "complete" if n_new else "unchanged",
        "started_at": instant_text(when), "finished_at": instant_text(when + timedelta(seconds=5)), "n_new": n_new,
        "sightings_file": path, "sightings_sha256": digest,
    }  # fmt: skip
    body = {
        **template,
        "harvest_id": name,
        "harvest": {**template["harvest"], **said},
        "first_fetch_at": instant_text(when),
        "last_fetch_at": instant_text(when + timedelta(seconds=1)),
        "files": [{"path": path, "sha256": digest, "bytes": len(data), "rows": template["files"][0]["rows"]}],
        "committed_at": instant_text(when + timedelta(seconds=6)),
    }
    file = root / layout.commit_file(name, when)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(commit_bytes(body))
