"""Whose a value is: the facts that its cue may announce, and the nearest subject with one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from monitor.model import Fact, Kind
from monitor.reading.cues.cues import Cue
from monitor.reading.expressions.found import Expression
from monitor.reading.subjects.drafts import fits
from monitor.reading.subjects.known import Known
from monitor.reading.subjects.ownership import Anchor, Owner, Wanted
from monitor.reading.subjects.strangers import takes_another
from monitor.reading.text.layout import Sentence
from monitor.reading.vocabulary import ATTRIBUTES

_NEXT_MATTER = 2.5  # a break behind which another thing is spoken of
_LIST = 40  # values of one list stand this close, in characters


class Whose:
    """Finds the owners of the values of one article."""

    def __init__(self, known: Known) -> None:
        self._layout = known.layout
        self._cues = known.cues
        self._ownership = known.ownership
        self._facts = known.facts
        self._of_kind: dict[Kind, list[Fact]] = {}
        for fact in known.ownership.facts:
            self._of_kind.setdefault(fact.kind, []).append(fact)

    def owner(
        self,
        kind: Kind,
        sentence: Sentence,
        expression: Expression,
        cue: Cue,
        group: Sequence[Expression],
    ) -> Owner | None:
        """The fact that a value is of; ``group``: the values it may be listed with."""
        span = (expression.start, expression.end)
        listed = self._listed(sentence, expression, group)
        if listed and (phases := self._phases(sentence)) and len(phases) == listed[1]:
            wanted = self._of_phase(kind, sentence, cue, phases[listed[0]])
            return self._ownership.find(Anchor(sentence, cue.span, span, tuple(phases)), wanted)
        if listed:
            wanted = self._wanted(kind, cue, self._own_near(kind, sentence, span))
            return self._ownership.nth(sentence, *listed, wanted)
        owner = self._owner(kind, sentence, span, cue)
        carried = owner and not (owner.place and owner.place[0] >= sentence.start)
        if carried and kind is Kind.MILESTONE and takes_another(self._layout, cue):
            return None
        return owner

    def _owner(
        self,
        kind: Kind,
        sentence: Sentence,
        span: tuple[int, int],
        cue: Cue,
    ) -> Owner | None:
        wanted = self._wanted(kind, cue, self._own_near(kind, sentence, span))
        if not wanted:
            return None
        exempt = tuple(
            one.span for one in {one.fact: one for one in self._cues.own(sentence)}.values()
        )
        if kind is Kind.QUANTITY:  # the stages of a project are no other things here
            for tag in ("phase-1", "later-phase"):
                marks = self._layout.within(f"subjects.{tag}", sentence.start, sentence.end)
                exempt += tuple((one.start, one.end) for one in marks)
        declared = {
            fact: cost
            for fact, cost in wanted.items()
            if self._facts[fact].attribute not in ATTRIBUTES
        }
        if declared:
            anchor = Anchor(sentence, cue.span, span, exempt, -1.0)
            own = self._ownership.find(anchor, declared)
            if own:
                return own  # the watchlist's own words say what thing is meant
        objects = 2.0 if kind is Kind.QUANTITY else 9.0
        anchor = Anchor(sentence, cue.span, span, exempt, objects, goes_on=kind is Kind.MONEY)
        return self._ownership.find(anchor, wanted)

    def _own_near(self, kind: Kind, sentence: Sentence, span: tuple[int, int]) -> dict[str, Cue]:
        """Own cues that govern a value: in its sentence, before it in the paragraph, in the title.

        What comes up only behind a break after the value has not been spoken of yet.
        """
        near: dict[str, Cue] = {}
        sentences = self._layout.sentences
        here = {
            one.fact: one
            for one in reversed(self._cues.own(sentence))
            if one.start < span[1] or self._layout.breaks(span[1], one.start) < _NEXT_MATTER
        }
        if kind is Kind.SHARE:  # a percentage says too little to be of what was told before
            return here
        if sentence.paragraph == 1:
            near.update({one.fact: one for one in self._cues.own(sentences[0])})
        if sentence.index and not sentence.opens:
            near.update({one.fact: one for one in self._cues.own(sentences[sentence.index - 1])})
        near = {
            fact: cue for fact, cue in near.items() if self._facts[fact].attribute not in ATTRIBUTES
        }
        return near | here

    def _phases(self, sentence: Sentence) -> list[tuple[int, int]]:
        """The stages of a project that a sentence names, in order."""
        found = {
            (mark.start, mark.end)
            for tag in ("phase-1", "later-phase")
            for mark in self._layout.within(f"subjects.{tag}", sentence.start, sentence.end)
        }
        return sorted(found)

    def _of_phase(self, kind: Kind, sentence: Sentence, cue: Cue, phase: tuple[int, int]) -> Wanted:
        """Facts that a stage has of its own; those of the whole project have the first one's."""
        own = {
            one.fact
            for one in self._cues.own(sentence)
            if one.start < phase[1] and phase[0] < one.end
        }
        first = self._layout.within("subjects.phase-1", *phase)
        wanted = self._wanted(kind, cue, {}) if first else {}
        return wanted | {
            fact.id: 0.0 for fact in self._of_kind.get(kind, ()) if fact.cues and fact.id in own
        }

    def _listed(
        self, sentence: Sentence, expression: Expression, group: Sequence[Expression]
    ) -> tuple[int, int] | None:
        """Which of how many values told "respectively" this one is."""
        marks = self._layout.within("structure.respectively", sentence.start, sentence.end)
        if not marks:
            return None
        near = [one for one in group if abs(one.start - expression.start) < _LIST]
        if len(near) < 2:
            return None
        return near.index(expression), len(near)

    def _wanted(self, kind: Kind, cue: Cue, own_near: Mapping[str, Cue]) -> dict[str, float]:
        """Facts that a cue may announce."""
        costs = ((fact.id, fits(fact, cue, own_near)) for fact in self._of_kind.get(kind, ()))
        return {fact: cost for fact, cost in costs if cost is not None}
