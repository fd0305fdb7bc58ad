"""One request after another to each host, with limits on everything they may cost."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache, partial
from typing import Self
from urllib.parse import unquote, urljoin, urlsplit

from monitor.clock import Clock, SystemClock
from monitor.errors import FetchError
from monitor.sources.http.address import Resolver, refuse_private_literal, resolve
from monitor.sources.http.body import BoundedBody, too_large
from monitor.sources.http.cookies import Cookies
from monitor.sources.http.exchange import WireReply
from monitor.sources.http.headers import retry_after, whole_number
from monitor.sources.http.turns import Turns
from monitor.sources.http.types import Answer, Fetched, Limits, NotModified, Request
from monitor.sources.http.urls import authorization, clean_url, origin, shown, target
from monitor.sources.http.wire import Wire
from monitor.sources.identity import without_userinfo

USER_AGENT = "monitor/0.1 (news tripwire; asks politely; set contact to say whose it is)"
_PERMANENT = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_WITH_A_BODY = frozenset({200, 203, 226})
_TEXT_OF = {"location": ("utf-8", "replace")}


class Fetcher:
    """Asks the web. Open it once; every request shares one TLS context.

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
        self._turns = Turns(gap, self._clock.monotonic)
        self._lines: dict[tuple[str, str], Wire] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close every connection. The fetcher can be used again afterwards."""
        lines, self._lines = self._lines, {}
        for line in lines.values():
            await line.aclose()

    async def fetch(self, request: Request) -> Fetched | NotModified:
        """The answer to ``request``, after any redirects. Raises FetchError."""
        visited: set[str] = set()
        cookies = Cookies()
        step, permanent = request, True
        moved_to = ""
        for _ in range(self._limits.redirects + 1):
            try:
                answer = await self._ask(step, cookies)
            except FetchError as error:
                if error.reason == "gone" and not permanent:  # its guest is, not the source
                    error.reason = "status"
                raise
            ahead = self._ahead(step.url, answer)
            if not ahead:
                return _final(answer, moved_to)
            permanent = permanent and answer.status in _PERMANENT
            moved_to = ahead if permanent else moved_to
            if ahead in visited and not cookies.changed:
                raise FetchError(f"redirects in a circle at {shown(ahead)}", reason="redirects")
            visited.add(ahead)
            step = _follow(step, ahead)
            if permanent:  # the new address proves itself with a body, not by "not modified"
                step = replace(step, etag="", last_modified="")
        raise FetchError(f"more than {self._limits.redirects} redirects", reason="redirects")

    def _ahead(self, url: str, answer: Answer) -> str:
        """Where an answer redirects to; empty where it does not."""
        if answer.status not in _REDIRECTS:
            return ""
        path, mark, query = answer.headers.get("location", "").strip().partition("?")
        location = path.replace("\\", "/") + mark + query  # as browsers read it
        if not location:
            raise FetchError(
                f"a redirect ({answer.status}) to nowhere", reason="redirects", status=answer.status
            )
        try:
            return without_userinfo(clean_url(urljoin(url, location), self._limits))
        except ValueError as error:
            raise FetchError("a redirect to what is no URL", reason="bad-url") from error

    async def _ask(self, request: Request, cookies: Cookies) -> Answer:
        url = clean_url(request.url, self._limits)
        request = request if request.url == url else replace(request, url=url)
        _, host, port, *_ = target(url)
        async with self._turns.turn(host, port):
            try:
                async with asyncio.timeout(self._limits.total):
                    return await self._exchange(request, cookies)
            except TimeoutError as error:
                raise FetchError(
                    f"not finished within {self._limits.total:g} s", reason="timeout"
                ) from error

    async def _exchange(self, request: Request, cookies: Cookies) -> Answer:
        if request.proxy:
            refuse_private_literal(request.url, request.home)
        line = self._line(request.proxy, request.ca_file)
        reply = await line.ask(request.url, self._headers(request, cookies), request.home)
        try:
            return await self._read(request, reply, cookies)
        finally:
            await reply.aclose()

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
        if auth := request.auth or _userinfo(request.url):
            given["Authorization"] = authorization(auth).decode()
        if cookie := cookies.header(request.url):
            given["Cookie"] = cookie
        return [(name.encode(), value.encode("latin-1", "ignore")) for name, value in given.items()]

    async def _read(self, request: Request, reply: WireReply, cookies: Cookies) -> Answer:
        headers = _header_map(reply)
        given = [value.decode("latin-1") for name, value in reply.fields if name == b"set-cookie"]
        cookies.take(request.url, given)
        status = reply.status
        validators = headers.get("etag", ""), headers.get("last-modified", "")
        told = (request.url, status, headers, *validators, "", reply.certificate_ends)
        if status in _REDIRECTS:
            return Answer(*told)
        if status == 304:
            if not (request.etag or request.last_modified):
                raise FetchError("304 although we sent no validators", reason="status", status=304)
            return NotModified(*told)
        if status not in _WITH_A_BODY:
            raise status_error(status, headers, self._clock)
        return Fetched(*told, *await self._body(reply, headers))

    async def _body(self, reply: WireReply, headers: Mapping[str, str]) -> tuple[bytes, bool, bool]:
        """The body, whether it was cut, and whether it is larger than we read.

        Of one that is plain and tells its length the beginning is read; one without end and
        one that swells are no answer.
        """
        limit = self._limits.wire_bytes
        long = (whole_number(headers.get("content-length", "")) or 0) > limit
        if long and headers.get("content-encoding"):
            raise too_large(limit)
        body = BoundedBody(headers.get("content-encoding", ""), self._limits.body_bytes)
        taken = 0
        stalled = False
        try:
            async for chunk in reply.chunks():
                taken += len(chunk)
                if taken > limit and long:
                    break
                if taken > limit:
                    raise too_large(limit)
                body.add(chunk)
        except FetchError as error:
            stalled = error.reason == "timeout" and taken > 0
            if not stalled:
                raise
        whole = body.finish()
        cut = stalled or reply.cut or not body.complete
        if cut and not whole:
            raise FetchError("the answer broke off before its body", reason="cut")
        over = long and taken > limit
        return whole, cut and not over, over

    def _line(self, proxy: str, ca_file: str) -> Wire:
        key = (proxy, ca_file)
        if key not in self._lines:
            self._lines[key] = self._new_line(proxy, ca_file)
        return self._lines[key]

    def _new_line(self, proxy: str, ca_file: str) -> Wire:
        context = partial(tls_context, ca_file)
        if proxy:
            from monitor.sources.http.proxied import Proxied

            return Proxied(proxy, self._limits, context, self._resolver, self._clock.monotonic)
        return Wire(self._limits, context, self._resolver, self._clock.monotonic)


@lru_cache(maxsize=16)
def tls_context(ca_file: str = "") -> ssl.SSLContext:
    """The machine's trusted certificates (or httpx's where it has none), and ``ca_file``."""
    import httpx

    context = httpx.create_ssl_context(trust_env=False)
    context.load_default_certs()
    if ca_file:
        try:
            context.load_verify_locations(cafile=ca_file)
        except (OSError, ssl.SSLError) as error:
            raise FetchError(f"ca_file {ca_file}: {error}", reason="certificate") from error
    return context


def status_error(status: int, headers: Mapping[str, str], clock: Clock) -> FetchError:
    """What a status means for us, in one line."""
    words = {
        401: "asks for a login",
        403: "refuses us",
        404: "has no such page",
        410: "says that the page is gone for good",
        420: "asks us to come less often",
        429: "asks us to come less often",
        451: "blocks the page for legal reasons",
        503: "is out of service",
    }
    said = words.get(status) or ("failed" if status >= 500 else "gave no content")
    wait = retry_after(headers, clock.now())
    reason = {410: "gone", 420: "too-many", 429: "too-many"}.get(status, "status")
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


def _userinfo(url: str) -> tuple[str, str] | None:
    """The name and password that a URL carries."""
    if "@" not in url:
        return None
    parts = urlsplit(url)
    return (unquote(parts.username), unquote(parts.password or "")) if parts.username else None


def _header_map(reply: WireReply) -> dict[str, str]:
    """Lower-case names; of a repeated one the first. Bytes that are no text stay as they came."""
    found: dict[str, str] = {}
    for raw, value in reply.fields:
        name = raw.decode("latin-1")
        if name not in found:
            found[name] = value.decode(*_TEXT_OF.get(name, ("latin-1",)))
    return found
