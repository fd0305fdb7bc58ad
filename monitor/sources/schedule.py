"""When is a source due next? Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.model.polling import SourceState
from monitor.sources.rhythm import learned_interval, window_interval


@dataclass(frozen=True, slots=True)
class Pace:
    """The bounds of polling, in seconds.

    ``usual`` is the interval of a source that nothing is known of; ``price`` that of one
    which brings a relevant item an hour; ``floor`` the shortest one to anybody, ``ceiling``
    the longest. A failing source is asked less and less, at least every ``patience``; no
    wish of a server is heeded beyond ``longest_wait``.
    """

    usual: float = 900.0
    price: float = 180.0
    floor: float = 300.0
    ceiling: float = 6 * 3600.0
    patience: float = 12 * 3600.0
    longest_wait: float = 24 * 3600.0
    jitter: float = 0.1


PACE = Pace()
_LEARNED_AFTER = 3
_RECHECK_FIRST = timedelta(minutes=30)
_RECHECK_SHARE = 0.2
_RECHECK_UNTIL = timedelta(days=14)
_PENDING_WAITS = (10, 30, 120, 480)


def next_poll(
    state: SourceState,
    now: datetime,
    *,
    chance: float,
    every: timedelta | None = None,
    asked: float | None = None,
    pace: Pace = PACE,
) -> datetime:
    """The instant of the next poll. ``chance`` in [0, 1) spreads sources apart.

    ``every`` is the user's own longest interval, before which a cache lifetime counts for
    nothing; ``asked`` the seconds that the server just asked us to stay away.
    """
    wait = wanted_interval(state, now, every, pace)
    polite = min(asked or 0.0, pace.longest_wait)
    if not state.failures:
        longest = every.total_seconds() if every else pace.longest_wait
        polite = max(polite, min(state.fresh_for, longest))
    if polite >= wait:
        wait = polite * (1 + pace.jitter * chance)
    else:
        wait = max(polite, wait * (1 + pace.jitter * (2 * chance - 1)))
    return past_closed_hours(now + timedelta(seconds=wait), state.closed)


def wanted_interval(
    state: SourceState, now: datetime, every: timedelta | None, pace: Pace = PACE
) -> float:
    """Seconds between polls as we should like them, before anybody's wishes."""
    longest = every.total_seconds() if every else pace.ceiling
    floor = min(pace.floor, longest)
    if state.failures:
        return max(floor, backoff(state.failures, min(longest, pace.usual), pace))
    wait = pace.usual
    if state.rhythm.items >= _LEARNED_AFTER or state.polls >= _LEARNED_AFTER:
        wait = learned_interval(state.rhythm, now, pace.price)
    safe = window_interval(state.rhythm, state.window, now)
    if safe is not None:
        wait = min(wait, safe)
    if state.rolled and state.rolled == state.polled:
        wait = floor
    return max(floor, min(wait, longest))


def next_recheck(
    published: datetime, now: datetime, times: int, *, pending: bool
) -> datetime | None:
    """When to read an article's page again after ``times`` re-readings; None for never.

    ``pending``: its text could not be had yet. Otherwise it is watched for silent edits,
    more and more rarely as it ages.
    """
    if pending:
        wait = _PENDING_WAITS[times : times + 1]
        return now + timedelta(minutes=wait[0]) if wait else None
    age = now - published
    if age > _RECHECK_UNTIL:
        return None
    return now + max(_RECHECK_FIRST, age * _RECHECK_SHARE)


def backoff(failures: int, base: float, pace: Pace = PACE) -> float:
    """Seconds to wait after ``failures`` in a row: doubling, up to ``patience``, never for good.

    The first one waits no longer than usual: most failures are over by then.
    """
    return float(min(base * 2 ** min(failures - 1, 20), pace.patience))


def past_closed_hours(due: datetime, closed: str) -> datetime:
    """The first instant from ``due`` on outside of the hours and days that a feed excludes."""
    hours, days = closed_times(closed)
    if len(hours) >= 24 or len(days) >= 7:
        return due
    moment = due
    for _ in range(24 * 7):
        if moment.hour not in hours and moment.weekday() not in days:
            return moment
        moment = moment.replace(minute=due.minute % 5, second=0) + timedelta(hours=1)
    return due


def closed_times(closed: str) -> tuple[frozenset[int], frozenset[int]]:
    """SkipHours (UTC) and skipDays (Monday is 0) out of ``h5 d6``."""
    marks = closed.split()
    return (
        frozenset(int(mark[1:]) for mark in marks if mark[0] == "h"),
        frozenset(int(mark[1:]) for mark in marks if mark[0] == "d"),
    )
