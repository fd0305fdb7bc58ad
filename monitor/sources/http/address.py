"""The address guard: which addresses a request may really be sent to."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from monitor.errors import FetchError
from monitor.sources.http.types import MOST_SOURCES

Address = IPv4Address | IPv6Address
Resolver = Callable[[str, int], Awaitable[list[str]]]

_CARRIES_IPV4 = {  # prefix -> how far to shift the IPv4 address that it carries
    ip_network("64:ff9b::/96"): 0,
    ip_network("64:ff9b:1::/48"): 0,
    ip_network("2002::/16"): 80,
    ip_network("::/96"): 0,
}


def inner_address(address: Address) -> Address:
    """The IPv4 address that an IPv6 one wraps (mapped, 6to4, NAT64, Teredo), or itself."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address.teredo:
        return address.teredo[1]
    for network, shift in _CARRIES_IPV4.items():
        if address in network and int(address) > 1:
            return IPv4Address((int(address) >> shift) & 0xFFFFFFFF)
    return address


@lru_cache(maxsize=MOST_SOURCES)
def is_public(text: str) -> bool:
    """Whether an address is one of the open internet.

    Private, loopback, link-local, carrier, metadata, multicast and reserved ones are not,
    however they are wrapped.
    """
    address = ip_address(text.split("%", 1)[0])
    inner = inner_address(address)
    return inner.is_global and not inner.is_multicast and not inner.is_reserved


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, in the system's order; an address is its own."""
    if itself := _written_out(host):
        return [itself]
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(info[4][0]) for info in found))


@lru_cache(maxsize=MOST_SOURCES)
def _written_out(host: str) -> str:
    """The address that a host is; empty for a name."""
    try:
        return str(ip_address(host.strip("[]")))
    except ValueError:
        return ""


def refuse_private_literal(url: str, home: str) -> None:
    """Raises FetchError for a private address written out, where a proxy looks names up."""
    host = urlsplit(url).hostname or ""
    if host == home:
        return
    try:
        address = socket.inet_ntoa(socket.inet_aton(host))  # 127.1 and 2130706433 too
    except (OSError, UnicodeError):
        address = host
    try:
        public = is_public(address)
    except ValueError:
        public = not host.rstrip(".").endswith("localhost")
    if not public:
        raise FetchError(f"{host} is not a public address", reason="refused-address")


async def safe_addresses(host: str, port: int, *, home: bool, resolver: Resolver) -> list[str]:
    """Where a connection to ``host`` may go. ``home`` allows private addresses.

    One private address among several is enough to refuse them all: a name that mixes
    them is either an accident or an attack. Raises FetchError.
    """
    try:
        addresses = await resolver(host, port)
    except (OSError, UnicodeError) as error:
        said = str(getattr(error, "strerror", None) or error).lower()
        raise FetchError(f"the name {host} has no address ({said})", reason="dns") from error
    if not addresses:
        raise FetchError(f"the name {host} has no address", reason="dns")
    if not home:
        for address in addresses:
            if not is_public(address):
                raise FetchError(
                    f"{host} leads to {address}, which is not a public address",
                    reason="refused-address",
                )
    return addresses
