"""Parts of a date put together: "the second half of next year" as an interval of days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from monitor.reading.expressions.dates.assumed import relative_span
from monitor.reading.expressions.dates.calendar import (
    JUNE_YEAR,
    Span,
    month_span,
    part_of,
    year_span,
)
from monitor.reading.expressions.dates.fields import read_field
from monitor.reading.expressions.dates.intervals import SIZES, within
from monitor.reading.expressions.dates.parts import Cursor, Field, Period
from monitor.reading.expressions.dates.years import glued_year
from monitor.reading.expressions.numerals import is_number


def read_period(cursor: Cursor, index: int) -> Period | None:
    """The period that begins at a word, as long as its parts fit together."""
    word = cursor.word(index)
    if word not in cursor.grammar.opening and not is_number(word):
        return None
    if ending := cursor.at("ending", index):
        return _period_ending(cursor, index, ending)
    fields: list[Field] = []
    parts: list[str] = []
    at = last = index
    while len(fields) + len(parts) < 6:
        found = read_field(cursor, at)
        if found is None or not _fits(
            cursor, fields, parts, found, glued=at == last, possessive=cursor.word(at - 1) == "s"
        ):
            break
        if found.kind == "part":
            parts.append(found.word)
        else:
            fields.append(found)
        last = found.last
        if (part := _hyphened(cursor, found)) is not None and len(fields) == 1 and not parts:
            fields.append(part)
            last = part.last
            break
        if (year := glued_year(cursor, last, found)) is not None:
            fields.append(year)
            last = year.last
            break
        if cursor.grammar.big_first and parts:
            break
        at = _skip_glue(cursor, last, found)
    if not fields and not any("-" in part for part in parts):
        return None
    if (unit := cursor.at("unit", last)) and unit[0] in {"quarter", "half"}:
        last = _name_quarter(fields, unit, last)
    period = build(cursor, fields, parts, index, last)
    if period is None:
        cursor.impossible = max(cursor.impossible, last)
    return period


def _hyphened(cursor: Cursor, previous: Field) -> Field | None:
    """The Q3 of 2027-Q3."""
    at = previous.last
    glued = cursor.tokens.glued(at) and cursor.tokens.glued(at + 1)
    if previous.kind != "year" or cursor.word(at) != "-" or not glued:
        return None
    found = read_field(cursor, at + 1)
    alone = found is not None and cursor.word(found.last) not in {"-", "/"}
    return found if alone and found and found.kind in {"quarter", "half"} else None


def _period_ending(cursor: Cursor, index: int, ending: tuple[str, int]) -> Period | None:
    """The year to 30 June 2027: the twelve months that end with that month."""
    period = read_period(cursor, ending[1])
    if period is None or period.precision not in {"day", "month"}:
        return None
    count, last = int(ending[0]), period.span.last
    span = month_span(last.year, last.month - count + 1, count)
    precision = {12: "year", 6: "half", 3: "quarter"}.get(count, "span")
    notes = [*period.notes, "ends on a day"]
    return replace(period, span=span, start=index, precision=precision, notes=notes)


def _name_quarter(fields: list[Field], unit: tuple[str, int], last: int) -> int:
    """The September 2027 quarter: the quarter that ends in September 2027; so with a half."""
    if [each.kind for each in fields] != ["month", "year"] or fields[0].day:
        return last
    fields[0] = replace(fields[0], kind=f"month-{unit[0]}")
    return unit[1]


def _fits(
    cursor: Cursor,
    fields: list[Field],
    parts: list[str],
    found: Field,
    *,
    glued: bool,
    possessive: bool,
) -> bool:
    big_first = cursor.grammar.big_first
    if found.kind == "part":
        if not found.word:
            return False
        if possessive and len(fields) == 1 and fields[0].kind == "year" and not parts:
            return True
        if big_first:
            return not parts
        return (not fields and len(parts) < 2) or (
            len(fields) == 1 and fields[0].kind == "year" and "-" in found.word and not parts
        )
    if not fields:
        return found.kind != "decade" or bool(found.number or parts)
    sizes = [SIZES.get(each.kind, 9) for each in fields]
    size = SIZES.get(found.kind, 9)
    if big_first:
        return size < min(sizes) or (size > max(sizes) and found.kind == "year" and glued)
    if size > max(sizes):
        return True
    only_year = len(fields) == 1 and fields[0].kind == "year" and not parts
    if possessive:
        return only_year and found.kind in {"quarter", "half", "month", "season"}
    return only_year and glued and found.kind in {"quarter", "half"}


def _skip_glue(cursor: Cursor, index: int, previous: Field) -> int:
    at = index
    if previous.kind in {"weekday", "month"} and cursor.word(at) == ",":
        at += 1
    if previous.kind in {"quarter", "half", "season", "month"} and cursor.word(at) == "-":
        year = cursor.word(at + 1)
        if len(year) == 4 and year.isdecimal() and cursor.tokens.glued(at + 1):
            return at + 1
    if previous.kind == "part" and (join := cursor.at("join", at)) and join[0] != "pair":
        after = join[1] + (cursor.word(join[1]) == "-")
        if cursor.at("part", after):
            return after
    for _ in range(2):
        glue = cursor.at("glue", at)
        if not glue:
            break
        at = glue[1]
    return at


def build(
    cursor: Cursor, fields: list[Field], parts: list[str], start: int, last: int
) -> Period | None:
    """The interval of parts that fit; the year is taken from now where none is said."""
    try:
        return _build(cursor, fields, parts, start, last)
    except (ValueError, OverflowError):
        return None


def _build(
    cursor: Cursor, fields: list[Field], parts: list[str], start: int, last: int
) -> Period | None:
    fields = [_after_all_a_number(each, fields) for each in fields]
    period = Period(Span(date.min, date.min), start, last, "year", fields, parts, has_year=True)
    kinds = {each.kind: each for each in fields}
    smallest = min(fields, key=lambda each: SIZES.get(each.kind, 9), default=None)
    if smallest is None:
        period.span = _unit_part(cursor, parts, period)
        return period
    period.notes += [each.note for each in fields if each.note in {"later", "sooner", "ahead"}]
    period.precision = _precision(smallest)
    year = kinds.get("year")
    if year is not None:
        span = within(_year_of(cursor, year, period), fields)
    elif "decade" in kinds:
        decade = kinds["decade"]
        first = decade.number or (cursor.context.published.year // 10 + (decade.offset or 0)) * 10
        span = Span(date(first, 1, 1), date(first + 9, 12, 31))
        if half := kinds.get("half"):
            first += 5 * (half.number - 1)
            span = Span(date(first, 1, 1), date(first + 4, 12, 31))
    elif "plan" in kinds:
        first = kinds["plan"].number
        span = Span(date(first, 1, 1), date(first + 4, 12, 31))
        period.precision = "plan"
    elif smallest.kind == "date" and smallest.exact:
        span = Span(smallest.exact, smallest.exact)
    else:
        span = relative_span(cursor, smallest, fields, period)
    if year is not None and year.note == "early":  # the new year
        parts = parts or [year.note]
    period.span = _apply_parts(span, parts, period)
    _bound_by_now(cursor, period)
    return period


def _after_all_a_number(each: Field, fields: list[Field]) -> Field:
    """In "the last quarter of 2027" the last is the fourth, not the one before now."""
    if each.offset == -1 and each.kind in {"quarter", "half"} and len(fields) > 1:
        return replace(each, offset=None, number=4 if each.kind == "quarter" else 2)
    return each


def _precision(smallest: Field) -> str:
    if smallest.day or smallest.kind in {"day", "date", "weekday"}:
        return "day"
    names = {
        "month-quarter": "quarter",
        "month-half": "half",
        "months": "span",
        "third": "part",
        "month-part": "part",
    }
    return names.get(smallest.kind, "week" if smallest.kind == "weekspan" else smallest.kind)


def _year_of(cursor: Cursor, year: Field, period: Period) -> Span:
    today = cursor.context.published
    number = year.number or today.year + (year.offset or 0)
    if not year.number and year.fiscal and today.month > (cursor.fiscal_end or JUNE_YEAR):
        number += 1  # the fiscal year we are in is named after its end
    if year.offset is not None:
        period.notes.append("relative")
    if not any(each.fiscal for each in period.fields):
        return year_span(number)
    period.notes.append("fiscal")
    if not cursor.fiscal_end:
        period.sure = False
        period.notes.append("fiscal year of an unknown country taken as July to June")
        period.alternatives.append(year_span(number))
    return year_span(number, cursor.fiscal_end or JUNE_YEAR)


def _apply_parts(span: Span, parts: list[str], period: Period) -> Span:
    if not parts:
        return span
    if period.precision != "day":
        period.precision = "part"
    names = [part.split("-")[0] for part in parts]
    spans = [part_of(span, name) for name in names]
    if spans[0].first > spans[-1].last:
        raise ValueError("the parts are not in order")
    return Span(spans[0].first, spans[-1].last)


def _unit_part(cursor: Cursor, parts: list[str], period: Period) -> Span:
    """The end of the year, of the month, of the decade: of those we are in."""
    period.precision = "part"
    period.notes.append("relative")
    name, _, unit = parts[-1].partition("-")
    today = cursor.context.published
    match unit:
        case "month":
            return part_of(month_span(today.year, today.month), name)
        case "quarter":
            return part_of(month_span(today.year, (today.month - 1) // 3 * 3 + 1, 3), name)
        case "decade":
            first = today.year // 10 * 10
            return part_of(Span(date(first, 1, 1), date(first + 9, 12, 31)), name)
        case _:
            return part_of(year_span(today.year), name)


def _bound_by_now(cursor: Cursor, period: Period) -> None:
    """What is later this year begins now, what was earlier ends now."""
    today, span = cursor.context.published, period.span
    if not span.first <= today <= span.last:
        return
    if "later" in period.notes:
        period.span = Span(today, span.last)
        period.precision = "part"
    elif "sooner" in period.notes:
        period.span = Span(span.first, today)
        period.precision = "part"
