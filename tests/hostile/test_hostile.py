"""The harvester against a hostile web: right outcome or honest failure, never silence.

Every case runs ``scrapy crawl tag`` as a subprocess, as often as the case says, several cases at once because most of
the time is spent waiting; each case is then judged in a test of its own.
"""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hostile_cases import EXTRA, SCRIPTS, described_cases
from hostile_harvest import harvest
from hostile_http_cases import SECRET
from hostile_judge import complaints
from hostile_pages import Page, invented_item, render
from hostile_server import CaseSite, HostileServer

if TYPE_CHECKING:
    from collections.abc import Iterator

AT_ONCE = 4
SEED = 7
OWN_SHARE = 0.4
GRACE_S = 60  # beyond the time allowed, before a run is killed
DESCRIBED = described_cases()
CASES = DESCRIBED | EXTRA
OWN = (
    list(EXTRA)
    if os.environ.get("SW_TORTURE")
    else random.Random(SEED).sample(list(EXTRA), int(len(EXTRA) * OWN_SHARE))
)
LAST_RUN_IS_FULL = {"run_backdated"}


def arguments(case: dict[str, Any], *, run: int) -> list[str]:
    """Command line arguments that the case demands."""
    extra = list(case.get("arguments", {}).get(run, ()))
    if needs := case.get("needs"):
        extra += ["-s", f"HTTPAUTH_USER={needs['http_user']}", "-s", f"HTTPAUTH_PASS={needs['http_pass']}"]
    if case["id"] in LAST_RUN_IS_FULL and run == case["runs"]:
        extra += ["-a", "mode=full"]
    return extra


def run_case(server: HostileServer, case: dict[str, Any], folder: Path) -> list[str]:
    """Run the case as often as it says; the complaints, each with the number of its run."""
    site = server.open(case["id"])
    site.memory["secret"] = str(secret_file(site, folder))
    found: list[str] = []
    for run, expected in enumerate(case.get("expected_runs") or [case["expected"]], 1):
        limit_s = expected["must_finish_within_s"] + GRACE_S
        done = harvest(site, folder, path=case["path"], run=run, arguments=arguments(case, run=run), limit_s=limit_s)
        asked = len(done.requests)
        print(f"{case['id']} {run}: exit {done.exit}, {done.seconds:.1f} s, {done.memory_mb:.0f} MB, {asked} requests")
        wrong = [f"run {run}: {complaint}" for complaint in complaints(expected, site, done)]
        if wrong:
            wrong.append(f"run {run} ended with:\n{done.output[-1500:]}")
        found += wrong
    return found


def secret_file(site: CaseSite, folder: Path) -> Path:
    """A list in a local file that must never be read."""
    file = folder / "secret.html"
    items = [invented_item(number, href=f"{site.origin}{site.base}/2026/art-{number}/") for number in range(901, 906)]
    page = Page(items=items, number=2, last=2, archive=f"{site.base}/tag/x/", name=SECRET)
    file.write_text(render("wp", page), encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def outcomes(request: pytest.FixtureRequest) -> Iterator[dict[str, Future[list[str]]]]:
    """The complaints about every selected case, computed in the background."""
    chosen = [item.callspec.params["name"] for item in request.session.items if "outcomes" in item.fixturenames]  # type: ignore[attr-defined]
    root = Path(tempfile.mkdtemp(prefix="hostile-"))
    with HostileServer() as server, ThreadPoolExecutor(AT_ONCE) as pool:
        yield {
            name: pool.submit(run_case, server, CASES[name], folder_for(root, name)) for name in chosen if name in CASES
        }
        pool.shutdown(cancel_futures=True)
    shutil.rmtree(root, ignore_errors=True)


def folder_for(root: Path, name: str) -> Path:
    folder = root / name
    folder.mkdir()
    return folder


def _judge(outcomes: dict[str, Future[list[str]]], name: str) -> None:
    found = outcomes[name].result()
    assert not found, "\n".join([name, *found])


@pytest.mark.skipif(not DESCRIBED, reason="hostile/cases.json is not there (SW_SHARED names its folder)")
@pytest.mark.parametrize("name", list(DESCRIBED) or ["none"])
def test_a_hostile_case_ends_as_it_must(outcomes: dict[str, Future[list[str]]], name: str) -> None:
    """Records, exit status, time, memory, requests and texts are what the case expects after every run."""
    assert name in SCRIPTS
    _judge(outcomes, name)


@pytest.mark.torture
@pytest.mark.parametrize("name", OWN)
def test_a_case_of_our_own_ends_as_it_must(outcomes: dict[str, Future[list[str]]], name: str) -> None:
    """The classes of fault around the described cases hold as well; the long form runs them all."""
    _judge(outcomes, name)
