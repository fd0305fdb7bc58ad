"""A fault server, a clock, and a poller over both with a pipeline that only remembers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import Any

from monitor.config.types import SourceConfig
from monitor.model import Article, SeenEntry
from monitor.service.poller import Poller, PollOutcome
from monitor.service.revision import revise
from monitor.sources.http import Fetcher, Limits
from monitor.sources.http.address import Resolver
from monitor.store import Store, open_store
from tests.sources.faultserver import FaultServer

QUICK = Limits(connect=5.0, idle=2.0, total=4.0, wire_bytes=300_000, body_bytes=600_000)
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@dataclass
class HandClock:
    """Time as the test sets it."""

    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()

    def later(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass
class Found:
    hits: tuple[object, ...] = ()
    claims: tuple[object, ...] = ()


@dataclass
class Recorder:
    """A pipeline that keeps what it is given, in the store's own transaction."""

    store: Store
    articles: list[Article] = field(default_factory=list)
    fail_on: set[str] = field(default_factory=set)
    relevant: str = "\0"

    def process(
        self, article: Article, *, alert: bool = True, entry: SeenEntry | None = None
    ) -> Found:
        if article.ref.title in self.fail_on:
            raise RuntimeError("reading failed")
        with self.store.database.transaction():
            if entry:
                self.store.sources.mark_seen(entry)
            if revised := revise(self.store.articles.get(article.ref.id), article):
                self.store.articles.save(revised)
        self.articles.append(article)
        hit = self.relevant in article.content
        return Found((article,), (article,)) if hit else Found()

    @property
    def titles(self) -> list[str]:
        return [article.ref.title for article in self.articles]


async def local_names(host: str, port: int) -> list[str]:
    """Asks no name server: addresses are themselves, and no name but localhost is known."""
    try:
        return [str(ip_address(host.strip("[]")))]
    except ValueError:
        if host == "localhost":
            return ["127.0.0.1"]
        raise OSError("no such name") from None


@dataclass
class World:
    """Everything that a poll touches."""

    server: FaultServer
    clock: HandClock
    store: Store
    pipeline: Recorder
    limits: Limits = QUICK
    sources: list[SourceConfig] = field(default_factory=list)
    resolver: Resolver = local_names

    def add(self, path: str, name: str = "", **keys: Any) -> SourceConfig:
        source = SourceConfig(name=name or path.strip("/"), url=self.server.url(path), **keys)
        self.sources.append(source)
        return source

    async def poll(self, report: Any = None, **by: float) -> dict[str, PollOutcome]:
        """One round over every source, as if ``by`` had passed first."""
        async with self.daemon(report) as poll:
            return await poll(**by)

    @asynccontextmanager
    async def daemon(self, report: Any = None) -> AsyncIterator[Any]:
        """Several rounds by one poller, each as if ``by`` had passed first."""
        async with Fetcher(self.limits, gap=0, clock=self.clock, resolver=self.resolver) as fetcher:
            poller = Poller(
                self.store,
                self.sources,
                fetcher,
                self.pipeline,
                self.clock,
                chance=lambda: 0.5,
                report=report,
            )

            async def poll(**by: float) -> dict[str, PollOutcome]:
                self.clock.later(**by or {"hours": 1})
                return {outcome.source: outcome for outcome in await poller.poll_due()}

            yield poll


Scenario = Callable[[World], Awaitable[None]]


def runner(tmp_path: Any) -> Callable[[Scenario], None]:
    """Runs a scenario against a fresh server, store and poller."""

    def run(scenario: Scenario) -> None:
        async def main() -> None:
            server = FaultServer()
            await server.start()
            with open_store(tmp_path / "monitor.db") as store:
                world = World(server, HandClock(), store, Recorder(store))
                try:
                    await scenario(world)
                finally:
                    await server.stop()

        asyncio.run(main())

    return run


def rss(*items: str, head: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Feed</title>'
        f"<link>http://feed.example/</link>{head}{''.join(items)}</channel></rss>"
    )


def item(title: str, link: str = "", guid: str = "", text: str = "", date: str = "") -> str:
    parts = [f"<title>{title}</title>"]
    parts += [f"<link>{link}</link>"] if link else []
    parts += [f'<guid isPermaLink="false">{guid}</guid>'] if guid else []
    parts += [f"<description>{text}</description>"] if text else []
    parts += [f"<pubDate>{date}</pubDate>"] if date else []
    return f"<item>{''.join(parts)}</item>"
