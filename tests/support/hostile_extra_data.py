"""Cases of our own: charsets, parser bombs, dirty text and addresses, and robots.txt."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hostile_extra import ALL, ERROR, FIVE, NONE, OK, PARTIAL, extra
from hostile_extra_http import gzip_bomb
from hostile_pages import LATIN_TITLE, with_titles
from hostile_robots_cases import honest, text
from hostile_server import Play, html_reply, missing
from hostile_wire import Reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from hostile_pages import Item


def titles_are(name: str, *titles: str | None) -> dict[str, dict[str, str]]:
    """The ``fields`` of an expectation: titles by address; None for one that may be anything."""
    return {
        f"/c/{name}/2026/art-{number}/": {"title": title} for number, title in enumerate(titles, 1) if title is not None
    }


# ---------------------------------------------------------------- charsets


def _charset(name: str, theme: str, codec: str, *, header: str | None, meta: str | None, bom: bytes = b"") -> None:
    @extra(name, theme, FIVE, OK, fields=titles_are(name, *[LATIN_TITLE] * 5))
    async def answer(play: Play) -> Reply:
        if play.number != 1:
            return missing()
        html = play.html(with_titles(play.items(1, 5), [LATIN_TITLE] * 5), meta_charset=meta)
        content_type = f"text/html; charset={header}" if header else "text/html"
        return Reply(body=bom + html.encode(codec), content_type=content_type)


_charset("x_utf16_bom", "wp", "utf-16-le", header=None, meta=None, bom=b"\xff\xfe")
_charset("x_utf16_header", "el", "utf-16-be", header="utf-16be", meta="utf-8")
_charset("x_utf16_meta_lies", "wp", "utf-8", header=None, meta="utf-16")
_charset("x_bom_wins", "el", "utf-8", header="iso-8859-1", meta="windows-1252", bom=b"\xef\xbb\xbf")
_charset("x_latin1_is_cp1252", "wp", "cp1252", header="ISO-8859-1", meta=None)
_charset("x_no_charset", "el", "utf-8", header=None, meta=None)


@extra("x_utf8_broken", "wp", FIVE, OK)
async def broken_utf8(play: Play) -> Reply:
    """Bytes that are no UTF-8 in a page that says it is."""
    if play.number != 1:
        return missing()
    return Reply(
        body=play.html(play.items(1, 5)).encode().replace(b"Nel racconto", b"Nel \xff\xc3\x28\xed\xa0\x80racconto")
    )


# ---------------------------------------------------------------- what a parser chokes on


def single_page(
    name: str, theme: str, *exits: str, records: Any = FIVE, **more: Any
) -> Callable[[Callable[[Play], Reply]], None]:
    """Register a function that makes the one page of a case from five good entries."""

    def register(make: Callable[[Play], Reply]) -> None:
        async def answer(play: Play) -> Reply:
            return await asyncio.to_thread(make, play) if play.number == 1 else missing()

        extra(name, theme, records, *(exits or (OK,)), **more)(answer)

    return register


def five(play: Play) -> list[Item]:
    """The five entries that ``single_page`` starts from."""
    return play.items(1, 5)


@single_page("x_nul", "wp", fields=titles_are("x_nul", "Un titolo"))
def nul_bytes(play: Play) -> Reply:
    """NUL bytes between and inside of texts."""
    first, *others = five(play)
    html = play.html([replace(first, title="Un ti\x00to\x00lo"), *others])
    return html_reply(html.replace("<article", "\x00<article"))


@single_page("x_deep", "el", OK, PARTIAL, ERROR, records=(0, 5), ok_only_if_count=5, seconds=40)
def deep_before(play: Play) -> Reply:
    """50,000 nested elements around the list."""
    return play.show(five(play), before_list="<div>" * 50_000)


@single_page("x_deep_spans", "wp", OK, PARTIAL, ERROR, records=(0, 5), ok_only_if_count=5, seconds=40)
def deep_inside(play: Play) -> Reply:
    """10,000 nested elements inside the second title."""
    items = five(play)
    items[1] = replace(items[1], title="<b><i>" * 5000 + "In fondo" + "</i></b>" * 5000)
    return play.show(items)


@single_page("x_deep_tables", "el", OK, PARTIAL, ERROR, records=(0, 5), ok_only_if_count=5, seconds=40)
def deep_tables(play: Play) -> Reply:
    """5,000 nested tables before the list, never closed."""
    return play.show(five(play), before_list="<table><tr><td>" * 5000 + "</td></tr></table>" * 5000)


@single_page("x_open_formats", "wp", OK, PARTIAL, ERROR, records=(0, 5), ok_only_if_count=5, seconds=40)
def open_formats(play: Play) -> Reply:
    """3,000 unclosed formatting elements that a browser would reopen in every paragraph."""
    return play.show(five(play), before_list="<b><i><font color=red>" * 1000 + "<p>x" * 1000)


@single_page("x_attr_long", "el", OK, PARTIAL, ERROR, records=(0, 5), ok_only_if_count=5)
def long_attribute(play: Play) -> Reply:
    """An attribute of 12 MB."""
    return play.show(five(play), before_list=f'<div data-x="{"y" * 12_000_000}"></div>')


@single_page("x_title_1mb", "wp", seconds=40)
def long_title(play: Play) -> Reply:
    """A title of a megabyte."""
    first, *others = five(play)
    return play.show([replace(first, title="parola " * 150_000), *others])


@single_page("x_redos_date", "el", seconds=40)
def long_date(play: Play) -> Reply:
    """Dates of 100,000 numbers, commas and month names."""
    items = five(play)
    items[0] = replace(items[0], date_html=f'<span class="elementor-post-date">{"1 " * 100_000}</span>')
    items[1] = replace(items[1], date_html=f'<span class="elementor-post-date">{"gennaio, " * 30_000}</span>')
    items[2] = replace(items[2], date_html=f'<span class="elementor-post-date">{"9" * 200_000}</span>')
    items[3] = replace(items[3], author="di " * 60_000 + "Nives")
    return play.show(items)


@single_page("x_redos_text", "wp", seconds=40)
def odd_text(play: Play) -> Reply:
    """Teasers of 300,000 characters each that pattern matching fears."""
    items = five(play)
    for at, unit in enumerate(["&lt;", "a@", "&amp;amp;", " .", "http://a."]):
        items[at] = replace(items[at], excerpt=unit * (300_000 // len(unit)))
    return play.show(items)


@single_page("x_linked_data_bomb", "el", seconds=40)
def linked_data_bomb(play: Play) -> Reply:
    """Linked data nested 100,000 deep, with an enormous number, and broken."""
    scripts = ["[" * 100_000 + "]" * 100_000, f'{{"@type": "Article", "n": {"9" * 100_000}}}', '{"@type": "Art', "NaN"]
    head = "".join(f'<script type="application/ld+json">{script}</script>' for script in scripts)
    return play.show(five(play), head=head)


@single_page("x_linked_data_lies", "wp")
def linked_data_lies(play: Play) -> Reply:
    """Linked data that lists articles of other sites, scripts and files."""
    addresses = ["http://127.0.0.1:1/x/", "javascript:alert(1)", "file:///etc/passwd", None, 5, ["a"], {"@id": 7}]
    entries = [{"@type": "ListItem", "position": n, "url": url, "name": {}} for n, url in enumerate(addresses)]
    data = json.dumps({"@context": "https://schema.org", "@type": "ItemList", "itemListElement": entries})
    return play.show(five(play), head=f'<script type="application/ld+json">{data}</script>')


@single_page("x_same_ids", "el")
def same_ids(play: Play) -> Reply:
    """Every element has the same id, and some have two."""
    return html_reply(
        play.html(five(play)).replace("<article ", '<article id="a" id="b" ').replace("<div ", '<div id="a" ')
    )


@single_page("x_many", "wp", OK, PARTIAL, records=(100_000, 100_000), seconds=240, memory_mb=1500, own_memory=False)
def many_entries(play: Play) -> Reply:
    """100,000 entries on one page, in as few bytes as a theme may need."""
    entry = (
        '<article class="post hentry"><h2 class="entry-title"><a href="{base}/2026/art-{n}/">Racconto {n}</a></h2>'
        '<time datetime="2025-{month:02}-{day:02}">giorno {day}</time><p>Come nasce la storia {n}.</p></article>\n'
    )
    facts = [{"n": n, "month": n % 12 + 1, "day": n % 28 + 1, "base": play.site.base} for n in range(1, 100_001)]
    entries = "".join(entry.format_map(fact) for fact in facts)
    return html_reply(play.html([]).replace("</h1>", f"</h1>{entries}", 1))


# ---------------------------------------------------------------- addresses


@single_page("x_schemes", "wp", OK, PARTIAL, records=(1, 5), seconds=30)
def odd_schemes(play: Play) -> Reply:
    """Entries that lead to scripts, mail, data, files and nowhere; one leads to an article."""
    items = five(play)
    hrefs = ["JaVaScRiPt:alert(1)", "data:text/html,x", "mailto:a@example.org", "java&#10;script:alert(1)"]
    return play.show([items[0], *(replace(item, href=href) for item, href in zip(items[1:], hrefs, strict=True))])


@single_page("x_image_schemes", "el")
def odd_images(play: Play) -> Reply:
    """Pictures that are scripts, data and files."""
    sources = ["javascript:alert(1)", "data:image/png;base64,AAAA", "file:///etc/passwd", "http://[::1/a.png", "  "]
    html = play.html(five(play))
    for source in sources:
        html = html.replace('<div class="elementor-post__text">', f'<img src="{source}"><div class="done">', 1)
    return html_reply(html)


@single_page("x_traversal", "wp", records=(5, 5))
def traversal(play: Play) -> Reply:
    """Addresses of articles that climb out of folders."""
    items = five(play)
    for at, path in enumerate(["..%2f..%2f..%2fetc%2fpasswd", "..\\..\\x", "%00", "con", "a" * 4000]):
        items[at] = replace(items[at], href=play.url(f"/2026/{path}/"))
    return play.show(items)


def _slug(name: str, path: str) -> None:
    @extra(name, "el", FIVE, OK, path=path)
    async def answer(play: Play) -> Reply:
        return play.show(play.items(1, 5), name="Con") if "/tag/" in play.request.path else missing()


_slug("x_slug_climbs", "/tag/..%2f..%2f..%2f..%2fescaped/")
_slug("x_slug_con", "/tag/con/")
_slug("x_slug_long", f"/tag/{'%C3%A8' * 150}/")
_slug("x_slug_markup", "/tag/%3Cscript%3Ealert(1)%3C%2Fscript%3E%0A%1B%5B31m/")


@single_page("x_base_script", "wp")
def base_script(play: Play) -> Reply:
    """The base address is a script; links are absolute."""
    return play.show(five(play), head='<base href="javascript:alert(1)//">')


@extra("x_base_same", "el", ALL, OK)
async def base_same(play: Play) -> Reply:
    """A base address of the same site, which relative links need."""
    number = play.number
    if number not in (1, 2, 3):
        return missing()
    items = [replace(item, href=f"2026/art-{5 * number - 4 + at}/") for at, item in enumerate(play.items(1, 5))]
    follow = f"tag/x/page/{number + 1}/" if number < 3 else None
    return play.show(items, head=f'<base href="{play.site.base}/">', archive="tag/x/", last=3, next_href=follow)


@single_page("x_iframe", "wp")
def iframes(play: Play) -> Reply:
    """Frames, pictures and styles that would fetch from the canary."""
    canary = f"http://127.0.0.1:{play.site.canary_port}/x"
    load = f'<iframe src="{canary}"></iframe><img src="{canary}.png"><object data="{canary}"></object>'
    links = f'<link rel="stylesheet" href="{canary}.css">'
    links += f'<link rel="alternate" type="application/rss+xml" href="{canary}/feed">'
    rest = f'<link rel="alternate" type="application/json" href="{canary}/wp-json/wp/v2/tags/3">'
    return play.show(five(play), before_list=load, head=links + rest)


# ---------------------------------------------------------------- robots.txt


async def robots_hang(play: Play) -> None:
    """robots.txt is never answered."""
    await play.wire.until_gone(300)


async def robots_reset(play: Play) -> None:
    """robots.txt is cut by RST."""
    await play.wire.send(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nUser-agent: *\n")
    await play.wire.reset()


async def robots_endless(play: Play) -> None:
    """robots.txt forbids everything in its first lines and then never ends."""
    head = Reply(content_type="text/plain").head(length=-1)
    await play.wire.send(head + b"User-agent: *\nDisallow: /c/\n")
    for _ in range(3000):
        await play.wire.send(b"# filler\n" * 10_000)
        await asyncio.sleep(0.005)


async def robots_bomb(play: Play) -> Reply:
    """robots.txt unpacks to 1 GiB."""
    bomb = await asyncio.to_thread(gzip_bomb)
    return Reply(body=bomb, content_type="text/plain", headers=(("Content-Encoding", "gzip"),))


async def robots_elsewhere(play: Play) -> Reply:
    """robots.txt stands under another host name."""
    return Reply(status=302, headers=(("Location", f"http://localhost:{play.site.port}/robots.txt"),))


async def robots_page(play: Play) -> Reply:
    """robots.txt is answered with a web page and status 200."""
    return play.show([], empty_text="Benvenuti: / Disallow: nulla")


LONGEST = "User-agent: *\nDisallow: /\nAllow: /c/x_rb_longest/\n"
MANY_GROUPS = "".join(f"User-agent: bot{n}\nDisallow: /\n\n" for n in range(20_000)) + "User-agent: *\nAllow: /\n"

extra("x_rb_hang", "wp", NONE, ERROR, robots=robots_hang, seconds=60, requests=0)(honest)
extra("x_rb_reset", "el", NONE, ERROR, robots=robots_reset, requests=0)(honest)
extra("x_rb_503", "wp", NONE, ERROR, robots=text("wait", 503), requests=0)(honest)
extra("x_rb_endless", "el", NONE, ERROR, robots=robots_endless, seconds=60, requests=0)(honest)
extra("x_rb_bomb", "wp", (0, 15), OK, ERROR, robots=robots_bomb, seconds=60)(honest)
extra("x_rb_elsewhere", "el", (0, 15), OK, ERROR, robots=robots_elsewhere)(honest)
extra("x_rb_page", "wp", ALL, OK, robots=robots_page)(honest)
extra("x_rb_longest", "el", ALL, OK, robots=text(LONGEST))(honest)
extra("x_rb_many_groups", "wp", (0, 15), OK, ERROR, robots=text(MANY_GROUPS))(honest)
extra("x_rb_delay", "el", ALL, OK, robots=text("User-agent: *\nCrawl-delay: 2\n"), least_gap_s=1.9)(honest)
extra(
    "x_rb_delay_day", "wp", (0, 15), OK, PARTIAL, ERROR, robots=text("User-agent: *\nCrawl-delay: 86400\n"), seconds=60
)(honest)
extra(
    "x_rb_delay_odd",
    "el",
    ALL,
    OK,
    robots=text("User-agent: *\nCrawl-delay: -1\nCrawl-delay: soon\nCrawl-delay: nan\n"),
)(honest)
extra("x_rb_binary", "wp", (0, 15), OK, ERROR, robots=text(bytes(range(256)) * 2000))(honest)
extra(
    "x_rb_latin",
    "el",
    NONE,
    ERROR,
    robots=text("User-agent: *\r\n# perché\r\nDISALLOW:/c/".encode("latin-1")),
    requests=0,
)(honest)
