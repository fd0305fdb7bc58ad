"""What the fold remembers of a fact's past: small, and no larger for a longer history."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from monitor.ledger.voices import Backing
from monitor.model import Change, Evidence, Fact, TimelineEntry, Value, Verdict

EVIDENCE_LIMIT = 50
PENDING_LIMIT = 12

Times = tuple[datetime | None, ...]
Position = tuple[datetime, str, int]


@dataclass(frozen=True, slots=True)
class Held:
    """A value that stands, since when, and who says so (the first EVIDENCE_LIMIT claims)."""

    value: Value | None = None
    since: datetime | None = None
    backing: Backing = field(default_factory=Backing)
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A change that still gathers evidence: the last one, or one that waits.

    ``rank`` is that of its highest voice, ``known`` when its first claim was seen;
    ``becomes`` is the verdict under which a waiting one moves the value once enough
    voices say it, None where it never does.
    """

    change: Change
    backing: Backing
    rank: int
    known: datetime
    becomes: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard, by the day on which we first saw it: enough to know a late article.

    ``settled`` and ``today`` hold, per rank, the newest position of a sure claim seen
    before ``day`` and on it.
    """

    day: date = date.min
    settled: Times = (None,) * 5
    today: Times = (None,) * 5

    def after(self, day: date, rank: int, at: datetime) -> Heard:
        """With one more sure claim; the order of claims makes no difference."""
        settled, today = self.settled, self.today
        if day > self.day:
            settled, today = _latest(settled, today), (None,) * 5
        one = tuple(at if index == rank else None for index in range(5))
        if day < self.day:
            return Heard(self.day, _latest(settled, one), today)
        return Heard(day, settled, _latest(today, one))

    def newer(self, day: date, rank: int, at: datetime) -> bool:
        """Whether something newer, from as good a voice, was seen on an earlier day."""
        heard = _latest(self.settled, self.today) if day > self.day else self.settled
        return any(known is not None and known > at for known in heard[rank:])


@dataclass(frozen=True, slots=True)
class FoldState:
    """Everything that judging the next article needs.

    ``held`` stands; ``before`` stood until ``changed``, when a voice of ``rank`` moved it
    by ``last``, since refined by ``refined``; ``waiting`` are changes that moved nothing
    (yet). ``belief`` is when a person's word (the configuration, a correction of the
    fact) began to count: what is older is stale.

    ``position`` is that of the last article judged, ``seen`` the last time one was first
    seen; ``reviewed`` are the stories that people have judged claims of, ``reviewed_at``
    the last time they did: an article that these do not settle needs the whole fold.
    """

    held: Held = field(default_factory=Held)
    before: Held | None = None
    changed: datetime | None = None
    rank: int = 0
    last: Case | None = None
    refined: Case | None = None
    waiting: tuple[Case, ...] = ()
    belief: datetime | None = None
    last_seen: datetime | None = None
    position: Position | None = None
    heard: Heard = field(default_factory=Heard)
    seen: datetime | None = None
    reviewed: tuple[str, ...] = ()
    reviewed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What an article's earlier edition had set, and by which changes, until it was withdrawn."""

    value: Value
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One article judged: the state after it, its entries, and each change it touched.

    ``renamed`` maps the old id of a change to the one that it has now that an earlier
    known claim for it turned up.
    """

    state: FoldState
    entries: tuple[TimelineEntry, ...] = ()
    changes: tuple[Change, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()


def first_state(fact: Fact, *, believed: bool = True) -> FoldState:
    """Before the first article: the configured value stands, where there is one."""
    if fact.value is None or not believed:
        return FoldState()
    since = datetime.combine(fact.as_of, time.min, UTC) if fact.as_of else None
    return FoldState(held=Held(fact.value, since), belief=since)


def instant(evidence: Evidence) -> datetime:
    """When a claim counts as made: when its wording appeared, or else when we saw it."""
    return evidence.article.dated


def _latest(ones: Times, others: Times) -> Times:
    return tuple(_later(one, other) for one, other in zip(ones, others, strict=True))


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    if one is None or other is None:
        return one or other
    return max(one, other)
