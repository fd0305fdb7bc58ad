"""HTTP/1.1 on connections that lead only to addresses which were checked.

A name is resolved once, what it gave is checked, and the connection goes to exactly that;
head and body are read with limits. Finished connections are kept for a moment, one for
each server, so that the pages of a site share a handshake.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from itertools import zip_longest

from monitor.errors import FetchError
from monitor.sources.http.address import Resolver, safe_addresses
from monitor.sources.http.exchange import Connection, Head, Key, WireReply, read_head
from monitor.sources.http.types import Limits
from monitor.sources.http.urls import Target, target
from monitor.sources.http.way import Plain, Tls, Way

_KEEP_SECONDS = 15.0
_KEEP_CONNECTIONS = 16
_MOST_ADDRESSES = 6
_HEAD_START = 0.3


class Wire:
    """Our own way to a server, without a proxy."""

    def __init__(
        self,
        limits: Limits,
        context: Callable[[], ssl.SSLContext],
        resolver: Resolver,
        monotonic: Callable[[], float],
    ) -> None:
        self._limits = limits
        self._context = context
        self._resolver = resolver
        self._monotonic = monotonic
        self._idle: dict[Key, Connection] = {}

    async def ask(self, url: str, headers: list[tuple[bytes, bytes]], home: str) -> WireReply:
        """The answer to a GET. ``home`` is the host that may be private. Raises FetchError."""
        to = target(url)
        lines = self._request_line(to)
        lines += [name + b": " + value for name, value in headers]
        message = b"\r\n".join(lines) + b"\r\n\r\n"
        key = (to.scheme, to.host, to.port, to.host == home)
        connection = self._take(key) or await self._connect(key)
        try:
            try:
                head = await self._exchange(connection, message)
            except (FetchError, OSError) as error:
                reason = getattr(error, "reason", "")
                if not connection.used or reason not in ("", "no-answer", "not-http"):
                    raise
                connection.close()
                connection = await self._connect(key)
                head = await self._exchange(connection, message)
        except OSError as error:
            connection.close()
            raise FetchError(f"the connection broke ({told(error)})", reason="connect") from error
        except BaseException:
            connection.close()
            raise
        return WireReply(self, connection, head, self._limits)

    def _request_line(self, to: Target) -> list[bytes]:
        return [b"GET " + to.path + b" HTTP/1.1", b"Host: " + to.authority]

    async def _exchange(self, connection: Connection, message: bytes) -> Head:
        await connection.way.send(message)
        return await read_head(connection, self._limits)

    def _take(self, key: Key) -> Connection | None:
        connection = self._idle.pop(key, None)
        if connection is None:
            return None
        fresh = self._monotonic() - connection.since < _KEEP_SECONDS
        if not fresh or not connection.quiet:
            connection.close()
            return None
        return connection

    def give_back(self, connection: Connection, *, keep: bool) -> None:
        """Keep a finished connection for the next request to its server, or close it."""
        if not keep:
            connection.close()
            return
        connection.since, connection.used = self._monotonic(), True
        if old := self._idle.pop(connection.key, None):
            old.close()
        while len(self._idle) >= _KEEP_CONNECTIONS:
            self._idle.pop(next(iter(self._idle))).close()
        self._idle[connection.key] = connection

    async def _connect(self, key: Key) -> Connection:
        try:
            async with asyncio.timeout(self._limits.connect):
                return await self._open(key)
        except TimeoutError as error:
            raise FetchError(
                f"no connection to {key[1]} within {self._limits.connect:g} s", reason="timeout"
            ) from error

    async def _open(self, key: Key) -> Connection:
        _, host, port, home = key
        addresses = await safe_addresses(host, port, home=home, resolver=self._resolver)
        return await self._reach(key, addresses)

    async def _reach(self, key: Key, addresses: list[str]) -> Connection:
        if len(addresses) > 1:
            return await self._connect_any(key, addresses)
        try:
            return await self._connect_one(key, addresses[0])
        except OSError as error:
            raise _not_connected(key, error) from error

    async def _connect_any(self, key: Key, addresses: list[str]) -> Connection:
        """Each address when the one before has failed, or has been silent for a moment.

        A dead IPv6 address before a sound IPv4 one must not use up the whole time.
        """
        failures: list[OSError] = []
        racing: set[asyncio.Task[Connection]] = set()
        waiting = _by_turns(addresses)[:_MOST_ADDRESSES]
        try:
            while waiting or racing:
                if waiting:
                    racing.add(asyncio.create_task(self._connect_one(key, waiting.pop(0))))
                done, racing = await asyncio.wait(
                    racing,
                    timeout=_HEAD_START if waiting else None,
                    return_when=asyncio.FIRST_COMPLETED,
                )
                for task in done:
                    error = task.exception()
                    if error is None:
                        return task.result()
                    if not isinstance(error, OSError):
                        raise error
                    failures.append(error)
        finally:
            await _give_up(racing)
        raise _not_connected(key, failures[0] if failures else None)

    async def _connect_one(self, key: Key, address: str) -> Connection:
        scheme, host, port, _ = key
        way = await Plain.open(address, port)
        return Connection(key, await self._secured(way, host) if scheme == "https" else way)

    async def _secured(self, way: Way, host: str) -> Way:
        """TLS on a way, for the server that the host names."""
        try:
            return await Tls.open(way, self._context(), host)
        except ssl.SSLCertVerificationError as error:
            way.close()
            raise FetchError(
                f"the certificate of {host} is not valid ({error.verify_message})",
                reason="certificate",
            ) from error
        except BaseException:
            way.close()
            raise

    async def aclose(self) -> None:
        while self._idle:
            self._idle.popitem()[1].close()


def _by_turns(addresses: list[str]) -> list[str]:
    """The addresses in their order, but with the two families taking turns."""
    first = [one for one in addresses if (":" in one) == (":" in addresses[0])]
    other = [one for one in addresses if (":" in one) != (":" in addresses[0])]
    return [one for pair in zip_longest(first, other) for one in pair if one]


async def _give_up(racing: set[asyncio.Task[Connection]]) -> None:
    """Ends the attempts that are no longer needed; one that just came through is closed."""
    for task in racing:
        task.cancel()
    for late in await asyncio.gather(*racing, return_exceptions=True):
        if isinstance(late, Connection):
            late.close()


def _not_connected(key: Key, error: OSError | None) -> FetchError:
    return FetchError(f"no connection to {key[1]}:{key[2]} ({told(error)})", reason="connect")


def told(error: Exception | None) -> str:
    """An error of a connection in a few words."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return str(error) or type(error).__name__
