"""What a batch is composed of, gathered from the store when it is about to go out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from monitor.alerts.compose import Material, News
from monitor.alerts.plan import Desk, routes_told
from monitor.alerts.plan.routes import Names, muted_until, unsure
from monitor.alerts.plan.settle import Background, Telling, settle
from monitor.model import Batch, Change, ChangeState, Entity, EntityKind, Fact, Item, Told, Verdict
from monitor.store import Store


@dataclass(frozen=True, slots=True)
class Gathered:
    """What to compose, and the alerts (by id) of which nothing is left to tell, with why."""

    material: Material
    settled: Mapping[str, str]

    @property
    def empty(self) -> bool:
        """Whether there is nothing left to send."""
        return len(self.settled) == len(self.material.batch.alerts)


def gather(
    store: Store, batch: Batch, desk: Desk, now: datetime, templates: Mapping[str, str]
) -> Gathered:
    """Settles the batch against the ledger and what was told, and adds the evidence."""
    telling = Telling((), ())
    if batch.style not in {"health", "test"}:
        telling = settle(batch.alerts, _background(store, batch, desk, now))
    entities = {key: entity.name for key, entity in desk.names.entities.items()}
    material = Material(
        batch=batch,
        news=tuple(_news(store, item, desk.names) for item in telling.items),
        now=now,
        zone=desk.zone,
        names=entities,
        templates=templates,
    )
    return Gathered(material, {alert.id: why for alert, why in telling.settled})


def _background(store: Store, batch: Batch, desk: Desk, now: datetime) -> Background:
    facts = {alert.fact for alert in batch.alerts}
    first = store.outbox.first_planned(batch.route, batch.channel, facts)
    alerts = (*batch.alerts, *first.values())
    ids = dict.fromkeys(subject for alert in alerts for subject in alert.subjects)
    found = (store.ledger.change(key) for key in ids)
    told = store.outbox.told(batch.route, facts=facts)
    return Background(
        changes={change.id: change for change in found if change},
        told={fact: last for (_, channel, fact), last in told.items() if channel == batch.channel},
        history={fact: _tellable(store, fact, batch.route, desk, now) for fact in facts},
        first=first,
    )


def _tellable(store: Store, fact: str, route: str, desk: Desk, now: datetime) -> list[Change]:
    """The fact's changes that are sure enough for the route, and not of a muted source."""
    wanted = next((each for each in desk.routes if each.name == route), None)
    return [
        change
        for change in store.ledger.changes(fact)
        if not (wanted and unsure(wanted, change))
        and not (
            change.article and muted_until(desk.mutes, None, desk.names, change.article.source, now)
        )
    ]


def _news(store: Store, item: Item, names: Names) -> News:
    change = item.change
    said = store.ledger.evidence(change.fact)
    order = {claim: place for place, claim in enumerate(change.claims)}
    evidence = sorted(
        (entry for entry in said if entry.claim.id in order), key=lambda e: order[e.claim.id]
    )
    fact = names.facts.get(change.fact) or _unknown_fact(change)
    entity = names.entities.get(fact.entity) or Entity(fact.entity, fact.entity, EntityKind.PROJECT)
    history = tuple(store.ledger.changes(change.fact))
    return News(item, fact, entity, tuple(evidence), history, tuple(said))


def _unknown_fact(change: Change) -> Fact:
    """A fact that is tracked no longer: its id has to do for its names."""
    entity, _, attribute = change.fact.rpartition(".")
    return Fact(change.fact, entity or change.fact, attribute, change.new.kind)


def told_records(batch: Batch, news: Iterable[News], at: datetime, handle: str) -> list[Told]:
    """What the routes of a batch have been told once it was delivered."""
    records: list[Told] = []
    for entry in news:
        if entry.item.change.verdict is Verdict.DISPUTED:
            continue  # it was flagged; what is believed has not moved
        mine = [alert for alert in batch.alerts if alert.fact == entry.fact.id]
        routes = dict.fromkeys(route for alert in mine for route in routes_told(alert))
        records += [_record(route, batch.channel, entry.item, at, handle) for route in routes]
    return records


def _record(route: str, channel: str, item: Item, at: datetime, handle: str) -> Told:
    change, told = item.change, item.told
    value, state = change.new, change.state
    if item.kind == "withdrawn":
        value, state = change.old or change.new, ChangeState.REVERTED
    first = told.handle if told and told.handle and item.kind != "news" else handle
    return Told(route, channel, change.fact, change.id, state, change.verdict, value, at, first)
