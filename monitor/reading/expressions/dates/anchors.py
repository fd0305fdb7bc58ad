"""Moves resolved against the date that the same text gives for the old plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from monitor.model import Milestone
from monitor.reading.expressions.dates.calendar import resolve_shift
from monitor.reading.expressions.formatting import format_milestone
from monitor.reading.expressions.found import Expression

_COARSE = frozenset({"year", "half", "quarter", "part", "season", "month", "range", "day"})
_FARTHEST = 400  # characters


def resolve_nearby(move: Expression, dates: Iterable[Expression], text: str) -> Expression | None:
    """The date that a move leads to, counted from the nearest date in its paragraph.

    ``move`` is an expression with a shift, ``dates`` those found in the same text. The
    result stands where the move stands; its notes tell what it was counted from. None where
    the paragraph gives no date, or the move has none to tell.
    """
    value = move.value
    if not isinstance(value, Milestone) or value.shift is None:
        return None
    anchors = [each for each in dates if _is_anchor(each, move, text)]
    if not anchors:
        return None
    nearest = min(anchors, key=lambda each: _distance(each, move))
    assert isinstance(nearest.value, Milestone)
    moved = resolve_shift(nearest.value, value.shift)
    if moved.shift is not None:
        return None
    note = f"counted from {text[nearest.start : nearest.end]}"
    return replace(
        move,
        value=replace(moved, text=format_milestone(moved, soft=nearest.precision == "part")),
        precision=nearest.precision,
        rule="date:shift-resolved",
        notes=(*move.notes, note),
        alternatives=(value,),
    )


def _is_anchor(each: Expression, move: Expression, text: str) -> bool:
    value = each.value
    if not isinstance(value, Milestone) or value.shift is not None or not each.sure:
        return False
    if value.earliest is None or value.latest is None or each.precision not in _COARSE:
        return False
    first, last = min(each.end, move.end), max(each.start, move.start)
    return last - first <= _FARTHEST and "\n\n" not in text[first:last]


def _distance(each: Expression, move: Expression) -> int:
    return max(each.start - move.end, move.start - each.end)
