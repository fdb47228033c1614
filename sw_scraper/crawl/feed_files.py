"""The files of ``-o`` and ``-O``, looked at before the first request."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import url2pathname

from sw_scraper.errors import ConfigError

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

_STDOUT = "stdout:"


def writes_to_stdout(settings: BaseSettings) -> bool:
    """Whether rows go to standard output, so that the summary must not."""
    return any(str(uri).startswith(_STDOUT) for uri in settings.getdict("FEEDS"))


def check_feeds(settings: BaseSettings) -> None:
    """Refuse feed files that cannot be written.

    Raises:
        ConfigError: a file's folder is not writable, or it is a folder itself (the user acts).
    """
    for uri in settings.getdict("FEEDS"):
        path = local_path(str(uri))
        if path is None:
            continue
        if path.is_dir():
            raise ConfigError("the file of -o or -O is a folder", where=str(path), hint="Name a file inside it.")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.open("ab").close()
        except OSError as error:
            raise ConfigError(
                f"the file of -o or -O cannot be written there ({error.strerror or error})",
                where=str(path),
                hint="Name a file in a folder of your own.",
            ) from error


def local_path(uri: str) -> Path | None:
    """The path of a local feed; None for standard output and other places."""
    if uri.startswith("file:"):
        return Path(url2pathname(urlsplit(uri).path))
    if uri.startswith(_STDOUT) or "://" in uri or "%(" in uri:
        return None
    return Path(uri)
