"""Spidermon's monitors over our verdicts, and our exit codes over its monitors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from archive_server import ArchiveServer, archive, running_server, status_page
from crawl_runs import crawl
from scrapy.settings import Settings

from sw_scraper.crawl import monitoring
from sw_scraper.crawl.monitoring import prepare_monitors, wanted_coverage
from sw_scraper.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytest.importorskip("spidermon", reason="the extra [monitor] is not installed")
# Spidermon's own imports and names are deprecated in places; that is no warning of ours.
LOUD = {"PYTHONWARNINGS": "default"}

ACTION = '''"""An action as a user writes it."""

from pathlib import Path

from spidermon.core.actions import Action


class Tell(Action):
    def run_action(self):
        names = [one.item.name for one in self.result.monitors_failed_results]
        Path("told").write_text("\\n".join(names))


class Break(Action):
    def run_action(self):
        raise OSError("no such mail server")
'''


@pytest.fixture
def server() -> Iterator[ArchiveServer]:
    """A site on loopback."""
    with running_server() as made:
        yield made


def test_a_failing_monitor_counts_and_its_actions_run(server: ArchiveServer, tmp_path: Path) -> None:
    """A complete harvest without dates exits 3 when dates are asked for, the action runs, and what fails is named."""
    (tmp_path / "my_actions.py").write_text(ACTION, encoding="utf-8")
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = sw_scraper.settings\n", encoding="utf-8")
    url = server.add("a", archive("a", 5, with_dates=False))
    run = crawl(
        tmp_path / "data",
        f"url={url}",
        settings=[
            "SW_MONITOR=True",
            "SW_MONITOR_COVERAGE=title=1,date=0.5",
            "SW_MONITOR_ACTIONS=my_actions.Tell,my_actions.Break",
        ],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path), **LOUD},
    )
    assert run.code == 3, run.err
    assert (tmp_path / "told").read_text("utf-8") == "Values/fields are covered"
    assert "verdict complete" in run.both
    assert "monitor failed: Values/fields are covered" in run.err
    assert "action of a monitor failed: Break: OSError: no such mail server" in run.err


def test_verdicts_fail_their_monitors_and_good_ones_none(server: ArchiveServer, tmp_path: Path) -> None:
    """A failed tag fails one monitor and keeps its own exit code; a good one passes all and exits 0."""
    bad = server.add("b", archive("b", 3))
    server.archives["/tag/b/"].faults[1] = status_page(403)
    failed = crawl(tmp_path / "data", f"url={bad}", settings=["SW_MONITOR=True"], env=LOUD)
    assert failed.code == 4, failed.err
    assert "monitor failed: Verdicts/no harvest failed" in failed.err
    assert failed.err.count("monitor failed: ") == 1
    good = crawl(tmp_path / "data", f"url={server.add('c', archive('c', 3))}", settings=["SW_MONITOR=True"], env=LOUD)
    assert good.code == 0, good.err
    assert "monitor failed" not in good.err


def test_actions_that_cannot_be_set_up_are_refused(server: ArchiveServer, tmp_path: Path) -> None:
    """Without its token the action would never be heard of: exit 2, before the first request."""
    url = server.add("a", archive("a", 3))
    action = "spidermon.contrib.actions.slack.notifiers.SendSlackMessageSpiderFinished"
    settings = ["SW_MONITOR=True", f"SW_MONITOR_ACTIONS={action}"]
    run = crawl(tmp_path / "data", f"url={url}", settings=settings, env=LOUD)
    assert run.code == 2, run.both
    assert "the monitors cannot be set up" in run.err
    assert server.requests == []


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the extra; who does not ask for monitors needs none."""
    monkeypatch.setattr(monitoring, "find_spec", lambda name: None)
    prepare_monitors(Settings({"SW_MONITOR": False}))
    with pytest.raises(ConfigError, match=r"pip install 'sw-scraper\[monitor\]'"):
        prepare_monitors(Settings({"SW_MONITOR": True}))


def test_null_is_not_covered() -> None:
    """Spidermon's own coverage is told so, unless the user says otherwise."""
    settings = Settings({"SW_MONITOR": True})
    prepare_monitors(settings)
    assert settings.getbool("SPIDERMON_FIELD_COVERAGE_SKIP_NONE")
    told = Settings({"SW_MONITOR": True})
    told.set("SPIDERMON_FIELD_COVERAGE_SKIP_NONE", False, priority="cmdline")
    prepare_monitors(told)
    assert not told.getbool("SPIDERMON_FIELD_COVERAGE_SKIP_NONE")


@pytest.mark.parametrize("text", ["title", "title=2", "titel=1", "title=x", "title=1,,", "title=nan"])
def test_malformed_coverage(text: str) -> None:
    """The field and its form are said."""
    with pytest.raises(ConfigError, match="SW_MONITOR_COVERAGE"):
        wanted_coverage(Settings({"SW_MONITOR_COVERAGE": text}))
