"""The end of a harvest: its verdict, its record, its recording in place, its commit."""

from __future__ import annotations

import hashlib
import json
import platform
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import scrapy

from sw_scraper import __version__
from sw_scraper.crawl.cutting import cut_out
from sw_scraper.crawl.near_tags import near_hint
from sw_scraper.crawl.outcome import Outcome
from sw_scraper.crawl.past import NOTE as COUNTS
from sw_scraper.crawl.recorded_run import as_recorded, bodies_note, run_facts
from sw_scraper.crawl.recorded_walk import walk_facts
from sw_scraper.crawl.recordings import Recordings
from sw_scraper.crawl.tally import Tallies
from sw_scraper.crawl.validators import NOTE
from sw_scraper.crawl.verdict import judged
from sw_scraper.errors import StoreError
from sw_scraper.store import disk
from sw_scraper.store.leftovers import note_recording
from sw_scraper.store.records import HarvestRecord

if TYPE_CHECKING:
    from pathlib import Path

    from sw_scraper.crawl.harvest import Harvest
    from sw_scraper.crawl.run import Run
    from sw_scraper.crawl.steps import End
    from sw_scraper.model import Verdict
    from sw_scraper.store.records import CommitResult
    from sw_scraper.warc.reader import Recording

_SHAPING = (
    "SW_PAGE_CAP", "SW_CONTACT", "ROBOTSTXT_OBEY", "DOWNLOAD_DELAY", "CONCURRENT_REQUESTS_PER_DOMAIN", "USER_AGENT",
    "COOKIES_ENABLED",
)  # fmt: skip
"""Settings that shape what a harvest sees; none of them is a secret."""


def commit_harvest(run: Run, harvest: Harvest, end: End) -> CommitResult:
    """Commit a harvest and note its outcome.

    Raises:
        StoreError: the dataset cannot be written (the operator acts); what was committed before is untouched.
    """
    writer = run.writer(harvest)
    verdict, end = judged(run, harvest, end)
    record = harvest_record(run, harvest, end, verdict=verdict)
    if harvest.recording is not None:
        warc_file, warc_sha256 = recording_in(run.folder, harvest.recording)
        record = as_recorded(record, harvest.recording)
        record = replace(record, warc_file=warc_file, warc_sha256=warc_sha256)
    recorded, bodies = _finished_recording(run, harvest, end, record=record)
    if recorded is not None:
        path, digest = recorded
        warc_file = path.relative_to(run.folder).as_posix()
        record = replace(record, warc_file=warc_file, warc_sha256=digest, notes={**record.notes, **bodies})
    try:
        result = writer.commit(record)
    except StoreError:
        if recorded is not None:
            recorded[0].unlink(missing_ok=True)  # a recording without a commit belongs to nothing
        raise
    harvest.writer = None
    run.release(harvest)
    gone = verdict == "failed" and end.failure_class in ("http_404", "http_410")
    run.finish(
        Outcome(
            asked=harvest.target.asked,
            key=harvest.key,
            profile=harvest.profile,
            verdict=verdict,
            reason=end.reason,
            hint=near_hint(run.store, harvest.key, harvest.profile, hint=end.hint) if gone else end.hint,
            failure_class=end.failure_class,
            where=harvest.tried[-1] if verdict == "failed" and harvest.tried else "",
            tried=tuple(harvest.tried) if gone else (),
            record=record,
            result=result,
            dropped=dict(harvest.dropped),
            contacts=dict(harvest.contacts),
            alternates=tuple(harvest.alternates.values()),
            enrichment=harvest.enrichment,
            origin=harvest.origin,
            n_listed=len(harvest.walk.past.listed) if verdict == "unchanged" and harvest.walk.past else None,
            data_dir=run.folder,
            harvest_id=harvest.harvest_id,
        )
    )
    return result


def _finished_recording(
    run: Run, harvest: Harvest, end: End, *, record: HarvestRecord
) -> tuple[tuple[Path, str] | None, dict[str, str]]:
    """End the recording with the walk and the run, and put it in its place; None when nothing was recorded.

    Returns:
        The file with its SHA-256, and what the commit notes of the bodies in it.
    """
    recordings = Recordings.of(run.crawler)
    file = recordings.get(harvest.harvest_id)
    if file is None:
        return None, {}
    walked = walk_facts(harvest.key.tag_id, harvest.steps, end, verdict=record.verdict)
    file.write_facts({**walked, **run_facts(record)})
    target = run.folder / warc_name(harvest)
    note_recording(run.store.work.tag(harvest.key.tag_id), warc_name(harvest), harvest.harvest_id)
    if harvest.forgotten:
        return _cut_recording(recordings, harvest, target), {}
    return recordings.finish(harvest.harvest_id, target=target), bodies_note(file.bodies)


def _cut_recording(recordings: Recordings, harvest: Harvest, target: Path) -> tuple[Path, str] | None:
    """End the recording without the articles that must not be kept; later ones do not refer to it."""
    finished = recordings.finish(harvest.harvest_id)
    if finished is None:
        return None
    cut = cut_out(finished[0], harvest.forgotten, site=harvest.profile)
    disk.publish(cut.path, target)
    disk.remove(finished[0])
    return target, cut.sha256


def recording_in(folder: Path, recording: Recording) -> tuple[str, str] | tuple[None, None]:
    """Where in the dataset a recording stands, and its SHA-256; twice None for one that is no part of it."""
    file = recording.files[0].absolute()
    if len(recording.files) != 1 or not file.is_relative_to(folder / "warc"):
        return None, None
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return file.relative_to(folder).as_posix(), digest


def warc_name(harvest: Harvest) -> str:
    """Where the recording belongs, relative to the dataset."""
    return f"warc/{harvest.started_at:%Y/%m}/{harvest.harvest_id}.warc.gz"


def notes_of(harvest: Harvest, end: End) -> dict[str, str]:
    """What later harvests and readers of the commit want to know besides the columns."""
    walk = harvest.walk
    notes = {
        NOTE: harvest.validator.note() if harvest.validator else None,
        COUNTS: walk.counts.note() if walk.counts and end.scope == "full" else None,
        "swept_because": walk.swept_because,
        "repaired": walk.repaired,
        **harvest.noticed,
    }
    if harvest.enrichment is not None:
        notes["not_enriched"] = "; ".join(harvest.enrichment.problems[:5])
    return {name: text for name, text in notes.items() if text}


def harvest_record(run: Run, harvest: Harvest, end: End, *, verdict: Verdict) -> HarvestRecord:
    """What the harvest says of itself."""
    tally = Tallies.of(run.crawler)[harvest.harvest_id]
    settings = {name: str(run.crawler.settings.get(name)) for name in _SHAPING}
    arguments = {"max_pages": run.plan.max_pages, "max_items": run.plan.max_items, "since": run.plan.since}
    settings |= {name: str(value) for name, value in arguments.items() if value is not None}
    return HarvestRecord(
        run_id=run.run_id,
        start_url=harvest.address.url,
        mode=harvest.mode,
        scope=end.scope,
        verdict=verdict,
        started_at=harvest.started_at,
        finished_at=datetime.now(UTC),
        tag=harvest.tag_facts(),
        reason=end.reason,
        held_as="partial" if end.verdict == "partial" else "complete",
        failure_class=end.failure_class,
        first_fetch_at=harvest.first_fetch_at,
        last_fetch_at=harvest.last_fetch_at,
        pages_not_modified=(1,) if harvest.not_modified else (),
        notes=notes_of(harvest, end),
        n_pages=harvest.walk.pages or int(harvest.tag_url is not None),
        n_dropped=harvest.dropped.total(),
        last_page=harvest.last_page,
        n_expected=harvest.n_expected,
        expected_source=harvest.expected_source if harvest.n_expected is not None else None,
        n_requests=tally.n_requests,
        n_not_modified=tally.n_not_modified,
        n_retries=tally.n_retries,
        n_errors=tally.n_errors,
        wire_bytes=tally.wire_bytes,
        body_bytes=tally.body_bytes,
        extractor=harvest.extractors.most_common(1)[0][0] if harvest.extractors else None,
        theme=harvest.theme,
        drift=harvest.drift,
        robots=tally.robots,
        tdm_reserved=tally.tdm_reserved,
        contact=run.crawler.settings["SW_CONTACT"] or None,
        user_agent=run.crawler.settings["USER_AGENT"],
        tool_version=__version__,
        python_version=platform.python_version(),
        scrapy_version=scrapy.__version__,
        settings_sha256=hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest(),
        settings=settings,
    )
