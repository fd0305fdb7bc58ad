"""The way through a proxy, HTTP or SOCKS 5: our own wire with another first step.

Limits, broken answers and kept connections are as without one. The proxy looks names up;
here they are looked up too, where that is possible, and refused if they lead to a private
address.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from monitor.errors import FetchError
from monitor.sources.http.address import Resolver, resolve, safe_addresses
from monitor.sources.http.exchange import Connection, Key, parse_head
from monitor.sources.http.types import Limits
from monitor.sources.http.urls import Target, authorization
from monitor.sources.http.way import Way
from monitor.sources.http.wire import Wire, told

_PORTS = {"http": 80, "https": 443, "socks5": 1080}
_LONGEST_LOOKUP = 3.0
_LONGEST_HEAD = 16 << 10
_SOCKS_ADDRESS = {1: 4, 4: 16}


class Proxied(Wire):
    """Asks by the proxy at an address."""

    def __init__(
        self,
        proxy: str,
        limits: Limits,
        context: Callable[[], ssl.SSLContext],
        resolver: Resolver,
        monotonic: Callable[[], float],
    ) -> None:
        super().__init__(limits, context, resolver, monotonic)
        parts = urlsplit(proxy)
        self._kind = parts.scheme
        self._host = parts.hostname or ""
        self._port = parts.port or _PORTS.get(parts.scheme, 1080)
        self._login = (unquote(parts.username or ""), unquote(parts.password or ""))

    def _request_line(self, to: Target) -> list[bytes]:
        plain = to.scheme == "http" and self._kind != "socks5"
        path = b"http://" + to.authority + to.path if plain else to.path
        lines = [b"GET " + path + b" HTTP/1.1", b"Host: " + to.authority]
        return lines + (self._authorization() if plain else [])

    def _authorization(self) -> list[bytes]:
        return [b"Proxy-Authorization: " + authorization(self._login)] if self._login[0] else []

    async def _open(self, key: Key) -> Connection:
        scheme, host, port, home = key
        if not home:
            await self._refuse_private(host, port)
        way = await self._to_the_proxy()
        try:
            if self._kind == "socks5":
                await self._by_socks(_Talk(way), host, port)
            elif scheme == "https":
                await self._by_tunnel(_Talk(way), host, port)
        except OSError as error:
            way.close()
            raise FetchError(
                f"no way to {host} by the proxy ({told(error)})", reason="proxy"
            ) from error
        except BaseException:
            way.close()
            raise
        return Connection(key, await self._secured(way, host) if scheme == "https" else way)

    async def _to_the_proxy(self) -> Way:
        scheme = "https" if self._kind == "https" else "http"
        host, port = self._host, self._port
        try:
            addresses = await safe_addresses(host, port, home=True, resolver=resolve)
            connection = await self._reach((scheme, host, port, True), addresses)
        except FetchError as error:
            raise FetchError(f"the proxy does not answer: {error}", reason="proxy") from error
        return connection.way

    async def _refuse_private(self, host: str, port: int) -> None:
        """What cannot be looked up here is left to the proxy: that may be what it is for."""
        try:
            async with asyncio.timeout(_LONGEST_LOOKUP):
                await safe_addresses(host, port, home=False, resolver=self._resolver)
        except TimeoutError:
            pass
        except FetchError as error:
            if error.reason != "dns":
                raise

    async def _by_tunnel(self, talk: _Talk, host: str, port: int) -> None:
        place = (f"[{host}]" if ":" in host else host).encode("idna") + b":%d" % port
        lines = [b"CONNECT " + place + b" HTTP/1.1", b"Host: " + place, *self._authorization()]
        await talk.say(b"\r\n".join(lines) + b"\r\n\r\n")
        head = parse_head(await talk.head())
        if head.status != 200:
            raise FetchError(
                f"the proxy lets us not through to {host} (HTTP {head.status})", reason="proxy"
            )

    async def _by_socks(self, talk: _Talk, host: str, port: int) -> None:
        """The greeting, the login where one is asked for, and the name to connect to."""
        methods = b"\x00\x02" if self._login[0] else b"\x00"
        await talk.say(bytes((5, len(methods))) + methods)
        version, method = await talk.exactly(2)
        if version != 5:
            raise FetchError("the proxy does not speak SOCKS 5", reason="proxy")
        if method == 2 and self._login[0]:
            name, password = (part.encode()[:255] for part in self._login)
            await talk.say(bytes((1, len(name))) + name + bytes((len(password),)) + password)
            if (await talk.exactly(2))[1]:
                raise FetchError("the proxy refuses our login", reason="proxy")
        elif method:
            raise FetchError("the proxy asks for a login", reason="proxy")
        await talk.say(b"\x05\x01\x00" + _place(host) + port.to_bytes(2, "big"))
        _, status, _, kind = await talk.exactly(4)
        if status:
            raise FetchError(f"the proxy cannot reach {host} (SOCKS {status})", reason="proxy")
        await talk.exactly((_SOCKS_ADDRESS.get(kind) or (await talk.exactly(1))[0]) + 2)
        talk.end()


class _Talk:
    """What is agreed with a proxy before the server is reached."""

    def __init__(self, way: Way) -> None:
        self._way = way
        self._said = b""

    async def say(self, data: bytes) -> None:
        self.end()
        await self._way.send(data)

    async def exactly(self, count: int) -> bytes:
        while len(self._said) < count:
            await self._more()
        answer, self._said = self._said[:count], self._said[count:]
        return answer

    async def head(self) -> bytes:
        """The head of an answer, and nothing behind it."""
        while not self._said.endswith(b"\r\n\r\n"):
            await self._more()
        answer, self._said = self._said, b""
        return answer[:-4]

    async def _more(self) -> None:
        data = await self._way.read()
        if not data or len(self._said) > _LONGEST_HEAD:
            raise FetchError("the proxy broke off", reason="proxy")
        self._said += data

    def end(self) -> None:
        """Nothing more may have been said: it would be taken for the server's words."""
        if self._said:
            raise FetchError("the proxy says more than it was asked", reason="proxy")


def _place(host: str) -> bytes:
    """An address or a name as SOCKS has them."""
    try:
        address = ip_address(host)
    except ValueError:
        name = host.encode("idna")[:255]
        return b"\x03" + bytes((len(name),)) + name
    return (b"\x01" if address.version == 4 else b"\x04") + address.packed
