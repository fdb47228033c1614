"""The body of an unchanged page: where the earlier recording has it that a revisit record refers to."""

from __future__ import annotations

import glob
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sw_scraper.warc.scan import Place, RawRecord, iter_records, read_record

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What a revisit record says of the record that it refers to.

    Attributes:
        record_id: "" when it is not named.
        url, date: of that record; "" when they are not given.
        file: name of its recording; "" when it is not given, as other tools leave it.
        offset: where it begins in that file; None when it is not given.
    """

    record_id: str
    url: str = ""
    date: str = ""
    file: str = ""
    offset: int | None = None

    @classmethod
    def of(cls, headers: Mapping[str, str]) -> Reference:
        """What the WARC headers of a revisit record (names in lower case) say."""
        offset = headers.get("warc-refers-to-file-offset", "")
        return cls(
            record_id=headers.get("warc-refers-to", ""),
            url=headers.get("warc-refers-to-target-uri", "").strip("<>"),
            date=headers.get("warc-refers-to-date", ""),
            file=Path(headers.get("warc-refers-to-filename", "").replace("\\", "/")).name,
            offset=int(offset) if offset.isascii() and offset.isdigit() and len(offset) < 16 else None,
        )

    @property
    def words(self) -> str:
        """What is missing when the record is not at hand."""
        where = f"{self.file}, which is not at hand" if self.file else "an earlier recording that was not given"
        when = f" of {self.date}" if self.date else ""
        return f"The page was unchanged, and its bytes stand in {where} (record {self.record_id or 'not named'}{when})"


def find_original(recording: Path, reference: Reference) -> RawRecord | None:
    """The record that a revisit refers to, from a file beside the recording or elsewhere in its dataset.

    Args:
        recording: the file with the revisit.
        reference: what it says.

    Returns:
        The record; None when no file has it.
    """
    if not (reference.file and reference.record_id):
        return None
    for file in _candidates(recording.absolute(), reference.file):
        found = _at(file, reference)
        if found is not None:
            return found
    return None


def _candidates(recording: Path, name: str) -> list[Path]:
    """Files of a name beside a recording, and below the folder ``warc`` that it stands in.

    A file that was cut at somebody's request has a number behind its name (``a.r1.warc.gz``).
    """
    folders = [recording.parent]
    if len(recording.parts) > 4 and recording.parents[2].name == "warc":
        folders += sorted(path for path in recording.parents[2].glob("*/*") if path != recording.parent)
    stem = name.removesuffix(".warc.gz")
    found = [folder / name for folder in folders if (folder / name).is_file()]
    return found or [file for folder in folders for file in sorted(folder.glob(f"{glob.escape(stem)}.r*.warc.gz"))]


def _at(file: Path, reference: Reference) -> RawRecord | None:
    """By the offset that the revisit gives; by its id where the file was written anew since."""
    if reference.offset is not None:
        record = read_record(Place(file=file, offset=reference.offset))
        if record is not None and record.headers.get("warc-record-id") == reference.record_id:
            return record
    stat = file.stat()
    place = _places(file, stat.st_mtime_ns, stat.st_size).get(reference.record_id)
    return read_record(place) if place is not None else None


@lru_cache(maxsize=64)
def _places(file: Path, _modified: int, _size: int) -> dict[str, Place]:
    """Record id to place of every response in a file."""
    return {
        record.headers.get("warc-record-id", ""): record.place
        for record in iter_records(file, lambda _: None)
        if record.kind == "response"
    }
