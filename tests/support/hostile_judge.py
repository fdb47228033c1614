"""Compare what a harvest left behind with what a hostile case expects; every complaint is a sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from hostile_harvest import Harvested, files_holding

if TYPE_CHECKING:
    from hostile_server import CaseSite
    from hostile_wire import Seen

Expected = Mapping[str, Any]
EXITS = {"ok": 0, "partial": 3, "error": 4}
VERDICT_EXITS = {"complete": 0, "unchanged": 0, "partial": 3, "held": 3, "failed": 4}
MEMORY_MB = 300
OWN_FILES = re.compile(r"data|secret\.html|run\d+\.(log|json)")
UNCLEAN = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a\u202b\u202d\u202e\u2066\u2067]")


def complaints(expected: Expected, site: CaseSite, done: Harvested) -> list[str]:
    """Everything in which the run differs from ``expected``; empty when it is right."""
    return [
        *_exit(expected, done),
        *_resources(expected, done),
        *_records(expected.get("records", {}), done.articles),
        *_required(expected, done),
        *_fields(expected, done.articles),
        *_requests(expected, site, done),
        *_texts(expected, done),
        *_always(done),
    ]


def _exit(expected: Expected, done: Harvested) -> Iterator[str]:
    if done.killed:
        yield f"did not end: killed after {done.seconds:.0f} s"
        return
    allowed = [EXITS[name] for name in expected["exit"]]
    if done.exit not in allowed:
        yield f"exit {done.exit}, expected one of {allowed}"
    count = expected.get("ok_only_if_count")
    if count is not None and done.exit == 0 and len(done.articles) != count:
        yield f"exit 0 with {len(done.articles)} records; only {count} would be ok"


def _resources(expected: Expected, done: Harvested) -> Iterator[str]:
    if done.seconds > expected["must_finish_within_s"]:
        yield f"took {done.seconds:.1f} s, allowed are {expected['must_finish_within_s']}"
    own = MEMORY_MB if expected.get("own_memory", True) else expected["memory_mb_max"]
    limit = min(own, expected["memory_mb_max"])
    if done.memory_mb > limit:
        yield f"peak memory {done.memory_mb:.0f} MB, allowed are {limit}"


def _records(expected: Expected, articles: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if "count" in expected and len(articles) != expected["count"]:
        yield f"{len(articles)} records, expected {expected['count']}"
    if not expected.get("min", 0) <= len(articles) <= expected.get("max", len(articles)):
        yield f"{len(articles)} records, expected {expected.get('min')} to {expected.get('max')}"
    if "exact_urls" in expected:
        wanted, had = set(expected["exact_urls"]), {_path(row) for row in articles}
        if wanted != had:
            yield f"addresses: missing {sorted(wanted - had)[:5]}, unexpected {sorted(had - wanted)[:5]}"


def _required(expected: Expected, done: Harvested) -> Iterator[str]:
    lost = set(expected.get("required_urls", ())) - {_path(row) for row in done.articles}
    if lost:
        yield f"lost {sorted(lost)[:5]}"


def _path(row: Mapping[str, Any]) -> str:
    return unquote(urlsplit(row["url"]).path)


def _fields(expected: Expected, articles: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    by_path = {_path(row): row for row in articles}
    for path, fields in expected.get("fields", {}).items():
        row = by_path.get(path)
        if row is None:
            continue
        if "title" in fields and row["title"] != fields["title"]:
            yield f"{path}: title {row['title']!r}, expected {fields['title']!r}"
        if "date" in fields and not _same_date(fields["date"], row):
            yield f"{path}: date {row['date_published']!r} ({row['published_at']}), expected {fields['date']!r}"


def _same_date(wanted: str | None, row: Mapping[str, Any]) -> bool:
    """Whether the row has that day or that instant; a date in the future may also be left out."""
    said = row["date_published"]
    if wanted is None:
        return said is None
    if wanted == "flag-future":
        return said is None
    if "T" in wanted:
        return bool(row["published_at"] == datetime.fromisoformat(wanted))
    return bool(said) and said[:10] == wanted and str(row["published_on"]) == wanted


def _requests(expected: Expected, site: CaseSite, done: Harvested) -> Iterator[str]:
    if len(done.requests) > expected.get("max_requests", len(done.requests)):
        yield f"{len(done.requests)} requests, allowed are {expected['max_requests']}"
    gaps = [later.at - seen.at for seen, later in pairwise(done.requests)]
    if gaps and min(gaps) < expected.get("least_gap_s", 0):
        yield f"{min(gaps):.2f} s between two requests, expected at least {expected['least_gap_s']}"
    asked = sum(1 for seen in done.requests if seen.header("If-None-Match") or seen.header("If-Modified-Since"))
    if asked < expected.get("min_inm_seen", 0):
        yield f"{asked} conditional requests, expected at least {expected['min_inm_seen']}"
    allowed = expected.get("forbidden", {})
    for name, number in forbidden_events(site, done).items():
        if number > allowed.get(name, 0):
            yield f"{name}: {number}"


def forbidden_events(site: CaseSite, done: Harvested) -> dict[str, int]:
    """How often each thing happened that must never happen."""
    outside = [seen for seen in done.everything if seen.canary or not _own_host(site, seen)]
    paths = Counter(row["article_id"] for row in done.articles) + Counter(_path(row) for row in done.articles)
    return {
        "canary_hits": sum(1 for seen in done.everything if seen.canary),
        "offsite_hits": sum(1 for seen in outside if not seen.canary),
        "auth_leaked": sum(1 for seen in outside if seen.header("Authorization")),
        "cookie_leaked": sum(1 for seen in outside if seen.header("Cookie")),
        "injected_headers": sum(1 for seen in done.everything if seen.header("X-Injected")),
        "not_http": sum(1 for seen in done.everything if seen.method not in ("GET", "HEAD")),
        "duplicates": sum(number - 1 for number in paths.values()),
        "trap": site.counts["trap"],
        "early_requests": early_requests(done.everything),
    }


def _own_host(site: CaseSite, seen: Seen) -> bool:
    return seen.header("Host") == f"127.0.0.1:{site.port}"


def early_requests(everything: Sequence[Seen]) -> int:
    """Requests made before the time that a Retry-After in whole seconds had asked for was over."""
    early = 0
    for at, seen in enumerate(everything):
        for reply in seen.replies:
            wait = dict(reply.headers).get("Retry-After", "")
            if wait.isdecimal():
                early += sum(1 for later in everything[at + 1 :] if later.at < seen.at + int(wait))
    return early


def _texts(expected: Expected, done: Harvested) -> Iterator[str]:
    for text in expected.get("forbidden_text", ()):
        for name in files_holding(done.data, text):
            yield f"{text} stands in {name}"
        if text in done.output:
            yield f"{text} stands in the log"
    for row in done.articles:
        bad = set(expected.get("title_forbidden_chars", "")) & set(row["title"] or "")
        if bad:
            yield f"title {row['title']!r} holds {sorted(map(ascii, bad))}"


def _always(done: Harvested) -> Iterator[str]:
    """What holds for every run of every case."""
    for row in done.articles:
        for field in ("url", "url_raw", "image_url"):
            if row[field] is not None and not row[field].startswith(("http://", "https://")):
                yield f"{field} {row[field]!r} is not http(s)"
        parts = [row["url"], row["title"], row["teaser"], row["date_published"], *row["authors"]]
        text = "".join(part for part in parts if part)
        if UNCLEAN.search(text):
            yield f"control characters in {text!r}"
    strays = [file.name for file in done.data.parent.iterdir() if not OWN_FILES.fullmatch(file.name)]
    if strays:
        yield f"files outside of the dataset: {strays}"
    if "\x1b" in done.output or "\x07" in done.output:
        yield "terminal escapes in the output"
    if "Traceback (most recent call last)" in done.output:
        yield "a traceback in the output"
    if any(line.startswith("2026-01-01 00:00:00 [") for line in done.output.splitlines()):
        yield "a forged line in the log"
    if not done.killed and done.exit in (0, 3, 4):
        yield from _verdict(done)


def _verdict(done: Harvested) -> Iterator[str]:
    latest = max(done.harvests, key=lambda row: row["committed_at"], default=None)
    if latest is None:
        yield "no harvest was committed"
    elif VERDICT_EXITS[latest["verdict"]] != done.exit:
        yield f"exit {done.exit}, but the last harvest is {latest['verdict']}"
    elif done.exit and not (latest["reason"] or latest["failure_class"]):
        yield f"{latest['verdict']} without a reason"
