"""A page as it was recorded, unpacked and read again: for people who want to see what a row was made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sw_scraper.crawl.decoding import decode
from sw_scraper.crawl.failures import FetchError
from sw_scraper.crawl.limits import Limits
from sw_scraper.errors import ConfigError
from sw_scraper.extract.archive import inspect_archive
from sw_scraper.sites.profiles import load_profiles
from sw_scraper.warc.reader import read_recordings

if TYPE_CHECKING:
    from pathlib import Path

    from sw_scraper.extract.archive import Inspection
    from sw_scraper.warc.reader import RecordedPage


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedPage:
    """One recorded page.

    Attributes:
        record: as the recording has it.
        html: the body, unpacked.
        content_type: the header's value; "" without one.
    """

    record: RecordedPage
    html: bytes
    content_type: str

    def inspected(self, url: str, *, site: str) -> Inspection:
        """The page as the extraction of today sees it.

        Args:
            url: where the request ended.
            site: key of the site; its profile is used where there is one.
        """
        profile = next((one for one in load_profiles() if one.key == site), None)
        return inspect_archive(
            self.html, url, fetched_at=self.record.fetched_at, content_type=self.content_type, site=profile
        )


def archived_page(file: Path, record_id: str) -> ArchivedPage:
    """A page of a recording, by its record.

    Args:
        file: the recording; what it refers to is looked for beside it.
        record_id: WARC-Record-ID of the response or revisit.

    Raises:
        ConfigError: the recording does not have it, or it cannot be unpacked.
    """
    for recording in read_recordings([file]):
        for page in recording.pages:
            if page.record_id == record_id:
                return _archived(page, file)
    hint = "Give the recording that the row came from with --recording FILE"
    raise ConfigError("The recording has no such record", where=f"{file}, {record_id}", hint=hint)


def _archived(page: RecordedPage, file: Path) -> ArchivedPage:
    if page.head is None or page.place is None:
        what = page.failure[1] if page.failure else "The record has no body"
        raise ConfigError(what, where=str(file), hint="Restore the file that it names from a backup")
    encoding = ",".join(page.head.values(b"content-encoding"))
    try:
        html = decode(page.body(), encoding, limits=Limits(), url=page.url)
    except FetchError as error:
        raise ConfigError(error.what, where=f"{file}, {page.record_id}") from error
    return ArchivedPage(record=page, html=html, content_type=",".join(page.head.values(b"content-type")[:1]))
