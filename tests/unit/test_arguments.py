"""The arguments of the spider: a checked plan, or one clear message."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from sw_scraper.crawl.arguments import ARGUMENTS, CrawlPlan, parse_arguments
from sw_scraper.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 11, 22)


def plan(**raw: str) -> CrawlPlan:
    return parse_arguments(raw, today=TODAY)


def refused(**raw: str) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        plan(**raw)
    return caught.value


def urls(made: CrawlPlan) -> list[list[str]]:
    return [[address.url for address in target.addresses] for target in made.targets]


def ids(made: CrawlPlan) -> list[str]:
    return [target.addresses[0].key.tag_id for target in made.targets]


def test_known_tag_has_one_address() -> None:
    """A bare slug that the profile knows for certain is asked for at its own address only."""
    made = plan(tag="partnership")
    assert urls(made) == [["https://www.secondowelfare.it/sdgs/partnership/"]]
    assert ids(made) == ["secondowelfare/sdgs/partnership"]


def test_unknown_slug_is_looked_up_in_every_taxonomy() -> None:
    """A bare slug that the profile does not know is tried in the order of the taxonomies."""
    base = "https://www.secondowelfare.it"
    assert [[f"{base}/sdgs/povert%C3%A0/", f"{base}/tag/povert%C3%A0/", f"{base}/category/povert%C3%A0/"]] == urls(
        plan(tag="Povertà")
    )


def test_taxonomy_and_slug_name_one_address() -> None:
    """taxonomy/slug is asked for there and nowhere else; several tags stand in the order given, none twice."""
    made = plan(tag="tag/welfare, sdgs/partnership,partnership")
    assert ids(made) == ["secondowelfare/tag/welfare", "secondowelfare/sdgs/partnership"]


def test_url_commas_separate_only_before_a_scheme() -> None:
    """A comma inside an address stays part of it."""
    made = plan(url="https://a.example/tag/x,y/?q=1,2,http://b.example:8080/tag/z/")
    assert urls(made) == [["https://a.example/tag/x,y/?q=1,2"], ["http://b.example:8080/tag/z/"]]
    assert ids(made)[1] == "b.example_8080/tag/z"


def test_url_of_a_known_host_gets_its_profile() -> None:
    """An address of a site with a profile is that site's tag, aliases and the bare host included."""
    made = plan(url="https://secondowelfare.it/S-partnership")
    assert ids(made) == ["secondowelfare/sdgs/partnership"]
    assert made.targets[0].profile is not None
    assert urls(made) == [["https://secondowelfare.it/S-partnership"]]


def test_demo_site() -> None:
    """The recording's site has a profile of its own, with origin sample."""
    made = plan(site="demo", tag="partnership")
    assert urls(made) == [["http://demo.example/sdgs/partnership/"]]
    assert made.targets[0].profile is not None
    assert made.targets[0].profile.origin == "sample"


def test_defaults_and_limits() -> None:
    """Every argument arrives with its type."""
    made = plan(tag="x", mode="full", full_every="2w", max_pages="3", max_items="40", since="2026-02", enrich="none")
    assert ("full", timedelta(weeks=2), 3, 40, date(2026, 2, 1), "none") == (
        made.mode, made.full_every, made.max_pages, made.max_items, made.since, made.enrich,
    )  # fmt: skip
    default = plan(tag="x")
    assert ("auto", timedelta(days=30), None, None, None, "auto", ()) == (
        default.mode, default.full_every, default.max_pages, default.max_items, default.since, default.enrich,
        default.replay,
    )  # fmt: skip


def test_replay_files_must_exist(tmp_path: Path) -> None:
    """Recordings are looked for before anything starts; a comma in a name is allowed."""
    first, second = tmp_path / "a.warc.gz", tmp_path / "b,c.warc.gz"
    first.touch()
    second.touch()
    assert (first,) == plan(tag="x", replay=str(first)).replay
    assert (second,) == plan(tag="x", replay=str(second)).replay
    assert (first, first) == plan(tag="x", replay=f"{first},{first}").replay
    error = refused(tag="x", replay="nowhere.warc.gz")
    assert error.what == "there is no recording"
    assert error.where is not None
    assert error.where.endswith("nowhere.warc.gz")


def test_unknown_argument_lists_the_valid_ones_and_the_nearest() -> None:
    """A misspelt argument is refused with the nearest one and all others."""
    error = refused(tagg="partnership")
    assert error.where == "tagg=partnership"
    assert error.hint is not None
    assert error.hint.startswith("Did you mean tag? ")
    assert all(name in error.hint for name in ARGUMENTS)


@pytest.mark.parametrize(
    ("raw", "valid"),
    [
        ({"max_pages": "0"}, "max_pages=N"),
        ({"max_pages": "-3"}, "max_pages=N"),
        ({"max_items": "1e3"}, "max_items=N"),
        ({"max_items": "٣"}, "max_items=N"),
        ({"full_every": "30"}, "full_every=30d"),
        ({"full_every": "0d"}, "full_every=30d"),
        ({"since": "31.1.2026"}, "since=2026-01-31"),
        ({"since": "2026-02-30"}, "since=2026-01-31"),
        ({"since": "2027-01-01"}, "since=2026-01-31"),
        ({"mode": "fast"}, "auto, full, update, plan"),
        ({"mode": "ful"}, "Did you mean full?"),
        ({"enrich": "all"}, "auto, rest, feed, article, none"),
        ({"tag": ""}, "tag=partnership"),
        ({"tag": "a,,b"}, "tag=partnership"),
        ({"tag": "a b"}, "tag=partnership"),
        ({"tag": "sdgs/a/b"}, "tag=partnership"),
        ({"tag": "sdg/partnership"}, "Did you mean sdgs?"),
        ({"tag": "https://a.example/tag/x/"}, "Use url=https://a.example/tag/x/"),
        ({"tag": "all-sdgs"}, "Here name the tags"),
        ({"tag": "x", "site": "secondo"}, "Sites: secondowelfare, demo"),
        ({"url": "ftp://a.example/tag/x/"}, "url=https://"),
        ({"url": "a.example/tag/x/"}, "url=https://"),
        ({"url": "http://[::1/"}, "url=https://"),
        ({"url": "https://me:pw@a.example/"}, "url=https://"),
        ({"url": "https://a.example/x", "site": "demo"}, "Hosts of demo: demo.example"),
        ({"enrich": "pages"}, "auto, rest, feed, article, none"),
    ],
)
def test_malformed_values_name_the_valid_form(raw: dict[str, str], valid: str) -> None:
    """Each malformed value is refused with where it stands and what is valid."""
    error = refused(**({"tag": "x"} if not {"tag", "url"} & set(raw) else {}), **raw)
    assert error.where is not None
    assert error.hint is not None
    assert valid in error.hint


def test_neither_tag_nor_url() -> None:
    """A run needs a tag or an address."""
    assert refused().what == "neither a tag nor an address was given"


def test_replay_reads_what_was_recorded(tmp_path: Path) -> None:
    """A replay has no newest end and nothing to plan."""
    file = tmp_path / "a.warc.gz"
    file.touch()
    for mode in ("plan", "update"):
        assert f"mode={mode}" in refused(tag="x", mode=mode, replay=str(file)).what


def test_article_pages_need_an_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the libraries that read article pages the message names the extra, before anything is asked."""
    monkeypatch.setattr("sw_scraper.crawl.arguments.missing_extra", lambda: "trafilatura")
    assert "pip install 'sw-scraper[article]'" in str(refused(tag="x", enrich="article"))
    assert plan(tag="x", enrich="rest").enrich == "rest"
