"""A recording written anew from the members of another: some left out, some replaced, the others byte for byte."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sw_scraper.errors import StoreError
from sw_scraper.warc.scan import RawRecord, iter_records

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """A file that was written anew.

    Attributes:
        path: the new file, whole and synced.
        sha256: of it.
        n_changed: records that were left out or replaced.
    """

    path: Path
    sha256: str
    n_changed: int


def rewrite(source: Path, target: Path, change: Callable[[RawRecord], bytes | None]) -> Rewritten:
    """Write a recording anew.

    Args:
        source: one gzip member a record, as we write them.
        target: the new file; replaced when there.
        change: the member that takes the place of a record: b"" leaves it out, None keeps it as it is.

    Raises:
        StoreError: the recording is damaged (nothing is cut in a file that cannot be read as a whole), or the new
            file cannot be written.
    """
    problems: list[str] = []
    digest, n_changed = hashlib.sha256(), 0
    try:
        places = [record.place for record in iter_records(source, problems.append)]
        ends = [place.offset for place in places[1:]] + [source.stat().st_size]
        if problems or any(place.number for place in places):
            why = problems[0] if problems else "several records share one gzip member"
            hint = "Restore it from a backup, or remove the whole file"
            raise StoreError(f"The recording cannot be written anew: {why}", where=str(source), hint=hint)
        with source.open("rb") as old, target.open("wb") as new:
            for record, end in zip(iter_records(source, problems.append), ends, strict=True):
                member = change(record)
                n_changed += member is not None
                if member is None:
                    old.seek(record.place.offset)
                    member = old.read(end - record.place.offset)
                digest.update(member)
                new.write(member)
            new.flush()
            os.fsync(new.fileno())
    except OSError as error:
        what = f"The recording cannot be written anew ({error.strerror or error})"
        raise StoreError(what, where=str(source), hint="Make room, or check that this user may write there") from error
    return Rewritten(path=target, sha256=digest.hexdigest(), n_changed=n_changed)
