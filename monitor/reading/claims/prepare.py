"""Expressions made ready for attaching: what only their surroundings tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from monitor.model import Kind, Milestone
from monitor.reading.claims.lent import (
    MONTHS,
    end_of,
    is_loose,
    lent_year,
    same_year,
    shifted,
    year_ahead,
    year_moved,
    year_of_body,
)
from monitor.reading.claims.measured import aside, measured
from monitor.reading.expressions.found import Expression
from monitor.reading.text.layout import Layout

_AT_ONCE = 2  # characters between them where they are one phrase
_TO = 20  # characters from a verb that moves to where it moves to
_VERB = 90  # characters from a verb to the "by" that goes with it


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
            one = year_of_body(layout, _ahead(layout, expression), found)
            one = lent_year(layout, one, before)
            one = year_moved(layout, year_ahead(layout, one, found), found)
            one = same_year(layout, _postponed(layout, one), before)
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
    months = MONTHS.get(expression.precision)
    if not compares or not months:
        return expression
    if layout.sentence_at(before.start) is not layout.sentence_at(expression.start):
        return expression
    if value.earliest is None and value.latest:
        first = value.latest + timedelta(days=1)
        return replace(
            expression, value=replace(value, earliest=first, latest=end_of(first, months))
        )
    if value.latest is None and value.earliest:
        last = value.earliest - timedelta(days=1)
        first = shifted(value.earliest, -months)
        return replace(expression, value=replace(value, earliest=first, latest=last))
    return expression


def _ahead(layout: Layout, expression: Expression) -> Expression:
    """The coming autumn rather than the last one, where the text speaks of plans."""
    if expression.precision not in MONTHS or is_loose(expression):
        return expression
    later = [one for one in expression.alternatives if isinstance(one, Milestone)]
    value = expression.value
    if not later or not isinstance(value, Milestone) or not value.latest:
        return expression
    first = later[0]
    near = layout.within("cue.moved.shift", expression.start - _TO, expression.start)
    gaps = [layout.content[mark.end : expression.start] for mark in near]
    follows = layout.structure.verb_before_date
    moved = any(len(gap) <= _AT_ONCE or (follows and len(gap.split()) <= 1) for gap in gaps)
    if not moved and _just_done(layout, expression):
        past = min((value, *later), key=lambda one: one.latest or date.max)
        return replace(expression, value=past)
    if not first.earliest or first.earliest <= value.latest:
        return expression
    if moved:
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
        if layout.structure.time_leads or len(between.split()) > 2:
            continue
        if layout.breaks(mark.end, expression.start) >= 1.0:
            continue
        if not layout.any_within("modality.plan", mark.start - 14, expression.start):
            return True
    return False


def _postponed(layout: Layout, expression: Expression) -> Expression:
    """The period itself, and no lower bound: "put off until 2028"."""
    value = expression.value
    months = MONTHS.get(expression.precision)
    if layout.structure.before_is_until and expression.rule == "date:until":
        return _put_off(layout, expression)
    if not isinstance(value, Milestone) or value.latest or not value.earliest or not months:
        return expression
    if _only_then(layout, expression):
        return replace(expression, value=replace(value, latest=end_of(value.earliest, months)))
    for mark in layout.within("cue.moved.shift", expression.start - 24, expression.start):
        if len(layout.content[mark.end : expression.start].split()) <= 1:
            latest = end_of(value.earliest, months)
            return replace(expression, value=replace(value, latest=latest))
    return expression


def _put_off(layout: Layout, expression: Expression) -> Expression:
    """«до» behind words for a move says until when: «отложен на полгода, до весны 2028-го»."""
    value = expression.value
    months = MONTHS.get(expression.precision)
    if not isinstance(value, Milestone) or value.earliest or not value.latest or not months:
        return expression
    for mark in layout.within("cue.moved.shift", expression.start - _VERB, expression.start):
        if layout.breaks(mark.end, expression.start) < 1.5:
            first = shifted(value.latest + timedelta(days=1), -months)
            return replace(expression, value=replace(value, earliest=first))
    return expression


def _only_then(layout: Layout, expression: Expression) -> bool:
    """Whether a thing is said to be done then and not before: "won't open until March"."""
    if "negated" not in expression.notes or expression.precision == "year":
        return False
    if not any(isinstance(one, Milestone) and one.latest for one in expression.alternatives):
        return False
    near = layout.within("modality.will-not", expression.start - _VERB, expression.start)
    return any(layout.breaks(mark.end, expression.start) < 1.0 for mark in near)
