"""The arguments of the spider ``tag``: text in, a checked plan out, or one clear message before the first request."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast, get_args
from urllib.parse import quote, urljoin, urlsplit

from sw_scraper.errors import ConfigError
from sw_scraper.extract.article import missing_extra
from sw_scraper.model import TagKey
from sw_scraper.normalize.keys import tag_key
from sw_scraper.normalize.urls import absolute_url
from sw_scraper.sites.profiles import DEFAULT_SITE, find_profile, load_profiles, nearest_hint, profile_of_url

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sw_scraper.model import SiteProfile

Mode = Literal["auto", "full", "update", "plan"]
Enrich = Literal["auto", "rest", "feed", "article", "none"]

ARGUMENTS: Mapping[str, str] = {
    "tag": "tag=partnership, tag=sdgs/partnership, several with commas, tag=all-sdgs for a taxonomy",
    "site": f"site=KEY of a site profile (default {DEFAULT_SITE})",
    "url": "url=https://... of any archive; several with commas",
    "mode": "mode=auto|full|update|plan (default auto)",
    "full_every": "full_every=30d (hours h, days d, weeks w)",
    "max_pages": "max_pages=N, read at most N pages of each tag",
    "max_items": "max_items=N, take at most N teasers of each tag",
    "since": "since=2026-01-31 (or 2026-01, 2026), stop where the list gets older",
    "enrich": "enrich=auto|rest|feed|article|none (default auto)",
    "replay": "replay=FILE[,FILE], read recordings in place of the network",
}
"""Every argument with the form of its value, as error messages list them."""

_UNITS = {"h": "hours", "d": "days", "w": "weeks"}
_URL_LIMIT = 4096
_SLUG_LIMIT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One address where a tag may have its archive.

    Attributes:
        url: absolute.
        key: the identity of the tag as far as the address tells; a redirect may change it.
    """

    url: str
    key: TagKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One tag that was asked for.

    Attributes:
        asked: what the user wrote, for messages.
        addresses: in the order in which they are tried; a later one only when the one before answers 404.
        profile: of the site; None for a site without one.
    """

    asked: str
    addresses: tuple[Address, ...]
    profile: SiteProfile | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlPlan:
    """The arguments of one run, checked.

    Attributes:
        targets: the tags in the order given, none twice; each becomes a harvest of its own.
        full_every: how long a full sweep stays good in mode ``auto``.
        max_pages, max_items, since: what limits the harvest to a window; None for no such limit.
        replay: recordings that are read in place of the network, in this order.
    """

    targets: tuple[Target, ...]
    mode: Mode = "auto"
    full_every: timedelta = timedelta(days=30)
    max_pages: int | None = None
    max_items: int | None = None
    since: date | None = None
    enrich: Enrich = "auto"
    replay: tuple[Path, ...] = ()


def parse_arguments(raw: Mapping[str, str], *, today: date, profiles: Sequence[SiteProfile] | None = None) -> CrawlPlan:
    """Check the arguments of the spider ``tag``.

    Args:
        raw: name to text, as ``-a name=text`` gives them.
        today: UTC; a ``since`` after it is refused.
        profiles: the site profiles in lookup order; None reads the usual files.

    Raises:
        ConfigError: an argument is unknown or malformed; nothing was requested yet (the user mends the command).
    """
    for name, value in raw.items():
        if name not in ARGUMENTS:
            raise ConfigError(
                "the spider has no such argument",
                where=f"{name}={value}",
                hint=nearest_hint(name, [*ARGUMENTS], "Arguments"),
            )
        if not str(value).strip():
            raise _malformed(name, value, "has no value")
    values = {name: str(value).strip() for name, value in raw.items()}
    plan = CrawlPlan(
        targets=_targets(values, load_profiles() if profiles is None else profiles),
        mode=cast("Mode", _choice("mode", values, get_args(Mode))),
        full_every=_duration(values.get("full_every", "30d")),
        max_pages=_count("max_pages", values),
        max_items=_count("max_items", values),
        since=_since(values["since"], today) if "since" in values else None,
        enrich=cast("Enrich", _choice("enrich", values, get_args(Enrich))),
        replay=_replay(values["replay"]) if "replay" in values else (),
    )
    if plan.enrich == "article" and (missing := missing_extra()) is not None:
        raise ConfigError(
            f"reading article pages needs {missing}, which is not installed",
            where="enrich=article",
            hint="Install the extra: pip install 'sw-scraper[article]'.",
        )
    if plan.replay and plan.mode in ("plan", "update"):
        raise ConfigError(
            f"mode={plan.mode} cannot be used with replay=", hint="A replay reads what was recorded: leave mode out."
        )
    return plan


def _malformed(name: str, value: object, fault: str) -> ConfigError:
    """The message of every malformed value: what, where, the valid form."""
    return ConfigError(f"{name} {fault}", where=f"{name}={value}", hint=f"Valid: {ARGUMENTS[name]}.")


def _choice(name: str, values: Mapping[str, str], valid: Sequence[str]) -> str:
    """One of a few words; the first is the default."""
    value = values.get(name, valid[0])
    if value not in valid:
        raise ConfigError(
            f"{name} is not one of its values", where=f"{name}={value}", hint=nearest_hint(value, valid, "Valid")
        )
    return value


def _count(name: str, values: Mapping[str, str]) -> int | None:
    """A whole number of at least 1."""
    if name not in values:
        return None
    if not re.fullmatch(r"[0-9]{1,9}", values[name]) or int(values[name]) < 1:
        raise _malformed(name, values[name], "must be a whole number of at least 1")
    return int(values[name])


def _duration(value: str) -> timedelta:
    """``12h``, ``30d``, ``4w``."""
    match = re.fullmatch(r"([0-9]{1,5})([hdw])", value)
    if not match or int(match[1]) == 0:
        raise _malformed("full_every", value, "must be a number with h, d or w")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def _since(value: str, today: date) -> date:
    """The first day of a day, month or year that is not in the future."""
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", value)
    if not match:
        raise _malformed("since", value, "must be a date")
    try:
        day = date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError as error:
        raise _malformed("since", value, "is no day of the calendar") from error
    if day > today:
        raise _malformed("since", value, "lies in the future")
    return day


def _replay(value: str) -> tuple[Path, ...]:
    """The recordings, each an existing file; a comma in a file's name is allowed when the whole names a file."""
    names = [value] if Path(value).is_file() else [name.strip() for name in value.split(",")]
    paths = tuple(Path(name) for name in names if name)
    for path in paths:
        if not path.is_file():
            raise ConfigError(
                "there is no recording",
                where=str(path.absolute()),
                hint="Check the path; it is taken from the current folder.",
            )
    return paths


def _targets(values: Mapping[str, str], profiles: Sequence[SiteProfile]) -> tuple[Target, ...]:
    """Every tag that ``tag=`` and ``url=`` name, in that order, none twice."""
    site = find_profile(values["site"], profiles) if "site" in values else None
    targets: list[Target] = []
    if "tag" in values:
        profile = site or find_profile(DEFAULT_SITE, profiles)
        targets += [_target_of_tag(name, profile) for name in _parts(values["tag"], "tag", ",")]
    if "url" in values:
        find: Callable[[str], SiteProfile | None] = lambda url: profile_of_url(url, profiles)  # noqa: E731
        targets += [_target_of_url(url, site, find) for url in _parts(values["url"], "url", r",\s*(?=https?://)")]
    if not targets:
        raise ConfigError(
            "neither a tag nor an address was given", hint=f"Valid: {ARGUMENTS['tag']}; {ARGUMENTS['url']}."
        )
    return tuple({target.addresses[0].key.tag_id: target for target in reversed(targets)}.values())[::-1]


def _parts(value: str, name: str, separator: str) -> list[str]:
    """The parts between separators, none of them empty."""
    parts = [part.strip() for part in re.split(separator, value, flags=re.IGNORECASE)]
    if not all(parts):
        raise _malformed(name, value, "has an empty part")
    return parts


def _target_of_tag(name: str, profile: SiteProfile) -> Target:
    """A tag of a site with a profile, by slug or ``taxonomy/slug``."""
    if "://" in name:
        raise ConfigError("tag takes no address", where=f"tag={name}", hint=f"Use url={name}.")
    if name.startswith("all-"):
        raise ConfigError(
            "which tags a site has is found out by scrapy crawl tag and sw-scraper harvest themselves only",
            where=f"tag={name}",
            hint="Here name the tags, such as tag=sdgs/partnership; sw-scraper tags --find lists them.",
        )
    text = unicodedata.normalize("NFC", name.lstrip("#").strip("/"))
    head, slash, tail = text.partition("/")
    slug = (tail if slash else head).lower()
    if not slug or len(slug) > _SLUG_LIMIT or re.search(r"[\s/?#\\\x00-\x1f\x7f]", slug) or slug in (".", ".."):
        raise _malformed("tag", name, "must be a slug or taxonomy/slug")
    known = [tag for tag in profile.known_tags if tag.partition("/")[2] == slug]
    names = [entry.name for entry in profile.taxonomies]
    if slash and head not in names:
        raise ConfigError(
            f"the site {profile.key} has no taxonomy {head!r}",
            where=f"tag={name}",
            hint=nearest_hint(head, names, "Taxonomies"),
        )
    if slash:
        names = [head]
    elif known:
        names = [known[0].partition("/")[0]]
    paths = {entry.name: entry.archive_path for entry in profile.taxonomies}
    addresses = tuple(
        Address(
            url=urljoin(profile.base_url, paths[taxonomy].replace("{slug}", quote(slug))),
            key=TagKey(site=profile.key, taxonomy=taxonomy, slug=slug),
        )
        for taxonomy in names
    )
    if not addresses:
        raise ConfigError(
            f"the profile of {profile.key} has no taxonomies", where=profile.file, hint="Use url= for now."
        )
    return Target(asked=f"tag={name}", addresses=addresses, profile=profile)


def _target_of_url(value: str, site: SiteProfile | None, profile_for: Callable[[str], SiteProfile | None]) -> Target:
    """Any archive on any site; an alias that the profile knows stays the address, with the tag's own key."""
    url = absolute_url(value, value) if len(value) <= _URL_LIMIT and "@" not in _netloc(value) else None
    if url is None:
        raise _malformed("url", value[:120], "must be an http or https address without user name")
    profile = profile_for(url)
    if site is not None and (profile is None or profile.key != site.key):
        raise ConfigError(
            f"the address does not belong to the site {site.key}",
            where=f"url={url}",
            hint=f"Hosts of {site.key}: {', '.join(site.hosts)}. Leave site= out for any other site.",
        )
    return Target(asked=f"url={value}", addresses=(Address(url=url, key=tag_key(url, profile)),), profile=profile)


def _netloc(value: str) -> str:
    """The network location of an address; ``@`` for one that cannot be split, so that it is refused."""
    try:
        return urlsplit(value).netloc
    except ValueError:
        return "@"
