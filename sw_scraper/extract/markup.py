"""What is done to hostile or outsized markup before (or after a first look by) the parser.

libxml2 drops the rest of a page silently from 2,046 nested tags on and behind ``</body>`` and ``</html>`` (browsers
read on), and takes time quadratic in the number of attributes of one tag (40,000 of them: 15 s). All of it is repaired
here in linear time; nothing of the text is cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

MAX_ATTRIBUTES: Final = 400
MAX_BYTES: Final = 64 * 1024 * 1024
_LONG_TAG: Final = 4096  # bytes; a tag of 400 attributes is longer
_BIG_PAGE: Final = 2 * 1024 * 1024
_KEPT_LEVELS: Final = 100

_REST: Final = rb"""[^>"']*+(?:"[^"]*+"[^>"']*+|'[^']*+'[^>"']*+)*+"""
_RAW: Final = b"script|style|textarea|title|iframe|xmp|noframes|noembed"
# As much plain text and as many ordinary tags as there are, in one step without backtracking; it stops before comments,
# elements of raw text and tags that are out of the ordinary (60 characters outside of quotes, 64 quoted values).
# The letters that no such element's name begins with spare most tags the look at the names.
_INSIDE: Final = rb"[^>\"']{0,60}+(?:\"[^\"]*+\"[^>\"']{0,60}+|'[^']*+'[^>\"']{0,60}+){0,64}+>"
_ORDINARY: Final = re.compile(
    rb"(?:[^<]++|<(?:/[^>]{0,1000}+>|[a-hj-mo-ruvwyzA-HJ-MO-RUVWYZ]"
    + _INSIDE
    + rb"|(?!(?i:"
    + _RAW
    + rb")\b)[a-zA-Z]"
    + _INSIDE
    + rb"|(?![a-zA-Z/!?])))*+"
)
_RAW_START: Final = re.compile(rb"<(%s)\b%s>?" % (b"(?i:" + _RAW + b")", _REST))
_RAW_END: Final = {name: re.compile(rb"</(?i:%s)\b" % name) for name in _RAW.split(b"|")}
_OPEN_TAG: Final = re.compile(rb"<[a-zA-Z]%s>?" % _REST)
_TAG: Final = re.compile(rb"[a-zA-Z][^\s/>]*+" + _REST)
_NAME: Final = re.compile(rb"[^\s/>]*+")
_ATTRIBUTE: Final = re.compile(rb"""[\s/]*+[^\s/>=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+""")
_UNREAD_START: Final = re.compile(rb"<(?:!--|(?:svg|style|script)\b)", re.IGNORECASE)
_JSON: Final = re.compile(rb"[^>]{0,1000}json", re.IGNORECASE)
_END_OF_PAGE: Final = re.compile(rb"</(?i:body|html)\b[^<>]{0,200}+>")
_STARTS_AGAIN: Final = re.compile(rb"<(?i:a|article|div|section|main|ul|ol|table|h[1-6]|p)\b")
_TOKEN: Final = re.compile(rb"<(?:(?P<comment>!--)|(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:-]*+)" + _REST + rb">?)")
_END_TAG: Final = {
    b"!--": re.compile(rb"-->"),
    **{name: re.compile(rb"</%s\b[^>]{0,1000}>?" % name, re.IGNORECASE) for name in (b"svg", *_RAW.split(b"|"))},
}
_VOID: Final = frozenset(b"area base br col embed frame hr img input link meta param source track wbr".split())
_CLOSES_ITSELF: Final = frozenset(b"p li dt dd option tr td th".split())


def bounded(body: bytes) -> tuple[bytes, list[str]]:
    """A page that the parser can read in time linear in its size.

    Args:
        body: UTF-8 bytes.

    Returns:
        The page (the same object when nothing had to be done) and what was done, in plain words.
    """
    notes = []
    if len(body) > _BIG_PAGE:
        smaller = _without_unread(body)
        if len(smaller) < len(body):
            notes.append(f"{len(body) - len(smaller)} bytes of comments, styles, scripts and drawings left out")
            body = smaller
        if len(body) > MAX_BYTES:
            notes.append(f"cut at {MAX_BYTES} bytes of {len(body)}")
            body = body[:MAX_BYTES]
    end = _END_OF_PAGE.search(body)
    if end is not None and _STARTS_AGAIN.search(body, end.end()):
        body = _END_OF_PAGE.sub(b"", body)
        notes.append("the page goes on behind its end")
    if len(body) > _LONG_TAG:
        fewer = _with_fewer_attributes(body)
        if fewer is not body:
            notes.append(f"tags with more than {MAX_ATTRIBUTES} attributes cut")
            body = fewer
    return body, notes


class _Ends:
    """Finds where elements and comments end; what has no end is looked for once: linear time for all of them."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._endless: set[bytes] = set()

    def after(self, name: bytes, at: int) -> int:
        """Where the end tag of an element (the end of a comment: ``!--``) that follows is over; 0 when none follows."""
        if name in self._endless:
            return 0
        found = _END_TAG[name].search(self._body, at)
        if found is None:
            self._endless.add(name)
            return 0
        return found.end()


def _without_unread(body: bytes) -> bytes:
    """A page without comments, drawings, styles and scripts; linked data stays."""
    ends = _Ends(body)
    pieces, kept, at = [], 0, 0
    while start := _UNREAD_START.search(body, at):
        name = start.group()[1:].lower()
        is_data = name == b"script" and _JSON.match(body, start.end()) is not None
        end = ends.after(name, start.end())
        at = end or start.end()
        if end and not is_data:
            pieces.append(body[kept : start.start()])
            kept = end
    return b"".join([*pieces, body[kept:]]) if pieces else body


def _structure(body: bytes) -> Iterator[re.Match[bytes]]:
    """The tags of a page in order, without what stands in comments and elements of raw text."""
    ends = _Ends(body)
    at = 0
    while token := _TOKEN.search(body, at):
        at = token.end()
        name = b"!--" if token.group("comment") else (token.group("name") or b"").lower()
        if name in _END_TAG and name != b"svg" and not token.group("close") and (end := ends.after(name, at)):
            at = end
        elif name != b"!--":
            yield token


def _with_fewer_attributes(body: bytes) -> bytes:
    pieces, kept, at = [], 0, 0
    while (at := _end(_ORDINARY, body, at)) < len(body):
        end = _past_comment_or_raw_text(body, at)
        if end:
            at = end
            continue
        tag = _OPEN_TAG.match(body, at)
        if tag is None:
            at += 1
            continue
        if tag.end() - at > _LONG_TAG:
            text = tag.group()
            shorter = _fewer_attributes(text)
            if shorter is not text:
                pieces += [body[kept:at], shorter]
                kept = tag.end()
        at = tag.end()
    if not pieces:
        return body
    pieces.append(body[kept:])
    return b"".join(pieces)


def _end(pattern: re.Pattern[bytes], body: bytes, at: int) -> int:
    found = pattern.match(body, at)
    return found.end() if found else at


def _past_comment_or_raw_text(body: bytes, at: int) -> int:
    """Where a comment, a declaration or an element of raw text that starts here ends; 0 when none starts here."""
    if body.startswith(b"<!--", at):
        if body.startswith((b"<!-->", b"<!--->"), at):
            return body.index(b">", at) + 1
        end = body.find(b"-->", at)
        other = body.find(b"--!>", at, end if end >= 0 else len(body))
        return other + 4 if other >= 0 else end + 3 if end >= 0 else len(body)
    if body.startswith((b"<!", b"<?"), at):
        end = body.find(b">", at)
        return end + 1 if end >= 0 else len(body)
    start = _RAW_START.match(body, at)
    if start is None or start.end() - at > _LONG_TAG:
        return 0
    end_tag = _RAW_END[start.group(1).lower()].search(body, start.end())
    return end_tag.start() if end_tag else len(body)


def _fewer_attributes(text: bytes) -> bytes:
    if text.startswith(b"<!"):
        return text
    tag = _TAG.match(text, 1)
    if tag is None:
        return text
    name = _NAME.match(text, 1)
    at = name.end() if name else 1
    for _ in range(MAX_ATTRIBUTES):
        attribute = _ATTRIBUTE.match(text, at, tag.end())
        if attribute is None:
            return text
        at = attribute.end()
    return text[:at] + text[tag.end() :]


def flattened(body: bytes) -> bytes:
    """A page without the middle levels of nests that are deeper than the parser can go.

    Elements that stand under ``_KEPT_LEVELS`` others and have as many levels below themselves lose their tags; their
    text and what is in them stay.

    Args:
        body: UTF-8 bytes.
    """
    elements: list[list[int]] = []  # [depth, height, start of open tag, its end, start of close tag, its end]
    stack: list[tuple[bytes, int]] = []
    open_names: dict[bytes, int] = {}

    def close_top() -> int:
        name, index = stack.pop()
        open_names[name] -= 1
        if stack:
            parent = elements[stack[-1][1]]
            parent[1] = max(parent[1], elements[index][1] + 1)
        return index

    for token in _structure(body):
        name = token.group("name").lower()
        if name in _VOID:
            continue
        if not token.group("close"):
            if name in _CLOSES_ITSELF and stack and stack[-1][0] == name:
                close_top()
            elements.append([len(stack), 0, token.start(), token.end(), 0, 0])
            stack.append((name, len(elements) - 1))
            open_names[name] = open_names.get(name, 0) + 1
        elif open_names.get(name):
            while stack[-1][0] != name:
                close_top()
            elements[close_top()][4:] = [token.start(), token.end()]
    while stack:
        close_top()
    cuts = sorted(
        span
        for depth, height, *spans in elements
        if depth >= _KEPT_LEVELS and height >= _KEPT_LEVELS
        for span in ((spans[0], spans[1]), (spans[2], spans[3]))
        if span[1]
    )
    pieces, at = [], 0
    for start, end in cuts:
        pieces.append(body[at:start])
        at = end
    pieces.append(body[at:])
    return b"".join(pieces)
