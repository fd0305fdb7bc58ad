"""The way through a proxy, HTTP or SOCKS: httpx's own transport."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from datetime import datetime

import httpx

from monitor.errors import FetchError
from monitor.sources.http.types import Limits


class Proxied:
    """Asks by a proxy, which looks the names up itself."""

    def __init__(self, proxy: str, limits: Limits, context: ssl.SSLContext) -> None:
        self._transport = httpx.AsyncHTTPTransport(proxy=proxy, verify=context)
        idle, connect = limits.idle, limits.connect
        self._timeout = {"connect": connect, "read": idle, "write": idle, "pool": connect}

    async def ask(self, url: str, headers: list[tuple[bytes, bytes]], home: str) -> ProxiedReply:
        """The answer to a GET. Raises FetchError. ``home`` means nothing to a proxy."""
        del home
        try:
            request = httpx.Request(
                "GET", url, headers=headers, extensions={"timeout": self._timeout}
            )
            return ProxiedReply(await self._transport.handle_async_request(request))
        except httpx.InvalidURL as error:
            raise FetchError("not a URL", reason="bad-url") from error
        except (httpx.HTTPError, ValueError) as error:
            raise FetchError(f"the request failed ({error})", reason="connect") from error

    async def aclose(self) -> None:
        await self._transport.aclose()


class ProxiedReply:
    """A reply as httpx gives it."""

    certificate_ends: datetime | None = None
    cut = False

    def __init__(self, response: httpx.Response) -> None:
        self._response = response
        self.status = response.status_code
        self.fields = [(name.lower(), value) for name, value in response.headers.raw]

    async def chunks(self) -> AsyncIterator[bytes]:
        try:
            async for chunk in self._response.aiter_raw():
                yield chunk
        except httpx.HTTPError as error:
            raise FetchError(f"the connection broke ({error})", reason="connect") from error

    async def aclose(self) -> None:
        await self._response.aclose()
