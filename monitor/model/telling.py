"""Who is told about what: routes, alerts, deliveries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from monitor.model.history import ChangeState, Verdict
from monitor.model.news import Tier


@dataclass(frozen=True, slots=True)
class Route:
    """Who is told about what, over which channels, when. Empty filters match everything.

    ``mode``: now, hourly, ``daily HH:MM`` or ``weekly DAY HH:MM``, local time.
    ``verdicts`` empty means those told by default for the mode.
    """

    name: str
    channels: tuple[str, ...]
    facts: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    states: tuple[ChangeState, ...] = ()
    tiers: tuple[Tier, ...] = ()
    min_confidence: float = 0.0
    min_slip_days: int = 0
    min_percent: float = 0.0
    mode: str = "now"
    quiet: str = ""
    last: bool = False
    health: bool = False


@dataclass(frozen=True, slots=True)
class Alert:
    """A change, a digest or a health event planned for one route and channel.

    ``key`` is the same for the same news to the same channel, however often it is
    planned; ``subjects`` are change ids, or names of what a health event is about;
    ``details`` what the event needs in order to be told later.
    """

    id: str
    key: str
    route: str
    channel: str
    event: str
    subjects: tuple[str, ...]
    created: datetime
    due: datetime
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One attempt to send an alert: what the other side said, in one line without secrets."""

    alert: str
    at: datetime
    took: float
    outcome: str
    detail: str = ""
