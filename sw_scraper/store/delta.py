"""Sightings in a Delta Lake table beside the dataset: the extra ``[delta]``.

Every committed harvest is appended once, in a transaction of its own that says until when the commits of its tag are in
the table (Delta's application transactions: ``txn`` with an app id and a version). A harvest that was committed but not
appended, because its process died between, is appended by the next run; of two that append the same one, one fails.
Source: https://github.com/delta-io/delta/blob/master/PROTOCOL.md, "Transaction Identifiers"
"""

from __future__ import annotations

import os
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sw_scraper.errors import ConfigError, StoreError
from sw_scraper.store.commits import instant_text
from sw_scraper.store.object_store_address import is_object_store, store_address

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from deltalake import DeltaTable

    from sw_scraper.store.commits import Commit
    from sw_scraper.store.store import Store

_TRIES = 8


def check_delta(place: str) -> None:
    """Refuse a table that could not be written, before anything is requested.

    Args:
        place: a local path, or ``s3://bucket/prefix``.

    Raises:
        ConfigError: the extra is not installed, or the place is no place for a table (the user acts).
    """
    try:
        import deltalake  # noqa: F401
    except ImportError as error:
        raise ConfigError(
            "Delta tables need the extra [delta], which is not installed",
            where=f"SW_DELTA={place}",
            hint="Install it: pip install 'sw-scraper[delta]'. Or leave SW_DELTA out",
        ) from error
    if is_object_store(place):
        store_address(place)
    elif "://" in place:
        raise ConfigError(
            "A Delta table must be in a local folder or on s3://", where=f"SW_DELTA={place}", hint="Such as data-delta"
        )


def append_harvests(store: Store, place: str) -> int:
    """Append what was committed and is not yet in the table, oldest first.

    Args:
        store: the dataset.
        place: of the table; made when missing.

    Returns:
        How many harvests were appended by this call.

    Raises:
        StoreError: the table cannot be read or written; what was committed stays, the next run appends it.
    """
    from deltalake.exceptions import DeltaError

    by_tag: dict[str, list[Commit]] = defaultdict(list)
    for commit in store.commits():
        if commit.kind == "harvest" and commit.sightings_file is not None:
            by_tag[commit.tag_id].append(commit)
    done = 0
    try:
        for tag_id, commits in sorted(by_tag.items()):
            done += _append_tag(store, place, tag_id, commits)
    except (DeltaError, OSError, ValueError) as error:
        raise StoreError(
            f"The Delta table cannot be written ({' '.join(str(error).split())[:300]})",
            where=shown_place(place),
            hint="The dataset has the rows all the same; the next run appends what is missing",
        ) from error
    return done


def shown_place(place: str) -> str:
    """The table's place for messages, without options."""
    return str(store_address(place)) if is_object_store(place) else place


def _append_tag(store: Store, place: str, tag_id: str, commits: list[Commit]) -> int:
    """Append the commits of one tag; another process may be doing the same."""
    from deltalake.exceptions import CommitFailedError

    app_id = f"sw_scraper/{store.source.dataset_id()}/{tag_id}"
    done = 0
    for attempt in range(_TRIES):
        table = _table(place) or _new_table(store, place, commits[0])
        known = table.transaction_version(app_id)
        waiting = [commit for commit in commits if known is None or _version(commit.committed_at) > known]
        try:
            for commit in waiting:
                _append(store, table, commit, app_id)
                done += 1
                table.update_incremental()
        except CommitFailedError:
            # Another process was quicker: with these rows, which are then known, or with others.
            if attempt == _TRIES - 1:
                raise
        else:
            break
    return done


def _new_table(store: Store, place: str, commit: Commit) -> DeltaTable:
    """An empty table; when another process makes it at the same time, that one.

    It is made without rows: two processes that make a table with the first rows at once may both succeed.
    """
    from deltalake import DeltaTable
    from deltalake.exceptions import DeltaError

    assert commit.sightings_file is not None
    schema = store.source.sightings([commit.sightings_file]).schema
    try:
        return DeltaTable.create(
            _uri(place), schema, mode="ignore", name="sightings", storage_options=storage_options(place)
        )
    except DeltaError:
        made = _table(place)
        if made is None:
            raise
        return made


def _append(store: Store, table: DeltaTable, commit: Commit, app_id: str) -> None:
    from deltalake import CommitProperties, Transaction, write_deltalake

    assert commit.sightings_file is not None
    facts = {
        "sw_scraper.harvest_id": commit.harvest_id,
        "sw_scraper.committed_at": str(instant_text(commit.committed_at)),
    }
    write_deltalake(
        table,
        store.source.sightings([commit.sightings_file]),
        mode="append",
        schema_mode="merge",
        commit_properties=CommitProperties(
            custom_metadata=facts, app_transactions=[Transaction(app_id, _version(commit.committed_at))]
        ),
    )


def _version(moment: datetime) -> int:
    """A commit's place in the order of commits: microseconds since 1970."""
    return round(moment.timestamp() * 1_000_000)


def _table(place: str) -> DeltaTable | None:
    from deltalake import DeltaTable

    options = storage_options(place)
    if not DeltaTable.is_deltatable(_uri(place), options):
        return None
    return DeltaTable(_uri(place), storage_options=options)


def _uri(place: str) -> str:
    return shown_place(place)


def storage_options(place: str, environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """What deltalake has to know of the store; credentials it finds in the environment by itself.

    Args:
        place: of the table; none for a local one.
        environment: as for ``store_address``.
    """
    if not is_object_store(place):
        return {}
    address = store_address(place, os.environ if environment is None else environment)
    options: dict[str, Any] = {"conditional_put": "etag", "aws_region": address.region or "us-east-1"}
    if address.endpoint:
        options["aws_endpoint_url"] = address.endpoint
        options["allow_http"] = str(address.endpoint.startswith("http://")).lower()
    return options
