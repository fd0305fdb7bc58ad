"""Output that is told for a time: the result of a year gone by, or that of a part of a year."""

from __future__ import annotations

from dataclasses import replace

from monitor.model import ASSERTED, Fact, Milestone, Modality, Quantity
from monitor.reading.cues.modes import Mode, as_mode
from monitor.reading.expressions.found import Expression
from monitor.reading.modes.yearly import Time, told_time
from monitor.reading.subjects.known import Known
from monitor.reading.text.layout import Sentence

_BESIDE = 2.0
_WINDOW = 120  # characters; more than a date and the words beside it take
_CLAUSES = 2.4  # breaks between a time and what was produced in it
_AT_CUE = 8  # characters from a time to the word for what is spent in it
_PARTS = frozenset({"half", "quarter", "month", "span"})


class Results:
    """Tells for one article what time its amounts are of."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._layout = known.layout

    def of_a_part(self, sentence: Sentence, expression: Expression, fact: Fact) -> bool:
        """Whether tonnes are those of a quarter or a half: "20,000 t in the second half"."""
        value = expression.value
        if not isinstance(value, Quantity) or value.unit == fact.unit:
            return False
        span = (expression.start, expression.end)
        for one in self._known.dates_within(span[0] - _WINDOW, span[1] + _WINDOW):
            near = self._layout.gap((one.start, one.end), span) < _BESIDE
            if near and one.precision in _PARTS and self._begun(one):
                return True
        if not self._layout.structure.time_leads:  # where times stand on either side
            yearly = fact.unit.endswith("/yr") and fact.attribute == "output"
            return yearly and told_time(self._known, sentence, span) is Time.PART
        if fact.attribute == "capacity" and self._total(expression):
            return True
        time = self._time(sentence, expression)
        if self._of_whole_year(time, expression):
            return False
        part = self._part_said(sentence, expression, time)
        return part or (time is not None and time.precision in _PARTS and self._over(time))

    def of_budget(self, sentence: Sentence, expression: Expression, cue: tuple[int, int]) -> bool:
        """Whether money is what is spent in a time: "this year it will invest 1.2 billion"."""
        if self._layout.within("structure.so-far", expression.end, expression.end + 2):
            return True
        spends = self._layout.within("cue.capex.in-time", cue[0], cue[0] + 1)
        if not spends or cue[0] > expression.start:
            return False
        time = self._time(sentence, expression)
        if time is None or not 0 <= cue[0] - time.end <= _AT_CUE:
            return False
        return "relative" in time.notes or time.precision in _PARTS or self._over(time)

    def closed(self, sentence: Sentence, expression: Expression, mode: Mode) -> Mode:
        """The result of a year that is over, where an amount is told as that year's."""
        if not self._layout.structure.time_leads:
            span = (expression.start, expression.end)
            past = told_time(self._known, sentence, span) is Time.PAST
            set_aside = as_mode(Modality.HISTORIC, "set aside", "of a year that is over")
            return set_aside if past and mode.modality in ASSERTED else mode
        time = self._time(sentence, expression)
        if time is None or time.precision != "year" or not self._over(time):
            return mode
        if mode.modality not in (Modality.PLANNED, Modality.HAPPENED):
            return mode
        words = self._layout.content[time.start : time.end]
        mode = as_mode(Modality.HISTORIC, "the result of a year gone by", words)
        return replace(mode, of_a_year=True)

    def _time(self, sentence: Sentence, expression: Expression) -> Expression | None:
        """The time told last before an amount, in its clause or the one before."""
        before = [
            one
            for one in self._known.dates_within(sentence.start, expression.start)
            if one.end <= expression.start
        ]
        if not before:
            return None
        last = before[-1]
        parted = self._layout.breaks(last.end, expression.start)
        at_once = self._layout.content[last.end : last.end + 1] in {"，", ","}
        return last if parted < (_CLAUSES if at_once else 1.0) else None

    def _total(self, expression: Expression) -> bool:
        """Whether an amount is the year's and so no capacity: "300,000 t in the whole year"."""
        near = self._layout.within("modality.year-total", expression.start - 4, expression.start)
        return any(mark.end == expression.start for mark in near)

    def _of_whole_year(self, time: Expression | None, expression: Expression) -> bool:
        """Whether "for the whole year" stands between a part of a year and the amount."""
        low = time.end if time else max(0, expression.start - 16)
        return self._layout.any_within("modality.whole-year", low, expression.start) is not None

    def _part_said(
        self, sentence: Sentence, expression: Expression, time: Expression | None
    ) -> bool:
        """Whether "in the quarter" stands before an amount, nearer than any date."""
        start, _ = self._layout.clause(expression.start, sentence, 1.0)
        low = max(start, time.end if time else 0)
        return self._layout.any_within("modality.in-part", low, expression.start) is not None

    def _begun(self, one: Expression) -> bool:
        last = one.value.latest if isinstance(one.value, Milestone) else None
        return last is not None and last.year <= self._known.published.year

    def _over(self, one: Expression) -> bool:
        last = one.value.latest if isinstance(one.value, Milestone) else None
        return last is not None and last <= self._known.published
