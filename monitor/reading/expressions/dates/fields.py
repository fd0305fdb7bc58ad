"""The part of a date that begins at a word, whatever it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from monitor.reading.expressions.dates.months import (
    day_month,
    first_n,
    han_months,
    months_of_year,
    read_month,
    read_numeral,
)
from monitor.reading.expressions.dates.ordinals import (
    fiscal_ordinal,
    numbered_unit,
    read_letters,
    read_ordinal,
)
from monitor.reading.expressions.dates.parts import Cursor, Field
from monitor.reading.expressions.dates.worded import (
    holiday,
    read_worded,
    short_year_with_ending,
)
from monitor.reading.expressions.dates.years import (
    FIRST_YEAR,
    LAST_YEAR,
    numeric_date,
    read_fiscal,
    read_year,
)
from monitor.reading.expressions.numerals import is_number, whole
from monitor.reading.text.tokens import BREAK

_CLAUSE_ENDS = frozenset({"", ",", ".", ";", "!", "?", ")", "—", "»", BREAK})


def read_field(cursor: Cursor, index: int) -> Field | None:
    """The part of a date that begins at a word."""
    word = cursor.word(index)
    if not word:
        return None
    roles = cursor.grammar.roles(word)
    if is_number(word) and "plan" not in roles:
        found = _number_field(cursor, index)
        if found is not None:
            return found
    for reader in _readers(roles):
        if (found := reader(cursor, index)) is not None:
            return found
    return None


@cache
def _readers(roles: frozenset[str]) -> tuple[Callable[[Cursor, int], Field | None], ...]:
    """What may read a word with these roles."""
    return tuple(reader for read_in, reader in _READERS if not roles.isdisjoint(read_in))


def _plan(cursor: Cursor, index: int) -> Field | None:
    """The five years of a plan: 十五五."""
    found = cursor.at("plan", index)
    return Field("plan", found[1], int(found[0])) if found else None


def _part(cursor: Cursor, index: int) -> Field | None:
    found = cursor.at("part", index)
    if not found:
        return None
    # "mid" in "mid-tier" and "early" in "early works" fall away when nothing follows them.
    last = found[1]
    if cursor.word(last) == "-" and cursor.tokens.glued(last):
        last += 1
    return Field("part", last, word=found[0])


def _relative(cursor: Cursor, index: int) -> Field | None:
    if cursor.tokens.glued(index) and is_number(cursor.word(index - 1)):
        return None  # 三年内 is not 年内
    for role in ("later", "sooner", "ahead", "relative"):
        if found := cursor.at(role, index):
            unit, _, offset = found[0].rpartition("+" if "+" in found[0] else "-")
            sign = 1 if "+" in found[0] else -1
            part, _, unit = unit.rpartition("-")
            kind = "weekspan" if unit == "week" else unit
            note = role if role != "relative" else part
            return Field(kind, found[1], offset=sign * int(offset), note=note)
    return None


def _counted_on(cursor: Cursor, index: int) -> Field | None:
    """The year of the date before, or the one after it, where a part of it follows: 次年上半年."""
    found = cursor.at("anaphor", index) if cursor.grammar.big_first and cursor.year else None
    if not found or not found[0].startswith("year"):
        return None
    follows = any(cursor.at(role, found[1]) for role in ("part", "half-word", "quarter-prefix"))
    if not follows and is_number(cursor.word(found[1])):
        number = whole(cursor.word(found[1]))
        follows = number is not None and _han_field(cursor, found[1], number) is not None
    year = cursor.year + int(found[0][len("year") :])
    return Field("year", found[1], year, note="worded") if follows else None


def _deictic(cursor: Cursor, index: int) -> Field | None:
    found = cursor.at("deictic", index)
    if not found:
        return None
    offset = {"this": 0, "next": 1, "last": -1}[found[0]]
    at = found[1]
    if day := cursor.at("weekday", at):
        return Field("weekday", day[1], int(day[0]), offset=offset)
    if fiscal := cursor.at("fiscal-word", at):
        unit = cursor.at("unit", fiscal[1])
        year = unit is not None and unit[0] == "year"
        return Field("year", unit[1], offset=offset, fiscal=True) if unit and year else None
    if unit := cursor.at("unit", at):
        if cursor.at("plural", at):
            return None
        if unit[0] in {"year", "quarter", "month", "half", "decade"}:
            return Field(unit[0], unit[1], offset=offset)
        return Field("weekspan", unit[1], offset=offset) if unit[0] == "week" else None
    for role in ("month", "season"):
        if named := cursor.at(role, at):
            if role == "season":
                return Field(role, named[1], word=named[0], offset=offset)
            return Field(role, named[1], int(named[0]), offset=offset)
    if offset == 0 and (part := cursor.at("part", at)) and part[0].endswith("-year"):
        return Field("part", part[1], word=part[0])
    return Field("year", at, offset=offset) if _year_left_out(cursor, index, at) else None


def _year_left_out(cursor: Cursor, index: int, at: int) -> bool:
    """Whether the word for the year is left out: «в конце нынешнего», "the first half of next"."""
    if not cursor.grammar.year_left_out or cursor.word(at) not in _CLAUSE_ENDS or not index:
        return False
    before = index - 1
    if cursor.at("glue", before):
        before -= 1
    unit = cursor.at("unit", before)
    if unit is not None and unit[0] in {"quarter", "half"}:
        return True
    return any(cursor.at(role, before) for role in ("part", "season", "month"))


def _worded(cursor: Cursor, index: int) -> Field | None:
    if found := cursor.at("half-word", index):
        return Field("half", found[1], int(found[0]))
    if found := cursor.at("season", index):
        return Field("season", found[1], word=found[0])
    if found := cursor.at("weekday", index):
        return Field("weekday", found[1], int(found[0]))
    if found := cursor.at("third", index):
        first, _, last = found[0].partition("-")
        return Field("third", found[1], int(first), int(last or 0))
    if found := cursor.at("quarter-prefix", index):
        return numbered_unit(cursor, found[1])
    return None


def _number_field(cursor: Cursor, index: int) -> Field | None:
    if exact := numeric_date(cursor, index):
        return exact
    word = cursor.word(index)
    number = whole(word)
    if number is None:
        return None
    if FIRST_YEAR <= number <= LAST_YEAR and len(word) == 4:
        return read_year(cursor, index, number)
    if cursor.grammar.big_first:
        return _han_field(cursor, index, number)
    if len(word) > 2:
        return None
    return (
        short_year_with_ending(cursor, index, number)
        or numbered_unit(cursor, index)
        or day_month(cursor, index, number)
        or months_of_year(cursor, index + 1, number)
    )


def _han_field(cursor: Cursor, index: int, number: int) -> Field | None:
    """三季度, 10月, 11月12日, 12日."""
    if (quarter := numbered_unit(cursor, index)) is not None:
        return quarter
    if len(word := cursor.word(index)) == 2 and word.isdecimal() and 15 <= number <= 70:
        glued = cursor.tokens.glued(index + 1) if index + 1 < len(cursor.tokens) else False
        letters = read_letters(cursor, index + 1) if glued else None
        if letters is not None and letters.kind in {"quarter", "half"}:
            return Field("year", index + 1, 2000 + number)
    if (short := _short_han_year(cursor, index, number)) is not None:
        return short
    if (months := han_months(cursor, index, number)) is not None:
        return months
    if (month := cursor.at("month-suffix", index + 1)) and 1 <= number <= 12:
        day = whole(cursor.word(month[1])) if is_number(cursor.word(month[1])) else None
        suffix = cursor.at("day-suffix", month[1] + 1) or cursor.at("day-number", month[1] + 1)
        if day and 1 <= day <= 31 and suffix:
            return Field("month", suffix[1], number, day=day)
        if ending := cursor.at("ending-quarter", month[1]):
            return Field("month-quarter", ending[1], number)
        return Field("month", month[1], number)
    if (suffix := cursor.at("day-suffix", index + 1)) and 1 <= number <= 31:
        return Field("day", suffix[1], number)
    return None


def _short_han_year(cursor: Cursor, index: int, number: int) -> Field | None:
    """The year of 27年底; 27年 alone is a length of time."""
    suffix = cursor.at("year-suffix", index + 1)
    if not suffix or len(cursor.word(index)) != 2 or not 15 <= number <= 70:
        return None
    follows = any(
        cursor.at(role, suffix[1]) for role in ("part", "half-word", "quarter-prefix")
    ) or (is_number(cursor.word(suffix[1])) and numbered_unit(cursor, suffix[1]) is not None)
    return Field("year", suffix[1], 2000 + number, note="worded") if follows else None


_READERS: tuple[tuple[frozenset[str], Callable[[Cursor, int], Field | None]], ...] = (
    (frozenset({"plan"}), _plan),
    (frozenset({"holiday"}), holiday),
    (frozenset({"first-n"}), first_n),
    (frozenset({"numeral"}), read_numeral),
    (frozenset({"fiscal-word"}), fiscal_ordinal),
    (frozenset({"part"}), _part),
    (frozenset({"later", "sooner", "ahead", "relative"}), _relative),
    (frozenset({"anaphor"}), _counted_on),
    (frozenset({"deictic"}), _deictic),
    (frozenset({"letter"}), read_letters),
    (frozenset({"fiscal", "calendar"}), read_fiscal),
    (frozenset({"ordinal"}), read_ordinal),
    (frozenset({"month"}), read_month),
    (frozenset({"nth", "numeral", "century"}), read_worded),
    (frozenset({"half-word", "season", "weekday", "third", "quarter-prefix"}), _worded),
)
