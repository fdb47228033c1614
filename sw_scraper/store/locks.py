"""Locks that the kernel releases when their holder dies, with a text that says who holds them.

Where the dataset is on an object store, a claim there (``object_store_lease``) is taken beside the kernel's lock.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sw_scraper.errors import StoreLockedError
from sw_scraper.store import disk
from sw_scraper.store.object_store_lease import Lease, SharedLock, leased

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PATIENCE_S = 0.5
_PAUSE_S = 0.02

if sys.platform == "win32":
    import msvcrt

    # A byte far behind the text: Windows locks are mandatory, and the text must stay readable for others.
    _FAR = 1 << 30

    def _try_lock(descriptor: int) -> bool:
        try:
            os.lseek(descriptor, _FAR, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _describe_owner(path: Path) -> str:
    """Who holds a lock, from the text in it; the holder may be just about to write it."""
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until:
        try:
            owner = json.loads(path.read_text(encoding="utf-8"))
            return f"process {owner['pid']} on {owner['host']}, since {owner['started_at']}"
        except (OSError, ValueError, KeyError, TypeError):
            time.sleep(_PAUSE_S)
    return "another process"


def _write_owner(descriptor: int) -> None:
    owner = {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "started_at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "command": " ".join(sys.argv)[:500],
    }
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, json.dumps(owner).encode())


def acquire(path: Path) -> int | None:
    """Take a lock if nobody has it.

    Args:
        path: the lock file; stays for good, only the kernel's lock on it counts.

    Returns:
        The descriptor that holds the lock until it is closed; None when another has it.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    if _try_lock(descriptor):
        try:
            _write_owner(descriptor)
        except OSError:
            os.close(descriptor)
            raise
        return descriptor
    os.close(descriptor)
    return None


def release(descriptor: int) -> None:
    """Give a lock back."""
    # The kernel frees descriptor and lock also when close reports an error, and there is nothing to lose in the file.
    with suppress(OSError):
        os.close(descriptor)


@contextmanager
def held(path: Path | SharedLock, *, what: str, wait_s: float = 0.0) -> Iterator[Lease | None]:
    """Hold a lock for the length of a block.

    Args:
        path: the lock file, its folder is made when missing; or a lock of a dataset on an object store.
        what: what is locked, for the message.
        wait_s: how long to wait for another holder.

    Yields:
        On an object store the lease, which can be lost; None for a lock that cannot.

    Raises:
        StoreLockedError: another holds it.
        StoreError: the lock cannot be written.
    """
    if isinstance(path, SharedLock):
        until = time.monotonic() + wait_s
        with (
            _held_here(path.path, what=what, wait_s=wait_s),
            leased(path, what=what, wait_s=until - time.monotonic()) as lease,
        ):
            yield lease
    else:
        with _held_here(path, what=what, wait_s=wait_s):
            yield None


@contextmanager
def _held_here(path: Path, *, what: str, wait_s: float) -> Iterator[None]:
    with disk.explained("lock the dataset", path):
        disk.make_folder(path.parent)
        descriptor = acquire(path)
        until = time.monotonic() + wait_s
        while descriptor is None and time.monotonic() < until:
            time.sleep(_PAUSE_S)
            descriptor = acquire(path)
    if descriptor is None:
        raise StoreLockedError(
            f"{what} is being worked on by {_describe_owner(path)}",
            where=str(path),
            hint="Wait until it has ended, or end it, then run the same command again",
        )
    try:
        yield
    finally:
        release(descriptor)
