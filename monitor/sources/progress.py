"""How one poll changes what is remembered of a source. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from monitor.errors import FetchError, MonitorError
from monitor.model.polling import Rhythm, SourceState
from monitor.sources.feed import DIGEST_BYTES, Feed
from monitor.sources.http.headers import lifetime
from monitor.sources.http.types import Answer, Fetched, NotModified
from monitor.sources.identity import without_userinfo
from monitor.sources.rhythm import first_look, observe

_DOUBT_AFTER = 3
_DOUBT_VALIDATORS = 2
_SUSPICIOUS_GAPS = 4.0


@dataclass(frozen=True, slots=True)
class Taken:
    """What a poll took in: entries that were new or edited, and those that must be tried again."""

    new: int = 0
    edited: int = 0
    pending: int = 0
    relevant: int = 0
    rolled: bool = False

    @property
    def changed(self) -> bool:
        return bool(self.new or self.edited)


def body_digest(body: bytes) -> bytes:
    return blake2b(body, digest_size=DIGEST_BYTES).digest()


def known_items(state: SourceState) -> frozenset[bytes]:
    """The digests of the items that need not be parsed again."""
    step = DIGEST_BYTES
    return frozenset(state.items[i : i + step] for i in range(0, len(state.items), step))


def after_unchanged(
    state: SourceState, answer: NotModified | Fetched, now: datetime
) -> SourceState:
    """Nothing new. Validators that a 304 brings are taken, and a lifetime of its own; those of a
    body are the only ones there are.
    """
    read = isinstance(answer, Fetched)
    return _answered(
        state,
        answer,
        now,
        rhythm=_rhythm(state, Taken(), now),
        read_at=now if read else state.read_at,
        moved_to=_moved_to(state, answer, good=state.empty == 0),
        etag=answer.etag if read else answer.etag or state.etag,
        last_modified=answer.last_modified if read else answer.last_modified or state.last_modified,
        fresh_for=lifetime(answer.headers, now) or state.fresh_for,
    )


def after_feed(
    state: SourceState, answer: Fetched, feed: Feed, taken: Taken, now: datetime
) -> SourceState:
    """A feed was read. While something in it must be tried again it counts as unread."""
    whole = not (taken.pending or feed.left or (answer.cut and not feed.whole))
    good = feed.total > 0
    published = [entry.published for entry in feed.entries]
    first = state.read_at is None
    return _answered(
        state,
        answer,
        now,
        rhythm=first_look(published, taken.relevant, now) if first else _rhythm(state, taken, now),
        read_at=now,
        moved_to=_moved_to(state, answer, good=good),
        title=feed.title or state.title,
        etag=answer.etag if whole else "",
        last_modified=answer.last_modified if whole else "",
        body=body_digest(answer.body) if whole else b"",
        items=b"" if taken.pending else b"".join(feed.items),
        new_at=now if taken.changed else state.new_at,
        empty=0 if good else state.empty + 1,
        window=feed.total or state.window,
        fresh_for=max(lifetime(answer.headers, now), feed.ttl),
        closed=feed.closed,
        rolled=now if taken.rolled else state.rolled,
        detail="; ".join(feed.notes)[:300],
    )


def _moved_to(state: SourceState, answer: Answer, *, good: bool) -> str:
    """Where the source is from now on: a new address counts once a feed with entries came of it."""
    return (good and without_userinfo(answer.moved_to)) or state.moved_to


def after_failure(state: SourceState, error: MonitorError, now: datetime) -> SourceState:
    """A poll failed. A redirect once adopted is doubted when its target keeps failing."""
    reason = str(getattr(error, "reason", "failed"))
    status = error.status if isinstance(error, FetchError) else 200
    failures = state.failures + 1
    gone = state.gone
    moved_to = state.moved_to
    if moved_to and (status in (404, 410) or failures >= _DOUBT_AFTER):
        moved_to = ""
    elif reason == "gone":
        gone = now
    return state.but(
        moved_to=moved_to,
        polls=state.polls + 1,
        polled=now,
        failures=failures,
        failing_since=state.failing_since or now,
        status=status,
        reason=reason,
        detail=str(error)[:300],
        gone=gone,
        etag=state.etag if moved_to == state.moved_to else "",
        last_modified=state.last_modified if moved_to == state.moved_to else "",
    )


def _rhythm(state: SourceState, taken: Taken, now: datetime) -> Rhythm:
    if state.succeeded is None:
        return state.rhythm
    hours = (now - state.succeeded).total_seconds() / 3600
    silence = (now - (state.new_at or state.succeeded)).total_seconds() / 3600
    return observe(
        state.rhythm, hours, taken.new, relevant=taken.relevant, now=now, silence=silence
    )


def asks_in_full(state: SourceState, now: datetime) -> bool:
    """Whether to ask without validators: a server may say "not modified" for ever.

    Once a day, and only where a source has been silent for several times its longest
    silence, or where the validators themselves seem to make it fail.
    """
    if state.failures >= _DOUBT_VALIDATORS or state.status in (400, 412):
        return True
    if state.read_at is None or now - state.read_at < timedelta(days=1):
        return False
    silence = (now - (state.new_at or state.read_at)).total_seconds() / 3600
    return silence > max(24.0, _SUSPICIOUS_GAPS * state.rhythm.gap)


def _answered(state: SourceState, answer: Answer, now: datetime, **more: Any) -> SourceState:
    return state.but(
        polls=state.polls + 1,
        polled=now,
        succeeded=now,
        failures=0,
        failing_since=None,
        status=answer.status,
        reason="",
        gone=None,
        away_until=None,
        certificate_ends=answer.certificate_ends,
        **{"detail": "", **more},
    )
