"""Cases of our own: dates and addresses as sites write them, starts that are nothing, robots.txt for us alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from hostile_date_cases import dated, day_html, time_html
from hostile_extra import ALL, ERROR, FIVE, NONE, OK, PARTIAL, extra, outcome
from hostile_extra_data import single_page
from hostile_http_cases import PNG, cut_by_reset
from hostile_pages import with_titles
from hostile_robots_cases import honest, text
from hostile_server import html_reply, missing
from hostile_wire import Reply

if TYPE_CHECKING:
    from hostile_server import Play


def dates_are(name: str, *days: str | None) -> dict[str, dict[str, str | None]]:
    """The ``fields`` of an expectation: dates by address."""
    return {f"/c/{name}/2026/art-{number}/": {"date": day} for number, day in enumerate(days, 1)}


def ago(days: int) -> str:
    """The day so many days before today, as the harvester's clock has it."""
    return (date.today() - timedelta(days=days)).isoformat()


@single_page("x_dates_relative", "el", fields=dates_are("x_dates_relative", ago(1), ago(3), ago(14), ago(0)))
def dates_relative(play: Play) -> Reply:
    """Days counted from today."""
    days = ["ieri", "3 giorni fa", "2 settimane fa", "oggi", "5 gennaio 2026"]
    return play.show(dated(play, [day_html(day) for day in days]))


@single_page("x_dates_english", "wp", fields=dates_are("x_dates_english", *["2026-01-05"] * 4, None))
def dates_english(play: Play) -> Reply:
    """English days on an Italian page, and a time that is no date."""
    days = ["January 5, 2026", "5 Jan 2026", "Monday, January 5th, 2026", "2026-01-05", "09:15"]
    return play.show(dated(play, [f'<span class="entry-date published">{day}</span>' for day in days]))


@single_page("x_dates_machine_bad", "wp", fields=dates_are("x_dates_machine_bad", *["2026-01-05"] * 4))
def dates_machine_bad(play: Play) -> Reply:
    """Machine dates that are broken while the text is right."""
    stamps = ["", "0000-00-00T00:00:00+00:00", "2026-13-45", "not a date", "2026-01-05"]
    return play.show(dated(play, [time_html(stamp, "5 gennaio 2026") for stamp in stamps]))


@single_page("x_url_odd", "el", records=(5, 5))
def odd_addresses(play: Play) -> Reply:
    """Blanks, other scripts, broken escapes and dots in the addresses of articles."""
    paths = ["una storia/", "così-è/", "%zz%2/", "../2026/./art-4/", "a;b=c,d/?p=1&amp;q=%26"]
    items = [replace(item, href=play.url(f"/2026/{path}")) for item, path in zip(play.items(1, 5), paths, strict=True)]
    return play.show(items)


@single_page("x_template", "wp")
def inert_copies(play: Play) -> Reply:
    """The entries stand again in a template, a noscript and a comment, under other addresses."""
    good = play.html(play.items(1, 5))
    copies = play.html(play.items(901, 905)).partition("</header>\n\n")[2].partition("</main>")[0]
    inert = f"<template>{copies}</template><!-- {copies} --><script type='text/html'>{copies}</script>"
    return html_reply(good.replace("<footer", inert + "<footer", 1))


@single_page("x_comment_open", "wp", OK, PARTIAL, ERROR, records=(2, 5))
def comment_never_closed(play: Play) -> Reply:
    """A comment begins after the third entry and never ends."""
    parts = play.html(play.items(1, 5)).split("</article>")
    return html_reply("</article>".join(parts[:3]) + "</article><!-- " + "</article>".join(parts[3:]))


@single_page("x_rtl", "el")
def right_to_left(play: Play) -> Reply:
    """Titles in scripts that run the other way, with marks, joiners and faces."""
    titles = ["עברית ושלום", "العربية والسلام", "👩‍👩‍👧 famiglia", "नमस्ते दुनिया", "e\u0301 composta"]
    return play.show(with_titles(play.items(1, 5), titles))


@single_page("x_same_titles", "wp")
def same_titles(play: Play) -> Reply:
    """Five articles with one title."""
    return play.show(with_titles(play.items(1, 5), ["Sempre lo stesso titolo"] * 5))


# ---------------------------------------------------------------- starts that are nothing


def _start(name: str, reply: Reply) -> None:
    @extra(name, "wp", NONE, ERROR, requests=8)
    async def answer(play: Play) -> Reply:
        return reply


_start("x_start_empty", Reply())
_start("x_start_204", Reply(status=204))
_start("x_start_png", Reply(body=PNG, content_type="image/png"))
_start("x_start_500", Reply(status=500))
_start("x_start_410", Reply(status=410))
_start("x_start_blank", Reply(body=b" \n" * 5000))
_start("x_start_text", Reply(body=b"Welcome to nginx!", content_type="text/plain"))


@extra("x_start_reset", "el", NONE, ERROR, requests=8)
async def start_reset(play: Play) -> None:
    """The archive itself is always cut."""
    await cut_by_reset(play, play.honest())


@extra("x_start_maintenance", "wp", NONE, ERROR, requests=8)
async def maintenance(play: Play) -> Reply:
    """A page that says that the site will be back soon, with status 200."""
    return html_reply(
        "<!DOCTYPE html><html lang='it'><head><title>Manutenzione</title></head><body><h1>Sito in manutenzione</h1>"
        "<p>Torniamo presto.</p></body></html>"
    )


# ---------------------------------------------------------------- runs


def _other_addresses(name: str, theme: str, change: Any, **more: Any) -> None:
    @extra(name, theme, ALL, OK, runs=[outcome(name, None, OK, records_count=15, **more)])
    async def answer(play: Play) -> Reply:
        items = play.items(1, 15)
        if play.site.run == 2:
            items = change(items)
        return play.archive(items) if play.number else missing()


_other_addresses("x_run_slash", "wp", lambda items: [replace(item, href=item.href.rstrip("/")) for item in items])
_other_addresses("x_run_utm", "el", lambda items: [replace(item, href=f"{item.href}?utm_source=x") for item in items])
_other_addresses("x_run_reverse", "wp", lambda items: items[::-1])


@extra(
    "x_run_grows", "el", ALL, OK, runs=[outcome("x_run_grows", range(1, 31), OK)], arguments={2: ["-a", "mode=full"]}
)
async def grows(play: Play) -> Reply:
    """In run 2 the list is twice as long."""
    return play.honest(15 if play.site.run == 1 else 30)


# ---------------------------------------------------------------- robots.txt

US_ALONE = "User-agent: *\nAllow: /\n\nUser-agent: sw_scraper\nUser-agent: sw-scraper\nDisallow: /\n"
ANY_CASE = "user-agent: SW_Scraper\nuser-agent: SW-SCRAPER\ndisallow: /\n\nUser-agent: *\nDisallow:\n"
OTHERS = "User-agent: otherbot\nDisallow: /\n\nUser-agent: *\nDisallow: /private/\n"

extra("x_rb_us_alone", "wp", NONE, ERROR, robots=text(US_ALONE), requests=0)(honest)
extra("x_rb_any_case", "el", NONE, ERROR, robots=text(ANY_CASE), requests=0)(honest)
extra("x_rb_others", "wp", ALL, OK, robots=text(OTHERS))(honest)
extra("x_rb_path_case", "el", ALL, OK, robots=text("User-agent: *\nDisallow: /C/\n"))(honest)
extra("x_rb_401", "wp", ALL, OK, robots=text("no", 401))(honest)
extra("x_rb_empty", "el", ALL, OK, robots=text(""))(honest)
extra("x_rb_exact", "wp", FIVE, OK, PARTIAL, robots=text("User-agent: *\nDisallow: /c/x_rb_exact/tag/x/page/2/$\n"))(
    honest
)
extra("x_rb_escaped", "el", NONE, ERROR, robots=text("User-agent: *\nDisallow: /%63/\n"), requests=0)(honest)


# ---------------------------------------------------------------- validators


def _validators(
    name: str, theme: str, news_from: int, *, headers: Any, lies: bool, runs: list[tuple[range, int]]
) -> None:
    """A list that gets two entries in run ``news_from``; ``headers`` makes the validators of a run.

    Every run but the first is given as the articles that must be there and the conditional requests expected at least.
    """
    first, *others = runs
    expected = [outcome(name, numbers, OK, min_inm_seen=asked) for numbers, asked in others]

    @extra(name, theme, first[0], OK, runs=expected)
    async def answer(play: Play) -> Reply:
        if play.number is None:
            return missing()
        sent = headers(play.site.run, play.number)
        conditions = [play.request.header("If-None-Match"), play.request.header("If-Modified-Since")]
        if any(conditions) and (lies or all(value in (None, *sent.values()) for value in conditions)):
            return Reply(status=304)
        news = play.items(16, 17) if play.site.run >= news_from else []
        return replace(play.archive(news + play.items(1, 15)), headers=tuple(sent.items()))


def _changing(run: int, number: int) -> dict[str, str]:
    return {"ETag": f'W/"{number}-{"new" if run > 2 else "old"}"'}


def _dates_only(run: int, number: int) -> dict[str, str]:
    return {"Last-Modified": "Tue, 13 Jan 2026 08:00:00 GMT"}


def _constant(run: int, number: int) -> dict[str, str]:
    return {"ETag": '"same"'}


WITH_NEWS = range(1, 18)

_validators(
    "x_etag_honest", "wp", 3, headers=_changing, lies=False, runs=[(ALL, 0), (ALL, 1), (WITH_NEWS, 0), (WITH_NEWS, 1)]
)
_validators("x_modified_date", "el", 9, headers=_dates_only, lies=False, runs=[(ALL, 0), (ALL, 1)])
_validators("x_etag_constant", "wp", 2, headers=_constant, lies=False, runs=[(ALL, 0)])


@extra("x_etag_dirty", "el", ALL, OK, runs=[outcome("x_etag_dirty", ALL, OK)])
async def dirty_validators(play: Play) -> Reply:
    """Validators that are too long, or hold what a header must not."""
    odd = ("x" * 9000, "\u00e9\u00e8", "a\tb", '"ok", X-Injected: 1')[play.tick() % 4]
    return replace(play.honest(), headers=(("ETag", odd), ("Last-Modified", "yesterday\x01")))
