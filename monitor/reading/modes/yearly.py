"""Of what time an amount is told: a year to come, a year gone by, or only a part of one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from monitor.model import Milestone
from monitor.reading.expressions.found import Expression
from monitor.reading.subjects.known import Known
from monitor.reading.text.layout import Sentence

_CLAUSES = 3.0  # a break behind which a date is of something else
_PARTS = frozenset({"quarter", "half", "month", "span"})
_REACH = 14.0  # words
_PARTED = 2.0  # words that a break between clauses counts for, besides


class Time(StrEnum):
    PART = "part"  # of a year: a quarter, nine months, so far
    PAST = "past"  # a year that is over
    YEAR = "year"  # the year we are in, or one to come
    UNTOLD = ""


def told_time(known: Known, sentence: Sentence, span: tuple[int, int]) -> Time:
    """What the nearest words for a time say that an amount is of."""
    layout = known.layout
    best: tuple[float, Time] = (_REACH, Time.UNTOLD)
    for place, time in _times(known, sentence):
        if layout.breaks(min(place[1], span[1]), max(place[0], span[0])) < _CLAUSES:
            parted = layout.breaks(min(place[1], span[1]), max(place[0], span[0]))
            best = min(best, (layout.gap(place, span) + _PARTED * parted, time))
    return best[1]


def _times(known: Known, sentence: Sentence) -> Iterable[tuple[tuple[int, int], Time]]:
    for one in known.dates_within(sentence.start, sentence.end):
        if time := _of(one, known.published):
            yield (one.start, one.end), time
    for tag, time in (("part-of-year", Time.PART), ("whole-year", Time.YEAR)):
        for mark in known.layout.within(f"structure.{tag}", sentence.start, sentence.end):
            yield (mark.start, mark.end), time


def _of(one: Expression, published: date) -> Time:
    value = one.value
    if not isinstance(value, Milestone) or value.shift:
        return Time.UNTOLD
    if one.precision in _PARTS and value.earliest and value.latest:
        return Time.PART
    if one.precision != "year" or not value.latest:
        return Time.UNTOLD
    return Time.PAST if value.latest < published else Time.YEAR
