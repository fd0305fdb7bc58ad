"""Days and years in words or cut short: «третьего июля», «в двадцать седьмом году», «в 27-м»."""

from __future__ import annotations

from monitor.reading.expressions.dates.parts import Cursor, Field
from monitor.reading.expressions.numerals import whole
from monitor.reading.text.tokens import BREAK

_FIRST, _LAST = 24, 49  # years of this century that need no more than two figures
_CENTURY = 2000
_ENDS = frozenset({"", ",", ".", ";", ":", "!", "?", ")", "-", "»", BREAK})
_BEFORE = ("part", "season", "month", "unit", "ordinal")


def read_worded(cursor: Cursor, index: int) -> Field | None:
    """A number in words as the day of a month or as a year."""
    century = cursor.at("century", index)
    at = century[1] if century else index
    found = _nth(cursor, at)
    if not found:
        return None
    number, last = found
    if century:
        return _year(cursor, int(century[0]) + number, last)
    if 1 <= number <= 31 and (day := _of_month(cursor, number, last)):
        return day
    if not _FIRST <= number <= _LAST:
        return None
    named = cursor.at("unit", last)
    if (named and named[0] == "year") or _stands_alone(cursor, index, last):
        return _year(cursor, _CENTURY + number, last)
    return None


def short_year_with_ending(cursor: Cursor, index: int, number: int) -> Field | None:
    """The year of «в 27-м», «к 28-му году», «в конце 27-го»."""
    if not _FIRST <= number <= _LAST or cursor.word(index + 1) != "-":
        return None
    ending = cursor.at("year-suffix", index + 1)
    if not ending or not cursor.tokens.glued(index + 1):
        return None
    last = ending[1]
    named = cursor.at("unit", last - 1)
    if (named and named[0] == "year") or _stands_alone(cursor, index, last):
        return Field("year", last, _CENTURY + number, note="worded")
    return None


def _nth(cursor: Cursor, at: int) -> tuple[int, int] | None:
    """«двадцать седьмого», «третьего»: the number and where it ends."""
    tens = cursor.at("numeral", at)
    if tens and tens[0].isdigit() and int(tens[0]) in range(20, 100, 10):
        rest = cursor.at("nth", tens[1])
        return (int(tens[0]) + int(rest[0]), rest[1]) if rest and int(rest[0]) < 10 else None
    nth = cursor.at("nth", at)
    return (int(nth[0]), nth[1]) if nth else None


def _of_month(cursor: Cursor, day: int, at: int) -> Field | None:
    month = cursor.at("month", at)
    return Field("month", month[1], int(month[0]), day=day) if month else None


def _year(cursor: Cursor, number: int, at: int) -> Field:
    unit = cursor.at("unit", at)
    return Field("year", unit[1] if unit and unit[0] == "year" else at, number, note="worded")


def _stands_alone(cursor: Cursor, index: int, last: int) -> bool:
    """Whether nothing counted follows and what comes before tells a time: «осенью 27-го»."""
    if cursor.word(last) not in _ENDS and not cursor.at("join", last):
        return False
    if any(cursor.at(role, index - 1) for role in _BEFORE):
        return True
    day = cursor.word(last - 1) in cursor.grammar.genitive  # «до 28-го» is of this month
    return not day and cursor.at("relation", index - 1) is not None


def holiday(cursor: Cursor, index: int) -> Field | None:
    """A holiday of a fixed day, or of a Sunday of its month; one that moves makes the date none."""
    found = cursor.at("holiday", index)
    if not found:
        return None
    month, _, day = found[0].partition("-")
    if number := whole(day):
        return Field("month", found[1], int(month), day=number)
    return Field("month", found[1], int(month), day=1, word=day)
