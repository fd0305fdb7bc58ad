"""Amounts that a text tells of a time gone by, or that have become others since."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from monitor.model import Modality
from monitor.reading.cues.modes import PAST_PLAN, Mode, Place, as_mode
from monitor.reading.modes.standing import once_on_paper
from monitor.reading.text.layout import Layout

PAST_PLAN_BREAK = 2.0
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?![\d万亿])")
_TO_COME = 14  # characters from a plan to its verb
_AMOUNTS = ("capacity", "output", "resource", "capex", "funding", "stake")


def grown(layout: Layout, place: Place, neighbours: list[tuple[int, int]]) -> Mode | None:
    """Whether A has become B since: "stood at A two years ago, has ballooned to B"."""
    after = [low for low, _ in neighbours if low >= place.end] if not place.dated else []
    if not after or place.cue == (place.start, place.end):
        return None
    for mark in layout.within("modality.grown", place.end, after[0]):
        if len(layout.content[mark.end : after[0]].split()) > 1:
            continue
        if layout.any_within("modality.plan", mark.start - _TO_COME, mark.start):
            continue  # "and will rise to"
        if _same_matter(layout, place, mark.start):
            words = layout.content[mark.start : mark.end]
            return as_mode(Modality.HISTORIC, "overtaken", words)
    return None


def _same_matter(layout: Layout, place: Place, end: int) -> bool:
    """Whether no words between a value and a place announce something else of its kind."""
    told = [one for one in _AMOUNTS if layout.any_within(f"cue.{one}.strong", place.end, end)]
    low, high = place.sentence.start, place.end
    here = [one for one in told if layout.any_within(f"cue.{one}.strong", low, high)]
    return not told or bool(here)


def once_told(
    layout: Layout, place: Place, published: date, neighbours: list[tuple[int, int]]
) -> Mode | None:
    """A value told of a time gone by, or as what was once planned."""
    on_paper = once_on_paper(layout, place, neighbours)
    if place.dated or on_paper:
        return on_paper
    start, _ = layout.clause(place.start, place.sentence, PAST_PLAN_BREAK)
    for mark in layout.within("modality.past-plan", start, place.start):
        if mark.end <= place.start and not layout.any_within("modality.now", mark.end, place.start):
            return as_mode(Modality.HISTORIC, PAST_PLAN, layout.content[mark.start : mark.end])
    return told_of_past(layout, place, published, neighbours)


def told_of_past(
    layout: Layout, place: Place, published: date, neighbours: Sequence[tuple[int, int]] = ()
) -> Mode | None:
    """An amount that the same clause gives for a year gone by: "in 2023 it was $2 billion"."""
    start, end = layout.clause(place.start, place.sentence, 1.0)
    start = start if place.start - start > 3 else max(place.sentence.start, start - 24)
    for year in YEAR.finditer(layout.content, start, end):
        if place.start <= year.start() < place.end:
            continue  # the amount itself: 1989万吨
        if layout.any_within("modality.since", year.start() - 6, year.start()):
            continue  # "the first since 1980"
        near = layout.gap(year.span(), (place.start, place.end))
        if any(layout.gap(year.span(), one) < near for one in neighbours):
            continue  # "371 million against 326 million in the study of 2024"
        if int(year.group()) < published.year:
            return as_mode(Modality.HISTORIC, "told of a year gone by", year.group())
    then = layout.any_within("modality.then", start, place.start)
    then = then or layout.any_within("modality.then-after", place.end, end)
    if then:
        return as_mode(Modality.HISTORIC, PAST_PLAN, layout.content[then.start : then.end])
    return None
