"""Invented archive pages as large as real ones, and a site on loopback that serves them packed."""

from __future__ import annotations

import gzip
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WORDS = (
    "comunità", "welfare", "territorio", "servizi", "famiglie", "cura", "lavoro", "scuola", "anziani", "quartiere",
    "impresa", "terzo", "settore", "bando", "fondazione", "progetto", "rete", "sociale", "casa", "cooperativa",
    "alleanza", "giovani", "salute", "povertà", "inclusione", "risorse", "sfida",
)  # fmt: skip


def text(chance: random.Random, words: int) -> str:
    """Invented words."""
    return " ".join(chance.choice(WORDS) for _ in range(words)).capitalize()


def page(articles: list[int], number: int, last: int, *, nonce: str = "", tag: str = "goal") -> bytes:
    """A page of a list: fourteen entries among menus, styles and a footer, some 100 kB."""
    chance = random.Random(7)  # the same menus on every page
    filler = "".join(
        f'<li class="menu-item menu-item-{n}"><a href="/voci/{n}/">{text(chance, 3)}</a></li>' for n in range(420)
    )
    style = "".join(f".c{n}{{margin:{n}px;padding:{n % 9}px;color:#{n:06x}}}" for n in range(900))
    entries = "".join(entry(one) for one in articles)
    following = f'<a class="next page-numbers" rel="next" href="/tag/{tag}/page/{number + 1}/">Successivi</a>'
    return (
        f'<!DOCTYPE html><html lang="it-IT"><head><meta charset="utf-8"><title>{tag} – Sito</title>'
        f'<style>{style}</style><meta name="n" content="{nonce}"></head><body class="archive tag"><nav><ul>{filler}'
        f'</ul></nav><main><h1 class="page-title">#{tag}</h1>{entries}<nav class="navigation pagination">'
        f"{following if number < last else ''}</nav></main><footer><p>Sito inventato</p></footer></body></html>"
    ).encode()


def entry(number: int) -> str:
    """A teaser."""
    chance = random.Random(number)  # the same article every time
    day = f"2026-{1 + number // 28 % 10:02d}-{1 + number % 28:02d}"
    return (
        f'<article class="post post-{number} hentry"><h2 class="entry-title"><a href="/2026/articolo-{number}/">'
        f'{text(chance, 8)} {number}</a></h2><time class="entry-date" datetime="{day}T08:00:00+02:00">{day}</time>'
        f'<span class="author vcard"><a href="/autore/{number % 9}/">Ada Inventata {number % 9}</a></span>'
        f'<div class="entry-summary"><p>{text(chance, 45)}</p></div></article>'
    )


@contextmanager
def running_site(last: int) -> Iterator[str]:
    """A site of one tag with so many pages; yields its address."""
    packed = {
        number: gzip.compress(page(list(range(number * 14, number * 14 + 14)), number, last), 6)
        for number in range(1, last + 1)
    }

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = [part for part in self.path.split("/") if part]
            number = int(parts[3]) if len(parts) == 4 else 1
            is_page = parts[:1] == ["tag"] and number in packed
            body = packed[number] if is_page else b""
            self.send_response(200 if is_page else 404)
            if is_page:
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/tag/goal/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
