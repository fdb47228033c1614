"""How one state of a dataset is cited."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sw_scraper import __version__
from sw_scraper.store.export_bibtex import MONTHS, escaped, plain_url
from sw_scraper.store.statement_words import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from sw_scraper.store.facts import Facts

UNNAMED = "Compiler not named"
"""Stands for the author where a format demands one and none was given."""
_TAGS_NAMED = 3
_INVENTED = "[Invented texts, not to be cited] "


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who made the dataset.

    Attributes:
        family: family name; for an organisation its whole name.
        given: given names; None for an organisation.
    """

    family: str
    given: str | None = None

    @property
    def label(self) -> str:
        """``Family, Given``, or the organisation's name."""
        return f"{self.family}, {self.given}" if self.given else self.family


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """All that a citation names.

    Attributes:
        title: of the dataset.
        authors: who made it; empty when nobody said.
        version: the version id.
        dataset_id: of ``dataset.json``.
        first_on: day of the first fetch (UTC).
        last_on: day of the last fetch (UTC).
        published_on: day of the last commit (UTC).
        urls: addresses of the archives.
    """

    title: str
    authors: tuple[Person, ...]
    version: str
    dataset_id: str
    first_on: date
    last_on: date
    published_on: date
    urls: tuple[str, ...]

    @property
    def period(self) -> str:
        """When it was collected, in words."""
        return f"on {self.first_on}" if self.first_on == self.last_on else f"from {self.first_on} to {self.last_on}"


def person(text: str) -> Person:
    """A name as the user wrote it: ``Family, Given`` for a person, anything else for an organisation.

    >>> person("Rossi, Ada"), person("Laboratorio di esempio")
    (Person(family='Rossi', given='Ada'), Person(family='Laboratorio di esempio', given=None))
    """
    family, _, given = (part.strip() for part in " ".join(text.split()).partition(","))
    return Person(family=family or given, given=given if family and given else None)


def citation_of(facts: Facts, *, authors: Sequence[str] = (), title: str | None = None) -> Citation:
    """The citation of a state.

    Args:
        facts: of the state; something was harvested.
        authors: as the user wrote them.
        title: as the user wrote it; None for one made from sites and tags.

    Raises:
        ConfigError: nothing was harvested yet.
    """
    facts.require_commits()
    version = facts.version_id
    assert version is not None
    first, last = facts.period
    return Citation(
        title=(_INVENTED if facts.is_sample else "") + (" ".join((title or "").split()) or default_title(facts)),
        authors=tuple(person(text) for text in authors if text.strip(" ,")),
        version=version,
        dataset_id=facts.dataset_id,
        first_on=first.date(),
        last_on=last.date(),
        published_on=facts.last_commit_at.date(),
        urls=tuple(facts.tag_urls),
    )


def default_title(facts: Facts) -> str:
    """A title made from the sites and tags."""
    names = [gap.name for gap in facts.gaps]
    if len(names) > _TAGS_NAMED:
        what = f"{len(names)} tag archives"
    else:
        what = f"Tag archive{'s' if len(names) > 1 else ''} {listed(names, 'en')}"
    sites = [site.name for site in facts.sites]
    where = sites[0] if len(sites) == 1 else f"{len(sites)} sites" if len(sites) > _TAGS_NAMED else ", ".join(sites)
    return f"{what} of {where}"


def as_text(citation: Citation) -> str:
    """One paragraph."""
    names = "; ".join(one.label for one in citation.authors)
    year = citation.published_on.year
    # Without authors the title takes their place.
    head = f"{names} ({year}). {citation.title} [Data set]." if names else f"{citation.title} ({year}) [Data set]."
    made = f"Version {citation.version}. Collected {citation.period} with sw_scraper {__version__}."
    if not citation.urls:
        return f"{head} {made}"
    more = len(citation.urls) - _TAGS_NAMED
    shown = ", ".join(citation.urls[:_TAGS_NAMED]) + (f" and {more} more" if more > 0 else "")
    return f"{head} {made} Source: {shown}"


def as_bibtex(citation: Citation) -> str:
    """One entry."""
    day = citation.published_on
    # Braces keep an organisation's name whole.
    names = [
        f"{escaped(one.family)}, {escaped(one.given)}" if one.given else f"{{{escaped(one.family)}}}"
        for one in citation.authors
    ]
    fields = [
        ("title", f"{{{escaped(citation.title)}}}"),
        ("author", " and ".join(names)),
        ("year", str(day.year)),
        ("month", MONTHS[day.month - 1]),
        ("howpublished", "Data set"),
        ("note", f"Version {citation.version}, collected {citation.period} with sw\\_scraper {__version__}"),
        ("url", plain_url(citation.urls[0]) if citation.urls else None),
        ("urldate", str(citation.last_on)),
    ]
    body = "".join(f"  {name} = {value if name == 'month' else f'{{{value}}}'},\n" for name, value in fields if value)
    return f"@misc{{sw-{citation.version.lower()},\n{body}}}"


def as_cff(citation: Citation) -> str:
    """A CITATION.cff file; its texts are JSON strings, which YAML reads as they are."""
    lines = [
        "cff-version: 1.2.0",
        "message: If you use this dataset, please cite it with its version.",
        "type: dataset",
    ]
    lines += [f"title: {_yaml(citation.title)}", f"version: {_yaml(citation.version)}"]
    lines += [f"date-released: {citation.published_on}", "authors:"]
    for one in citation.authors or (Person(family=UNNAMED),):
        if one.given:
            lines += [f"  - family-names: {_yaml(one.family)}", f"    given-names: {_yaml(one.given)}"]
        else:
            lines += [f"  - name: {_yaml(one.family)}"]
    lines += [f"abstract: {_yaml(f'Collected {citation.period} with sw_scraper {__version__}.')}"]
    lines += ["identifiers:", "  - type: other", f"    value: {_yaml(citation.version)}"]
    lines += ["    description: version id; names exactly this state of the dataset"]
    if citation.urls:
        lines += ["references:"]
        for url in citation.urls:
            lines += ["  - type: website", f"    title: {_yaml(url)}", f"    url: {_yaml(url)}"]
            lines += ["    authors:", '      - name: "Publisher of the site"']
    return "\n".join(lines)


def as_json(citation: Citation) -> str:
    """CSL-JSON, as Zotero, pandoc and citation.js read it."""
    day = citation.published_on
    item: dict[str, Any] = {
        "id": f"sw-{citation.version.lower()}",
        "type": "dataset",
        "title": citation.title,
        "author": [
            {"family": one.family, "given": one.given} if one.given else {"literal": one.family}
            for one in citation.authors
        ],
        "version": citation.version,
        "number": citation.version,
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "note": f"Collected {citation.period} with sw_scraper {__version__}; dataset {citation.dataset_id}",
    }
    if citation.urls:
        item["URL"] = citation.urls[0]
    return json.dumps([item], ensure_ascii=False, indent=1)


def _yaml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


FORMATS: Mapping[str, Callable[[Citation], str]] = {
    "text": as_text,
    "bibtex": as_bibtex,
    "cff": as_cff,
    "json": as_json,
}
"""The formats of ``sw-scraper cite``."""
