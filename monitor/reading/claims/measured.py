"""Amounts as their surroundings make them: no prices, no differences, no bounds that are none."""

from __future__ import annotations

from dataclasses import replace

from monitor.model import Money, Quantity, Share
from monitor.reading.expressions.found import Expression
from monitor.reading.text.layout import Layout

_LISTED = 1.3  # a comma, and no more, in the list of parts
_VERB = 90  # characters from a verb to the "by" that goes with it
_DISTANCE = (" by", " of")


def measured(layout: Layout, expression: Expression) -> Expression:
    """The amount that is meant."""
    return _against(layout, _reached(layout, expression))


def aside(layout: Layout, expression: Expression) -> bool:
    """A price by the unit, or what something has changed by (增加2亿美元): no amount of it."""
    if "per unit" in expression.notes:
        return True
    if layout.within("structure.per-unit", expression.end, expression.end + 3):
        return isinstance(expression.value, Money)
    if isinstance(expression.value, Money) and _of_which(layout, expression):
        return True
    if layout.within("modality.changed-after", expression.end, expression.end + 2):
        return True
    reaches = layout.within("modality.reaches", expression.start, expression.start + 1)
    near = layout.within("modality.change-by", expression.start - _VERB, expression.start)
    return any(
        mark.end <= expression.start
        and not layout.content[mark.end : expression.start].strip()
        and (not reaches or layout.content.endswith(_DISTANCE, mark.start, mark.end))
        for mark in near
    )


def _of_which(layout: Layout, expression: Expression) -> bool:
    """Whether it is told as a part: "$2 billion, of which $500 million is debt"."""
    sentence = layout.sentence_at(expression.start)
    if layout.within("structure.meant-for", expression.end, expression.end + 3):
        return False  # "of which 1.8 billion is for the smelter"
    marks = layout.within("structure.of-which", sentence.start, expression.start)
    return any(layout.breaks(mark.end, expression.start) < _LISTED for mark in marks)


def _reached(layout: Layout, expression: Expression) -> Expression:
    """The amount itself, and no upper bound: "has gone up to 12 billion"."""
    value = expression.value
    if not isinstance(value, Money | Quantity | Share) or value.low is not None:
        return expression
    near = [
        mark
        for mark in layout.within("modality.change", expression.start - 12, expression.start)
        if not layout.within("modality.gives", mark.start, mark.start + 1)
    ]
    gaps = [layout.content[mark.end : expression.start].strip() for mark in near]
    if "" not in gaps:
        return expression
    return replace(expression, value=replace(value, low=value.high))


def _against(layout: Layout, expression: Expression) -> Expression:
    """What is compared with, and no bound: "61 million, under the budget of 64 million"."""
    value = expression.value
    if not isinstance(value, Money | Quantity) or (value.low is None) is (value.high is None):
        return expression
    marks = layout.within("modality.under", expression.start, expression.start + 1)
    if not marks or not layout.within("modality.expected", expression.end, expression.end + 4):
        return expression
    end = value.high if value.low is None else value.low
    return replace(expression, start=marks[0].end, value=replace(value, low=end, high=end))
