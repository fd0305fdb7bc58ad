"""Due sources, fetched, read, and recorded. A failing source stops nobody else."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from monitor.clock import Clock
from monitor.config.types import SourceConfig
from monitor.errors import MonitorError, ParseError, StoreError
from monitor.model import SourceState
from monitor.service.fulltext import feed_request
from monitor.service.outcomes import Intake, PollOutcome, StoreDoor
from monitor.service.taking import Taking
from monitor.sources.feed import Feed
from monitor.sources.http import PATIENCE, Fetched, Fetcher, NotModified
from monitor.sources.identity import without_userinfo
from monitor.sources.kinds import read_source
from monitor.sources.progress import (
    Taken,
    after_failure,
    after_feed,
    after_unchanged,
    asks_in_full,
    body_digest,
    known_items,
)
from monitor.sources.schedule import PACE, Pace, next_poll
from monitor.sources.sitemaps import merge

__all__ = ["PollOutcome", "Poller"]

_log = logging.getLogger(__name__)
_BIG = 32 << 10
_RECHECKS_PER_ROUND = 20
_MOST_SLOW = 8


class Poller:
    """Polls what is due. ``sources`` are the configured ones; those not enabled are left alone.

    Rounds may overlap: a source that is still being polled is left out of the next one.
    ``chance`` gives numbers in [0, 1) that spread polls apart; ``report`` is told each
    outcome as it comes.
    """

    def __init__(
        self,
        store: StoreDoor,
        sources: Iterable[SourceConfig],
        fetcher: Fetcher,
        pipeline: Intake,
        clock: Clock,
        *,
        concurrency: int = 16,
        pace: Pace = PACE,
        chance: Callable[[], float] = random.random,
        report: Callable[[PollOutcome], None] | None = None,
    ) -> None:
        self._store = store
        self._sources = {source.name: source for source in sources if source.enabled}
        self._fetcher = fetcher
        self._taking = Taking(store, fetcher, pipeline, clock)
        self._clock = clock
        self._concurrency = concurrency
        self._pace = pace
        self._chance = chance
        self._report = report or (lambda _: None)
        self._busy: set[str] = set()
        self._rechecking = False

    async def poll_due(self) -> list[PollOutcome]:
        """Polls every source that is due now, then re-reads pages that are due for it.

        Raises StoreError where nothing can be recorded.
        """
        urls = {name: without_userinfo(source.url) for name, source in self._sources.items()}
        outcomes = await self._poll(self._store.sources.due(self._clock.now(), urls))
        await self.recheck_due()
        return outcomes

    async def poll_all(self) -> list[PollOutcome]:
        """Polls every enabled source, due or not, but for those whose servers forbade it:
        the ones that are gone, or asked us to stay away for a while.
        """
        unwilling = self._store.sources.unwilling(self._clock.now())
        urls = {name: without_userinfo(source.url) for name, source in self._sources.items()}
        moved = {name for name in unwilling & set(urls) if self._is_fresh(name, urls[name])}
        return await self._poll([name for name in urls if name not in unwilling - moved])

    def _is_fresh(self, name: str, url: str) -> bool:
        """Whether nothing is known of the source at that address."""
        return self._store.sources.state(name, url).polled is None

    async def recheck_due(self) -> int:
        """Re-reads pages that are due for it; returns how many articles had changed."""
        if self._rechecking:
            return 0
        self._rechecking = True
        try:
            return await self._taking.recheck(self._sources, _RECHECKS_PER_ROUND)
        finally:
            self._rechecking = False

    def next_due(self) -> datetime | None:
        """When the next source is due; None where there is none, or one is due at once."""
        due = self._store.sources.next_due(self._sources)
        if any(name not in due or due[name] is None for name in self._sources):
            return None
        return min((when for when in due.values() if when), default=None)

    async def _poll(self, names: Iterable[str]) -> list[PollOutcome]:
        """A worker takes one host after another, so that no host's queue holds up another's."""
        hosts: dict[str, list[SourceConfig]] = {}
        for name in names:
            if name not in self._busy:
                self._busy.add(name)
                source = self._sources[name]
                hosts.setdefault(urlsplit(source.url).netloc, []).append(source)
        waiting = iter(hosts.values())
        outcomes: list[PollOutcome] = []

        async def done(source: SourceConfig) -> None:
            try:
                outcome = await self._poll_one(source)
            finally:
                self._busy.discard(source.name)
            outcomes.append(outcome)
            self._report(outcome)

        async def work() -> None:
            for group in waiting:
                await _one_after_another([partial(done, source) for source in group])

        workers = [asyncio.create_task(work()) for _ in range(min(self._concurrency, len(hosts)))]
        try:
            await asyncio.gather(*workers)
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)
            self._busy -= {source.name for group in hosts.values() for source in group}
        return outcomes

    async def _poll_one(self, source: SourceConfig) -> PollOutcome:
        started = self._clock.monotonic()
        state = self._store.sources.state(source.name, without_userinfo(source.url))
        try:
            outcome = await self._ask(source, state)
        except StoreError:
            raise
        except MonitorError as error:
            outcome = self._failed(source, state, error)
        except Exception as error:  # noqa: BLE001 - one source must not stop the others
            _log.exception("source %s: unexpected failure", source.name)
            unexpected = ParseError(f"unexpected: {type(error).__name__}: {error}"[:200])
            outcome = self._failed(source, state, unexpected)
        return replace(outcome, took=round(self._clock.monotonic() - started, 3))

    async def _ask(self, source: SourceConfig, state: SourceState) -> PollOutcome:
        full = asks_in_full(state, self._clock.now())
        etag, last_modified = ("", "") if full else (state.etag, state.last_modified)
        answer = await self._fetcher.fetch(
            feed_request(source, state.moved_to or source.url, etag, last_modified)
        )
        if isinstance(answer, NotModified) or body_digest(answer.body) == state.body:
            after = after_unchanged(state, answer, self._clock.now())
            outcome = PollOutcome(source.name, "unchanged", "no change", entries=state.window)
            return self._record(source, after, outcome)
        feed = await self._read(source, answer, known_items(state))
        if (answer.cut or feed.cut) and not feed.total:
            raise ParseError("the answer broke off before its first entry", reason="cut")
        if feed.children:
            feed = merge(await self._children(source, feed, known_items(state)))
            answer = replace(answer, body=b"", etag="", last_modified="")
        return await self._take_in(source, state, answer, feed)

    async def _read(self, source: SourceConfig, answer: Fetched, known: frozenset[bytes]) -> Feed:
        """Big bodies are read beside the event loop, which others are waiting for."""
        now = self._clock.now()

        def read() -> Feed:
            return read_source(
                answer.body,
                answer.url,
                answer.content_type,
                kind=source.kind,
                known=known,
                language=source.language,
                source=source.name,
                links=source.links,
                now=now,
            )

        return await asyncio.to_thread(read) if len(answer.body) > _BIG else read()

    async def _children(
        self, source: SourceConfig, index: Feed, known: frozenset[bytes]
    ) -> list[Feed]:
        feeds = []
        for url in index.children:
            answer = await self._fetcher.fetch(feed_request(source, url, "", ""))
            if isinstance(answer, Fetched):
                feeds.append(await self._read(source, answer, known))
        return feeds

    async def _take_in(
        self, source: SourceConfig, state: SourceState, answer: Fetched, feed: Feed
    ) -> PollOutcome:
        taken, hits = await self._taking.take(source, feed, state.window)
        after = after_feed(state, answer, feed, taken, self._clock.now())
        outcome = PollOutcome(
            source.name,
            "new" if taken.changed else "unchanged",
            _told(feed, taken, answer, state),
            new=taken.new,
            edited=taken.edited,
            hits=hits,
            entries=feed.total,
            moved_to=after.moved_to if after.moved_to != state.moved_to else "",
        )
        return self._record(source, after, outcome)

    def _failed(self, source: SourceConfig, state: SourceState, error: MonitorError) -> PollOutcome:
        after = after_failure(state, error, self._clock.now())
        outcome = PollOutcome(
            source.name, "gone" if after.gone else "failed", str(error), reason=after.reason
        )
        return self._record(source, after, outcome, asked=getattr(error, "retry_after", None))

    def _record(
        self,
        source: SourceConfig,
        state: SourceState,
        outcome: PollOutcome,
        asked: float | None = None,
    ) -> PollOutcome:
        due = None
        if state.gone is None:
            due = next_poll(
                state,
                self._clock.now(),
                chance=self._chance(),
                every=source.every,
                asked=asked,
                pace=self._pace,
            )
        away = min(asked or 0.0, self._pace.longest_wait)
        away_until = self._clock.now() + timedelta(seconds=away) if away else None
        self._store.sources.save(replace(state, next_poll=due, away_until=away_until))
        return replace(outcome, status=state.status, next_poll=due)


async def _one_after_another(steps: Iterable[Callable[[], Coroutine[Any, Any, None]]]) -> None:
    """Each step when the one before has ended, or has been slow for a while."""
    slow: set[asyncio.Task[None]] = set()
    try:
        for step in steps:
            task = asyncio.create_task(step())
            slow.add(task)
            await asyncio.wait({task}, timeout=PATIENCE)
            if len(slow) >= _MOST_SLOW:
                await asyncio.wait(slow, return_when=asyncio.FIRST_COMPLETED)
            for ended in [task for task in slow if task.done()]:
                slow.discard(ended)
                ended.result()
        await asyncio.gather(*slow)
    finally:
        for task in slow:
            task.cancel()
        await asyncio.gather(*slow, return_exceptions=True)


def _told(feed: Feed, taken: Taken, answer: Fetched, state: SourceState) -> str:
    parts = [f"{taken.new} new" if taken.new else "nothing new"]
    if taken.edited:
        parts.append(f"{taken.edited} edited")
    if not feed.total:
        parts.append("the list is empty")
    if taken.pending:
        parts.append(f"{taken.pending} could not be read and will be tried again")
    if feed.left:
        parts.append(f"{feed.left} left for the next poll")
    if taken.rolled:
        parts.append("not one of its entries was known: some may have been missed")
    if answer.cut and not feed.cut:
        parts.append("the answer broke off")
    if answer.moved_to and answer.moved_to != state.moved_to and feed.total:
        parts.append("it has moved for good; asked there from now on")
    return "; ".join([*parts, *feed.notes])
