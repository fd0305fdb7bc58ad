"""Years that a date is told without, and takes from the dates around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from monitor.model import Milestone
from monitor.reading.expressions.dates.calendar import PERIOD_MONTHS, month_span
from monitor.reading.expressions.found import Expression
from monitor.reading.text.layout import Layout
from monitor.reading.text.phrases import Found

MONTHS = {**PERIOD_MONTHS, "part": 3}
_TELLING = 2  # words between a year and when it was told: "2029 back in May"
_WORD = 12  # characters of the word before a date
_VERB = 90  # characters from a verb to what it sets aside
_ASSUMED = "year assumed"


def year_of_body(layout: Layout, expression: Expression, found: Sequence[Expression]) -> Expression:
    """A headline's "in the second quarter" is the one that the body tells with its year."""
    if not is_assumed(expression) or not layout.sentence_at(expression.start).title:
        return expression
    value = expression.value
    for one in found:
        told = one.value
        if one.start <= expression.end or one.precision != expression.precision:
            continue
        if not isinstance(told, Milestone) or not isinstance(value, Milestone):
            continue
        if not is_assumed(one) and _in_year(told) == _in_year(value):
            return replace(expression, value=told)
    return expression


def is_assumed(expression: Expression) -> bool:
    """Whether a date is told without its year."""
    return _ASSUMED in expression.notes


def is_loose(expression: Expression) -> bool:
    """A season that is not said to be a time to come: "the summer quarter", "since spring"."""
    return expression.precision == "season" and (
        not expression.sure or "from" in expression.notes or expression.rule == "date:after"
    )


def lent_year(layout: Layout, expression: Expression, before: Expression | None) -> Expression:
    """A part of the year to come that was told before: "trials in March 2027, start in October"."""
    if before is None or not is_assumed(expression) or is_assumed(before):
        return expression
    if is_loose(expression):
        return expression  # «смотря какой будет зима»
    if beside_year(layout, expression, before):
        return expression
    value, told = expression.value, before.value
    months = MONTHS.get(expression.precision)
    if not isinstance(value, Milestone) or not isinstance(told, Milestone) or not months:
        return expression
    if not (value.earliest and value.latest and told.earliest and told.latest):
        return expression
    first = shifted(value.earliest, 12 * (told.earliest.year - value.earliest.year))
    same = layout.sentence_at(before.start) == layout.sentence_at(expression.start)
    aside = first <= told.latest and _set_aside(layout, expression, before)
    if not same or first <= value.earliest or (first < told.earliest and not aside):
        return expression
    if before.precision == "year" and layout.any_within(
        "subjects.speaker", before.end, expression.end + 8
    ):
        return expression  # "in 2031, the company had said in January"
    return replace(expression, value=replace(value, earliest=first, latest=end_of(first, months)))


def beside_year(layout: Layout, expression: Expression, before: Expression | None) -> bool:
    """Whether a date right behind a whole year is none of it: "was put at 2029 in May".

    What is part of the year has the same word before it as the year: "in 2029, in May".
    """
    if before is None or before.precision != "year" or not layout.structure.spaces:
        return False
    text = layout.content
    between = text[before.end : expression.start].split()
    if not 1 <= len(between) <= _TELLING or layout.breaks(before.end, expression.start):
        return False
    ahead = text[max(0, before.start - _WORD) : before.start].split()
    return bool(ahead) and ahead[-1].casefold() != between[-1].casefold()


def year_moved(layout: Layout, expression: Expression, found: Sequence[Expression]) -> Expression:
    """Of two months that a thing is moved between the first is the earlier: "from May to June"."""
    value, months = expression.value, MONTHS.get(expression.precision)
    if "from-to: from" not in expression.notes or not is_assumed(expression) or not months:
        return expression
    other = next((one for one in found if one.start >= expression.end), None)
    if other is None or "from-to: to" not in other.notes:
        return expression
    told = other.value
    if not isinstance(value, Milestone) or not isinstance(told, Milestone):
        return expression
    if not value.earliest or not told.earliest or value.earliest < told.earliest:
        return expression
    sentence = layout.sentence_at(expression.start)
    if layout.any_within("modality.forward", sentence.start, sentence.end):
        return expression
    first = shifted(value.earliest, -12)
    return replace(expression, value=replace(value, earliest=first, latest=end_of(first, months)))


def year_ahead(layout: Layout, expression: Expression, found: Sequence[Expression]) -> Expression:
    """An older date takes the year of the one behind it: "not in August but in December 2026"."""
    value, months = expression.value, MONTHS.get(expression.precision)
    if layout.structure.time_leads or not months:  # where the year stands first
        return expression
    if not is_assumed(expression) or not isinstance(value, Milestone):
        return expression
    sentence = layout.sentence_at(expression.start)
    told = next((one for one in found if one.start >= expression.end), None)
    if told is None or told.start >= sentence.end or is_assumed(told) or not value.earliest:
        return expression
    later = told.value.latest if isinstance(told.value, Milestone) else None
    tags = ("contrast", "historic-before", "past-plan")
    low = max(sentence.start, expression.start - _VERB)
    if later is None or not any(
        layout.any_within(f"modality.{tag}", low, expression.start) for tag in tags
    ):
        return expression
    first = shifted(value.earliest, 12 * (later.year - value.earliest.year))
    if first > later:
        first = shifted(first, -12)
    if first.year <= value.earliest.year:
        return expression
    return replace(expression, value=replace(value, earliest=first, latest=end_of(first, months)))


def _set_aside(layout: Layout, expression: Expression, before: Expression) -> bool:
    """Whether a date is told as the older one: "in May 2027 rather than in February"."""
    tags = ("contrast", "historic-before", "past-plan")
    return any(layout.any_within(f"modality.{tag}", before.end, expression.start) for tag in tags)


def _that(layout: Layout, expression: Expression) -> list[Found]:
    """The "that" of "late in 2028, and not that spring", which is of the year told before."""
    if not is_assumed(expression):
        return []
    near = layout.within("modality.that-year", expression.start - 6, expression.start)
    return [one for one in near if not layout.content[one.end : expression.start].strip()]


def _in_year(value: Milestone) -> tuple[tuple[int, int] | None, ...]:
    """The months and days of both ends."""
    return tuple((end.month, end.day) if end else None for end in (value.earliest, value.latest))


def same_year(layout: Layout, expression: Expression, before: Expression | None) -> Expression:
    """A part of the year told of before: "in the second half of that year"."""
    value = expression.value
    marks = layout.within("modality.same-year", expression.end, expression.end + 3)
    marks = marks or _that(layout, expression)
    told = before.value if before else None
    if not marks or not isinstance(value, Milestone) or not isinstance(told, Milestone):
        return expression
    year = told.latest or told.earliest
    if not (value.earliest and value.latest and year):
        return expression
    months = 12 * (year.year - value.earliest.year)
    length = MONTHS.get(expression.precision)
    if not months or not length:
        return expression
    first = shifted(value.earliest, months)
    return replace(expression, value=replace(value, earliest=first, latest=end_of(first, length)))


def shifted(day: date, months: int) -> date:
    """The first of the month that lies so far from a day's."""
    return month_span(day.year, day.month + months).first


def end_of(first: date, months: int) -> date:
    """The last day of so many months."""
    return month_span(first.year, first.month, months).last
