"""Who says something: how high a voice ranks, and how many independent ones there are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from monitor.ledger.values import is_empty
from monitor.model import (
    ASSERTED,
    Evidence,
    Judgement,
    Milestone,
    MilestoneState,
    Modality,
    Policy,
    Review,
    Scope,
    Tier,
    Value,
)

PERSON = 4
RANKS = {Tier.OFFICIAL: 3, Tier.PRESS: 2, Tier.OTHER: 1}


@dataclass(frozen=True, slots=True)
class Voice:
    """How much one piece of evidence weighs.

    ``rank``: 1 other, 2 press, 3 official, 4 a person's own word. ``sure``: read with
    enough confidence to move anything. ``enough``: its tier may confirm a change alone.
    ``vouched``: a person says that it was read right.
    """

    rank: int
    sure: bool
    enough: bool
    vouched: bool = False


def weigh(evidence: Evidence, policy: Policy, *, accepted: bool, corrected: bool) -> Voice:
    """The weight of ``evidence``: a person who accepts or corrects it vouches for it."""
    rank = PERSON if corrected else RANKS[evidence.article.tier]
    vouched = accepted or corrected
    return Voice(
        rank=rank,
        sure=vouched or evidence.claim.confidence >= policy.min_confidence,
        enough=vouched or evidence.article.tier in policy.one_voice_tiers,
        vouched=vouched,
    )


@dataclass(frozen=True, slots=True)
class Backing:
    """Who backs a value: all outlets, and those of them that count as voices of their own.

    A voice is an outlet not yet counted with a story not yet counted: copies of one
    report are one voice, and so are two reports of one outlet. It grows with the number
    of outlets, not with that of articles.
    """

    outlets: tuple[str, ...] = ()
    voices: tuple[tuple[str, str], ...] = ()

    def joined_by(self, evidence: Evidence) -> Backing:
        outlet, story = evidence.article.source, evidence.story
        known = outlet in self.outlets
        outlets = self.outlets if known else (*self.outlets, outlet)
        counted = any(outlet == voice[0] or story == voice[1] for voice in self.voices)
        voices = self.voices if counted else (*self.voices, (outlet, story))
        return replace(self, outlets=outlets, voices=voices)

    @property
    def count(self) -> int:
        return len(self.voices)


@dataclass(frozen=True, slots=True)
class Word:
    """One claim as the judge takes it: corrected where a person did, and weighed."""

    evidence: Evidence
    voice: Voice
    review: Review | None = None

    @property
    def rejected(self) -> bool:
        return self.review is not None and self.review.judgement is Judgement.REJECT

    @property
    def value(self) -> Value:
        """The claim's value; a milestone that happened is done, whatever the reader wrote.

        Nothing has happened in a time still to come: that is a plan.
        """
        claim, value = self.evidence.claim, self.evidence.claim.value
        if not isinstance(value, Milestone) or claim.modality is not Modality.HAPPENED:
            return value
        to_come = value.earliest is not None and value.earliest > self._day
        if value.state is MilestoneState.EXPECTED and not to_come:
            return replace(value, state=MilestoneState.DONE)
        return value

    @property
    def moves(self) -> bool:
        """Whether it may move a standing value at all: asserted, of the whole, and telling."""
        claim = self.evidence.claim
        return (
            claim.modality in ASSERTED
            and claim.scope is not Scope.LATER_PHASE
            and not is_empty(claim.value)
            and not (self.review is None and self._is_past_plan())
        )

    def _is_past_plan(self) -> bool:
        """A plan for a time that was over when the article appeared is history."""
        value = self.value
        return (
            isinstance(value, Milestone)
            and value.state is MilestoneState.EXPECTED
            and value.latest is not None
            and value.latest < self._day
        )

    @property
    def _day(self) -> date:
        return self.evidence.article.dated.date()
