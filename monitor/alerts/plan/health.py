"""What is missing or broken -> alerts, over the same outbox. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.alerts.plan import Desk, hold
from monitor.alerts.plan.routes import selected
from monitor.alerts.plan.times import next_slot, parse_mode
from monitor.model import Alert, Route, make_id

OVERDUE, QUIET, LOST_SOURCE = "overdue", "quiet", "lost-source"
DEAD_SOURCE, SOURCE_BACK = "dead-source", "source-back"
ROLLED_SOURCE = "rolled-source"
STUCK, GIVEN_UP, REPORT, TEST = "stuck", "given-up", "report", "test"


@dataclass(frozen=True, slots=True)
class HealthEvent:
    """Something worth telling that no article says.

    ``occasion`` tells one time from the next: the same event about the same subject on
    the same occasion is told once. ``avoid`` is a channel that cannot tell it, ``answers``
    the handle, by (route, channel), of the message that it follows up.
    """

    event: str
    subject: str
    occasion: str
    title: str
    lines: tuple[str, ...] = ()
    command: str = ""
    fact: str = ""
    avoid: str = ""
    answers: tuple[tuple[tuple[str, str], str], ...] = ()


def health_routes(routes: Sequence[Route]) -> tuple[Route, ...]:
    """Those that want health; where none says so, those that are told everything at once."""
    willing = tuple(route for route in routes if route.health)
    if willing:
        return willing
    return tuple(
        route
        for route in routes
        if not (route.facts or route.entities or route.verdicts or route.states or route.tiers)
        and not parse_mode(route.mode).digest
    )


def plan_health(events: Iterable[HealthEvent], desk: Desk, now: datetime) -> tuple[Alert, ...]:
    """An alert for each event, route and channel, with keys that stay the same."""
    routes = health_routes(desk.routes)
    return tuple(
        alert for event in events for route in routes for alert in _alerts(event, route, desk, now)
    )


def plan_report(event: HealthEvent, route: Route, desk: Desk, now: datetime) -> tuple[Alert, ...]:
    """The regular report of one route, due at once."""
    return tuple(_alert(event, route, channel, now, now, desk=desk) for channel in route.channels)


def plan_sample(route: Route, now: datetime) -> tuple[Alert, ...]:
    """A marked sample to each channel of a route."""
    lines = (
        "This is a sample that a person asked for. It is about nothing, and nothing changed.",
        f"Route {route.name} tells over {', '.join(route.channels)}, {route.mode or 'now'}.",
    )
    event = HealthEvent(
        TEST, route.name, now.isoformat(), f"Route {route.name} works", lines, "monitor alerts"
    )
    return tuple(_alert(event, route, channel, now, now) for channel in route.channels)


def _alerts(event: HealthEvent, route: Route, desk: Desk, now: datetime) -> list[Alert]:
    fact = desk.names.facts.get(event.fact)
    if fact is not None and not selected(route, fact, desk.names):
        return []
    channels = [name for name in route.channels if name != event.avoid]
    due = next_slot(parse_mode(route.mode), now, desk.zone)
    return [_alert(event, route, channel, now, due, desk=desk) for channel in channels]


def _alert(
    event: HealthEvent,
    route: Route,
    channel: str,
    now: datetime,
    due: datetime,
    *,
    desk: Desk | None = None,
) -> Alert:
    key = f"{route.name}/{channel}/{event.event}/{event.subject}/{event.occasion}"
    details: dict[str, object] = {"title": event.title, "lines": list(event.lines)}
    if event.command:
        details["command"] = event.command
    if event.fact:
        details["fact"] = event.fact
    answers = dict(event.answers).get((route.name, channel))
    if answers:
        details["answers"] = answers
    alert = Alert(
        make_id("a", key),
        key,
        route.name,
        channel,
        event.event,
        (event.subject,),
        now,
        due,
        details,
    )
    return hold(alert, route, desk, now) if desk else alert
