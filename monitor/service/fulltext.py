"""The pages of articles: full text where a feed has a summary, and silent edits later."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from monitor.clock import Clock
from monitor.config.types import SourceConfig
from monitor.errors import FetchError, ParseError
from monitor.sources.beside import Beside
from monitor.sources.http import (
    FEED_TYPES,
    MOST_SOURCES,
    PAGE_TYPES,
    Fetched,
    Fetcher,
    NotModified,
    Request,
)
from monitor.sources.identity import fingerprint
from monitor.sources.pages import Page, readable

_log = logging.getLogger(__name__)
_FAILURES_IN_A_ROW = 3
_LONG_LINE = 60
_BIG = 256 << 10
_TEMPORARY = frozenset({"timeout", "connect", "dns", "too-many", "no-answer"})


@dataclass(frozen=True, slots=True)
class PageAnswer:
    """A page, or why there is none. ``again``: a later try may bring it."""

    page: Page | None
    note: str = ""
    again: bool = False


class Budget:
    """How much of a poll may go into pages: a number, a time, and a few failures in a row.

    A site whose pages do not come must not hold up the feeds behind it.
    """

    def __init__(self, pages: int, seconds: float, monotonic: Callable[[], float]) -> None:
        self._left = pages
        self._until = monotonic() + seconds
        self._monotonic = monotonic
        self._failed = 0

    @property
    def open(self) -> bool:
        in_time = self._monotonic() < self._until
        return self._left > 0 and in_time and self._failed < _FAILURES_IN_A_ROW

    def spend(self, answer: PageAnswer) -> None:
        self._left -= 1
        self._failed = self._failed + 1 if answer.again else 0


async def get_page(
    fetcher: Fetcher, beside: Beside, source: SourceConfig, url: str, clock: Clock
) -> PageAnswer:
    """The page of an article. Never raises for what a server does."""
    try:
        answer = await fetcher.fetch(page_request(source, url))
        if isinstance(answer, NotModified):
            return PageAnswer(None, "not modified")
        given = answer.body, answer.url, answer.content_type
        if len(answer.body) > _BIG:
            page = await beside.run(readable, *given, now=clock.now())
        else:
            page = readable(*given, now=clock.now())
    except FetchError as error:
        again = error.reason in _TEMPORARY or error.status >= 500
        _log.info("source %s: no full text: %s", source.name, error)
        return PageAnswer(None, str(error), again)
    except ParseError as error:
        return PageAnswer(None, str(error))
    if page.stub:
        return PageAnswer(None, f"a {page.stub} stands in place of the article", again=True)
    return PageAnswer(page)


def page_mark(page: Page) -> bytes:
    """A digest of a page's title and sentences; short lines are counters and teasers."""
    lines = [line for line in page.text.split("\n") if len(line.encode()) >= _LONG_LINE]
    return fingerprint(page.title, re.sub(r"\s+", " ", "\n".join(lines)))


def feed_request(source: SourceConfig, address: str, etag: str, last_modified: str) -> Request:
    """How to ask a source for what is new."""
    accept = PAGE_TYPES if source.kind in ("listing", "page") else FEED_TYPES
    return page_request(source, address, etag, last_modified, accept)


@lru_cache(maxsize=MOST_SOURCES)
def _host_of(url: str) -> str:
    return urlsplit(url).hostname or ""


def page_request(
    source: SourceConfig,
    url: str,
    etag: str = "",
    last_modified: str = "",
    accept: str = PAGE_TYPES,
) -> Request:
    """How to ask for a page of a source. Its secrets go to its own server only."""
    own = url == source.url or urlsplit(url)[:2] == urlsplit(source.url)[:2]
    password = source.password.reveal() if own and source.password else ""
    headers = {
        name: value if isinstance(value, str) else value.reveal()
        for name, value in (source.headers if own else ())
    }
    return Request(
        url,
        etag,
        last_modified,
        home=_host_of(source.url),
        accept=accept,
        user_agent=source.user_agent,
        headers=headers,
        auth=(source.username, password) if own and source.username else None,
        proxy=source.proxy,
        ca_file=str(source.ca_file or ""),
    )


__all__ = ["Budget", "Fetched", "PageAnswer", "feed_request", "get_page", "page_mark"]
