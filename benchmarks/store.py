"""The dataset at scale: many small harvests, and many sightings.

    python -m benchmarks.store small --nights 2000      100,000 harvests of 12 rows in 50 tags
    python -m benchmarks.store rows --sightings 1000000 written through the store, rebuilt, asked with DuckDB

Times are those of the processor, beside those of the clock, because the machine may do other things meanwhile. Each
step runs in a process of its own, so that nothing is warm but the disk's cache.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.store_datasets import many_small_harvests, one_harvest, page_rows, record, tag_key

TAGS = 50


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["small", "rows", "step"])
    parser.add_argument("step", nargs="?")
    parser.add_argument("--nights", type=int, default=200)
    parser.add_argument("--sightings", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="where the dataset is or is made (default: a temporary folder)")
    args = parser.parse_args()
    if args.what == "step":
        _measured(args)
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.folder or Path(temporary) / "data"
        if args.what == "small":
            if not folder.exists():
                many_small_harvests(folder, n_tags=TAGS, n_nights=args.nights)
            steps = ["rebuild", "open", "status", "harvest", "harvest", "open", "status", "compact", "open", "harvest"]
        else:
            steps = ["write", "rebuild", "ask"]
        for step in steps:
            _in_own_process(step, folder, args)


def _in_own_process(step: str, folder: Path, args: argparse.Namespace) -> None:
    command = [sys.executable, "-m", "benchmarks.store", "step", step, "--folder", str(folder)]
    subprocess.run([*command, "--nights", str(args.nights), "--sightings", str(args.sightings)], check=True)


def _measured(args: argparse.Namespace) -> None:
    step = {
        "open": _open,
        "status": _status,
        "harvest": _harvest,
        "rebuild": _rebuild,
        "compact": _compact,
        "write": _write,
        "ask": _ask,
    }[args.step]
    clock, processor = time.monotonic(), time.process_time()
    found = step(args)
    clock, processor = time.monotonic() - clock, time.process_time() - processor
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{args.step:8} {processor:8.2f} s CPU {clock:8.2f} s clock {memory:7.0f} MB  {json.dumps(found)}", flush=True
    )


def _open(args: argparse.Namespace) -> dict[str, Any]:
    from sw_scraper.store.dataset import open_dataset

    dataset = open_dataset(args.folder)
    return {"commits": len(dataset.commits())}


def _status(args: argparse.Namespace) -> dict[str, Any]:
    from sw_scraper.store.dataset import open_dataset
    from sw_scraper.store.health import tag_healths

    return {"tags": len(tag_healths(open_dataset(args.folder)))}


def _harvest(args: argparse.Namespace) -> dict[str, Any]:
    from sw_scraper.store.dataset import open_dataset

    n = len(open_dataset(args.folder).commits())
    night = args.nights + n
    one_harvest(args.folder, 7, night, range(args.nights // 5 + n, args.nights // 5 + n + 12))
    return {"commits": n + 1}


def _rebuild(args: argparse.Namespace) -> dict[str, Any]:
    from sw_scraper.store.store import open_store

    for path in [*args.folder.glob(".work/*.arrow"), *args.folder.glob("*.parquet"), *args.folder.glob("*.jsonl")]:
        path.unlink()
    rows = {file.path: file.n_rows for file in open_store(args.folder).refresh_views() if "parquet" in file.path}
    sizes = {path.name: path.stat().st_size for path in sorted(args.folder.glob("*.*"))}
    return {"rows": rows, "bytes": sizes}


def _compact(args: argparse.Namespace) -> dict[str, Any]:
    from sw_scraper.store.compaction import compact
    from sw_scraper.store.store import open_store

    done = compact(open_store(args.folder), before="2999-01")
    return {"commits": done.n_commits, "files": done.n_files, "now": done.n_new_files}


def _write(args: argparse.Namespace) -> dict[str, Any]:
    """Harvests of 2,000 rows each, through the store; the tags take turns, a tenth of each is new."""
    from sw_scraper.store.records import HarvestHead
    from sw_scraper.store.store import open_store

    store = open_store(args.folder)
    per_harvest, memory = 2_000, []
    for n in range(args.sightings // per_harvest):
        t, night = n % TAGS, n // TAGS
        key = tag_key(t)
        with store.lock(key.tag_id):
            writer = store.begin(HarvestHead(harvest_id=f"t{t:02}-{night:05}", key=key, extractor_version="1"))
            first = night * (per_harvest // 10)
            rows = page_rows(t, night, range(first, first + per_harvest))
            for page in range(0, per_harvest, 100):
                writer.add_rows([{**row, "page_number": page // 100 + 1} for row in rows[page : page + 100]])
            writer.commit(record(t, night))
        if n % 50 == 49:
            memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
        if n % 500 == 499:
            store.refresh_views()
    files = list(args.folder.glob("sightings/*/*/*/*.parquet"))
    size = sum(path.stat().st_size for path in files)
    return {"files": len(files), "sightings_bytes": size, "peak_mb": memory[:: max(1, len(memory) // 5)]}


def _ask(args: argparse.Namespace) -> dict[str, Any]:
    """How many articles of a tag were published in each month; and how large the rows are as JSON lines."""
    import duckdb

    from sw_scraper.store.dataset import open_dataset
    from sw_scraper.store.jsonl import json_lines

    begun = time.monotonic()
    found = duckdb.sql(
        "select date_trunc('month', published_on) as month, count(distinct article_id) as n "
        f"from '{args.folder}/listings.parquet' where tag_id = 'demo/tag/tema-07' and is_listed group by 1 order by 1"
    ).fetchall()
    listings = time.monotonic() - begun
    begun = time.monotonic()
    duckdb.sql(
        "select date_trunc('month', fetched_at) as month, count(*) as n "
        f"from read_parquet('{args.folder}/sightings/**/*.parquet') where tag_id = 'demo/tag/tema-07' group by 1"
    ).fetchall()
    sightings = time.monotonic() - begun
    path = next(args.folder.glob("sightings/*/*/tema-07/*.parquet")).relative_to(args.folder).as_posix()
    rows = open_dataset(args.folder)._source.sightings([path])
    lines = sum(len(block) for block in json_lines(rows))
    return {
        "months": len(found),
        "listings_s": round(listings, 3),
        "sightings_s": round(sightings, 3),
        "parquet_bytes_per_row": (args.folder / path).stat().st_size // rows.num_rows,
        "jsonl_bytes_per_row": lines // rows.num_rows,
    }


if __name__ == "__main__":
    main()
