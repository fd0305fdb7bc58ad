"""Lengths of time: two years, 18-month, six to nine months, полгода, 半年."""

from __future__ import annotations

from monitor.reading.expressions.dates.calendar import DAYS_PER_MONTH
from monitor.reading.expressions.dates.parts import Cursor
from monitor.reading.expressions.numerals import amount, is_number
from monitor.reading.text.record import record

MONTHS = {
    "year": 12.0, "half": 6.0, "quarter": 3.0, "month": 1.0, "decade": 120.0,
    "fortnight": round(14 / DAYS_PER_MONTH, 4), "week": round(7 / DAYS_PER_MONTH, 4),
    "day": round(1 / DAYS_PER_MONTH, 4),
}  # fmt: skip
_LONGEST_MONTHS = 1200


@record
class Duration:
    """A length of time in months, between words ``start`` and ``last``."""

    low: float
    high: float
    unit: str
    start: int
    last: int


def read_duration(cursor: Cursor, index: int) -> Duration | None:
    """Two years, 18-month, six to nine months, a year and a half, полгода, 半年."""
    if inverted := _inverted(cursor, index):
        return inverted
    at = index
    if found := cursor.at("duration", at):
        months = float(found[0])
        return Duration(months, months, "month" if months % 12 else "year", index, found[1])
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
    unit = cursor.at("unit", at)
    if not unit and (counter := cursor.at("counter", at)):
        unit = cursor.at("unit", counter[1])
    if not unit or unit[0] not in MONTHS or high < low:
        return None
    scale = MONTHS[unit[0]]
    last = unit[1]
    if not extra and (half := cursor.at("and-half", last)):
        last, extra = half[1], 0.5
    low, high = round((low + extra) * scale, 4), round((high + extra) * scale, 4)
    if high > _LONGEST_MONTHS:
        return None
    if low == high and (rest := _rest(cursor, last, scale)):
        low = high = round(low + rest.low, 4)
        last = rest.last
    return Duration(low, high, unit[0], index, last)


def _rest(cursor: Cursor, index: int, scale: float) -> Duration | None:
    """The "three months" of "two years and three months"."""
    joined = cursor.at("join", index)
    if not joined or joined[0] != "and":
        return None
    count = _count(cursor, joined[1])
    unit = cursor.at("unit", count[1]) if count else None
    if count is None or unit is None or MONTHS.get(unit[0], scale) >= scale:
        return None
    months = count[0] * MONTHS[unit[0]]
    return Duration(months, months, unit[0], index, unit[1])


def _inverted(cursor: Cursor, index: int) -> Duration | None:
    """«месяца на два», «года через три»: about so many."""
    unit = cursor.at("unit", index)
    between = cursor.at("inverted", unit[1]) if unit else None
    count = _count(cursor, between[1]) if between else None
    if unit is None or count is None or unit[0] not in MONTHS:
        return None
    months = round(count[0] * MONTHS[unit[0]], 4)
    return Duration(months, months, unit[0], index, count[1])


def _count(cursor: Cursor, index: int) -> tuple[float, int] | None:
    word = cursor.word(index)
    if is_number(word):
        number = amount(word, comma_decimal=cursor.grammar.comma_decimal, scaled=False)
        if number is None or not 0 < number <= 200:
            return None
        at = index + 1
        return float(number), at
    if numeral := cursor.at("numeral", index):
        return float(numeral[0]), numeral[1]
    return None


def bounded_duration(cursor: Cursor, index: int) -> Duration | None:
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
