"""What goes into the next message to a channel, and what has to wait. Pure.

Alerts of one story are one message. What was held back (quiet hours, a mute), what has
grown stale while a channel was down, and what a digest is for, go together in one message
that tells where things stand now. A flood is cut to one summary.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.alerts.plan import Desk, hold
from monitor.alerts.plan.times import parse_mode
from monitor.model import Alert, Batch, Route

STALE_AFTER = timedelta(hours=12)
"""Waiting longer than this, alerts are summarised instead of sent one by one."""

FLOOD_AT_ONCE = 12
"""More messages than this waiting for one route and channel become one summary."""

FLOOD_PER_HOUR = 30
"""After this many messages within an hour the rest waits, and then is one summary."""


@dataclass(frozen=True, slots=True)
class Pick:
    """What to send next, if anything, and the alerts with a later due time than they had."""

    batch: Batch | None = None
    held: tuple[Alert, ...] = ()


def pick(due: Sequence[Alert], desk: Desk, now: datetime, recent: Mapping[str, int]) -> Pick:
    """The next message for one channel. ``due`` is what waits for it, oldest first.

    ``recent`` counts, by route, the messages that went out within the last hour.
    """
    repeated = next((alert for alert in due if alert.batch), None)
    if repeated:  # nobody knows whether it arrived: the same again, and nothing else in it
        same = [alert for alert in due if alert.batch == repeated.batch]
        return Pick(_batch(_style(same, desk, now), same, repeated.batch))
    routes = {route.name: route for route in desk.routes}
    ready: list[Alert] = []
    held: list[Alert] = []
    for alert in due:
        later = _later(alert, routes.get(alert.route), desk, now, recent)
        (held if later.due > now else ready).append(later)
    if not ready:
        return Pick(None, tuple(held))
    return Pick(_first(ready, desk, now), tuple(held))


def _later(
    alert: Alert, route: Route | None, desk: Desk, now: datetime, recent: Mapping[str, int]
) -> Alert:
    later = hold(alert, route, desk, now)
    if later.due > now or alert.event == "test" or alert.recipients:
        return later
    if recent.get(alert.route, 0) >= FLOOD_PER_HOUR:
        return _flooded(later, now + timedelta(hours=1))
    return later


def _flooded(alert: Alert, until: datetime) -> Alert:
    return replace(alert, due=until, details={**alert.details, "held": "too many messages"})


def _first(ready: Sequence[Alert], desk: Desk, now: datetime) -> Batch:
    """The batch of the oldest alert that is ready."""
    oldest = ready[0]
    if oldest.recipients or oldest.event == "test":  # a message of its own, or half sent
        return _batch("test" if oldest.event == "test" else "story", [oldest], oldest.id)
    mine = [item for item in ready if item.route == oldest.route and not item.recipients]
    if oldest.event != "change":
        alike = [item for item in mine if item.event == oldest.event]
        return _batch("health", alike, oldest.id)
    changes = [item for item in mine if item.event == "change"]
    together = [item for item in changes if _together(item, desk, now)]
    if oldest in together:
        return _batch(_style(together, desk, now), together, oldest.id)
    single = [item for item in changes if item not in together]
    stories = {_story(item) for item in single}
    if len(stories) > FLOOD_AT_ONCE:
        return _batch("flood", single, oldest.id)
    facts = {item.fact for item in single if _story(item) == _story(oldest)}
    same = [item for item in single if _story(item) == _story(oldest) or item.fact in facts]
    return _batch("story", same, oldest.id)


def _together(alert: Alert, desk: Desk, now: datetime) -> bool:
    return bool(alert.held) or _digest(alert, desk) or now - alert.created > STALE_AFTER


def _digest(alert: Alert, desk: Desk) -> bool:
    route = next((route for route in desk.routes if route.name == alert.route), None)
    return route is not None and parse_mode(route.mode).digest


def _style(alerts: Sequence[Alert], desk: Desk, now: datetime) -> str:
    if alerts[0].event != "change":
        return "test" if alerts[0].event == "test" else "health"
    if any(_digest(alert, desk) for alert in alerts):
        return "digest"
    if any(alert.held for alert in alerts):
        return "held"
    if any(now - alert.created > STALE_AFTER for alert in alerts):
        return "late"
    return "story" if len({_story(alert) for alert in alerts}) == 1 else "flood"


def _story(alert: Alert) -> str:
    return str(alert.details.get("article") or alert.id)


def _batch(style: str, alerts: Sequence[Alert], key: str) -> Batch:
    return Batch(key, alerts[0].route, alerts[0].channel, style, tuple(alerts))
