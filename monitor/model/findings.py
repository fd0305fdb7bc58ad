"""What reading finds in an article: mentions, hits, claims."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from monitor.model.values import Kind, Value


class Modality(StrEnum):
    """How a text puts a value forward. Only PLANNED and HAPPENED can move a standing value."""

    PLANNED = "planned"
    HAPPENED = "happened"
    CONDITIONAL = "conditional"
    DENIED = "denied"
    HISTORIC = "historic"
    UNKNOWN = "unknown"


ASSERTED = frozenset({Modality.PLANNED, Modality.HAPPENED})


class Scope(StrEnum):
    """Which stage of a staged project a claim speaks of."""

    WHOLE = "whole"
    PHASE_1 = "phase-1"
    LATER_PHASE = "later-phase"


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in an article's content where an entity is named.

    ``how``: exact, inflected, transliterated, fuzzy, short, or part (a generic alias
    of a part, with its parent named).
    """

    entity: str
    start: int
    end: int
    text: str
    alias: str
    how: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One readable ground for a score or a confidence; ``weight`` is what it added."""

    rule: str
    detail: str
    weight: float = 0.0

    def __str__(self) -> str:
        return f"{self.rule}: {self.detail} ({self.weight:+.2f})"


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that is about a tracked entity. ``mention`` is the best of ``mentions``."""

    id: str
    article: str
    entity: str
    score: float
    reasons: tuple[Reason, ...]
    mention: Mention
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One article saying one value for one fact.

    ``start``/``end`` are offsets of ``quote`` in the article's content; ``value_start``/
    ``value_end`` those of the expression in it; ``speaker`` is whom the text has saying
    so, empty for the outlet itself; ``reasons`` name the cue, the subject, the rule and
    what lowered the confidence.
    """

    id: str
    article: str
    version: int
    fact: str
    value: Value
    modality: Modality
    confidence: float
    quote: str
    start: int
    end: int
    value_start: int = 0
    value_end: int = 0
    scope: Scope = Scope.WHOLE
    speaker: str = ""
    reasons: tuple[Reason, ...] = ()

    @property
    def kind(self) -> Kind:
        return self.value.kind


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read in one article."""

    hits: tuple[Hit, ...] = ()
    claims: tuple[Claim, ...] = ()
