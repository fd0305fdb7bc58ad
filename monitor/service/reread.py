"""Everything stored, read again with today's rules and today's watchlist.

What would change is shown before it does: which hits and claims come and go, and where
that leads each fact. Nobody is told of it, for it is not news.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from monitor.ledger.judge import fold
from monitor.model import Article, Evidence, Hit, Standing
from monitor.service.assemble import Service
from monitor.wire import claim_to_json, value_to_json

AT_ONCE = 200
_SHOWN = 1000


@dataclass(frozen=True, slots=True)
class Shift:
    """A fact that would stand, or stands, elsewhere."""

    fact: str
    before: Standing | None
    after: Standing
    changes: int


@dataclass(slots=True)
class Reread:
    """What reading again found. ``gained`` and ``lost`` hold the first thousand claims."""

    articles: int = 0
    hits_gained: int = 0
    hits_lost: int = 0
    claims_gained: int = 0
    claims_lost: int = 0
    gained: list[Evidence] = field(default_factory=list)
    lost: list[Evidence] = field(default_factory=list)
    shifts: list[Shift] = field(default_factory=list)
    stored: bool = False

    def to_json(self) -> dict[str, Any]:
        return {
            "articles": self.articles,
            "hits": {"gained": self.hits_gained, "lost": self.hits_lost},
            "claims": {"gained": self.claims_gained, "lost": self.claims_lost},
            "gained": [claim_to_json(each) for each in self.gained],
            "lost": [claim_to_json(each) for each in self.lost],
            "facts": [
                {
                    "fact": shift.fact,
                    "before": _value(shift.before),
                    "after": _value(shift.after),
                    "changes": shift.changes,
                }
                for shift in self.shifts
            ],
            "stored": self.stored,
        }


def _value(standing: Standing | None) -> dict[str, Any] | None:
    return value_to_json(standing.value) if standing and standing.value else None


def read_again(
    service: Service,
    *,
    store: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Reread:
    """Reads the newest version of every article again; with ``store`` the outcome is kept.

    Without it nothing is written, and others may go on writing meanwhile.
    """
    result = Reread(stored=store)
    total, after = service.store.articles.count(), 0
    evidence: dict[str, _Revised] = {}
    while batch := service.store.articles.batch(after, AT_ONCE):
        after = batch[-1][0]
        with service.store.database.transaction() if store else _Unwritten():
            for number, article in batch:
                _read_one(service, number, article, result, evidence, store=store)
        result.articles += len(batch)
        if progress:
            progress(result.articles, total)
    _derive(service, evidence, result, store=store)
    return result


class _Unwritten:
    """Stands where a transaction would."""

    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...


@dataclass(slots=True)
class _Revised:
    """Claims of one fact that go, by id, and those that come."""

    lost: set[str] = field(default_factory=set)
    gained: list[Evidence] = field(default_factory=list)


def _read_one(
    service: Service,
    number: int,
    article: Article,
    result: Reread,
    evidence: dict[str, _Revised],
    *,
    store: bool,
) -> None:
    reading = service.reader.read(article)
    ledger = service.store.ledger
    hits = ledger.hits(article.ref.id)
    if not (reading.hits or hits):
        return
    _count_hits(hits, reading.hits, result)
    lost, claims = ledger.compare_reading(article, reading)
    story = service.store.articles.story(article.ref.id)
    gained = [Evidence(claim, article.ref, story) for claim in claims]
    for each in lost:
        evidence.setdefault(each.claim.fact, _Revised()).lost.add(each.claim.id)
    for each in gained:
        evidence.setdefault(each.claim.fact, _Revised()).gained.append(each)
    result.claims_lost += len(lost)
    result.claims_gained += len(gained)
    result.lost += lost[: _SHOWN - len(result.lost)]
    result.gained += gained[: _SHOWN - len(result.gained)]
    if store:
        service.pipeline.record_again(number, article, reading)


def _count_hits(before: list[Hit], after: tuple[Hit, ...], result: Reread) -> None:
    old, new = {hit.id for hit in before}, {hit.id for hit in after}
    result.hits_gained += len(new - old)
    result.hits_lost += len(old - new)


def _derive(
    service: Service, evidence: dict[str, _Revised], result: Reread, *, store: bool
) -> None:
    """Where the facts lead whose evidence is another one now."""
    judging, ledger = service.judging, service.store.ledger
    before = ledger.standings()
    for fact in sorted(evidence.keys() & judging.facts.keys()):
        revised = evidence[fact]
        if store:
            timeline = judging.derive(fact)
        else:
            kept = [each for each in ledger.evidence(fact) if each.claim.id not in revised.lost]
            timeline = fold(
                judging.facts[fact],
                [*kept, *revised.gained],
                ledger.reviews(fact),
                service.config.policy,
            )
        old = before.get(fact)
        told = {change.id for change in ledger.changes(fact)}
        moved = len(told ^ {change.id for change in timeline.changes})
        if moved or old is None or old.value != timeline.standing.value:
            result.shifts.append(Shift(fact, old, timeline.standing, moved))
    if store:
        judging.judge(evidence.keys(), alert=False)
