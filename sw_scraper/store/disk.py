"""Files that are either there, whole and safe on the disk, or not there.

Every call that changes a file of the dataset goes through this module, in the order write, fsync, rename, fsync of the
folder, and every failure becomes a StoreError that says what, where and what to do next. The final name may also be an
object's (``object_store.ObjectPath``): putting it is one step, and safe once it is answered.
"""

from __future__ import annotations

import errno
import hashlib
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from sw_scraper.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from sw_scraper.store.object_store import ObjectPath

Place: TypeAlias = "Path | ObjectPath"
"""Where a file of the dataset is: on this machine, or on an object store."""

_AGAIN = "What was committed before is unharmed; run the same command again afterwards"
_BUFFER = 1 << 18
_HINTS: dict[int, tuple[str, str]] = {
    errno.ENOSPC: ("the disk is full", f"Free some space there. {_AGAIN}."),
    errno.EDQUOT: ("the disk quota is used up", f"Free some space there. {_AGAIN}."),
    errno.EIO: ("the disk reports an input/output error", f"Check the disk and its cable or mount. {_AGAIN}."),
    errno.EACCES: ("no permission", "Give this user the right to write there, or choose another data folder."),
    errno.EPERM: ("no permission", "Give this user the right to write there, or choose another data folder."),
    errno.EROFS: ("the file system is read-only", "Mount it for writing, or choose another data folder."),
    errno.ENOTDIR: (
        "a part of the path is a file, not a folder",
        "Choose another data folder, or move that file away.",
    ),
    errno.EISDIR: ("there is a folder where a file is expected", "Move that folder away."),
    errno.ENAMETOOLONG: ("the path is too long", "Choose a data folder with a shorter path."),
    errno.EMFILE: ("too many files are open", f"Raise the limit (ulimit -n) or run fewer harvests at once. {_AGAIN}."),
}


def store_error(doing: str, path: Place | str, error: OSError) -> StoreError:
    """What, where and what to do next, for an error of the operating system.

    Args:
        doing: what was tried, such as ``write the dataset``.
        path: where.
        error: what the operating system said.

    Returns:
        The error to raise ``from`` the given one.
    """
    why, hint = _HINTS.get(error.errno or 0, (error.strerror or str(error), f"{_AGAIN}."))
    return StoreError(f"Cannot {doing}, {why}", where=str(path), hint=hint)


@contextmanager
def explained(doing: str, path: Place | str) -> Iterator[None]:
    """Turn every OSError of the block into a StoreError.

    Args:
        doing: what is tried, such as ``write the dataset``.
        path: where.

    Raises:
        StoreError: for the operator.
    """
    try:
        yield
    except OSError as error:
        raise store_error(doing, path, error) from error


class NewFile:
    """A file being written under a temporary name; a writable binary file object.

    Leaving the ``with`` block makes it safe on the disk, still under its temporary name; an exception removes it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = 0
        self._digest = hashlib.sha256()
        # Parquet comes in hundreds of small pieces.
        self._waiting = bytearray()
        self._fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o644)
        self.closed = False

    def write(self, data: bytes | memoryview) -> int:
        """Take the data, all of it; returns its length in bytes."""
        view = memoryview(data).cast("B")
        self._waiting += view
        self._digest.update(view)
        self.size += len(view)
        if len(self._waiting) >= _BUFFER:
            self._drain()
        return len(view)

    def _drain(self) -> None:
        view = memoryview(bytes(self._waiting))
        self._waiting.clear()
        while view:
            view = view[os.write(self._fd, view) :]

    @property
    def sha256(self) -> str:
        """Digest of everything written so far, hexadecimal."""
        return self._digest.hexdigest()

    def tell(self) -> int:
        """Bytes written so far."""
        return self.size

    def flush(self) -> None:
        """What waits is written when it is much, or by ``sync``."""

    def readable(self) -> bool:
        """It cannot be read."""
        return False

    def writable(self) -> bool:
        """It can be written."""
        return True

    def seekable(self) -> bool:
        """It only grows."""
        return False

    def sync(self) -> None:
        """Wait until everything written is on the disk."""
        self._drain()
        os.fsync(self._fd)

    def close(self) -> None:
        """Close; what waits is lost, nothing is made safe by that."""
        if not self.closed:
            self.closed = True
            os.close(self._fd)

    def finish(self) -> None:
        """Write what waits and close, without waiting for the disk: for files that need not outlive a crash."""
        self._drain()
        self.close()

    def __enter__(self) -> NewFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.sync()
        finally:
            try:
                self.close()
            finally:
                if kind is not None:
                    remove(self.path)


def sync_folder(path: Path) -> None:
    """Wait until the names in a folder are on the disk (Windows has no such call and needs none)."""
    if os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(path: Path) -> None:
    """Make a folder and what is missing above it, each name safe on the disk before the next is used."""
    missing = []
    while not path.is_dir():
        missing.append(path)
        path = path.parent
    for folder in reversed(missing):
        try:
            os.mkdir(folder)  # noqa: PTH102 - the tests make calls of os fail
        except FileExistsError:
            if not folder.is_dir():
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder)) from None
        sync_folder(folder.parent)


def publish(temporary: Path, final: Place) -> None:
    """Give a whole and safe file its final name, at once for every reader, replacing what had it.

    Args:
        temporary: a closed and synced file on the same file system.
        final: its name from now on.
    """
    if not isinstance(final, Path):
        final.store.upload(temporary, final.path)
        remove(temporary)
        return
    make_folder(final.parent)
    os.replace(temporary, final)  # noqa: PTH105
    sync_folder(final.parent)


def write_file(final: Place, data: bytes, *, temporary: Path) -> None:
    """Write a small file so that it is there whole, or not there.

    Args:
        final: its name.
        data: its bytes.
        temporary: the name that it has until it is safe; same file system.
    """
    if not isinstance(final, Path):
        final.store.put(final.path, data)
        return
    with NewFile(temporary) as file:
        file.write(data)
    try:
        publish(temporary, final)
    except OSError:
        remove(temporary)
        raise


def write_new_file(final: Place, data: bytes, *, temporary: Path) -> bool:
    """Write a small file that must not replace another, so that it is there whole, or not there.

    Args:
        final: its name; on this machine a lock keeps others from giving it.
        data: its bytes.
        temporary: the name that it has until it is safe; same file system.

    Returns:
        False when another process has given that name to other bytes; nothing was written then.
    """
    if not isinstance(final, Path):
        return final.store.put_new(final.path, data)
    try:
        write_file(final, data, temporary=temporary)
    except OSError:
        # The name may be there already, only not known to be safe: what was said to have failed must not be.
        remove(final)
        raise
    return True


def remove(path: Place) -> None:
    """Remove a file if it is there."""
    if not isinstance(path, Path):
        path.store.remove(path.path)
        return
    try:
        os.unlink(path)  # noqa: PTH108
    except FileNotFoundError:
        return
