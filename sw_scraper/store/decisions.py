"""Decisions on held harvests: commits of their own."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sw_scraper.errors import StoreError
from sw_scraper.store import disk
from sw_scraper.store.commits import Commit, commit_bytes, instant_text, parse_commit
from sw_scraper.store.schema import FORMAT
from sw_scraper.store.tally import tally_of

if TYPE_CHECKING:
    from sw_scraper.store.store import Store


def decide(store: Store, commit: Commit, kind: str, *, by: str, reason: str) -> Commit:
    """Accept or reject a held harvest.

    Args:
        store: the dataset; the harvest's tag is held.
        commit: the harvest.
        kind: ``accepted`` or ``rejected``.
        by: who decides.
        reason: why.

    Raises:
        StoreError: the harvest is not held, or was decided on, or the decision cannot be written.
    """
    others = store.commits_of(commit.tag_id)
    decided = [
        other.kind
        for other in others
        if other.kind != "harvest"
        and (other.harvest_id, other.extractor_version) == (commit.harvest_id, commit.extractor_version)
    ]
    if commit.verdict != "held" or decided:
        state = decided[0] if decided else commit.verdict
        raise StoreError(
            f"The harvest is not held, it is {state}",
            where=commit.harvest_id,
            hint="sw-scraper status lists the held ones with their ids",
        )
    body: dict[str, Any] = {
        "format": FORMAT,
        "kind": kind,
        "harvest_id": commit.harvest_id,
        "extractor_version": commit.extractor_version,
        "tag_id": commit.tag_id,
        "decision": {"by": by, "reason": reason, "counts": {}},
    }
    path = f"{commit.path.removesuffix('.json')}.{kind}.json"
    if kind == "accepted":
        tried = parse_commit(path, commit_bytes({**body, "committed_at": instant_text(datetime.now(UTC))}))
        body["decision"]["counts"] = asdict(tally_of(store.source, [*others, tried], commit.harvest_id))
    folder = store.work.tag(commit.tag_id)
    with disk.explained("write the decision", store.root):
        return store.publish_commit(path, body, temporary=folder / "commit.tmp")
