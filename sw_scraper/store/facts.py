"""What a citation, a methods paragraph and a release say of one state of a dataset."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from sw_scraper.errors import ConfigError
from sw_scraper.sites.profiles import load_profiles
from sw_scraper.store.commits import version_id
from sw_scraper.store.history import harvests_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta

    import pyarrow as pa

    from sw_scraper.store.commits import Commit
    from sw_scraper.store.dataset import AsOf, Dataset
    from sw_scraper.store.history import Harvest

FIELDS = ("title", "teaser", "date", "authors")
"""The fields whose coverage is told, in this order."""
_VERDICTS = ("complete", "unchanged", "partial", "held", "failed")
_GOOD = frozenset({"complete", "unchanged"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A site in the dataset.

    Attributes:
        key: as in the column ``site``.
        name: of its profile; the key where there is none.
        url: its home page by the profile; None where there is none.
    """

    key: str
    name: str
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TagGap:
    """What is known to be missing of one tag.

    Attributes:
        name: as the site calls it; the slug where it was never read.
        tag_id: the tag.
        was_read: some harvest of it counts.
        was_full: its list was read in full at least once.
        n_listed: articles found in it.
        n_expected: how many the site says there are; None when it does not say.
        longest: the longest time between two good harvests, when there were two.
    """

    name: str
    tag_id: str
    was_read: bool
    was_full: bool
    n_listed: int
    n_expected: int | None
    longest: timedelta | None

    @property
    def n_missing(self) -> int:
        """Articles that the site says there are and that were not found."""
        return max(0, (self.n_expected or 0) - self.n_listed)


class Facts:
    """One state of a dataset in figures.

    Args:
        dataset: to look at.
        as_of: the state as of then.
        version: the state that a version id names.

    Attributes:
        dataset_id: of ``dataset.json``.
        commits: that make the state.
    """

    def __init__(self, dataset: Dataset, *, as_of: AsOf | None = None, version: str | None = None) -> None:
        self._dataset = dataset
        self.dataset_id = dataset.dataset_id
        self.commits: list[Commit] = dataset.commits(as_of=as_of, version=version)

    def table(self, name: str) -> pa.Table:
        """A table of this state.

        Args:
            name: one of the methods of Dataset.
        """
        # By version: a harvest that commits in the meantime must not give rows to what names this state.
        table: pa.Table = getattr(self._dataset, name)(version=self.version_id)
        return table

    def require_commits(self) -> None:
        """There is something to tell of.

        Raises:
            ConfigError: nothing was harvested yet (tags may have been discovered).
        """
        if not self.harvests:
            raise ConfigError("Nothing was harvested yet: there is nothing to cite", hint="Run a harvest first")

    def require_real(self) -> None:
        """The rows are no invented ones.

        Raises:
            ConfigError: they are those of the sample recording.
        """
        if self.is_sample:
            raise ConfigError(
                "These rows are the invented texts of the recording that ships with sw_scraper",
                where="origin sample",
                hint="Harvest a real site; to try the command out all the same, add --allow-sample",
            )

    @cached_property
    def version_id(self) -> str | None:
        """The id under which exactly this state is cited; None before the first commit."""
        return version_id(self.dataset_id, self.commits) if self.commits else None

    @cached_property
    def harvests(self) -> list[Harvest]:
        """The harvests of the state, oldest first."""
        return harvests_of(self.commits)

    @cached_property
    def tags(self) -> list[dict[str, Any]]:
        """The rows of the table of tags."""
        rows: list[dict[str, Any]] = self.table("tags").to_pylist()
        return rows

    @cached_property
    def articles(self) -> pa.Table:
        """The table of articles."""
        return self.table("articles")

    @property
    def tag_urls(self) -> list[str]:
        """The archives that were read; tags that a site was only found to have are no source."""
        return [row["tag_url"] for row in self.tags if row["first_harvest_at"] is not None]

    @property
    def last_commit_at(self) -> datetime:
        """When the last commit became visible; there is one."""
        return max(commit.committed_at for commit in self.commits)

    @property
    def period(self) -> tuple[datetime, datetime]:
        """From the first fetch to the last; there is a harvest."""
        moments = [harvest.seen_at for harvest in self.harvests]
        return min(moments), max(moments)

    @property
    def is_sample(self) -> bool:
        """Some row is of the recording that ships with the project."""
        return any(harvest.commit.row["origin"] == "sample" for harvest in self.harvests)

    @property
    def n_articles(self) -> int:
        """Articles, those included that are listed nowhere any more."""
        return int(self.articles.num_rows)

    @property
    def n_gone(self) -> int:
        """Articles that no tag lists any more."""
        return self.n_articles - int(pc.sum(self.articles.column("is_listed")).as_py() or 0)

    @cached_property
    def coverage(self) -> Mapping[str, int]:
        """Field to the number of articles that have it."""
        columns = {"title": "title", "teaser": "teaser", "date": "date_published"}
        found = {field: self.n_articles - self.articles.column(name).null_count for field, name in columns.items()}
        lengths = pc.list_value_length(self.articles.column("authors"))
        return found | {"authors": int(pc.sum(pc.greater(lengths, 0)).as_py() or 0)}

    @property
    def verdicts(self) -> Mapping[str, int]:
        """Verdict to the number of harvests that ended with it; accepted ones stay held, as they were."""
        counts = Counter(str(harvest.commit.verdict) for harvest in self.harvests)
        return {verdict: counts[verdict] for verdict in _VERDICTS if counts[verdict]}

    @property
    def n_accepted(self) -> int:
        """Held harvests that somebody accepted."""
        return sum(harvest.accepted is not None for harvest in self.harvests)

    @cached_property
    def sites(self) -> list[Site]:
        """The sites, by key."""
        profiles = {profile.key: profile for profile in load_profiles()}
        keys = sorted({str(harvest.commit.row["site"]) for harvest in self.harvests})
        found = []
        for key in keys:
            profile = profiles.get(key)
            name, url = (profile.name, profile.base_url) if profile else (key, None)
            found.append(Site(key=key, name=name, url=url))
        return found

    @cached_property
    def gaps(self) -> list[TagGap]:
        """Every tag that was ever harvested, by id, with what is known to be missing of it."""
        rows = {row["tag_id"]: row for row in self.tags}
        by_tag: dict[str, list[Harvest]] = {}
        for harvest in self.harvests:
            by_tag.setdefault(harvest.tag_id, []).append(harvest)
        return [_gap(tag_id, by_tag[tag_id], rows.get(tag_id)) for tag_id in sorted(by_tag)]

    def said_by_harvests(self, column: str) -> list[str]:
        """What the harvests that count say in a column, each value once, sorted; nulls left out.

        Args:
            column: of the table of harvests.
        """
        counting = [harvest.commit.row.get(column) for harvest in self.harvests if harvest.counts]
        return sorted({str(value) for value in counting if value is not None})


def _gap(tag_id: str, harvests: Sequence[Harvest], row: Mapping[str, Any] | None) -> TagGap:
    good = [harvest.seen_at for harvest in harvests if harvest.verdict in _GOOD]
    return TagGap(
        name=(row and row["name"]) or tag_id.rsplit("/", 1)[-1],
        tag_id=tag_id,
        was_read=row is not None and row["first_harvest_at"] is not None,
        was_full=row is not None and row["last_full_at"] is not None,
        n_listed=row["n_listed"] if row else 0,
        n_expected=row["n_expected"] if row else None,
        longest=max((later - earlier for earlier, later in pairwise(good)), default=None),
    )
