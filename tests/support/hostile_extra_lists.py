"""Cases of our own: pagination, redirects and changes of a site between runs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from hostile_data_cases import LOGIN
from hostile_extra import ALL, ERROR, FIVE, NONE, OK, PARTIAL, TEN, extra, outcome
from hostile_pages import shell
from hostile_server import Play, html_reply, missing, moved
from hostile_wire import Reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from hostile_pages import Item
    from hostile_server import Script


def two_pages(play: Play, href: str) -> Reply:
    """Page 1 with this next link, and a page 2 that must not be reached through it."""
    number = play.number or 0
    if number not in (1, 2):
        return missing()
    return play.show(play.items(5 * number - 4, 5 * number), next_href=href if number == 1 else None)


@extra("x_next_back", "wp", TEN, OK, PARTIAL, requests=6)
async def next_back_to_first(play: Play) -> Reply:
    """Two pages that are each other's next."""
    number = 2 if play.number == 2 else 1
    return play.show(play.items(5 * number - 4, 5 * number), next_href=play.page_url(3 - number))


@extra("x_past_end_first", "el", ALL, OK)
async def past_the_end_the_first_page(play: Play) -> Reply:
    """Past the end the site shows page 1's posts again, for ever."""
    number = play.number
    if number is None:
        return missing()
    return play.archive(play.items(1, 15), number=number if number < 4 else 1, next_href=play.page_url(number + 1))


@extra("x_past_end_last", "wp", ALL, OK)
async def past_the_end_the_last_page(play: Play) -> Reply:
    """Past the end the site shows the last page again, for ever."""
    number = play.number
    if number is None:
        return missing()
    return play.archive(play.items(1, 15), number=min(number, 3), next_href=play.page_url(number + 1))


@extra("x_past_end_empty", "el", ALL, OK)
async def past_the_end_an_empty_page(play: Play) -> Reply:
    """Past the end the list is simply empty, without a word."""
    number = play.number
    if number is None:
        return missing()
    items = play.items(1, 15)[(number - 1) * 5 : number * 5]
    return play.show(items, last=3, next_href=play.page_url(number + 1))


@extra("x_next_javascript", "wp", FIVE, OK, PARTIAL, requests=2)
async def next_javascript(play: Play) -> Reply:
    """The next link is a script."""
    return two_pages(play, "javascript:location='page/2/'")


@extra("x_next_https", "el", FIVE, OK, PARTIAL, requests=2)
async def next_https(play: Play) -> Reply:
    """The next link asks for TLS on the same port."""
    return two_pages(play, play.page_url(2).replace("http:", "https:"))


@extra("x_next_backslash", "wp", FIVE, OK, PARTIAL, requests=2)
async def next_backslash(play: Play) -> Reply:
    """The next link leads to the canary, written with backslashes."""
    return two_pages(play, f"/\\127.0.0.1:{play.site.canary_port}\\c\\page\\2\\")


@extra("x_next_userinfo", "el", FIVE, OK, PARTIAL, requests=2)
async def next_userinfo(play: Play) -> Reply:
    """The next link looks like the site and leads to the canary."""
    return two_pages(play, f"http://127.0.0.1:{play.site.port}@127.0.0.1:{play.site.canary_port}/tag/x/page/2/")


@extra("x_next_decimal", "wp", FIVE, OK, PARTIAL, requests=2)
async def next_decimal(play: Play) -> Reply:
    """The next link leads to the canary at the loopback address written as one number."""
    return two_pages(play, f"http://2130706433:{play.site.canary_port}/page/2/")


@extra("x_next_zero", "el", FIVE, OK, PARTIAL, requests=2)
async def next_zero(play: Play) -> Reply:
    """The next link leads to the canary at the address that means this machine."""
    return two_pages(play, f"http://0.0.0.0:{play.site.canary_port}/page/2/")


@extra("x_next_data", "wp", FIVE, OK, PARTIAL, requests=2)
async def next_data(play: Play) -> Reply:
    """The next link carries a page of its own."""
    return two_pages(
        play, "data:text/html,&lt;article&gt;&lt;h2&gt;&lt;a href='/2026/art-9/'&gt;Nove&lt;/a&gt;&lt;/h2&gt;"
    )


@extra("x_next_file", "el", FIVE, OK, PARTIAL, requests=2, forbidden_text=["SECRET-CANARY"])
async def next_file(play: Play) -> Reply:
    """The next link is a file of this machine."""
    return two_pages(play, f"file://{play.site.memory['secret']}")


@extra("x_next_token", "wp", ALL, OK)
async def next_token(play: Play) -> Reply:
    """Pages have tokens in place of numbers."""
    if play.request.path != play.archive_path:
        return missing()
    tokens = ["", "Zml2ZQ", "dGVuCg"]
    at = tokens.index(play.request.query.get("cursor", ""))
    follow = f"{play.archive_path}?cursor={tokens[at + 1]}" if at < 2 else None
    return play.show(play.items(5 * at + 1, 5 * at + 5), next_href=follow)


@extra("x_next_head", "el", ALL, OK)
async def next_in_head(play: Play) -> Reply:
    """The next page is named in the head alone."""
    number = play.number
    if number not in (1, 2, 3):
        return missing()
    link = f'<link rel="next" href="{play.page_url(number + 1)}">' if number < 3 else ""
    return play.show(play.items(5 * number - 4, 5 * number), head=link)


@extra("x_drift_delete", "wp", (14, 15), OK, PARTIAL)
async def drift_delete(play: Play) -> Reply:
    """A post disappears after page 1 was read, so one of page 2 is never seen."""
    items = play.items(1, 15)
    if play.site.memory.get("started"):
        del items[2]
    play.site.memory["started"] = True
    return play.archive(items) if play.number else missing()


@extra("x_footer_posts", "el", ALL, OK)
async def foreign_footer(play: Play) -> Reply:
    """A widget below the list shows posts of other tags in the same markup."""
    reply = play.honest()
    widget = play.html(play.items(301, 303)).partition("<article")[2].partition("</div>\n\n</div>")[0]
    foot = (
        f'<footer class="site-footer"><h4>Dal nostro archivio</h4><div class="elementor-posts"><article{widget}</div>'
    )
    return html_reply(reply.body.decode().replace('<footer class="site-footer">', foot), status=reply.status)


@extra("x_404_mid", "wp", FIVE, PARTIAL)
async def hole_in_the_middle(play: Play) -> Reply:
    """Page 2 of 3 is a 404: a hole and not the end."""
    return missing() if play.number == 2 else play.honest()


# ---------------------------------------------------------------- redirects


def _page_two_redirects(name: str, theme: str, target: str, **more: Any) -> None:
    """Page 2 redirects to ``target``, in which the case's ports are filled in."""

    async def play_case(play: Play) -> Reply:
        if play.number != 2:
            return play.honest()
        names = {"port": play.site.port, "canary": play.site.canary_port, "base": play.site.base}
        return moved(target.format(**names))

    extra(name, theme, FIVE, PARTIAL, ERROR, **more)(play_case)


_page_two_redirects("x_redirect_loop", "wp", "{base}/tag/x/page/2/")
_page_two_redirects("x_redirect_data", "el", "data:text/html,<h2><a href=/2026/art-9/>Nove</a></h2>")
_page_two_redirects("x_redirect_ftp", "wp", "ftp://127.0.0.1:{canary}/page/2/")
_page_two_redirects("x_redirect_https", "el", "https://127.0.0.1:{port}{base}/tag/x/page/2/")
_page_two_redirects("x_redirect_userinfo", "wp", "http://127.0.0.1:{port}@127.0.0.1:{canary}{base}/tag/x/page/2/")
_page_two_redirects("x_redirect_nothing", "el", "")
_page_two_redirects("x_redirect_broken", "wp", "http://[::1/")
_page_two_redirects("x_redirect_slashes", "el", "///127.0.0.1:{canary}/tag/x/page/2/")
_page_two_redirects("x_redirect_article", "wp", "{base}/2026/art-7/")
_page_two_redirects("x_redirect_metadata", "el", "http://169.254.169.254/latest/meta-data/", seconds=20)


@extra("x_redirect_two", "wp", FIVE, PARTIAL, ERROR)
async def two_locations(play: Play) -> Reply:
    """Page 2 names two places to go to, one of them the canary."""
    if play.number != 2:
        return play.honest()
    canary = play.url("/tag/x/page/2/", port=play.site.canary_port)
    return Reply(status=302, headers=(("Location", canary), ("Location", play.page_url(9))))


@extra("x_redirect_chain", "el", ALL, OK)
async def honest_redirects(play: Play) -> Reply:
    """Page 2 is reached over three redirects of different kinds."""
    steps = {"/tag/x/page/2/": ("/a/", 301), "/a/": ("/b/", 307), "/b/": ("/tag/x/page/2/?moved=1", 308)}
    step = steps.get(play.request.path.removeprefix(play.site.base))
    if step and "moved" not in play.request.query:
        return moved(play.site.base + step[0], step[1])
    return play.honest()


@extra("x_refresh_loop", "wp", NONE, ERROR, requests=15)
async def refresh_loop(play: Play) -> Reply:
    """The archive is a meta refresh to itself."""
    return html_reply(f'<html><head><meta http-equiv="refresh" content="0;url={play.archive_path}"></head></html>')


@extra("x_refresh_file", "el", FIVE, PARTIAL, ERROR, forbidden_text=["SECRET-CANARY"])
async def refresh_file(play: Play) -> Reply:
    """Page 2 is a meta refresh to a file."""
    if play.number != 2:
        return play.honest()
    target = f"file://{play.site.memory['secret']}"
    return html_reply(f'<html><head><meta http-equiv="refresh" content="0;url={target}"></head></html>')


@extra("x_refresh_reload", "wp", ALL, OK)
async def refresh_reload(play: Play) -> Reply:
    """Every page reloads itself after ten minutes, which is nothing to follow."""
    if play.number is None:
        return missing()
    return play.archive(play.items(1, 15), head='<meta http-equiv="refresh" content="600">')


@extra("x_refresh_header", "el", FIVE, PARTIAL, ERROR)
async def refresh_header(play: Play) -> Reply:
    """Page 2 is empty and has a Refresh header that leads to the canary."""
    if play.number != 2:
        return play.honest()
    canary = play.url("/tag/x/page/2/", port=play.site.canary_port)
    return Reply(body=b"<html><body></body></html>", headers=(("Refresh", f"0; url={canary}"),))


# ---------------------------------------------------------------- several runs


def _changed_second_run(name: str, theme: str, exits: tuple[str, ...], **more: Any) -> Callable[[Script], Script]:
    """Fifteen entries must be there after run 2 as well, whatever it saw."""
    second = outcome(name, ALL, *exits, **more)
    return extra(name, theme, ALL, OK, runs=[second], arguments={2: ["-a", "mode=full"]})


@_changed_second_run("x_run_empty", "el", (PARTIAL, ERROR))
async def run_empty(play: Play) -> Reply:
    """In run 2 the archive says that it has nothing."""
    if play.site.run == 1:
        return play.honest()
    return play.show([], empty_text="Non ci sono articoli in questo archivio.") if play.number == 1 else missing()


@_changed_second_run("x_run_404", "wp", (ERROR,))
async def run_404(play: Play) -> Reply:
    """In run 2 the archive is not there."""
    return play.honest() if play.site.run == 1 else missing()


@_changed_second_run("x_run_login", "el", (ERROR,))
async def run_login(play: Play) -> Reply:
    """In run 2 the archive wants a password."""
    return play.honest() if play.site.run == 1 else html_reply(shell("wp", title="Accedi", content=LOGIN))


@_changed_second_run("x_run_half", "wp", (PARTIAL,))
async def run_half(play: Play) -> Reply:
    """In run 2 page 2 answers 500."""
    return Reply(status=500) if play.site.run == 2 and play.number == 2 else play.honest()


@_changed_second_run("x_run_removed", "el", (OK,))
async def run_removed(play: Play) -> Reply:
    """In run 2 one post is gone: its row stays and says so."""
    items = play.items(1, 15)
    if play.site.run == 2:
        del items[2]
    return play.archive(items) if play.number else missing()


@_changed_second_run(
    "x_run_edited", "wp", (OK,), fields={"/c/x_run_edited/2026/art-3/": {"title": "Un titolo corretto"}}
)
async def run_edited(play: Play) -> Reply:
    """In run 2 a title has changed."""
    items = play.items(1, 15)
    if play.site.run == 2:
        items[2] = replace(items[2], title="Un titolo corretto")
    return play.archive(items) if play.number else missing()


def _shifted(item: Item) -> Item:
    assert item.when is not None
    return replace(item, when=item.when - timedelta(days=3000))


@_changed_second_run("x_run_dates_jump", "el", (PARTIAL, ERROR))
async def run_dates_jump(play: Play) -> Reply:
    """In run 2 every date lies eight years back."""
    items = play.items(1, 15)
    if play.site.run == 2:
        items = [_shifted(item) for item in items]
    return play.archive(items) if play.number else missing()


@extra("x_run_moved", "wp", ALL, OK, runs=[outcome("x_run_moved", ALL, OK)], arguments={2: ["-a", "mode=full"]})
async def run_moved(play: Play) -> Reply:
    """In run 2 the archive's address redirects to another one of the same site."""
    moved_to = f"{play.site.base}/argomento/x/"
    if play.site.run == 2 and play.request.path == play.archive_path:
        return moved(moved_to, 301)
    if play.request.path.startswith(moved_to):
        number = int(play.request.query.get("p", "1"))
        follow = f"{moved_to}?p={number + 1}" if number < 3 else None
        return play.show(play.items(5 * number - 4, 5 * number), number=number, next_href=follow)
    return play.honest()
