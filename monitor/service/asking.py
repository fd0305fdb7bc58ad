"""One source, asked for what is new: fetched, read, taken in, recorded."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from monitor.clock import Clock
from monitor.config.types import SourceConfig
from monitor.errors import FetchError, MonitorError, ParseError, StoreError
from monitor.model import SourceState
from monitor.service.children import Children
from monitor.service.fulltext import feed_request
from monitor.service.outcomes import PollOutcome
from monitor.service.states import States
from monitor.service.taking import Taking
from monitor.sources.beside import LONG_BODY, Beside
from monitor.sources.feed import Feed
from monitor.sources.http import Fetched, Fetcher, NotModified
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
from monitor.sources.schedule import Pace, next_poll

_log = logging.getLogger(__name__)
_STUMBLED = 412
_MOVED = "it has moved for good; asked there from now on"


class Asking:
    """Polls one source after another. ``chance`` gives numbers in [0, 1)."""

    def __init__(
        self,
        states: States,
        fetcher: Fetcher,
        taking: Taking,
        beside: Beside,
        clock: Clock,
        *,
        pace: Pace,
        chance: Callable[[], float],
    ) -> None:
        self._states = states
        self._fetcher = fetcher
        self._children = Children(fetcher)
        self._taking = taking
        self._beside = beside
        self._clock = clock
        self._pace = pace
        self._chance = chance

    async def poll(self, source: SourceConfig) -> PollOutcome:
        """One poll. Raises StoreError where nothing can be recorded, and nothing else."""
        started = self._clock.monotonic()
        state = self._states.of(source.name)
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
        url = state.moved_to or source.url
        answer = await self._fetch(source, url, etag, last_modified)
        if isinstance(answer, NotModified) or _is_same(answer, state):
            after = after_unchanged(state, answer, self._clock.now())
            moved_to = _adopted(state, after)
            outcome = PollOutcome(
                source.name,
                "unchanged",
                f"no change; {_MOVED}" if moved_to else "no change",
                entries=state.window,
                moved_to=moved_to,
            )
            return self._record(source, after, outcome)
        feed = await self._read(source, answer, known_items(state))
        if (answer.cut or answer.over or feed.cut) and not (feed.total or feed.children):
            reason = "too-large" if answer.over else "cut"
            raise ParseError("the answer broke off before its first entry", reason=reason)
        if not feed.children:
            return (await self._take_in(source, state, answer, feed))[0]
        known = known_items(state)
        feed, fresh = await self._children.read(
            source, feed, lambda child: self._read(source, child, known)
        )
        answer = replace(answer, body=b"", etag="", last_modified="")
        outcome, whole = await self._take_in(source, state, answer, feed)
        if whole:
            self._children.remember(fresh)
        return outcome

    async def _fetch(
        self, source: SourceConfig, url: str, etag: str, last_modified: str
    ) -> Fetched | NotModified:
        """The answer; asked for again without validators where a server stumbles over them."""
        request = feed_request(source, url, etag, last_modified)
        try:
            return await self._fetcher.fetch(request)
        except FetchError as error:
            if error.status != _STUMBLED or not (etag or last_modified):
                raise
        return await self._fetcher.fetch(replace(request, etag="", last_modified=""))

    async def _read(self, source: SourceConfig, answer: Fetched, known: frozenset[bytes]) -> Feed:
        """Long bodies are read beside the event loop, which others are waiting for."""
        read = partial(
            read_source,
            kind=source.kind,
            known=known,
            language=source.language,
            source=source.name,
            links=source.links,
            now=self._clock.now(),
        )
        given = answer.body, answer.url, answer.content_type
        if len(answer.body) > LONG_BODY:
            return await self._beside.run(read, *given)
        return read(*given)

    async def _take_in(
        self, source: SourceConfig, state: SourceState, answer: Fetched, feed: Feed
    ) -> tuple[PollOutcome, bool]:
        """What came of it, and whether every entry could be read."""
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
            moved_to=_adopted(state, after),
        )
        return self._record(source, after, outcome), not taken.pending

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
        self._states.keep(state.but(next_poll=due, away_until=away_until))
        return replace(outcome, status=state.status, next_poll=due)


def _adopted(before: SourceState, after: SourceState) -> str:
    """The address that a poll made the source's own, or empty."""
    return after.moved_to if after.moved_to != before.moved_to else ""


def _is_same(answer: Fetched, state: SourceState) -> bool:
    return bool(state.body) and body_digest(answer.body) == state.body


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
    if answer.over:
        parts.append(f"the answer is larger than {len(answer.body) >> 20} MB; the rest is left out")
    if answer.cut and not feed.cut:
        parts.append("the answer broke off")
    if answer.moved_to and answer.moved_to != state.moved_to and feed.total:
        parts.append(_MOVED)
    return "; ".join([*parts, *feed.notes])
