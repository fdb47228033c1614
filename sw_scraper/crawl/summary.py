"""What a run says at its end: one screen a harvest, and the commands to type next. Pure: outcomes in, lines out."""

from __future__ import annotations

import importlib.util
import shlex
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from sw_scraper.crawl.log import one_line
from sw_scraper.crawl.missing import missing_command, missing_notes
from sw_scraper.store.object_store_address import shown_dataset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sw_scraper.crawl.outcome import Outcome
    from sw_scraper.store.records import CommitResult, HarvestRecord

WIDTH = 80
_LABEL = 10
_SCOPE_WORDS = {
    "full": "the whole list",
    "newest": "the newest end of the list",
    "window": "a part of the list, as asked",
}


def harvest_lines(outcome: Outcome, *, width: int = WIDTH, here: Path | None = None) -> list[str]:
    """The screen of one harvest.

    Args:
        outcome: of the harvest.
        width: of the screen; lines are wrapped, paths and words too long for it are broken.
        here: paths are told relative to this folder; None for the current one.

    Returns:
        At most 24 lines for a width of 80.
    """
    record, result = outcome.record, outcome.result
    if record is None or result is None or outcome.verdict == "failed":
        return trouble_lines(outcome, width=width)
    lines = []
    if outcome.profile is not None and outcome.profile.origin == "sample":
        lines += _wrapped("These texts are invented: a recording that ships with sw_scraper, not a real site.", width)
    lines += _wrapped(f"{_name(outcome)} ({outcome.key.tag_id})", width)
    rows = [
        ("verdict", f"{outcome.verdict}: {outcome.reason}"),
        ("scope", _scope_words(record)),
        ("site", _site_words(outcome)),
        ("pages", _page_words(record, result)),
        ("articles", _article_words(outcome, result)),
        *((("with", _coverage_words(result)),) if result.n_teasers or outcome.verdict != "unchanged" else ()),
        ("cost", _cost_words(record, result)),
        *(("note", note) for note in _notes(outcome)),
    ]
    for label, text in rows:
        lines += _row(label, text, width)
    lines += _row("files", f"in {shown_path(outcome.data_dir, here)}", width)
    for path, count in written_files(outcome):
        lines += _path_lines(f"{path}{count}", width)
    return lines


def trouble_lines(outcome: Outcome, *, width: int = WIDTH) -> list[str]:
    """What happened, where, and what to do next, for a harvest that gave nothing."""
    kind = f" ({outcome.failure_class})" if outcome.failure_class else ""
    lines = _wrapped(f"{outcome.asked}: {outcome.verdict}{kind}", width)
    lines += _row("what", _sentence(outcome.reason), width)
    # Addresses and paths are there to be copied: they stand on one line, however long.
    places = outcome.tried or ((outcome.where,) if outcome.where else ())
    for number, place in enumerate(places):
        label = "" if number else ("tried" if outcome.tried else "where")
        lines.append(f"  {label:<{_LABEL}}{one_line(place)}")
    if outcome.hint:
        lines += _row("next", _sentence(outcome.hint), width)
    return lines


def next_lines(outcomes: Sequence[Outcome], *, here: Path | None = None) -> list[str]:
    """The commands to type next, each on a line of its own and never broken; none when no harvest has rows."""
    with_rows = [o for o in outcomes if o.result and (o.result.n_teasers or o.verdict == "held")]
    if not with_rows:
        return []
    folder = shown_path(with_rows[0].data_dir, here)
    tag = with_rows[0].key.tag_id
    data = data_option(with_rows[0].data_dir, here)
    articles = f"{folder}/articles.parquet"
    if importlib.util.find_spec("pandas") and "://" not in folder:
        python = f"import pandas; print(pandas.read_parquet({articles!r}).title)"
    elif "://" in folder:
        python = f"from sw_scraper import open_dataset as o; print(o({folder!r}).articles()['title'])"
    else:
        python = f"import pyarrow.parquet as pq; print(pq.read_table({articles!r})['title'])"
    decisions = [
        f"  sw-scraper {verb} {outcome.harvest_id} --reason WHY{data}"
        for outcome in outcomes
        if outcome.verdict == "held"
        for verb in ("accept", "reject")
    ]
    shows = [f"  sw-scraper show articles --tag {shlex.quote(tag)}{data}", f'  python -c "{python}"']
    ways = [f"  {command}{data}" for outcome in with_rows if (command := missing_command(outcome))]
    return ["Next:", *decisions, *shows, *ways]


def data_option(folder: Path, here: Path | None = None) -> str:
    """`` --data FOLDER`` for commands that look at a dataset; "" where they find it by themselves."""
    shown = shown_path(folder, here)
    return "" if shown == "data" else f" --data {shlex.quote(shown)}"


def shown_path(path: Path, here: Path | None = None) -> str:
    """A path relative to a folder when it is inside, else absolute, with forward slashes; or an address."""
    if (address := shown_dataset(path)) != str(path):
        return address
    base = (here or Path.cwd()).absolute()
    return path.relative_to(base).as_posix() if path.is_relative_to(base) else path.as_posix()


def written_files(outcome: Outcome) -> list[tuple[str, str]]:
    """The files of the dataset that hold the harvest, relative to it, with their number of rows."""
    record, result = outcome.record, outcome.result
    assert record is not None
    assert result is not None
    files = []
    if result.sightings_file:
        files.append((result.sightings_file, f"  {result.n_teasers:,} rows"))
    for name in ("articles.parquet", "listings.parquet"):
        rows = _row_count(outcome.data_dir, name)
        if rows is not None:
            files.append((name, f"  {rows:,} rows"))
    if record.warc_file:
        files.append((record.warc_file, ""))
    return files


def _row_count(folder: Path, name: str) -> int | None:
    """The rows of a derived file; None when there is none."""
    from sw_scraper.store.source import open_source

    _, file = open_source(folder).derived(name.removesuffix(".parquet"))
    return int(file.metadata.num_rows) if file is not None else None


def _name(outcome: Outcome) -> str:
    """The tag's name as the page gives it, else its slug."""
    record = outcome.record
    return (record.tag.name if record else None) or outcome.key.slug


def _site_words(outcome: Outcome) -> str:
    """The site and the file that its profile was read from."""
    profile = outcome.profile
    return f"{profile.name}, profile {profile.file}" if profile else f"{outcome.key.site}, without a profile"


def _scope_words(record: HarvestRecord) -> str:
    """What was meant to be read, and why it was more than the newest end."""
    why = record.notes.get("swept_because")
    return f"{record.scope}, {_SCOPE_WORDS[record.scope]}" + (f" ({why})" if why else "")


def _page_words(record: HarvestRecord, result: CommitResult) -> str:
    """Pages read, teasers, and how many the site says there are."""
    if record.pages_not_modified and not record.n_pages:
        return "the first page was asked for if modified, and it is not"
    said = f"; the site says there are {record.n_expected:,}" if record.n_expected is not None else ""
    plural = "" if record.n_pages == 1 else "s"
    return f"{record.n_pages:,} page{plural} read, {result.n_teasers:,} teasers{said}"


def _article_words(outcome: Outcome, result: CommitResult) -> str:
    """New, changed, gone, what was dropped and why, and how many there still are where nothing is new."""
    dropped = {reason: count for reason, count in outcome.dropped.items() if count}
    why = f" ({', '.join(f'{count:,} {reason}' for reason, count in dropped.items())})" if dropped else ""
    said = f"{result.n_new:,} new, {result.n_changed:,} changed, {result.n_gone:,} gone"
    listed = f"; {outcome.n_listed:,} listed as before" if outcome.n_listed is not None else ""
    return f"{said}, {sum(dropped.values()):,} dropped{why}{listed}"


def _coverage_words(result: CommitResult) -> str:
    """How many rows have which field, and where their dates were read."""
    if not result.coverage:
        return "no rows"
    total = result.n_teasers
    counts = {name: round(share * total) for name, share in result.coverage.items()}
    sources = {
        "page": "the pages",
        "linked_data": "linked data",
        "rest": "REST",
        "feed": "the feed",
        "article": "articles",
    }
    origin = [f"{count:,} from {sources.get(name, name)}" for name, count in result.date_sources.items() if count]
    dates = f" ({', '.join(origin)})" if origin else ""
    return (
        f"title {counts['title']:,}, teaser {counts['teaser']:,}, date {counts['date']:,}{dates}, "
        f"author {counts['authors']:,} of {total:,}"
    )


def _cost_words(record: HarvestRecord, result: CommitResult) -> str:
    """Requests, bytes and time, and what each new article cost."""
    seconds = (record.finished_at - record.started_at).total_seconds()
    retries = f" ({record.n_retries:,} of them retries)" if record.n_retries else ""
    plural = "" if record.n_requests == 1 else "s"
    return (
        f"{record.n_requests:,} request{plural}{retries}, {_size(record.wire_bytes)} received, "
        f"{_size(record.body_bytes)} unpacked, {seconds:.1f} s{_price_words(record, result.n_new)}"
    )


def _price_words(record: HarvestRecord, n_new: int) -> str:
    """What each new article cost; nothing where none is new."""
    if not n_new:
        return ""
    requests, size = record.n_requests / n_new, _size(round(record.wire_bytes / n_new))
    return f"; {requests:.1f} requests and {size} for each new article"


def _size(count: int) -> str:
    """Bytes for people: ``812 B``, ``1.4 kB``, ``3.0 MB``."""
    if count < 1000:
        return f"{count} B"
    return f"{count / 1000:.1f} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"


def _notes(outcome: Outcome) -> list[str]:
    """What a reader should know: hints, drift, and where missing values would come from."""
    notes = [_sentence(outcome.hint)] if outcome.hint and outcome.verdict not in ("complete", "unchanged") else []
    said = outcome.record.notes if outcome.record is not None else {}
    if "drift" in said:
        notes.append(
            f"The markup has changed and no value was lost: {said['drift']}."
            if outcome.verdict != "held"
            else f"The markup has changed: {said['drift']}."
        )
    elif outcome.record is not None and outcome.record.drift:
        notes.append("The selectors of the site's profile no longer fit the page; other ways found the list.")
    if "repaired" in said:
        notes.append(_sentence(said["repaired"]))
    if outcome.result is not None and outcome.result.repeated:
        notes.append("The dataset has this harvest already, read by the same version: nothing was written.")
    return notes + missing_notes(outcome) + _contact_notes(outcome)


def _contact_notes(outcome: Outcome) -> list[str]:
    """That teasers hold e-mail addresses or phone numbers: personal data that nobody expects in them."""
    counts = outcome.contacts
    if not counts.get("rows"):
        return []
    named = {"e-mail address": counts.get("emails", 0), "phone number": counts.get("phones", 0)}
    many = {"e-mail address": "e-mail addresses", "phone number": "phone numbers"}
    said = " and ".join(f"{count:,} {name if count == 1 else many[name]}" for name, count in named.items() if count)
    return [f"{counts['rows']:,} of the teasers hold {said}: think of it before you publish them (PRIVACY.md)."]


def _sentence(text: str) -> str:
    """Text with a full stop and a capital."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def _row(label: str, text: str, width: int) -> list[str]:
    """A labelled line, its continuation under the text."""
    return _wrapped(text, width, first=f"  {label:<{_LABEL}}", indent=" " * (_LABEL + 2))


def _path_lines(path: str, width: int) -> list[str]:
    """A path below the label column; one that is too long goes on after a slash, further to the right."""
    indent = " " * (_LABEL + 2)
    room = max(width, _LABEL + 12) - len(indent)
    if len(path) <= room:
        return [indent + path]
    cut = path.rfind("/", 0, room) + 1 or room
    return [indent + path[:cut], *_path_lines("  " + path[cut:], width)]


def _wrapped(text: str, width: int, *, first: str | None = None, indent: str = "") -> list[str]:
    """Text on lines of at most this width; control characters of the page shown as escapes."""
    return textwrap.wrap(
        one_line(text),
        max(width, _LABEL + 12),
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_on_hyphens=False,
    )
