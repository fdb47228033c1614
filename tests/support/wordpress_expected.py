"""What a harvest of the WordPress must give, worked out from what WordPress itself says, and how the two differ.

HTML is read with the standard library's parser and nothing of sw_scraper, so that a mistake of its own text handling
shows up as a difference.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html.parser import HTMLParser
from itertools import groupby
from typing import Any
from urllib.parse import unquote

from wordpress_server import OWN_THEME
from wordpress_texts import PAGE_SIZE

# How each taxonomy is called in the site's addresses.
PATH_OF_TAXONOMY = {"sdgs": "sdgs", "category": "category", "post_tag": "tag"}
_BLOCKS = frozenset({"p", "br", "div", "li", "ul"})
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shows:
    """What a theme's archive shows beside title, teaser and date.

    Attributes:
        authors: the author's name stands by every post.
        time: dates have a machine-readable time with its zone; else only the day is shown.
        description: the term's description stands above a list that has posts, and above an empty one.
        goals_text: a general paragraph follows the description of every goal.
    """

    authors: bool = False
    time: bool = False
    description: bool = False
    description_when_empty: bool = False
    goals_text: bool = False


SHOWS = {
    OWN_THEME: Shows(authors=True, description=True, description_when_empty=True, goals_text=True),
    "twentytwentyone": Shows(time=True, description=True),
    "twentytwentytwo": Shows(time=True),
    "twentytwentythree": Shows(time=True),
}


def term_differences(term: Row, rows: Sequence[Row], *, shows: Shows) -> Iterator[str]:
    """How a term's sightings differ from the database.

    Args:
        term: one entry of what ``export.php`` prints.
        rows: the sightings of its harvest.
        shows: what the theme shows.

    Yields:
        One sentence for each difference; nothing when every row is as it should be.
    """
    place = f"{term['taxonomy']}/{term['slug']}"
    posts = term["posts"]
    if len(rows) != len(posts):
        yield f"{place}: {len(rows)} rows, the database has {len(posts)} posts"
    ordered = sorted(rows, key=lambda row: (row["page_number"], row["position"]))
    yield from (f"{place}: {text}" for text in _order_differences(posts, ordered))
    by_url = {row["url_raw"]: row for row in ordered}
    for post in posts:
        row = by_url.pop(post["url"], None)
        if row is None:
            yield f"{place}: no row for {post['url']}"
            continue
        expected = expected_values(post, shows=shows)
        for field, value in expected.items():
            actual = _comparable(row[field])
            if actual != value:
                yield f"{place}: {post['url']}: {field} is {actual!r}, expected {value!r}"
        if unquote(row["url"]) != unquote(post["url"]):
            yield f"{place}: canonical address {row['url']}, expected {post['url']}"
    yield from (f"{place}: a row that the database does not list: {url}" for url in by_url)


def tag_differences(term: Row, tag: Row, *, shows: Shows, goals_text: str) -> Iterator[str]:
    """How the row of a term in ``tags`` differs from what the theme shows above the list."""
    place = f"{term['taxonomy']}/{term['slug']}"
    expected: dict[str, Any] = {"name": visible_text(term["name"]), "tag": term["slug"], "n_listed": len(term["posts"])}
    described = shows.description if term["posts"] else shows.description_when_empty
    parts = [visible_text(term["description"])] if described else []
    parts += [goals_text] if shows.goals_text and term["taxonomy"] == "sdgs" else []
    expected["description"] = " ".join(part for part in parts if part) or None
    for field, value in expected.items():
        if _comparable(tag[field]) != value:
            yield f"{place}: the tag's {field} is {tag[field]!r}, expected {value!r}"
    expected_links = visible_links(term["description"]) if described else []
    links = [(link["text"], link["url"]) for link in tag["links"]]
    if links != expected_links:
        yield f"{place}: the tag's links are {links!r}, expected {expected_links!r}"


def expected_values(post: Row, *, shows: Shows) -> dict[str, Any]:
    """The columns of a sighting that follow from a post."""
    instant = datetime.fromisoformat(post["instant"]) if shows.time else None
    return {
        "title": visible_text(post["title"]),
        "teaser": visible_text(post["excerpt"]),
        "published_on": datetime.fromisoformat(post["local"]).date(),
        "published_at": instant,
        "date_source": "page",
        "authors": [post["author"]] if shows.authors else [],
        "image_url": post["image"],
    }


def memberships(terms: Sequence[Row]) -> dict[str, set[str]]:
    """The address of every listed post, with the ``taxonomy/slug`` of the archives that list it."""
    tags_of: dict[str, set[str]] = {}
    for term in terms:
        for post in term["posts"]:
            tags_of.setdefault(unquote(post["url"]), set()).add(f"{PATH_OF_TAXONOMY[term['taxonomy']]}/{term['slug']}")
    return tags_of


def visible_text(html: str) -> str | None:
    """The text that a reader sees, blanks collapsed, without links that only say "read more"; None for no text."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return _comparable("".join(reader.texts)) or None


def visible_links(html: str) -> list[tuple[str, str]]:
    """The text and the address of each link, in order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.links


def _order_differences(posts: Sequence[Row], rows: Sequence[Row]) -> Iterator[str]:
    """Posts of one timestamp may stand in any order, everything else may not."""
    places = [(row["page_number"], row["position"]) for row in rows]
    expected_places = [(index // PAGE_SIZE + 1, index % PAGE_SIZE + 1) for index in range(len(rows))]
    if places != expected_places:
        yield f"pages and positions are {places}, expected {expected_places}"
    start = 0
    for moment, group in groupby(posts, key=lambda post: post["local"]):
        urls = {post["url"] for post in group}
        found = {row["url_raw"] for row in rows[start : start + len(urls)]}
        if found != urls:
            yield f"places {start + 1} to {start + len(urls)} ({moment}) hold {sorted(found)}, expected {sorted(urls)}"
        start += len(urls)


def _comparable(value: Any) -> Any:
    return unicodedata.normalize("NFC", " ".join(value.split())) if isinstance(value, str) else value


class _Reader(HTMLParser):
    """Collects text and links; what stands in a "read more" link is left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.links: list[tuple[str, str]] = []
        self._skipping = False
        self._href: str | None = None
        self._link_text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.texts.append("\n")
        if tag == "a":
            values = dict(attrs)
            self._skipping = "more-link" in (values.get("class") or "").split()
            self._href, self._link_text = values.get("href"), []

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.texts.append("\n")
        if tag == "a":
            if self._href and not self._skipping:
                self.links.append((_comparable("".join(self._link_text)), self._href))
            self._skipping, self._href = False, None

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self.texts.append(data)
            self._link_text.append(data)
