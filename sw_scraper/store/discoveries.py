"""The tags that a site was found to have: commits of their own kind, added and never rewritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from sw_scraper import __version__
from sw_scraper.model import TagKey
from sw_scraper.normalize.keys import file_name_part
from sw_scraper.store import disk, layout
from sw_scraper.store.commits import instant_text
from sw_scraper.store.schema import FORMAT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sw_scraper.store.commits import Commit
    from sw_scraper.store.records import DiscoveredBy
    from sw_scraper.store.store import Store

KIND: Final = "discovery"
FOUND_AT: Final = "found_at"


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscoveredTag:
    """A tag that a site was found to have.

    Attributes:
        key: its identity.
        tag_url: address of its archive.
        name: as the site calls it; None when only its address is known.
        description: as the site gives it.
        goal_number: number of the Sustainable Development Goal; None when it is none.
        n_expected: how many entries the site says it has.
        discovered_by: how it was found.
    """

    key: TagKey
    tag_url: str
    discovered_by: DiscoveredBy
    name: str | None = None
    description: str | None = None
    goal_number: int | None = None
    n_expected: int | None = None


def commit_discovery(
    store: Store, tags: Sequence[DiscoveredTag], *, discovery_id: str, site: str, start_url: str, n_requests: int
) -> Commit | None:
    """Make what was found visible in the tags table.

    Args:
        store: the dataset.
        tags: found, each once.
        discovery_id: globally unique, like a harvest's.
        site: key of the site.
        start_url: where looking began.
        n_requests: what it cost.

    Returns:
        The commit; None when everything was known already, just so.

    Raises:
        StoreError: it cannot be written.
    """
    known = {tag_id: _without_time(row) for tag_id, row in discovered_tags(store.commits()).items()}
    rows = [_merged(known.get(tag.key.tag_id), tag_row(tag)) for tag in tags]
    fresh = [row for row in rows if known.get(row["tag_id"]) != row]
    if not fresh:
        return None
    store.dataset_id(first_harvest_id=discovery_id)
    body: dict[str, Any] = {
        "format": FORMAT,
        "kind": KIND,
        "harvest_id": discovery_id,
        "extractor_version": "",
        "tag_id": "",
        "site": site,
        "start_url": start_url,
        "n_requests": n_requests,
        "found_at": instant_text(datetime.now(UTC)),
        "tool_version": __version__,
        "tags": sorted(fresh, key=lambda row: str(row["tag_id"])),
    }
    name = f"{layout.commit_name(discovery_id)}.{KIND}"
    path = layout.commit_file(name, datetime.now(UTC))
    temporary = store.work.folder / f"{file_name_part(discovery_id)}.tmp"
    with disk.explained("write the tags that were found", store.root):
        return store.publish_commit(path, body, temporary=temporary)


def discovered_tags(commits: Iterable[Commit]) -> dict[str, Mapping[str, Any]]:
    """What is known of each tag that was found, by tag_id; under FOUND_AT when it was found first.

    Args:
        commits: in the order in which they became visible; those of other kinds are passed over.
    """
    found: dict[str, Mapping[str, Any]] = {}
    for commit in commits:
        if str(commit.kind) == KIND:
            for row in commit.body["tags"]:
                known = found.get(str(row["tag_id"]), {FOUND_AT: commit.committed_at})
                before = _without_time(known) if len(known) > 1 else None
                found[str(row["tag_id"])] = {**_merged(before, row), FOUND_AT: known[FOUND_AT]}
    return found


def _without_time(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != FOUND_AT}


def _merged(known: Mapping[str, Any] | None, row: Mapping[str, Any]) -> dict[str, Any]:
    """The newest that was said; a null says nothing, and how a tag was found is the story of the first time."""
    if known is None:
        return dict(row)
    said = {name: value if value is not None else known[name] for name, value in row.items()}
    return {**said, "discovered_by": known["discovered_by"]}


def tag_item(tag: DiscoveredTag) -> dict[str, Any]:
    """A tag for programs: what a commit says of it, with the parts of its key."""
    key = tag.key
    return {"tag_id": key.tag_id, "site": key.site, "taxonomy": key.taxonomy, "tag": key.slug, **tag_row(tag)}


def tag_row(tag: DiscoveredTag) -> dict[str, Any]:
    """What a commit says of a tag: columns of tags."""
    return {
        "tag_id": tag.key.tag_id,
        "tag_url": tag.tag_url,
        "name": tag.name,
        "description": tag.description,
        "goal_number": tag.goal_number,
        "n_expected": tag.n_expected,
        "discovered_by": tag.discovered_by,
    }
