"""Files outside of the dataset that are there whole, or not there."""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sw_scraper.errors import ConfigError, StoreError
from sw_scraper.store import disk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


@contextmanager
def new_file(final: Path, *, force: bool) -> Iterator[Path]:
    """A temporary name beside the final one, which it takes when the block ends well.

    Args:
        final: the name from then on.
        force: replace what has that name; without it, that is an error, also when it came in the meantime.

    Yields:
        Where to write; the file is made safe on the disk and named at the end, or removed.

    Raises:
        ConfigError: the name is taken, or its folder is not there.
        StoreError: it cannot be written.
    """
    check_free(final, force=force)
    temporary = final.with_name(f".sw-{os.getpid()}-{secrets.token_hex(4)}.tmp")
    try:
        yield temporary
        _sync(temporary)
        _name(temporary, final, force=force)
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else str(error)
        raise StoreError(
            f"The file cannot be written ({why})",
            where=str(final),
            hint="Nothing is left behind. Make room or choose another place, and run the same command again",
        ) from error
    finally:
        disk.remove(temporary)


def check_free(final: Path, *, force: bool) -> None:
    """The name can be taken.

    Raises:
        ConfigError: something has it, or its folder is not there.
    """
    if final.is_dir():
        raise ConfigError("There is a folder of that name", where=str(final), hint="Give the name of a file")
    if final.exists() and not final.is_file():
        raise ConfigError("This is no ordinary file", where=str(final), hint="Give the name of a file, or - for a pipe")
    if not final.parent.is_dir():
        raise ConfigError("There is no such folder", where=str(final.parent), hint="Make it first, or choose another")
    if not force and os.path.lexists(final):
        raise _taken(final)


def write_blocks(path: Path, blocks: Iterable[bytes]) -> None:
    """Write the blocks one after the other and wait until they are on the disk.

    Args:
        path: a temporary name.
        blocks: of bytes.
    """
    with disk.NewFile(path) as file:
        for block in blocks:
            file.write(block)


def _taken(final: Path) -> ConfigError:
    return ConfigError(
        "The file is there already", where=str(final), hint="Add --force to replace it, or give another name with -o"
    )


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _name(temporary: Path, final: Path, *, force: bool) -> None:
    if force:
        disk.publish(temporary, final)
        return
    try:
        # A link is refused where the name is taken: no file that came in the meantime is lost.
        os.link(temporary, final)
    except FileExistsError as error:
        raise _taken(final) from error
    except OSError:  # a file system without links, such as FAT
        disk.publish(temporary, final)
        return
    disk.sync_folder(final.parent)
