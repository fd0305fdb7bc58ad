"""The sitemaps that an index names, as one feed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

from monitor.config.types import SourceConfig
from monitor.errors import MonitorError, ParseError
from monitor.service.fulltext import feed_request
from monitor.sources.feed import Feed
from monitor.sources.http import Fetched, Fetcher
from monitor.sources.sitemaps import MOST_CHILDREN, merge

Read = Callable[[Fetched], Awaitable[Feed]]
_MOST_REQUESTS = 2 * MOST_CHILDREN
_MOST_REMEMBERED = 2000


@dataclass(frozen=True, slots=True)
class Child:
    """A sitemap as it was read last: its validators, and what it listed, without the entries."""

    etag: str
    last_modified: str
    feed: Feed


@dataclass
class Children:
    """Asks for them, and remembers their validators for as long as the program runs."""

    fetcher: Fetcher
    _known: dict[str, Child] = field(default_factory=dict)

    async def read(
        self, source: SourceConfig, index: Feed, read: Read
    ) -> tuple[Feed, dict[str, Child]]:
        """All of them as one, and what is to be remembered once its entries are taken in.

        One that fails costs none of its neighbours. An index within the index is followed,
        for a limited number of requests in all. Raises ParseError where none could be read.
        """
        feeds: list[Feed] = []
        fresh: dict[str, Child] = {}
        failed: list[str] = []
        waiting = list(index.children)
        asked: set[str] = set()
        while waiting and len(asked) < _MOST_REQUESTS:
            url = waiting.pop(0)
            if url in asked:
                continue
            asked.add(url)
            try:
                child = await self._one(source, url, read)
            except MonitorError as error:
                failed.append(str(error))
                continue
            feeds.append(child.feed)
            waiting += child.feed.children
            fresh[url] = replace(child, feed=replace(child.feed, entries=()))
        if failed and not feeds:
            raise ParseError(
                f"none of its sitemaps could be read: {failed[0]}"[:200], reason="children"
            )
        notes = (f"{len(failed)} of its sitemaps could not be read: {failed[0]}",) if failed else ()
        return replace(merge(feeds), notes=notes), fresh

    async def _one(self, source: SourceConfig, url: str, read: Read) -> Child:
        known = self._known.get(url)
        validators = (known.etag, known.last_modified) if known else ("", "")
        answer = await self.fetcher.fetch(feed_request(source, url, *validators))
        if isinstance(answer, Fetched):
            feed = await read(answer)
            if not answer.cut and not feed.left:
                return Child(answer.etag, answer.last_modified, feed)
            return Child("", "", feed)
        if known is None:
            raise ParseError("nothing was asked for, and nothing came", reason="status")
        return known

    def remember(self, fresh: dict[str, Child]) -> None:
        """To be called once the entries were taken in."""
        if len(self._known) > _MOST_REMEMBERED:
            self._known.clear()
        self._known.update(fresh)
