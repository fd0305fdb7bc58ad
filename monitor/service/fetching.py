"""The door to the web, opened as the configuration says."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from monitor.clock import Clock
from monitor.config.types import FetchConfig, SourceConfig
from monitor.errors import ParseError
from monitor.service.children import Children
from monitor.service.fulltext import feed_request
from monitor.sources.feed import Feed
from monitor.sources.http import USER_AGENT, Fetched, Fetcher, Limits
from monitor.sources.kinds import read_source

_LONGEST_SILENCE = 10.0


def make_fetcher(fetch: FetchConfig, clock: Clock | None = None) -> Fetcher:
    """A fetcher with the limits and the name of ``[fetch]``."""
    seconds = fetch.timeout.total_seconds()
    limits = Limits(
        connect=min(seconds, _LONGEST_SILENCE),
        idle=min(seconds, _LONGEST_SILENCE),
        total=seconds,
        wire_bytes=fetch.max_bytes,
        body_bytes=fetch.max_bytes,
    )
    return Fetcher(limits, user_agent=user_agent(fetch), clock=clock)


def user_agent(fetch: FetchConfig) -> str:
    """Who we say we are: as configured, or the program with whom to complain to."""
    if fetch.user_agent or not fetch.contact:
        return fetch.user_agent or USER_AGENT
    program = USER_AGENT.partition(" ")[0]
    return f"{program} (news tripwire; +{fetch.contact})"


def with_defaults(source: SourceConfig, fetch: FetchConfig) -> SourceConfig:
    """The source with what ``[fetch]`` says where it says nothing itself."""
    return replace(
        source,
        proxy=source.proxy or fetch.proxy,
        ca_file=source.ca_file or fetch.ca_file,
    )


async def ask_once(fetcher: Fetcher, source: SourceConfig, now: datetime) -> tuple[Fetched, Feed]:
    """What a source says now, read as a poll would read it; nothing is remembered.

    Raises FetchError, ParseError.
    """

    async def read(answer: Fetched) -> Feed:
        return read_source(
            answer.body,
            answer.url,
            answer.content_type,
            kind=source.kind,
            known=frozenset(),
            language=source.language,
            source=source.name,
            links=source.links,
            now=now,
        )

    answer = await fetcher.fetch(feed_request(source, source.url, "", ""))
    if not isinstance(answer, Fetched):
        raise ParseError("304 although nothing was known", reason="status")
    feed = await read(answer)
    if feed.children:
        feed, _ = await Children(fetcher).read(source, feed, read)
    return answer, feed
