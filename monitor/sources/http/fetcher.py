"""One request after another to each host, with limits on everything they may cost."""

from __future__ import annotations

import asyncio
import base64
import ssl
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import httpx

from monitor.clock import Clock, SystemClock
from monitor.errors import FetchError
from monitor.sources.http.address import Resolver, refuse_private_literal, resolve
from monitor.sources.http.body import BoundedBody, too_large
from monitor.sources.http.cookies import Cookies, NoCookies
from monitor.sources.http.exchange import Body
from monitor.sources.http.headers import retry_after
from monitor.sources.http.turns import Turns
from monitor.sources.http.types import Answer, Fetched, Limits, NotModified, Request
from monitor.sources.http.urls import clean_url, origin, shown
from monitor.sources.http.wire import Wire

USER_AGENT = "monitor/0.1 (news tripwire; asks politely; set user_agent to say whose it is)"
_PERMANENT = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Fetcher:
    """Asks the web. Open it once; every request shares one client and one TLS context.

    ``gap`` is the pause in seconds between two requests to one public host; our own
    machine needs none.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        user_agent: str = USER_AGENT,
        gap: float = 1.0,
        clock: Clock | None = None,
        resolver: Resolver = resolve,
    ) -> None:
        self._limits = limits or Limits()
        self._user_agent = user_agent
        self._clock = clock or SystemClock()
        self._resolver = resolver
        idle, connect = self._limits.idle, self._limits.connect
        self._timeout = {"connect": connect, "read": idle, "write": idle, "pool": connect}
        self._turns = Turns(gap, self._clock.monotonic)
        self._clients: dict[tuple[str, str], httpx.AsyncClient] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close every connection. The fetcher can be used again afterwards."""
        clients, self._clients = self._clients, {}
        for client in clients.values():
            await client.aclose()

    async def fetch(self, request: Request) -> Fetched | NotModified:
        """The answer to ``request``, after any redirects. Raises FetchError."""
        visited: set[str] = set()
        cookies = Cookies()
        step, permanent = request, True
        moved_to = ""
        for _ in range(self._limits.redirects + 1):
            answer = await self._ask(step, cookies)
            target = self._target(step.url, answer)
            if not target:
                return _final(answer, moved_to)
            permanent = permanent and answer.status in _PERMANENT
            moved_to = target if permanent else moved_to
            if target in visited and not cookies.changed:
                raise FetchError(f"redirects in a circle at {shown(target)}", reason="redirects")
            visited.add(target)
            step = _follow(step, target)
        raise FetchError(f"more than {self._limits.redirects} redirects", reason="redirects")

    def _target(self, url: str, answer: Answer) -> str:
        if answer.status not in _REDIRECTS:
            return ""
        location = answer.headers.get("location", "").strip()
        if not location:
            raise FetchError(
                f"a redirect ({answer.status}) to nowhere", reason="redirects", status=answer.status
            )
        try:
            return clean_url(urljoin(url, location), self._limits)
        except ValueError as error:
            raise FetchError("a redirect to what is no URL", reason="bad-url") from error

    async def _ask(self, request: Request, cookies: Cookies) -> Answer:
        url = clean_url(request.url, self._limits)
        host = urlsplit(url).netloc.rpartition("@")[2].lower()
        async with self._turns.turn(host):
            try:
                async with asyncio.timeout(self._limits.total):
                    return await self._exchange(replace(request, url=url), cookies)
            except TimeoutError as error:
                raise FetchError(
                    f"not finished within {self._limits.total:g} s", reason="timeout"
                ) from error

    async def _exchange(self, request: Request, cookies: Cookies) -> Answer:
        if request.proxy:
            refuse_private_literal(request.url, request.home)
        client = self._client(request.proxy, request.ca_file)
        try:
            message = httpx.Request(
                "GET",
                _parsed(request.url),
                headers=self._headers(request, cookies),
                extensions={"home": request.home, "timeout": self._timeout},
            )
            response = await client.send(message, stream=True, auth=None)
        except httpx.InvalidURL as error:
            raise FetchError(f"not a URL: {shown(request.url)}", reason="bad-url") from error
        except (httpx.HTTPError, ValueError) as error:
            raise FetchError(f"the request failed ({error})", reason="connect") from error
        try:
            return await self._read(request, response, cookies)
        except httpx.HTTPError as error:
            raise FetchError(f"the connection broke ({error})", reason="connect") from error
        finally:
            await response.aclose()

    def _headers(self, request: Request, cookies: Cookies) -> list[tuple[bytes, bytes]]:
        given = {
            "User-Agent": request.user_agent or self._user_agent,
            "Accept": request.accept,
            "Accept-Encoding": "gzip, deflate",
            "Connection": "keep-alive",
            **request.headers,
        }
        if request.etag:
            given["If-None-Match"] = request.etag
        if request.last_modified:
            given["If-Modified-Since"] = request.last_modified
        if request.auth:
            pair = base64.b64encode(":".join(request.auth).encode()).decode()
            given["Authorization"] = f"Basic {pair}"
        if cookie := cookies.header(request.url):
            given["Cookie"] = cookie
        return [(name.encode(), value.encode("latin-1", "ignore")) for name, value in given.items()]

    async def _read(self, request: Request, response: httpx.Response, cookies: Cookies) -> Answer:
        headers = _header_map(response)
        cookies.take(request.url, response.headers.get_list("set-cookie"))
        status = response.status_code
        answer = Answer(
            url=request.url,
            status=status,
            headers=headers,
            etag=headers.get("etag", ""),
            last_modified=headers.get("last-modified", ""),
            certificate_ends=response.extensions.get("certificate_ends"),
        )
        if status in _REDIRECTS:
            return answer
        if status == 304:
            if not (request.etag or request.last_modified):
                raise FetchError("304 although we sent no validators", reason="status", status=304)
            return NotModified(**_fields(answer))
        if status not in (200, 203):
            raise status_error(status, headers, self._clock)
        body, cut = await self._body(response, headers)
        return Fetched(**_fields(answer), body=body, cut=cut)

    async def _body(
        self, response: httpx.Response, headers: Mapping[str, str]
    ) -> tuple[bytes, bool]:
        limit = self._limits.wire_bytes
        announced = headers.get("content-length", "")
        if announced.isdigit() and int(announced[:18]) > limit:
            raise too_large(limit)
        body = BoundedBody(headers.get("content-encoding", ""), self._limits.body_bytes)
        taken = 0
        stalled = False
        try:
            async for chunk in response.aiter_raw():
                taken += len(chunk)
                if taken > limit:
                    raise too_large(limit)
                body.add(chunk)
        except FetchError as error:
            stalled = error.reason == "timeout" and taken > 0
            if not stalled:
                raise
        whole = body.finish()
        sent = response.extensions.get("body")
        cut = stalled or (isinstance(sent, Body) and sent.cut) or not body.complete
        if cut and not whole:
            raise FetchError("the answer broke off before its body", reason="cut")
        return whole, cut

    def _client(self, proxy: str, ca_file: str) -> httpx.AsyncClient:
        key = (proxy, ca_file)
        if key not in self._clients:
            self._clients[key] = self._new_client(proxy, ca_file)
        return self._clients[key]

    def _new_client(self, proxy: str, ca_file: str) -> httpx.AsyncClient:
        transport: httpx.AsyncBaseTransport
        if proxy:
            transport = httpx.AsyncHTTPTransport(proxy=proxy, verify=tls_context(ca_file))
        else:
            context = partial(tls_context, ca_file)
            transport = Wire(self._limits, context, self._resolver, self._clock.monotonic)
        client = httpx.AsyncClient(transport=transport, trust_env=False, follow_redirects=False)
        client._cookies = NoCookies()  # noqa: SLF001 - there is no other way to keep none
        return client


@lru_cache(maxsize=16)
def tls_context(ca_file: str = "") -> ssl.SSLContext:
    """The machine's trusted certificates (or httpx's where it has none), and ``ca_file``."""
    context = httpx.create_ssl_context(trust_env=False)
    context.load_default_certs()
    if ca_file:
        try:
            context.load_verify_locations(cafile=ca_file)
        except (OSError, ssl.SSLError) as error:
            raise FetchError(f"ca_file {ca_file}: {error}", reason="certificate") from error
    return context


@lru_cache(maxsize=2048)
def _parsed(url: str) -> httpx.URL:
    return httpx.URL(url)


def status_error(status: int, headers: Mapping[str, str], clock: Clock) -> FetchError:
    """What a status means for us, in one line."""
    words = {
        401: "asks for a login",
        403: "refuses us",
        404: "is not there",
        410: "is gone for good",
        429: "asks us to come less often",
        451: "is blocked for legal reasons",
        503: "is out of service",
    }
    said = words.get(status) or ("failed" if status >= 500 else "gave no content")
    wait = retry_after(headers, clock.now()) if status in (429, 503) or status >= 500 else None
    reason = {410: "gone", 429: "too-many"}.get(status, "status")
    later = f"; come back in {wait:.0f} s" if wait else ""
    return FetchError(
        f"the server {said} (HTTP {status}{later})", reason=reason, status=status, retry_after=wait
    )


def _final(answer: Answer, moved_to: str) -> Fetched | NotModified:
    if not isinstance(answer, Fetched | NotModified):
        raise FetchError(f"HTTP {answer.status}", reason="status", status=answer.status)
    if urlsplit(moved_to).scheme == "http" and urlsplit(answer.url).scheme == "https":
        moved_to = ""
    return replace(answer, moved_to=moved_to) if moved_to else answer


def _follow(step: Request, target: str) -> Request:
    """The next request of a redirect: what is secret stays with the server it is meant for."""
    same = origin(step.url) == origin(target)
    return replace(
        step,
        url=target,
        headers=step.headers if same else {},
        auth=step.auth if same else None,
    )


def _header_map(response: httpx.Response) -> dict[str, str]:
    """Lower-case names; of a repeated one the first. Bytes that are no text stay as they came."""
    found: dict[str, str] = {}
    for name, value in response.headers.raw:
        found.setdefault(name.decode("latin-1").lower(), value.decode("latin-1"))
    if location := response.extensions.get("location"):
        found["location"] = location.decode("utf-8", "replace")
    return found


def _fields(answer: Answer) -> dict[str, Any]:
    return {name: getattr(answer, name) for name in Answer.__dataclass_fields__}
