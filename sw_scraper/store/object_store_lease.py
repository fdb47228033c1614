"""Locks on an object store, where no kernel releases what a dead process held.

Whoever wants a lock puts a claim, an object with a name of its own, and then lists the claims. Alone, it holds the
lock; beside others the smallest name waits for the rest to withdraw, and every other one withdraws. Two can never both
find themselves alone, since each puts before it lists and a listing shows all that was put before. That needs no
conditional put, only listings that are consistent, as those of S3, GCS, MinIO, R2 and Ceph are.

A claim is renewed while it is held. One that is not is dead after ``LEASE_S`` by the store's clock (the times at which
claims were put are compared with each other, no clock of a harvesting machine is). Claims of this machine's own
workplace are dead at once: its kernel lock, held by whoever looks, says so.
"""

from __future__ import annotations

import json
import os
import random
import secrets
import socket
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sw_scraper.errors import ConfigError, StoreError, StoreLockedError
from sw_scraper.store.object_store import seconds_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sw_scraper.store.object_store import ObjectPath, StoredObject

LEASE_S = 60.0
"""How long a claim lives that is not renewed; ``SW_LEASE_S`` in the environment, the same on all machines."""
_RESOLUTION_S = 1.0  # of the times in listings
_SETTLE_S = 3.0
_PAUSE_S = 0.1


@dataclass(frozen=True, slots=True)
class SharedLock:
    """A lock of a dataset on an object store.

    Attributes:
        path: of the kernel's lock on this machine, taken first.
        claims: the folder of the claims.
        workplace: names this machine's workplace in its claims.
    """

    path: Path
    claims: ObjectPath
    workplace: str


class Lease:
    """A claim that is held; ``confirm`` says whether it still is.

    Args:
        claim: its object.
        text: what it says.
        lease_s: how long it lives when it is not renewed.
    """

    def __init__(self, claim: ObjectPath, text: bytes, *, lease_s: float) -> None:
        self._claim, self._text, self._lease_s = claim, text, lease_s
        self._until = 0.0
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def put(self) -> None:
        """Put the claim, or renew it."""
        begun = _boot_clock()
        self._claim.store.put(self._claim.path, self._text)
        # Counted from before it was put: the store's own count begins later.
        self._until = begun + self._lease_s - 2 * _RESOLUTION_S

    @property
    def is_over(self) -> bool:
        """Others may have taken it for dead."""
        return _boot_clock() >= self._until

    def keep(self) -> None:
        """Renew it from time to time until ``drop``."""
        self._thread = threading.Thread(target=self._renew, name="lease", daemon=True)
        self._thread.start()

    def _renew(self) -> None:
        while not self._ended.wait(self._lease_s / 4):
            if self.is_over:
                return
            with suppress(StoreError):
                self.put()

    def confirm(self) -> None:
        """Make sure that nobody else holds the lock.

        Raises:
            StoreLockedError: it was lost; another process may hold it by now.
        """
        if self.is_over or not self._claim.exists():
            raise StoreLockedError(
                "The lock was lost: the store could not be reached for too long, another process may have it by now",
                where=str(self._claim.parent),
                hint="Nothing was written; run the same command again",
            )

    def drop(self) -> None:
        """Give it back."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join(timeout=self._lease_s)
        # What cannot be removed now dies by itself.
        with suppress(StoreError):
            self._claim.store.remove(self._claim.path)


def _boot_clock() -> float:
    """Seconds that go on while the machine sleeps, where it can tell."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.clock_gettime(clock) if clock is not None else time.monotonic()


def lease_seconds() -> float:
    """``SW_LEASE_S``, or the default.

    Raises:
        ConfigError: it is too short to be renewed in time.
    """
    lease_s = seconds_of("SW_LEASE_S", LEASE_S)
    if lease_s < 4 * _RESOLUTION_S:
        raise ConfigError("The lease is too short", where=f"SW_LEASE_S={lease_s:g}", hint="Such as SW_LEASE_S=60")
    return lease_s


def try_lease(lock: SharedLock) -> Lease | None:
    """Take a lock if nobody has it; the kernel's lock on this machine is held.

    Returns:
        The lease, kept up until it is dropped; None when another has the lock.

    Raises:
        StoreError: the store cannot be reached.
    """
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%f}-{lock.workplace}-{secrets.token_hex(4)}.claim"
    lease = Lease(lock.claims / name, _claim_text(), lease_s=lease_seconds())
    try:
        lease.put()
        won = _wins(lock, name, lease_seconds())
    except BaseException:
        lease.drop()
        raise
    if not won or lease.is_over:
        lease.drop()
        return None
    lease.keep()
    return lease


def _wins(lock: SharedLock, name: str, lease_s: float) -> bool:
    until = time.monotonic() + _SETTLE_S
    while True:
        others = _live_others(lock, name, lease_s)
        if others is None or any(other < name for other in others):
            return False
        if not others:
            return True
        if time.monotonic() > until:
            return False
        time.sleep(_PAUSE_S * random.uniform(0.5, 1))  # noqa: S311


def _live_others(lock: SharedLock, name: str, lease_s: float) -> list[str] | None:
    """Names of other claims that live; None when the own one is gone. Dead ones are removed."""
    claims = {one.path.rpartition("/")[2]: one for one in claims_in(lock.claims)}
    own = claims.pop(name, None)
    if own is None:
        return None
    live = []
    for other, claim in claims.items():
        age_s = (own.changed_at - claim.changed_at).total_seconds()
        if age_s > lease_s + _RESOLUTION_S or f"-{lock.workplace}-" in other:
            lock.claims.store.remove(claim.path)
        else:
            live.append(other)
    return live


def claims_in(folder: ObjectPath) -> list[StoredObject]:
    """The claims on a lock."""
    return [one for one in folder.iter_objects() if one.path.endswith(".claim")]


def _claim_text() -> bytes:
    owner = {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "started_at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    return json.dumps(owner).encode()


def describe_claimant(lock: SharedLock) -> str:
    """Who holds a lock."""
    with suppress(StoreError, ValueError, KeyError, TypeError, FileNotFoundError):
        for claim in claims_in(lock.claims):
            owner = json.loads((lock.claims / claim.path.rpartition("/")[2]).read_bytes())
            return f"process {owner['pid']} on {owner['host']}, since {owner['started_at']}"
    return "another process"


@contextmanager
def leased(lock: SharedLock, *, what: str, wait_s: float) -> Iterator[Lease]:
    """Hold a lock for the length of a block; the kernel's lock on this machine is held.

    Args:
        lock: which.
        what: what is locked, for the message.
        wait_s: how long to wait for another holder.

    Raises:
        StoreLockedError: another holds it.
        StoreError: the store cannot be reached.
    """
    until = time.monotonic() + wait_s
    lease = try_lease(lock)
    while lease is None and time.monotonic() < until:
        time.sleep(random.uniform(1, 4) * _PAUSE_S)  # noqa: S311
        lease = try_lease(lock)
    if lease is None:
        raise StoreLockedError(
            f"{what} is being worked on by {describe_claimant(lock)}",
            where=str(lock.claims),
            hint="Wait until it has ended, then run the same command again; "
            f"what a dead machine held is free after {lease_seconds():g} s",
        )
    try:
        yield lease
    finally:
        lease.drop()
