"""Kinds of facts and their values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar


class Kind(StrEnum):
    """What sort of value a fact has."""

    MILESTONE = "milestone"
    QUANTITY = "quantity"
    MONEY = "money"
    SHARE = "share"
    STAGE = "stage"
    AGREEMENT = "agreement"
    PARTY = "party"


class MilestoneState(StrEnum):
    EXPECTED = "expected"
    DONE = "done"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"


STAGES = (
    "announced", "study", "design", "permitted", "financed",
    "preparing", "construction", "commissioning", "operating",
)  # fmt: skip
STAGES_BESIDE = ("suspended", "cancelled")
AGREEMENTS = ("proposed", "talks", "agreed", "signed")
AGREEMENTS_BESIDE = ("refused",)


@dataclass(frozen=True, slots=True)
class Shift:
    """A move told only as a distance, in months (weeks are fractions); later is positive."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Milestone:
    """When something happens: a closed interval of days, either end open (None).

    Both ends are None only where ``shift`` tells a move from a value that the text
    does not give; the ledger resolves it against the standing value.
    """

    kind: ClassVar[Kind] = Kind.MILESTONE
    earliest: date | None
    latest: date | None
    state: MilestoneState = MilestoneState.EXPECTED
    text: str = ""
    shift: Shift | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """An interval of amounts in a normalised unit (``t``, ``t/yr``); an end may be open."""

    kind: ClassVar[Kind] = Kind.QUANTITY
    low: float | None
    high: float | None
    unit: str
    text: str = ""
    about: bool = False


@dataclass(frozen=True, slots=True)
class Money:
    """An interval of amounts in whole units of an ISO 4217 currency."""

    kind: ClassVar[Kind] = Kind.MONEY
    low: float | None
    high: float | None
    currency: str
    text: str = ""
    about: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """An interval in per cent."""

    kind: ClassVar[Kind] = Kind.SHARE
    low: float | None
    high: float | None
    text: str = ""
    about: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """A rung of STAGES, or one of STAGES_BESIDE."""

    kind: ClassVar[Kind] = Kind.STAGE
    stage: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """A rung of AGREEMENTS, or one of AGREEMENTS_BESIDE."""

    kind: ClassVar[Kind] = Kind.AGREEMENT
    stage: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """An entity id, or a name as the text gives it."""

    kind: ClassVar[Kind] = Kind.PARTY
    party: str
    text: str = ""


Value = Milestone | Quantity | Money | Share | Stage | Agreement | Party
