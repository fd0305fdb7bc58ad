"""Changes, routes and what was told -> alerts. Pure.

:func:`plan` runs in the transaction that records a change; it decides who is to be told.
:mod:`~monitor.alerts.plan.batches` decides, when sending, what goes into one message and
what has to wait; :mod:`~monitor.alerts.plan.settle` what is still worth telling by then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo

from monitor.alerts.plan.routes import Names, muted_until, refusal
from monitor.alerts.plan.times import next_slot, parse_mode, parse_quiet, quiet_until
from monitor.model import (
    Alert,
    Change,
    Fact,
    Mute,
    Route,
    Timeline,
    Told,
    Value,
    Verdict,
    Watchlist,
    make_id,
)
from monitor.wire import value_to_json

ToldBy = Mapping[tuple[str, str, str], Told]
"""What was last told, by (route, channel, fact)."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What planning needs to know besides the changes.

    ``timelines`` (by fact) let it see where a fact stood before anything was told;
    ``takes_back`` has, for a change that another one takes back, that other one.
    """

    routes: Sequence[Route]
    names: Names
    zone: tzinfo = UTC
    told: ToldBy = field(default_factory=dict)
    mutes: Sequence[Mute] = ()
    timelines: Mapping[str, Timeline] = field(default_factory=dict)
    takes_back: Mapping[str, Change] = field(default_factory=dict)


def plan(
    changes: Iterable[Change],
    routes: Sequence[Route],
    watchlist: Watchlist,
    now: datetime,
    *,
    zone: tzinfo = UTC,
    told: ToldBy | None = None,
    mutes: Sequence[Mute] = (),
    timelines: Mapping[str, Timeline] | None = None,
) -> tuple[Alert, ...]:
    """The alerts for changes that are new or whose state moved, in the order given.

    An alert's key depends on the change, its state, the route and the channel alone:
    planning the same again gives the same keys, which the outbox takes once.
    """
    changes = tuple(changes)
    takes_back = {id_: change for change in changes for id_ in change.reverts}
    desk = Desk(routes, Names(watchlist), zone, told or {}, mutes, timelines or {}, takes_back)
    return tuple(alert for change in changes for alert in _plan_change(change, desk, now))


def _plan_change(change: Change, desk: Desk, now: datetime) -> list[Alert]:
    fact = desk.names.facts.get(change.fact)
    if fact is None:
        return []
    alerts: dict[str, Alert] = {}  # at once, by channel: a reader hears it once
    digests: list[Alert] = []
    for route in desk.routes:
        channels = [name for name in route.channels if _wanted(route, name, change, fact, desk)]
        for channel in channels:
            alert = _alert(route, channel, change, desk, now)
            if parse_mode(route.mode).digest:
                digests.append(alert)
            elif channel in alerts:
                first, second = sorted((alerts[channel], alert), key=lambda each: each.due)
                alerts[channel] = _also(first, second)
            else:
                alerts[channel] = alert
        if channels and route.last:
            break
    return [*alerts.values(), *digests]


def _wanted(route: Route, channel: str, change: Change, fact: Fact, desk: Desk) -> bool:
    last = desk.told.get((route.name, channel, fact.id))
    if last and last.change == change.id:
        other = desk.takes_back.get(change.id)
        if other and _wanted(route, channel, other, fact, desk):
            return False  # there and back is one further message: the one that says back
        return last.state is not change.state  # whoever heard of it hears how it went on
    return not refusal(route, change, fact, desk.names, before=believed(change, fact, last, desk))


def believed(change: Change, fact: Fact, last: Told | None, desk: Desk) -> Value | None:
    """What the reader of a route holds true before hearing of this change."""
    if last:
        return last.value
    if fact.value is not None:
        return fact.value
    timeline = desk.timelines.get(fact.id)
    if timeline and timeline.entries:
        first = timeline.entries[0]
        return first.value if first.at < change.published else change.old
    return change.old


def _alert(route: Route, channel: str, change: Change, desk: Desk, now: datetime) -> Alert:
    state = "disputed" if change.verdict is Verdict.DISPUTED else change.state
    key = f"{route.name}/{channel}/{change.id}/{state}"
    last = desk.told.get((route.name, channel, change.fact))
    if last and last.change == change.id:  # withdrawn and reinstated, it is news each time
        key += f"/{last.at.isoformat()}"
    details: dict[str, object] = {"fact": change.fact, "state": change.state.value}
    measured = route.min_slip_days or route.min_percent
    if measured and not last:
        believes = believed(change, desk.names.facts[change.fact], None, desk)
        details |= {"before": value_to_json(believes)} if believes else {}
    if change.article:
        details |= {"article": change.article.id, "source": change.article.source}
    alert = Alert(
        id=make_id("a", key),
        key=key,
        route=route.name,
        channel=channel,
        event="change",
        subjects=(change.id,),
        created=now,
        due=next_slot(parse_mode(route.mode), now, desk.zone),
        details=details,
    )
    return hold(alert, route, desk, now)


def hold(alert: Alert, route: Route | None, desk: Desk, now: datetime) -> Alert:
    """The alert with a later due time where it is muted or its route is quiet now."""
    mute = muted_until(
        desk.mutes,
        desk.names.facts.get(alert.fact),
        desk.names,
        str(alert.details.get("source", "")),
        now,
    )
    if mute:
        return _held(alert, mute.until, f"{mute.kind} {mute.target} is muted")
    if route is None or parse_mode(route.mode).digest:
        return alert
    until = quiet_until(parse_quiet(route.quiet), now, desk.zone)
    return _held(alert, until, "quiet hours") if until else alert


def _held(alert: Alert, until: datetime, why: str) -> Alert:
    return replace(alert, due=max(alert.due, until), details={**alert.details, "held": why})


def _also(alert: Alert, other: Alert) -> Alert:
    """The alert that is due first, speaking for the other's routes too."""
    also = [*_strings(alert.details.get("also")), *routes_told(other)]
    return replace(alert, details={**alert.details, "also": also})


def routes_told(alert: Alert) -> tuple[str, ...]:
    """The routes that an alert speaks for: its own and those with the same news to say."""
    return (alert.route, *_strings(alert.details.get("also")))


def _strings(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list | tuple) else ()


__all__ = ["Desk", "ToldBy", "believed", "hold", "plan", "routes_told"]
