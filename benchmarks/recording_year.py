"""How many bytes a year of nightly harvests of all 17 goals takes, written with the project's own writer.

    python -m benchmarks.recording_year

A list of twelve pages a goal (their size is printed); a new article every third night; each night robots.txt and
the first page, and the second where something is new; every thirtieth night the whole list. Three kinds of servers:
one that answers 304, one that sends equal bytes again, one that puts something new into every answer.
"""

from __future__ import annotations

import gzip
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.archive_pages import page
from sw_scraper.warc.records import Earlier, RawExchange
from sw_scraper.warc.writer import WarcFile

GOALS, NIGHTS, LAST, PER_PAGE = 17, 365, 12, 14
_REQUEST = b"GET /tag/goal/ HTTP/1.1\r\nHost: site.example\r\nUser-Agent: sw_scraper/0.1.0\r\nAccept: text/html\r\n\r\n"
_HEAD = b"HTTP/1.1 %s\r\nServer: nginx\r\nDate: Sun, 22 Nov 2026 02:03:04 GMT\r\nContent-Type: text/html\r\n%s\r\n"


def harvest(path: Path, night: int, kind: str, known: dict[str, Earlier], *, revisits: bool) -> int:
    """Record one night of one goal; the bytes of the file."""
    n_articles = LAST * PER_PAGE + night // 3
    newest = list(range(n_articles, 0, -1))
    is_sweep, has_news = night % 30 == 0, night % 3 == 0
    numbers = range(1, LAST + 1) if is_sweep else (1, 2) if has_news else (1,)
    file = WarcFile.create(
        path, {"software": "sw_scraper/0.1.0", "sw-harvest-id": path.name}, known=known if revisits else {}
    )
    moment = datetime(2026, 1, 1, 2, tzinfo=UTC) + timedelta(days=night)
    bodies = [("/robots.txt", b"User-agent: *\nDisallow: /wp-admin/\n", b"200 OK", b"")]
    for number in numbers:
        shown = newest[(number - 1) * PER_PAGE : number * PER_PAGE]
        nonce = f"{night}" if kind == "new bytes" else ""
        packed = gzip.compress(page(shown, number, LAST, nonce=nonce), 6, mtime=0)
        is_old = kind == "304" and not has_news and not is_sweep
        status = b"304 Not Modified" if is_old else b"200 OK"
        bodies.append((f"/page/{number}/", b"" if is_old else packed, status, b"Content-Encoding: gzip\r\n"))
    for address, body, status, more in bodies:
        url, head = f"https://site.example/tag/goal{address}", _HEAD % (status, more)
        file.write_exchange(RawExchange(url=url, fetched_at=moment, request=_REQUEST, head=head, body=body))
    file.write_facts({"sw-robots": "allowed", "sw-harvest": "x" * 1200})
    known |= file.bodies
    return file.finish()[0].stat().st_size


def main() -> None:
    """Print megabytes a year."""
    plain = page(list(range(PER_PAGE)), 1, LAST)
    packed = gzip.compress(plain, 6)
    print(f"{GOALS} goals, {NIGHTS} nights, lists of {LAST} pages of {len(plain) / 1e3:.0f} kB", end="")
    print(f" ({len(packed) / 1e3:.0f} kB packed)")
    for kind in ("304", "equal bytes", "new bytes"):
        for revisits in (True, False):
            with tempfile.TemporaryDirectory() as folder:
                known: dict[str, Earlier] = {}
                files = (Path(folder) / f"{night}.warc.gz" for night in range(NIGHTS))
                one = sum(harvest(file, night, kind, known, revisits=revisits) for night, file in enumerate(files))
            label = "with revisits" if revisits else "without"
            print(f"{kind:<12}{label:<14}{one * GOALS / 1e6:7.0f} MB a year, {one / 1e6:.1f} MB a goal")


if __name__ == "__main__":
    main()
