"""Which words announce a value: cues and rivals by distance."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from monitor.model import Kind
from monitor.reading.claims.implied import Candidate, Implied
from monitor.reading.claims.nearness import FAR, Nearness, Sought
from monitor.reading.cues.cues import SUPPORT, TOLD, Cue
from monitor.reading.expressions.found import Expression
from monitor.reading.subjects.known import Known
from monitor.reading.text.layout import Sentence

_FAR_PAST = 13.0  # how far a cue may stand from a date that has passed,
_FAR_DAY = 7.0  # and from a day
_OPENS = 1  # characters into a sentence that a day may stand, to be that of all it tells
_PRODUCING = frozenset({"start", "production", "first-production", "construction-complete"})
_NAMED = 2.0  # words from a date to the study that is called by it
_MUCH = 24  # characters
_AT_ONCE = 2.5  # words between a verb and its object
_REASON = 40  # characters from "because of" to what is named as the reason


class Ranking:
    """Ranks the cues of one article for its values."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._layout = known.layout
        self._implied = Implied(known)

    def rank(
        self,
        kind: Kind,
        sentence: Sentence,
        expression: Expression,
        others: list[tuple[int, int]],
    ) -> list[Candidate]:
        """Cues and rivals for a value, the nearest first."""
        value = Sought(kind, sentence, expression, others)
        nearness = Nearness(self._known, value)
        ranked = [
            Candidate(self._without_name(cue, value), cost)
            for cue in self._announcers(value, nearness)
            if (cost := nearness.cost(cue)) <= self._reach(cue, value)
        ]
        ranked = self._without_weak(ranked, nearness)
        ranked += self._implied.beside(kind, sentence, expression)
        if not any(not one.cue.rival and not one.cue.weak for one in ranked):
            ranked += self._implied.instead(kind, sentence, expression)
        if kind is Kind.MILESTONE:
            ranked += self._implied.reporting(sentence, expression)
        elif mark := self._elsewhere(sentence, expression.start):
            ranked.append(Candidate(Cue(*mark, ""), -1.0))
        ranked.sort(key=lambda one: one.cost)
        return ranked

    def event(self, kind: Kind, sentence: Sentence, expression: Expression) -> str:
        """What a strong cue in the clause of a value says it is of; empty where there is none."""
        nearness = Nearness(self._known, Sought(kind, sentence, expression))
        near = [
            (nearness.distance(cue), cue.attribute)
            for cue in self._known.cues.of(sentence, kind)
            if cue.attribute and not cue.weak
        ]
        cost, attribute = min(near, default=(FAR, ""))
        return attribute if cost < _FAR_PAST else ""

    def _announcers(self, value: Sought, nearness: Nearness) -> Iterator[Cue]:
        """The watchlist's own cues and the built-in ones that can be meant, as they are meant."""
        cues = self._known.cues.of(value.sentence, value.kind)
        goes_on = value.kind is Kind.MILESTONE and self._goes_on(value)
        for cue in (*self._own(value), *cues):
            if value.kind is Kind.MILESTONE and self._of_an_amount(cue, value.span):
                continue
            if cue.rival and (goes_on and nearness.apart(cue)):
                continue
            if cue.rival and (self._only_tells(cue, value) or self._only_why(cue, value, nearness)):
                continue
            yield self._meant(cue, value)

    def _own(self, value: Sought) -> list[Cue]:
        """The watchlist's own cues, where the clause tells no other event."""
        kind, sentence = value.kind, value.sentence
        own = [cue for cue in self._known.cues.own(sentence) if self._known.kind_of(cue) is kind]
        return [] if own and self._other_event(value) else own

    def _meant(self, cue: Cue, value: Sought) -> Cue:
        """A weak cue as what stands before it makes it: "begins in May and ends in June"."""
        if not cue.weak:
            return cue
        if cue.attribute == "final-investment-decision" and self._follows("permit", value):
            return replace(cue, attribute="permit")  # what the office decides
        if cue.attribute == "construction-complete" and self._follows("construction-start", value):
            return replace(cue, weak=False)
        return cue

    def _follows(self, attribute: str, value: Sought) -> bool:
        """Whether a strong cue of an attribute stands before the value."""
        tag, sentence = f"cue.{attribute}.strong", value.sentence
        return self._layout.any_within(tag, sentence.start, value.span[0]) is not None

    def _without_name(self, cue: Cue, value: Sought) -> Cue:
        """A past date right before a study is its name: "last year's study", "May's interim …"."""
        if cue.attribute != "feasibility-study" or cue.start < value.span[1]:
            return cue
        named = self._layout.gap(value.span, cue.span) <= _NAMED
        if named and self._known.is_past(value.expression.value):
            return replace(cue, attribute="")
        return cue

    def _only_tells(self, cue: Cue, value: Sought) -> bool:
        """Whether a rival only says that something is told: "announced: in May"."""
        return cue.start < value.span[0] and bool(self._layout.within(TOLD, *cue.span))

    def _only_why(self, cue: Cue, value: Sought, nearness: Nearness) -> bool:
        """Whether a rival only gives the reason: "put off until 2029 because of sanctions"."""
        start, end = value.span
        for mark in self._layout.within("structure.causes", cue.start - _REASON, cue.start):
            if self._layout.breaks(mark.end, cue.start) < 1.0:
                return end <= mark.start or (start > cue.end and nearness.apart(cue))
        return False

    def _goes_on(self, value: Sought) -> bool:
        """Whether a clause without an event goes on about the one that its sentence opens with."""
        cues = self._known.cues.of(value.sentence, value.kind)
        if not cues or cues[0].rival or cues[0].start >= value.span[0]:
            return False
        low, high = self._layout.clause(value.span[0], value.sentence, 1.0)
        if any(low <= cue.start < high for cue in cues):
            return False
        tags = ("cue.moved.weak", "cue.moved.shift")
        return any(self._layout.any_within(tag, low, high) for tag in tags)

    def _of_an_amount(self, cue: Cue, span: tuple[int, int]) -> bool:
        """Whether words for producing tell how much, and not when it begins: "pour 9 t in 2027"."""
        if cue.attribute not in _PRODUCING or cue.fact:
            return False
        low = bisect_left(self._known.amounts, (cue.start - _MUCH,))
        for start, end in self._known.amounts[low:]:
            if start > max(cue.end, span[1]) + _MUCH:
                break
            near = self._layout.gap((start, end), cue.span) < _AT_ONCE
            near = near or (cue.weak and self._layout.gap((start, end), span) < _AT_ONCE)
            if near and not (start < span[1] and span[0] < end):
                return not self._layout.within("modality.begins", cue.start - _MUCH, cue.end)
        return False

    def _elsewhere(self, sentence: Sentence, at: int) -> tuple[int, int] | None:
        """Words before an amount that make it the market's or the group's: "global output of"."""
        for mark in self._layout.within("structure.elsewhere", sentence.start, at):
            part = self._layout.content.endswith((" of ", " of the "), 0, mark.start)
            if not part and self._layout.breaks(mark.end, at) < 1.0:
                return mark.start, mark.end
        return None

    def _other_event(self, value: Sought) -> bool:
        """Whether the clause tells another event of the thing: "the second stage is permitted"."""
        low, high = self._layout.clause(value.span[0], value.sentence, 1.0)
        told = [
            cue.attribute in SUPPORT[value.kind]
            for cue in self._known.cues.of(value.sentence, value.kind)
            if cue.attribute and not cue.weak and low <= cue.start < high
        ]
        return bool(told) and not any(told)

    def _without_weak(self, ranked: list[Candidate], nearness: Nearness) -> list[Candidate]:
        """Without weak cues where a strong one stands in the same clause."""
        strong = any(
            not one.cue.rival and not one.cue.weak and not nearness.apart(one.cue) for one in ranked
        )
        return [one for one in ranked if not one.cue.weak] if strong else ranked

    def _reach(self, cue: Cue, value: Sought) -> float:
        """How far away a cue may stand. Days that have passed are mostly of other events."""
        expression, sentence = value.expression, value.sentence
        if not self._known.is_past(expression.value):
            return FAR
        low, high = cue.start - 6, cue.end + 6
        if not cue.weak and self._layout.within("modality.done", low, high):
            return FAR
        if not cue.weak and cue.attribute and self._told_done(cue, expression):
            return FAR
        opens = self._layout.structure.time_leads and expression.start - sentence.start <= _OPENS
        opens = opens and not cue.rival
        return _FAR_DAY if expression.precision == "day" and not opens else _FAR_PAST

    def _told_done(self, cue: Cue, expression: Expression) -> bool:
        """Whether one clause tells what was done and when: "the study was handed in on Monday"."""
        if not self._layout.structure.verb_before_date or cue.end > expression.start:
            return False
        if self._layout.breaks(cue.end, expression.start) >= 1.0:
            return False
        return self._layout.any_within("modality.done", cue.end, expression.start) is not None
