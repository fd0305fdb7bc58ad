"""A period with its relation, alone, in a range or in a move."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from monitor.model import Milestone
from monitor.reading.expressions.dates.calendar import Span, part_of
from monitor.reading.expressions.dates.parts import Cursor, Period
from monitor.reading.expressions.dates.periods import read_period
from monitor.reading.expressions.dates.ranges import (
    borrow_year,
    lend_year,
    ordinal_pair,
    read_second,
)
from monitor.reading.expressions.dates.relating import WEAK, Related, in_context, read_relations
from monitor.reading.expressions.dates.relative import read_counted, read_span
from monitor.reading.expressions.dates.surety import surety
from monitor.reading.expressions.formatting import LONGEST_RANGE, format_milestone
from monitor.reading.expressions.found import Expression


def read_dated(cursor: Cursor, index: int) -> tuple[list[Expression], int] | None:
    """The expression that begins at a word, with its relation; None where there is none."""
    related = read_relations(cursor, index)
    if moved := ordinal_pair(cursor, related):
        return _pair(cursor, *moved)
    period = read_period(cursor, related.last)
    if period is None:
        return _counted(cursor, related)
    after = cursor.at("after-relation", period.last)
    if not after and cursor.word(period.last) == ",":
        after = cursor.at("after-relation", period.last + 1)
        after = after if after and after[0] in {"not-before", "by"} else None
    if after:
        related.kinds.append(after[0])
        period.last = after[1]
        return _single(cursor, related, period)
    second = read_second(cursor, related, period)
    if second is None:
        return _single(cursor, related, period)
    joined, other = second
    if joined == "pair":
        return _pair(cursor, period, other)
    after = cursor.at("after-relation", other.last)
    if after:
        related.kinds.append(after[0])
        other.last = after[1]
    return _range(cursor, related, period, other, either=joined == "or")


def _counted(cursor: Cursor, related: Related) -> tuple[list[Expression], int] | None:
    """Not before a time counted from now: «не ранее чем через два года»."""
    if related.kind != "not-before" or related.strong is None:
        return None
    found = read_span(cursor, related.last) or read_counted(cursor, related.last)
    if found is None or not isinstance(found[0].value, Milestone):
        return None
    value = replace(found[0].value, latest=None)
    value = replace(value, text=format_milestone(value))
    start = cursor.tokens.starts[related.strong]
    return [replace(found[0], start=start, value=value, rule="date:not-before")], found[1]


def _pair(cursor: Cursor, first: Period, second: Period) -> tuple[list[Expression], int]:
    """What runs from A to B is a move, or a time that something takes: two values, no range."""
    first = borrow_year(cursor, first, second)
    second = lend_year(cursor, first, second)
    found = []
    for period, note in ((first, "from-to: from"), (second, "from-to: to")):
        expression = _expression(cursor, Related(["in"], period.start), period, (note,))
        found.append(expression)
    return found, second.last


def _range(
    cursor: Cursor, related: Related, first: Period, second: Period, *, either: bool
) -> tuple[list[Expression], int] | None:
    """``either``: "by late 2026 or early 2027" is one stretch of time."""
    first = borrow_year(cursor, first, second)
    second = lend_year(cursor, first, second)
    if second.span.last < first.span.first:
        return _single(cursor, related, first)
    start, end = first.span, second.span
    if "turn" in related.kinds:
        start, end = part_of(start, "late"), part_of(end, "early")
    whole_span = Period(
        Span(start.first, end.last),
        first.start,
        second.last,
        "range",
        first.fields,
        [],
        has_year=True,
        sure=first.sure and second.sure,
        notes=list(dict.fromkeys([*first.notes, *second.notes])),
    )
    if whole_span.span.last.year - whole_span.span.first.year > LONGEST_RANGE:
        return _single(cursor, related, first)
    notes = ("or the next",) if either and first.parts and second.parts else ()
    return [_expression(cursor, related, whole_span, notes)], second.last


def _single(cursor: Cursor, related: Related, period: Period) -> tuple[list[Expression], int]:
    return [_expression(cursor, related, period, ())], period.last


def _expression(
    cursor: Cursor, related: Related, period: Period, notes: tuple[str, ...]
) -> Expression:
    kind, more = in_context(cursor, related, period)
    if kind == "by" and "or the next" in notes:
        kind = "in"
    if "ahead" in period.notes and kind in WEAK | {""}:
        kind = "by"  # before this year is out
    sure, doubts = surety(cursor, related.kinds, period)
    value = _bounded(kind, period.span, period)
    others = [_bounded(kind, span, period) for span in period.alternatives]
    if kind == "before" and "ambiguous-before" in more:
        others.append(_bounded("by", period.span, period))
    if kind == "not-before" and _says_until(cursor, related, period):
        others.append(_bounded("in", period.span, period))  # "not until 2029" may mean in 2029
    start = period.start
    if related.strong is not None and kind != "in":
        start = min(related.strong, start)
    tokens = cursor.tokens
    marks = [word for word in related.kinds if word in {"from", "around"}]
    return Expression(
        tokens.starts[start],
        tokens.ends[period.last - 1],
        value,
        period.precision,
        f"date:{kind or 'plain'}",
        sure,
        tuple(dict.fromkeys((*notes, *period.notes, *more, *marks, *doubts))),
        tuple(others),
    )


def _says_until(cursor: Cursor, related: Related, period: Period) -> bool:
    words = cursor.tokens.words[related.start : period.start]
    return any(word in cursor.grammar.until for word in words)


def _bounded(kind: str, span: Span, period: Period) -> Milestone:
    soft = period.precision in {"part", "range"}
    earliest: date | None = span.first
    latest: date | None = span.last
    match kind:
        case "by" | "until":
            earliest, latest = None, span.last
        case "before":
            earliest, latest = None, _step(span.first, -1)
        case "after":
            earliest, latest = _step(span.last, 1), None
        case "not-before":
            earliest, latest = span.first, None
        case _:
            pass
    return Milestone(
        earliest, latest, text=format_milestone(Milestone(earliest, latest), soft=soft)
    )


def _step(day: date, days: int) -> date:
    return day + timedelta(days=days)
