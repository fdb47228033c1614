"""Origins (scheme, host, port), and which of them a harvest may visit.

The one place that takes an address apart: what is checked here is what the handler connects to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import SplitResult, urlsplit, urlunsplit
from weakref import WeakKeyDictionary

from sw_scraper.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scrapy.crawler import Crawler

DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9._:-]+")


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """Scheme, host (lower case, IDNA, no final dot, no brackets) and port."""

    scheme: str
    host: str
    port: int

    @classmethod
    def of(cls, url: str) -> Origin | None:
        """The origin of an address; None when it is not one that we would ask for.

        That is: neither http nor https, no host, an impossible port, a user name or password inside, or characters
        that different parsers read differently (backslashes, white space, controls).
        """
        parts = _split(url)
        if parts is None or not parts.hostname:
            return None
        host = _host(parts.hostname)
        return cls(parts.scheme, host, parts.port or DEFAULT_PORTS[parts.scheme]) if host else None

    @property
    def authority(self) -> str:
        """``host`` or ``host:port``, brackets around IPv6, as in a Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}"


def request_target(url: str) -> str:
    """Path and query of an address as they stand in the request line."""
    parts = urlsplit(url)
    return urlunsplit(("", "", parts.path or "/", parts.query, ""))


def may_move(old: Origin, new: Origin) -> bool:
    """Whether a start URL's redirect may go there: http to https on default ports, host to www.host and back."""
    same_host = old.host in {new.host, f"www.{new.host}"} or new.host == f"www.{old.host}"
    same_port = old.scheme == new.scheme and old.port == new.port
    upgraded = (old.scheme, old.port, new.scheme, new.port) == ("http", 80, "https", 443)
    return same_host and (same_port or upgraded)


def _split(url: str) -> SplitResult | None:
    if any(char <= " " or char in "\\\x7f" for char in url):
        return None
    try:
        parts = urlsplit(url)
        usable = parts.scheme in DEFAULT_PORTS and "@" not in parts.netloc and parts.port != 0
    except ValueError:  # brackets without an address, a port beyond 65535
        return None
    return parts if usable else None


def _host(name: str) -> str | None:
    host = name.lower().removesuffix(".")
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    # Normalization may turn a letter into a blank; a colon can only be an IPv6 address's, which urlsplit has checked.
    return host if _HOST.fullmatch(host) else None


@dataclass(slots=True)
class _Scope:
    """Where one harvest may go: the origin it started at or was moved to, and what the profile lists."""

    start: Origin
    current: Origin
    extra: frozenset[Origin]
    former: set[Origin] = field(default_factory=set)


class Origins:
    """The origins that each harvest of a run may visit.

    One object a crawler (:meth:`of`). The spider opens a harvest before its first request; the handler and the
    redirect middleware refuse every address that is not :meth:`allowed <allows>`.
    """

    _of: ClassVar[WeakKeyDictionary[Crawler, Origins]] = WeakKeyDictionary()

    def __init__(self) -> None:
        self._scopes: dict[str, _Scope] = {}

    @classmethod
    def of(cls, crawler: Crawler) -> Origins:
        """The crawler's one object, made when first asked for."""
        return cls._of.setdefault(crawler, cls())

    def open(self, harvest_id: str, start_url: str, *, extra: Iterable[str] = ()) -> Origin:
        """Let a harvest visit the origin of its start URL, and what its site's profile lists.

        Args:
            harvest_id: the harvest; its requests carry it in ``meta["sw_harvest"]``.
            start_url: as the user gave it.
            extra: further addresses whose origins belong to the site.

        Raises:
            ConfigError: an address cannot be used.
        """
        start = _origin_or_raise(start_url)
        self._scopes[harvest_id] = _Scope(start, start, frozenset(_origin_or_raise(url) for url in extra))
        return start

    def close(self, harvest_id: str) -> None:
        """Forget a harvest; requests that still carry its id are refused from now on."""
        self._scopes.pop(harvest_id, None)

    @property
    def any_open(self) -> bool:
        """Whether this run harvests at all; without (``scrapy shell``) each request is its own start."""
        return bool(self._scopes)

    def allows(self, harvest_id: str | None, url: str, *, robots: bool = False) -> bool:
        """Whether a request of the harvest may go to an address.

        Args:
            harvest_id: of ``meta["sw_harvest"]``; None for a request of no harvest, which is allowed only in a run
                that harvests nothing (``scrapy shell``).
            url: where to.
            robots: it asks for robots.txt, which may follow where a start URL could be led.
        """
        origin = Origin.of(url)
        if origin is None:
            return False
        scope = self._scopes.get(harvest_id or "")
        if scope is None:
            return harvest_id is None and not self.any_open
        return origin == scope.current or origin in scope.extra or (robots and may_move(scope.current, origin))

    def adopt(self, harvest_id: str, url: str) -> str | None:
        """An address as it is to be asked for, or None when it leads away from the site.

        After the start URL's redirect (http to https, www) links that still name the old origin are written anew
        for the current one, and no request goes to the old one.
        """
        origin = Origin.of(url)
        scope = self._scopes.get(harvest_id)
        if origin is None or scope is None:
            return None
        if origin == scope.current or origin in scope.extra:
            return url
        if origin in scope.former:
            return urlsplit(url)._replace(scheme=scope.current.scheme, netloc=scope.current.authority).geturl()
        return None

    def move(self, harvest_id: str, url: str) -> bool:
        """Make the origin of ``url`` the harvest's origin from now on, if a start URL may redirect there."""
        origin = Origin.of(url)
        scope = self._scopes.get(harvest_id)
        if origin is None or scope is None:
            return False
        if origin == scope.current:
            return True
        if not may_move(scope.current, origin):
            return False
        scope.former.add(scope.current)
        scope.current = origin
        return True

    def current(self, harvest_id: str) -> Origin | None:
        """The harvest's origin now; None for an unknown harvest."""
        scope = self._scopes.get(harvest_id)
        return scope.current if scope else None

    def start(self, harvest_id: str) -> Origin | None:
        """The origin of the start URL as the user gave it; None for an unknown harvest."""
        scope = self._scopes.get(harvest_id)
        return scope.start if scope else None

    def is_named(self, harvest_id: str | None, origin: Origin) -> bool:
        """Whether the user named the host: it may then be inside a private network."""
        scope = self._scopes.get(harvest_id or "")
        if scope is None:
            return harvest_id is None and not self.any_open
        return origin in {scope.start, scope.current}


def _origin_or_raise(url: str) -> Origin:
    origin = Origin.of(url)
    if origin is None:
        hint = "Give a full address with http:// or https://; user names belong into -s HTTPAUTH_USER and HTTPAUTH_PASS"
        raise ConfigError("not a web address that can be harvested", where=repr(url), hint=hint)
    return origin
