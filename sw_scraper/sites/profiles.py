"""Site profiles: TOML files that say what is known of a site, and where they are looked for.

Lookup order: ``./sites/*.toml``, then the user's configuration folder, then the built-in ones. The first file that
answers wins, and the summary of a harvest names it.
"""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sw_scraper.errors import ConfigError
from sw_scraper.model import SiteProfile, Taxonomy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

DEFAULT_SITE = "secondowelfare"
"""The site of a bare ``tag=``."""

_KEY = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")
_FIELDS: Mapping[str, type] = {
    "key": str,
    "name": str,
    "base_url": str,
    "hosts": list,
    "language": str,
    "timezone": str,
    "taxonomies": list,
    "known_tags": list,
    "aliases": dict,
    "selectors": dict,
    "extra_origins": list,
    "goal_numbers": dict,
    "origin": str,
}
_NEEDED = ("key", "name", "base_url")
_README = "sw_scraper/sites/README.md lists the keys of a profile."


def profile_folders() -> tuple[Path, ...]:
    """The folders of the user's own profiles that exist, in the order in which they are looked at."""
    if os.name == "nt":
        config = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    else:
        config = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return tuple(folder for folder in (Path("sites"), config / "sw_scraper" / "sites") if folder.is_dir())


def load_profiles(folders: Sequence[Path] | None = None) -> tuple[SiteProfile, ...]:
    """Every profile in lookup order; where two have the same key, the later one is left out.

    Args:
        folders: folders of the user's own profiles; None for the usual ones.

    Raises:
        ConfigError: a file is no valid profile (the user mends the file that the message names).
    """
    found: dict[str, SiteProfile] = {}
    for folder in profile_folders() if folders is None else folders:
        for path in sorted(folder.glob("*.toml")):
            profile = parse_profile(_text_of(path), file=path.as_posix())
            found.setdefault(profile.key, profile)
    for profile in _built_in():
        found.setdefault(profile.key, profile)
    return tuple(found.values())


def find_profile(key: str, profiles: Sequence[SiteProfile]) -> SiteProfile:
    """The profile with this key.

    Raises:
        ConfigError: there is none; the message lists the keys and the nearest one.
    """
    for profile in profiles:
        if profile.key == key:
            return profile
    keys = [profile.key for profile in profiles]
    raise ConfigError("there is no site with this key", where=f"site={key}", hint=nearest_hint(key, keys, "Sites"))


def profile_of_url(url: str, profiles: Sequence[SiteProfile]) -> SiteProfile | None:
    """The first profile whose hosts have the URL's host (with its port, where it names one); None when none has."""
    try:
        netloc = urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return None
    bare = re.sub(r":(80|443)?$", "", netloc)
    return next((profile for profile in profiles if bare in profile.hosts), None)


def nearest_hint(given: str, valid: Sequence[str], label: str) -> str:
    """A hint that lists what is valid, the nearest first, such as ``Did you mean tag? Arguments: url, tag.``."""
    near = difflib.get_close_matches(given, valid, n=1, cutoff=0.5)
    guess = f"Did you mean {near[0]}? " if near else ""
    return f"{guess}{label}: {', '.join(valid)}."


def parse_profile(text: str, *, file: str) -> SiteProfile:
    """Read one profile.

    Args:
        text: the TOML.
        file: the name for messages and for the summary.

    Raises:
        ConfigError: the text is no TOML, or a key is unknown, missing or of the wrong type.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"a site profile is not valid TOML ({error})", where=file, hint=_README) from error
    for key, value in raw.items():
        if key not in _FIELDS:
            raise ConfigError(
                f"a site profile has an unknown key {key!r}", where=file, hint=nearest_hint(key, list(_FIELDS), "Keys")
            )
        if not isinstance(value, _FIELDS[key]):
            raise ConfigError(f"{key} in a site profile must be {_kind(_FIELDS[key])}", where=file, hint=_README)
    missing = [key for key in _NEEDED if not raw.get(key)]
    if missing:
        raise ConfigError(f"a site profile lacks {', '.join(missing)}", where=file, hint=_README)
    return _profile(raw, file)


def _profile(raw: Mapping[str, Any], file: str) -> SiteProfile:
    """The profile from checked top-level keys; what lies deeper is checked here."""
    if not _KEY.fullmatch(raw["key"]):
        raise ConfigError(f"the key {raw['key']!r} may hold only a-z, 0-9, - _ .", where=file, hint=_README)
    base = urlsplit(raw["base_url"])
    if base.scheme not in ("http", "https") or not base.netloc or base.path != "/":
        raise ConfigError(
            f"base_url {raw['base_url']!r} must be scheme and host with a final slash",
            where=file,
            hint="Such as https://www.example.org/.",
        )
    origin = raw.get("origin", "live")
    if origin not in ("live", "sample"):
        raise ConfigError(f"origin {origin!r} is not known", where=file, hint="Origins: live, sample.")
    taxonomies = tuple(_taxonomy(entry, file) for entry in raw.get("taxonomies", ()))
    hosts = [str(host).lower() for host in raw.get("hosts", ())]
    return SiteProfile(
        key=raw["key"],
        name=raw["name"],
        base_url=raw["base_url"],
        hosts=tuple(dict.fromkeys([base.netloc.lower(), *hosts])),
        language=raw.get("language"),
        timezone=raw.get("timezone"),
        taxonomies=taxonomies,
        known_tags=tuple(_tag(tag, taxonomies, file) for tag in raw.get("known_tags", ())),
        aliases=MappingProxyType({k: _tag(tag, taxonomies, file) for k, tag in raw.get("aliases", {}).items()}),
        selectors=MappingProxyType({k: _selectors(k, value, file) for k, value in raw.get("selectors", {}).items()}),
        extra_origins=tuple(str(entry) for entry in raw.get("extra_origins", ())),
        goal_numbers=MappingProxyType(_goal_numbers(raw.get("goal_numbers", {}), taxonomies, file)),
        origin=origin,
        file=file,
    )


def _taxonomy(entry: object, file: str) -> Taxonomy:
    """One ``[[taxonomies]]`` table."""
    if not isinstance(entry, dict) or set(entry) != {"name", "archive_path"}:
        raise ConfigError("a taxonomy needs name and archive_path and nothing else", where=file, hint=_README)
    name, path = str(entry["name"]), str(entry["archive_path"])
    if not path.startswith("/") or path.count("{slug}") != 1:
        raise ConfigError(
            f"archive_path {path!r} must start with / and hold {{slug}} once", where=file, hint="Such as /tag/{slug}/."
        )
    return Taxonomy(name=name, archive_path=path)


def _tag(value: object, taxonomies: Sequence[Taxonomy], file: str) -> str:
    """A ``taxonomy/slug`` whose taxonomy the profile has."""
    taxonomy, _, slug = str(value).partition("/")
    names = [entry.name for entry in taxonomies]
    if not slug or taxonomy not in names:
        raise ConfigError(f"{value!r} is no taxonomy/slug of this profile", where=file, hint=f"Taxonomies: {names}.")
    return str(value)


def _goal_numbers(table: Mapping[str, object], taxonomies: Sequence[Taxonomy], file: str) -> dict[str, int]:
    """``[goal_numbers]``: whole numbers from 1 to 17."""
    numbers: dict[str, int] = {}
    for tag, number in table.items():
        if not isinstance(number, int) or not 1 <= number <= 17:
            raise ConfigError(f"goal_numbers.{tag} must be a whole number from 1 to 17", where=file, hint=_README)
        numbers[_tag(tag, taxonomies, file)] = number
    return numbers


def _selectors(field: str, value: object, file: str) -> tuple[str, ...]:
    """One selector or a list of them, in the order in which they are tried."""
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise ConfigError(f"selectors.{field} must be a text or a list of texts", where=file, hint=_README)
    return tuple(texts)


def _built_in() -> Iterator[SiteProfile]:
    """The profiles that ship with the package, the default site first."""
    entries = [entry for entry in resources.files("sw_scraper.sites").iterdir() if entry.name.endswith(".toml")]
    for entry in sorted(entries, key=lambda entry: (entry.name != f"{DEFAULT_SITE}.toml", entry.name)):
        yield parse_profile(entry.read_text(encoding="utf-8"), file=f"built-in {entry.name}")


def _text_of(path: Path) -> str:
    """The text of a user's file, or a message that names it."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"a site profile cannot be read ({error})", where=path.as_posix(), hint=_README) from error


def _kind(wanted: type) -> str:
    """The TOML name of a type."""
    return {"str": "a text", "list": "a list", "dict": "a table"}[wanted.__name__]
