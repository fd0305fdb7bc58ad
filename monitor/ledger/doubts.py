"""Moves too odd for one report: more often misread than true, they wait for a second."""

from __future__ import annotations

from datetime import date, timedelta

from monitor.ledger.values import Amount, months_between
from monitor.ledger.voices import RANKS, Voice
from monitor.model import Milestone, MilestoneState, Money, Quantity, Share, Tier, Value, Verdict

FACTOR = 20
"""An amount that many times larger or smaller is rather a wrong unit or a wrong figure."""
YEARS = 10
"""A date does not move that far at once."""
YEARS_FORWARD = 2
"""Nor does it come forward that far on the word of one report, unless an official one."""
EARLY = timedelta(days=365)
"""What was still more than that away has hardly happened."""
BEGUN = 0.25
"""What happens in a long span of time is hardly done before so much of it has passed."""
LONG = timedelta(days=31)


def doubt(old: Value | None, value: Value, verdict: Verdict, voice: Voice, day: date) -> str:
    """Why one report of ``value``, published on ``day``, does not move ``old``; or nothing."""
    if verdict is Verdict.ACHIEVED and isinstance(value, Milestone):
        return _doubt_done(old, value, day)
    official = voice.rank >= RANKS[Tier.OFFICIAL]
    if verdict is Verdict.SET_BACK and value.kind == "stage":
        return "" if official else "stages seldom go back, an old one is often only mentioned"
    if isinstance(value, Milestone):
        return _doubt_date(old, value, official=official)
    if isinstance(value, Quantity | Money | Share):
        return _doubt_amount(old, value)
    return ""


def _doubt_date(old: Value | None, value: Milestone, *, official: bool) -> str:
    months = months_between(old, value) or 0.0
    if abs(months) > YEARS * 12:
        return f"the date would move by more than {YEARS} years"
    if months < -YEARS_FORWARD * 12 and not official:
        return f"the date would come forward by more than {YEARS_FORWARD} years"
    return ""


def _doubt_done(old: Value | None, value: Milestone, day: date) -> str:
    if not isinstance(old, Milestone) or old.state is not MilestoneState.EXPECTED:
        return ""
    if value.latest and old.earliest and value.latest < old.earliest - EARLY:
        return "it would be done more than a year before the earliest day expected"
    if value.earliest and value.latest and value.latest > day:
        span = value.latest - value.earliest
        if span > LONG and (day - value.earliest) < span * BEGUN:
            return "the time in which it is said to have happened has hardly begun"
    return ""


def _doubt_amount(old: Value | None, value: Amount) -> str:
    if not isinstance(old, Quantity | Money | Share):
        return ""
    before, after = _size(old), _size(value)
    if before <= 0 or after <= 0:
        return ""
    factor = max(before / after, after / before)
    way = "more" if after > before else "less"
    return f"{factor:.0f} times {way} than what stood" if factor > FACTOR else ""


def _size(value: Amount) -> float:
    ends = [end for end in (value.low, value.high) if end is not None]
    return sum(ends) / len(ends) if ends else 0.0
