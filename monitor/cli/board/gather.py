"""Collects what the page shows, as it stands now or stood on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from monitor.cli.columns import text_of
from monitor.config import Config
from monitor.ledger.judge import fold
from monitor.ledger.slips import SlipHistory, slip_history
from monitor.model import (
    Change,
    ChangeState,
    Entity,
    Evidence,
    Fact,
    Milestone,
    Standing,
    Timeline,
    TimelineEntry,
    Value,
    Verdict,
)
from monitor.reading.values import format_value
from monitor.store import Store
from monitor.wire import value_to_json

_MOVES = {
    Verdict.RAISED, Verdict.LOWERED,
    Verdict.PROGRESSED, Verdict.SET_BACK, Verdict.REPLACED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A change with the words that tell it; ``evidence`` is None where a review made it."""

    change: Change
    fact: Fact
    entity: str
    evidence: Evidence | None

    @property
    def quote(self) -> str:
        return self.evidence.claim.quote if self.evidence else ""


@dataclass(frozen=True, slots=True)
class FactView:
    fact: Fact
    timeline: Timeline
    trend: str

    @property
    def standing(self) -> Standing:
        return self.timeline.standing

    @property
    def told(self) -> tuple[TimelineEntry, ...]:
        """What a chart shows: the value that was configured, and what was said since."""
        said = tuple(e for e in self.timeline.entries if e.verdict is not Verdict.STALE)
        fact = self.fact
        if fact.value is None or fact.as_of is None:
            return said
        at = datetime.combine(fact.as_of, time(), UTC)
        return (TimelineEntry(Verdict.FIRST, fact.value, None, at), *said)

    @property
    def moved(self) -> frozenset[str]:
        """The changes that moved the value, and were not taken back."""
        return frozenset(
            change.id
            for change in self.timeline.changes
            if change.state is not ChangeState.REVERTED and change.verdict is not Verdict.DISPUTED
        )

    def moved_since(self, when: datetime) -> bool:
        """Whether the value moved after ``when``."""
        return any(
            change.id in self.moved and change.published > when for change in self.timeline.changes
        )


@dataclass(frozen=True, slots=True)
class EntityView:
    entity: Entity
    facts: tuple[FactView, ...]
    part_of: str = ""
    """The name of what it is part of."""


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on the page. ``as_of`` is None for now; ``sources`` are the listing's records."""

    made: datetime
    as_of: datetime | None
    entities: tuple[EntityView, ...]
    waiting: tuple[Told, ...]
    changes: tuple[Told, ...]
    sources: tuple[dict[str, Any], ...]
    articles: int

    @property
    def facts(self) -> list[FactView]:
        return [view for entity in self.entities for view in entity.facts]

    @property
    def when(self) -> datetime:
        return self.as_of or self.made


def gather(
    config: Config,
    store: Store,
    sources: tuple[dict[str, Any], ...],
    *,
    now: datetime,
    as_of: datetime | None = None,
    recent: int = 30,
) -> Board:
    """Folds every fact anew, from what was published by ``as_of``; ``recent`` changes at most."""
    names = {entity.id: entity.name for entity in config.watchlist.entities}
    views: dict[str, list[FactView]] = {}
    told: list[Told] = []
    for fact in config.watchlist.facts:
        evidence = store.ledger.evidence(fact.id)
        reviews = store.ledger.reviews(fact.id)
        timeline = fold(fact, evidence, reviews, config.policy, now=as_of or now, as_of=as_of)
        views.setdefault(fact.entity, []).append(FactView(fact, timeline, trend(timeline)))
        by_claim = {one.claim.id: one for one in evidence}
        told += [
            Told(change, fact, names.get(fact.entity, fact.entity), _first(change, by_claim))
            for change in timeline.changes
        ]
    told.sort(key=lambda one: (one.change.published, one.change.id), reverse=True)
    names = {entity.id: entity.name for entity in config.watchlist.entities}
    return Board(
        made=now,
        as_of=as_of,
        entities=tuple(
            EntityView(entity, tuple(views.get(entity.id, ())), names.get(entity.part_of, ""))
            for entity in _in_families(config.watchlist.entities)
            if entity.id in views
        ),
        waiting=tuple(one for one in told if one.change.state is ChangeState.UNCONFIRMED),
        changes=tuple(told[:recent]),
        sources=sources,
        articles=store.articles.count(),
    )


def _first(change: Change, evidence: dict[str, Evidence]) -> Evidence | None:
    return next((evidence[claim] for claim in change.claims if claim in evidence), None)


def _in_families(entities: tuple[Entity, ...]) -> list[Entity]:
    """Parts behind what they are part of, else in the order of the configuration."""
    ordered: list[Entity] = []

    def add(parent: str) -> None:
        for entity in entities:
            if entity.part_of == parent:
                ordered.append(entity)
                add(entity.id)

    add("")
    return ordered


def trend(timeline: Timeline) -> str:
    """How the value has moved in all: "slipped twice; 14 months later in all"."""
    if isinstance(timeline.standing.value, Milestone):
        return _slips(slip_history(timeline))
    moves = [
        change
        for change in timeline.changes
        if change.moved and change.verdict in _MOVES and change.state is not ChangeState.REVERTED
    ]
    if not moves:
        return ""
    counts: dict[str, int] = {}
    for change in moves:
        counts[change.verdict.value] = counts.get(change.verdict.value, 0) + 1
    return ", ".join(f"{verdict} {_times(count)}" for verdict, count in counts.items())


def _slips(history: SlipHistory) -> str:
    verdicts = [slip.verdict for slip in history.slips]
    words = [
        f"{verdict} {_times(verdicts.count(verdict))}"
        for verdict in (Verdict.SLIPPED, Verdict.ADVANCED)
        if verdict in verdicts
    ]
    return f"{', '.join(words)}; {_drift(history.months)}" if words else ""


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def spoken(value: Value) -> str:
    """A value as people read it, with the unit or currency that a person left out."""
    text = value.text or format_value(value)
    return text_of({**(value_to_json(value) or {}), "text": text})


def _drift(months: float | None) -> str:
    if months is None:
        return "by an open date"
    if not months:
        return "back where it was"
    count = f"{abs(months):g} month{'' if abs(months) == 1 else 's'}"
    return f"{count} {'later' if months > 0 else 'earlier'} in all"
