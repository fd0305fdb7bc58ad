"""Quarters, halves and thirds by their numbers: first half, Q3, 1 кв., 第三季度."""

from __future__ import annotations

from dataclasses import replace

from monitor.reading.expressions.dates.parts import Cursor, Field
from monitor.reading.expressions.dates.years import fiscal_year, short_year
from monitor.reading.expressions.numerals import is_number, whole


def read_letters(cursor: Cursor, index: int) -> Field | None:
    """Q3, H1, FY27, FY2026-27, CY2026."""
    found = cursor.at("letter", index)
    if not found:
        return None
    kind, at = found
    number = whole(cursor.word(at)) if cursor.word(at) else None
    if number is None:
        return None
    if kind in {"quarter", "half"}:
        highest = 4 if kind == "quarter" else 2
        if not 1 <= number <= highest or not cursor.tokens.glued(at):
            return None
        until, last = _second_number(cursor, at + 1, kind, highest)
        return Field(kind, last, number, until)
    year = short_year(number, cursor.word(at))
    if year is None:
        return None
    if kind == "calendar":
        return Field("year", at + 1, year)
    return fiscal_year(cursor, year, at + 1)


def _second_number(cursor: Cursor, at: int, kind: str, highest: int) -> tuple[int, int]:
    """The second of "Q3-Q4", "Q3/Q4" or "Q3-4"."""
    join = cursor.at("join", at)
    if not join:
        return 0, at
    letter = cursor.at("letter", join[1])
    number_at = letter[1] if letter and letter[0] == kind else join[1]
    number = whole(cursor.word(number_at)) if cursor.word(number_at) else None
    glued = cursor.tokens.glued(number_at) if number_at < len(cursor.tokens) else False
    if number and 1 <= number <= highest and glued and cursor.word(number_at).isdecimal():
        return number, number_at + 1
    return 0, at


def read_ordinal(cursor: Cursor, index: int) -> Field | None:
    """First quarter, third or fourth quarter, second half, first nine months."""
    found = cursor.at("ordinal", index)
    if not found:
        return None
    at, until = found[1], 0
    fiscal = cursor.at("fiscal-word", at)
    if fiscal:
        at = fiscal[1]
    if found[0] == "first-n" or (found[0] == "1" and is_number_word(cursor, at)):
        return _first_months(cursor, at)
    join = cursor.at("join", at)
    second = cursor.at("ordinal", join[1]) if join else None
    if second and second[0].isdigit():
        at, until = second[1], int(second[0])
    if cursor.word(at) == "-" and cursor.tokens.glued(at + 1):
        at += 1
    unit = cursor.at("unit", at)
    if not unit or unit[0] not in {"quarter", "half", "decade", "third"}:
        return None
    highest = {"half": 2, "third": 3}.get(unit[0], 4)
    number = highest if found[0] == "last" else int(found[0])
    if number > highest or until > highest:
        return None
    if unit[0] == "half" and not until and cursor.at("month", unit[1]):
        return Field("month-part", unit[1], number)
    note = "last" if found[0] == "last" else ""
    return Field(unit[0], unit[1], number, until, note=note, fiscal=fiscal is not None)


def fiscal_ordinal(cursor: Cursor, index: int) -> Field | None:
    """Fiscal third quarter."""
    fiscal = cursor.at("fiscal-word", index)
    found = read_ordinal(cursor, fiscal[1]) if fiscal else None
    return replace(found, fiscal=True) if found else None


def is_number_word(cursor: Cursor, index: int) -> bool:
    return is_number(cursor.word(index)) or cursor.at("numeral", index) is not None


def _first_months(cursor: Cursor, at: int) -> Field | None:
    number, last = small_number(cursor, at)
    unit = cursor.at("unit", last) if number else None
    if not number or not unit or unit[0] != "month" or number > 12:
        return None
    return Field("months", unit[1], number)


def small_number(cursor: Cursor, at: int) -> tuple[int, int]:
    word = cursor.word(at)
    if is_number(word):
        return whole(word) or 0, at + 1
    numeral = cursor.at("numeral", at)
    if numeral and numeral[0].isdigit():
        return int(numeral[0]), numeral[1]
    return 0, at


def numbered_unit(cursor: Cursor, index: int) -> Field | None:
    """1H, 3Q27, 1 кв., 2-й квартал, 第三季度, 三季度."""
    word = cursor.word(index)
    number = whole(word) if is_number(word) else None
    if number is None or not 1 <= number <= 4:
        return None
    at, until = index + 1, 0
    if suffix := cursor.at("ordinal-suffix", at):
        at = suffix[1]
    join = (cursor.at("join", at) or ("", at))[1] + (cursor.word(at) == "、")
    if join > at and is_number(cursor.word(join)):
        second, after = whole(cursor.word(join)) or 0, join + 1
        if suffix := cursor.at("ordinal-suffix", after):
            after = suffix[1]
        if number < second <= 4 and (unit := cursor.at("unit", after)) and unit[0] == "quarter":
            at, until = after, second
    for role in ("letter", "unit"):
        found = cursor.at(role, at)
        if not found or found[0] not in {"quarter", "half"}:
            continue
        if role == "letter" and not cursor.tokens.glued(at):
            continue
        if number > (4 if found[0] == "quarter" else 2):
            return None
        return Field(found[0], found[1], number, until)
    return None
