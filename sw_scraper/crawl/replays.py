"""Several recordings extracted again: in several processes, given back in recorded order, committed by one."""

from __future__ import annotations

import logging
import multiprocessing
import os
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sw_scraper.crawl.offline import Extraction, extract_recording
from sw_scraper.errors import ConfigError, SwScraperError
from sw_scraper.store.ledger import read_ledger
from sw_scraper.warc.reader import first_info, read_recording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Future

    from sw_scraper.store.records import CommitResult
    from sw_scraper.store.store import Store

_AHEAD = 4  # jobs a worker: results that wait to be committed stay few


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One harvest to extract again.

    Attributes:
        harvest_id: as the recording says; "" for other tools' files, which make one harvest together.
        files: of the recording, in the order given.
    """

    harvest_id: str
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A recording that gives nothing, and why."""

    what: str
    where: str
    hint: str


def jobs_of(names: Sequence[str], *, root: Path, store: Store | None) -> list[Job]:
    """The harvests that files and harvest ids name, in recorded order; files of other tools come last, as one.

    Args:
        names: files, or ids of harvests in the dataset.
        root: of the dataset.
        store: the dataset; None when there is none.

    Raises:
        ConfigError: a name is neither, or the recording of a harvest is not there (the user acts).
    """
    groups: dict[str, list[Path]] = {}
    for name in names:
        file = Path(name)
        path = file if file.is_file() else recording_file(name, root=root, store=store)
        groups.setdefault(first_info(path).get("sw-harvest-id", ""), []).append(path)
    made = [Job(harvest_id=harvest_id, files=tuple(files)) for harvest_id, files in groups.items()]
    return sorted(made, key=lambda job: (not job.harvest_id, job.harvest_id))


def recording_file(harvest_id: str, *, root: Path, store: Store | None) -> Path:
    """The recording of a harvest of the dataset.

    Raises:
        ConfigError: there is no such harvest, it has no recording, or the recording is gone.
    """
    commit = store.find_commit(harvest_id) if store else None
    if commit is None:
        hint = "Give a WARC file, or an id that `sw-scraper show harvests` lists"
        raise ConfigError("This is neither a file nor a harvest of the dataset", where=harvest_id, hint=hint)
    file = commit.row.get("warc_file")
    if not file:
        raise ConfigError("The harvest has no recording in the dataset", where=harvest_id, hint="Give its WARC file")
    path = root / str(file)
    entry = read_ledger(root).get(str(file))
    if not path.is_file() or (entry is not None and entry.deed == "pruned"):
        hint = "It was pruned or lost; `sw-scraper rebuild` says which"
        raise ConfigError("The recording of the harvest is not there", where=str(path), hint=hint)
    return path


def default_workers() -> int:
    """As many as this process may use cores."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def iter_extractions(
    jobs: Sequence[Job], *, root: Path, workers: int, store: Store | None = None
) -> Iterator[tuple[Job, Extraction | Failed]]:
    """What each job gives, in the order of the jobs, whatever the number of workers.

    Args:
        jobs: what to extract.
        root: of the dataset.
        workers: processes; with one everything is done here.
        store: what recordings of other tools are judged beside.
    """
    ours = [job for job in jobs if job.harvest_id]
    if min(workers, len(ours)) > 1:
        yield from zip(ours, _in_processes(ours, root, min(workers, len(ours))), strict=True)
    else:
        yield from ((job, extract_job(job.files, root)) for job in ours)
    # The verdict of another tool's recording depends on the dataset: these are done one after the other.
    for job in jobs:
        if not job.harvest_id:
            yield job, extract_job(job.files, root, store)


def _in_processes(jobs: Iterable[Job], root: Path, workers: int) -> Iterator[Extraction | Failed]:
    # Not forked: threads of Arrow and locks of logging would be copied in the middle of what they do.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_quiet) as pool:
        waiting: deque[Future[Extraction | Failed]] = deque()
        for job in jobs:
            waiting.append(pool.submit(extract_job, job.files, root))
            if len(waiting) >= workers * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _quiet() -> None:
    logging.getLogger().setLevel(logging.ERROR)


def extract_job(files: tuple[Path, ...], root: Path, store: Store | None = None) -> Extraction | Failed:
    """What one recording gives; an error that was foreseen is a value, so that it can leave a process."""
    try:
        return extract_recording(read_recording(files), folder=root, store=store)
    except SwScraperError as error:
        return Failed(what=error.what, where=error.where or str(files[0]), hint=error.hint or "")


def commit_extraction(store: Store, extraction: Extraction) -> CommitResult:
    """Commit what a recording gave, as a harvest would have.

    Args:
        store: the dataset.
        extraction: of one harvest.

    Returns:
        What the commit did; a harvest that the same extractor version has committed before changes nothing.

    Raises:
        StoreLockedError: a harvest of the tag is running.
        StoreError: the dataset cannot be written; nothing of the harvest is visible.
    """
    with store.lock(extraction.head.key.tag_id):
        writer = store.begin(extraction.head)
        try:
            for rows in extraction.pages:
                writer.add_rows(rows)
            writer.enrich(extraction.patches)
            writer.add_texts(extraction.texts)
            return writer.commit(extraction.record)
        finally:
            writer.abandon()
