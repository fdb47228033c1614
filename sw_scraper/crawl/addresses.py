"""From a host's name to addresses that may be connected to: the guard against servers inside private networks.

The connection is made to exactly the address that was checked, so that a name that answers differently the second
time (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import asyncio
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING

from sw_scraper.crawl.failures import BlockedAddressError, DnsError
from sw_scraper.errors import ConfigError

if TYPE_CHECKING:
    from sw_scraper.crawl.limits import Limits
    from sw_scraper.crawl.origin import Origin

Address = IPv4Address | IPv6Address

_NAT64 = IPv6Network("64:ff9b::/96")
# Special by IANA's registries, and public to the ipaddress module of one Python version or another.
_SPECIAL = tuple(
    ip_network(text)
    for text in (
        "192.0.0.0/24",
        "192.88.99.0/24",
        "64:ff9b:1::/48",
        "2001::/23",
        "2001:db8::/32",
        "3fff::/20",
        "5f00::/16",
    )
)
_EMBEDDED_COMPATIBLE = IPv6Network("::/96")
# Metadata services of clouds that do not live in 169.254.0.0/16 or look public.
_METADATA = frozenset({ip_address("fd00:ec2::254"), ip_address("168.63.129.16"), ip_address("100.100.100.200")})


def is_public(address: Address) -> bool:
    """Whether an address is one of the open internet, whatever it is wrapped in.

    >>> [is_public(ip_address(text)) for text in ("93.184.216.34", "10.0.0.1", "::ffff:127.0.0.1", "100.64.0.1")]
    [True, False, False, False]
    """
    inner = _embedded(address)
    if inner is not None:
        return is_public(inner)
    if address in _METADATA or any(address in network for network in _SPECIAL):
        return False
    odd = address.is_multicast or address.is_unspecified or address.is_reserved or address.is_link_local
    return address.is_global and not odd


def is_nameable(address: Address) -> bool:
    """Whether a name (not only a literal address) in the start URL may lead there although it is not public.

    Private networks and this computer: yes. Link-local addresses and metadata services, multicast, the unspecified
    address: never through a name.
    """
    inner = _embedded(address)
    if inner is not None:
        return is_nameable(inner)
    odd = address.is_multicast or address.is_unspecified or address.is_link_local or address in _METADATA
    return address.is_loopback or not (odd or address.is_reserved)


def _embedded(address: Address) -> IPv4Address | None:
    """The IPv4 address inside an IPv6 one (mapped, compatible, 6to4, Teredo, NAT64)."""
    if isinstance(address, IPv4Address):
        return None
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address.teredo:
        return address.teredo[1]
    if address in _NAT64 or (address in _EMBEDDED_COMPATIBLE and int(address) > 0xFFFF):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None


@dataclass(frozen=True, slots=True)
class Resolve:
    """One entry of ``SW_RESOLVE``: connect ``host:port`` to ``address:to_port``, as curl's --connect-to does."""

    host: str
    port: int
    address: Address
    to_port: int


def parse_resolve(text: str) -> tuple[Resolve, ...]:
    """The entries of ``SW_RESOLVE``: ``host:port:address:port``, separated by commas; IPv6 in brackets.

    >>> parse_resolve("a.example:80:127.0.0.1:8080")[0].to_port
    8080

    Raises:
        ConfigError: an entry cannot be read.
    """
    return tuple(_resolve_entry(entry.strip()) for entry in text.split(",") if entry.strip())


def _resolve_entry(entry: str) -> Resolve:
    try:
        host, port, rest = entry.split(":", 2)
        address, _, to_port = rest.rpartition(":")
        return Resolve(host.lower(), int(port), ip_address(address.strip("[]")), int(to_port))
    except ValueError as error:
        hint = "Write host:port:address:port, such as www.site.example:443:127.0.0.1:8443; several with commas"
        raise ConfigError("SW_RESOLVE cannot be read", where=repr(entry), hint=hint) from error


class AddressBook:
    """Looks names up and lets only permitted addresses through.

    A host that the user named may be in a private network if all its addresses were at the first look-up; exactly
    those addresses are then permitted for the rest of the run.

    Args:
        overrides: from ``SW_RESOLVE``; the operator's word, not checked further.
    """

    def __init__(self, overrides: tuple[Resolve, ...] = ()) -> None:
        self._overrides = {(entry.host, entry.port): (entry.address, entry.to_port) for entry in overrides}
        self._named: dict[str, frozenset[Address]] = {}

    async def lookup(self, origin: Origin, *, named: bool, limits: Limits, url: str) -> list[tuple[Address, int]]:
        """The addresses and ports to try, in the resolver's order.

        Args:
            origin: where the request goes.
            named: the user named this host in the start URL.
            limits: the look-up takes at most ``connect_s``.
            url: for messages.

        Raises:
            DnsError: the name has no address.
            BlockedAddressError: it has none that is permitted.
        """
        override = self._overrides.get((origin.host, origin.port))
        if override:
            return [override]
        literal = _literal(origin.host)
        if literal is not None:
            permitted = [literal] if named or is_public(literal) else []
            found = [literal]
        else:
            found = await _resolve(origin, limits=limits, url=url)
            permitted = self._permitted(origin.host, found, named=named)
        if not permitted:
            raise BlockedAddressError(
                f"{origin.host} leads to {found[0]}, {BlockedAddressError.words}", url=str(origin)
            )
        return [(address, origin.port) for address in permitted]

    def _permitted(self, host: str, found: list[Address], *, named: bool) -> list[Address]:
        private = [address for address in found if not is_public(address)]
        if named and host not in self._named:
            inside = len(private) == len(found)
            self._named[host] = frozenset(filter(is_nameable, private)) if inside else frozenset()
        pinned = self._named.get(host, frozenset()) if named else frozenset()
        return [address for address in found if address in pinned or is_public(address)]


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None


async def _resolve(origin: Origin, *, limits: Limits, url: str) -> list[Address]:
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(limits.connect_s):
            answers = await loop.getaddrinfo(origin.host, origin.port, type=socket.SOCK_STREAM)
    except TimeoutError as error:
        raise DnsError(f"No answer about the host's name {origin.host} in time", url=url) from error
    except (OSError, UnicodeError) as error:
        raise DnsError(f"The host's name {origin.host} cannot be found", url=url) from error
    found = dict.fromkeys(ip_address(str(sockaddr[0]).partition("%")[0]) for *_, sockaddr in answers)
    if not found:
        raise DnsError(f"The host's name {origin.host} has no address", url=url)
    return list(found)
