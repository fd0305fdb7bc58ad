"""What happened to a fact, in order: articles, withdrawals, a person's own word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby

from monitor.ledger.editions import document
from monitor.ledger.reviews import Rulings
from monitor.ledger.state import Heard, instant
from monitor.ledger.voices import PERSON, Word, weigh
from monitor.model import Evidence, Judgement, Policy, Review

Key = tuple[datetime, int, str, int]


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
    def key(self) -> Key:
        evidence = self.words[0].evidence
        return self.at, 2, evidence.article.id, evidence.claim.version

    def corrects(self, withdrawal: Withdrawal) -> bool:
        """Whether it is the edition that takes the claims back."""
        same = document(self.words[0].evidence) in withdrawal.documents
        return same and self.at == withdrawal.at


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """From ``at`` on these claims no longer count; ``by`` is the outlet that took them back."""

    at: datetime
    claims: frozenset[str]
    documents: frozenset[str]
    by: str

    @property
    def key(self) -> Key:
        return self.at, 1, min(self.claims), 0


@dataclass(frozen=True, slots=True)
class Belief:
    """A person's own value for the fact."""

    review: Review

    @property
    def at(self) -> datetime:
        return self.review.at

    @property
    def key(self) -> Key:
        return self.at, 0, "", self.review.id


Event = Batch | Withdrawal | Belief


def events_of(
    claims: Sequence[Evidence], rulings: Rulings, policy: Policy,
    *, as_of: datetime | None, known_by: datetime | None,
) -> list[Event]:  # fmt: skip
    """Everything that counts, in order.

    What an article no longer says long after we saw it say so is not taken back: pages turn
    to other matters.
    """
    events: list[Event] = list(_batches(claims, rulings, policy))
    limits = [limit for limit in (as_of, known_by) if limit is not None]
    soon = timedelta(days=policy.dispute_days)
    withdrawn = sorted(
        (
            (one.withdrawn, one.article.source, one)
            for one in claims
            if one.withdrawn and one.withdrawn - max(instant(one), one.article.seen) <= soon
        ),
        key=lambda each: (each[0], each[1], each[2].claim.id),
    )
    for (at, outlet), group in groupby(withdrawn, key=lambda each: each[:2]):
        if all(at <= limit for limit in limits):
            gone = [one for _, _, one in group]
            claims_gone = frozenset(one.claim.id for one in gone)
            events.append(Withdrawal(at, claims_gone, frozenset(map(document, gone)), outlet))
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
        heard = heard.after(review.at.date(), PERSON, review.at)
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
    spoken = [word for word in words if word.moves and not word.rejected]
    rank = max((word.voice.rank for word in spoken), default=5)
    late = heard.newer(day, rank, at)
    for word in spoken:
        if word.voice.sure:
            heard = heard.after(day, word.voice.rank, at)
    return late, heard
