"""How two values of one fact stand to each other: one comparison per kind, used everywhere.

The algebra is written down in ``docs/ledger.md``. In short: a value is an interval (of days
or of amounts) or a rung of a ladder. A new interval inside the old one refines it, one
around it loosens it, any other one lies later or earlier (higher or lower).
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from math import inf

from monitor.ledger.parties import same_party
from monitor.model import (
    AGREEMENTS,
    AGREEMENTS_BESIDE,
    STAGES,
    Agreement,
    Milestone,
    MilestoneState,
    Money,
    Party,
    Quantity,
    Share,
    Stage,
    Value,
)

TOLERANCE_PERCENT = 1.0
ABOUT_PERCENT = 5.0
_DAYS_PER_MONTH = 30.4375

Amount = Quantity | Money | Share


class Comparison(StrEnum):
    """How a new value stands to an old one. INCOMPARABLE: another unit, currency or kind."""

    SAME = "same"
    REFINES = "refines"
    LOOSENS = "loosens"
    LATER = "later"
    EARLIER = "earlier"
    HIGHER = "higher"
    LOWER = "lower"
    PROGRESSED = "progressed"
    SET_BACK = "set-back"
    ACHIEVED = "achieved"
    REOPENED = "reopened"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"
    RESUMED = "resumed"
    OTHER = "other"
    INCOMPARABLE = "incomparable"


AGREEING = frozenset({Comparison.SAME, Comparison.REFINES, Comparison.LOOSENS})


def compare(old: Value, new: Value, tolerance_percent: float = TOLERANCE_PERCENT) -> Comparison:
    """How ``new`` stands to ``old``. ``text`` never counts.

    Amounts whose ends differ by no more than ``tolerance_percent`` (five per cent where
    either is "about") are the same.
    """
    match old, new:
        case Milestone(), Milestone():
            return _compare_milestones(old, new)
        case ((Quantity() | Money() | Share()), (Quantity() | Money() | Share())):
            return _compare_amounts(old, new, tolerance_percent)
        case Stage(), Stage():
            return _compare_stages(old.stage, new.stage)
        case Agreement(), Agreement():
            return _compare_rungs(AGREEMENTS_BESIDE + AGREEMENTS, old.stage, new.stage)
        case Party(), Party():
            same = same_party(old.party, new.party)
            return Comparison.SAME if same else Comparison.OTHER
        case _:
            return Comparison.INCOMPARABLE


def agrees(old: Value, new: Value, tolerance_percent: float = TOLERANCE_PERCENT) -> bool:
    """Whether both can be true of one state of affairs: the same, or one inside the other."""
    return compare(old, new, tolerance_percent) in AGREEING


def is_empty(value: Value) -> bool:
    """Whether a value says nothing that could stand: an interval open at both ends."""
    match value:
        case Milestone(earliest=None, latest=None, state=state, shift=shift):
            return state in {MilestoneState.EXPECTED, MilestoneState.DONE} and shift is None
        case Quantity() | Money() | Share():
            return value.low is None and value.high is None
        case _:
            return False


def needs_old(value: Value) -> bool:
    """Whether a value is told only as a move from one that the text does not give."""
    return isinstance(value, Milestone) and value.shift is not None and not has_days(value)


def has_days(value: Milestone) -> bool:
    return value.earliest is not None or value.latest is not None


def resolve_shift(old: Value | None, new: Value) -> Milestone | None:
    """``new``'s shift applied to ``old``; None where there is nothing to apply it to.

    The early end moves by the smaller distance, the late end by the larger one.
    """
    if not (isinstance(old, Milestone) and isinstance(new, Milestone)):
        return None
    if new.shift is None or not has_days(old):
        return None
    low, high = sorted((new.shift.low, new.shift.high))
    return replace(
        new,
        earliest=add_months(old.earliest, low) if old.earliest else None,
        latest=add_months(old.latest, high) if old.latest else None,
        shift=None,
    )


def add_months(day: date, months: float) -> date:
    """``day`` moved by calendar months; the last of a month stays a last, fractions are days."""
    whole = int(months)
    index = day.year * 12 + day.month - 1 + whole
    year, month = min(max(index // 12, 1), 9998), index % 12 + 1
    length = monthrange(year, month)[1]
    at_end = day.day == monthrange(day.year, day.month)[1]
    moved = date(year, month, length if at_end else min(day.day, length))
    return moved + timedelta(days=round((months - whole) * _DAYS_PER_MONTH))


def months_between(old: Value | None, new: Value | None) -> float | None:
    """By how many months a milestone moved, later positive; None where that has no answer.

    Measured at the late ends, the last day of each promise; at the early ends where a
    late one is open.
    """
    if not (isinstance(old, Milestone) and isinstance(new, Milestone)):
        return None
    if old.latest and new.latest:
        return _months(old.latest, new.latest)
    if old.earliest and new.earliest:
        return _months(old.earliest, new.earliest)
    return None


def width_in_months(value: Milestone) -> float:
    """How long the interval is; endless where an end is open."""
    if value.earliest is None or value.latest is None:
        return inf
    return ((value.latest - value.earliest).days + 1) / _DAYS_PER_MONTH


def _months(old: date, new: date) -> float:
    whole = (new.year - old.year) * 12 + new.month - old.month
    part = (
        new.day / monthrange(new.year, new.month)[1] - old.day / monthrange(old.year, old.month)[1]
    )
    return round(whole + part, 1)


def _compare_milestones(old: Milestone, new: Milestone) -> Comparison:
    if new.state is not old.state:
        match new.state:
            case MilestoneState.DONE:
                return Comparison.ACHIEVED
            case MilestoneState.SUSPENDED:
                return Comparison.SUSPENDED
            case MilestoneState.CANCELLED:
                return Comparison.CANCELLED
        if old.state is MilestoneState.DONE:
            return Comparison.REOPENED
        return Comparison.RESUMED
    if new.state in {MilestoneState.SUSPENDED, MilestoneState.CANCELLED}:
        return Comparison.SAME
    relation = _compare_ends(
        (_ordinal(old.earliest, -inf), _ordinal(old.latest, inf)),
        (_ordinal(new.earliest, -inf), _ordinal(new.latest, inf)),
        0.0,
    )
    if relation is Comparison.HIGHER:
        return Comparison.LATER
    return Comparison.EARLIER if relation is Comparison.LOWER else relation


def _ordinal(day: date | None, missing: float) -> float:
    return float(day.toordinal()) if day else missing


def _compare_amounts(old: Amount, new: Amount, tolerance_percent: float) -> Comparison:
    if old.kind is not new.kind or _measure(old) != _measure(new):
        return Comparison.INCOMPARABLE
    percent = max(tolerance_percent, ABOUT_PERCENT) if old.about or new.about else tolerance_percent
    return _compare_ends(_ends(old), _ends(new), percent / 100)


def _measure(value: Amount) -> str:
    match value:
        case Quantity():
            return value.unit
        case Money():
            return value.currency
        case Share():
            return "%"


def _ends(value: Amount) -> tuple[float, float]:
    return (
        -inf if value.low is None else value.low,
        inf if value.high is None else value.high,
    )


def _compare_ends(
    old: tuple[float, float], new: tuple[float, float], tolerance: float
) -> Comparison:
    """The relation of two intervals; ends that differ by ``tolerance`` (relative) are one."""
    low, high = _order(old[0], new[0], tolerance), _order(old[1], new[1], tolerance)
    if low == high == 0:
        return Comparison.SAME
    if low >= 0 and high <= 0:
        return Comparison.REFINES
    if low <= 0 and high >= 0:
        return Comparison.LOOSENS
    return Comparison.HIGHER if high > 0 else Comparison.LOWER


def _order(old: float, new: float, tolerance: float) -> int:
    """-1, 0 or 1 as ``new`` lies below, at or above ``old``."""
    if old == new:
        return 0
    if inf not in {abs(old), abs(new)} and abs(old - new) <= tolerance * max(abs(old), abs(new)):
        return 0
    return 1 if new > old else -1


def _compare_stages(old: str, new: str) -> Comparison:
    if old == new:
        return Comparison.SAME
    if new == "suspended":
        return Comparison.SUSPENDED
    if new == "cancelled":
        return Comparison.CANCELLED
    if old in {"suspended", "cancelled"}:
        return Comparison.RESUMED
    return _compare_rungs(STAGES, old, new)


def _compare_rungs(ladder: tuple[str, ...], old: str, new: str) -> Comparison:
    if old == new:
        return Comparison.SAME
    if old not in ladder or new not in ladder:
        return Comparison.INCOMPARABLE
    above = ladder.index(new) > ladder.index(old)
    return Comparison.PROGRESSED if above else Comparison.SET_BACK
