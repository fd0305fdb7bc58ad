"""Bounds that a negation far from them turns round."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from monitor.model import Milestone, Money, Quantity, Value
from monitor.reading.cues.modes import Place
from monitor.reading.expressions.dates.calendar import PERIOD_MONTHS, add_months
from monitor.reading.expressions.found import Expression
from monitor.reading.text.layout import Layout

_TURNS = 50  # characters from "before 2029" to the "not" that turns it round


def turned(layout: Layout, place: Place, expression: Expression, value: Value) -> Value:
    """A bound that a far negation turns round: "before 2029 it will not", "more it will not"."""
    if isinstance(value, Quantity | Money):
        return _turned_amount(layout, place, value)
    until = expression.rule == "date:until" and layout.structure.before_is_until
    if not isinstance(value, Milestone) or not (until or expression.rule == "date:before"):
        return value
    if value.earliest is not None or value.latest is None:
        return value
    verb = place.cue[0]
    if verb > place.end:
        marks = layout.within("modality.negation", place.end, verb)
    else:
        marks = layout.within("modality.negation", max(place.sentence.start, verb - 24), verb)
    if not any(layout.breaks(mark.end, verb) < 1.0 for mark in marks):
        _, end = layout.clause(place.end, place.sentence, 1.0)
        if not layout.within("modality.negation", place.end, min(end, place.end + _TURNS)):
            return value
    first = value.latest + timedelta(days=1)
    left_out = PERIOD_MONTHS.get(expression.precision, 0) if until else 0
    return replace(value, earliest=add_months(first, -left_out), latest=None)


def _turned_amount(layout: Layout, place: Place, value: Quantity | Money) -> Quantity | Money:
    """«Больше 120 тыс. т завод не даст»: at most so much, where the cue or a modal is negated."""
    if not layout.structure.comma_clauses or (value.low is None) == (value.high is None):
        return value
    _, end = layout.clause(place.end, place.sentence, 1.0)
    for mark in layout.within("modality.negation", place.end, end):
        if layout.any_within("modality.negated-verb", mark.start, mark.start + 1):
            return replace(value, low=value.high, high=value.low)
    return value
