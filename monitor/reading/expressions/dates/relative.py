"""Times counted from now or from another date: "over the next two years", "the same month"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from monitor.model import Milestone, Value
from monitor.reading.expressions.dates.calendar import (
    PERIOD_MONTHS,
    add_months,
    month_span,
    resolve_shift,
    year_span,
)
from monitor.reading.expressions.dates.durations import Duration, bounded_duration, read_duration
from monitor.reading.expressions.dates.parts import Cursor
from monitor.reading.expressions.dates.shifts import make_expression, read_shift
from monitor.reading.expressions.dates.years import FIRST_YEAR, LAST_YEAR, read_year
from monitor.reading.expressions.formatting import format_milestone
from monitor.reading.expressions.found import Expression
from monitor.reading.expressions.numerals import is_number, whole

_FARTHEST = 200  # characters


def read_span(cursor: Cursor, index: int) -> tuple[Expression, int] | None:
    """Over the next two years; in two years; в ближайшие пять лет; 未来三年; 两年内."""
    found = cursor.at("span", index)
    if not found:
        return None
    kind, at = found
    duration = bounded_duration(cursor, at)
    if duration is None:
        return None
    last = duration.last
    after = cursor.at("span-after", last)
    if kind == "next" and after and after[0] == "within":
        last = after[1]
    elif after or cursor.at("shift", last):
        return None
    today = cursor.context.published
    if kind == "next":
        sure = not _counts_from_elsewhere(cursor, last)
        value = Milestone(today, add_months(today, duration.high))
        return make_expression(cursor, index, last, value, ("span", "date:over-next"), sure=sure)
    if kind == "past":
        value = Milestone(add_months(today, -duration.high), today)
        return make_expression(
            cursor, index, last, value, ("span", "date:over-past"), notes=("past",)
        )
    if _counts_from_elsewhere(cursor, last):
        return None
    value = period_ahead(cursor, duration, 1)
    return make_expression(cursor, index, last, value, ("span", "date:in-n"), notes=("counted",))


def _counts_from_elsewhere(cursor: Cursor, index: int) -> bool:
    """Whether it counts from something else, as "within two years of approval" does."""
    return cursor.at("counts-from", index) is not None


def period_ahead(cursor: Cursor, duration: Duration, sign: int) -> Milestone:
    """The calendar year (month, quarter, week) that far from now."""
    today = cursor.context.published
    low, high = sorted((sign * duration.low, sign * duration.high))
    first, last = add_months(today, low), add_months(today, high)
    if duration.unit in {"year", "decade"} and not duration.low % 12:
        return Milestone(year_span(first.year).first, year_span(last.year).last)
    if duration.unit in {"week", "day", "fortnight"}:
        if duration.unit == "day":
            return Milestone(first, last)
        monday = first - timedelta(days=first.weekday())
        return Milestone(monday, last - timedelta(days=last.weekday()) + timedelta(days=6))
    return Milestone(
        month_span(first.year, first.month).first, month_span(last.year, last.month).last
    )


def read_counted(cursor: Cursor, index: int) -> tuple[Expression, int] | None:
    """A duration with what follows it: two years ago, 三年内, a year later than planned."""
    duration = read_duration(cursor, index)
    if duration is None:
        return None
    if shifted := read_shift(cursor, duration):
        return shifted
    after = cursor.at("span-after", duration.last)
    through = cursor.at("inverted", index + 1) == ("in", index + 2)
    if not after and through and duration.last > index + 2:
        value = period_ahead(cursor, duration, 1)
        return make_expression(
            cursor, index, duration.last, value, ("span", "date:in-n"), notes=("counted", "around")
        )
    if not after:
        return None
    today = cursor.context.published
    match after[0]:
        case "ago":
            value = period_ahead(cursor, duration, -1)
            return make_expression(
                cursor, index, after[1], value, ("span", "date:ago"), notes=("past",)
            )
        case "within" if not _from_event(cursor, duration.start):
            value = Milestone(today, add_months(today, duration.high))
            return make_expression(cursor, index, after[1], value, ("span", "date:over-next"))
        case "hence":
            if cursor.tokens.word(after[1]) in cursor.grammar.of:
                return None
            start = cursor.tokens.starts[duration.start]
            if cursor.tokens.text[max(0, start - 2) : start] in cursor.grammar.events:
                return None  # 投产14个月后: counted from the event
            value = period_ahead(cursor, duration, 1)
            return make_expression(
                cursor, index, after[1], value, ("span", "date:in-n"), notes=("counted",)
            )
        case _:
            return None


def _from_event(cursor: Cursor, index: int) -> bool:
    """Whether a length of time is counted from an event told right before it: 投产后18个月内."""
    start = cursor.tokens.starts[index]
    return cursor.tokens.text[max(0, start - 1) : start] in cursor.grammar.since_event


def read_anaphor(
    cursor: Cursor, index: int, before: Expression | None, all_before: Sequence[Expression]
) -> tuple[Expression, int] | None:
    """The same month, that year, the following year: counted from the date before it."""
    found = cursor.at("anaphor", index)
    if not found or before is None or not isinstance(before.value, Milestone):
        return None
    anchor = before.value.earliest or before.value.latest
    if anchor is None:
        return None
    unit, offset = found[0][:-2], int(found[0][-2:])
    if unit == "same":
        words = cursor, index, found[1], before.value
        return make_expression(*words, (before.precision, "date:anaphor"), sure=before.sure)
    if unit in {"quarter", "half"} and (year := _year_behind(cursor, found[1])):
        alike = next((one for one in reversed(all_before) if one.precision == unit), before)
        return _same_part(cursor, (index, year[1]), unit, alike.value, year[0])
    if unit == "year":
        span = year_span(anchor.year + offset)
    elif unit == "quarter":
        span = month_span(anchor.year, (anchor.month - 1) // 3 * 3 + 1 + 3 * offset, 3)
    else:
        span = month_span(anchor.year, anchor.month + offset)
    precise = {"day": 0, "week": 0, "month": 1, "quarter": 2}.get(before.precision, 3)
    sure = offset >= 0 and before.sure and precise <= {"month": 1, "quarter": 2}.get(unit, 9)
    value = Milestone(span.first, span.last)
    return make_expression(
        cursor, index, found[1], value, (unit, "date:anaphor"), sure=sure, notes=("relative",)
    )


def _year_behind(cursor: Cursor, index: int) -> tuple[int, int] | None:
    """The year of «тот же квартал 2027-го» and where it ends."""
    year = whole(cursor.word(index)) if is_number(cursor.word(index)) else None
    field = read_year(cursor, index, year) if year and FIRST_YEAR <= year <= LAST_YEAR else None
    return (field.number, field.last) if field and field.kind == "year" else None


def _same_part(
    cursor: Cursor, words: tuple[int, int], unit: str, before: Value, year: int
) -> tuple[Expression, int] | None:
    """The quarter or half told before, of another year."""
    size = PERIOD_MONTHS[unit]
    if not isinstance(before, Milestone):
        return None
    first, last = before.earliest, before.latest
    if first is None or last is None or (last.month - first.month) % 12 != size - 1:
        return None
    span = month_span(year, first.month, size)
    value = Milestone(span.first, span.last)
    return make_expression(cursor, *words, value, (unit, "date:anaphor"), notes=("relative",))


def after_anchor(move: Expression, anchor: Expression | None) -> Expression:
    """The 2025 of "in February 2024 … a year later": counted from the date before it.

    Only a move that tells of no plan is read so, and it stays unsure.
    """
    value = move.value
    if move.sure or anchor is None or not isinstance(value, Milestone) or value.shift is None:
        return move
    if move.start - anchor.end > _FARTHEST or not isinstance(anchor.value, Milestone):
        return move
    moved = resolve_shift(anchor.value, value.shift)
    day = moved.earliest or moved.latest
    if day is None or value.shift.low != value.shift.high:
        return move
    span = month_span(day.year, day.month) if value.shift.low % 12 else year_span(day.year)
    dated = Milestone(span.first, span.last)
    dated = replace(dated, text=format_milestone(dated))
    precision = "month" if value.shift.low % 12 else "year"
    return replace(
        move, value=dated, precision=precision, rule="date:anaphor", alternatives=(value,)
    )
