"""A hostile web on loopback: every case has an origin of its own and a canary port beside it.

A case is a coroutine registered under its id with ``plays``; it gets a ``Play`` (the request, the case's state, the
wire) and returns a ``Reply``, or None when it has written to the wire itself. Modules ``hostile_*_cases`` hold them.
"""

from __future__ import annotations

import asyncio
import re
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from hostile_pages import Item, Page, article_page, invented_item, render, shell
from hostile_wire import HEAD_LIMIT, Reply, Seen, Wire

Script = Callable[["Play"], Awaitable[Reply | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseScript:
    """How one case is played: its theme, its archive and what answers robots.txt."""

    name: str
    theme: str
    play: Script
    robots: Script | None = None


SCRIPTS: dict[str, CaseScript] = {}


def plays(name: str, theme: str, *, robots: Script | None = None) -> Callable[[Script], Script]:
    """Register the decorated coroutine as the behaviour of the case ``name``."""

    def register(script: Script) -> Script:
        if name in SCRIPTS:
            raise ValueError(f"case {name} is registered twice")
        SCRIPTS[name] = CaseScript(name=name, theme=theme, play=script, robots=robots)
        return script

    return register


@dataclass(slots=True)
class CaseSite:
    """One running case: its two ports, what it was asked, what it remembers.

    Attributes:
        run: number of the harvest, from 1; the judge moves it on.
        counts: named counters of the script.
        memory: anything else a script keeps between requests.
    """

    script: CaseScript
    port: int = 0
    canary_port: int = 0
    run: int = 1
    seen: list[Seen] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    memory: dict[str, Any] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def base(self) -> str:
        """The path that everything of the case stands below."""
        return f"/c/{self.script.name}"

    def requests(self, *, run: int | None = None) -> list[Seen]:
        """Requests below the case's path on its own port, in order of arrival."""
        return [
            seen
            for seen in self.seen
            if not seen.canary and seen.path.startswith(self.base) and (run is None or seen.run == run)
        ]


@dataclass(slots=True)
class Play:
    """One request to a case, and what its script needs to answer it."""

    site: CaseSite
    request: Seen
    wire: Wire

    @property
    def theme(self) -> str:
        """``wp`` or ``el``."""
        return self.site.script.theme

    @property
    def archive_path(self) -> str:
        """Path of page 1."""
        return f"{self.site.base}/tag/x/"

    @property
    def number(self) -> int | None:
        """Number of the archive page that is asked for; None for any other path."""
        found = re.fullmatch(re.escape(self.archive_path) + r"(?:page/(\d+)/?)?", self.request.path)
        return int(found[1] or 1) if found else None

    def url(self, path: str, *, host: str = "127.0.0.1", port: int | None = None) -> str:
        """The path below the case, absolute."""
        return f"http://{host}:{port or self.site.port}{self.site.base}{path}"

    def page_url(self, number: int) -> str:
        """Absolute address of an archive page."""
        return self.url("/tag/x/" if number == 1 else f"/tag/x/page/{number}/")

    def item(self, number: int) -> Item:
        """Entry ``number`` of the case's list."""
        return invented_item(number, href=self.url(f"/2026/art-{number}/"))

    def items(self, first: int, last: int) -> list[Item]:
        """Entries ``first`` to ``last``, both included."""
        return [self.item(number) for number in range(first, last + 1)]

    def page(self, items: Sequence[Item], **changes: Any) -> Page:
        """A list page of the case with these items; ``changes`` are fields of ``Page``."""
        fields: dict[str, Any] = {"number": self.number or 1, "last": 1, "archive": self.url("/tag/x/")}
        return Page(items=items, **(fields | changes))

    def show(self, items: Sequence[Item], **changes: Any) -> Reply:
        """The list page in the case's theme as a good answer."""
        return html_reply(render(self.theme, self.page(items, **changes)))

    def html(self, items: Sequence[Item], **changes: Any) -> str:
        """The list page in the case's theme."""
        return render(self.theme, self.page(items, **changes))

    def archive(self, items: Sequence[Item], *, per_page: int = 5, number: int | None = None, **changes: Any) -> Reply:
        """The asked page of a list cut into pages, 404 past its end."""
        number = number or self.number or 1
        last = max(1, -(-len(items) // per_page))
        if number > last:
            return missing()
        part = items[(number - 1) * per_page : number * per_page]
        follow = {"next_href": self.page_url(number + 1) if number < last else None}
        return self.show(part, number=number, last=last, **(follow | changes))

    def honest(self, total: int = 15) -> Reply:
        """What a good site answers: the list, an article, the home page, or 404."""
        if self.number is not None:
            return self.archive(self.items(1, total))
        if re.fullmatch(re.escape(self.site.base) + r"/2026/art-\d+/", self.request.path):
            return html_reply(article_page("Un articolo"))
        return missing()

    def tick(self, name: str = "requests") -> int:
        """Count one more of ``name``; the new count, from 1."""
        self.site.counts[name] += 1
        return self.site.counts[name]


def html_reply(html: str, **fields: Any) -> Reply:
    """A page as UTF-8."""
    return Reply(body=html.encode("utf-8", "surrogatepass"), **fields)


def missing() -> Reply:
    """A full 404 page, as WordPress has it."""
    text = "<h1>Pagina non trovata</h1><p>Non c'è niente qui.</p>"
    content = f'<main><section class="error-404 not-found">{text}</section></main>'
    return html_reply(shell("wp", title="Pagina non trovata", content=content), status=404)


def moved(target: str, status: int = 302) -> Reply:
    """A redirect."""
    return Reply(status=status, headers=(("Location", target),), body=b"<p>Moved</p>")


class HostileServer:
    """Plays cases in a thread of its own; a context manager.

    Every case that is opened gets two listening ports on 127.0.0.1 until the server stops.
    """

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="hostile-server", daemon=True)
        self._servers: list[asyncio.Server] = []
        self._tasks: set[asyncio.Task[None]] = set()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(20)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(20)
        self._loop.close()

    def open(self, name: str) -> CaseSite:
        """Start the case on two fresh ports."""
        site = CaseSite(script=SCRIPTS[name])
        asyncio.run_coroutine_threadsafe(self._open(site), self._loop).result(20)
        return site

    async def _open(self, site: CaseSite) -> None:
        site.port = await self._listen(site, canary=False)
        site.canary_port = await self._listen(site, canary=True)

    async def _listen(self, site: CaseSite, *, canary: bool) -> int:
        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            self._tasks.add(task)
            try:
                await _converse(site, Wire(reader, writer), canary=canary)
            finally:
                self._tasks.discard(task)

        server = await asyncio.start_server(connected, "127.0.0.1", 0, limit=HEAD_LIMIT)
        self._servers.append(server)
        port: int = server.sockets[0].getsockname()[1]
        return port

    async def _stop(self) -> None:
        for server in self._servers:
            server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def _converse(site: CaseSite, wire: Wire, *, canary: bool) -> None:
    """Answer requests on one connection until it ends."""
    try:
        while (request := await wire.read_request(canary=canary, run=site.run)) is not None:
            site.seen.append(request)
            if request.method == "?":
                return
            play = Play(site, request, wire)
            reply = _canary_reply(play) if canary else await _answer(play)
            if reply is None:
                return
            request.replies.append(reply)
            await wire.send(reply.encode())
            if (request.header("Connection") or "").lower() == "close":
                return
    except (ConnectionError, asyncio.CancelledError):
        wire.writer.transport.abort()
    finally:
        await wire.close()


async def _answer(play: Play) -> Reply | None:
    script = play.site.script
    if play.request.path == "/robots.txt" or play.request.path.startswith("/robots-"):
        if script.robots is not None:
            return await script.robots(play)
        return Reply(body=b"User-agent: *\nDisallow:\n", content_type="text/plain")
    if not play.request.path.startswith(play.site.base):
        return missing()
    return await script.play(play)


def _canary_reply(play: Play) -> Reply:
    """An internal service: if anybody asks, it shows a list whose rows would betray the visit."""
    items = [invented_item(number, href=play.url(f"/2026/art-{number}/")) for number in range(901, 906)]
    return html_reply(render("wp", play.page(items, name="INTERNAL-SERVICE")))
