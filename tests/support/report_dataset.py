"""A dataset with many tags, nights, changes and strange titles, for the report and the explorer."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from store_rows import harvest, seen

from sw_scraper.model import TagKey
from sw_scraper.store.records import TagFacts
from sw_scraper.store.store import open_store

STRANGE = (
    "<script>window.broken = 1</script><img src=x onerror='window.broken = 2'>",
    "</script><script>window.broken = 3</script>",
    "{{ 7 * 7 }} ${window.broken = 4} &lt;b&gt;",
    "تقرير عن الشراكة بين القطاعين العام والخاص",
    "\u0627\u0644\u0639\u0631\u0628\u064a\u0629 e italiano insieme (2025)",
    "👩‍👩‍👧‍👦 Famiglie 🏳️‍🌈 e welfare 🇮🇹",
    "Lungo " + "parola " * 830 + "fine",
    "Senza" + "spazi" * 60,
)
_NAMES = {
    "partnership": "Partnership", "salute": "Salute e benessere", "istruzione": "Istruzione", "lavoro": "Lavoro",
    "citta": "Città sostenibili", "clima": "Clima", "disuguaglianze": "Disuguaglianze", "fame": "Fame zero",
    "energia": "Energia pulita", "parita": "Parità di genere",
}  # fmt: skip
_WORDS = (
    "welfare", "comunità", "territorio", "fondazioni", "terzo", "settore", "coprogettazione", "cura", "anziani",
    "giovani", "casa", "reddito", "scuola", "infanzia", "lavoro", "imprese", "secondo", "rapporto", "politiche",
    "sociali", "Milano", "Torino", "Napoli", "inclusione", "migranti", "dati",
)  # fmt: skip
_AUTHORS = ("Ada Bianchi", "Bruno Conti", "Carla De Santis", "Dario Èrcoli", "Elena Fà")


def make_report_dataset(
    root: Path, *, n_articles: int, n_nights: int = 4, n_tags: int = 6, seed: int = 1, strange: bool = True
) -> None:
    """Commit some nights of harvests.

    Args:
        root: folder of the dataset.
        n_articles: in all, over all tags.
        n_nights: harvests of each tag; articles appear, change and go between them.
        n_tags: up to ten.
        seed: of everything.
        strange: some titles are such as break pages.
    """
    chance = random.Random(seed)
    store = open_store(root)
    articles = [_article(n, chance, strange=strange) for n in range(n_articles)]
    slugs = list(_NAMES)[:n_tags]
    lists = {slug: [] for slug in slugs}  # type: dict[str, list[dict[str, Any]]]
    for article in articles:
        for slug in chance.sample(slugs, chance.choice((1, 1, 1, 2, 3))) if n_tags > 2 else slugs[:1]:
            lists[slug].append(article)
    for night in range(n_nights):
        for slug in slugs:
            rows = lists[slug][max(0, n_nights - night - 1) * 2 :]
            if night and len(rows) > 10:
                rows = rows[: -night * 2]
            _commit(store, slug, rows, night=night, n_nights=n_nights, last=slug == slugs[-1])
    store.refresh_views()


def _article(n: int, chance: random.Random, *, strange: bool) -> dict[str, Any]:
    title = (
        STRANGE[n]
        if strange and n < len(STRANGE)
        else " ".join(chance.choices(_WORDS, k=chance.randint(4, 11))).capitalize()
    )
    day: date | None = date(2026, 10, 28) - timedelta(days=int(abs(chance.gauss(0, 700))))
    authors = chance.sample(_AUTHORS, chance.choice((0, 1, 1, 1, 2)))
    text = " ".join(chance.choices(_WORDS, k=24)).capitalize() + "."
    said = day.isoformat() if day and chance.random() > 0.04 else None
    return seen(f"articolo-{n:05}", title=title, teaser=text, date_published=said, authors=authors)


def _commit(store: Any, slug: str, rows: list[dict[str, Any]], *, night: int, n_nights: int, last: bool) -> None:
    key = TagKey(site="demo", taxonomy="sdgs", slug=slug)
    facts = TagFacts(tag_url=f"https://demo.example/sdgs/{slug}/", name=_NAMES[slug])
    values: dict[str, Any] = {
        "n_expected": len(rows) + 2 * last,
        "expected_source": "page",
        "n_requests": len(rows) // 20 + 1,
    }
    if night == n_nights - 1:
        rows = [*rows[:12], *(one | {"title": f"{one['title']} (aggiornato)"} for one in rows[12:13]), *rows[13:]]
        if last:
            values |= {"verdict": "partial", "reason": "page 3 of 9 answered 500 Internal Server Error, twice"}
    pages = [rows[n : n + 20] for n in range(0, len(rows), 20)] or [[]]
    harvest(store, pages, night=night, key=key, refresh=False, tag=facts, **values)
