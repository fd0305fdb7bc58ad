"""From values in a text to claims: the cue that announces a value, and the fact it is of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from monitor.model import Fact, Kind, Milestone, Modality, Quantity, Scope, Value
from monitor.reading.cues import STARTS, Cue, Cues
from monitor.reading.drafts import Draft, fits, fitted, in_dollars
from monitor.reading.expressions import Expression
from monitor.reading.layout import Layout, Sentence
from monitor.reading.modality import compares, read_mode
from monitor.reading.modes import PAST_PLAN, PLAIN, Mode, Place
from monitor.reading.ownership import Anchor, Owner, Ownership, Wanted
from monitor.reading.phases import scope_of
from monitor.reading.prepare import prepared
from monitor.reading.ranking import Candidate, Ranking
from monitor.reading.setaside import read_set_aside, told_of_past, turned
from monitor.reading.vocabulary import ATTRIBUTES

_BESIDE = 2.0  # a rival as near as this has the value
_CLAUSES = 2.0
_STILL = 6.0  # how much farther a cue may stand than one that is nobody's
_NEWS_DAYS = 400  # an event longer ago is background
_MOST = 40  # values of one kind in a sentence; what has more is a table, or hostile
_MOVE = 12  # characters from A to B in "from A to B"
_NEXT_MATTER = 2.5  # a break behind which another thing is spoken of
_LIST = 40  # values of one list stand this close, in characters


def _same_event(event: str, draft: Draft) -> bool:
    """Whether a built-in cue speaks of the event of a draft."""
    told = draft.cue.attribute
    return draft.fact.attribute in ATTRIBUTES and (told == event or {told, event} <= STARTS)


def _of_a_year(fact: Fact, mode: Mode) -> bool:
    """The output of a year gone by, told beside what a plant is to be capable of."""
    told_with_year = bool(re.search(r"(?:19|20)\d\d", mode.reason.detail))
    return fact.attribute == "capacity" and mode.modality is Modality.HISTORIC and told_with_year


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
        self._ranking = Ranking(layout, cues, ownership, facts, published)
        self._dates: list[Expression] = []  # those of the article, once they are attached

    def attach(self, kind: Kind, found: Sequence[Expression]) -> list[Draft]:
        """Drafts for the values of one kind; a value that nobody owns gives none."""
        by_sentence: dict[int, list[Expression]] = {}
        for expression in prepared(self._layout, kind, found):
            sentence = self._layout.sentence_at(expression.start)
            by_sentence.setdefault(sentence.index, []).append(expression)
        if kind is Kind.MILESTONE:
            self._dates = list(found)
        drafts: list[Draft] = []
        waiting: list[tuple[Sentence, Expression, Sequence[Expression]]] = []
        for index, values in by_sentence.items():
            group = values[:_MOST]
            sentence = self._layout.sentences[index]
            here: list[Draft] = []
            left: list[Expression] = []
            lost: list[Expression] = []
            for expression in group:
                if self._in_condition(sentence, expression):
                    continue
                if self._when_told(expression, group):
                    continue
                if self._moved_on(expression, lost):
                    lost.append(expression)
                    continue
                draft = self._one(kind, sentence, expression, group)
                if draft:
                    here.append(draft)
                    self._ownership.told(sentence, draft.fact.entity)
                elif self._lost(kind, sentence, expression, group):
                    lost.append(expression)
                else:
                    left.append(expression)
            for expression in left:
                draft = self._beside(sentence, expression, group, here or drafts[-1:])
                if draft:
                    here.append(draft)
                else:
                    waiting.append((sentence, expression, group))
            for one in waiting if here else ():
                draft = self._beside(*one, here)
                if draft and one[0] is not sentence and draft.mode.reason.rule == PAST_PLAN:
                    drafts.append(draft)
            drafts += here
        return drafts

    def _is_background(self, value: Value, mode: Mode) -> bool:
        """An event of years ago is no news."""
        if mode.modality is not Modality.HAPPENED or not isinstance(value, Milestone):
            return False
        return value.latest is not None and (self._published - value.latest).days > _NEWS_DAYS

    def _grounded(self, sentence: Sentence, cue: Cue, owner: Owner, expression: Expression) -> bool:
        """A weak cue counts where its subject is near: named or meant in the same sentence."""
        if not cue.weak:
            return True
        if expression.precision == "decade":
            return False
        sentence = self._layout.sentence_at(cue.start)  # of this sentence or one before
        if owner.place and sentence.start <= owner.place[0] < sentence.end:
            return True
        return bool(self._layout.within("subjects.generic", sentence.start, sentence.end))

    def _lost(
        self, kind: Kind, sentence: Sentence, expression: Expression, group: Sequence[Expression]
    ) -> bool:
        """Whether another event stands right beside the value."""
        others = [(one.start, one.end) for one in group if one is not expression]
        ranked = self._ranking.rank(kind, sentence, expression, others)
        return bool(ranked) and ranked[0].cost < _BESIDE and not ranked[0].cue.weak

    def _moved_on(self, expression: Expression, lost: Sequence[Expression]) -> bool:
        """The second of "from A to B" where the first was of something else."""
        if not lost or not 0 <= expression.start - lost[-1].end < _MOVE:
            return False
        first = lost[-1]
        moved = self._layout.within("modality.from", first.start - 8, first.start)
        to = self._layout.within("modality.to", first.end, expression.start + 4)
        return bool(moved and to)

    def _in_condition(self, sentence: Sentence, expression: Expression) -> bool:
        """A date that belongs to what is to happen first: "if the loan comes by May"."""
        for mark in self._layout.within("modality.if", sentence.start, expression.start):
            if compares(self._layout, mark.start):
                continue
            if self._layout.breaks(mark.end, expression.start) < 0.6:
                return True
        return False

    def _when_told(self, expression: Expression, group: Sequence[Expression]) -> bool:
        """A past date that says when another date was told: "in 2015 it promised 2020"."""
        if not self._ranking.is_past(expression.value):
            return False
        later = [one for one in group if one.start > expression.end]
        if not later or self._layout.breaks(expression.end, later[0].start) >= 1.0:
            return False
        between = expression.end, later[0].start
        return any(
            self._layout.any_within(tag, *between)
            for tag in ("subjects.speaker", "modality.past-plan", "cue.moved.shift")
        )

    def _rest(self, expression: Expression, group: Sequence[Expression]) -> list[tuple[int, int]]:
        """The other values of a sentence; days gone by do not stand beside dates to come."""
        past = self._ranking.is_past(expression.value)
        return [
            (one.start, one.end)
            for one in group
            if one is not expression and (past or not self._ranking.is_past(one.value))
        ]

    def _beside(
        self,
        sentence: Sentence,
        expression: Expression,
        group: Sequence[Expression],
        partners: Sequence[Draft],
    ) -> Draft | None:
        """A value with no cue of its own, set against one that has: "2029, not 2028"."""
        span = (expression.start, expression.end)
        place = Place(sentence, *span, span, isinstance(expression.value, Milestone))
        set_aside = read_set_aside(self._layout, place, self._rest(expression, group))
        if set_aside is None and not place.dated:
            set_aside = told_of_past(self._layout, place, self._published)
        if set_aside is None:
            return None
        near = [
            one
            for one in partners
            if one.value.kind is expression.value.kind
            and -2 <= sentence.index - one.sentence.index <= 2
        ]
        if not self._ranking.alone(sentence, expression):
            near = [one for one in near if one.sentence is sentence]
        kind = expression.value.kind
        event = self._ranking.event(kind, sentence, expression)
        if event:
            near = [one for one in near if one.sentence is sentence or _same_event(event, one)]
        near.sort(key=lambda one: self._layout.gap((one.start, one.end), span))
        for partner in near:
            value = fitted(
                in_dollars(self._layout.content, expression, partner.fact),
                partner.fact,
                partner.cue,
            )
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

    def _of_a_part(self, expression: Expression, fact: Fact) -> bool:
        """Whether tonnes are those of a quarter or a half: "20,000 t in the second half"."""
        value = expression.value
        if not isinstance(value, Quantity) or value.unit == fact.unit:
            return False
        span = (expression.start, expression.end)
        for one in self._dates:
            near = self._layout.gap((one.start, one.end), span) < _BESIDE
            last = one.value.latest if isinstance(one.value, Milestone) else None
            this_year = last is not None and last.year <= self._published.year
            if near and this_year and one.precision in ("half", "quarter"):
                return True
        return False

    # ------------------------------------------------------------ one value

    def _one(
        self, kind: Kind, sentence: Sentence, expression: Expression, group: Sequence[Expression]
    ) -> Draft | None:
        span = (expression.start, expression.end)
        others = [(one.start, one.end) for one in group if one is not expression]
        ranked = self._ranking.rank(kind, sentence, expression, others)
        rival = min((one.cost for one in ranked if one.cue.rival), default=99.0)
        reach = 99.0
        for candidate in ranked:
            cue = candidate.cue
            if cue.rival:
                break
            if candidate.cost > reach and self._layout.breaks(cue.end, span[0]) > _CLAUSES:
                break
            listed = self._listed(sentence, expression, group)
            if listed:
                wanted = self._wanted(kind, sentence, cue, span)
                owner = self._ownership.nth(sentence, *listed, wanted)
            else:
                owner = self._owner(kind, sentence, span, cue)
            if owner is None:
                here = sentence.start <= cue.start < sentence.end
                if here and not cue.weak and not cue.fact and cue.attribute not in STARTS:
                    break
                reach = min(reach, candidate.cost + _STILL if not cue.weak else reach)
                continue
            value = fitted(
                in_dollars(self._layout.content, expression, owner.fact), owner.fact, cue
            )
            if value is None or not self._grounded(sentence, cue, owner, expression):
                continue
            draft = self._draft(owner, value, expression, sentence, candidate)
            place = self._place(sentence, expression, cue)
            rest = self._rest(expression, group)
            if self._of_a_part(expression, owner.fact):
                return None
            value = turned(self._layout, place, expression, value)
            draft = replace(draft, value=value)
            mode = read_mode(self._layout, place, value, self._published, rest)
            if self._is_background(value, mode) or _of_a_year(owner.fact, mode):
                return None
            if draft.scope is Scope.LATER_PHASE and kind is Kind.MONEY:
                return None  # what a later stage costs is not what the project costs
            return replace(draft, mode=mode, margin=rival - candidate.cost)
        return None

    @staticmethod
    def _place(sentence: Sentence, expression: Expression, cue: Cue) -> Place:
        span = (expression.start, expression.end)
        dated = isinstance(expression.value, Milestone)
        here = sentence.start <= cue.start < sentence.end
        return Place(sentence, *span, cue.span if here else span, dated)

    def _draft(
        self,
        owner: Owner,
        value: Value,
        expression: Expression,
        sentence: Sentence,
        candidate: Candidate,
    ) -> Draft:
        return Draft(
            fact=owner.fact,
            value=value,
            mode=PLAIN,
            scope=scope_of(self._layout, sentence, expression, owner.fact),
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

    # ------------------------------------------------------------ whose

    def _owner(
        self,
        kind: Kind,
        sentence: Sentence,
        span: tuple[int, int],
        cue: Cue,
    ) -> Owner | None:
        own_here = {one.fact: one for one in self._cues.own(sentence)}
        wanted = self._wanted(kind, sentence, cue, span)
        exempt = tuple(one.span for one in own_here.values())
        if kind is Kind.QUANTITY:  # the stages of a project are no other things here
            for tag in ("phase-1", "later-phase"):
                marks = self._layout.within(f"subjects.{tag}", sentence.start, sentence.end)
                exempt += tuple((one.start, one.end) for one in marks)
        anchor = Anchor(sentence, cue.span, span, exempt, -1.0)
        own = self._ownership.find(anchor, self._wanted(kind, sentence, cue, span, declared=True))
        if own:
            return own  # the watchlist's own words say what thing is meant
        objects = 2.0 if kind is Kind.QUANTITY else 9.0
        return self._ownership.find(replace(anchor, objects=objects), wanted)

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

    def _wanted(
        self,
        kind: Kind,
        sentence: Sentence,
        cue: Cue,
        span: tuple[int, int],
        *,
        declared: bool = False,
    ) -> Wanted:
        """Facts that a cue may announce; ``declared``: only of attributes not built in."""
        own_here = self._own_near(kind, sentence, span)

        def wanted(fact: Fact) -> float | None:
            if fact.kind is not kind or (declared and fact.attribute in ATTRIBUTES):
                return None
            return fits(fact, cue, own_here)

        return wanted

    def _listed(
        self, sentence: Sentence, expression: Expression, group: Sequence[Expression]
    ) -> tuple[int, int] | None:
        """Which of how many values told "respectively" this one is."""
        marks = self._layout.within("structure.respectively", sentence.start, sentence.end)
        near = [one for one in group if abs(one.start - expression.start) < _LIST]
        if not marks or len(near) < 2:
            return None
        return near.index(expression), len(near)
