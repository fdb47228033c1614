"""robots.txt as RFC 9309 reads it: groups, longest match, wildcards without backtracking.

Our own reader, because the one that Scrapy brings lets an unknown line end a group (RFC 9309, section 2.2.4).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_LINE_END = re.compile(r"\r\n?|\n")
_TOKEN = re.compile(r"[A-Za-z_-]+")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})|([^\x21-\x7e])")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


@dataclass(frozen=True, slots=True)
class Rule:
    """One Allow or Disallow line.

    Attributes:
        pieces: the path's literal parts between the wildcards.
        anchored: the pattern ends with ``$``.
        length: octets of the pattern; the longest match decides.
    """

    pieces: tuple[str, ...]
    anchored: bool
    length: int
    allow: bool

    def matches(self, target: str) -> bool:
        """Whether the rule speaks of a (normalized) path and query; linear in its length for each piece."""
        first, *rest = self.pieces
        if not target.startswith(first):
            return False
        if not rest:
            return not self.anchored or len(target) == len(first)
        at = len(first)
        last = rest.pop()
        for piece in rest:
            found = target.find(piece, at)
            if found < 0:
                return False
            at = found + len(piece)
        return target.endswith(last) and len(target) - len(last) >= at if self.anchored else target.find(last, at) >= 0


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """What one robots.txt says to us.

    Attributes:
        rules: of our group, longest first, Allow before Disallow of the same length.
        crawl_delay: seconds; None when it is not given.
    """

    rules: tuple[Rule, ...] = ()
    crawl_delay: float | None = None

    def allows(self, target: str) -> bool:
        """Whether a path with its query may be fetched."""
        normal = normalized(target)
        if normal == "/robots.txt":
            return True
        return next((rule.allow for rule in self.rules if rule.matches(normal)), True)


@dataclass(slots=True)
class _Group:
    """The rules for one user agent, over all groups of the file that name it."""

    named: bool = False
    rules: list[Rule] = field(default_factory=list)
    crawl_delay: float | None = None


def parse_robots(body: bytes, *, token: str) -> RobotsRules:
    """The rules of a robots.txt for one product token; never raises.

    Args:
        body: as received; a byte order mark, any line ends and unknown lines are fine.
        token: our product token, such as ``sw_scraper``; letters, ``_`` and ``-``.
    """
    ours, everyone = _Group(), _Group()
    current: list[_Group] = []
    in_rules = False
    for line in _LINE_END.split(body.decode("utf-8-sig", errors="replace")):
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            if in_rules:
                current, in_rules = [], False
            group = _group_of(value, token, ours, everyone)
            if group is not None:
                group.named = True
                if not any(group is known for known in current):  # else n lines would multiply the rules by n
                    current.append(group)
        elif key in {"allow", "disallow"}:
            in_rules = True
            _add_rule(current, value, allow=key == "allow")
        elif key == "crawl-delay":
            _set_delay(current, value)
    group = ours if ours.named else everyone
    rules = sorted(group.rules, key=lambda rule: (-rule.length, not rule.allow))
    return RobotsRules(tuple(rules), group.crawl_delay)


def normalized(path: str) -> str:
    """A path as patterns and targets are compared: what need not be escaped is not, all else is, in upper case.

    >>> normalized("/%7euno/perché%2f")
    '/~uno/perch%C3%A9%2F'
    """

    def one(found: re.Match[str]) -> str:
        code, char = found.groups()
        if code is None:
            return "".join(f"%{octet:02X}" for octet in char.encode("utf-8", "surrogatepass"))
        plain = chr(int(code, 16))
        return plain if plain in _UNRESERVED else f"%{code.upper()}"

    return _ESCAPE.sub(one, path)


def product_token(user_agent: str) -> str:
    """The product token of a User-Agent header; ``*`` when it has none.

    >>> product_token("sw_scraper/0.1 (+mailto:me@uni.example)")
    'sw_scraper'
    """
    found = _TOKEN.match(user_agent.strip())
    return found.group() if found else "*"


def _group_of(value: str, token: str, ours: _Group, everyone: _Group) -> _Group | None:
    if value.startswith("*"):
        return everyone
    found = _TOKEN.match(value)
    return ours if found and found.group().lower() == token.lower() else None


def _add_rule(groups: list[_Group], value: str, *, allow: bool) -> None:
    if not value:  # "Disallow:" says nothing
        return
    pattern = normalized(value)
    anchored = pattern.endswith("$")
    pieces = tuple(pattern.removesuffix("$").split("*")) if anchored else tuple(pattern.split("*"))
    rule = Rule(pieces, anchored, len(pattern), allow)
    for group in groups:
        group.rules.append(rule)


def _set_delay(groups: list[_Group], value: str) -> None:
    if re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", value):
        for group in groups:
            group.crawl_delay = float(value)
