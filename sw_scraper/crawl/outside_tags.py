"""The spider ``tags`` without Scrapy's command line; and ``tag=all-...`` as the tags that it means."""

from __future__ import annotations

import contextlib
import io
import json
import re
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import SETTINGS_PRIORITIES, Settings

from sw_scraper.crawl import exitcodes
from sw_scraper.crawl.discover_run import launch_tags
from sw_scraper.errors import ConfigError
from sw_scraper.sites.profiles import DEFAULT_SITE, find_profile, load_profiles, nearest_hint

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy.settings import BaseSettings

_ALL = "all-"
_USABLE = re.compile(r"[^\s,/?#\\\x00-\x1f\x7f]{1,200}")


def find_outside(
    raw: Mapping[str, str], settings: Mapping[str, str], *, quiet: bool = False
) -> tuple[int, list[dict[str, Any]]]:
    """Run the spider ``tags``.

    Args:
        raw: its arguments.
        settings: Scrapy settings, as ``-s`` gives them.
        quiet: nothing is printed on standard output.

    Returns:
        The exit code, and the tags that the site has.

    Raises:
        ConfigError: an argument or a setting is wrong (the user acts).
        StoreError: what was found cannot be written.
    """
    made = Settings()
    made.setmodule("sw_scraper.settings", priority="project")
    made.setdict(dict(settings), priority="cmdline")
    found: list[dict[str, Any]] = []
    with contextlib.redirect_stdout(io.StringIO()) if quiet else contextlib.nullcontext():
        code = launch_tags(AsyncCrawlerProcess(made), raw, found=found)
    return code, found


def with_all_tags(settings: BaseSettings, raw: Mapping[str, str]) -> Mapping[str, str] | int:
    """The arguments of the spider ``tag`` with ``all-sdgs`` replaced by the tags that the site has of that taxonomy.

    The site is asked in a process of its own, because one process runs one reactor once.

    Args:
        settings: of the run; what the user set goes on to that process.
        raw: the arguments.

    Returns:
        The arguments; the exit code where the tags could not be found.

    Raises:
        ConfigError: there is no such taxonomy, or nothing may be asked (the user acts).
    """
    parts = [part.strip() for part in raw.get("tag", "").split(",")]
    if not any(part.startswith(_ALL) for part in parts):
        return raw
    profile = find_profile(raw.get("site", DEFAULT_SITE), load_profiles())
    names = [entry.name for entry in profile.taxonomies]
    listed: list[str] = []
    for part in parts:
        name = part.removeprefix(_ALL)
        if name == part:
            listed.append(part)
            continue
        if name not in names:
            raise ConfigError(
                f"the site {profile.key} has no taxonomy {name!r}",
                where=f"tag={part}",
                hint=nearest_hint(name, names, "Taxonomies"),
            )
        if "replay" in raw or raw.get("mode") == "plan":
            raise ConfigError(
                "which tags a site has is not known without asking it",
                where=f"tag={part}",
                hint=f"sw-scraper tags --site {profile.key} --taxonomy {name} lists those that are known; name them.",
            )
        found = _asked(settings, site=profile.key, taxonomy=name)
        if isinstance(found, int):
            return found
        listed += found
    return {**raw, "tag": ",".join(dict.fromkeys(listed))}


def _asked(settings: BaseSettings, *, site: str, taxonomy: str) -> list[str] | int:
    """The tags of a taxonomy as ``taxonomy/slug``, or the exit code."""
    words = [sys.executable, "-m", "sw_scraper.cli.main", "tags", "--find", "--json"]
    words += ["--site", site, "--taxonomy", taxonomy]
    given = [name for name in settings if settings.getpriority(name) == SETTINGS_PRIORITIES["cmdline"]]
    for name in given:  # to look at others would warn of those that are deprecated
        value = settings.get(name)
        if isinstance(value, str | int | float):
            words += ["-s", f"{name}={value}"]
    # Our own program with the user's own settings; no shell reads them.
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:  # noqa: S603
        before = signal.signal(signal.SIGTERM, lambda *_: child.terminate())
        try:
            out, errors = child.communicate()
        except KeyboardInterrupt:
            child.terminate()
            child.communicate()
            return exitcodes.exit_code([], bugs=0, interrupted=signal.SIGINT, store_failed=False)
        finally:
            signal.signal(signal.SIGTERM, before)
    if child.returncode:
        sys.stderr.write(errors.decode("utf-8", "replace"))
        return child.returncode if child.returncode > 0 else 128 - child.returncode
    rows = [json.loads(line) for line in out.decode("utf-8").splitlines() if line]
    found = [str(row["tag"]) for row in rows if row["taxonomy"] == taxonomy and _USABLE.fullmatch(str(row["tag"]))]
    if not found:
        sys.stderr.write(f"error: the site {site} has no tags of {taxonomy} that could be found\n")
        return exitcodes.FAILED
    return [f"{taxonomy}/{slug}" for slug in found]
