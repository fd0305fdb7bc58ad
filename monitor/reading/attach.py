"""From values in a text to claims: the cue that announces a value, and the fact it is of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from monitor.model import (
    Fact,
    Kind,
    Milestone,
    Money,
    Quantity,
    Reason,
    Scope,
    Share,
    Value,
)
from monitor.reading.cues import MEANS, SUPPORT, Cue, Cues
from monitor.reading.expressions import Expression
from monitor.reading.layout import Layout, Sentence
from monitor.reading.modality import PLAIN, Mode, Place, read_mode, read_set_aside
from monitor.reading.ownership import Anchor, Owner, Ownership
from monitor.reading.vocabulary import ATTRIBUTES

_FAR = 26.0  # a cue farther away than this many words announces nothing
_FAR_PAST = 13.0  # the same for a date that has passed
_WEAK, _RIVAL, _IMPLICIT, _OTHER_VALUE = 2.5, 0.8, 3.0, 1.8


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim in the making: everything that was found out about one value."""

    fact: Fact
    value: Value
    mode: Mode
    scope: Scope
    sentence: Sentence
    start: int
    end: int
    cue: Cue | None
    owner: Owner
    cost: float
    margin: float
    sure: bool
    notes: tuple[str, ...] = ()
    penalties: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    cue: Cue | None
    cost: float


class Attacher:
    """Attaches the values of one article."""

    def __init__(
        self,
        layout: Layout,
        cues: Cues,
        ownership: Ownership,
        facts: dict[str, Fact],
        published: date,
    ) -> None:
        self._layout = layout
        self._cues = cues
        self._ownership = ownership
        self._facts = facts
        self._published = published

    def attach(self, kind: Kind, found: Sequence[Expression]) -> list[Draft]:
        """Drafts for the values of one kind; a value that nobody owns gives none."""
        by_sentence: dict[int, list[Expression]] = {}
        for expression in found:
            sentence = self._layout.sentence_at(expression.start)
            by_sentence.setdefault(sentence.index, []).append(expression)
        drafts: list[Draft] = []
        for index, group in by_sentence.items():
            sentence = self._layout.sentences[index]
            here: list[Draft] = []
            left: list[Expression] = []
            for expression in group:
                if self._in_condition(sentence, expression):
                    continue
                draft = self._one(kind, sentence, expression, group)
                if draft:
                    here.append(draft)
                else:
                    left.append(expression)
            for expression in left:
                draft = self._beside(sentence, expression, group, here or drafts[-1:])
                if draft:
                    here.append(draft)
            drafts += here
        return drafts

    def _in_condition(self, sentence: Sentence, expression: Expression) -> bool:
        """A date that belongs to what is to happen first: "if the loan comes by May"."""
        for mark in self._layout.within("modality.conditional", sentence.start, expression.start):
            if self._layout.breaks(mark.end, expression.start) < 0.6:
                return True
        return False

    def _beside(
        self,
        sentence: Sentence,
        expression: Expression,
        group: Sequence[Expression],
        partners: Sequence[Draft],
    ) -> Draft | None:
        """A value with no cue of its own, set against one that has: "2029, not 2028"."""
        others = [(one.start, one.end) for one in group if one is not expression]
        span = (expression.start, expression.end)
        place = Place(sentence, *span, span)
        set_aside = read_set_aside(self._layout, place, others)
        if set_aside is None:
            return None
        near = [
            one
            for one in partners
            if one.value.kind is expression.value.kind
            and sentence.index - one.sentence.index <= 1
            and sentence.paragraph == one.sentence.paragraph
        ]
        near.sort(key=lambda one: self._layout.gap((one.start, one.end), span))
        for partner in near:
            value = fitted(expression.value, partner.fact, partner.cue)
            if value is None:
                continue
            gap = self._layout.gap((partner.start, partner.end), span)
            return replace(
                partner,
                value=value,
                mode=set_aside,
                sentence=sentence,
                start=expression.start,
                end=expression.end,
                cost=partner.cost + min(gap * 0.3, 8.0),
                sure=expression.sure,
                notes=expression.notes,
            )
        return None

    # ------------------------------------------------------------ one value

    def _one(
        self, kind: Kind, sentence: Sentence, expression: Expression, group: Sequence[Expression]
    ) -> Draft | None:
        span = (expression.start, expression.end)
        others = [(one.start, one.end) for one in group if one is not expression]
        ranked = self._rank(kind, sentence, expression, others)
        rival = min((one.cost for one in ranked if one.cue and one.cue.rival), default=99.0)
        for candidate in ranked:
            cue = candidate.cue
            if cue is not None and cue.rival:
                break
            owner = self._owner(kind, sentence, span, cue)
            if owner is None:
                if cue is not None and not cue.weak and not cue.fact:
                    break
                continue
            value = fitted(expression.value, owner.fact, cue)
            if value is None:
                continue
            draft = self._draft(owner, value, expression, sentence, candidate)
            place = self._place(sentence, expression, cue)
            mode = read_mode(self._layout, place, value, self._published, others)
            return replace(draft, mode=mode, margin=rival - candidate.cost)
        return None

    @staticmethod
    def _place(sentence: Sentence, expression: Expression, cue: Cue | None) -> Place:
        span = (expression.start, expression.end)
        return Place(sentence, *span, cue.span if cue else span)

    def _draft(
        self,
        owner: Owner,
        value: Value,
        expression: Expression,
        sentence: Sentence,
        candidate: _Candidate,
    ) -> Draft:
        return Draft(
            fact=owner.fact,
            value=value,
            mode=PLAIN,
            scope=self._scope(sentence, expression, owner.fact),
            sentence=sentence,
            start=expression.start,
            end=expression.end,
            cue=candidate.cue,
            owner=owner,
            cost=candidate.cost,
            margin=9.0,
            sure=expression.sure,
            notes=expression.notes,
        )

    def _rank(
        self,
        kind: Kind,
        sentence: Sentence,
        expression: Expression,
        others: list[tuple[int, int]],
    ) -> list[_Candidate]:
        """Cues and rivals for a value, the nearest first."""
        span = (expression.start, expression.end)
        ranked: list[_Candidate] = []
        own = [cue for cue in self._cues.own(sentence) if self._kind_of(cue) is kind]
        for cue in (*own, *self._cues.of(sentence, kind)):
            cost = self._distance(cue, span, others)
            if cost <= (_FAR_PAST if self._is_past(expression.value) else _FAR):
                ranked.append(_Candidate(cue, cost))
        if kind is Kind.QUANTITY and _per_year(expression.value):
            ranked.append(_Candidate(None, _IMPLICIT))
        if kind is Kind.MILESTONE:
            ranked += self._reporting(sentence, expression)
        ranked.sort(key=lambda one: one.cost)
        return ranked

    def _is_past(self, value: Value) -> bool:
        return (
            isinstance(value, Milestone)
            and value.latest is not None
            and value.latest <= self._published
        )

    def _reporting(self, sentence: Sentence, expression: Expression) -> list[_Candidate]:
        """When somebody said so, or the dateline: rivals for a day that has passed."""
        if not self._is_past(expression.value):
            return []
        span = (expression.start, expression.end)
        said = self._layout.within("subjects.speaker", sentence.start, sentence.end)
        rivals = [
            _Candidate(Cue(m.start, m.end, ""), self._layout.gap((m.start, m.end), span))
            for m in said
        ]
        head = self._layout.content[expression.end : expression.end + 4].strip()
        if sentence.opens and expression.end - sentence.start < 40 and head[:1] in set("—–-:.（("):
            rivals.append(_Candidate(Cue(*span, ""), 0.0))
        return rivals

    def _kind_of(self, cue: Cue) -> Kind | None:
        fact = self._facts.get(cue.fact)
        return fact.kind if fact else None

    def _distance(self, cue: Cue, span: tuple[int, int], others: list[tuple[int, int]]) -> float:
        cost = self._layout.gap(cue.span, span)
        if cue.weak:
            cost += _WEAK
        if cue.rival:
            cost += _RIVAL
        if cue.fact:
            cost -= 1.0
        low, high = min(cue.end, span[1]), max(cue.start, span[0])
        cost += _OTHER_VALUE * sum(low <= a and b <= high for a, b in others)
        if self._layout.language == "en" and cue.start >= span[1]:
            cost += 1.0
        return cost

    # ------------------------------------------------------------ whose

    def _owner(
        self,
        kind: Kind,
        sentence: Sentence,
        span: tuple[int, int],
        cue: Cue | None,
    ) -> Owner | None:
        own_here = {one.fact: one for one in self._cues.own(sentence)}

        def wanted(fact: Fact) -> float | None:
            if fact.kind is not kind:
                return None
            return _fits(fact, cue, own_here)

        exempt = tuple(one.span for one in own_here.values())
        anchor = Anchor(sentence, cue.span if cue else span, span, exempt)
        return self._ownership.find(anchor, wanted)

    # ------------------------------------------------------------ phases

    def _scope(self, sentence: Sentence, expression: Expression, fact: Fact) -> Scope:
        if fact.kind is not Kind.QUANTITY:
            return Scope.WHOLE
        layout = self._layout
        low, high = layout.clause(expression.start, sentence, 2.0)
        span = (expression.start, expression.end)
        best: tuple[float, Scope] = (9.0, Scope.WHOLE)
        for tag, scope in (("phase-1", Scope.PHASE_1), ("later-phase", Scope.LATER_PHASE)):
            for mark in layout.within(f"subjects.{tag}", low, high):
                best = min(best, (layout.gap((mark.start, mark.end), span), scope))
        return best[1]


def _fits(fact: Fact, cue: Cue | None, own_here: dict[str, Cue]) -> float | None:
    """What it costs to take a cue as announcing a fact."""
    attribute = cue.attribute if cue else "capacity"
    if fact.cues:
        if fact.id not in own_here:
            return None
        if cue is not None and cue.fact:
            return 0.0 if cue.fact == fact.id else None
        if fact.attribute in ATTRIBUTES:
            return 0.2 if _means(attribute, fact.attribute) is not None else None
        return 0.2 if attribute in SUPPORT[fact.kind] else None
    if cue is not None and cue.fact:
        return None
    return _means(attribute, fact.attribute)


def _means(cue: str, attribute: str) -> float | None:
    for meant, cost in MEANS.get(cue, ((cue, 0.0),)):
        if meant == attribute:
            return cost
    return None


def _per_year(value: Value) -> bool:
    return isinstance(value, Quantity) and value.unit.endswith("/yr")


def fitted(value: Value, fact: Fact, cue: Cue | None) -> Value | None:
    """The value as one of the fact: its unit, its currency. None where it cannot be."""
    match value:
        case Quantity():
            if not fact.unit or value.unit == fact.unit:
                return value
            yearly = fact.unit.removesuffix("/yr")
            if value.unit == yearly and fact.unit.endswith("/yr"):
                named = cue is not None and (cue.attribute in ("capacity", "output") or cue.fact)
                return replace(value, unit=fact.unit) if named else None
            return None
        case Money():
            same = not fact.currency or value.currency == fact.currency
            return value if same else None
        case Milestone() | Share():
            return value
        case _:
            return None
