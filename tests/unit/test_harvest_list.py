"""List files: what they may hold, and which tags go side by side."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from sw_scraper.crawl.harvest_list import found_entries, lanes_of, list_of_arguments, read_harvest_list
from sw_scraper.errors import ConfigError

TODAY = date(2026, 11, 22)
WHOLE = """
contact = "me@example.org"
data = "dati"
on_failure = "true"

[[harvest]]
site = "demo"
tags = ["sdgs/partnership", "tag/altro"]
full_every = "14d"

[[harvest]]
url = ["https://a.example/tag/x/", "https://www.b.example/tag/y/"]
max_pages = 5
since = 2026-01-31
enrich = "none"
"""


def read(folder: Path, text: str) -> object:
    (folder / "harvests.toml").write_text(text, encoding="utf-8")
    return read_harvest_list(folder / "harvests.toml", today=TODAY)


def test_a_list_holds_what_the_spider_takes(tmp_path: Path) -> None:
    """Every entry is checked as the spider's arguments are; the data folder is relative to the file."""
    (tmp_path / "harvests.toml").write_text(WHOLE, encoding="utf-8")
    found = read_harvest_list(tmp_path / "harvests.toml", today=TODAY)
    assert (found.contact, found.folder, found.on_failure) == ("me@example.org", tmp_path / "dati", "true")
    first, second = (entry.plan for entry in found.entries)
    assert [target.addresses[0].key.tag_id for target in first.targets] == ["demo/sdgs/partnership", "demo/tag/altro"]
    assert first.full_every == timedelta(days=14)
    assert (second.max_pages, second.since, second.enrich) == (5, date(2026, 1, 31), "none")
    assert [target.addresses[0].url for target in second.targets] == [
        "https://a.example/tag/x/",
        "https://www.b.example/tag/y/",
    ]


def test_the_command_line_moves_the_dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``--data`` wins over the list, relative to the current folder."""
    (tmp_path / "harvests.toml").write_text(WHOLE, encoding="utf-8")
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    assert read_harvest_list(tmp_path / "harvests.toml", today=TODAY, data="x").folder == here / "x"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("contakt = 'x'\n[[harvest]]\ntag = 'x'", "Did you mean contact?"),
        ("[[harvest]]\nsite = 'demo'\ntag = 'sdgs/x'\nmax_page = 3", "Did you mean max_pages?"),
        ("[[harvests]]\ntag = 'x'", "Did you mean harvest?"),
        ("[[harvest]]\ntags = ['x']\ntag = 'y'", "Leave one of them out"),
        ("[[harvest]]\ntag = 'sdgs/x'\nmax_pages = 0", "whole number of at least 1"),
        ("[[harvest]]\ntag = 'sdgs/x'\nmax_pages = 1.5", "a text or a whole number"),
        ("[[harvest]]\ntag = 'sdgs/x'\nmode = ['full']", "a text or a whole number"),
        ("[[harvest]]\ntag = 'sdgs/x'\nmode = 'plan'", "Use --check"),
        ("[[harvest]]\ntag = 'sdgs/x'\n[[harvest]]\ntag = 'sdgs/x'\nmode = 'full'", "is listed twice"),
        ("[[harvest]]\nsite = 'demo'", "neither a tag nor an address"),
        ("contact = 3\n[[harvest]]\ntag = 'sdgs/x'", "contact in a list file must be a text"),
        ("data = 'ftp://bucket'\n[[harvest]]\ntag = 'sdgs/x'", "the data folder must be"),
        ("contact = 'x'", "at least one [[harvest]]"),
        ("harvest = 3", "at least one [[harvest]]"),
        ("[[harvest]\n", "not valid TOML"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, said: str) -> None:
    """A malformed list says what is wrong, in which entry of which file, and what is valid."""
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, text)
    assert said in str(caught.value)
    if "data =" not in text:
        assert "harvests.toml" in str(caught.value)


def test_a_list_that_is_not_there(tmp_path: Path) -> None:
    """A missing or unreadable file is named."""
    with pytest.raises(ConfigError, match="there is no list file"):
        read_harvest_list(tmp_path / "none.toml", today=TODAY)
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="cannot be read"):
        read_harvest_list(tmp_path / "bad.toml", today=TODAY)


def test_profiles_beside_the_list_are_known(tmp_path: Path) -> None:
    """Under cron the current folder is another: ``sites/`` beside the list file is looked at."""
    (tmp_path / "sites").mkdir()
    profile = 'key = "mio"\nname = "Mio"\nbase_url = "https://mio.example/"\n'
    profile += '[[taxonomies]]\nname = "tag"\narchive_path = "/tag/{slug}/"\n'
    (tmp_path / "sites" / "mio.toml").write_text(profile, encoding="utf-8")
    (tmp_path / "harvests.toml").write_text('[[harvest]]\nsite = "mio"\ntag = "x"\n', encoding="utf-8")
    (target,) = read_harvest_list(tmp_path / "harvests.toml", today=TODAY).targets
    assert target.addresses[0].url == "https://mio.example/tag/x/"


def test_lanes(tmp_path: Path) -> None:
    """Tags of one host stay in one lane whoever names them, with equal arguments in one crawler; other hosts do not."""
    text = """
[[harvest]]
url = ["https://a.example/tag/1/", "https://b.example/tag/1/"]
[[harvest]]
url = ["https://www.a.example/tag/2/", "https://c.example/tag/2/"]
max_pages = 2
[[harvest]]
url = ["https://a.example/tag/3/"]
"""
    (tmp_path / "l.toml").write_text(text, encoding="utf-8")
    lanes = lanes_of(read_harvest_list(tmp_path / "l.toml", today=TODAY).entries)
    found = [
        [[target.addresses[0].url.removeprefix("https://") for target in plan.targets] for plan in lane.plans]
        for lane in lanes
    ]
    assert found == [
        [["a.example/tag/1/", "a.example/tag/3/"], ["www.a.example/tag/2/"]],
        [["b.example/tag/1/"]],
        [["c.example/tag/2/"]],
    ]


def test_arguments_of_a_command_line_are_a_list_of_one(tmp_path: Path) -> None:
    """What ``schedule`` writes for given tags runs as a list does."""
    found = list_of_arguments({"site": "demo", "tag": "sdgs/partnership"}, today=TODAY, data=str(tmp_path))
    assert found.folder == tmp_path
    assert [target.addresses[0].key.tag_id for target in found.targets] == ["demo/sdgs/partnership"]
    with pytest.raises(ConfigError, match="no such argument"):
        list_of_arguments({"tagg": "x"}, today=TODAY)


def test_all_tags_of_a_taxonomy(tmp_path: Path) -> None:
    """``all-sdgs`` is found out when the list is harvested; what another entry names is left to that."""
    text = '[[harvest]]\nsite = "demo"\ntags = ["all-sdgs"]\n'
    text += '[[harvest]]\nsite = "demo"\ntags = ["sdgs/salute"]\nmode = "full"\n'
    (tmp_path / "l.toml").write_text(text, encoding="utf-8")
    listed = read_harvest_list(tmp_path / "l.toml", today=TODAY)
    assert [entry.later for entry in listed.entries] == [("demo/sdgs",), ()]
    assert [target.addresses[0].key.slug for target in listed.targets] == ["salute"]

    found = found_entries(listed.entries, lambda raw: {**raw, "tag": "sdgs/acqua,sdgs/salute"}, today=TODAY)
    assert [code for _, code in found] == [0, 0]
    assert [[one.addresses[0].key.slug for one in entry.plan.targets] for entry, _ in found] == [["acqua"], ["salute"]]
    assert found[1][0].plan.mode == "full"

    silent = found_entries(listed.entries, lambda raw: 4, today=TODAY)
    assert [(len(entry.plan.targets), code) for entry, code in silent] == [(0, 4), (1, 0)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[harvest]]\nsite = 'demo'\ntags = ['all-sdg']", "Did you mean sdgs?"),
        ("[[harvest]]\nsite = 'demo'\ntags = ['all-sdgs']\nreplay = 'x.warc.gz'", "Name the tags"),
    ],
)
def test_all_tags_of_what_cannot_be(tmp_path: Path, text: str, said: str) -> None:
    """A taxonomy must be one of the site's, and a site must be there to be asked."""
    with pytest.raises(ConfigError, match=said.replace("?", r"\?")):
        read(tmp_path, text)
