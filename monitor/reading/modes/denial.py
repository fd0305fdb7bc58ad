"""What a text denies: rumours refuted, dates that will not be kept, and what only looks so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.model import Modality
from monitor.reading.cues.modes import Mode, Place, as_mode
from monitor.reading.modes.setaside import between
from monitor.reading.text.joining import percent
from monitor.reading.text.layout import Layout, Sentence
from monitor.reading.text.phrases import Found

_QUOTED = ' \t\n"\u201d\u2019'
_ABSENT = 9.0  # words from a value to what says that there is none


def denied(layout: Layout, place: Place, neighbours: list[tuple[int, int]]) -> Mode | None:
    """A denial takes the value nearest to it, and none that is confirmed."""
    content = layout.content
    low = min(place.start, place.cue[0])
    clause = layout.clause(place.start, place.sentence, 1.0)
    for kept in layout.within("modality.confirms", *clause):
        rather = [one for one in neighbours if _nearer(layout, kept, one, place)]
        if not rather:
            return None
    if layout.any_within("modality.refutes", place.sentence.start, place.start):
        return None  # what is refuted was told before
    for mark in layout.within("modality.denied-after", place.end, place.sentence.end):
        if not between(neighbours, place.end, mark.start):
            return as_mode(Modality.DENIED, "denied", content[mark.start : mark.end])
    start, _ = layout.clause(low, place.sentence, 2.0)
    if _refuted(layout, place.sentence):
        return as_mode(Modality.DENIED, "refuted", "the next sentence says no")
    after = [at for at, _ in neighbours if at > place.end]
    if after and layout.any_within("modality.contrast", place.end, after[0]):
        return None  # "should be 22, not 220"
    for mark in layout.within("modality.denied-before", start, low):
        if mark.end > low or between(neighbours, mark.end, place.start):
            continue
        if _of_a_delay(layout, mark, place) or _undenied(layout, mark):
            continue
        if layout.breaks(mark.end, low) < 2.5:
            return as_mode(Modality.DENIED, "denied", content[mark.start : mark.end])
    return None


def _undenied(layout: Layout, mark: Found) -> bool:
    """Whether it is said that there was no denial: "neither confirmed nor denied"."""
    near = layout.within("modality.negation", mark.start - 8, mark.start)
    return any(
        one.end <= mark.start and not layout.content[one.end : mark.start].strip() for one in near
    )


def _of_a_delay(layout: Layout, mark: Found, place: Place) -> bool:
    """Whether it is a move that is denied, and the date told apart: "no delay: … in 2028"."""
    if layout.any_within("modality.no-change", mark.start, min(mark.end + 4, place.start)):
        return True
    shifts = layout.within("cue.moved.shift", mark.end, min(mark.end + 24, place.start))
    return bool(shifts) and layout.breaks(shifts[0].end, place.start) >= 2.0


def _nearer(layout: Layout, mark: Found, other: tuple[int, int], place: Place) -> bool:
    """Whether words stand nearer to another value than to the one at ``place``."""
    span = (mark.start, mark.end)
    return layout.gap(span, other) < layout.gap(span, (place.start, place.end))


def _refuted(layout: Layout, sentence: Sentence) -> bool:
    """Whether a short sentence follows that says no: "It will not."."""
    if sentence.title or sentence.index + 1 >= len(layout.sentences):
        return False
    after = layout.sentences[sentence.index + 1]
    if layout.any_within("modality.refutes", after.start, after.end):
        return True
    if layout.any_within("modality.doubt", after.start, after.end):
        return False  # "Not everybody is convinced."
    text = layout.content[after.start : after.end]
    short = layout.structure.is_short(text, 4)
    if not short or after.opens or any(char.isdigit() for char in text):
        return False
    tags = ("negation", "denied-after")
    return any(layout.any_within(f"modality.{tag}", after.start, after.end) for tag in tags)


def negated(
    layout: Layout, place: Place, neighbours: Sequence[tuple[int, int]] = ()
) -> Mode | None:
    """A negation right before the cue, or between the cue and the value."""
    if layout.any_within("modality.ahead", place.start - 7, place.start + 1):
        return None  # "won't open until March"
    if not place.dated and (absent := _absent(layout, place)):
        return absent
    low = max(place.sentence.start, min(place.start, place.cue[0]) - 30)
    for mark in layout.within("modality.negation", low, place.start):
        if layout.any_within("modality.steady", mark.end, place.start):
            continue  # "will not slip and remains 2029"
        if layout.any_within("modality.new-value", mark.end, place.start):
            continue  # "will not open this year; the new date is 2029"
        if mark.end < place.cue[0] and any(mark.end <= one < place.start for one, _ in neighbours):
            continue  # "would not open before 2029, and 2028 holds"
        if _kept(layout, mark) or layout.any_within("modality.confirms", mark.end, place.start):
            continue
        at_cue = 0 <= place.cue[0] - mark.end < 12 or mark.start >= place.cue[1]
        at_cue = at_cue or (place.cue[0] < mark.start and mark.end < place.cue[1])
        if layout.within("cue.moved.shift", place.cue[0], place.cue[1]):
            at_cue = False
        if mark.end <= place.start and at_cue and layout.breaks(mark.end, place.start) < 1.0:
            words = layout.content[mark.start : mark.end]
            return as_mode(Modality.DENIED, "negated", words)
    verbs = [] if layout.within("cue.moved.shift", *place.cue) else [place.cue[0]]
    for shift in layout.within("cue.moved.shift", place.sentence.start, place.start):
        gap = layout.content[shift.end : place.start].split()
        if len(gap) <= 2 and layout.breaks(shift.end, place.start) < 1.0:
            verbs.append(shift.start)  # "has not been put off until 2029"
    for verb in verbs:
        if layout.any_within("modality.new-value", verb, place.start):
            continue
        marks = layout.within("modality.negation", verb - 12, verb)
        for mark in marks + layout.within("modality.negation-noun", verb - 4, verb):
            if any(verb < one < place.start for one, _ in neighbours):
                continue
            if not layout.content[mark.end : verb].strip(_QUOTED) and not _kept(layout, mark):
                told = layout.content[mark.start : mark.end]
                return as_mode(Modality.DENIED, "negated", told)
    return None


def _absent(layout: Layout, place: Place) -> Mode | None:
    """A share that there will not be: «51 процента у партнёра не будет»."""
    if not re.search(percent(), layout.content[place.start : place.end + 1]):
        return None
    _, end = layout.clause(place.end, place.sentence, 1.0)
    for mark in layout.within("modality.absent", place.end, end):
        closes = not layout.content[mark.end : mark.end + 2].strip(" .,;!»")
        closes = closes or bool(layout.within("modality.never-so", mark.end, mark.end + 2))
        if closes and layout.gap((place.start, place.end), (mark.start, mark.end)) < _ABSENT:
            words = layout.content[mark.start : mark.end]
            return as_mode(Modality.DENIED, "negated", words)
    return None


def _kept(layout: Layout, mark: Found) -> bool:
    """Whether a negation is that of a change: "has not revised the budget"."""
    near = layout.within("modality.confirms", mark.start - 8, mark.start + 1)
    return any(one.start <= mark.start < one.end for one in near)
