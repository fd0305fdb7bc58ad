"""Our own health, and what the news does not say -> alerts through the same outbox."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta, tzinfo

from monitor.alerts.plan import Desk
from monitor.alerts.plan.health import (
    DEAD_SOURCE,
    GIVEN_UP,
    LOST_SOURCE,
    OVERDUE,
    QUIET,
    REPORT,
    SOURCE_BACK,
    STUCK,
    HealthEvent,
    health_routes,
    plan_health,
    plan_report,
)
from monitor.alerts.plan.routes import Names
from monitor.alerts.plan.times import next_slot, parse_mode
from monitor.clock import Clock
from monitor.ledger.absence import Absence, absences
from monitor.model import Alert, Policy, Route, SourceHealth, Watchlist
from monitor.store import Store

DEAD_AFTER = timedelta(hours=24)
"""A source that fails for this long is worth a message; many come back by themselves."""

STUCK_AFTER = timedelta(hours=1)
REPORT_WINDOW = timedelta(hours=24)
_AT_ONCE = frozenset({"gone", "silent", "empty", "certificate"})
_SOURCE_TITLES = {
    "failing": "{name} does not answer",
    "gone": "{name} is gone for good",
    "silent": "{name} has been silent for unusually long",
    "empty": "{name} lists nothing any more",
    "certificate": "{name}: its certificate is about to end",
}
_FACT_TITLES = {
    OVERDUE: "{name} is overdue",
    QUIET: "{name} has gone quiet",
    LOST_SOURCE: "{name} lost its only source",
}


class Watch:
    """Looks at facts, sources and channels; ``sources`` names those that are polled."""

    def __init__(
        self,
        store: Store,
        watchlist: Watchlist,
        policy: Policy,
        routes: Sequence[Route],
        sources: Sequence[str],
        *,
        clock: Clock,
        zone: tzinfo = UTC,
    ) -> None:
        self._store = store
        self._watchlist = watchlist
        self._names = Names(watchlist)
        self._policy = policy
        self._routes = tuple(routes)
        self._sources = tuple(sources)
        self._clock = clock
        self._zone = zone

    def look(self) -> tuple[Alert, ...]:
        """Plans alerts for what is newly missing or broken; returns those that are new."""
        now = self._clock.now()
        with self._store.database.transaction():
            health = self._store.sources.health(now, list(self._sources)) if self._sources else []
            dead = [each.name for each in health if _is_dead(each, now)]
            missing = self._absences(dead, now)
            events = [
                *self._fact_events(missing),
                *self._source_events(health, now),
                *self._channel_events(now),
            ]
            mutes = self._store.outbox.mutes.current(now)
            desk = Desk(self._routes, self._names, self._zone, mutes=mutes)
            alerts = [*plan_health(events, desk, now)]
            alerts += self._reports(desk, health, missing, now)
            return self._store.outbox.plan(alerts)

    # ------------------------------------------------------------------ facts

    def _absences(self, dead: Sequence[str], now: datetime) -> list[Absence]:
        ledger = self._store.ledger
        return absences(
            self._watchlist.facts,
            ledger.standings().values(),
            self._policy,
            now,
            dead=dead,
            listening=ledger.listening(),
        )

    def _fact_events(self, missing: Iterable[Absence]) -> list[HealthEvent]:
        return [
            HealthEvent(
                event=absence.event,
                subject=absence.fact,
                occasion=absence.since.date().isoformat(),
                title=_FACT_TITLES[absence.event].format(name=self._fact_name(absence.fact)),
                lines=(absence.detail[:1].upper() + absence.detail[1:] + ".",),
                command=f"monitor timeline {absence.fact}",
                fact=absence.fact,
            )
            for absence in missing
        ]

    def _fact_name(self, fact_id: str) -> str:
        fact = self._names.facts.get(fact_id)
        if fact is None:
            return fact_id
        entity = self._names.entities.get(fact.entity)
        return f"{entity.name if entity else fact.entity}: {fact.attribute.replace('-', ' ')}"

    # ---------------------------------------------------------------- sources

    def _source_events(self, health: Iterable[SourceHealth], now: datetime) -> list[HealthEvent]:
        events: list[HealthEvent] = []
        told = self._store.outbox.told_events(DEAD_SOURCE, SOURCE_BACK)
        for source in health:
            mine = [event for event in told if event.subject == source.name]
            if _is_dead(source, now) or source.state in _AT_ONCE:
                events.append(self._dead(source, now))
            elif source.state == "ok" and mine and mine[-1].event == DEAD_SOURCE:
                answers = tuple(
                    ((event.route, event.channel), event.handle)
                    for event in mine
                    if event.event == DEAD_SOURCE
                )
                title = f"{source.name} answers again"
                events.append(
                    HealthEvent(SOURCE_BACK, source.name, mine[-1].id, title, answers=answers)
                )
        return events

    def _dead(self, source: SourceHealth, now: datetime) -> HealthEvent:
        # a certificate's end is told once, though the notice begins anew at every look
        began = source.detail if source.state == "certificate" else (source.since or now)
        lines = [source.detail]
        if source.succeeded:
            lines.append(f"It last answered on {self._day(source.succeeded)}.")
        title = _SOURCE_TITLES.get(source.state, "{name} is not well").format(name=source.name)
        return HealthEvent(
            event=DEAD_SOURCE,
            subject=source.name,
            occasion=f"{source.state} {began}",
            title=title,
            lines=tuple(line for line in lines if line),
            command="monitor sources",
        )

    def _day(self, instant: datetime) -> str:
        local = instant.astimezone(self._zone)
        return f"{local.day} {local:%b %Y, %H:%M %Z}"

    # --------------------------------------------------------------- channels

    def _channel_events(self, now: datetime) -> list[HealthEvent]:
        outbox = self._store.outbox
        events = [
            HealthEvent(
                event=STUCK,
                subject=state.name,
                occasion=state.failing_since.isoformat(),
                title=f"Nothing gets out by {state.name}",
                lines=(
                    f"{state.waiting} alerts wait since {self._day(state.failing_since)}.",
                    f"The last answer: {state.error}",
                ),
                command="monitor alerts",
                avoid=state.name,
            )
            for state in outbox.channels.states(now)
            if state.failing_since and state.waiting and now - state.failing_since >= STUCK_AFTER
        ]
        events += [
            HealthEvent(
                event=GIVEN_UP,
                subject=alert.id,
                occasion=alert.id,
                title=f"An alert could not be delivered by {alert.channel}",
                lines=(f"It was planned on {self._day(alert.created)} for route {alert.route}.",),
                command=f"monitor alerts retry {alert.id}",
                avoid=alert.channel if self._other_channels(alert.channel) else "",
            )
            for alert in outbox.given_up(now - timedelta(days=7))
            if alert.event not in {STUCK, GIVEN_UP, REPORT}
        ]
        return events

    def _other_channels(self, channel: str) -> bool:
        return any(
            name != channel for route in health_routes(self._routes) for name in route.channels
        )

    # ---------------------------------------------------------------- reports

    def _reports(
        self,
        desk: Desk,
        health: Sequence[SourceHealth],
        missing: Sequence[Absence],
        now: datetime,
    ) -> list[Alert]:
        """For routes that want health weekly: that all is well, or what is not."""
        alerts: list[Alert] = []
        for route in self._routes:
            mode = parse_mode(route.mode)
            if not route.health or mode.rhythm != "weekly":
                continue
            slot = next_slot(mode, now - REPORT_WINDOW, self._zone)
            if slot <= now:
                event = self._report(slot, health, missing, now)
                alerts += plan_report(event, route, desk, now)
        return alerts

    def _report(
        self,
        slot: datetime,
        health: Sequence[SourceHealth],
        missing: Sequence[Absence],
        now: datetime,
    ) -> HealthEvent:
        unwell = [each for each in health if each.state not in {"ok", "new"}]
        counts = self._store.outbox.counts(now - timedelta(days=7))
        facts = len(self._watchlist.facts)
        entities = _count(len(self._watchlist.entities), "entity")
        told = _count(counts.get("sent", 0), "alert")
        waiting, lost = counts.get("waiting", 0), counts.get("failed", 0)
        lines = [
            f"Watching {_count(facts, 'fact')} of {entities} in {_count(len(health), 'source')}.",
            f"Within the week {told} sent; {waiting} waiting, {lost} given up.",
        ]
        lines += [f"{each.name}: {each.state}. {each.detail}".strip() for each in unwell]
        lines += [f"{self._fact_name(each.fact)}: {each.detail}." for each in missing]
        well = not unwell and not missing and not counts.get("failed")
        title = "All is well" if well else "All is not well"
        title += f": watching {_count(facts, 'fact')} in {_count(len(health), 'source')}"
        return HealthEvent(REPORT, "week", slot.isoformat(), title, tuple(lines), "monitor report")


def _is_dead(source: SourceHealth, now: datetime) -> bool:
    if source.state == "gone":
        return True
    failing = source.state == "failing" and source.since is not None
    return failing and now - (source.since or now) >= DEAD_AFTER


def _count(number: int, noun: str) -> str:
    plural = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{number} {noun if number == 1 else plural}"
