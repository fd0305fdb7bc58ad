"""Parts of a date put together: "the second half of next year" as an interval of days."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from monitor.reading.dates.calendar import (
    JUNE_YEAR,
    SEASON_MONTHS,
    Span,
    month_span,
    part_of,
    slice_span,
    year_span,
)
from monitor.reading.dates.fields import Cursor, Field, glued_year, read_field
from monitor.reading.dates.tense import direction, told_before

_SIZES = {
    "weekday": 0, "day": 1, "weekspan": 2, "third": 2, "month": 3, "season": 4, "quarter": 4,
    "month-quarter": 4, "half": 5, "month-half": 5, "months": 5, "year": 6, "decade": 7, "date": 9,
}  # fmt: skip
_SLACK = 120
_UNDATED = frozenset(
    {"month", "quarter", "half", "season", "month-quarter", "month-half", "months"}
)


@dataclass(slots=True)
class Period:
    """An interval with the words it was read from; ``fields`` allow it to be read anew."""

    span: Span
    start: int
    last: int
    precision: str
    fields: list[Field]
    parts: list[str]
    has_year: bool
    sure: bool = True
    notes: list[str] = field(default_factory=list)
    alternatives: list[Span] = field(default_factory=list)


def read_period(cursor: Cursor, index: int) -> Period | None:
    """The period that begins at a word, as long as its parts fit together."""
    fields: list[Field] = []
    parts: list[str] = []
    at = last = index
    while len(fields) + len(parts) < 6:
        found = read_field(cursor, at)
        if found is None or not _fits(cursor, fields, parts, found, glued=at == last):
            break
        if found.kind == "part":
            parts.append(found.word)
        else:
            fields.append(found)
        last = found.last
        if (year := glued_year(cursor, last, found)) is not None:
            fields.append(year)
            last = year.last
            break
        if cursor.grammar.big_first and parts:
            break
        at = _skip_glue(cursor, last, found)
    if not fields and not any("-" in part for part in parts):
        return None
    return build(cursor, fields, parts, index, last)


def _fits(
    cursor: Cursor, fields: list[Field], parts: list[str], found: Field, *, glued: bool
) -> bool:
    big_first = cursor.grammar.big_first
    if found.kind == "part":
        if not found.word:
            return False
        if big_first:
            return not parts
        return (not fields and len(parts) < 2) or (
            len(fields) == 1 and fields[0].kind == "year" and "-" in found.word and not parts
        )
    if not fields:
        return found.kind != "decade" or bool(found.number) or bool(parts) or found.offset == 0
    sizes = [_SIZES.get(each.kind, 9) for each in fields]
    size = _SIZES.get(found.kind, 9)
    if big_first:
        return size < min(sizes) or (size > max(sizes) and found.kind == "year" and glued)
    if size > max(sizes):
        return True
    only_year = len(fields) == 1 and fields[0].kind == "year" and not parts
    return only_year and glued and found.kind in {"quarter", "half"}


def _skip_glue(cursor: Cursor, index: int, previous: Field) -> int:
    at = index
    if previous.kind in {"weekday", "month"} and cursor.word(at) == ",":
        at += 1
    if previous.kind == "part" and (join := cursor.at("join", at)):
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
    smallest = min(fields, key=lambda each: _SIZES.get(each.kind, 9), default=None)
    if smallest is None:
        period.span = _unit_part(cursor, parts, period)
        return period
    period.notes += [each.note for each in fields if each.note in {"later", "sooner"}]
    period.precision = _precision(smallest)
    year = kinds.get("year")
    if year is not None:
        span = _within(_year_of(cursor, year, period), fields)
    elif "decade" in kinds:
        decade = kinds["decade"]
        first = decade.number or (cursor.context.published.year // 10 + (decade.offset or 0)) * 10
        span = Span(date(first, 1, 1), date(first + 9, 12, 31))
    elif smallest.kind == "date" and smallest.exact:
        span = Span(smallest.exact, smallest.exact)
    else:
        span = _relative_span(cursor, smallest, fields, period)
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
    names = {"month-quarter": "quarter", "month-half": "half", "months": "span", "third": "part"}
    return names.get(smallest.kind, "week" if smallest.kind == "weekspan" else smallest.kind)


def _year_of(cursor: Cursor, year: Field, period: Period) -> Span:
    number = year.number or cursor.context.published.year + (year.offset or 0)
    if year.offset is not None:
        period.notes.append("relative")
    if not year.fiscal:
        return year_span(number)
    period.notes.append("fiscal")
    if not cursor.fiscal_end:
        period.sure = False
        period.notes.append("fiscal year of an unknown country taken as July to June")
        period.alternatives.append(year_span(number))
    return year_span(number, cursor.fiscal_end or JUNE_YEAR)


def _within(span: Span, fields: list[Field]) -> Span:
    """The smaller parts taken from their year, the largest first."""
    for each in sorted(fields, key=lambda each: -_SIZES.get(each.kind, 9)):
        span = _part_within(span, each)
    return span


def _part_within(span: Span, each: Field) -> Span:
    upto = each.until or each.number
    match each.kind:
        case "half":
            return slice_span(span, 6 * (each.number - 1), 6 * (upto - each.number + 1))
        case "quarter":
            return slice_span(span, 3 * (each.number - 1), 3 * (upto - each.number + 1))
        case "months":
            return slice_span(span, 0, each.number)
        case "month-quarter" | "month-half":
            count = 3 if each.kind == "month-quarter" else 6
            month = _month_in(span, each.number)
            return month_span(month.first.year, month.first.month - count + 1, count)
        case "month":
            month = _month_in(span, each.number)
            return _day_in(month, each.day) if each.day else month
        case "season":
            first = SEASON_MONTHS[each.word]
            return month_span(span.first.year, first, 3)
        case "day":
            return _day_in(span, each.number)
        case "third":
            return part_of(span, ("early", "mid", "late")[each.number - 1])
        case _:
            return span


def _month_in(span: Span, month: int) -> Span:
    year = span.first.year + (1 if month < span.first.month else 0)
    return month_span(year, month)


def _day_in(month: Span, day: int) -> Span:
    exact = month.first.replace(day=day)
    return Span(exact, exact)


def _apply_parts(span: Span, parts: list[str], period: Period) -> Span:
    if not parts:
        return span
    if period.precision != "day":
        period.precision = "part"
    names = [part.split("-")[0] for part in parts]
    spans = [part_of(span, name) for name in names]
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


def _relative_span(cursor: Cursor, smallest: Field, fields: list[Field], period: Period) -> Span:
    today = cursor.context.published
    largest = max(fields, key=lambda each: _SIZES.get(each.kind, 9))
    period.has_year = False
    if smallest.kind == "day" and len(fields) == 1 and smallest.offset is not None:
        day = today + timedelta(days=smallest.offset)
        period.has_year = True
        return Span(day, day)
    if largest.kind == "weekspan":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=largest.offset or 0)
        return Span(monday, monday + timedelta(days=6))
    if largest.kind == "weekday":
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
        size = {"month": 1, "quarter": 3, "half": 6}[largest.kind]
        first = (today.month - 1) // size * size + 1 + size * largest.offset
        return _within(
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
            options.append(_within(year_span(year), fields))
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
    default = ranked[0]
    ranked.sort(key=lambda each: not _is_told(today, each, told, default))
    if largest.offset == 0:
        current = [each for each in options if today.year in {each.first.year, each.last.year}]
        return current[0] if current else ranked[0]
    period.notes.append("year assumed")
    before = ranked[0].last < today
    others = [each for each in ranked[1:] if (each.last < today) != before]
    period.alternatives += _parts_of_all(others[:1], period.parts)
    return ranked[0]


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


def _parts_of_all(spans: list[Span], parts: list[str]) -> list[Span]:
    if not parts:
        return spans
    name = parts[0].split("-")[0]
    return [part_of(span, name) for span in spans]


def _distance(today: date, span: Span) -> int:
    if span.first <= today <= span.last:
        return 0
    return min(abs((span.first - today).days), abs((span.last - today).days))


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
