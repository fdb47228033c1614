"""The dataset for readers: tables answered from commits, now or as of any earlier state."""

from __future__ import annotations

import difflib
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec

import pyarrow as pa
import pyarrow.compute as pc

from sw_scraper.errors import ConfigError, StoreError
from sw_scraper.store.carry import load_base
from sw_scraper.store.commit_files import CommitFiles
from sw_scraper.store.commits import Commit, version_id
from sw_scraper.store.derived import view_state
from sw_scraper.store.discoveries import discovered_tags
from sw_scraper.store.earlier import read_earlier
from sw_scraper.store.history import harvests_of
from sw_scraper.store.layout import WORK
from sw_scraper.store.source import Source, open_source
from sw_scraper.store.texts import text_table
from sw_scraper.store.vectors import flat
from sw_scraper.store.views import VIEWS, view_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from sw_scraper.store.cards import Article, Tag

AsOf = str | date | datetime
_Args = ParamSpec("_Args")


def _patient(
    answer: Callable[Concatenate[Dataset, _Args], pa.Table],
) -> Callable[Concatenate[Dataset, _Args], pa.Table]:
    """Answer again when what was to be read has been rewritten (``compact``, ``forget``) and removed meanwhile."""

    @wraps(answer)
    def patient(self: Dataset, /, *args: _Args.args, **kwargs: _Args.kwargs) -> pa.Table:
        rewriting = self._files.rewriting()
        try:
            return answer(self, *args, **kwargs)
        except StoreError:
            if self._files.rewriting() == rewriting:
                raise
        return answer(self, *args, **kwargs)

    return patient


def open_dataset(path: str | Path) -> Dataset:
    """Open a dataset for reading.

    Args:
        path: its folder, or an address such as ``s3://bucket/prefix``.

    Returns:
        The dataset; its methods give pyarrow Tables (``.to_pandas()``, ``polars.from_arrow(...)``).

    Raises:
        StoreError: there is no dataset, or it cannot be read.
        FormatTooNewError: a newer version wrote it.
    """
    return Dataset(open_source(path))


class Dataset:
    """A dataset, read only. Every method looks at the commits anew: what was committed since is seen.

    All methods take the same arguments:

    - ``tag``: a slug, ``taxonomy/slug`` or tag_id; None for all tags.
    - ``as_of``: the state as of then. A day (``2026-11-01`` or a date) means its end in UTC; a time must have a zone.
    - ``version``: the state that a version id names.

    All methods raise ConfigError for an unknown tag, a malformed time, or a day before the first commit, and
    StoreError when the dataset cannot be read.

    Args:
        source: where it is.

    Attributes:
        dataset_id: the id in ``dataset.json``.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self.dataset_id = source.dataset_id()
        self._files = CommitFiles(source)
        self._made: tuple[str, dict[str, pa.Table]] | None = None

    def __repr__(self) -> str:
        return f"<Dataset {self._source.name}: {len(self.commits())} commits>"

    def _repr_html_(self) -> str:
        """The dataset as a notebook shows it."""
        from sw_scraper.store.cards import dataset_html

        return dataset_html(self)

    def tag(self, name: str) -> Tag:
        """One tag as a value that shows itself in a notebook.

        Args:
            name: slug, ``taxonomy/slug`` or tag_id.

        Raises:
            ConfigError: there is none, or there are several of that name.
        """
        from sw_scraper.store.cards import tag_of

        return tag_of(self, name)

    def article(self, key: str) -> Article:
        """One article with its history, as a value that shows itself in a notebook.

        Args:
            key: its id, or any spelling of its address.

        Raises:
            ConfigError: the dataset has no such article.
        """
        from sw_scraper.store.cards import article_of

        return article_of(self, key)

    @_patient
    def articles(self, *, tag: str | None = None, as_of: AsOf | None = None, version: str | None = None) -> pa.Table:
        """One row per article; with ``tag`` those that it lists."""
        commits = self.commits(as_of=as_of, version=version)
        table = self._table("articles", commits)
        return table if tag is None else table.filter(_has_any(table.column("tags"), _tag_ids(tag, commits)))

    @_patient
    def listings(self, *, tag: str | None = None, as_of: AsOf | None = None, version: str | None = None) -> pa.Table:
        """One row per article and tag that lists it, or did."""
        return self._of_tag("listings", tag, self.commits(as_of=as_of, version=version))

    @_patient
    def tags(self, *, tag: str | None = None, as_of: AsOf | None = None, version: str | None = None) -> pa.Table:
        """One row per tag."""
        return self._of_tag("tags", tag, self.commits(as_of=as_of, version=version))

    @_patient
    def harvests(self, *, tag: str | None = None, as_of: AsOf | None = None, version: str | None = None) -> pa.Table:
        """One row per harvest, failed and held ones included."""
        return self._of_tag("harvests", tag, self.commits(as_of=as_of, version=version))

    @_patient
    def changes(self, *, tag: str | None = None, as_of: AsOf | None = None, version: str | None = None) -> pa.Table:
        """One row per change; with ``tag`` those of its list and of the articles that are or were in it."""
        commits = self.commits(as_of=as_of, version=version)
        table = self._table("changes", commits)
        if tag is None:
            return table
        ids = flat(self._of_tag("listings", tag, commits).column("article_id")).unique()
        of_tag = pc.is_in(table.column("tag_id"), value_set=pa.array(_tag_ids(tag, commits), pa.string()))
        is_value = pc.is_null(table.column("tag_id"))
        of_article = pc.and_(is_value, pc.is_in(table.column("article_id"), value_set=ids))
        return table.filter(pc.or_(of_tag, of_article))

    @_patient
    def sightings(self, *, tag: str | None = None, as_of: AsOf | None = None, version: str | None = None) -> pa.Table:
        """One row per teaser seen, harvest after harvest; rows of held harvests have verdict ``held``."""
        commits = self.commits(as_of=as_of, version=version)
        wanted = None if tag is None else set(_tag_ids(tag, commits))
        harvests = [one for one in harvests_of(commits) if wanted is None or one.tag_id in wanted]
        files = [one.commit.sightings_file for one in harvests if one.commit.verdict != "failed"]
        return self._source.sightings([file for file in files if file is not None])

    @_patient
    def texts(self, *, as_of: AsOf | None = None, version: str | None = None) -> pa.Table:
        """The newest full text of each article whose page was read (``enrich=article``); no part of articles."""
        return text_table(self._source, self.commits(as_of=as_of, version=version))

    def version_id(self, *, as_of: AsOf | None = None) -> str:
        """The id under which exactly this state is cited; ``version=`` opens it again.

        Raises:
            StoreError: nothing was committed yet.
        """
        commits = self.commits(as_of=as_of)
        if not commits:
            raise StoreError("Nothing was committed yet", where=self._source.name, hint="Run a harvest first")
        return version_id(self.dataset_id, commits)

    def commits(self, *, as_of: AsOf | None = None, version: str | None = None) -> list[Commit]:
        """The commits that make a state, as they became visible."""
        if as_of is not None and version is not None:
            raise ConfigError("as_of and version exclude each other", hint="Give one of them")
        commits = self._all_commits()
        if version is not None:
            return _of_version(commits, version, dataset_id=self.dataset_id)
        return commits if as_of is None else _until(commits, as_of)

    def _all_commits(self) -> list[Commit]:
        return self._files.commits()

    def _table(self, name: str, commits: Sequence[Commit]) -> pa.Table:
        """A derived table, from its file when that is of the same state, else from the commits."""
        state = view_state(commits)
        if self._made is not None and self._made[0] == state:
            return self._made[1][name]
        found, file = self._source.derived(name)
        if found == state and file is not None:
            return file.read().replace_schema_metadata(None)
        self._made = (state, self._tables(commits))
        return self._made[1][name]

    def _tables(self, commits: Sequence[Commit]) -> dict[str, pa.Table]:
        root = self._source.local_root
        base = load_base(root / WORK, commits) if root is not None and commits else None
        earlier = read_earlier(self._source, commits, VIEWS) if base is not None else None
        return view_tables(self._source, commits, base=base, earlier=earlier).tables

    def _of_tag(self, name: str, tag: str | None, commits: Sequence[Commit]) -> pa.Table:
        table = self._table(name, commits)
        if tag is None:
            return table
        ids = pa.array(_tag_ids(tag, commits), pa.string())
        return table.filter(pc.is_in(table.column("tag_id"), value_set=ids))


def _has_any(lists: pa.ChunkedArray, wanted: Sequence[str]) -> pa.Array:
    array = flat(lists)
    hits = pc.is_in(pc.list_flatten(array), value_set=pa.array(wanted, pa.string()))
    rows = pc.list_parent_indices(array).filter(hits)
    return pc.is_in(pa.arange(0, len(array)), value_set=rows.cast(pa.int64()).unique())


def _tag_ids(tag: str, commits: Sequence[Commit]) -> list[str]:
    """The tags that a name means: every one whose tag_id ends in it, at a slash."""
    known = sorted({commit.tag_id for commit in commits if commit.tag_id} | discovered_tags(commits).keys())
    wanted = unicodedata.normalize("NFC", tag.strip()).lower()
    found = [one for one in known if one == wanted or one.endswith(f"/{wanted}")]
    if found:
        return found
    slugs = {one.rsplit("/", 1)[-1]: one for one in known} | {one.split("/", 1)[1]: one for one in known}
    near = sorted({slugs[name] for name in difflib.get_close_matches(wanted, list(slugs), n=5)})
    listed = near or known[:10]
    hint = f"{'Near matches' if near else 'It has'}: {', '.join(listed)}" if listed else "It has no tags yet"
    raise ConfigError("The dataset has no such tag", where=tag, hint=hint)


def _until(commits: Sequence[Commit], as_of: AsOf) -> list[Commit]:
    border = _border(as_of)
    found = [commit for commit in commits if commit.committed_at < border]
    if commits and not found:
        first = commits[0].committed_at
        raise ConfigError(
            "The dataset has nothing from so early",
            where=f"as_of={as_of}",
            hint=f"Its first commit is of {first:%Y-%m-%dT%H:%M:%S.%fZ}",
        )
    return found


def _border(as_of: AsOf) -> datetime:
    """The first instant that is too late."""
    if isinstance(as_of, str):
        text = as_of.strip()
        try:
            as_of = date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
        except ValueError as error:
            raise _malformed(as_of) from error
    if not isinstance(as_of, datetime):
        return datetime.combine(as_of, time(), tzinfo=UTC) + timedelta(days=1)
    if as_of.tzinfo is None:
        raise _malformed(as_of)
    return as_of.astimezone(UTC) + timedelta(microseconds=1)


def _malformed(as_of: AsOf) -> ConfigError:
    return ConfigError(
        "This is neither a day nor a time with a zone",
        where=f"as_of={as_of}",
        hint="Write 2026-11-01 for the end of that day in UTC, or 2026-11-01T12:00:00+01:00",
    )


def _of_version(commits: Sequence[Commit], version: str, *, dataset_id: str) -> list[Commit]:
    for n in range(len(commits), 0, -1):
        # Only states whose last commit is of that second can have that name; hashing the others would be a waste.
        if f"-{commits[n - 1].committed_at:%Y%m%dT%H%M%SZ}-" in version and version == version_id(
            dataset_id, commits[:n]
        ):
            return list(commits[:n])
    hint = f"The newest is {version_id(dataset_id, commits)}" if commits else "Nothing was committed yet"
    raise ConfigError("The dataset has no such version", where=version, hint=hint)
