"""What has become known of facts, folded, stored, and planned to be told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo

from monitor.alerts.plan import plan
from monitor.clock import Clock
from monitor.ledger.judge import fold
from monitor.model import (
    Alert,
    Change,
    ChangeState,
    Judgement,
    Policy,
    Review,
    Route,
    Timeline,
    Value,
    Watchlist,
)
from monitor.store import Store
from monitor.store.changes import Moved
from monitor.store.watchlist import terms_of


@dataclass(slots=True)
class Judged:
    """The changes that are new or whose state turned, and the alerts that were planned."""

    changes: list[Change] = field(default_factory=list)
    alerts: list[Alert] = field(default_factory=list)


class Judging:
    """Derives the ledger of facts. What a method writes is all or nothing."""

    def __init__(
        self,
        store: Store,
        watchlist: Watchlist,
        policy: Policy,
        clock: Clock,
        *,
        routes: Sequence[Route] = (),
        zone: tzinfo = UTC,
    ) -> None:
        self._store = store
        self._watchlist = watchlist
        self.facts = {fact.id: fact for fact in watchlist.facts}
        self._policy = policy
        self._clock = clock
        self._routes = tuple(routes)
        self._zone = zone

    def derive(
        self, fact: str, *, as_of: datetime | None = None, known_by: datetime | None = None
    ) -> Timeline:
        """A fact's timeline from the evidence as stored; nothing is written."""
        ledger = self._store.ledger
        return fold(
            self.facts[fact],
            ledger.evidence(fact, known_by=known_by),
            ledger.reviews(fact, known_by=known_by),
            self._policy,
            as_of=as_of,
            known_by=known_by,
        )

    def adopt(self) -> set[str]:
        """Writes down what is tracked, and folds what was configured differently before.

        Nobody is alerted: whoever changed the configuration knows. Returns those facts.
        """
        ledger = self._store.ledger
        with self._store.database.transaction():
            ledger.save_watchlist(self._watchlist)
            before = ledger.terms()
            terms = {id_: terms_of(fact, self._policy) for id_, fact in self.facts.items()}
            differing = {id_ for id_, text in terms.items() if before.get(id_) != text}
            self.judge(differing, alert=False)
            for id_ in differing:
                ledger.save_terms(id_, terms[id_])
        return differing

    def review(
        self, target: str, judgement: Judgement, *, by: str = "", why: str = "",
        value: Value | None = None, alert: bool = True,
    ) -> tuple[Review, Judged]:  # fmt: skip
        """Records a person's judgement, and what follows from it.

        ``target`` is the full id of a hit, claim, change or fact.
        """
        ledger = self._store.ledger
        with self._store.database.transaction():
            review = ledger.add_review(
                target, judgement, at=self._clock.now(), by=by, why=why, value=value
            )
            return review, self.judge(ledger.facts_concerned(target), alert=alert)

    def judge(self, facts: Iterable[str], *, alert: bool) -> Judged:
        """Folds facts, stores what they come to, and plans alerts for what is news."""
        judged = Judged()
        with self._store.database.transaction():
            for id_ in sorted(set(facts) & self.facts.keys()):
                timeline = self.derive(id_)
                moved = self._store.ledger.save_timeline(timeline, self._clock.now())
                judged.changes += [*moved.new, *(change for change, _ in moved.turned)]
                if alert and moved:
                    judged.alerts += self._plan(news(moved, timeline), timeline)
        return judged

    def _plan(self, changes: Sequence[Change], timeline: Timeline) -> Sequence[Alert]:
        if not changes or not self._routes:
            return ()
        outbox, now = self._store.outbox, self._clock.now()
        planned = plan(
            changes,
            self._routes,
            self._watchlist,
            now,
            zone=self._zone,
            told=outbox.told(),
            mutes=outbox.mutes.current(now),
            timelines={timeline.fact: timeline},
        )
        return outbox.plan(planned)


def news(moved: Moved, timeline: Timeline) -> list[Change]:
    """Which of the changes that a fold moved are news, and not history that filled in.

    Changes that turned, and those that are taken back; of the new ones those that nothing
    known followed: what an old article adds to the past is no alarm, nor is a change that
    is only told by another article than before.
    """
    known = moved.known | set(moved.replaced.values())
    last = max(
        (
            place
            for place, change in enumerate(timeline.changes)
            if change.id in known and change.moved
        ),
        default=-1,
    )
    new = {change.id for change in moved.new} - known
    told = [
        change for place, change in enumerate(timeline.changes) if change.id in new and place > last
    ]
    turned = [change for change, _ in moved.turned]
    taken_back = [replace(change, state=ChangeState.REVERTED) for change in moved.gone]
    return [*taken_back, *turned, *told]
