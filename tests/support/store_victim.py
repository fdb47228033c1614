"""A process that harvests until it is killed, or that dies or fails at a chosen call of the operating system.

``python store_victim.py loop ROOT`` commits harvests for ever and prints each id once it is committed.
``python store_victim.py once ROOT`` commits one harvest.
``python store_victim.py race ROOT NAME TAG ATTEMPTS`` tries to commit so many, and prints each id or ``locked``.
``python store_victim.py steps BASE MOMENT K...`` makes one folder per K below BASE, with one harvest committed and a
second one that dies at the K-th call (MOMENT ``before`` or ``after`` it), and prints whether it died.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store_rows import KEY, harvest, seen

from sw_scraper.errors import StoreLockedError
from sw_scraper.model import TagKey
from sw_scraper.store import disk, locks
from sw_scraper.store.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CALLS = ("open", "write", "fsync", "replace", "mkdir", "unlink", "close", "ftruncate")
KEYS = (KEY, TagKey(site="demo", taxonomy="tag", slug="welfare"))
ROWS = 6


class WatchedOs:
    """The module ``os`` with a counter on the calls that change files.

    Args:
        act: called with the number of the call and its name, before it (and after it with the number negated).
    """

    def __init__(self, act: Callable[[int, str], None]) -> None:
        self._act = act
        self.count = 0

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        if name not in CALLS:
            return real

        def watched(*args: Any, **kwargs: Any) -> Any:
            self.count += 1
            number = self.count
            self._act(number, name)
            try:
                return real(*args, **kwargs)
            finally:
                self._act(-number, name)

        return watched


@contextmanager
def watching(act: Callable[[int, str], None]) -> Iterator[WatchedOs]:
    """Let the store use a watched ``os`` for the length of a block."""
    watched = WatchedOs(act)
    modules: tuple[Any, ...] = (disk, locks)
    for module in modules:
        module.os = watched
    try:
        yield watched
    finally:
        for module in modules:
            module.os = os


def one_harvest(root: Path, night: int) -> str:
    """Commit a harvest of three pages and bring the derived tables up to date."""
    pages = [[seen(f"{night}-{page}"), seen(f"always-{page}", title=f"T{night}")] for page in range(3)]
    return harvest(root, pages, night=night, key=KEYS[night % 2], harvest_id=f"h{night:04}").harvest_id


def loop(root: Path) -> None:
    """Harvest for ever."""
    night = len(open_store(root).commits())
    while True:
        print(one_harvest(root, night), flush=True)
        night += 1


def steps(base: Path, moment: str, numbers: list[int]) -> None:
    """For each number a process that dies at that call."""
    for number in numbers:
        deadly = number if moment == "before" else -number

        def die(call: int, _name: str, *, deadly: int = deadly) -> None:
            if call == deadly:
                os.kill(os.getpid(), signal.SIGKILL)

        root = base / f"{moment}-{number}"
        child = os.fork()
        if child == 0:
            one_harvest(root, 0)
            with watching(die):
                one_harvest(root, 2)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print(number, "died" if os.WIFSIGNALED(status) else "lived", flush=True)


def race(root: Path, name: str, tag: int, attempts: int) -> None:
    """Try to harvest a tag again and again beside others, and print what came of it."""
    print("ready", flush=True)
    sys.stdin.readline()
    for n in range(attempts):
        pages = [[seen(f"{name}-{n}-{page}"), seen(f"always-{page}")] for page in range(3)]
        try:
            harvest(root, pages, night=n, key=KEYS[tag], harvest_id=f"{name}-{n}", scope="newest", refresh=n % 5 == 0)
        except StoreLockedError:
            print("locked", flush=True)
        else:
            print(f"{name}-{n}", flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "loop":
        loop(Path(sys.argv[2]))
    elif sys.argv[1] == "once":
        one_harvest(Path(sys.argv[2]), 0)
    elif sys.argv[1] == "race":
        race(Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
    else:
        steps(Path(sys.argv[2]), sys.argv[3], [int(one) for one in sys.argv[4:]])
