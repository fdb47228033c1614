"""Keys of the dataset: ids of articles and tags, names of files, digests of content."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from typing import TYPE_CHECKING, Final

from sw_scraper.model import SiteProfile, TagKey
from sw_scraper.normalize.archive_address import ArchiveAddress, archive_address
from sw_scraper.normalize.urls import identity_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MAX_FILE_NAME_BYTES: Final = 120
_ARTICLE_ID_DIGITS = 20  # 80 bits: the chance of one clash among a hundred million articles is below 1e-8
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_.")
_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", *(f"com{digit}" for digit in range(10)), *(f"lpt{digit}" for digit in range(10))]
)


def article_id(url: str) -> str:
    """Return the id of the article at *url*: the same for all ways to link to one page.

    >>> article_id("http://www.example.org/a/?utm_source=x") == article_id("https://example.org/a#top")
    True
    >>> len(article_id("https://example.org/a"))
    20
    """
    return _digest(identity_of(url))[:_ARTICLE_ID_DIGITS]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def content_hash(
    *, title: str | None, teaser: str | None, date_published: str | None, authors: Sequence[str] = ()
) -> str:
    """Return the digest of what an article says of itself; no time of retrieval goes in.

    >>> content_hash(title="a", teaser=None, date_published=None) == content_hash(
    ...     title="a", teaser="", date_published=None)
    False
    """
    said = [title, teaser, date_published, list(authors)]
    return _digest(json.dumps(said, ensure_ascii=False, separators=(",", ":")))[:32]


def tag_key(url: str, profile: SiteProfile | None = None, *, taken: Mapping[str, str] | None = None) -> TagKey:
    """Return the identity of the tag whose archive *url* is a page of; every page gives the same.

    Args:
        url: absolute address of any page of the archive.
        profile: what is known of the site; it decides when the host is one of its own.
        taken: ``tag_id`` to ``tag_address`` of the tags that are known; where the plain key belongs to another
            address, a short hash of this address is added.

    >>> tag_key("https://www.example.org/sdgs/partnership/page/12/").tag_id
    'example.org/sdgs/partnership'
    >>> tag_key("http://localhost:8080/?tag=Welfare&paged=2").tag_id, tag_key("https://example.org/").tag_id
    ('localhost_8080/archive/tag-welfare', 'example.org/archive/home')
    >>> tag_key("https://example.org/tag/%C3%A8-gi%C3%A0/").slug
    'è-già'
    """
    address = archive_address(url)
    key = (_profile_key(address, profile) if profile is not None else None) or _plain_key(address, profile)
    if taken is not None and taken.get(key.tag_id, address.text) != address.text:
        return TagKey(site=key.site, taxonomy=key.taxonomy, slug=f"{key.slug}-{_digest(address.text)[:6]}")
    return key


def tag_address(url: str) -> str:
    """Return what all pages of one archive have in common, for ``taken`` of :func:`tag_key`; not an address to fetch.

    >>> tag_address("http://www.example.org/tag/x/page/3/") == tag_address("https://example.org/tag/x")
    True
    """
    return archive_address(url).text


def _of_site(address: ArchiveAddress, profile: SiteProfile) -> bool:
    return any(address.host == host.lower().removeprefix("www.") for host in profile.hosts)


def _profile_key(address: ArchiveAddress, profile: SiteProfile) -> TagKey | None:
    if not _of_site(address, profile):
        return None
    for old, target in profile.aliases.items():
        if address.path.casefold() == "/" + old.strip("/").casefold():
            taxonomy, _, slug = target.partition("/")
            return TagKey(site=profile.key, taxonomy=taxonomy, slug=_slug(slug))
    for taxonomy_ in profile.taxonomies:
        before, _, after = taxonomy_.archive_path.strip("/").partition("{slug}")
        path = address.path.strip("/")
        if path.startswith(before) and path.endswith(after) and len(path) > len(before) + len(after):
            slug = path[len(before) : len(path) - len(after)]
            if "/" not in slug:
                return TagKey(site=profile.key, taxonomy=taxonomy_.name, slug=_slug(slug))
    return None


def _plain_key(address: ArchiveAddress, profile: SiteProfile | None) -> TagKey:
    site = profile.key if profile is not None and _of_site(address, profile) else address.host.replace(":", "_")
    return TagKey(site=site, taxonomy=address.taxonomy, slug=_slug(address.slug))


def _slug(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower())


def file_name_part(text: str) -> str:
    """Return *text* as one part of a path that is valid everywhere; different texts give different names.

    Lower-case ASCII letters, digits, ``-``, ``_`` and inner dots stay; all else is percent-encoded with capitals, so
    no two names are equal but for case. Names longer than 120 bytes end in ``~`` and a hash.

    >>> file_name_part("è-già"), file_name_part("2024"), file_name_part("con"), file_name_part("a/b")
    ('%C3%A8-gi%C3%A0', '2024', '%63on', 'a%2Fb')
    >>> file_name_part("A") != file_name_part("a"), file_name_part(".."), file_name_part("")
    (True, '%2E%2E', '%')
    """
    normal = unicodedata.normalize("NFC", text)
    chars = [char if char in _PLAIN else _escaped(char) for char in normal]
    if not chars:
        return "%"
    for edge in (0, -1):  # Windows drops final dots, and a first dot hides a folder
        if chars[edge] == ".":
            chars[edge] = "%2E"
    name = "".join(chars)
    if name.partition(".")[0] in _RESERVED:
        chars[0] = f"%{ord(chars[0]):02X}"
        name = "".join(chars)
    return name if len(name) <= MAX_FILE_NAME_BYTES else _shortened(chars, normal)


def _escaped(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "surrogatepass"))


def _shortened(chars: list[str], text: str) -> str:
    room = MAX_FILE_NAME_BYTES - 17
    size = count = 0
    while size + len(chars[count]) <= room:
        size += len(chars[count])
        count += 1
    return f"{''.join(chars[:count])}~{_digest(text)[:16]}"
