"""HTTP/1.1 under httpx: a transport that connects only to addresses it has checked.

httpx's own pool neither shows which address it connects to nor bounds what it reads,
and costs more than the rest of a poll. This one resolves a name once, checks what it
got, connects to exactly that, and reads with limits. Finished connections are kept for
a moment, one for each server, so that the pages of a site share a handshake.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from datetime import UTC, datetime

import httpx

from monitor.errors import FetchError
from monitor.sources.http.address import Resolver, safe_addresses
from monitor.sources.http.exchange import CHUNK, Body, Connection, Head, Key, read_head
from monitor.sources.http.types import Limits

_KEEP_SECONDS = 15.0
_KEEP_CONNECTIONS = 16


class Wire(httpx.AsyncBaseTransport):
    """The transport. ``extensions["home"]`` of a request is the host that may be private."""

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

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        host = url.host
        port = url.port or (443 if url.scheme == "https" else 80)
        home = bool(host) and host == request.extensions.get("home")
        key = (url.scheme, host, port, home)
        connection = self._take(key) or await self._connect(key)
        try:
            try:
                head = await self._ask(connection, request)
            except (FetchError, OSError) as error:
                stale = connection.used and getattr(error, "reason", "") in ("", "no-answer")
                if not stale:
                    raise
                connection.close()
                connection = await self._connect(key)
                head = await self._ask(connection, request)
        except OSError as error:
            connection.close()
            raise FetchError(f"the connection broke ({_told(error)})", reason="connect") from error
        except BaseException:
            connection.close()
            raise
        body = Body(self, connection, head, self._limits)
        # httpx would follow the Location in its mind, and fail where it cannot read it.
        fields = [(name, value) for name, value in head.fields if name != b"location"]
        return httpx.Response(
            head.status,
            headers=fields,
            stream=body,
            extensions={
                "certificate_ends": _certificate_ends(connection),
                "body": body,
                "location": head.get(b"location"),
            },
            request=request,
        )

    async def _ask(self, connection: Connection, request: httpx.Request) -> Head:
        target = request.url.raw_path or b"/"
        lines = [request.method.encode() + b" " + target + b" HTTP/1.1"]
        lines += [name + b": " + value for name, value in request.headers.raw]
        connection.writer.write(b"\r\n".join(lines) + b"\r\n\r\n")
        return await read_head(connection, self._limits)

    def _take(self, key: Key) -> Connection | None:
        connection = self._idle.pop(key, None)
        if connection is None:
            return None
        fresh = self._monotonic() - connection.since < _KEEP_SECONDS
        if not fresh or connection.reader.at_eof() or connection.writer.is_closing():
            connection.close()
            return None
        return connection

    def give_back(self, connection: Connection, *, keep: bool) -> None:
        """Keep a finished connection for the next request to its server, or close it."""
        if not keep or connection.writer.is_closing():
            connection.close()
            return
        connection.since, connection.used = self._monotonic(), True
        if old := self._idle.pop(connection.key, None):
            old.close()
        while len(self._idle) >= _KEEP_CONNECTIONS:
            self._idle.pop(next(iter(self._idle))).close()
        self._idle[connection.key] = connection

    async def _connect(self, key: Key) -> Connection:
        scheme, host, port, home = key
        try:
            async with asyncio.timeout(self._limits.connect):
                addresses = await safe_addresses(host, port, home=home, resolver=self._resolver)
                return await self._connect_any(key, scheme, addresses)
        except TimeoutError as error:
            raise FetchError(
                f"no connection to {host} within {self._limits.connect:g} s", reason="timeout"
            ) from error

    async def _connect_any(self, key: Key, scheme: str, addresses: list[str]) -> Connection:
        _, host, port, _ = key
        tls = scheme == "https"
        failure: Exception | None = None
        for address in addresses[:4]:
            try:
                reader, writer = await asyncio.open_connection(
                    address,
                    port,
                    ssl=self._context() if tls else None,
                    server_hostname=host if tls else None,
                    limit=CHUNK,
                )
                return Connection(key, reader, writer)
            except ssl.SSLCertVerificationError as error:
                raise FetchError(
                    f"the certificate of {host} is not valid ({error.verify_message})",
                    reason="certificate",
                ) from error
            except OSError as error:
                failure = error
        told = _told(failure)
        raise FetchError(f"no connection to {host}:{port} ({told})", reason="connect") from failure

    async def aclose(self) -> None:
        while self._idle:
            self._idle.popitem()[1].close()


def _told(error: Exception | None) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return str(error) or type(error).__name__


def _certificate_ends(connection: Connection) -> datetime | None:
    certificate = connection.writer.get_extra_info("peercert")
    if not certificate:
        return None
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(certificate["notAfter"])), UTC)
