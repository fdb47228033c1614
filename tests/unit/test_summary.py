"""The summary of a run: one screen a harvest, and the commands to type next."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sw_scraper.crawl.exitcodes import exit_code
from sw_scraper.crawl.outcome import Outcome
from sw_scraper.crawl.summary import harvest_lines, next_lines, shown_path
from sw_scraper.model import Alternate, TagKey
from sw_scraper.sites.profiles import find_profile, load_profiles
from sw_scraper.store.records import CommitResult, HarvestRecord, TagFacts

NOW = datetime(2026, 11, 22, 2, 3, 4, tzinfo=UTC)
KEY = TagKey(site="secondowelfare", taxonomy="sdgs", slug="partnership")


def outcome(**changes: Any) -> Outcome:
    """A good harvest of 118 teasers."""
    record = HarvestRecord(
        run_id="r", start_url="https://www.secondowelfare.it/sdgs/partnership/", mode="auto", scope="full",
        verdict="complete", started_at=NOW, finished_at=NOW + timedelta(seconds=14.25),
        tag=TagFacts(tag_url="https://www.secondowelfare.it/sdgs/partnership/", name="Partnership"),
        n_pages=9, n_expected=120, n_requests=11, n_retries=1, wire_bytes=1_234_567, body_bytes=5_400_000,
        warc_file="warc/2026/11/20261122t020304z-5f3a9c1e.warc.gz",
    )  # fmt: skip
    result = CommitResult(
        harvest_id="20261122t020304z-5f3a9c1e", commit_file="harvests/2026/11/x.json",
        sightings_file="sightings/secondowelfare/sdgs/partnership/20261122t020304z-5f3a9c1e.parquet",
        n_teasers=118, n_new=3, n_changed=2, n_gone=1,
        coverage={"title": 1.0, "teaser": 1.0, "date": 50 / 118, "authors": 0.0},
        date_sources={"page": 40, "linked_data": 10}, committed_at=NOW,
    )  # fmt: skip
    made = Outcome(
        asked="tag=partnership", key=KEY, profile=find_profile("secondowelfare", load_profiles(())),
        verdict="complete", reason="page 9 is the last one: it links to no next page", record=record, result=result,
        dropped={"repeated in the list": 2}, data_dir=Path("/srv/data"),
        alternates=(Alternate(kind="rest", url="https://www.secondowelfare.it/wp-json/wp/v2/sdgs/5"),),
    )  # fmt: skip
    return replace(made, **changes)


def text(lines: list[str]) -> str:
    """Lines as one text, blanks collapsed."""
    return " ".join(" ".join(lines).split())


def test_all_figures_on_one_screen() -> None:
    """Every figure that a reader needs stands on 24 lines of 80 columns."""
    lines = harvest_lines(outcome(), here=Path("/srv"))
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80
    for said in (
        "Partnership (secondowelfare/sdgs/partnership)",
        "complete: page 9 is the last one",
        "Percorsi di secondo welfare, profile built-in secondowelfare.toml",
        "9 pages read, 118 teasers; the site says there are 120",
        "3 new, 2 changed, 1 gone, 2 dropped (2 repeated in the list)",
        "title 118, teaser 118, date 50 (40 from the pages, 10 from linked data), author 0 of 118",
        "11 requests (1 of them retries), 1.2 MB received, 5.4 MB unpacked, 14.2 s",
        "no date for 68 and no author for 118 of 118. The advertised REST address may have them",
        "for about 2 requests more",
        "in data",
    ):
        assert said in text(lines), said


@pytest.mark.parametrize("width", [20, 40, 60, 80])
def test_narrow_windows(width: int) -> None:
    """Lines are wrapped to the window; nothing is cut off."""
    lines = harvest_lines(outcome(), width=width, here=Path("/srv"))
    assert max(map(len, lines)) <= max(width, 22)
    assert "20261122t020304z-5f3a9c1e.parquet" in "".join(line.strip() for line in lines)


def test_sample_says_first_that_texts_are_invented() -> None:
    """The first line of a harvest of the demo site says that its texts are invented."""
    lines = harvest_lines(outcome(profile=find_profile("demo", load_profiles(()))))
    assert "invented" in lines[0]


def test_values_of_the_page_cannot_steer_the_terminal() -> None:
    """Control characters of a page are shown as escapes, on the line where they stand."""
    made = outcome(reason="page\n\x1b[2Jforged")
    assert not any("\x1b" in line or line.startswith("forged") for line in harvest_lines(made))


def test_trouble_says_what_where_next() -> None:
    """A failed harvest is told in a few lines: what, every address that was tried, what next."""
    tried = ("https://a.example/sdgs/x/", "https://a.example/tag/x/")
    lines = harvest_lines(
        outcome(verdict="failed", reason="the site has no page", failure_class="http_404", hint="look", tried=tried)
    )
    assert len(lines) <= 10
    assert text(lines) == (
        "tag=partnership: failed (http_404) what The site has no page. tried https://a.example/sdgs/x/ "
        "https://a.example/tag/x/ next Look."
    )


def test_contacts_in_teasers_are_told() -> None:
    """E-mail addresses and phone numbers in teasers are a note; without any there is none."""
    told = text(harvest_lines(outcome(contacts={"rows": 2, "emails": 1, "phones": 3})))
    assert "2 of the teasers hold 1 e-mail address and 3 phone numbers: think of it before you publish them" in told
    assert "e-mail" not in text(harvest_lines(outcome()))


def test_next_commands_name_the_dataset() -> None:
    """The commands name the folder as typed from here; without rows there is nothing to look at."""
    lines = next_lines([outcome()], here=Path("/srv"))
    assert lines[1] == "  sw-scraper show articles --tag secondowelfare/sdgs/partnership"
    assert "data/articles.parquet" in lines[2]
    assert "--data /srv/data" in next_lines([outcome()], here=Path("/home"))[1]
    empty = replace(outcome().result, n_teasers=0)  # type: ignore[type-var]  # it has one
    assert next_lines([outcome(result=empty)]) == []


def test_paths_are_relative_where_they_can_be() -> None:
    """A path inside the folder is told relative to it, another one absolute."""
    assert shown_path(Path("/a/b/c"), Path("/a/b")) == "c"
    assert shown_path(Path("/x/c"), Path("/a/b")) == "/x/c"


@pytest.mark.parametrize(
    ("endings", "facts", "code"),
    [
        (["complete"], {}, 0),
        (["complete", "unchanged"], {}, 0),
        ([], {}, 0),
        (["partial"], {}, 3),
        (["held", "complete"], {}, 3),
        (["failed", "complete"], {}, 3),
        (["failed", "failed"], {}, 4),
        (["locked", "locked"], {}, 75),
        (["locked", "complete"], {}, 3),
        (["locked", "failed"], {}, 3),
        (["complete"], {"store_failed": True}, 4),
        (["failed"], {"interrupted": 2}, 130),
        ([], {"interrupted": 15}, 143),
        (["complete"], {"bugs": 1}, 1),
        (["failed"], {"bugs": 1, "interrupted": 15, "store_failed": True}, 1),
    ],
)
def test_exit_codes(endings: list[str], facts: dict[str, int], code: int) -> None:
    """The exit code says how the harvests ended; a bug wins over all."""
    assert exit_code(endings, **facts) == code  # type: ignore[arg-type]  # texts from a table
