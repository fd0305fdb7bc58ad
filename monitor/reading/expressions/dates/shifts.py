"""Moves told as a distance: "six to nine months later than planned", «сдвинули на год»."""

from __future__ import annotations

from dataclasses import replace

from monitor.model import Milestone, Shift
from monitor.reading.expressions.dates.durations import Duration
from monitor.reading.expressions.dates.parts import Cursor
from monitor.reading.expressions.formatting import format_milestone
from monitor.reading.expressions.found import Expression
from monitor.reading.text.tokens import BREAK

_STOPS = frozenset({".", ";", "!", "?", BREAK, "。", "；", "！", "？"})
_PLAIN = frozenset({"later", "earlier", "before", "after", "longer", "past"})
_VERB_REACH = 8


def read_shift(cursor: Cursor, duration: Duration) -> tuple[Expression, int] | None:
    """Later or earlier by the word behind the duration, or by the verb before it."""
    last, start = duration.last, duration.start
    sure, direction = True, ""
    if cursor.word(last) == "'" and cursor.word(last + 1) == "s":
        last += 2  # a year's delay
    if behind := cursor.at("shift", last):
        direction, last = behind
        told = _than(cursor, last) or _than(cursor, last - 1)
        plain = cursor.word(last - 1) in _PLAIN
        sure = told or not plain or _verb_before(cursor, start) is not None
    elif (verb := _verb_before(cursor, start)) and (
        _by_before(cursor, start) or cursor.at("unit", start)
    ):
        direction = verb
    elif noun := _noun_before(cursor, start):
        direction = noun
    if not direction:
        return None
    sign = 1 if direction == "later" else -1
    low, high = sorted((sign * duration.low, sign * duration.high))
    value = Milestone(None, None, shift=Shift(low, high))
    return make_expression(
        cursor, start, last, value, ("shift", f"date:shift-{direction}"), sure=sure
    )


def _noun_before(cursor: Cursor, start: int) -> str | None:
    """The delay of "the delay is six to nine months", «задержка — от шести месяцев»."""
    for at in range(start - 1, max(-1, start - 6), -1):
        if cursor.word(at) in _STOPS or cursor.word(at) == ",":
            return None
        if found := cursor.at("shift-noun", at):
            return found[0]
    return None


def _than(cursor: Cursor, index: int) -> bool:
    return cursor.at("shift-than", index) is not None


def _by_before(cursor: Cursor, start: int) -> bool:
    """Directly behind "by", «на», or the verb itself; bounds may stand between."""
    tokens, grammar = cursor.tokens, cursor.grammar
    for _ in range(3):
        before = range(max(0, start - 6), start)
        for role in ("shift-by", "shift-verb"):
            if any((hit := grammar.at(role, tokens, at)) and hit.last == start for at in before):
                return True
        bounds = [
            at for at in before if (hit := grammar.at("bound", tokens, at)) and hit.last == start
        ]
        if not bounds:
            return False
        start = bounds[0]
    return False


def _verb_before(cursor: Cursor, start: int) -> str | None:
    for at in range(start - 1, max(-1, start - 1 - _VERB_REACH), -1):
        if cursor.word(at) in _STOPS:
            return None
        if found := cursor.at("shift-verb", at):
            return found[0]
    return None


def make_expression(
    cursor: Cursor,
    first: int,
    last: int,
    value: Milestone,
    kind: tuple[str, str],
    *,
    sure: bool = True,
    notes: tuple[str, ...] = (),
) -> tuple[Expression, int]:
    tokens = cursor.tokens
    worded = replace(value, text=format_milestone(value))
    place = tokens.starts[first], tokens.ends[last - 1]
    doubts = () if sure else ("not sure what it counts from",)
    return Expression(*place, worded, *kind, sure, (*notes, *doubts)), last
