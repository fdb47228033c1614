"""What a harvest is compared with: earlier readings of its articles, and the validator of its first page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sw_scraper.crawl.gate import Accepted, Place, Reading
from sw_scraper.crawl.past import NOTE as COUNTS
from sw_scraper.crawl.past import Counts, Past, is_newest_first, pinned_of
from sw_scraper.crawl.validators import NOTE, Validator
from sw_scraper.store.history import harvests_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from sw_scraper.crawl.walk import Walk
    from sw_scraper.store.commits import Commit
    from sw_scraper.store.history import Harvest
    from sw_scraper.store.store import Store

_COLUMNS = (
    "article_id", "title", "teaser", "date_published", "authors", "extractor_version", "rules", "page_url", "position",
    "warc_record_id", "title_raw", "teaser_raw", "date_published_raw", "authors_raw", "date_source", "authors_source",
)  # fmt: skip
_BESIDE = ("rest", "feed", "article")
_PLACES = ("article_id", "content_hash", "published_on", "page_number")
_HARVESTS = 5  # the last ones that count; with them the last sweep, which saw everything


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingPlan:
    """How much of a list is to be read.

    Attributes:
        past: what it listed when it was last read properly; None when it never was.
        newest: read its newest end only.
        may_sweep: read on to its end where the site's counts say that the newest end is not enough.
        swept_because: why the whole list is to be read though a part would do otherwise.
        validator: with which the first page may be asked for conditionally; None to ask for it as it is.
    """

    past: Past | None
    newest: bool = False
    may_sweep: bool = True
    swept_because: str | None = None
    validator: Validator | None = None

    def give(self, walk: Walk) -> None:
        """Set a walk on its way."""
        walk.past, walk.newest, walk.may_sweep = self.past, self.newest, self.may_sweep
        walk.swept_because = self.swept_because


def reading_plan(store: Store, tag_id: str, *, mode: str, swept_after: datetime) -> ReadingPlan:
    """How much of a tag's list a harvest is to read, and against what.

    Args:
        store: the dataset.
        tag_id: of the tag.
        mode: ``auto``, ``full`` or ``update``.
        swept_after: UTC; a full sweep before that is too old.
    """
    past = known_past(store, tag_id)
    if mode == "full" or past is None:
        return ReadingPlan(past=past)
    validator = known_validator(store, tag_id, swept_after=swept_after)
    if mode == "update":
        return ReadingPlan(past=past, newest=True, may_sweep=False, validator=validator)
    due = sweep_reason(store.commits_of(tag_id), swept_after=swept_after)
    if due is None and not past.newest_first:
        due = "the list is not in the order of its dates"
    if due is not None:
        return ReadingPlan(past=past, swept_because=due)
    return ReadingPlan(past=past, newest=True, validator=validator)


def known_validator(store: Store, tag_id: str, *, swept_after: datetime) -> Validator | None:
    """The validator with which a harvest may ask for the first page conditionally; None to ask for it as it is.

    Only what was read properly to its end may be called not modified: the last harvest was good, and a full sweep of
    the list is not due.

    Args:
        store: the dataset.
        tag_id: of the tag.
        swept_after: UTC; a full sweep before that is too old.
    """
    harvests = harvests_of(store.commits_of(tag_id))
    due = sweep_reason(store.commits_of(tag_id), swept_after=swept_after)
    if not harvests or not _is_anchored(harvests[-1]) or due is not None:
        return None
    return Validator.of_note(harvests[-1].commit.body.get("notes", {}).get(NOTE))


def known_tag(store: Store, tag_id: str, url: str) -> str:
    """The tag that an address led to when it was last harvested.

    Args:
        store: the dataset.
        tag_id: of the tag as far as the address tells.
        url: the address.
    """
    if store.commits_of(tag_id):
        return tag_id
    for commit in reversed(store.commits()):
        if commit.kind == "harvest" and url in (commit.body.get("tag") or {}).get("aliases", ()):
            return commit.tag_id
    return tag_id


def sweep_reason(commits: Iterable[Commit], *, swept_after: datetime) -> str | None:
    """Why the whole list is to be read; None when its newest end will do.

    Args:
        commits: of the tag.
        swept_after: UTC; a full sweep before that is too old.
    """
    counting = [harvest for harvest in harvests_of(commits) if harvest.counts]
    sweeps = [harvest for harvest in counting if harvest.is_sweep]
    if not sweeps:
        return "the list was never read in full"
    if sweeps[-1].seen_at < swept_after:
        return f"the last full sweep was on {sweeps[-1].seen_at:%Y-%m-%d}"
    if counting[-1].verdict == "partial":
        return "the last harvest was partial"
    return None


def known_past(store: Store, tag_id: str) -> Past | None:
    """The list as it was last read from its top down to what was known; None for a tag that was never read in full.

    What a window or a broken harvest saw proves nothing of what stands between it and the rest.

    Args:
        store: the dataset.
        tag_id: of the tag.
    """
    anchored = [harvest for harvest in harvests_of(store.commits_of(tag_id)) if _is_anchored(harvest)]
    sweeps = [place for place, harvest in enumerate(anchored) if harvest.is_sweep]
    if not sweeps:
        return None
    chain = [harvest for harvest in anchored[sweeps[-1] :] if harvest.commit.sightings_file]
    order: list[str] = []
    hashes: dict[str, str] = {}
    days: dict[str, date | None] = {}
    since: dict[str, int] = {}
    size = 0
    for number, harvest in enumerate(chain):
        rows = _rows_of(store, harvest)
        seen = [row["article_id"] for row in rows]
        order = seen + [identity for identity in order if identity not in set(seen)]
        hashes |= {row["article_id"]: row["content_hash"] for row in rows}
        days |= {row["article_id"]: row["published_on"] for row in rows}
        for identity in seen:
            since.setdefault(identity, number)
        size = sum(row["page_number"] == 1 for row in rows) or size
    return Past(
        hashes={identity: hashes[identity] for identity in order},
        pinned=frozenset(pinned_of(order, days, since, span=2 * size)),
        listed=frozenset(store.state_of(tag_id).listed),
        counts=Counts.of_note(anchored[sweeps[-1]].commit.body.get("notes", {}).get(COUNTS)),
        page_size=size,
        newest_first=is_newest_first([days[identity] for identity in order]),
    )


def _is_anchored(harvest: Harvest) -> bool:
    """It read the list from its top without a gap, to its end or to what was known."""
    return harvest.verdict in ("complete", "unchanged") and harvest.commit.scope in ("full", "newest")


def _rows_of(store: Store, harvest: Harvest) -> Sequence[Mapping[str, Any]]:
    """What a harvest read, in its order."""
    path = harvest.commit.sightings_file
    rows: Sequence[Mapping[str, Any]] = store.source.sightings([path] if path else [], columns=_PLACES).to_pylist()
    return rows


def reading_of(row: Mapping[str, Any], *, extractor_version: str, warc_file: str | None = None) -> Reading:
    """A row of sightings as the gate looks at it: what the page itself says, not what was asked beside it.

    Args:
        row: columns of sightings.
        extractor_version: of the code that read it.
        warc_file: the recording that the page is in; None for the harvest that is under way.
    """
    is_dated = row["date_published"] and row["date_source"] not in _BESIDE
    is_signed = row["authors"] and row["authors_source"] not in _BESIDE
    raw = {
        "title": row["title_raw"],
        "teaser": row["teaser_raw"],
        "date": row["date_published_raw"] if is_dated else None,
        "authors": row["authors_raw"][0] if is_signed and row["authors_raw"] else None,
    }
    return Reading(
        title=row["title"],
        teaser=row["teaser"],
        day=row["date_published"][:10] if is_dated else None,
        authors=", ".join(row["authors"]) if is_signed else None,
        extractor_version=extractor_version,
        rules=dict(row["rules"] or ()),
        place=Place(
            article_id=row["article_id"],
            page_url=row["page_url"],
            position=row["position"],
            record_id=row["warc_record_id"],
            warc_file=warc_file,
            said={name: text for name, text in raw.items() if text},
        ),
    )


def accepted_of(store: Store, tag_id: str, scope: str) -> list[Accepted]:
    """The last five harvests of a scope that count, oldest first.

    Args:
        store: the dataset.
        tag_id: of the tag.
        scope: ``full``, ``newest`` or ``window``.
    """
    counting = [harvest for harvest in harvests_of(store.commits_of(tag_id)) if harvest.counts]
    decided = [place for place, harvest in enumerate(counting) if harvest.accepted is not None]
    counting = counting[decided[-1] :] if decided else counting  # what was accepted is the new state
    rows = [harvest.commit.row for harvest in counting if harvest.commit.scope == scope]
    found = [Accepted(n_rows=row["n_teasers"], coverage=row["coverage"]) for row in rows if row["coverage"]]
    return found[-_HARVESTS:]


def same_before(store: Store, tag_id: str, note: str, value: str) -> int:
    """How many harvests of a tag in a row, the last one first, were held with the same note and not accepted."""
    times = 0
    for harvest in reversed(harvests_of(store.commits_of(tag_id))):
        if harvest.commit.verdict == "failed":
            continue
        notes = harvest.commit.body.get("notes", {})
        if harvest.commit.verdict != "held" or harvest.accepted is not None or notes.get(note) != value:
            break
        times += 1
    return times


def known_readings(store: Store, tag_id: str, wanted: Collection[str]) -> dict[str, Reading]:
    """What the last harvests that count said of articles of a tag.

    Args:
        store: the dataset.
        tag_id: of the tag.
        wanted: article_ids; what else was seen is left out.
    """
    counting = [harvest for harvest in harvests_of(store.commits_of(tag_id)) if harvest.counts]
    sweeps = [harvest for harvest in counting if harvest.is_sweep][-1:]
    found: dict[str, Reading] = {}
    for harvest in [*sweeps, *counting[-_HARVESTS:]]:  # later ones replace earlier ones
        path = harvest.commit.sightings_file
        if path is None:
            continue
        for row in store.source.sightings([path], columns=_COLUMNS).to_pylist():
            if row["article_id"] in wanted:
                found[row["article_id"]] = reading_of(
                    row, extractor_version=row["extractor_version"], warc_file=harvest.commit.row.get("warc_file")
                )
    return found
