"""Moving a dataset to the newest format: made beside the old one, verified, then switched."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sw_scraper.errors import StoreError
from sw_scraper.store import disk, layout, locks
from sw_scraper.store.commits import is_checked, too_new
from sw_scraper.store.schema import FORMAT
from sw_scraper.store.source import open_source
from sw_scraper.store.verification import verify

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatStep:
    """How a dataset of one format becomes one of the next.

    Attributes:
        text: one sentence: what changes.
        convert: from the old folder makes the new one, which is empty.
    """

    text: str
    convert: Callable[[Path, Path], None]


STEPS: Mapping[int, FormatStep] = {}
"""By the format that a step begins at; none, as format 1 is the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """What a migration did, or would do.

    Attributes:
        old_format: that the dataset had.
        new_format: that it has now.
        steps: what was done, one sentence each; empty when nothing had to be.
        kept: where the old dataset is; None when nothing was done.
    """

    old_format: int
    new_format: int
    steps: tuple[str, ...]
    kept: Path | None = None


def migrate(root: Path, *, dry_run: bool = False, steps: Mapping[int, FormatStep] | None = None) -> Migration:
    """Move a dataset to the newest format. Killed at any moment, the same call goes on.

    Args:
        root: the dataset's folder.
        dry_run: say what would be done, and do nothing.
        steps: instead of those that there are.

    Raises:
        StoreError: there is no dataset, no way from its format, or what was made is not whole.
        StoreLockedError: a harvest is running.
        FormatTooNewError: a newer version wrote it.
    """
    root = root.absolute()
    with disk.explained("migrate the dataset", root):
        if not dry_run:
            _finish_switch(root)
        old = _format_of(root)
        found = _way(root, old, STEPS if steps is None else steps)
        texts = tuple(step.text for step in found)
        if dry_run or not found:
            return Migration(old_format=old, new_format=FORMAT, steps=texts)
        with ExitStack() as held:
            _hold(root, held)
            made = _made(root, found)
            _check(root, made)
        kept = _kept_path(root, old)
        root.rename(kept)
        made.rename(root)
        disk.sync_folder(root.parent)
    return Migration(old_format=old, new_format=FORMAT, steps=texts, kept=kept)


def _format_of(root: Path) -> int:
    open_source(root).dataset_id()
    form = int(json.loads((root / layout.DATASET_FILE).read_bytes())["format"])
    if form > FORMAT:
        raise too_new(form, str(root / layout.DATASET_FILE))
    return form


def _way(root: Path, old: int, steps: Mapping[int, FormatStep]) -> list[FormatStep]:
    missing = [form for form in range(old, FORMAT) if form not in steps]
    if missing:
        raise StoreError(
            f"There is no way from format {missing[0]} to {FORMAT}",
            where=str(root),
            hint="It stays readable as it is; export it, or use the version of sw_scraper that wrote it",
        )
    return [steps[form] for form in range(old, FORMAT)]


def _beside(root: Path, ending: str) -> Path:
    return root.with_name(f"{root.name}.{ending}")


def _kept_path(root: Path, old: int) -> Path:
    path = _beside(root, f"format{old}")
    n = 1
    while path.exists():
        n += 1
        path = _beside(root, f"format{old}-{n}")
    return path


def _finish_switch(root: Path) -> None:
    """A migration that was killed between the two names: the new dataset is whole, and only lacks its name."""
    made = _beside(root, "migrated")
    if not root.exists() and made.exists():
        made.rename(root)
        disk.sync_folder(root.parent)


def _hold(root: Path, held: ExitStack) -> None:
    work = root / layout.WORK
    held.enter_context(locks.held(work / layout.REWRITE_LOCK, what="The dataset"))
    for folder in sorted(work.glob("tags/*/")):
        held.enter_context(locks.held(folder / layout.LOCK, what=f"The tag {folder.name}"))


def _made(root: Path, steps: list[FormatStep]) -> Path:
    """The dataset of the newest format, whole and safe on the disk under a name that says so."""
    source = root
    for n, step in enumerate(steps):
        target = _beside(root, f"migrating{n}")
        if target.exists():
            shutil.rmtree(target)
        disk.make_folder(target)
        step.convert(source, target)
        if source != root:
            shutil.rmtree(source)
        source = target
    for path in sorted(source.rglob("*")):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())
        else:
            disk.sync_folder(path)
    made = _beside(root, "migrated")
    if made.exists():
        shutil.rmtree(made)
    return source.rename(made)


def _check(root: Path, made: Path) -> None:
    """The new dataset is whole and has the harvests and rows of the old one."""
    old, new = open_source(root), open_source(made)
    problems = verify(new).problems
    if not is_checked(new.read(layout.DATASET_FILE) or b"") or problems:
        raise _not_whole(made, f"{len(problems)} files are damaged")
    counts = []
    for source in (old, new):
        commits = source.commits()
        rows = source.sightings([one.sightings_file for one in commits if one.sightings_file], columns=("article_id",))
        counts.append((sorted(one.harvest_id for one in commits), rows.num_rows))
    if counts[0] != counts[1]:
        raise _not_whole(made, "harvests or rows are missing")


def _not_whole(made: Path, why: str) -> StoreError:
    return StoreError(
        f"The migrated dataset is not whole: {why}",
        where=str(made),
        hint="The dataset itself was not touched; please report this, and remove that folder",
    )
