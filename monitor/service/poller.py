"""Due sources, fetched, read, and recorded. A failing source stops nobody else."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

from monitor.clock import Clock
from monitor.config.types import SourceConfig
from monitor.errors import FetchError, MonitorError, ParseError, StoreError
from monitor.model import Article, SeenEntry, SourceState
from monitor.service.intake import (
    Candidate,
    Known,
    build_article,
    index,
    newest_first,
    pick,
    seen_entry,
)
from monitor.sources.feeds import Feed, parse_feed
from monitor.sources.http import FEED_TYPES, PAGE_TYPES, Fetched, Fetcher, NotModified, Request
from monitor.sources.identity import fingerprint, title_key, url_key
from monitor.sources.pages import Page, readable
from monitor.sources.progress import (
    Taken,
    after_failure,
    after_feed,
    after_unchanged,
    body_digest,
    known_items,
)
from monitor.sources.schedule import PACE, Pace, next_poll
from monitor.store.sources import SourceStore

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PollOutcome:
    """What one poll of one source came to.

    ``state``: new, unchanged, failed or gone. ``detail`` is one line for people; ``reason``
    and ``status`` are as in FetchError; ``took`` is in seconds.
    """

    source: str
    state: str
    detail: str
    new: int = 0
    edited: int = 0
    hits: int = 0
    entries: int = 0
    reason: str = ""
    status: int = 0
    took: float = 0.0
    next_poll: datetime | None = None


class Finding(Protocol):
    """What the poller needs to know of what the pipeline found."""

    @property
    def hits(self) -> Sequence[object]: ...

    @property
    def claims(self) -> Sequence[object]: ...


class Intake(Protocol):
    """The pipeline, as the poller sees it."""

    def process(
        self, article: Article, *, alert: bool = True, entry: SeenEntry | None = None
    ) -> Finding: ...


class StoreDoor(Protocol):
    """The part of the store that the poller uses."""

    @property
    def sources(self) -> SourceStore: ...


class Poller:
    """Polls what is due. ``sources`` are the configured ones; those not enabled are left alone."""

    def __init__(
        self,
        store: StoreDoor,
        sources: Iterable[SourceConfig],
        fetcher: Fetcher,
        pipeline: Intake,
        clock: Clock,
        *,
        concurrency: int = 32,
        pages_per_poll: int = 30,
        pace: Pace = PACE,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._store = store
        self._sources = {source.name: source for source in sources if source.enabled}
        self._fetcher = fetcher
        self._pipeline = pipeline
        self._clock = clock
        self._room = asyncio.Semaphore(concurrency)
        self._pages_per_poll = pages_per_poll
        self._pace = pace
        self._chance = chance

    async def poll_due(self) -> list[PollOutcome]:
        """Polls every source that is due now. Raises StoreError where nothing can be recorded."""
        urls = {name: source.url for name, source in self._sources.items()}
        return await self._poll(self._store.sources.due(self._clock.now(), urls))

    async def poll_all(self) -> list[PollOutcome]:
        """Polls every enabled source, due or not; gone ones too."""
        return await self._poll(list(self._sources))

    async def poll_named(self, names: Iterable[str]) -> list[PollOutcome]:
        """Polls these sources now."""
        return await self._poll([name for name in names if name in self._sources])

    def next_due(self) -> datetime | None:
        """When the next source is due; None where there is none, or one is due at once."""
        due = self._store.sources.next_due(self._sources)
        if any(name not in due or due[name] is None for name in self._sources):
            return None
        return min((when for when in due.values() if when), default=None)

    async def _poll(self, names: list[str]) -> list[PollOutcome]:
        tasks = [asyncio.create_task(self._poll_one(self._sources[name])) for name in names]
        try:
            return list(await asyncio.gather(*tasks))
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _poll_one(self, source: SourceConfig) -> PollOutcome:
        async with self._room:
            started = self._clock.monotonic()
            state = self._store.sources.state(source.name, source.url)
            try:
                outcome = await self._ask(source, state)
            except StoreError:
                raise
            except MonitorError as error:
                outcome = self._failed(source, state, error)
            except Exception as error:  # noqa: BLE001  one source must not stop the others
                _log.exception("source %s: unexpected failure", source.name)
                unexpected = ParseError(f"unexpected: {type(error).__name__}: {error}"[:200])
                outcome = self._failed(source, state, unexpected)
            return replace(outcome, took=round(self._clock.monotonic() - started, 3))

    async def _ask(self, source: SourceConfig, state: SourceState) -> PollOutcome:
        answer = await self._fetcher.fetch(poll_request(source, state))
        now = self._clock.now()
        if isinstance(answer, NotModified) or body_digest(answer.body) == state.body:
            after = after_unchanged(state, answer, now)
            return self._record(source, after, PollOutcome(source.name, "unchanged", "no change"))
        feed = parse_feed(
            answer.body,
            answer.url,
            answer.content_type,
            known=known_items(state),
            language=source.language,
            source=source.name,
            now=now,
        )
        return await self._take_in(source, state, answer, feed)

    async def _take_in(
        self, source: SourceConfig, state: SourceState, answer: Fetched, feed: Feed
    ) -> PollOutcome:
        candidates, renamed = pick(feed, self._known(source.name, feed))
        for old, new in renamed:
            self._store.sources.rename(source.name, old, new)
        taken, hits = await self._read(source, candidates)
        after = after_feed(state, answer, feed, taken, self._clock.now())
        changed = taken.new or taken.edited
        outcome = PollOutcome(
            source.name,
            "new" if changed else "unchanged",
            _told(feed, taken),
            new=taken.new,
            edited=taken.edited,
            hits=hits,
            entries=feed.total,
        )
        return self._record(source, after, outcome)

    def _known(self, source: str, feed: Feed) -> Known:
        store = self._store.sources
        entries = feed.entries
        keys = [key for e in entries for key in (e.key, f"{e.key} {url_key(e.url)}")]
        return index(
            store.seen(source, "key", keys),
            store.seen(source, "url", (url_key(e.url) for e in entries)),
            store.seen(source, "title", (title_key(e.title) for e in entries)),
        )

    async def _read(self, source: SourceConfig, candidates: list[Candidate]) -> tuple[Taken, int]:
        new = edited = pending = relevant = hits = 0
        wanted = newest_first(candidates)[: self._pages_per_poll] if source.full_text else []
        with_page = {id(candidate) for candidate in wanted}
        for candidate in candidates:
            page = None
            if id(candidate) in with_page:
                page = await self._page(source, candidate.entry.url)
            found = self._process(source, candidate, page)
            if found is None:
                pending += 1
                continue
            new += candidate.before is None
            edited += candidate.before is not None
            relevant += bool(found.hits)
            hits += len(found.hits)
            await asyncio.sleep(0)
        return Taken(new, edited, pending, relevant), hits

    def _process(
        self, source: SourceConfig, candidate: Candidate, page: Page | None
    ) -> Finding | None:
        """What was found in an entry; None where reading it failed and it is to be tried again."""
        now = self._clock.now()
        article = build_article(source, candidate, page, now)
        mark = fingerprint(page.title, page.text) if page else b""
        entry = seen_entry(source, candidate, article, page=mark)
        try:
            return self._pipeline.process(article, entry=entry)
        except StoreError:
            raise
        except Exception:  # noqa: BLE001  nor one entry its source
            _log.exception("source %s: %s could not be read", source.name, article.ref.url)
            return None

    async def _page(self, source: SourceConfig, url: str) -> Page | None:
        if not url:
            return None
        try:
            answer = await self._fetcher.fetch(page_request(source, url))
            if isinstance(answer, NotModified):
                return None
            return readable(answer.body, answer.url, answer.content_type, now=self._clock.now())
        except (FetchError, ParseError) as error:
            _log.info("source %s: no full text of %s: %s", source.name, url, error)
            return None

    def _failed(self, source: SourceConfig, state: SourceState, error: MonitorError) -> PollOutcome:
        after = after_failure(state, error, self._clock.now(), configured=source.url)
        outcome = PollOutcome(
            source.name,
            "gone" if after.gone else "failed",
            str(error),
            reason=after.reason,
            status=after.status,
        )
        return self._record(source, after, outcome, asked=getattr(error, "retry_after", None))

    def _record(
        self,
        source: SourceConfig,
        state: SourceState,
        outcome: PollOutcome,
        asked: float | None = None,
    ) -> PollOutcome:
        due = next_poll(
            state,
            self._clock.now(),
            chance=self._chance(),
            every=source.every,
            asked=asked,
            pace=self._pace,
        )
        self._store.sources.save(replace(state, next_poll=None if state.gone else due))
        return replace(outcome, status=state.status, next_poll=None if state.gone else due)


def poll_request(source: SourceConfig, state: SourceState) -> Request:
    """How to ask a source for what is new."""
    return replace(
        page_request(source, state.address),
        etag=state.etag,
        last_modified=state.last_modified,
        accept=FEED_TYPES,
    )


def page_request(source: SourceConfig, url: str) -> Request:
    """How to ask for a page of a source. Its secrets go to its own server only."""
    home = urlsplit(source.url)
    own = urlsplit(url)[:2] == home[:2]
    password = source.password.reveal() if own and source.password else ""
    headers = {
        name: value if isinstance(value, str) else value.reveal()
        for name, value in (source.headers if own else ())
    }
    return Request(
        url,
        home=home.hostname or "",
        accept=PAGE_TYPES,
        user_agent=source.user_agent,
        headers=headers,
        auth=(source.username, password) if own and source.username else None,
        proxy=source.proxy,
        ca_file=str(source.ca_file or ""),
    )


def _told(feed: Feed, taken: Taken) -> str:
    parts = [f"{taken.new} new" if taken.new else "nothing new"]
    if taken.edited:
        parts.append(f"{taken.edited} edited")
    if taken.pending:
        parts.append(f"{taken.pending} could not be read and will be tried again")
    return "; ".join([", ".join(parts), *feed.notes])
