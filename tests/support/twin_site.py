"""The machine-readable twins of an archive of ``archive_server``: REST addresses and feeds as WordPress gives them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from archive_server import respond

if TYPE_CHECKING:
    from archive_server import ArchiveServer, Post

ROME_SUMMER = timezone(timedelta(hours=2))
TERM = 7


def local_time(post: Post) -> datetime:
    """Half past midnight by the site's clocks, so that the day in UTC is another one."""
    return datetime(post.day.year, post.day.month, post.day.day, 0, 30, tzinfo=ROME_SUMMER)


@dataclass(kw_only=True)
class Twins:
    """REST and feed of one archive.

    Attributes:
        server: serves them from the time of :meth:`install`.
        slug: of the tag.
        author: the name under which a post was published; None gives each post's own author.
        rest: False answers 404 for every REST address.
        feed: the same for the feed.
        filters: False makes the list of posts ignore which term was asked for.
        per_feed: entries of a feed page.
        asked: the addresses that were asked for, in order.
    """

    server: ArchiveServer
    slug: str = "welfare"
    author: str | None = None
    rest: bool = True
    feed: bool = True
    filters: bool = True
    per_feed: int = 10
    feed_body: bytes | None = None
    rest_body: bytes | None = None
    asked: list[str] = field(default_factory=list)

    @property
    def posts(self) -> list[Post]:
        """Of the archive, newest first."""
        return self.server.archives[f"/tag/{self.slug}/"].posts

    def install(self) -> Twins:
        """Answer from now on, before everything else."""
        before: Callable[[Any], None] = self.server.answer

        def answer(handler: Any) -> None:
            if not self._answered(handler):
                before(handler)

        self.server.answer = answer  # type: ignore[method-assign]  # the handler looks it up at every request
        return self

    def _answered(self, handler: Any) -> bool:
        parts = urlsplit(handler.path)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        if parts.path.startswith("/wp-json/"):
            self.asked.append(handler.path)
            self._rest(handler, parts.path.removeprefix("/wp-json/wp/v2/"), query)
            return True
        if parts.path == f"/tag/{self.slug}/feed/":
            self.asked.append(handler.path)
            self._feed(handler, int(query.get("paged", 1)))
            return True
        return False

    def _rest(self, handler: Any, path: str, query: dict[str, str]) -> None:
        if self.rest_body is not None:
            respond(handler, self.rest_body, headers={"Content-Type": "application/json"})
            return
        base = self.server.base
        lists = f"{base}/wp-json/wp/v2"
        term = {
            "id": TERM,
            "slug": self.slug,
            "name": self.slug.capitalize(),
            "count": len(self.posts),
            "link": f"{base}/tag/{self.slug}/",
            "taxonomy": "post_tag",
            "_links": {"wp:post_type": [{"href": f"{lists}/posts?tags={TERM}"}]},
        }
        taxonomies = {
            "post_tag": {"slug": "post_tag", "rest_base": "tags", "_links": {"wp:items": [{"href": f"{lists}/tags"}]}}
        }
        headers = {"Content-Type": "application/json"}
        value: Any = None
        if self.rest and path == "taxonomies":
            value = taxonomies
        elif self.rest and path == f"tags/{TERM}":
            value = term
        elif self.rest and path == "tags":
            value = [term] if query.get("slug", self.slug) == self.slug else []
        elif self.rest and path == "posts":
            value = self._posts(query, headers)
        if value is None:
            respond(handler, '{"code":"rest_no_route"}', status=404, headers=headers)
        else:
            respond(handler, json.dumps(value), headers=headers)

    def _posts(self, query: dict[str, str], headers: dict[str, str]) -> list[dict[str, Any]]:
        size, page = int(query.get("per_page", 10)), int(query.get("page", 1))
        first = (page - 1) * size
        headers["X-WP-Total"] = str(len(self.posts))
        if first + size < len(self.posts):
            wanted = {**query, "page": page + 1}
            target = "&".join(f"{name}={value}" for name, value in wanted.items())
            headers["Link"] = f'<{self.server.base}/wp-json/wp/v2/posts?{target}>; rel="next"'
        terms = [TERM] if self.filters else [TERM + 1]
        return [
            {
                "id": post.number,
                "link": f"{self.server.base}{post.path}",
                "date": local_time(post).strftime("%Y-%m-%dT%H:%M:%S"),
                "date_gmt": local_time(post).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"),
                "modified_gmt": "2026-11-20T10:00:00",
                "tags": terms,
                "_embedded": {"author": [{"name": self.author or post.author}]},
            }
            for post in self.posts[first : first + size]
        ]

    def _feed(self, handler: Any, page: int) -> None:
        posts = self.posts[(page - 1) * self.per_feed : page * self.per_feed]
        if not self.feed or not posts:
            respond(handler, "<html><body>404</body></html>", status=404)
            return
        headers = {"Content-Type": "application/rss+xml; charset=UTF-8"}
        respond(handler, self.feed_body if self.feed_body is not None else self._feed_page(posts), headers=headers)

    def _feed_page(self, posts: list[Post]) -> bytes:
        items = "".join(
            f"<item><title>x</title><link>{self.server.base}{post.path}</link>"
            f"<dc:creator><![CDATA[{self.author or post.author}]]></dc:creator>"
            f"<pubDate>{format_datetime(local_time(post).astimezone(UTC))}</pubDate></item>"
            for post in posts
        )
        return (
            '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            "<channel><title>Sito inventato</title><generator>https://wordpress.org/?v=6.1.9</generator>"
            f"{items}</channel></rss>"
        ).encode()
