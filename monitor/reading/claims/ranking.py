"""Which words announce a value: cues and rivals by distance."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from monitor.model import Kind
from monitor.reading.claims.implied import WEAK, Candidate, Implied
from monitor.reading.cues.cues import SUPPORT, TOLD, Cue
from monitor.reading.expressions.found import Expression
from monitor.reading.subjects.known import Known
from monitor.reading.text.layout import Sentence

_FAR = 32.0  # a cue farther away than this many words announces nothing
_FAR_PAST = 13.0  # the same for a date that has passed
_FAR_DAY = 7.0  # and for a day
_DEAL = 5.0  # a share that is bought or sold, against one that is held
_OPENS = 1  # characters into a sentence that a day may stand, to be that of all it tells
_RIVAL, _OTHER_VALUE = 0.8, 1.8
_LEFT = 3.0  # a cue of the clause before, where one of the value's own clause follows it
_SEGMENT = 3.0  # a semicolon
_PRODUCING = frozenset({"start", "production", "first-production", "construction-complete"})
_NAMED = 3
_MUCH = 24  # characters
_AT_ONCE = 2.5  # words between a verb and its object
_REASON = 40  # characters from "because of" to what is named as the reason
DAYS = frozenset({"day", "week"})
_DATED = 8.0  # a cue of another clause that has a date there
_MOVES = (
    "modality.contrast",
    "modality.historic-before",
    "modality.historic-before-date",
    "modality.past-plan",
    "cue.moved.shift",
    "cue.moved.weak",
)
_ANCHOR = 9.0  # a cue that only says since when


def _between(cue: Cue, span: tuple[int, int]) -> tuple[int, int]:
    return min(cue.end, span[1]), max(cue.start, span[0])


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
        span = (expression.start, expression.end)
        ranked: list[Candidate] = []
        own = [cue for cue in self._known.cues.own(sentence) if self._known.kind_of(cue) is kind]
        if own and self._other_event(kind, sentence, span):
            own = []
        settled = self._settled(kind, sentence, span)
        cues = self._known.cues.of(sentence, kind)
        goes_on = kind is Kind.MILESTONE and self._goes_on(sentence, span, cues)
        built = self._layout.any_within("cue.construction-start.strong", sentence.start, span[0])
        permit = self._layout.any_within("cue.permit.strong", sentence.start, span[0])
        for cue in (*own, *cues):
            if kind is Kind.MILESTONE and self._of_an_amount(cue, span):
                continue
            named = cue.attribute == "feasibility-study" and 0 <= cue.start - span[1] <= _NAMED
            if cue.rival and cue.start < span[0] and self._layout.within(TOLD, *cue.span):
                continue  # "announced: in May"
            if cue.rival and (self._only_why(cue, span) or (goes_on and self._apart(cue, span))):
                continue
            if cue.weak and permit and cue.attribute == "final-investment-decision":
                cue = replace(cue, attribute="permit")  # noqa: PLW2901 - what the office decides
            if cue.weak and cue.attribute == "construction-complete" and built:
                cue = replace(cue, weak=False)  # noqa: PLW2901 - "begins in May and ends in June"
            cost = self._distance(cue, span, others)
            if kind is Kind.MILESTONE and self._dated_itself(cue, span, others):
                moved = expression.precision not in DAYS and self._is_moved(sentence, span)
                cost += 0.0 if moved else _FAR if expression.precision in DAYS else _DATED
            if self._layout.structure.run_on:
                cost += self._of_another_clause(kind, cue, span, settled=settled)
            if kind is Kind.SHARE and self._of_deal(sentence, span):
                cost += _DEAL
            if named and self._known.is_past(expression.value):
                cue = replace(cue, attribute="")  # noqa: PLW2901 - "last year's study" is a name
            if cost <= self._reach(sentence, expression, cue):
                ranked.append(Candidate(cue, cost))
        ranked = self._without_weak(ranked, span)
        ranked += self._implied.beside(kind, sentence, expression)
        if not any(not one.cue.rival and not one.cue.weak for one in ranked):
            ranked += self._implied.instead(kind, sentence, expression)
        if kind is Kind.MILESTONE:
            ranked += self._implied.reporting(sentence, expression)
        elif mark := self._elsewhere(sentence, span[0]):
            ranked.append(Candidate(Cue(*mark, ""), -1.0))
        ranked.sort(key=lambda one: one.cost)
        return ranked

    def _dated_itself(self, cue: Cue, span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
        """Whether a cue stands in another clause than a date, and has one of its own there."""
        if cue.rival or cue.fact or not self._apart(cue, span):
            return False
        return any(
            self._layout.breaks(*_between(cue, one)) < 1.0
            and not (one[0] < span[0] < cue.start or cue.start < span[0] < one[0])
            for one in others
        )

    def _is_moved(self, sentence: Sentence, span: tuple[int, int]) -> bool:
        """Whether the clause of a date sets it against another one."""
        low, high = self._layout.clause(span[0], sentence, 1.0)
        return any(self._layout.any_within(tag, low, high) for tag in _MOVES)

    def _goes_on(self, sentence: Sentence, span: tuple[int, int], cues: Sequence[Cue]) -> bool:
        """Whether a clause without an event goes on about the one that its sentence opens with."""
        if not cues or cues[0].rival or cues[0].start >= span[0]:
            return False
        low, high = self._layout.clause(span[0], sentence, 1.0)
        if any(low <= cue.start < high for cue in cues):
            return False
        tags = ("cue.moved.weak", "cue.moved.shift")
        return any(self._layout.any_within(tag, low, high) for tag in tags)

    def _apart(self, cue: Cue, span: tuple[int, int]) -> bool:
        """Whether clauses part a cue and a value."""
        return self._layout.breaks(*_between(cue, span)) >= 1.0

    def _only_why(self, cue: Cue, span: tuple[int, int]) -> bool:
        """Whether a rival only gives the reason: "put off until 2029 because of sanctions"."""
        for mark in self._layout.within("structure.causes", cue.start - _REASON, cue.start):
            if self._layout.breaks(mark.end, cue.start) < 1.0:
                return span[1] <= mark.start or (span[0] > cue.end and self._apart(cue, span))
        return False

    def _settled(self, kind: Kind, sentence: Sentence, span: tuple[int, int]) -> bool:
        """Whether what a date is of is told in its own clause."""
        return kind is Kind.MILESTONE and any(
            not cue.weak and self._layout.breaks(*_between(cue, span)) < 1.0
            for cue in self._known.cues.of(sentence, kind)
        )

    def _of_another_clause(
        self, kind: Kind, cue: Cue, span: tuple[int, int], *, settled: bool
    ) -> float:
        """What it costs a cue to stand in another clause than the value, if each tells its own."""
        parted = self._layout.breaks(*_between(cue, span))
        if parted < 1.0:
            return 0.0
        if cue.start >= span[1] and cue.rival:
            return _LEFT
        if cue.start >= span[1] and parted >= _SEGMENT and kind is Kind.MILESTONE:
            return _FAR
        return _LEFT if settled else 0.0

    def _of_an_amount(self, cue: Cue, span: tuple[int, int]) -> bool:
        """Whether words for producing tell how much, and not when it begins: "pour 9 t in 2027"."""
        if cue.attribute not in _PRODUCING or cue.fact:
            return False
        low = bisect_left(self._known.amounts, (cue.start - _MUCH,))
        for start, end in self._known.amounts[low:]:
            if start > cue.end + _MUCH:
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

    def _of_deal(self, sentence: Sentence, span: tuple[int, int]) -> bool:
        """Whether a share is what changes hands: "to buy 9 per cent and hold 60"."""
        start, end = self._layout.clause(span[0], sentence, 1.0)
        return self._layout.any_within("structure.deal", start, end) is not None

    def _other_event(self, kind: Kind, sentence: Sentence, span: tuple[int, int]) -> bool:
        """Whether the clause tells another event of the thing: "the second stage is permitted"."""
        low, high = self._layout.clause(span[0], sentence, 1.0)
        told = [
            cue.attribute in SUPPORT[kind]
            for cue in self._known.cues.of(sentence, kind)
            if cue.attribute and not cue.weak and low <= cue.start < high
        ]
        return bool(told) and not any(told)

    def _without_weak(self, ranked: list[Candidate], span: tuple[int, int]) -> list[Candidate]:
        """Without weak cues where a strong one stands in the same clause."""
        strong = any(
            not one.cue.rival and not one.cue.weak
            and self._layout.breaks(min(one.cue.end, span[1]), max(one.cue.start, span[0])) < 1.0
            for one in ranked
        )  # fmt: skip
        if not strong:
            return ranked
        return [one for one in ranked if not (one.cue.weak)]

    def _reach(self, sentence: Sentence, expression: Expression, cue: Cue) -> float:
        """How far away a cue may stand. Days that have passed are mostly of other events."""
        if not self._known.is_past(expression.value):
            return _FAR
        low, high = cue.start - 6, cue.end + 6
        if not cue.weak and self._layout.within("modality.done", low, high):
            return _FAR
        if not cue.weak and cue.attribute and self._told_done(cue, expression):
            return _FAR
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

    def _distance(self, cue: Cue, span: tuple[int, int], others: list[tuple[int, int]]) -> float:
        cost = self._layout.gap(cue.span, span)
        if cue.start < span[0] and span[1] < cue.end:  # told within long words
            cost = self._layout.gap(span, (cue.end - 1, cue.end)) - 1.0
        if cue.weak:
            cost += WEAK
        if cue.rival:
            cost += _RIVAL
        if cue.fact:
            cost -= 1.0
        if self._only_since(cue, span):
            cost += _ANCHOR
        low, high = min(cue.end, span[1]), max(cue.start, span[0])
        cost += _OTHER_VALUE * sum(low <= a and b <= high for a, b in others)
        if cue.start >= span[1]:
            known = self._layout.structure
            cost += known.rival_behind if cue.rival else known.cue_behind
            # behind a comma is what is told next: "the study by June, the permit by May"
            if known.cue_behind_comma and self._layout.breaks(span[1], cue.start) >= 1.0:
                cost += known.cue_behind_comma
        return cost

    def event(self, kind: Kind, sentence: Sentence, expression: Expression) -> str:
        """What a strong cue in the clause of a value says it is of; empty where there is none."""
        span = (expression.start, expression.end)
        near = [
            (self._distance(cue, span, []), cue.attribute)
            for cue in self._known.cues.of(sentence, kind)
            if cue.attribute and not cue.weak
        ]
        cost, attribute = min(near, default=(_FAR, ""))
        return attribute if cost < _FAR_PAST else ""

    def _only_since(self, cue: Cue, span: tuple[int, int]) -> bool:
        """Whether a cue only says since when: "a year after the start, in 2029"."""
        if cue.rival or cue.start >= span[0]:
            return False
        marks = self._layout.within("structure.anchor", cue.start - 16, cue.start)
        if not any(not self._layout.content[one.end : cue.start].strip() for one in marks):
            return False
        return self._layout.breaks(cue.end, span[0]) >= 1.0
