"""How near a cue stands to a value: in words, with what counts as farther than it is."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.model import Kind
from monitor.reading.cues.cues import Cue
from monitor.reading.expressions.found import Expression
from monitor.reading.subjects.known import Known
from monitor.reading.text.layout import Sentence
from monitor.reading.text.record import record

DAYS = frozenset({"day", "week"})
FAR = 32.0  # a cue farther away than this many words announces nothing
WEAK = 2.5  # what a weak cue costs
_RIVAL, _OWN = 0.8, -1.0
_OTHER_VALUE = 1.8
_ANCHOR = 9.0  # a cue that only says since when
_DATED = 8.0  # a cue of another clause that has a date there
_LEFT = 3.0  # a cue of the clause before, where one of the value's own clause follows it
_SEGMENT = 3.0  # a semicolon
_DEAL = 5.0  # a share that is bought or sold, against one that is held
_MOVES = (
    "modality.contrast",
    "modality.historic-before",
    "modality.historic-before-date",
    "modality.past-plan",
    "cue.moved.shift",
    "cue.moved.weak",
)


@record
class Sought:
    """A value that looks for what announces it; ``others`` are the rest of its sentence."""

    kind: Kind
    sentence: Sentence
    expression: Expression
    others: Sequence[tuple[int, int]] = ()

    @property
    def span(self) -> tuple[int, int]:
        return self.expression.start, self.expression.end


def between(cue: Cue, span: tuple[int, int]) -> tuple[int, int]:
    """The place between a cue and a value."""
    return min(cue.end, span[1]), max(cue.start, span[0])


class Nearness:
    """Measures cues against one value."""

    def __init__(self, known: Known, value: Sought) -> None:
        self._known = known
        self._layout = known.layout
        self._value = value
        self._span = value.span

    def cost(self, cue: Cue) -> float:
        """The distance, and what it costs a cue to be of another clause or another deal."""
        cost = self.distance(cue) + self._dated(cue) + self._of_another_clause(cue)
        return cost + (_DEAL if self._value.kind is Kind.SHARE and self._of_deal() else 0.0)

    def distance(self, cue: Cue) -> float:
        """Words from cue to value, more for what is weak, behind, or beyond another value."""
        span = self._span
        cost = self._layout.gap(cue.span, span)
        if cue.start < span[0] and span[1] < cue.end:  # told within long words
            cost = self._layout.gap(span, (cue.end - 1, cue.end)) - 1.0
        if cue.weak:
            cost += WEAK
        if cue.rival:
            cost += _RIVAL
        if cue.fact:
            cost += _OWN
        if self._only_since(cue):
            cost += _ANCHOR
        low, high = between(cue, span)
        cost += _OTHER_VALUE * sum(low <= a and b <= high for a, b in self._value.others)
        return cost + self._behind(cue)

    def apart(self, cue: Cue) -> bool:
        """Whether clauses part a cue and the value."""
        return self._breaks(cue) >= 1.0

    def _breaks(self, cue: Cue) -> float:
        return self._layout.breaks(*between(cue, self._span))

    def _behind(self, cue: Cue) -> float:
        """What it costs to stand behind the value."""
        if cue.start < self._span[1]:
            return 0.0
        known = self._layout.structure
        cost = known.rival_behind if cue.rival else known.cue_behind
        # behind a comma is what is told next: "the study by June, the permit by May"
        if known.cue_behind_comma and self.apart(cue):
            cost += known.cue_behind_comma
        return cost

    def _only_since(self, cue: Cue) -> bool:
        """Whether a cue only says since when: "a year after the start, in 2029"."""
        if cue.rival or cue.start >= self._span[0]:
            return False
        marks = self._layout.within("structure.anchor", cue.start - 16, cue.start)
        if not any(not self._layout.content[one.end : cue.start].strip() for one in marks):
            return False
        return self._layout.breaks(cue.end, self._span[0]) >= 1.0

    def _dated(self, cue: Cue) -> float:
        """What it costs a cue to have a date of its own in a clause of its own."""
        if self._value.kind is not Kind.MILESTONE or not self._dated_itself(cue):
            return 0.0
        if self._value.expression.precision in DAYS:
            return FAR
        return 0.0 if self._is_moved() else _DATED

    def _dated_itself(self, cue: Cue) -> bool:
        """Whether a cue stands in another clause than a date, and has one of its own there."""
        if cue.rival or cue.fact or not self.apart(cue):
            return False
        at = self._span[0]
        return any(
            self._layout.breaks(*between(cue, one)) < 1.0
            and not (one[0] < at < cue.start or cue.start < at < one[0])
            for one in self._value.others
        )

    def _is_moved(self) -> bool:
        """Whether the clause of a date sets it against another one."""
        low, high = self._layout.clause(self._span[0], self._value.sentence, 1.0)
        return any(self._layout.any_within(tag, low, high) for tag in _MOVES)

    def _of_another_clause(self, cue: Cue) -> float:
        """What it costs a cue to stand in another clause than the value, if each tells its own."""
        parted = self._breaks(cue)
        if not self._layout.structure.run_on or parted < 1.0:
            return 0.0
        dated = self._value.kind is Kind.MILESTONE
        if cue.start >= self._span[1] and cue.rival:
            return _LEFT
        if cue.start >= self._span[1] and parted >= _SEGMENT and dated:
            return FAR
        return _LEFT if dated and self._settled() else 0.0

    def _settled(self) -> bool:
        """Whether what a date is of is told in its own clause."""
        return any(
            not cue.weak and not self.apart(cue)
            for cue in self._known.cues.of(self._value.sentence, self._value.kind)
        )

    def _of_deal(self) -> bool:
        """Whether a share is what changes hands: "to buy 9 per cent and hold 60"."""
        start, end = self._layout.clause(self._span[0], self._value.sentence, 1.0)
        return self._layout.any_within("structure.deal", start, end) is not None
