"""A first draft of a site's profile, from one page of one of its archives."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from sw_scraper.extract.page_address import read_address
from sw_scraper.extract.site_identity import site_of
from sw_scraper.extract.tag_name import fold_slug, title_parts
from sw_scraper.normalize.keys import tag_key
from sw_scraper.normalize.text import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sw_scraper.extract.archive import Inspection
    from sw_scraper.extract.document import Document, Element

_KEY: Final = re.compile(r"[^a-z0-9_.-]+")
_TERM_PATH: Final = re.compile(r"/(?P<taxonomy>[a-z][a-z0-9_-]{1,30})/[^/?#]+/?")
_MOST_TAXONOMIES: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteDraft:
    """A draft and what a person has to check in it.

    Attributes:
        key: of the new site.
        text: the TOML.
        checks: sentences, the most important first.
    """

    key: str
    text: str
    checks: tuple[str, ...]


def draft_site(seen: Inspection, *, key: str | None = None) -> SiteDraft:
    """The draft of a profile for the site that an archive page belongs to.

    Args:
        seen: an inspection of the archive page.
        key: the new site's key; None makes one from the host.
    """
    doc, page = seen.document, seen.page
    parts = urlsplit(page.url)
    host = parts.netloc.rpartition("@")[2].lower()
    chosen = key or _key_of(host)
    taxonomies = _taxonomies(doc, page.url)
    known = f"{page.tag.taxonomy}/{page.tag.slug}" if page.tag and page.tag.taxonomy and page.tag.slug else None
    names = [name for name, _ in taxonomies]
    lines = [
        f"# Drafted from {_comment(page.url)}; check every line.",
        f"key = {_text(chosen)}",
        f"name = {_text(_name_of(doc) or host)}",
        f"base_url = {_text(f'{parts.scheme}://{host}/')}",
        f"hosts = {json.dumps(_hosts(doc, host))}",
    ]
    lines.append(f"language = {_text(page.language)}" if page.language else '# language = "it"')
    lines.append('# timezone = "Europe/Rome"  # only for dates with a time and no zone')
    if known and page.tag and page.tag.taxonomy in names:
        lines.append(f"known_tags = [{_text(known)}]")
    for name, path in taxonomies:
        lines += ["", "[[taxonomies]]", f"name = {_text(name)}", f"archive_path = {_text(path)}"]
    lines += ["", *_selector_lines(seen)]
    return SiteDraft(key=chosen, text="\n".join(lines) + "\n", checks=tuple(_checks(seen, taxonomies)))


def _text(value: str) -> str:
    """A TOML basic string; JSON's escapes are a part of TOML's."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _comment(text: str) -> str:
    return " ".join(text.split())


def _key_of(host: str) -> str:
    labels = host.removeprefix("www.").partition(":")[0].split(".")
    name = labels[-2] if len(labels) > 1 and not labels[-1].isdecimal() else "_".join(labels)
    return _KEY.sub("-", name).strip("-_.")[:64] or "site"


def _hosts(doc: Document, host: str) -> list[str]:
    """The host, and its twin with or without ``www.`` where the page links to it."""
    twin = host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"
    linked = {urlsplit(anchor.url).netloc.lower() for anchor in doc.anchors if anchor.url}
    return [host, twin] if twin in linked else [host]


def _name_of(doc: Document) -> str | None:
    named = clean_text(doc.metas.get("og:site_name", "")) or clean_text(doc.metas.get("application-name", ""))
    if named:
        return named
    parts = title_parts(doc.title)
    return clean_text(parts[-1]) if len(parts) > 1 else None


def _taxonomies(doc: Document, url: str) -> list[tuple[str, str]]:
    """The page's own taxonomy and those that its term links show, with the shape of their addresses."""
    found: dict[str, str] = {}
    own = tag_key(url)
    path = urlsplit(url).path
    stem = "/" + read_address(url).stem.partition("?")[0].partition("/")[2]
    if "/" in stem.strip("/"):
        prefix = stem.strip("/").rpartition("/")[0]
        found[own.taxonomy] = f"/{prefix}/{{slug}}" + ("/" if path.endswith("/") else "")
    counts: Counter[tuple[str, bool]] = Counter()
    for anchor in doc.anchors:
        rel = (anchor.element.get("rel") or "").split()
        if anchor.url and "tag" in rel and site_of(anchor.url) == site_of(url):
            match = _TERM_PATH.fullmatch(urlsplit(anchor.url).path)
            if match:
                counts[match["taxonomy"], anchor.url.endswith("/")] += 1
    for (name, slash), _ in counts.most_common():
        found.setdefault(name, f"/{name}/{{slug}}" + ("/" if slash else ""))
    return list(found.items())[:_MOST_TAXONOMIES]


def _selector_lines(seen: Inspection) -> Iterator[str]:
    if seen.page.extractor.startswith("theme:"):
        yield f"# No selectors: the markup is of the family {_comment(seen.page.extractor.partition(':')[2])}."
        return
    selector = _item_selector(seen)
    yield "# Selectors are tried before anything else; without them the list is found by its structure."
    yield "# [selectors]"
    yield f"# item = [{_text(selector)}]" if selector else '# item = ["article.teaser"]'


def _item_selector(seen: Inspection) -> str | None:
    """A selector that picks exactly the records; None when their tags and classes do not tell them from others."""
    if not seen.regions or any(len(region) != 1 for region in seen.regions):
        return None
    elements: list[Element] = [region[0] for region in seen.regions]
    tags = {element.tag for element in elements}
    if len(tags) != 1:
        return None
    shared = set.intersection(*(set((element.get("class") or "").split()) for element in elements))
    plain = sorted(
        (name for name in shared if re.fullmatch(r"-?[_a-zA-Z][\w-]*", name)), key=lambda name: (len(name), name)
    )
    tag: str = tags.pop()
    for name in plain:
        if _picks(seen.document, tag, {name}) == elements:
            return f"{tag}.{name}"
    if plain and _picks(seen.document, tag, set(plain)) == elements:
        return tag + "".join(f".{name}" for name in plain)
    return None


def _picks(doc: Document, tag: str, classes: set[str]) -> list[Element]:
    return [node for node in doc.root.iter(tag) if classes <= set((node.get("class") or "").split())]


def _checks(seen: Inspection, taxonomies: list[tuple[str, str]]) -> Iterator[str]:
    page = seen.page
    for name, path in taxonomies:
        yield f"archive_path of {name}: is {path} the address of every archive of this taxonomy?"
    if not taxonomies:
        yield "taxonomies: the address shows none; add [[taxonomies]] with name and archive_path"
    if page.tag is None:
        yield "the page names no tag; is it an archive of one?"
    elif fold_slug(page.tag.name) != fold_slug(page.tag.slug or ""):
        yield f"the tag is called {page.tag.name!r}; is that its name?"
    yield "name: is it what the site calls itself?"
    if page.language is None:
        yield "language: the page does not say"
    yield "timezone: needed only where dates have a time without a zone"
    undated = sum(1 for teaser in page.teasers if teaser.date is None)
    if page.teasers and undated:
        yield f"dates: {undated} of {len(page.teasers)} records have none; do they show one?"
    if page.pagination.next_url is None:
        yield "next page: none was found; is this the last page of the list?"
    if page.confidence < 0.5:
        yield f"the list was found with little confidence ({page.confidence:.2f}); look at sw-scraper doctor"
