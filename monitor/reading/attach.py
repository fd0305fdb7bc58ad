"""From values in a text to claims: the cue that announces a value, and the fact it is of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from monitor.model import (
    Fact,
    Kind,
    Milestone,
    Modality,
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
from monitor.reading.modality import (
    PAST_PLAN,
    PLAIN,
    Mode,
    Place,
    is_question,
    read_mode,
    read_set_aside,
)
from monitor.reading.ownership import Anchor, Owner, Ownership, Wanted
from monitor.reading.phrases import Found
from monitor.reading.prepare import prepared
from monitor.reading.vocabulary import ATTRIBUTES

_FAR = 26.0  # a cue farther away than this many words announces nothing
_FAR_PAST = 13.0  # the same for a date that has passed
_FAR_DAY = 7.0  # and for a day
_BESIDE = 2.0
_NEWS_DAYS = 400
_LIST = 40  # values of one list stand this close, in characters
_CARRIED = 5.0  # a cue of the sentence before
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


def _is_rival(candidate: _Candidate) -> bool:
    return candidate.cue is not None and candidate.cue.rival


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
        for expression in prepared(self._layout, kind, found):
            sentence = self._layout.sentence_at(expression.start)
            by_sentence.setdefault(sentence.index, []).append(expression)
        drafts: list[Draft] = []
        waiting: list[tuple[Sentence, Expression, Sequence[Expression]]] = []
        for index, group in by_sentence.items():
            sentence = self._layout.sentences[index]
            here: list[Draft] = []
            left: list[Expression] = []
            for expression in group:
                if self._in_condition(sentence, expression):
                    continue
                if self._when_told(expression, group):
                    continue
                draft = self._one(kind, sentence, expression, group)
                if draft:
                    here.append(draft)
                    self._ownership.told(sentence, draft.fact.entity)
                elif not self._lost(kind, sentence, expression, group):
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

    def _grounded(
        self, sentence: Sentence, cue: Cue | None, owner: Owner, expression: Expression
    ) -> bool:
        """A weak cue counts where its subject is near: named or meant in the same sentence."""
        if cue is None or not cue.weak:
            return True
        if expression.precision == "decade":
            return False
        if owner.place and sentence.start <= owner.place[0] < sentence.end:
            return True
        return bool(self._layout.within("subjects.generic", sentence.start, sentence.end))

    def _lost(
        self, kind: Kind, sentence: Sentence, expression: Expression, group: Sequence[Expression]
    ) -> bool:
        """Whether another event stands right beside the value."""
        others = [(one.start, one.end) for one in group if one is not expression]
        ranked = self._rank(kind, sentence, expression, others)
        return bool(ranked) and ranked[0].cost < _BESIDE and _is_rival(ranked[0])

    def _in_condition(self, sentence: Sentence, expression: Expression) -> bool:
        """A date that belongs to what is to happen first: "if the loan comes by May"."""
        for mark in self._layout.within("modality.if", sentence.start, expression.start):
            if self._layout.breaks(mark.end, expression.start) < 0.6:
                return True
        return False

    def _when_told(self, expression: Expression, group: Sequence[Expression]) -> bool:
        """A past date that says when another date was told: "in 2015 it promised 2020"."""
        if not self._is_past(expression.value):
            return False
        later = [one for one in group if one.start > expression.end]
        if not later or self._layout.breaks(expression.end, later[0].start) >= 1.0:
            return False
        between = expression.end, later[0].start
        return any(
            self._layout.any_within(tag, *between)
            for tag in ("subjects.speaker", "modality.past-plan", "cue.moved.shift")
        )

    def _alone(self, sentence: Sentence, expression: Expression) -> bool:
        """Whether a sentence speaks of nothing else that a date may belong to."""
        value = expression.value
        if isinstance(value, Milestone) and value.latest:
            if (self._published - value.latest).days > 3 * _NEWS_DAYS:
                return False
        low, high = self._layout.clause(expression.start, sentence, 2.0)
        tags = ("subjects.object", "subjects.other", "structure.dates")
        return not any(self._layout.any_within(tag, low, high) for tag in tags)

    def _rest(self, expression: Expression, group: Sequence[Expression]) -> list[tuple[int, int]]:
        """The other values of a sentence; days gone by do not stand beside dates to come."""
        past = self._is_past(expression.value)
        return [
            (one.start, one.end)
            for one in group
            if one is not expression and (past or not self._is_past(one.value))
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
        if set_aside is None:
            return None
        near = [
            one
            for one in partners
            if one.value.kind is expression.value.kind
            and -2 <= sentence.index - one.sentence.index <= 2
        ]
        if not self._alone(sentence, expression):
            near = [one for one in near if one.sentence is sentence]
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
            owner = self._respective(kind, sentence, expression, group, cue)
            owner = owner or self._owner(kind, sentence, span, cue)
            if owner is None:
                if cue is not None and not cue.weak and not cue.fact:
                    break
                continue
            value = fitted(expression.value, owner.fact, cue)
            if value is None or not self._grounded(sentence, cue, owner, expression):
                continue
            draft = self._draft(owner, value, expression, sentence, candidate)
            place = self._place(sentence, expression, cue)
            rest = self._rest(expression, group)
            mode = read_mode(self._layout, place, value, self._published, rest)
            if self._is_background(value, mode):
                return None
            if draft.scope is not Scope.WHOLE and kind is Kind.MONEY:
                return None  # what a stage costs is not what the project costs
            return replace(draft, mode=mode, margin=rival - candidate.cost)
        return None

    @staticmethod
    def _place(sentence: Sentence, expression: Expression, cue: Cue | None) -> Place:
        span = (expression.start, expression.end)
        dated = isinstance(expression.value, Milestone)
        return Place(sentence, *span, cue.span if cue else span, dated)

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
            if cost <= self._reach(expression, cue):
                ranked.append(_Candidate(cue, cost))
        ranked = self._without_weak(ranked, span)
        ranked += self._implied(kind, sentence, expression)
        if not any(not _is_rival(one) for one in ranked):
            ranked += (
                self._answering(kind, sentence)
                or self._going_on(kind, sentence, expression)
                or self._bare(sentence, expression)
            )
        if kind is Kind.MILESTONE:
            ranked += self._reporting(sentence, expression)
        ranked.sort(key=lambda one: one.cost)
        return ranked

    def _without_weak(self, ranked: list[_Candidate], span: tuple[int, int]) -> list[_Candidate]:
        """Without weak cues where a strong one stands in the same clause."""
        strong = any(
            one.cue and not one.cue.rival and not one.cue.weak
            and self._layout.breaks(min(one.cue.end, span[1]), max(one.cue.start, span[0])) < 1.0
            for one in ranked
        )  # fmt: skip
        if not strong:
            return ranked
        return [one for one in ranked if not (one.cue and one.cue.weak)]

    def _reach(self, expression: Expression, cue: Cue) -> float:
        """How far away a cue may stand. Days that have passed are mostly of other events."""
        if not self._is_past(expression.value):
            return _FAR
        low, high = cue.start - 6, cue.end + 6
        if self._layout.within("modality.done", low, high):
            return _FAR
        return _FAR_DAY if expression.precision == "day" else _FAR_PAST

    def _implied(self, kind: Kind, sentence: Sentence, expression: Expression) -> list[_Candidate]:
        """A yearly amount beside a name; "the $2 billion plant"."""
        if kind is Kind.QUANTITY and _per_year(expression.value):
            return [
                _Candidate(Cue(expression.start, expression.end, "capacity", weak=True), _IMPLICIT)
            ]
        if kind is Kind.MONEY:
            end = min(sentence.end, expression.end + 24)
            for mark in self._layout.within("subjects.project", expression.end, end):
                between = self._layout.content[expression.end : mark.start]
                words = len(between) if self._layout.language == "zh" else len(between.split())
                if words <= 2 and not any(sign in between for sign in ",;.("):
                    return [_Candidate(Cue(mark.start, mark.end, "capex"), 1.0)]
        return []

    def _answering(self, kind: Kind, sentence: Sentence) -> list[_Candidate]:
        """The cue of the question that the sentence answers."""
        index = sentence.index - 1
        while index > 0 and len(self._text(index).split()) <= 6 and not self._asks(index):
            index -= 1
        if index < 0 or not self._asks(index):
            return []
        return self._cues_of(index, kind, 4.0)

    def _asks(self, index: int) -> bool:
        return is_question(self._layout, self._layout.sentences[index])

    def _text(self, index: int) -> str:
        sentence = self._layout.sentences[index]
        return self._layout.content[sentence.start : sentence.end]

    def _cues_of(self, index: int, kind: Kind, cost: float) -> list[_Candidate]:
        """The cues of another sentence, for a value of this one."""
        cues = self._cues.of(self._layout.sentences[index], kind)
        strong = [cue for cue in cues if not cue.rival and not cue.weak]
        weak = [cue for cue in cues if not cue.rival and cue.weak]
        own = [
            cue
            for cue in self._cues.own(self._layout.sentences[index])
            if self._kind_of(cue) is kind
        ]
        return [_Candidate(cue, cost) for cue in (*own, *strong)] or [
            _Candidate(cue, cost + _WEAK) for cue in weak
        ]

    def _going_on(self, kind: Kind, sentence: Sentence, expression: Expression) -> list[_Candidate]:
        """A date of the event told of before: "It is now due in 2029", "put off until 2029"."""
        if kind is not Kind.MILESTONE:
            return []
        span = (expression.start, expression.end)
        shifts = self._near("cue.moved.shift", sentence, span)
        place = Place(sentence, *span, span)
        aside = read_set_aside(self._layout, place, []) is not None
        aside = aside and self._alone(sentence, expression)
        if not shifts and not aside and not self._near("cue.moved.weak", sentence, span):
            return []
        if sentence.index and (not sentence.opens or sentence.index == 1 or shifts or aside):
            before = self._cues_of(sentence.index - 1, kind, _CARRIED)
            if before:
                return before
        return [
            _Candidate(Cue(one.start, one.end, "start", weak=True), _CARRIED + 2)
            for one in shifts[:1]
        ]

    def _bare(self, sentence: Sentence, expression: Expression) -> list[_Candidate]:
        """A date to come beside a name and nothing else: the start of what is named."""
        value = expression.value
        if not isinstance(value, Milestone) or not value.earliest:
            return []
        if value.earliest <= self._published:
            return []
        low, high = self._layout.clause(expression.start, sentence, 2.0)
        if self._layout.any_within("structure.dates", low, high):
            return []
        if self._ownership.names(sentence):
            cue = Cue(expression.start, expression.end, "start", weak=True)
            return [_Candidate(cue, _CARRIED + 4)]
        if sentence.index and self._layout.any_within("subjects.generic", low, high):
            return self._cues_of(sentence.index - 1, Kind.MILESTONE, _CARRIED + 3)
        return []

    def _near(self, tag: str, sentence: Sentence, span: tuple[int, int]) -> list[Found]:
        marks = self._layout.within(tag, sentence.start, sentence.end)
        return [one for one in marks if self._layout.gap((one.start, one.end), span) < 8]

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
        if cue.start >= span[1]:
            english = self._layout.language == "en"
            behind = {"en": 5.0, "ru": 2.5}.get(self._layout.language, 1.2)
            cost += behind if cue.rival else (1.0 if english else 0.0)
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
        wanted = self._wanted(kind, sentence, cue)
        exempt = tuple(one.span for one in own_here.values())
        if kind is Kind.QUANTITY:  # the stages of a project are no other things here
            for tag in ("phase-1", "later-phase"):
                marks = self._layout.within(f"subjects.{tag}", sentence.start, sentence.end)
                exempt += tuple((one.start, one.end) for one in marks)
        objects = 2.0 if kind is Kind.QUANTITY else 9.0
        if any(self._facts[fact].attribute not in ATTRIBUTES for fact in own_here):
            objects = -1.0  # the watchlist's own words say what thing is meant
        anchor = Anchor(sentence, cue.span if cue else span, span, exempt, objects)
        return self._ownership.find(anchor, wanted)

    def _own_near(self, sentence: Sentence) -> dict[str, Cue]:
        """Own cues that govern a sentence: in it, before it in the paragraph, in the headline."""
        near: dict[str, Cue] = {}
        sentences = self._layout.sentences
        if sentence.paragraph == 1:
            near.update({one.fact: one for one in self._cues.own(sentences[0])})
        if sentence.index and not sentence.opens:
            near.update({one.fact: one for one in self._cues.own(sentences[sentence.index - 1])})
        near = {
            fact: cue for fact, cue in near.items() if self._facts[fact].attribute not in ATTRIBUTES
        }
        near.update({one.fact: one for one in self._cues.own(sentence)})
        return near

    def _wanted(self, kind: Kind, sentence: Sentence, cue: Cue | None) -> Wanted:
        own_here = self._own_near(sentence)

        def wanted(fact: Fact) -> float | None:
            return _fits(fact, cue, own_here) if fact.kind is kind else None

        return wanted

    def _respective(
        self,
        kind: Kind,
        sentence: Sentence,
        expression: Expression,
        group: Sequence[Expression],
        cue: Cue | None,
    ) -> Owner | None:
        """The first value to the first name, the second to the second: "… respectively"."""
        marks = self._layout.within("structure.respectively", sentence.start, sentence.end)
        if not marks or len(group) < 2:
            return None
        near = [one for one in group if abs(one.start - expression.start) < _LIST]
        return self._ownership.nth(
            sentence, near.index(expression), len(near), self._wanted(kind, sentence, cue)
        )

    # ------------------------------------------------------------ phases

    def _scope(self, sentence: Sentence, expression: Expression, fact: Fact) -> Scope:
        if fact.kind not in (Kind.QUANTITY, Kind.MONEY):
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


def _yearly(cue: Cue, fact: Fact) -> bool:
    """Whether a cue lets an amount without "a year" count as one."""
    if fact.attribute == "output":
        return cue.attribute in ("capacity", "output")
    return not cue.weak and cue.attribute in ("capacity", fact.attribute)


def fitted(value: Value, fact: Fact, cue: Cue | None) -> Value | None:
    """The value as one of the fact: its unit, its currency. None where it cannot be."""
    match value:
        case Quantity():
            if not fact.unit or value.unit == fact.unit:
                return value
            yearly = fact.unit.removesuffix("/yr")
            if value.unit == yearly and fact.unit.endswith("/yr"):
                named = cue is not None and (_yearly(cue, fact) or bool(cue.fact))
                return replace(value, unit=fact.unit) if named else None
            return None
        case Money():
            same = not fact.currency or value.currency == fact.currency
            return value if same else None
        case Milestone() | Share():
            return value
        case _:
            return None
