"""HTTP/1.1 under httpx: a transport that connects only to addresses it has checked.

httpx's own pool neither shows which address it connects to nor bounds what it reads,
and costs more than the rest of a poll. This one resolves a name once, checks what it
got, connects to exactly that, and reads with limits. Finished connections are kept for
a moment, one for each server, so that the pages of a site share a handshake.
"""

from __future__ import annotations

import asyncio
import re
import ssl
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx

from monitor.errors import FetchError
from monitor.sources.http.address import Resolver, safe_addresses
from monitor.sources.http.types import Limits

_CHUNK = 1 << 16
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"HTTP/(\d)\.(\d) +(\d{3})(?: [^\r\n]*)?$")
_KEEP_SECONDS = 15.0
_KEEP_CONNECTIONS = 16
_Key = tuple[str, str, int, bool]


@dataclass(slots=True)
class Connection:
    """One open connection and what was read ahead from it."""

    key: _Key
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    ahead: bytearray = field(default_factory=bytearray)
    since: float = 0.0
    used: bool = False

    async def more(self, idle: float) -> bytes:
        """The next bytes, or none at the end. Raises FetchError ``timeout``."""
        if self.ahead:
            data = bytes(self.ahead)
            self.ahead.clear()
            return data
        try:
            async with asyncio.timeout(idle):
                return await self.reader.read(_CHUNK)
        except TimeoutError as error:
            raise FetchError(f"nothing came for {idle:g} s", reason="timeout") from error

    def close(self) -> None:
        self.writer.transport.abort()


@dataclass(slots=True)
class Head:
    """Status line and header fields. Names are in lower case, values as they came."""

    status: int
    fields: list[tuple[bytes, bytes]]
    keep: bool

    def get(self, name: bytes) -> bytes:
        return next((value for key, value in self.fields if key == name), b"")


def parse_head(raw: bytes) -> Head:
    """The head of an answer; folded lines are joined and nameless ones left out."""
    lines = raw.replace(b"\r\n", b"\n").split(b"\n")
    match = _STATUS.match(lines[0].strip())
    if not match:
        raise FetchError("the answer is not HTTP", reason="not-http")
    fields: list[tuple[bytes, bytes]] = []
    for line in lines[1:]:
        if line[:1] in (b" ", b"\t") and fields:
            name, value = fields[-1]
            fields[-1] = (name, value + b" " + line.strip())
            continue
        name, colon, value = line.partition(b":")
        if colon and name.strip():
            fields.append((name.strip().lower(), value.strip().replace(b"\0", b"")))
    head = Head(int(match[3]), fields, keep=match[2] == b"1")
    if b"close" in head.get(b"connection").lower():
        head.keep = False
    return head


async def read_head(connection: Connection, limits: Limits) -> Head:
    """The head of the final answer, past any 1xx. Raises FetchError."""
    buffer = bytearray()
    while True:
        end = _HEAD_END.search(buffer)
        if end:
            head = parse_head(bytes(buffer[: end.start()]).lstrip(b"\r\n"))
            del buffer[: end.end()]
            if head.status >= 200 or head.status == 101:
                connection.ahead[:0] = buffer
                return head
            continue
        if len(buffer) > limits.header_bytes:
            raise FetchError(
                f"the headers are larger than {limits.header_bytes >> 10} kB", reason="too-large"
            )
        data = await connection.more(limits.idle)
        if not data:
            reason = "no-answer" if not buffer else "not-http"
            raise FetchError("the connection closed without an answer", reason=reason)
        buffer += data


class Body(httpx.AsyncByteStream):
    """The raw body. Reading it to its end gives the connection back to be used again.

    ``cut`` says afterwards that the server stopped too early, or went on too long.
    """

    def __init__(self, wire: Wire, connection: Connection, head: Head, limits: Limits) -> None:
        self._wire = wire
        self._connection: Connection | None = connection
        self._head = head
        self._limits = limits
        self.cut = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        head = self._head
        length = head.get(b"content-length").split(b",")[0].strip()
        try:
            if head.status in (204, 304):
                self._done(keep=head.keep)
            elif b"chunked" in head.get(b"transfer-encoding").lower():
                async for chunk in self._chunked():
                    yield chunk
            elif length.isdigit():
                async for chunk in self._sized(int(length)):
                    yield chunk
            else:
                while data := await self._more():
                    yield data
                self._done(keep=False)
        except (OSError, ssl.SSLError):
            self.cut = True
        finally:
            await self.aclose()

    async def _more(self) -> bytes:
        return await self._connection.more(self._limits.idle) if self._connection else b""

    async def _sized(self, left: int) -> AsyncIterator[bytes]:
        while left:
            data = await self._more()
            if not data:
                self.cut = True
                return
            yield data[:left]
            if len(data) > left:
                self.cut = True
                return
            left -= len(data)
        self._done(keep=self._head.keep)

    async def _chunked(self) -> AsyncIterator[bytes]:
        buffer = bytearray()
        while True:
            while b"\n" not in buffer:
                if len(buffer) > 4096:
                    raise FetchError("the body's chunks have no sizes", reason="not-http")
                if not (data := await self._more()):
                    self.cut = True
                    return
                buffer += data
            line, _, rest = buffer.partition(b"\n")
            buffer = rest
            text = line.split(b";")[0].strip()
            if not re.fullmatch(rb"[0-9a-fA-F]{1,15}", text):
                raise FetchError("the body's chunks have no sizes", reason="not-http")
            size = int(text, 16)
            if size == 0:
                self._done(keep=self._head.keep and buffer == b"\r\n")
                return
            while size:
                if not buffer:
                    if not (data := await self._more()):
                        self.cut = True
                        return
                    buffer += data
                piece = bytes(buffer[:size])
                del buffer[: len(piece)]
                size -= len(piece)
                yield piece
            while len(buffer) < 2 and not buffer.startswith(b"\n"):
                if not (data := await self._more()):
                    self.cut = True
                    return
                buffer += data
            del buffer[: 1 if buffer.startswith(b"\n") else 2]

    def _done(self, *, keep: bool) -> None:
        connection, self._connection = self._connection, None
        if connection:
            self._wire.give_back(connection, keep=keep and not connection.ahead)

    async def aclose(self) -> None:
        self._done(keep=False)


class Wire(httpx.AsyncBaseTransport):
    """The transport. ``extensions["home"]`` of a request is the host that may be private."""

    def __init__(
        self, limits: Limits, context: Callable[[], ssl.SSLContext], resolver: Resolver
    ) -> None:
        self._limits = limits
        self._context = context
        self._resolver = resolver
        self._idle: dict[_Key, Connection] = {}

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

    def _take(self, key: _Key) -> Connection | None:
        connection = self._idle.pop(key, None)
        if connection is None:
            return None
        fresh = time.monotonic() - connection.since < _KEEP_SECONDS
        if not fresh or connection.reader.at_eof() or connection.writer.is_closing():
            connection.close()
            return None
        return connection

    def give_back(self, connection: Connection, *, keep: bool) -> None:
        """Keep a finished connection for the next request to its server, or close it."""
        if not keep or connection.writer.is_closing():
            connection.close()
            return
        connection.since, connection.used = time.monotonic(), True
        if old := self._idle.pop(connection.key, None):
            old.close()
        while len(self._idle) >= _KEEP_CONNECTIONS:
            self._idle.pop(next(iter(self._idle))).close()
        self._idle[connection.key] = connection

    async def _connect(self, key: _Key) -> Connection:
        scheme, host, port, home = key
        try:
            async with asyncio.timeout(self._limits.connect):
                addresses = await safe_addresses(host, port, home=home, resolver=self._resolver)
                return await self._connect_any(key, scheme, addresses)
        except TimeoutError as error:
            raise FetchError(
                f"no connection to {host} within {self._limits.connect:g} s", reason="timeout"
            ) from error

    async def _connect_any(self, key: _Key, scheme: str, addresses: list[str]) -> Connection:
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
                    limit=_CHUNK,
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
