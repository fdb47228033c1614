"""Cases of group C: charsets, parser bombs, dirty text, walls, odd templates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hostile_http_cases import challenge
from hostile_pages import LATIN_TITLE, italian_day, render, shell, with_titles
from hostile_server import Play, html_reply, missing, plays
from hostile_wire import Reply

FORGED_LOG_LINE = "2026-01-01 00:00:00 [scrapy.core.engine] INFO: Spider closed (forged)"


def _in_charset(play: Play, *, header: str | None, meta: str | None, codec: str) -> Reply:
    """Five entries with accents, coded with ``codec`` and labelled as told."""
    if play.number != 1:
        return missing()
    items = with_titles(play.items(1, 5), [LATIN_TITLE] * 5)
    content_type = f"text/html; charset={header}" if header else "text/html"
    return Reply(body=play.html(items, meta_charset=meta).encode(codec), content_type=content_type)


@plays("cs_header_wins", "el")
async def charset_header_wins(play: Play) -> Reply:
    """The header is right, the meta element is wrong."""
    return _in_charset(play, header="utf-8", meta="iso-8859-1", codec="utf-8")


@plays("cs_cp1252", "el")
async def charset_legacy(play: Play) -> Reply:
    """Only the meta element names the charset."""
    return _in_charset(play, header=None, meta="windows-1252", codec="cp1252")


@plays("cs_bogus", "wp")
async def charset_unknown(play: Play) -> Reply:
    """Both name a charset that does not exist."""
    return _in_charset(play, header="klingon-8", meta="klingon-8", codec="utf-8")


@plays("cs_utf7", "el")
async def charset_utf7(play: Play) -> Reply:
    """UTF-7 with a script in a title, which no browser decodes any more."""
    if play.number != 1:
        return missing()
    items = with_titles(play.items(1, 5), ["+ADw-script+AD4-alert(1)+ADw-/script+AD4-"] * 5)
    return Reply(
        body=play.html(items, meta_charset="utf-7").encode("ascii", "xmlcharrefreplace"),
        content_type="text/html; charset=utf-7",
    )


@plays("big_page", "el")
async def big_page(play: Play) -> Reply:
    """Five entries in 20 MB of drawings and comments."""
    if play.number != 1:
        return missing()
    drawing = (
        '<svg viewBox="0 0 9 9"><path d="' + "M1 2L3 4" * 400 + '"/></svg>' + "<!-- " + "riempitivo " * 300 + "-->"
    )
    html = play.html(play.items(1, 5))
    filler = drawing * (20_000_000 // len(drawing) // 2)
    html = html.replace("<article", filler + "<article", 1).replace("<footer", filler + "<footer", 1)
    return html_reply(html)


@plays("attrs_100k", "el")
async def many_attributes(play: Play) -> Reply:
    """One element with 100,000 attributes, as many classes and an id of 1 MB."""
    if play.number != 1:
        return missing()
    attributes = " ".join(f'data-a{n}="{n}"' for n in range(100_000))
    classes = " ".join(f"c{n}" for n in range(100_000))
    monster = f'<div id="{"i" * 1_000_000}" class="{classes}" {attributes}></div>'
    return html_reply(play.html(play.items(1, 5), before_list=monster))


@plays("redos_space", "wp")
async def endless_blanks(play: Play) -> Reply:
    """A title with 200,000 blanks inside."""
    if play.number != 1:
        return missing()
    first, *others = play.items(1, 5)
    return play.show([replace(first, title="prima" + " " * 200_000 + "dopo"), *others])


@plays("entities", "wp")
async def entities(play: Play) -> Reply:
    """Escapes, double escapes, invisible and reordering characters in titles."""
    if play.number != 1:
        return missing()
    titles = [
        "Tom &amp; Jerry",
        "AT&amp;amp;T",
        "uno&nbsp;&nbsp; due",
        "pa\u200bro\u00adla\ufeff\u200e",
        "abc\u202edef\u2066",
    ]
    return play.show(with_titles(play.items(1, 5), titles))


@plays("title_newline", "wp")
async def forged_log_lines(play: Play) -> Reply:
    """Line ends, terminal escapes and a forged log line in titles and addresses."""
    if play.number != 1:
        return missing()
    items = with_titles(
        play.items(1, 5),
        [
            f"Uno\n{FORGED_LOG_LINE}\ndue",
            "Un\ttitolo\r\ncon righe",
            "\x1b[31mRosso\x1b[0m e \x1b]0;finestra\x07",
            f"Quattro&#10;{FORGED_LOG_LINE}",
            f"Cinque&#13;&#10;{FORGED_LOG_LINE}&#27;[2J",
        ],
    )
    items[1] = replace(items[1], href=f"{play.url('/2026/')}&#10;art-2/")
    items[2] = replace(items[2], href=f"\n {items[2].href}\t")
    return play.show(items)


@plays("title_formula", "el")
async def formulas(play: Play) -> Reply:
    """Titles that a spreadsheet would run."""
    if play.number != 1:
        return missing()
    titles = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "=HYPERLINK(&quot;http://x.example&quot;,&quot;a&quot;)"]
    return play.show(with_titles(play.items(1, 5), titles))


@plays("title_script", "wp")
async def scripts(play: Play) -> Reply:
    """Escaped scripts in titles, and a link that is one."""
    if play.number != 1:
        return missing()
    titles = [
        "&lt;script&gt;alert(1)&lt;/script&gt; nel titolo",
        "&lt;img src=x onerror=alert(1)&gt; figura",
        "Un titolo &quot;onmouseover=alert(1)&quot;",
        "Un titolo qualunque",
        "Questo porta a uno script",
    ]
    items = with_titles(play.items(1, 5), titles)
    items[4] = replace(items[4], href="javascript:alert(document.domain)")
    return play.show(items)


@plays("tag_soup", "el")
async def tag_soup(play: Play) -> Reply:
    """Nothing is closed as it should be."""
    if play.number != 1:
        return missing()
    links = [play.url(f"/2026/art-{n}/") for n in range(1, 6)]
    entry = (
        '<article class="elementor-post"><div class=elementor-post__text><h3 class="elementor-post__title">'
        '<a href="{link}">La fontana numero {n}<b></a></h3><span class=elementor-post-date>{day}<p>'
        '<div class="elementor-post__excerpt"><p>Un testo che nessuno ha chiuso <i>nemmeno qui'
    )
    day = italian_day(date(2026, 1, 12))
    pieces = [entry.format(link=link, n=n, day=day) for n, link in enumerate(links, 1)]
    pieces[1] += "</article></body></html>"
    pieces[2] = pieces[2].replace('class="elementor-post"', 'class="elementor-post>" "', 1)
    pieces[3] = '<article class="elementor-post">' + pieces[3] + "</div></div></article>"
    body = '<div class="elementor-posts-container elementor-posts">' + "\n".join(pieces)
    return html_reply(shell("el", title="Partecipazione", content=f"<h1>#Partecipazione{body}"))


@plays("hidden_trap", "wp")
async def hidden_trap(play: Play) -> Reply:
    """A hidden nofollow link that looks like the next one stands before the true one."""
    if "/trap/" in play.request.path:
        play.tick("trap")
        return play.show(play.items(801, 805), next_href=play.url(f"/trap/{play.tick()}/"))
    if play.number is None:
        return play.honest()
    link = f'class="next page-numbers" rel="nofollow" style="display:none" href="{play.url("/trap/1/")}"'
    trap = f"<a {link}>Articoli meno recenti</a>"
    return play.archive(play.items(1, 15), before_next=trap)


@plays("empty_archive", "el")
async def empty_archive(play: Play) -> Reply:
    """An archive that says that it has nothing."""
    text = "Non ci sono ancora articoli in questo archivio. No posts found."
    return play.show([], empty_text=text) if play.number == 1 else missing()


@plays("some_broken", "el")
async def some_broken(play: Play) -> Reply:
    """Entries without link, date or excerpt."""
    if play.number != 1:
        return missing()
    items = play.items(1, 5)
    items[1] = replace(items[1], href=None)
    items[2] = replace(items[2], when=None)
    items[3] = replace(items[3], excerpt=None)
    return play.show(items)


LOGIN = """<main><div id="login"><h1>Accedi</h1>
<form name="loginform" id="loginform" action="/wp-login.php" method="post">
<p><label for="user_login">Nome utente</label><input type="text" name="log" id="user_login"></p>
<p><label for="user_pass">Password</label><input type="password" name="pwd" id="user_pass"></p>
<p><input type="submit" value="Accedi"></p></form><p><a href="/recupero/">Hai perso la password?</a></p></div></main>"""


@plays("login_page", "wp")
async def login_page(play: Play) -> Reply:
    """A login form where the archive should be."""
    return html_reply(shell("wp", title="Accedi", content=LOGIN))


@plays("waf_mid", "wp")
async def challenge_in_the_middle(play: Play) -> Reply:
    """Page 2 is a bot challenge with status 200."""
    return html_reply(challenge()) if play.number == 2 else play.honest()


@plays("js_shell", "el")
async def javascript_shell(play: Play) -> Reply:
    """A page that a program in the browser would fill."""
    return html_reply(
        '<!DOCTYPE html><html lang="it"><head><meta charset="utf-8"><title>Quaderni</title></head><body>'
        '<noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div>'
        '<script src="/static/main.8c1f.js"></script></body></html>'
    )


@plays("mixed_theme", "wp")
async def mixed_theme(play: Play) -> Reply:
    """Page 2 has other markup than pages 1 and 3."""
    number = play.number
    if number not in (1, 2, 3):
        return missing()
    follow = play.page_url(number + 1) if number < 3 else None
    page = play.page(play.items(5 * number - 4, 5 * number), last=3, next_href=follow)
    return html_reply(render("wp" if number == 2 else "el", page))
