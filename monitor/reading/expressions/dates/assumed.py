"""Periods without a year: this, next and last, and the likeliest "in March"."""

from __future__ import annotations

from datetime import date, timedelta

from monitor.reading.expressions.dates.calendar import (
    PERIOD_MONTHS,
    Span,
    month_span,
    part_of,
    year_span,
)
from monitor.reading.expressions.dates.intervals import SIZES, within
from monitor.reading.expressions.dates.parts import Cursor, Field, Period
from monitor.reading.expressions.dates.tense import direction, told_before

_SLACK = 120
_UNDATED = frozenset(
    {"month", "quarter", "half", "season", "month-quarter", "month-half", "months"}
)


def relative_span(cursor: Cursor, smallest: Field, fields: list[Field], period: Period) -> Span:
    today = cursor.context.published
    largest = max(fields, key=lambda each: SIZES.get(each.kind, 9))
    period.has_year = False
    if smallest.kind == "day" and len(fields) == 1 and smallest.offset is not None:
        day = today + timedelta(days=smallest.offset)
        period.has_year = True
        return Span(day, day)
    if largest.kind == "weekspan":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=largest.offset or 0)
        return Span(monday, monday + timedelta(days=6))
    if largest.kind == "weekday":
        if cursor.grammar.big_first and largest.offset is not None:
            day = today + timedelta(days=largest.number - today.isoweekday(), weeks=largest.offset)
            return Span(day, day)
        return _weekday(today, largest, told_before(cursor, period.start))
    if largest.kind == "day":
        return _nearest_day(today, largest.number, period)
    if (
        largest.offset is not None
        and largest.kind in {"month", "quarter", "half"}
        and (not largest.number)
    ):
        period.has_year = True
        period.notes.append("relative")
        size = PERIOD_MONTHS[largest.kind]
        first = (today.month - 1) // size * size + 1 + size * largest.offset
        return within(
            month_span(today.year, first, size), [each for each in fields if each is not largest]
        )
    if largest.kind not in _UNDATED:
        raise ValueError("nothing to count from")
    return _assumed(cursor, fields, largest, period)


def _weekday(today: date, each: Field, told: int) -> Span:
    """The last such day up to today; the next one where the words tell of the future."""
    back = (today.isoweekday() - each.number) % 7
    if each.offset == 1 or (each.offset is None and told > 0):
        day = today + timedelta(days=7 - back)
    else:
        day = today - timedelta(days=back or (7 if each.offset == -1 else 0))
    return Span(day, day)


def _nearest_day(today: date, number: int, period: Period) -> Span:
    options = []
    for back in (0, 1):
        month = month_span(today.year, today.month - back)
        if number <= month.last.day:
            options.append(month.first.replace(day=number))
    past = [day for day in options if day <= today]
    if not options:
        raise ValueError("no such day")
    period.notes.append("month assumed")
    day = max(past) if past else options[0]
    return Span(day, day)


def _assumed(cursor: Cursor, fields: list[Field], largest: Field, period: Period) -> Span:
    """The nearest such period; the next or the last one is kept as an alternative."""
    today = cursor.context.published
    options = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            options.append(within(year_span(year), fields))
        except ValueError:
            continue
    if not options:
        raise ValueError("no such day")
    if largest.offset == 1:
        return next(each for each in options if each.first > today)
    if largest.offset == -1:
        return next(each for each in reversed(options) if each.last < today)
    ranked = sorted(options, key=lambda each: _distance(today, each))
    if not any(each.day for each in fields):
        ranked.sort(key=lambda each: each.first.year != _likely_year(today, each))
    told = direction(cursor, period.start, period.last) if largest.offset is None else 0
    if (
        not any(each.day for each in fields)
        and cursor.word(period.start - 1) in cursor.grammar.forward
    ):
        told = 1  # «двинул пуск на осень»
    told = told or _due(cursor, period.start, period.last)
    default = ranked[0]
    ranked.sort(key=lambda each: not _is_told(today, each, told, default))
    if largest.offset == 0:
        current = [each for each in options if today.year in {each.first.year, each.last.year}]
        return current[0] if current else ranked[0]
    period.notes.append("year assumed")
    period.sure = period.sure and not any(each.fiscal for each in fields)
    before = ranked[0].last < today
    others = [each for each in ranked[1:] if (each.last < today) != before]
    period.alternatives += parts_of_all(others[:1], period.parts)
    return ranked[0]


def _due(cursor: Cursor, first: int, last: int) -> int:
    """A term that nothing tells to have passed is one to come: 9月底前竣工, «до 31 декабря»."""
    if cursor.grammar.big_first:
        found = cursor.at("after-relation", last)
        return 1 if found and found[0] == "before" else 0
    before = cursor.at("relation", first - 1)
    return 1 if before and before[1] == first and before[0] in {"by", "until"} else 0


def _is_told(today: date, option: Span, told: int, default: Span) -> bool:
    """Whether an option lies where the words tell, and not absurdly farther than the default."""
    if not told or (option.last < today if told > 0 else option.first > today):
        return False
    return _distance(today, option) <= 3 * _distance(today, default) + _SLACK


def _likely_year(today: date, option: Span) -> int:
    """Mostly this year; around New Year the neighbouring one for what is near there."""
    if today.month <= 2 and option.first.month >= 7:
        return today.year - 1
    if today.month >= 11 and option.last.month <= 6 and option.first.year >= today.year:
        return today.year + 1
    return today.year


def parts_of_all(spans: list[Span], parts: list[str]) -> list[Span]:
    if not parts:
        return spans
    name = parts[0].split("-")[0]
    return [part_of(span, name) for span in spans]


def _distance(today: date, span: Span) -> int:
    if span.first <= today <= span.last:
        return 0
    return min(abs((span.first - today).days), abs((span.last - today).days))
