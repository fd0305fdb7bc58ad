"""Which verdict a value earns against what stands: the table of the conventions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.ledger.doubts import doubt
from monitor.ledger.state import FoldState, Shown
from monitor.ledger.values import (
    Comparison,
    agrees,
    compare,
    has_days,
    months_between,
    needs_old,
    resolve_shift,
    width_in_months,
)
from monitor.ledger.voices import PERSON, RANKS, Voice, Word
from monitor.model import Milestone, MilestoneState, Policy, Tier, Value, Verdict

SAME_DELAY = timedelta(days=180)

VERDICTS = {
    Comparison.SAME: Verdict.RESTATED,
    Comparison.REFINES: Verdict.REFINED,
    Comparison.LOOSENS: Verdict.LOOSENED,
    Comparison.LATER: Verdict.SLIPPED,
    Comparison.EARLIER: Verdict.ADVANCED,
    Comparison.HIGHER: Verdict.RAISED,
    Comparison.LOWER: Verdict.LOWERED,
    Comparison.PROGRESSED: Verdict.PROGRESSED,
    Comparison.SET_BACK: Verdict.SET_BACK,
    Comparison.ACHIEVED: Verdict.ACHIEVED,
    Comparison.SUSPENDED: Verdict.SUSPENDED,
    Comparison.CANCELLED: Verdict.CANCELLED,
    Comparison.RESUMED: Verdict.RESUMED,
    Comparison.OTHER: Verdict.REPLACED,
    Comparison.REOPENED: Verdict.DISPUTED,
    Comparison.INCOMPARABLE: Verdict.DISPUTED,
}
DISPUTABLE = frozenset({
    Verdict.SLIPPED, Verdict.ADVANCED, Verdict.RAISED, Verdict.LOWERED, Verdict.PROGRESSED,
    Verdict.SET_BACK, Verdict.REPLACED, Verdict.RESUMED,
})  # fmt: skip
MOVING = DISPUTABLE | {
    Verdict.FIRST, Verdict.REFINED, Verdict.ACHIEVED, Verdict.SUSPENDED, Verdict.CANCELLED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """A value as the ledger takes it, and what it would do.

    ``firm`` is False where it is too vague to move anything by itself; ``becomes`` is
    the verdict that a disputed value earns once enough voices back it. ``effect`` is
    what a correction does to what stands, ``verdict`` then what it is to the value that
    the corrected edition had set.
    """

    value: Value
    verdict: Verdict
    note: str = ""
    firm: bool = True
    becomes: Verdict | None = None
    effect: Verdict | None = None


def read_relation(
    state: FoldState, word: Word, at: datetime, policy: Policy, shown: Shown | None = None
) -> Reading | None:
    """What ``word``, said at ``at``, does to what stands.

    None where it cannot be placed: a delay told without a date, and no date stands.
    """
    old, value, voice = state.held.value, word.value, word.voice
    if needs_old(value):
        return _read_delay(state, value, at)
    if old is None:
        return _relative(Reading(value, Verdict.FIRST, becomes=Verdict.FIRST), shown, policy)
    value = _with_days(old, value)
    comparison = compare(old, value, policy.tolerance_percent)
    if both_done(old, value) and voice.rank < PERSON:
        return Reading(value, Verdict.RESTATED)
    if comparison is Comparison.REOPENED:
        return _read_reopened(old, value, voice, policy)
    if comparison is Comparison.INCOMPARABLE:
        return Reading(value, Verdict.DISPUTED, "not comparable with what stands: another measure")
    verdict = VERDICTS[comparison]
    if _is_disputed(state, Reading(value, verdict), voice, at, policy):
        return Reading(
            value, Verdict.DISPUTED, "what stood before the last change, from a lesser voice"
        )
    odd = "" if voice.vouched else doubt(old, value, verdict, voice, at.date())
    reading = Reading(value, verdict, odd, firm=not odd, becomes=verdict)
    return reading if odd else _relative(reading, shown, policy)


def _relative(reading: Reading, shown: Shown | None, policy: Policy) -> Reading:
    """A correction's verdict is told against what it corrects."""
    if shown is None:
        return reading
    told = VERDICTS[compare(shown.value, reading.value, policy.tolerance_percent)]
    if told not in MOVING:
        return reading
    note = "corrects an earlier edition"
    return replace(reading, verdict=told, becomes=told, effect=reading.verdict, note=note)


def _is_disputed(
    state: FoldState, reading: Reading, voice: Voice, at: datetime, policy: Policy
) -> bool:
    """A lesser voice repeats, soon after a change, what stood before it."""
    verdict, value = reading.verdict, reading.value
    if verdict not in DISPUTABLE or state.changed is None or state.before is None:
        return False
    lesser = voice.rank < state.rank or (verdict is Verdict.RESUMED and voice.rank == state.rank)
    recent = (at.date() - state.changed.date()).days <= policy.dispute_days
    before = state.before.value
    return (
        lesser and recent and before is not None and agrees(before, value, policy.tolerance_percent)
    )


def _read_delay(state: FoldState, value: Value, at: datetime) -> Reading | None:
    """A delay told only as a distance, placed against what stands.

    The distance by which the date has just moved is the same delay told again; one
    shorter than the standing interval is too vague to move it.
    """
    old = state.held.value
    moved = resolve_shift(old, value)
    if moved is None or not isinstance(old, Milestone) or not isinstance(value, Milestone):
        return None
    if old.state is MilestoneState.DONE or value.shift is None:
        return None
    low, high = sorted((value.shift.low, value.shift.high))
    distance = months_between(state.before.value if state.before else None, old)
    recent = state.changed is not None and at - state.changed <= SAME_DELAY
    if recent and distance and low * 0.75 - 0.5 <= distance <= high * 1.25 + 0.5:
        return Reading(old, Verdict.RESTATED, "the delay already told, as a distance")
    verdict = VERDICTS[compare(replace(old, state=moved.state), moved)]
    firm = min(abs(low), abs(high)) >= width_in_months(old) * 0.9
    note = "a distance from what stood" if firm else "a distance shorter than what stands is wide"
    return Reading(moved, verdict, note, firm=firm, becomes=verdict)


def _with_days(old: Value, value: Value) -> Value:
    """A suspension or the like that names no date keeps the date that stood."""
    if isinstance(old, Milestone) and isinstance(value, Milestone) and not has_days(value):
        return replace(value, earliest=old.earliest, latest=old.latest, shift=None)
    return value


def both_done(old: Value | None, new: Value) -> bool:
    """Whether a milestone was held to be done, and is said again to be."""
    return _states(old, new) == (MilestoneState.DONE, MilestoneState.DONE)


def reopens(old: Value | None, new: Value) -> bool:
    """Whether something held to be done is said to be still to come."""
    return _states(old, new) == (MilestoneState.DONE, MilestoneState.EXPECTED)


def _states(old: Value | None, new: Value) -> tuple[MilestoneState, MilestoneState] | None:
    if isinstance(old, Milestone) and isinstance(new, Milestone):
        return old.state, new.state
    return None


def _read_reopened(old: Value, value: Value, voice: Voice, policy: Policy) -> Reading:
    """A date for what has already happened: one high voice or several reopen it."""
    done = replace(value, state=MilestoneState.DONE) if isinstance(value, Milestone) else value
    comparison = compare(old, done, policy.tolerance_percent)
    if agrees(old, done, policy.tolerance_percent):
        return Reading(value, Verdict.RESTATED, "it has already happened")
    verdict = VERDICTS[comparison]
    if voice.rank >= RANKS[Tier.OFFICIAL] and voice.sure:
        return Reading(value, verdict, "reopened", becomes=verdict)
    note = "it is held to have happened already"
    return Reading(value, Verdict.DISPUTED, note, becomes=verdict)
