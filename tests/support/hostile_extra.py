"""Cases of our own, for the classes of fault around the described ones: expectation and script stand side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hostile_server import plays

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from hostile_server import Script

EXTRA: dict[str, dict[str, Any]] = {}
NONE: range = range(1, 1)
FIVE = range(1, 6)
TEN = range(1, 11)
ALL = range(1, 16)
OK, PARTIAL, ERROR = "ok", "partial", "error"


def outcome(
    name: str,
    records: Iterable[int] | tuple[int, int] | None,
    *exits: str,
    seconds: float = 30,
    memory_mb: float = 300,
    requests: int = 25,
    **more: Any,
) -> dict[str, Any]:
    """What must be true after a run, in the shape of the described cases.

    Args:
        name: the case's id.
        records: numbers of the articles that must be there, exactly; a tuple is least and most; None says nothing.
        exits: the exit statuses that are right: ``ok``, ``partial``, ``error``.
        seconds: the run must end within them.
        memory_mb: most that the process may take.
        requests: most that may be made below the case's path.
        more: ``records_count`` for a number alone; further keys of the described cases, such as ``fields``.
    """
    expected: dict[str, Any] = {"exit": list(exits), "must_finish_within_s": seconds, "memory_mb_max": memory_mb}
    expected |= {"max_requests": requests, "records": {}}
    if isinstance(records, tuple):
        expected["records"] = {"min": records[0], "max": records[1]}
    elif count := more.pop("records_count", None):
        expected["records"] = {"count": count}
    elif records is not None:
        paths = [f"/c/{name}/2026/art-{number}/" for number in records]
        expected["records"] = {"exact_urls": paths, "count": len(paths)}
    return expected | more


def extra(
    name: str,
    theme: str,
    records: Iterable[int] | tuple[int, int] | None,
    *exits: str,
    path: str = "/tag/x/",
    robots: Script | None = None,
    runs: Sequence[Mapping[str, Any]] = (),
    arguments: Mapping[int, Sequence[str]] | None = None,
    **more: Any,
) -> Callable[[Script], Script]:
    """Register the decorated script with what a harvest of it must leave behind.

    Args:
        name: the case's id, starting with ``x_``.
        theme: ``wp`` or ``el``.
        records: see ``outcome``; of the first run.
        exits: of the first run.
        path: of the archive, below the case.
        robots: answers robots.txt; None allows everything.
        runs: outcomes of the second run and on, made with ``outcome``.
        arguments: number of a run to further arguments of its command line.
        more: see ``outcome``.
    """
    first = outcome(name, records, *exits, **more)
    EXTRA[name] = {
        "id": name,
        "path": f"/c/{name}{path}",
        "runs": 1 + len(runs),
        "expected_runs": [first, *runs],
        "arguments": dict(arguments or {}),
    }
    return plays(name, theme, robots=robots)
