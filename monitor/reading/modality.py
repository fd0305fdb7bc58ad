"""How a text puts a value forward: planned, happened, set aside, denied, doubted, on condition."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from monitor.model import Milestone, Modality, Quantity, Reason
from monitor.reading.layout import Layout, Sentence

_CLOSE_BEFORE = {"en": 24, "ru": 24, "zh": 8}
_CLOSE_AFTER = {"en": 20, "ru": 22, "zh": 7}
_PAST_PLAN_BREAK = 2.0
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_YEAR_OF = re.compile("[0-9年月的上下半去今]{2,8}")
_QUESTION = re.compile(r"[?？]\s*[”\"»]?\s*$")


@dataclass(frozen=True, slots=True)
class Place:
    """A value at ``start:end`` in a sentence, with the cue that announces it."""

    sentence: Sentence
    start: int
    end: int
    cue: tuple[int, int]
    dated: bool = True


@dataclass(frozen=True, slots=True)
class Mode:
    modality: Modality
    reason: Reason


PAST_PLAN = "a plan of the past"
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
        _denied(layout, place, neighbours)
        or read_set_aside(layout, place, neighbours)
        or (None if open_ended else _negated(layout, place))
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
    if moved and not place.dated and _conditional(layout, place):
        return _mode(Modality.HAPPENED, "as it is now", moved)
    if moved:
        return _mode(Modality.HISTORIC, "moved from", moved)
    return (
        _not_this_but(layout, place, neighbours)
        or _marked_before(layout, place, neighbours)
        or _marked_after(layout, place, neighbours)
        or _planned_once(layout, place, neighbours)
        or _overtaken(layout, place, neighbours)
        or _told_then(layout, place)
    )


def _between(neighbours: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether another value stands there, which the words between would rather mean."""
    return any(start <= low < end for low, _ in neighbours)


def _not_this_but(layout: Layout, place: Place, neighbours: list[tuple[int, int]]) -> Mode | None:
    """The first of two values in "not 84, but 97"."""
    for mark in layout.within("modality.contrast", place.start - 12, place.start):
        if len(layout.content[mark.end : place.start].split()) > 1:
            continue
        after = [low for low, _ in neighbours if low > place.end]
        if after and layout.any_within("structure.hard", place.end, after[0]):
            words = layout.content[mark.start : mark.end]
            return _mode(Modality.HISTORIC, "not this but that", words)
    return None


def _marked_before(layout: Layout, place: Place, neighbours: list[tuple[int, int]]) -> Mode | None:
    content = layout.content
    low = max(place.sentence.start, place.start - 20 - _CLOSE_BEFORE.get(layout.language, 24))
    follows = any(end <= place.start for _, end in neighbours)
    tags = ["historic-before"]
    tags += ["historic-before-date"] if place.dated else []
    tags += ["contrast"] if follows else []
    for tag in tags:
        for mark in reversed(layout.within(f"modality.{tag}", low, place.start)):
            words = len(content[mark.end : place.start].split())
            if mark.end > place.start or _between(neighbours, mark.end, place.start):
                continue
            if layout.any_within("modality.confirms", mark.start - 4, mark.end):
                continue  # "as planned before"
            near = words <= (1 if tag == "contrast" else 5)
            if layout.language == "zh":
                near = place.start - mark.end <= _CLOSE_BEFORE["zh"]
            if near and layout.breaks(mark.end, place.start) < 1.0:
                return _mode(Modality.HISTORIC, "set aside", content[mark.start : mark.end])
    return None


def _marked_after(layout: Layout, place: Place, neighbours: list[tuple[int, int]]) -> Mode | None:
    high = min(place.sentence.end, place.end + _CLOSE_AFTER.get(layout.language, 20))
    for tag in ("historic-after", "historic-after-date")[: 2 if place.dated else 1]:
        for mark in layout.within(f"modality.{tag}", place.end, high):
            if _between(neighbours, place.end, mark.start):
                continue
            follows = [low for low, _ in neighbours if mark.end <= low <= mark.end + 24]
            if follows and layout.breaks(mark.end, follows[0]) < 1.0:
                continue  # the words are about the value behind them
            if layout.breaks(place.end, mark.start) < 1.0:
                words = layout.content[mark.start : mark.end]
                return _mode(Modality.HISTORIC, "set aside", words)
    return None


def _planned_once(layout: Layout, place: Place, neighbours: list[tuple[int, int]]) -> Mode | None:
    """A plan told in the past tense, anywhere before the value in its clause."""
    if not place.dated:
        return None
    start, _ = layout.clause(place.start, place.sentence, _PAST_PLAN_BREAK)
    for mark in reversed(layout.within("modality.past-plan", start, place.start)):
        if layout.any_within("modality.confirms", mark.start - 12, mark.end):
            continue  # "as had been planned"
        if mark.end <= place.start and not _between(neighbours, mark.end, place.start):
            words = layout.content[mark.start : mark.end]
            return _mode(Modality.HISTORIC, PAST_PLAN, words)
    return None


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


def told_of_past(layout: Layout, place: Place, published: date) -> Mode | None:
    """An amount that the same clause gives for a year gone by: "in 2023 it was $2 billion"."""
    start, end = layout.clause(place.start, place.sentence, 1.0)
    start = start if place.start - start > 3 else max(place.sentence.start, start - 24)
    for year in _YEAR.finditer(layout.content, start, end):
        if int(year.group()) < published.year:
            return _mode(Modality.HISTORIC, "told of a year gone by", year.group())
    then = layout.any_within("modality.then", start, place.start)
    if then:
        return _mode(Modality.HISTORIC, PAST_PLAN, layout.content[then.start : then.end])
    return None


def _at_once(layout: Layout, between: str) -> bool:
    """Whether a value follows its preposition: at most a word, or the year of an amount."""
    if layout.language != "zh":
        return len(between.split()) <= 1
    return len(between) <= 1 or bool(_YEAR_OF.fullmatch(between))


def _told_then(layout: Layout, place: Place) -> Mode | None:
    """A date that used to be told, where the text goes on to the one told now."""
    if not place.dated:
        return None
    start, _ = layout.clause(place.start, place.sentence, 1.0)
    then = [m for m in layout.within("modality.then", start, place.start) if m.end <= place.start]
    if not then:
        return None
    after = place.sentence.end
    if place.sentence.index + 1 < len(layout.sentences):
        after = layout.sentences[place.sentence.index + 1].end
    if not layout.any_within("modality.now", place.end, after):
        return None
    return _mode(Modality.HISTORIC, PAST_PLAN, layout.content[then[-1].start : then[-1].end])


def _moved_from(layout: Layout, place: Place, neighbours: list[tuple[int, int]]) -> str:
    """The words before A in "from A to B" and "to B from A"."""
    content = layout.content
    low = max(place.sentence.start, place.start - 10)
    marks = [
        mark
        for mark in layout.within("modality.from", low, place.start)
        if _at_once(layout, content[mark.end : place.start])
        and not _between(neighbours, mark.end, place.start)
    ]
    if not marks:
        return ""
    for start, end in neighbours:
        if start >= place.end:  # from A to B; the "to" may be part of B
            to = layout.within("modality.to", place.end, start + 4)
            if to and layout.breaks(place.end, start) < 1.6:
                return content[marks[-1].start : place.end]
        elif layout.breaks(end, place.start) < 2 and place.start - end < 30:  # to B from A
            return content[marks[-1].start : place.end]
    return ""


# ---------------------------------------------------------------- denied, asked, doubted


def told_role(layout: Layout, place: Place) -> Mode:
    """How a text puts somebody's part forward: as so, denied, doubted, on condition."""
    mode = _denied(layout, place, []) or _negated(layout, place)
    mode = mode or _asked(layout, place) or _doubted(layout, place) or _conditional(layout, place)
    return mode or _mode(Modality.HAPPENED, "told as so", "")


def _denied(layout: Layout, place: Place, neighbours: list[tuple[int, int]]) -> Mode | None:
    """A denial takes the value nearest to it, and none that is confirmed."""
    content = layout.content
    low, high = min(place.start, place.cue[0]), max(place.end, place.cue[1])
    clause = layout.clause(place.start, place.sentence, 1.0)
    if layout.any_within("modality.confirms", *clause):
        return None
    for mark in layout.within("modality.denied-after", high, place.sentence.end):
        if not _between(neighbours, place.end, mark.start):
            return _mode(Modality.DENIED, "denied", content[mark.start : mark.end])
    start, _ = layout.clause(low, place.sentence, 2.0)
    if _refuted(layout, place.sentence):
        return _mode(Modality.DENIED, "refuted", "the next sentence says no")
    after = [at for at, _ in neighbours if at > place.end]
    if after and layout.any_within("modality.contrast", place.end, after[0]):
        return None  # "should be 22, not 220"
    for mark in layout.within("modality.denied-before", start, low):
        if mark.end > low or _between(neighbours, mark.end, place.start):
            continue
        if layout.breaks(mark.end, low) < 2.5:
            return _mode(Modality.DENIED, "denied", content[mark.start : mark.end])
    return None


def _refuted(layout: Layout, sentence: Sentence) -> bool:
    """Whether a short sentence follows that says no: "It will not."."""
    if sentence.title or sentence.index + 1 >= len(layout.sentences):
        return False
    after = layout.sentences[sentence.index + 1]
    text = layout.content[after.start : after.end]
    short = len(text) <= 8 if layout.language == "zh" else len(text.split()) <= 4
    if not short or after.opens or any(char.isdigit() for char in text):
        return False
    tags = ("negation", "denied-after")
    return any(layout.any_within(f"modality.{tag}", after.start, after.end) for tag in tags)


def _negated(layout: Layout, place: Place) -> Mode | None:
    """A negation right before the cue, or between the cue and the value."""
    low = max(place.sentence.start, min(place.start, place.cue[0]) - 30)
    for mark in layout.within("modality.negation", low, place.start):
        if layout.any_within("modality.steady", mark.end, place.start):
            continue  # "will not slip and remains 2029"
        if layout.any_within("modality.confirms", mark.end, place.start):
            continue
        at_cue = 0 <= place.cue[0] - mark.end < 12 or mark.start >= place.cue[1]
        if layout.within("cue.moved.shift", place.cue[0], place.cue[1]):
            at_cue = False
        if mark.end <= place.start and at_cue and layout.breaks(mark.end, place.start) < 1.0:
            words = layout.content[mark.start : mark.end]
            return _mode(Modality.DENIED, "negated", words)
    verbs = [] if layout.within("cue.moved.shift", *place.cue) else [place.cue[0]]
    for shift in layout.within("cue.moved.shift", place.sentence.start, place.start):
        gap = layout.content[shift.end : place.start].split()
        if len(gap) <= 2 and layout.breaks(shift.end, place.start) < 1.0:
            verbs.append(shift.start)  # "has not been put off until 2029"
    for verb in verbs:
        for mark in layout.within("modality.negation", verb - 12, verb):
            if not layout.content[mark.end : verb].strip():
                told = layout.content[mark.start : mark.end]
                return _mode(Modality.DENIED, "negated", told)
    return None


def is_question(layout: Layout, sentence: Sentence) -> bool:
    """Whether a sentence asks."""
    text = layout.content[sentence.start : sentence.end]
    if _QUESTION.search(text):
        return True
    mark = layout.within("modality.question", sentence.end - 2, sentence.end)
    return bool(mark)


def _asked(layout: Layout, place: Place) -> Mode | None:
    """A value in a question takes its standing from the answer."""
    sentence = place.sentence
    if not is_question(layout, sentence):
        return None
    asked = layout.content[sentence.start : sentence.end]
    if sentence.index + 1 < len(layout.sentences) and not sentence.title:
        answer = layout.sentences[sentence.index + 1]
        kept = layout.any_within("modality.confirms", answer.start, answer.end)
        if kept:
            return _mode(Modality.PLANNED, "answered", layout.content[kept.start : kept.end])
        for tag, modality in (("yes", Modality.PLANNED), ("no", Modality.DENIED)):
            for mark in layout.within(f"modality.{tag}", answer.start, answer.start + 8):
                return _mode(modality, "answered", layout.content[mark.start : mark.end])
    return _mode(Modality.UNKNOWN, "asked", asked[-40:])


def _doubted(layout: Layout, place: Place) -> Mode | None:
    for mark in layout.within("modality.doubt", place.sentence.start, place.sentence.end):
        low, high = sorted((mark.start, place.cue[0]))
        if layout.breaks(low, high) < 5:
            return _mode(Modality.UNKNOWN, "doubted", layout.content[mark.start : mark.end])
    return None


def _conditional(layout: Layout, place: Place) -> Mode | None:
    content = layout.content
    for mark in layout.within("modality.conditional", place.sentence.start, place.sentence.end):
        low, high = sorted((mark.start, place.start))
        if layout.breaks(low, high) < 5 and not _in_passing(layout, mark.start, mark.end):
            return _mode(Modality.CONDITIONAL, "on condition", content[mark.start : mark.end])
    low, high = layout.clause(place.start, place.sentence, 0.9)
    for mark in layout.within("modality.depends", low, high):
        return _mode(Modality.CONDITIONAL, "on condition", content[mark.start : mark.end])
    return None


def _in_passing(layout: Layout, start: int, end: int) -> bool:
    """A phrase of a word or two between commas: "if anything", «если коротко»."""
    sentence = layout.sentence_at(start)
    opened, close = layout.clause(end, sentence, 1.0)
    words = layout.content[end:close].split()
    if layout.language == "zh" or start - opened > 2 or opened == sentence.start:
        return False
    return len(words) <= 1 and close < sentence.end


# ---------------------------------------------------------------- by time


def _by_time(layout: Layout, place: Place, value: object, published: date) -> Mode:
    low, high = layout.clause(place.start, place.sentence, 2.0)
    done = layout.any_within("modality.done", low, high)
    plan = layout.any_within("modality.plan", low, high)
    plan = plan or layout.any_within("modality.steady", low, high)
    words = layout.content
    if not isinstance(value, Milestone):
        if isinstance(value, Quantity) or plan or not done:
            word = words[plan.start : plan.end] if plan else ""
            return _mode(Modality.PLANNED, "told as a plan", word)
        return _mode(Modality.HAPPENED, "told as done", words[done.start : done.end])
    if value.latest and value.latest <= published:
        ahead = plan is not None and plan.start < place.start
        if plan is not None and ahead and not done:
            return _mode(Modality.HISTORIC, "a plan for a past date", words[plan.start : plan.end])
        never = layout.any_within("modality.negation", max(low, place.start - 24), place.start)
        if never is not None:
            told = words[never.start : never.end]
            return _mode(Modality.HISTORIC, "a past date that was not kept", told)
        return _mode(Modality.HAPPENED, "a past date", words[place.start : place.end])
    begun = value.earliest is not None and value.earliest <= published
    if begun and done and not plan:
        return _mode(Modality.HAPPENED, "told as done", words[done.start : done.end])
    return _mode(Modality.PLANNED, "a date to come", words[plan.start : plan.end] if plan else "")
