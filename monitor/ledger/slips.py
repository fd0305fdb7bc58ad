"""The story of a milestone's date: each slip, who said so, and how far it went in all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.ledger.values import compare, months_between
from monitor.model import Change, ChangeState, Milestone, Timeline, Value, Verdict

MOVES = frozenset({Verdict.SLIPPED, Verdict.ADVANCED})
TELLING = MOVES | {
    Verdict.FIRST, Verdict.REFINED, Verdict.ACHIEVED, Verdict.SUSPENDED, Verdict.RESUMED,
    Verdict.CANCELLED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slip:
    """One move of the date: ``months`` later (negative: earlier) than what stood before."""

    change: str
    verdict: Verdict
    at: datetime
    old: Value | None
    new: Value
    months: float | None
    source: str
    state: ChangeState


@dataclass(frozen=True, slots=True)
class SlipHistory:
    """The first promise, every move since, and the sum: ``months`` from first to current."""

    first: Value | None
    current: Value | None
    slips: tuple[Slip, ...]
    months: float | None

    @property
    def slipped(self) -> int:
        """How often the date moved later."""
        return sum(slip.verdict is Verdict.SLIPPED for slip in self.slips)


def slip_history(timeline: Timeline) -> SlipHistory:
    """What moved a milestone, leaving out what was taken back or moved nothing.

    Distances are those between the values that stood, so that a false report and its
    correction add nothing. Empty for facts of other kinds.
    """
    slips: list[Slip] = []
    first = standing = _first_value(timeline)
    for change in timeline.changes:
        if not _counts(change):
            continue
        months = months_between(standing, change.new)
        moved = standing is None or _moved(standing, change.new)
        if change.verdict is Verdict.ACHIEVED or (change.verdict in MOVES and moved):
            slips.append(_slip(change, standing, months))
        standing = change.new
    current = timeline.standing.value
    return SlipHistory(first, current, tuple(slips), months_between(first, current))


def _slip(change: Change, old: Value | None, months: float | None) -> Slip:
    source = change.article.source if change.article else ""
    verdict = change.verdict
    if verdict in MOVES and months:  # a correction's own verdict is told against a false value
        verdict = Verdict.SLIPPED if months > 0 else Verdict.ADVANCED
    return Slip(
        change=change.id,
        verdict=verdict,
        at=change.published,
        old=old,
        new=change.new,
        months=months,
        source=source,
        state=change.state,
    )


def _moved(old: Value, new: Value) -> bool:
    return compare(old, new).value in {"later", "earlier", "resumed", "reopened"}


def _counts(change: Change) -> bool:
    """Whether a change moved what stood, and was not taken back since."""
    kept = change.moved and change.state is not ChangeState.REVERTED
    return kept and change.verdict in TELLING and isinstance(change.new, Milestone)


def _first_value(timeline: Timeline) -> Value | None:
    """What was promised first: the belief before the first article, or the first claim."""
    for entry in timeline.entries:
        if entry.verdict is Verdict.STALE:
            continue
        return entry.value if entry.old is None else entry.old
    return timeline.standing.value
