"""The whole of a fact's evidence, in the order of publication, through the judge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby

from monitor.ledger.beliefs import believe
from monitor.ledger.editions import distinct, with_withdrawals
from monitor.ledger.reviews import Rulings, resolve
from monitor.ledger.state import FoldState, Heard, Step, first_state, instant
from monitor.ledger.step import judge_article
from monitor.ledger.voices import Word, weigh
from monitor.model import (
    Change,
    ChangeState,
    Evidence,
    Fact,
    Judgement,
    Policy,
    Review,
    TimelineEntry,
    Value,
)


@dataclass(frozen=True, slots=True)
class Batch:
    """What one edition of one article says of the fact; ``late`` as in judge_article."""

    words: tuple[Word, ...]
    late: bool = False

    @property
    def at(self) -> datetime:
        """Its place in the order: a late one has that of the day it was found."""
        evidence = self.words[0].evidence
        return evidence.article.seen if self.late else instant(evidence)

    @property
    def key(self) -> tuple[datetime, int, str, int]:
        evidence = self.words[0].evidence
        return self.at, 2, evidence.article.id, evidence.claim.version


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """From ``at`` on these claims no longer count; ``by`` is the outlet that took them back."""

    at: datetime
    claims: frozenset[str]
    by: str

    @property
    def key(self) -> tuple[datetime, int, str, int]:
        return self.at, 1, min(self.claims), 0


@dataclass(frozen=True, slots=True)
class Belief:
    """A person's own value for the fact."""

    review: Review

    @property
    def at(self) -> datetime:
        return self.review.at

    @property
    def key(self) -> tuple[datetime, int, str, int]:
        return self.at, 0, "", self.review.id


Event = Batch | Withdrawal | Belief


@dataclass(slots=True)
class Course:
    """A fold under way: the state, and all that was judged so far."""

    fact: Fact
    policy: Policy
    rulings: Rulings
    state: FoldState
    entries: list[TimelineEntry] = field(default_factory=list)
    changes: dict[str, Change] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)

    def take(self, step: Step) -> None:
        self.state = step.state
        self.entries.extend(step.entries)
        for old, new in step.renamed:
            self.renamed[old] = new
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
    events = _events(claims, rulings, policy, as_of=as_of, known_by=known_by)
    course = Course(fact, policy, rulings, first_state(fact, believed=believed))
    _pursue(course, events)
    _rename(course)
    course.state = replace(
        course.state,
        reviewed=tuple(sorted({one.story for one in claims if rulings.of(one)})),
        reviewed_at=max((review.at for review in known), default=None),
    )
    return course


def _pursue(course: Course, events: Sequence[Event]) -> None:
    """Each event in turn. ``shown`` is the value that an edition just took back."""
    shown: Value | None = None
    for index, event in enumerate(events):
        match event:
            case Batch():
                _take_batch(course, event, shown)
                shown = None
            case Belief():
                course.take(believe(course.fact, course.state, event.review, course.policy))
            case Withdrawal():
                before = course.state.held.value
                _withdraw(course, events[:index], event)
                shown = before if course.state.held.value != before else shown


def _take_batch(course: Course, batch: Batch, shown: Value | None) -> None:
    kept = [word for word in batch.words if not _rejected(word)]
    for word in batch.words:
        if _rejected(word) and word.moves:
            _record_rejected(course, word)
    if kept:
        step = judge_article(
            course.fact.id, course.state, kept, course.policy, late=batch.late, shown=shown
        )
        course.take(step)


def _rejected(word: Word) -> bool:
    return word.review is not None and word.review.judgement is Judgement.REJECT


def _record_rejected(course: Course, word: Word) -> None:
    """A rejected claim is told in the history, and what it would have changed is reverted."""
    bare = replace(word, review=None)
    step = judge_article(course.fact.id, course.state, [bare], course.policy)
    by = word.review.by if word.review and word.review.by else "a reviewer"
    said = f"rejected by {by}" + (f": {word.review.why}" if word.review and word.review.why else "")
    mine = set()
    for change in step.changes:
        if change.claims[:1] == (word.evidence.claim.id,):
            mine.add(change.id)
            reverted = replace(change, state=ChangeState.REVERTED, why=said, reverts=())
            course.changes.setdefault(change.id, reverted)
    for entry in step.entries:
        change_id = entry.change if entry.change in mine else ""
        told = replace(entry, review=word.review, note=said, change=change_id)
        course.entries.append(told)


def _withdraw(course: Course, past: Sequence[Event], event: Withdrawal) -> None:
    """The state as it would be had the claims never been made; history keeps them."""
    without: list[Event] = []
    for one in past:
        if isinstance(one, Batch):
            words = tuple(w for w in one.words if w.evidence.claim.id not in event.claims)
            if words:
                without.append(replace(one, words=words))
        else:
            without.append(one)
    again = Course(course.fact, course.policy, course.rulings, _start(course))
    _pursue(again, without)
    for id_, change in course.changes.items():
        if set(change.claims) <= event.claims and id_ not in again.changes:
            why = f"withdrawn: {event.by} took it back in a later edition"
            course.changes[id_] = replace(change, state=ChangeState.REVERTED, why=why)
    course.state = replace(again.state, position=(event.at, "", 0))


def _start(course: Course) -> FoldState:
    fact = course.fact
    return first_state(fact, believed=course.state.belief is not None or fact.as_of is None)


def _events(
    claims: Sequence[Evidence], rulings: Rulings, policy: Policy,
    *, as_of: datetime | None, known_by: datetime | None,
) -> list[Event]:  # fmt: skip
    events: list[Event] = list(_batches(claims, rulings, policy))
    limits = [limit for limit in (as_of, known_by) if limit is not None]
    withdrawn = sorted(
        ((one.withdrawn, one.article.source, one) for one in claims if one.withdrawn),
        key=lambda each: (each[0], each[1], each[2].claim.id),
    )
    for (at, outlet), group in groupby(withdrawn, key=lambda each: each[:2]):
        if all(at <= limit for limit in limits):
            events.append(Withdrawal(at, frozenset(one.claim.id for _, _, one in group), outlet))
    events.extend(
        Belief(review) for review in rulings.beliefs if as_of is None or review.at <= as_of
    )
    return sorted(events, key=lambda event: event.key)


def _batches(claims: Sequence[Evidence], rulings: Rulings, policy: Policy) -> list[Batch]:
    ordered = sorted(
        claims,
        key=lambda one: (
            instant(one),
            one.article.id,
            one.claim.version,
            one.claim.start,
            one.claim.id,
        ),
    )
    batches = [
        Batch(tuple(make_word(one, rulings, policy) for one in group))
        for _, group in groupby(
            ordered, key=lambda one: (instant(one), one.article.id, one.claim.version)
        )
    ]
    return _mark_late(batches, rulings)


def make_word(evidence: Evidence, rulings: Rulings, policy: Policy) -> Word:
    """One claim, corrected and weighed as the reviews say."""
    review = rulings.of(evidence)
    judgement = review.judgement if review else None
    voice = weigh(
        evidence,
        policy,
        accepted=judgement is Judgement.ACCEPT,
        corrected=judgement is Judgement.CORRECT,
    )
    return Word(rulings.corrected(evidence), voice, review)


def _mark_late(batches: Sequence[Batch], rulings: Rulings) -> list[Batch]:
    """Which articles were found a day or more after something newer and as good."""
    heard = Heard()
    for review in rulings.beliefs:
        heard = heard.after(review.at.date(), 4, review.at)
    marked = []
    by_day = sorted(batches, key=lambda batch: (batch.words[0].evidence.article.seen, batch.key))
    for batch in by_day:
        late, heard = hear(batch.words, heard)
        marked.append(replace(batch, late=late))
    return marked


def hear(words: Sequence[Word], heard: Heard) -> tuple[bool, Heard]:
    """Whether an article comes late after what was ``heard``, and what is heard with it."""
    evidence = words[0].evidence
    day, at = evidence.article.seen.date(), instant(evidence)
    spoken = [word for word in words if word.moves and not _rejected(word)]
    rank = max((word.voice.rank for word in spoken), default=5)
    late = heard.newer(day, rank, at)
    for word in spoken:
        if word.voice.sure:
            heard = heard.after(day, word.voice.rank, at)
    return late, heard


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
