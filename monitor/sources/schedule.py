"""When is a source due next? Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.model.polling import SourceState


@dataclass(frozen=True, slots=True)
class Pace:
    """The bounds of polling, in seconds.

    ``usual`` is the interval of a source that nothing is known of; ``floor`` the shortest
    one to a public source, ``ceiling`` the longest. A failing source is asked less and
    less, at least every ``patience``; no wish of a server is heeded beyond ``longest_wait``.
    """

    usual: float = 900.0
    floor: float = 300.0
    ceiling: float = 6 * 3600.0
    patience: float = 12 * 3600.0
    longest_wait: float = 24 * 3600.0
    jitter: float = 0.1


PACE = Pace()


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

    ``every`` is the user's own longest interval, ``asked`` the seconds that the server
    just asked us to stay away.
    """
    longest = every.total_seconds() if every else pace.ceiling
    if state.failures:
        wait = backoff(state.failures, min(longest, pace.usual), pace)
    else:
        wait = max(min(pace.usual, longest), min(state.fresh_for, max(longest, pace.ceiling)))
    wait = max(wait, min(asked or 0.0, pace.longest_wait))
    wait = max(wait, min(pace.floor, longest))
    wait *= 1 + pace.jitter * (chance if asked or state.fresh_for else 2 * chance - 1)
    return past_closed_hours(now + timedelta(seconds=wait), state.closed)


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
