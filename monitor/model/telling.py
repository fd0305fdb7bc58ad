"""Who is told about what: routes, alerts, deliveries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from monitor.model.history import Change, ChangeState, Verdict
from monitor.model.news import Tier
from monitor.model.values import Value


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
    ``details`` what the event needs in order to be told later. ``recipients`` are those
    still to be reached, empty for all; ``batch`` names the message that it went out in
    with an outcome that nobody knows, so that a repeat is the same message.
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
    attempts: int = 0
    recipients: tuple[str, ...] = ()
    batch: str = ""

    @property
    def fact(self) -> str:
        """The fact that it is about; empty where it is about none or several."""
        return str(self.details.get("fact", ""))

    @property
    def held(self) -> str:
        """Why it waits although it is news: quiet hours or a mute; empty when it does not."""
        return str(self.details.get("held", ""))


@dataclass(frozen=True, slots=True)
class Delivery:
    """One attempt to send an alert: what the other side said, in one line without secrets."""

    alert: str
    at: datetime
    took: float
    outcome: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a route was last told of a fact over a channel.

    ``handle`` is what an answer refers to: a Message-ID, or the time stamp of a Slack thread.
    """

    route: str
    channel: str
    fact: str
    change: str
    state: ChangeState
    verdict: Verdict
    value: Value
    at: datetime
    handle: str = ""


@dataclass(frozen=True, slots=True)
class Mute:
    """Nothing is told of a fact, an entity (and its parts) or a source until then."""

    id: int
    kind: str
    target: str
    until: datetime
    why: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """Alerts that go out as one message; ``key`` is its stable name.

    ``style``: story, digest, held, late, flood, health or test.
    """

    key: str
    route: str
    channel: str
    style: str
    alerts: tuple[Alert, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One fact's news in a message.

    ``kind``: news; confirmed, withdrawn or reinstated (all about what was told before); or
    corrected (what was told before is withdrawn, and this stands now). ``before`` is what the
    reader believes, ``steps`` the changes since, the last of which is
    ``change``; ``told`` is what was last told of the fact.
    """

    kind: str
    change: Change
    before: Value | None
    steps: tuple[Change, ...]
    told: Told | None = None
