"""A site on loopback that fails at random, by seed, and knows what a harvest of each of its tags must end as."""

from __future__ import annotations

import gzip
import random
import re
import threading
from dataclasses import dataclass, field
from pathlib import Path

from archive_server import Archive, archive, page_html
from wire_server import Talk

PER_PAGE = 3
FOR_GOOD = 1000
# What may pass, and how often at most it happens so that the retries of a quick crawl are enough.
PASSING = {"500": 2, "502": 2, "503": 2, "429": 2, "cut": 2, "reset": 2, "hang": 1, "stall": 1, "malformed": 1}
LASTING = (
    "500", "503", "404", "403", "cut", "reset", "hang", "stall", "malformed", "noise", "login", "gzip", "elsewhere",
    "loop", "not_html",
)  # fmt: skip
CLASSES = {
    "500": "http_5xx", "503": "http_5xx", "404": "http_404", "403": "http_4xx", "hang": "timeout", "stall": "timeout",
    "cut": "cut", "malformed": "malformed", "gzip": "bad_encoding", "elsewhere": "off_origin",
    "loop": "redirect_limit", "not_html": "not_html",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What happens to a page.

    Attributes:
        kind: one of the names above.
        times: to how many requests for the page; :data:`FOR_GOOD` to all.
    """

    kind: str
    times: int


@dataclass(kw_only=True)
class UnreliableTag:
    """A tag with its planned faults.

    Attributes:
        faults: page number to fault.
        asked: page number to the requests that came for it.
    """

    slug: str
    made: Archive
    faults: dict[int, Fault]
    asked: dict[int, int] = field(default_factory=dict)

    @property
    def broken_page(self) -> int | None:
        """The first page that never comes; None when all of them do."""
        return min((number for number, fault in self.faults.items() if fault.times == FOR_GOOD), default=None)

    @property
    def verdict(self) -> str:
        """What a harvest must end as."""
        return {None: "complete", 1: "failed"}.get(self.broken_page, "partial")

    @property
    def rows(self) -> int:
        """How many rows it must have."""
        if self.broken_page is None:
            return len(self.made.posts)
        return (self.broken_page - 1) * PER_PAGE


def planned_tag(seed: str, number: int) -> UnreliableTag:
    """A tag of one to four pages, of which some fail: now and then, or for good."""
    dice = random.Random(f"{seed}:{number}")
    pages = dice.randint(1, 4)
    slug = f"t{number}"
    made = archive(slug, (pages - 1) * PER_PAGE + dice.randint(2, PER_PAGE), per_page=PER_PAGE)
    made.theme = dice.choice(("classic", "builder", "cards"))
    faults: dict[int, Fault] = {}
    for page in range(1, pages + 1):
        if dice.random() < 0.25:
            kind = dice.choice(list(PASSING))
            faults[page] = Fault(kind=kind, times=dice.randint(1, PASSING[kind]))
    if dice.random() < 0.4:
        faults[dice.randint(1, pages)] = Fault(kind=dice.choice(LASTING), times=FOR_GOOD)
    return UnreliableTag(slug=slug, made=made, faults=faults)


class UnreliableSite:
    """The script of a :class:`wire_server.WireServer`.

    Args:
        seed: of everything.
        count: how many tags there are.

    Attributes:
        tags: slug to tag.
        processes: slug to the process that harvests it, where known.
        samples: process to what it used when each of its harvests began: memory in kB, open files, sockets.
    """

    def __init__(self, seed: str, count: int) -> None:
        self.tags = {tag.slug: tag for tag in (planned_tag(seed, number) for number in range(count))}
        self.processes: dict[str, int] = {}
        self.samples: dict[int, list[tuple[int, int, int]]] = {}
        self._noise = random.Random(seed)
        self._lock = threading.Lock()

    def __call__(self, talk: Talk) -> None:
        """Answer one request."""
        found = re.fullmatch(r"/tag/(t\d+)/(?:page/(\d+)/)?", talk.path)
        tag = self.tags.get(found[1]) if found else None
        if found is None or tag is None:
            talk.page(b"<html><title>404</title></html>", status="404 Not Found")
            return
        page = int(found[2] or 1)
        with self._lock:
            tag.asked[page] = tag.asked.get(page, 0) + 1
            if page == 1 and tag.asked[1] == 1:
                self._sample(tag.slug)
        fault = tag.faults.get(page)
        whole = page_html(tag.made, f"/tag/{tag.slug}/", page).encode()
        if fault is not None and tag.asked[page] <= fault.times:
            self._fail(talk, fault.kind, whole)
        elif page > tag.made.last_page:
            talk.page(b"<html><title>404</title></html>", status="404 Not Found")
        else:
            talk.page(whole)

    def _fail(self, talk: Talk, kind: str, whole: bytes) -> None:
        length = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(whole)
        if kind.isdigit():
            talk.page(b"<html><h1>trouble</h1></html>", status=f"{kind} Trouble")
        elif kind == "reset":
            talk.reset()
        elif kind == "cut":
            talk.send(length + whole[: len(whole) // 2])
            talk.hang_up()
        elif kind == "hang":
            talk.stay_silent(20)
            talk.hang_up()
        elif kind == "stall":
            talk.send(length + whole[:300])
            talk.stay_silent(20)
            talk.hang_up()
        elif kind == "malformed":
            talk.send(b"\x16\x03\x01 not http at all\r\n\r\n")
            talk.hang_up()
        elif kind == "noise":
            talk.page(self._noise.randbytes(4000))
        elif kind == "login":
            talk.page(b"<html><title>Login</title><form><input name=u><input type=password name=p></form></html>")
        elif kind == "gzip":
            packed = gzip.compress(whole)
            talk.page(packed[:200] + bytes(100) + packed[300:], "Content-Encoding: gzip")
        elif kind == "elsewhere":
            talk.page(b"", "Location: http://127.0.0.1:9/tag/x/", status="302 Found")
        elif kind == "loop":
            talk.page(b"", f"Location: {talk.path}", status="302 Found")
        else:
            assert kind == "not_html"
            talk.send(b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: 9\r\n\r\n%PDF-1.4\n")

    def _sample(self, slug: str) -> None:
        """What the process that harvests a tag uses now."""
        process = self.processes.get(slug)
        if process is None:
            return
        try:
            status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
            files = [str(path.readlink()) for path in Path(f"/proc/{process}/fd").iterdir()]
        except OSError:  # a file was closed, or the process ended, while it was looked at
            return
        memory = re.search(r"VmRSS:\s+(\d+)", status)
        sockets = sum(name.startswith("socket:") for name in files)
        self.samples.setdefault(process, []).append((int(memory[1]) if memory else 0, len(files), sockets))
