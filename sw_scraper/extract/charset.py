"""Which characters the bytes of a page stand for, by the rules that browsers follow.

Source: WHATWG Encoding and the "encoding sniffing algorithm" of WHATWG HTML: byte order mark, HTTP header (unless its
label is unknown), ``<meta>`` in the first kilobyte, then UTF-8 if the bytes are that, else windows-1252.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
# Labels whose meaning on the web is not what Python's codec of that name does.
_WEB_MEANING: Final = {
    **dict.fromkeys(("ascii", "iso8859-1"), "cp1252"),
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
# Never on the web: UTF-7 hides markup from every filter; the others are Python's own transformations.
_REFUSED: Final = (
    "utf-7",
    "punycode",
    "idna",
    "raw-unicode-escape",
    "unicode-escape",
    "utf-32",
    "utf-32-le",
    "utf-32-be",
)
_HEADER: Final = re.compile(r"charset\s*=\s*[\"']?\s*([^\s\"';]+)", re.I)
_LABEL: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]+)")  # of lower case, as is _XML
_IN_META: Final = 512  # bytes of a <meta> before the word
_XML: Final = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)")
_SNIFFED = 4096  # browsers look at 1024 bytes; pages with long comments before the <meta> are common


def codec_of(label: str) -> str | None:
    """The Python codec for an encoding label of the web.

    Args:
        label: as in a header or a ``<meta>``.

    Returns:
        The codec's name; None for labels that are unknown or not to be used.

    >>> codec_of("ISO-8859-1"), codec_of("utf8"), codec_of("klingon-8"), codec_of("utf-7")
    ('cp1252', 'utf-8', None, None)
    """
    try:
        info = codecs.lookup(label.strip())
    except (LookupError, ValueError, UnicodeError):
        return None
    if info.name in _REFUSED or not getattr(info, "_is_text_encoding", True):
        return None
    return _WEB_MEANING.get(info.name, info.name)


def _declared(body: bytes) -> str | None:
    head = body[:_SNIFFED].lower()
    for look in (_in_meta, _XML.match):
        found = look(head)
        if found is not None:
            codec = codec_of(found.group(1).decode("ascii", "replace"))
            if codec is not None:
                # a page that can be read as ASCII so far isn't UTF-16, whatever it says
                return "utf-8" if codec.startswith("utf-16") else codec
    return None


def _in_meta(head: bytes) -> re.Match[bytes] | None:
    """The first label in a ``<meta>``; found from the word backwards, as there are many ``<meta>``."""
    for label in _LABEL.finditer(head):
        start = head.rfind(b"<meta", max(0, label.start() - _IN_META - 5), label.start())
        if start >= 0 and head.find(b">", start, label.start()) < 0:
            return label
    return None


def encoding_of(body: bytes, content_type: str | None = None) -> str:
    """The codec to read a page with.

    Args:
        body: the page's bytes.
        content_type: the HTTP header's value; None when not known.

    Returns:
        A Python codec name.
    """
    for mark, codec in _BOMS:
        if body.startswith(mark):
            return codec
    if content_type and (found := _HEADER.search(content_type)):
        codec_or_none = codec_of(found.group(1))
        if codec_or_none is not None:
            return codec_or_none
    return _declared(body) or ("utf-8" if is_utf8(body) else "cp1252")


def is_utf8(body: bytes) -> bool:
    """Whether the bytes are valid UTF-8.

    Args:
        body: any bytes.
    """
    if body.isascii():
        return True
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def as_utf8(html: bytes | str, content_type: str | None = None) -> bytes:
    """The page as UTF-8 bytes without byte order mark and NUL; undecodable bytes become U+FFFD.

    Args:
        html: the page's bytes, or its text when somebody else has decoded it.
        content_type: the HTTP header's value; not looked at for text.
    """
    if isinstance(html, str):
        body = html.encode("utf-8", "replace")
    else:
        codec = encoding_of(html, content_type)
        plain = codec == "utf-8" and is_utf8(html)
        body = html if plain else html.decode(codec, "replace").encode("utf-8", "replace")
    body = body.removeprefix(b"\xef\xbb\xbf")
    return body.replace(b"\0", b"") if b"\0" in body else body
