"""What a source publishes, learned while polling it. Pure.

The mean delay of what matters is least when sources are polled in proportion to the
square root of how much of it they publish; so that rate is what is learned, hour of
the day included. Each poll adds what it saw and lets what is old count less.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from math import sqrt

from monitor.model.polling import HOURS, Rhythm

HALF_LIFE = 21 * 24.0
"""Hours after which an observation counts half."""
_LONGEST_LOOK = 7 * 24.0
_LONGEST_LOOK_BACK = timedelta(hours=_LONGEST_LOOK)
_PRIOR_ITEMS = 0.5
_PRIOR_HOURS = 24.0
_PRIOR_RELEVANT = 0.5
_PRIOR_READ = 12.0
_HOUR_SMOOTHING = 3.0


def first_look(published: Iterable[datetime | None], relevant: int, now: datetime) -> Rhythm:
    """What the window of a feed tells at the first poll: how long its items reach back."""
    dated = sorted(when for when in published if when and now - when <= _LONGEST_LOOK_BACK)
    if len(dated) < 2:
        return Rhythm()
    by_hour = [0.0] * HOURS
    for when in dated:
        by_hour[when.hour] += 1
    gaps = [(later - earlier).total_seconds() / 3600 for earlier, later in pairwise(dated)]
    span = max(1.0, (now - dated[0]).total_seconds() / 3600)
    return Rhythm(float(len(dated)), float(relevant), span, tuple(by_hour), max(gaps))


def observe(
    rhythm: Rhythm, hours: float, new: int, *, relevant: int, now: datetime, silence: float = 0.0
) -> Rhythm:
    """The rhythm after ``hours`` of not looking brought ``new`` items, ``relevant`` of them ours.

    ``silence`` is how long, in hours, nothing had come before these.
    """
    hours = min(max(hours, 0.0), _LONGEST_LOOK)
    keep = 0.5 ** (hours / HALF_LIFE)
    by_hour = tuple(_spread(rhythm.by_hour, keep, new, hours, now)) if new else rhythm.by_hour
    return replace(
        rhythm,
        items=rhythm.items * keep + new,
        relevant=rhythm.relevant * keep + relevant,
        hours=rhythm.hours * keep + hours,
        by_hour=by_hour,
        gap=max(rhythm.gap * keep, silence) if new else rhythm.gap,
    )


def _spread(
    by_hour: tuple[float, ...], keep: float, new: int, hours: float, now: datetime
) -> Iterable[float]:
    """New items may have come in any of the hours since the last look."""
    back = min(HOURS, max(1, round(hours)))
    touched = {(now.hour - i) % HOURS for i in range(back)}
    for hour, count in enumerate(by_hour):
        yield count * keep + (new / back if hour in touched else 0.0)


def rate(rhythm: Rhythm) -> float:
    """Items an hour, careful while little is known."""
    return (rhythm.items + _PRIOR_ITEMS) / (rhythm.hours + _PRIOR_HOURS)


def relevance(rhythm: Rhythm) -> float:
    """Which share of the items matters to the watchlist; never nothing."""
    return (rhythm.relevant + _PRIOR_RELEVANT) / (rhythm.items + _PRIOR_READ)


def hour_factor(rhythm: Rhythm, hour: int) -> float:
    """How busy an hour of the day is, against the mean of the day."""
    total = sum(rhythm.by_hour)
    near = (
        rhythm.by_hour[(hour - 1) % HOURS] / 4
        + rhythm.by_hour[hour % HOURS] / 2
        + rhythm.by_hour[(hour + 1) % HOURS] / 4
    )
    return (near + _HOUR_SMOOTHING) / (total / HOURS + _HOUR_SMOOTHING)


def learned_interval(rhythm: Rhythm, now: datetime, price: float) -> float:
    """Seconds until the next poll. ``price`` is the interval of a source that brings one
    relevant item an hour; the interval goes by the square root of that rate.
    """
    worth = rate(rhythm) * relevance(rhythm) * hour_factor(rhythm, now.hour)
    return price / sqrt(worth)


def window_interval(rhythm: Rhythm, window: int, now: datetime) -> float | None:
    """The longest interval in seconds at which no item can roll out of the window unseen:
    half of the time in which its busiest hours would fill it.
    """
    if window < 2 or rhythm.items < 2:
        return None
    busiest = max(hour_factor(rhythm, now.hour + ahead) for ahead in range(3))
    observed = rhythm.items / max(rhythm.hours, 1.0)
    return 0.5 * window / (observed * max(busiest, 1.0)) * 3600
