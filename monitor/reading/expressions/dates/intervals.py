"""The smaller parts of a date taken out of the larger ones."""

from __future__ import annotations

from datetime import timedelta

from monitor.reading.expressions.dates.calendar import (
    SEASON_MONTHS,
    Span,
    month_span,
    part_of,
    slice_span,
)
from monitor.reading.expressions.dates.parts import Field

SIZES = {
    "weekday": 0, "day": 1, "weekspan": 2, "third": 2, "month-part": 2, "month": 3, "season": 4,
    "quarter": 4, "month-quarter": 4, "half": 5, "month-half": 5, "months": 5, "year": 6,
    "decade": 7, "plan": 7, "date": 9,
}  # fmt: skip
_THIRDS = ("early", "mid", "late")


def within(span: Span, fields: list[Field]) -> Span:
    """The smaller parts taken from their year, the largest first."""
    for each in sorted(fields, key=lambda each: -SIZES.get(each.kind, 9)):
        span = _part_within(span, each)
    return span


def _part_within(span: Span, each: Field) -> Span:
    upto = each.until or each.number
    match each.kind:
        case "half":
            return slice_span(span, 6 * (each.number - 1), 6 * (upto - each.number + 1))
        case "quarter":
            return slice_span(span, 3 * (each.number - 1), 3 * (upto - each.number + 1))
        case "months":
            return slice_span(span, 0, each.number)
        case "month-quarter" | "month-half":
            count = 3 if each.kind == "month-quarter" else 6
            month = _month_in(span, each.number)
            return month_span(month.first.year, month.first.month - count + 1, count)
        case "month":
            month = _month_in(span, each.number)
            if each.word:
                return _sunday(month, each.word)
            if each.day:
                return _days_in(month, each.day, each.until)
            return Span(month.first, _month_in(span, upto).last)
        case "season":
            first = SEASON_MONTHS[each.word]
            return month_span(span.first.year, first, 3)
        case "day":
            return _days_in(span, each.number)
        case "month-part":
            half = span.first.replace(day=15 if each.number == 1 else 16)
            return Span(span.first, half) if each.number == 1 else Span(half, span.last)
        case "third":
            return Span(
                part_of(span, _THIRDS[each.number - 1]).first, part_of(span, _THIRDS[upto - 1]).last
            )
        case _:
            return span


def _month_in(span: Span, month: int) -> Span:
    year = span.first.year + (1 if month < span.first.month else 0)
    return month_span(year, month)


def _sunday(month: Span, which: str) -> Span:
    """The third Sunday of a month for "3sun", the last one for "9sun"."""
    first = month.first + timedelta(days=6 - month.first.weekday())
    number = int(which.removesuffix("sun"))
    days = [first + timedelta(weeks=week) for week in range(number)]
    day = max(day for day in days if day <= month.last)
    return Span(day, day)


def _days_in(month: Span, day: int, until: int = 0) -> Span:
    return Span(month.first.replace(day=day), month.first.replace(day=until or day))
