"""Conditions on which a text puts a value forward: "if the loan comes", "depends on the price"."""

from __future__ import annotations

from monitor.model import Modality
from monitor.reading.cues.modes import Mode, Place, as_mode
from monitor.reading.text.layout import Layout
from monitor.reading.text.phrases import Found


def conditional(layout: Layout, place: Place) -> Mode | None:
    """The condition that a value stands under, if there is one."""
    content = layout.content
    for mark in layout.within("modality.conditional", place.sentence.start, place.sentence.end):
        low, high = sorted((mark.start, place.start))
        if compares(layout, mark.start):
            continue
        if mark.start > place.end and _goes_on(layout, place.end, mark.start):
            continue
        if _of_what_follows(layout, place, mark):
            continue
        if layout.breaks(low, high) < 6.5 and not _in_passing(layout, mark.start, mark.end):
            return as_mode(Modality.CONDITIONAL, "on condition", content[mark.start : mark.end])
    low, high = layout.clause(place.start, place.sentence, 0.9)
    for mark in layout.within("modality.depends", low, high):
        if _of_a_noun(layout, place, mark):
            continue
        return as_mode(Modality.CONDITIONAL, "on condition", content[mark.start : mark.end])
    return None


def _of_a_noun(layout: Layout, place: Place, mark: Found) -> bool:
    """Whether it is a thing in between that depends: "after the extension, which hinges on"."""
    which = layout.within("modality.which", max(place.end, mark.start - 12), mark.start)
    return any(layout.content[place.end : one.start].strip(" ,") for one in which)


def _goes_on(layout: Layout, value: int, condition: int) -> bool:
    """Whether a condition opens a statement of its own: "in May, and if so, work starts"."""
    if layout.breaks(value, condition) < 1.0:
        return False
    if layout.any_within("subjects.later-phase", value, condition):
        return True  # "600 at first, and then, if the quarry grows, 1,200"
    return any(
        not layout.content[mark.end : condition].strip()
        for tag in ("hard", "soft")
        for mark in layout.within(f"structure.{tag}", condition - 12, condition)
    )


def _of_what_follows(layout: Layout, place: Place, mark: Found) -> bool:
    """Whether a condition is that of a clause after it, where what governs stands first."""
    if not layout.structure.run_on or mark.start < place.end:
        return False
    leads = bool(layout.within("modality.if", mark.start, mark.start + 1))
    _, end = layout.clause(mark.end, place.sentence, 1.0)
    return leads and end < place.sentence.end and layout.breaks(place.end, mark.start) >= 1.0


def _in_passing(layout: Layout, start: int, end: int) -> bool:
    """A phrase of a word or two between commas: "if anything", «если коротко»."""
    sentence = layout.sentence_at(start)
    opened, close = layout.clause(end, sentence, 1.0)
    words = layout.content[end:close].split()
    if not layout.structure.spaces or start - opened > 2 or opened == sentence.start:
        return False
    return len(words) <= 1 and close < sentence.end - 1


def compares(layout: Layout, start: int) -> bool:
    """Whether an "if" at ``start`` sets then against now and is no condition."""
    if layout.within("modality.if-compares", start, start + 1):
        return True
    end = layout.sentence_at(start).end
    return bool(layout.within("modality.then-now", start, end))
