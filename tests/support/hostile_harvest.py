"""One harvest of a hostile case as a subprocess, and everything that can be seen of it afterwards."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hostile_server import CaseSite
    from hostile_wire import Seen

REPOSITORY = Path(__file__).resolve().parents[2]
LAUNCHER = Path(__file__).with_name("hostile_launch.py")


@dataclass(frozen=True, slots=True, kw_only=True)
class Harvested:
    """What one run left behind.

    Attributes:
        exit: exit status; negative when a signal ended it.
        killed: it was still running when its time was up.
        output: what it wrote to stdout and stderr.
        articles: rows of the derived articles table after the run.
        harvests: rows of the derived harvests table after the run.
        requests: requests for the case that this run made, robots.txt left out.
        everything: every request to either port during the run.
    """

    exit: int
    seconds: float
    cpu_s: float
    memory_mb: float
    killed: bool
    output: str
    articles: list[dict[str, Any]]
    harvests: list[dict[str, Any]]
    requests: list[Seen]
    everything: list[Seen]
    data: Path


def harvest(
    site: CaseSite,
    folder: Path,
    *,
    path: str,
    run: int = 1,
    arguments: Sequence[str] = (),
    limit_s: float = 120,
) -> Harvested:
    """Run ``scrapy crawl tag`` on ``path`` of the case into ``folder``.

    Args:
        site: the running case.
        folder: holds the dataset and the logs; the same for every run of a case.
        path: of the archive, such as ``/c/base_wp/tag/x/``.
        run: number of the run, from 1.
        arguments: further arguments such as ``-s NAME=VALUE``.
        limit_s: after that many seconds the run is killed.
    """
    site.run = run
    data, result, log = folder / "data", folder / f"run{run}.json", folder / f"run{run}.log"
    command = [sys.executable, "-m", "scrapy", "crawl", "tag", "-a", f"url={site.origin}{path}"]
    command += ["-s", f"SW_DATA_DIR={data}", *arguments]
    environment = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    with log.open("wb") as sink:
        subprocess.run(
            [sys.executable, "-S", str(LAUNCHER), str(result), str(limit_s), *command],
            cwd=REPOSITORY,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            check=True,
        )
    figures = json.loads(result.read_text(encoding="utf-8"))
    everything = [seen for seen in site.seen if seen.run == run]
    return Harvested(
        **figures,
        output=log.read_text(encoding="utf-8", errors="replace"),
        articles=rows(data / "articles.parquet"),
        harvests=rows(data / "harvests.parquet"),
        requests=site.requests(run=run),
        everything=everything,
        data=data,
    )


def rows(file: Path) -> list[dict[str, Any]]:
    """The rows of a derived table; none while the file does not exist."""
    return pq.read_table(file).to_pylist() if file.exists() else []


def files_holding(folder: Path, text: str) -> list[str]:
    """The files below ``folder`` that hold ``text``, also within gzip and Parquet."""
    files = [file for file in sorted(folder.rglob("*")) if file.is_file() and text.encode() in _content(file)]
    return [str(file.relative_to(folder)) for file in files]


def _content(file: Path) -> bytes:
    if file.suffix == ".gz":
        with gzip.open(file) as stream:
            return stream.read()
    if file.suffix == ".parquet":
        return json.dumps(rows(file), default=str, ensure_ascii=False).encode()
    return file.read_bytes()
