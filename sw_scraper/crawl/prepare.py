"""The settings that follow from the arguments of a run; set before the first request."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sw_scraper import __version__
from sw_scraper.crawl.data_folder import data_folder, delta_place
from sw_scraper.crawl.limits import Limits
from sw_scraper.crawl.monitoring import prepare_monitors
from sw_scraper.crawl.wiring import replay_settings
from sw_scraper.errors import ConfigError
from sw_scraper.store.delta import check_delta

if TYPE_CHECKING:
    from pathlib import Path

    from scrapy.settings import BaseSettings

    from sw_scraper.crawl.arguments import CrawlPlan


OWN_MACHINE_DELAY_S = 0.1
"""Between two requests to a server on the loopback interface: it is the user's own, and nobody else waits for it."""


def prepare_settings(settings: BaseSettings, plan: CrawlPlan) -> Path:
    """Set the User-Agent, the delay for a server of one's own, and for a replay the handler that reads recordings.

    Args:
        settings: of the crawler, not yet frozen; what the user set with ``-s`` stays.
        plan: the checked arguments.

    Returns:
        The folder of the dataset, absolute.

    Raises:
        ConfigError: a setting of ours has an impossible value (the user acts).
    """
    folder = data_folder(settings.get("SW_DATA_DIR", "data"))
    checked_count(settings, "SW_PAGE_CAP")
    Limits.of(settings)
    prepare_monitors(settings)
    if (table := delta_place(settings)) is not None:
        check_delta(table)
    settings.set("USER_AGENT", user_agent(settings.get("SW_CONTACT") or ""), priority="spider")
    if plan.targets and all(is_own_machine(address.url) for target in plan.targets for address in target.addresses):
        settings.set("DOWNLOAD_DELAY", OWN_MACHINE_DELAY_S, priority="spider")
    if plan.replay:
        files = ",".join(str(path) for path in plan.replay)
        for name, value in replay_settings(files).items():
            settings.set(name, value, priority="spider")
    return folder


def is_own_machine(url: str) -> bool:
    """Whether an address names the loopback interface."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def user_agent(contact: str) -> str:
    """Who we are and whom to ask, as every request says it.

    Args:
        contact: an address or URL of the operator; "" when none was given.

    Raises:
        ConfigError: the text cannot stand in a header.
    """
    if any(not " " <= char <= "~" for char in contact) or any(char in "()" for char in contact):
        raise ConfigError(
            "the contact may hold only plain ASCII characters and no brackets",
            where=f"SW_CONTACT={contact!r}",
            hint="Such as -s SW_CONTACT=me@example.org.",
        )
    return f"sw_scraper/{__version__} (+{contact})" if contact else f"sw_scraper/{__version__}"


def checked_count(settings: BaseSettings, name: str) -> int:
    """A setting that must be a whole number of at least 1.

    Raises:
        ConfigError: it is not.
    """
    value = str(settings.get(name))
    if not value.isascii() or not value.isdigit() or int(value) < 1:
        raise ConfigError("the setting must be a whole number of at least 1", where=f"{name}={value}")
    return int(value)
