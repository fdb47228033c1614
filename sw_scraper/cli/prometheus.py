"""The state of a dataset as Prometheus reads it: a text file for node_exporter's textfile collector.

Source: the text exposition format 0.0.4 (https://prometheus.io/docs/instrumenting/exposition_formats/).
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from sw_scraper import __version__
from sw_scraper.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from sw_scraper.store.health import TagHealth

    Samples = Iterator[tuple[dict[str, str], float]]
    Sampler = Callable[[TagHealth], Samples]

_VERDICTS = ("complete", "unchanged", "partial", "held", "failed", "accepted", "rejected")
_ESCAPES = str.maketrans({"\\": r"\\", "\n": r"\n", '"': r"\""})


class _Metric(NamedTuple):
    """One metric: its samples are a label set and a value each."""

    name: str
    kind: str
    text: str
    samples: Sampler


def _instant(
    pick: Callable[[TagHealth], datetime | None],
) -> Callable[[TagHealth], Iterator[tuple[dict[str, str], float]]]:
    def samples(health: TagHealth) -> Samples:
        moment = pick(health)
        if moment is not None:
            yield {}, moment.timestamp()

    return samples


def _count(pick: Callable[[TagHealth], int | None]) -> Sampler:
    def samples(health: TagHealth) -> Samples:
        count = pick(health)
        if count is not None:
            yield {}, count

    return samples


def _verdicts(health: TagHealth) -> Samples:
    last = "held" if health.held else health.decision or health.last_verdict
    for verdict in _VERDICTS:
        yield {"verdict": verdict}, float(verdict == last)


def _coverage(health: TagHealth) -> Samples:
    for field, share in (health.coverage or {}).items():
        yield {"field": field}, share


_METRICS = (
    _Metric(
        "sw_scraper_last_harvest_timestamp_seconds",
        "gauge",
        "When the last harvest of the tag saw what it saw.",
        _instant(lambda one: one.last_harvest_at),
    ),
    _Metric(
        "sw_scraper_last_good_timestamp_seconds",
        "gauge",
        "When the last harvest that was complete, unchanged or accepted saw what it saw.",
        _instant(lambda one: one.last_good_at),
    ),
    _Metric(
        "sw_scraper_last_full_timestamp_seconds",
        "gauge",
        "When the whole list of the tag was last read.",
        _instant(lambda one: one.last_full_at),
    ),
    _Metric(
        "sw_scraper_verdict", "gauge", "1 for the verdict of the last harvest of the tag, 0 for others.", _verdicts
    ),
    _Metric(
        "sw_scraper_held_harvests", "gauge", "Harvests that wait for a decision.", _count(lambda one: len(one.held))
    ),
    _Metric(
        "sw_scraper_problems", "gauge", "What is wrong with the tag, counted.", _count(lambda one: len(one.problems))
    ),
    _Metric(
        "sw_scraper_listed_articles", "gauge", "Articles that the tag lists now.", _count(lambda one: one.n_listed)
    ),
    _Metric("sw_scraper_gone_articles", "gauge", "Articles that the tag listed once.", _count(lambda one: one.n_gone)),
    _Metric(
        "sw_scraper_expected_articles", "gauge", "How many the site says there are.", _count(lambda one: one.n_expected)
    ),
    _Metric("sw_scraper_field_coverage_ratio", "gauge", "Share of teasers that have the field.", _coverage),
    _Metric("sw_scraper_harvests_total", "counter", "Harvests of the tag.", _count(lambda one: one.n_harvests)),
)


def metrics_text(dataset_id: str, healths: Sequence[TagHealth], late: Sequence[str] | None = None) -> str:
    """The state as text, in an order that depends on nothing but the tags.

    Args:
        dataset_id: of the dataset.
        healths: of its tags.
        late: tags without a good harvest in time; None when nobody asked for that.
    """
    info = _sample("sw_scraper_dataset_info", {"dataset_id": dataset_id, "version": __version__}, 1)
    lines = [*_head("sw_scraper_dataset_info", "gauge", "Always 1; which dataset and which version."), info]
    ordered = sorted(healths, key=lambda one: one.tag_id)
    for metric in _METRICS:
        samples = [
            _sample(metric.name, {"tag": one.tag_id, **labels}, value)
            for one in ordered
            for labels, value in metric.samples(one)
        ]
        if samples:
            lines += [*_head(metric.name, metric.kind, metric.text), *samples]
    if late is not None:
        tags = sorted({*late, *(one.tag_id for one in ordered)})
        if tags:
            lines += _head("sw_scraper_late", "gauge", "1 when the tag lacks a good harvest of the age asked for.")
            lines += [_sample("sw_scraper_late", {"tag": tag}, float(tag in late)) for tag in tags]
    return "\n".join(lines) + "\n"


def _head(name: str, kind: str, text: str) -> list[str]:
    return [f"# HELP {name} {text}", f"# TYPE {name} {kind}"]


def _sample(name: str, labels: dict[str, str], value: float) -> str:
    written = ",".join(f'{key}="{_clean(text)}"' for key, text in labels.items())
    return f"{name}{{{written}}} {value:.15g}"


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode().translate(_ESCAPES)


def write_metrics(path: Path, folder: Path | str, *, late: Sequence[str] | None = None) -> None:
    """Write the state of a dataset, so that a reader sees the old file or the new one.

    Args:
        path: ends in ``.prom`` for the textfile collector.
        folder: of the dataset, or its address.
        late: see :func:`metrics_text`.

    Raises:
        StoreError: there is no dataset.
        ConfigError: the file cannot be written (the user names another).
    """
    from sw_scraper.store.dataset import open_dataset
    from sw_scraper.store.health import tag_healths

    dataset = open_dataset(folder)
    replace_text(path, metrics_text(dataset.dataset_id, tag_healths(dataset), late))


def replace_text(path: Path, text: str) -> None:
    """Write a small file atomically, readable by others.

    Raises:
        ConfigError: it cannot be written (the user names another).
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}")  # the collector reads *.prom only
    try:
        with temporary.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise ConfigError(
            f"the file cannot be written ({error.strerror})", where=str(path), hint="Name another."
        ) from error
