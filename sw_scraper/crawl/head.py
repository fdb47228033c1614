"""Reading the head of an answer: what is harmlessly odd is put right, what can be read in two ways is refused.

The bytes are kept as received for the recording; h11 gets the repaired ones and stays strict about the rest (lengths,
transfer codings, bodies).
"""

from __future__ import annotations

import re

_END = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"HTTP/(\d)(?:\.(\d))?[ \t]+(\d{3})(?![0-9])[: \t]*(.*)", re.IGNORECASE)
_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_NOT_REASON = re.compile(rb"[^\t\x20-\x7e\x80-\xff]")


class HeadError(ValueError):
    """The head cannot be read; the message says why."""


def split_head(data: bytes | bytearray) -> tuple[bytes, bytes] | None:
    """The head with its empty line, and what follows; None while the head is not whole."""
    end = _END.search(data)
    if end is None:
        return None
    return bytes(data[: end.end()]), bytes(data[end.end() :])


def may_become_head(data: bytes | bytearray) -> bool:
    """Whether the first bytes of an answer can still become a status line."""
    start = bytes(data[:5])
    return b"HTTP/".startswith(start.upper()) if len(start) < 5 else start.upper() == b"HTTP/"


def repaired(head: bytes, *, max_lines: int) -> bytes:
    """A head as h11 reads it.

    Put right: a status line without reason or with ``200: OK``, an odd version, blanks before a colon, control
    characters in values, single line feeds. Left out: lines without colon and with impossible names, and
    ``Transfer-Encoding: identity``.

    Args:
        head: with its empty line.
        max_lines: more header lines than this are refused.

    Raises:
        HeadError: no status line, or too many lines.
    """
    status, *lines = re.split(rb"\r?\n", head.rstrip(b"\r\n"))
    if len(lines) > max_lines:
        raise HeadError(f"more than {max_lines} header lines")
    found = _STATUS.match(status)
    if found is None:
        raise HeadError(f"no status line but {status[:40]!r}")
    major, minor, code, reason = found.groups()
    version = b"1.0" if (major, minor) == (b"1", b"0") else b"1.1"
    kept = [b"HTTP/%b %b %b" % (version, code, _NOT_REASON.sub(b"", reason))]
    for line in lines:
        if line[:1] in (b" ", b"\t"):  # continues the line before (obsolete, but in use)
            if len(kept) > 1:
                kept[-1] += b" " + _CONTROL.sub(b" ", line).strip()
            continue
        header = _header(line)
        if header:
            kept.append(header)
    return b"\r\n".join(kept) + b"\r\n\r\n"


def _header(line: bytes) -> bytes | None:
    name, colon, value = line.partition(b":")
    name = name.rstrip(b" \t")
    if not colon or not _NAME.fullmatch(name):
        return None
    value = _CONTROL.sub(b" ", value).strip()
    if name.lower() == b"transfer-encoding" and value.lower() == b"identity":
        return None
    return name + b": " + value
