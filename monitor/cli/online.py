"""What tries the web: ``check --online``, ``sources test``, ``sources add``, ``try URL``."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin, urlsplit

from monitor.cli.feeds import named_feeds, named_sitemaps, table
from monitor.cli.known import refuse
from monitor.cli.terminal import clean
from monitor.clock import SystemClock
from monitor.config import Config, SourceConfig
from monitor.errors import FetchError, MonitorError, ParseError
from monitor.service.fetching import ask_once, make_fetcher, with_defaults
from monitor.sources.charset import decode
from monitor.sources.feed import Feed
from monitor.sources.http import PAGE_TYPES, Fetched, Fetcher, Request

Row = dict[str, Any]

_AT_ONCE = 8
_LEAST_LINKS = 5
_MOST_GUESSES = 16


def fetch_page(url: str) -> tuple[bytes, str]:
    """The body of a page and where it was found in the end. Raises FetchError."""
    answer = asyncio.run(_fetch(Request(url, home=urlsplit(url).hostname or "", accept=PAGE_TYPES)))
    return answer.body, answer.url


async def _fetch(request: Request) -> Fetched:
    async with Fetcher() as fetcher:
        answer = await fetcher.fetch(request)
    if not isinstance(answer, Fetched):
        raise FetchError("the server says that nothing is new", reason="status", status=304)
    return answer


# ---------------------------------------------------------------- check --online


def try_everything(config: Config) -> list[Row]:
    """Every enabled source is fetched once, every channel is looked at; nothing is stored."""
    sources = asyncio.run(_try_sources(config))
    return [*sources, *_try_channels(config)]


async def _try_sources(config: Config) -> list[Row]:
    room = asyncio.Semaphore(_AT_ONCE)
    sources = [with_defaults(one, config.fetch) for one in config.sources if one.enabled]
    async with make_fetcher(config.fetch) as fetcher:

        async def one(source: SourceConfig) -> Row:
            async with room:
                try:
                    _, feed = await ask_once(fetcher, source, SystemClock().now())
                except MonitorError as error:
                    return _row("source", source.name, str(error), ok=False)
            count = "1 entry" if feed.total == 1 else f"{feed.total} entries"
            said = f"{count}, {feed.form or 'feed'}"
            newest = max([e.published for e in feed.entries if e.published], default=None)
            said += f", the newest of {newest:%Y-%m-%d %H:%M}" if newest else ""
            return _row("source", source.name, said, ok=feed.total > 0)

        return list(await asyncio.gather(*(one(source) for source in sources)))


def _row(what: str, name: str, said: str, *, ok: bool) -> Row:
    return {"what": what, "name": name, "ok": ok, "said": said}


def _try_channels(config: Config) -> Iterator[Row]:
    from monitor.alerts.channels import build

    for name, channel in build(config.channels).items():
        if name == "stdout" and not any("stdout" in route.channels for route in config.routes):
            continue
        try:
            yield _row("channel", name, channel.check(), ok=True)
        except MonitorError as error:
            yield _row("channel", name, str(error), ok=False)


# ---------------------------------------------------------------- sources test, sources add


def test_source(config: Config, name: str) -> int:
    """One fetch in detail; nothing is stored."""
    source = next((one for one in config.sources if one.name == name), None)
    if source is None:
        refuse("source", name, dict.fromkeys((one.name for one in config.sources), ""))
    try:
        answer, feed = asyncio.run(_open_and_ask(config, source))
    except (FetchError, ParseError) as error:
        print(f"{clean(name)}: {clean(str(error))}")
        return 1
    for line in _describe(answer, feed):
        print(clean(line))
    return 0 if feed.total else 1


async def _open_and_ask(config: Config, source: SourceConfig) -> tuple[Fetched, Feed]:
    async with make_fetcher(config.fetch) as fetcher:
        return await ask_once(fetcher, with_defaults(source, config.fetch), SystemClock().now())


def _describe(answer: Fetched, feed: Feed) -> Iterator[str]:
    yield f"address     {answer.url}"
    if answer.moved_to:
        yield f"moved to    {answer.moved_to} (for good: change it in config.toml)"
    yield f"answer      {answer.status}, {answer.content_type}, {len(answer.body):,} bytes"
    modified = answer.last_modified or "none"
    yield f"validators  ETag {answer.etag or 'none'}, Last-Modified {modified}"
    yield f"form        {feed.form or 'unknown'}, language {feed.language or 'not said'}"
    yield f"title       {feed.title}"
    yield f"entries     {feed.total}"
    for note in feed.notes:
        yield f"note        {note}"
    for entry in feed.entries[:8]:
        day = (
            f"{entry.published:%Y-%m-%d %H:%M}" if entry.published else entry.date_note or "no date"
        )
        full = f", {len(entry.html):,} characters" if entry.html else ""
        yield f"  {day}  {entry.title}{full}"


def add_source(url: str) -> int:
    """Finds the feed of a site, and prints the table to put into config.toml."""
    if not url.startswith(("http://", "https://")):
        url = f"https://{url}"
    found, tried = asyncio.run(_find_feed(url))
    for line in tried:
        print(f"# {clean(line)}", file=sys.stderr)
    if found is None:
        return 1
    source, feed = found
    name = clean(feed.title) or urlsplit(source.url).netloc
    print(table(name, clean(source.url), language=feed.language[:2], kind=source.kind))
    return 0


async def _find_feed(url: str) -> tuple[tuple[SourceConfig, Feed] | None, list[str]]:
    """The first address that lists something: the given one, the feeds that it names, the
    usual places, the site's news sitemap; at last the page itself, if it is a list of articles.
    """
    tried: list[str] = []
    waiting = [SourceConfig("", url)]
    async with Fetcher() as fetcher:
        for number, source in enumerate(waiting):
            try:
                answer, feed = await ask_once(fetcher, source, SystemClock().now())
            except (FetchError, ParseError) as error:
                tried.append(f"{source.url}: {error}")
                if number == 0:
                    waiting += [SourceConfig("", one) for one in await _named(fetcher, url)]
                    waiting.append(SourceConfig("", url, kind="listing"))
                continue
            if feed.total >= (_LEAST_LINKS if source.kind == "listing" else 1):
                kind = source.kind or ("sitemap" if feed.form == "sitemap" else "")
                return (replace(source, url=answer.moved_to or source.url, kind=kind), feed), tried
            tried.append(f"{source.url}: a feed without entries")
    return None, tried


async def _named(fetcher: Fetcher, url: str) -> list[str]:
    """Where else a site may list its news: named by the page, guessed, named by robots.txt."""
    home = urlsplit(url).hostname or ""
    found: list[str] = []
    robots = urljoin(url, "/robots.txt")
    for address in (url, robots):
        try:
            answer = await fetcher.fetch(Request(address, home=home, accept=PAGE_TYPES))
        except FetchError:
            continue
        text = decode(answer.body, answer.content_type)[0] if isinstance(answer, Fetched) else ""
        found += named_sitemaps(text) if address == robots else named_feeds(text, answer.url)
    return [one for one in dict.fromkeys(found) if one != url][:_MOST_GUESSES]
