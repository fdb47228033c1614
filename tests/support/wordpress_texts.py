"""The content of the WordPress that the tests run: a seeded generator of authors, terms and posts, all invented.

``build_content(seed)`` gives plain values that ``tests/servers/wordpress/fill.php`` reads as JSON. The same seed gives
the same content, byte for byte. What the tests rely on is promised by construction: the sizes of terms, hidden posts
in every list, odd titles, and groups of posts with one timestamp that never straddle a page border.
"""

from __future__ import annotations

import base64
import random
import re
import struct
import zlib
from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import wordpress_words as words

if TYPE_CHECKING:
    from collections.abc import Iterable

PAGE_SIZE = 14
N_POSTS = 340
SEED = 17

# slug, name, number of posts, description; two entries are of exactly one page and of one page plus one.
GOALS = (
    ("partnership", "Partnership", 52, words.PARTNERSHIP_DESCRIPTION),
    ("citta-sostenibili", "Città sostenibili", 98, "Abitare, muoversi, incontrarsi: le città che cambiano."),
    ("poverta-zero", "Povertà zero", 43, "Un paragrafo.\n\nE un secondo paragrafo, con “virgolette” & accenti."),
    ("istruzione", "Istruzione di qualità", 2 * PAGE_SIZE, ""),
    ("lavoro", "Lavoro dignitoso", PAGE_SIZE, "Il lavoro che c’è e quello che manca."),
    ("clima", "Lotta contro il cambiamento climatico", PAGE_SIZE + 1, ""),
    ("parita-di-genere", "Parità di genere & pari opportunità", 20, "Donne, uomini <em>e oltre</em>."),
    ("vita-sulla-terra", "Vita sulla terra", 1, ""),
    ("acqua-pulita", "Acqua pulita", 0, "Nessuno ne ha ancora scritto."),
    ("2030", "2030", 5, ""),
    ("δίκτυα", "Δίκτυα", 2, ""),
)

# The post that has neither an excerpt nor a text, and the one that asks for a password.
BARE_POST = 12
PROTECTED_POST = len(words.ODD_TITLES)

Post = dict[str, Any]

_PREPOSITION = re.compile(r"\b(da|di|a) (il |la |l’)")
_CONTRACTED = {"da": "da", "di": "de", "a": "a"}
_ENDING = {"il ": "l ", "la ": "lla ", "l’": "ll’"}


def build_content(seed: int = SEED) -> dict[str, Any]:
    """Everything that ``fill.php`` needs.

    Args:
        seed: another seed gives other texts, dates and memberships, with the same sizes of terms.

    Returns:
        ``authors``, ``terms``, ``images``, ``posts`` and ``goals_text``; only JSON types.
    """
    rng = random.Random(seed)
    posts = [_post(rng, number) for number in range(N_POSTS)]
    _give_terms(rng, posts, "sdgs", ((slug, size) for slug, _, size, _ in GOALS))
    _give_terms(rng, posts, "post_tag", ((slug, size) for slug, _, size in words.POST_TAGS))
    _share_timestamps(rng, posts)
    _part_ties_at_page_borders(posts)
    posts += _hidden_posts(rng)
    # The order of insertion must say nothing of the order of dates.
    rng.shuffle(posts)
    return {
        "authors": [{"login": f"autore{i}", "name": name} for i, name in enumerate(words.PERSONS)],
        "terms": _terms(),
        "images": _images(),
        "posts": posts,
        "goals_text": words.GOALS_TEXT,
    }


def listed_terms(post: Post) -> Iterable[tuple[str, str]]:
    """The (taxonomy, slug) pairs whose archives show a published post."""
    for taxonomy, slugs in post["terms"].items():
        for slug in slugs:
            yield taxonomy, slug


def _terms() -> list[dict[str, str]]:
    goals = [
        {"taxonomy": "sdgs", "slug": slug, "name": name, "description": description}
        for slug, name, _, description in GOALS
    ]
    categories = [
        {"taxonomy": "category", "slug": slug, "name": name, "description": ""} for slug, name in words.CATEGORIES
    ]
    tags = [
        {"taxonomy": "post_tag", "slug": slug, "name": name, "description": ""} for slug, name, _ in words.POST_TAGS
    ]
    return goals + categories + tags


def _post(rng: random.Random, number: int) -> Post:
    title = words.ODD_TITLES[number] if number < len(words.ODD_TITLES) else _title(rng, number)
    return {
        "type": "post",
        "title": title,
        "content": "" if number == BARE_POST else _content(rng),
        "excerpt": _excerpt(rng, number),
        "status": "publish",
        "password": "segreto" if number == PROTECTED_POST else "",
        "date": _date(rng, number).isoformat(sep=" "),
        "author": f"autore{rng.randrange(len(words.PERSONS))}",
        "terms": {"sdgs": [], "category": [rng.choice(words.CATEGORIES)[0]], "post_tag": []},
        "image": f"figura-{rng.randrange(3)}.png" if rng.random() < 0.6 else "",
        "reading_minutes": rng.choice((0, 1, 3, 5, 7, 10, 14, 21)),
        "sticky": number in {30, 31},
    }


def _title(rng: random.Random, number: int) -> str:
    # Every 17th title is one that others have too.
    if number % 17 == 0:
        return words.REPEATED_TITLES[number // 17 % len(words.REPEATED_TITLES)]
    return _capital(_filled(rng, rng.choice(words.TITLES)))


def _excerpt(rng: random.Random, number: int) -> str:
    """The excerpt as an editor wrote it; "" lets WordPress make one of the content's first words."""
    if number < len(words.ODD_EXCERPTS):
        return words.ODD_EXCERPTS[number]
    if number == BARE_POST or rng.random() < 0.25:
        return ""
    return " ".join(_sentences(rng, rng.choice((1, 2, 2, 3))))


def _content(rng: random.Random) -> str:
    paragraphs = [" ".join(_sentences(rng, rng.randint(2, 4))) for _ in range(rng.randint(2, 4))]
    blocks = [f"<!-- wp:paragraph -->\n<p>{paragraph}</p>\n<!-- /wp:paragraph -->" for paragraph in paragraphs]
    return "\n\n".join(blocks)


def _sentences(rng: random.Random, count: int) -> list[str]:
    return [_capital(_filled(rng, template)) for template in rng.sample(words.SENTENCES, count)]


def _filled(rng: random.Random, template: str) -> str:
    place, other = rng.sample(words.PLACES, 2)
    theme = rng.choice(words.THEMES)
    day = rng.randint(1, 27)
    sentence = template.format(
        place=place,
        other=other,
        person=rng.choice(words.PERSONS),
        org=rng.choice(words.ORGANISATIONS),
        theme=theme,
        Theme=_capital(theme),
        number=rng.randint(2, 60),
        year=rng.randint(1980, 2018),
        day=day,
        nextday=day + 1,
    )
    return _PREPOSITION.sub(lambda match: _CONTRACTED[match[1]] + _ENDING[match[2]], sentence)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _date(rng: random.Random, number: int) -> datetime:
    """A local time of 2016 to 2025; some just before and just after midnight, where UTC has another day."""
    day = datetime(2016, 1, 1) + timedelta(days=rng.randrange(3600))
    if number % 11 == 0:
        return day.replace(hour=23, minute=rng.randrange(40, 60))
    if number % 13 == 0:
        return day.replace(hour=0, minute=rng.randrange(50))
    return day.replace(hour=rng.randrange(6, 22), minute=rng.randrange(60), second=rng.randrange(60))


def _give_terms(rng: random.Random, posts: list[Post], taxonomy: str, sizes: Iterable[tuple[str, int]]) -> None:
    for slug, size in sizes:
        # The first goal gets every odd post; they stand first in the list of posts.
        odd = posts[: PROTECTED_POST + 1] if slug == "partnership" else []
        for post in odd + rng.sample(posts[len(odd) :], size - len(odd)):
            post["terms"][taxonomy].append(slug)


def _share_timestamps(rng: random.Random, posts: list[Post]) -> None:
    """Gives some posts the timestamp of another one of the same goal."""
    for slug, _, size, _ in GOALS:
        members = [post for post in posts if slug in post["terms"]["sdgs"]]
        for _ in range(size // 10):
            first, second = rng.sample(members, 2)
            second["date"] = first["date"]


def _part_ties_at_page_borders(posts: list[Post]) -> None:
    """Moves a post by a second wherever a group of one timestamp would lie on both sides of a page border.

    WordPress orders by date alone, so such posts could be listed twice or never; that is a fault of the site, which
    other tests play. Each move may make a new tie in another list, hence the repetition.
    """
    while straddling := _straddling_post(posts):
        moved = datetime.fromisoformat(straddling["date"]) - timedelta(seconds=1)
        straddling["date"] = moved.isoformat(sep=" ")


def _straddling_post(posts: list[Post]) -> Post | None:
    lists: dict[tuple[str, str], list[Post]] = defaultdict(list)
    for post in posts:
        for term in listed_terms(post):
            lists[term].append(post)
    for _, members in sorted(lists.items()):
        ordered = sorted(members, key=lambda post: str(post["date"]), reverse=True)
        for border in range(PAGE_SIZE, len(ordered), PAGE_SIZE):
            if ordered[border - 1]["date"] == ordered[border]["date"]:
                return ordered[border]
    return None


def _hidden_posts(rng: random.Random) -> list[Post]:
    """Posts of the first goal that no visitor may see: drafts, private ones, ones of the future, and a page."""
    hidden = []
    for number, (kind, status) in enumerate(
        (("post", "draft"), ("post", "private"), ("post", "future"), ("post", "pending"), ("page", "publish"))
    ):
        post = _post(rng, 1000 + number) | {"type": kind, "status": status, "title": f"Non in elenco: {status}"}
        post["terms"] = {"sdgs": ["partnership"] if kind == "post" else [], "category": ["notizie"], "post_tag": []}
        if status == "future":
            post["date"] = "2099-01-01 08:00:00"
        hidden.append(post)
    return hidden


def _images() -> list[dict[str, Any]]:
    size = 320
    return [
        {
            "file": f"figura-{number}.png",
            "alt": f"Figura inventata {number}",
            "width": size,
            "height": size,
            "base64": base64.b64encode(_png(size, shade=60 * number)).decode(),
        }
        for number in range(3)
    ]


def _png(size: int, *, shade: int) -> bytes:
    """A square of one grey, so that WordPress has a file to name."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0)
    rows = (b"\0" + bytes([shade]) * size) * size
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
