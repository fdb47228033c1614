"""Articles cut out of recordings: the records stay, with less in them, and say that they were cut."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sw_scraper.crawl.arrivals import is_html
from sw_scraper.crawl.decoding import decode
from sw_scraper.crawl.failures import FetchError
from sw_scraper.crawl.limits import Limits
from sw_scraper.extract.redaction import blotted, forgotten_of, redacted_data, redacted_page
from sw_scraper.warc.members import Rewritten, rewrite
from sw_scraper.warc.message import HttpHead, dechunked, split_message
from sw_scraper.warc.reader import DIGEST_BEFORE, REDACTED
from sw_scraper.warc.records import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from sw_scraper.extract.redaction import Forgotten
    from sw_scraper.model import SiteProfile
    from sw_scraper.warc.scan import RawRecord

_REPLACED = frozenset({b"content-encoding", b"content-length", b"content-type", b"transfer-encoding"})
_OWN = ("warc-block-digest", "warc-payload-digest", "content-length", REDACTED, DIGEST_BEFORE)


@dataclass(slots=True)
class Cutter:
    """Cuts articles out of records.

    Attributes:
        forgotten: what must go.
        site: profile of the site; None without one.
        inexact: pages of which other entries read otherwise now, or that were cut as a whole.
    """

    forgotten: Forgotten
    site: SiteProfile | None
    inexact: list[str]

    def cut(self, source: Path, target: Path) -> Rewritten:
        """Write a recording anew without the articles; ``n_changed`` is the number of records that were cut.

        Raises:
            StoreError: the recording is damaged, or the new one cannot be written.
        """
        return rewrite(source, target, self._changed)

    def _changed(self, record: RawRecord) -> bytes | None:
        url = record.headers.get("warc-target-uri", "").strip("<>")
        if self.forgotten.names(url):  # its own page, and what was asked for it
            return b""
        if record.kind == "metadata" and self.forgotten.is_in(record.block):
            block = blotted(record.block, self.forgotten)
            return _member(record, block, block)
        head, raw = split_message(record.block) if record.kind == "response" else (None, b"")
        if head is None:
            return None
        body = self._unpacked(head, raw, url)
        if body is None or not self.forgotten.is_in(body):
            return None
        left = self._left(record, head, body, url)
        return _member(record, _head(head) + left, left)

    def _unpacked(self, head: HttpHead, raw: bytes, url: str) -> bytes | None:
        body = dechunked(raw) if head.is_chunked else raw
        try:
            return decode(body, ",".join(head.values(b"content-encoding")), limits=Limits(), url=url)
        except FetchError:
            return None  # cut or broken when it was recorded: nobody reads it

    def _left(self, record: RawRecord, head: HttpHead, body: bytes, url: str) -> bytes:
        media = ",".join(head.values(b"content-type")[:1])
        if not is_html(body, media.partition(";")[0].strip().lower()) or body.lstrip()[:5] == b"<?xml":
            return redacted_data(body, url, self.forgotten)
        moment = datetime.fromisoformat(record.headers["warc-date"]).astimezone(UTC)
        left = redacted_page(
            body,
            url,
            self.forgotten,
            fetched_at=moment,
            content_type=media,
            site=self.site,
            mark=record.headers.get("warc-record-id", ""),
        )
        if not left.is_exact:
            self.inexact.append(url)
        return left.body


def _head(head: HttpHead) -> bytes:
    """The head of a response whose body is plain text in UTF-8 now."""
    media = ",".join(head.values(b"content-type")[:1]).partition(";")[0].strip() or "text/html"
    lines = [f"{head.version} {head.status} {head.reason}".encode("latin-1")]
    for name, value in head.headers:
        lines.append((b"X-Archive-Orig-" if name.lower() in _REPLACED else b"") + name + b": " + value)
    lines.append(f"Content-Type: {media}; charset=utf-8".encode())
    return b"\r\n".join(lines) + b"\r\n\r\n"


def _member(record: RawRecord, block: bytes, payload: bytes) -> bytes:
    """The record with another content, as a gzip member."""
    kept = [(name, value) for name, value in record.headers.items() if name not in _OWN]
    before = record.headers.get(DIGEST_BEFORE) or record.headers.get("warc-payload-digest", "")
    added = [
        (REDACTED, datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")),
        (DIGEST_BEFORE, before),
        ("warc-payload-digest", digest(payload)),
        ("warc-block-digest", digest(block)),
        ("content-length", str(len(block))),
    ]
    fields = "".join(f"{_cased(name)}: {value}\r\n" for name, value in [*kept, *added])
    packer = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    data = b"WARC/1.1\r\n" + fields.encode() + b"\r\n" + block + b"\r\n\r\n"
    return packer.compress(data) + packer.flush()


def _cased(name: str) -> str:
    """A header's name as the standard writes it."""
    special = {"warc-record-id": "WARC-Record-ID", "warc-target-uri": "WARC-Target-URI", "sw-redacted": "SW-Redacted"}
    special |= {"warc-ip-address": "WARC-IP-Address", "warc-warcinfo-id": "WARC-Warcinfo-ID"}
    if name in special:
        return special[name]
    parts = name.split("-")
    return "-".join(part.upper() if part in ("warc", "sw") else part.capitalize() for part in parts)


def cut_out(file: Path, rows: Iterable[Mapping[str, Any]], *, site: SiteProfile | None) -> Rewritten:
    """A recording without the articles of some rows, beside it.

    Args:
        file: the recording.
        rows: columns of sightings.
        site: profile of the site; None without one.
    """
    cutter = Cutter(forgotten_rows(rows), site, [])
    return cutter.cut(file, file.with_name(f"{file.name}.cut"))


def forgotten_rows(rows: Iterable[Mapping[str, Any]]) -> Forgotten:
    """What must go for the articles of some rows."""
    found = list(rows)
    urls = {row[name] for row in found for name in ("url", "url_raw") if row[name]}
    names = ("title", "title_raw", "teaser", "teaser_raw")
    return forgotten_of(urls, {row[name] for row in found for name in names if row[name]})
