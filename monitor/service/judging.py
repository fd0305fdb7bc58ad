"""What has become known of facts, folded, stored, and planned to be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo

from monitor.alerts.plan import plan
from monitor.clock import Clock
from monitor.ledger.judge import FoldState, Step, advance, fold, fold_whole, standing
from monitor.model import (
    Alert,
    Change,
    ChangeState,
    Evidence,
    Judgement,
    Policy,
    Review,
    Route,
    Timeline,
    Value,
    Watchlist,
)
from monitor.service.program import digest_of
from monitor.store import Store
from monitor.store.changes import Moved
from monitor.store.watchlist import terms_of

Fresh = Mapping[str, Sequence[Sequence[Evidence]]]
"""By fact, what each of some new articles says of it, in the order of publication."""


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
        self._states: dict[str, FoldState] = {}
        self._stamp: tuple[int, int] | None = None

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

        Or with other rules, by an earlier version of the program. Nobody is alerted: whoever
        changed either knows, and it is no news. Returns those facts.
        """
        ledger = self._store.ledger
        with self._store.database.transaction():
            ledger.save_watchlist(self._watchlist, self._clock.now())
            before = ledger.terms()
            rules = digest_of("ledger").hex()
            terms = {id_: terms_of(fact, self._policy, rules) for id_, fact in self.facts.items()}
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

    def judge(self, facts: Iterable[str], *, alert: bool, fresh: Fresh | None = None) -> Judged:
        """Folds facts, stores what they come to, and plans alerts for what is news.

        ``fresh``: where nothing but whole new articles was added to a fact's evidence,
        what each of them says of it. Then the fold goes on from where it stood, at a
        cost that does not depend on the length of the history.
        """
        judged = Judged()
        concerned = sorted(set(facts) & self.facts.keys())
        if not concerned:  # most articles; the next that concerns one looks around
            return judged
        with self._store.database.transaction():
            self._forget_what_others_changed()
            for id_ in concerned:
                added = (fresh or {}).get(id_)
                if added is None or not self._go_on(id_, added, judged, alert=alert):
                    self._fold_whole(id_, judged, alert=alert)
        return judged

    def _forget_what_others_changed(self) -> None:
        stamp = self._store.database.stamp()
        if stamp != self._stamp:
            self._states.clear()
        self._stamp = stamp

    def _fold_whole(self, id_: str, judged: Judged, *, alert: bool) -> None:
        ledger = self._store.ledger
        folded = fold_whole(
            self.facts[id_], ledger.evidence(id_), ledger.reviews(id_), self._policy
        )
        moved = ledger.save_timeline(folded.timeline, self._clock.now())
        self._states[id_] = folded.state
        self._take(moved, news(moved, folded.timeline), folded.timeline, judged, alert=alert)

    def _go_on(
        self, id_: str, articles: Iterable[Sequence[Evidence]], judged: Judged, *, alert: bool
    ) -> bool:
        """Folds articles onto what stands; False, and nothing done, where that cannot be."""
        fact, state = self.facts[id_], self._states.get(id_)
        steps: list[Step] = []
        for evidence in articles:
            step = advance(fact, state, evidence, self._policy) if state else None
            if step is None:
                return False
            state = step.state
            steps.append(step)
        ledger = self._store.ledger
        for step in steps:
            stands = standing(fact, step.state, self._policy, None)
            moved = ledger.save_step(
                stands, step.entries, step.changes, step.renamed, self._clock.now()
            )
            self._states[id_] = step.state
            if moved:
                first = ledger.first_entry(id_)
                known = Timeline(id_, (first,) if first else (), step.changes, stands)
                self._take(moved, news(moved, known), known, judged, alert=alert)
        return True

    def _take(
        self,
        moved: Moved,
        told: Sequence[Change],
        timeline: Timeline,
        judged: Judged,
        *,
        alert: bool,
    ) -> None:
        judged.changes += [*moved.new, *(change for change, _ in moved.turned)]
        for old, new in moved.replaced.items():
            self._store.outbox.rename_change(old, new)
        if alert:
            judged.alerts += self._plan(told, timeline)

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
            told=outbox.told(facts=[timeline.fact]),
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
