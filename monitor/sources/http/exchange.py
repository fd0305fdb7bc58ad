"""One answer on one connection: its head and its body, read with limits."""

from __future__ import annotations

import re
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from monitor.errors import FetchError
from monitor.sources.http.chunks import Chunks
from monitor.sources.http.types import Limits
from monitor.sources.http.way import Way

_FIRST_BYTE = 0.75  # of the whole time: a slow server may think before it answers
_MOST_HINTS = 10
_SHORT_LIVED = 30 * 86_400
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"HTTP/(\d)\.(\d) +(\d{3})(?: [^\r\n]*)?$")
Key = tuple[str, str, int, bool]


class Keeper(Protocol):
    """Who takes finished connections back."""

    def give_back(self, connection: Connection, *, keep: bool) -> None: ...


@dataclass(slots=True)
class Connection:
    """One open connection and what was read ahead from it."""

    key: Key
    way: Way
    ahead: bytearray = field(default_factory=bytearray)
    since: float = 0.0
    used: bool = False

    async def more(self, idle: float) -> bytes:
        """The next bytes, or none at the end. Raises FetchError ``timeout``, OSError."""
        if self.ahead:
            data = bytes(self.ahead)
            self.ahead.clear()
            return data
        return await self.way.read(idle)

    @property
    def quiet(self) -> bool:
        """Whether nothing came that nobody asked for: the end, or the rest of an old answer."""
        try:
            return not self.ahead and self.way.at_hand() is None
        except OSError:
            return False

    def close(self) -> None:
        self.way.close()


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
    hints = 0
    while True:
        end = _HEAD_END.search(buffer)
        if end:
            head = parse_head(bytes(buffer[: end.start()]).lstrip(b"\r\n"))
            del buffer[: end.end()]
            if head.status >= 200 or head.status == 101:
                connection.ahead[:0] = buffer
                return head
            hints += 1
            if hints > _MOST_HINTS:
                raise FetchError("hints (HTTP 1xx) and no answer", reason="not-http")
            continue
        if len(buffer) > limits.header_bytes:
            raise FetchError(
                f"the headers are larger than {limits.header_bytes >> 10} kB", reason="too-large"
            )
        data = await connection.more(max(limits.idle, limits.total * _FIRST_BYTE))
        if not data:
            reason = "no-answer" if not buffer else "not-http"
            raise FetchError("the connection closed without an answer", reason=reason)
        buffer += data


class WireReply:
    """An answer whose body is still to come. Names in ``fields`` are in lower case.

    ``cut`` says after ``chunks`` that the server stopped too early, or went on too long. The
    connection is kept for the next request once the body is read to its end.
    """

    def __init__(self, wire: Keeper, connection: Connection, head: Head, limits: Limits) -> None:
        self._wire = wire
        self._connection: Connection | None = connection
        self._head = head
        self._limits = limits
        self.status = head.status
        self.fields = head.fields
        self.certificate_ends = _certificate_ends(connection)
        self.cut = False

    async def chunks(self) -> AsyncIterator[bytes]:
        head = self._head
        length = head.get(b"content-length").split(b",")[0].strip()
        try:
            if b"chunked" in head.get(b"transfer-encoding").lower():
                async for chunk in self._chunked():
                    yield chunk
            elif length.isdigit():
                async for chunk in self._sized(int(length[:18])):
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
        chunks = Chunks()
        while not chunks.ended:
            if not (data := await self._more()):
                self.cut = True
                return
            if plain := chunks.feed(data):
                yield plain
        self._done(keep=self._head.keep and chunks.rest == b"\r\n")

    def _done(self, *, keep: bool) -> None:
        connection, self._connection = self._connection, None
        if connection:
            self._wire.give_back(connection, keep=keep and not connection.ahead)

    async def aclose(self) -> None:
        has_body = self.status not in (204, 304) and self._head.get(b"content-length") != b"0"
        self._done(keep=self._head.keep and not has_body)


def _certificate_ends(connection: Connection) -> datetime | None:
    """When the server's certificate ends; None for one that is made for a few weeks: a machine
    renews it within days of its end.
    """
    certificate = connection.way.certificate()
    if not certificate:
        return None
    begins, ends = (ssl.cert_time_to_seconds(certificate[key]) for key in ("notBefore", "notAfter"))
    return datetime.fromtimestamp(ends, UTC) if ends - begins > _SHORT_LIVED else None
