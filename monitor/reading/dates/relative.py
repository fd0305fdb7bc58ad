"""Times counted from now, from another date, and moves: "over the next two years",
"in two years", "two years ago", "the same month", "six to nine months later than planned".
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from monitor.model import Milestone, Shift
from monitor.reading.dates.calendar import (
    DAYS_PER_MONTH,
    Span,
    add_months,
    month_span,
    year_span,
)
from monitor.reading.dates.fields import Cursor
from monitor.reading.formatting import format_milestone
from monitor.reading.found import Expression
from monitor.reading.numerals import amount, is_number
from monitor.reading.tokens import BREAK

_MONTHS = {
    "year": 12.0, "half": 6.0, "quarter": 3.0, "month": 1.0, "decade": 120.0,
    "fortnight": round(14 / DAYS_PER_MONTH, 4), "week": round(7 / DAYS_PER_MONTH, 4),
    "day": round(1 / DAYS_PER_MONTH, 4),
}  # fmt: skip
_STOPS = frozenset({".", ";", "!", "?", BREAK, "。", "；", "！", "？"})
_PLAIN = frozenset({"later", "earlier", "early", "late", "before", "after", "longer", "past"})
_VERB_REACH = 8
_LONGEST_MONTHS = 1200


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in months, between words ``start`` and ``last``."""

    low: float
    high: float
    unit: str
    start: int
    last: int


def read_duration(cursor: Cursor, index: int) -> Duration | None:
    """Two years, 18-month, six to nine months, a year and a half, полгода, 半年."""
    at = index
    if found := cursor.at("duration", at):
        months = float(found[0])
        return Duration(months, months, "month" if months % 12 else "year", index, found[1])
    if inverted := _inverted(cursor, index):
        return inverted
    first = _count(cursor, at)
    if first is None:
        return None
    low, at = first
    high = low
    if (join := cursor.at("join", at)) and (second := _count(cursor, join[1])):
        high, at = second
    extra = 0.0
    if half := cursor.at("and-half", at):
        at, extra = half[1], 0.5
    if cursor.word(at) == "-":
        at += 1
    if counter := cursor.at("counter", at):
        at = counter[1]
    unit = cursor.at("unit", at)
    if not unit or unit[0] not in _MONTHS or high < low:
        return None
    scale = _MONTHS[unit[0]]
    last = unit[1]
    if not extra and (half := cursor.at("and-half", last)):
        last, extra = half[1], 0.5
    low, high = round((low + extra) * scale, 4), round((high + extra) * scale, 4)
    if high > _LONGEST_MONTHS:
        return None
    return Duration(low, high, unit[0], index, last)


def _inverted(cursor: Cursor, index: int) -> Duration | None:
    """«месяца на два», «года через три»: about so many."""
    unit = cursor.at("unit", index)
    between = cursor.at("inverted", unit[1]) if unit else None
    count = _count(cursor, between[1]) if between else None
    if unit is None or count is None or unit[0] not in _MONTHS:
        return None
    months = round(count[0] * _MONTHS[unit[0]], 4)
    return Duration(months, months, unit[0], index, count[1])


def _count(cursor: Cursor, index: int) -> tuple[float, int] | None:
    word = cursor.word(index)
    if is_number(word):
        number = amount(word, comma_decimal=cursor.grammar.code == "ru", scaled=False)
        if number is None or not 0 < number <= 200:
            return None
        at = index + 1
        return float(number), at
    if numeral := cursor.at("numeral", index):
        return float(numeral[0]), numeral[1]
    return None


def read_span(cursor: Cursor, index: int) -> tuple[Expression, int] | None:
    """Over the next two years; in two years; в ближайшие пять лет; 未来三年; 两年内."""
    found = cursor.at("span", index)
    if not found:
        return None
    kind, at = found
    duration = _bounded_duration(cursor, at)
    if duration is None:
        return None
    last = duration.last
    after = cursor.at("span-after", last)
    if kind == "next" and after and after[0] == "within":
        last = after[1]
    elif after or _shift_words(cursor, last):
        return None
    today = cursor.context.published
    if kind == "next":
        sure = not _counts_from_elsewhere(cursor, last)
        value = Milestone(today, add_months(today, duration.high))
        return _make(cursor, index, last, value, ("span", "date:over-next"), sure=sure)
    if kind == "past":
        value = Milestone(add_months(today, -duration.high), today)
        return _make(cursor, index, last, value, ("span", "date:over-past"), notes=("past",))
    sure = not _counts_from_elsewhere(cursor, last)
    value = _period_ahead(cursor, duration, 1)
    return _make(cursor, index, last, value, ("span", "date:in-n"), sure=sure, notes=("counted",))


def _bounded_duration(cursor: Cursor, index: int) -> Duration | None:
    """A duration behind "about", "at least", "up to"."""
    at = index
    for _ in range(2):
        if (duration := read_duration(cursor, at)) is not None:
            return duration
        bound = cursor.at("bound", at)
        if not bound:
            return None
        at = bound[1]
    return read_duration(cursor, at)


def _counts_from_elsewhere(cursor: Cursor, index: int) -> bool:
    """Whether it counts from something else, as "within two years of approval" does."""
    return cursor.at("counts-from", index) is not None


def _period_ahead(cursor: Cursor, duration: Duration, sign: int) -> Milestone:
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
    if shifted := _read_shift(cursor, duration):
        return shifted
    after = cursor.at("span-after", duration.last)
    if not after:
        return None
    today = cursor.context.published
    match after[0]:
        case "ago":
            value = _period_ahead(cursor, duration, -1)
            return _make(cursor, index, after[1], value, ("span", "date:ago"), notes=("past",))
        case "within":
            value = Milestone(today, add_months(today, duration.high))
            return _make(cursor, index, after[1], value, ("span", "date:over-next"))
        case "hence":
            if cursor.grammar.big_first and cursor.tokens.word(after[1]) == "的":
                return None
            value = _period_ahead(cursor, duration, 1)
            return _make(cursor, index, after[1], value, ("span", "date:in-n"), notes=("counted",))
        case _:
            return None


def _shift_words(cursor: Cursor, index: int) -> tuple[str, int] | None:
    return cursor.at("shift", index)


def _read_shift(cursor: Cursor, duration: Duration) -> tuple[Expression, int] | None:
    """Later or earlier by the word behind the duration, or by the verb before it."""
    last, start = duration.last, duration.start
    sure, direction = True, ""
    if behind := _shift_words(cursor, last):
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
    return _make(cursor, start, last, value, ("shift", f"date:shift-{direction}"), sure=sure)


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
    """Directly behind "by", "на", or in Chinese behind the verb itself."""
    for at in range(start - 1, max(-1, start - 4), -1):
        if cursor.at("shift-by", at):
            return True
        if cursor.at("bound", at) is None:
            break
    return any(
        (found := cursor.grammar.at("shift-verb", cursor.tokens, at)) and found.last >= start - 1
        for at in range(max(0, start - 5), start)
    )


def _verb_before(cursor: Cursor, start: int) -> str | None:
    for at in range(start - 1, max(-1, start - 1 - _VERB_REACH), -1):
        if cursor.word(at) in _STOPS:
            return None
        if found := cursor.at("shift-verb", at):
            return found[0]
    return None


def read_anaphor(
    cursor: Cursor, index: int, before: Expression | None
) -> tuple[Expression, int] | None:
    """The same month, that year, the following year: counted from the date before it."""
    found = cursor.at("anaphor", index)
    if not found or before is None or not isinstance(before.value, Milestone):
        return None
    anchor = before.value.earliest or before.value.latest
    if anchor is None:
        return None
    unit, offset = found[0][:-2], int(found[0][-2:])
    if unit == "year":
        span = year_span(anchor.year + offset)
    elif unit == "quarter":
        span = month_span(anchor.year, (anchor.month - 1) // 3 * 3 + 1 + 3 * offset, 3)
    else:
        span = month_span(anchor.year, anchor.month + offset)
    precise = {"day": 0, "week": 0, "month": 1, "quarter": 2}.get(before.precision, 3)
    sure = offset >= 0 and before.sure and precise <= {"month": 1, "quarter": 2}.get(unit, 9)
    value = Milestone(span.first, span.last)
    return _make(
        cursor, index, found[1], value, (unit, "date:anaphor"), sure=sure, notes=("relative",)
    )


def _make(
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


def span_of(value: Milestone) -> Span | None:
    """The interval of a milestone with both ends."""
    if value.earliest is None or value.latest is None:
        return None
    return Span(value.earliest, value.latest)
