"""Tables that were written before, to which a few harvests are added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sw_scraper.store.commits import Commit, state_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    import pyarrow as pa

    from sw_scraper.store.carry import Base
    from sw_scraper.store.history import Harvest
    from sw_scraper.store.source import Source


@dataclass(frozen=True, slots=True)
class Earlier:
    """The tables that only grow, as they were written last.

    Attributes:
        until: when the last commit that they were made from was made.
        harvests: the table.
        changes: the table.
    """

    until: datetime
    harvests: pa.Table
    changes: pa.Table

    def fits(self, harvests: Sequence[Harvest], base: Base) -> bool:
        """Whether what came later only adds rows.

        Args:
            harvests: all, in the order of seeing.
            base: that is used with it; no newer than these tables.
        """
        if base.until > self.until:
            return False
        is_late = False
        for harvest in harvests:
            if harvest.commit.committed_at > self.until:
                is_late = is_late or harvest.counts
                continue
            decision = harvest.accepted or harvest.rejected
            if decision is not None and decision.committed_at > self.until:
                return False
            if is_late and harvest.counts:
                return False
        return True


def read_earlier(source: Source, commits: Sequence[Commit], views: int) -> Earlier | None:
    """The tables as written last; None when they were not made from the first of some commits by this code.

    Args:
        source: the dataset.
        commits: all that there are, as they became visible.
        views: version of the code that makes tables.
    """
    state, harvests = source.derived("harvests")
    other, changes = source.derived("changes")
    if state is None or state != other or harvests is None or changes is None:
        return None
    count = state.partition("-")[0]
    n = int(count) if count.isdigit() else 0
    if not 0 < n <= len(commits) or f"{state_of(commits[:n])}.{views}" != state:
        return None
    tables = [file.read().replace_schema_metadata(None) for file in (harvests, changes)]
    return Earlier(commits[n - 1].committed_at, *tables)
