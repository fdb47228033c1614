"""The Prometheus file, read as strictly as promtool's linter does."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from sw_scraper.cli.prometheus import metrics_text, replace_text
from sw_scraper.errors import ConfigError
from sw_scraper.store.health import TagHealth

if TYPE_CHECKING:
    from pathlib import Path

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
HEALTH = TagHealth(
    tag_id="demo/tag/welfare", name="Welfare", n_listed=12, n_gone=1, n_expected=13, n_harvests=5, last_harvest_at=AT,
    last_good_at=AT, last_full_at=None, last_verdict="partial", decision=None, held=("h1",), problems=("partial: why",),
    coverage={"title": 1.0, "date": 0.25},
)  # fmt: skip
_SAMPLE = re.compile(r'([a-z_]+)\{((?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)*)\} (-?\d+(?:\.\d+)?(?:e[+-]\d+)?)')
_LABEL = re.compile(r'([a-z_]+)="((?:[^"\\]|\\.)*)"')


def linted(text: str) -> dict[str, float]:
    """Every series with its value; a text that breaks the format or its conventions fails."""
    assert text.endswith("\n")
    found: dict[str, float] = {}
    closed: set[str] = set()
    name = kind = ""
    for line in text[:-1].split("\n"):
        if help_line := re.fullmatch(r"# HELP (\w+) (\S.*[.])", line):
            closed.add(name)
            name, kind = help_line[1], ""
            assert name not in closed, f"{name} stands in two places"
            continue
        if type_line := re.fullmatch(r"# TYPE (\w+) (gauge|counter)", line):
            assert (type_line[1], kind) == (name, ""), line
            kind = type_line[2]
            assert name.endswith("_total") == (kind == "counter"), "counters, and only they, end in _total"
            continue
        sample = _SAMPLE.fullmatch(line)
        assert sample, line
        assert sample[1] == name, f"{line} stands below {name}"
        assert kind, f"{name} has no type"
        labels = [label[1] for label in _LABEL.finditer(sample[2])]
        assert len(labels) == len(set(labels))
        assert not {"le", "quantile", "job", "instance"} & set(labels), "labels that have a meaning of their own"
        series = line.rpartition(" ")[0]
        assert series not in found, f"{series} comes twice"
        found[series] = float(sample[3])
    return found


def test_every_fact_of_a_tag() -> None:
    """Times are seconds since 1970, shares from 0 to 1, the verdict one of seven series."""
    found = linted(metrics_text("abc", [HEALTH], late=["demo/tag/welfare", "demo/tag/never"]))
    tag = 'tag="demo/tag/welfare"'
    assert found[f"sw_scraper_last_good_timestamp_seconds{{{tag}}}"] == AT.timestamp()
    assert not any(series.startswith("sw_scraper_last_full_timestamp_seconds") for series in found)
    assert found[f'sw_scraper_verdict{{{tag},verdict="held"}}'] == 1
    assert sum(value for series, value in found.items() if series.startswith("sw_scraper_verdict")) == 1
    assert found[f'sw_scraper_field_coverage_ratio{{{tag},field="date"}}'] == 0.25
    assert found[f"sw_scraper_listed_articles{{{tag}}}"] == 12
    assert found[f"sw_scraper_harvests_total{{{tag}}}"] == 5
    assert found['sw_scraper_late{tag="demo/tag/never"}'] == 1
    assert any(series.startswith('sw_scraper_dataset_info{dataset_id="abc",version=') for series in found)


def test_hostile_names_stay_inside_their_labels() -> None:
    """Quotes, backslashes, line ends and halves of characters cannot forge a series."""
    evil = 'demo/tag/a"} 1\nsw_scraper_verdict{x="\\\ud800'
    found = linted(metrics_text("abc", [replace(HEALTH, tag_id=evil), HEALTH]))
    assert sum(series.startswith("sw_scraper_listed_articles") for series in found) == 2


def test_a_dataset_without_tags() -> None:
    """The file is never empty."""
    assert len(linted(metrics_text("abc", [], late=[]))) == 1


def test_readers_see_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    """The file is replaced at once, and what cannot be written is said."""
    path = tmp_path / "sw.prom"
    replace_text(path, "a 1\n")
    replace_text(path, "a 2\n")
    assert path.read_bytes() == b"a 2\n"
    assert [one.name for one in tmp_path.iterdir()] == ["sw.prom"]
    with pytest.raises(ConfigError, match="cannot be written"):
        replace_text(tmp_path / "none" / "sw.prom", "a 1\n")
