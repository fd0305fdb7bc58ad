"""The whole of a fact's evidence, in the order of publication, through the judge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from monitor.ledger.beliefs import believe
from monitor.ledger.editions import distinct, with_withdrawals
from monitor.ledger.events import Batch, Belief, Event, Key, Withdrawal, events_of
from monitor.ledger.reviews import plain, resolve
from monitor.ledger.state import EVIDENCE_LIMIT, FoldState, Shown, Step, first_state, instant
from monitor.ledger.step import judge_article
from monitor.ledger.voices import Word
from monitor.model import (
    Change,
    ChangeState,
    Evidence,
    Fact,
    Policy,
    Review,
    TimelineEntry,
)


@dataclass(slots=True)
class Course:
    """A fold under way: the state, and all that was judged so far.

    ``gone`` are the claims withdrawn so far, ``shown`` what corrections take back, by the
    key of the batch that does.
    """

    fact: Fact
    policy: Policy
    state: FoldState
    entries: list[TimelineEntry] = field(default_factory=list)
    changes: dict[str, Change] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    shown: dict[Key, Shown] = field(default_factory=dict)

    def rename(self, old: str, new: str) -> None:
        """``new`` is what ``old`` is called from now on; no name leads back to itself."""
        self.renamed.pop(new, None)
        self.renamed[old] = new

    def take(self, step: Step) -> None:
        self.state = step.state
        self.entries.extend(step.entries)
        for old, new in step.renamed:
            self.rename(old, new)
            self.changes = {new if id_ == old else id_: one for id_, one in self.changes.items()}
        for change in step.changes:
            self.changes[change.id] = change


def run(
    fact: Fact, evidence: Iterable[Evidence], reviews: Iterable[Review], policy: Policy,
    *, as_of: datetime | None = None, known_by: datetime | None = None,
) -> Course:  # fmt: skip
    """Everything folded, as far as it was published by ``as_of`` and known by ``known_by``."""
    known = [review for review in reviews if known_by is None or review.at <= known_by]
    claims = [one for one in distinct(evidence) if known_by is None or one.article.seen <= known_by]
    rulings = resolve(fact, claims, known)
    claims = with_withdrawals(claims, rulings.rejected)
    claims = [one for one in claims if as_of is None or instant(one) <= as_of]
    believed = fact.as_of is None or as_of is None or as_of.date() >= fact.as_of
    events = events_of(claims, rulings, policy, as_of=as_of, known_by=known_by)
    start = first_state(fact, believed=believed)
    course = Course(fact, policy, start)
    _pursue(course, events, start)
    _rename(course)
    course.state = replace(
        course.state,
        reviewed=tuple(sorted({one.story for one in claims if rulings.of(one)})),
        reviewed_at=max((review.at for review in known), default=None),
    )
    return course


def _pursue(course: Course, events: Sequence[Event], start: FoldState) -> None:
    """Each event in turn, from ``start``."""
    for index, event in enumerate(events):
        match event:
            case Batch():
                _take_batch(course, event, course.shown.get(event.key))
            case Belief():
                course.take(believe(course.fact, course.state, event.review, course.policy))
            case Withdrawal():
                _withdraw(course, event, events, index, start)


def _take_batch(course: Course, batch: Batch, shown: Shown | None) -> None:
    kept = [word for word in batch.words if not word.rejected]
    for word in batch.words:
        if word.rejected and word.moves:
            _record_rejected(course, word)
    if kept:
        step = judge_article(
            course.fact.id, course.state, kept, course.policy, late=batch.late, shown=shown
        )
        course.take(step)


def _record_rejected(course: Course, word: Word) -> None:
    """A rejected claim is told in the history, and what it would have changed is reverted."""
    bare = replace(word, review=None)
    step = judge_article(course.fact.id, course.state, [bare], course.policy)
    by = word.review.by if word.review and word.review.by else "a reviewer"
    said = f"rejected by {by}" + (f": {word.review.why}" if word.review and word.review.why else "")
    names: dict[str, str] = {}
    for change in step.changes:
        if change.claims[:1] == (word.evidence.claim.id,):
            reverted = replace(change, state=ChangeState.REVERTED, why=said, reverts=())
            names[change.id] = _file_rejected(course, reverted)
    for entry in step.entries:
        told = replace(entry, review=word.review, note=said, change=names.get(entry.change, ""))
        course.entries.append(told)


def _file_rejected(course: Course, change: Change) -> str:
    """The id under which a rejected change is told: once, however many claims made it."""
    key = (change.verdict, change.old, plain(change.new))
    for id_, known in course.changes.items():
        if known.why == change.why and (known.verdict, known.old, plain(known.new)) == key:
            claims = (*known.claims, *change.claims)[:EVIDENCE_LIMIT]
            course.changes[id_] = replace(known, claims=claims)
            return id_
    course.changes.setdefault(change.id, change)
    return change.id


def _withdraw(
    course: Course, event: Withdrawal, events: Sequence[Event], index: int, start: FoldState
) -> None:
    """The state as it would be had the claims never been made; history keeps them."""
    course.gone |= event.claims
    again = Course(course.fact, course.policy, start, shown=course.shown)
    _pursue(again, [one for past in events[:index] for one in _without(past, course.gone)], start)
    _adopt(course, again)
    taken_back = []
    for id_, change in course.changes.items():
        reverted = change.state is ChangeState.REVERTED
        if not reverted and set(change.claims) <= event.claims and id_ not in again.changes:
            why = f"withdrawn: {event.by} took it back in a later edition"
            course.changes[id_] = replace(change, state=ChangeState.REVERTED, why=why)
            taken_back.append(id_)
    stood = course.state.held.value
    if stood is not None and stood != again.state.held.value:
        for one in events[index:]:
            if isinstance(one, Batch) and one.corrects(event):
                course.shown[one.key] = Shown(stood, tuple(taken_back))
    course.state = replace(again.state, position=(event.at, "", 0))


def _adopt(course: Course, again: Course) -> None:
    """The changes that still gather evidence are those of the history without the claims.

    One that rested on a withdrawn claim first, and on others too, goes on under the name
    that it has without it.
    """
    state = again.state
    for case in (state.last, state.refined, *state.waiting):
        if case is None:
            continue
        change = case.change
        for id_, known in course.changes.items():
            lapsed = id_ not in again.changes and known.state is not ChangeState.REVERTED
            same = known.verdict is change.verdict and plain(known.new) == plain(change.new)
            if lapsed and same and change.id not in course.changes:
                course.rename(id_, change.id)
                del course.changes[id_]
                break
        course.changes[change.id] = change


def _without(event: Event, gone: set[str]) -> list[Event]:
    """``event`` without withdrawn claims, nothing where that leaves nothing."""
    match event:
        case Batch():
            words = tuple(word for word in event.words if word.evidence.claim.id not in gone)
            return [replace(event, words=words)] if words else []
        case Withdrawal():
            return []
        case Belief():
            return [event]


def _rename(course: Course) -> None:
    """Entries carry the final ids of their changes."""
    if not course.renamed:
        return

    def last(id_: str) -> str:
        while id_ in course.renamed:
            id_ = course.renamed[id_]
        return id_

    course.entries = [replace(entry, change=last(entry.change)) for entry in course.entries]
    course.changes = {
        id_: replace(one, reverts=tuple(map(last, one.reverts)))
        for id_, one in course.changes.items()
    }
