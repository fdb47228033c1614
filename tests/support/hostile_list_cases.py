"""Cases of group A (pagination), E (several runs) and G (a long archive)."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import replace
from html import escape

from hostile_pages import Item, renamed_classes
from hostile_server import Play, html_reply, missing, moved, plays
from hostile_wire import Reply


@plays("base_wp", "wp")
@plays("base_el", "el")
async def honest(play: Play) -> Reply:
    """Three good pages of five."""
    return play.honest()


@plays("inf_same", "wp")
async def endless_repeats(play: Play) -> Reply:
    """Always a next page; from page 3 on nothing new."""
    number = play.number
    if number is None:
        return play.honest()
    first = 1 if number % 2 else 6
    return play.show(play.items(first, first + 4), last=number + 1, next_href=play.page_url(number + 1))


@plays("inf_new", "el")
async def endless_news(play: Play) -> Reply:
    """Always a next page with five entries never seen."""
    number = play.number
    if number is None:
        return play.honest()
    return play.show(play.items(5 * number - 4, 5 * number), last=number + 1, next_href=play.page_url(number + 1))


@plays("next_self", "el")
async def next_self(play: Play) -> Reply:
    """The next link leads to the page itself."""
    return play.show(play.items(1, 5), next_href=play.request.target) if play.number else missing()


@plays("next_self_query", "wp")
async def next_fresh_query(play: Play) -> Reply:
    """The next link is the same page with a session id that is never the same."""
    token = hashlib.sha256(str(play.tick()).encode()).hexdigest()[:16]
    return play.show(play.items(1, 5), next_href=f"?sid={token}") if play.number else missing()


def _second_page_elsewhere(play: Play, href: str) -> Reply:
    number = play.number or 0
    if number not in (1, 2):
        return missing()
    items = play.items(5 * number - 4, 5 * number)
    return play.show(items, next_href=escape(href) if number == 1 else None)


@plays("next_offsite", "el")
async def next_offsite(play: Play) -> Reply:
    """Page 2 stands under another host name."""
    return _second_page_elsewhere(play, play.url("/tag/x/page/2/", host="localhost"))


@plays("next_proto_rel", "wp")
async def next_protocol_relative(play: Play) -> Reply:
    """Page 2 stands under another host name, linked without a scheme."""
    return _second_page_elsewhere(play, play.url("/tag/x/page/2/", host="localhost").removeprefix("http:"))


@plays("next_private", "el")
async def next_private(play: Play) -> Reply:
    """The next link leads to the canary."""
    return _second_page_elsewhere(play, play.url("/tag/x/page/2/", port=play.site.canary_port))


@plays("next_bad_url", "el")
async def next_bad_url(play: Play) -> Reply:
    """The next link is no URL."""
    return _second_page_elsewhere(play, "http://[::1/")


@plays("next_bad_port", "wp")
async def next_bad_port(play: Play) -> Reply:
    """The next link has a port that cannot be."""
    return _second_page_elsewhere(play, "http://127.0.0.1:99999/")


@plays("next_crlf", "el")
async def next_crlf(play: Play) -> Reply:
    """The next link holds line ends and a header, raw and percent-encoded."""
    number = play.number or 0
    if number not in (1, 2):
        return missing()
    target = play.page_url(2) + "?a=1&#13;&#10;X-Injected: raw\r\n&#13;&#10;b=%0d%0aX-Injected:%20encoded%0d%0a%0d%0a"
    return play.show(play.items(5 * number - 4, 5 * number), next_href=target if number == 1 else None)


@plays("next_long", "wp")
async def next_long(play: Play) -> Reply:
    """The next link is 200 kB long; whoever asks for it gets 414."""
    if len(play.request.target) > 8000:
        return Reply(status=414)
    return _second_page_elsewhere(play, play.page_url(2) + "?q=" + "a" * 200_000)


@plays("base_href", "el")
async def base_href(play: Play) -> Reply:
    """A base tag bends every relative link to another host."""
    number = play.number
    if number is None:
        return play.honest()
    items = [replace(item, href=f"2026/art-{5 * number - 4 + at}/") for at, item in enumerate(play.items(1, 5))]
    return play.show(
        items,
        head=f'<base href="{play.url("/", host="localhost")}">',
        archive="tag/x/",
        last=3,
        next_href=f"tag/x/page/{number + 1}/" if number < 3 else None,
    )


@plays("page1_301", "wp")
async def page_one_redirects(play: Play) -> Reply:
    """``/page/1/`` redirects to the archive's own address."""
    return moved(play.url("/tag/x/"), 301) if play.request.path.endswith("/page/1/") else play.honest()


@plays("last_404", "el")
async def last_links_to_404(play: Play) -> Reply:
    """The last page has a next link, to a 404."""
    return (
        play.archive(play.items(1, 15), next_href=play.page_url((play.number or 1) + 1)) if play.number else missing()
    )


@plays("last_soft404", "wp")
async def last_links_to_nothing(play: Play) -> Reply:
    """After the last page come pages that say that nothing was found, each with a next link."""
    number = play.number
    if number is None:
        return play.honest()
    if number > 3:
        text = "Nessun risultato: non abbiamo trovato quello che cerchi."
        return play.show([], empty_text=text, name="Niente trovato", next_href=play.page_url(number + 1))
    return play.archive(play.items(1, 15), next_href=play.page_url(number + 1))


@plays("last_to_home", "el")
async def last_redirects_home(play: Play) -> Reply:
    """The page after the last one redirects to the home page, which lists other articles."""
    if play.request.path == f"{play.site.base}/":
        return play.show(play.items(201, 205), name="In primo piano", archive=play.url("/"))
    number = play.number
    if number is None:
        return play.honest()
    if number > 3:
        return moved(play.url("/"), 301)
    return play.archive(play.items(1, 15), next_href=play.page_url(number + 1))


@plays("drift_insert", "wp")
async def drift_insert(play: Play) -> Reply:
    """A post appears after pages 1 and 2 were fetched for the first time."""
    number = play.number
    if number is None:
        return play.honest()
    fetched = play.site.memory.setdefault("fetched", set())
    added = [play.item(100 + at) for at in range(len(fetched & {1, 2}), 0, -1)]
    reply = play.archive(added + play.items(1, 15))
    fetched.add(number)
    return reply


def _variants(play: Play, hrefs: list[str]) -> list[Item]:
    """Every article once for each form of its address, the forms one after the other."""
    return [
        replace(play.item(number), href=escape(form.format(article=play.url(f"/2026/art-{number}"), number=number)))
        for form in hrefs
        for number in range(1, 6)
    ]


@plays("url_variants", "wp")
async def url_variants(play: Play) -> Reply:
    """Five articles, each linked in five ways."""
    forms = [
        "{article}/?utm_source=newsletter&utm_medium=email",
        "{article}/?fbclid=IwAR0x{number}",
        "{article}",
        "{article}/#commenti",
        "{article}/amp/",
    ]
    return play.archive(_variants(play, forms), per_page=25) if play.number else missing()


@plays("url_variants_amp", "el")
async def url_variants_amp(play: Play) -> Reply:
    """Five articles as plain page, as AMP in two ways, with another case of host and escapes."""
    forms = ["{article}/", "{article}/amp/", "{article}/?amp=1", "{upper}/%61rt-{number}/"]
    upper = play.url("/2026").replace("http://", "HTTP://")
    forms = [form.replace("{upper}", upper) for form in forms]
    return play.archive(_variants(play, forms), per_page=20) if play.number else missing()


@plays("url_variants_scheme", "wp")
async def url_variants_scheme(play: Play) -> Reply:
    """Page 2 links the articles of page 1 with https."""
    number = play.number
    if number not in (1, 2):
        return missing()
    scheme = "http://" if number == 1 else "https://"
    items = [replace(item, href=(item.href or "").replace("http://", scheme)) for item in play.items(1, 5)]
    return play.show(items, last=2, next_href=play.page_url(2) if number == 1 else None)


# ---------------------------------------------------------------- E: several runs


def _validated(play: Play, reply: Reply, tag: str, *, always_304: bool = False) -> Reply:
    asked = play.request.header("If-None-Match")
    since = play.request.header("If-Modified-Since")
    if (always_304 and (asked or since)) or (asked and asked == tag):
        return Reply(status=304, headers=(("ETag", tag),))
    changed = "Tue, 13 Jan 2026 08:00:00 GMT"
    return replace(reply, headers=(("ETag", tag), ("Last-Modified", changed)))


@plays("etag_304", "el")
async def etag_right(play: Play) -> Reply:
    """Validators that tell the truth."""
    reply = play.honest()
    return _validated(play, reply, f'"{hashlib.md5(reply.body).hexdigest()}"')


@plays("etag_random", "wp")
async def etag_random(play: Play) -> Reply:
    """A fresh ETag every time."""
    return _validated(play, play.honest(), f'"{play.tick()}-{play.site.port}"')


@plays("etag_lies", "el")
async def etag_lies(play: Play) -> Reply:
    """Every conditional request is answered 304, also when there is news."""
    news = play.items(16, 17) if play.site.run > 1 else []
    return (
        _validated(play, play.archive(news + play.items(1, 15)), '"constant"', always_304=True)
        if play.number
        else missing()
    )


@plays("run_sticky_new", "el")
async def sticky_on_top(play: Play) -> Reply:
    """In run 2 an old post is pinned above two new ones."""
    items = play.items(1, 15)
    if play.site.run > 1:
        items = [items[8], *play.items(16, 17), *items[:8], *items[9:]]
    return play.archive(items) if play.number else missing()


@plays("run_backdated", "wp")
async def backdated(play: Play) -> Reply:
    """From run 2 on a new post stands among the old ones of page 3."""
    items = play.items(1, 15)
    if play.site.run > 1:
        items.insert(12, replace(play.item(16), when=items[11].when))
    return play.archive(items) if play.number else missing()


@plays("run_drift", "el")
async def every_class_renamed(play: Play) -> Reply:
    """In run 2 every class has another name."""
    reply = play.honest()
    return html_reply(renamed_classes(reply.body.decode()), status=reply.status) if play.site.run > 1 else reply


@plays("run_drift_partial", "el")
async def some_classes_renamed(play: Play) -> Reply:
    """In run 2 the classes of date and excerpt have other names."""
    reply = play.honest()
    if play.site.run == 1:
        return reply
    names = ("elementor-post-date", "elementor-post__excerpt", "elementor-post__meta-data")
    return html_reply(renamed_classes(reply.body.decode(), only=names), status=reply.status)


@plays("run_collapse", "el")
async def collapse(play: Play) -> Reply:
    """In run 2 one entry is left."""
    return play.honest(15 if play.site.run == 1 else 1)


@plays("long_archive", "wp")
async def long_archive(play: Play) -> Reply:
    """Forty pages, each a moment late."""
    await asyncio.sleep(0.02)
    return play.honest(200)
