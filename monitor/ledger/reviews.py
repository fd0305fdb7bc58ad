"""What people said of claims and changes, resolved to the claims that it touches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from monitor.ledger.values import agrees, is_empty
from monitor.ledger.voices import RANKS
from monitor.model import (
    ASSERTED,
    Evidence,
    Fact,
    Judgement,
    Modality,
    Review,
    Scope,
    Value,
    Verdict,
    make_id,
)


@dataclass(frozen=True, slots=True)
class Rulings:
    """The review in force for each claim, and a person's own values for the fact."""

    by_claim: dict[str, Review]
    beliefs: tuple[Review, ...] = ()

    def of(self, evidence: Evidence) -> Review | None:
        return self.by_claim.get(evidence.claim.id)

    def rejected(self, evidence: Evidence) -> bool:
        review = self.of(evidence)
        return review is not None and review.judgement is Judgement.REJECT

    def corrected(self, evidence: Evidence) -> Evidence:
        """``evidence`` as a person says it should have been read."""
        review = self.of(evidence)
        if review is None or review.judgement is not Judgement.CORRECT or review.value is None:
            return evidence
        claim = evidence.claim
        modality = claim.modality if claim.modality in ASSERTED else Modality.PLANNED
        claim = replace(claim, value=review.value, modality=modality, confidence=1.0)
        return replace(evidence, claim=claim)


def in_force(reviews: Iterable[Review]) -> tuple[Review, ...]:
    """The last review of each target, oldest first; UNDO leaves none of those before it."""
    last: dict[str, Review] = {}
    for review in sorted(set(reviews), key=lambda review: (review.at, review.id)):
        if review.judgement is Judgement.UNDO:
            last.pop(review.target, None)
        elif review.judgement is not Judgement.CORRECT or review.value is not None:
            last[review.target] = review
    return tuple(sorted(last.values(), key=lambda review: (review.at, review.id)))


def resolve(fact: Fact, evidence: Sequence[Evidence], reviews: Iterable[Review]) -> Rulings:
    """Which claims each review touches.

    A review of a claim counts for the copies of it (same story, same value); one of a hit
    for all claims of its article; one of a change for the claim that made it and, unless
    it accepts, for all that said the same until a voice as good said otherwise, or until
    the review. The latest review wins.
    """
    active = in_force(reviews)
    if not active:
        return Rulings({})
    targets = _Targets(fact, evidence)
    by_claim: dict[str, Review] = {}
    for review in active:
        for one in targets.touched(review):
            by_claim[one.claim.id] = review
    beliefs = tuple(
        review for review in active
        if review.target == fact.id and review.judgement is Judgement.CORRECT
    )  # fmt: skip
    return Rulings(by_claim, beliefs)


class _Targets:
    """Claims by everything that a review may name."""

    def __init__(self, fact: Fact, evidence: Sequence[Evidence]) -> None:
        self._fact = fact
        self._evidence = evidence
        self._by_claim = {one.claim.id: one for one in evidence}
        self._by_change: dict[str, Evidence] | None = None

    def touched(self, review: Review) -> list[Evidence]:
        if claim := self._by_claim.get(review.target):
            return self._copies(claim)
        if review.target.startswith("h"):
            return [one for one in self._evidence if self._hit(one) == review.target]
        if review.target.startswith("x") and (claim := self._changes().get(review.target)):
            return self._behind(claim, review)
        return []

    def _hit(self, one: Evidence) -> str:
        return make_id("h", one.article.id, self._fact.entity)

    def _changes(self) -> dict[str, Evidence]:
        """Every id that a change begun by one of the claims could have."""
        if self._by_change is None:
            self._by_change = {
                make_id("x", self._fact.id, verdict, one.claim.id): one
                for one in self._evidence
                for verdict in Verdict
            }
        return self._by_change

    def _copies(self, claim: Evidence) -> list[Evidence]:
        value = plain(claim.claim.value)
        return [
            one for one in self._evidence
            if one.claim.id == claim.claim.id
            or (one.story == claim.story and plain(one.claim.value) == value)
        ]  # fmt: skip

    def _behind(self, claim: Evidence, review: Review) -> list[Evidence]:
        copies = self._copies(claim)
        if review.judgement is Judgement.ACCEPT:
            return copies
        return [*copies, *self._same_episode(claim, review)]

    def _same_episode(self, claim: Evidence, review: Review) -> list[Evidence]:
        """All that said the same from then on, until a voice as good said otherwise."""
        value, rank = claim.claim.value, RANKS[claim.article.tier]
        found: list[Evidence] = []
        for one in self._in_order():
            if not claim.article.dated <= one.article.dated <= review.at:
                continue
            if plain(one.claim.value) == plain(value):
                found.append(one)
            elif (
                one.claim.modality in ASSERTED
                and one.claim.scope is not Scope.LATER_PHASE
                and RANKS[one.article.tier] >= rank
                and not is_empty(one.claim.value)
                and not agrees(value, one.claim.value)
            ):
                break
        return found

    def _in_order(self) -> list[Evidence]:
        return sorted(self._evidence, key=lambda one: (one.article.dated, one.claim.id))


def plain(value: Value) -> Value:
    """``value`` without the words it was told in."""
    return replace(value, text="")
