"""What is asked of the web, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

FEED_TYPES = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.5, */*;q=0.1"
)
MOST_SOURCES = 1 << 14
"""For how many addresses is remembered what it takes time to find out."""
PAGE_TYPES = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of our time and memory one request may take: seconds, bytes, counts."""

    connect: float = 10.0
    idle: float = 10.0
    total: float = 20.0
    wire_bytes: int = 8 << 20
    body_bytes: int = 16 << 20
    header_bytes: int = 64 << 10
    redirects: int = 8
    url_length: int = 4096


@dataclass(frozen=True, slots=True)
class Request:
    """One question to the web.

    ``etag`` and ``last_modified`` are echoed byte for byte. ``home`` is the host that the
    configuration names for this source: private addresses are refused for every other one,
    and ``headers`` and ``auth`` never go to a server other than that of ``url``.
    """

    url: str
    etag: str = ""
    last_modified: str = ""
    home: str = ""
    accept: str = FEED_TYPES
    user_agent: str = ""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    auth: tuple[str, str] | None = field(default=None, repr=False)
    proxy: str = field(default="", repr=False)
    ca_file: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What every answer tells. ``headers`` have lower-case names.

    ``moved_to`` is where permanent redirects alone led, or empty; ``certificate_ends``
    when the server's certificate expires, where there is one.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    etag: str = ""
    last_modified: str = ""
    moved_to: str = ""
    certificate_ends: datetime | None = None


@dataclass(frozen=True, slots=True)
class NotModified(Answer):
    """Nothing new since the validators that we sent."""


@dataclass(frozen=True, slots=True)
class Fetched(Answer):
    """A body, decompressed. ``cut`` says that the server stopped before its end, ``over``
    that it is larger than we read: the rest is never asked for.
    """

    body: bytes = b""
    cut: bool = False
    over: bool = False

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "")
