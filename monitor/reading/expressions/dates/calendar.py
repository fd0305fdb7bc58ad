"""Intervals of days: the conventions of years, quarters, halves, parts and fiscal years."""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import lru_cache

from monitor.model import Milestone, Shift
from monitor.reading.text.record import record

DAYS_PER_MONTH = 30.4375
PERIOD_MONTHS = {"year": 12, "half": 6, "quarter": 3, "season": 3, "month": 1}
SEASON_MONTHS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
JUNE_YEAR = 6
# Only where the year is named after its end; Japan names it after its begin.
_FISCAL_YEAR_ENDS = {"AU": 6, "NZ": 6, "PK": 6, "EG": 6, "BD": 6, "IN": 3, "CA": 12, "US": 12}


@record
class Span:
    """A closed interval of days."""

    first: date
    last: date


@lru_cache(maxsize=1024)
def month_span(year: int, month: int, count: int = 1) -> Span:
    """``count`` whole months from a month on; months beyond 12 run into the next year."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    end_year, end_month = year + (month + count - 2) // 12, (month + count - 2) % 12 + 1
    return Span(date(year, month, 1), date(end_year, end_month, monthrange(end_year, end_month)[1]))


def fiscal_year_end(country: str) -> int:
    """The last month of the fiscal year that a country's companies mostly keep; 0 unknown."""
    return _FISCAL_YEAR_ENDS.get(country.upper(), 0)


def year_span(year: int, last_month: int = 12) -> Span:
    """The year, or the fiscal year ending in ``last_month`` of it."""
    return month_span(year, last_month + 1 - 12, 12)


def months_of(span: Span) -> int:
    return (span.last.year - span.first.year) * 12 + span.last.month - span.first.month + 1


def slice_span(span: Span, start: int, count: int) -> Span:
    """``count`` months of a span from its month ``start`` (0 is the first)."""
    return month_span(span.first.year, span.first.month + start, count)


def part_of(span: Span, part: str) -> Span:
    """The early, mid, late part or the end of a period."""
    days = (span.last - span.first).days + 1
    months = months_of(span)
    if days <= 31:
        return _part_of_month(span, part)
    if months > 12:
        return _part_of_years(span, part)
    if months == 12:
        start, count = {"early": (0, 3), "mid": (4, 4)}.get(part, (9, 3))
        return slice_span(span, start, count)
    third = max(1, months // 3)
    start = {"early": 0, "mid": (months - third) // 2}.get(part, months - third)
    return slice_span(span, start, third)


def _part_of_month(span: Span, part: str) -> Span:
    first = span.first
    if (span.last - first).days < 27:
        return span
    match part:
        case "early":
            return Span(first, first.replace(day=10))
        case "mid":
            return Span(first.replace(day=11), first.replace(day=20))
        case _:
            return Span(first.replace(day=21), span.last)


def _part_of_years(span: Span, part: str) -> Span:
    years = span.last.year - span.first.year + 1
    third = max(1, round(years * 0.3))
    match part:
        case "early":
            return Span(span.first, date(span.first.year + third - 1, 12, 31))
        case "mid":
            start = span.first.year + (years - third + 1) // 2
            return Span(date(start, 1, 1), date(start + third - 1, 12, 31))
        case "end":
            return Span(date(span.last.year, 1, 1), span.last)
        case _:
            return Span(date(span.last.year - third + 1, 1, 1), span.last)


def add_months(day: date, months: float) -> date:
    """The day some months on, kept within its month; a fraction counts in days."""
    whole = int(months // 1)
    at = day.year * 12 + day.month - 1 + whole
    year, month = at // 12, at % 12 + 1
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"{months} months from {day} is outside the calendar")
    moved = date(year, month, min(day.day, monthrange(year, month)[1]))
    rest = months - whole
    return moved + timedelta(days=round(rest * DAYS_PER_MONTH)) if rest else moved


def _shift_end(day: date, months: float) -> date:
    """As :func:`add_months`; the last day of a month stays the last day of a month."""
    moved = add_months(day, months)
    if day.day == monthrange(day.year, day.month)[1] and months == int(months):
        return moved.replace(day=monthrange(moved.year, moved.month)[1])
    return moved


def resolve_shift(anchor: Milestone, shift: Shift) -> Milestone:
    """The anchor moved by a distance: its begin by the shorter, its end by the longer."""
    try:
        earliest = add_months(anchor.earliest, shift.low) if anchor.earliest else None
        latest = _shift_end(anchor.latest, shift.high) if anchor.latest else None
    except (ValueError, OverflowError):
        return Milestone(None, None, anchor.state, "", shift)
    return Milestone(earliest, latest, anchor.state, "", None)
