"""Expressions made ready for attaching: what only their surroundings tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from monitor.model import Kind, Milestone
from monitor.reading.claims.measured import aside, measured
from monitor.reading.expressions.found import Expression
from monitor.reading.text.layout import Layout


def prepared(layout: Layout, kind: Kind, found: Sequence[Expression]) -> Iterable[Expression]:
    """Expressions of one kind as their neighbours make them."""
    before: Expression | None = None
    for expression in found:
        if kind is Kind.SHARE and not expression.sure:
            continue
        told = expression.value
        moves = isinstance(told, Milestone) and told.shift is not None
        if not moves and layout.within("modality.span", expression.start - 2, expression.end):
            continue  # "three quarters" is no third quarter
        if kind is not Kind.MILESTONE and aside(layout, expression):
            continue
        one = expression
        if kind is Kind.MILESTONE:
            one = _year_of_body(layout, _ahead(layout, expression), found)
            one = _lent_year(layout, one, before)
            one = _year_ahead(layout, one, found)
            one = _same_year(layout, _postponed(layout, one), before)
            one = _compared(layout, one, before)
        else:
            one = measured(layout, expression)
        yield one
        before = one


def _compared(layout: Layout, expression: Expression, before: Expression | None) -> Expression:
    """The date compared with, and no bound: "in May, earlier than the first half of 2027"."""
    value = expression.value
    if before is None or not isinstance(value, Milestone):
        return expression
    compares = layout.within("modality.compare", expression.start, expression.start + 1)
    months = _MONTHS.get(expression.precision)
    if not compares or not months:
        return expression
    if layout.sentence_at(before.start) is not layout.sentence_at(expression.start):
        return expression
    if value.earliest is None and value.latest:
        first = value.latest + timedelta(days=1)
        return replace(expression, value=replace(value, earliest=first, latest=_end(first, months)))
    if value.latest is None and value.earliest:
        last = value.earliest - timedelta(days=1)
        first = _shifted(value.earliest, -months)
        return replace(expression, value=replace(value, earliest=first, latest=last))
    return expression


_VERB = 90  # characters from a verb to its "by"
_ASSUMED = "year assumed"


def _year_of_body(
    layout: Layout, expression: Expression, found: Sequence[Expression]
) -> Expression:
    """A headline's "in the second quarter" is the one that the body tells with its year."""
    if _ASSUMED not in expression.notes or not layout.sentence_at(expression.start).title:
        return expression
    value = expression.value
    for one in found:
        told = one.value
        if one.start <= expression.end or one.precision != expression.precision:
            continue
        if not isinstance(told, Milestone) or not isinstance(value, Milestone):
            continue
        if _ASSUMED not in one.notes and _in_year(told) == _in_year(value):
            return replace(expression, value=told)
    return expression


def _lent_year(layout: Layout, expression: Expression, before: Expression | None) -> Expression:
    """A part of the year to come that was told before: "trials in March 2027, start in October"."""
    if before is None or _ASSUMED not in expression.notes or _ASSUMED in before.notes:
        return expression
    value, told = expression.value, before.value
    months = _MONTHS.get(expression.precision)
    if not isinstance(value, Milestone) or not isinstance(told, Milestone) or not months:
        return expression
    if not (value.earliest and value.latest and told.earliest and told.latest):
        return expression
    first = _shifted(value.earliest, 12 * (told.earliest.year - value.earliest.year))
    same = layout.sentence_at(before.start) == layout.sentence_at(expression.start)
    aside = first <= told.latest and _set_aside(layout, expression, before)
    if not same or first <= value.earliest or (first < told.earliest and not aside):
        return expression
    if before.precision == "year" and layout.any_within(
        "subjects.speaker", before.end, expression.end + 8
    ):
        return expression  # "in 2031, the company had said in January"
    return replace(expression, value=replace(value, earliest=first, latest=_end(first, months)))


def _year_ahead(layout: Layout, expression: Expression, found: Sequence[Expression]) -> Expression:
    """An older date takes the year of the one behind it: "not in August but in December 2026"."""
    value, months = expression.value, _MONTHS.get(expression.precision)
    if layout.language == "zh" or not months:  # where the year stands first
        return expression
    if _ASSUMED not in expression.notes or not isinstance(value, Milestone):
        return expression
    sentence = layout.sentence_at(expression.start)
    told = next((one for one in found if one.start >= expression.end), None)
    if told is None or told.start >= sentence.end or _ASSUMED in told.notes or not value.earliest:
        return expression
    later = told.value.latest if isinstance(told.value, Milestone) else None
    tags = ("contrast", "historic-before", "past-plan")
    low = max(sentence.start, expression.start - _VERB)
    if later is None or not any(
        layout.any_within(f"modality.{tag}", low, expression.start) for tag in tags
    ):
        return expression
    first = _shifted(value.earliest, 12 * (later.year - value.earliest.year))
    if first > later:
        first = _shifted(first, -12)
    if first.year <= value.earliest.year:
        return expression
    return replace(expression, value=replace(value, earliest=first, latest=_end(first, months)))


def _set_aside(layout: Layout, expression: Expression, before: Expression) -> bool:
    """Whether a date is told as the older one: "in May 2027 rather than in February"."""
    tags = ("contrast", "historic-before", "past-plan")
    return any(layout.any_within(f"modality.{tag}", before.end, expression.start) for tag in tags)


def _in_year(value: Milestone) -> tuple[tuple[int, int] | None, ...]:
    """The months and days of both ends."""
    return tuple((end.month, end.day) if end else None for end in (value.earliest, value.latest))


def _ahead(layout: Layout, expression: Expression) -> Expression:
    """The coming autumn rather than the last one, where the text speaks of plans."""
    if expression.precision not in _MONTHS:
        return expression
    later = [one for one in expression.alternatives if isinstance(one, Milestone)]
    value = expression.value
    if not later or not isinstance(value, Milestone) or not value.latest:
        return expression
    first = later[0]
    if _just_done(layout, expression):
        past = min((value, *later), key=lambda one: one.latest or date.max)
        return replace(expression, value=past)
    if not first.earliest or first.earliest <= value.latest:
        return expression
    near = layout.within("cue.moved.shift", expression.start - 8, expression.start)
    if any(expression.start - mark.end <= 2 for mark in near):
        return replace(expression, value=first)  # "has put it off until September"
    sentence = layout.sentence_at(expression.start)
    low, high = layout.clause(expression.start, sentence, 2.0)
    plan = layout.any_within("modality.plan", low, high)
    plan = plan or layout.any_within("cue.moved.shift", low, high)
    done = layout.any_within("modality.done", low, high)
    return replace(expression, value=first) if plan and not done else expression


def _just_done(layout: Layout, expression: Expression) -> bool:
    """Whether the words right before a date tell what was done: "started up in November"."""
    for mark in layout.within("modality.done", expression.start - 24, expression.start):
        between = layout.content[mark.end : expression.start]
        if layout.language == "zh" or len(between.split()) > 2:
            continue
        if layout.breaks(mark.end, expression.start) >= 1.0:
            continue
        if not layout.any_within("modality.plan", mark.start - 14, expression.start):
            return True
    return False


def _postponed(layout: Layout, expression: Expression) -> Expression:
    """The period itself, and no lower bound: "put off until 2028"."""
    value = expression.value
    months = _MONTHS.get(expression.precision)
    if layout.language == "ru" and expression.rule == "date:until":
        return _put_off(layout, expression)
    if not isinstance(value, Milestone) or value.latest or not value.earliest or not months:
        return expression
    if _only_then(layout, expression):
        return replace(expression, value=replace(value, latest=_end(value.earliest, months)))
    for mark in layout.within("cue.moved.shift", expression.start - 24, expression.start):
        if len(layout.content[mark.end : expression.start].split()) <= 1:
            latest = _end(value.earliest, months)
            return replace(expression, value=replace(value, latest=latest))
    return expression


def _put_off(layout: Layout, expression: Expression) -> Expression:
    """«до» behind words for a move says until when: «отложен на полгода, до весны 2028-го»."""
    value = expression.value
    months = {**_MONTHS, "season": 3}.get(expression.precision)
    if not isinstance(value, Milestone) or value.earliest or not value.latest or not months:
        return expression
    for mark in layout.within("cue.moved.shift", expression.start - _VERB, expression.start):
        if layout.breaks(mark.end, expression.start) < 1.5:
            first = _shifted(value.latest + timedelta(days=1), -months)
            return replace(expression, value=replace(value, earliest=first))
    return expression


def _only_then(layout: Layout, expression: Expression) -> bool:
    """Whether a thing is said to be done then and not before: "won't open until March"."""
    if "negated" not in expression.notes or expression.precision == "year":
        return False
    if not any(isinstance(one, Milestone) and one.latest for one in expression.alternatives):
        return False
    near = layout.within("modality.will-not", expression.start - 40, expression.start)
    return any(layout.breaks(mark.end, expression.start) < 1.0 for mark in near)


def _same_year(layout: Layout, expression: Expression, before: Expression | None) -> Expression:
    """A part of the year told of before: "in the second half of that year"."""
    value = expression.value
    marks = layout.within("modality.same-year", expression.end, expression.end + 3)
    told = before.value if before else None
    if not marks or not isinstance(value, Milestone) or not isinstance(told, Milestone):
        return expression
    year = told.latest or told.earliest
    if not (value.earliest and value.latest and year):
        return expression
    months = 12 * (year.year - value.earliest.year)
    length = _MONTHS.get(expression.precision)
    if not months or not length:
        return expression
    first = _shifted(value.earliest, months)
    return replace(expression, value=replace(value, earliest=first, latest=_end(first, length)))


_MONTHS = {"year": 12, "half": 6, "quarter": 3, "month": 1, "part": 3}


def _shifted(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def _end(first: date, months: int) -> date:
    return _shifted(first, months) - timedelta(days=1)
