"""The parts of a date as they are written: quarters, halves, months, days, seasons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from monitor.reading.dates.parts import Cursor, Field
from monitor.reading.dates.years import (
    FIRST_YEAR,
    LAST_YEAR,
    fiscal_year,
    numeric_date,
    read_fiscal,
    read_year,
    short_year,
)
from monitor.reading.numerals import is_number, whole

_NOT_FIRST = frozenset("提之以目日月")  # 提前三个月 is a move


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
    for read_in, reader in _READERS:
        if not roles.isdisjoint(read_in) and (found := reader(cursor, index)) is not None:
            return found
    return None


def _numeral(cursor: Cursor, index: int) -> Field | None:
    """девять месяцев (2026 года)."""
    numeral = cursor.at("numeral", index)
    if not numeral or not numeral[0].isdigit():
        return None
    return _months_of_year(cursor, numeral[1], int(numeral[0]))


def _first_n(cursor: Cursor, index: int) -> Field | None:
    """前三季度, 前9个月."""
    if cursor.word(index - 1) in _NOT_FIRST and index:
        return None
    first = cursor.at("first-n", index)
    number = whole(cursor.word(first[1])) if first and is_number(cursor.word(first[1])) else None
    unit = cursor.at("unit", first[1] + 1) if first and number else None
    if not number or not unit or unit[0] not in {"quarter", "month"}:
        return None
    months = number * (3 if unit[0] == "quarter" else 1)
    return Field("months", unit[1], months) if months <= 12 else None


def _plan(cursor: Cursor, index: int) -> Field | None:
    """The five years of a plan: 十五五."""
    found = cursor.at("plan", index)
    return Field("plan", found[1], int(found[0])) if found else None


def _fiscal_ordinal(cursor: Cursor, index: int) -> Field | None:
    """Fiscal third quarter."""
    fiscal = cursor.at("fiscal-word", index)
    found = _ordinal(cursor, fiscal[1]) if fiscal else None
    return replace(found, fiscal=True) if found else None


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
    for role in ("later", "sooner", "relative"):
        if found := cursor.at(role, index):
            unit, _, offset = found[0].rpartition("+" if "+" in found[0] else "-")
            sign = 1 if "+" in found[0] else -1
            kind = "weekspan" if unit == "week" else unit
            note = role if role != "relative" else ""
            return Field(kind, found[1], offset=sign * int(offset), note=note)
    return None


def _deictic(cursor: Cursor, index: int) -> Field | None:
    found = cursor.at("deictic", index)
    if not found:
        return None
    offset = {"this": 0, "next": 1, "last": -1}[found[0]]
    at = found[1]
    if day := cursor.at("weekday", at):
        return Field("weekday", day[1], int(day[0]), offset=offset)
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
    return None


def _letters(cursor: Cursor, index: int) -> Field | None:
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


def _ordinal(cursor: Cursor, index: int) -> Field | None:
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
    note = "last" if found[0] == "last" else ""
    return Field(unit[0], unit[1], number, until, note=note, fiscal=fiscal is not None)


def is_number_word(cursor: Cursor, index: int) -> bool:
    return is_number(cursor.word(index)) or cursor.at("numeral", index) is not None


def _first_months(cursor: Cursor, at: int) -> Field | None:
    number, last = _small_number(cursor, at)
    unit = cursor.at("unit", last) if number else None
    if not number or not unit or unit[0] != "month" or number > 12:
        return None
    return Field("months", unit[1], number)


def _small_number(cursor: Cursor, at: int) -> tuple[int, int]:
    word = cursor.word(at)
    if is_number(word):
        return whole(word) or 0, at + 1
    numeral = cursor.at("numeral", at)
    if numeral and numeral[0].isdigit():
        return int(numeral[0]), numeral[1]
    return 0, at


def _named_month(cursor: Cursor, index: int) -> tuple[str, int] | None:
    """A month's name, with a capital where the language writes it so (may, march)."""
    found = cursor.at("month", index)
    if found and cursor.grammar.months_capital:
        return found if cursor.tokens.raw(index, index + 1)[0].isupper() else None
    return found


def _month(cursor: Cursor, index: int) -> Field | None:
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


def _until_day(cursor: Cursor, day: int, at: int) -> tuple[int, int]:
    """The 12 of "September 10-12" and of "10-12 September"."""
    word = cursor.word(at + 1)
    if cursor.word(at) != "-" or not word.isdecimal() or len(word) > 2:
        return 0, at
    glued = cursor.tokens.glued(at + 1)
    return (int(word), at + 2) if glued and day < int(word) <= 31 else (0, at)


def _starts_clock_or_amount(cursor: Cursor, at: int) -> bool:
    following = cursor.word(at + 1)
    return following in cursor.grammar.units_after or following in {"%", ":"}


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
        return _numbered_unit(cursor, found[1])
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
        _numbered_unit(cursor, index)
        or _day_month(cursor, index, number)
        or _months_of_year(cursor, index + 1, number)
    )


def _months_of_year(cursor: Cursor, index: int, number: int) -> Field | None:
    """«9 месяцев» where a year follows: the year's first nine."""
    unit = cursor.at("unit", index)
    if not unit or unit[0] != "month" or not 1 <= number <= 12:
        return None
    year = cursor.word(unit[1])
    if len(year) != 4 or not year.isdecimal():
        return None
    return Field("months", unit[1], number)


def _numbered_unit(cursor: Cursor, index: int) -> Field | None:
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


def _day_month(cursor: Cursor, index: int, number: int) -> Field | None:
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


def _han_field(cursor: Cursor, index: int, number: int) -> Field | None:
    """三季度, 10月, 11月12日, 12日."""
    if (quarter := _numbered_unit(cursor, index)) is not None:
        return quarter
    if (short := _short_han_year(cursor, index, number)) is not None:
        return short
    if (months := _han_months(cursor, index, number)) is not None:
        return months
    if (month := cursor.at("month-suffix", index + 1)) and 1 <= number <= 12:
        day = whole(cursor.word(month[1])) if is_number(cursor.word(month[1])) else None
        suffix = cursor.at("day-suffix", month[1] + 1) or cursor.at("day-number", month[1] + 1)
        if day and 1 <= day <= 31 and suffix:
            return Field("month", suffix[1], number, day=day)
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
    ) or (is_number(cursor.word(suffix[1])) and _numbered_unit(cursor, suffix[1]) is not None)
    return Field("year", suffix[1], 2000 + number, note="worded") if follows else None


def _han_months(cursor: Cursor, index: int, number: int) -> Field | None:
    """3-4月, 三至五月."""
    join = cursor.at("join", index + 1)
    second = whole(cursor.word(join[1])) if join and is_number(cursor.word(join[1])) else None
    suffix = cursor.at("month-suffix", join[1] + 1) if join else None
    if not second or not suffix or not 1 <= number < second <= 12:
        return None
    return Field("month", suffix[1], number, second)


_READERS: tuple[tuple[frozenset[str], Callable[[Cursor, int], Field | None]], ...] = (
    (frozenset({"plan"}), _plan),
    (frozenset({"first-n"}), _first_n),
    (frozenset({"numeral"}), _numeral),
    (frozenset({"fiscal-word"}), _fiscal_ordinal),
    (frozenset({"part"}), _part),
    (frozenset({"later", "sooner", "relative"}), _relative),
    (frozenset({"deictic"}), _deictic),
    (frozenset({"letter"}), _letters),
    (frozenset({"fiscal", "calendar"}), read_fiscal),
    (frozenset({"ordinal"}), _ordinal),
    (frozenset({"month"}), _month),
    (frozenset({"half-word", "season", "weekday", "third", "quarter-prefix"}), _worded),
)
