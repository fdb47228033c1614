"""Harvests in a row against a site that fails at random: every verdict right, nothing leaks, nothing is left over."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from crawl_runs import ROOT, crawl_command, environment
from store_checks import check_tidy
from unreliable_site import CLASSES, UnreliableSite, UnreliableTag
from wire_server import WireServer

from sw_scraper import open_dataset

if TYPE_CHECKING:
    from io import TextIOWrapper
    from typing import Any

TORTURE = bool(os.environ.get("SW_TORTURE"))
SEED = os.environ.get("SW_SEED", "20261122")
COUNT = 1000 if TORTURE else 15
PROCESSES = 4 if TORTURE else 2
SETTINGS = ("SW_FIRST_BYTE_TIMEOUT_S=2.5", "SW_IDLE_TIMEOUT_S=2.5")


def exit_code_of(tags: list[UnreliableTag]) -> int:
    """What the run of these tags must exit with."""
    verdicts = {tag.verdict for tag in tags}
    return 0 if verdicts == {"complete"} else 4 if verdicts == {"failed"} else 3


def fault_of(tag: UnreliableTag, row: dict[str, Any]) -> str | None:
    """What is wrong with a harvest; None when it ended as it must."""
    said = (row["verdict"], row["n_teasers"])
    if said != (tag.verdict, tag.rows):
        return f"{tag.slug}: {said} and not {(tag.verdict, tag.rows)}: {row['reason']} {tag.faults}"
    broken = tag.broken_page
    expected = CLASSES.get(tag.faults[broken].kind) if broken else None
    exact = expected in ("http_5xx", "http_4xx") or row["failure_class"] == expected or expected is None
    return None if exact else f"{tag.slug}: failure class {row['failure_class']} and not {expected} {tag.faults}"


@pytest.mark.torture
@pytest.mark.timeout(3600)
@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="memory and open files are read from /proc")
def test_soak(tmp_path: Path) -> None:
    """Each harvest ends as what the server did to it; memory, files and sockets stay; the work folder is empty."""
    print("seed", SEED)
    data = tmp_path / "data"
    site = UnreliableSite(SEED, COUNT)
    tags = list(site.tags.values())
    shares = [tags[start::PROCESSES] for start in range(PROCESSES)]
    with WireServer(site) as server:
        for pair in range(0, PROCESSES, 2):
            running: list[tuple[subprocess.Popen[bytes], list[UnreliableTag], TextIOWrapper]] = []
            for share in shares[pair : pair + 2]:
                url = "url=" + ",".join(f"{server.origin}/tag/{tag.slug}/" for tag in share)
                log = (tmp_path / f"log{len(running)}-{pair}").open("w", encoding="utf-8")
                process = subprocess.Popen(
                    crawl_command(data, [url], SETTINGS), cwd=ROOT, env=environment(), stdout=log, stderr=log
                )
                site.processes |= dict.fromkeys((tag.slug for tag in share), process.pid)
                running.append((process, share, log))
            for process, share, log in running:
                code = process.wait(3000)
                log.close()
                said = Path(log.name).read_text(encoding="utf-8")
                assert "Traceback" not in said, said[-3000:]
                assert code == exit_code_of(share), said[-3000:]
    harvests = {row["tag"]: row for row in open_dataset(str(data)).harvests().to_pylist()}
    assert harvests.keys() == site.tags.keys()
    wrong = [fault for tag in tags if (fault := fault_of(tag, harvests[tag.slug]))]
    assert wrong == [], "\n".join([f"seed {SEED}", *wrong[:20]])
    assert open_dataset(str(data)).sightings().num_rows == sum(tag.rows for tag in tags)
    check_tidy(data)
    left = {path.name for path in (data / ".work").rglob("*") if path.is_file() and path.suffix != ".log"}
    assert {name for name in left if not name.endswith("lock")} <= {"last_commit", "carry.arrow", "commits.arrow"}
    check_flat(site)


def check_flat(site: UnreliableSite) -> None:
    """No process used more files, sockets or memory at its end than after its first harvests."""
    for process, samples in site.samples.items():
        begun, ended = samples[len(samples) // 4 : len(samples) // 2], samples[-len(samples) // 4 :]
        memory, files, sockets = (max(one[n] for one in ended) - max(one[n] for one in begun) for n in range(3))
        print(
            f"process {process}: {len(samples)} harvests, memory {begun[0][0] // 1024} to {ended[-1][0] // 1024} MB, "
            f"files {begun[0][1]} to {ended[-1][1]}, sockets {begun[0][2]} to {ended[-1][2]}",
            file=sys.stdout,
        )
        assert files <= 3, samples
        assert sockets <= 3, samples
        assert memory < 24 * 1024, samples
        assert max(one[0] for one in samples) < 300 * 1024
