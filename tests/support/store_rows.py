"""Sightings and records for tests of the store: what a harvest would hand over."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sw_scraper.model import Origin, TagKey
from sw_scraper.normalize.keys import article_id, content_hash
from sw_scraper.store.records import CommitResult, HarvestHead, HarvestRecord, TagFacts
from sw_scraper.store.store import Store, open_store

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from random import Random

START = datetime(2026, 11, 1, 2, 0, tzinfo=UTC)
KEY = TagKey(site="demo", taxonomy="sdgs", slug="partnership")


def at(n: int) -> datetime:
    """The time of the n-th night."""
    return START + timedelta(days=n)


def seen(slug: str, **values: Any) -> dict[str, Any]:
    """What a teaser says of an article; ``values`` are columns of sightings."""
    url = f"https://demo.example/{slug}/"
    said: dict[str, Any] = {
        "title": f"Titolo {slug}",
        "teaser": f"Testo {slug}",
        "date_published": "2025-06-08",
        "authors": ["Ada"],
    }
    said |= values
    if said["date_published"] is not None:
        said.setdefault("date_precision", "day")
        said.setdefault("published_on", date.fromisoformat(said["date_published"]))
        said.setdefault("date_published_raw", said["date_published"])
        said.setdefault("date_source", "page")
    said.setdefault("title_raw", said["title"])
    said.setdefault("teaser_raw", said["teaser"])
    said.setdefault("authors_raw", said["authors"])
    return {"article_id": article_id(url), "url": url, "url_raw": url, **said}


def wavering(dice: Random, slug: str) -> dict[str, Any]:
    """A teaser whose values vary little, so that edits, reverts and silences all happen."""
    return seen(
        slug,
        title=dice.choice(["A", "B", None]),
        teaser=dice.choice(["uno", "due", "due", None]),
        date_published=dice.choice(["2025-01-01", "2025-01-02", None]),
        authors=dice.choice([["Ada"], ["Ada", "Bea"], []]),
        image_url=dice.choice([None, "https://demo.example/a.png"]),
    )


def rows_of(
    pages: Sequence[Iterable[dict[str, Any]]], *, night: int = 0, digest: str | None = None
) -> list[dict[str, Any]]:
    """Rows for the pages of one harvest."""
    rows = []
    for n, page in enumerate(pages, start=1):
        for position, one in enumerate(page, start=1):
            rows.append(
                {
                    "fetched_at": at(night) + timedelta(seconds=n),
                    "page_number": n,
                    "position": position,
                    "page_url": f"https://demo.example/sdgs/partnership/page/{n}/",
                    "extractor": "theme:demo",
                    "confidence": 0.9,
                    "rules": {"title": "theme:demo title"},
                    "payload_digest": digest or f"sha256:{night}-{n}",
                    "content_hash": content_hash(
                        title=one["title"],
                        teaser=one["teaser"],
                        date_published=one["date_published"],
                        authors=one["authors"],
                    ),
                    **one,
                }
            )
    return rows


def record(*, night: int = 0, n_pages: int = 1, **values: Any) -> HarvestRecord:
    """What a harvest of that night says of itself."""
    plain = HarvestRecord(
        run_id=f"run{night}",
        start_url="https://demo.example/sdgs/partnership/",
        mode="full",
        scope="full",
        verdict="complete",
        started_at=at(night),
        finished_at=at(night) + timedelta(seconds=30),
        first_fetch_at=at(night) + timedelta(seconds=1),
        last_fetch_at=at(night) + timedelta(seconds=max(1, n_pages)),
        n_pages=n_pages,
        tag=TagFacts(tag_url="https://demo.example/sdgs/partnership/", name="Partnership", name_raw="#Partnership"),
    )
    return replace(plain, **values)


def harvest(
    store: Store | Path,
    pages: Sequence[Iterable[dict[str, Any]]],
    *,
    night: int = 0,
    key: TagKey = KEY,
    harvest_id: str | None = None,
    extractor_version: str = "1",
    origin: Origin = "live",
    digest: str | None = None,
    refresh: bool = True,
    **values: Any,
) -> CommitResult:
    """Commit one harvest, all in one go."""
    store = store if isinstance(store, Store) else open_store(store)
    head = HarvestHead(
        harvest_id=harvest_id or f"{key.slug}-{night:04}".replace("/", "-"),
        key=key,
        extractor_version=extractor_version,
        origin=origin,
    )
    with store.lock(key.tag_id):
        writer = store.begin(head)
        writer.add_rows(rows_of([list(page) for page in pages], night=night, digest=digest))
        result = writer.commit(record(night=night, n_pages=len(pages), **values))
    if refresh:
        store.refresh_views()
    return result
