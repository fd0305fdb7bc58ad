"""What a batch is composed of, gathered from the store when it is about to go out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from monitor.alerts.compose import Material, News
from monitor.alerts.plan import routes_told
from monitor.alerts.plan.routes import Names
from monitor.alerts.plan.settle import Telling, settle
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
    store: Store,
    batch: Batch,
    names: Names,
    now: datetime,
    *,
    zone: tzinfo,
    templates: Mapping[str, str],
) -> Gathered:
    """Settles the batch against the ledger and what was told, and adds the evidence."""
    telling = Telling((), ())
    if batch.style not in {"health", "test"}:
        telling = settle(batch.alerts, _changes(store, batch), _told(store, batch))
    entities = {key: entity.name for key, entity in names.entities.items()}
    material = Material(
        batch=batch,
        news=tuple(_news(store, item, names) for item in telling.items),
        now=now,
        zone=zone,
        names=entities,
        templates=templates,
    )
    return Gathered(material, {alert.id: why for alert, why in telling.settled})


def _changes(store: Store, batch: Batch) -> dict[str, Change]:
    ids = dict.fromkeys(subject for alert in batch.alerts for subject in alert.subjects)
    found = (store.ledger.change(key) for key in ids)
    return {change.id: change for change in found if change}


def _told(store: Store, batch: Batch) -> dict[str, Told]:
    told = store.outbox.told(batch.route, facts={alert.fact for alert in batch.alerts})
    return {fact: last for (_, channel, fact), last in told.items() if channel == batch.channel}


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
        mine = [alert for alert in batch.alerts if alert.fact == entry.fact.id]
        routes = dict.fromkeys(route for alert in mine for route in routes_told(alert))
        records += [_record(route, batch.channel, entry.item, at, handle) for route in routes]
    return records


def _record(route: str, channel: str, item: Item, at: datetime, handle: str) -> Told:
    change, told = item.change, item.told
    value, state = change.new, change.state
    if item.kind == "withdrawn":
        value, state = change.old or change.new, ChangeState.REVERTED
    elif change.verdict is Verdict.DISPUTED and change.old is not None:
        value = change.old  # it was flagged; what is believed has not moved
    first = told.handle if told and told.handle and item.kind != "news" else handle
    return Told(route, channel, change.fact, change.id, state, change.verdict, value, at, first)
