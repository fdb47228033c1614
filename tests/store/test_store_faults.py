"""Every call of the operating system that changes a file, made to fail once."""

from __future__ import annotations

import errno
import os
import random
from typing import TYPE_CHECKING

import pytest
from store_checks import check_readable, check_tidy
from store_victim import ROWS, one_harvest, watching

from sw_scraper.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path

TORTURE = bool(os.environ.get("SW_TORTURE"))
SEED = int(os.environ.get("SW_SEED", "20261122"))


@pytest.mark.torture
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC])
def test_every_call_fails_once(tmp_path: Path, code: int) -> None:
    """Whichever call fails, the harvest is there whole or not at all, the message tells what to do, and it goes on."""
    one_harvest(tmp_path / "count", 0)
    with watching(lambda _number, _name: None) as watched:
        one_harvest(tmp_path / "count", 2)
    numbers = list(range(1, watched.count + 1))
    if not TORTURE:
        numbers = sorted(random.Random(SEED + code).sample(numbers, k=25))
    failed = 0
    for number in numbers:
        root = tmp_path / str(number)
        one_harvest(root, 0)
        failed += _harvest_with_fault(root, number, code)
        committed = check_readable(root, announced={"h0000"}, rows_each=ROWS)
        check_tidy(root)
        if "h0002" not in committed:
            one_harvest(root, 2)
        check_readable(root, announced={"h0000", "h0002"}, rows_each=ROWS)
    # Only clearing up after a commit may fail without a word: the next harvest does it.
    assert failed >= len(numbers) * 0.8
    print(f"{len(numbers)} of {watched.count} calls, {failed} ended the run")


def _harvest_with_fault(root: Path, number: int, code: int) -> bool:
    """Harvest while one call fails; True when that ended the run, which it does with a message of three parts."""

    def fail(call: int, name: str) -> None:
        # close always closes, also when it reports an error.
        if call == (-number if name == "close" else number):
            raise OSError(code, os.strerror(code))

    told = None
    with watching(fail):
        try:
            one_harvest(root, 2)
        except StoreError as error:
            told = error
    if told is None:
        return False
    words = {errno.EIO: "input/output error", errno.ENOSPC: "disk is full"}
    assert words[code] in told.what
    assert told.where
    assert told.hint
    return True


def test_unwritable_folder(tmp_path: Path) -> None:
    """A data folder that cannot be made is one clear message."""
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match=r"Cannot write the dataset.*file.*: .*/file/data.*Choose another data folder"):
        one_harvest(tmp_path / "file" / "data", 0)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_read_only_folder(tmp_path: Path) -> None:
    """A data folder without write permission is one clear message."""
    tmp_path.chmod(0o555)
    with pytest.raises(StoreError, match=r"Cannot write the dataset, no permission.*Give this user the right"):
        one_harvest(tmp_path, 0)
