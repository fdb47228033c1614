"""Validators of an archive's first page (RFC 9110, section 8.8): when to ask conditionally, and when to believe a 304.

Servers lie: some call a list not modified as long as no post was saved, though the list changed. So a 304 is believed
once, and the next harvest asks without a condition; it is believed again and again only from a server whose validator
was seen to change together with the list. A validator that stayed while the list changed is never used again.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Self

    from sw_scraper.crawl.steps import Entry

NOTE = "validator"
"""Under this name a validator stands in the notes of a commit."""
_LONGEST = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Validator:
    """What a server said of a page's version, and how far it is to be trusted.

    Attributes:
        url: of the page, as it was asked for and answered without a redirect.
        etag, last_modified: as sent; None when the server sends none.
        digest: of the list on the page when the validator was given.
        believed: answers 304 in a row that were believed since the list was last seen.
        proven: it was seen to change together with the list.
        refuted: it was seen to stay although the list changed.
    """

    url: str
    etag: str | None = None
    last_modified: str | None = None
    digest: str = ""
    believed: int = 0
    proven: bool = False
    refuted: bool = False

    @classmethod
    def of_note(cls, text: str | None) -> Self | None:
        """The validator that a commit's note holds; None without one, or for a note that cannot be read."""
        try:
            return cls(**json.loads(text)) if text else None
        except (ValueError, TypeError):
            return None

    def note(self) -> str:
        """The validator as text for a commit's notes."""
        return json.dumps(asdict(self), ensure_ascii=True, separators=(",", ":"))

    def conditions(self) -> dict[str, str]:
        """The request headers that ask for the page only if it changed; empty when a 304 would not be believed."""
        if self.refuted or (self.believed and not self.proven):
            return {}
        headers = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in headers.items() if value}

    def confirmed(self) -> Self:
        """After a 304 that was believed."""
        return replace(self, believed=self.believed + 1)

    def seen_again(self, now: Self) -> Self:
        """After the whole page was seen: what is to be thought of its new validator.

        Args:
            now: the validator that came with the page, without any judgement.
        """
        if now.url != self.url:
            return now
        same_validator = (now.etag, now.last_modified) == (self.etag, self.last_modified)
        changed = now.digest != self.digest
        return replace(
            now,
            proven=(self.proven or (changed and not same_validator)) and not (changed and same_validator),
            refuted=self.refuted or (changed and same_validator),
        )


def validator_of(headers: Mapping[str, str | None], *, url: str, entries: Iterable[Entry]) -> Validator | None:
    """The validator of a page that was read; None when the server sends none that can be used.

    Args:
        headers: of the response: ``ETag``, ``Last-Modified``, ``Date`` and ``Cache-Control``.
        url: of the page.
        entries: of its list, in page order.
    """
    etag, modified = (_usable(headers.get(name)) for name in ("ETag", "Last-Modified"))
    if modified is not None and not _is_old_enough(modified, headers.get("Date")):
        modified = None
    if (etag is None and modified is None) or "no-store" in (headers.get("Cache-Control") or "").lower():
        return None
    digest = hashlib.sha256()
    for entry in entries:
        digest.update(f"{entry.identity} {entry.content_hash}\n".encode())
    return Validator(url=url, etag=etag, last_modified=modified, digest=digest.hexdigest())


def _usable(value: str | None) -> str | None:
    """A header value that can be sent back as it came; None for an empty, an over-long or an unclean one."""
    if not value or len(value) > _LONGEST or not value.isascii() or not value.isprintable():
        return None
    return value


def _is_old_enough(modified: str, date: str | None) -> bool:
    """A page that changed in the second in which it was sent may have changed again in it (RFC 9110, 8.8.2.2)."""
    if date is None:
        return True
    try:
        return (parsedate_to_datetime(date) - parsedate_to_datetime(modified)).total_seconds() >= 1
    except (ValueError, TypeError):
        return False
