"""The one door to the web."""

from monitor.sources.http.fetcher import USER_AGENT, Fetcher
from monitor.sources.http.turns import PATIENCE
from monitor.sources.http.types import (
    FEED_TYPES,
    MOST_SOURCES,
    PAGE_TYPES,
    Answer,
    Fetched,
    Limits,
    NotModified,
    Request,
)

__all__ = [
    "FEED_TYPES",
    "MOST_SOURCES",
    "PAGE_TYPES",
    "PATIENCE",
    "USER_AGENT",
    "Answer",
    "Fetched",
    "Fetcher",
    "Limits",
    "NotModified",
    "Request",
]
