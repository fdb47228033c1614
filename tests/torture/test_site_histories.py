"""Random histories of a site, harvested day after day: nothing is lost, and a sweep gives what is there."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from sim_harvest import FULL_EVERY, Seen, SimHarvester
from site_history import TAGS, SimSite

from sw_scraper.normalize.keys import article_id
from sw_scraper.store.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

LONG = os.environ.get("SW_TORTURE") == "1"
FIRST = int(os.environ.get("SW_SEED", "20261122"))
HISTORIES = 200 if LONG else 15
ROUNDS = 8 if LONG else 6


@dataclass
class History:
    """One history and what is known to have been seen in it."""

    seed: int
    folder: Path
    counted: Counter[str]
    ever_seen: dict[str, set[str]] = field(default_factory=lambda: {tag: set() for tag in TAGS})
    owed: dict[str, set[str]] = field(default_factory=lambda: {tag: set() for tag in TAGS})

    def __post_init__(self) -> None:
        self.site = SimSite.random(self.seed)
        self.made = SimHarvester(site=self.site, store=open_store(self.folder / str(self.seed)))
        self.shifting = self.site.chance.choice([0.0, 0.0, 0.15, 0.3])

    def live(self) -> None:
        """Harvest both tags, then let days pass, again and again."""
        for round_ in range(ROUNDS):
            # A list that nobody has read before and that says no count shifts unseen: docs/testing.md.
            self.made.shifts = self.shifting if round_ or self.site.says_count else 0.0
            for tag in TAGS:
                self.check(tag, self.made.harvest(tag, mode=self.mode(round_)))
                self.forget_what_left()
            self.pass_days(self.site.chance.choice([1, 1, 1, 1, 3, 31]))

    def mode(self, round_: int) -> str:
        """Now and then somebody asks for a full sweep."""
        return "full" if round_ and self.site.chance.random() < 0.12 else "auto"

    def pass_days(self, days: int) -> None:
        """Let the site live, and note what enters its lists at the newest end."""
        for _ in range(days):
            known = set(self.site.posts)
            self.site.live_a_day()
            self.made.days += 1
            for number in set(self.site.posts) - known:
                post = self.site.posts[number]
                if post.day == self.site.today:
                    for tag in post.tags:
                        self.owed[tag].add(article_id(post.url))
            self.forget_what_left()
        assert self.made.days < 4 * FULL_EVERY.days * ROUNDS

    def forget_what_left(self) -> None:
        """A post that left a tag and comes back later enters further down."""
        for tag in TAGS:
            self.owed[tag] &= {article_id(post.url) for post in self.site.listed(tag)}

    def check(self, tag: str, seen: Seen) -> None:
        """What must be true after a harvest."""
        what = f"seed {self.seed}, tag {tag}, {seen.end}, {seen.walk.repaired}, {self.site.events[-12:]}"
        state = self.made.store.state_of(self.made.tag_id(tag))
        listed = dict(state.listed)
        self.counted[f"{seen.end.scope} {seen.verdict}"] += 1
        self.counted["requests"] += seen.requests
        self.counted["read again"] += seen.walk.repaired is not None
        # A second page that vanished between two requests is no proof that the list ended there.
        assert seen.verdict in ("complete", "unchanged") or (seen.verdict == "partial" and not seen.is_still), what
        assert self.ever_seen[tag] <= set(listed) | state.gone, f"seen once and lost: {what}"
        if seen.verdict == "partial":
            return
        if seen.end.scope == "full":
            assert seen.always <= set(listed), f"{len(seen.always - set(listed))} missing after a sweep: {what}"
            assert set(listed) <= seen.ever, f"{len(set(listed) - seen.ever)} listed and not there: {what}"
            if seen.is_still:
                assert listed == self.made.truth(tag), what
                self.counted["sweeps of a still list"] += 1
        assert self.owed[tag] & seen.always <= set(listed), f"entered at the newest end and missed: {what}"
        self.counted["new found"] += len(self.owed[tag] & set(listed))
        self.owed[tag] -= set(listed)
        self.ever_seen[tag] |= set(listed)


@pytest.mark.torture
def test_random_histories(tmp_path: Path) -> None:
    """Over all histories no promise is broken, and no clean one is held."""
    counted: Counter[str] = Counter()
    for number in range(HISTORIES):
        History(FIRST + number, tmp_path, counted).live()
    print(dict(sorted(counted.items())))
    assert counted["new found"]
    assert counted["newest unchanged"]
    assert counted["sweeps of a still list"]
