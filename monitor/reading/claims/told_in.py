"""Times at which something else was done or said: "said in March", "in the spring it was 2028"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from monitor.model import Kind, Milestone
from monitor.reading.claims.acts import acts, undergone
from monitor.reading.expressions.found import Expression
from monitor.reading.languages import load
from monitor.reading.subjects.known import Known
from monitor.reading.text.layout import Sentence
from monitor.reading.text.phrases import Found

_SAID = ("subjects.speaker", "modality.telling")
_MEANT = ("modality.past-plan", "modality.told")
_BESIDE = 4  # characters between a verb and the time right before or behind it


def of_another_act(known: Known, expression: Expression, group: Sequence[Expression]) -> bool:
    """Whether an adverbial time is that of another verb of its clause, which tells no event.

    What was promised or meant then is an old plan, unless there is another date for that.
    """
    layout = known.layout
    if not _adverbs(layout.language)[0] or not isinstance(expression.value, Milestone):
        return False
    adverb = _is_adverb(known, expression)
    sentence = layout.sentence_at(expression.start)
    low, high = layout.clause(expression.start, sentence, 1.0)
    if not adverb:
        told = any(layout.any_within(tag, low, high) for tag in (*_SAID, *_MEANT))
        return not told and not _event(known, sentence, low, high) and undergone(layout, low, high)
    others = [one for one in group if one is not expression]
    said = [one for tag in _SAID for one in layout.within(tag, low, high)]
    if _event(known, sentence, low, high):
        return bool(others) and any(_right_before(one, expression) for one in said)
    meant = any(layout.any_within(tag, low, high) for tag in _MEANT)
    if said or (
        meant and any(_told(expression, one) and low <= one.start < high for one in others)
    ):
        return True
    return not meant and acts(layout, low, high)


def _event(known: Known, sentence: Sentence, low: int, high: int) -> bool:
    cues = known.cues.of(sentence, Kind.MILESTONE)
    return any(low <= cue.start < high and cue.attribute for cue in cues)


def _told(expression: Expression, other: Expression) -> bool:
    """Whether what another date says was yet to come at this one."""
    at, value = expression.value, other.value
    if not isinstance(at, Milestone) or not isinstance(value, Milestone) or not at.earliest:
        return False
    last = value.latest or value.earliest
    return "year assumed" in expression.notes or (last is not None and last > at.earliest)


def _right_before(mark: Found, expression: Expression) -> bool:
    return 0 <= expression.start - mark.end <= _BESIDE


def _is_adverb(known: Known, expression: Expression) -> bool:
    """Whether a date that has come, or may have, only says when: «в марте», «весной»."""
    value, layout = expression.value, known.layout
    before, endings = _adverbs(layout.language)
    if not before or not isinstance(value, Milestone) or not value.earliest:
        return False
    if value.earliest > known.published and "year assumed" not in expression.notes:
        return False
    if expression.precision == "day" and expression.rule == "date:plain":
        return True
    content, start = layout.content, expression.start
    if content[max(0, start - 12) : start].lower().rstrip().rpartition(" ")[2] in before:
        return True
    first = content[start : expression.end].split()[:1]
    return expression.precision == "season" and bool(first) and first[0].lower().endswith(endings)


@cache
def _adverbs(language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Words before a time, and endings of one, that make it an adverb; empty where none do."""
    words = load(language)
    return words.phrases("dates", "at-a-time"), words.phrases("dates", "adverbial-endings")
