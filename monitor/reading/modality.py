"""How a text puts a value forward: planned, happened, set aside, denied, doubted, on condition."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from monitor.model import Milestone, Modality, Quantity, Reason
from monitor.reading.layout import Layout, Sentence

_CLOSE_BEFORE = {"en": 24, "ru": 24, "zh": 8}
_CLOSE_AFTER = {"en": 20, "ru": 22, "zh": 7}
_QUESTION = re.compile(r"[?？]\s*[”\"»]?\s*$")


@dataclass(frozen=True, slots=True)
class Place:
    """A value at ``start:end`` in a sentence, with the cue that announces it."""

    sentence: Sentence
    start: int
    end: int
    cue: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mode:
    modality: Modality
    reason: Reason


PLAIN = Mode(Modality.PLANNED, Reason("plain", "told without more"))


def read_mode(
    layout: Layout,
    place: Place,
    value: object,
    published: date,
    neighbours: list[tuple[int, int]],
) -> Mode:
    """The modality of a value; ``neighbours`` are other values of its kind in the sentence."""
    open_ended = isinstance(value, Milestone) and value.latest is None
    return (
        read_set_aside(layout, place, neighbours)
        or _denied(layout, place, negatable=not open_ended)
        or _asked(layout, place)
        or _doubted(layout, place)
        or _conditional(layout, place)
        or _by_time(layout, place, value, published)
    )


def _mode(modality: Modality, rule: str, words: str) -> Mode:
    return Mode(modality, Reason(rule, " ".join(words.split())))


# ---------------------------------------------------------------- an older value


def read_set_aside(layout: Layout, place: Place, neighbours: list[tuple[int, int]]) -> Mode | None:
    """The words that mark a value as an older one, if there are any."""
    moved = _moved_from(layout, place, neighbours)
    if moved:
        return _mode(Modality.HISTORIC, "moved from", moved)
    content, language = layout.content, layout.language
    low = max(place.sentence.start, place.start - _CLOSE_BEFORE.get(language, 24))
    for mark in reversed(layout.within("modality.historic-before", low - 20, place.start)):
        between = content[mark.end : place.start]
        if mark.end < low or mark.start < place.sentence.start or mark.end > place.start:
            continue
        if any(mark.end <= a < place.start for a, _ in neighbours):
            continue
        if layout.breaks(mark.end, place.start) < 1.0 and len(between.split()) <= 5:
            return _mode(Modality.HISTORIC, "set aside", content[mark.start : mark.end])
    high = min(place.sentence.end, place.end + _CLOSE_AFTER.get(language, 20))
    for mark in layout.within("modality.historic-after", place.end, high):
        if any(place.end <= a < mark.start for a, _ in neighbours):
            continue
        if layout.breaks(place.end, mark.start) < 1.0:
            return _mode(Modality.HISTORIC, "set aside", content[mark.start : mark.end])
    return _overtaken(layout, place, neighbours)


def _overtaken(layout: Layout, place: Place, neighbours: list[tuple[int, int]]) -> Mode | None:
    """Whether A is the older date: "scheduled for A, is now to start in B"."""
    for start, _ in neighbours:
        if start <= place.end or not layout.within(
            "modality.plan", place.sentence.start, place.start
        ):
            continue
        now = layout.any_within("modality.now", place.end, start)
        if now and layout.breaks(place.end, start) < 2.5:
            return _mode(Modality.HISTORIC, "overtaken", layout.content[now.start : now.end])
    return None


def _moved_from(layout: Layout, place: Place, neighbours: list[tuple[int, int]]) -> str:
    """The words before A in "from A to B" and "to B from A"."""
    content = layout.content
    near = 2 if layout.language == "zh" else 9
    marks = layout.within(
        "modality.from", max(place.sentence.start, place.start - near), place.start
    )
    marks = [mark for mark in marks if len(content[mark.end : place.start].split()) <= 1]
    if not marks:
        return ""
    for start, end in neighbours:
        if start >= place.end:  # from A to B
            gap_to = layout.within("modality.to", place.end, start)
            if gap_to and layout.breaks(place.end, start) < 1.6:
                return content[marks[-1].start : place.end]
        elif layout.breaks(end, place.start) < 2 and place.start - end < 30:  # to B from A
            return content[marks[-1].start : place.end]
    return ""


# ---------------------------------------------------------------- denied, asked, doubted


def _denied(layout: Layout, place: Place, *, negatable: bool) -> Mode | None:
    content = layout.content
    low, high = min(place.start, place.cue[0]), max(place.end, place.cue[1])
    start, _ = layout.clause(low, place.sentence, 2.0)
    for mark in layout.within("modality.denied-after", high, place.sentence.end):
        return _mode(Modality.DENIED, "denied", content[mark.start : mark.end])
    for mark in layout.within("modality.denied-before", start, low):
        if mark.end <= low and layout.breaks(mark.end, low) < 2.5:
            return _mode(Modality.DENIED, "denied", content[mark.start : mark.end])
    if not negatable:
        return None
    for mark in layout.within("modality.negation", max(start, low - 30), low):
        at_cue = 0 <= place.cue[0] - mark.end < 12 or mark.start >= place.cue[1]
        if mark.end <= low and at_cue and layout.breaks(mark.end, low) < 1.0:
            return _mode(Modality.DENIED, "negated", content[mark.start : mark.end])
    return None


def _asked(layout: Layout, place: Place) -> Mode | None:
    sentence = place.sentence
    text = layout.content[sentence.start : sentence.end]
    asked = bool(_QUESTION.search(text))
    if asked:
        return _mode(Modality.UNKNOWN, "asked", text[-40:])
    return None


def _doubted(layout: Layout, place: Place) -> Mode | None:
    for mark in layout.within("modality.doubt", place.sentence.start, place.sentence.end):
        low, high = sorted((mark.start, place.cue[0]))
        if layout.breaks(low, high) < 5:
            return _mode(Modality.UNKNOWN, "doubted", layout.content[mark.start : mark.end])
    return None


def _conditional(layout: Layout, place: Place) -> Mode | None:
    for mark in layout.within("modality.conditional", place.sentence.start, place.sentence.end):
        low, high = sorted((mark.start, place.start))
        if layout.breaks(low, high) < 5:
            return _mode(
                Modality.CONDITIONAL, "on condition", layout.content[mark.start : mark.end]
            )
    return None


# ---------------------------------------------------------------- by time


def _by_time(layout: Layout, place: Place, value: object, published: date) -> Mode:
    low, high = layout.clause(place.start, place.sentence, 2.0)
    done = layout.any_within("modality.done", low, high)
    plan = layout.any_within("modality.plan", low, high)
    words = layout.content
    if not isinstance(value, Milestone):
        if isinstance(value, Quantity) or plan or not done:
            word = words[plan.start : plan.end] if plan else ""
            return _mode(Modality.PLANNED, "told as a plan", word)
        return _mode(Modality.HAPPENED, "told as done", words[done.start : done.end])
    if value.latest and value.latest <= published:
        if plan and not done:
            return _mode(Modality.HISTORIC, "a plan for a past date", words[plan.start : plan.end])
        return _mode(Modality.HAPPENED, "a past date", words[place.start : place.end])
    begun = value.earliest is not None and value.earliest <= published
    if begun and done and not plan:
        return _mode(Modality.HAPPENED, "told as done", words[done.start : done.end])
    return _mode(Modality.PLANNED, "a date to come", words[plan.start : plan.end] if plan else "")
