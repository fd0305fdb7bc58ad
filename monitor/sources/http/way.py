"""Bytes to a server and back: a socket, and TLS around what leads there.

Without asyncio's streams, which cost more than the socket itself. Nothing is read before
somebody asks for it, so that no buffer needs a limit.
"""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from errno import EALREADY, EINPROGRESS, EISCONN
from functools import partial
from typing import Any, Protocol, TypeVar

from monitor.errors import FetchError

CHUNK = 1 << 16
Result = TypeVar("Result")


class Way(Protocol):
    """A way there and back, for one task at a time. What fails raises OSError."""

    async def send(self, data: bytes) -> None:
        """Sends all of it."""

    async def read(self, within: float | None = None) -> bytes:
        """The next bytes, none at the end. Raises FetchError ``timeout`` after seconds."""

    def at_hand(self) -> bytes | None:
        """The bytes that are here already; None where there are none, and it goes on."""

    def certificate(self) -> dict[str, Any] | None:
        """The server's certificate, where there is one."""

    def close(self) -> None:
        """Ends it at once."""


class Plain:
    """A connected socket."""

    __slots__ = ("_loop", "_number", "_socket")

    def __init__(self, way: socket.socket) -> None:
        self._loop = asyncio.get_running_loop()
        self._socket = way
        self._number = way.fileno()

    @classmethod
    async def open(cls, address: str, port: int) -> Plain:
        """A way to an address. Raises OSError."""
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        way = cls(socket.socket(family, socket.SOCK_STREAM | socket.SOCK_NONBLOCK))
        try:
            await way._connect(_place(address, port))
        except BaseException:
            way.close()
            raise
        return way

    async def _connect(self, place: tuple[Any, ...]) -> None:
        error = self._socket.connect_ex(place)
        if error == EINPROGRESS:  # a server on this machine has answered by now
            error = self._socket.connect_ex(place)
        if error in (EINPROGRESS, EALREADY):
            await self._until(self._loop.add_writer, self._loop.remove_writer)
            error = self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if error not in (0, EISCONN):
            raise OSError(error, os.strerror(error))

    async def send(self, data: bytes) -> None:
        while data:
            try:
                data = data[self._socket.send(data) :]
            except BlockingIOError:
                await self._until(self._loop.add_writer, self._loop.remove_writer)

    async def read(self, within: float | None = None) -> bytes:
        while True:
            await self._until(self._loop.add_reader, self._loop.remove_reader, within)
            if (data := self.at_hand()) is not None:
                return data

    def at_hand(self) -> bytes | None:
        try:
            return self._socket.recv(CHUNK)
        except BlockingIOError:
            return None

    async def _until(
        self,
        watch: Callable[..., object],
        forget: Callable[[int], object],
        within: float | None = None,
    ) -> None:
        """Waits until the socket can be written to, or read."""
        ready = self._loop.create_future()
        timer = self._loop.call_later(within, _expire, ready, within) if within else None
        watch(self._number, _settle, ready)
        try:
            await ready
        finally:
            forget(self._number)
            if timer:
                timer.cancel()

    def certificate(self) -> None:
        return None

    def close(self) -> None:
        self._socket.close()


class Tls:
    """TLS on another way, which may have TLS of its own."""

    def __init__(self, way: Way, context: ssl.SSLContext, host: str) -> None:
        self._way = way
        self._come, self._go = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._come, self._go, server_hostname=host)

    @classmethod
    async def open(cls, way: Way, context: ssl.SSLContext, host: str) -> Tls:
        """Shakes hands. Raises OSError, ssl.SSLCertVerificationError among them."""
        self = cls(way, context, host)
        try:
            await self._do(self._tls.do_handshake)
        except ssl.SSLError:
            with suppress(OSError):  # say why
                await way.send(self._go.read())
            raise
        return self

    async def send(self, data: bytes) -> None:
        await self._do(partial(self._tls.write, data))

    async def read(self, within: float | None = None) -> bytes:
        return await self._do(self._next, within)

    def at_hand(self) -> bytes | None:
        while True:
            try:
                return self._next()
            except ssl.SSLWantReadError:
                if (data := self._way.at_hand()) is None:
                    return None
                self._take(data)

    def _next(self) -> bytes:
        """Some servers just close the connection, as if it were not TLS: that is an end too."""
        try:
            return self._tls.read(CHUNK)
        except (ssl.SSLZeroReturnError, ssl.SSLEOFError):
            return b""

    async def _do(self, step: Callable[[], Result], within: float | None = None) -> Result:
        """Takes a step as soon as what it needs has come."""
        while True:
            try:
                done = step()
            except ssl.SSLWantReadError:
                await self._flush()
                self._take(await self._way.read(within))
            else:
                await self._flush()
                return done

    async def _flush(self) -> None:
        if self._go.pending:
            await self._way.send(self._go.read())

    def _take(self, data: bytes) -> None:
        if data:
            self._come.write(data)
        else:
            self._come.write_eof()

    def certificate(self) -> dict[str, Any] | None:
        return self._tls.getpeercert()

    def close(self) -> None:
        self._way.close()


def _place(address: str, port: int) -> tuple[Any, ...]:
    if "%" not in address:
        return address, port
    bare, _, card = address.partition("%")  # of this link, on a network card that is named
    return bare, port, 0, int(card) if card.isdigit() else socket.if_nametoindex(card)


def _settle(ready: asyncio.Future[None]) -> None:
    if not ready.done():
        ready.set_result(None)


def _expire(ready: asyncio.Future[None], within: float) -> None:
    if not ready.done():
        ready.set_exception(FetchError(f"nothing came for {within:g} s", reason="timeout"))
