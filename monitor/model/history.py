"""What the ledger makes of claims and reviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.model.findings import Claim
from monitor.model.news import ArticleRef, Tier
from monitor.model.values import Value


class Verdict(StrEnum):
    """How a claim relates to the value that stood when it was published."""

    FIRST = "first"
    RESTATED = "restated"
    REFINED = "refined"
    LOOSENED = "loosened"
    SLIPPED = "slipped"
    ADVANCED = "advanced"
    ACHIEVED = "achieved"
    RAISED = "raised"
    LOWERED = "lowered"
    PROGRESSED = "progressed"
    SET_BACK = "set-back"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    CANCELLED = "cancelled"
    REPLACED = "replaced"
    DISPUTED = "disputed"
    STALE = "stale"


NEVER_TOLD = frozenset({Verdict.RESTATED, Verdict.LOOSENED, Verdict.STALE})


class ChangeState(StrEnum):
    UNCONFIRMED = "unconfirmed"
    CONFIRMED = "confirmed"
    REVERTED = "reverted"


class Judgement(StrEnum):
    """What a person said of a hit, claim or change. UNDO withdraws the reviews before it."""

    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A claim with the article it stands in and the story that article belongs to.

    For an edited article, ``article`` carries the times of the edition that
    ``claim.version`` names: it was published when its wording appeared. ``withdrawn`` is
    when a later edition that no longer makes the claim was published.
    """

    claim: Claim
    article: ArticleRef
    story: str
    withdrawn: datetime | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """A person's judgement on a hit, claim or change; ``value`` only for CORRECT."""

    id: int
    target: str
    judgement: Judgement
    at: datetime
    by: str = ""
    why: str = ""
    value: Value | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """When one report is enough to confirm a change, and when silence tells something."""

    one_voice_tiers: tuple[Tier, ...] = (Tier.OFFICIAL, Tier.PRESS)
    min_confidence: float = 0.75
    voices: int = 2
    dispute_days: int = 21
    quiet_months: int = 6
    tolerance_percent: float = 1.0


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """What one claim, review or configured belief did to a fact.

    ``value`` is the claim's value after resolving a shift; ``old`` what stood before.
    """

    verdict: Verdict
    value: Value
    old: Value | None
    at: datetime
    evidence: Evidence | None = None
    review: Review | None = None
    change: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """The standing value moved (or was disputed). ``claims`` are the evidence, first told first.

    ``stories`` counts the independent reports behind it, ``reverts`` names the changes
    that it takes back, ``why`` says in plain words what its state rests on. ``moved`` is
    False while it waits: disputed, or too unsure to move the standing value by itself.
    """

    id: str
    fact: str
    verdict: Verdict
    old: Value | None
    new: Value
    state: ChangeState
    confidence: float
    published: datetime
    recorded: datetime
    claims: tuple[str, ...] = ()
    stories: int = 1
    article: ArticleRef | None = None
    why: str = ""
    reverts: tuple[str, ...] = ()
    moved: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """What the ledger holds true now for a fact.

    ``since`` is when the value was first told, ``sources`` the independent outlets that
    hold it, ``last_seen`` the last time anybody spoke of the fact. ``state``: for a
    milestone its MilestoneState, or overdue; for others stated, open or quiet.
    ``outlets`` are all that hold the value, copies of one report included.
    """

    fact: str
    value: Value | None
    since: datetime | None
    sources: int
    last_seen: datetime | None
    state: str
    open_changes: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    """A fact's whole story: a pure function of its claims and reviews."""

    fact: str
    entries: tuple[TimelineEntry, ...]
    changes: tuple[Change, ...]
    standing: Standing
