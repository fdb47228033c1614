"""One exchange with a server as it goes into a WARC file, and the parts of it that never do."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from datetime import datetime

SECRET_HEADERS = frozenset(
    {b"authorization", b"proxy-authorization", b"cookie", b"cookie2", b"set-cookie", b"set-cookie2"}
)
"""Headers that are never written, whoever sent them."""

TRANSFER_HEADERS = frozenset({b"transfer-encoding", b"trailer"})
"""Headers that no longer fit the body once the transfer coding is removed; kept under ``X-Archive-Orig-``."""

ORIGINAL = b"X-Archive-Orig-"

_LINE = re.compile(rb"\r?\n")


def new_record_id() -> str:
    """A fresh WARC-Record-ID."""
    return f"<urn:uuid:{uuid4()}>"


def digest(data: bytes) -> str:
    """``sha256:`` and the hex digest."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A response that was recorded before, which an unchanged one may refer to.

    Attributes:
        file: name of the recording that holds it; "" when it is not known.
        offset: the byte of that file at which its record begins.
    """

    record_id: str
    url: str
    fetched_at: datetime
    file: str = ""
    offset: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawExchange:
    """One request and what came back, in bytes.

    Attributes:
        url: what was asked for.
        fetched_at: when the response began, or when the failure was noticed; aware UTC.
        request: the request as sent, head and body.
        head: status line and headers as received, with the empty line; None when no answer could be read.
        body: the body as received, the transfer coding removed, the content coding kept.
        stray: bytes that came in place of an answer that could be read; None when nothing came.
        ip: the address that was connected to; None when there was no connection.
        failure: failure class and words; None for a whole response.
        truncated: WARC-Truncated; None for a whole response.
        record_id: of the response.
        payload_digest: of ``body``.
    """

    url: str
    fetched_at: datetime
    request: bytes
    head: bytes | None = None
    body: bytes = b""
    stray: bytes | None = None
    ip: str | None = None
    failure: tuple[str, str] | None = None
    truncated: str | None = None
    record_id: str = field(default_factory=new_record_id)
    payload_digest: str = ""


def without_secrets(head: bytes) -> bytes:
    r"""A request's or response's head without credentials and cookies; every other line as it was.

    >>> without_secrets(b"HTTP/1.1 200 OK\r\nSet-Cookie: id=1\r\nServer: x\r\n\r\n")
    b'HTTP/1.1 200 OK\r\nServer: x\r\n\r\n'
    """
    kept: list[bytes] = []
    dropping = False
    for number, line in enumerate(_LINE.split(head.rstrip(b"\r\n"))):
        if line[:1] in (b" ", b"\t") and number:  # continues the line before
            if not dropping:
                kept.append(line)
            continue
        name = line.partition(b":")[0].strip().lower()
        dropping = number > 0 and name in SECRET_HEADERS
        if not dropping:
            kept.append(line)
    return b"\r\n".join(kept) + b"\r\n\r\n"


def without_transfer_coding(head: bytes) -> bytes:
    r"""A response's head with the headers of its transfer coding renamed, so that they are kept and mislead nobody.

    >>> without_transfer_coding(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    b'HTTP/1.1 200 OK\r\nX-Archive-Orig-Transfer-Encoding: chunked\r\n\r\n'
    """
    status, *lines = head.rstrip(b"\r\n").split(b"\r\n")
    chunked = any(_name(line) == b"transfer-encoding" for line in lines)
    # A Content-Length beside a transfer coding was never true of the body.
    renamed = TRANSFER_HEADERS | {b"content-length"} if chunked else TRANSFER_HEADERS
    lines = [ORIGINAL + line if _name(line) in renamed else line for line in lines]
    return b"\r\n".join([status, *lines]) + b"\r\n\r\n"


def _name(line: bytes) -> bytes:
    return line.partition(b":")[0].strip().lower()
