"""``harvests.toml``: which tags are harvested together, by whom, and into which dataset.

::

    contact = "you@example.org"        # in the User-Agent and in every commit
    data = "data"                      # relative to this file
    on_failure = "mail -s sw_scraper you@example.org"

    [[harvest]]
    site = "secondowelfare"
    tags = ["sdgs/partnership", "tag/coprogettazione"]
    full_every = "14d"

    [[harvest]]
    url = "https://example.org/tag/welfare/"
    max_pages = 5
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sw_scraper.crawl.arguments import ARGUMENTS, parse_arguments
from sw_scraper.crawl.data_folder import DEFAULT_DATA_DIR, data_folder
from sw_scraper.errors import ConfigError
from sw_scraper.sites.profiles import DEFAULT_SITE, find_profile, load_profiles, nearest_hint, profile_folders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sw_scraper.crawl.arguments import CrawlPlan, Target
    from sw_scraper.model import SiteProfile

_TEXTS = ("contact", "data", "on_failure")
_KEYS = (*_TEXTS, "harvest")
_ENTRY_KEYS = ("tags", *ARGUMENTS)
_SEVERAL = frozenset({"tags", "tag", "url", "replay"})
"""Arguments that may be a list of texts."""
_ALL = "all-"
_STANDS_IN = "-"
"""A tag that no site has: the arguments are checked with it where all tags are still to be found."""
_HELP = "docs/operating.md shows a list file."


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One ``[[harvest]]`` of a list.

    Attributes:
        place: for messages, such as ``harvests.toml, harvest 2``.
        plan: its arguments, checked; the tags that are still to be found are not in it.
        raw: its arguments as text.
        later: taxonomies all of whose tags are meant (``tags = ["all-sdgs"]``), as ``site/taxonomy``; which tags they
            have is found out when the list is harvested.
    """

    place: str
    plan: CrawlPlan
    raw: Mapping[str, str] = field(default_factory=dict)
    later: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HarvestList:
    """A list file, checked.

    Attributes:
        name: of the file, or what stands for it, in messages.
        folder: of the dataset, absolute.
        entries: in the order of the file; no tag stands in two of them.
        contact: of the operator; None when the file names none.
        on_failure: the failure command; None without one.
    """

    name: str
    folder: Path
    entries: tuple[Entry, ...]
    contact: str | None = None
    on_failure: str | None = None

    @property
    def targets(self) -> tuple[Target, ...]:
        """Every tag that is listed."""
        return tuple(target for entry in self.entries for target in entry.plan.targets)


def read_harvest_list(path: Path, *, today: date, data: str | None = None) -> HarvestList:
    """Read and check a list file; nothing is asked of the network.

    Args:
        path: of the file.
        today: UTC.
        data: a data folder that stands above that of the file, relative to the current folder.

    Raises:
        ConfigError: the file cannot be read, or a key or value is wrong (the user mends the file that is named).
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigError("there is no list file", where=str(path.absolute()), hint=_HELP) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"the list file cannot be read ({error})", where=str(path), hint=_HELP) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"the list file is not valid TOML ({error})", where=str(path), hint=_HELP) from error
    base = path.absolute().parent
    _check_keys(raw, _KEYS, str(path))
    for key in _TEXTS:
        if key in raw and not (isinstance(raw[key], str) and raw[key].strip()):
            raise ConfigError(f"{key} in a list file must be a text", where=str(path), hint=_HELP)
    tables = raw.get("harvest")
    if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
        raise ConfigError("a list file needs at least one [[harvest]]", where=str(path), hint=_HELP)
    profiles = load_profiles(tuple(dict.fromkeys([*_folders(base), *profile_folders()])))
    entries = tuple(
        _entry(table, place=f"{path}, harvest {number}", base=base, today=today, profiles=profiles)
        for number, table in enumerate(tables, 1)
    )
    _check_twins(entries)
    return HarvestList(
        name=str(path),
        folder=data_folder(raw.get("data", DEFAULT_DATA_DIR), base=base) if data is None else data_folder(data),
        entries=entries,
        contact=raw.get("contact"),
        on_failure=raw.get("on_failure"),
    )


def list_of_arguments(raw: Mapping[str, str], *, today: date, data: str | None = None) -> HarvestList:
    """A list of one entry, from the arguments of a command line.

    Args:
        raw: the spider's arguments.
        today: UTC.
        data: the data folder, relative to the project or the current folder.

    Raises:
        ConfigError: an argument is wrong (the user mends the command).
    """
    entry = checked_entry(raw, place="the command line", today=today, profiles=load_profiles())
    words = " ".join(f"{name}={value}" for name, value in raw.items())
    return HarvestList(name=words, folder=data_folder(data or DEFAULT_DATA_DIR), entries=(entry,))


def _folders(base: Path) -> Iterator[Path]:
    if (base / "sites").is_dir():
        yield base / "sites"


def _entry(table: Mapping[str, Any], *, place: str, base: Path, today: date, profiles: Sequence[SiteProfile]) -> Entry:
    """One entry, its arguments checked as those of the spider are."""
    _check_keys(table, _ENTRY_KEYS, place)
    if "tags" in table and "tag" in table:
        raise ConfigError("tag and tags are the same thing", where=place, hint="Leave one of them out.")
    raw = {("tag" if key == "tags" else key): _text(key, value, place, base) for key, value in table.items()}
    return checked_entry(raw, place=place, today=today, profiles=profiles)


def checked_entry(raw: Mapping[str, str], *, place: str, today: date, profiles: Sequence[SiteProfile]) -> Entry:
    """An entry from its arguments as text.

    Args:
        raw: as the spider takes them; ``all-sdgs`` may be among its tags.
        place: for messages.
        today: UTC.
        profiles: of sites.

    Raises:
        ConfigError: an argument is wrong (the user mends the entry).
    """
    try:
        named, later = _without_all(raw, profiles)
        plan = parse_arguments(named, today=today, profiles=profiles)
    except ConfigError as error:
        where = f"{place}: {error.where}" if error.where else place
        raise ConfigError(error.what, where=where, hint=error.hint) from error
    _refuse_plan(plan, place)
    if later and named.get("tag") == _STANDS_IN:
        plan = replace(plan, targets=tuple(one for one in plan.targets if one.asked != f"tag={_STANDS_IN}"))
    return Entry(place=place, plan=plan, raw=raw, later=later)


def _without_all(raw: Mapping[str, str], profiles: Sequence[SiteProfile]) -> tuple[dict[str, str], tuple[str, ...]]:
    """The arguments without ``all-...``, and what that stands for; a tag stands in where none is left."""
    parts = [part.strip() for part in raw.get("tag", "").split(",")]
    names = [part.removeprefix(_ALL) for part in parts if part.startswith(_ALL)]
    if not names:
        return dict(raw), ()
    profile = find_profile(raw.get("site", DEFAULT_SITE), profiles)
    known = [entry.name for entry in profile.taxonomies]
    for name in names:
        if name not in known:
            raise ConfigError(
                f"the site {profile.key} has no taxonomy {name!r}",
                where=f"tag={_ALL}{name}",
                hint=nearest_hint(name, known, "Taxonomies"),
            )
    if "replay" in raw:
        raise ConfigError("a replay asks no site for its tags", where=f"tag={_ALL}{names[0]}", hint="Name the tags.")
    left = ",".join(part for part in parts if not part.startswith(_ALL)) or _STANDS_IN
    return {**raw, "tag": left}, tuple(f"{profile.key}/{name}" for name in names)


def found_entries(
    entries: Sequence[Entry], find: Callable[[Mapping[str, str]], Mapping[str, str] | int], *, today: date
) -> list[tuple[Entry, int]]:
    """The entries with the tags that are found now in the place of ``all-...``.

    Args:
        entries: of a list.
        find: gives the arguments with the tags named, or the exit code when they could not be found.
        today: UTC.

    Returns:
        Each with 0, or with that exit code. A tag that another entry names is left to that.
    """
    taken = {target.addresses[0].key.tag_id for entry in entries for target in entry.plan.targets}
    found: list[tuple[Entry, int]] = []
    for entry in entries:
        named = find(entry.raw) if entry.later else entry.raw
        if not entry.later or isinstance(named, int):
            found.append((entry, named if isinstance(named, int) else 0))
            continue
        whole = parse_arguments(named, today=today)
        own = {target.addresses[0].key.tag_id for target in entry.plan.targets}
        targets = [one for one in whole.targets if one.addresses[0].key.tag_id not in taken - own]
        taken.update(one.addresses[0].key.tag_id for one in targets)
        found.append((replace(entry, plan=replace(whole, targets=tuple(targets))), 0))
    return found


def _refuse_plan(plan: CrawlPlan, place: str) -> None:
    if plan.mode == "plan":
        raise ConfigError("mode=plan harvests nothing", where=place, hint="Use --check to see what would be fetched.")


def _text(key: str, value: object, place: str, base: Path) -> str:
    """A TOML value as the spider takes it."""
    if key in _SEVERAL and isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        return ",".join(_placed(key, one, base) for one in value)
    if isinstance(value, str):
        return _placed(key, value, base)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    form = "a text or a list of texts" if key in _SEVERAL else "a text or a whole number"
    raise ConfigError(f"{key} must be {form}", where=place, hint=f"Valid: {ARGUMENTS.get(key, ARGUMENTS['tag'])}.")


def _placed(key: str, value: str, base: Path) -> str:
    """A recording's path is relative to the list file; every other text stays as it is."""
    return ",".join(str(base / part.strip()) for part in value.split(",")) if key == "replay" else value


def _check_keys(table: Mapping[str, Any], valid: Sequence[str], place: str) -> None:
    for key in table:
        if key not in valid:
            raise ConfigError(f"there is no key {key!r} here", where=place, hint=nearest_hint(key, valid, "Keys"))


def _check_twins(entries: Sequence[Entry]) -> None:
    """Refuse a tag that two entries name: which arguments should it have?"""
    found: dict[str, str] = {}
    for entry in entries:
        for target in entry.plan.targets:
            tag_id = target.addresses[0].key.tag_id
            if tag_id in found:
                raise ConfigError(
                    f"the tag {tag_id} is listed twice",
                    where=f"{found[tag_id]} and {entry.place}",
                    hint="Leave it out of one of them.",
                )
            found[tag_id] = entry.place


# ---------------------------------------------------------------------- who runs beside whom


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """What is harvested one after the other, because it goes to the same host.

    Attributes:
        plans: each becomes a crawler of its own; tags with equal arguments stand in one.
    """

    plans: tuple[CrawlPlan, ...]


def lanes_of(entries: Sequence[Entry]) -> list[Lane]:
    """Which tags go side by side: one lane for every site, however many entries name it.

    Args:
        entries: of a list.

    Returns:
        In the order in which the sites are first named.
    """
    lanes: list[tuple[set[str], list[CrawlPlan]]] = []
    for entry in entries:
        for hosts, plan in _by_host(entry.plan):
            touching = [lane for lane in lanes if lane[0] & hosts]
            merged = (
                set[str]().union(hosts, *(lane[0] for lane in touching)),
                [p for lane in touching for p in lane[1]],
            )
            _add_plan(merged[1], plan)
            at = lanes.index(touching[0]) if touching else len(lanes)
            lanes = [lane for lane in lanes if lane not in touching]
            lanes.insert(at, merged)
    return [Lane(plans=tuple(plans)) for _, plans in lanes]


def _by_host(plan: CrawlPlan) -> Iterator[tuple[set[str], CrawlPlan]]:
    """The plan cut by sites, each with the hosts that it may talk to."""
    parts: dict[frozenset[str], list[Target]] = {}
    for target in plan.targets:
        parts.setdefault(frozenset(_hosts(target)), []).append(target)
    for hosts, targets in parts.items():
        yield set(hosts), replace(plan, targets=tuple(targets))


def _hosts(target: Target) -> Iterator[str]:
    """Hosts without ``www.``, so that a redirect to the other form stays in the lane."""
    for address in target.addresses:
        yield urlsplit(address.url).netloc.lower().removeprefix("www.")
    if target.profile is not None:
        yield from (host.removeprefix("www.") for host in target.profile.hosts)
        yield from (urlsplit(origin).netloc.lower() for origin in target.profile.extra_origins)


def _add_plan(plans: list[CrawlPlan], plan: CrawlPlan) -> None:
    """Put a plan into a lane; with one of equal arguments it becomes one."""
    bare = replace(plan, targets=())
    for at, other in enumerate(plans):
        if replace(other, targets=()) == bare:
            plans[at] = replace(other, targets=(*other.targets, *plan.targets))
            return
    plans.append(plan)
