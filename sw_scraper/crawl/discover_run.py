"""One run of the spider ``tags``, from its arguments to its exit code; and the tags that ``tag=all-sdgs`` means."""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from sw_scraper.crawl import exitcodes
from sw_scraper.crawl.bugs import BugWatcher
from sw_scraper.crawl.data_folder import data_folder
from sw_scraper.crawl.interrupt import Interruption
from sw_scraper.crawl.log import one_line, run_log, tidy_terminal_log
from sw_scraper.crawl.origin import Origin, may_move
from sw_scraper.crawl.prepare import OWN_MACHINE_DELAY_S, is_own_machine, user_agent
from sw_scraper.crawl.tally import Tallies
from sw_scraper.errors import ConfigError, StoreError
from sw_scraper.normalize.urls import absolute_url
from sw_scraper.sites.profiles import DEFAULT_SITE, find_profile, load_profiles, nearest_hint, profile_of_url
from sw_scraper.store.discoveries import commit_discovery, tag_item
from sw_scraper.store.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import BaseSettings

    from spiders.tags import TagsSpider
    from sw_scraper.crawl.origin import Origins
    from sw_scraper.model import SiteProfile

ADDED: Final = "sw_beside"
"""What is asked to find tags says nothing of a list: no harvest's robots column follows from it."""
ARGUMENTS: Mapping[str, str] = {
    "site": f"site=KEY of a site profile (default {DEFAULT_SITE})",
    "url": "url=https://... of a site's home page or of any archive on it",
    "taxonomy": "taxonomy=sdgs, look for that one only",
}
"""Every argument with the form of its value, as error messages list them."""
_SHOWN: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class TagsPlan:
    """The checked arguments of the spider ``tags``.

    Attributes:
        start_url: where looking begins.
        profile: of the site; None for a site without one.
        only: the one taxonomy that is wanted; None for all.
    """

    start_url: str
    profile: SiteProfile | None = None
    only: str | None = None

    @property
    def extra_origins(self) -> tuple[str, ...]:
        """Further origins of the site."""
        return self.profile.extra_origins if self.profile is not None else ()

    @property
    def site(self) -> str:
        """Key of the site, or its host."""
        return self.profile.key if self.profile is not None else urlsplit(self.start_url).netloc


def parse_tags_arguments(raw: Mapping[str, str]) -> TagsPlan:
    """Check the arguments of the spider ``tags``.

    Args:
        raw: name to text, as ``-a name=text`` gives them.

    Raises:
        ConfigError: an argument is unknown or malformed; nothing was requested yet (the user mends the command).
    """
    for name, value in raw.items():
        if name not in ARGUMENTS:
            hint = nearest_hint(name, [*ARGUMENTS], "Arguments")
            raise ConfigError("the spider has no such argument", where=f"{name}={value}", hint=hint)
        if not str(value).strip():
            raise ConfigError(f"{name} has no value", where=f"{name}=", hint=f"Valid: {ARGUMENTS[name]}.")
    values = {name: str(value).strip() for name, value in raw.items()}
    profiles = load_profiles()
    only = values.get("taxonomy")
    if "url" in values:
        if "site" in values:
            raise ConfigError("site and url exclude each other", hint="Give one of them.")
        url = absolute_url(values["url"], values["url"])
        if url is None or "@" in values["url"].partition("://")[2].partition("/")[0]:
            raise ConfigError(
                "url must be an http or https address without user name",
                where=f"url={values['url'][:120]}",
                hint=f"Valid: {ARGUMENTS['url']}.",
            )
        profile = profile_of_url(url, profiles)
    else:
        profile = find_profile(values.get("site", DEFAULT_SITE), profiles)
        url = profile.base_url
    names = [entry.name for entry in profile.taxonomies] if profile is not None else []
    if only is not None and names and only not in names:
        raise ConfigError(
            f"the site {profile.key if profile else ''} has no taxonomy {only!r}",
            where=f"taxonomy={only}",
            hint=nearest_hint(only, names, "Taxonomies"),
        )
    return TagsPlan(start_url=url, profile=profile, only=only)


def prepare_tags_settings(settings: BaseSettings, plan: TagsPlan) -> None:
    """Set the User-Agent, and the delay for a server of one's own.

    Raises:
        ConfigError: a setting of ours has an impossible value (the user acts).
    """
    settings.set("USER_AGENT", user_agent(settings.get("SW_CONTACT") or ""), priority="spider")
    if is_own_machine(plan.start_url):
        settings.set("DOWNLOAD_DELAY", OWN_MACHINE_DELAY_S, priority="spider")


def adopter_of(origins: Origins, key: str) -> Callable[[str], str | None]:
    """The rule by which an address counts as one of the site; http and www are as the site itself has them."""

    def adopt(url: str) -> str | None:
        adopted = origins.adopt(key, url)
        there, here = Origin.of(url), origins.current(key)
        if adopted is not None or there is None or here is None or not may_move(there, here):
            return adopted
        return url.replace(str(there), str(here), 1) if url.lower().startswith(str(there)) else None

    return adopt


def launch_tags(
    process: AsyncCrawlerProcess, raw: Mapping[str, str], *, found: list[dict[str, Any]] | None = None
) -> int:
    """Run the spider ``tags`` with these arguments, commit what it found, say how it went, and give the exit code.

    Args:
        process: not started yet; nothing else may run in it.
        raw: the spider's arguments.
        found: gets the tags that the site has, as rows; None when nobody wants them.

    Raises:
        ConfigError: an argument or a setting is wrong (the user acts).
        StoreError: what was found cannot be written.
    """
    plan = parse_tags_arguments(raw)
    folder = data_folder(process.settings.get("SW_DATA_DIR", "data"))
    store = open_store(folder)
    bugs = BugWatcher()
    logging.getLogger().addHandler(bugs)
    crawler = process.create_crawler("tags")
    interruption = Interruption(process, list)
    with run_log(store.work.root) as log_file:
        try:
            tidy_terminal_log(process.settings["LOG_FORMAT"])
            task: Any = process.crawl(crawler, plan=plan)
            interruption.install()
            process.start(install_signal_handlers=False)
        finally:
            interruption.restore()
            logging.getLogger().removeHandler(bugs)
    if interruption.number is not None:
        print("\nNothing was committed. Run the same command again.", file=sys.stderr)
        return 128 + interruption.number
    error = task.exception() if task.done() and not task.cancelled() else None
    if isinstance(error, ConfigError):
        raise error
    bugs.note(error)
    spider: Any = crawler.spider
    if bugs.texts or spider is None:
        print(f"\nThis is a bug in sw_scraper: {one_line((bugs.texts or ['no spider'])[0])}", file=sys.stderr)
        print(f"  where  {log_file or 'see above'}", file=sys.stderr)
        return exitcodes.BUG
    if found is not None:
        found += [tag_item(tag) for tag in spider.discovery.found.values()]
    return _settled(spider, Tallies.of(crawler)[spider.discovery_id].n_requests, store_folder=folder)


def _settled(spider: TagsSpider, n_requests: int, *, store_folder: Path | str) -> int:
    """Commit what was found and say it."""
    if spider.config_error is not None:
        raise spider.config_error
    work, plan = spider.discovery, spider.plan
    if not work.found:
        print(f"No tags were found on {one_line(plan.start_url)}: failed", file=sys.stderr)
        for ask in work.asked:
            print(f"  tried  {one_line(ask.url)}", file=sys.stderr)
        for problem in work.problems[:5]:
            print(f"  what   {one_line(problem)}", file=sys.stderr)
        print("  next   Give the address of an archive of a tag: scrapy crawl tags -a url=ADDRESS", file=sys.stderr)
        return exitcodes.FAILED
    store = open_store(store_folder)
    commit = commit_discovery(
        store,
        list(work.found.values()),
        discovery_id=spider.discovery_id,
        site=plan.site,
        start_url=plan.start_url,
        n_requests=n_requests,
    )
    try:
        store.refresh_views()
    except StoreError as error:
        print(f"error: {one_line(str(error))}", file=sys.stderr)
        return exitcodes.FAILED
    _say(spider, n_requests, is_new=commit is not None)
    return exitcodes.OK


def _say(spider: TagsSpider, n_requests: int, *, is_new: bool) -> None:
    work = spider.discovery
    counts: dict[str, int] = {}
    for tag in work.found.values():
        counts[tag.key.taxonomy] = counts.get(tag.key.taxonomy, 0) + 1
    listed = ", ".join(f"{count:,} of {name}" for name, count in sorted(counts.items()))
    plural = "" if n_requests == 1 else "s"
    print(f"{spider.plan.site}: {len(work.found):,} tags ({listed}), {n_requests:,} request{plural}")
    if not is_new:
        print("  all of them were known, just so; nothing was written")
    for tag in sorted(work.found.values(), key=lambda one: (-(one.n_expected or 0), one.key.tag_id))[:_SHOWN]:
        count = f", {tag.n_expected:,} entries" if tag.n_expected is not None else ""
        name = f" {one_line(tag.name)}" if tag.name else ""
        print(f"  {one_line(tag.key.tag_id)}{name}{count} (by {tag.discovered_by})")
    if len(work.found) > _SHOWN:
        print(f"  and {len(work.found) - _SHOWN:,} more: sw-scraper tags lists them all")
    for problem in work.problems[:3]:
        print(f"  note   {one_line(problem)}", file=sys.stderr)
