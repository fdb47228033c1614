"""compact, forget and merge killed at, and failed by, every call that changes a file."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from store_checks import parquet_files
from store_rewrites import answers, filled
from store_victim import watching

from sw_scraper.errors import StoreError
from sw_scraper.normalize.keys import article_id
from sw_scraper.store.compaction import compact
from sw_scraper.store.forgetting import forget_articles
from sw_scraper.store.merging import merge
from sw_scraper.store.row_files import file_of
from sw_scraper.store.source import open_source
from sw_scraper.store.store import open_store
from sw_scraper.store.verification import verify

if TYPE_CHECKING:
    from collections.abc import Callable

TORTURE = bool(os.environ.get("SW_TORTURE"))
SEED = int(os.environ.get("SW_SEED", "20261122"))
SAMPLE = 5
GONE = article_id("https://demo.example/a/")

pytestmark = [pytest.mark.torture, pytest.mark.timeout(3600)]
kills = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")


def do_compact(root: Path) -> None:
    """Merge everything."""
    compact(open_store(root / "data"), before="2099-01")


def do_forget(root: Path) -> None:
    """Forget an article."""
    forget_articles(open_store(root / "data"), [GONE])


def do_merge(root: Path) -> None:
    """Unite with a dataset that has half of the same harvests."""
    merge(root / "data", root / "other", root / "both")


ACTIONS: dict[str, Callable[[Path], None]] = {"compact": do_compact, "forget": do_forget, "merge": do_merge}
TABLES = ("articles", "listings", "changes", "sightings")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two datasets, to be copied."""
    root = tmp_path_factory.mktemp("model")
    filled(root / "data", nights=range(2))
    shutil.copytree(root / "data", root / "other")
    filled(root / "other", nights=range(2, 3))
    filled(root / "data", nights=range(3, 4))
    return root


def outcome(root: Path, name: str) -> dict[str, Any]:
    """What the dataset that the action is about answers."""
    target = root / ("both" if name == "merge" else "data")
    if not (target / "dataset.json").exists():
        return {}
    found = answers(target)
    return {table: found[table] for table in TABLES}


def numbers_of(model: Path, root: Path, name: str) -> tuple[list[int], dict[str, Any], dict[str, Any]]:
    """The calls to try, what is answered before the action, and what after it."""
    shutil.copytree(model, root)
    before = outcome(root, name)
    with watching(lambda _number, _name: None) as watched:
        ACTIONS[name](root)
    numbers = list(range(1, watched.count + 1))
    chosen = numbers if TORTURE else sorted(random.Random(SEED).sample(numbers, k=SAMPLE))
    print(f"{name}: {len(chosen)} of {len(numbers)} calls")
    return chosen, before, outcome(root, name)


def check(root: Path, name: str, before: dict[str, Any], after: dict[str, Any]) -> None:
    """What is answered now is what was before or after, or part of what is merged; and the same call ends it."""
    found = outcome(root, name)
    if name == "merge":
        assert {row["article_id"] for row in found.get("articles", [])} <= {
            row["article_id"] for row in after["articles"]
        }
        assert all(row in after["sightings"] for row in found.get("sightings", []))
    else:
        assert found in (before, after)
    if found:
        assert verify(open_source(root / ("both" if name == "merge" else "data"))).problems == []
    ACTIONS[name](root)
    assert outcome(root, name) == after
    tidy(root / ("both" if name == "merge" else "data"))


def tidy(root: Path) -> None:
    """Nothing is left but what commits name."""
    store = open_store(root)
    named = {file_of(str(commit.sightings_file)) for commit in store.commits() if commit.sightings_file}
    named |= {one.pack for one in store.files.rewriting()}
    assert {path.relative_to(root).as_posix() for path in parquet_files(root) if path.parent != root} == named
    assert not store.work.rewriting.exists() or list(store.work.rewriting.iterdir()) == []
    assert verify(store.source).problems == []


@kills
@pytest.mark.parametrize("moment", [1, -1], ids=["before", "after"])
@pytest.mark.parametrize("name", ACTIONS)
def test_killed(tmp_path: Path, model: Path, name: str, moment: int) -> None:
    """Killed before or after any call, all answers are those of before or after, and the same call ends it."""
    numbers, before, after = numbers_of(model, tmp_path / "count", name)
    for number in numbers:
        root = tmp_path / str(number)
        shutil.copytree(model, root)

        def die(call: int, _name: str, *, deadly: int = moment * number) -> None:
            if call == deadly:
                os.kill(os.getpid(), signal.SIGKILL)

        child = os.fork()
        if child == 0:
            with watching(die):
                ACTIONS[name](root)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status)
        check(root, name, before, after)
        shutil.rmtree(root)


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC])
@pytest.mark.parametrize("name", ACTIONS)
def test_failed(tmp_path: Path, model: Path, name: str, code: int) -> None:
    """Whichever call fails, the message says what to do, the answers are whole, and the same call ends it."""
    numbers, before, after = numbers_of(model, tmp_path / "count", name)
    for number in numbers:
        root = tmp_path / str(number)
        shutil.copytree(model, root)

        def fail(call: int, called: str, *, number: int = number) -> None:
            if call == (-number if called == "close" else number):
                raise OSError(code, os.strerror(code))

        told = None
        try:
            with watching(fail):
                ACTIONS[name](root)
        except StoreError as error:
            told = error
        assert told is None or (told.what and told.hint)
        check(root, name, before, after)
        shutil.rmtree(root)
