"""Months, days of months, and so many months of a year."""

from __future__ import annotations

from monitor.reading.expressions.dates.parts import Cursor, Field
from monitor.reading.expressions.numerals import is_number, whole


def _named_month(cursor: Cursor, index: int) -> tuple[str, int] | None:
    """A month's name, with a capital where the language writes it so (may, march)."""
    found = cursor.at("month", index)
    if found and cursor.grammar.months_capital:
        return found if cursor.tokens.raw(index, index + 1)[0].isupper() else None
    return found


def read_month(cursor: Cursor, index: int) -> Field | None:
    """March, March 14, March quarter."""
    found = _named_month(cursor, index)
    if not found:
        return None
    month, at = int(found[0]), found[1]
    if cursor.word(at) == "-" and cursor.at("unit", at + 1):
        at += 1
    if (unit := cursor.at("unit", at)) and unit[0] in {"quarter", "half"}:
        return Field(f"month-{unit[0]}", unit[1], month)
    word = cursor.word(at)
    is_day = word.isdecimal() and len(word) <= 2 and 1 <= int(word) <= 31
    if is_day and not _starts_clock_or_amount(cursor, at):
        suffix = cursor.at("ordinal-suffix", at + 1)
        last = suffix[1] if suffix and cursor.tokens.glued(at + 1) else at + 1
        until, last = _until_day(cursor, int(word), last)
        return Field("month", last, month, until, day=int(word))
    return Field("month", at, month)


def day_month(cursor: Cursor, index: int, number: int) -> Field | None:
    """14 September, 14th of September."""
    if not 1 <= number <= 31:
        return None
    at = index + 1
    if (suffix := cursor.at("ordinal-suffix", at)) and cursor.tokens.glued(at):
        at = suffix[1]
    until, at = _until_day(cursor, number, at)
    if cursor.word(at) == "of":
        at += 1
    found = _named_month(cursor, at)
    if not found:
        return None
    return Field("month", found[1], int(found[0]), until, day=number)


def _until_day(cursor: Cursor, day: int, at: int) -> tuple[int, int]:
    """The 12 of "September 10-12" and of "10-12 September"."""
    word = cursor.word(at + 1)
    if cursor.word(at) != "-" or not word.isdecimal() or len(word) > 2:
        return 0, at
    glued = cursor.tokens.glued(at + 1)
    return (int(word), at + 2) if glued and day < int(word) <= 31 else (0, at)


def _starts_clock_or_amount(cursor: Cursor, at: int) -> bool:
    following = cursor.word(at + 1)
    return following == ":" or cursor.grammar.counts_before(cursor.tokens, at + 1)


def read_numeral(cursor: Cursor, index: int) -> Field | None:
    """девять месяцев (2026 года)."""
    numeral = cursor.at("numeral", index)
    if not numeral or not numeral[0].isdigit():
        return None
    return months_of_year(cursor, numeral[1], int(numeral[0]))


def months_of_year(cursor: Cursor, index: int, number: int) -> Field | None:
    """«9 месяцев» where a year follows: the year's first nine."""
    unit = cursor.at("unit", index)
    if not unit or unit[0] != "month" or not 1 <= number <= 12:
        return None
    year = cursor.word(unit[1])
    if len(year) != 4 or not year.isdecimal():
        return None
    return Field("months", unit[1], number)


def first_n(cursor: Cursor, index: int) -> Field | None:
    """前三季度, 前9个月."""
    if cursor.word(index - 1) in cursor.grammar.never_first and index:
        return None
    first = cursor.at("first-n", index)
    number = whole(cursor.word(first[1])) if first and is_number(cursor.word(first[1])) else None
    unit = cursor.at("unit", first[1] + 1) if first and number else None
    if not number or not unit or unit[0] not in {"quarter", "month"}:
        return None
    months = number * (3 if unit[0] == "quarter" else 1)
    return Field("months", unit[1], months) if months <= 12 else None


def han_months(cursor: Cursor, index: int, number: int) -> Field | None:
    """3-4月, 三至五月."""
    join = cursor.at("join", index + 1)
    second = whole(cursor.word(join[1])) if join and is_number(cursor.word(join[1])) else None
    suffix = cursor.at("month-suffix", join[1] + 1) if join else None
    if not second or not suffix or not 1 <= number < second <= 12:
        return None
    return Field("month", suffix[1], number, second)
