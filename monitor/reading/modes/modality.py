"""How a text puts a value forward: planned, happened, set aside, denied, doubted, on condition."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from monitor.model import Milestone, Modality, Quantity, Share
from monitor.reading.cues.modes import Mode, Place, as_mode
from monitor.reading.languages import load
from monitor.reading.modes.conditional import conditional
from monitor.reading.modes.denial import denied, negated
from monitor.reading.modes.setaside import read_set_aside
from monitor.reading.text.layout import Layout, Sentence
from monitor.reading.text.phrases import Found

_TURN = 2.5  # a break behind which somebody else may be speaking
_SHORT = 6  # words of a question that only asks whether it is so
_NO_WORD = '—–- ?!»"\n\t'
_ASKER = re.compile(r"[—–-]\s*[a-zа-яё]")
_ECHO = re.compile(r"[^\w]*(\w{3,})(?=[,.!—])")  # a word that is all of the answer
_QUESTION = re.compile(r"[?？]\s*[”\"»]?\s*$")


def read_mode(
    layout: Layout,
    place: Place,
    value: object,
    published: date,
    neighbours: list[tuple[int, int]],
) -> Mode:
    """The modality of a value; ``neighbours`` are other values of its kind in the sentence."""
    open_ended = isinstance(value, Milestone) and value.latest is None
    if whether_so(layout, place.sentence) and (mode := _asked(layout, place)):
        return mode
    return (
        denied(layout, place, neighbours)
        or read_set_aside(layout, place, neighbours)
        or (None if open_ended else _negated(layout, place, neighbours))
        or _asked(layout, place)
        or _doubted(layout, place, neighbours, open_ended=open_ended)
        or conditional(layout, place)
        or _by_time(layout, place, value, published)
    )


def _negated(layout: Layout, place: Place, neighbours: list[tuple[int, int]]) -> Mode | None:
    """What is said not to be so; what only others say will not be is doubted."""
    mode = negated(layout, place, neighbours)
    doubt = mode and _doubted(layout, place, neighbours)
    if mode and doubt and mode.reason.detail not in doubt.reason.detail:
        return doubt  # and not "won't happen", which is both
    return mode


# ---------------------------------------------------------------- asked, doubted


def told_role(layout: Layout, place: Place) -> Mode:
    """How a text puts somebody's part forward: as so, denied, doubted, on condition."""
    mode = denied(layout, place, []) or negated(layout, place) or _denied_between(layout, place)
    mode = mode or _asked(layout, place)
    doubt = layout.any_within("modality.doubt", *layout.clause(place.start, place.sentence, 1.0))
    mode = mode or (_doubted(layout, place, []) if doubt else None) or conditional(layout, place)
    return mode or as_mode(Modality.HAPPENED, "told as so", "")


def _denied_between(layout: Layout, place: Place) -> Mode | None:
    """A denial between a name and the verb that gives it its part: "Alder denies buying"."""
    low, high = min(place.end, place.cue[1]), max(place.start, place.cue[0])
    for mark in layout.within("modality.denied-before", low, high):
        if layout.breaks(low, high) < 1.0 and mark.end <= high:
            words = layout.content[mark.start : mark.end]
            return as_mode(Modality.DENIED, "denied", words)
    return None


def is_question(layout: Layout, sentence: Sentence) -> bool:
    """Whether a sentence asks."""
    text = layout.content[sentence.start : sentence.end]
    if _QUESTION.search(text):
        return True
    mark = layout.within("modality.question", sentence.end - 2, sentence.end)
    return bool(mark)


def whether_so(layout: Layout, sentence: Sentence) -> bool:
    """Whether a short question follows that asks about a statement: "Is that so?"."""
    if sentence.title or sentence.index + 1 >= len(layout.sentences):
        return False
    asks = layout.sentences[sentence.index + 1]
    text = layout.content[asks.start : asks.end]
    if asks.opens or not _QUESTION.search(text) or not layout.structure.is_short(text, _SHORT):
        return False
    past = _past_endings(layout.language)
    if past and len(text.split()) == 1 and text.strip(_NO_WORD).endswith(past):
        return True  # "Moved?"
    return layout.any_within("modality.whether-so", asks.start, asks.end) is not None


@cache
def _past_endings(language: str) -> tuple[str, ...]:
    """How verbs end in the past, where a language shows it."""
    return load(language).phrases("dates", "past-endings")


def _asked(layout: Layout, place: Place) -> Mode | None:
    """A value in a question takes its standing from the answer."""
    sentence = place.sentence
    if whether_so(layout, sentence):
        sentence = layout.sentences[sentence.index + 1]
    elif not is_question(layout, sentence) and not _whether(layout, place):
        return None
    asked = layout.content[sentence.start : sentence.end]
    answer = None if sentence.title else _answer(layout, sentence)
    if answer is not None:
        kept = layout.any_within("modality.confirms", answer.start, answer.end)
        if kept:
            return as_mode(Modality.PLANNED, "answered", layout.content[kept.start : kept.end])
        for tag, modality in (("yes", Modality.PLANNED), ("no", Modality.DENIED)):
            for mark in layout.within(f"modality.{tag}", answer.start, answer.start + 12):
                return as_mode(modality, "answered", layout.content[mark.start : mark.end])
        said = _ECHO.match(layout.content, answer.start, answer.end)
        if said and said[1].casefold() in asked.casefold().split():
            return as_mode(Modality.PLANNED, "answered", said[1])
    return as_mode(Modality.UNKNOWN, "asked", asked[-40:])


def _answer(layout: Layout, question: Sentence) -> Sentence | None:
    """What follows a question, but for who asked it: "— …? — asked the deputy."."""
    behind = layout.sentences[question.index + 1 : question.index + 3]
    if len(behind) > 1 and _ASKER.match(layout.content, behind[0].start, behind[0].end):
        return behind[1]
    return behind[0] if behind else None


def _whether(layout: Layout, place: Place) -> bool:
    """Whether it is told as a question: "asked whether it will open in 2027"."""
    low = min(place.start, place.cue[0])
    start, _ = layout.clause(low, place.sentence, 1.0)
    marks = layout.within("modality.whether", start, max(place.start, place.cue[0]))
    return any(layout.breaks(mark.end, place.start) < 1.0 for mark in marks)


def _doubted(
    layout: Layout,
    place: Place,
    neighbours: list[tuple[int, int]],
    *,
    open_ended: bool = False,
) -> Mode | None:
    for mark in layout.within("modality.doubt", place.sentence.start, place.sentence.end):
        if _of_a_neighbour(layout, mark, place, neighbours) or _of_company(layout, mark):
            continue
        if layout.any_within("modality.no-change", mark.start - 14, mark.end):
            continue  # "no reason to doubt"
        if layout.any_within("modality.knowing", mark.start, mark.end):
            continue  # "bankers familiar with the schedule say"
        if open_ended and layout.within("modality.nobody", mark.start, mark.start + 1):
            continue  # "nobody expects it before 2029"
        if layout.within("modality.hedge", mark.start, mark.start + 1) and layout.any_within(
            "subjects.insiders", place.sentence.start, mark.start
        ):
            continue  # the company's own caution
        at = place.start if _right_between(layout, mark, place) else place.cue[0]
        low, high = sorted((mark.start, at))
        if layout.any_within("structure.hard", mark.end, high):
            continue  # "unknown whether work has begun, although the start is set for 2027"
        if layout.breaks(low, high) < (5 if mark.start < high else 3.6):
            return as_mode(Modality.UNKNOWN, "doubted", layout.content[mark.start : mark.end])
    asked = layout.within("modality.asked-of", place.sentence.start, place.start)
    for mark in asked:  # "asked whether it would open in 2027, he shrugged"
        kept = layout.any_within("modality.confirms", place.end, place.sentence.end)
        if not kept and layout.breaks(mark.start, place.start) < 1.0:
            return as_mode(Modality.UNKNOWN, "asked", layout.content[mark.start : mark.end])
    near = [
        *layout.within("modality.doubt-near", *layout.clause(place.start, place.sentence, 1.0)),
        *(
            mark
            for mark in layout.within(
                "modality.doubt-aside", place.sentence.start, place.sentence.end
            )
            if _between_commas(layout, mark.start, mark.end)
        ),
    ]
    for mark in near:
        if place.start <= mark.start < place.end:
            continue  # "will not go beyond 1.2 billion"
        return as_mode(Modality.UNKNOWN, "doubted", layout.content[mark.start : mark.end])
    return None


def _right_between(layout: Layout, mark: Found, place: Place) -> bool:
    """Whether words stand behind the cue, in the clause of the value: "a broker reckons 2031"."""
    behind = place.cue[1] <= mark.start and mark.end <= place.start
    return behind and layout.breaks(mark.start, place.start) < 1.0


def _between_commas(layout: Layout, start: int, end: int) -> bool:
    """Whether words stand apart: "it will, they say, open", "they say, it will open"."""
    sentence = layout.sentence_at(start)
    before = layout.content[sentence.start : start].rstrip(' \t"«“—–-')
    return layout.content[end : end + 1] == "," and (not before or before[-1] in ",:")


def _of_company(layout: Layout, mark: Found) -> bool:
    """Whether "they say" is said of the company: «в компании говорят»."""
    says = layout.any_within("subjects.speaker", mark.start, mark.start + 1)
    return says is not None and bool(layout.within("subjects.company", mark.start - 12, mark.start))


def _of_a_neighbour(
    layout: Layout, mark: Found, place: Place, neighbours: list[tuple[int, int]]
) -> bool:
    """Whether words of doubt are about another value: "2028, but an analyst expects 2030"."""
    for start, end in neighbours:
        if place.end <= mark.start < start and layout.breaks(place.end, mark.start) >= _TURN:
            return True
        if mark.start < start < place.start:
            turned = layout.any_within("structure.hard", end, place.start)
            turned = turned or layout.any_within("subjects.company", end, place.start)
            if turned and layout.breaks(end, place.start) >= 1.0:
                return True
    return False


# ---------------------------------------------------------------- by time


def _by_time(layout: Layout, place: Place, value: object, published: date) -> Mode:
    low, high = layout.clause(place.start, place.sentence, 2.0)
    done = layout.any_within("modality.done", low, high)
    plan = layout.any_within("modality.plan", low, high)
    plan = plan or layout.any_within("modality.steady", low, high)
    words = layout.content
    if not isinstance(value, Milestone):
        done = done or layout.any_within("modality.held", low, high)
        if isinstance(value, Share):
            done = done or layout.any_within("modality.held-moved", low, high)
        if isinstance(value, Quantity) or plan or not done:
            word = words[plan.start : plan.end] if plan else ""
            return as_mode(Modality.PLANNED, "told as a plan", word)
        return as_mode(Modality.HAPPENED, "told as done", words[done.start : done.end])
    if value.latest and value.latest <= published:
        due = layout.within("modality.plan", place.start - 14, place.start)
        missed = layout.any_within("modality.negation", place.end, place.end + 24)
        if missed and any(len(words[one.end : place.start].split()) <= 1 for one in due):
            return as_mode(
                Modality.HISTORIC, "was due by a past date", words[due[0].start : place.end]
            )
        ahead = plan is not None and plan.start < place.start
        if plan is not None and ahead and not done:
            return as_mode(
                Modality.HISTORIC, "a plan for a past date", words[plan.start : plan.end]
            )
        never = layout.any_within("modality.negation", max(low, place.start - 24), place.start)
        if never is not None:
            told = words[never.start : never.end]
            return as_mode(Modality.HISTORIC, "a past date that was not kept", told)
        return as_mode(Modality.HAPPENED, "a past date", words[place.start : place.end])
    begun = value.earliest is not None and value.earliest <= published
    if begun and done and not plan:
        return as_mode(Modality.HAPPENED, "told as done", words[done.start : done.end])
    return as_mode(Modality.PLANNED, "a date to come", words[plan.start : plan.end] if plan else "")
