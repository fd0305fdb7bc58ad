"""Our own health, and what the news does not say -> alerts through the same outbox."""

from __future__ import annotations

from collections import defaultdict
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
    ROLLED_SOURCE,
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
from monitor.service.ailing import is_dead, source_events
from monitor.store import Store
from monitor.store.outbox_rows import ToldEvent

STUCK_AFTER = timedelta(hours=1)
REPORT_WINDOW = timedelta(hours=24)
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
            dead = [each.name for each in health if is_dead(each, now)]
            missing = self._absences(dead, now)
            events = [
                *self._fact_events(missing),
                *source_events(health, self._told(), self._resting(), now, self._zone),
                *self._channel_events(now),
            ]
            mutes = self._store.outbox.mutes.current(now)
            desk = Desk(self._routes, self._names, self._zone, mutes=mutes)
            alerts = [*plan_health(events, desk, now)]
            alerts += self._reports(desk, health, missing, now)
            return self._store.outbox.plan(alerts)

    def _told(self) -> Sequence[ToldEvent]:
        return self._store.outbox.told_events(DEAD_SOURCE, ROLLED_SOURCE, SOURCE_BACK)

    def _resting(self) -> dict[str, list[str]]:
        """By source, the facts whose standing value it tells, with a word where it does alone."""
        found: dict[str, list[str]] = defaultdict(list)
        for standing in self._store.ledger.standings().values():
            alone = " (alone)" if len(standing.outlets) == 1 else ""
            for outlet in standing.outlets:
                found[outlet].append(self._fact_name(standing.fact) + alone)
        return found

    def _day(self, instant: datetime) -> str:
        local = instant.astimezone(self._zone)
        return f"{local.day} {local:%b %Y, %H:%M %Z}"

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


def _count(number: int, noun: str) -> str:
    plural = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{number} {noun if number == 1 else plural}"
