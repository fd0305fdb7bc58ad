"""URLs as they may go on the wire, and as they may be shown."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, urldefrag, urlsplit, urlunsplit

from monitor.errors import FetchError
from monitor.sources.http.types import MOST_SOURCES, Limits

_IN_URL = "!#$%&'()*+,/:;=?@[]~"
_NOT_IN_HOST = re.compile(r"""[\x00-\x20\x7f"#/<>?@\\^`{|}]""")


@lru_cache(maxsize=MOST_SOURCES)
def clean_url(url: str, limits: Limits | None = None) -> str:
    """A URL as it may go on the wire: http(s), a host, no fragment, no raw characters.

    Raises FetchError ``bad-url``.
    """
    url = urldefrag("".join(url.split("\n")).replace("\t", "").strip()).url
    try:
        parts = urlsplit(url)
        port_is_fine = parts.port is None or 0 < parts.port < 65536
    except ValueError as error:
        raise FetchError(f"not a URL: {shown(url)}", reason="bad-url") from error
    if parts.scheme.lower() not in ("http", "https"):
        raise FetchError(f"not an http URL: {shown(url)}", reason="bad-url")
    if not parts.hostname or not port_is_fine:
        raise FetchError(f"not a URL: {shown(url)}", reason="bad-url")
    if len(url) > (limits or Limits()).url_length:
        raise FetchError("the URL is too long", reason="bad-url")
    return urlunsplit(
        parts._replace(
            scheme=parts.scheme.lower(),
            path=quote(parts.path, safe=_IN_URL) or "/",
            query=quote(parts.query, safe=_IN_URL),
        )
    )


class Target(NamedTuple):
    """Where a request goes: what to connect to, and the URL as the server is told it."""

    scheme: str
    host: str
    port: int
    authority: bytes
    path: bytes


@lru_cache(maxsize=MOST_SOURCES)
def target(url: str) -> Target:
    """The parts of a clean URL. Raises FetchError ``bad-url`` for a host that no name can be."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    usual = 443 if parts.scheme == "https" else 80
    port = parts.port or usual
    try:
        name = host if host.isascii() else host.encode("idna").decode("ascii")
        path = (f"{parts.path}?{parts.query}" if parts.query else parts.path).encode("ascii")
    except UnicodeError as error:
        raise FetchError(f"not a URL: {shown(url)}", reason="bad-url") from error
    if _NOT_IN_HOST.search(name):
        raise FetchError(f"not a URL: {shown(url)}", reason="bad-url")
    authority = f"[{name}]" if ":" in name else name
    if port != usual:
        authority += f":{port}"
    return Target(parts.scheme, host, port, authority.encode("ascii"), path)


def shown(url: str) -> str:
    """A URL for people and logs: without credentials, query values, or control characters."""
    cut = url[:300]
    try:
        parts = urlsplit(cut)
        netloc = parts.netloc.rpartition("@")[2]
    except ValueError:
        return "(not a URL)"
    text = urlunsplit(parts._replace(netloc=netloc, query="…" if parts.query else ""))
    return "".join(c for c in text if c.isprintable())


def origin(url: str) -> tuple[str, str, int]:
    """Scheme, host and port: to whom a secret may go."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return parts.scheme, (parts.hostname or "").lower(), port


def authorization(login: tuple[str, str]) -> bytes:
    """Name and password as HTTP's basic authentication has them."""
    return b"Basic " + b64encode(":".join(login).encode())
