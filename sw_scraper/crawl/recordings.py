"""The recordings of a run: one WARC file a harvest, open while the harvest runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from weakref import WeakKeyDictionary

from sw_scraper.warc.writer import WarcFile

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from scrapy.crawler import Crawler

    from sw_scraper.warc.records import Earlier


class Recordings:
    """Open WARC files by harvest id; the download handler writes what it sees into the request's one."""

    _of: ClassVar[WeakKeyDictionary[Crawler, Recordings]] = WeakKeyDictionary()

    def __init__(self) -> None:
        self._files: dict[str, WarcFile] = {}

    @classmethod
    def of(cls, crawler: Crawler) -> Recordings:
        """The crawler's one object, made when first asked for."""
        return cls._of.setdefault(crawler, cls())

    def open(
        self, harvest_id: str, path: Path, info: Mapping[str, str], *, known: Mapping[str, Earlier] | None = None
    ) -> None:
        """Begin the recording of a harvest.

        Args:
            harvest_id: requests carry it in ``meta["sw_harvest"]``.
            path: the file to write, in the dataset's ``.work``; must not exist.
            info: lines of the warcinfo record: ``software``, ``operator``, ``http-header-user-agent``, ``robots``,
                ``sw-harvest-id``, ``sw-start-url``, ``sw-site``, ``sw-tag``, ``sw-settings`` and more; empty values
                are left out.
            known: payload digest to a response in an earlier recording of the dataset; unchanged bodies are then
                written as revisits. None writes every body.

        Raises:
            StoreError: the file cannot be written.
        """
        self._files[harvest_id] = WarcFile.create(path, {"sw-harvest-id": harvest_id, **info}, known=known)

    def get(self, harvest_id: str | None) -> WarcFile | None:
        """The open file of a harvest; None when it is not recorded."""
        return self._files.get(harvest_id or "")

    def finish(self, harvest_id: str, *, target: Path | None = None) -> tuple[Path, str] | None:
        """End the recording of a harvest: write it out, sync it, and move it to its place.

        Args:
            harvest_id: the harvest.
            target: where the file belongs (``warc/YYYY/MM/<harvest_id>.warc.gz``); None leaves it where it is.

        Returns:
            The path and its SHA-256 in hex; None when the harvest was not recorded.

        Raises:
            StoreError: the file cannot be written or moved.
        """
        file = self._files.pop(harvest_id, None)
        return file.finish(target=target) if file else None

    def discard(self, harvest_id: str) -> None:
        """Throw the recording of a harvest away; nothing happens when there is none."""
        file = self._files.pop(harvest_id, None)
        if file:
            file.discard()
