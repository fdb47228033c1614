"""A small deterministic site on loopback: tag archives in several themes of invented markup, and planted faults."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MONTHS = [
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
]


@dataclass(frozen=True, kw_only=True)
class Post:
    """One invented article of an archive."""

    number: int
    title: str
    teaser: str
    day: date
    author: str

    @property
    def path(self) -> str:
        """Of the article's own page."""
        return f"/2026/articolo-{self.number}/"


def make_post(number: int) -> Post:
    return Post(
        number=number,
        title=f"Una cooperativa di quartiere numero {number}: perché funziona",
        teaser=f"Nel paese inventato numero {number} gli abitanti gestiscono insieme la biblioteca e il forno comune.",
        day=date(2026, 11, 1) - timedelta(days=3 * number),
        author=f"Ada Inventata {number % 3}",
    )


@dataclass(kw_only=True)
class Archive:
    """One tag's archive.

    Attributes:
        posts: newest first.
        faults: page number to a function that answers in place of the page; returning False lets the page through.
        delay_s: before every page.
        last_still_links: the last page links to one more.
        says_count: the page says how many entries there are.
        with_dates, with_authors: what the teasers show.
        alternates: a REST address and a feed are advertised.
        head: further markup of the head.
    """

    name: str
    posts: list[Post]
    theme: str = "classic"
    per_page: int = 5
    faults: dict[int, Callable[[Any], bool | None]] = field(default_factory=dict)
    delay_s: float = 0.0
    last_still_links: bool = False
    says_count: bool = False
    with_dates: bool = True
    with_authors: bool = True
    alternates: bool = False
    head: str = ""
    numbers: bool = True

    @property
    def last_page(self) -> int:
        """The number of pages; an empty archive has one."""
        return max(1, -(-len(self.posts) // self.per_page))

    def page_posts(self, number: int) -> list[Post]:
        """The posts of a page."""
        return self.posts[(number - 1) * self.per_page : number * self.per_page]


def archive(slug: str = "welfare", count: int = 12, **options: Any) -> Archive:
    return Archive(name=slug.capitalize(), posts=[make_post(n) for n in range(1, count + 1)], **options)


def italian(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def classic_entry(post: Post, made: Archive) -> str:
    when = f'<time class="entry-date" datetime="{post.day}">{italian(post.day)}</time>' if made.with_dates else ""
    who = f'<span class="byline">di <a rel="author" href="/autore/{post.number % 3}/">{post.author}</a></span>'
    return (
        f'<article id="post-{post.number}" class="post hentry"><header><h2 class="entry-title">'
        f'<a href="{post.path}" rel="bookmark">{post.title}</a></h2>'
        f'<div class="entry-meta">{when}{who if made.with_authors else ""}</div></header>'
        f'<div class="entry-summary"><p>{post.teaser}</p></div></article>'
    )


def builder_entry(post: Post, made: Archive) -> str:
    when = f'<span class="elementor-post-date">{italian(post.day)}</span>' if made.with_dates else ""
    who = f'<span class="elementor-post-author">{post.author}</span>' if made.with_authors else ""
    return (
        f'<article class="elementor-post elementor-grid-item post-{post.number}"><div class="elementor-post__text">'
        f'<h3 class="elementor-post__title"><a href="{post.path}">{post.title}</a></h3>'
        f'<div class="elementor-post__meta-data">{when}{who}</div>'
        f'<div class="elementor-post__excerpt"><p>{post.teaser}</p></div></div></article>'
    )


def cards_entry(post: Post, made: Archive) -> str:
    when = f'<p class="c-when">{italian(post.day)}</p>' if made.with_dates else ""
    return (
        f'<li class="c-item"><div class="c-body"><h3><a href="{post.path}">{post.title}</a></h3>{when}'
        f'<p class="c-lead">{post.teaser}</p></div></li>'
    )


ENTRIES = {"classic": classic_entry, "builder": builder_entry, "cards": cards_entry}
WRAPS = {
    "classic": '<div id="content" class="site-main">{}</div>',
    "builder": '<div class="elementor-posts-container elementor-grid">{}</div>',
    "cards": '<ul class="c-list">{}</ul>',
}


class ArchiveServer:
    """Archives by path (``/tag/<slug>/``), on 127.0.0.1.

    Attributes:
        archives: path prefix to archive.
        requests: paths in the order in which they were asked for, robots.txt included.
        headers: of the last request.
    """

    def __init__(self) -> None:
        self.archives: dict[str, Archive] = {}
        self.answers: dict[str, Callable[[Any], None]] = {}
        self.requests: list[str] = []
        self.headers: dict[str, str] = {}
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                server.requests.append(self.path)
                server.headers = {name.lower(): value for name, value in self.headers.items()}
                server.answer(self)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
                return

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.port = self._http.server_address[1]
        self.base = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop serving."""
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def add(self, slug: str, made: Archive, taxonomy: str = "tag") -> str:
        """Serve an archive; its address."""
        path = f"/{taxonomy}/{slug}/"
        self.archives[path] = made
        return self.base + path

    def pages(self) -> list[str]:
        """The paths that were asked for, without robots.txt."""
        return [path for path in self.requests if path != "/robots.txt"]

    def answer(self, handler: Any) -> None:
        """Answer one request."""
        if handler.path in self.answers:
            self.answers[handler.path](handler)
            return
        match = re.fullmatch(r"(/[^/]+/[^/]+/)(?:page/(\d+)/)?", handler.path)
        made = self.archives.get(match[1]) if match else None
        if made is None or match is None:
            respond(
                handler, "<html><head><title>Non trovata</title></head><body><h1>404</h1></body></html>", status=404
            )
            return
        number = int(match[2] or 1)
        time.sleep(made.delay_s)
        fault = made.faults.get(number)
        if fault is not None and fault(handler) is not False:
            return
        if number > made.last_page:
            respond(
                handler, "<html><head><title>Non trovata</title></head><body><h1>404</h1></body></html>", status=404
            )
            return
        respond(handler, page_html(made, match[1], number))


def page_html(made: Archive, path: str, number: int) -> str:
    entries = "".join(ENTRIES[made.theme](post, made) for post in made.page_posts(number))
    body = WRAPS[made.theme].format(entries) if entries else '<p class="no-results">Nessun articolo trovato.</p>'
    count = f'<p class="results-count">{len(made.posts)} risultati</p>' if made.says_count else ""
    links = []
    if made.numbers:
        for page in range(1, made.last_page + 1):
            here = path if page == 1 else f"{path}page/{page}/"
            current = f'<span aria-current="page" class="page-numbers current">{page}</span>'
            links.append(current if page == number else f'<a class="page-numbers" href="{here}">{page}</a>')
    if number < made.last_page or made.last_still_links:
        links.append(f'<a class="next page-numbers" rel="next" href="{path}page/{number + 1}/">Successivi</a>')
    pager = f'<nav class="navigation pagination"><div class="nav-links">{"".join(links)}</div></nav>' if links else ""
    head = made.head
    if made.alternates:
        head += (
            '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/tags/7">'
            f'<link rel="alternate" type="application/rss+xml" href="{path}feed/">'
        )
    return (
        f'<!DOCTYPE html><html lang="it-IT"><head><meta charset="utf-8"><title>{made.name} – Sito</title>{head}'
        f'</head><body class="archive tag"><header><nav><a href="/">Home</a> <a href="/chi-siamo/">Chi siamo</a></nav>'
        f'</header><main><h1 class="page-title">#{made.name}</h1>'
        f'<div class="archive-description"><p>Testi inventati su {made.name}. Vedi <a href="/obiettivi/">qui</a>.'
        f"</p></div>{count}{body}{pager}</main><footer><p>Sito inventato</p></footer></body></html>"
    )


def respond(handler: Any, text: str | bytes, *, status: int = 200, headers: dict[str, str] | None = None) -> None:
    data = text.encode() if isinstance(text, str) else text
    handler.send_response(status)
    for name, value in {"Content-Type": "text/html; charset=utf-8", **(headers or {})}.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(data)))
    handler.end_headers()
    handler.wfile.write(data)


def status_page(status: int) -> Callable[[Any], None]:
    return lambda handler: respond(handler, f"<html><body><h1>{status}</h1></body></html>", status=status)


def redirect_to(target: str, status: int = 302) -> Callable[[Any], None]:
    return lambda handler: respond(handler, "", status=status, headers={"Location": target})


@contextmanager
def running_server() -> Iterator[ArchiveServer]:
    server = ArchiveServer()
    try:
        yield server
    finally:
        server.close()
