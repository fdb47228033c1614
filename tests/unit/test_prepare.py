"""The settings that follow from the arguments of a run."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from scrapy.settings import Settings

from sw_scraper.crawl.arguments import parse_arguments
from sw_scraper.crawl.prepare import OWN_MACHINE_DELAY_S, prepare_settings

if TYPE_CHECKING:
    from pathlib import Path


def delay(folder: Path, url: str, *, asked: float | None = None) -> float:
    settings = Settings({"SW_DATA_DIR": str(folder), "SW_PAGE_CAP": 200})
    settings.set("DOWNLOAD_DELAY", 1.0, priority="project")
    if asked is not None:
        settings.set("DOWNLOAD_DELAY", asked, priority="cmdline")
    prepare_settings(settings, parse_arguments({"url": url}, today=date(2026, 11, 22)))
    return settings.getfloat("DOWNLOAD_DELAY")


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000/tag/x/", "http://localhost/tag/x/", "http://[::1]:80/tag/x/"])
def test_a_server_of_ones_own_is_not_waited_for(tmp_path: Path, url: str) -> None:
    """The loopback interface is nobody else's."""
    assert delay(tmp_path, url) == OWN_MACHINE_DELAY_S


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/tag/x/",
        "http://127.0.0.1.example.org/tag/x/",
        "http://192.168.1.4/tag/x/",
        "http://127.0.0.1:8000/tag/x/,https://example.org/tag/x/",
    ],
)
def test_every_other_server_is(tmp_path: Path, url: str) -> None:
    """One foreign host in the list is enough."""
    assert delay(tmp_path, url) == 1.0


def test_what_the_user_asks_for_stays(tmp_path: Path) -> None:
    """The command line wins."""
    assert delay(tmp_path, "http://127.0.0.1:8000/tag/x/", asked=3) == 3
